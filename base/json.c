#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_members.h"
#include "base/json_names.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/slice_hash.h"
#include "base/utf8.h"

/* Most documents need no larger stack than this. */
#define FEW_VALUES 128

struct parser {
    const char *begin;
    const char *end;
    struct arena *arena;
    struct json_names *names;
    struct json *stack; /* what has been read of the containers that are open */
    struct json *top;   /* the next free place, */
    struct json *limit; /* and the end of all places */
    unsigned depth;
    const struct json_fault *faults; /* sorted by offset */
    struct json_fault *last_fault;   /* the one that was added last: most follow it */
    const char *escape;              /* the first backslash */
    struct json few[FEW_VALUES];     /* the stack, as long as they suffice */
};

/* Whatever is read begins at `at`; what is returned is the place behind it, or NULL where a fault ends the
 * reading. */

static uint32_t offset_of(const struct parser *parser, const char *at)
{
    return (uint32_t)(at - parser->begin);
}

/* Whether this character stands there. */
static inline bool stands(const struct parser *parser, const char *at, char c)
{
    return at < parser->end && *at == c;
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

/* Always NULL. */
__attribute__((cold)) static const char *expected(struct parser *parser, const char *at, const char *what)
{
    add_fault(parser, JSON_FAULT_SYNTAX, offset_of(parser, at))->expected = what;
    return NULL;
}

/* ---- strings ---- */

/* The first byte from `at` on that ends a plain run of a string: quote, backslash, control character. */
static const char *plain_end_narrow(const char *at, const char *end)
{
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20)
        at++;
    return at;
}

#ifdef __x86_64__
#include <immintrin.h>

/* The same, 32 bytes at a time. */
__attribute__((target("avx2"))) static const char *plain_end_wide(const char *at, const char *end)
{
    const __m256i two = _mm256_set1_epi8(2), blank = _mm256_set1_epi8(' '), escape = _mm256_set1_epi8('\\');
    for (const char *stop = at + ((size_t)(end - at) & ~(size_t)31); at != stop; at += 32) {
        __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)at);
        __m256i turned = _mm256_xor_si256(bytes, two); /* up to ' ': the quote and control characters alone */
        __m256i hits = _mm256_cmpeq_epi8(_mm256_min_epu8(turned, blank), turned);
        int mask = _mm256_movemask_epi8(_mm256_or_si256(hits, _mm256_cmpeq_epi8(bytes, escape)));
        if (mask != 0)
            return at + __builtin_ctz((unsigned)mask);
    }
    return plain_end_narrow(at, end);
}

static inline const char *plain_end(const char *at, const char *end)
{
    return __builtin_cpu_supports("avx2") ? plain_end_wide(at, end) : plain_end_narrow(at, end);
}
#else
#define plain_end plain_end_narrow
#endif

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Four hex digits. */
static const char *read_hex(struct parser *parser, const char *at, uint32_t *unit)
{
    *unit = 0;
    for (const char *end = at + 4; at < end; at++) {
        int digit = at < parser->end ? hex_digit(*at) : -1;
        if (digit < 0)
            return expected(parser, at, N_("four hexadecimal digits after \\u"));
        *unit = *unit << 4 | (uint32_t)digit;
    }
    return at;
}

/* \uXXXX behind its "\u": joins a pair, replaces a lone half. */
static const char *read_unicode(struct parser *parser, const char *at, struct text *out)
{
    uint32_t escape = offset_of(parser, at - 2), unit, low;
    at = read_hex(parser, at, &unit);
    bool high = unit >= 0xD800 && unit <= 0xDBFF;
    if (at != NULL && high && parser->end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
        const char *behind = read_hex(parser, at + 2, &low);
        bool joins = behind != NULL && low >= 0xDC00 && low <= 0xDFFF;
        if (joins)
            unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        if (joins || behind == NULL)
            at = behind;
    }
    if (at == NULL)
        return NULL;
    if (unit >= 0xD800 && unit <= 0xDFFF) {
        add_fault(parser, JSON_FAULT_SURROGATE, escape);
        unit = 0xFFFD;
    }
    char bytes[4];
    text_add_bytes(out, bytes, utf8_put(bytes, unit));
    return at;
}

/* Behind the backslash. */
static const char *read_escape(struct parser *parser, const char *at, struct text *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (parser->escape == NULL)
        parser->escape = at - 1;
    if (stands(parser, at, 'u'))
        return read_unicode(parser, at + 1, out);
    const char *which = at < parser->end && *at ? strchr(from, *at) : NULL;
    if (!which)
        return expected(parser, at, N_("one of \" \\ / b f n r t u after a backslash"));
    text_add_char(out, to[which - from]);
    return at + 1;
}

static const char *unescape(struct parser *parser, const char *at, struct text *out)
{
    for (;;) {
        const char *run = at;
        at = plain_end(run, parser->end);
        text_add_bytes(out, run, (size_t)(at - run));
        if (at == parser->end)
            return expected(parser, at, N_("a closing quotation mark"));
        if (*at == '"')
            return at + 1;
        if (*at != '\\')
            return expected(parser, at,
                            N_("a closing quotation mark (line ends and control characters in text "
                               "are written \\n, \\u0000 ...)"));
        at = read_escape(parser, at + 1, out);
        if (at == NULL)
            return NULL;
    }
}

/* Behind the opening quote. Apart, as most strings are without escapes and their way stays short. */
__attribute__((noinline)) static const char *read_escaped(struct parser *parser, const char *at,
                                                          struct json *value)
{
    struct text decoded = {0};
    at = unescape(parser, at, &decoded);
    value->at = arena_copy(parser->arena, text_slice(&decoded).at, decoded.length);
    value->count = (uint32_t)decoded.length;
    text_free(&decoded);
    if (at != NULL)
        value->end = offset_of(parser, at);
    return at;
}

/* At the opening quote. */
static inline const char *read_string(struct parser *parser, const char *at, struct json *value)
{
    const char *end = plain_end(at + 1, parser->end);
    *value = (struct json){.type = JSON_STRING,
                           .name = 0,
                           .count = (uint32_t)(end - at - 1),
                           .offset = offset_of(parser, at),
                           .end = offset_of(parser, end) + 1,
                           .at = at + 1};
    return stands(parser, end, '"') ? end + 1 : read_escaped(parser, at + 1, value);
}

/* ---- numbers and words ---- */

static const char *digits(struct parser *parser, const char *at)
{
    const char *first = at;
    while (at < parser->end && is_digit(*at))
        at++;
    return at > first ? at : expected(parser, at, N_("a digit"));
}

/* Behind the letter. */
static const char *read_exponent(struct parser *parser, const char *at, bool *too_large)
{
    if (stands(parser, at, '+') || stands(parser, at, '-'))
        at++;
    const char *first = at;
    at = digits(parser, at);
    if (at == NULL)
        return NULL;
    while (first < at && *first == '0')
        first++;
    long exponent = 0;
    for (; first < at && exponent <= LIMIT_JSON_EXPONENT; first++)
        exponent = exponent * 10 + (*first - '0');
    *too_large = exponent > LIMIT_JSON_EXPONENT;
    return at;
}

static const char *read_number(struct parser *parser, const char *at, struct json *value)
{
    const char *first = at;
    bool too_large = false;
    if (*at == '-')
        at++;
    at = stands(parser, at, '0') ? at + 1 : digits(parser, at);
    if (at != NULL && stands(parser, at, '.'))
        at = digits(parser, at + 1);
    if (at != NULL && (stands(parser, at, 'e') || stands(parser, at, 'E')))
        at = read_exponent(parser, at + 1, &too_large);
    if (at == NULL)
        return NULL;
    *value = (struct json){.type = JSON_NUMBER,
                           .count = (uint32_t)(at - first),
                           .offset = offset_of(parser, first),
                           .end = offset_of(parser, at),
                           .at = first};
    if (too_large || value->count > LIMIT_JSON_NUMBER_BYTES)
        add_fault(parser, JSON_FAULT_NUMBER, value->offset);
    return at;
}

static const char *read_word(struct parser *parser, const char *at, struct json *value)
{
    static const struct {
        const char *word;
        size_t length;
        enum json_type type;
    } words[] = {{"true", 4, JSON_TRUE}, {"false", 5, JSON_FALSE}, {"null", 4, JSON_NULL}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = words[i].length;
        if ((size_t)(parser->end - at) < length || memcmp(at, words[i].word, length) != 0)
            continue;
        *value = (struct json){.type = (uint16_t)words[i].type,
                               .offset = offset_of(parser, at),
                               .end = offset_of(parser, at + length)};
        return at + length;
    }
    return expected(parser, at, N_("a value: text in quotation marks, a number, true, false, null, [ or {"));
}

/* ---- the stack ---- */

static void stack_widen(struct parser *parser)
{
    bool few = parser->stack == parser->few;
    size_t used = (size_t)(parser->top - parser->stack);
    struct json *wider = realloc(few ? NULL : parser->stack, 2 * used * sizeof *wider);
    if (!wider)
        memory_exhausted();
    if (few)
        memcpy(wider, parser->few, sizeof parser->few);
    parser->stack = wider;
    parser->top = wider + used;
    parser->limit = wider + 2 * used;
}

/* The next place on the stack; good until another is asked for. */
static inline struct json *push(struct parser *parser)
{
    if (parser->top == parser->limit)
        stack_widen(parser);
    return parser->top++;
}

/* Takes the last values off the stack into the arena. */
static struct json *pop(struct parser *parser, size_t count)
{
    struct json *kept = arena_take(parser->arena, count * sizeof *kept);
    parser->top -= count;
    memcpy(kept, parser->top, count * sizeof *kept);
    return kept;
}

/* ---- containers ---- */

static inline bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* What stands there behind blanks, which are passed over; NUL at the end. */
static inline char next_sign(const struct parser *parser, const char **at)
{
    for (; *at < parser->end; ++*at)
        if ((unsigned char)**at > ' ' || !is_blank(**at))
            return **at;
    return '\0';
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

static const char *read_container(struct parser *parser, const char *at, uint16_t around);

/* Any but a string. */
__attribute__((noinline)) static const char *read_other(struct parser *parser, const char *at, char first,
                                                        uint16_t around)
{
    if (first == '{' || first == '[')
        return read_container(parser, at, around);
    if (first == '-' || is_digit(first))
        return read_number(parser, at, push(parser));
    return read_word(parser, at, push(parser));
}

/* A value onto the stack; `around` is the name of the nearest key. */
__attribute__((always_inline)) static inline const char *read_value(struct parser *parser, const char *at,
                                                                    uint16_t around)
{
    char first = next_sign(parser, &at);
    return first == '"' ? read_string(parser, at, push(parser)) : read_other(parser, at, first, around);
}

/* Up to the closing bracket, as the members are. */
static const char *read_items(struct parser *parser, const char *at, uint16_t around)
{
    if (next_sign(parser, &at) == ']')
        return at;
    for (;; at++) {
        at = read_value(parser, at, around);
        if (at == NULL)
            return NULL;
        char sign = next_sign(parser, &at);
        if (sign != ',')
            return sign == ']' ? at : expected(parser, at, N_("a comma or ]"));
    }
}

/* A key that is looked up; `guess` is what it will be taken for the next time. */
__attribute__((noinline)) static const char *read_other_key(struct parser *parser, const char *at,
                                                            struct json *key, uint16_t *guess)
{
    const char *behind = read_string(parser, at, key);
    if (behind == NULL || parser->names->table == NULL)
        return behind;
    uint32_t number = key_find(parser->names->table, (struct slice){key->at, key->count});
    key->name = number != KEY_NONE ? (uint16_t)(number + 1) : 0;
    if (key->name != 0 && key->at == at + 1) /* written without escapes, as the guess compares it */
        *guess = key->name;
    return behind;
}

/* At the opening quote. `*guess` is the name that this key most likely is. */
static inline const char *read_key(struct parser *parser, const char *at, struct json *key, uint16_t *guess)
{
    const struct json_name *name = &parser->names->list[*guess];
    const char *raw = at + 1;
    if ((size_t)(parser->end - raw) <= name->length || raw[name->length] != '"' ||
        !bytes_equal(raw, name->at, name->length))
        return read_other_key(parser, at, key, guess);
    const char *behind = raw + name->length + 1;
    *key = (struct json){.type = JSON_STRING,
                         .name = *guess,
                         .count = name->length,
                         .offset = offset_of(parser, at),
                         .end = offset_of(parser, behind),
                         .at = raw};
    return behind;
}

/* `*guess` becomes the key's name. */
static inline const char *read_member(struct parser *parser, const char *at, uint16_t *name, uint16_t *guess)
{
    if (next_sign(parser, &at) != '"')
        return expected(parser, at, N_("a key in quotation marks"));
    struct json *key = push(parser);
    at = read_key(parser, at, key, guess);
    if (at == NULL)
        return NULL;
    *name = key->name;
    if (next_sign(parser, &at) != ':')
        return expected(parser, at, N_("a colon after the key"));
    return read_value(parser, at + 1, *name);
}

static const char *read_members(struct parser *parser, const char *at, uint16_t around)
{
    uint16_t *guess = &parser->names->list[around].within, name = 0;
    if (next_sign(parser, &at) == '}')
        return at;
    for (;; at++) {
        at = read_member(parser, at, &name, guess);
        if (at == NULL)
            return NULL;
        guess = &parser->names->list[name].behind;
        char sign = next_sign(parser, &at);
        if (sign != ',')
            return sign == '}' ? at : expected(parser, at, N_("a comma or }"));
    }
}

static const char *read_container(struct parser *parser, const char *at, uint16_t around)
{
    const char *first = at;
    bool object = *first == '{';
    if (parser->depth == LIMIT_JSON_NESTING) {
        add_fault(parser, JSON_FAULT_NESTING, offset_of(parser, at));
        return NULL;
    }
    push(parser);
    size_t place = (size_t)(parser->top - parser->stack);
    parser->depth++;
    at = object ? read_members(parser, at + 1, around) : read_items(parser, at + 1, around);
    if (at == NULL)
        return NULL;
    parser->depth--;
    size_t pushed = (size_t)(parser->top - parser->stack) - place;
    const struct json *parts = pop(parser, pushed);
    struct json *value = parser->top - 1;
    *value = (struct json){.type = object ? JSON_OBJECT : JSON_ARRAY,
                           .count = (uint32_t)(object ? pushed / 2 : pushed),
                           .offset = offset_of(parser, first),
                           .end = offset_of(parser, at + 1),
                           .items = parts};
    if (object)
        find_repeated(parser, value->members, value->count);
    return at + 1;
}

/* ---- the whole text ---- */

_Static_assert(sizeof(struct json_member) == 2 * sizeof(struct json), "a member is two values on the stack");

static bool read_text(struct parser *parser, struct json *root)
{
    size_t length = (size_t)(parser->end - parser->begin);
    const char *at = parser->begin;
    if (length > LIMIT_JSON_BYTES) {
        add_fault(parser, JSON_FAULT_SIZE, 0);
        return false;
    }
    size_t valid = utf8_check(at, length);
    if (valid < length) {
        add_fault(parser, JSON_FAULT_ENCODING, (uint32_t)valid);
        return false;
    }
    if (length >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) {
        add_fault(parser, JSON_FAULT_BOM, 0);
        at += 3;
    }
    at = read_value(parser, at, 0);
    if (at == NULL)
        return false;
    *root = *parser->stack;
    next_sign(parser, &at);
    return at == parser->end || expected(parser, at, N_("the end of the document"));
}

bool json_read_named(struct arena *arena, struct slice text, struct json_names *names,
                     struct json_reading *reading)
{
    struct json_name none[1] = {JSON_NAME_NONE};
    struct json_names no_names = {.list = none};
    struct parser parser;
    parser.begin = text.at;
    parser.end = text.at + text.length;
    parser.arena = arena;
    parser.names = names != NULL ? names : &no_names;
    parser.stack = parser.top = parser.few;
    parser.limit = parser.few + FEW_VALUES;
    parser.depth = 0;
    parser.faults = parser.last_fault = NULL;
    parser.escape = NULL;
    reading->root = (struct json){0};
    bool done = read_text(&parser, &reading->root);
    if (parser.stack != parser.few)
        free(parser.stack);
    reading->faults = parser.faults;
    reading->escape = parser.escape;
    return done;
}

bool json_read(struct arena *arena, struct slice text, struct json *root, const struct json_fault **faults)
{
    struct json_reading reading;
    bool done = json_read_named(arena, text, NULL, &reading);
    *root = reading.root;
    *faults = reading.faults;
    return done;
}
