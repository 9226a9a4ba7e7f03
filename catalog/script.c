#include "catalog/script.h"

#include "base/utf8.h"

/* ---- the letters of Thai ---- */

#define THAI_FIRST 0x0E00
#define THAI_LAST 0x0E5F
#define SARA_E 0x0E40
#define DOTTED_CIRCLE 0x25CC /* stands for any consonant, where marks are shown by themselves */
#define REPLACEMENT 0xFFFD

/* U+0E00 to U+0E5F, one sign each: (C)onsonant, (L)eading vowel, sara (E), (F)ollowing vowel, sa(R)a aa, sara
 * (A)m, (V)owel above or below, (T)one, (N)ikhahit, (S)ign, (O)ther. */
static const char LETTERS[] = "OCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC"
                              "CCCCCCCCCCCCCCCOFVRAVVVVVVSOOOOO"
                              "ELLLLFOVTTTTSNSOOOOOOOOOOOOOOOOO";

static char letter_of(uint32_t point)
{
    if (point >= THAI_FIRST && point <= THAI_LAST)
        return LETTERS[point - THAI_FIRST];
    return point == DOTTED_CIRCLE ? 'C' : 'O';
}

/* ---- one syllable's marks ---- */

/* What stands at the last consonant so far. */
struct cluster {
    bool based; /* there is a consonant */
    bool vowel, tone, nikhahit, closed;
    uint32_t sign;
    uint32_t before; /* the code point before */
};

static enum script_fault put_vowel(struct cluster *cluster)
{
    if (!cluster->based)
        return SCRIPT_ORPHAN;
    if (cluster->closed || cluster->tone)
        return SCRIPT_ORDER;
    if (cluster->vowel)
        return SCRIPT_DOUBLE_MARK;
    cluster->vowel = true;
    return SCRIPT_CLEAN;
}

static enum script_fault put_tone(struct cluster *cluster)
{
    if (!cluster->based)
        return SCRIPT_ORPHAN;
    if (cluster->tone)
        return SCRIPT_DOUBLE_MARK;
    cluster->tone = true;
    return cluster->closed ? SCRIPT_ORDER : SCRIPT_CLEAN;
}

static enum script_fault put_sign(struct cluster *cluster, uint32_t point)
{
    if (!cluster->based || cluster->closed)
        return SCRIPT_ORPHAN;
    bool twice = cluster->sign == point;
    cluster->sign = point;
    return twice ? SCRIPT_DOUBLE_MARK : SCRIPT_CLEAN;
}

static enum script_fault put_nikhahit(struct cluster *cluster)
{
    if (!cluster->based || cluster->closed)
        return SCRIPT_ORPHAN;
    bool twice = cluster->nikhahit;
    cluster->nikhahit = true;
    return twice ? SCRIPT_DOUBLE_MARK : SCRIPT_CLEAN;
}

/* Sara am stands behind a consonant, its vowel-less tone at most. */
static enum script_fault put_am(struct cluster *cluster)
{
    bool good = cluster->based && !cluster->closed;
    cluster->closed = true;
    return good ? SCRIPT_CLEAN : SCRIPT_ORPHAN;
}

static enum script_fault put_letter(struct cluster *cluster, uint32_t point)
{
    char letter = letter_of(point);
    switch (letter) {
    case 'V':
        return put_vowel(cluster);
    case 'T':
        return put_tone(cluster);
    case 'S':
        return put_sign(cluster, point);
    case 'N':
        return put_nikhahit(cluster);
    case 'A':
        return put_am(cluster);
    case 'R':
        if (cluster->nikhahit && !cluster->closed)
            return SCRIPT_SARA_AM;
        /* fall through */
    case 'F':
        cluster->closed = true;
        return SCRIPT_CLEAN;
    default:
        *cluster = (struct cluster){.based = letter == 'C', .before = cluster->before};
        return letter == 'E' && cluster->before == SARA_E ? SCRIPT_DOUBLE_E : SCRIPT_CLEAN;
    }
}

/* ---- what cannot be seen ---- */

bool script_is_invisible(uint32_t point)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x00, 0x08},     {0x0B, 0x0C},     {0x0E, 0x1F},     {0x7F, 0xA0},     {0xAD, 0xAD},
        {0x1680, 0x1680}, {0x180E, 0x180E}, {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F},
        {0x3000, 0x3000}, {0x3164, 0x3164}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
    };
    if ((point > ' ' && point < 0x7F) || (point >= THAI_FIRST && point <= THAI_LAST))
        return false;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (point >= ranges[i].first && point <= ranges[i].last)
            return true;
    return false;
}

/* Joiners belong to some scripts and to emoji, which lie behind Thai among the code points or before it. */
static bool is_needed(uint32_t point, uint32_t before)
{
    bool joiner = point == 0x200C || point == 0x200D;
    bool thai_or_latin = before < 0x0600 || (before >= THAI_FIRST && before <= THAI_LAST);
    return (joiner && !thai_or_latin) || (point >= 0xE0020 && before >= 0x1F000);
}

/* ---- the text ---- */

/* The marks at a consonant as states, and where a letter leads from each: 0 is "to be judged". The letters
 * are those of LETTERS. */
enum state { JUDGE, START, BASE, VOWEL, TONE, BOTH, CLOSED, SIGN, NIKHAHIT, SARA };

#define MOVES(c, l, e, f, r, a, v, t, n, s, o)                                                               \
    {                                                                                                        \
        ['C' - 'A'] = (c), ['L' - 'A'] = (l), ['E' - 'A'] = (e), ['F' - 'A'] = (f), ['R' - 'A'] = (r),       \
               ['A' - 'A'] = (a), ['V' - 'A'] = (v), ['T' - 'A'] = (t), ['N' - 'A'] = (n),                   \
               ['S' - 'A'] = (s), ['O' - 'A'] = (o)                                                          \
    }
static const unsigned char NEXT[][26] = {
    [START] = MOVES(BASE, START, SARA, START, START, JUDGE, JUDGE, JUDGE, JUDGE, JUDGE, START),
    [BASE] = MOVES(BASE, START, SARA, CLOSED, CLOSED, CLOSED, VOWEL, TONE, NIKHAHIT, SIGN, START),
    [VOWEL] = MOVES(BASE, START, SARA, CLOSED, CLOSED, CLOSED, JUDGE, BOTH, NIKHAHIT, SIGN, START),
    [TONE] = MOVES(BASE, START, SARA, CLOSED, CLOSED, CLOSED, JUDGE, JUDGE, NIKHAHIT, SIGN, START),
    [BOTH] = MOVES(BASE, START, SARA, CLOSED, CLOSED, CLOSED, JUDGE, JUDGE, NIKHAHIT, SIGN, START),
    [CLOSED] = MOVES(BASE, START, SARA, CLOSED, CLOSED, JUDGE, JUDGE, JUDGE, JUDGE, JUDGE, START),
    [SIGN] = MOVES(BASE, START, SARA, CLOSED, CLOSED, CLOSED, JUDGE, JUDGE, JUDGE, JUDGE, START),
    [NIKHAHIT] = MOVES(BASE, START, SARA, CLOSED, JUDGE, CLOSED, JUDGE, JUDGE, JUDGE, JUDGE, START),
    [SARA] = MOVES(BASE, START, JUDGE, START, START, JUDGE, JUDGE, JUDGE, JUDGE, JUDGE, START),
};

bool script_is_surely_clean(struct slice text)
{
    const unsigned char *at = (const unsigned char *)text.at, *end = at + text.length;
    unsigned state = START;
    if (text.length == 0)
        return true;
    if (*at == ' ' || end[-1] == ' ')
        return false;
    while (at < end && state != JUDGE) {
        unsigned index = 0;
        if (*at >= ' ' && *at < 0x7F) {
            state = START;
            at++;
            continue;
        }
        if (*at != 0xE0 || (at[1] & 0xFE) != 0xB8)
            return false;
        index = (at[1] & 1u) << 6 | (at[2] & 0x3Fu);
        if (index > THAI_LAST - THAI_FIRST)
            return false;
        state = NEXT[state][LETTERS[index] - 'A'];
        at += 3;
    }
    return state != JUDGE;
}

static enum script_fault judge_letters(struct slice text, struct script_place *place)
{
    const char *at = text.at, *end = text.at + text.length;
    struct cluster cluster = {0};
    for (size_t character = 1; at < end; character++) {
        uint32_t point = utf8_next(&at, end);
        enum script_fault fault = put_letter(&cluster, point);
        if (point == REPLACEMENT)
            fault = SCRIPT_DAMAGED;
        else if (script_is_invisible(point) && !is_needed(point, cluster.before))
            fault = SCRIPT_INVISIBLE;
        if (fault != SCRIPT_CLEAN) {
            *place = (struct script_place){character, point};
            return fault;
        }
        cluster.before = point;
    }
    return SCRIPT_CLEAN;
}

enum script_fault script_judge(struct slice text, struct script_place *place)
{
    struct script_place unused = {0};
    struct script_place *found = place != NULL ? place : &unused;
    struct slice trimmed = slice_trim(text);
    *found = (struct script_place){1, 0};
    if (script_is_surely_clean(text))
        return SCRIPT_CLEAN;
    enum script_fault fault = judge_letters(text, found);
    if (fault != SCRIPT_CLEAN || trimmed.length == text.length)
        return fault;
    bool before = trimmed.length == 0 || trimmed.at > text.at;
    *found = (struct script_place){before ? 1 : utf8_count(text), ' '};
    return SCRIPT_PADDED;
}
