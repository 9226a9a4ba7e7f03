#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/content.h"
#include "catalog/table_check.h"

/* ---- each row has as many cells as the header ---- */

static void odd_width(struct table_worker *worker, void *share, const struct table_row *row)
{
    (void)share;
    if (row->count == worker->run->column_count)
        return;
    struct finding finding = {.line = row->line};
    if (row->count == 1 && row->cells[0].length == 0) {
        finding.code = CODE_D106;
        finding.message = arena_format(worker->brief, _("row %zu is empty"), row->number);
        finding.hint = _("remove the line");
    } else {
        finding.code = CODE_D105;
        finding.message = arena_format(worker->brief, _("cells in row %zu: %zu; in the header: %zu"),
                                       row->number, row->count, worker->run->column_count);
        finding.hint =
            _("look for a missing or extra comma; a cell that holds a comma must stand in quotation marks");
    }
    table_check_put(worker, &finding);
}

/* ---- the checks, in the order in which they see a row ---- */

static const struct table_check CHECKS[] = {
    {.header = check_header},
    {.odd = odd_width},
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
    [TABLE_LIMIT] = {CODE_D111, N_("row %zu is longer than 1 MiB or has more than 1600 cells, the limits"),
                     N_("often a quotation mark was opened and not closed"), false},
};

static void put_fault(struct table_worker *worker, const struct table_row *row, enum table_fault fault,
                      size_t line, size_t column)
{
    const struct fault_row *shown = &FAULTS[fault];
    struct finding finding = {.code = shown->code, .line = line, .column = column, .hint = _(shown->hint)};
    finding.message = arena_format(worker->brief, _(shown->message), row->number);
    table_check_put(worker, &finding);
}

void table_check_put(struct table_worker *worker, struct finding *finding)
{
    finding->dataset = worker->run->dataset->name;
    finding->file = worker->run->file;
    worker->told = true;
    finding_put(worker->sink, finding);
}

void table_check_put_row(struct table_worker *worker, const struct table_batch *batch, size_t row,
                         size_t column, struct finding *finding)
{
    finding->line = batch->line + row;
    if (column != SIZE_MAX) {
        finding->field = slice_copy(worker->brief, worker->run->columns[column].name);
        finding->value = batch_cell(batch, row, column);
    }
    table_check_put(worker, finding);
}

bool table_check_shows(const struct table_worker *worker, enum code code)
{
    (void)worker, (void)code;
    return true;
}

/* ---- the one pass ---- */

static void keep_header(struct table_run *run, const struct table_row *row)
{
    struct table_column *columns = arena_array(run->arena, row->count, sizeof *columns);
    for (size_t i = 0; i < row->count; i++) {
        columns[i].name = (struct slice){slice_copy(run->arena, row->cells[i]), row->cells[i].length};
        for (size_t j = 0; run->dictionary != NULL && j < run->dictionary->field_count; j++)
            if (slice_equal(run->dictionary->fields[j].name, columns[i].name))
                columns[i].field = &run->dictionary->fields[j];
    }
    run->columns = columns;
    run->column_count = row->count;
}

struct pass {
    struct table_run *run;
    struct table_worker worker;
    void *states[CHECK_COUNT], *shares[CHECK_COUNT];
    struct text bytes;
};

/* A batch of one row: for now. */
static void check_good_row(struct pass *pass, const struct table_row *row)
{
    struct table_cell cells[LIMIT_TABLE_COLUMNS], source = {0, (uint32_t)row->source.length};
    uint64_t sure[LIMIT_TABLE_COLUMNS] = {0};
    text_clear(&pass->bytes);
    text_add_slice(&pass->bytes, row->source);
    for (size_t i = 0; i < row->count; i++) {
        cells[i] = (struct table_cell){(uint32_t)pass->bytes.length, (uint32_t)row->cells[i].length};
        text_add_slice(&pass->bytes, row->cells[i]);
    }
    memset(text_reserve(&pass->bytes, 64), 0, 64);
    struct table_batch batch = {.bytes = pass->bytes.at,
                                .cells = cells,
                                .columns = row->count,
                                .count = 1,
                                .number = row->number,
                                .line = row->line,
                                .sure = sure,
                                .sources = &source};
    for (size_t i = 0; i < CHECK_COUNT; i++)
        if (CHECKS[i].batch != NULL && CHECKS[i].batch(&pass->worker, pass->shares[i], &batch) != 0 &&
            CHECKS[i].row != NULL)
            CHECKS[i].row(&pass->worker, pass->shares[i], &batch, 0);
}

static void check_header_row(struct pass *pass, const struct table_row *row, enum table_fault fault)
{
    keep_header(pass->run, row);
    pass->run->header_faulty = fault != TABLE_FINE;
    pass->run->header_told = fault == TABLE_FINE || FAULTS[fault].cells_told;
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        if (CHECKS[i].header != NULL && fault == TABLE_FINE)
            CHECKS[i].header(&pass->worker, pass->states[i], row);
        pass->shares[i] = CHECKS[i].share ? CHECKS[i].share(&pass->worker, pass->states[i]) : pass->states[i];
    }
}

/* One row: what the reader tells of it, then the checks. A header whose cells cannot be told apart says
 * nothing of the rows; then only the reader's faults are told. */
static void take_row(struct pass *pass, const struct table_row *row, enum table_fault fault)
{
    if (row->number == 1) {
        check_header_row(pass, row, fault);
        return;
    }
    pass->run->rows++;
    if (!pass->run->header_told || (fault != TABLE_FINE && !FAULTS[fault].cells_told))
        return;
    if (fault == TABLE_FINE && row->count == pass->run->column_count) {
        check_good_row(pass, row);
        return;
    }
    for (size_t i = 0; i < CHECK_COUNT; i++)
        if (CHECKS[i].odd != NULL)
            CHECKS[i].odd(&pass->worker, pass->shares[i], row);
}

static void end_checks(struct pass *pass)
{
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        if (CHECKS[i].join != NULL)
            CHECKS[i].join(pass->run, pass->states[i], pass->shares[i]);
        if (CHECKS[i].end != NULL)
            CHECKS[i].end(&pass->worker, pass->states[i]);
    }
}

static bool check_rows(struct table_run *run, struct table *table, struct problem *problem)
{
    struct arena brief = {0};
    struct table_row row;
    enum table_fault fault;
    size_t line, column;
    struct pass pass = {.run = run,
                        .worker = {.run = run, .arena = run->arena, .brief = &brief, .sink = run->sink}};
    run->table = table;
    for (size_t i = 0; i < CHECK_COUNT; i++)
        pass.states[i] = CHECKS[i].begin ? CHECKS[i].begin(run) : NULL;
    while (table_next(table, &row, &fault, &line, &column, problem)) {
        pass.worker.told = false;
        if (fault != TABLE_FINE)
            put_fault(&pass.worker, &row, fault, line, column);
        take_row(&pass, &row, fault);
        if (pass.worker.told)
            arena_reset(&brief);
    }
    if (run->header_told)
        end_checks(&pass);
    arena_free(&brief);
    text_free(&pass.bytes);
    return problem->kind == PROBLEM_NONE;
}

/* A file that is no CSV: its bytes are read for the hash alone. */
static bool pass_over(struct table_run *run, struct table *table, struct problem *problem)
{
    struct table_row row;
    enum table_fault fault;
    size_t line, column;
    while (table_next(table, &row, &fault, &line, &column, problem))
        run->rows += row.number > 1;
    return problem->kind == PROBLEM_NONE;
}

static void put_disguise(struct table_run *run, const char *kind)
{
    struct finding finding = {
        .code = CODE_D117,
        .dataset = run->dataset->name,
        .file = run->file,
        .message = arena_format(run->arena, _("the file's name ends in .csv, but it is %s"), kind),
        .hint = _("open it in the program that made it and save it as CSV UTF-8; giving it another name is "
                  "not enough"),
    };
    finding_put(run->sink, &finding);
}

/* What is told of the file as a whole, behind its rows. */
static void put_warnings(struct table_run *run, const struct table *table)
{
    struct finding finding = {
        .level = LEVEL_WARNING, .dataset = run->dataset->name, .file = run->file, .line = 1};
    if (table_has_mark(table)) {
        finding.code = CODE_D119;
        finding.message = _("the file begins with a byte order mark");
        finding.hint =
            _("programs take it for a part of the first column's name; save the file as UTF-8 without BOM");
        finding_put(run->sink, &finding);
    }
    if (run->rows == 0 && run->bytes > 0 && !run->header_faulty) {
        finding.code = CODE_D118;
        finding.message =
            run->column_count > 0 ? _("the table has a header and no rows") : _("the table has no header");
        finding.hint = NULL;
        finding_put(run->sink, &finding);
    }
}

bool check_table(struct table_run *run, struct problem *problem)
{
    struct table *table = table_open(run->path, problem);
    if (table == NULL)
        return false;
    const char *kind = content_disguised(table_beginning(table, problem));
    if (kind != NULL)
        put_disguise(run, kind);
    bool done = kind != NULL ? pass_over(run, table, problem) : check_rows(run, table, problem);
    if (done) {
        run->bytes = table_bytes(table);
        table_hash(table, run->sha256);
        if (kind == NULL)
            put_warnings(run, table);
    }
    table_close(table);
    return done;
}
