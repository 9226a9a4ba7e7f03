/* The walk of catalog/privacy_prose.h 32 bytes at a time: where it would have to stop, and where digits are.
 * Internal to catalog/privacy_prose*.c.
 */
#ifndef BANCHI_CATALOG_PRIVACY_PROSE_SCAN_H
#define BANCHI_CATALOG_PRIVACY_PROSE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

/* Thai letters by the low bits of their last two bytes; the last place is free, and a point stands there. */
#define PROSE_LETTERS 128
#define PROSE_POINT 127

static inline unsigned prose_letter(const char *at)
{
    return ((unsigned char)at[1] & 1u) << 6 | ((unsigned char)at[2] & 0x3Fu);
}

/* Sets of letters, or of bytes of ASCII: by the low four bits, a bit for each of what the others can be. */
struct prose_set {
    uint8_t rows[16];
};

static inline void prose_set_add(struct prose_set *set, unsigned member)
{
    set->rows[member % 16] |= (uint8_t)(1U << member / 16);
}

/* The same to be asked one by one. */
struct prose_bits {
    uint64_t words[PROSE_LETTERS / 64];
};

static inline void prose_bits_add(struct prose_bits *bits, unsigned member)
{
    bits->words[member / 64] |= UINT64_C(1) << member % 64;
}

static inline bool prose_bits_has(const struct prose_bits *bits, unsigned member)
{
    return (bits->words[member / 64] >> member % 64 & 1) != 0;
}

/* How words begin, in eight groups: for each of their first three letters a bit for each group that has a
 * word with it, by the low four bits of the letter's number, and by 8 and the other three. The third may be a
 * point instead. */
#define PROSE_BEGINNING 3
struct prose_beginnings {
    uint8_t low[PROSE_BEGINNING][16], high[PROSE_BEGINNING][16];
    uint8_t points; /* the groups of which the third is a point */
};

/* What is looked for. A stop is a stop at most: who is asked looks closer. */
struct prose_sets {
    struct prose_beginnings words; /* a stop at the first letter */
    struct prose_set other;        /* no letters: a stop */
    struct prose_set ascii;        /* a stop */
};

/* What is in 32 bytes, a bit for each; of a Thai letter that of its first byte. Beside the sets there is a
 * stop at a point behind a byte that is not ASCII, and at an "e" behind a digit. */
struct prose_block {
    uint32_t stops, digits;
    uint32_t strange; /* of letters that are neither ASCII nor Thai, or cut off */
};

struct arena;
struct privacy_prose;

/* privacy_prose_open() with the way to walk: both say the same of every text. */
const struct privacy_prose *privacy_prose_make(struct arena *arena, bool wide);

/* Whether this machine can scan. */
bool prose_can_scan(void);

/* So many blocks are read before anybody looks at them. */
#define PROSE_BLOCKS 32
#define PROSE_BLOCK 32 /* bytes */

/* From one call to the next; zero at first. */
struct prose_carry {
    uint32_t lead;  /* in the low bits: which of the last two bytes begin a Thai letter, */
    uint32_t high;  /* whether the last is not ASCII, */
    uint32_t digit; /* and whether it is a digit */
};

/* Reads the next blocks, at most `most`, of the text from `*from` to `end`, and moves `*from` behind them.
 * The last ones may be longer than the text: there is no stop behind its end. Returns how many it read. */
size_t prose_scan(const struct prose_sets *sets, const char **from, const char *end,
                  struct prose_carry *carry, size_t most, struct prose_block *blocks);

#endif
