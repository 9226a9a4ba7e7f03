#include "catalog/encoding.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

/* ---- the Thai view: one byte a letter ---- */

static bool is_mark(unsigned char byte)
{
    return byte == 0xD1 || (byte >= 0xD4 && byte <= 0xDA) || (byte >= 0xE7 && byte <= 0xEE);
}

static bool is_thai(unsigned char byte)
{
    return (byte >= 0xA1 && byte <= 0xDA) || (byte >= 0xDF && byte <= 0xFB);
}

static bool is_extra(unsigned char byte)
{
    return byte == 0x80 || byte == 0x85 || (byte >= 0x91 && byte <= 0x97) || byte == 0xA0;
}

/* The run of such bytes is over. */
static void run_end(struct encoding_tally *tally)
{
    tally->lonely += tally->before != 0 && !tally->before_joined && tally->latin;
    tally->before = 0;
    tally->before_joined = false;
    tally->latin = false;
}

static bool is_consonant(unsigned char byte)
{
    return byte >= 0xA1 && byte <= 0xCE;
}

/* Written before its consonant; a doubled first one is a common slip. */
static bool is_leading(unsigned char byte)
{
    return byte >= 0xE0 && byte <= 0xE4;
}

/* Written behind its consonant. */
static bool is_following(unsigned char byte)
{
    return byte == 0xD0 || byte == 0xD2 || byte == 0xD3;
}

/* Whether two neighbours do not stand together in Thai. */
static bool is_stray(unsigned char before, unsigned char byte)
{
    if (is_mark(byte))
        return !is_consonant(before) && !is_mark(before);
    if (is_following(byte))
        return !is_consonant(before) && !is_mark(before) && before != 0xD2;
    return is_leading(before) && !is_consonant(byte) && !(before == 0xE0 && byte == 0xE0);
}

static void thai_add(struct encoding_tally *tally, unsigned char byte)
{
    tally->stray += is_stray(tally->before, byte);
    tally->thai += is_thai(byte);
    tally->extra += is_extra(byte);
    tally->undefined += !is_thai(byte) && !is_extra(byte);
    if (!is_thai(byte)) {
        run_end(tally);
        return;
    }
    tally->before_joined = tally->before != 0;
    tally->before = byte;
}

/* ---- both views at once ---- */

static void ascii_add(struct encoding_tally *tally, unsigned char byte)
{
    if (tally->before != 0)
        run_end(tally);
    tally->latin = (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
    tally->lines += byte == '\n';
    if (byte == '\0')
        tally->nul[tally->bytes & 1]++;
    tally->bytes++;
}

/* A Thai letter of UTF-8 whose third byte no Thai set has beside these two: E0 B8 and E0 B9 with 80 to 9F. */
static bool is_sure(const unsigned char *at, size_t length)
{
    return length == 3 && at[0] == 0xE0 && (at[1] == 0xB8 || at[1] == 0xB9) && at[2] < 0xA0;
}

static void letter_add(struct encoding_tally *tally, const unsigned char *at, size_t length)
{
    if (is_sure(at, length)) {
        run_end(tally);
        tally->sure++;
        if (tally->sure_line == 0)
            tally->sure_line = tally->lines + 1;
    } else {
        for (size_t i = 0; i < length; i++)
            thai_add(tally, at[i]);
    }
    tally->bytes += length;
}

static void invalid_add(struct encoding_tally *tally, unsigned char byte)
{
    thai_add(tally, byte);
    tally->bytes++;
    tally->invalid++;
    if (tally->invalid_line == 0)
        tally->invalid_line = tally->lines + 1;
}

/* Whether these bytes, the last ones that are there, may be the beginning of a letter. */
static bool may_go_on(const unsigned char *at, size_t left)
{
    size_t wanted = at[0] >= 0xF0 ? 4 : at[0] >= 0xE0 ? 3 : 2;
    if (at[0] < 0xC2 || at[0] > 0xF4 || left >= wanted)
        return false;
    for (size_t i = 1; i < left; i++)
        if ((at[i] & 0xC0) != 0x80)
            return false;
    return true;
}

/* Takes what can be told from the bytes, and returns how many those were. */
static size_t take(struct encoding_tally *tally, const unsigned char *at, size_t length, bool last)
{
    size_t taken = 0;
    while (taken < length) {
        const unsigned char *next = at + taken;
        size_t left = length - taken;
        size_t letter = utf8_sequence((const char *)next, left);
        if (*next < 0x80)
            ascii_add(tally, *next);
        else if (letter > 0)
            letter_add(tally, next, letter);
        else if (!last && may_go_on(next, left))
            return taken;
        else
            invalid_add(tally, *next);
        taken += letter > 0 ? letter : 1;
    }
    return taken;
}

static void hold(struct encoding_tally *tally, const unsigned char *at, size_t length)
{
    memcpy(tally->held, at, length);
    tally->held_count = (unsigned)length;
}

void encoding_tally_add(struct encoding_tally *tally, struct slice piece)
{
    const unsigned char *at = (const unsigned char *)piece.at;
    size_t length = piece.length;
    for (size_t i = tally->bytes + tally->held_count, j = 0; i < sizeof tally->first && j < length; i++, j++)
        tally->first[i] = at[j];
    while (tally->held_count > 0 && length > 0) {
        unsigned char joined[sizeof tally->held + 1];
        size_t count = tally->held_count;
        memcpy(joined, tally->held, count);
        joined[count++] = *at++;
        length--;
        size_t taken = take(tally, joined, count, false);
        hold(tally, joined + taken, count - taken);
    }
    size_t taken = take(tally, at, length, false);
    if (taken < length)
        hold(tally, at + taken, length - taken);
}

/* ---- the verdict ---- */

/* Percent from which a set of one byte is named at all. */
#define NAMED 60

static bool begins(const struct encoding_tally *tally, const char *mark, size_t length)
{
    return tally->bytes >= length && memcmp(tally->first, mark, length) == 0;
}

/* Without a mark: every second byte of commas, digits and line ends is NUL, and no other byte is. */
static bool is_wide(const struct encoding_tally *tally, int nul, int other)
{
    return tally->bytes % 2 == 0 && tally->nul[nul] > tally->bytes / 32 &&
           tally->nul[other] * 100 < tally->nul[nul];
}

static enum encoding wide_guess(const struct encoding_tally *tally, unsigned *confidence)
{
    bool wider = begins(tally, "\xFF\xFE\0\0", 4) || begins(tally, "\0\0\xFE\xFF", 4); /* UTF-32 */
    *confidence = 100;
    if (wider)
        return ENCODING_UNKNOWN;
    if (begins(tally, "\xFF\xFE", 2))
        return ENCODING_UTF16LE;
    if (begins(tally, "\xFE\xFF", 2))
        return ENCODING_UTF16BE;
    *confidence = 90;
    if (is_wide(tally, 1, 0))
        return ENCODING_UTF16LE;
    return is_wide(tally, 0, 1) ? ENCODING_UTF16BE : ENCODING_UNKNOWN;
}

/* How much of what stands above ASCII stands as Thai does: real tables have next to nothing that does not.
 * Few letters prove little. */
static unsigned thai_confidence(const struct encoding_tally *tally)
{
    uint64_t high = tally->thai + tally->extra + tally->undefined;
    uint64_t wrong = 5 * tally->undefined + 10 * tally->stray + tally->lonely;
    uint64_t percent = wrong >= high ? 0 : (high - wrong) * 100 / high;
    unsigned most = high < 4 ? 60 : high < 12 ? 85 : 99;
    return percent < most ? (unsigned)percent : most;
}

static struct encoding_guess thai_guess(const struct encoding_tally *tally)
{
    struct encoding_guess guess = {.confidence = thai_confidence(tally), .undefined = tally->undefined};
    if (guess.confidence >= NAMED)
        guess.encoding = tally->extra > 0 ? ENCODING_WINDOWS874 : ENCODING_TIS620;
    return guess;
}

struct encoding_guess encoding_tally_guess(const struct encoding_tally *given)
{
    struct encoding_tally whole = *given;
    struct encoding_tally *tally = &whole;
    unsigned confidence;
    take(tally, given->held, given->held_count, true);
    run_end(tally);
    enum encoding wide = wide_guess(tally, &confidence);
    if (wide != ENCODING_UNKNOWN)
        return (struct encoding_guess){.encoding = wide, .confidence = confidence};
    if (tally->invalid > 0 && tally->sure > 0)
        return (struct encoding_guess){.encoding = ENCODING_MIXED,
                                       .confidence = 100,
                                       .utf8_line = tally->sure_line,
                                       .foreign_line = tally->invalid_line};
    if (tally->invalid > 0)
        return thai_guess(tally);
    if (begins(tally, "\xEF\xBB\xBF", 3))
        return (struct encoding_guess){.encoding = ENCODING_UTF8_MARK, .confidence = 100};
    bool nul = tally->nul[0] + tally->nul[1] > 0; /* perhaps UTF-16 that was cut off */
    return (struct encoding_guess){.encoding = ENCODING_UTF8, .confidence = nul ? ENCODING_CONFIDENT : 100};
}

struct encoding_guess encoding_guess(struct slice bytes)
{
    struct encoding_tally tally = {0};
    encoding_tally_add(&tally, bytes);
    return encoding_tally_guess(&tally);
}

/* ---- names ---- */

struct name_row {
    const char *name;
    enum encoding encoding;
};

/* The first of each encoding is the one that is shown. */
static const struct name_row NAMES[] = {
    {"UTF-8", ENCODING_UTF8},
    {"UTF-8 BOM", ENCODING_UTF8_MARK},
    {"TIS-620", ENCODING_TIS620},
    {"Windows-874", ENCODING_WINDOWS874},
    {"UTF-16LE", ENCODING_UTF16LE},
    {"UTF-16BE", ENCODING_UTF16BE},
    {"tis620", ENCODING_TIS620},
    {"cp874", ENCODING_WINDOWS874},
    {"iso-8859-11", ENCODING_WINDOWS874},
};

const char *encoding_name(enum encoding encoding)
{
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (NAMES[i].encoding == encoding)
            return NAMES[i].name;
    return "";
}

bool encoding_find(const char *name, enum encoding *encoding)
{
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcasecmp(NAMES[i].name, name) == 0) {
            *encoding = NAMES[i].encoding;
            return true;
        }
    return false;
}
