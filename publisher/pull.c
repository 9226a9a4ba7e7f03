#include "publisher/pull.h"

#include "base/arena.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/portal_file.h"

static const struct {
    const char *member; /* of the document */
    const char *list;
    const char *show;
    const char *field_list; /* that a schema must have; another is none */
} kinds[] = {
    {"datasets", "scheming_dataset_schema_list", "scheming_dataset_schema_show", "dataset_fields"},
    {"organizations", "scheming_organization_schema_list", "scheming_organization_schema_show", "fields"},
    {"groups", "scheming_group_schema_list", "scheming_group_schema_show", "fields"},
};

struct pulling {
    struct ckan *ckan;
    const char *url;
    struct arena *arena;
    struct json_writer *writer;
};

static struct slice type_parameter(struct arena *arena, struct slice type)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_key(&writer, "type");
    json_write_slice(&writer, type);
    json_write_end_object(&writer);
    return text_keep(arena, &out);
}

static bool shape_refuse(const struct pulling *pulling, const char *action, struct problem *problem)
{
    return problem_set(problem, PROBLEM_NETWORK,
                       _("%s for \"%s\": the answer is no schema that banchi can read."), action,
                       pulling->ckan->url);
}

static bool schema_pull(struct pulling *pulling, size_t kind, struct slice type, struct problem *problem)
{
    const struct json *schema;
    struct ckan_call ask = {.action = kinds[kind].show,
                            .subject = slice_copy(pulling->arena, type),
                            .json = type_parameter(pulling->arena, type)};
    if (!ckan_call(pulling->ckan, &ask, pulling->arena, &schema, problem))
        return false;
    if (!json_is(json_get(schema, kinds[kind].field_list), JSON_ARRAY))
        return shape_refuse(pulling, kinds[kind].show, problem);
    json_write_key_slice(pulling->writer, type);
    json_write_value(pulling->writer, schema);
    return true;
}

/* A portal whose scheming knows no such kind, or that has no scheming, does not know the action. */
static bool kind_pull(struct pulling *pulling, size_t kind, struct problem *problem)
{
    const struct json *types;
    struct ckan_call ask = {.action = kinds[kind].list,
                            .subject = pulling->ckan->url,
                            .may_be_absent = true,
                            .may_be_unknown = true};
    if (!ckan_call(pulling->ckan, &ask, pulling->arena, &types, problem))
        return false;
    if (types != NULL && (types->type != JSON_ARRAY || types->count > LIMIT_PORTAL_TYPES))
        return shape_refuse(pulling, kinds[kind].list, problem);
    json_write_key(pulling->writer, kinds[kind].member);
    json_write_begin_object(pulling->writer);
    bool done = true;
    for (uint32_t i = 0; types != NULL && i < types->count && done; i++)
        done = json_is(&types->items[i], JSON_STRING)
                   ? schema_pull(pulling, kind, json_text(&types->items[i]), problem)
                   : shape_refuse(pulling, kinds[kind].list, problem);
    json_write_end_object(pulling->writer);
    return done;
}

/* The extensions by name, in order, so that a restarted portal makes no difference. */
static void extensions_write(struct pulling *pulling, const struct json *extensions)
{
    struct slice last = {"", 0};
    json_write_key(pulling->writer, "extensions");
    json_write_begin_array(pulling->writer);
    for (bool more = json_is(extensions, JSON_ARRAY); more;) {
        struct slice next = {0};
        more = false;
        for (uint32_t i = 0; i < extensions->count; i++) {
            struct slice name = json_text(&extensions->items[i]);
            if (slice_compare(name, last) <= 0 || (more && slice_compare(name, next) >= 0))
                continue;
            next = name;
            more = true;
        }
        if (more)
            json_write_slice(pulling->writer, next);
        last = next;
    }
    json_write_end_array(pulling->writer);
}

static bool status_pull(struct pulling *pulling, struct problem *problem)
{
    const struct json *status;
    struct ckan_call ask = {.action = "status_show", .subject = pulling->ckan->url};
    if (!ckan_call(pulling->ckan, &ask, pulling->arena, &status, problem))
        return false;
    json_write_field(pulling->writer, "url", pulling->url);
    json_write_field(pulling->writer, "ckan_version",
                     json_get_string(pulling->arena, status, "ckan_version"));
    extensions_write(pulling, json_get(status, "extensions"));
    return true;
}

/* The document as text, its digest put in behind. */
static bool document_make(struct pulling *pulling, struct text *out, struct json *root,
                          struct problem *problem)
{
    const struct json_fault *faults;
    char digest[HASH_HEX_BYTES];
    json_write_end_object(pulling->writer);
    if (out->length > LIMIT_PORTAL_SCHEMA_BYTES)
        return problem_set(problem, PROBLEM_NETWORK,
                           _("The schemas of \"%s\" are larger than %zu MiB, the limit."), pulling->ckan->url,
                           LIMIT_PORTAL_SCHEMA_BYTES / MiB);
    struct slice text = {arena_copy(pulling->arena, out->at, out->length), out->length};
    if (!json_read(pulling->arena, text, root, &faults))
        return problem_set(problem, PROBLEM_BUG, _("the schemas of \"%s\" were not written as JSON"),
                           pulling->ckan->url);
    portal_file_digest(root, digest);
    struct json_member *members = arena_array(pulling->arena, root->count + 1, sizeof *members);
    for (uint32_t i = 0; i < root->count; i++)
        members[i] = root->members[i];
    members[root->count] = (struct json_member){
        {.type = JSON_STRING, .count = 6, .at = "digest"},
        {.type = JSON_STRING, .count = HASH_HEX_BYTES - 1, .at = arena_string(pulling->arena, digest)}};
    root->members = members;
    root->count++;
    return true;
}

bool pull_portal(struct ckan *ckan, const char *url, struct arena *arena, struct json *root,
                 struct problem *problem)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    struct pulling pulling = {ckan, url, arena, &writer};
    json_write_begin_object(&writer);
    json_write_count(&writer, "banchi", 1);
    bool done = status_pull(&pulling, problem);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && done; i++)
        done = kind_pull(&pulling, i, problem);
    done = done && document_make(&pulling, &out, root, problem);
    text_free(&out);
    return done;
}
