/* Text as detectors read it: Thai and full-width digits as 0 to 9, dashes as "-", every blank as " ", what
 * cannot be seen left out. Internal to catalog/privacy*.c.
 */
#ifndef BANCHI_CATALOG_PRIVACY_PLAIN_H
#define BANCHI_CATALOG_PRIVACY_PLAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define PLAIN_BYTES 4096
#define PLAIN_OVERLAP 512 /* of two windows of a long text, so that nothing is cut in two */

/* A window of a text, in plain form. */
struct plain {
    char bytes[PLAIN_BYTES + 8]; /* NUL-terminated */
    size_t length;
};

/* Fills the window from `text`; returns how many of its bytes were taken, all of them when they fit. */
size_t plain_fill(struct plain *plain, struct slice text);

static inline bool is_latin(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A Thai letter, vowel or mark (not a digit, not a sign of punctuation) begins here; `left` bytes are there.
 */
static inline bool is_thai(const char *at, size_t left)
{
    if (left < 3 || (unsigned char)at[0] != 0xE0)
        return false;
    unsigned char second = (unsigned char)at[1], third = (unsigned char)at[2];
    return (second == 0xB8 && third >= 0x81) || (second == 0xB9 && third <= 0x8E);
}

/* A Thai consonant: ก to ฮ. */
static inline bool is_consonant(const char *at, size_t left)
{
    return left >= 3 && (unsigned char)at[0] == 0xE0 && (unsigned char)at[1] == 0xB8 &&
           (unsigned char)at[2] >= 0x81 && (unsigned char)at[2] <= 0xAE;
}

/* Behind the character at `at`, where only ASCII is looked for: a Thai one is passed over as a whole. */
static inline const char *plain_next(const char *at, const char *end)
{
    bool thai = end - at >= 3 && (unsigned char)at[0] == 0xE0 && ((at[1] & at[2]) & 0x80) != 0;
    return at + (thai ? 3 : 1);
}

/* Where `word` stands in the text, without regard to Latin capitals; NULL when nowhere. */
const char *plain_find(struct slice text, const char *word);
bool plain_begins(struct slice text, const char *word);

/* Whether one of the words, which end with NULL, stands in the text. */
bool plain_has(struct slice text, const char *const *words);

uint64_t plain_hash(const char *at, size_t length);

#endif
