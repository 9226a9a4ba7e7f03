#include "catalog/privacy_prose.h"

#include <string.h>

#include "base/arena.h"
#include "base/slice_hash.h"
#include "catalog/privacy_sign.h"

/* Fewer digits than this, and no words beside them, are no number of a person's. */
#define DIGITS_LEAST 9

/* Beside words fewer are enough: six are a part of a passport's number, or of one that was shortened. */
#define DIGITS_BESIDE 6

#define PLATE_BYTES (3 * 3) /* a plate has two or three letters */

/* Thai letters by the low bits of their last two bytes; the last place is free, and a point stands there. */
#define LETTERS 128
#define POINT 127

/* What a byte of ASCII is for the walk. */
enum step {
    STEP_ON,          /* nothing */
    STEP_OTHER_LATIN, /* a letter, and nothing */
    STEP_STOP,        /* the detectors have to look: an at sign, a control character */
    STEP_DIGIT,
    STEP_POINT, /* the second letter of "ดร." and its like */
    STEP_LATIN, /* a word that is looked for may begin, or a power of ten */
};

/* What two Thai letters, or a letter and a point, may be the beginning of; most are of nothing. */
enum pair { PAIR_TITLE = 1, PAIR_WORD = 2, PAIR_NO_LETTER = 4 /* the second one is none */ };

/* Titles whose first two letters come to the same. */
#define TITLE_ROWS 256
#define TITLES_MOST 255

struct privacy_prose {
    uint8_t ascii[128];
    uint8_t pairs[LETTERS][LETTERS]; /* by the letter before, 0 for none */
    uint8_t title_row[TITLE_ROWS];   /* the first title of the row and one; 0: there is none */
    uint8_t title_next[TITLES_MOST]; /* the same, of the next one */
    struct slice titles[TITLES_MOST];
};

/* Words that show something beside digits. */
static const char *const *const BESIDE_DIGITS[] = {words_of_birth, words_of_homes, words_of_plates,
                                                   words_of_passports};

/* ---- made ready ---- */

static unsigned letter_of(const char *at)
{
    return ((unsigned char)at[1] & 1u) << 6 | ((unsigned char)at[2] & 0x3Fu);
}

static unsigned second_of(const char *word)
{
    return word[3] == '.' ? POINT : letter_of(word + 3);
}

static void pair_add(struct privacy_prose *prose, const char *word, enum pair pair)
{
    prose->pairs[letter_of(word)][second_of(word)] |= (uint8_t)pair;
}

static unsigned title_row(unsigned first, unsigned second)
{
    return (first * 37 + second) % TITLE_ROWS;
}

static void titles_add(struct privacy_prose *prose)
{
    const char *title;
    for (size_t i = 0; (title = name_title(i)) != NULL && i < TITLES_MOST; i++) {
        unsigned row = title_row(letter_of(title), second_of(title));
        prose->titles[i] = slice_of(title);
        prose->title_next[i] = prose->title_row[row];
        prose->title_row[row] = (uint8_t)(i + 1);
        pair_add(prose, title, PAIR_TITLE);
    }
}

static bool is_letter(unsigned letter)
{
    char bytes[3] = {'\xE0', (char)(0xB8 | letter >> 6), (char)(0x80 | (letter & 0x3F))};
    return is_thai(bytes, sizeof bytes);
}

/* Words, found by their beginning: two Thai letters, or a Latin one, also a capital when `both`. */
static void words_add(struct privacy_prose *prose, const char *const *words, bool both)
{
    for (; *words != NULL; words++) {
        unsigned char first = (unsigned char)**words;
        if (first >= 0x80)
            pair_add(prose, *words, PAIR_WORD);
        else
            prose->ascii[first] = STEP_LATIN;
        if (first < 0x80 && both)
            prose->ascii[first ^ 0x20] = STEP_LATIN;
    }
}

static enum step ascii_step(char c)
{
    if (is_digit(c))
        return STEP_DIGIT;
    if ((unsigned char)c < ' ' || c == '@')
        return STEP_STOP;
    if ((c | 0x20) == 'e')
        return STEP_LATIN;
    return is_latin(c) ? STEP_OTHER_LATIN : c == '.' ? STEP_POINT : STEP_ON;
}

const struct privacy_prose *privacy_prose_open(struct arena *arena)
{
    struct privacy_prose *prose = arena_alloc(arena, sizeof *prose);
    for (unsigned c = 0; c < 128; c++)
        prose->ascii[c] = (uint8_t)ascii_step((char)c);
    for (unsigned letter = 0; letter < POINT; letter++)
        prose->pairs[0][letter] = is_letter(letter) ? 0 : PAIR_NO_LETTER;
    for (unsigned before = 1; before < LETTERS; before++)
        memcpy(prose->pairs[before], prose->pairs[0], sizeof prose->pairs[0]);
    words_add(prose, words_of_line, true);
    words_add(prose, latin_titles, false);
    for (size_t list = 0; list < sizeof BESIDE_DIGITS / sizeof *BESIDE_DIGITS; list++)
        words_add(prose, BESIDE_DIGITS[list], true);
    titles_add(prose);
    return prose;
}

/* ---- the walk ---- */

struct walk {
    const struct privacy_prose *prose;
    struct slice text;
    const char *end;
    size_t digits;
    bool letters;
    bool word; /* one that shows something beside digits */
    bool led; /* a digit stands where one does to which "เลขที่", "ที่อยู่", "no." or "house" leads */
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

static bool title_stands(const struct privacy_prose *prose, struct slice text)
{
    unsigned row = title_row(letter_of(text.at), second_of(text.at));
    for (unsigned i = prose->title_row[row]; i > 0; i = prose->title_next[i - 1]) {
        struct slice title = prose->titles[i - 1];
        if (text.length >= title.length && text.at[title.length - 1] == title.at[title.length - 1] &&
            memcmp(text.at, title.at, title.length) == 0)
            return true;
    }
    return false;
}

/* At the first of two letters with which such a word begins. */
static bool thai_says(struct walk *walk, const char *at, unsigned second)
{
    unsigned pair = walk->prose->pairs[letter_of(at)][second];
    if ((pair & PAIR_TITLE) != 0 && title_stands(walk->prose, (struct slice){at, (size_t)(walk->end - at)}) &&
        name_stands(walk->text, at, false))
        return true;
    if ((pair & PAIR_WORD) == 0)
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

/* Only the words' last letters are looked at. */
static bool is_led(const struct walk *walk, const char *at)
{
    while (at > walk->text.at && (at[-1] == ' ' || at[-1] == ':' || at[-1] == '.'))
        at--;
    return at > walk->text.at && strchr("\x88oOeE", at[-1]) != NULL;
}

static bool ascii_says(struct walk *walk, const char *at, enum step step, unsigned before)
{
    walk->led = walk->led || (step == STEP_DIGIT && is_led(walk, at));
    walk->digits += step == STEP_DIGIT ? 1 : 0;
    walk->letters = walk->letters || step == STEP_LATIN;
    if (walk->digits > 0 && is_power(walk, at))
        return true;
    return step == STEP_STOP || (step == STEP_LATIN && latin_says(walk, at)) ||
           (step == STEP_POINT && walk->prose->pairs[before][POINT] != 0 && thai_says(walk, at - 3, POINT));
}

/* `letter` stands at `at`, behind `before`. */
static bool pair_says(struct walk *walk, const char *at, unsigned before, unsigned letter)
{
    return (walk->prose->pairs[before][letter] & PAIR_NO_LETTER) != 0 || thai_says(walk, at - 3, letter);
}

static inline bool is_thai_block(const char *at, const char *end)
{
    return end - at >= 3 && (unsigned char)at[0] == 0xE0 && ((unsigned char)at[1] & 0xFE) == 0xB8;
}

/* Other letters than ASCII and Thai may hide something: the detectors have to look. */
static bool walk_over(struct walk *walk)
{
    const struct privacy_prose *prose = walk->prose;
    unsigned before = 0, letters = 0;
    for (const char *at = walk->text.at, *end = walk->end; at < end;) {
        if ((unsigned char)*at < 0x80) {
            enum step step = (enum step)prose->ascii[(unsigned char)*at];
            letters |= step == STEP_OTHER_LATIN;
            if (step > STEP_OTHER_LATIN && ascii_says(walk, at, step, before))
                return false;
            before = 0;
            at++;
            continue;
        }
        if (!is_thai_block(at, end))
            return false;
        letters = 1;
        for (; is_thai_block(at, end); at += 3) {
            unsigned letter = letter_of(at);
            if (prose->pairs[before][letter] != 0 && pair_says(walk, at, before, letter))
                return false;
            before = letter;
        }
    }
    walk->letters = walk->letters || letters != 0;
    if (walk->digits == 0)
        return true;
    return walk->letters ? walk->digits < DIGITS_BESIDE && !walk->word : walk->digits < DIGITS_LEAST;
}

/* With a digit in it the text may be a plate of two or three letters, or begin with the number of a house. */
static bool begins_as_number(struct slice text)
{
    size_t letters = 0;
    while (letters <= PLATE_BYTES && is_thai(text.at + letters, text.length - letters))
        letters += 3;
    return is_digit(*text.at) || (letters > 0 && letters <= PLATE_BYTES);
}

static bool begins_with_title(const struct privacy_prose *prose, struct slice text)
{
    bool two = text.length >= 6 || (text.length >= 4 && text.at[3] == '.');
    return two && is_thai(text.at, text.length) && title_stands(prose, text);
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

bool privacy_prose_dull(const struct privacy_prose *prose, struct slice text)
{
    struct walk walk = {.prose = prose, .text = text, .end = text.at + text.length};
    struct slice all = slice_trim(text);
    if (!walk_over(&walk) || all.length == 0 || walk.led)
        return false;
    if (walk.digits > 0 && begins_as_number(all))
        return false;
    return !begins_with_title(prose, all);
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
