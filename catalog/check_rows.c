/* Rows that are no records: the header once more, rows of empty cells, notes below the table; what
 * spreadsheets leave in cells; line ends of two kinds. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "catalog/cell_rules.h"
#include "catalog/check_keys.h"
#include "catalog/table_block.h"

struct check {
    size_t *texts; /* columns of free text: nothing else looks at what stands there */
    size_t text_count;
    size_t lines[2]; /* that end in LF, in CR LF */
};

struct share {
    const struct check *check;
    size_t lines[2];
};

static void *begin(struct table_run *run)
{
    return arena_alloc(run->arena, sizeof(struct check));
}

static bool is_free_text(const struct cell_rules *rules)
{
    return rules == NULL ||
           ((rules->type == CELL_STRING || rules->type == CELL_ANY) && rules->choices.count == 0 &&
            rules->categories.count == 0 && rules->pattern == NULL);
}

static void header(struct table_worker *worker, void *state, const struct table_row *row)
{
    struct check *check = state;
    (void)row;
    check->texts = arena_array(worker->run->arena, worker->run->column_count, sizeof *check->texts);
    for (size_t i = 0; i < worker->run->column_count; i++)
        if (is_free_text(worker->run->columns[i].rules))
            check->texts[check->text_count++] = i;
}

static void *share(struct table_worker *worker, void *state)
{
    struct share *share = arena_alloc(worker->arena, sizeof *share);
    share->check = state;
    return share;
}

/* ---- what a row may be ---- */

static bool is_header(const struct table_run *run, const struct table_batch *batch, size_t row)
{
    for (size_t i = 0; i < run->column_count; i++)
        if (!slice_equal(batch_cell(batch, row, i), run->columns[i].name))
            return false;
    return true;
}

/* No cell from `column` on holds anything. */
static bool is_empty_from(const struct table_batch *batch, size_t row, size_t column)
{
    for (size_t i = column; i < batch->columns; i++)
        if (batch->cells[row * batch->columns + i].length > 0)
            return false;
    return true;
}

/* Words by which notes below a table begin. */
static const char *const NOTES[] = {"หมายเหตุ", "ที่มา",    "แหล่งที่มา", "แหล่งข้อมูล", "ข้อมูล ณ", "Note",
                                    "NOTE",    "Source", "SOURCE",  "Remark",   "*"};

static bool is_note(const struct table_batch *batch, size_t row)
{
    struct slice cell = batch_cell(batch, row, 0);
    for (size_t i = 0; i < sizeof NOTES / sizeof *NOTES; i++)
        if (slice_starts(cell, NOTES[i]))
            return true;
    return false;
}

/* What a spreadsheet shows where a formula has no value. */
static const char *const SPREADSHEET_ERRORS[] = {"#REF!",  "#N/A",  "#VALUE!", "#DIV/0!",
                                                 "#NAME?", "#NUM!", "#NULL!",  "#SPILL!"};

static bool is_formula(struct slice cell)
{
    if (cell.length > 1 && cell.at[0] == '=')
        return (cell.at[1] >= 'A' && cell.at[1] <= 'Z') || (cell.at[1] >= 'a' && cell.at[1] <= 'z') ||
               (cell.at[1] >= '0' && cell.at[1] <= '9') ||
               (cell.at[1] != '\0' && strchr("$(+-\"'", cell.at[1]) != NULL);
    for (size_t i = 0; i < sizeof SPREADSHEET_ERRORS / sizeof *SPREADSHEET_ERRORS; i++)
        if (slice_equals(cell, SPREADSHEET_ERRORS[i]))
            return true;
    return cell.length > 3 && cell.at[0] == '#' && strspn(cell.at, "#") >= cell.length;
}

/* ---- the pass ---- */

static uint64_t odd_rows(const struct table_run *run, const struct table_batch *batch)
{
    const struct slice first = run->columns[0].name;
    uint64_t found = 0;
    for (size_t row = 0; row < batch->count; row++) {
        const struct table_cell *cells = &batch->cells[row * batch->columns];
        bool odd = cells[0].length == first.length && slice_equal(batch_cell(batch, row, 0), first) &&
                   is_header(run, batch, row);
        if (batch->columns > 1 && cells[1].length == 0 && is_empty_from(batch, row, 1))
            odd = odd || cells[0].length == 0 || is_note(batch, row);
        found |= (uint64_t)odd << row;
    }
    return found;
}

static uint64_t formulas(const struct check *check, const struct table_batch *batch)
{
    uint64_t found = 0;
    for (size_t i = 0; i < check->text_count; i++) {
        const struct table_cell *cells = &batch->cells[check->texts[i]];
        for (size_t row = 0; row < batch->count; row++) {
            struct table_cell cell = cells[row * batch->columns];
            char byte = batch->bytes[cell.from]; /* there is always one */
            if ((byte == '=' || byte == '#') &&
                is_formula((struct slice){batch->bytes + cell.from, cell.length}))
                found |= UINT64_C(1) << row;
        }
    }
    return found;
}

/* The byte before the line feed at which a row ends. The last one may end without. */
static void count_lines(struct share *share, const struct table_batch *batch)
{
    for (size_t row = 0; row < batch->count; row++) {
        size_t end = batch->rows[row + 1].start;
        if (end >= 2 && batch->bytes[end - 1] == '\n')
            share->lines[batch->bytes[end - 2] == '\r']++;
    }
}

static uint64_t batch(struct table_worker *worker, void *state, const struct table_batch *rows)
{
    struct share *share = state;
    count_lines(share, rows);
    return odd_rows(worker->run, rows) | formulas(share->check, rows);
}

/* ---- telling ---- */

static bool put_row(struct table_worker *worker, const struct table_batch *batch, enum code code,
                    const char *message, const char *hint)
{
    struct finding finding = {
        .code = code, .message = arena_format(worker->brief, message, batch->number), .hint = hint};
    table_check_put_row(worker, batch, 0, SIZE_MAX, &finding);
    return true;
}

static void put_formulas(struct table_worker *worker, const struct check *check,
                         const struct table_batch *batch)
{
    for (size_t i = 0; i < check->text_count; i++) {
        if (!is_formula(batch_cell(batch, 0, check->texts[i])))
            continue;
        struct finding finding = {
            .code = CODE_D126,
            .message = _("{value} is what a spreadsheet calculates with, not a value"),
            .hint = _("write what the spreadsheet shows there, or leave the cell empty"),
        };
        table_check_put_row(worker, batch, 0, check->texts[i], &finding);
    }
}

/* One row at a time: it is number 0 of the batch. */
static void row(struct table_worker *worker, void *state, const struct table_batch *batch, size_t number)
{
    const struct share *share = state;
    bool single = batch->columns == 1;
    (void)number;
    bool blank = single && batch_cell(batch, 0, 0).length == 0; /* as the header is then */
    if (!blank && is_header(worker->run, batch, 0))
        put_row(worker, batch, CODE_D124, _("row %zu holds the names of the columns once more"),
                _("remove the row"));
    else if (!single && is_empty_from(batch, 0, 0))
        put_row(worker, batch, CODE_D106, _("row %zu is empty"), _("remove the line"));
    else if (!single && is_empty_from(batch, 0, 1) && is_note(batch, 0))
        put_row(worker, batch, CODE_D125, _("row %zu is a note, not a record"),
                _("remove it from the table; notes belong into the description of the resource"));
    else
        put_formulas(worker, share->check, batch);
}

static void join(struct table_run *run, void *state, void *joined)
{
    struct check *check = state;
    const struct share *share = joined;
    (void)run;
    for (size_t i = 0; i < 2; i++)
        check->lines[i] += share->lines[i];
}

static void end(struct table_worker *worker, void *state)
{
    const struct check *check = state;
    if (check->lines[0] == 0 || check->lines[1] == 0)
        return;
    struct finding finding = {
        .code = CODE_D127,
        .level = LEVEL_WARNING,
        .message = arena_format(worker->brief, _("lines that end in CR LF: %zu; in LF alone: %zu"),
                                check->lines[1], check->lines[0]),
        .hint = _("save the file anew, with one kind of line end"),
    };
    table_check_put(worker, &finding);
}

const struct table_check CHECK_ROWS = {
    .begin = begin, .header = header, .share = share, .batch = batch, .row = row, .join = join, .end = end};
