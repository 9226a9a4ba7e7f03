#include "base/key_map.h"

#include "base/arena.h"
#include "base/slice_hash.h"

#define FIRST_SIZE 8

/* The entry of that key, or the free one where it would stand. */
static struct key_entry *entry_of(const struct key_map *map, struct slice key, uint32_t hash)
{
    size_t at = hash & (map->size - 1);
    for (; map->entries[at].value != NULL; at = (at + 1) & (map->size - 1))
        if (map->entries[at].hash == hash && slice_equal(map->entries[at].key, key))
            break;
    return &map->entries[at];
}

static void grow(struct arena *arena, struct key_map *map)
{
    struct key_map larger = {.size = map->size == 0 ? FIRST_SIZE : 4 * map->size, .count = map->count};
    larger.entries = arena_array(arena, larger.size, sizeof *larger.entries);
    for (size_t i = 0; i < map->size; i++)
        if (map->entries[i].value != NULL)
            *entry_of(&larger, map->entries[i].key, map->entries[i].hash) = map->entries[i];
    *map = larger;
}

void *key_map_find(const struct key_map *map, struct slice key)
{
    return map->size == 0 ? NULL : entry_of(map, key, slice_hash(key))->value;
}

void key_map_add(struct arena *arena, struct key_map *map, struct slice key, void *value)
{
    uint32_t hash = slice_hash(key);
    if (2 * (map->count + 1) > map->size)
        grow(arena, map);
    struct key_entry *entry = entry_of(map, key, hash);
    if (entry->value != NULL)
        return;
    *entry = (struct key_entry){key, value, hash};
    map->count++;
}
