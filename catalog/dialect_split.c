#include "catalog/dialect_split.h"

#include <string.h>

/* A cell in progress. Its bytes stand in the file as they are, or in split->unquoted from `copy` on, where
 * something was taken out; then those from `piece` on are still to be copied. */
struct cutting {
    const struct table_dialect *dialect;
    struct split *split;
    size_t from; /* the cell with its quotation mark */
    size_t piece;
    size_t copy;
    bool copied;
};

enum behind { BEHIND_CELL, BEHIND_ROW, BEHIND_NOTHING };

static void set_fault(struct split *split, enum table_fault fault, size_t at)
{
    if (split->fault == TABLE_FINE) {
        split->fault = fault;
        split->fault_at = at;
    }
}

/* ---- what stands at a place ---- */

static bool is_at(const struct split *split, size_t at, struct slice wanted)
{
    return wanted.length > 0 && split->end - at >= wanted.length &&
           memcmp(split->bytes + at, wanted.at, wanted.length) == 0;
}

size_t dialect_line_end(const struct table_dialect *dialect, const char *at, size_t left)
{
    struct slice own = dialect->terminator;
    if (own.length > 0)
        return left >= own.length && memcmp(at, own.at, own.length) == 0 ? own.length : 0;
    if (left > 0 && at[0] == '\n')
        return 1;
    return left > 1 && at[0] == '\r' && at[1] == '\n' ? 2 : 0;
}

static size_t line_end(const struct cutting *cutting, size_t at)
{
    const struct split *split = cutting->split;
    return dialect_line_end(cutting->dialect, split->bytes + at, split->end - at);
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* What begins before the last so many bytes can be told for certain, whatever follows them. */
static size_t look_ahead(const struct table_dialect *dialect)
{
    size_t most = larger(dialect->delimiter.length, larger(dialect->terminator.length, 2));
    most = larger(most, 2 * dialect->quote.length);
    return larger(most, larger(dialect->escape.length + 4, dialect->comment.length));
}

static bool is_uncertain(const struct cutting *cutting, size_t at)
{
    const struct split *split = cutting->split;
    return !split->last && split->end - at < look_ahead(cutting->dialect);
}

/* The next place at which something may begin. */
static size_t next_stop(const struct cutting *cutting, size_t at)
{
    const struct split *split = cutting->split;
    const bool *stops = cutting->dialect->stops;
    while (at < split->end && !stops[(unsigned char)split->bytes[at]])
        at++;
    return at;
}

static bool is_quote(const struct cutting *cutting, size_t at)
{
    return !cutting->split->literal && is_at(cutting->split, at, cutting->dialect->quote);
}

/* ---- the text of a cell ---- */

/* Copies up to `to` and goes on at `next`. The row's first such piece makes room for all, so that none moves.
 */
static void copy_piece(struct cutting *cutting, size_t to, size_t next)
{
    struct split *split = cutting->split;
    char *out = text_reserve(&split->unquoted, split->end - cutting->piece);
    if (!cutting->copied)
        cutting->copy = split->unquoted.length;
    cutting->copied = true;
    memcpy(out, split->bytes + cutting->piece, to - cutting->piece);
    split->unquoted.length += to - cutting->piece;
    cutting->piece = next;
}

/* The escape character goes, what stands behind it stays, whatever it is. */
static size_t take_escape(struct cutting *cutting, size_t at)
{
    struct split *split = cutting->split;
    size_t behind = at + cutting->dialect->escape.length;
    copy_piece(cutting, at, behind);
    if (behind == split->end)
        return behind;
    split->inner_lines += split->bytes[behind] == '\n';
    return behind + 1;
}

/* The cell as it stands in the file, quotation marks and all. */
static void begin_anew(struct cutting *cutting)
{
    if (cutting->copied)
        cutting->split->unquoted.length = cutting->copy;
    cutting->copied = false;
    cutting->piece = cutting->from;
}

static void add_cell(struct cutting *cutting, size_t to)
{
    struct split *split = cutting->split;
    struct slice cell = {split->bytes + cutting->piece, to - cutting->piece};
    if (cutting->copied) {
        copy_piece(cutting, to, to);
        cell = (struct slice){split->unquoted.at + cutting->copy, split->unquoted.length - cutting->copy};
    }
    if (cell.length == 0)
        cell.at = split->bytes + cutting->from;
    if (split->count == LIMIT_TABLE_COLUMNS)
        set_fault(split, TABLE_LIMIT, cutting->from);
    else
        split->cells[split->count++] = cell;
}

/* ---- cells ---- */

static enum behind end_cell(struct cutting *cutting, size_t to, size_t at, bool *ended)
{
    struct split *split = cutting->split;
    size_t end = line_end(cutting, at);
    bool delimiter = is_at(split, at, cutting->dialect->delimiter);
    *ended = at == split->end || end > 0 || delimiter;
    if (!*ended)
        return BEHIND_NOTHING;
    add_cell(cutting, to);
    split->next = at + (end > 0 ? end : delimiter ? cutting->dialect->delimiter.length : 0);
    return end == 0 && delimiter ? BEHIND_CELL : BEHIND_ROW;
}

/* What has no place in a cell without quotation marks. */
static void look_for_faults(struct cutting *cutting, size_t at)
{
    struct split *split = cutting->split;
    if (split->bytes[at] == '\0')
        set_fault(split, TABLE_NUL, at);
    else if (split->bytes[at] == '\r' && cutting->dialect->terminator.length == 0)
        set_fault(split, TABLE_RETURN, at);
    else if (is_quote(cutting, at))
        set_fault(split, TABLE_QUOTE, at);
    else
        split->inner_lines += split->bytes[at] == '\n';
}

static enum behind plain_cell(struct cutting *cutting, size_t at)
{
    struct split *split = cutting->split;
    for (;;) {
        bool ended;
        at = next_stop(cutting, at);
        if (is_uncertain(cutting, at))
            return BEHIND_NOTHING;
        enum behind behind = end_cell(cutting, at, at, &ended);
        if (ended)
            return behind;
        if (is_at(split, at, cutting->dialect->escape)) {
            at = take_escape(cutting, at);
        } else {
            look_for_faults(cutting, at);
            at++;
        }
    }
}

/* Behind the closing quotation mark: the cell's end, nothing else. */
static enum behind behind_quote(struct cutting *cutting, size_t close)
{
    bool ended;
    size_t at = close + cutting->dialect->quote.length;
    enum behind behind = end_cell(cutting, close, at, &ended);
    if (ended)
        return behind;
    set_fault(cutting->split, TABLE_QUOTE, at);
    begin_anew(cutting);
    return plain_cell(cutting, at);
}

static enum behind quoted_cell(struct cutting *cutting)
{
    struct split *split = cutting->split;
    size_t mark = cutting->dialect->quote.length, at = cutting->from + mark;
    split->quote = cutting->from;
    cutting->piece = at;
    for (;;) {
        at = next_stop(cutting, at);
        if (at == split->end || is_uncertain(cutting, at))
            return BEHIND_NOTHING;
        if (is_at(split, at, cutting->dialect->escape)) {
            at = take_escape(cutting, at);
        } else if (!is_quote(cutting, at)) {
            split->inner_lines += split->bytes[at] == '\n';
            if (split->bytes[at] == '\0')
                set_fault(split, TABLE_NUL, at);
            at++;
        } else if (cutting->dialect->double_quote && is_quote(cutting, at + mark)) {
            copy_piece(cutting, at + mark, at + 2 * mark);
            at += 2 * mark;
        } else {
            split->quote = SIZE_MAX;
            return behind_quote(cutting, at);
        }
    }
}

static size_t skip_spaces(const struct cutting *cutting, size_t at)
{
    const struct split *split = cutting->split;
    while (at < split->end && (split->bytes[at] == ' ' || split->bytes[at] == '\t') &&
           !is_at(split, at, cutting->dialect->delimiter))
        at++;
    return at;
}

static enum behind next_cell(const struct table_dialect *dialect, struct split *split, size_t at)
{
    struct cutting cutting = {.dialect = dialect, .split = split};
    if (dialect->skip_space && split->count > 0)
        at = skip_spaces(&cutting, at);
    if (is_uncertain(&cutting, at))
        return BEHIND_NOTHING;
    cutting.from = cutting.piece = at;
    return is_quote(&cutting, at) ? quoted_cell(&cutting) : plain_cell(&cutting, at);
}

/* ---- rows ---- */

static enum behind comment_row(const struct table_dialect *dialect, struct split *split, size_t start)
{
    struct cutting cutting = {.dialect = dialect, .split = split, .from = start, .piece = start};
    for (size_t at = start; !is_uncertain(&cutting, at); at++) {
        size_t end = line_end(&cutting, at);
        if (end == 0 && at < split->end)
            continue;
        add_cell(&cutting, at);
        split->comment = true;
        split->next = at + end;
        return BEHIND_ROW;
    }
    return BEHIND_NOTHING;
}

enum split_result dialect_split_row(const struct table_dialect *dialect, struct split *split, size_t start)
{
    const struct cutting beginning = {.dialect = dialect, .split = split};
    split->count = 0;
    split->inner_lines = 0;
    split->fault = TABLE_FINE;
    split->quote = SIZE_MAX;
    split->comment = false;
    text_clear(&split->unquoted);
    enum behind behind = BEHIND_CELL;
    if (is_uncertain(&beginning, start))
        behind = BEHIND_NOTHING;
    else if (is_at(split, start, dialect->comment))
        behind = comment_row(dialect, split, start);
    for (size_t at = start; behind == BEHIND_CELL; at = split->next)
        behind = next_cell(dialect, split, at);
    if (behind == BEHIND_ROW)
        return SPLIT_ROW;
    return split->last ? SPLIT_UNCLOSED : SPLIT_MORE;
}
