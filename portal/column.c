#include "portal/column.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "portal/clock.h"
#include "portal/value.h"

static const struct column_type TYPES[] = {
    {"int", "int4", "integer", COLUMN_INTEGER, 4},
    {"int4", "int4", "integer", COLUMN_INTEGER, 4},
    {"integer", "int4", "integer", COLUMN_INTEGER, 4},
    {"serial", "int4", "integer", COLUMN_INTEGER, 4},
    {"int2", "int2", "smallint", COLUMN_INTEGER, 2},
    {"smallint", "int2", "smallint", COLUMN_INTEGER, 2},
    {"int8", "int8", "bigint", COLUMN_INTEGER, 8},
    {"bigint", "int8", "bigint", COLUMN_INTEGER, 8},
    {"numeric", "numeric", "numeric", COLUMN_NUMERIC, 0},
    {"decimal", "numeric", "numeric", COLUMN_NUMERIC, 0},
    {"float", "float8", "double precision", COLUMN_FLOAT, 0},
    {"float8", "float8", "double precision", COLUMN_FLOAT, 0},
    {"double precision", "float8", "double precision", COLUMN_FLOAT, 0},
    {"float4", "float4", "real", COLUMN_FLOAT, 0},
    {"real", "float4", "real", COLUMN_FLOAT, 0},
    {"bool", "bool", "boolean", COLUMN_BOOL, 0},
    {"boolean", "bool", "boolean", COLUMN_BOOL, 0},
    {"date", "date", "date", COLUMN_DATE, 0},
    {"time", "time", "time without time zone", COLUMN_TIME, 0},
    {"timestamp", "timestamp", "timestamp without time zone", COLUMN_TIMESTAMP, 0},
    {"timestamptz", "timestamptz", "timestamp with time zone", COLUMN_TIMESTAMPTZ, 0},
    {"text", "text", "text", COLUMN_TEXT, 0},
    {"varchar", "varchar", "character varying", COLUMN_TEXT, 0},
    {"character varying", "varchar", "character varying", COLUMN_TEXT, 0},
    {"bpchar", "bpchar", "character", COLUMN_TEXT, 0},
    {"name", "name", "name", COLUMN_TEXT, 0},
    {"uuid", "uuid", "uuid", COLUMN_UUID, 0},
    {"json", "json", "json", COLUMN_JSON, 0},
    {"jsonb", "jsonb", "jsonb", COLUMN_JSON, 0},
    {"nested", "nested", "nested", COLUMN_JSON, 0},
    {"_text", "_text", "text[]", COLUMN_LIST, 0},
    {"text[]", "_text", "text[]", COLUMN_LIST, 0},
    {"_varchar", "_varchar", "character varying[]", COLUMN_LIST, 0},
    {"_int4", "_int4", "integer[]", COLUMN_LIST, 0},
    {"_int8", "_int8", "bigint[]", COLUMN_LIST, 0},
    {"_numeric", "_numeric", "numeric[]", COLUMN_LIST, 0},
    {"_bool", "_bool", "boolean[]", COLUMN_LIST, 0},
};

const struct column_type *column_type_find(const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof TYPES / sizeof *TYPES; i++)
        if (strcasecmp(TYPES[i].name, name) == 0)
            return &TYPES[i];
    return NULL;
}

/* "[-+]digits[.digits][e[-+]digits]"; false for all else. */
static bool is_number(const char *text, bool *whole)
{
    const char *at = text + strspn(text, "+-");
    if (at - text > 1)
        return false;
    size_t digits = strspn(at, "0123456789");
    at += digits;
    *whole = *at == 0 && digits > 0;
    if (*at == '.') {
        size_t more = strspn(at + 1, "0123456789");
        digits += more;
        at += more + 1;
    }
    if (digits > 0 && (*at == 'e' || *at == 'E')) {
        at++;
        at += *at == '+' || *at == '-' ? 1 : 0;
        size_t exponent = strspn(at, "0123456789");
        if (exponent == 0 || exponent > 4)
            return false;
        at += exponent;
    }
    return digits > 0 && *at == 0;
}

const char *column_guess(struct arena *arena, const struct value *value)
{
    bool whole = false;
    if (value_is(value, VALUE_OBJECT) || value_is(value, VALUE_LIST))
        return "nested";
    if (value_is(value, VALUE_TRUE) || value_is(value, VALUE_FALSE))
        return "int";
    if (value_is(value, VALUE_NUMBER))
        return strpbrk(value->text.at, ".e") == NULL ? "int" : "float";
    if (!value_is(value, VALUE_STRING))
        return "text";
    const char *text = slice_copy(arena, slice_trim(value->text));
    if (is_number(text, &whole))
        return whole ? "integer" : "numeric";
    return clock_is_guessed(value->text.at) ? "timestamp" : "text";
}

static enum column_fault bad(struct arena *arena, const char **message, const char *type, const char *text)
{
    *message = arena_format(arena, "invalid input syntax for type %s: \"%s\"", type, text);
    return COLUMN_BAD;
}

static enum column_fault out_of_range(const char **message, const char *what)
{
    *message = what;
    return COLUMN_BAD;
}

static enum column_fault mismatch(struct arena *arena, const struct column_type *type, const char **message)
{
    *message = arena_format(arena, "column is of type %s but expression is of another type", type->native);
    return COLUMN_MISMATCH;
}

/* Digits without an exponent: sign, whole part without leading zeros, fraction with its scale. */
static char *numeric_plain(struct arena *arena, const char *text)
{
    char *digits = arena_alloc(arena, strlen(text) + 1);
    bool negative = *text == '-';
    long point = -1;
    long count = 0;
    text += strspn(text, "+-");
    for (; *text != 0 && *text != 'e' && *text != 'E'; text++) {
        if (*text == '.')
            point = count;
        else
            digits[count++] = *text;
    }
    long exponent = *text == 0 ? 0 : strtol(text + 1, NULL, 10);
    point = (point < 0 ? count : point) + exponent;
    long scale = count - point > 0 ? count - point : 0;
    struct text out = {0};
    for (long i = point < 0 ? point : 0; i < (point > count ? point : count); i++) {
        if (i == point && out.length == 0)
            text_add_char(&out, '0');
        if (i == point)
            text_add_char(&out, '.');
        char digit = i < 0 || i >= count ? '0' : digits[i];
        if (digit != '0' || out.length > 0)
            text_add_char(&out, digit);
        else if (i >= point)
            text_add_char(&out, digit);
    }
    if (out.length == 0)
        text_add_char(&out, '0');
    (void)scale;
    bool zero = strspn(out.at, "0.") == out.length;
    char *plain = arena_format(arena, "%s%s", negative && !zero ? "-" : "", out.at);
    text_free(&out);
    return plain;
}

/* Half away from zero, as PostgreSQL casts numeric to an integer. */
static char *rounded(struct arena *arena, const char *plain)
{
    const char *point = strchr(plain, '.');
    if (point == NULL)
        return arena_string(arena, plain);
    char *whole =
        arena_format(arena, "0%.*s", (int)(point - plain) - (*plain == '-'), plain + (*plain == '-'));
    size_t length = strlen(whole);
    if (point[1] >= '5') {
        size_t i = length;
        while (whole[i - 1] == '9')
            whole[--i] = '0';
        whole[i - 1]++;
    }
    whole += whole[0] == '0' && length > 1 ? 1 : 0;
    bool zero = strspn(whole, "0") == strlen(whole);
    return arena_format(arena, "%s%s", *plain == '-' && !zero ? "-" : "", whole);
}

static bool fits(const char *number, int bytes)
{
    static const char *const most[] = {"32768", "2147483648", "9223372036854775808"};
    const char *limit = most[bytes == 2 ? 0 : bytes == 4 ? 1 : 2];
    bool negative = *number == '-';
    const char *digits = number + (negative ? 1 : 0);
    size_t length = strlen(digits);
    if (length != strlen(limit))
        return length < strlen(limit);
    int order = strcmp(digits, limit);
    return order < 0 || (order == 0 && negative);
}

static enum column_fault store_integer(struct arena *arena, const struct column_type *type,
                                       const struct value *value, const char *text, const char **stored,
                                       const char **message)
{
    bool whole = false;
    if (value->type != VALUE_STRING && value->type != VALUE_NUMBER)
        return mismatch(arena, type, message);
    if (!is_number(text, &whole) || (value->type == VALUE_STRING && !whole))
        return bad(arena, message, type->native, text);
    *stored = rounded(arena, numeric_plain(arena, text));
    return fits(*stored, type->bytes) ? COLUMN_GOOD : out_of_range(message, "integer out of range");
}

static const char *special_number(const char *text)
{
    static const char *const names[][2] = {
        {"nan", "NaN"},       {"infinity", "Infinity"},   {"inf", "Infinity"},  {"+infinity", "Infinity"},
        {"+inf", "Infinity"}, {"-infinity", "-Infinity"}, {"-inf", "-Infinity"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(text, names[i][0]) == 0)
            return names[i][1];
    return NULL;
}

static enum column_fault store_number(struct arena *arena, const struct column_type *type,
                                      const struct value *value, const char *text, const char **stored,
                                      const char **message)
{
    bool whole = false;
    if (value->type != VALUE_STRING && value->type != VALUE_NUMBER)
        return mismatch(arena, type, message);
    *stored = special_number(text);
    if (*stored != NULL)
        return COLUMN_GOOD;
    if (!is_number(text, &whole))
        return bad(arena, message, type->native, text);
    *stored = numeric_plain(arena, text);
    if (type->class == COLUMN_FLOAT) {
        struct value *number = value_number(arena, slice_of(arena_format(arena, "%se0", *stored)));
        size_t length = number->text.length;
        bool point = slice_ends(number->text, ".0");
        *stored = arena_copy(arena, number->text.at, point ? length - 2 : length);
    }
    return COLUMN_GOOD;
}

static enum column_fault store_bool(struct arena *arena, const struct column_type *type,
                                    const struct value *value, const char *text, const char **stored,
                                    const char **message)
{
    static const char *const words[][2] = {{"true", "true"}, {"yes", "true"},    {"on", "true"},
                                           {"1", "true"},    {"false", "false"}, {"no", "false"},
                                           {"off", "false"}, {"0", "false"}};
    if (value->type == VALUE_TRUE || value->type == VALUE_FALSE) {
        *stored = value->type == VALUE_TRUE ? "true" : "false";
        return COLUMN_GOOD;
    }
    if (value->type != VALUE_STRING)
        return mismatch(arena, type, message);
    size_t length = strlen(text);
    bool one_letter_on = length == 1 && (*text == 'o' || *text == 'O');
    for (size_t i = 0; i < sizeof words / sizeof *words && length > 0 && !one_letter_on; i++)
        if (length <= strlen(words[i][0]) && strncasecmp(text, words[i][0], length) == 0) {
            *stored = words[i][1];
            return COLUMN_GOOD;
        }
    return bad(arena, message, type->native, text);
}

static enum column_fault store_clock(struct arena *arena, const struct column_type *type,
                                     const struct value *value, const char *text, const char **stored,
                                     const char **message)
{
    static const enum clock_kind kinds[] = {[COLUMN_DATE] = CLOCK_DATE,
                                            [COLUMN_TIME] = CLOCK_TIME,
                                            [COLUMN_TIMESTAMP] = CLOCK_TIMESTAMP,
                                            [COLUMN_TIMESTAMPTZ] = CLOCK_TIMESTAMPTZ};
    if (value->type != VALUE_STRING)
        return mismatch(arena, type, message);
    char *read = clock_read(arena, kinds[type->class], text);
    *stored = read;
    return read != NULL ? COLUMN_GOOD : bad(arena, message, type->native, text);
}

static enum column_fault store_text(struct arena *arena, const struct column_type *type,
                                    const struct value *value, const char *text, const char **stored,
                                    const char **message)
{
    (void)text;
    if (value->type == VALUE_OBJECT) {
        *message = "can't adapt type 'dict'";
        return COLUMN_MISMATCH;
    }
    if (value->type == VALUE_LIST) {
        struct text out = {0};
        column_print(arena, column_type_find("_text"), value_json(arena, value).at, &out);
        *stored = arena_copy(arena, out.at, out.length);
        text_free(&out);
        return COLUMN_GOOD;
    }
    (void)type;
    *stored = value_as_text(arena, value).at;
    return COLUMN_GOOD;
}

static enum column_fault store_uuid(struct arena *arena, const struct column_type *type,
                                    const struct value *value, const char *text, const char **stored,
                                    const char **message)
{
    char digits[33];
    size_t count = 0;
    if (value->type != VALUE_STRING)
        return mismatch(arena, type, message);
    for (; *text != 0 && count < 33; text++)
        if (isxdigit((unsigned char)*text) && count < 32)
            digits[count++] = (char)tolower((unsigned char)*text);
        else if (strchr("-{}", *text) == NULL)
            count = 33;
    if (count != 32)
        return bad(arena, message, type->native, value->text.at);
    *stored = arena_format(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", digits, digits + 8, digits + 12, digits + 16,
                           digits + 20);
    return COLUMN_GOOD;
}

static enum column_fault store_json(struct arena *arena, const struct column_type *type,
                                    const struct value *value, const char *text, const char **stored,
                                    const char **message)
{
    (void)type;
    (void)text;
    (void)message;
    *stored = value_json(arena, value).at;
    return COLUMN_GOOD;
}

/* "{a,b}" without nesting. */
static struct value *list_literal(struct arena *arena, const char *text)
{
    size_t length = strlen(text);
    if (length < 2 || text[0] != '{' || text[length - 1] != '}')
        return NULL;
    struct value *list = value_list(arena);
    const char *at = text + 1;
    const char *end = text + length - 1;
    while (at < end) {
        size_t part = strcspn(at, ",}");
        struct slice item = slice_trim((struct slice){at, part});
        if (item.length >= 2 && item.at[0] == '"' && item.at[item.length - 1] == '"')
            item = (struct slice){item.at + 1, item.length - 2};
        value_append(arena, list, slice_equals(item, "NULL") ? value_null(arena) : value_slice(arena, item));
        at += part + 1;
    }
    return list;
}

static enum column_fault store_list(struct arena *arena, const struct column_type *type,
                                    const struct value *value, const char *text, const char **stored,
                                    const char **message)
{
    struct value *list = value->type == VALUE_STRING ? list_literal(arena, text) : NULL;
    if (value->type == VALUE_LIST)
        list = value_copy(arena, value);
    if (list == NULL && value->type == VALUE_STRING)
        return bad(arena, message, "array", text);
    if (list == NULL)
        return mismatch(arena, type, message);
    const struct column_type *element = column_type_find(type->known + 1);
    for (size_t i = 0; i < list->count; i++) {
        struct value *item = NULL;
        enum column_fault fault = column_store(arena, element, list->items[i], &item, message);
        if (fault != COLUMN_GOOD)
            return fault;
        list->items[i] = column_read(arena, element, value_text(item));
    }
    *stored = value_json(arena, list).at;
    return COLUMN_GOOD;
}

typedef enum column_fault store_function(struct arena *arena, const struct column_type *type,
                                         const struct value *value, const char *text, const char **stored,
                                         const char **message);

static store_function *const STORE[] = {
    [COLUMN_INTEGER] = store_integer, [COLUMN_NUMERIC] = store_number,    [COLUMN_FLOAT] = store_number,
    [COLUMN_BOOL] = store_bool,       [COLUMN_DATE] = store_clock,        [COLUMN_TIME] = store_clock,
    [COLUMN_TIMESTAMP] = store_clock, [COLUMN_TIMESTAMPTZ] = store_clock, [COLUMN_TEXT] = store_text,
    [COLUMN_UUID] = store_uuid,       [COLUMN_JSON] = store_json,         [COLUMN_LIST] = store_list,
};

enum column_fault column_store(struct arena *arena, const struct column_type *type, const struct value *value,
                               struct value **stored, const char **message)
{
    *stored = NULL;
    if (value_is_null(value))
        return COLUMN_GOOD;
    if (type->class != COLUMN_JSON && value_holds_nul(value))
        return COLUMN_CRASH;
    const char *text = "";
    if (value->type == VALUE_STRING || value->type == VALUE_NUMBER)
        text = slice_copy(arena, slice_trim(value->text));
    const char *kept = NULL;
    enum column_fault fault = STORE[type->class](arena, type, value, text, &kept, message);
    if (fault == COLUMN_GOOD)
        *stored = value_string(arena, kept);
    return fault;
}

struct value *column_read(struct arena *arena, const struct column_type *type, const char *stored)
{
    if (stored == NULL)
        return value_null(arena);
    bool number = type->class <= COLUMN_FLOAT && special_number(stored) == NULL;
    if (number) {
        struct value *value = value_integer(arena, 0);
        value->text = slice_of(arena_string(arena, stored));
        return value;
    }
    if (type->class == COLUMN_BOOL)
        return value_bool(arena, strcmp(stored, "true") == 0);
    if (type->class == COLUMN_JSON || type->class == COLUMN_LIST) {
        struct value *read = value_read(arena, slice_of(arena_string(arena, stored)), NULL);
        return read == NULL ? value_null(arena) : read;
    }
    return value_string(arena, stored);
}

static void print_list(struct arena *arena, const struct value *list, struct text *out)
{
    text_add_char(out, '{');
    for (size_t i = 0; i < list->count; i++) {
        const struct value *item = list->items[i];
        text_add(out, i > 0 ? "," : "");
        if (item->type == VALUE_LIST) {
            print_list(arena, item, out);
            continue;
        }
        const char *text = item->type == VALUE_NULL ? "NULL" : value_as_text(arena, item).at;
        bool quote = item->type == VALUE_STRING && (*text == 0 || strpbrk(text, "{}\",\\ \t\n") != NULL);
        text_add(out, quote ? "\"" : "");
        for (; *text != 0; text++) {
            if (quote && (*text == '"' || *text == '\\'))
                text_add_char(out, '\\');
            text_add_char(out, *text);
        }
        text_add(out, quote ? "\"" : "");
    }
    text_add_char(out, '}');
}

void column_print(struct arena *arena, const struct column_type *type, const char *stored, struct text *out)
{
    if (stored == NULL)
        return;
    if (type->class == COLUMN_LIST) {
        const struct value *list = value_read(arena, slice_of(arena_string(arena, stored)), NULL);
        if (value_is(list, VALUE_LIST))
            print_list(arena, list, out);
        return;
    }
    if (type->class == COLUMN_BOOL) {
        text_add(out, strcmp(stored, "true") == 0 ? "t" : "f");
        return;
    }
    bool moment = type->class == COLUMN_TIMESTAMP || type->class == COLUMN_TIMESTAMPTZ;
    const char *t = moment ? strchr(stored, 'T') : NULL;
    if (t == NULL) {
        text_add(out, stored);
        return;
    }
    size_t length = strlen(t + 1);
    length -= length > 3 && strcmp(t + 1 + length - 3, ":00") == 0 && strchr(t, '+') != NULL ? 3 : 0;
    text_format(out, "%.*s %.*s", (int)(t - stored), stored, (int)length, t + 1);
}
