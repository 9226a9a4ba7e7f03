#include "catalog/romanize.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* ---- letters ---- */

#define LETTERS_MOST 256

struct consonant {
    const char *initial;
    const char *final;
};

/* ก (U+0E01) to ฮ (U+0E2E). */
static const struct consonant CONSONANTS[] = {
    {"k", "k"},  {"kh", "k"}, {"kh", "k"}, {"kh", "k"}, {"kh", "k"}, {"kh", "k"}, {"ng", "ng"}, {"ch", "t"},
    {"ch", "t"}, {"ch", "t"}, {"s", "t"},  {"ch", "t"}, {"y", "n"},  {"d", "t"},  {"t", "t"},   {"th", "t"},
    {"th", "t"}, {"th", "t"}, {"n", "n"},  {"d", "t"},  {"t", "t"},  {"th", "t"}, {"th", "t"},  {"th", "t"},
    {"n", "n"},  {"b", "p"},  {"p", "p"},  {"ph", "p"}, {"f", "p"},  {"ph", "p"}, {"f", "p"},   {"ph", "p"},
    {"m", "m"},  {"y", "i"},  {"r", "n"},  {"rue", ""}, {"l", "n"},  {"lue", ""}, {"w", "o"},   {"s", "t"},
    {"s", "t"},  {"s", "t"},  {"h", ""},   {"l", "n"},  {"", ""},    {"h", ""},
};

enum {
    RO_RUEA = 0x0E23,
    RUE = 0x0E24,
    LO_LING = 0x0E25,
    WO_WAEN = 0x0E27,
    HO_HIP = 0x0E2B,
    O_ANG = 0x0E2D,
    YO_YAK = 0x0E22,
    SARA_A = 0x0E30,
    HAN_AKAT = 0x0E31,
    SARA_AA = 0x0E32,
    SARA_AM = 0x0E33,
    SARA_I = 0x0E34,
    SARA_II = 0x0E35,
    SARA_UEE = 0x0E37,
    SARA_E = 0x0E40,
    TAIKHU = 0x0E47,
    THANTHAKHAT = 0x0E4C,
};

static bool is_consonant(uint32_t letter)
{
    return letter >= 0x0E01 && letter <= 0x0E2E;
}

static bool is_leading(uint32_t letter)
{
    return letter >= SARA_E && letter <= 0x0E44;
}

/* A vowel above, below or behind its consonant. */
static bool is_vowel(uint32_t letter)
{
    return letter >= SARA_A && letter <= 0x0E39;
}

static const struct consonant *consonant(uint32_t letter)
{
    return &CONSONANTS[letter - 0x0E01];
}

/* ---- the letters that are spoken, without tone marks ---- */

struct thai {
    uint32_t letters[LETTERS_MOST + 4]; /* zeros behind the last */
    size_t count;
    size_t at;
};

/* What ์ stands on is not spoken, nor is a vowel between the two. */
static void silence(struct thai *thai)
{
    if (thai->count > 0 && is_vowel(thai->letters[thai->count - 1]))
        thai->count--;
    if (thai->count > 0)
        thai->count--;
}

static void take_letters(struct thai *thai, struct slice text)
{
    const char *at = text.at, *end = text.at + text.length;
    while (at < end && thai->count < LETTERS_MOST) {
        uint32_t letter = utf8_next(&at, end);
        bool spoken = is_consonant(letter) || is_vowel(letter) || is_leading(letter) || letter == TAIKHU;
        if (letter == THANTHAKHAT)
            silence(thai);
        else if (spoken)
            thai->letters[thai->count++] = letter;
    }
    memset(&thai->letters[thai->count], 0, 4 * sizeof *thai->letters);
}

static uint32_t peek(const struct thai *thai, size_t ahead)
{
    return thai->letters[thai->at + ahead];
}

/* ---- one syllable ---- */

static bool is_cluster(uint32_t first, uint32_t second)
{
    static const uint32_t HEADS[] = {0x0E01, 0x0E02, 0x0E04, 0x0E15, 0x0E1B, 0x0E1C, 0x0E1E};
    for (size_t i = 0; i < sizeof HEADS / sizeof *HEADS; i++)
        if (first == HEADS[i])
            return second == RO_RUEA || second == LO_LING || second == WO_WAEN;
    return false;
}

/* Whether a vowel stands there: written as one, or อ and ว in the place of one. */
static bool has_vowel(const struct thai *thai, size_t ahead)
{
    uint32_t letter = peek(thai, ahead), next = peek(thai, ahead + 1);
    return is_vowel(letter) || (letter == O_ANG && !is_vowel(next)) ||
           (letter == WO_WAEN && is_consonant(next) && !is_vowel(peek(thai, ahead + 2)));
}

/* Consonants at the beginning of a syllable whose vowel follows, or went before. */
static void add_initial(struct thai *thai, bool cluster, struct text *out)
{
    uint32_t first = peek(thai, 0), second = peek(thai, 1);
    bool low = is_consonant(second) && consonant(second)->initial[0] != '\0' &&
               strchr("nmrlwy", consonant(second)->initial[0]) != NULL;
    bool leads = first == HO_HIP && low && (cluster || has_vowel(thai, 2));
    if (leads) {
        text_add(out, consonant(second)->initial);
        thai->at += 2;
        return;
    }
    text_add(out, consonant(first)->initial);
    thai->at++;
    bool goes_on = is_vowel(peek(thai, 1)) || is_consonant(peek(thai, 1));
    if (cluster && is_cluster(first, second) && goes_on) {
        text_add(out, consonant(second)->initial);
        thai->at++;
    }
}

/* A consonant that ends the syllable: no vowel is its own. */
static void add_final(struct thai *thai, struct text *out)
{
    uint32_t letter = peek(thai, 0), next = peek(thai, 1);
    bool own = is_vowel(next) || next == TAIKHU || (is_cluster(letter, next) && is_vowel(peek(thai, 2)));
    if (!is_consonant(letter) || own || letter == O_ANG || letter == HO_HIP)
        return;
    text_add(out, consonant(letter)->final);
    thai->at++;
}

static bool take(struct thai *thai, uint32_t letter)
{
    if (peek(thai, 0) != letter || letter == 0)
        return false;
    thai->at++;
    return true;
}

/* Vowels that begin with เ: what stands behind the consonant decides. */
static void add_e(struct thai *thai, struct text *out)
{
    if (take(thai, SARA_II)) {
        bool ia = take(thai, YO_YAK);
        text_add(out, ia ? "ia" : "i");
    } else if (take(thai, SARA_UEE)) {
        (void)take(thai, O_ANG);
        text_add(out, "uea");
    } else if (take(thai, SARA_I)) {
        text_add(out, "oe");
    } else if (take(thai, SARA_AA)) {
        text_add(out, take(thai, SARA_A) ? "o" : "ao");
        return;
    } else if (peek(thai, 0) == YO_YAK && !is_vowel(peek(thai, 1))) {
        thai->at++;
        text_add(out, "oei");
        return;
    } else if (take(thai, O_ANG)) {
        (void)take(thai, SARA_A);
        text_add(out, "oe");
    } else {
        (void)take(thai, TAIKHU);
        text_add(out, "e");
        if (take(thai, SARA_A))
            return;
    }
    add_final(thai, out);
}

static void add_leading(struct thai *thai, struct text *out)
{
    static const char *const SOUNDS[] = {"e", "ae", "o", "ai", "ai"};
    uint32_t vowel = peek(thai, 0);
    thai->at++;
    if (vowel == SARA_E && take(thai, SARA_E)) /* typed twice for แ */
        vowel++;
    if (!is_consonant(peek(thai, 0)))
        return;
    add_initial(thai, true, out);
    if (vowel == SARA_E) {
        add_e(thai, out);
        return;
    }
    text_add(out, SOUNDS[vowel - SARA_E]);
    (void)take(thai, TAIKHU);
    bool open = vowel >= 0x0E43;
    if (take(thai, SARA_A))
        return;
    if (!open)
        add_final(thai, out);
    else if (vowel == 0x0E44 && peek(thai, 0) == YO_YAK) /* ไทย */
        thai->at++;
}

/* Behind its consonant. */
static void add_vowel(struct thai *thai, struct text *out)
{
    static const char *const SOUNDS[] = {"a", "a", "a", "am", "i", "i", "ue", "ue", "u", "u"};
    uint32_t vowel = peek(thai, 0);
    thai->at++;
    if (vowel == HAN_AKAT && take(thai, WO_WAEN)) {
        text_add(out, "ua");
        return;
    }
    text_add(out, SOUNDS[vowel - SARA_A]);
    if (vowel == SARA_UEE)
        (void)take(thai, O_ANG);
    if (vowel != SARA_A && vowel != SARA_AM)
        add_final(thai, out);
}

/* No vowel is written: อ and ว may be one, ร twice is "an", else it is a between syllables and o in one. */
static void add_bare(struct thai *thai, struct text *out)
{
    if (take(thai, RUE)) {
        text_add(out, "ri");
        add_final(thai, out);
    } else if (peek(thai, 0) == RO_RUEA && peek(thai, 1) == RO_RUEA) {
        thai->at += 2;
        bool closed = is_consonant(peek(thai, 0)) && !is_vowel(peek(thai, 1));
        text_add(out, closed ? "a" : "an");
        if (closed)
            add_final(thai, out);
    } else if (peek(thai, 0) == O_ANG && !is_vowel(peek(thai, 1))) {
        thai->at++;
        text_add(out, "o");
        add_final(thai, out);
    } else if (peek(thai, 0) == WO_WAEN && is_consonant(peek(thai, 1)) && !is_vowel(peek(thai, 2))) {
        thai->at++;
        text_add(out, "ua");
        add_final(thai, out);
    } else if (is_consonant(peek(thai, 0)) && !is_vowel(peek(thai, 1)) && peek(thai, 0) != HO_HIP) {
        text_add(out, "o");
        add_final(thai, out);
    } else if (peek(thai, 0) != 0) {
        text_add(out, "a");
    }
}

static void add_syllable(struct thai *thai, struct text *out)
{
    uint32_t letter = peek(thai, 0);
    if (is_leading(letter)) {
        add_leading(thai, out);
        return;
    }
    if (!is_consonant(letter)) { /* a vowel without a consonant: a slip */
        thai->at++;
        return;
    }
    bool cluster = is_cluster(letter, peek(thai, 1)) && has_vowel(thai, 2);
    add_initial(thai, cluster, out);
    (void)take(thai, TAIKHU);
    if (is_vowel(peek(thai, 0)))
        add_vowel(thai, out);
    else
        add_bare(thai, out);
}

void romanize(struct slice text, struct text *out)
{
    struct thai thai = {0};
    take_letters(&thai, text);
    while (thai.at < thai.count)
        add_syllable(&thai, out);
}
