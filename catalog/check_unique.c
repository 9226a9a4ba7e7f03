/* Rows that repeat a key, or a whole row: fingerprints in the pass, pairs at its end. */
#include "base/arena.h"
#include "base/language.h"
#include "catalog/cell.h"
#include "catalog/check_keys.h"
#include "catalog/key_text.h"
#include "catalog/unique.h"

/* ---- the state ---- */

struct rule {
    const struct unique_rule *asked;
    struct key_column *columns;
    size_t count;
    const char *field; /* "first, last" */
};

struct check {
    struct table_run *run;
    const struct fingerprint_seed *seed;
    struct rule *rules;
    size_t count;
    struct unique *unique;
};

struct share {
    const struct check *check;
    struct unique_share *unique;
    struct cell_room room;
    struct text key;
};

static void *begin(struct table_run *run)
{
    struct check *check = arena_alloc(run->arena, sizeof *check);
    check->run = run;
    return check;
}

/* A key of no columns is the whole row. */
static bool find_columns(struct table_worker *worker, struct check *check, struct rule *rule)
{
    struct arena *arena = check->run->arena;
    bool row = rule->asked->kind == UNIQUE_ROW;
    rule->count = row ? check->run->column_count : rule->asked->count;
    rule->columns = arena_array(arena, rule->count, sizeof *rule->columns);
    for (size_t i = 0; row && i < rule->count; i++)
        rule->columns[i].place = i;
    return row || key_columns_find(worker, rule->asked->columns, rule->count, CODE_D308, rule->columns);
}

static void header(struct table_worker *worker, void *state, const struct table_row *row)
{
    struct check *check = state;
    const struct table_keys *keys = check->run->keys;
    (void)row;
    if (keys == NULL)
        return;
    check->seed = keys->seed;
    check->rules = arena_array(check->run->arena, keys->unique_count, sizeof *check->rules);
    for (size_t i = 0; i < keys->unique_count; i++) {
        const struct unique_rule *asked = &keys->unique[i];
        struct rule rule = {.asked = asked};
        if (asked->count > 0)
            rule.field = keys_join(check->run->arena, asked->columns, asked->count);
        if (find_columns(worker, check, &rule))
            check->rules[check->count++] = rule;
    }
    if (check->count > 0)
        check->unique = unique_start(check->count);
}

static void *share(struct table_worker *worker, void *state)
{
    struct share *share = arena_alloc(worker->arena, sizeof *share);
    share->check = state;
    if (share->check->unique != NULL)
        share->unique = unique_share(share->check->unique);
    return share;
}

/* ---- the pass ---- */

/* The fingerprint of a column's cells, one after the other. */
static void take_column(struct share *share, const struct key_column *column, const struct table_batch *batch,
                        struct unique_batch *into)
{
    const struct fingerprint_seed *seed = share->check->seed;
    struct slice text;
    for (size_t row = 0; row < batch->count; row++)
        if (key_column_text(column, batch, row, &share->room, &share->key, &text))
            unique_add(into, fingerprint_add(seed, fingerprint_start(seed), text), batch->number + row);
}

/* A row with one missing part is left out, but a whole row only when all of it is missing. */
static void take_columns(struct share *share, const struct rule *rule, const struct table_batch *batch,
                         struct unique_batch *into)
{
    const struct fingerprint_seed *seed = share->check->seed;
    size_t most = rule->asked->kind == UNIQUE_ROW ? rule->count - 1 : 0;
    struct slice text;
    for (size_t row = 0; row < batch->count; row++) {
        uint64_t fingerprint = fingerprint_start(seed);
        size_t missing = 0;
        for (size_t i = 0; i < rule->count && missing <= most; i++) {
            missing += !key_column_text(&rule->columns[i], batch, row, &share->room, &share->key, &text);
            fingerprint = fingerprint_add(seed, fingerprint, text);
        }
        if (missing <= most)
            unique_add(into, fingerprint, batch->number + row);
    }
}

static uint64_t batch(struct table_worker *worker, void *state, const struct table_batch *rows)
{
    struct share *share = state;
    (void)worker;
    for (size_t i = 0; i < share->check->count; i++) {
        const struct rule *rule = &share->check->rules[i];
        struct unique_batch *into = unique_batch(share->unique, i);
        if (rule->count == 1)
            take_column(share, &rule->columns[0], rows, into);
        else
            take_columns(share, rule, rows, into);
    }
    return 0;
}

static void join(struct table_run *run, void *state, void *joined)
{
    struct share *share = joined;
    (void)run;
    (void)state;
    text_free(&share->key);
    cell_room_free(&share->room);
}

/* ---- the end ---- */

struct reader {
    struct unique_reader reader;
    struct table_worker *worker;
    const struct check *check;
    struct table_row row; /* read last */
    struct cell_room room;
    struct text part;
};

static bool read_row(struct unique_reader *self, size_t key, uint64_t number, struct unique_text *into,
                     struct problem *problem)
{
    struct reader *reader = (struct reader *)self;
    const struct rule *rule = &reader->check->rules[key];
    const struct fingerprint_seed *seed = reader->check->seed;
    into->fingerprint = fingerprint_start(seed);
    if (!table_row_at(reader->check->run->table, (size_t)number, &reader->row, problem))
        return problem_set(problem, PROBLEM_LOCAL, _("the table was changed while it was being checked"));
    into->line = reader->row.line;
    for (size_t i = 0; i < rule->count; i++) {
        const struct key_column *column = &rule->columns[i];
        struct slice cell = {"", 0};
        if (column->place < reader->row.count)
            cell = reader->row.cells[column->place];
        text_clear(&reader->part);
        key_add_part(column->rules, cell, true, &reader->room, &reader->part);
        into->fingerprint = fingerprint_add(seed, into->fingerprint, text_slice(&reader->part));
        key_add_part(NULL, text_slice(&reader->part), rule->count == 1, NULL, &into->text);
    }
    return true;
}

static const struct kind {
    enum code code;
    enum level level;
    const char *message; /* with the rows' numbers and the first one's line */
    const char *hint;
} KINDS[] = {
    [UNIQUE_PRIMARY] = {CODE_D301, LEVEL_ERROR,
                        N_("row %zu has the same primary key as row %zu (line %zu): {value}"),
                        N_("correct one of the two, or remove it")},
    [UNIQUE_KEY] = {CODE_D302, LEVEL_ERROR,
                    N_("row %zu has the same unique key as row %zu (line %zu): {value}"),
                    N_("correct one of the two, or remove it")},
    [UNIQUE_COLUMN] = {CODE_D303, LEVEL_ERROR,
                       N_("row %zu has the same value as row %zu (line %zu), but values are unique here: "
                          "{value}"),
                       N_("correct one of the two, or take \"unique\" out of the dictionary")},
    [UNIQUE_ROW] = {CODE_D123, LEVEL_WARNING, N_("row %zu is the same as row %zu (line %zu)"),
                    N_("remove it; or, where rows may be alike, add a column that tells them apart and "
                       "declare it as primaryKey")},
};

/* The key's cells as they stand in the row that was read last. */
static struct slice value_of(struct reader *reader, const struct rule *rule)
{
    text_clear(&reader->part);
    for (size_t i = 0; i < rule->count; i++) {
        text_add(&reader->part, i == 0 ? "" : ", ");
        if (rule->columns[i].place < reader->row.count)
            text_add_slice(&reader->part, reader->row.cells[rule->columns[i].place]);
    }
    return text_slice(&reader->part);
}

static void repeats(struct unique_reader *self, const struct unique_pair *pair)
{
    struct reader *reader = (struct reader *)self;
    const struct rule *rule = &reader->check->rules[pair->key];
    const struct kind *kind = &KINDS[rule->asked->kind];
    struct finding finding = {.code = kind->code,
                              .level = kind->level,
                              .line = pair->line,
                              .row = (size_t)pair->row,
                              .field = rule->field};
    if (rule->count == 1)
        finding.column_number = rule->columns[0].place + 1;
    if (table_check_shows(reader->worker, kind->code)) {
        finding.message = arena_format(reader->worker->brief, _(kind->message), (size_t)pair->row,
                                       (size_t)pair->first_row, pair->first_line);
        finding.hint = _(kind->hint);
        finding.source = reader->row.source;
        if (rule->asked->kind != UNIQUE_ROW)
            finding.value = value_of(reader, rule);
    }
    table_check_put(reader->worker, &finding);
    arena_reset(reader->worker->brief);
}

static void end(struct table_worker *worker, void *state)
{
    struct check *check = state;
    struct reader reader = {.reader = {read_row, repeats}, .worker = worker, .check = check};
    if (check->unique != NULL)
        (void)!unique_end(check->unique, &reader.reader, &check->run->problem); /* told by check_table() */
    text_free(&reader.part);
    cell_room_free(&reader.room);
}

static void release(void *state)
{
    struct check *check = state;
    unique_close(check->unique);
}

const struct table_check CHECK_UNIQUE = {.begin = begin,
                                         .header = header,
                                         .share = share,
                                         .batch = batch,
                                         .join = join,
                                         .end = end,
                                         .close = release};
