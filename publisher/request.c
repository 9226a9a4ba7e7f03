#include "publisher/request.h"

#include <string.h>

#include "base/arena.h"
#include "base/json_write.h"

static struct slice keep(struct arena *arena, struct text *text)
{
    struct slice kept = {arena_copy(arena, text->length > 0 ? text->at : "", text->length), text->length};
    text_free(text);
    return kept;
}

struct slice request_organization(struct arena *arena, const char *slug, const char *title)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "name", slug);
    json_write_field(&writer, "title", title);
    json_write_end_object(&writer);
    return keep(arena, &out);
}

struct slice request_id(struct arena *arena, const char *id)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "id", id);
    json_write_end_object(&writer);
    return keep(arena, &out);
}

struct slice request_resource(struct arena *arena, const char *resource_id)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "resource_id", resource_id);
    json_write_end_object(&writer);
    return keep(arena, &out);
}

struct slice request_table(struct arena *arena, const char *resource_id)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "resource_id", resource_id);
    json_write_key(&writer, "force");
    json_write_bool(&writer, true);
    json_write_end_object(&writer);
    return keep(arena, &out);
}

/* ---- fields of a dataset ---- */

static bool is_extra(const struct site *site, const struct record_field *field)
{
    return !field->core && !site_knows(site, field->key) && !slice_equals(field->key, RECORD_ORDER);
}

static void tag_write(struct json_writer *writer, const struct json *name)
{
    json_write_begin_object(writer);
    json_write_key(writer, "name");
    json_write_value(writer, name);
    json_write_end_object(writer);
}

/* Ours, and behind them the vocabulary tags of others as they stand on the portal. */
static void tags_write(struct json_writer *writer, const struct record_field *field,
                       const struct json *package)
{
    const struct json *shown = json_get(package, "tags");
    json_write_key(writer, "tags");
    json_write_begin_array(writer);
    for (uint32_t i = 0; json_is(field->value, JSON_ARRAY) && i < field->value->count; i++)
        tag_write(writer, &field->value->items[i]);
    for (uint32_t i = 0; json_is(shown, JSON_ARRAY) && i < shown->count; i++)
        if (json_is(json_get(&shown->items[i], "vocabulary_id"), JSON_STRING))
            json_write_value(writer, &shown->items[i]);
    json_write_end_array(writer);
}

static void value_write(struct json_writer *writer, const struct record_field *field)
{
    if (field->class == VALUE_BOOLEAN)
        json_write_bool(writer, slice_equals(field->canonical, "true"));
    else if (field->canonical.length > 0)
        json_write_value(writer, field->value);
    else if (field->class == VALUE_LIST)
        json_write_raw(writer, slice_of("[]"));
    else
        json_write_string(writer, "");
}

static void field_write(struct json_writer *writer, const struct record_field *field,
                        const struct json *package)
{
    if (slice_equals(field->key, "tags")) {
        tags_write(writer, field, package);
        return;
    }
    json_write_key_slice(writer, field->key);
    value_write(writer, field);
}

/* ---- extras ---- */

/* An extra is text: a list is compact JSON in it. */
static void extra_write(struct json_writer *writer, const struct record_field *field)
{
    json_write_begin_object(writer);
    json_write_key(writer, "key");
    json_write_slice(writer, field->key);
    json_write_key(writer, "value");
    if (json_is(field->value, JSON_STRING)) {
        json_write_slice(writer, json_text(field->value));
    } else {
        struct text inner = {0};
        struct json_writer inner_writer = {.out = &inner};
        json_write_value(&inner_writer, field->value);
        json_write_slice(writer, text_slice(&inner));
        text_free(&inner);
    }
    json_write_end_object(writer);
}

static bool extra_is_ours(const struct record *mine, const struct site *site, struct slice key)
{
    for (size_t i = 0; i < mine->field_count; i++)
        if (slice_equal(mine->fields[i].key, key))
            return is_extra(site, &mine->fields[i]);
    return false;
}

static void extras_write(struct json_writer *writer, const struct record *mine, const struct site *site,
                         const struct json *package)
{
    const struct json *shown = json_get(package, "extras");
    json_write_key(writer, "extras");
    json_write_begin_array(writer);
    for (uint32_t i = 0; json_is(shown, JSON_ARRAY) && i < shown->count; i++)
        if (!extra_is_ours(mine, site, json_text(json_get(&shown->items[i], "key"))))
            json_write_value(writer, &shown->items[i]);
    for (size_t i = 0; i < mine->field_count; i++)
        if (is_extra(site, &mine->fields[i]) && mine->fields[i].canonical.length > 0)
            extra_write(writer, &mine->fields[i]);
    json_write_end_array(writer);
}

static bool any_extra(const struct record *mine, const struct site *site)
{
    for (size_t i = 0; i < mine->field_count; i++)
        if (is_extra(site, &mine->fields[i]) && mine->fields[i].canonical.length > 0)
            return true;
    return false;
}

struct slice request_create(struct arena *arena, const struct record *mine, const struct site *site)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    for (size_t i = 0; i < mine->field_count; i++) {
        const struct record_field *field = &mine->fields[i];
        bool sent =
            field->canonical.length > 0 && !is_extra(site, field) && !slice_equals(field->key, RECORD_ORDER);
        if (sent)
            field_write(&writer, field, NULL);
    }
    if (any_extra(mine, site))
        extras_write(&writer, mine, site, NULL);
    json_write_end_object(&writer);
    return keep(arena, &out);
}

/* ---- resources within a patch ---- */

static const struct record_field *changed_field(const struct record_resource *mine,
                                                const struct change_resource *change, struct slice key)
{
    /* format, mimetype and hash go with the file, together */
    static const char *const with_file[] = {"format", "mimetype", "hash"};
    for (size_t i = 0; change->file && i < sizeof with_file / sizeof *with_file; i++)
        if (slice_equals(key, with_file[i]))
            return NULL;
    for (size_t i = 0; i < change->field_count; i++)
        if (slice_equal(change->fields[i].key, key))
            for (size_t j = 0; j < mine->field_count; j++)
                if (slice_equal(mine->fields[j].key, key))
                    return &mine->fields[j];
    return NULL;
}

static void resource_field_write(struct json_writer *writer, const struct record_field *field)
{
    json_write_key_slice(writer, field->key);
    value_write(writer, field);
}

/* The portal's object with what differs put into it. `change` is NULL where mine has no such resource. */
static void resource_write(struct json_writer *writer, const struct record_resource *theirs,
                           const struct record_resource *mine, const struct change_resource *change)
{
    const struct json *source = theirs->source;
    if (!json_is(source, JSON_OBJECT)) {
        json_write_value(writer, source);
        return;
    }
    json_write_begin_object(writer);
    for (uint32_t i = 0; i < source->count; i++) {
        struct slice key = json_text(&source->members[i].key);
        const struct record_field *field = change != NULL ? changed_field(mine, change, key) : NULL;
        if (field != NULL) {
            resource_field_write(writer, field);
            continue;
        }
        json_write_key_slice(writer, key);
        json_write_value(writer, &source->members[i].value);
    }
    for (size_t i = 0; change != NULL && i < mine->field_count; i++) {
        const struct record_field *field = changed_field(mine, change, mine->fields[i].key);
        if (field != NULL && json_get_slice(source, field->key) == NULL)
            resource_field_write(writer, field);
    }
    json_write_end_object(writer);
}

static const struct change_resource *change_of(const struct change *change, struct slice key)
{
    for (size_t i = 0; i < change->resource_count; i++)
        if (slice_equal(change->resources[i].key, key))
            return &change->resources[i];
    return NULL;
}

static void one_resource_write(struct json_writer *writer, const struct plan_sides *sides,
                               const struct change *change, const struct record_resource *theirs)
{
    const struct record_resource *mine = theirs->managed ? record_resource(sides->mine, theirs->key) : NULL;
    resource_write(writer, theirs, mine, mine != NULL ? change_of(change, theirs->key) : NULL);
}

/* The places of managed resources are filled in mine's order; the others stay where they are. */
static void resources_write(struct json_writer *writer, const struct plan_sides *sides,
                            const struct change *change)
{
    const struct record *mine = sides->mine;
    const struct record *theirs = sides->theirs;
    size_t next = 0;
    json_write_key(writer, "resources");
    json_write_begin_array(writer);
    for (size_t i = 0; i < theirs->resource_count; i++) {
        const struct record_resource *shown = &theirs->resources[i];
        bool ours = shown->managed && record_resource(mine, shown->key) != NULL;
        while (ours && record_resource(theirs, mine->resources[next].key) == NULL)
            next++;
        one_resource_write(writer, sides, change,
                           ours ? record_resource(theirs, mine->resources[next++].key) : shown);
    }
    json_write_end_array(writer);
}

static bool resources_differ(const struct plan_sides *sides, const struct change *change)
{
    for (size_t i = 0; i < change->resource_count; i++) {
        const struct change_resource *resource = &change->resources[i];
        const struct record_resource *mine = record_resource(sides->mine, resource->key);
        if (resource->action != CHANGE_UPDATE || mine == NULL)
            continue;
        for (size_t j = 0; j < resource->field_count; j++)
            if (changed_field(mine, resource, resource->fields[j].key) != NULL)
                return true;
    }
    return change->reorder;
}

static const struct record_field *field_of(const struct record *record, struct slice key)
{
    for (size_t i = 0; i < record->field_count; i++)
        if (slice_equal(record->fields[i].key, key))
            return &record->fields[i];
    return NULL;
}

struct slice request_patch(struct arena *arena, const struct plan_sides *sides, const struct site *site,
                           const struct change *change)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    bool extras = false;
    bool resources = resources_differ(sides, change);
    size_t fields = 0;
    json_write_begin_object(&writer);
    json_write_field(&writer, "id", sides->theirs->id);
    for (size_t i = 0; i < change->field_count; i++) {
        const struct record_field *field = field_of(sides->mine, change->fields[i].key);
        bool order = slice_equals(field->key, RECORD_ORDER);
        extras = extras || is_extra(site, field);
        if (order || is_extra(site, field))
            continue;
        field_write(&writer, field, sides->theirs->source);
        fields++;
    }
    if (extras)
        extras_write(&writer, sides->mine, site, sides->theirs->source);
    if (resources)
        resources_write(&writer, sides, change);
    json_write_end_object(&writer);
    if (fields > 0 || extras || resources)
        return keep(arena, &out);
    text_free(&out);
    return (struct slice){"", 0};
}

/* ---- one resource ---- */

struct slice request_link(struct arena *arena, const struct record_resource *mine, const char *package_id)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "package_id", package_id);
    for (size_t i = 0; i < mine->field_count; i++)
        if (mine->fields[i].canonical.length > 0)
            resource_field_write(&writer, &mine->fields[i]);
    json_write_end_object(&writer);
    return keep(arena, &out);
}

static void part_add(struct arena *arena, struct form_part *parts, size_t *count,
                     const struct record_field *field)
{
    parts[(*count)++] = (struct form_part){slice_copy(arena, field->key), json_text(field->value)};
}

struct form_part *request_upload_new(struct arena *arena, const struct record_resource *mine,
                                     const char *package_id, size_t *count, bool *left_out)
{
    struct form_part *parts = arena_array(arena, mine->field_count + 1, sizeof *parts);
    *count = 0;
    parts[(*count)++] = (struct form_part){"package_id", slice_of(package_id)};
    for (size_t i = 0; i < mine->field_count; i++) {
        const struct record_field *field = &mine->fields[i];
        if (field->canonical.length == 0)
            continue;
        if (field->value->type == JSON_STRING || field->value->type == JSON_NUMBER)
            part_add(arena, parts, count, field);
        else
            *left_out = true;
    }
    return parts;
}

struct form_part *request_upload_again(struct arena *arena, const struct record_resource *mine,
                                       const char *id, size_t *count)
{
    static const char *const together[] = {"format", "mimetype", "hash"};
    struct form_part *parts = arena_array(arena, 4, sizeof *parts);
    *count = 0;
    parts[(*count)++] = (struct form_part){"id", slice_of(id)};
    for (size_t i = 0; i < sizeof together / sizeof *together; i++)
        part_add(arena, parts, count, record_field(mine->fields, mine->field_count, together[i]));
    return parts;
}

/* ---- tables ---- */

static void head_start(const char *resource_id, struct text *out)
{
    struct json_writer writer = {.out = out};
    text_clear(out);
    text_add(out, "{\"resource_id\":");
    json_write_string(&writer, resource_id);
    text_add(out, ",\"force\":true");
}

void request_table_head(struct arena *arena, const struct columns *columns, const char *resource_id,
                        bool fields_only, struct text *out)
{
    head_start(resource_id, out);
    text_add(out, ",\"fields\":");
    columns_add_fields(columns, out);
    if (fields_only) {
        text_add(out, "}");
        return;
    }
    text_add(out, ",\"primary_key\":");
    columns_add_key(columns, arena, out);
    text_add(out, ",\"records\":[");
}

void request_rows_head(const char *resource_id, struct text *out)
{
    head_start(resource_id, out);
    text_add(out, ",\"method\":\"insert\",\"records\":[");
}

void request_row(const struct columns *columns, const struct slice *cells, struct text *out)
{
    text_add(out, out->at[out->length - 1] == '[' ? "{" : ",{");
    for (size_t i = 0; i < columns->count; i++) {
        struct json_writer key = {.out = out};
        text_add(out, i > 0 ? "," : "");
        json_write_slice(&key, columns->columns[i].field->name);
        text_add(out, ":");
        cell_add_sent(columns, i, cells[i], out);
    }
    text_add(out, "}");
}

struct slice request_page(struct arena *arena, const char *resource_id, uint64_t offset, size_t limit)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "resource_id", resource_id);
    json_write_count(&writer, "limit", limit);
    json_write_count(&writer, "offset", offset);
    json_write_field(&writer, "sort", "_id");
    json_write_field(&writer, "records_format", "lists");
    json_write_end_object(&writer);
    return keep(arena, &out);
}
