#include "catalog/privacy_prose.h"

#include <limits.h>
#include <string.h>

#include "base/arena.h"
#include "base/slice_hash.h"
#include "catalog/privacy_prose_scan.h"
#include "catalog/privacy_sign.h"

/* Fewer digits than this, and no words beside them, are no number of a person's. */
#define DIGITS_LEAST 9

/* In a cell by itself a passport's number has as many, a plate two or three letters. */
#define PASSPORT_DIGITS 6
#define PLATE_BYTES ((size_t)3 * 3)

#define LETTERS PROSE_LETTERS
#define POINT PROSE_POINT

/* What a byte of ASCII is for the walk. */
enum step {
    STEP_ON,    /* nothing */
    STEP_STOP,  /* the detectors have to look: an at sign, a control character */
    STEP_POINT, /* the second letter of "น.ส." and its like */
    STEP_POWER, /* of ten: an "e" */
    STEP_LATIN, /* a word that is looked for may begin */
};

struct privacy_prose {
    struct prose_sets sets; /* where the walk has to stop and look, */
    bool wide;              /* 32 bytes at a time */
    uint8_t ascii[128];
    struct slice *titles[LETTERS];     /* those that begin with a letter; NULL behind the last */
    struct prose_bits behind[LETTERS]; /* behind a letter, the second one of titles and words: of both, */
    struct prose_bits words[LETTERS];  /* and of words */
    struct prose_bits latin[LETTERS];  /* behind the first of a Latin one; small letters */
};

/* Words that show something beside digits. */
static const char *const *const BESIDE_DIGITS[] = {words_of_birth, words_of_homes, words_of_plates,
                                                   words_of_passports};

/* ---- made ready ---- */

static inline bool is_thai_block(const char *at, const char *end)
{
    return end - at >= 3 && (unsigned char)at[0] == 0xE0 && ((unsigned char)at[1] & 0xFE) == 0xB8 &&
           ((unsigned char)at[2] & 0xC0) == 0x80;
}

/* A Thai letter or a point at `at`; 0: something else, or the end. */
static unsigned unit_at(const char *at, const char *end)
{
    if (is_thai_block(at, end))
        return prose_letter(at);
    return at < end && *at == '.' ? POINT : 0;
}

static const char *behind_unit(const char *at, unsigned unit)
{
    return at + (unit == POINT ? 1 : 3);
}

static bool is_letter(unsigned letter)
{
    char bytes[3] = {'\xE0', (char)(0xB8 | letter >> 6), (char)(0x80 | (letter & 0x3F))};
    return is_thai(bytes, sizeof bytes);
}

/* Words that are found together; a bit for each half of a letter's number that one of them has in a place. */
struct group {
    uint16_t low[PROSE_BEGINNING], high[PROSE_BEGINNING];
};

#define GROUPS 8

static void group_add(struct group *group, const unsigned letters[static PROSE_BEGINNING])
{
    for (size_t i = 0; i < PROSE_BEGINNING && letters[i] != POINT; i++) {
        group->low[i] |= (uint16_t)(1U << letters[i] % 16);
        group->high[i] |= (uint16_t)(1U << (8 + letters[i] / 16));
    }
}

/* How many beginnings the group takes for its own. */
static unsigned group_size(const struct group *group)
{
    unsigned size = 1;
    for (size_t i = 0; i < PROSE_BEGINNING; i++)
        if (group->low[i] != 0)
            size *=
                (unsigned)__builtin_popcount(group->low[i]) * (unsigned)__builtin_popcount(group->high[i]);
    return size;
}

/* A word joins the group that grows least by it; one with a point in its third place the first group. One
 * with a point in its second place is found at the point. */
static void beginnings_add(struct group groups[static GROUPS], const unsigned letters[static PROSE_BEGINNING])
{
    struct group *least = &groups[0];
    unsigned growth = UINT_MAX;
    for (size_t i = 1; i < GROUPS && letters[2] != POINT; i++) {
        struct group grown = groups[i];
        group_add(&grown, letters);
        unsigned by = group_size(&grown) - group_size(&groups[i]);
        least = by < growth ? &groups[i] : least;
        growth = by < growth ? by : growth;
    }
    if (letters[1] != POINT)
        group_add(least, letters);
}

/* While it is made ready. */
struct making {
    struct privacy_prose *prose;
    struct group groups[GROUPS];
};

static void groups_fill(struct prose_beginnings *words, const struct group groups[static GROUPS])
{
    words->points = 1;
    for (size_t group = 0; group < GROUPS; group++)
        for (size_t place = 0; place < PROSE_BEGINNING; place++)
            for (size_t i = 0; i < 16; i++) {
                words->low[place][i] |= (uint8_t)((groups[group].low[place] >> i & 1) << group);
                words->high[place][i] |= (uint8_t)((groups[group].high[place] >> i & 1) << group);
            }
}

static void thai_add(struct making *making, const char *word, bool title)
{
    const char *end = word + strlen(word);
    unsigned letters[PROSE_BEGINNING] = {unit_at(word, end), unit_at(word + 3, end)};
    letters[2] = unit_at(behind_unit(word + 3, letters[1]), end);
    beginnings_add(making->groups, letters);
    prose_bits_add(&making->prose->behind[letters[0]], letters[1]);
    if (!title)
        prose_bits_add(&making->prose->words[letters[0]], letters[1]);
}

static void titles_add(struct making *making, struct arena *arena)
{
    struct slice **titles = making->prose->titles;
    size_t counts[LETTERS] = {0};
    for (size_t i = 0; name_title(i) != NULL; i++)
        counts[prose_letter(name_title(i))]++;
    for (size_t letter = 0; letter < LETTERS; letter++)
        titles[letter] = arena_array(arena, counts[letter] + 1, sizeof *titles[letter]);
    for (size_t i = 0; name_title(i) != NULL; i++) {
        unsigned letter = prose_letter(name_title(i));
        titles[letter][--counts[letter]] = slice_of(name_title(i));
        thai_add(making, name_title(i), true);
    }
}

static unsigned small(char c)
{
    return (unsigned char)(c | 0x20) & 0x7FU;
}

static void latin_add(struct privacy_prose *prose, char first, char second)
{
    prose->ascii[(unsigned char)first] = STEP_LATIN;
    prose_bits_add(&prose->latin[small(first)], small(second));
}

/* Words, found by their first two letters; a Latin one may begin with a capital, too, when `both`. */
static void words_add(struct making *making, const char *const *words, bool both)
{
    for (; *words != NULL; words++) {
        const char *word = *words;
        if ((unsigned char)*word >= 0x80)
            thai_add(making, word, false);
        else
            latin_add(making->prose, *word, word[1]);
        if ((unsigned char)*word < 0x80 && both)
            latin_add(making->prose, (char)(*word ^ 0x20), word[1]);
    }
}

static enum step ascii_step(char c)
{
    if ((unsigned char)c < ' ' || c == '@')
        return STEP_STOP;
    if ((c | 0x20) == 'e')
        return STEP_POWER;
    return c == '.' ? STEP_POINT : STEP_ON;
}

/* Of ASCII, where the wide walk stops by the byte alone. */
static bool stops_alone(enum step step)
{
    return step == STEP_STOP || step == STEP_LATIN;
}

static void sets_fill(struct privacy_prose *prose)
{
    for (unsigned c = 0; c < 128; c++)
        if (stops_alone((enum step)prose->ascii[c]))
            prose_set_add(&prose->sets.ascii, c);
    for (unsigned letter = 0; letter < LETTERS; letter++)
        if (!is_letter(letter))
            prose_set_add(&prose->sets.other, letter);
}

const struct privacy_prose *privacy_prose_open(struct arena *arena)
{
    return privacy_prose_make(arena, prose_can_scan());
}

const struct privacy_prose *privacy_prose_make(struct arena *arena, bool wide)
{
    struct privacy_prose *prose = arena_alloc(arena, sizeof *prose);
    struct making making = {.prose = prose};
    prose->wide = wide;
    for (unsigned c = 0; c < 128; c++)
        prose->ascii[c] = (uint8_t)ascii_step((char)c);
    words_add(&making, words_of_line, true);
    words_add(&making, latin_titles, false);
    for (size_t list = 0; list < sizeof BESIDE_DIGITS / sizeof *BESIDE_DIGITS; list++)
        words_add(&making, BESIDE_DIGITS[list], true);
    titles_add(&making, arena);
    groups_fill(&prose->sets.words, making.groups);
    sets_fill(prose);
    return prose;
}

/* ---- the walk ---- */

struct walk {
    const struct privacy_prose *prose;
    struct slice text;
    const char *end;
    size_t digits;
    bool word; /* one that shows something beside digits */
};

/* The first letter alone tells most words apart: that of a Latin one, the last byte of a Thai one. */
static bool begins_one(const struct walk *walk, const char *at, const char *const *words)
{
    size_t telling = (unsigned char)*at < 0x80 ? 0 : 2;
    for (; *words != NULL; words++)
        if ((at[telling] | 0x20) == ((*words)[telling] | 0x20) &&
            plain_begins((struct slice){at, (size_t)(walk->end - at)}, *words))
            return true;
    return false;
}

static void note_words(struct walk *walk, const char *at)
{
    for (size_t i = 0; !walk->word && i < sizeof BESIDE_DIGITS / sizeof *BESIDE_DIGITS; i++)
        walk->word = begins_one(walk, at, BESIDE_DIGITS[i]);
}

/* What titles begin with repeats; the end of the fourth letter, or of the title, tells most apart. */
static bool title_begins(const struct privacy_prose *prose, const char *at, const char *end)
{
    size_t left = (size_t)(end - at);
    for (const struct slice *title = prose->titles[prose_letter(at)]; title->at != NULL; title++) {
        size_t telling = title->length < 12 ? title->length - 1 : 11;
        if (title->length <= left && title->at[telling] == at[telling] &&
            bytes_equal(title->at, at, title->length))
            return true;
    }
    return false;
}

/* At the first of two letters with which a word may begin. */
static bool thai_says(struct walk *walk, const char *at, unsigned second)
{
    unsigned first = prose_letter(at);
    if (!prose_bits_has(&walk->prose->behind[first], second))
        return false;
    if (title_begins(walk->prose, at, walk->end) && name_stands(walk->text, at, false))
        return true;
    if (!prose_bits_has(&walk->prose->words[first], second))
        return false;
    note_words(walk, at);
    return begins_one(walk, at, words_of_line);
}

/* A title, and what must stand behind it. */
static bool latin_title(const struct walk *walk, const char *at)
{
    for (size_t i = 0; latin_titles[i] != NULL; i++) {
        size_t length = strlen(latin_titles[i]);
        if (*at == *latin_titles[i] && (size_t)(walk->end - at) > length &&
            memcmp(at, latin_titles[i], length) == 0 && (at[length] == '.' || at[length] == ' '))
            return true;
    }
    return false;
}

static bool latin_says(struct walk *walk, const char *at)
{
    char next = at + 1 < walk->end ? at[1] : '\0';
    if (!prose_bits_has(&walk->prose->latin[small(*at)], small(next)))
        return false;
    note_words(walk, at);
    if (at > walk->text.at && is_latin(at[-1]))
        return false;
    return begins_one(walk, at, words_of_line) || latin_title(walk, at);
}

/* 1.1017E+12 */
static bool is_power(const struct walk *walk, const char *at)
{
    return (*at | 0x20) == 'e' && at > walk->text.at && is_digit(at[-1]);
}

/* A point behind a Thai letter: the two may begin a word. */
static bool point_says(struct walk *walk, const char *at)
{
    bool letter = at - walk->text.at >= 3 && is_thai_block(at - 3, at);
    return letter && thai_says(walk, at - 3, POINT);
}

static bool ascii_says(struct walk *walk, const char *at)
{
    switch ((enum step)walk->prose->ascii[(unsigned char)*at]) {
    case STEP_STOP:
        return true;
    case STEP_POINT:
        return point_says(walk, at);
    case STEP_POWER:
        return is_power(walk, at);
    case STEP_LATIN:
        return is_power(walk, at) || latin_says(walk, at);
    default:
        return false;
    }
}

/* At the first byte of a Thai letter, or at one of ASCII. */
static bool stop_says(struct walk *walk, const char *at)
{
    if ((unsigned char)*at < 0x80)
        return ascii_says(walk, at);
    unsigned next = unit_at(at + 3, walk->end);
    return !is_letter(prose_letter(at)) || (next != POINT && thai_says(walk, at, next));
}

/* One letter after the other. Other letters than ASCII and Thai may hide something: the detectors have to
 * look. */
static bool walk_over(struct walk *walk)
{
    for (const char *at = walk->text.at, *end = walk->end; at < end;) {
        bool ascii = (unsigned char)*at < 0x80;
        if ((!ascii && !is_thai_block(at, end)) || stop_says(walk, at))
            return false;
        walk->digits += is_digit(*at);
        at += ascii ? 1 : 3;
    }
    return true;
}

/* A block of which the first byte stands at `at`. */
static bool walk_block(struct walk *walk, const struct prose_block *block, const char *at)
{
    if (block->strange != 0)
        return false;
    if (block->digits != 0)
        walk->digits += (size_t)__builtin_popcount(block->digits);
    for (uint32_t stops = block->stops; stops != 0; stops &= stops - 1)
        if (stop_says(walk, at + __builtin_ctz(stops)))
            return false;
    return true;
}

/* The same by blocks. */
static bool walk_wide(struct walk *walk)
{
    struct prose_carry carry = {0};
    const char *from = walk->text.at, *at = from;
    while (at < walk->end) {
        struct prose_block blocks[PROSE_BLOCKS];
        size_t count = prose_scan(&walk->prose->sets, &from, walk->end, &carry, PROSE_BLOCKS, blocks);
        for (size_t i = 0; i < count; i++, at += PROSE_BLOCK)
            if (!walk_block(walk, &blocks[i], at))
                return false;
    }
    return true;
}

/* The text in one line, as the detectors read it. */
static struct slice in_one_line(struct slice text, struct arena *scratch)
{
    char *copy = slice_copy(scratch, text);
    for (size_t i = 0; i < text.length; i++)
        if (copy[i] == '\n' || copy[i] == '\r' || copy[i] == '\t')
            copy[i] = ' ';
    return (struct slice){copy, text.length};
}

static struct walk walk_begin(const struct privacy_prose *prose, struct slice text)
{
    return (struct walk){.prose = prose, .text = text, .end = text.at + text.length};
}

/* Of a text that has been walked over. */
static bool digits_say_nothing(const struct walk *walk)
{
    return walk->digits == 0 || (walk->digits < DIGITS_LEAST && !walk->word);
}

static bool says_nothing(const struct privacy_prose *prose, struct slice text, size_t *digits)
{
    struct walk walk = walk_begin(prose, text);
    bool nothing = prose->wide ? walk_wide(&walk) : walk_over(&walk);
    *digits = walk.digits;
    return nothing && digits_say_nothing(&walk);
}

bool privacy_prose_harmless(const struct privacy_prose *prose, struct slice text, struct arena *scratch)
{
    size_t digits;
    return says_nothing(prose, text, &digits) || (memchr(text.at, '\n', text.length) != NULL &&
                                                  says_nothing(prose, in_one_line(text, scratch), &digits));
}

/* ---- a cell ---- */

static bool begins_with_title(const struct privacy_prose *prose, struct slice text)
{
    const char *end = text.at + text.length;
    return is_thai_block(text.at, end) && title_begins(prose, text.at, end);
}

/* A plate of two or three letters, a passport, or an address that begins with its number. */
static bool may_begin_as_number(struct slice text, size_t digits)
{
    size_t letters = 0;
    while (letters <= PLATE_BYTES && is_thai(text.at + letters, text.length - letters))
        letters += 3;
    return is_digit(*text.at) || (letters > 0 && letters <= PLATE_BYTES) ||
           (is_latin(*text.at) && digits >= PASSPORT_DIGITS);
}

/* Whether a digit stands where "เลขที่", "ที่อยู่", "no." or "house" lead to it; their last letters are enough.
 */
static bool is_led_to(struct slice text)
{
    const char *end = text.at + text.length;
    for (const char *at = text.at; at < end; at = plain_next(at, end)) {
        const char *before = at;
        if (!is_digit(*at))
            continue;
        while (before > text.at && strchr(" :.", before[-1]) != NULL)
            before--;
        if (before > text.at && strchr("\x88oOeE", before[-1]) != NULL)
            return true;
    }
    return false;
}

bool privacy_prose_dull(const struct privacy_prose *prose, struct slice text)
{
    size_t digits;
    struct slice all = slice_trim(text);
    if (all.length == 0 || !says_nothing(prose, text, &digits) || begins_with_title(prose, all))
        return false;
    return digits == 0 || (!may_begin_as_number(all, digits) && !is_led_to(text));
}

bool privacy_prose_says_nothing(const struct privacy_look *look)
{
    return (look->signs & privacy_signs_of_prose()) == 0;
}

/* ---- keys ---- */

#define KEY_SLOTS 256
#define KEY_PLACES 4 /* slots that a key may have */
#define KEY_BYTES 48 /* longer ones are asked about each time */

struct known_key {
    char text[KEY_BYTES];
    uint8_t length; /* 0: free */
    bool personal;
};

struct privacy_keys {
    struct known_key slots[KEY_SLOTS];
};

struct privacy_keys *privacy_keys_open(struct arena *arena)
{
    return arena_alloc(arena, sizeof(struct privacy_keys));
}

static bool is_personal(struct slice key)
{
    struct privacy_subject subject = {.name = key};
    enum privacy_kind kind;
    return privacy_named(&subject, &kind);
}

static bool is_known(const struct known_key *known, struct slice key)
{
    return known->length == key.length && memcmp(known->text, key.at, key.length) == 0;
}

/* A new key takes the last place that it may have, when none is free. */
bool privacy_keys_personal(struct privacy_keys *keys, struct slice key)
{
    if (key.length == 0 || key.length > KEY_BYTES)
        return is_personal(key);
    struct known_key *known = NULL;
    for (uint32_t i = 0, hash = slice_hash(key); i < KEY_PLACES; i++) {
        known = &keys->slots[(hash + i) % KEY_SLOTS];
        if (is_known(known, key))
            return known->personal;
        if (known->length == 0)
            break;
    }
    known->length = (uint8_t)key.length;
    memcpy(known->text, key.at, key.length);
    known->personal = is_personal(key);
    return known->personal;
}
