/* A table's file from the rows that the portal has. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/dialect.h"
#include "catalog/table.h"
#include "catalog/table_block.h"
#include "publisher/fetch_parts.h"
#include "publisher/readback.h"

/* One row of the portal's. */
struct shown_row {
    char digest[HASH_HEX_BYTES]; /* of its values, as they are compared */
    struct slice line;           /* as a line of the file */
    size_t number;
    bool taken; /* the file has it */
};

struct rewriting {
    struct fetching *fetching;
    const struct record_resource *mine;
    struct fetch_item *item;
    struct shown_row *rows;
    size_t count, room;
    struct text values; /* of one row */
    struct text out;
    const char *line_end;
};

/* ---- the portal's ---- */

static bool is_at(struct slice text, size_t at, struct slice part)
{
    return part.length <= text.length - at && memcmp(text.at + at, part.at, part.length) == 0;
}

/* A delimiter, a quotation mark or a line end asks for quotation marks; so does a blank that would be passed
 * over. */
static bool is_to_be_quoted(struct slice cell, struct slice delimiter, struct slice quote, bool blanks)
{
    bool quoted = blanks && cell.length > 0 && (*cell.at == ' ' || *cell.at == '\t');
    for (size_t i = 0; i < cell.length && !quoted; i++)
        quoted =
            cell.at[i] == '\r' || cell.at[i] == '\n' || is_at(cell, i, delimiter) || is_at(cell, i, quote);
    return quoted;
}

static void cell_quote(const struct table_dialect *dialect, struct slice cell, struct text *out)
{
    struct slice delimiter = dialect != NULL ? dialect->delimiter : slice_of(",");
    struct slice quote = dialect != NULL ? dialect->quote : slice_of("\"");
    bool quoted = is_to_be_quoted(cell, delimiter, quote, dialect != NULL && dialect->skip_space);
    if (quoted)
        text_add_slice(out, quote);
    for (size_t i = 0; i < cell.length; i++) {
        if (is_at(cell, i, quote))
            text_add_slice(out, quote);
        text_add_char(out, cell.at[i]);
    }
    if (quoted)
        text_add_slice(out, quote);
}

/* The first of a list of texts, each perhaps an object with a value and a label. */
static struct slice first_of(const struct json *list, const char *otherwise)
{
    const struct json *first = json_is(list, JSON_ARRAY) && list->count > 0 ? &list->items[0] : NULL;
    if (json_is(first, JSON_OBJECT))
        first = json_get(first, "value");
    return json_is(first, JSON_STRING) ? json_text(first) : slice_of(otherwise);
}

static struct slice missing_text(const struct dictionary *dictionary, const struct dictionary_field *field)
{
    const struct slice empty = {"", 0};
    if (dictionary_is_missing(dictionary, field, empty))
        return empty;
    const struct json *list =
        field->missing != NULL ? field->missing : json_get(&dictionary->document.root, "missingValues");
    return first_of(list, "");
}

static void cell_add(const struct columns *columns, size_t index, const struct json *shown, struct text *out)
{
    const struct table_dialect *dialect = columns->dictionary->dialect;
    const struct dictionary_field *field = columns->columns[index].field;
    struct text made = {0};
    struct json_writer writer = {.out = &made};
    if (json_is(shown, JSON_NULL))
        text_add_slice(&made, missing_text(columns->dictionary, field));
    else if (json_is(shown, JSON_TRUE))
        text_add_slice(&made, first_of(json_get(field->json, "trueValues"), "true"));
    else if (json_is(shown, JSON_FALSE))
        text_add_slice(&made, first_of(json_get(field->json, "falseValues"), "false"));
    else if (json_is(shown, JSON_STRING) || json_is(shown, JSON_NUMBER))
        text_add_slice(&made, json_text(shown));
    else
        json_write_value(&writer, shown);
    cell_quote(dialect, text_slice(&made), out);
    text_free(&made);
}

/* In the order of the file's columns; "" in one that no field has. */
static struct slice line_make(struct rewriting *rewriting, const struct json *values)
{
    const struct record_resource *mine = rewriting->mine;
    const struct table_dialect *dialect = mine->columns->dictionary->dialect;
    struct slice delimiter = dialect != NULL ? dialect->delimiter : slice_of(",");
    struct text line = {0};
    for (size_t column = 0; column < mine->width; column++) {
        if (column > 0)
            text_add_slice(&line, delimiter);
        for (size_t i = 0; i < mine->columns->count; i++)
            if (mine->places[i] == column)
                cell_add(mine->columns, i, &values[i], &line);
    }
    struct slice kept = {arena_copy(rewriting->fetching->arena, line.length > 0 ? line.at : "", line.length),
                         line.length};
    text_free(&line);
    return kept;
}

static bool row_take(struct rewriting *rewriting, const struct json *row, struct problem *problem)
{
    const struct columns *columns = rewriting->mine->columns;
    uint32_t counted = json_is(row, JSON_ARRAY) ? row->count : 0;
    uint32_t first = counted == columns->count + 1 ? 1 : 0; /* "_id" */
    if (counted != columns->count + first)
        return problem_set(problem, PROBLEM_NETWORK, _("%.*s: the portal's rows cannot be read."),
                           SLICE(rewriting->item->key));
    const struct json *values = row->items + first;
    struct shown_row shown = {.line = line_make(rewriting, values), .number = rewriting->count};
    text_clear(&rewriting->values);
    for (size_t i = 0; i < columns->count; i++) {
        shown_add_canonical(columns->columns[i].kind, &values[i], &rewriting->values);
        text_add(&rewriting->values, ",");
    }
    hash_slice(text_slice(&rewriting->values), shown.digest);
    rewriting->rows = arena_grow(rewriting->fetching->arena, rewriting->rows, rewriting->count,
                                 &rewriting->room, sizeof *rewriting->rows);
    rewriting->rows[rewriting->count++] = shown;
    return true;
}

static bool page_take(struct rewriting *rewriting, const struct json *page, struct problem *problem)
{
    const struct json *records = json_get(page, "records");
    if (page == NULL || !columns_are_named(rewriting->mine->columns, json_get(page, "fields")))
        return problem_set(problem, PROBLEM_NETWORK,
                           _("%.*s: the portal's table has other columns than the file; take its dictionary "
                             "and file, or edit them."),
                           SLICE(rewriting->item->key));
    for (uint32_t i = 0; json_is(records, JSON_ARRAY) && i < records->count; i++)
        if (!row_take(rewriting, &records->items[i], problem))
            return false;
    if (rewriting->count > LIMIT_DIFFERENCE_ROWS)
        return problem_set(
            problem, PROBLEM_LOCAL,
            _("%.*s: the portal's table has more than %d rows, the limit for taking rows; take "
              "the file."),
            SLICE(rewriting->item->key), LIMIT_DIFFERENCE_ROWS);
    return true;
}

static bool shown_read(struct rewriting *rewriting, struct problem *problem)
{
    struct arena page_arena = {0};
    bool fine = true;
    for (bool more = true; more && fine;) {
        const struct json *page;
        arena_reset(&page_arena);
        fine = readback_page(&rewriting->fetching->publisher->ckan, rewriting->item->id, rewriting->count,
                             &page_arena, &page, problem) &&
               page_take(rewriting, page, problem);
        more = fine && readback_page_is_full(page);
    }
    arena_free(&page_arena);
    return fine;
}

/* ---- the file's ---- */

static int by_digest(const void *a, const void *b)
{
    const struct shown_row *first = a, *second = b;
    int order = strcmp(first->digest, second->digest);
    return order != 0 ? order : (first->number > second->number) - (first->number < second->number);
}

static int by_number(const void *a, const void *b)
{
    const struct shown_row *first = a, *second = b;
    return (first->number > second->number) - (first->number < second->number);
}

static void rows_sort(struct rewriting *rewriting, int (*order)(const void *, const void *))
{
    if (rewriting->count > 1)
        qsort(rewriting->rows, rewriting->count, sizeof *rewriting->rows, order);
}

/* One of the portal's rows with these values that was not taken yet. */
static struct shown_row *shown_find(struct rewriting *rewriting, const char *digest)
{
    size_t low = 0, high = rewriting->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(rewriting->rows[middle].digest, digest) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < rewriting->count && strcmp(rewriting->rows[low].digest, digest) == 0; low++)
        if (!rewriting->rows[low].taken)
            return &rewriting->rows[low];
    return NULL;
}

static void line_put(struct rewriting *rewriting, struct slice line)
{
    text_add_slice(&rewriting->out, line);
    text_add(&rewriting->out, rewriting->line_end);
}

/* A row of the file stays where the portal has it. */
static void file_row(struct rewriting *rewriting, const struct table_row *row)
{
    const struct columns *columns = rewriting->mine->columns;
    char digest[HASH_HEX_BYTES];
    text_clear(&rewriting->values);
    for (size_t i = 0; i < columns->count; i++) {
        cell_add_canonical(columns, i, columns_cell(rewriting->mine->places, row->cells, i),
                           &rewriting->values);
        text_add(&rewriting->values, ",");
    }
    hash_slice(text_slice(&rewriting->values), digest);
    struct shown_row *shown = shown_find(rewriting, digest);
    if (shown == NULL)
        return;
    shown->taken = true;
    line_put(rewriting, row->source);
}

/* The line says how lines end. */
static const char *line_end_of(int descriptor, uint64_t at, const char *path, struct problem *problem)
{
    char c;
    return file_read_at(descriptor, &c, 1, at, path, problem) == 1 && c == '\r' ? "\r\n" : "\n";
}

/* What stands before the first row of data stays: a mark, titles, the header. It lies in the first block. */
static bool header_keep(struct rewriting *rewriting, struct table *table, const struct table_row *header,
                        struct problem *problem)
{
    const struct record_resource *mine = rewriting->mine;
    const struct table_block *block = table_first_block(table);
    if (header->number == 0 || block->offset != 0)
        return header->number == 0;
    size_t behind = (size_t)(header->source.at - block->bytes) + header->source.length;
    rewriting->line_end = line_end_of(mine->descriptor, behind, mine->path, problem);
    line_put(rewriting, (struct slice){block->bytes, behind});
    return true;
}

static bool file_read_rows(struct rewriting *rewriting, struct problem *problem)
{
    const struct record_resource *mine = rewriting->mine;
    struct table_row row;
    enum table_fault fault;
    size_t line, column;
    struct table *table = table_open_descriptor(mine->descriptor, mine->path);
    bool fine = true;
    table_set_dialect(table, mine->columns->dictionary->dialect);
    while (fine && table_next(table, &row, &fault, &line, &column, problem)) {
        fine = fault == TABLE_FINE && row.count == mine->width;
        if (fine && row.header)
            fine = header_keep(rewriting, table, &row, problem);
        else if (fine)
            file_row(rewriting, &row);
    }
    table_close(table);
    return (fine || problem_set(problem, PROBLEM_LOCAL,
                                _("%s was changed while it was read; it is left as it is"), mine->path)) &&
           problem->kind == PROBLEM_NONE;
}

/* Comments among the rows would be lost; other line ends and escapes are not written. */
static bool can_be_written(const struct table_dialect *dialect)
{
    return dialect == NULL ||
           (dialect->comment.length == 0 && dialect->comment_rows.count == 0 &&
            dialect->terminator.length == 0 && dialect->escape.length == 0 && dialect->double_quote);
}

bool fetch_rows(struct fetching *fetching, const struct record_resource *mine, struct fetch_item *item,
                struct problem *problem)
{
    struct rewriting rewriting = {.fetching = fetching, .mine = mine, .item = item, .line_end = "\n"};
    const char *path = file_join(fetching->arena, fetching->staging, slice_copy(fetching->arena, item->key));
    if (!can_be_written(mine->columns->dictionary->dialect))
        return problem_set(problem, PROBLEM_LOCAL,
                           _("%.*s: rows are not taken into a table whose dialect has comments, escapes or "
                             "line ends of its own; edit it, or take the file."),
                           SLICE(item->key));
    bool fine = shown_read(&rewriting, problem);
    if (fine)
        rows_sort(&rewriting, by_digest);
    fine = fine && file_read_rows(&rewriting, problem);
    if (fine)
        rows_sort(&rewriting, by_number);
    for (size_t i = 0; i < rewriting.count && fine; i++)
        if (!rewriting.rows[i].taken)
            line_put(&rewriting, rewriting.rows[i].line);
    fine = fine && file_replace(path, text_slice(&rewriting.out), 0644, problem);
    text_free(&rewriting.values);
    text_free(&rewriting.out);
    return fine;
}
