#include "catalog/key_set.h"

#include <stdlib.h>

#include "base/arena.h"

#define FIRST_SIZE ((size_t)64)

static struct key_set_slot *slots_of(size_t size)
{
    struct key_set_slot *slots = calloc(size, sizeof *slots);
    if (slots == NULL)
        memory_exhausted();
    return slots;
}

void key_set_open(struct key_set *set, size_t limit)
{
    *set = (struct key_set){.slots = slots_of(FIRST_SIZE), .size = FIRST_SIZE, .limit = limit};
}

void key_set_close(struct key_set *set)
{
    free(set->slots);
    free(set->ends);
    text_free(&set->bytes);
    *set = (struct key_set){0};
}

/* With `slots` slots and so many bytes of keys. */
static size_t bytes_with(const struct key_set *set, size_t slots, size_t bytes)
{
    return slots * sizeof *set->slots + (set->count + 1) * sizeof *set->ends + bytes;
}

size_t key_set_bytes(const struct key_set *set)
{
    return bytes_with(set, set->size, set->bytes.length);
}

struct slice key_set_key(const struct key_set *set, uint32_t number)
{
    uint32_t from = number == 0 ? 0 : set->ends[number - 1];
    return (struct slice){set->bytes.at + from, set->ends[number] - from};
}

/* The slot of the key, or the free one where it would stand. */
static struct key_set_slot *slot_of(const struct key_set *set, uint64_t fingerprint, struct slice key)
{
    uint32_t tag = (uint32_t)(fingerprint >> 32);
    for (size_t at = tag & (set->size - 1);; at = (at + 1) & (set->size - 1)) {
        struct key_set_slot *slot = &set->slots[at];
        if (slot->number == 0 || (slot->tag == tag && slice_equal(key_set_key(set, slot->number - 1), key)))
            return slot;
    }
}

uint32_t key_set_find(const struct key_set *set, uint64_t fingerprint, struct slice key)
{
    return slot_of(set, fingerprint, key)->number - 1;
}

static bool is_full(const struct key_set *set, size_t count)
{
    return count > set->size / 4 * 3;
}

static void grow(struct key_set *set)
{
    size_t size = set->size * 2;
    struct key_set_slot *slots = slots_of(size);
    for (size_t i = 0; i < set->size; i++) {
        if (set->slots[i].number == 0)
            continue;
        size_t at = set->slots[i].tag & (size - 1);
        while (slots[at].number != 0)
            at = (at + 1) & (size - 1);
        slots[at] = set->slots[i];
    }
    free(set->slots);
    set->slots = slots;
    set->size = size;
}

static void keep(struct key_set *set, struct slice key)
{
    if (set->count == set->room) {
        set->room = set->room == 0 ? FIRST_SIZE : set->room * 2;
        set->ends = realloc(set->ends, set->room * sizeof *set->ends);
        if (set->ends == NULL)
            memory_exhausted();
    }
    text_add_slice(&set->bytes, key);
    set->ends[set->count++] = (uint32_t)set->bytes.length;
}

uint32_t key_set_add(struct key_set *set, uint64_t fingerprint, struct slice key)
{
    struct key_set_slot *slot = slot_of(set, fingerprint, key);
    if (slot->number != 0)
        return slot->number - 1;
    size_t slots = is_full(set, set->count + 1) ? set->size * 2 : set->size;
    if (key.length > set->limit || bytes_with(set, slots, set->bytes.length + key.length) > set->limit)
        return KEY_SET_NONE;
    keep(set, key);
    *slot = (struct key_set_slot){(uint32_t)(fingerprint >> 32), (uint32_t)set->count};
    if (is_full(set, set->count))
        grow(set);
    return (uint32_t)set->count - 1;
}
