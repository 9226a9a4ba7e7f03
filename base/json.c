#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_members.h"
#include "base/json_names.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct parser {
    const char *begin;
    const char *at;
    const char *end;
    struct arena *arena;
    struct json_names *names; /* NULL: keys are not numbered */
    uint16_t around;          /* the name of the value that is being read */
    struct json *stack;       /* elements of the containers that are open */
    size_t used;
    size_t room;
    unsigned depth;
    const struct json_fault *faults; /* sorted by offset */
    struct json_fault *last_fault;   /* the one that was added last: most follow it */
};

static uint32_t offset_of(const struct parser *parser, const char *at)
{
    return (uint32_t)(at - parser->begin);
}

/* ---- faults ---- */

static struct json_fault *add_fault(struct parser *parser, enum json_fault_kind kind, uint32_t offset)
{
    struct json_fault *fault = arena_alloc(parser->arena, sizeof *fault);
    fault->kind = kind;
    fault->offset = offset;
    bool follows = parser->last_fault && parser->last_fault->offset <= offset;
    const struct json_fault **link = follows ? &parser->last_fault->next : &parser->faults;
    while (*link && (*link)->offset <= offset)
        link = (const struct json_fault **)&(*link)->next;
    fault->next = *link;
    *link = fault;
    parser->last_fault = fault;
    return fault;
}

static bool expected(struct parser *parser, const char *what)
{
    add_fault(parser, JSON_FAULT_SYNTAX, offset_of(parser, parser->at))->expected = what;
    return false;
}

/* ---- strings ---- */

/* The first byte from `at` on that ends a plain run of a string: quote, backslash, control character. */
static inline const char *plain_end(const char *at, const char *end)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1F);
    while (end - at >= 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash));
        hits = _mm_or_si128(hits, _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
        int mask = _mm_movemask_epi8(hits);
        if (mask)
            return at + __builtin_ctz((unsigned)mask);
        at += 16;
    }
#endif
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20)
        at++;
    return at;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Reads four hex digits at the parser's place. */
static bool read_hex(struct parser *parser, uint32_t *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++, parser->at++) {
        int digit = parser->at < parser->end ? hex_digit(*parser->at) : -1;
        if (digit < 0)
            return expected(parser, N_("four hexadecimal digits after \\u"));
        *unit = *unit << 4 | (uint32_t)digit;
    }
    return true;
}

/* \uXXXX behind its "\u": joins a pair, replaces a lone half. */
static bool read_unicode(struct parser *parser, struct text *out)
{
    uint32_t escape = offset_of(parser, parser->at - 2);
    uint32_t unit;
    if (!read_hex(parser, &unit))
        return false;
    bool high = unit >= 0xD800 && unit <= 0xDBFF;
    if (high && parser->end - parser->at >= 6 && parser->at[0] == '\\' && parser->at[1] == 'u') {
        const char *back = parser->at;
        uint32_t low;
        parser->at += 2;
        if (!read_hex(parser, &low))
            return false;
        if (low >= 0xDC00 && low <= 0xDFFF) {
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        } else {
            parser->at = back;
        }
    }
    if (unit >= 0xD800 && unit <= 0xDFFF) {
        add_fault(parser, JSON_FAULT_SURROGATE, escape);
        unit = 0xFFFD;
    }
    char bytes[4];
    text_add_bytes(out, bytes, utf8_put(bytes, unit));
    return true;
}

static bool read_escape(struct parser *parser, struct text *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    parser->at++;
    if (parser->at < parser->end && *parser->at == 'u') {
        parser->at++;
        return read_unicode(parser, out);
    }
    const char *which = parser->at < parser->end && *parser->at ? strchr(from, *parser->at) : NULL;
    if (!which)
        return expected(parser, N_("one of \" \\ / b f n r t u after a backslash"));
    text_add_char(out, to[which - from]);
    parser->at++;
    return true;
}

static bool unescape(struct parser *parser, struct text *out)
{
    for (;;) {
        const char *run = parser->at;
        parser->at = plain_end(run, parser->end);
        text_add_bytes(out, run, (size_t)(parser->at - run));
        if (parser->at == parser->end)
            return expected(parser, N_("a closing quotation mark"));
        if (*parser->at == '"')
            return true;
        if (*parser->at != '\\')
            return expected(parser, N_("a closing quotation mark (line ends and control characters in text "
                                       "are written \\n, \\u0000 ...)"));
        if (!read_escape(parser, out))
            return false;
    }
}

/* Behind the opening quote. Apart, as most strings are without escapes and their way stays short. */
__attribute__((noinline)) static bool read_escaped(struct parser *parser, struct json *value)
{
    struct text decoded = {0};
    bool done = unescape(parser, &decoded);
    value->at = arena_copy(parser->arena, text_slice(&decoded).at, decoded.length);
    value->count = (uint32_t)decoded.length;
    text_free(&decoded);
    value->end = offset_of(parser, done ? ++parser->at : parser->at);
    return done;
}

/* At the opening quote. */
static bool read_string(struct parser *parser, struct json *value)
{
    const char *run = parser->at + 1;
    const char *end = plain_end(run, parser->end);
    *value = (struct json){.type = JSON_STRING,
                           .count = (uint32_t)(end - run),
                           .offset = offset_of(parser, parser->at),
                           .end = offset_of(parser, end) + 1,
                           .at = run};
    if (end == parser->end || *end != '"') {
        parser->at = run;
        return read_escaped(parser, value);
    }
    parser->at = end + 1;
    return true;
}

/* ---- numbers and words ---- */

static bool digits(struct parser *parser)
{
    const char *first = parser->at;
    while (parser->at < parser->end && *parser->at >= '0' && *parser->at <= '9')
        parser->at++;
    return parser->at > first || expected(parser, N_("a digit"));
}

static bool read_exponent(struct parser *parser, bool *too_large)
{
    parser->at++;
    if (parser->at < parser->end && (*parser->at == '+' || *parser->at == '-'))
        parser->at++;
    const char *first = parser->at;
    if (!digits(parser))
        return false;
    while (first < parser->at && *first == '0')
        first++;
    long exponent = 0;
    for (; first < parser->at && exponent <= LIMIT_JSON_EXPONENT; first++)
        exponent = exponent * 10 + (*first - '0');
    *too_large = exponent > LIMIT_JSON_EXPONENT;
    return true;
}

static bool read_number(struct parser *parser, struct json *value)
{
    const char *first = parser->at;
    bool too_large = false;
    if (*parser->at == '-')
        parser->at++;
    if (parser->at < parser->end && *parser->at == '0')
        parser->at++;
    else if (!digits(parser))
        return false;
    if (parser->at < parser->end && *parser->at == '.') {
        parser->at++;
        if (!digits(parser))
            return false;
    }
    if (parser->at < parser->end && (*parser->at | 0x20) == 'e' && !read_exponent(parser, &too_large))
        return false;
    value->type = JSON_NUMBER;
    value->at = first;
    value->count = (uint32_t)(parser->at - first);
    value->offset = offset_of(parser, first);
    value->end = offset_of(parser, parser->at);
    if (too_large || value->count > LIMIT_JSON_NUMBER_BYTES)
        add_fault(parser, JSON_FAULT_NUMBER, value->offset);
    return true;
}

static bool read_word(struct parser *parser, struct json *value)
{
    static const struct {
        const char *word;
        size_t length;
        enum json_type type;
    } words[] = {{"true", 4, JSON_TRUE}, {"false", 5, JSON_FALSE}, {"null", 4, JSON_NULL}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if ((size_t)(parser->end - parser->at) < words[i].length ||
            memcmp(parser->at, words[i].word, words[i].length) != 0)
            continue;
        value->type = (uint16_t)words[i].type;
        value->offset = offset_of(parser, parser->at);
        parser->at += words[i].length;
        value->end = offset_of(parser, parser->at);
        return true;
    }
    return expected(parser, N_("a value: text in quotation marks, a number, true, false, null, [ or {"));
}

/* ---- containers ---- */

static inline bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static inline void skip_blanks(struct parser *parser)
{
    const char *at = parser->at, *end = parser->end;
    if (at < end && *at == ' ') /* most often there is one */
        at++;
    while (at < end && (unsigned char)*at <= ' ' && is_blank(*at))
        at++;
    parser->at = at;
}

/* Whether this character stands next, which is then behind us. */
static inline bool take(struct parser *parser, char c)
{
    bool there = parser->at < parser->end && *parser->at == c;
    parser->at += there ? 1 : 0;
    return there;
}

static void stack_widen(struct parser *parser)
{
    parser->room = parser->room ? parser->room * 2 : 512;
    parser->stack = realloc(parser->stack, parser->room * sizeof *parser->stack);
    if (!parser->stack)
        memory_exhausted();
}

/* The next place on the stack; good until another is asked for. */
static inline struct json *push(struct parser *parser)
{
    if (parser->used == parser->room)
        stack_widen(parser);
    return &parser->stack[parser->used++];
}

/* Takes what was pushed since `base` off the stack into the arena. */
static void *pop(struct parser *parser, size_t base)
{
    size_t bytes = (parser->used - base) * sizeof *parser->stack;
    void *kept = arena_take(parser->arena, bytes);
    if (bytes)
        memcpy(kept, parser->stack + base, bytes);
    parser->used = base;
    return kept;
}

static void report_repeated(struct parser *parser, const struct json *key)
{
    add_fault(parser, JSON_FAULT_REPEATED, key->offset)->key = (struct slice){key->at, key->count};
}

/* Names every repeated key, in file order. */
static void find_repeated(struct parser *parser, const struct json_member *members, uint32_t count)
{
    if (members_differ(parser->names, members, count))
        return;
    bool *repeated = members_repeated(members, count);
    for (uint32_t i = 0; i < count; i++)
        if (repeated[i])
            report_repeated(parser, &members[i].key);
    free(repeated);
}

static bool read_value(struct parser *parser, struct json *value);

/* A value into the next place on the stack. */
static bool read_next(struct parser *parser)
{
    skip_blanks(parser);
    if (parser->at < parser->end && *parser->at == '"')
        return read_string(parser, push(parser));
    struct json value = {0};
    size_t place = parser->used;
    push(parser);
    if (!read_value(parser, &value))
        return false;
    parser->stack[place] = value;
    return true;
}

static bool read_items(struct parser *parser)
{
    skip_blanks(parser);
    if (parser->at < parser->end && *parser->at == ']')
        return true;
    for (;;) {
        if (!read_next(parser))
            return false;
        skip_blanks(parser);
        if (take(parser, ','))
            continue;
        return (parser->at < parser->end && *parser->at == ']') || expected(parser, N_("a comma or ]"));
    }
}

/* Whether the name stands at the opening quote, letter by letter. */
static inline bool name_stands(const struct parser *parser, struct slice name)
{
    const char *at = parser->at + 1;
    return (size_t)(parser->end - at) > name.length && at[name.length] == '"' &&
           bytes_equal(at, name.at, name.length);
}

/* A key that is looked up; `guess` is what it will be taken for the next time. */
__attribute__((noinline)) static bool read_other_key(struct parser *parser, struct json *key, uint16_t *guess)
{
    const char *raw = parser->at + 1;
    if (!read_string(parser, key))
        return false;
    uint32_t number = key_find(parser->names->table, (struct slice){key->at, key->count});
    key->name = number != KEY_NONE ? (uint16_t)(number + 1) : 0;
    if (key->name != 0 && key->at == raw) /* written without escapes, as the guess compares it */
        *guess = key->name;
    return true;
}

/* At the opening quote. `*guess` is the name that this key most likely is. */
static inline bool read_named_key(struct parser *parser, struct json *key, uint16_t *guess)
{
    if (*guess == 0)
        return read_other_key(parser, key, guess);
    struct slice name = parser->names->table->keys[*guess - 1];
    if (!name_stands(parser, name))
        return read_other_key(parser, key, guess);
    uint32_t offset = offset_of(parser, parser->at), length = (uint32_t)name.length;
    *key = (struct json){.type = JSON_STRING,
                         .name = *guess,
                         .count = length,
                         .offset = offset,
                         .end = offset + length + 2,
                         .at = parser->at + 1};
    parser->at += length + 2;
    return true;
}

/* `guess` is NULL where keys are not numbered; `*name` becomes the key's. */
static bool read_member(struct parser *parser, uint16_t *guess, uint16_t *name)
{
    skip_blanks(parser);
    if (parser->at == parser->end || *parser->at != '"')
        return expected(parser, N_("a key in quotation marks"));
    struct json *key = push(parser);
    if (!(guess != NULL ? read_named_key(parser, key, guess) : read_string(parser, key)))
        return false;
    *name = key->name;
    skip_blanks(parser);
    if (!take(parser, ':'))
        return expected(parser, N_("a colon after the key"));
    parser->around = *name;
    return read_next(parser);
}

static bool read_members(struct parser *parser)
{
    struct json_names *names = parser->names;
    uint16_t *guess = names != NULL ? &names->within[parser->around] : NULL;
    uint16_t name;
    skip_blanks(parser);
    if (parser->at < parser->end && *parser->at == '}')
        return true;
    for (;;) {
        if (!read_member(parser, guess, &name))
            return false;
        guess = names != NULL ? &names->behind[name] : NULL;
        skip_blanks(parser);
        if (take(parser, ','))
            continue;
        return (parser->at < parser->end && *parser->at == '}') || expected(parser, N_("a comma or }"));
    }
}

static bool read_container(struct parser *parser, struct json *value, bool object)
{
    if (parser->depth == LIMIT_JSON_NESTING) {
        add_fault(parser, JSON_FAULT_NESTING, offset_of(parser, parser->at));
        return false;
    }
    value->type = object ? JSON_OBJECT : JSON_ARRAY;
    value->offset = offset_of(parser, parser->at++);
    size_t base = parser->used;
    parser->depth++;
    if (!(object ? read_members(parser) : read_items(parser)))
        return false;
    parser->depth--;
    value->end = offset_of(parser, ++parser->at);
    uint32_t pushed = (uint32_t)(parser->used - base);
    value->count = object ? pushed / 2 : pushed;
    if (object) {
        value->members = pop(parser, base);
        find_repeated(parser, value->members, value->count);
    } else {
        value->items = pop(parser, base);
    }
    return true;
}

static bool read_value(struct parser *parser, struct json *value)
{
    skip_blanks(parser);
    char first = parser->at < parser->end ? *parser->at : '\0';
    if (first == '"')
        return read_string(parser, value);
    if (first == '{' || first == '[')
        return read_container(parser, value, first == '{');
    if (first == '-' || (first >= '0' && first <= '9'))
        return read_number(parser, value);
    return read_word(parser, value);
}

/* ---- the whole text ---- */

_Static_assert(sizeof(struct json_member) == 2 * sizeof(struct json), "a member is two values on the stack");

static bool read_text(struct parser *parser, struct json *root)
{
    size_t length = (size_t)(parser->end - parser->begin);
    if (length > LIMIT_JSON_BYTES) {
        add_fault(parser, JSON_FAULT_SIZE, 0);
        return false;
    }
    size_t valid = utf8_check(parser->begin, length);
    if (valid < length) {
        add_fault(parser, JSON_FAULT_ENCODING, (uint32_t)valid);
        return false;
    }
    if (length >= 3 && memcmp(parser->begin, "\xEF\xBB\xBF", 3) == 0) {
        add_fault(parser, JSON_FAULT_BOM, 0);
        parser->at += 3;
    }
    if (!read_value(parser, root))
        return false;
    skip_blanks(parser);
    return parser->at == parser->end || expected(parser, N_("the end of the document"));
}

bool json_read_named(struct arena *arena, struct slice text, struct json_names *names, struct json *root,
                     const struct json_fault **faults)
{
    struct parser parser = {
        .begin = text.at, .at = text.at, .end = text.at + text.length, .arena = arena, .names = names};
    *root = (struct json){0};
    bool done = read_text(&parser, root);
    free(parser.stack);
    *faults = parser.faults;
    return done;
}

bool json_read(struct arena *arena, struct slice text, struct json *root, const struct json_fault **faults)
{
    return json_read_named(arena, text, NULL, root, faults);
}
