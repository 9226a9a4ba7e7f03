/* By what a table's cells seem to be separated. */
#include <stdlib.h>

#include "base/arena.h"
#include "catalog/dialect.h"
#include "catalog/dialect_split.h"

/* Rows that are looked at. */
#define ROWS 200

/* How well a separator fits: rows that have as many cells as the header, of all that were looked at. */
struct fit {
    size_t columns; /* of the header */
    size_t rows;
    size_t like;
};

/* Blank lines and a last row that may be cut are not looked at. */
static struct fit fit_of(struct split *split, const char *delimiter)
{
    struct table_dialect dialect = {
        .delimiter = slice_of(delimiter), .quote = slice_of("\""), .double_quote = true, .header = true};
    struct fit fit = {0, 0, 0};
    dialect_find_stops(&dialect);
    for (size_t at = 0; fit.rows < ROWS && at < split->end; at = split->next) {
        if (dialect_split_row(&dialect, split, at) != SPLIT_ROW)
            break;
        if (split->count == 1 && split->cells[0].length == 0)
            continue;
        if (fit.rows == 0)
            fit.columns = split->count;
        fit.rows++;
        fit.like += split->count == fit.columns && split->fault == TABLE_FINE;
    }
    return fit;
}

static bool is_better(const struct fit *fit, const struct fit *best)
{
    if (fit->columns < 2 || fit->like == 0)
        return false;
    if (best->columns < 2)
        return true;
    size_t mine = fit->like * best->rows, theirs = best->like * fit->rows;
    return mine > theirs || (mine == theirs && fit->columns > best->columns);
}

const char *dialect_guess(struct slice beginning, bool whole, const char *usual)
{
    static const char *const delimiters[] = {",", ";", "\t", "|"};
    struct split *split = calloc(1, sizeof *split);
    if (split == NULL)
        memory_exhausted();
    if (slice_starts(beginning, "\xEF\xBB\xBF"))
        beginning = (struct slice){beginning.at + 3, beginning.length - 3};
    split->bytes = beginning.at;
    split->end = beginning.length;
    split->last = whole;
    const char *guess = usual;
    struct fit best = fit_of(split, usual);
    for (size_t i = 0; i < sizeof delimiters / sizeof *delimiters; i++) {
        struct fit fit = fit_of(split, delimiters[i]);
        if (!slice_equals(slice_of(usual), delimiters[i]) && is_better(&fit, &best)) {
            best = fit;
            guess = delimiters[i];
        }
    }
    text_free(&split->unquoted);
    free(split);
    return guess;
}
