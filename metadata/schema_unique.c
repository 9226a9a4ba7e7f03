/* uniqueItems. Equal values are looked for with a hash under a random key (SipHash-1-3, of its authors'
 * description), so that no document can be made to collide; numbers count by value, objects without order. */
#include "metadata/schema_parts.h"

#include <stdlib.h>
#include <sys/random.h>

#include "base/decimal.h"

/* Up to this many elements are compared pair by pair; above, with a table. */
#define PAIRWISE_ELEMENTS 8

struct hash_state {
    uint64_t v[4];
};

static uint64_t rotated(uint64_t x, unsigned bits)
{
    return x << bits | x >> (64 - bits);
}

static void hash_round(struct hash_state *s)
{
    s->v[0] += s->v[1];
    s->v[2] += s->v[3];
    s->v[1] = rotated(s->v[1], 13) ^ s->v[0];
    s->v[3] = rotated(s->v[3], 16) ^ s->v[2];
    s->v[0] = rotated(s->v[0], 32) + s->v[3];
    s->v[2] += s->v[1];
    s->v[1] = rotated(s->v[1], 17) ^ s->v[2];
    s->v[3] = rotated(s->v[3], 21) ^ s->v[0];
    s->v[2] = rotated(s->v[2], 32);
}

static void hash_word(struct hash_state *s, uint64_t word)
{
    s->v[3] ^= word;
    hash_round(s);
    s->v[0] ^= word;
}

static struct hash_state hash_start_keyed(const uint64_t key[2])
{
    return (struct hash_state){{key[0] ^ UINT64_C(0x736f6d6570736575), key[1] ^ UINT64_C(0x646f72616e646f6d),
                                key[0] ^ UINT64_C(0x6c7967656e657261),
                                key[1] ^ UINT64_C(0x7465646279746573)}};
}

static uint64_t hash_end(struct hash_state *s)
{
    s->v[2] ^= 0xff;
    hash_round(s);
    hash_round(s);
    hash_round(s);
    return s->v[0] ^ s->v[1] ^ s->v[2] ^ s->v[3];
}

/* The length stands first, so that one text never begins another. */
static void hash_text(struct hash_state *s, struct slice text)
{
    hash_word(s, text.length);
    for (size_t i = 0; i < text.length; i += 8) {
        uint64_t word = 0;
        memcpy(&word, text.at + i, text.length - i < 8 ? text.length - i : 8);
        hash_word(s, word);
    }
}

static void number_hash(struct hash_state *s, const struct json *value)
{
    struct text canonical = {0};
    decimal_canonical(json_text(value), &canonical);
    hash_text(s, text_slice(&canonical));
    text_free(&canonical);
}

static void value_hash(struct hash_state *s, const uint64_t key[2], const struct json *value)
{
    uint64_t sum = 0;
    hash_word(s, value->type);
    if (value->type == JSON_STRING)
        hash_text(s, json_text(value));
    else if (value->type == JSON_NUMBER)
        number_hash(s, value);
    else if (value->type == JSON_ARRAY || value->type == JSON_OBJECT)
        hash_word(s, value->count);
    for (uint32_t i = 0; i < value->count && value->type == JSON_ARRAY; i++)
        value_hash(s, key, &value->items[i]);
    for (uint32_t i = 0; i < value->count && value->type == JSON_OBJECT; i++) {
        struct hash_state member = hash_start_keyed(key);
        hash_text(&member, json_text(&value->members[i].key));
        value_hash(&member, key, &value->members[i].value);
        sum += hash_end(&member);
    }
    if (value->type == JSON_OBJECT)
        hash_word(s, sum);
}

static uint64_t json_hash(const uint64_t key[2], const struct json *value)
{
    struct hash_state state = hash_start_keyed(key);
    value_hash(&state, key, value);
    return hash_end(&state);
}

static long repeated_pairwise(const struct json *list)
{
    for (uint32_t i = 1; i < list->count; i++)
        for (uint32_t j = 0; j < i; j++)
            if (json_same(&list->items[i], &list->items[j]))
                return i;
    return -1;
}

/* Where the system has no randomness yet, an address still differs from run to run. */
static void key_make(struct run *run)
{
    if (getrandom(run->hash_key, sizeof run->hash_key, GRND_NONBLOCK) != (long)sizeof run->hash_key)
        run->hash_key[0] = (uint64_t)(uintptr_t)run->scratch * UINT64_C(0x9e3779b97f4a7c15);
    run->hash_key[0] |= 1;
}

struct element_slot {
    uint64_t hash;
    uint32_t number; /* counts from 1: a zeroed slot is free */
};

long json_repeated(struct run *run, const struct json *list)
{
    run_walks(run, list->end - list->offset);
    if (list->count <= PAIRWISE_ELEMENTS)
        return repeated_pairwise(list);
    size_t size = 16;
    if (run->hash_key[0] == 0)
        key_make(run);
    while (size < 2 * (size_t)list->count)
        size *= 2;
    struct element_slot *slots = calloc(size, sizeof *slots);
    long repeated = -1;
    if (slots == NULL)
        memory_exhausted();
    for (uint32_t i = 0; i < list->count && repeated < 0; i++) {
        uint64_t hash = json_hash(run->hash_key, &list->items[i]);
        size_t at = hash & (size - 1);
        for (; slots[at].number != 0 && repeated < 0; at = (at + 1) & (size - 1))
            if (slots[at].hash == hash && json_same(&list->items[i], &list->items[slots[at].number - 1]))
                repeated = i;
        slots[at] = (struct element_slot){.hash = hash, .number = i + 1};
    }
    free(slots);
    return repeated;
}
