/* A set of keys in memory: filled once, then asked for every row of a table.
 *
 * Each key gets a number, in the order in which they come, from 0. Keys are bytes; a fingerprint
 * (catalog/fingerprint.h) leads to a key and the bytes decide. Read-only once filled, so threads may share
 * it. The memory is bounded by the caller.
 */
#ifndef BANCHI_CATALOG_KEY_SET_H
#define BANCHI_CATALOG_KEY_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct key_set_slot {
    uint32_t tag;    /* of the fingerprint */
    uint32_t number; /* plus 1; 0 in a free slot */
};

#define KEY_SET_NONE UINT32_MAX

struct key_set {
    struct key_set_slot *slots;
    size_t size; /* of slots, a power of two */
    size_t count;
    struct text bytes; /* of all keys */
    uint32_t *ends;    /* of each key, in `bytes` */
    size_t room;       /* of `ends` */
    size_t limit;      /* of all memory, below 2 GiB */
};

void key_set_open(struct key_set *set, size_t limit);
void key_set_close(struct key_set *set);

/* The key's number, also when it was there; KEY_SET_NONE when the limit is reached. */
uint32_t key_set_add(struct key_set *set, uint64_t fingerprint, struct slice key)
    __attribute__((warn_unused_result));

/* Its number, or KEY_SET_NONE. */
uint32_t key_set_find(const struct key_set *set, uint64_t fingerprint, struct slice key);

/* The key of that number. */
struct slice key_set_key(const struct key_set *set, uint32_t number);

/* The memory that it takes. */
size_t key_set_bytes(const struct key_set *set);

#endif
