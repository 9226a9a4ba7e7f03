#include <string.h>

#include "portal/form.h"
#include "portal/mime.h"
#include "portal/organization.h"
#include "portal/package.h"
#include "portal/request.h"
#include "portal/site.h"
#include "portal/store.h"
#include "portal/value.h"

struct package package_find(struct request *request, const char *id_or_name)
{
    struct package package = {0};
    struct arena *arena = &request->arena;
    struct rows rows;
    if (rows_open(&rows, request->session,
                  "SELECT id, name, owner_org, state, type, creator, created, modified, private, document "
                  "FROM package"
                  " WHERE id = ?1 OR name = ?1 ORDER BY id = ?1 DESC",
                  "s", id_or_name) &&
        rows_next(&rows))
        package = (struct package){.id = rows_text(&rows, arena, 0),
                                   .name = rows_text(&rows, arena, 1),
                                   .owner_org = rows_text(&rows, arena, 2),
                                   .state = rows_text(&rows, arena, 3),
                                   .type = rows_text(&rows, arena, 4),
                                   .creator = rows_text(&rows, arena, 5),
                                   .created = rows_text(&rows, arena, 6),
                                   .modified = rows_text(&rows, arena, 7),
                                   .is_private = rows_number(&rows, 8) != 0,
                                   .document = rows_value(&rows, arena, 9)};
    rows_close(&rows);
    return package;
}

const struct value *package_schema(struct request *request, const struct value *type)
{
    return value_equals(type, "dataset") ? request->portal->schema : NULL;
}

static const struct value *schema_of(struct request *request, const struct package *package)
{
    return package->type != NULL && strcmp(package->type, "dataset") == 0 ? request->portal->schema : NULL;
}

static void set(struct request *request, struct value *object, const char *key, const char *text)
{
    value_set(&request->arena, object, key, value_string(&request->arena, text));
}

/* Fields of the schema that are null are left out of the answer. */
static void drop_nulls(struct value *shown, const struct value *fields)
{
    for (size_t i = 0; fields != NULL && i < fields->count; i++) {
        const char *key = value_get_text(fields->items[i], "field_name");
        if (value_is(value_get(shown, key), VALUE_NULL))
            value_remove(shown, key);
    }
}

static const char *file_address(struct request *request, const char *package, const char *id, const char *url)
{
    const char *slash = strrchr(url, '/');
    return arena_format(&request->arena, "%s/dataset/%s/resource/%s/download/%s", request->portal->url,
                        package, id, name_munged(&request->arena, slash == NULL ? url : slash + 1));
}

static void set_address(struct request *request, struct value *shown, const char *package, const char *id)
{
    const char *url = value_get_text(shown, "url");
    const struct value *type = value_get(shown, "url_type");
    if (value_equals(type, "datastore")) {
        value_set(&request->arena, shown, "url",
                  value_format(&request->arena, "%s/datastore/dump/%s", request->portal->url, id));
    } else if (value_equals(type, "upload")) {
        set(request, shown, "url", file_address(request, package, id, url == NULL ? "" : url));
    } else if (url != NULL && *url != 0 && !form_url_has_scheme(url)) {
        value_set(&request->arena, shown, "url",
                  value_format(&request->arena, "http://%s", url + strspn(url, "/")));
    }
}

static struct value *show_row(struct request *request, const struct package *package, const struct rows *rows,
                              size_t position)
{
    struct arena *arena = &request->arena;
    struct value *shown = rows_value(rows, arena, 1);
    const char *id = rows_text(rows, arena, 0);
    set(request, shown, "id", id);
    set(request, shown, "package_id", package->id);
    set(request, shown, "state", rows_text(rows, arena, 2));
    set(request, shown, "created", rows_text(rows, arena, 3));
    set(request, shown, "metadata_modified", rows_text(rows, arena, 4));
    value_set(arena, shown, "position", value_integer(arena, (int64_t)position));
    if (value_get(shown, "datastore_active") == NULL)
        value_set(arena, shown, "datastore_active", value_bool(arena, false));
    set_address(request, shown, package->id, id);
    drop_nulls(shown, value_get(schema_of(request, package), "resource_fields"));
    return shown;
}

static struct value *show_resources(struct request *request, const struct package *package)
{
    struct value *resources = value_list(&request->arena);
    struct rows rows;
    rows_open(&rows, request->session,
              "SELECT id, document, state, created, modified FROM resource WHERE package_id = ? AND state = "
              "'active'"
              " ORDER BY position, created",
              "s", package->id);
    while (rows_next(&rows))
        value_append(&request->arena, resources, show_row(request, package, &rows, resources->count));
    rows_close(&rows);
    return resources;
}

struct value *resource_dictize(struct request *request, const struct package *package,
                               const char *resource_id)
{
    const struct value *resources = show_resources(request, package);
    for (size_t i = 0; i < resources->count; i++)
        if (value_equals(value_get(resources->items[i], "id"), resource_id))
            return resources->items[i];
    return NULL;
}

static struct value *show_tags(struct request *request, const struct value *stored)
{
    struct value *tags = value_list(&request->arena);
    for (size_t i = 0; stored != NULL && i < stored->count; i++) {
        struct value *tag = value_object(&request->arena);
        value_set(&request->arena, tag, "display_name", value_get(stored->items[i], "name"));
        value_set(&request->arena, tag, "id", value_get(stored->items[i], "id"));
        value_set(&request->arena, tag, "name", value_get(stored->items[i], "name"));
        set(request, tag, "state", "active");
        value_set(&request->arena, tag, "vocabulary_id", value_get(stored->items[i], "vocabulary_id"));
        value_append(&request->arena, tags, tag);
    }
    return tags;
}

static struct value *show_groups(struct request *request, const char *package_id)
{
    struct value *groups = value_list(&request->arena);
    struct rows rows;
    rows_open(&rows, request->session,
              "SELECT team_id FROM package_team JOIN team ON team.id = team_id WHERE package_id = ?"
              " AND state = 'active' ORDER BY name",
              "s", package_id);
    while (rows_next(&rows))
        value_append(&request->arena, groups, team_of_package(request, rows_text(&rows, &request->arena, 0)));
    rows_close(&rows);
    return groups;
}

static void show_license(struct request *request, struct value *shown)
{
    struct value *id = value_get(shown, "license_id");
    const struct license *license = license_find(value_text(id));
    value_set(&request->arena, shown, "isopen", value_bool(&request->arena, license_is_open(license)));
    value_set(&request->arena, shown, "license_title",
              license == NULL ? id : value_string(&request->arena, license->title));
    if (license != NULL && license->url != NULL)
        set(request, shown, "license_url", license->url);
}

/* Blanks around a title are not shown; an empty one is the name, but on a site with a schema. */
static void show_title(struct request *request, struct value *shown, const struct package *package)
{
    const struct value *title = value_get(shown, "title");
    if (!value_is(title, VALUE_STRING))
        return;
    struct slice text = form_stripped(title->text);
    bool name = text.length == 0 && schema_of(request, package) == NULL;
    value_set(&request->arena, shown, "title",
              name ? value_string(&request->arena, package->name) : value_slice(&request->arena, text));
}

static void show_columns(struct request *request, struct value *shown, const struct package *package)
{
    set(request, shown, "id", package->id);
    set(request, shown, "name", package->name);
    set(request, shown, "type", package->type);
    set(request, shown, "state", package->state);
    set(request, shown, "owner_org", package->owner_org);
    set(request, shown, "creator_user_id", package->creator);
    set(request, shown, "metadata_created", package->created);
    set(request, shown, "metadata_modified", package->modified);
    value_set(&request->arena, shown, "private", value_bool(&request->arena, package->is_private));
    value_set(&request->arena, shown, "organization", team_brief(request, package->owner_org));
}

static void show_custom(struct request *request, struct value *shown, const struct value *custom)
{
    for (size_t i = 0; custom != NULL && i < custom->count; i++)
        value_set_slice(&request->arena, shown, custom->members[i].key, custom->members[i].value);
}

struct value *package_dictize(struct request *request, const struct package *package)
{
    struct arena *arena = &request->arena;
    const struct value *schema = schema_of(request, package);
    struct value *shown = value_copy(arena, value_get(package->document, "fields"));
    struct value *extras = value_get(package->document, "extras");
    show_columns(request, shown, package);
    show_license(request, shown);
    show_title(request, shown, package);
    struct value *resources = show_resources(request, package);
    struct value *tags = show_tags(request, value_get(package->document, "tags"));
    value_set(arena, shown, "resources", resources);
    value_set(arena, shown, "tags", tags);
    value_set(arena, shown, "num_resources", value_integer(arena, (int64_t)resources->count));
    value_set(arena, shown, "num_tags", value_integer(arena, (int64_t)tags->count));
    value_set(arena, shown, "groups", show_groups(request, package->id));
    value_set(arena, shown, "relationships_as_subject", value_list(arena));
    value_set(arena, shown, "relationships_as_object", value_list(arena));
    if (schema == NULL || extras->count > 0)
        value_set(arena, shown, "extras", extras);
    show_custom(request, shown, value_get(package->document, "custom"));
    drop_nulls(shown, value_get(schema, "dataset_fields"));
    return shown;
}
