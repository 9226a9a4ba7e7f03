#include "publisher/site.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/limits.h"
#include "publisher/reload.h"

/* {"KEY": "VALUE"} in the arena. */
static struct slice parameters(struct arena *arena, const char *key, const char *value)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, key, value);
    json_write_end_object(&writer);
    return text_keep(arena, &out);
}

static bool list_has(const struct json *list, const char *wanted)
{
    for (uint32_t i = 0; json_is(list, JSON_ARRAY) && i < list->count; i++)
        if (slice_equals(json_text(&list->items[i]), wanted))
            return true;
    return false;
}

/* From CKAN 2.9 on. What has no version, or another's, is asked and may say that it does not know the action.
 */
static bool version_has_revise(const char *version)
{
    char *end;
    long major = strtol(version, &end, 10);
    long minor = *end == '.' ? strtol(end + 1, NULL, 10) : 0;
    return end == version || major > 2 || (major == 2 && minor >= 9);
}

bool site_read(struct ckan *ckan, struct arena *run, struct site *site, struct problem *problem)
{
    const struct json *status;
    const struct json *schema;
    struct ckan_call ask = {.action = "status_show", .subject = ckan->url, .patience = LIMIT_SILENCE_FIRST};
    *site = (struct site){0};
    if (!ckan_call(ckan, &ask, run, &status, problem))
        return false;
    const char *version = json_get_string(run, status, "ckan_version");
    const struct json *extensions = json_get(status, "extensions");
    site->version = version != NULL ? version : "";
    site->extensions = extensions;
    site->datastore = list_has(extensions, "datastore");
    site->revises = version_has_revise(site->version);
    for (uint32_t i = 0; json_is(extensions, JSON_ARRAY) && i < extensions->count && site->loader == NULL;
         i++)
        site->loader = reload_action(json_text(&extensions->items[i]));
    if (!list_has(extensions, "scheming_datasets"))
        return true;
    ask.action = "scheming_dataset_schema_show";
    ask.json = parameters(run, "type", "dataset");
    ask.may_be_absent = true;
    if (!ckan_call(ckan, &ask, run, &schema, problem))
        return false;
    site->answer = schema;
    site->schema = json_get(schema, "dataset_fields");
    return true;
}

bool site_knows(const struct site *site, struct slice key)
{
    for (uint32_t i = 0; json_is(site->schema, JSON_ARRAY) && i < site->schema->count; i++)
        if (slice_equal(json_text(json_get(&site->schema->items[i], "field_name")), key))
            return true;
    return false;
}

bool site_dataset(struct ckan *ckan, const char *id, struct arena *arena, const struct json **package,
                  struct problem *problem)
{
    struct ckan_call ask = {
        .action = "package_show", .subject = id, .json = parameters(arena, "id", id), .may_be_absent = true};
    if (!ckan_call(ckan, &ask, arena, package, problem))
        return false;
    if (slice_equals(json_text(json_get(*package, "state")), "deleted"))
        *package = NULL;
    return true;
}

static bool organization_ask(struct ckan *ckan, const char *slug, struct arena *arena,
                             const struct json **organization, struct problem *problem)
{
    struct ckan_call ask = {.action = "organization_show",
                            .subject = slug,
                            .json = parameters(arena, "id", slug),
                            .may_be_absent = true};
    return ckan_call(ckan, &ask, arena, organization, problem);
}

bool site_organization(struct ckan *ckan, const char *slug, struct arena *arena, bool *there,
                       struct problem *problem)
{
    const struct json *organization;
    if (!organization_ask(ckan, slug, arena, &organization, problem))
        return false;
    *there = organization != NULL;
    return true;
}

bool site_organization_title(struct ckan *ckan, const char *slug, struct arena *arena, const char **title,
                             struct problem *problem)
{
    const struct json *organization;
    if (!organization_ask(ckan, slug, arena, &organization, problem))
        return false;
    if (organization == NULL)
        return problem_set(problem, PROBLEM_USAGE, _("The portal has no organization \"%s\"."), slug);
    *title = json_get_string(arena, organization, "title");
    return true;
}
