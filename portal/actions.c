#include "portal/actions.h"

#include <string.h>
#include <time.h>

#include "portal/answer.h"
#include "portal/datastore.h"
#include "portal/loader.h"
#include "portal/lookup.h"
#include "portal/organization.h"
#include "portal/package.h"
#include "portal/people.h"
#include "portal/read.h"
#include "portal/request.h"
#include "portal/resource.h"
#include "portal/revise.h"
#include "portal/search.h"
#include "portal/site.h"
#include "portal/store.h"
#include "portal/upload.h"
#include "portal/value.h"

/* When an action takes the write lock. A real CKAN reads a dataset without one in package_patch and
 * package_create, and so loses updates; it locks the dataset's row before reading elsewhere (races.json). */
enum lock { LOCK_NONE, LOCK_FIRST, LOCK_LATE };

/* How long lies between what a LOCK_LATE action read and its writing: as long as a real portal takes would
 * make everything slow; this is enough for calls that come at once to meet. */
#define LATE_NANOSECONDS 4000000L

struct action {
    const char *name;
    struct value *(*carry_out)(struct request *request);
    bool read_only; /* GET is allowed, and the query is read */
    enum lock lock;
};

static const struct action ACTIONS[] = {
    {"status_show", status_show, true, LOCK_NONE},
    {"site_read", site_show, true, LOCK_NONE},
    {"help_show", help_show, true, LOCK_NONE},
    {"license_list", license_list, true, LOCK_NONE},
    {"scheming_dataset_schema_list", scheming_dataset_schema_list, true, LOCK_NONE},
    {"scheming_dataset_schema_show", scheming_dataset_schema_show, true, LOCK_NONE},
    {"api_token_create", api_token_create, false, LOCK_FIRST},
    {"api_token_list", api_token_list, true, LOCK_NONE},
    {"api_token_revoke", api_token_revoke, false, LOCK_FIRST},
    {"user_show", user_show, true, LOCK_NONE},
    {"user_list", user_list, true, LOCK_NONE},
    {"user_create", user_create, false, LOCK_FIRST},
    {"organization_create", organization_create, false, LOCK_FIRST},
    {"organization_show", organization_show, true, LOCK_NONE},
    {"organization_list", organization_list, true, LOCK_NONE},
    {"organization_list_for_user", organization_list_for_user, true, LOCK_NONE},
    {"organization_update", organization_update, false, LOCK_FIRST},
    {"organization_patch", organization_patch, false, LOCK_FIRST},
    {"organization_delete", organization_delete, false, LOCK_FIRST},
    {"organization_purge", organization_purge, false, LOCK_FIRST},
    {"organization_member_create", organization_member_create, false, LOCK_FIRST},
    {"organization_member_delete", organization_member_delete, false, LOCK_FIRST},
    {"group_create", group_create, false, LOCK_FIRST},
    {"group_show", group_show, true, LOCK_NONE},
    {"group_list", group_list, true, LOCK_NONE},
    {"group_update", group_update, false, LOCK_FIRST},
    {"group_patch", group_patch, false, LOCK_FIRST},
    {"group_delete", group_delete, false, LOCK_FIRST},
    {"group_purge", group_purge, false, LOCK_FIRST},
    {"group_member_create", group_member_create, false, LOCK_FIRST},
    {"group_member_delete", group_member_delete, false, LOCK_FIRST},
    {"member_create", member_create, false, LOCK_FIRST},
    {"member_delete", member_delete, false, LOCK_FIRST},
    {"member_list", member_list, true, LOCK_NONE},
    {"package_create", package_create, false, LOCK_LATE},
    {"package_show", package_show, true, LOCK_NONE},
    {"package_update", package_update, false, LOCK_FIRST},
    {"package_patch", package_patch, false, LOCK_LATE},
    {"package_revise", package_revise, false, LOCK_FIRST},
    {"package_delete", package_delete, false, LOCK_FIRST},
    {"dataset_purge", dataset_purge, false, LOCK_FIRST},
    {"package_resource_reorder", package_resource_reorder, false, LOCK_FIRST},
    {"package_owner_org_update", package_owner_org_update, false, LOCK_FIRST},
    {"package_list", package_list, true, LOCK_NONE},
    {"current_package_list_with_resources", current_package_list_with_resources, true, LOCK_NONE},
    {"package_search", package_search, true, LOCK_NONE},
    {"package_autocomplete", package_autocomplete, true, LOCK_NONE},
    {"tag_list", tag_list, true, LOCK_NONE},
    {"tag_show", tag_show, true, LOCK_NONE},
    {"resource_create", resource_create, false, LOCK_FIRST},
    {"resource_show", resource_show, true, LOCK_NONE},
    {"resource_update", resource_update, false, LOCK_FIRST},
    {"resource_patch", resource_patch, false, LOCK_FIRST},
    {"resource_delete", resource_delete, false, LOCK_FIRST},
    {"resource_search", resource_search, true, LOCK_NONE},
    {"resource_view_list", resource_view_list, true, LOCK_NONE},
    {"tag_autocomplete", tag_autocomplete, true, LOCK_NONE},
    {"format_autocomplete", format_autocomplete, true, LOCK_NONE},
    {"organization_autocomplete", organization_autocomplete, true, LOCK_NONE},
    {"group_autocomplete", group_autocomplete, true, LOCK_NONE},
    {"user_autocomplete", user_autocomplete, true, LOCK_NONE},
    {"member_roles_list", member_roles_list, true, LOCK_NONE},
    {"datastore_create", datastore_create, false, LOCK_FIRST},
    {"datastore_upsert", datastore_upsert, false, LOCK_FIRST},
    {"datastore_delete", datastore_delete, false, LOCK_FIRST},
    {"datastore_records_delete", datastore_records_delete, false, LOCK_FIRST},
    {"datastore_info", datastore_info, true, LOCK_NONE},
    {"datastore_search", datastore_search, true, LOCK_NONE},
    {"datapusher_status", loader_status, true, LOCK_NONE},
    {"xloader_status", loader_status, true, LOCK_NONE},
};

static const struct action *action_find(const char *name)
{
    for (size_t i = 0; i < sizeof ACTIONS / sizeof *ACTIONS; i++)
        if (strcmp(ACTIONS[i].name, name) == 0)
            return &ACTIONS[i];
    return NULL;
}

bool action_exists(const char *name)
{
    return action_find(name) != NULL;
}

bool action_writes(const char *name)
{
    const struct action *action = action_find(name);
    return action != NULL && !action->read_only;
}

bool action_lock(struct request *request)
{
    const struct timespec pause = {.tv_nsec = LATE_NANOSECONDS};
    if (session_is_writing(request->session))
        return true;
    nanosleep(&pause, NULL);
    return session_begin(request->session) || fail_crash(request);
}

/* What the database refused is what CKAN would have failed on. */
static bool action_settle(struct request *request)
{
    if (!failed(request) && session_state(request->session) != SESSION_GOOD)
        fail_crash(request);
    if (!failed(request) && !session_commit(request->session))
        fail_crash(request);
    if (failed(request))
        session_rollback(request->session);
    return !failed(request);
}

static struct value *action_run(struct request *request, const struct action *action)
{
    if (failed(request) || !read_parameters(request, action->read_only))
        return NULL;
    people_identify(request);
    if (action->lock == LOCK_FIRST && !session_begin(request->session)) {
        fail_crash(request);
        return NULL;
    }
    struct value *result = action->carry_out(request);
    return result;
}

void action_answer(struct request *request, struct answer *answer, const char *name)
{
    const struct action *action = action_find(name);
    if (action == NULL || (action->carry_out == loader_status && !loader_answers(request->portal, name))) {
        fail_text(request, "Bad request - Action name not known: %s", name);
        answer_failure(request, answer, name);
        return;
    }
    request->session = store_take(request->portal->store);
    const struct value *result = action_run(request, action);
    bool good = action_settle(request);
    store_give(request->portal->store, request->session);
    request->session = NULL;
    if (good)
        loader_submit(request->portal->loader, request);
    uploads_discard(request, good);
    request->upload_count = 0;
    request->obsolete_count = 0;
    if (good)
        answer_result(request, answer, name, result);
    else
        answer_failure(request, answer, name);
}
