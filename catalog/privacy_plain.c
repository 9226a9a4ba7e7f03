#include "catalog/privacy_plain.h"

#include <string.h>
#include <strings.h>

struct plain_row {
    unsigned char first, second, from,
        to;       /* bytes of the character; the third one (or second of two) in a range */
    char becomes; /* '0': the digit that it is; NUL: left out */
};

static const struct plain_row ROWS[] = {
    {0xE0, 0xB9, 0x90, 0x99, '0'}, /* Thai digits */
    {0xEF, 0xBC, 0x90, 0x99, '0'}, /* full-width digits */
    {0xEF, 0xBC, 0xA0, 0xA0, '@'},  {0xEF, 0xBC, 0x8D, 0x8D, '-'},
    {0xE2, 0x80, 0x8B, 0x8F, '\0'}, /* zero width, directions */
    {0xE2, 0x80, 0x80, 0x8A, ' '},  {0xE2, 0x80, 0xAF, 0xAF, ' '},
    {0xE3, 0x80, 0x80, 0x80, ' '},  {0xE2, 0x80, 0x90, 0x95, '-'},
    {0xE2, 0x88, 0x92, 0x92, '-'},  {0xE2, 0x80, 0x98, 0x99, '\''},
    {0xE2, 0x80, 0x9C, 0x9D, '"'},  {0xE2, 0x81, 0xA0, 0xA0, '\0'},
    {0xEF, 0xBB, 0xBF, 0xBF, '\0'},
};

/* The row of the character of three bytes at `at`; NULL when it stays as it is. */
static const struct plain_row *row_of(const unsigned char *at)
{
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        if (at[0] == ROWS[i].first && at[1] == ROWS[i].second && at[2] >= ROWS[i].from && at[2] <= ROWS[i].to)
            return &ROWS[i];
    return NULL;
}

static void put(struct plain *plain, char c)
{
    plain->bytes[plain->length++] = c;
}

/* One character that is not ASCII; returns its length. */
static size_t take_wide(struct plain *plain, const unsigned char *at, size_t left)
{
    if (left >= 3 && at[0] == 0xE0 && (at[1] != 0xB9 || at[2] < 0x90)) { /* Thai, but for its digits */
        memcpy(plain->bytes + plain->length, at, 3);
        plain->length += 3;
        return 3;
    }
    size_t length = at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    if (length > left)
        length = left;
    if (length == 2 && at[0] == 0xC2 && (at[1] == 0xA0 || at[1] == 0xAD)) {
        if (at[1] == 0xA0)
            put(plain, ' ');
        return length;
    }
    const struct plain_row *row = length == 3 ? row_of(at) : NULL;
    if (row == NULL) {
        memcpy(plain->bytes + plain->length, at, length);
        plain->length += length;
    } else if (row->becomes != '\0') {
        put(plain, row->becomes == '0' ? (char)('0' + (at[2] - row->from)) : row->becomes);
    }
    return length;
}

size_t plain_fill(struct plain *plain, struct slice text)
{
    size_t at = 0;
    plain->length = 0;
    while (at < text.length && plain->length < PLAIN_BYTES) {
        unsigned char c = (unsigned char)text.at[at];
        if (c >= 0x80) {
            at += take_wide(plain, (const unsigned char *)text.at + at, text.length - at);
            continue;
        }
        put(plain, c == '\t' || c == '\r' || c == '\n' ? ' ' : c == '\0' ? '?' : (char)c);
        at++;
    }
    plain->bytes[plain->length] = '\0';
    return at;
}

/* Latin words, in whatever capitals: only where their first letter stands. */
static const char *find_latin(struct slice text, const char *word, size_t length)
{
    const char *at = text.at, *end = text.at + text.length - length + 1;
    const char *small = memchr(at, *word, (size_t)(end - at)), *capital = NULL;
    if (*word >= 'a' && *word <= 'z')
        capital = memchr(at, *word - 32, (size_t)(end - at));
    while (small != NULL || capital != NULL) {
        bool first = capital == NULL || (small != NULL && small < capital);
        at = first ? small : capital;
        if (strncasecmp(at, word, length) == 0)
            return at;
        const char *next = memchr(at + 1, *at, (size_t)(end - at - 1));
        *(first ? &small : &capital) = next;
    }
    return NULL;
}

/* Thai words: the last byte of a letter tells it apart, the others hardly do. */
static const char *find_thai(struct slice text, const char *word, size_t length)
{
    const char *end = text.at + text.length - length + 1;
    for (const char *at = text.at; at < end; at++) {
        at = memchr(at + 2, word[2], (size_t)(end - at));
        if (at == NULL)
            return NULL;
        at -= 2;
        if (memcmp(at, word, length) == 0)
            return at;
    }
    return NULL;
}

const char *plain_find(struct slice text, const char *word)
{
    size_t length = strlen(word);
    if (length == 0 || length > text.length)
        return NULL;
    if ((unsigned char)*word >= 0x80)
        return find_thai(text, word, length);
    return find_latin(text, word, length);
}

bool plain_begins(struct slice text, const char *word)
{
    size_t length = strlen(word);
    return text.length >= length && strncasecmp(text.at, word, length) == 0;
}

bool plain_has(struct slice text, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++)
        if (plain_find(text, words[i]) != NULL)
            return true;
    return false;
}

uint64_t plain_hash(const char *at, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)at[i]) * UINT64_C(0x100000001b3);
    hash ^= hash >> 32;
    hash *= UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 29);
}
