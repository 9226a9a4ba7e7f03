#include "catalog/dialect.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/language.h"

/* ---- reading ---- */

static struct slice text_or(const struct json *json, const char *key, const char *otherwise)
{
    const struct json *value = json_get(json, key);
    return json_is(value, JSON_STRING) ? json_text(value) : slice_of(otherwise);
}

static bool truth_or(const struct json *json, const char *key, bool otherwise)
{
    const struct json *value = json_get(json, key);
    return json_is(value, JSON_TRUE) || (otherwise && !json_is(value, JSON_FALSE));
}

static int by_size(const void *a, const void *b)
{
    size_t left = *(const size_t *)a, right = *(const size_t *)b;
    return left < right ? -1 : left > right;
}

/* Row numbers, rising; what is no whole number from 1 on is the profile's finding. */
static struct dialect_rows rows_of(struct arena *arena, const struct json *list)
{
    struct dialect_rows rows = {NULL, 0};
    if (!json_is(list, JSON_ARRAY))
        return rows;
    rows.numbers = arena_array(arena, list->count, sizeof *rows.numbers);
    for (size_t i = 0; i < list->count; i++) {
        unsigned long long number = strtoull(slice_copy(arena, json_text(&list->items[i])), NULL, 10);
        if (json_is(&list->items[i], JSON_NUMBER) && number > 0)
            rows.numbers[rows.count++] = (size_t)number;
    }
    if (rows.count > 0)
        qsort(rows.numbers, rows.count, sizeof *rows.numbers, by_size);
    return rows;
}

static void take_header(struct arena *arena, const struct json *json, struct table_dialect *dialect)
{
    const struct json *rows = json_get(json, "headerRows");
    dialect->header_rows = rows_of(arena, rows);
    dialect->header =
        truth_or(json, "header", true) && (!json_is(rows, JSON_ARRAY) || dialect->header_rows.count > 0);
    if (!dialect->header || dialect->header_rows.count > 0)
        return;
    dialect->header_rows.numbers = arena_array(arena, 1, sizeof(size_t));
    dialect->header_rows.numbers[0] = 1;
    dialect->header_rows.count = 1;
}

static struct slice terminator_of(const struct json *json)
{
    struct slice terminator = text_or(json, "lineTerminator", "\n");
    bool usual = slice_equals(terminator, "\n") || slice_equals(terminator, "\r\n");
    return usual ? slice_of("") : terminator;
}

/* ---- what cannot be done ---- */

static bool holds(struct slice text, struct slice part)
{
    return part.length > 0 && text.length >= part.length &&
           memmem(text.at, text.length, part.at, part.length) != NULL;
}

static bool has_line_end(struct slice text, const struct table_dialect *dialect)
{
    if (dialect->terminator.length > 0)
        return holds(text, dialect->terminator) || holds(dialect->terminator, text);
    return holds(text, slice_of("\n")) || holds(text, slice_of("\r"));
}

static bool has_nul(struct slice text)
{
    return text.length > 0 && memchr(text.at, '\0', text.length) != NULL;
}

static bool bad_delimiter(const struct table_dialect *dialect)
{
    return dialect->delimiter.length == 0 || has_nul(dialect->delimiter) ||
           has_line_end(dialect->delimiter, dialect);
}

static bool bad_terminator(const struct table_dialect *dialect)
{
    return has_nul(dialect->terminator);
}

static bool bad_quote(const struct table_dialect *dialect)
{
    return dialect->quote.length == 0 || has_nul(dialect->quote) ||
           holds(dialect->delimiter, dialect->quote) || has_line_end(dialect->quote, dialect);
}

static bool bad_escape(const struct table_dialect *dialect)
{
    return has_nul(dialect->escape) || holds(dialect->delimiter, dialect->escape) ||
           (dialect->escape.length > 0 && has_line_end(dialect->escape, dialect));
}

static bool bad_comment(const struct table_dialect *dialect)
{
    return dialect->comment.length > 0 &&
           (has_nul(dialect->comment) || has_line_end(dialect->comment, dialect));
}

static bool no_names(const struct table_dialect *dialect)
{
    return !dialect->header && dialect->name_count == 0;
}

static const struct {
    bool (*bad)(const struct table_dialect *dialect);
    const char *key;
    const char *message;
} FAULTS[] = {
    {bad_terminator, "lineTerminator", N_("a line cannot end with that")},
    {bad_delimiter, "delimiter", N_("cells cannot be told apart by that: it is empty, or ends a line")},
    {bad_quote, "quoteChar",
     N_("cells cannot be told apart with that quotation mark: it separates cells or ends a line")},
    {bad_escape, "escapeChar",
     N_("cells cannot be told apart with that escape character: it separates cells or ends a line")},
    {bad_comment, "commentChar", N_("a comment cannot begin with that")},
    {no_names, "header", N_("a table without a header needs fields, whose names its columns then have")},
};

/* ---- the whole ---- */

static bool is_plain(const struct table_dialect *dialect)
{
    return slice_equals(dialect->delimiter, ",") && slice_equals(dialect->quote, "\"") &&
           dialect->double_quote && !dialect->skip_space && dialect->terminator.length == 0 &&
           dialect->escape.length == 0 && dialect->comment.length == 0 && dialect->comment_rows.count == 0 &&
           dialect->header && dialect->header_rows.count == 1 && dialect->header_rows.numbers[0] == 1;
}

void dialect_find_stops(struct table_dialect *dialect)
{
    const struct slice begins[] = {dialect->delimiter, dialect->terminator, dialect->quote, dialect->escape};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (begins[i].length > 0)
            dialect->stops[(unsigned char)begins[i].at[0]] = true;
    dialect->stops['\n'] = dialect->stops['\r'] = dialect->stops['\0'] = true;
}

const struct table_dialect *dialect_make(struct arena *arena, const struct json *json, const char *delimiter,
                                         const struct slice *names, size_t name_count,
                                         struct dialect_fault *fault)
{
    struct table_dialect *dialect = arena_alloc(arena, sizeof *dialect);
    *dialect = (struct table_dialect){.delimiter = text_or(json, "delimiter", delimiter),
                                      .terminator = terminator_of(json),
                                      .quote = text_or(json, "quoteChar", "\""),
                                      .escape = text_or(json, "escapeChar", ""),
                                      .comment = text_or(json, "commentChar", ""),
                                      .join = text_or(json, "headerJoin", " "),
                                      .double_quote = truth_or(json, "doubleQuote", true),
                                      .skip_space = truth_or(json, "skipInitialSpace", false),
                                      .comment_rows = rows_of(arena, json_get(json, "commentRows")),
                                      .names = names,
                                      .name_count = name_count};
    take_header(arena, json, dialect);
    if (slice_equal(dialect->escape, dialect->quote)) {
        dialect->escape = slice_of("");
        dialect->double_quote = true;
    }
    dialect_find_stops(dialect);
    *fault = (struct dialect_fault){NULL, NULL};
    for (size_t i = 0; i < sizeof FAULTS / sizeof *FAULTS; i++) {
        if (FAULTS[i].bad(dialect)) {
            *fault = (struct dialect_fault){FAULTS[i].key, _(FAULTS[i].message)};
            return NULL;
        }
    }
    return is_plain(dialect) ? NULL : dialect;
}

bool dialect_is_usual(const struct table_dialect *dialect)
{
    return dialect == NULL || (dialect->header && dialect->header_rows.numbers[0] == 1 &&
                               dialect->header_rows.count == 1 && dialect->comment.length == 0 &&
                               dialect->comment_rows.count == 0 && dialect->terminator.length == 0);
}

const struct table_dialect *dialect_as_seen(struct arena *arena, const struct table_dialect *dialect,
                                            const struct dialect_seen *seen)
{
    struct table_dialect *read = arena_alloc(arena, sizeof *read);
    *read = dialect != NULL
                ? *dialect
                : (struct table_dialect){
                      .quote = slice_of("\""), .double_quote = true, .header = true, .join = slice_of(" ")};
    read->delimiter = slice_of(seen->delimiter);
    read->header_rows.numbers = arena_array(arena, 1, sizeof(size_t));
    read->header_rows.numbers[0] = seen->header;
    read->header_rows.count = 1;
    memset(read->stops, 0, sizeof read->stops);
    dialect_find_stops(read);
    return read;
}

const char *dialect_delimiter(struct slice upload)
{
    static const char *const tabbed[] = {".tsv", ".tab"};
    for (size_t i = 0; i < sizeof tabbed / sizeof *tabbed; i++) {
        size_t length = strlen(tabbed[i]);
        if (upload.length > length && strncasecmp(upload.at + upload.length - length, tabbed[i], length) == 0)
            return "\t";
    }
    return ",";
}
