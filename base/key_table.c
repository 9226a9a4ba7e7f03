#include "base/key_table.h"

#include "base/arena.h"

static uint32_t slots_for(size_t count)
{
    uint32_t slots = 2;
    while (slots < 2 * count)
        slots *= 2;
    return slots;
}

const struct key_table *key_table_make(struct arena *arena, const struct slice *keys, size_t count)
{
    uint32_t size = slots_for(count);
    struct key_slot *slots = arena_array(arena, size, sizeof *slots);
    struct key_table *table = arena_alloc(arena, sizeof *table);
    *table = (struct key_table){.keys = keys, .slots = slots, .mask = size - 1};
    for (uint32_t i = 0; i < size; i++)
        slots[i].number = KEY_NONE;
    for (uint32_t i = 0; i < count; i++) {
        if (key_find(table, keys[i]) != KEY_NONE)
            continue;
        uint32_t hash = slice_hash(keys[i]);
        uint32_t at = hash & table->mask;
        while (slots[at].number != KEY_NONE)
            at = (at + 1) & table->mask;
        slots[at] = (struct key_slot){.hash = hash, .number = i};
    }
    return table;
}
