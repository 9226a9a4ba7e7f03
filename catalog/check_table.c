#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/meter.h"
#include "base/utf8.h"
#include "catalog/check_keys.h"
#include "catalog/check_pass.h"
#include "catalog/column.h"
#include "catalog/content.h"
#include "catalog/check_privacy.h"
#include "catalog/check_written.h"
#include "catalog/extent.h"
#include "catalog/encoding.h"
#include "catalog/table_check.h"

/* ---- each row has as many cells as the header ---- */

static void odd_width(struct table_worker *worker, void *share, const struct table_row *row)
{
    (void)share;
    if (row->count == worker->run->column_count)
        return;
    struct finding finding = {.line = row->line, .row = row->number};
    if (row->count == 1 && row->cells[0].length == 0) {
        finding.code = CODE_D106;
        finding.message = arena_format(worker->brief, _("row %zu is empty"), row->number);
        finding.hint = _("remove the line");
    } else {
        finding.code = CODE_D105;
        finding.message = arena_format(worker->brief, _("cells in row %zu: %zu; in the header: %zu"),
                                       row->number, row->count, worker->run->column_count);
        finding.hint = worker->run->dialect == NULL
                           ? _("look for a missing or extra comma; a cell that holds a comma must stand in "
                               "quotation marks")
                           : _("look for a missing or extra separator; a cell that holds one must stand in "
                               "quotation marks");
    }
    table_check_put(worker, &finding);
}

/* ---- a file in another character set is told once ---- */

static bool is_ascii(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((text.at[i] & 0x80) != 0)
            return false;
    return true;
}

/* The name of the Thai set that the file's beginning is surely in, be it for a damaged byte; NULL: it is in
 * UTF-8, or nobody can say. `*utf8` says that there are letters of UTF-8 in it. */
static const char *thai_set(struct slice beginning, bool *utf8)
{
    if (utf8_check(beginning.at, beginning.length) == beginning.length) {
        *utf8 = !is_ascii(beginning);
        return NULL;
    }
    struct encoding_guess guess = encoding_guess(beginning);
    bool thai = guess.encoding == ENCODING_TIS620 || guess.encoding == ENCODING_WINDOWS874;
    *utf8 = guess.encoding == ENCODING_MIXED;
    if (!thai || (guess.confidence < ENCODING_CONFIDENT && guess.undefined == 0))
        return NULL;
    return guess.encoding == ENCODING_TIS620 ? "Windows-874 (TIS-620)" : "Windows-874";
}

static void end_encoding(struct table_worker *worker, void *state)
{
    (void)state;
    if (worker->run->encoding == NULL)
        return;
    struct finding finding = {
        .code = CODE_D107,
        .message = arena_format(
            worker->brief, _("the file is in %s, not in UTF-8; rows that cannot be read as they are: %zu"),
            worker->run->encoding, worker->seen[CODE_D107]),
        .hint = arena_format(worker->brief, _("turn it into UTF-8: banchi convert %s"), worker->run->file),
    };
    table_check_put(worker, &finding);
}

/* ---- the checks, in the order in which they see a row ---- */

static const struct table_check HEADER = {.header = check_header};
static const struct table_check WIDTH = {.odd = odd_width};
static const struct table_check ENCODING = {.end = end_encoding};

static const struct table_check *const CHECKS[] = {
    &HEADER,       &WIDTH,      &ENCODING,     &CHECK_CELLS,   &CHECK_ROWS,   &CHECK_FOREIGN,
    &CHECK_UNIQUE, &CHECK_SUMS, &CHECK_EXTENT, &CHECK_PRIVACY, &CHECK_PASSED,
};
enum { CHECK_COUNT = sizeof CHECKS / sizeof *CHECKS };

/* ---- faults that the reader tells ---- */

struct fault_row {
    enum code code;
    const char *message; /* a msgid with the row's number */
    const char *hint;
    bool cells_told; /* the cells could be told apart all the same */
};

static const struct fault_row FAULTS[] = {
    [TABLE_QUOTE] =
        {CODE_D108, N_("row %zu: a quotation mark stands inside a cell"),
         N_("a cell that holds one stands in quotation marks as a whole, and the one inside is doubled"),
         false},
    [TABLE_UNCLOSED] = {CODE_D109, N_("row %zu: a quotation mark is opened and never closed"),
                        N_("close it, or double it where it belongs to the text"), false},
    [TABLE_ENCODING] =
        {CODE_D107, N_("row %zu is not UTF-8"),
         N_("the file was probably saved as Windows-874 (TIS-620); save it again as \"CSV UTF-8\""), true},
    [TABLE_NUL] = {CODE_D110, N_("row %zu holds a NUL byte"),
                   N_("the file is damaged, or is not text: save it again"), true},
    [TABLE_RETURN] = {CODE_D112, N_("row %zu holds a carriage return without a line feed"),
                      N_("save the file with line ends LF or CR LF"), true},
    [TABLE_LIMIT] = {CODE_D111, N_("row %zu is longer than 1 MiB, the limit"),
                     N_("often a quotation mark was opened and not closed"), false},
};

static const struct fault_row TOO_MANY_CELLS = {
    CODE_D111, N_("row %zu has more than 1600 cells, the limit"),
    N_("no portal takes so many columns: make rows of them, or several tables"), false};

/* A row of another set in a file that is UTF-8. */
static const struct fault_row DAMAGED = {
    CODE_D107, N_("row %zu is not UTF-8"),
    N_("other rows are: this one was damaged, cut off, or comes from another file; type it anew"), true};

static const struct fault_row *fault_row(const struct table_run *run, const struct block_row *row)
{
    if (row->fault == TABLE_ENCODING && run->utf8)
        return &DAMAGED;
    bool many = row->fault == TABLE_LIMIT && row->count == LIMIT_TABLE_COLUMNS;
    return many ? &TOO_MANY_CELLS : &FAULTS[row->fault];
}

/* Tells the fault; true when the row's cells are there all the same. */
static bool put_fault(struct table_worker *worker, const struct table_block *block, size_t index,
                      const struct table_row *row)
{
    enum table_fault fault = (enum table_fault)block->rows[index].fault;
    const struct fault_row *shown = fault_row(worker->run, &block->rows[index]);
    if (fault == TABLE_ENCODING && worker->run->encoding != NULL) {
        worker->seen[CODE_D107]++;
        return true;
    }
    struct finding finding = {.code = shown->code, .row = row->number, .hint = _(shown->hint)};
    table_block_place(block, index, &finding.line, &finding.column);
    finding.message = arena_format(worker->brief, _(shown->message), row->number);
    finding.column_number = table_block_fault_column(block, index);
    if (!row->header && finding.column_number > 0 && finding.column_number <= worker->run->column_count)
        finding.field = slice_copy(worker->brief, worker->run->columns[finding.column_number - 1].name);
    table_check_put(worker, &finding);
    return shown->cells_told;
}

/* ---- findings ---- */

void table_check_put(struct table_worker *worker, struct finding *finding)
{
    finding->dataset = worker->run->dataset->name;
    finding->file = worker->run->file;
    worker->told = true;
    worker->seen[finding->code]++;
    finding_put(worker->sink, finding);
}

bool table_check_shows(const struct table_worker *worker, enum code code)
{
    size_t texts = worker->run->texts;
    return texts == 0 || worker->seen[code] < texts;
}

/* The row as it stands in the file, where it is one line. */
static struct slice line_of(const struct table_batch *batch, size_t row)
{
    const struct block_row *of = &batch->rows[row];
    struct slice line = {batch->bytes + of->start, (size_t)(of[1].start - of->start)};
    while (line.length > 0 && (line.at[line.length - 1] == '\n' || line.at[line.length - 1] == '\r'))
        line.length--;
    bool one = line.length == 0 || memchr(line.at, '\n', line.length) == NULL;
    return one ? line : (struct slice){NULL, 0};
}

void table_check_put_row(struct table_worker *worker, const struct table_batch *batch, size_t row,
                         size_t column, struct finding *finding)
{
    finding->row = batch->number + row;
    finding->line = batch->line + row;
    if (column != SIZE_MAX) {
        finding->column_number = column + 1;
        finding->value = batch_cell(batch, row, column);
    }
    if (column != SIZE_MAX && table_check_shows(worker, finding->code)) {
        struct slice line = line_of(batch, row), cell = finding->value;
        finding->field = slice_copy(worker->brief, worker->run->columns[column].name);
        if (line.length > 0 && cell.at >= line.at && cell.at <= line.at + line.length) {
            finding->column = 1 + utf8_count((struct slice){line.at, (size_t)(cell.at - line.at)});
            finding->source = line;
        }
    }
    table_check_put(worker, finding);
}

/* ---- the whole ---- */

static void put_disguise(struct table_run *run, struct slice beginning, const char *kind)
{
    struct finding finding = {
        .code = CODE_D117,
        .dataset = run->dataset->name,
        .file = run->file,
        .message = arena_format(run->arena, _("the file's name ends in %s, but it is %s"),
                                strrchr(run->file, '.'), kind),
        .hint = content_is_wide(beginning)
                    ? arena_format(run->arena, _("turn it into UTF-8: banchi convert %s"), run->file)
                    : _("open it in the program that made it and save it as CSV UTF-8; giving it another "
                        "name is not enough"),
    };
    finding_put(run->sink, &finding);
}

/* What is told of the file as a whole, behind its rows. */
static void put_warnings(struct table_run *run)
{
    struct finding finding = {
        .level = LEVEL_WARNING, .dataset = run->dataset->name, .file = run->file, .line = 1};
    if (table_has_mark(run->table)) {
        finding.code = CODE_D119;
        finding.message = _("the file begins with a byte order mark");
        finding.hint =
            _("programs take it for a part of the first column's name; save the file as UTF-8 without BOM");
        finding_put(run->sink, &finding);
    }
    if (run->rows == 0 && run->bytes > 0 && !run->header_faulty) {
        bool header = run->column_count > 0;
        finding.code = CODE_D118;
        finding.level = header ? LEVEL_WARNING : LEVEL_ERROR;
        finding.message = header ? _("the table has a header and no rows") : _("the table has no header");
        finding.hint = NULL;
        finding_put(run->sink, &finding);
    }
}

static uint64_t bytes_of(int descriptor)
{
    struct stat status;
    return fstat(descriptor, &status) == 0 ? (uint64_t)status.st_size : 0;
}

bool check_table(struct table_run *run, struct problem *problem)
{
    static const struct checks checks = {CHECKS, CHECK_COUNT, put_fault};
    run->table = run->descriptor > 0 ? table_open_descriptor(run->descriptor, run->path)
                                     : table_open(run->path, problem);
    if (run->table == NULL)
        return false;
    table_set_dialect(run->table, run->dialect);
    uint64_t bytes = bytes_of(table_descriptor(run->table));
    meter_begin(run->meter, run->file, bytes);
    struct slice beginning = table_beginning(run->table, problem);
    const char *kind = content_disguised(beginning);
    if (kind == NULL && check_written(run, beginning, beginning.length >= bytes)) {
        table_begin_anew(run->table, run->dialect);
        beginning = table_beginning(run->table, problem);
    }
    run->encoding = thai_set(beginning, &run->utf8);
    if (kind != NULL)
        put_disguise(run, beginning, kind);
    bool done = kind != NULL ? check_pass_over(run, problem) : check_pass(run, &checks, problem);
    if (done && kind == NULL)
        put_warnings(run);
    table_close(run->table);
    run->table = NULL;
    return done;
}
