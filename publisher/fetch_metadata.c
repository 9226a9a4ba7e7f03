/* A dataset's metadata.json from what the portal shows: the mapping of record.h, the other way round. */
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json_write.h"
#include "base/language.h"
#include "publisher/fetch_parts.h"

/* These stand first, then the items of the profile in the order of its form, then CKAN's other ones. */
static const char *const first[] = {"name", "title", "owner_org", "private"};

/* ---- values ---- */

/* A list as it stands, also where it lies as text in an extra; one text is a list of one. */
static void list_add(struct arena *arena, const struct json *value, struct text *out)
{
    struct json parsed;
    const struct json_fault *faults;
    struct json_writer writer = {.out = out};
    struct slice text = json_text(value);
    bool listed = text.length > 0 && *text.at == '[' && json_read(arena, text, &parsed, &faults);
    if (listed || json_is(value, JSON_ARRAY)) {
        json_write_value(&writer, listed ? &parsed : value);
        return;
    }
    json_write_begin_array(&writer);
    json_write_value(&writer, value);
    json_write_end_array(&writer);
}

struct slice fetch_value(struct arena *arena, const struct record_field *theirs)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    bool scalar = theirs->value == NULL || theirs->value->type < JSON_STRING;
    if (theirs->canonical.length == 0 || scalar || theirs->class == VALUE_BOOLEAN ||
        slice_equals(theirs->key, "tags"))
        return theirs->canonical;
    if (theirs->class == VALUE_LIST)
        list_add(arena, theirs->value, &out);
    else
        json_write_value(&writer, theirs->value);
    return text_keep(arena, &out);
}

static void member_write(struct fetching *fetching, struct json_writer *writer,
                         const struct record_field *theirs)
{
    struct slice value = fetch_value(fetching->arena, theirs);
    if (value.length == 0)
        return;
    json_write_key_slice(writer, theirs->key);
    json_write_raw(writer, value);
}

/* ---- a resource ---- */

/* What follows from the file, or from its dictionary, is not written down. */
static bool is_derived(struct slice key)
{
    static const char *const derived[] = {"hash", "mimetype", "banchi_table", "url"};
    for (size_t i = 0; i < sizeof derived / sizeof *derived; i++)
        if (slice_equals(key, derived[i]))
            return true;
    return false;
}

static void resource_write(struct fetching *fetching, const struct fetch_item *item,
                           const struct record_resource *theirs, struct json_writer *writer)
{
    json_write_begin_object(writer);
    json_write_key(writer, item->upload ? "upload" : "url");
    json_write_slice(writer, item->key);
    for (size_t i = 0; theirs != NULL && i < theirs->field_count; i++)
        if (!is_derived(theirs->fields[i].key))
            member_write(fetching, writer, &theirs->fields[i]);
    json_write_field(writer, "banchi:copy", item->copy);
    json_write_end_object(writer);
}

/* ---- along every key that is managed ---- */

static void record_read(struct fetching *fetching, struct record *theirs)
{
    struct arena *arena = fetching->arena;
    struct record *keys = arena_alloc(arena, sizeof *keys);
    struct record_resource *resources = arena_array(arena, fetching->item_count, sizeof *resources);
    struct record_match *matches = arena_array(arena, fetching->item_count, sizeof *matches);
    size_t count = 0;
    for (size_t i = 0; i < fetching->item_count; i++) {
        const struct fetch_item *item = &fetching->items[i];
        if (item->key.length == 0)
            continue;
        resources[count].key = item->key;
        resources[count].upload = item->upload;
        matches[count++] = (struct record_match){item->key, item->id};
    }
    record_of_keys(arena, fetching->name, &fetching->publisher->rules, resources, count, keys);
    struct record_view view = {.package = fetching->package,
                               .site = &fetching->publisher->site,
                               .mine = keys,
                               .matches = matches,
                               .match_count = count};
    record_of_package(arena, &view, theirs);
}

static const struct record_resource *resource_of(const struct record *theirs, const struct fetch_item *item)
{
    for (size_t i = 0; i < theirs->resource_count; i++)
        if (theirs->resources[i].managed && strcmp(theirs->resources[i].id, item->id) == 0)
            return &theirs->resources[i];
    return NULL;
}

struct slice fetch_resource_text(struct fetching *fetching, const struct fetch_item *item)
{
    struct record theirs;
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    record_read(fetching, &theirs);
    resource_write(fetching, item, resource_of(&theirs, item), &writer);
    return text_keep(fetching->arena, &out);
}

/* ---- the file ---- */

static bool stands_first(struct slice key)
{
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        if (slice_equals(key, first[i]))
            return true;
    return false;
}

static void fields_write(struct fetching *fetching, const struct record *theirs, struct json_writer *writer)
{
    const struct record_rules *rules = &fetching->publisher->rules;
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        member_write(fetching, writer, record_field(theirs->fields, theirs->field_count, first[i]));
    for (size_t i = 0; i < rules->dataset_count; i++) {
        const char *key = slice_copy(fetching->arena, rules->dataset[i].name);
        if (!stands_first(rules->dataset[i].name))
            member_write(fetching, writer, record_field(theirs->fields, theirs->field_count, key));
    }
    for (size_t i = 0; i + 1 < theirs->field_count; i++) {
        bool written = stands_first(theirs->fields[i].key);
        for (size_t j = 0; j < rules->dataset_count && !written; j++)
            written = slice_equal(rules->dataset[j].name, theirs->fields[i].key);
        if (!written)
            member_write(fetching, writer, &theirs->fields[i]);
    }
}

static void schema_write(const struct fetching *fetching, struct json_writer *writer)
{
    const struct workspace *workspace = fetching->publisher->workspace;
    const char *schema = arena_format(fetching->arena, "schemas/%s.json", workspace->profile);
    if (file_kind(file_join(fetching->arena, workspace->folder, schema)) == FILE_REGULAR)
        json_write_field(writer, "$schema", arena_format(fetching->arena, "../%s", schema));
}

static void metadata_write(struct fetching *fetching, const struct record *theirs, struct json_writer *writer)
{
    json_write_begin_object(writer);
    schema_write(fetching, writer);
    fields_write(fetching, theirs, writer);
    json_write_key(writer, "resources");
    json_write_begin_array(writer);
    for (size_t i = 0; i < fetching->item_count; i++)
        if (fetching->items[i].key.length > 0)
            resource_write(fetching, &fetching->items[i], resource_of(theirs, &fetching->items[i]), writer);
    json_write_end_array(writer);
    json_write_end_object(writer);
}

bool fetch_metadata(struct fetching *fetching, struct problem *problem)
{
    struct record theirs;
    struct json root;
    const struct json_fault *faults;
    struct text text = {0}, laid_out = {0};
    struct json_writer writer = {.out = &text};
    const char *path = file_join(fetching->arena, fetching->staging, "metadata.json");
    record_read(fetching, &theirs);
    metadata_write(fetching, &theirs, &writer);
    struct slice made = text_keep(fetching->arena, &text);
    if (!json_read(fetching->arena, made, &root, &faults))
        return problem_set(problem, PROBLEM_BUG, _("%s: what was made is not JSON"), path);
    json_write_layout(&laid_out, &root);
    bool done = file_replace(path, text_slice(&laid_out), 0644, problem);
    text_free(&laid_out);
    return done;
}
