#include "catalog/privacy_prose.h"

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
    STEP_POINT, /* the second letter of "ดร." and its like */
    STEP_POWER, /* of ten: an "e" */
    STEP_LATIN, /* a word that is looked for may begin */
};

struct privacy_prose {
    struct prose_sets sets; /* where the walk has to stop and look, */
    bool wide;              /* 32 bytes at a time */
    uint8_t ascii[128];
    struct prose_bits titles[LETTERS]; /* of the stops behind a letter, where a title may have begun, */
    struct prose_bits words[LETTERS];  /* or another word */
    struct prose_bits thirds[LETTERS]; /* what may stand behind the second letter of one */
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

/* Only words of two letters may have anything behind them. */
static void thai_add(struct privacy_prose *prose, const char *word, bool title)
{
    const char *end = word + strlen(word);
    unsigned first = unit_at(word, end), second = unit_at(word + 3, end);
    const char *third = behind_unit(word + 3, second);
    prose_bits_add(&prose->sets.behind[first], second);
    prose_bits_add(title ? &prose->titles[first] : &prose->words[first], second);
    prose_set_add(&prose->sets.first, first);
    prose_set_add(&prose->sets.second, second);
    for (unsigned any = 0; third == end && any < LETTERS; any++)
        prose_bits_add(&prose->thirds[second], any);
    prose_bits_add(&prose->thirds[second], unit_at(third, end));
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

static bool is_letter(unsigned letter)
{
    char bytes[3] = {'\xE0', (char)(0xB8 | letter >> 6), (char)(0x80 | (letter & 0x3F))};
    return is_thai(bytes, sizeof bytes);
}

/* Words, found by their first two letters; a Latin one may begin with a capital, too, when `both`. */
static void words_add(struct privacy_prose *prose, const char *const *words, bool both)
{
    for (; *words != NULL; words++) {
        const char *word = *words;
        if ((unsigned char)*word >= 0x80)
            thai_add(prose, word, false);
        else
            latin_add(prose, *word, word[1]);
        if ((unsigned char)*word < 0x80 && both)
            latin_add(prose, (char)(*word ^ 0x20), word[1]);
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
    prose->wide = wide;
    for (unsigned c = 0; c < 128; c++)
        prose->ascii[c] = (uint8_t)ascii_step((char)c);
    for (unsigned letter = 0; letter < POINT; letter++)
        for (unsigned before = 0; before < LETTERS && !is_letter(letter); before++)
            prose_bits_add(&prose->sets.behind[before], letter);
    words_add(prose, words_of_line, true);
    words_add(prose, latin_titles, false);
    for (size_t list = 0; list < sizeof BESIDE_DIGITS / sizeof *BESIDE_DIGITS; list++)
        words_add(prose, BESIDE_DIGITS[list], true);
    for (size_t i = 0; name_title(i) != NULL; i++)
        thai_add(prose, name_title(i), true);
    sets_fill(prose);
    return prose;
}

/* ---- the walk ---- */

/* Digits are counted in `scan`, whichever way is walked. */
struct walk {
    struct prose_scan scan;
    const struct privacy_prose *prose;
    struct slice text;
    const char *end;
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

/* At the first of two letters with which such a word begins. */
static bool thai_says(struct walk *walk, const char *at, unsigned second)
{
    unsigned first = prose_letter(at), third = unit_at(behind_unit(at + 3, second), walk->end);
    if (!prose_bits_has(&walk->prose->thirds[second], third))
        return false;
    if (prose_bits_has(&walk->prose->titles[first], second) && name_stands(walk->text, at, false))
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

/* `before`: the Thai letter right before it, or 0. */
static bool ascii_says(struct walk *walk, const char *at, unsigned before)
{
    switch ((enum step)walk->prose->ascii[(unsigned char)*at]) {
    case STEP_STOP:
        return true;
    case STEP_POINT:
        return prose_bits_has(&walk->prose->sets.behind[before], POINT) && thai_says(walk, at - 3, POINT);
    case STEP_POWER:
        return is_power(walk, at);
    case STEP_LATIN:
        return is_power(walk, at) || latin_says(walk, at);
    default:
        return false;
    }
}

/* A Thai letter begins at `at`, behind `before`. */
static bool letter_says(struct walk *walk, const char *at, unsigned before)
{
    unsigned letter = prose_letter(at);
    return prose_bits_has(&walk->prose->sets.behind[before], letter) &&
           (!is_letter(letter) || thai_says(walk, at - 3, letter));
}

static unsigned letter_before(const struct walk *walk, const char *at)
{
    return at - walk->text.at >= 3 && (unsigned char)at[-3] == 0xE0 ? prose_letter(at - 3) : 0;
}

/* At the last byte of a letter, or at one of ASCII. */
static bool stop_says(struct prose_scan *scan, const char *at)
{
    struct walk *walk = (struct walk *)scan;
    bool ascii = (unsigned char)*at < 0x80;
    at -= ascii ? 0 : 2;
    unsigned before = letter_before(walk, at);
    return ascii ? ascii_says(walk, at, before) : letter_says(walk, at, before);
}

/* One letter after the other. Other letters than ASCII and Thai may hide something: the detectors have to
 * look. */
static bool walk_over(struct walk *walk)
{
    unsigned before = 0;
    for (const char *at = walk->text.at, *end = walk->end; at < end;) {
        bool ascii = (unsigned char)*at < 0x80;
        if (!ascii && !is_thai_block(at, end))
            return false;
        if (ascii ? ascii_says(walk, at, before) : letter_says(walk, at, before))
            return false;
        walk->scan.digits += is_digit(*at);
        before = ascii ? 0 : prose_letter(at);
        at += ascii ? 1 : 3;
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

static bool says_nothing(const struct privacy_prose *prose, struct slice text, size_t *digits)
{
    struct walk walk = {.scan = {.sets = &prose->sets, .says = stop_says},
                        .prose = prose,
                        .text = text,
                        .end = text.at + text.length};
    if (prose->wide ? !prose_scan(&walk.scan, text) : !walk_over(&walk))
        return false;
    *digits = walk.scan.digits;
    return walk.scan.digits == 0 || (walk.scan.digits < DIGITS_LEAST && !walk.word);
}

bool privacy_prose_harmless(const struct privacy_prose *prose, struct slice text, struct arena *scratch)
{
    size_t digits;
    if (memchr(text.at, '\n', text.length) != NULL)
        text = in_one_line(text, scratch);
    return says_nothing(prose, text, &digits);
}

/* ---- a cell ---- */

static bool begins_with_title(const struct privacy_prose *prose, struct slice text)
{
    const char *end = text.at + text.length;
    if (text.length < 4 || !is_thai_block(text.at, end))
        return false;
    return prose_bits_has(&prose->titles[prose_letter(text.at)], unit_at(text.at + 3, end)) &&
           name_title_begins(text);
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
