#include "catalog/privacy_dull.h"

#include <string.h>

#include "base/arena.h"
#include "catalog/privacy_prose.h"
#include "catalog/privacy_sign.h"

/* What a text has, a bit each. */
enum { HAS_DIGIT = 1, HAS_LATIN = 2, HAS_CONTROL = 4 };

/* A plate has two or three letters. */
enum { PLATE_BYTES = 3 * 3 };

struct privacy_dull {
    const struct privacy_prose *prose;
    uint8_t has[256];
    uint64_t titles[128][2]; /* by their first letter, a bit for each second one; see letter_of() */
};

/* Thai letters by the low bits of their last two bytes; a point has the last place, which is free. */
static unsigned letter_of(const char *at)
{
    return *at == '.' ? 127u : ((unsigned char)at[1] & 1u) << 6 | ((unsigned char)at[2] & 0x3Fu);
}

const struct privacy_dull *privacy_dull_open(struct arena *arena)
{
    struct privacy_dull *dull = arena_alloc(arena, sizeof *dull);
    dull->prose = privacy_prose_open(arena);
    for (unsigned c = 0; c < 128; c++)
        dull->has[c] = (uint8_t)(is_digit((char)c)   ? HAS_DIGIT
                                 : is_latin((char)c) ? HAS_LATIN
                                 : c < ' '           ? HAS_CONTROL
                                                     : 0);
    for (size_t i = 0; name_title(i) != NULL; i++) {
        unsigned second = letter_of(name_title(i) + 3);
        dull->titles[letter_of(name_title(i))][second / 64] |= UINT64_C(1) << second % 64;
    }
    return dull;
}

static unsigned what_it_has(const struct privacy_dull *dull, struct slice text)
{
    unsigned has = 0;
    for (size_t i = 0; i < text.length;) {
        unsigned char c = (unsigned char)text.at[i];
        has |= dull->has[c];
        i += c == 0xE0 ? 3 : 1;
    }
    return has;
}

static bool may_begin_with_title(const struct privacy_dull *dull, struct slice text)
{
    if (text.length < 6 || !is_thai(text.at, text.length))
        return false;
    unsigned second = letter_of(text.at + 3);
    return (dull->titles[letter_of(text.at)][second / 64] >> second % 64 & 1) != 0;
}

/* With a digit in it the text may be a plate, or an address. */
static bool may_be_number(struct slice text)
{
    size_t letters = 0;
    while (letters <= PLATE_BYTES && is_thai(text.at + letters, text.length - letters))
        letters += 3;
    return letters <= PLATE_BYTES || memmem(text.at, text.length, "ที่", strlen("ที่")) != NULL;
}

bool privacy_dull(const struct privacy_dull *dull, struct slice text)
{
    unsigned has = what_it_has(dull, text);
    struct slice all = slice_trim(text);
    bool digits = (has & HAS_DIGIT) != 0, more = (has & ~(unsigned)HAS_DIGIT) != 0;
    if ((has & HAS_CONTROL) != 0 || (digits && more) || all.length == 0 || may_begin_with_title(dull, all) ||
        (digits && may_be_number(all)))
        return false;
    return privacy_prose_harmless(dull->prose, text, NULL);
}
