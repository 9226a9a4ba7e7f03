#include "portal/package.h"

#include <string.h>

#include "portal/actions.h"
#include "portal/form.h"
#include "portal/mime.h"
#include "portal/organization.h"
#include "portal/people.h"
#include "portal/request.h"
#include "portal/store.h"
#include "portal/validate.h"
#include "portal/value.h"

bool package_allow_write(struct request *request, const struct package *package)
{
    if (package->id == NULL)
        return fail_not_found(request, "Not found");
    if (!people_may_write(request, package->owner_org))
        return fail_denied(request, "User %s not authorized to edit package %s", request->user.name,
                           package->id);
    return true;
}

bool package_allow_read(struct request *request, const struct package *package)
{
    if (package->id == NULL)
        return fail_not_found(request, "Not found");
    bool allowed = true;
    if (strcmp(package->state, "active") != 0)
        allowed = people_may_write(request, package->owner_org);
    else if (package->is_private)
        allowed = people_may_read(request, package->owner_org);
    if (!allowed)
        return fail_denied(request, "User %s not authorized to read package %s", request->user.name,
                           package->id);
    return true;
}

/* What CKAN's uploader does to a resource before it is validated. */
static void prepare_resource(struct request *request, struct value *resource, bool guess)
{
    struct arena *arena = &request->arena;
    struct upload *upload = request_upload(request, value_get(resource, "upload"));
    bool clear = value_truthy(value_get(resource, "clear_upload"));
    const char *url = value_get_text(resource, "url");
    const char *media = url != NULL && form_url_has_path(url) ? mime_of_name(url) : NULL;
    value_remove(resource, "upload");
    value_remove(resource, "clear_upload");
    if (upload != NULL) {
        const char *name = name_munged(arena, upload->file_name);
        upload->resource = resource;
        media = media == NULL ? mime_of_name(name) : media;
        value_set(arena, resource, "url", value_string(arena, name));
        value_set(arena, resource, "url_type", value_string(arena, "upload"));
        value_set(arena, resource, "last_modified", value_string(arena, make_now(arena)));
        value_set(arena, resource, "size", value_integer(arena, (int64_t)upload->bytes));
    } else if (clear) {
        value_set(arena, resource, "url_type", value_string(arena, ""));
        request->cleared = arena_grow(arena, request->cleared, request->cleared_count, &request->cleared_room,
                                      sizeof *request->cleared);
        request->cleared[request->cleared_count++] = resource;
    }
    if (guess && value_get(resource, "mimetype") == NULL)
        value_set(arena, resource, "mimetype", value_string(arena, media));
}

static void prepare_resources(struct request *request, const struct value *sent, bool guess)
{
    const struct value *resources = value_get(sent, "resources");
    for (size_t i = 0; value_is(resources, VALUE_LIST) && i < resources->count; i++)
        if (value_is(resources->items[i], VALUE_OBJECT))
            prepare_resource(request, resources->items[i], guess);
}

static bool is_in_group(struct request *request, const char *package_id, const char *team)
{
    return package_id != NULL && session_number(request->session, 0,
                                                "SELECT count(*) FROM package_team WHERE package_id = ?"
                                                " AND team_id = ?",
                                                "ss", package_id, team) > 0;
}

/* A user needs a role in each group that the dataset is put into. */
static bool allow_groups(struct request *request, const struct value *sent, const char *package_id)
{
    const struct value *groups = value_get(sent, "groups");
    for (size_t i = 0; value_is(groups, VALUE_LIST) && i < groups->count && !request->user.sysadmin; i++) {
        const char *asked = value_get_text(groups->items[i], "id");
        asked = asked == NULL ? value_get_text(groups->items[i], "name") : asked;
        const char *team = asked == NULL ? NULL : team_find(request, asked, false);
        if (team != NULL && is_in_group(request, package_id, team))
            continue;
        if (team == NULL || people_capacity(request, team) == NULL)
            return fail_denied(request, "User %s not authorized to edit these groups", request->user.name);
    }
    return true;
}

static bool allow_create(struct request *request, const struct value *sent)
{
    if (!people_may_write_somewhere(request))
        return fail_denied(request, "User %s not authorized to create packages", request->user.name);
    if (!allow_groups(request, sent, NULL))
        return false;
    const struct value *owner = value_get(sent, "owner_org");
    if (!value_truthy(owner))
        return true;
    if (owner->type != VALUE_STRING)
        return fail_crash(request);
    const char *team = team_find(request, owner->text.at, true);
    if (request->user.sysadmin || (team != NULL && people_may_write(request, team)))
        return true;
    return fail_denied(request, "User %s not authorized to add dataset to this organization",
                       request->user.name);
}

static struct value *show_found(struct request *request, const char *id)
{
    const struct package package = package_find(request, id);
    return package_dictize(request, &package);
}

struct value *package_create(struct request *request)
{
    struct value *sent = request->parameters;
    if (!allow_create(request, sent))
        return NULL;
    if (value_get(sent, "type") == NULL)
        value_set(&request->arena, sent, "type", value_string(&request->arena, "dataset"));
    const struct subject subject = {.schema = package_schema(request, value_get(sent, "type"))};
    prepare_resources(request, sent, false);
    struct value *checked = package_check(request, &subject, sent);
    if (checked == NULL || !action_lock(request))
        return NULL;
    const struct package none = {0};
    const char *id = package_save(request, &none, checked);
    return id == NULL ? NULL : show_found(request, id);
}

struct value *package_show(struct request *request)
{
    const char *asked =
        request_need(request, value_truthy(value_get(request->parameters, "id")) ? "id" : "name_or_id");
    if (asked == NULL)
        return NULL;
    const struct package package = package_find(request, asked);
    return package_allow_read(request, &package) ? package_dictize(request, &package) : NULL;
}

bool package_change(struct request *request, const struct package *package, struct value *sent)
{
    struct value *type = value_string(&request->arena, package->type);
    const struct subject subject = {
        .package_id = package->id, .owner_org = package->owner_org, .schema = package_schema(request, type)};
    value_set(&request->arena, sent, "id", value_string(&request->arena, package->id));
    value_set(&request->arena, sent, "type", type);
    if (subject.schema == NULL && value_get(sent, "name") == NULL)
        value_set(&request->arena, sent, "name", value_string(&request->arena, package->name));
    if (!allow_groups(request, sent, package->id))
        return false;
    prepare_resources(request, sent, true);
    struct value *checked = package_check(request, &subject, sent);
    return checked != NULL && action_lock(request) && package_save(request, package, checked) != NULL;
}

struct value *package_update(struct request *request)
{
    struct value *sent = request->parameters;
    const struct value *asked = value_get(sent, value_truthy(value_get(sent, "id")) ? "id" : "name");
    if (!value_truthy(asked)) {
        struct value *errors = value_object(&request->arena);
        value_set(&request->arena, errors, "id", value_string(&request->arena, "Missing value"));
        fail_fields(request, errors);
        return NULL;
    }
    const struct package package = package_find(request, value_as_text(&request->arena, asked).at);
    if (package.id == NULL)
        fail_not_found(request, "Not found: Package was not found.");
    if (failed(request) || !package_allow_write(request, &package) ||
        !package_change(request, &package, sent))
        return NULL;
    return show_found(request, package.id);
}

struct value *package_patch(struct request *request)
{
    const char *asked = request_need(request, "id");
    if (asked == NULL)
        return NULL;
    const struct package package = package_find(request, asked);
    if (!package_allow_write(request, &package))
        return NULL;
    struct value *patched = package_dictize(request, &package);
    for (size_t i = 0; i < request->parameters->count; i++)
        value_set_slice(&request->arena, patched, request->parameters->members[i].key,
                        request->parameters->members[i].value);
    return package_change(request, &package, patched) ? show_found(request, package.id) : NULL;
}

struct value *package_delete(struct request *request)
{
    const char *asked = request_need(request, "id");
    if (asked == NULL)
        return NULL;
    const struct package package = package_find(request, asked);
    if (!package_allow_write(request, &package))
        return NULL;
    session_run(request->session, "UPDATE package SET state = 'deleted' WHERE id = ?", "s", package.id);
    return value_null(&request->arena);
}

struct value *dataset_purge(struct request *request)
{
    const char *asked = request_need(request, "id");
    if (asked == NULL)
        return NULL;
    const struct package package = package_find(request, asked);
    if (package.id == NULL) {
        fail_not_found(request, "Not found: Dataset was not found");
        return NULL;
    }
    if (!request->user.sysadmin) {
        fail_denied(request, "User %s not authorized to purge packages", request->user.name);
        return NULL;
    }
    session_run(request->session, "DELETE FROM package_team WHERE package_id = ?", "s", package.id);
    session_run(request->session, "DELETE FROM resource WHERE package_id = ?", "s", package.id);
    session_run(request->session, "DELETE FROM package WHERE id = ?", "s", package.id);
    return value_null(&request->arena);
}

/* Moves the resource of the id to the place, if it is there. */
static bool move_resource(struct request *request, struct value *resources, const struct value *id,
                          size_t place)
{
    for (size_t i = place; i < resources->count; i++)
        if (value_same(value_get(resources->items[i], "id"), id)) {
            struct value *resource = resources->items[i];
            value_drop(resources, i);
            value_insert(&request->arena, resources, place, resource);
            return true;
        }
    return fail_field(request, "order", "resource_ids must all exist in the dataset");
}

struct value *package_resource_reorder(struct request *request)
{
    const char *asked = request_need(request, "id");
    struct value *order = value_get(request->parameters, "order");
    if (asked == NULL)
        return NULL;
    if (!value_is(order, VALUE_LIST)) {
        fail_field(request, "order", "Must supply order in list");
        return NULL;
    }
    const struct package package = package_find(request, asked);
    if (!package_allow_write(request, &package))
        return NULL;
    struct value *dataset = package_dictize(request, &package);
    for (size_t i = 0; i < order->count; i++)
        if (!move_resource(request, value_get(dataset, "resources"), order->items[i], i))
            return NULL;
    if (!package_change(request, &package, dataset))
        return NULL;
    struct value *result = value_object(&request->arena);
    value_set(&request->arena, result, "id", value_get(request->parameters, "id"));
    value_set(&request->arena, result, "order", order);
    return result;
}

struct value *package_owner_org_update(struct request *request)
{
    const char *asked = request_need(request, "id");
    const char *owner = asked == NULL ? NULL : request_need(request, "organization_id");
    if (owner == NULL)
        return NULL;
    const struct package package = package_find(request, asked);
    const char *team = team_find(request, owner, true);
    if (!package_allow_write(request, &package))
        return NULL;
    if (team == NULL || !people_may_write(request, team)) {
        fail_field(request, "owner_org", "Organization does not exist");
        return NULL;
    }
    session_run(request->session, "UPDATE package SET owner_org = ?, modified = ? WHERE id = ?", "sss", team,
                make_now(&request->arena), package.id);
    return value_null(&request->arena);
}

/* False with 409 unless it is missing or a whole number, not below 0. */
static bool natural_parameter(struct request *request, const char *key, long long otherwise,
                              long long *number)
{
    const struct value *value = value_get(request->parameters, key);
    int64_t read = otherwise;
    if (value != NULL && !value_to_integer(value, &read))
        return fail_field(request, key, "Invalid integer");
    *number = read;
    return read >= 0 || value == NULL || fail_field(request, key, "Must be a natural number");
}

static struct value *list_packages(struct request *request, const char *sql, bool whole)
{
    long long limit = -1;
    long long offset = 0;
    if (!natural_parameter(request, "limit", -1, &limit) || !natural_parameter(request, "offset", 0, &offset))
        return NULL;
    struct value *list = value_list(&request->arena);
    struct rows rows;
    rows_open(&rows, request->session, sql, "ii", limit, offset);
    while (rows_next(&rows)) {
        const char *name = rows_text(&rows, &request->arena, 0);
        value_append(&request->arena, list,
                     whole ? show_found(request, name) : value_string(&request->arena, name));
    }
    rows_close(&rows);
    return list;
}

struct value *package_list(struct request *request)
{
    return list_packages(
        request,
        "SELECT name FROM package WHERE state = 'active' AND private = 0 ORDER BY name LIMIT ?"
        " OFFSET ?",
        false);
}

struct value *current_package_list_with_resources(struct request *request)
{
    return list_packages(
        request,
        "SELECT name FROM package WHERE state = 'active' AND private = 0 ORDER BY modified DESC"
        " LIMIT ? OFFSET ?",
        true);
}
