#include "publisher/account.h"

#include "base/arena.h"

/* That the portal denies it, or does not know it, is an answer here: `*result` is NULL. */
static bool ask(struct ckan *ckan, const char *action, const char *json, struct arena *arena,
                const struct json **result, struct problem *problem)
{
    struct ckan_call call = {.action = action,
                             .subject = ckan->url,
                             .json = slice_of(json),
                             .may_be_absent = true,
                             .may_be_denied = true,
                             .may_be_unknown = true};
    return ckan_call(ckan, &call, arena, result, problem);
}

static bool organizations_read(struct ckan *ckan, struct arena *arena, struct account *account,
                               struct problem *problem)
{
    if (!ask(ckan, "organization_list_for_user", "{\"permission\":\"create_dataset\"}", arena,
             &account->organizations, problem))
        return false;
    if (json_is(account->organizations, JSON_ARRAY))
        account->known = account->known || account->organizations->count > 0;
    else
        account->organizations = NULL;
    return true;
}

bool account_read(struct ckan *ckan, bool organizations, struct arena *arena, struct account *account,
                  struct problem *problem)
{
    const struct json *user;
    const struct json *anything;
    *account = (struct account){0};
    if (!ask(ckan, "user_show", "{}", arena, &user, problem))
        return false;
    account->known = user != NULL;
    account->name = json_get_string(arena, user, "name");
    account->sysadmin = json_get_true(user, "sysadmin");
    if ((organizations || !account->known) && !organizations_read(ckan, arena, account, problem))
        return false;
    if (account->known)
        return true;
    if (!ask(ckan, "dashboard_new_activities_count", "{}", arena, &anything, problem))
        return false;
    account->known = anything != NULL;
    return true;
}

struct slice account_capacity(const struct account *account, const char *organization)
{
    const struct json *list = account->organizations;
    for (uint32_t i = 0; json_is(list, JSON_ARRAY) && i < list->count; i++) {
        const struct json *item = &list->items[i];
        bool this = slice_equals(json_text(json_get(item, "name")), organization) ||
                    slice_equals(json_text(json_get(item, "id")), organization);
        if (this)
            return json_text(json_get(item, "capacity"));
    }
    return (struct slice){"", 0};
}
