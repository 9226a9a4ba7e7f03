/* The words that the walk of catalog/privacy_prose.h looks for: titles of persons, words of LINE accounts,
 * and words that show something beside digits (catalog/privacy_sign.h); where they may stand in a text, and
 * which of them. Internal to catalog/privacy_prose*.c.
 */
#ifndef BANCHI_CATALOG_PRIVACY_PROSE_WORDS_H
#define BANCHI_CATALOG_PRIVACY_PROSE_WORDS_H

#include "catalog/privacy_prose_scan.h"

struct arena;

/* What a word shows, where it stands. */
enum prose_kind {
    PROSE_TITLE,        /* a person, where a name is behind it */
    PROSE_LATIN_TITLE,  /* the same */
    PROSE_LINE,         /* may be a LINE account */
    PROSE_BESIDE_DIGITS /* something, beside digits */
};

struct prose_word {
    const char *text;
    size_t length;
    size_t telling; /* its byte that tells it best from others of its slot */
    enum prose_kind kind;
    const struct prose_word *next; /* of the slot; NULL: none */
};

#define PROSE_SLOTS 512

/* Read-only when made. The sets hold the beginnings of the words, and what else the walk has to look at:
 * control characters, at signs, Thai digits, powers of ten, letters that are neither ASCII nor Thai. */
struct prose_words {
    struct prose_sets sets;
    const struct prose_word *slots[PROSE_SLOTS]; /* words by their beginnings */
};

void prose_words_make(struct prose_words *words, struct arena *arena);

/* The slot of a Thai word, by the numbers of its first three letters. A point may be the second, and then no
 * third counts (0), or the third. */
static inline unsigned prose_slot(unsigned first, unsigned second, unsigned third)
{
    return (first + 11 * second + 101 * third) % PROSE_SLOTS;
}

/* Of what begins at `at`, which may be no word. */
unsigned prose_slot_at(const char *at, const char *end);

/* A letter of ASCII, whatever capital it is. */
static inline unsigned prose_small(char c)
{
    return (unsigned char)(c | 0x20) & 0x7FU;
}

/* The slot of a Latin word, by its first two letters. */
static inline unsigned prose_latin_slot(const char *at)
{
    return (prose_small(at[0]) + 7 * prose_small(at[1])) % PROSE_SLOTS;
}

/* Whether a letter of the Thai block stands at `at`. */
static inline bool prose_is_thai(const char *at, const char *end)
{
    return end - at >= 3 && (unsigned char)at[0] == 0xE0 && ((unsigned char)at[1] & 0xFE) == 0xB8 &&
           ((unsigned char)at[2] & 0xC0) == 0x80;
}

#endif
