/* The walk of catalog/privacy_prose.h 32 bytes at a time: where it would have to stop, and how many digits
 * there are. Internal to catalog/privacy_prose*.c.
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

/* What is looked for. A stop is a stop at most: who is asked looks closer. */
struct prose_sets {
    /* By the letter before, 0 for none, each letter at which the walk has to stop: with it a word may have
     * begun, or it is no letter. The sets below have more, and are asked 32 bytes at a time. */
    struct prose_bits behind[PROSE_LETTERS];
    struct prose_set first, second; /* Thai letters with which, one behind the other, a word may begin */
    struct prose_set other;         /* no letters: a stop */
    struct prose_set ascii;         /* a stop */
};

struct prose_scan {
    const struct prose_sets *sets;
    /* Whether what stands at the stop shows something: then the scan is over. */
    bool (*says)(struct prose_scan *scan, const char *at);
    size_t digits;
    uint32_t strange; /* not 0: there are others than ASCII and Thai */
};

struct arena;
struct privacy_prose;

/* privacy_prose_open() with the way to walk: both say the same of every text. */
const struct privacy_prose *privacy_prose_make(struct arena *arena, bool wide);

/* Whether this machine can scan. */
bool prose_can_scan(void);

/* False where something was shown, or the text has other letters than ASCII and Thai. Beside the sets it
 * stops at a point behind a first letter, and at an "e" behind a digit. */
bool prose_scan(struct prose_scan *scan, struct slice text);

#endif
