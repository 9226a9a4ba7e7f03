#include "catalog/key_search.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"

/* Hashes compared at once: a table of them takes twice as much memory. */
#define SLOTS ((size_t)1 << 20)
#define FILLED (SLOTS / 2)

struct watched {
    struct key key;
    bool dead; /* two rows were alike */
    FILE *file;
};

struct key_search {
    size_t columns;
    uint64_t rows;
    uint64_t *cells; /* of the first KEY_ROWS rows, `columns` a row */
    bool chosen;
    struct watched watched[KEY_WATCHED];
    size_t watched_count;
    uint64_t *slots;
};

/* ---- hashes ---- */

static uint64_t mix(uint64_t hash)
{
    hash ^= hash >> 32;
    hash *= UINT64_C(0xd6e8feb86659fd93);
    hash ^= hash >> 32;
    hash *= UINT64_C(0xd6e8feb86659fd93);
    return hash ^ hash >> 32;
}

static uint64_t hash_cell(struct slice cell)
{
    uint64_t hash = mix(cell.length + UINT64_C(0x9e3779b97f4a7c15));
    for (; cell.length > 0;) {
        uint64_t word = 0;
        size_t length = cell.length < 8 ? cell.length : 8;
        memcpy(&word, cell.at, length);
        hash = mix(hash ^ word) + UINT64_C(0x9e3779b97f4a7c15);
        cell.at += length;
        cell.length -= length;
    }
    return hash;
}

/* Never 0, which is the empty slot. */
static uint64_t hash_key(const struct key *key, const uint64_t *cells)
{
    uint64_t hash = key->count;
    for (size_t i = 0; i < key->count; i++)
        hash = mix(hash ^ cells[key->columns[i]]) + i;
    return hash != 0 ? hash : 1;
}

/* False when it is there already. */
static bool slot_take(uint64_t *slots, size_t size, uint64_t hash)
{
    size_t at = (size_t)(hash >> 8) & (size - 1);
    while (slots[at] != 0) {
        if (slots[at] == hash)
            return false;
        at = (at + 1) & (size - 1);
    }
    slots[at] = hash;
    return true;
}

/* ---- the first rows ---- */

struct key_search *key_search_start(struct arena *arena, size_t columns)
{
    struct key_search *search = arena_alloc(arena, sizeof *search);
    search->columns = columns < KEY_TABLE_COLUMNS ? columns : KEY_TABLE_COLUMNS;
    search->cells = arena_array(arena, KEY_ROWS * (search->columns + 1), sizeof *search->cells);
    search->slots = malloc(SLOTS * sizeof *search->slots);
    if (search->slots == NULL)
        memory_exhausted();
    return search;
}

bool key_search_watch(struct key_search *search, const struct key *key)
{
    for (size_t i = 0; i < key->count; i++)
        if (key->columns[i] >= search->columns)
            return false;
    if (key->count == 0 || search->watched_count == KEY_WATCHED)
        return false;
    search->watched[search->watched_count++] = (struct watched){.key = *key};
    return true;
}

bool key_search_is_full(const struct key_search *search)
{
    return search->rows == KEY_ROWS;
}

/* Whether the key tells the rows apart that are in memory. */
static bool tells_apart(struct key_search *search, const struct key *key)
{
    size_t size = (size_t)2 * KEY_ROWS, rows = search->rows < KEY_ROWS ? (size_t)search->rows : KEY_ROWS;
    memset(search->slots, 0, size * sizeof *search->slots);
    for (size_t row = 0; row < rows; row++)
        if (!slot_take(search->slots, size, hash_key(key, search->cells + row * search->columns)))
            return false;
    return true;
}

static bool holds_key(const struct key *whole, const struct key *part)
{
    size_t found = 0;
    for (size_t i = 0; i < whole->count && found < part->count; i++)
        found += whole->columns[i] == part->columns[found];
    return found == part->count;
}

/* A key that has another one in it is watched only when there is room in the second round. */
static void try_key(struct key_search *search, const struct key *key, bool again)
{
    bool larger = false;
    for (size_t i = 0; i < search->watched_count; i++) {
        const struct key *other = &search->watched[i].key;
        if (!search->watched[i].dead && holds_key(key, other)) {
            larger = true;
            if (key->count == other->count)
                return;
        }
    }
    if (larger == again && search->watched_count < KEY_WATCHED && tells_apart(search, key))
        (void)key_search_watch(search, key);
}

/* All combinations of `count` of the choices, in order. */
static void try_keys(struct key_search *search, const size_t *choices, size_t choice_count, size_t count,
                     bool again)
{
    size_t at[KEY_COLUMNS];
    if (count > choice_count)
        return;
    for (size_t i = 0; i < count; i++)
        at[i] = i;
    for (;;) {
        struct key key = {.count = count};
        for (size_t i = 0; i < count; i++)
            key.columns[i] = choices[at[i]];
        try_key(search, &key, again);
        size_t last = count;
        while (last > 0 && at[last - 1] == choice_count - count + last - 1)
            last--;
        if (last == 0 || search->watched_count == KEY_WATCHED)
            return;
        at[last - 1]++;
        for (size_t i = last; i < count; i++)
            at[i] = at[i - 1] + 1;
    }
}

static void watch_begin(struct key_search *search)
{
    for (size_t i = 0; i < search->watched_count; i++) {
        struct watched *watched = &search->watched[i];
        watched->dead = !tells_apart(search, &watched->key);
    }
}

void key_search_choose(struct key_search *search, const bool *likely)
{
    size_t choices[KEY_CHOICES], count = 0;
    for (size_t i = 0; i < search->columns && count < KEY_CHOICES; i++)
        if (likely[i])
            choices[count++] = i;
    watch_begin(search);
    for (int again = 0; again < 2; again++)
        for (size_t size = 1; size <= KEY_COLUMNS; size++)
            try_keys(search, choices, count, size, again == 1);
    search->chosen = true;
}

/* ---- the rest of the table ---- */

static bool write_hash(struct watched *watched, uint64_t hash, struct problem *problem)
{
    if (watched->file == NULL)
        watched->file = tmpfile();
    if (watched->file == NULL || fwrite(&hash, sizeof hash, 1, watched->file) != 1)
        return problem_set_errno(problem, errno, _("a temporary file cannot be written"));
    return true;
}

static bool watch_row(struct key_search *search, const uint64_t *cells, struct problem *problem)
{
    for (size_t i = 0; i < search->watched_count; i++) {
        struct watched *watched = &search->watched[i];
        if (!watched->dead && !write_hash(watched, hash_key(&watched->key, cells), problem))
            return false;
    }
    return true;
}

bool key_search_add(struct key_search *search, const struct slice *cells, struct problem *problem)
{
    uint64_t hashes[KEY_TABLE_COLUMNS];
    uint64_t *to = search->rows < KEY_ROWS ? search->cells + search->rows * search->columns : hashes;
    for (size_t i = 0; i < search->columns; i++)
        to[i] = hash_cell(cells[i]);
    search->rows++;
    return search->rows <= KEY_ROWS || watch_row(search, to, problem);
}

/* ---- the end ---- */

/* The hashes of one part of `parts`, in memory and on disk; false in `*apart` when two are alike. */
static bool compare_part(struct key_search *search, struct watched *watched, uint64_t part, uint64_t parts,
                         bool *apart)
{
    uint64_t hash;
    memset(search->slots, 0, SLOTS * sizeof *search->slots);
    for (size_t row = 0; row < KEY_ROWS && *apart; row++) {
        hash = hash_key(&watched->key, search->cells + row * search->columns);
        if (hash % parts == part)
            *apart = slot_take(search->slots, SLOTS, hash);
    }
    rewind(watched->file);
    while (*apart && fread(&hash, sizeof hash, 1, watched->file) == 1)
        if (hash % parts == part)
            *apart = slot_take(search->slots, SLOTS, hash);
    return ferror(watched->file) == 0;
}

static bool judge(struct key_search *search, struct watched *watched, struct problem *problem)
{
    bool apart = !watched->dead;
    if (!apart || search->rows <= KEY_ROWS || watched->file == NULL)
        return true;
    uint64_t parts = search->rows / (FILLED * 7 / 8) + 1; /* parts are not quite alike in size */
    for (uint64_t part = 0; part < parts && apart; part++)
        if (fflush(watched->file) != 0 || !compare_part(search, watched, part, parts, &apart))
            return problem_set_errno(problem, errno, _("a temporary file cannot be read"));
    watched->dead = !apart;
    return true;
}

static bool is_likely(const struct key *key, const bool *likely)
{
    for (size_t i = 0; i < key->count; i++)
        if (!likely[key->columns[i]])
            return false;
    return true;
}

bool key_search_find(struct key_search *search, const bool *likely, struct key *key, struct problem *problem)
{
    key->count = 0;
    for (size_t i = 0; search->rows > 1 && i < search->watched_count; i++) {
        struct watched *watched = &search->watched[i];
        bool better = key->count == 0 || watched->key.count < key->count;
        if (!better || !is_likely(&watched->key, likely))
            continue;
        if (!judge(search, watched, problem))
            return false;
        if (!watched->dead)
            *key = watched->key;
    }
    return true;
}

bool key_search_holds(struct key_search *search, const struct key *key, bool *holds, struct problem *problem)
{
    *holds = true;
    for (size_t i = 0; i < search->watched_count; i++) {
        struct watched *watched = &search->watched[i];
        if (watched->key.count != key->count || !holds_key(&watched->key, key))
            continue;
        if (!judge(search, watched, problem))
            return false;
        *holds = !watched->dead;
        return true;
    }
    return true;
}

void key_search_end(struct key_search *search)
{
    for (size_t i = 0; i < search->watched_count; i++)
        if (search->watched[i].file != NULL)
            fclose(search->watched[i].file);
    free(search->slots);
}
