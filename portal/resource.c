#include "portal/resource.h"

#include <string.h>

#include "portal/datastore.h"
#include "portal/package.h"
#include "portal/request.h"
#include "portal/store.h"
#include "portal/value.h"

const char *resource_owner(struct request *request, const char *resource_id, bool *active)
{
    struct rows rows;
    const char *owner = NULL;
    *active = false;
    if (rows_open(&rows, request->session, "SELECT package_id, state FROM resource WHERE id = ?", "s",
                  resource_id) &&
        rows_next(&rows)) {
        owner = rows_text(&rows, &request->arena, 0);
        *active = strcmp(rows_text(&rows, &request->arena, 1), "active") == 0;
    }
    rows_close(&rows);
    return owner;
}

/* The dataset of the resource that the request names; one without an id: 404. */
static struct package owner_of_asked(struct request *request, const char **id, bool active_only)
{
    const struct package none = {0};
    bool active = false;
    *id = request_need(request, "id");
    const char *owner = *id == NULL ? NULL : resource_owner(request, *id, &active);
    if (*id != NULL && (owner == NULL || (active_only && !active)))
        fail_not_found(request, "Not found: Resource was not found.");
    return failed(request) ? none : package_find(request, owner);
}

/* The errors of a dataset, as those of its one resource that the call is about. */
static void narrow_failure(struct request *request, size_t index)
{
    const struct value *errors = value_get(request->failure.details, "resources");
    if (request->failure.status == 409 && value_is(errors, VALUE_LIST) && index < errors->count)
        request->failure.details = errors->items[index];
}

static void default_url(struct request *request, struct value *sent)
{
    if (!value_truthy(value_get(sent, "url")))
        value_set(&request->arena, sent, "url", value_string(&request->arena, ""));
}

struct value *resource_create(struct request *request)
{
    struct value *sent = request->parameters;
    const char *asked = request_need(request, "package_id");
    if (asked == NULL)
        return NULL;
    const struct package package = package_find(request, asked);
    if (!package_allow_read(request, &package))
        return NULL;
    struct package writable = package;
    if (!package_allow_write(request, &writable))
        return NULL;
    default_url(request, sent);
    struct value *dataset = package_dictize(request, &package);
    struct value *resources = value_get(dataset, "resources");
    value_append(&request->arena, resources, sent);
    if (!package_change(request, &package, dataset)) {
        narrow_failure(request, resources->count - 1);
        return NULL;
    }
    return resource_dictize(request, &package, value_get_text(sent, "id"));
}

struct value *resource_show(struct request *request)
{
    const char *id;
    const struct package package = owner_of_asked(request, &id, true);
    if (failed(request) || !package_allow_read(request, &package))
        return NULL;
    return resource_dictize(request, &package, id);
}

static size_t index_of(const struct value *resources, const char *id)
{
    size_t index = 0;
    while (index < resources->count && !value_equals(value_get(resources->items[index], "id"), id))
        index++;
    return index;
}

/* Puts `sent` in the place of the resource, and changes the dataset so. */
static struct value *replace(struct request *request, const struct package *package, const char *id,
                             struct value *sent)
{
    struct value *dataset = package_dictize(request, package);
    struct value *resources = value_get(dataset, "resources");
    size_t index = index_of(resources, id);
    if (index == resources->count) {
        fail_not_found(request, "Not found: Resource was not found.");
        return NULL;
    }
    struct value *active = value_get(resources->items[index], "datastore_active");
    if (value_get(sent, "datastore_active") == NULL && value_truthy(active))
        value_set(&request->arena, sent, "datastore_active", active);
    default_url(request, sent);
    resources->items[index] = sent;
    if (!package_change(request, package, dataset)) {
        narrow_failure(request, index);
        return NULL;
    }
    return resource_dictize(request, package, id);
}

struct value *resource_update(struct request *request)
{
    const char *id;
    const struct package package = owner_of_asked(request, &id, true);
    if (failed(request) || !package_allow_write(request, &package))
        return NULL;
    return replace(request, &package, id, request->parameters);
}

struct value *resource_patch(struct request *request)
{
    const char *id;
    const struct package package = owner_of_asked(request, &id, true);
    if (failed(request) || !package_allow_write(request, &package))
        return NULL;
    struct value *patched = resource_dictize(request, &package, id);
    for (size_t i = 0; i < request->parameters->count; i++)
        value_set_slice(&request->arena, patched, request->parameters->members[i].key,
                        request->parameters->members[i].value);
    return replace(request, &package, id, patched);
}

struct value *resource_delete(struct request *request)
{
    const char *id;
    const struct package package = owner_of_asked(request, &id, false);
    if (failed(request) || !package_allow_write(request, &package))
        return NULL;
    struct value *dataset = package_dictize(request, &package);
    struct value *resources = value_get(dataset, "resources");
    size_t index = index_of(resources, id);
    if (index < resources->count)
        value_drop(resources, index);
    if (!package_change(request, &package, dataset))
        return NULL;
    datastore_drop(request, id);
    return value_null(&request->arena);
}
