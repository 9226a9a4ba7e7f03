/* What strings stand for, told one after the other and asked in between: the names in a schema.
 *
 * `struct key_map map = {0}` is a valid, empty map. It grows in the arena; neither strings nor values are
 * copied. What is known from the beginning is better kept in a key_table.
 */
#ifndef BANCHI_BASE_KEY_MAP_H
#define BANCHI_BASE_KEY_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct arena;

struct key_entry {
    struct slice key;
    void *value; /* NULL when the entry is free */
    uint32_t hash;
};

struct key_map {
    struct key_entry *entries;
    size_t size; /* a power of two, or 0 */
    size_t count;
};

/* NULL when there is none. */
void *key_map_find(const struct key_map *map, struct slice key);

/* The string stands for the value, which is not NULL, from now on. One that is there already keeps its own.
 */
void key_map_add(struct arena *arena, struct key_map *map, struct slice key, void *value);

#endif
