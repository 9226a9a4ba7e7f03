/* A set of strings that is made once and asked often: the keys of an object in a schema, the values of an
 * enum.
 *
 * Made in an arena; read-only afterwards, so threads may share it. The strings are not copied. A string that
 * is given twice keeps its first number.
 */
#ifndef BANCHI_BASE_KEY_TABLE_H
#define BANCHI_BASE_KEY_TABLE_H

#include "base/slice_hash.h"

struct arena;

#define KEY_NONE UINT32_MAX

struct key_slot {
    uint32_t hash;
    uint32_t number; /* place in `keys`, KEY_NONE when the slot is free */
};

struct key_table {
    const struct slice *keys;
    const struct key_slot *slots;
    uint32_t mask; /* number of slots, a power of two, less one */
};

/* Makes the table of `count` strings; the array of slices must live as long as the table. */
const struct key_table *key_table_make(struct arena *arena, const struct slice *keys, size_t count);

static inline uint32_t key_hash(struct slice key)
{
    return slice_hash(key);
}

/* The number of the string, or KEY_NONE. */
static inline uint32_t key_find(const struct key_table *table, struct slice key)
{
    uint32_t hash = slice_hash(key);
    for (uint32_t at = hash & table->mask;; at = (at + 1) & table->mask) {
        struct key_slot slot = table->slots[at];
        if (slot.number == KEY_NONE)
            return KEY_NONE;
        if (slot.hash == hash && table->keys[slot.number].length == key.length &&
            bytes_equal(table->keys[slot.number].at, key.at, key.length))
            return slot.number;
    }
}

#endif
