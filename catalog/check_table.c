#include "base/arena.h"
#include "base/language.h"
#include "catalog/content.h"
#include "catalog/table_check.h"

/* ---- each row has as many cells as the header ---- */

static void row_width(struct table_run *run, void *state, const struct table_row *row)
{
    (void)state;
    if (row->count == run->column_count)
        return;
    if (row->count == 1 && row->cells[0].length == 0) {
        struct finding finding = {.code = CODE_D106,
                                  .message = arena_format(run->brief, _("row %zu is empty"), row->number),
                                  .hint = _("remove the line")};
        table_check_put(run, row, &finding);
        return;
    }
    struct finding finding = {
        .code = CODE_D105,
        .message = arena_format(run->brief, _("cells in row %zu: %zu; in the header: %zu"), row->number,
                                row->count, run->column_count),
        .hint =
            _("look for a missing or extra comma; a cell that holds a comma must stand in quotation marks"),
    };
    table_check_put(run, row, &finding);
}

/* ---- the checks, in the order in which they see a row ---- */

static const struct table_check CHECKS[] = {
    {.header = check_header},
    {.row = row_width, .any_encoding = true},
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

static void put_fault(struct table_run *run, const struct table_row *row, enum table_fault fault, size_t line,
                      size_t column)
{
    const struct fault_row *shown = &FAULTS[fault];
    struct finding finding = {.code = shown->code, .line = line, .column = column, .hint = _(shown->hint)};
    finding.message = arena_format(run->brief, _(shown->message), row->number);
    table_check_put(run, row, &finding);
}

void table_check_put(struct table_run *run, const struct table_row *row, struct finding *finding)
{
    finding->dataset = run->dataset->name;
    finding->file = run->file;
    if (finding->line == 0)
        finding->line = row->line;
    run->told = true;
    finding_put(run->sink, finding);
}

/* ---- the one pass ---- */

static void keep_header(struct table_run *run, const struct table_row *row)
{
    struct slice *columns = arena_array(run->arena, row->count, sizeof *columns);
    for (size_t i = 0; i < row->count; i++)
        columns[i] = (struct slice){slice_copy(run->arena, row->cells[i]), row->cells[i].length};
    run->columns = columns;
    run->column_count = row->count;
}

static void run_checks(struct table_run *run, void **states, const struct table_row *row,
                       enum table_fault fault)
{
    bool header = row->number == 1;
    for (size_t i = 0; i < CHECK_COUNT; i++) {
        void (*check)(struct table_run *, void *, const struct table_row *) =
            header ? CHECKS[i].header : CHECKS[i].row;
        if (check != NULL && (fault == TABLE_FINE || CHECKS[i].any_encoding))
            check(run, states[i], row);
    }
}

/* One row: what the reader tells of it, then the checks. A header whose cells cannot be told apart says
 * nothing of the rows; then only the reader's faults are told. */
static void take_row(struct table_run *run, void **states, const struct table_row *row,
                     enum table_fault fault)
{
    bool told = fault == TABLE_FINE || FAULTS[fault].cells_told;
    if (row->number == 1) {
        keep_header(run, row);
        run->header_told = told;
        run->header_faulty = fault != TABLE_FINE;
    } else {
        run->rows++;
    }
    if (told && run->header_told)
        run_checks(run, states, row, fault);
}

static bool check_rows(struct table_run *run, struct table *table, struct problem *problem)
{
    struct arena brief = {0};
    struct table_row row;
    enum table_fault fault;
    size_t line, column;
    void *states[CHECK_COUNT];
    run->brief = &brief;
    for (size_t i = 0; i < CHECK_COUNT; i++)
        states[i] = CHECKS[i].begin ? CHECKS[i].begin(run) : NULL;
    while (table_next(table, &row, &fault, &line, &column, problem)) {
        run->told = false;
        if (fault != TABLE_FINE)
            put_fault(run, &row, fault, line, column);
        take_row(run, states, &row, fault);
        if (run->told)
            arena_reset(&brief);
    }
    for (size_t i = 0; i < CHECK_COUNT; i++)
        if (CHECKS[i].end && run->header_told)
            CHECKS[i].end(run, states[i]);
    arena_free(&brief);
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
