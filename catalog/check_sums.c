/* Columns that must add up to something: added up in the pass, compared at its end. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/cell.h"
#include "catalog/cell_rules.h"
#include "catalog/check_keys.h"

struct rule {
    const struct sum_rule *asked;
    struct key_column column;
    struct key_column *by;
    bool plain; /* numbers are written as decimal.h takes them */
};

struct check {
    const struct fingerprint_seed *seed;
    struct rule *rules;
    size_t count;
    struct adding *added; /* one a rule: what the threads came to */
    size_t read;          /* rows */
};

/* What was added up so far. */
struct adding {
    struct decimal_sum total;
    size_t unread; /* cells that are no numbers */
    struct key_set groups;
    struct decimal_sum *sums; /* one a group */
    size_t room;
    bool too_many; /* groups */
};

struct share {
    const struct check *check;
    struct adding *added;
    size_t read; /* rows that are added up, or say nothing */
    struct key_room room;
};

/* ---- groups ---- */

static void adding_open(struct adding *adding)
{
    *adding = (struct adding){0};
    key_set_open(&adding->groups, LIMIT_REFERENCE_BYTES / 2);
}

static void adding_close(struct adding *adding)
{
    for (size_t i = 0; i < adding->room; i++)
        decimal_sum_clear(&adding->sums[i]);
    free(adding->sums);
    decimal_sum_clear(&adding->total);
    key_set_close(&adding->groups);
}

static uint64_t fingerprint_of(const struct check *check, struct slice key)
{
    return fingerprint_add(check->seed, fingerprint_start(check->seed), key);
}

/* The sum of a group; NULL when there are too many. */
static struct decimal_sum *sum_of(const struct check *check, struct adding *adding, struct slice key)
{
    uint32_t number = key_set_add(&adding->groups, fingerprint_of(check, key), key);
    adding->too_many = adding->too_many || number == KEY_SET_NONE;
    if (number == KEY_SET_NONE)
        return NULL;
    if (number >= adding->room) {
        size_t room = adding->room == 0 ? 16 : adding->room * 2;
        adding->sums = realloc(adding->sums, room * sizeof *adding->sums);
        if (adding->sums == NULL)
            memory_exhausted();
        memset(adding->sums + adding->room, 0, (room - adding->room) * sizeof *adding->sums);
        adding->room = room;
    }
    return &adding->sums[number];
}

/* ---- the pass ---- */

static void *begin(struct table_run *run)
{
    return arena_alloc(run->arena, sizeof(struct check));
}

static void header(struct table_worker *worker, void *state, const struct table_row *row)
{
    struct check *check = state;
    const struct table_keys *keys = worker->run->keys;
    struct arena *arena = worker->run->arena;
    (void)row;
    if (keys == NULL)
        return;
    check->seed = keys->seed;
    check->rules = arena_array(arena, keys->sum_count, sizeof *check->rules);
    check->added = arena_array(arena, keys->sum_count, sizeof *check->added);
    for (size_t i = 0; i < keys->sum_count; i++) {
        struct rule rule = {.asked = &keys->sums[i]};
        rule.by = arena_array(arena, rule.asked->by_count, sizeof *rule.by);
        if (!key_columns_find(worker, &rule.asked->column, 1, CODE_D307, &rule.column) ||
            !key_columns_find(worker, rule.asked->by, rule.asked->by_count, CODE_D307, rule.by))
            continue;
        rule.plain = rule.column.rules == NULL || rule.column.rules->decimal_plain;
        adding_open(&check->added[check->count]);
        check->rules[check->count++] = rule;
    }
}

static void *share(struct table_worker *worker, void *state)
{
    struct share *share = arena_alloc(worker->arena, sizeof *share);
    share->check = state;
    share->added = arena_array(worker->arena, share->check->count, sizeof *share->added);
    for (size_t i = 0; i < share->check->count; i++)
        adding_open(&share->added[i]);
    return share;
}

/* Adds a cell to the total and, where there is one, to its group. */
static void add_cell(struct share *share, const struct rule *rule, struct adding *adding, struct slice cell,
                     struct decimal_sum *group)
{
    struct slice number;
    if (rule->plain && decimal_sum_try(&adding->total, cell)) {
        if (group != NULL)
            decimal_sum_add(group, cell);
    } else if (key_is_missing(rule->column.rules, cell)) {
        return;
    } else if (key_number(rule->column.rules, cell, &share->room.cell, &number)) {
        decimal_sum_add(&adding->total, number);
        if (group != NULL)
            decimal_sum_add(group, number);
    } else {
        adding->unread++;
    }
}

static void add_rows(struct share *share, const struct rule *rule, struct adding *adding,
                     const struct table_batch *batch)
{
    size_t by = rule->asked->by_count;
    for (size_t row = 0; row < batch->count; row++) {
        struct decimal_sum *group = NULL;
        struct slice key;
        /* groups of which all parts are missing are none */
        if (by > 0 && key_columns_text(rule->by, by, batch, row, &share->room, &key))
            group = sum_of(share->check, adding, key);
        add_cell(share, rule, adding, batch_cell(batch, row, rule->column.place), group);
    }
}

static uint64_t batch(struct table_worker *worker, void *state, const struct table_batch *rows)
{
    struct share *share = state;
    (void)worker;
    share->read += rows->count;
    for (size_t i = 0; i < share->check->count; i++)
        add_rows(share, &share->check->rules[i], &share->added[i], rows);
    return 0;
}

/* An empty line says nothing; any other odd row is one that is not added up. */
static void odd(struct table_worker *worker, void *state, const struct table_row *row)
{
    struct share *share = state;
    (void)worker;
    share->read += row->count == 1 && row->cells[0].length == 0;
}

static void join(struct table_run *run, void *state, void *joined)
{
    struct check *check = state;
    struct share *share = joined;
    (void)run;
    check->read += share->read;
    for (size_t i = 0; i < check->count; i++) {
        struct adding *from = &share->added[i], *to = &check->added[i];
        decimal_sum_join(&to->total, &from->total);
        to->unread += from->unread;
        to->too_many = to->too_many || from->too_many;
        for (uint32_t group = 0; group < from->groups.count; group++) {
            struct decimal_sum *sum = sum_of(check, to, key_set_key(&from->groups, group));
            if (sum != NULL)
                decimal_sum_join(sum, &from->sums[group]);
        }
        adding_close(from);
    }
    key_room_free(&share->room);
}

/* ---- the end ---- */

static const char *written(struct arena *arena, const struct decimal_sum *sum)
{
    struct text text = {0};
    decimal_sum_write(sum, &text);
    const char *copy = arena_copy(arena, text.at, text.length);
    text_free(&text);
    return copy;
}

static void put(struct table_worker *worker, const struct rule *rule, struct finding *finding)
{
    finding->field = slice_copy(worker->brief, rule->asked->column);
    finding->column_number = rule->column.place + 1;
    if (finding->hint == NULL)
        finding->hint = _("look for a missing or repeated row, or correct banchi:sums in the dictionary");
    table_check_put(worker, finding);
    arena_reset(worker->brief);
}

static void put_unread(struct table_worker *worker, const struct rule *rule, const char *message)
{
    struct finding finding = {.code = CODE_D307,
                              .level = LEVEL_NOT_CHECKED,
                              .message = message,
                              .hint = _("mend the faults told above first")};
    put(worker, rule, &finding);
}

static void compare_number(struct table_worker *worker, const struct rule *rule, const char *total)
{
    if (decimal_compare(slice_of(total), rule->asked->number) == 0)
        return;
    struct finding finding = {.code = CODE_D306, .value = slice_of(total)};
    finding.message =
        arena_format(worker->brief, _("the column adds up to {value}; by the dictionary it should be %.*s"),
                     SLICE(rule->asked->number));
    put(worker, rule, &finding);
}

static void compare_total(struct table_worker *worker, const struct rule *rule, const char *total)
{
    const char *there = written(worker->brief, rule->asked->there.total);
    if (strcmp(total, there) == 0)
        return;
    struct finding finding = {.code = CODE_D306, .value = slice_of(total)};
    finding.message = arena_format(worker->brief, _("the column adds up to {value}; %s of %s adds up to %s"),
                                   rule->asked->there_column, rule->asked->there.file, there);
    put(worker, rule, &finding);
}

/* A group's key as a person reads it: without the lengths of its parts. */
static struct slice readable(struct arena *arena, const struct rule *rule, struct slice key)
{
    struct text text = {0};
    if (rule->asked->by_count == 1)
        return key;
    for (size_t at = 0; at + 4 <= key.length;) {
        size_t length = 0;
        for (size_t i = 0; i < 4; i++)
            length |= (size_t)(unsigned char)key.at[at + i] << 8 * i;
        text_add(&text, at == 0 ? "" : ", ");
        text_add_bytes(&text, key.at + at + 4, length);
        at += 4 + length;
    }
    return text_keep(arena, &text);
}

static void compare_group(struct table_worker *worker, const struct rule *rule, struct slice key,
                          const struct decimal_sum *here, const struct decimal_sum *there)
{
    const char *sums[] = {written(worker->brief, here), written(worker->brief, there)};
    if (strcmp(sums[0], sums[1]) == 0)
        return;
    struct finding finding = {.code = CODE_D306, .value = readable(worker->brief, rule, key)};
    finding.message =
        arena_format(worker->brief, _("for {value} the column adds up to %s; %s of %s adds up to %s"),
                     sums[0], rule->asked->there_column, rule->asked->there.file, sums[1]);
    put(worker, rule, &finding);
}

/* Groups in the order in which the other table has them, then those that it has not, by their keys: which
 * thread met them first must not be seen. */
struct group {
    struct slice key;
    const struct decimal_sum *sum;
};

static int by_key(const void *a, const void *b)
{
    return slice_compare(((const struct group *)a)->key, ((const struct group *)b)->key);
}

static void compare_groups(struct table_worker *worker, const struct check *check, const struct rule *rule,
                           const struct adding *adding)
{
    const struct reference_answer *there = &rule->asked->there;
    static const struct decimal_sum nothing;
    struct group *rest = arena_array(worker->arena, adding->groups.count, sizeof *rest);
    size_t count = 0;
    for (uint32_t i = 0; i < there->keys->count; i++) {
        struct slice key = key_set_key(there->keys, i);
        uint32_t here = key_set_find(&adding->groups, fingerprint_of(check, key), key);
        compare_group(worker, rule, key, here == KEY_SET_NONE ? &nothing : &adding->sums[here],
                      &there->sums[i]);
    }
    for (uint32_t i = 0; i < adding->groups.count; i++) {
        struct slice key = key_set_key(&adding->groups, i);
        if (key_set_find(there->keys, fingerprint_of(check, key), key) == KEY_SET_NONE)
            rest[count++] = (struct group){key, &adding->sums[i]};
    }
    qsort(rest, count, sizeof *rest, by_key);
    for (size_t i = 0; i < count; i++)
        compare_group(worker, rule, rest[i].key, rest[i].sum, &nothing);
}

static void compare(struct table_worker *worker, const struct check *check, const struct rule *rule,
                    const struct adding *adding)
{
    size_t unread = adding->unread + (worker->run->rows - check->read);
    if (worker->run->encoding != NULL) /* told once, with the number of its rows */
        return;
    if (unread > 0)
        put_unread(worker, rule,
                   arena_format(worker->brief, _("rows that are not read as numbers here: %zu"), unread));
    else if (adding->too_many)
        put_unread(worker, rule, _("the groups are more than banchi holds in memory"));
    else if (rule->asked->number.length > 0)
        compare_number(worker, rule, written(worker->brief, &adding->total));
    else if (rule->asked->by_count > 0)
        compare_groups(worker, check, rule, adding);
    else
        compare_total(worker, rule, written(worker->brief, &adding->total));
}

static void end(struct table_worker *worker, void *state)
{
    struct check *check = state;
    if (worker->run->encoding != NULL)
        return; /* the whole file is told to be no UTF-8 */
    for (size_t i = 0; i < check->count; i++)
        compare(worker, check, &check->rules[i], &check->added[i]);
}

static void release(void *state)
{
    struct check *check = state;
    for (size_t i = 0; i < check->count; i++)
        adding_close(&check->added[i]);
}

const struct table_check CHECK_SUMS = {.begin = begin,
                                       .header = header,
                                       .share = share,
                                       .batch = batch,
                                       .odd = odd,
                                       .join = join,
                                       .end = end,
                                       .close = release};
