/* Foreign keys: is each row's key in the table referred to? */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/cell.h"
#include "catalog/check_keys.h"
#include "catalog/key_text.h"
#include "metadata/nearest.h"

/* Keys of rows that follow each other are often the same. */
#define REMEMBERED 64

struct rule {
    const struct foreign_rule *asked;
    struct key_column *columns;
    const char *field;
};

struct check {
    const struct fingerprint_seed *seed;
    struct rule *rules;
    size_t count;
};

struct memory {
    size_t length; /* SIZE_MAX: nothing */
    bool found;
    char key[REMEMBERED];
};

struct share {
    const struct check *check;
    struct memory *memories; /* one a rule */
    struct key_room room;
};

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
    check->rules = arena_array(arena, keys->foreign_count, sizeof *check->rules);
    for (size_t i = 0; i < keys->foreign_count; i++) {
        const struct foreign_rule *asked = &keys->foreign[i];
        struct rule rule = {.asked = asked, .field = keys_join(arena, asked->columns, asked->count)};
        rule.columns = arena_array(arena, asked->count, sizeof *rule.columns);
        if (key_columns_find(worker, asked->columns, asked->count, CODE_D305, rule.columns))
            check->rules[check->count++] = rule;
    }
}

static void *share(struct table_worker *worker, void *state)
{
    struct share *share = arena_alloc(worker->arena, sizeof *share);
    share->check = state;
    share->memories = arena_array(worker->arena, share->check->count, sizeof *share->memories);
    for (size_t i = 0; i < share->check->count; i++)
        share->memories[i].length = SIZE_MAX;
    return share;
}

static bool is_in(const struct share *share, const struct rule *rule, struct slice key)
{
    uint64_t fingerprint = fingerprint_add(share->check->seed, fingerprint_start(share->check->seed), key);
    return key_set_find(rule->asked->there.keys, fingerprint, key) != KEY_SET_NONE;
}

static bool is_in_or_remembered(const struct share *share, const struct rule *rule, struct memory *memory,
                                struct slice key)
{
    if (memory->length == key.length && memcmp(memory->key, key.at, key.length) == 0)
        return memory->found;
    bool found = is_in(share, rule, key);
    if (key.length <= REMEMBERED) {
        memcpy(memory->key, key.at, key.length);
        memory->length = key.length;
        memory->found = found;
    }
    return found;
}

static bool key_of(struct share *share, const struct rule *rule, const struct table_batch *batch, size_t row,
                   struct slice *key)
{
    return key_columns_text(rule->columns, rule->asked->count, batch, row, &share->room, key);
}

/* The rows that refer to nothing. */
static uint64_t strangers(struct share *share, size_t number, const struct table_batch *batch, uint64_t rows)
{
    const struct rule *rule = &share->check->rules[number];
    uint64_t found = 0;
    struct slice key;
    while (rows != 0) {
        size_t row = batch_take(&rows);
        if (key_of(share, rule, batch, row, &key) &&
            !is_in_or_remembered(share, rule, &share->memories[number], key))
            found |= UINT64_C(1) << row;
    }
    return found;
}

static uint64_t batch(struct table_worker *worker, void *state, const struct table_batch *batch)
{
    struct share *share = state;
    uint64_t faulty = 0;
    for (size_t i = 0; i < share->check->count; i++) {
        const struct rule *rule = &share->check->rules[i];
        size_t place = rule->columns[0].place;
        bool alone = rule->asked->count == 1; /* then a known text has been looked for before */
        uint64_t rows = BATCH_ALL(batch->count) & ~(alone ? batch->known[place] : 0);
        uint64_t found = strangers(share, i, batch, rows);
        worker->telling[place] |= alone ? found : 0;
        faulty |= found;
    }
    return faulty;
}

/* ---- telling ---- */

/* Where the value stands there that was probably meant. */
static const char *hint_of(struct arena *arena, const struct rule *rule, struct slice key)
{
    const struct key_set *set = rule->asked->there.keys;
    if (rule->asked->count > 1 || set->count > LIMIT_NEAREST_CHOICES)
        return _("correct it here, or add it there");
    struct slice *choices = arena_array(arena, set->count, sizeof *choices);
    for (size_t i = 0; i < set->count; i++)
        choices[i] = key_set_key(set, (uint32_t)i);
    long nearest = nearest_choice(arena, key, choices, set->count);
    if (nearest < 0)
        return _("correct it here, or add it there");
    return arena_format(arena, _("the nearest value there stands in row %zu"),
                        rule->asked->there.rows[nearest]);
}

static struct slice value_of(struct arena *arena, const struct rule *rule, const struct table_batch *batch,
                             size_t row)
{
    struct slice *parts = arena_array(arena, rule->asked->count, sizeof *parts);
    for (size_t i = 0; i < rule->asked->count; i++)
        parts[i] = batch_cell(batch, row, rule->columns[i].place);
    return slice_of(keys_join(arena, parts, rule->asked->count));
}

static void put(struct table_worker *worker, const struct rule *rule, const struct table_batch *batch,
                size_t row, struct slice key)
{
    bool only = rule->asked->count == 1;
    struct finding finding = {.code = CODE_D304, .field = rule->field};
    if (table_check_shows(worker, CODE_D304)) {
        finding.message = arena_format(worker->brief, _("{value} is not in %s of %s"),
                                       rule->asked->there_columns, rule->asked->there.file);
        finding.hint = hint_of(worker->brief, rule, key);
        finding.value = value_of(worker->brief, rule, batch, row);
    }
    table_check_put_row(worker, batch, row, only ? rule->columns[0].place : SIZE_MAX, &finding);
}

static void row(struct table_worker *worker, void *state, const struct table_batch *batch, size_t number)
{
    struct share *share = state;
    struct slice key;
    for (size_t i = 0; i < share->check->count; i++) {
        const struct rule *rule = &share->check->rules[i];
        if (key_of(share, rule, batch, number, &key) && !is_in(share, rule, key))
            put(worker, rule, batch, number, key);
    }
}

static void join(struct table_run *run, void *state, void *joined)
{
    struct share *share = joined;
    (void)run;
    (void)state;
    key_room_free(&share->room);
}

const struct table_check CHECK_FOREIGN = {
    .begin = begin, .header = header, .share = share, .batch = batch, .row = row, .join = join};
