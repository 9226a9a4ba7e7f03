#include "catalog/privacy_prose.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/slice_hash.h"
#include "catalog/privacy_sign.h"

/* Fewer digits than this are no number of a person's: not even of a telephone without its area code. */
#define DIGITS_LEAST 9

/* Thai letters by the low bits of their last two bytes; the last place is free, and a point stands there. */
#define LETTERS 128
#define POINT 127

/* What a byte of ASCII is for the walk. */
enum step {
    STEP_ON,   /* nothing */
    STEP_STOP, /* the detectors have to look: an at sign, a control character */
    STEP_DIGIT,
    STEP_POINT, /* the second letter of "ดร." and its like */
    STEP_LATIN, /* a word that is looked for may begin */
};

struct word {
    const char *text;
    size_t length;
};
#define WORD(text)                                                                                           \
    {                                                                                                        \
        text, sizeof(text) - 1                                                                               \
    }

struct privacy_prose {
    uint8_t ascii[128];
    /* By the letter before, 0 for none, a bit for each letter at which the walk has to stop and look: with it
     * a word may have begun, or it is no letter. */
    uint64_t stops[LETTERS][LETTERS / 64];
};

/* Words that show something by themselves, and those that do so beside digits; Latin ones in small letters.
 */
static const struct word SAYS[] = {WORD("ไลน์"), {NULL, 0}};
static const struct word SAYS_WITH_DIGITS[] = {WORD("เกิด"),         WORD("บ้านเลขที่"), WORD("ทะเบียน"),
                                               WORD("หนังสือเดินทาง"), WORD("พาสปอร์"),  {NULL, 0}};
static const struct word LATIN_SAYS[] = {WORD("line"), {NULL, 0}};
static const struct word LATIN_SAYS_WITH_DIGITS[] = {WORD("born"),     WORD("birth"), WORD("dob"),
                                                     WORD("passport"), WORD("plate"), {NULL, 0}};
static const struct word LATIN_TITLES[] = {
    WORD("Mr"),  WORD("Mrs"),  WORD("Ms"),  WORD("Miss"), WORD("MR"),   WORD("MRS"),
    WORD("MS"),  WORD("MISS"), WORD("Dr"),  WORD("Prof"), WORD("Capt"), WORD("Col"),
    WORD("Maj"), WORD("Lt"),   WORD("Gen"), WORD("Sgt"),  WORD("Pol"),  {NULL, 0}};

/* ---- made ready ---- */

static unsigned letter_of(const char *at)
{
    return ((unsigned char)at[1] & 1u) << 6 | ((unsigned char)at[2] & 0x3Fu);
}

static void stop_add(struct privacy_prose *prose, unsigned before, unsigned letter)
{
    prose->stops[before][letter / 64] |= UINT64_C(1) << letter % 64;
}

static void pair_add(struct privacy_prose *prose, const char *word)
{
    stop_add(prose, letter_of(word), word[3] == '.' ? POINT : letter_of(word + 3));
}

static void pairs_add(struct privacy_prose *prose, const struct word *words)
{
    for (; words->text != NULL; words++)
        pair_add(prose, words->text);
}

static bool is_letter(unsigned letter)
{
    char bytes[3] = {'\xE0', (char)(0xB8 | letter >> 6), (char)(0x80 | (letter & 0x3F))};
    return is_thai(bytes, sizeof bytes);
}

static void firsts_add(struct privacy_prose *prose, const struct word *words, bool both)
{
    for (; words->text != NULL; words++) {
        prose->ascii[(unsigned char)*words->text] = STEP_LATIN;
        if (both)
            prose->ascii[(unsigned char)*words->text ^ 0x20] = STEP_LATIN;
    }
}

const struct privacy_prose *privacy_prose_open(struct arena *arena)
{
    struct privacy_prose *prose = arena_alloc(arena, sizeof *prose);
    for (unsigned c = 0; c < 128; c++)
        prose->ascii[c] = is_digit((char)c) ? STEP_DIGIT : c < ' ' || c == '@' ? STEP_STOP : STEP_ON;
    firsts_add(prose, LATIN_SAYS, true);
    firsts_add(prose, LATIN_SAYS_WITH_DIGITS, true);
    firsts_add(prose, LATIN_TITLES, false);
    prose->ascii['.'] = STEP_POINT;
    for (unsigned letter = 0; letter < POINT; letter++)
        for (unsigned before = 0; before < LETTERS && !is_letter(letter); before++)
            stop_add(prose, before, letter);
    pairs_add(prose, SAYS);
    pairs_add(prose, SAYS_WITH_DIGITS);
    for (size_t i = 0; name_title(i) != NULL; i++)
        pair_add(prose, name_title(i));
    return prose;
}

/* ---- the walk ---- */

struct walk {
    const struct privacy_prose *prose;
    struct slice text;
    const char *end;
    size_t digits;
    bool with_digits; /* a word that needs them has been seen */
};

static bool begins_one(const struct walk *walk, const char *at, const struct word *words)
{
    for (; words->text != NULL; words++)
        if ((size_t)(walk->end - at) >= words->length && memcmp(at, words->text, words->length) == 0)
            return true;
    return false;
}

static bool latin_begins_one(const struct walk *walk, const char *at, const struct word *words)
{
    for (; words->text != NULL; words++)
        if ((*at | 0x20) == *words->text && (size_t)(walk->end - at) >= words->length &&
            strncasecmp(at, words->text, words->length) == 0)
            return true;
    return false;
}

/* At the first of two letters with which such a word begins. */
static bool thai_says(struct walk *walk, const char *at)
{
    walk->with_digits = walk->with_digits || begins_one(walk, at, SAYS_WITH_DIGITS);
    return begins_one(walk, at, SAYS) || name_stands(walk->text, at, false);
}

/* A title, and what must stand behind it. */
static bool latin_title(const struct walk *walk, const char *at)
{
    for (const struct word *title = LATIN_TITLES; title->text != NULL; title++)
        if ((size_t)(walk->end - at) > title->length && memcmp(at, title->text, title->length) == 0 &&
            (at[title->length] == '.' || at[title->length] == ' '))
            return true;
    return false;
}

static bool latin_says(struct walk *walk, const char *at)
{
    bool begins = at == walk->text.at || !is_latin(at[-1]);
    walk->with_digits = walk->with_digits || latin_begins_one(walk, at, LATIN_SAYS_WITH_DIGITS);
    return begins && (latin_begins_one(walk, at, LATIN_SAYS) || latin_title(walk, at));
}

static inline bool stops(const struct privacy_prose *prose, unsigned before, unsigned letter)
{
    return (prose->stops[before][letter / 64] >> letter % 64 & 1) != 0;
}

static bool ascii_says(struct walk *walk, const char *at, enum step step, unsigned before)
{
    walk->digits += step == STEP_DIGIT ? 1 : 0;
    return step == STEP_STOP || (step == STEP_LATIN && latin_says(walk, at)) ||
           (step == STEP_POINT && stops(walk->prose, before, POINT) && thai_says(walk, at - 3));
}

/* `letter` stands at `at`, behind `before`. */
static bool letter_says(struct walk *walk, const char *at, unsigned letter)
{
    return !is_letter(letter) || thai_says(walk, at - 3);
}

static inline bool is_thai_block(const char *at, const char *end)
{
    return end - at >= 3 && (unsigned char)at[0] == 0xE0 && ((unsigned char)at[1] & 0xFE) == 0xB8;
}

/* Other letters than ASCII and Thai may hide something: the detectors have to look. */
static bool walk_over(struct walk *walk)
{
    const struct privacy_prose *prose = walk->prose;
    unsigned before = 0;
    for (const char *at = walk->text.at, *end = walk->end; at < end;) {
        if ((unsigned char)*at < 0x80) {
            enum step step = (enum step)prose->ascii[(unsigned char)*at];
            if (step != STEP_ON && ascii_says(walk, at, step, before))
                return false;
            before = 0;
            at++;
            continue;
        }
        if (!is_thai_block(at, end))
            return false;
        unsigned letter = letter_of(at);
        if (stops(prose, before, letter) && letter_says(walk, at, letter))
            return false;
        before = letter;
        at += 3;
    }
    return walk->digits < DIGITS_LEAST && (walk->digits == 0 || !walk->with_digits);
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

bool privacy_prose_harmless(const struct privacy_prose *prose, struct slice text, struct arena *scratch)
{
    if (memchr(text.at, '\n', text.length) != NULL)
        text = in_one_line(text, scratch);
    struct walk walk = {.prose = prose, .text = text, .end = text.at + text.length};
    return walk_over(&walk);
}

bool privacy_prose_says_nothing(const struct privacy_look *look)
{
    static const privacy_signs NOTHING =
        SIGN_BIT(SIGN_DATE) | SIGN_BIT(SIGN_NAME_WORDS) | SIGN_BIT(SIGN_NAME_TITLE) |
        SIGN_BIT(SIGN_NAME_ALMOST) | SIGN_BIT(SIGN_EMAIL_ROLE) | SIGN_BIT(SIGN_PLATE_SHAPE) |
        SIGN_BIT(SIGN_PLATE_FULL) | SIGN_BIT(SIGN_ADDRESS) | SIGN_BIT(SIGN_ID_DAMAGED) |
        SIGN_BIT(SIGN_ID_JURISTIC) | SIGN_BIT(SIGN_BARCODE) | SIGN_BIT(SIGN_PASSPORT_SHAPE) |
        SIGN_BIT(SIGN_BANK_PLAIN) | SIGN_BIT(SIGN_ID_PLAIN_WRONG) | SIGN_BIT(SIGN_ID_GROUPED_WRONG);
    return (look->signs & ~NOTHING) == 0;
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
