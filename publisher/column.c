#include "publisher/column.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/hash.h"
#include "base/json_write.h"

struct kind_row {
    const char *type;     /* as PostgreSQL calls it, which is how a portal answers */
    const char *override; /* info.type_override: what DataPusher and its like would make of the column */
};

static const struct kind_row kind_rows[] = {
    [COLUMN_TEXT] = {"text", "text"},          [COLUMN_INTEGER] = {"int4", "numeric"},
    [COLUMN_NUMERIC] = {"numeric", "numeric"}, [COLUMN_BOOLEAN] = {"bool", NULL},
    [COLUMN_DATE] = {"date", "timestamp"},     [COLUMN_TIMESTAMP] = {"timestamp", "timestamp"},
};

struct type_row {
    const char *type; /* Frictionless */
    enum column_kind kind;
};

static const struct type_row type_rows[] = {
    {"integer", COLUMN_INTEGER}, {"number", COLUMN_NUMERIC},     {"boolean", COLUMN_BOOLEAN},
    {"date", COLUMN_DATE},       {"datetime", COLUMN_TIMESTAMP},
};

/* Both bounds must be given for a column to be sure of 32 bits. */
static bool fits_32_bits(const struct json *field)
{
    const struct json *constraints = json_get(field, "constraints");
    const struct json *least = json_get(constraints, "minimum");
    const struct json *most = json_get(constraints, "maximum");
    least = least != NULL ? least : json_get(constraints, "exclusiveMinimum");
    most = most != NULL ? most : json_get(constraints, "exclusiveMaximum");
    struct slice low = json_text(least);
    struct slice high = json_text(most);
    return decimal_valid(low) && decimal_valid(high) && decimal_compare(low, slice_of("-2147483648")) >= 0 &&
           decimal_compare(high, slice_of("2147483647")) <= 0;
}

/* A number whose text is one to a portal as well. */
static bool number_is_plain(const struct json *field)
{
    struct slice decimal = json_text(json_get(field, "decimalChar"));
    return json_get(field, "groupChar") == NULL && (decimal.length == 0 || slice_equals(decimal, ".")) &&
           !json_is(json_get(field, "bareNumber"), JSON_FALSE);
}

static bool date_is_plain(const struct dictionary_field *field)
{
    return slice_equals(field->format, "default") &&
           !slice_equals(json_text(json_get(field->json, "banchi:era")), "buddhist");
}

static enum column_kind kind_of(const struct dictionary_field *field)
{
    enum column_kind kind = COLUMN_TEXT;
    for (size_t i = 0; i < sizeof type_rows / sizeof *type_rows; i++)
        if (slice_equals(field->type, type_rows[i].type))
            kind = type_rows[i].kind;
    if ((kind == COLUMN_INTEGER || kind == COLUMN_NUMERIC) && !number_is_plain(field->json))
        return COLUMN_TEXT;
    if ((kind == COLUMN_DATE || kind == COLUMN_TIMESTAMP) && !date_is_plain(field))
        return COLUMN_TEXT;
    return kind == COLUMN_INTEGER && !fits_32_bits(field->json) ? COLUMN_NUMERIC : kind;
}

void columns_make(struct arena *arena, const struct dictionary *dictionary, struct columns *columns)
{
    columns->dictionary = dictionary;
    columns->count = dictionary->field_count;
    columns->columns = arena_array(arena, columns->count, sizeof *columns->columns);
    for (size_t i = 0; i < columns->count; i++) {
        columns->columns[i].field = &dictionary->fields[i];
        columns->columns[i].kind = kind_of(&dictionary->fields[i]);
    }
}

/* ---- the dictionary as DataStore fields ---- */

static void filled(struct json_writer *writer, const char *key, struct slice text)
{
    if (text.length == 0)
        return;
    json_write_key(writer, key);
    json_write_slice(writer, text);
}

static void field_write(struct json_writer *writer, const struct column *column)
{
    const struct dictionary_field *field = column->field;
    json_write_begin_object(writer);
    json_write_key(writer, "id");
    json_write_slice(writer, field->name);
    json_write_field(writer, "type", kind_rows[column->kind].type);
    json_write_key(writer, "info");
    json_write_begin_object(writer);
    filled(writer, "label", field->title);
    filled(writer, "notes", field->description);
    json_write_field(writer, "type_override", kind_rows[column->kind].override);
    filled(writer, "unit", json_text(json_get(field->json, "banchi:unit")));
    json_write_key(writer, "banchi:field");
    json_write_value(writer, field->json);
    json_write_end_object(writer);
    json_write_end_object(writer);
}

void columns_add_fields(const struct columns *columns, struct text *out)
{
    struct json_writer writer = {.out = out};
    json_write_begin_array(&writer);
    for (size_t i = 0; i < columns->count; i++)
        field_write(&writer, &columns->columns[i]);
    json_write_end_array(&writer);
}

void columns_add_key(const struct columns *columns, struct arena *arena, struct text *out)
{
    struct json_writer writer = {.out = out};
    size_t *key;
    size_t count = dictionary_key(columns->dictionary, arena, &key);
    json_write_begin_array(&writer);
    for (size_t i = 0; i < count; i++)
        json_write_slice(&writer, columns->columns[key[i]].field->name);
    json_write_end_array(&writer);
}

/* What we manage of a field's `info`, sorted. */
static const char *const info_keys[] = {"banchi:field", "label", "notes", "type_override", "unit"};

static void info_write_canonical(struct json_writer *writer, const struct json *info, struct arena *arena)
{
    json_write_begin_object(writer);
    for (size_t i = 0; i < sizeof info_keys / sizeof *info_keys; i++) {
        struct slice value = value_canonical(arena, VALUE_ANY, json_get(info, info_keys[i]));
        if (value.length == 0)
            continue;
        json_write_key(writer, info_keys[i]);
        json_write_raw(writer, value);
    }
    json_write_end_object(writer);
}

static struct slice shown_type(const struct json *field)
{
    struct slice type = json_text(json_get(field, "type"));
    return slice_equals(type, "int") ? slice_of("int4") : type;
}

struct slice fields_canonical(const struct json *fields, struct arena *arena)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_array(&writer);
    for (uint32_t i = 0; json_is(fields, JSON_ARRAY) && i < fields->count; i++) {
        const struct json *field = &fields->items[i];
        struct slice id = json_text(json_get(field, "id"));
        if (slice_equals(id, "_id"))
            continue;
        json_write_begin_object(&writer);
        json_write_key(&writer, "id");
        json_write_slice(&writer, id);
        json_write_key(&writer, "info");
        info_write_canonical(&writer, json_get(field, "info"), arena);
        json_write_key(&writer, "type");
        json_write_slice(&writer, shown_type(field));
        json_write_end_object(&writer);
    }
    json_write_end_array(&writer);
    struct slice kept = {arena_copy(arena, out.at, out.length), out.length};
    text_free(&out);
    return kept;
}

struct slice columns_canonical(const struct columns *columns, struct arena *arena)
{
    struct text sent = {0};
    struct json fields;
    const struct json_fault *faults;
    columns_add_fields(columns, &sent);
    struct slice kept = {arena_copy(arena, sent.at, sent.length), sent.length};
    text_free(&sent);
    return json_read(arena, kept, &fields, &faults) ? fields_canonical(&fields, arena) : kept;
}

bool columns_fit(const struct columns *columns, const struct json *fields)
{
    size_t next = 0;
    for (uint32_t i = 0; json_is(fields, JSON_ARRAY) && i < fields->count; i++) {
        struct slice id = json_text(json_get(&fields->items[i], "id"));
        if (slice_equals(id, "_id"))
            continue;
        if (next == columns->count || !slice_equal(id, columns->columns[next].field->name) ||
            !slice_equals(shown_type(&fields->items[i]), kind_rows[columns->columns[next].kind].type))
            return false;
        next++;
    }
    return next == columns->count;
}

struct slice columns_table_keys(const struct dictionary *dictionary, struct arena *arena)
{
    const struct json *root = &dictionary->document.root;
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    size_t kept_keys = 0;
    json_write_begin_object(&writer);
    for (uint32_t i = 0; json_is(root, JSON_OBJECT) && i < root->count; i++) {
        struct slice key = json_text(&root->members[i].key);
        if (slice_equals(key, "fields") || slice_equals(key, "$schema"))
            continue;
        json_write_key_slice(&writer, key);
        json_write_value(&writer, &root->members[i].value);
        kept_keys++;
    }
    json_write_end_object(&writer);
    struct slice kept = {arena_copy(arena, out.at, out.length), kept_keys > 0 ? out.length : 0};
    text_free(&out);
    return kept;
}

/* ---- cells ---- */

static bool list_has(const struct json *list, const char *fallback, struct slice cell)
{
    for (uint32_t i = 0; list != NULL && json_is(list, JSON_ARRAY) && i < list->count; i++)
        if (slice_equal(json_text(&list->items[i]), cell))
            return true;
    if (list != NULL)
        return false;
    for (const char *at = fallback; *at != '\0'; at += strlen(at) + 1)
        if (slice_equals(cell, at))
            return true;
    return false;
}

/* Table Schema's own words for true and false where the field gives none. */
static const char *boolean_text(const struct column *column, struct slice cell)
{
    if (list_has(json_get(column->field->json, "trueValues"), "true\0True\0TRUE\0001\0", cell))
        return "true";
    if (list_has(json_get(column->field->json, "falseValues"), "false\0False\0FALSE\0000\0", cell))
        return "false";
    return NULL;
}

static void string_add(struct text *out, struct slice string)
{
    struct json_writer writer = {.out = out};
    json_write_slice(&writer, string);
}

/* A portal drops the zone of a timestamp: "Z" goes before it is sent. Zeros at the end of a fraction say
 * nothing. */
static struct slice timestamp_text(struct slice cell)
{
    if (slice_ends(cell, "Z"))
        cell.length--;
    if (cell.length > 0 && memchr(cell.at, '.', cell.length) != NULL) {
        while (cell.length > 0 && cell.at[cell.length - 1] == '0')
            cell.length--;
        cell.length -= cell.length > 0 && cell.at[cell.length - 1] == '.';
    }
    return cell;
}

/* "null", "true" or "false" where the cell stands for that, else NULL. */
static const char *cell_word(const struct columns *columns, const struct column *column, struct slice cell)
{
    if (dictionary_is_missing(columns->dictionary, column->field, cell))
        return "null";
    return column->kind == COLUMN_BOOLEAN ? boolean_text(column, cell) : NULL;
}

void cell_add_sent(const struct columns *columns, size_t index, struct slice cell, struct text *out)
{
    const struct column *column = &columns->columns[index];
    const char *word = cell_word(columns, column, cell);
    if (word != NULL)
        text_add(out, word);
    else if (column->kind == COLUMN_INTEGER && decimal_valid(cell))
        text_add_slice(out, cell);
    else
        string_add(out, column->kind == COLUMN_TIMESTAMP ? timestamp_text(cell) : cell);
}

/* A value of a column in the form that is compared, from its text. */
static void canonical_add(enum column_kind kind, struct slice text, struct text *out)
{
    bool number = kind == COLUMN_INTEGER || kind == COLUMN_NUMERIC;
    if (number && decimal_valid(text))
        decimal_canonical(text, out);
    else
        string_add(out, kind == COLUMN_TIMESTAMP ? timestamp_text(text) : text);
}

void cell_add_canonical(const struct columns *columns, size_t index, struct slice cell, struct text *out)
{
    const struct column *column = &columns->columns[index];
    const char *word = cell_word(columns, column, cell);
    if (word != NULL)
        text_add(out, word);
    else
        canonical_add(column->kind, cell, out);
}

void shown_add_canonical(enum column_kind kind, const struct json *shown, struct text *out)
{
    if (shown->type == JSON_STRING || shown->type == JSON_NUMBER)
        canonical_add(kind, json_text(shown), out);
    else
        json_write_canonical(out, shown);
}

/* ---- digest of rows ---- */

void rows_digest_add(struct rows_digest *digest, struct slice row)
{
    char hex[HASH_HEX_BYTES];
    unsigned carry = 0;
    hash_slice(row, hex);
    for (int i = 0; i < 4; i++) {
        char limb[17];
        memcpy(limb, hex + (size_t)16 * (size_t)i, 16);
        limb[16] = '\0';
        unsigned long long term = strtoull(limb, NULL, 16);
        unsigned long long sum = digest->sum[i] + term;
        unsigned overflow = sum < term;
        sum += carry;
        carry = overflow | (sum < carry);
        digest->sum[i] = sum;
    }
    digest->rows++;
}

void rows_digest_finish(const struct rows_digest *digest, char hex[static DIGEST_HEX_BYTES])
{
    struct text all = {0};
    for (int i = 0; i < 4; i++)
        text_format(&all, "%016llx", (unsigned long long)digest->sum[i]);
    text_format(&all, ":%llu", (unsigned long long)digest->rows);
    value_digest(text_slice(&all), hex);
    text_free(&all);
}
