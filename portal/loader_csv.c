#include "portal/loader_csv.h"

#include <string.h>

#include "base/arena.h"
#include "portal/clock.h"
#include "portal/column.h"
#include "portal/value.h"

/* Reads one cell; `*at` comes to stand behind it, on the comma, the line's end or the end. */
static struct value *read_cell(struct arena *arena, const char **at, const char *end)
{
    struct text cell = {0};
    bool quoted = *at < end && **at == '"';
    const char *from = *at + (quoted ? 1 : 0);
    for (; from < end; from++) {
        bool doubled = quoted && *from == '"' && from + 1 < end && from[1] == '"';
        if (quoted && *from == '"' && !doubled) {
            quoted = false;
            continue;
        }
        if (!quoted && (*from == ',' || *from == '\n' || *from == '\r'))
            break;
        from += doubled ? 1 : 0;
        text_add_char(&cell, *from);
    }
    struct value *value = value_slice(arena, text_slice(&cell));
    text_free(&cell);
    *at = from;
    return value;
}

static struct value *read_row(struct arena *arena, const char **at, const char *end)
{
    struct value *row = value_list(arena);
    while (true) {
        value_append(arena, row, read_cell(arena, at, end));
        if (*at == end || **at != ',')
            break;
        (*at)++;
    }
    if (*at < end && **at == '\r')
        (*at)++;
    if (*at < end && **at == '\n')
        (*at)++;
    return row;
}

static bool all_are(struct arena *arena, const struct value *rows, size_t column, const char *name)
{
    const struct column_type *type = column_type_find(name);
    bool time = strcmp(name, "timestamp") == 0;
    size_t filled = 0;
    for (size_t i = 1; i < rows->count; i++) {
        const struct value *row = rows->items[i];
        const struct value *cell = column < row->count ? row->items[column] : NULL;
        struct value *stored;
        const char *message;
        if (cell == NULL || cell->text.length == 0)
            continue;
        filled++;
        if (time && !clock_is_guessed(cell->text.at) && clock_read(arena, CLOCK_DATE, cell->text.at) == NULL)
            return false;
        if (column_store(arena, type, cell, &stored, &message) != COLUMN_GOOD)
            return false;
    }
    return filled > 0;
}

static struct value *guess_fields(struct arena *arena, const struct value *rows)
{
    struct value *fields = value_list(arena);
    const struct value *header = rows->items[0];
    for (size_t i = 0; i < header->count; i++) {
        struct value *field = value_object(arena);
        const char *type = all_are(arena, rows, i, "numeric")     ? "numeric"
                           : all_are(arena, rows, i, "timestamp") ? "timestamp"
                                                                  : "text";
        value_set(arena, field, "id", header->items[i]);
        value_set(arena, field, "type", value_string(arena, type));
        value_append(arena, fields, field);
    }
    return fields;
}

struct value *loader_read_csv(struct arena *arena, struct slice bytes)
{
    const char *at = bytes.at;
    const char *end = at + bytes.length;
    struct value *rows = value_list(arena);
    struct value *records = value_list(arena);
    if (slice_starts(bytes, "\xEF\xBB\xBF"))
        at += 3;
    while (at < end)
        value_append(arena, rows, read_row(arena, &at, end));
    if (rows->count == 0)
        return NULL;
    const struct value *header = rows->items[0];
    for (size_t i = 1; i < rows->count; i++) {
        struct value *record = value_object(arena);
        const struct value *row = rows->items[i];
        if (row->count > header->count)
            return NULL;
        for (size_t j = 0; j < row->count; j++)
            value_set_slice(arena, record, header->items[j]->text,
                            row->items[j]->text.length == 0 ? value_null(arena) : row->items[j]);
        value_append(arena, records, record);
    }
    struct value *table = value_object(arena);
    value_set(arena, table, "fields", guess_fields(arena, rows));
    value_set(arena, table, "records", records);
    return table;
}
