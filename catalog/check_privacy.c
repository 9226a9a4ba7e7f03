#include "catalog/check_privacy.h"

#include <string.h>

#include "base/arena.h"
#include "catalog/column.h"
#include "catalog/fingerprint.h"
#include "catalog/privacy_harmless.h"
#include "catalog/privacy_prose.h"

/* ---- texts that were seen before ---- */

/* Words of a table repeat: agencies, posts, kinds. What they show is remembered by their fingerprint, so that
 * each is looked at about once. Most show nothing: of those there are many, and their fingerprint is all that
 * is kept. */
#define SILENT_SETS 256
#define SILENT_WAYS 4
#define TELLING_SLOTS 64

/* Of a wider table the rest is always looked at. */
#define SEEN_COLUMNS 128

struct telling {
    uint64_t fingerprint;
    struct privacy_look look; /* no signs: the slot is free */
};

struct seen {
    uint64_t silent[SILENT_SETS][SILENT_WAYS]; /* 0: free */
    struct telling telling[TELLING_SLOTS];
};

struct column_share {
    struct privacy_tally tally;
    bool named;      /* like personal data: then everything is looked at */
    bool words;      /* may be names */
    bool filled;     /* see column_plan_filled() */
    size_t harmless; /* see column_plan_harmless() */
    char *shape;     /* of the first cell that showed something */
    size_t shape_row;
    struct seen *seen; /* NULL until it is needed */
};

struct share {
    const struct privacy_roles *roles;
    const struct privacy_prose *prose;
    struct arena *arena;
    struct fingerprint_seed seed;
    struct fingerprint_secrets secrets;
    struct column_share *columns;
    size_t seen_columns;
};

static struct seen *seen_of(struct share *share, struct column_share *own)
{
    if (own->seen == NULL && share->seen_columns < SEEN_COLUMNS) {
        own->seen = arena_alloc(share->arena, sizeof *own->seen);
        share->seen_columns++;
    }
    return own->seen;
}

static bool is_silent(const uint64_t set[static SILENT_WAYS], uint64_t fingerprint)
{
    bool found = false;
    for (size_t i = 0; i < SILENT_WAYS; i++)
        found |= set[i] == fingerprint;
    return found;
}

/* A free place if there is one, else any. */
static void remember_silent(uint64_t set[static SILENT_WAYS], uint64_t fingerprint)
{
    size_t way = 0;
    while (way < SILENT_WAYS && set[way] != 0)
        way++;
    set[way < SILENT_WAYS ? way : fingerprint >> 62] = fingerprint;
}

static void see(const struct share *share, const struct column_share *own, struct slice text,
                struct privacy_look *look)
{
    privacy_see(share->roles, text, look);
    if (!own->named)
        look->signs &= ~SIGNS_OF_NAMED;
    if (!own->words)
        look->signs &= ~SIGN_BIT(SIGN_NAME_WORDS);
}

/* Looks at the text, which is not remembered as silent; what it shows goes into `look`. */
static void look_closely(const struct share *share, const struct column_share *own, uint64_t fingerprint,
                         struct slice text, struct privacy_look *look)
{
    struct seen *seen = own->seen;
    struct telling *slot = &seen->telling[fingerprint % TELLING_SLOTS];
    if (slot->look.signs != 0 && slot->fingerprint == fingerprint) {
        *look = slot->look;
        return;
    }
    see(share, own, text, look);
    if (look->signs == 0)
        remember_silent(seen->silent[fingerprint % SILENT_SETS], fingerprint);
    else
        *slot = (struct telling){fingerprint, *look};
}

/* ---- cells ---- */

static void keep_shape(struct column_share *own, size_t row, struct slice cell)
{
    if (own->shape != NULL && own->shape_row <= row)
        return;
    own->shape = privacy_mask(own->tally.arena, cell);
    own->shape_row = row;
}

/* Looks at a text that is not harmless; true when it shows something. */
static bool look_at(struct share *share, struct column_share *own, size_t row, struct slice text,
                    uint64_t fingerprint)
{
    struct seen *seen = seen_of(share, own);
    struct privacy_look look;
    if (seen == NULL)
        see(share, own, text, &look);
    else if (is_silent(seen->silent[fingerprint % SILENT_SETS], fingerprint))
        return false;
    else
        look_closely(share, own, fingerprint, text, &look);
    if (look.signs == 0)
        return false;
    privacy_tally_add(&own->tally, &look, row);
    keep_shape(own, row, text);
    return true;
}

/* The cell is passed over: nothing that counts can be in it. */
static bool is_passed(const struct share *share, const struct column_share *own, struct slice cell)
{
    return !own->named && (privacy_harmless(cell) || (!own->words && privacy_prose_dull(share->prose, cell)));
}

static uint64_t fingerprint_of(const struct share *share, struct slice text)
{
    return fingerprint_add(&share->seed, fingerprint_start(&share->seed), text);
}

static void look_at_any(struct share *share, size_t column, size_t row, struct slice cell)
{
    struct column_share *own = &share->columns[column];
    own->tally.cells += cell.length > 0;
    if (cell.length > 0 && !is_passed(share, own, cell))
        look_at(share, own, row, cell, fingerprint_of(share, cell));
}

/* ---- 64 rows at once ---- */

/* The cells of the column that are longer. */
static uint64_t longer_than(const struct table_batch *batch, size_t column, size_t length)
{
    const struct table_cell *cell = batch->cells + batch->count * batch->columns + column;
    uint64_t set = 0;
    for (size_t left = batch->count; left > 0; left--) { /* the last row first: its bit goes up */
        cell -= batch->columns;
        set = set + set + (cell->length > length);
    }
    return set;
}

/* The cells that are not harmless by their length and what the column's steps know of them. */
static uint64_t doubtful(const struct column_share *own, const struct table_batch *batch, size_t column)
{
    uint64_t sure = batch->sure[column], set = 0;
    if (own->harmless != SIZE_MAX)
        set = longer_than(batch, column, own->harmless) & sure;
    if (sure != BATCH_ALL(batch->count))
        set |= longer_than(batch, column, HARMLESS_BYTES) & ~sure;
    return set;
}

/* The length of the longest cell that has a short fingerprint. */
static size_t longest_short(const struct table_batch *batch, size_t column, uint64_t rows)
{
    size_t longest = 0;
    while (rows != 0) {
        size_t length = batch->cells[batch_take(&rows) * batch->columns + column].length;
        longest = length > longest && length <= FINGERPRINT_SHORT ? length : longest;
    }
    return longest;
}

/* Those that show something. */
static uint64_t look_at_rows(struct share *share, const struct table_batch *batch, size_t column,
                             uint64_t rows)
{
    struct column_share *own = &share->columns[column];
    size_t steps = fingerprint_steps(longest_short(batch, column, rows));
    uint64_t telling = 0;
    while (rows != 0) {
        size_t row = batch_take(&rows);
        struct slice cell = batch_cell(batch, row, column);
        if (is_passed(share, own, cell))
            continue;
        uint64_t fingerprint = cell.length > FINGERPRINT_SHORT
                                   ? fingerprint_of(share, cell)
                                   : fingerprint_short(&share->secrets, cell, steps);
        telling |= (uint64_t)look_at(share, own, batch->number + row, cell, fingerprint) << row;
    }
    return telling;
}

static uint64_t look_at_column(struct share *share, const struct table_batch *batch, size_t column)
{
    struct column_share *own = &share->columns[column];
    bool full = own->filled && batch->sure[column] == BATCH_ALL(batch->count);
    uint64_t filled = full ? BATCH_ALL(batch->count) : longer_than(batch, column, 0);
    uint64_t rows = own->named ? filled : doubtful(own, batch, column);
    own->tally.cells += (size_t)__builtin_popcountll(filled);
    rows &= ~batch->known[column];
    return rows != 0 ? look_at_rows(share, batch, column, rows) : 0;
}

/* ---- the check ---- */

struct state {
    struct share joined; /* of all threads */
};

static void *begin(struct table_run *run)
{
    return run->privacy == NULL ? NULL : arena_alloc(run->arena, sizeof(struct state));
}

static struct privacy_subject subject_of(const struct table_column *column)
{
    return (struct privacy_subject){
        .name = column->name, .title = column->field != NULL ? column->field->title : (struct slice){0}};
}

static void open_column(struct column_share *own, const struct table_column *column, struct arena *arena)
{
    struct privacy_subject subject = subject_of(column);
    enum privacy_kind kind;
    own->tally.arena = arena;
    own->named = privacy_named(&subject, &kind);
    own->words = privacy_words_are_names(&subject);
    own->filled = column_plan_filled(column->plan);
    own->harmless = column_plan_harmless(column->plan);
}

static void *share_make(struct table_worker *worker, void *state)
{
    if (state == NULL)
        return NULL;
    struct share *share = arena_alloc(worker->arena, sizeof *share);
    share->roles = worker->run->roles;
    share->arena = worker->arena;
    share->prose = privacy_prose_open(worker->arena);
    share->seed = fingerprint_seed();
    fingerprint_secrets(&share->seed, &share->secrets);
    share->columns = arena_array(worker->arena, worker->run->column_count, sizeof *share->columns);
    for (size_t i = 0; i < worker->run->column_count; i++)
        open_column(&share->columns[i], &worker->run->columns[i], worker->arena);
    return share;
}

static uint64_t look_at_batch(struct table_worker *worker, void *given, const struct table_batch *batch)
{
    struct share *share = given;
    for (size_t column = 0; share != NULL && column < batch->columns; column++)
        worker->telling[column] |= look_at_column(share, batch, column);
    return 0;
}

static void look_at_odd(struct table_worker *worker, void *given, const struct table_row *row)
{
    struct share *share = given;
    for (size_t i = 0; share != NULL && i < row->count && i < worker->run->column_count; i++)
        look_at_any(share, i, row->number, row->cells[i]);
}

static void join(struct table_run *run, void *state, void *given)
{
    struct share *share = given;
    if (share == NULL)
        return;
    struct share *joined = &((struct state *)state)->joined;
    if (joined->columns == NULL) {
        joined->columns = arena_array(run->arena, run->column_count, sizeof *joined->columns);
        for (size_t i = 0; i < run->column_count; i++)
            joined->columns[i].tally.arena = run->arena;
    }
    for (size_t i = 0; i < run->column_count; i++) {
        struct column_share *into = &joined->columns[i], *from = &share->columns[i];
        privacy_tally_join(&into->tally, &from->tally);
        if (from->shape == NULL || (into->shape != NULL && into->shape_row < from->shape_row))
            continue;
        into->shape = arena_string(run->arena, from->shape);
        into->shape_row = from->shape_row;
    }
}

static void end(struct table_worker *worker, void *given)
{
    const struct table_run *run = worker->run;
    struct state *state = given;
    if (state == NULL || state->joined.columns == NULL)
        return;
    for (size_t i = 0; i < run->column_count; i++) {
        const struct table_column *column = &run->columns[i];
        struct privacy_part *part = privacy_part_add(run->privacy, run->arena);
        part->subject = subject_of(column);
        part->field = slice_copy(run->arena, column->name);
        part->shape = state->joined.columns[i].shape;
        part->count = privacy_judge(&part->subject, &state->joined.columns[i].tally, part->verdicts);
    }
}

const struct table_check CHECK_PRIVACY = {
    .begin = begin,
    .share = share_make,
    .batch = look_at_batch,
    .odd = look_at_odd,
    .join = join,
    .end = end,
};
