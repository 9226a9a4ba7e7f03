#include "catalog/column.h"

#include <string.h>

#include "base/arena.h"
#include "base/slice_hash.h"
#include "catalog/cell.h"
#include "catalog/dictionary.h"

void columns_find(const struct table_run *run, struct table_column *columns)
{
    for (size_t i = 0; i < run->column_count; i++) {
        size_t field;
        if (run->dictionary != NULL && dictionary_find(run->dictionary, columns[i].name, &field)) {
            columns[i].field = &run->dictionary->fields[field];
            columns[i].rules = run->dictionary->rules[field];
        }
        columns[i].plan = column_plan_make(run->arena, columns[i].rules);
    }
}

/* ---- texts that were judged good ---- */

#define MEMORY_SLOTS 256
#define MEMORY_TEXT 63

struct remembered {
    unsigned char length; /* 0: nothing */
    char text[MEMORY_TEXT];
};

/* Of a table with more columns the rest is always judged. */
#define MEMORY_COLUMNS 64

struct column_room {
    const struct table_run *run;
    struct arena *arena;
    struct cell_room cell;
    struct remembered *memory[MEMORY_COLUMNS]; /* NULL until the column needs it */
};

struct column_room *columns_room(struct arena *arena, const struct table_run *run)
{
    struct column_room *room = arena_alloc(arena, sizeof *room);
    *room = (struct column_room){.run = run, .arena = arena};
    return room;
}

void columns_room_free(struct column_room *room)
{
    if (room != NULL)
        cell_room_free(&room->cell);
}

/* Where the text stands or would stand; NULL when it cannot be remembered. */
static struct remembered *slot_of(struct column_room *room, size_t column, struct slice text)
{
    if (column >= MEMORY_COLUMNS || text.length == 0 || text.length > MEMORY_TEXT)
        return NULL;
    if (room->memory[column] == NULL)
        room->memory[column] = arena_array(room->arena, MEMORY_SLOTS, sizeof **room->memory);
    return &room->memory[column][slice_hash(text) % MEMORY_SLOTS];
}

static const struct cell_rules *rules_of(const struct table_run *run, size_t column)
{
    const struct cell_rules *rules = run->columns[column].rules;
    return rules != NULL ? rules : cell_rules_any();
}

static bool is_good(struct column_room *room, size_t column, struct slice text, bool *missing)
{
    struct remembered *slot = slot_of(room, column, text);
    struct cell_verdict verdict;
    *missing = false;
    if (slot != NULL && slot->length == text.length && memcmp(slot->text, text.at, text.length) == 0)
        return true;
    switch (cell_judge(rules_of(room->run, column), text, &room->cell, &verdict)) {
    case CELL_FINE:
        if (slot != NULL) {
            slot->length = (unsigned char)text.length;
            memcpy(slot->text, text.at, text.length);
        }
        return true;
    case CELL_MISSING:
        *missing = true;
        return true;
    default:
        return false;
    }
}

/* Cells that the steps did not accept. */
static void judge_rest(struct column_room *room, const struct table_batch *batch, size_t column,
                       uint64_t *good, uint64_t *plain)
{
    bool texts = column_plan_texts(room->run->columns[column].plan);
    uint64_t rest = BATCH_ALL(batch->count) & ~*good;
    while (rest != 0) {
        bool missing;
        size_t row = batch_take(&rest);
        if (!is_good(room, column, batch_cell(batch, row, column), &missing))
            continue;
        *good |= UINT64_C(1) << row;
        if (texts && !missing)
            *plain |= UINT64_C(1) << row;
    }
}

bool columns_ask_script(const struct table_run *run, const struct table_batch *batch)
{
    for (size_t i = 0; i < batch->columns; i++) {
        uint64_t unknown = BATCH_ALL(batch->count) & ~batch->known[i];
        if (column_plan_is_free(run->columns[i].plan) && (size_t)__builtin_popcountll(unknown) > COLUMN_FEW)
            return true;
    }
    return false;
}

void columns_judge(struct column_room *room, const struct table_batch *batch, const struct column_sets *sets)
{
    for (size_t i = 0; i < batch->columns; i++) {
        uint64_t sure = column_accepts(room->run->columns[i].plan, batch, i, &sets->plain[i]);
        sets->good[i] = sets->sure[i] = sure;
        if (sure != BATCH_ALL(batch->count))
            judge_rest(room, batch, i, &sets->good[i], &sets->plain[i]);
    }
}

/* ---- the check ---- */

static uint64_t cells_batch(struct table_worker *worker, void *share, const struct table_batch *batch)
{
    uint64_t good = BATCH_ALL(batch->count);
    (void)worker;
    (void)share;
    for (size_t i = 0; i < batch->columns; i++)
        good &= batch->good[i];
    return BATCH_ALL(batch->count) & ~good;
}

static void *cells_share(struct table_worker *worker, void *state)
{
    (void)state;
    return arena_alloc(worker->arena, sizeof(struct cell_room));
}

static void tell_cell(struct table_worker *worker, struct cell_room *room, const struct table_batch *batch,
                      size_t column)
{
    const struct cell_rules *rules = rules_of(worker->run, column);
    struct slice cell = batch_cell(batch, 0, column);
    struct cell_verdict verdict;
    struct finding finding = {0};
    cell_judge(rules, cell, room, &verdict);
    finding.code = verdict.code;
    finding.level = verdict.level;
    if (table_check_shows(worker, verdict.code))
        cell_explain(rules, cell, &verdict, worker->brief, &finding);
    table_check_put_row(worker, batch, 0, column, &finding);
}

static void cells_row(struct table_worker *worker, void *share, const struct table_batch *batch, size_t row)
{
    for (size_t i = 0; i < batch->columns; i++)
        if ((batch->good[i] >> row & 1) == 0)
            tell_cell(worker, share, batch, i);
}

static void cells_join(struct table_run *run, void *state, void *share)
{
    (void)run;
    (void)state;
    cell_room_free(share);
}

const struct table_check CHECK_CELLS = {
    .share = cells_share, .batch = cells_batch, .row = cells_row, .join = cells_join};
