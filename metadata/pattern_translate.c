/* From ECMA-262's syntax of patterns to PCRE2's. */
#include "metadata/pattern.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/key_map.h"
#include "base/language.h"
#include "base/utf8.h"
#include "metadata/pattern_property.h"

/* WhiteSpace and LineTerminator of ECMA-262, and all that they are not, as insides of a class. */
#define WHITE                                                                                                \
    "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}"   \
    "\\x{feff}"
#define NOT_WHITE                                                                                            \
    "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}"      \
    "\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}"

/* Where pattern.c looks how far the engine has come: at the beginning of the pattern, of each group and each
 * alternative, and behind what repeats. */
#define COUNTED "(?C)"

/* What stands in a class, where it is no single character. */
#define NO_POINT UINT32_MAX

struct translation {
    const char *at;
    const char *end;
    struct text *out;
    enum pattern_state state;
    const char *why;
    unsigned depth;       /* of open groups */
    unsigned groups;      /* that capture, in the whole pattern */
    unsigned opened;      /* of these, so far */
    struct key_map named; /* the number of the first one of each name */
    struct arena *arena;  /* for these */
    bool in_class;
    bool atom;      /* what stands before may be repeated */
    uint32_t point; /* the character that the last escape stands for, or NO_POINT */
};

static bool wrong(struct translation *it, const char *why)
{
    it->state = PATTERN_WRONG;
    it->why = why;
    return false;
}

/* The rest is read all the same: it may be wrong. */
static bool untranslated(struct translation *it, const char *why)
{
    it->state = PATTERN_UNTRANSLATED;
    it->why = why;
    return true;
}

static bool next_is(const struct translation *it, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(it->end - it->at) >= length && memcmp(it->at, text, length) == 0;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Reads exactly `digits` hex digits. */
static bool hex_read(struct translation *it, int digits, uint32_t *value)
{
    *value = 0;
    for (int i = 0; i < digits; i++, it->at++) {
        if (it->at == it->end || hex_digit(*it->at) < 0)
            return wrong(it, N_("an escape lacks hexadecimal digits"));
        *value = *value * 16 + (uint32_t)hex_digit(*it->at);
    }
    return true;
}

/* Reads {...} with a code point; `at` stands on the brace. */
static bool braced_read(struct translation *it, uint32_t *value)
{
    *value = 0;
    const char *begin = ++it->at;
    for (; it->at < it->end && hex_digit(*it->at) >= 0 && *value <= 0x10ffff; it->at++)
        *value = *value * 16 + (uint32_t)hex_digit(*it->at);
    if (it->at == begin || it->at == it->end || *it->at != '}' || *value > 0x10ffff)
        return wrong(it, N_("\\u{...} does not hold a code point"));
    it->at++;
    return true;
}

/* Reads what follows \u; two escapes that are a surrogate pair are one code point. */
static bool unicode_read(struct translation *it, uint32_t *value)
{
    if (next_is(it, "{") ? !braced_read(it, value) : !hex_read(it, 4, value))
        return false;
    if (*value >= 0xd800 && *value < 0xdc00 && next_is(it, "\\u") && !next_is(it, "\\u{")) {
        uint32_t low;
        it->at += 2;
        if (!hex_read(it, 4, &low))
            return false;
        if (low < 0xdc00 || low > 0xdfff)
            return untranslated(it, N_("half a surrogate pair cannot be matched"));
        *value = 0x10000 + ((*value - 0xd800) << 10) + (low - 0xdc00);
    }
    if (*value >= 0xd800 && *value <= 0xdfff)
        return untranslated(it, N_("half a surrogate pair cannot be matched"));
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* An escape that stands for one character; `at` is behind the letter. */
static bool character_read(struct translation *it, char letter, uint32_t *value)
{
    static const char letters[] = "tnvfr";
    static const char controls[] = "\t\n\v\f\r";
    const char *found = letter != '\0' ? strchr(letters, letter) : NULL;
    if (found != NULL) {
        *value = (uint32_t)controls[found - letters];
        return true;
    }
    if (letter == 'x')
        return hex_read(it, 2, value);
    if (letter == 'u')
        return unicode_read(it, value);
    if (letter == '0' && (it->at == it->end || !is_digit(*it->at))) {
        *value = 0;
        return true;
    }
    if (letter == 'c' && it->at < it->end && is_letter(*it->at)) {
        *value = (uint32_t)*it->at++ % 32;
        return true;
    }
    return wrong(it, N_("a backslash stands before a character that it gives no meaning"));
}

/* Reads NAME> behind "<". */
static bool name_read(struct translation *it, struct slice *name)
{
    name->at = it->at;
    while (it->at < it->end && (is_letter(*it->at) || is_digit(*it->at) || *it->at == '_' || *it->at == '$' ||
                                (unsigned char)*it->at >= 0x80))
        it->at++;
    name->length = (size_t)(it->at - name->at);
    if (name->length == 0 || is_digit(name->at[0]) || !next_is(it, ">"))
        return wrong(it, N_("the name of a group is not well formed"));
    it->at++;
    return true;
}

/* A group opens that captures; its name is noted where it has one that is well formed and new. */
static void group_note(struct translation *it, const char *at)
{
    struct translation here = {.at = at, .end = it->end};
    struct slice name;
    bool named = next_is(&here, "(?<") && !next_is(&here, "(?<=") && !next_is(&here, "(?<!");
    if (!named && next_is(&here, "(?"))
        return;
    it->groups++;
    here.at += named ? strlen("(?<") : 0;
    if (!named || !name_read(&here, &name))
        return;
    unsigned *number = arena_alloc(it->arena, sizeof *number);
    *number = it->groups;
    key_map_add(it->arena, &it->named, name, number);
}

/* All groups that capture: what refers to one may stand before it. */
static void groups_note(struct translation *it)
{
    bool in_class = false;
    for (const char *at = it->at; at < it->end; at++) {
        if (*at == '\\')
            at++;
        else if (in_class || *at == '[')
            in_class = *at != ']';
        else if (*at == '(')
            group_note(it, at);
    }
}

static bool reference_translate(struct translation *it, char letter)
{
    unsigned number = 0;
    struct slice name = {0};
    if (letter == 'k') {
        if (!next_is(it, "<"))
            return wrong(it, N_("\\k stands without the name of a group"));
        it->at++;
        if (!name_read(it, &name))
            return false;
        const unsigned *named = key_map_find(&it->named, name);
        number = named != NULL ? *named : 0;
    } else {
        number = (unsigned)(letter - '0');
        for (; it->at < it->end && is_digit(*it->at) && number <= it->groups; it->at++)
            number = number * 10 + (unsigned)(*it->at - '0');
    }
    if (number == 0 || number > it->groups)
        return wrong(it, N_("a reference names a group that does not exist"));
    text_format(it->out, "\\g{%u}", number);
    return true;
}

static bool property_translate(struct translation *it, bool negated)
{
    const char *close = it->at < it->end ? memchr(it->at, '}', (size_t)(it->end - it->at)) : NULL;
    if (!next_is(it, "{") || close == NULL)
        return wrong(it, N_("\\p stands without a property"));
    struct slice property = {it->at + 1, (size_t)(close - it->at) - 1};
    enum pattern_property added = pattern_property_add(it->out, property, negated);
    if (added == PROPERTY_WRONG)
        return wrong(it, N_("\\p names a property that ECMA-262 does not have"));
    it->at = close + 1;
    return added == PROPERTY_ADDED || untranslated(it, N_("the pattern uses what banchi cannot match"));
}

static void white_translate(struct translation *it, bool negated)
{
    text_add(it->out, it->in_class ? "" : "[");
    text_add(it->out, negated ? NOT_WHITE : WHITE);
    text_add(it->out, it->in_class ? "" : "]");
}

static bool escape_translate(struct translation *it)
{
    uint32_t value;
    it->at++;
    if (it->at == it->end)
        return wrong(it, N_("the pattern ends with a backslash"));
    char letter = *it->at++;
    it->atom = true;
    it->point = NO_POINT;
    if (letter == 's' || letter == 'S') {
        white_translate(it, letter == 'S');
        return true;
    }
    if (letter == 'p' || letter == 'P')
        return property_translate(it, letter == 'P');
    if (letter != '\0' && strchr("dDwW", letter) != NULL) {
        text_format(it->out, "\\%c", letter);
        return true;
    }
    if (letter == 'b' && it->in_class) {
        text_add(it->out, "\\x{8}");
        it->point = '\b';
        return true;
    }
    if ((letter == 'b' || letter == 'B') && !it->in_class) {
        it->atom = false;
        text_format(it->out, "\\%c", letter);
        return true;
    }
    if (!it->in_class && (letter == 'k' || (letter >= '1' && letter <= '9')))
        return reference_translate(it, letter);
    if (letter > ' ' && letter < 0x7f && !is_letter(letter) && !is_digit(letter)) {
        text_format(it->out, "\\%c", letter);
        it->point = (unsigned char)letter;
        return true;
    }
    if (!character_read(it, letter, &value))
        return false;
    it->point = value;
    text_format(it->out, "\\x{%x}", value);
    return true;
}

/* One character of a class, or an escape that stands for some. */
static bool class_atom_translate(struct translation *it)
{
    if (*it->at == '\\')
        return escape_translate(it);
    const char *begin = it->at;
    it->point = utf8_next(&it->at, it->end);
    /* PCRE2 takes "[:", "[." and "[=" for the beginnings of POSIX classes */
    if (it->point > 0 && it->point < 0x80 && strchr("[^:.=", (char)it->point) != NULL)
        text_add_char(it->out, '\\');
    text_add_bytes(it->out, begin, (size_t)(it->at - begin));
    return true;
}

/* Behind a dash: an escape for several characters, with which there is no range. */
static bool next_is_set(const struct translation *it)
{
    return it->end - it->at > 2 && it->at[1] == '\\' && it->at[2] != '\0' &&
           strchr("dDwWsSpP", it->at[2]) != NULL;
}

/* An atom, or two with a dash between. Where one of them is more than a character the dash stands for itself,
 * as annex B has it. */
static bool class_range_translate(struct translation *it)
{
    if (!class_atom_translate(it))
        return false;
    uint32_t first = it->point;
    if (!next_is(it, "-") || next_is(it, "-]"))
        return true;
    bool range = first != NO_POINT && !next_is_set(it);
    text_add(it->out, range ? "-" : "\\-");
    it->at++;
    if (!range || it->at == it->end)
        return true;
    return class_atom_translate(it) &&
           (first <= it->point || wrong(it, N_("a range of characters ends before it begins")));
}

static bool class_translate(struct translation *it)
{
    if (next_is(it, "[]") || next_is(it, "[^]")) {
        bool all = next_is(it, "[^]");
        text_add(it->out, all ? "[\\x{0}-\\x{10ffff}]" : "(?!)");
        it->at += all ? 3 : 2;
        it->atom = true;
        return true;
    }
    text_add(it->out, next_is(it, "[^") ? "[^" : "[");
    it->at += next_is(it, "[^") ? 2 : 1;
    it->in_class = true;
    while (it->at < it->end && *it->at != ']')
        if (!class_range_translate(it))
            return false;
    it->in_class = false;
    it->atom = true;
    if (it->at == it->end)
        return wrong(it, N_("a [ is not closed"));
    text_add_char(it->out, *it->at++);
    return true;
}

static bool group_translate(struct translation *it)
{
    static const char *const openings[] = {"(?:", "(?=", "(?!", "(?<=", "(?<!"};
    it->depth++;
    it->atom = false;
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++)
        if (next_is(it, openings[i])) {
            text_add(it->out, openings[i]);
            text_add(it->out, COUNTED);
            it->at += strlen(openings[i]);
            return true;
        }
    text_add(it->out, "(" COUNTED);
    it->opened++;
    if (next_is(it, "(?<")) {
        struct slice name;
        it->at += 3;
        if (!name_read(it, &name))
            return false;
        const unsigned *first = key_map_find(&it->named, name);
        return *first == it->opened || wrong(it, N_("two groups have the same name"));
    }
    if (next_is(it, "(?"))
        return wrong(it, N_("a group begins in a way that ECMA-262 does not have"));
    it->at++;
    return true;
}

/* Reads a count, without the zeroes before it; empty when there is none. */
static struct slice count_read(const char **at, const char *end)
{
    const char *begin = *at;
    while (*at < end && is_digit(**at))
        ++*at;
    while (*at - begin > 1 && *begin == '0')
        begin++;
    return (struct slice){begin, (size_t)(*at - begin)};
}

/* Any number of digits. */
static bool count_exceeds(struct slice count, struct slice other)
{
    return count.length > other.length ||
           (count.length == other.length && memcmp(count.at, other.at, count.length) > 0);
}

/* Reads {n}, {n,} or {n,m}; false, with nothing read, when the brace is none of these. */
static bool counts_read(struct translation *it, bool *ordered)
{
    const char *at = it->at + 1;
    struct slice least = count_read(&at, it->end), most = least;
    if (least.length > 0 && at < it->end && *at == ',') {
        at++;
        most = count_read(&at, it->end);
    }
    if (least.length == 0 || at == it->end || *at != '}')
        return false;
    *ordered = most.length == 0 || !count_exceeds(least, most);
    text_add_bytes(it->out, it->at, (size_t)(at + 1 - it->at));
    it->at = at + 1;
    return true;
}

static bool quantifier_translate(struct translation *it)
{
    bool ordered = true;
    bool braced = *it->at == '{';
    if (braced && !counts_read(it, &ordered)) {
        text_add(it->out, "\\{");
        it->at++;
        it->atom = true;
        return true;
    }
    if (!it->atom)
        return wrong(it, N_("there is nothing to repeat"));
    if (!ordered)
        return wrong(it, N_("the counts of a repetition stand in the wrong order"));
    if (!braced)
        text_add_char(it->out, *it->at++);
    if (next_is(it, "?"))
        text_add_char(it->out, *it->at++);
    text_add(it->out, COUNTED);
    it->atom = false;
    return true;
}

static bool plain_translate(struct translation *it)
{
    char c = *it->at++;
    it->atom = c != '^' && c != '$' && c != '|';
    if (c == '.')
        text_add(it->out, "[^\\n\\r\\x{2028}\\x{2029}]");
    else if (c == '}' || c == ']')
        text_format(it->out, "\\%c", c);
    else
        text_add_char(it->out, c);
    if (c == '|')
        text_add(it->out, COUNTED);
    if (c != ')')
        return true;
    if (it->depth == 0)
        return wrong(it, N_("a ) closes nothing"));
    it->depth--;
    return true;
}

static bool term_translate(struct translation *it)
{
    switch (*it->at) {
    case '\\':
        return escape_translate(it);
    case '[':
        return class_translate(it);
    case '(':
        return group_translate(it);
    case '*':
    case '+':
    case '?':
    case '{':
        return quantifier_translate(it);
    default:
        return plain_translate(it);
    }
}

enum pattern_state pattern_translate(struct slice text, struct text *out, const char **why)
{
    struct arena arena = {0};
    struct translation it = {.at = text.at, .end = text.at + text.length, .out = out, .arena = &arena};
    text_add(out, COUNTED);
    groups_note(&it);
    while (it.state != PATTERN_WRONG && it.at < it.end)
        term_translate(&it);
    if (it.state != PATTERN_WRONG && it.depth > 0)
        wrong(&it, N_("a ( is not closed"));
    *why = it.why;
    arena_free(&arena);
    return it.state;
}
