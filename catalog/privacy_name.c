#include <string.h>

#include "base/slice_hash.h"
#include "catalog/privacy_sign.h"

/* ---- titles ---- */

struct title {
    struct slice text;
    bool weak; /* begins many other words as well: a name in two words behind it is not enough in prose */
};

static const struct title TITLES[] = {
#define TITLE(text, weak) {{text, sizeof(text) - 1}, weak},
#include "catalog/privacy_name.def"
};

static const char *const NOT_NAMES[] = {
#define NOT_NAME(text) text,
#include "catalog/privacy_name.def"
    NULL};

static const char *const NOT_SURNAMES[] = {
#define NOT_SURNAME(text) text,
#include "catalog/privacy_name.def"
    NULL};

static bool begins_one_of(struct slice text, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL && text.length > 2; i++)
        if (text.at[2] == words[i][2] && plain_begins(text, words[i])) /* most letters differ there */
            return true;
    return false;
}

static const struct slice BEFORE[] = {
#define BEFORE_TITLE(text) {text, sizeof(text) - 1},
#include "catalog/privacy_name.def"
};

/* Whether a title may begin here: not in the middle of a word. */
static bool word_begins(struct slice text, const char *at)
{
    bool thai_before = at - text.at >= 3 && is_thai(at - 3, 3);
    if (at == text.at || (!thai_before && !is_latin(at[-1])))
        return true;
    for (size_t i = 0; i < sizeof BEFORE / sizeof *BEFORE; i++) {
        size_t length = BEFORE[i].length;
        if (at[-1] == BEFORE[i].at[length - 1] && (size_t)(at - text.at) >= length &&
            memcmp(at - length, BEFORE[i].at, length) == 0)
            return true;
    }
    return false;
}

/* ---- Thai names ---- */

/* The run of Thai letters at `at`, in bytes. */
static size_t thai_run(const char *at, const char *end)
{
    const char *from = at;
    while (at < end && is_thai(at, (size_t)(end - at)))
        at += 3;
    return (size_t)(at - from);
}

/* By the last byte of a Thai letter: those of the letters that follow it in the beginning of a title. Most
 * letters of a text are seen not to begin one by this alone. */
#define LETTER(byte) [(byte)-0x81]
static const char *const SECONDS[] = {
    LETTER(0x84) = "\xB8",              /* ค: คุ */
    LETTER(0x88) = ".\x88",             /* จ: จ. จ่ */
    LETTER(0x94) = ".\xA3\xB2",         /* ด: ด. ดร ดา */
    LETTER(0x97) = "\x9E\xB1\x88",      /* ท: ทพ ทั ท่ */
    LETTER(0x99) = "\xB2.\xAA\x9E",     /* น: นา น. นส นพ */
    LETTER(0x9C) = "\xA8",              /* ผ: ผศ */
    LETTER(0x9E) = "\x8D\xA3\xA5.\xB1", /* พ: พญ พร พล พ. พั */
    LETTER(0xA0) = "\x81\x8D",          /* ภ: ภก ภญ */
    LETTER(0xA1) = ".",                 /* ม. */
    LETTER(0xA3) = "\xA8.\x89",         /* ร: รศ ร. ร้ */
    LETTER(0xA7) = "\x88",              /* ว: ว่ */
    LETTER(0xA8) = "\xB2.",             /* ศ: ศา ศ. */
    LETTER(0xAA) = "\x9E.\xB4\xB2",     /* ส: สพ ส. สิ สา */
    LETTER(0xAB) = "\xA1",              /* ห: หม */
    LETTER(0xAD) = "\xB2",              /* อ: อา */
};

static bool may_be_title(const char *at, size_t left)
{
    unsigned char letter = (unsigned char)at[2];
    if (left < 6)
        return false;
    if ((unsigned char)at[1] == 0xB9) /* เด เภ เร, แพ แม */
        return at[5] != '\0' && ((letter == 0x80 && strchr("\x94\xA0\xA3", at[5]) != NULL) ||
                                 (letter == 0x81 && strchr("\x9E\xA1", at[5]) != NULL));
    size_t row = letter - 0x81U;
    if (letter < 0x81 || row >= sizeof SECONDS / sizeof *SECONDS || SECONDS[row] == NULL)
        return false;
    char second = (unsigned char)at[3] == 0xE0 ? at[5] : at[3];
    return strchr(SECONDS[row], second) != NULL && second != '\0';
}

/* The longest title at `at`; NULL when there is none. */
static const struct title *title_at(struct slice rest)
{
    const struct title *found = NULL;
    for (size_t i = 0; i < sizeof TITLES / sizeof *TITLES && rest.length > 3; i++) {
        const struct slice *text = &TITLES[i].text;
        if (rest.at[2] == text->at[2] && rest.length >= text->length &&
            bytes_equal(rest.at, text->at, text->length) &&
            (found == NULL || text->length > found->text.length))
            found = &TITLES[i];
    }
    return found;
}

/* Behind one title further ones may stand: "ว่าที่ ร.ต. หญิง". */
static const char *behind_titles(const char *at, const char *end, bool *weak)
{
    const struct title *title;
    while ((title = title_at((struct slice){at, (size_t)(end - at)})) != NULL) {
        *weak = *weak && title->weak;
        at += title->text.length;
        while (at < end && *at == ' ')
            at++;
        if (plain_begins((struct slice){at, (size_t)(end - at)}, "หญิง "))
            at += strlen("หญิง ");
    }
    return at;
}

enum name_length { NAME_BYTES_MIN = 6, NAME_BYTES_MAX = 90 };

static const char *const BODIES[] = {
#define BODY(text) text,
#include "catalog/privacy_name.def"
    NULL};

static bool behind_body(struct slice text, const char *at)
{
    while (at > text.at && at[-1] == ' ')
        at--;
    for (size_t i = 0; BODIES[i] != NULL; i++)
        if (slice_ends((struct slice){text.at, (size_t)(at - text.at)}, BODIES[i]))
            return true;
    return false;
}

static bool is_given(struct slice word, const char *end)
{
    struct slice with_blank = {word.at, (size_t)(end - word.at)};
    return word.length >= NAME_BYTES_MIN && word.length <= NAME_BYTES_MAX &&
           !begins_one_of(with_blank, NOT_NAMES);
}

static void see_thai_name(struct slice text, const char *at, bool whole, struct privacy_look *look)
{
    const char *end = text.at + text.length;
    bool weak = true;
    const char *name = behind_titles(at, end, &weak);
    struct slice given = {name, thai_run(name, end)};
    if (name == end && whole)
        look_add(look, SIGN_NAME_TITLE);
    if (!is_given(given, end))
        return;
    const char *next = given.at + given.length;
    size_t blanks = 0;
    while (next < end && *next == ' ' && blanks < 3) {
        next++;
        blanks++;
    }
    struct slice surname = {next, thai_run(next, end)};
    bool two = blanks > 0 && surname.length >= NAME_BYTES_MIN && surname.length <= NAME_BYTES_MAX &&
               !begins_one_of(surname, NOT_SURNAMES);
    if (two && (!weak || whole))
        look_add(look, weak ? SIGN_NAME_ALMOST : SIGN_NAME_TITLED);
    else if (whole && next == end)
        look_add(look, SIGN_NAME_ALMOST);
}

/* ---- Latin names ---- */

const char *const latin_titles[] = {
#define LATIN_TITLE(text) text,
#include "catalog/privacy_name.def"
    NULL};

static size_t latin_word(const char *at, const char *end)
{
    size_t length = 0;
    if (at >= end || *at < 'A' || *at > 'Z')
        return 0;
    while (at + length < end && (is_latin(at[length]) || at[length] == '-' || at[length] == '\''))
        length++;
    return length;
}

static void see_latin_name(struct slice text, const char *at, struct privacy_look *look)
{
    const char *end = text.at + text.length;
    for (size_t i = 0; latin_titles[i] != NULL; i++) {
        const char *next = at + strlen(latin_titles[i]);
        if (!slice_starts((struct slice){at, (size_t)(end - at)}, latin_titles[i]) || next >= end)
            continue;
        bool point = *next == '.';
        next += point;
        size_t blanks = strspn(next, " ");
        if (!point && blanks == 0)
            continue;
        next += blanks;
        size_t given = latin_word(next, end);
        if (given < 2 || next[given] != ' ' || latin_word(next + given + 1, end) < 2)
            continue;
        look_add(look, SIGN_NAME_TITLED);
        return;
    }
}

/* ---- words alone ---- */

static void see_words(struct slice text, struct privacy_look *look)
{
    struct slice all = slice_trim(text);
    const char *at = all.at, *end = all.at + all.length;
    size_t words = 0;
    struct slice first = {0};
    while (at < end) {
        size_t length = thai_run(at, end);
        if (length < NAME_BYTES_MIN || length > NAME_BYTES_MAX)
            return;
        if (words++ == 0)
            first = (struct slice){at, length};
        at += length;
        at += at < end && *at == ' ';
    }
    if (words != 2 && words != 3)
        return;
    look_add(look, SIGN_NAME_WORDS);
    look_sample(look, SAMPLED_WORDS, first, all);
}

void see_names(struct slice text, struct privacy_look *look)
{
    struct slice all = slice_trim(text);
    const char *end = text.at + text.length;
    for (const char *at = text.at; at < end; at++) {
        if (is_thai(at, (size_t)(end - at))) {
            if (may_be_title(at, (size_t)(end - at)) && word_begins(text, at) &&
                title_at((struct slice){at, (size_t)(end - at)}) != NULL && !behind_body(text, at))
                see_thai_name(text, at, at == all.at, look);
            at += 2;
        } else if (*at >= 'A' && *at <= 'Z' && (at == text.at || !is_latin(at[-1]))) {
            see_latin_name(text, at, look);
        }
    }
    see_words(text, look);
}

/* ---- for a first look ---- */

const char *name_title(size_t number)
{
    return number < sizeof TITLES / sizeof *TITLES ? TITLES[number].text.at : NULL;
}

bool name_stands(struct slice text, const char *at, bool whole)
{
    struct privacy_look look = {0};
    size_t left = (size_t)(text.at + text.length - at);
    if (may_be_title(at, left) && word_begins(text, at))
        see_thai_name(text, at, whole, &look);
    return look_has(&look, SIGN_NAME_TITLED);
}
