#include "catalog/script.h"

#include "base/utf8.h"

/* ---- the letters of Thai ---- */

#define THAI_FIRST 0x0E00
#define THAI_LAST 0x0E5F
#define SARA_E 0x0E40
#define SARA_AA 0x0E32
#define DOTTED_CIRCLE 0x25CC /* stands for any consonant, where marks are shown by themselves */
#define REPLACEMENT 0xFFFD

/* U+0E00 to U+0E5F, one sign each: (C)onsonant, (L)eading, (F)ollowing, (A)m, (V)owel, (T)one, (N)ikhahit,
 * (S)ign, (O)ther. */
static const char LETTERS[] = "OCCCCCCCCCCCCCCC"
                              "CCCCCCCCCCCCCCCC"
                              "CCCCCCCCCCCCCCCO"
                              "FVFAVVVVVVSOOOOO"
                              "LLLLLFOVTTTTSNSO"
                              "OOOOOOOOOOOOOOOO";

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
    case 'F':
        if (point == SARA_AA && cluster->nikhahit && !cluster->closed)
            return SCRIPT_SARA_AM;
        cluster->closed = true;
        return SCRIPT_CLEAN;
    default:
        *cluster = (struct cluster){.based = letter == 'C', .before = cluster->before};
        return point == SARA_E && cluster->before == SARA_E ? SCRIPT_DOUBLE_E : SCRIPT_CLEAN;
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

/* Whether the text needs to be looked at letter by letter. */
static bool is_plain(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.at[i] < ' ' || (unsigned char)text.at[i] >= 0x7F)
            return false;
    return true;
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
    struct script_place unused;
    struct script_place *found = place != NULL ? place : &unused;
    struct slice trimmed = slice_trim(text);
    *found = (struct script_place){1, 0};
    enum script_fault fault = is_plain(text) ? SCRIPT_CLEAN : judge_letters(text, found);
    if (fault != SCRIPT_CLEAN || trimmed.length == text.length)
        return fault;
    bool before = trimmed.length == 0 || trimmed.at > text.at;
    *found = (struct script_place){before ? 1 : utf8_count(text), ' '};
    return SCRIPT_PADDED;
}
