/* By what a table's cells seem to be separated, and in which row its header stands. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "catalog/dialect.h"
#include "catalog/dialect_split.h"

/* Rows that are looked at, and those among which a header is looked for. */
#define ROWS 200
#define HEADER_ROWS 20

/* What a row is made of. */
struct seen_row {
    size_t cells;
    size_t filled;
    size_t digits; /* cells of digits and signs alone: numbers, dates, years */
    size_t values; /* those that are no years: a header has none */
    size_t known;  /* cells that are names of fields */
    bool fine;     /* the reader found no fault in it */
};

/* How well a separator fits. */
struct fit {
    struct seen_row rows[ROWS];
    size_t count;
    size_t columns;
    size_t filled; /* rows that are not blank */
    size_t like;   /* those of them that have as many cells as the table has columns */
    size_t header; /* its row, from 1; 0: none */
};

struct looking {
    const struct slice *names;
    size_t name_count;
    struct split *split;
};

/* ---- rows ---- */

static bool letter_is_digit(uint32_t letter)
{
    return (letter >= '0' && letter <= '9') || (letter >= 0x0E50 && letter <= 0x0E59);
}

/* What stands beside digits in a value: all of ASCII but letters, the sign of the baht, a hard blank. */
static bool is_sign(uint32_t letter)
{
    bool latin = (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
    return letter == 0x0E3F || letter == 0x00A0 || (letter < 0x80 && !latin);
}

/* How many digits there are in a cell of digits and signs; 0: there are letters in it. */
static size_t count_digits(struct slice cell, bool *alone)
{
    const char *at = cell.at, *end = cell.at + cell.length;
    size_t digits = 0, letters = 0;
    while (at < end) {
        uint32_t letter = utf8_sequence(at, (size_t)(end - at)) > 0 ? utf8_next(&at, end) : 'x';
        if (!letter_is_digit(letter) && !is_sign(letter))
            return 0;
        digits += letter_is_digit(letter);
        letters++;
    }
    *alone = digits == letters;
    return digits;
}

static bool is_name(const struct looking *looking, struct slice cell)
{
    for (size_t i = 0; i < looking->name_count; i++)
        if (slice_equal(looking->names[i], cell))
            return true;
    return false;
}

static void see_row(const struct looking *looking, struct seen_row *row)
{
    const struct split *split = looking->split;
    *row = (struct seen_row){.cells = split->count, .fine = split->fault == TABLE_FINE};
    for (size_t i = 0; i < split->count; i++) {
        struct slice cell = slice_trim(split->cells[i]);
        bool alone = false;
        size_t digits = count_digits(cell, &alone);
        row->filled += cell.length > 0;
        row->digits += digits > 0;
        row->values += digits > 0 && !(alone && digits == 4); /* a header may have years */
        row->known += cell.length > 0 && is_name(looking, cell);
    }
}

/* The last row, which may be cut, is not looked at. */
static void see_rows(const struct looking *looking, const char *delimiter, struct fit *fit)
{
    struct split *split = looking->split;
    struct table_dialect dialect = {
        .delimiter = slice_of(delimiter), .quote = slice_of("\""), .double_quote = true, .header = true};
    dialect_find_stops(&dialect);
    *fit = (struct fit){.count = 0};
    for (size_t at = 0; fit->count < ROWS && at < split->end; at = split->next) {
        if (dialect_split_row(&dialect, split, at) != SPLIT_ROW)
            break;
        see_row(looking, &fit->rows[fit->count++]);
    }
}

/* ---- the table ---- */

/* The number of cells that most rows have. */
static size_t usual_width(const struct fit *fit)
{
    size_t best = 0, width = 0;
    for (size_t i = 0; i < fit->count; i++) {
        size_t alike = 0;
        for (size_t j = 0; j < fit->count; j++)
            alike += fit->rows[j].filled > 0 && fit->rows[j].cells == fit->rows[i].cells;
        if (fit->rows[i].filled > 0 && alike > best) {
            best = alike;
            width = fit->rows[i].cells;
        }
    }
    return width;
}

static const struct seen_row *first_filled(const struct fit *fit)
{
    size_t i = 0;
    while (i + 1 < fit->count && fit->rows[i].filled == 0)
        i++;
    return &fit->rows[i];
}

/* ---- the header ---- */

/* Rows of names, titles and blanks above a header say so themselves, or the rows beneath it do. */
static bool is_proven(const struct fit *fit, size_t header)
{
    const struct seen_row *row = &fit->rows[header];
    size_t beneath = 0, numbered = 0;
    for (size_t i = 0; i < header; i++)
        if (fit->rows[i].filled == 0)
            return true;
    if (fit->columns > 2 && fit->rows[0].cells == fit->columns && fit->rows[0].filled == 1)
        return true;
    for (size_t i = header + 1; i < fit->count; i++) {
        if (fit->rows[i].filled == 0)
            continue;
        beneath++;
        numbered += fit->rows[i].values > 0 || fit->rows[i].digits > row->digits;
    }
    return numbered * 2 > beneath;
}

/* The row that holds the names of the dictionary, at least half of them; SIZE_MAX: none. */
static size_t named_header(const struct looking *looking, const struct fit *fit)
{
    for (size_t i = 0; i < fit->count && i < HEADER_ROWS; i++)
        if (fit->rows[i].cells > 1 && fit->rows[i].known > 0 && fit->rows[i].known * 2 >= looking->name_count)
            return i;
    return SIZE_MAX;
}

/* Whether a row has a text in most columns. */
static bool is_full(const struct fit *fit, const struct seen_row *row)
{
    return row->filled > 1 && row->filled * 2 > fit->columns;
}

/* The header's row, from 1; 0 where nothing says that there is one. */
static size_t header_row(const struct looking *looking, const struct fit *fit)
{
    size_t named = named_header(looking, fit);
    if (fit->columns < 2)
        return 0;
    if (fit->rows[0].known > 0 && fit->rows[0].cells > 1)
        return 1;
    if (named != SIZE_MAX)
        return named + 1;
    if (is_full(fit, &fit->rows[0]))
        return 1;
    for (size_t i = 1; i < fit->count && i < HEADER_ROWS; i++) {
        const struct seen_row *row = &fit->rows[i];
        if (!is_full(fit, row))
            continue;
        bool header = row->cells == fit->columns && row->values == 0 && is_proven(fit, i);
        return header ? i + 1 : 0;
    }
    return 0;
}

/* ---- the whole ---- */

static void fit_of(const struct looking *looking, const char *delimiter, struct fit *fit)
{
    see_rows(looking, delimiter, fit);
    if (fit->count == 0)
        return;
    fit->columns = usual_width(fit);
    if (is_full(fit, first_filled(fit)))
        fit->columns = first_filled(fit)->cells;
    for (size_t i = 0; i < fit->count; i++) {
        fit->filled += fit->rows[i].filled > 0;
        fit->like += fit->rows[i].filled > 0 && fit->rows[i].fine && fit->rows[i].cells == fit->columns;
    }
    fit->header = header_row(looking, fit);
}

static bool is_better(const struct fit *fit, const struct fit *best)
{
    if (fit->header == 0 || fit->like == 0)
        return false;
    if (best->columns < 2)
        return true;
    size_t mine = fit->like * best->filled, theirs = best->like * fit->filled;
    return mine > theirs || (mine == theirs && fit->columns > best->columns);
}

struct dialect_seen dialect_guess(struct slice beginning, bool whole, const char *usual,
                                  const struct slice *names, size_t name_count)
{
    static const char *const delimiters[] = {",", ";", "\t", "|"};
    struct split *split = calloc(1, sizeof *split);
    struct fit *best = calloc(1, sizeof *best), *fit = calloc(1, sizeof *fit);
    if (split == NULL || best == NULL || fit == NULL)
        memory_exhausted();
    const struct looking looking = {names, name_count, split};
    struct dialect_seen seen = {usual, 1};
    if (slice_starts(beginning, "\xEF\xBB\xBF"))
        beginning = (struct slice){beginning.at + 3, beginning.length - 3};
    split->bytes = beginning.at;
    split->end = beginning.length;
    split->last = whole;
    fit_of(&looking, usual, best);
    for (size_t i = 0; i < sizeof delimiters / sizeof *delimiters; i++) {
        if (slice_equals(slice_of(usual), delimiters[i]))
            continue;
        fit_of(&looking, delimiters[i], fit);
        if (is_better(fit, best)) {
            *best = *fit;
            seen.delimiter = delimiters[i];
        }
    }
    if (best->header > 0)
        seen.header = best->header;
    text_free(&split->unquoted);
    free(split);
    free(best);
    free(fit);
    return seen;
}
