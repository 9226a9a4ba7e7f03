#include "base/json_members.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_names.h"
#include "base/slice_hash.h"

/* Up to this many members, repeated keys are looked for pair by pair; above, with a table. */
#define PAIRWISE_MEMBERS 8

/* Tables of this size stand on the stack. */
#define FEW_SLOTS 128

static bool same_key(const struct json *a, const struct json *b)
{
    return a->count == b->count && bytes_equal(a->at, b->at, a->count);
}

static int members_order(const void *a, const void *b)
{
    const struct json_member *left = *(const struct json_member *const *)a;
    const struct json_member *right = *(const struct json_member *const *)b;
    int order = slice_compare(json_text(&left->key), json_text(&right->key));
    return order ? order : (left->key.offset > right->key.offset) - (left->key.offset < right->key.offset);
}

const struct json_member **members_sorted(const struct json_member *members, uint32_t count)
{
    const struct json_member **sorted = malloc(count * sizeof(*sorted));
    if (!sorted)
        memory_exhausted();
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = &members[i];
    qsort(sorted, count, sizeof(*sorted), members_order);
    return sorted;
}

bool *members_repeated(const struct json_member *members, uint32_t count)
{
    const struct json_member **sorted = members_sorted(members, count);
    bool *repeated = calloc(count, sizeof(*repeated));
    if (!repeated)
        memory_exhausted();
    for (uint32_t i = 1; i < count; i++)
        repeated[sorted[i] - members] = same_key(&sorted[i]->key, &sorted[i - 1]->key);
    free(sorted);
    return repeated;
}

/* ---- whether all differ ---- */

struct member_slot {
    uint32_t hash;
    uint32_t number; /* of the member, from 1; 0: free */
};

/* Collisions for each key, on average, from which on they are no chance: somebody made the keys so. */
#define FAIR_COLLISIONS 8

/* Puts a key into the table unless it is there. */
static bool slot_take(struct member_slot *table, size_t mask, const struct json_member *members,
                      uint32_t number, size_t *collisions)
{
    const struct json *key = &members[number].key;
    uint32_t hash = slice_hash((struct slice){key->at, key->count});
    size_t slot = hash & mask;
    for (; table[slot].number != 0; slot = (slot + 1) & mask, ++*collisions)
        if (table[slot].hash == hash && same_key(&members[table[slot].number - 1].key, key))
            return false;
    table[slot] = (struct member_slot){hash, number + 1};
    return true;
}

/* Whether a table sees each key once; also false when the keys collide too often to tell in fair time. */
static bool keys_differ(const struct json_member *members, uint32_t count)
{
    struct member_slot few[FEW_SLOTS];
    size_t slots = FEW_SLOTS / 2, collisions = 0;
    while (slots < (size_t)count * 2)
        slots *= 2;
    struct member_slot *table = slots <= FEW_SLOTS ? few : malloc(slots * sizeof *table);
    if (!table)
        memory_exhausted();
    memset(table, 0, slots * sizeof *table);
    bool differ = true;
    for (uint32_t i = 0; differ && i < count; i++)
        differ = slot_take(table, slots - 1, members, i, &collisions) &&
                 collisions <= (size_t)count * FAIR_COLLISIONS;
    if (table != few)
        free(table);
    return differ;
}

static bool pairs_differ(const struct json_member *members, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t j = 0; j < i; j++)
            if (same_key(&members[i].key, &members[j].key))
                return false;
    return true;
}

/* By their numbers; false also when there are several keys without one. */
static bool numbers_differ(struct json_names *names, const struct json_member *members, uint32_t count)
{
    uint32_t object = ++names->objects;
    bool again = false;
    for (uint32_t i = 0; i < count; i++) {
        struct json_name *name = &names->list[members[i].key.name];
        again |= name->object == object;
        name->object = object;
    }
    return !again;
}

bool members_differ(struct json_names *names, const struct json_member *members, uint32_t count)
{
    if (numbers_differ(names, members, count))
        return true;
    return count > PAIRWISE_MEMBERS ? keys_differ(members, count) : pairs_differ(members, count);
}
