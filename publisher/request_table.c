/* Requests about tables in the DataStore. */
#include "base/arena.h"
#include "base/json_write.h"
#include "publisher/request.h"

struct slice request_resource(struct arena *arena, const char *resource_id)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "resource_id", resource_id);
    json_write_end_object(&writer);
    return text_keep(arena, &out);
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
    return text_keep(arena, &out);
}

struct slice request_rows_gone(struct arena *arena, const char *resource_id)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "resource_id", resource_id);
    json_write_key(&writer, "force");
    json_write_bool(&writer, true);
    json_write_key(&writer, "filters");
    json_write_begin_object(&writer);
    json_write_end_object(&writer);
    json_write_end_object(&writer);
    return text_keep(arena, &out);
}

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

void request_rows_head(const char *resource_id, const char *method, struct text *out)
{
    head_start(resource_id, out);
    text_format(out, ",\"method\":\"%s\",\"records\":[", method);
}

struct slice request_rows_delete(struct arena *arena, const char *resource_id, const char *const *ids,
                                 size_t count)
{
    struct text out = {0};
    head_start(resource_id, &out);
    text_add(&out, ",\"filters\":{\"_id\":[");
    for (size_t i = 0; i < count; i++)
        text_format(&out, "%s%s", i > 0 ? "," : "", ids[i]);
    text_add(&out, "]}}");
    return text_keep(arena, &out);
}

void request_row(const struct record_resource *mine, const struct slice *cells, struct text *out)
{
    const struct columns *columns = mine->columns;
    text_add(out, out->at[out->length - 1] == '[' ? "{" : ",{");
    for (size_t i = 0; i < columns->count; i++) {
        struct json_writer key = {.out = out};
        text_add(out, i > 0 ? "," : "");
        json_write_slice(&key, columns->columns[i].field->name);
        text_add(out, ":");
        cell_add_sent(columns, i, columns_cell(mine->places, cells, i), out);
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
    return text_keep(arena, &out);
}
