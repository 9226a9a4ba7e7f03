#include "catalog/privacy_prose_words.h"

#include <limits.h>
#include <string.h>

#include "base/arena.h"
#include "catalog/privacy_sign.h"

static const char *const *const BESIDE_DIGITS[] = {words_of_birth, words_of_homes, words_of_plates,
                                                   words_of_passports};

/* ---- beginnings ---- */

/* A Thai letter or a point at `at`; 0: something else, or the end. */
static unsigned unit_at(const char *at, const char *end)
{
    if (prose_is_thai(at, end))
        return prose_letter(at);
    return at < end && *at == '.' ? '.' : 0;
}

/* The first letters of a word; where the second is a point, that is all. */
struct beginning {
    unsigned units[PROSE_BEGINNING];
};

static struct beginning beginning_at(const char *at, const char *end)
{
    struct beginning beginning = {{unit_at(at, end)}};
    if (beginning.units[0] >= 0x80)
        beginning.units[1] = unit_at(at + 3, end);
    if (beginning.units[1] >= 0x80)
        beginning.units[2] = unit_at(at + 6, end);
    return beginning;
}

unsigned prose_slot_at(const char *at, const char *end)
{
    struct beginning beginning = beginning_at(at, end);
    return prose_slot(beginning.units[0], beginning.units[1], beginning.units[2]);
}

/* ---- groups ---- */

/* Groups of pairs with which Latin titles begin, and words, by their first letter: from a to o, from p to z.
 */
enum { PAIRS_TITLES = 4, PAIRS_A_TO_O, PAIRS_P_TO_Z };

/* What is found together: a bit for each half of a number that one of its members has in a place. */
struct group {
    uint16_t low[PROSE_BEGINNING], high[PROSE_BEGINNING];
};

#define ALL 0xFFFF
#define HALF(number) (1U << (number))

/* Pairs of bytes where the walk has to stop, but for those of Latin words: each is all that the halves make
 * up, and may be more than is meant. */
static const struct group PAIRS[PROSE_GROUPS] = {
    /* NUL, 0x10, the at sign; beginnings of letters that are not Thai: 0xC0, 0xD0, 0xF0 */
    {{ALL, HALF(0)}, {ALL, HALF(0) | HALF(1) | HALF(4) | HALF(0xC) | HALF(0xD) | HALF(0xF)}},
    /* the other control characters, the other beginnings */
    {{ALL, ALL & ~HALF(0)}, {ALL, HALF(0) | HALF(1) | HALF(0xC) | HALF(0xD) | HALF(0xE) | HALF(0xF)}},
    /* a point behind a letter that is not Latin: the second of "น.ส." and its like */
    {{ALL, HALF(0xE)}, {HALF(8) | HALF(9) | HALF(0xA) | HALF(0xB), HALF(2)}},
    /* Thai digits, 0xB9 and 0x90 on; 0xE0 and 0xA0 to 0xAF, with which no Thai letter begins */
    {{HALF(9) | HALF(0), ALL}, {HALF(0xB) | HALF(0xE), HALF(9) | HALF(0xA)}},
    /* 0xE0 and 0xB0 to 0xBF but 0xB8 and 0xB9: the same. Latin words join it. */
    [PAIRS_P_TO_Z] = {{HALF(0), ALL & ~HALF(8) & ~HALF(9)}, {HALF(0xE), HALF(0xB)}},
    /* a power of ten: a digit and an "e" */
    [PROSE_DIGITS] = {{0x03FF, HALF(5)}, {HALF(3), HALF(4) | HALF(6)}},
};

static void group_add(struct group *group, const unsigned *members, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        group->low[i] |= (uint16_t)HALF(members[i] % 16);
        group->high[i] |= (uint16_t)HALF(members[i] / 16);
    }
}

/* How much the group takes for its own. */
static unsigned group_size(const struct group *group)
{
    unsigned size = 1;
    for (size_t i = 0; i < PROSE_BEGINNING; i++)
        if (group->low[i] != 0)
            size *=
                (unsigned)__builtin_popcount(group->low[i]) * (unsigned)__builtin_popcount(group->high[i]);
    return size;
}

/* A beginning joins the group that grows least by it. */
static void beginnings_add(struct group groups[static PROSE_GROUPS], const struct beginning *beginning)
{
    struct group *least = groups;
    unsigned growth = UINT_MAX;
    for (size_t i = 0; i < PROSE_GROUPS && growth > 0; i++) {
        struct group grown = groups[i];
        group_add(&grown, beginning->units, PROSE_BEGINNING);
        unsigned by = group_size(&grown) - group_size(&groups[i]);
        least = by < growth ? &groups[i] : least;
        growth = by < growth ? by : growth;
    }
    group_add(least, beginning->units, PROSE_BEGINNING);
}

/* While it is made ready. */
struct making {
    struct prose_words *words;
    struct arena *arena;
    struct group pairs[PROSE_GROUPS], beginnings[PROSE_GROUPS];
};

static void places_fill(struct prose_place *places, size_t count,
                        const struct group groups[static PROSE_GROUPS])
{
    for (size_t group = 0; group < PROSE_GROUPS; group++)
        for (size_t place = 0; place < count; place++)
            for (size_t i = 0; i < 16; i++) {
                places[place].low[i] |= (uint8_t)((groups[group].low[place] >> i & 1) << group);
                places[place].high[i] |= (uint8_t)((groups[group].high[place] >> i & 1) << group);
            }
}

static void slot_add(struct making *making, unsigned slot, struct prose_word word)
{
    struct prose_word *kept = arena_alloc(making->arena, sizeof *kept);
    *kept = word;
    kept->next = making->words->slots[slot];
    making->words->slots[slot] = kept;
}

/* A word with a point among its first three letters is found at the point. What many begin with repeats: the
 * end of the fourth letter, or of the word, tells most apart. */
static void thai_add(struct making *making, struct slice word, enum prose_kind kind)
{
    struct beginning beginning = beginning_at(word.at, word.at + word.length);
    size_t telling = word.length < 12 ? word.length - 1 : 11;
    if (beginning.units[1] != '.' && beginning.units[2] != '.')
        beginnings_add(making->beginnings, &beginning);
    slot_add(making, prose_slot_at(word.at, word.at + word.length),
             (struct prose_word){word.at, word.length, telling, kind, NULL});
}

/* The second letter in whatever capitals, the first as it is. */
static void pair_add(struct group *group, char first, char second)
{
    for (unsigned capital = 0; capital <= 0x20; capital += 0x20)
        group_add(group, (unsigned[]){(unsigned char)first, prose_small(second) ^ capital}, PROSE_PAIR);
}

static void latin_add(struct making *making, struct slice word, enum prose_kind kind)
{
    size_t telling = word.length < 3 ? word.length - 1 : 2;
    struct group *group = &making->pairs[prose_small(*word.at) < 'p' ? PAIRS_A_TO_O : PAIRS_P_TO_Z];
    if (kind == PROSE_LATIN_TITLE)
        group = &making->pairs[PAIRS_TITLES];
    else
        pair_add(group, (char)(*word.at ^ 0x20), word.at[1]);
    pair_add(group, *word.at, word.at[1]);
    slot_add(making, prose_latin_slot(word.at),
             (struct prose_word){word.at, word.length, telling, kind, NULL});
}

static void words_add(struct making *making, const char *const *words, enum prose_kind kind)
{
    for (; *words != NULL; words++)
        if ((unsigned char)**words >= 0x80)
            thai_add(making, slice_of(*words), kind);
        else
            latin_add(making, slice_of(*words), kind);
}

void prose_words_make(struct prose_words *words, struct arena *arena)
{
    struct making making = {.words = words, .arena = arena};
    memcpy(making.pairs, PAIRS, sizeof PAIRS);
    for (size_t i = 0; name_title(i) != NULL; i++)
        thai_add(&making, slice_of(name_title(i)), PROSE_TITLE);
    words_add(&making, latin_titles, PROSE_LATIN_TITLE);
    words_add(&making, words_of_line, PROSE_LINE);
    for (size_t list = 0; list < sizeof BESIDE_DIGITS / sizeof *BESIDE_DIGITS; list++)
        words_add(&making, BESIDE_DIGITS[list], PROSE_BESIDE_DIGITS);
    places_fill(words->sets.bytes, PROSE_PAIR, making.pairs);
    places_fill(words->sets.letters, PROSE_BEGINNING, making.beginnings);
}
