/* Marks in a text, a bit for each byte: where the walk of catalog/privacy_prose.h has to stop and look, and
 * where digits are. Internal to catalog/privacy_prose*.c.
 *
 * What is looked for are pairs of bytes and runs of three Thai letters, in eight groups each. A byte (or
 * letter) belongs to a group when both halves of its number do, so that 32 of them are told by two tables of
 * 16. A stop stands at the last of what was found, and is one at most: who stops there looks closer.
 */
#ifndef BANCHI_CATALOG_PRIVACY_PROSE_SCAN_H
#define BANCHI_CATALOG_PRIVACY_PROSE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define PROSE_GROUPS 8
#define PROSE_PAIR 2
#define PROSE_BEGINNING 3

/* The groups of numbers up to 255, a bit each, by the low and the high four bits of the number. */
struct prose_place {
    uint8_t low[16], high[16];
};

struct prose_sets {
    struct prose_place bytes[PROSE_PAIR];
    struct prose_place letters[PROSE_BEGINNING];
};

/* A byte that is a digit has this group in the first place, and no other has. */
#define PROSE_DIGITS 7

/* The number of the Thai letter at `at`, by its last two bytes: 0x80 to 0xFF. */
static inline unsigned prose_letter(const char *at)
{
    return ((unsigned char)at[1] == 0xB9 ? 0x40U : 0) | (unsigned char)at[2];
}

/* Of 64 bytes; the first one's bit is the lowest. A letter's stop stands at its first byte. */
struct prose_marks {
    uint64_t stops, digits;
};

#define PROSE_BYTES ((size_t)64)

/* How many marks a text of that length has. */
static inline size_t prose_mark_count(size_t length)
{
    return (length + PROSE_BYTES - 1) / PROSE_BYTES;
}

/* The marks of the text, which is UTF-8, from the byte `from` on, a multiple of 64; at most `most` of them.
 * Returns how many. No bit is set behind the text's end. */
size_t prose_scan_narrow(const struct prose_sets *sets, struct slice text, size_t from, size_t most,
                         struct prose_marks *marks);

/* The same 32 bytes at a time, where the machine can: prose_can_scan(). */
size_t prose_scan_wide(const struct prose_sets *sets, struct slice text, size_t from, size_t most,
                       struct prose_marks *marks);
bool prose_can_scan(void);

struct arena;
struct privacy_prose;

/* privacy_prose_open() with the way to scan: both say the same of every text. */
const struct privacy_prose *privacy_prose_make(struct arena *arena, bool wide);

#endif
