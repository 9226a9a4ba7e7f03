#include "catalog/check_privacy.h"

#include <string.h>

#include "base/arena.h"
#include "catalog/fingerprint.h"
#include "catalog/privacy_plain.h"

/* ---- cells that were seen before ---- */

/* Words of a table repeat: agencies, posts, kinds. What they show is remembered by their fingerprint, so that
 * each is looked at about once. */
#define SEEN_SLOTS 256

struct seen_slot {
    bool taken;
    uint64_t fingerprint;
    struct privacy_look look;
};

struct column_share {
    struct privacy_tally tally;
    bool named;  /* like personal data: then everything is looked at */
    char *shape; /* of the first cell that showed something */
    size_t shape_row;
    struct seen_slot seen[SEEN_SLOTS];
};

struct share {
    const struct privacy_roles *roles;
    struct fingerprint_seed seed;
    struct column_share *columns;
};

/* ---- cells that cannot show anything ---- */

enum { SHORTEST = 6 }; /* a@b.co */

/* Letters and digits of a code, or a number too short for anyone's: nothing in it can be a sign. */
static bool harmless(struct slice cell)
{
    size_t digits = 0, letters = 0, points = 0;
    if (cell.length < SHORTEST)
        return true;
    for (size_t i = 0; i < cell.length; i++) {
        char c = cell.at[i];
        if (is_digit(c))
            digits++;
        else if (is_latin(c))
            letters++;
        else if (c == '.')
            points++;
        else if (c != '-' && c != '/' && c != '_')
            return false;
    }
    bool passport = letters >= 1 && letters <= 2 && digits >= 6 && digits <= 7;
    bool decimal = letters > 0 && points > 0; /* 1.1017E12: a number may hide in it */
    return digits < 9 && !passport && !decimal && (letters == 0 || digits > 0);
}

static void look_at(struct share *share, size_t column, size_t row, struct slice cell)
{
    struct column_share *own = &share->columns[column];
    if (cell.length == 0)
        return;
    if (!own->named && harmless(cell)) {
        own->tally.cells++;
        return;
    }
    uint64_t fingerprint = fingerprint_add(&share->seed, fingerprint_start(&share->seed), cell);
    struct seen_slot *slot = &own->seen[fingerprint % SEEN_SLOTS];
    if (!slot->taken || slot->fingerprint != fingerprint) {
        slot->taken = true;
        slot->fingerprint = fingerprint;
        privacy_see(share->roles, cell, &slot->look);
    }
    if (slot->look.signs == 0) {
        own->tally.cells++;
        return;
    }
    privacy_tally_add(&own->tally, &slot->look, row);
    if (own->shape == NULL || row < own->shape_row) {
        own->shape = privacy_mask(own->tally.arena, cell);
        own->shape_row = row;
    }
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
}

static void *share_make(struct table_worker *worker, void *state)
{
    if (state == NULL)
        return NULL;
    struct share *share = arena_alloc(worker->arena, sizeof *share);
    share->roles = worker->run->roles;
    share->seed = fingerprint_seed();
    share->columns = arena_array(worker->arena, worker->run->column_count, sizeof *share->columns);
    for (size_t i = 0; i < worker->run->column_count; i++)
        open_column(&share->columns[i], &worker->run->columns[i], worker->arena);
    return share;
}

static uint64_t look_at_batch(struct table_worker *worker, void *given, const struct table_batch *batch)
{
    struct share *share = given;
    (void)worker;
    for (size_t column = 0; share != NULL && column < batch->columns; column++)
        for (size_t row = 0; row < batch->count; row++)
            look_at(share, column, batch->number + row, batch_cell(batch, row, column));
    return 0;
}

static void look_at_odd(struct table_worker *worker, void *given, const struct table_row *row)
{
    struct share *share = given;
    for (size_t i = 0; share != NULL && i < row->count && i < worker->run->column_count; i++)
        look_at(share, i, row->number, row->cells[i]);
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
