#include "publisher/column.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/hash.h"
#include "base/json_write.h"
#include "catalog/cell.h"

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
    if ((kind == COLUMN_DATE || kind == COLUMN_TIMESTAMP) && !date_is_plain(field))
        return COLUMN_TEXT;
    return kind == COLUMN_INTEGER && !fits_32_bits(field->json) ? COLUMN_NUMERIC : kind;
}

/* The fields with what says how a cell is read, and no more. */
static void write_types(const struct dictionary *dictionary, struct json_writer *writer)
{
    static const char *const keys[] = {"name",      "type",        "format",    "banchi:era",
                                       "groupChar", "decimalChar", "bareNumber"};
    json_write_begin_object(writer);
    json_write_key(writer, "fields");
    json_write_begin_array(writer);
    for (size_t i = 0; i < dictionary->field_count; i++) {
        json_write_begin_object(writer);
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            const struct json *value = json_get(dictionary->fields[i].json, keys[k]);
            if (value == NULL)
                continue;
            json_write_key(writer, keys[k]);
            json_write_value(writer, value);
        }
        json_write_end_object(writer);
    }
    json_write_end_array(writer);
    json_write_end_object(writer);
}

/* Compiled without constraints, the rules hold nothing outside of the arena. */
static const struct cell_rules **types_compile(struct arena *arena, const struct dictionary *dictionary)
{
    struct dictionary *types = arena_alloc(arena, sizeof *types);
    struct text text = {0};
    struct json_writer writer = {.out = &text};
    const struct json_fault *faults;
    write_types(dictionary, &writer);
    struct json_document *document = &types->document;
    *document = (struct json_document){.file = "", .arena = arena};
    document->text = (struct slice){arena_copy(arena, text.at, text.length), text.length};
    text_free(&text);
    if (!json_read(arena, document->text, &document->root, &faults))
        return NULL;
    dictionary_lay_out(types, arena);
    dictionary_compile(types, arena, NULL);
    return types->rules;
}

void columns_make(struct arena *arena, const struct dictionary *dictionary, struct columns *columns)
{
    const struct cell_rules **rules = types_compile(arena, dictionary);
    columns->dictionary = dictionary;
    columns->count = dictionary->field_count;
    columns->columns = arena_array(arena, columns->count, sizeof *columns->columns);
    for (size_t i = 0; i < columns->count; i++) {
        columns->columns[i].field = &dictionary->fields[i];
        columns->columns[i].kind = kind_of(&dictionary->fields[i]);
        columns->columns[i].rules = rules != NULL ? rules[i] : NULL;
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
    return text_keep(arena, &out);
}

struct slice columns_canonical(const struct columns *columns, struct arena *arena)
{
    struct text sent = {0};
    struct json fields;
    const struct json_fault *faults;
    columns_add_fields(columns, &sent);
    struct slice kept = text_keep(arena, &sent);
    return json_read(arena, kept, &fields, &faults) ? fields_canonical(&fields, arena) : kept;
}

enum column_kind column_kind_shown(const struct json *field)
{
    struct slice type = shown_type(field);
    for (size_t i = 0; i < sizeof kind_rows / sizeof *kind_rows; i++)
        if (slice_equals(type, kind_rows[i].type))
            return (enum column_kind)i;
    return COLUMN_TEXT;
}

static bool columns_compare(const struct columns *columns, const struct json *fields, bool types)
{
    size_t next = 0;
    for (uint32_t i = 0; json_is(fields, JSON_ARRAY) && i < fields->count; i++) {
        struct slice id = json_text(json_get(&fields->items[i], "id"));
        if (slice_equals(id, "_id"))
            continue;
        if (next == columns->count || !slice_equal(id, columns->columns[next].field->name) ||
            (types &&
             !slice_equals(shown_type(&fields->items[i]), kind_rows[columns->columns[next].kind].type)))
            return false;
        next++;
    }
    return next == columns->count;
}

bool columns_fit(const struct columns *columns, const struct json *fields)
{
    return columns_compare(columns, fields, true);
}

bool columns_are_named(const struct columns *columns, const struct json *fields)
{
    return columns_compare(columns, fields, false);
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

const size_t *columns_place(const struct columns *columns, const struct slice *names, size_t count,
                            struct arena *arena)
{
    size_t *places = arena_array(arena, columns->count, sizeof *places);
    for (size_t i = 0; i < columns->count; i++)
        places[i] = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t field;
        if (!dictionary_find(columns->dictionary, names[i], &field) || places[field] != SIZE_MAX)
            return NULL;
        places[field] = i;
    }
    return places;
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

/* Digits of a fraction of a second that PostgreSQL keeps. */
#define FRACTION_DIGITS 6

/* The fraction to the microsecond, without zeros at its end; true when it comes to a whole second. */
static bool fraction_round(struct text *moment, size_t point)
{
    bool up = moment->length > point + 1 + FRACTION_DIGITS && moment->at[point + 1 + FRACTION_DIGITS] >= '5';
    if (moment->length > point + 1 + FRACTION_DIGITS)
        moment->length = point + 1 + FRACTION_DIGITS;
    for (size_t i = moment->length; up && i > point + 1; i--) {
        up = moment->at[i - 1] == '9';
        moment->at[i - 1] = up ? '0' : (char)(moment->at[i - 1] + 1);
    }
    while (moment->length > point + 1 && moment->at[moment->length - 1] == '0')
        moment->length--;
    moment->length -= moment->length == point + 1;
    return up;
}

/* A moment as a portal shows it: no zone, a "T", no idle zeros. A fraction that would carry into the second
 * is cut instead: it needs seven nines. */
static void moment_add(struct slice shown, struct text *out)
{
    struct text moment = {0};
    if (slice_ends(shown, "Z"))
        shown.length--;
    text_add_slice(&moment, shown);
    char *point = moment.length > 0 ? memchr(moment.at, '.', moment.length) : NULL;
    if (point != NULL && fraction_round(&moment, (size_t)(point - moment.at))) {
        text_add(&moment, ".");
        for (int i = 0; i < FRACTION_DIGITS; i++)
            text_add_char(&moment, '9');
    }
    text_add_slice(out, text_slice(&moment));
    text_free(&moment);
}

/* As JSON writes numbers: no plus, no zeros in front, digits on either side of a point. */
static void number_tidy(struct slice number, struct text *made)
{
    size_t at = 0;
    if (number.length > 0 && (number.at[0] == '+' || number.at[0] == '-'))
        at = 1;
    text_add(made, at == 1 && number.at[0] == '-' ? "-" : "");
    while (at + 1 < number.length && number.at[at] == '0' && number.at[at + 1] >= '0' &&
           number.at[at + 1] <= '9')
        at++;
    for (; at < number.length; at++) {
        char before = made->length > 0 ? made->at[made->length - 1] : '-';
        bool bare = number.at[at] == '.' && (before < '0' || before > '9');
        bool idle = number.at[at] == '.' &&
                    (at + 1 == number.length || number.at[at + 1] < '0' || number.at[at + 1] > '9');
        text_add(made, bare ? "0" : "");
        if (!idle)
            text_add_char(made, number.at[at]);
    }
}

/* The cell in the form in which it is sent; in `made` where that is another text than the cell's. */
static struct slice number_text(const struct column *column, struct slice cell, struct text *made)
{
    static const char *const words[][2] = {{"INF", "Infinity"}, {"-INF", "-Infinity"}, {"NaN", "NaN"}};
    struct cell_room room = {0};
    struct slice number;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_equals(cell, words[i][0]))
            return slice_of(words[i][1]);
    if (column->rules != NULL && cell_number(column->rules, cell, &room, &number))
        number_tidy(number, made);
    cell_room_free(&room);
    return made->length > 0 ? text_slice(made) : cell;
}

/* Whether a time says its zone: behind the "T" a "Z", or a sign. */
static bool is_zoned(struct slice cell)
{
    const char *time = cell.length > 0 ? memchr(cell.at, 'T', cell.length) : NULL;
    for (; time != NULL && time < cell.at + cell.length; time++)
        if (*time == 'Z' || *time == '+' || *time == '-')
            return true;
    return false;
}

static struct slice moment_text(const struct column *column, struct slice cell, struct text *made)
{
    struct cell_room room = {0};
    struct text key = {0};
    if (is_zoned(cell) && column->rules != NULL && cell_add_key(column->rules, cell, &room, &key))
        moment_add(text_slice(&key), made);
    else
        moment_add(cell, made);
    text_free(&key);
    cell_room_free(&room);
    return made->length > 0 ? text_slice(made) : cell;
}

static bool is_number(enum column_kind kind)
{
    return kind == COLUMN_INTEGER || kind == COLUMN_NUMERIC;
}

static struct slice value_text(const struct column *column, struct slice cell, struct text *made)
{
    if (is_number(column->kind) && !decimal_valid(cell))
        return number_text(column, cell, made);
    return column->kind == COLUMN_TIMESTAMP ? moment_text(column, cell, made) : cell;
}

/* "null", "true" or "false" where the cell stands for that, else NULL. */
static const char *cell_word(const struct columns *columns, const struct column *column, struct slice cell)
{
    if (cell.at == NULL || dictionary_is_missing(columns->dictionary, column->field, cell))
        return "null";
    return column->kind == COLUMN_BOOLEAN ? boolean_text(column, cell) : NULL;
}

void cell_add_sent(const struct columns *columns, size_t index, struct slice cell, struct text *out)
{
    const struct column *column = &columns->columns[index];
    const char *word = cell_word(columns, column, cell);
    struct text made = {0};
    struct slice value = word == NULL ? value_text(column, cell, &made) : slice_of("");
    if (word != NULL)
        text_add(out, word);
    else if (column->kind == COLUMN_INTEGER && decimal_valid(value))
        text_add_slice(out, value);
    else
        string_add(out, value);
    text_free(&made);
}

/* Digits that say something: none of the zeros at either end. */
static size_t significant(struct slice number)
{
    size_t first = 0, last = 0, count = 0;
    for (size_t i = 0; i < number.length; i++) {
        if (number.at[i] < '0' || number.at[i] > '9')
            continue;
        count++;
        if (number.at[i] == '0')
            continue;
        last = count;
        first = first > 0 ? first : count;
    }
    return first > 0 ? last - first + 1 : 0;
}

/* A double keeps 15 digits of any number; what has more is the double that a portal makes of it. */
static void number_add(struct slice text, struct text *out)
{
    struct text number = {0};
    char rounded[40] = "";
    decimal_canonical(text, &number);
    if (significant(text_slice(&number)) > 15)
        snprintf(rounded, sizeof rounded, "%.17g", strtod(number.at, NULL));
    if (decimal_valid(slice_of(rounded)))
        decimal_canonical(slice_of(rounded), out);
    else
        text_add_slice(out, text_slice(&number));
    text_free(&number);
}

/* A value of a column in the form that is compared, from its text. */
static void canonical_add(enum column_kind kind, struct slice text, struct text *out)
{
    struct text moment = {0};
    if (kind == COLUMN_TIMESTAMP)
        moment_add(text, &moment);
    if (is_number(kind) && decimal_valid(text))
        number_add(text, out);
    else
        string_add(out, kind == COLUMN_TIMESTAMP ? text_slice(&moment) : text);
    text_free(&moment);
}

void cell_add_canonical(const struct columns *columns, size_t index, struct slice cell, struct text *out)
{
    const struct column *column = &columns->columns[index];
    const char *word = cell_word(columns, column, cell);
    struct text made = {0};
    if (word != NULL)
        text_add(out, word);
    else
        canonical_add(column->kind, value_text(column, cell, &made), out);
    text_free(&made);
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
