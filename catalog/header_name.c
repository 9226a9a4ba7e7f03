#include "catalog/header_name.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "catalog/romanize.h"

enum {
    MEASURE = HEADER_MEASURE,
    YEAR = HEADER_YEAR,
    DATE = HEADER_DATE,
    ORDER = HEADER_ORDER,
    PERSON = HEADER_PERSON,
    TRAIT = HEADER_TRAIT,
    HEAD = 1 << 8,
    SKIP = 1 << 9,
};

struct word {
    const char *thai; /* "" for a word that stands in English headers only */
    const char *english;
    unsigned flags;
    const char *unit;
};

static const struct word WORDS[] = {
#define WORD(thai, english, flags, unit) {thai, english, flags, unit},
#include "catalog/header_words.def"
#undef WORD
};
enum { WORD_COUNT = sizeof WORDS / sizeof *WORDS };

/* Parts of one header; what is beyond is left out of a name. */
#define PARTS_MOST 24

/* A run of the header: a word of the table, or text that is not in it. */
struct part {
    struct slice text;
    const struct word *word;
};

struct parts {
    struct part parts[PARTS_MOST];
    size_t count;
};

/* ---- splitting ---- */

static bool is_latin(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static const struct word *longest_thai(struct slice text)
{
    const struct word *best = NULL;
    for (size_t i = 0; i < WORD_COUNT; i++) {
        const struct word *word = &WORDS[i];
        if (*word->thai != '\0' && slice_starts(text, word->thai) &&
            (best == NULL || strlen(word->thai) > strlen(best->thai)))
            best = word;
    }
    return best;
}

/* A letter that cannot begin a word: it belongs to what stands before it. */
static bool is_tail(struct slice text)
{
    const char *at = text.at;
    if (text.length == 0)
        return false;
    uint32_t letter = utf8_next(&at, text.at + text.length);
    return (letter >= 0x0E30 && letter <= 0x0E3A) || (letter >= 0x0E45 && letter <= 0x0E4E);
}

static const struct word *english_word(struct slice text)
{
    for (size_t i = WORD_COUNT; i > 0; i--) /* rows of English words alone stand last and are closer */
        if (strlen(WORDS[i - 1].english) == text.length &&
            strncasecmp(WORDS[i - 1].english, text.at, text.length) == 0)
            return &WORDS[i - 1];
    return NULL;
}

static void part_add(struct parts *parts, struct slice text, const struct word *word)
{
    if (text.length > 0 && parts->count < PARTS_MOST)
        parts->parts[parts->count++] = (struct part){text, word};
}

/* The bytes of Thai letters that stand together at the beginning. */
static size_t thai_run(struct slice text)
{
    const char *at = text.at, *end = text.at + text.length;
    while (at < end) {
        const char *next = at;
        uint32_t letter = utf8_next(&next, end);
        if (letter < 0x0E01 || letter > 0x0E4E)
            break;
        at = next;
    }
    return (size_t)(at - text.at);
}

static struct slice from(struct slice text, size_t at)
{
    return (struct slice){text.at + at, text.length - at};
}

/* One run of Thai letters (a word of the table may reach beyond it, as "พ.ศ." does): the longest words first,
 * what is between them as it is. Returns the bytes taken. */
static size_t split_thai(struct parts *parts, struct slice text)
{
    size_t run = thai_run(text), at = 0, unknown = 0;
    while (at < run) {
        const struct word *word = longest_thai(from(text, at));
        size_t length = word != NULL ? strlen(word->thai) : 0;
        if (word == NULL || is_tail(from(text, at + length))) {
            const char *next = text.at + at;
            utf8_next(&next, text.at + text.length);
            at = (size_t)(next - text.at);
            continue;
        }
        part_add(parts, (struct slice){text.at + unknown, at - unknown}, NULL);
        part_add(parts, (struct slice){text.at + at, length}, word);
        at += length;
        unknown = at;
    }
    part_add(parts, (struct slice){text.at + unknown, at > unknown ? at - unknown : 0}, NULL);
    return at;
}

static size_t split_latin(struct parts *parts, struct slice text)
{
    size_t length = 0;
    bool digits = is_digit(text.at[0]);
    while (length < text.length && (digits ? is_digit(text.at[length]) : is_latin(text.at[length])))
        length++;
    struct slice word = {text.at, length};
    part_add(parts, word, digits ? NULL : english_word(word));
    return length;
}

/* Behind the bracket that closes the one that stands here. */
static size_t bracket(struct slice text)
{
    for (size_t i = 1; i < text.length; i++)
        if (text.at[i] == (text.at[0] == '(' ? ')' : ']'))
            return i + 1;
    return 1;
}

static void split(struct slice header, bool brackets, struct parts *parts)
{
    *parts = (struct parts){0};
    for (size_t at = 0; at < header.length;) {
        struct slice rest = from(header, at);
        if ((*rest.at == '(' || *rest.at == '[') && !brackets)
            at += bracket(rest);
        else if (thai_run(rest) > 0)
            at += split_thai(parts, rest);
        else if (is_latin(*rest.at) || is_digit(*rest.at))
            at += split_latin(parts, rest);
        else
            at++;
    }
}

/* ---- hints ---- */

/* A name of several English words may be one of the table as a whole. */
static const struct word *whole_word(struct slice header)
{
    struct slice trimmed = slice_trim(header);
    return trimmed.length > 0 ? english_word(trimmed) : NULL;
}

static void hints_add(struct header_hints *hints, const struct word *word)
{
    hints->flags |= word->flags & 0xFF;
    bool share = strcmp(word->unit, "ร้อยละ") == 0; /* a share of money is no money */
    if (*hints->unit == '\0' || share)
        hints->unit = word->unit;
}

/* A unit in brackets is the nearest. */
static const char *unit_in_brackets(struct slice header)
{
    struct parts parts;
    for (size_t at = 0; at < header.length; at++) {
        if (header.at[at] != '(' && header.at[at] != '[')
            continue;
        size_t length = bracket(from(header, at));
        split((struct slice){header.at + at + 1, length > 1 ? length - 2 : 0}, true, &parts);
        for (size_t i = 0; i < parts.count; i++)
            if (parts.parts[i].word != NULL && *parts.parts[i].word->unit != '\0')
                return parts.parts[i].word->unit;
        at += length - 1;
    }
    return "";
}

struct header_hints header_hints(struct slice header)
{
    struct header_hints hints = {.unit = unit_in_brackets(header)};
    struct parts parts;
    const struct word *whole = whole_word(header);
    if (whole != NULL) {
        hints_add(&hints, whole);
        return hints;
    }
    if (memchr(header.at, '%', header.length) != NULL) {
        hints.flags |= HEADER_MEASURE;
        hints.unit = "ร้อยละ";
    }
    split(header, true, &parts);
    for (size_t i = 0; i < parts.count; i++)
        if (parts.parts[i].word != NULL)
            hints_add(&hints, parts.parts[i].word);
    return hints;
}

/* ---- names ---- */

static bool is_damaged(struct slice name)
{
    if (name.length == 0 || name.length > HEADER_NAME_BYTES || *name.at == '_' || slice_equals(name, "j"))
        return true;
    return *name.at == ' ' || name.at[name.length - 1] == ' ';
}

bool header_is_plain(struct slice header)
{
    for (size_t i = 0; i < header.length; i++) {
        unsigned char c = (unsigned char)header.at[i];
        if (c < 0x20 || c >= 0x7F || c == '"')
            return false;
    }
    return !is_damaged(header);
}

static void word_add(struct text *out, struct slice word)
{
    if (word.length == 0)
        return;
    if (out->length > 0)
        text_add_char(out, '_');
    for (size_t i = 0; i < word.length; i++) {
        char c = word.at[i];
        text_add_char(out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
    }
}

static void part_add_name(const struct part *part, struct text *out)
{
    struct text latin = {0};
    bool ascii = is_latin(*part->text.at) || is_digit(*part->text.at);
    if (ascii) {
        word_add(out, part->text);
    } else if (part->word != NULL) {
        word_add(out, slice_of((part->word->flags & SKIP) != 0 ? "" : part->word->english));
    } else {
        romanize(part->text, &latin);
        word_add(out, text_slice(&latin));
    }
    text_free(&latin);
}

static bool is_head(const struct part *part)
{
    return part->word != NULL && (part->word->flags & HEAD) != 0 && *part->word->thai != '\0' &&
           !is_latin(*part->text.at);
}

/* Words that lead in Thai close in English; before a number they stay ("ปี 2564" is year_2564). */
static void parts_add_name(const struct parts *parts, struct text *out)
{
    size_t heads = 0;
    while (heads < parts->count && is_head(&parts->parts[heads]))
        heads++;
    if (heads < parts->count && is_digit(*parts->parts[heads].text.at))
        heads = 0;
    for (size_t i = heads; i < parts->count; i++)
        part_add_name(&parts->parts[i], out);
    for (size_t i = heads; i > 0; i--)
        part_add_name(&parts->parts[i - 1], out);
}

/* At most 63 bytes, cut between words where that leaves enough. */
static void cut_name(struct text *name)
{
    if (name->length <= HEADER_NAME_BYTES)
        return;
    size_t length = HEADER_NAME_BYTES;
    while (length > HEADER_NAME_BYTES / 2 && name->at[length] != '_')
        length--;
    if (name->at[length] != '_')
        length = HEADER_NAME_BYTES;
    name->length = length;
    name->at[length] = '\0';
}

void header_add_name(struct slice header, size_t number, struct text *out)
{
    struct text name = {0};
    struct parts parts;
    for (int brackets = 0; brackets < 2 && name.length == 0; brackets++) {
        split(header, brackets == 1, &parts);
        parts_add_name(&parts, &name);
    }
    cut_name(&name);
    if (name.length == 0)
        text_format(out, "column_%zu", number);
    else if (is_digit(*name.at) || is_damaged(text_slice(&name)))
        text_format(out, "column_%.*s", (int)(HEADER_NAME_BYTES - 7), name.at);
    else
        text_add_slice(out, text_slice(&name));
    text_free(&name);
}

/* ---- titles ---- */

/* The row whose English is this and that has Thai; heads are preferred at the end of a name. */
static const struct word *thai_of(struct slice english)
{
    for (size_t i = 0; i < WORD_COUNT; i++)
        if (*WORDS[i].thai != '\0' && strlen(WORDS[i].english) == english.length &&
            strncasecmp(WORDS[i].english, english.at, english.length) == 0)
            return &WORDS[i];
    return NULL;
}

/* Splits a name at its underscores into the longest words of the table; false when one is not in it. */
static bool title_words(struct slice name, const struct word **words, size_t *count)
{
    *count = 0;
    while (name.length > 0) {
        size_t length = name.length;
        const struct word *word = thai_of((struct slice){name.at, length});
        while (word == NULL && length > 0) {
            do
                length--;
            while (length > 0 && name.at[length] != '_');
            word = length > 0 ? thai_of((struct slice){name.at, length}) : NULL;
        }
        if (word == NULL || *count == PARTS_MOST)
            return false;
        words[(*count)++] = word;
        size_t taken = length < name.length ? length + 1 : length;
        name = from(name, taken);
    }
    return *count > 0;
}

void header_add_title(struct slice header, struct text *out)
{
    const struct word *words[PARTS_MOST];
    size_t count;
    if (!header_is_plain(header) || !title_words(header, words, &count)) {
        text_add_slice(out, header);
        return;
    }
    size_t body = count;
    while (body > 1 && (words[body - 1]->flags & HEAD) != 0)
        body--;
    for (size_t i = count; i > body; i--)
        text_add(out, words[i - 1]->thai);
    for (size_t i = 0; i < body; i++)
        text_add(out, words[i]->thai);
}
