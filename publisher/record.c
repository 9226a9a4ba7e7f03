#include "publisher/record.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json_write.h"
#include "base/language.h"
#include "catalog/table.h"
#include "publisher/record_parts.h"
#include "publisher/lock.h"

static const struct record_core dataset_core[] = {
    {"name", VALUE_TEXT},   {"owner_org", VALUE_TEXT},    {"title", VALUE_TEXT},
    {"notes", VALUE_TEXT},  {"maintainer", VALUE_TEXT},   {"maintainer_email", VALUE_TEXT},
    {"author", VALUE_TEXT}, {"author_email", VALUE_TEXT}, {"license_id", VALUE_TEXT},
    {"url", VALUE_TEXT},    {"version", VALUE_TEXT},      {"private", VALUE_BOOLEAN},
    {"tags", VALUE_LIST},
};

static const struct record_core resource_core[] = {{"name", VALUE_TEXT}, {"description", VALUE_TEXT}};

const struct record_core *record_core_dataset(size_t *count)
{
    *count = sizeof dataset_core / sizeof *dataset_core;
    return dataset_core;
}

const struct record_core *record_core_resource(size_t *count)
{
    *count = sizeof resource_core / sizeof *resource_core;
    return resource_core;
}

struct media_row {
    const char *ending;
    const char *format;
    const char *type;
};

static const struct media_row media_rows[] = {
    {".csv", "CSV", "text/csv"},
    {".docx", "DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".geojson", "GEOJSON", "application/geo+json"},
    {".html", "HTML", "text/html"},
    {".jpg", "JPEG", "image/jpeg"},
    {".json", "JSON", "application/json"},
    {".pdf", "PDF", "application/pdf"},
    {".png", "PNG", "image/png"},
    {".tsv", "TSV", "text/tab-separated-values"},
    {".txt", "TXT", "text/plain"},
    {".xls", "XLS", "application/vnd.ms-excel"},
    {".xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".xml", "XML", "application/xml"},
    {".zip", "ZIP", "application/zip"},
};

static const struct media_row media_other = {"", "", "application/octet-stream"};

static const struct media_row *media_of(struct slice upload)
{
    for (size_t i = 0; i < sizeof media_rows / sizeof *media_rows; i++) {
        size_t length = strlen(media_rows[i].ending);
        if (upload.length >= length &&
            strncasecmp(upload.at + upload.length - length, media_rows[i].ending, length) == 0)
            return &media_rows[i];
    }
    return &media_other;
}

/* ---- fields ---- */

struct field_list {
    struct arena *arena;
    struct record_field *fields;
    size_t count;
    size_t room;
};

static bool list_has(const struct field_list *list, struct slice key)
{
    for (size_t i = 0; i < list->count; i++)
        if (slice_equal(list->fields[i].key, key))
            return true;
    return false;
}

static void field_add(struct field_list *list, struct slice key, enum value_class class,
                      const struct json *value)
{
    if (list_has(list, key))
        return;
    list->fields = arena_grow(list->arena, list->fields, list->count, &list->room, sizeof *list->fields);
    list->fields[list->count++] = (struct record_field){
        .key = key, .class = class, .value = value, .canonical = value_canonical(list->arena, class, value)};
}

static const struct json *string_value(struct arena *arena, struct slice text)
{
    struct json *value = arena_alloc(arena, sizeof *value);
    *value = (struct json){.type = JSON_STRING, .count = (uint32_t)text.length, .at = text.at};
    return value;
}

static void core_add(struct field_list *list, const struct record_core *rows, size_t count,
                     const struct json *source)
{
    for (size_t i = 0; i < count; i++) {
        field_add(list, slice_of(rows[i].key), rows[i].class, json_get(source, rows[i].key));
        list->fields[list->count - 1].core = true;
    }
}

static void profile_add(struct field_list *list, const struct record_key *keys, size_t count,
                        const struct json *source)
{
    for (size_t i = 0; i < count; i++)
        field_add(list, keys[i].name, keys[i].list ? VALUE_LIST : VALUE_TEXT,
                  json_get_slice(source, keys[i].name));
}

static bool key_is_ours(struct slice key)
{
    return slice_equals(key, "$schema") || slice_starts(key, "banchi:");
}

/* What the file has beyond the profile. */
static void rest_add(struct field_list *list, const struct json *source, const char *const *not_these)
{
    for (uint32_t i = 0; json_is(source, JSON_OBJECT) && i < source->count; i++) {
        struct slice key = json_text(&source->members[i].key);
        bool skip = key_is_ours(key);
        for (size_t j = 0; not_these[j] != NULL; j++)
            skip = skip || slice_equals(key, not_these[j]);
        const struct json *value = &source->members[i].value;
        if (!skip)
            field_add(list, key, json_is(value, JSON_ARRAY) ? VALUE_LIST : VALUE_TEXT, value);
    }
}

const struct record_field *record_field(const struct record_field *fields, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equals(fields[i].key, key))
            return &fields[i];
    return NULL;
}

/* ---- rules ---- */

static const struct record_key *keys_of_profile(struct arena *arena, const struct profile *profile,
                                                bool resource, size_t *count)
{
    static const char *const left_out[] = {"$schema", "resources", "upload", "url"};
    size_t items = 0;
    const struct profile_item *item = profile_items(profile, resource, &items);
    struct record_key *keys = arena_array(arena, items, sizeof *keys);
    *count = 0;
    for (size_t i = 0; i < items; i++) {
        bool skip = slice_starts(slice_of(item[i].key), "banchi:");
        for (size_t j = 0; j < sizeof left_out / sizeof *left_out; j++)
            skip = skip || strcmp(item[i].key, left_out[j]) == 0;
        if (!skip)
            keys[(*count)++] = (struct record_key){slice_of(item[i].key), item[i].list};
    }
    return keys;
}

void record_rules_make(struct arena *arena, const struct profile *profile, struct record_rules *rules)
{
    rules->dataset = keys_of_profile(arena, profile, false, &rules->dataset_count);
    rules->resource = keys_of_profile(arena, profile, true, &rules->resource_count);
}

/* ---- one resource of the files ---- */

static void resource_fields(struct arena *arena, struct record_resource *resource,
                            const struct record_rules *rules)
{
    static const char *const not_these[] = {"upload", "url", NULL};
    struct field_list list = {.arena = arena};
    const struct json *source = resource->source;
    const struct media_row *media = media_of(resource->key);
    const struct json *format = json_get(source, "format");
    const struct json *mimetype = json_get(source, "mimetype");
    core_add(&list, resource_core, sizeof resource_core / sizeof *resource_core, source);
    if (resource->upload && format == NULL)
        format = string_value(arena, slice_of(media->format));
    if (format != NULL)
        field_add(&list, slice_of("format"), VALUE_CAPITAL, format);
    if (resource->upload) {
        resource->media_type =
            json_is(mimetype, JSON_STRING) ? slice_copy(arena, json_text(mimetype)) : media->type;
        field_add(&list, slice_of("mimetype"), VALUE_TEXT,
                  string_value(arena, slice_of(resource->media_type)));
        field_add(&list, slice_of("hash"), VALUE_TEXT, string_value(arena, slice_of(resource->sha256)));
    } else {
        field_add(&list, slice_of("url"), VALUE_TEXT, json_get(source, "url"));
    }
    struct slice table =
        resource->table ? columns_table_keys(resource->columns->dictionary, arena) : slice_of("");
    field_add(&list, slice_of("banchi_table"), VALUE_ANY, string_value(arena, table));
    struct record_field *last = &list.fields[list.count - 1];
    last->canonical = value_canonical_text(arena, VALUE_ANY, table);
    /* a link's format is the portal's guess when the file is silent */
    for (size_t i = 0; i < rules->resource_count; i++)
        if (resource->upload || !slice_equals(rules->resource[i].name, "format") || format != NULL)
            profile_add(&list, &rules->resource[i], 1, source);
    rest_add(&list, source, not_these);
    resource->fields = list.fields;
    resource->field_count = list.count;
}

static bool dictionary_take(struct arena *arena, const struct dataset *dataset,
                            struct record_resource *resource, struct problem *problem)
{
    struct finding_counter counter = finding_counter();
    struct dictionary *dictionary = arena_alloc(arena, sizeof *dictionary);
    enum dictionary_state state = dictionary_read(dataset, resource->key, arena, &counter.sink, dictionary);
    if (state == DICTIONARY_ABSENT)
        return true;
    if (state == DICTIONARY_UNREADABLE)
        return problem_set(problem, PROBLEM_LOCAL,
                           _("%s: the dictionary of \"%.*s\" cannot be read. Validate first."), dataset->name,
                           SLICE(resource->key));
    struct columns *columns = arena_alloc(arena, sizeof *columns);
    columns_make(arena, dictionary, columns);
    value_digest(columns_canonical(columns, arena), resource->dictionary);
    resource->columns = columns;
    resource->table = columns->count > 0;
    return true;
}

void record_dictionary_digest(const struct columns *columns, char hex[static DIGEST_HEX_BYTES])
{
    struct arena local = {0};
    struct text whole = {0};
    text_add_slice(&whole, columns_canonical(columns, &local));
    text_add(&whole, "\n");
    text_add_slice(&whole, columns_table_keys(columns->dictionary, &local));
    value_digest(text_slice(&whole), hex);
    text_free(&whole);
    arena_free(&local);
}

static bool is_named_draft(const struct record_rules *rules, struct slice key)
{
    for (size_t i = 0; i < rules->draft_count; i++)
        if (slice_equal(rules->drafts[i], key))
            return true;
    return false;
}

static void digest_take(char hex[static DIGEST_HEX_BYTES], struct slice digest)
{
    size_t length = digest.length < DIGEST_HEX_BYTES ? digest.length : 0;
    memcpy(hex, digest.at, length);
    hex[length] = '\0';
}

/* A dictionary that pull made, of a file that it fetched, both as they were: the table is not ours. */
static bool draft_take(struct record_resource *resource, const struct record_rules *rules,
                       struct problem *problem)
{
    char whole[DIGEST_HEX_BYTES];
    const struct json *locked = lock_resource(rules->entry, resource->key);
    bool named = is_named_draft(rules, resource->key);
    record_dictionary_digest(resource->columns, whole);
    if (!named && !slice_equals(json_text(json_get(locked, "drafted")), whole))
        return true;
    if (!file_hash(resource->path, resource->sha256, &resource->bytes, problem))
        return false;
    if (!named && !slice_equals(json_text(json_get(locked, "sha256")), resource->sha256))
        return true;
    resource->table = false;
    memcpy(resource->drafted, whole, sizeof resource->drafted);
    digest_take(resource->dictionary, json_text(json_get(locked, "dictionary")));
    digest_take(resource->rows_digest, json_text(json_get(locked, "rows_digest")));
    resource->rows = lock_number(locked, "rows");
    return true;
}

static void row_add(struct rows_digest *digest, const struct record_resource *resource,
                    const struct table_row *row, struct text *line)
{
    const struct columns *columns = resource->columns;
    text_clear(line);
    text_add(line, "[");
    for (size_t i = 0; i < columns->count; i++) {
        text_add(line, i > 0 ? "," : "");
        cell_add_canonical(columns, i, columns_cell(resource->places, row->cells, i), line);
    }
    text_add(line, "]");
    rows_digest_add(digest, text_slice(line));
}

/* The header names fields; each row has as many cells as it. */
static bool row_take(struct arena *arena, struct record_resource *resource, const struct table_row *row,
                     struct rows_digest *digest, struct text *line)
{
    if (row->header) {
        resource->places = columns_place(resource->columns, row->cells, row->count, arena);
        resource->width = row->count;
    } else if (row->count == resource->width) {
        row_add(digest, resource, row, line);
    }
    return resource->places != NULL && row->count == resource->width;
}

/* The one pass over a table: its hash, and the digest of its rows. The file stays open, to be sent from. */
static bool table_take(struct arena *arena, struct record_resource *resource, struct problem *problem)
{
    struct rows_digest digest = {0};
    struct text line = {0};
    struct table_row row;
    enum table_fault fault;
    size_t at_line, at_column;
    int descriptor = file_open(resource->path, problem);
    if (descriptor < 0)
        return false;
    resource->descriptor = descriptor;
    struct table *table = table_open_descriptor(descriptor, resource->path);
    table_set_dialect(table, resource->columns->dictionary->dialect);
    table_want_hash(table);
    bool fine = true;
    while (fine && table_next(table, &row, &fault, &at_line, &at_column, problem))
        fine = fault == TABLE_FINE && row_take(arena, resource, &row, &digest, &line);
    if (!fine)
        problem_set(problem, PROBLEM_LOCAL, _("%s: row %zu does not follow the dictionary. Validate first."),
                    resource->path, row.number);
    if (problem->kind == PROBLEM_NONE)
        table_hash(table, resource->sha256);
    resource->bytes = table_bytes(table);
    resource->rows = digest.rows;
    rows_digest_finish(&digest, resource->rows_digest);
    table_close(table);
    text_free(&line);
    return problem->kind == PROBLEM_NONE;
}

void record_close(struct record *record)
{
    for (size_t i = 0; i < record->resource_count; i++) {
        if (record->resources[i].descriptor > 0)
            close(record->resources[i].descriptor);
        record->resources[i].descriptor = 0;
    }
}

static bool upload_take(struct arena *arena, const struct dataset *dataset, struct record_resource *resource,
                        const struct record_rules *rules, struct problem *problem)
{
    char *path = NULL;
    if (file_find_beneath(arena, dataset->folder, resource->key, &path) != FILE_BENEATH)
        return problem_set(problem, PROBLEM_LOCAL, _("%s: the file \"%.*s\" is not there. Validate first."),
                           dataset->name, SLICE(resource->key));
    resource->path = path;
    bool csv = rules->tables && resource_is_table(resource->source);
    if (csv && !dictionary_take(arena, dataset, resource, problem))
        return false;
    if (resource->table && !draft_take(resource, rules, problem))
        return false;
    resource->bytes_known = true;
    resource->table_known = true;
    return resource->table ? table_take(arena, resource, problem)
                           : file_hash(resource->path, resource->sha256, &resource->bytes, problem);
}

static bool resource_take(struct arena *arena, const struct dataset *dataset,
                          const struct record_rules *rules, struct record_resource *resource,
                          struct problem *problem)
{
    struct slice upload = json_text(json_get(resource->source, "upload"));
    resource->upload = upload.length > 0;
    resource->managed = true;
    resource->renamed_from = json_text(json_get(resource->source, "banchi:renamed_from"));
    resource->key = resource->upload ? upload : json_text(json_get(resource->source, "url"));
    if (resource->key.length == 0)
        return problem_set(problem, PROBLEM_LOCAL,
                           _("%s: a resource has neither upload nor url. Validate first."), dataset->name);
    if (resource->upload && !upload_take(arena, dataset, resource, rules, problem))
        return false;
    resource_fields(arena, resource, rules);
    return true;
}

/* ---- the dataset of the files ---- */

static void organization_set(struct field_list *list, const char *slug)
{
    for (size_t i = 0; slug != NULL && i < list->count; i++)
        if (slice_equals(list->fields[i].key, "owner_org")) {
            list->fields[i].value = string_value(list->arena, slice_of(slug));
            list->fields[i].canonical = value_canonical(list->arena, VALUE_TEXT, list->fields[i].value);
        }
}

static void order_add(struct field_list *list, const struct record *record)
{
    struct text order = {0};
    struct json_writer writer = {.out = &order};
    json_write_begin_array(&writer);
    for (size_t i = 0; i < record->resource_count; i++)
        json_write_slice(&writer, record->resources[i].key);
    json_write_end_array(&writer);
    field_add(list, slice_of(RECORD_ORDER), VALUE_ANY, NULL);
    if (record->resource_count > 0)
        list->fields[list->count - 1].canonical =
            (struct slice){arena_copy(list->arena, order.at, order.length), order.length};
    text_free(&order);
}

bool record_of_files(struct arena *arena, const struct dataset *dataset, const struct record_rules *rules,
                     struct record *record, struct problem *problem)
{
    static const char *const not_these[] = {"resources", NULL};
    const struct json *source = &dataset->metadata.root;
    const struct json *resources = dataset_resources(dataset);
    struct field_list list = {.arena = arena};
    *record = (struct record){.name = dataset->name, .source = source};
    if (!dataset->readable)
        return problem_set(problem, PROBLEM_LOCAL, _("%s: metadata.json cannot be read. Validate first."),
                           dataset->name);
    core_add(&list, dataset_core, sizeof dataset_core / sizeof *dataset_core, source);
    organization_set(&list, rules->organization);
    profile_add(&list, rules->dataset, rules->dataset_count, source);
    rest_add(&list, source, not_these);
    record->resource_count = json_is(resources, JSON_ARRAY) ? resources->count : 0;
    record->resources = arena_array(arena, record->resource_count, sizeof *record->resources);
    for (size_t i = 0; i < record->resource_count; i++) {
        record->resources[i].source = &resources->items[i];
        if (!resource_take(arena, dataset, rules, &record->resources[i], problem))
            return false;
        if (record_resource(record, record->resources[i].key) != &record->resources[i])
            return problem_set(
                problem, PROBLEM_LOCAL,
                _("%s: two resources have the same file or address, \"%.*s\". Give each its own."),
                dataset->name, SLICE(record->resources[i].key));
    }
    order_add(&list, record);
    record->fields = list.fields;
    record->field_count = list.count;
    return true;
}

void record_of_keys(struct arena *arena, const char *name, const struct record_rules *rules,
                    struct record_resource *resources, size_t count, struct record *record)
{
    static const struct json empty = {.type = JSON_STRING, .at = ""};
    static const struct json_member format = {{.type = JSON_STRING, .count = 6, .at = "format"},
                                              {.type = JSON_STRING, .at = ""}};
    static const struct json source = {.type = JSON_OBJECT, .count = 1, .members = &format};
    struct field_list list = {.arena = arena};
    *record =
        (struct record){.name = name, .source = &empty, .resources = resources, .resource_count = count};
    core_add(&list, dataset_core, sizeof dataset_core / sizeof *dataset_core, NULL);
    profile_add(&list, rules->dataset, rules->dataset_count, NULL);
    for (size_t i = 0; i < count; i++) {
        resources[i].managed = true;
        resources[i].source = &source; /* a link's format is asked for as well */
        resource_fields(arena, &resources[i], rules);
    }
    order_add(&list, record);
    record->fields = list.fields;
    record->field_count = list.count;
}

struct record_resource *record_resource(const struct record *record, struct slice key)
{
    for (size_t i = 0; i < record->resource_count; i++)
        if (record->resources[i].managed && slice_equal(record->resources[i].key, key))
            return &record->resources[i];
    return NULL;
}

struct record_resource *record_resource_like(const struct record *mine, const struct record_resource *theirs)
{
    return theirs->managed ? record_resource(mine, theirs->key) : NULL;
}

void record_keep_managed(struct record *record)
{
    size_t kept = 0;
    for (size_t i = 0; i < record->resource_count; i++)
        if (record->resources[i].managed)
            record->resources[kept++] = record->resources[i];
    record->resource_count = kept;
}
