#include "base/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/slice_hash.h"
#include "base/utf8.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Up to this many members, repeated keys are looked for pair by pair; above, with a table. */
#define PAIRWISE_MEMBERS 8

/* Tables of this size stand on the stack. */
#define FEW_SLOTS 128

struct parser {
    const char *begin;
    const char *at;
    const char *end;
    struct arena *arena;
    struct json *stack; /* elements of the containers that are open */
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
    value->type = JSON_STRING;
    value->offset = offset_of(parser, parser->at);
    const char *run = ++parser->at;
    const char *end = plain_end(run, parser->end);
    if (end == parser->end || *end != '"')
        return read_escaped(parser, value);
    value->at = run;
    value->count = (uint32_t)(end - run);
    parser->at = end + 1;
    value->end = offset_of(parser, parser->at);
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
        value->type = words[i].type;
        value->offset = offset_of(parser, parser->at);
        parser->at += words[i].length;
        value->end = offset_of(parser, parser->at);
        return true;
    }
    return expected(parser, N_("a value: text in quotation marks, a number, true, false, null, [ or {"));
}

/* ---- containers ---- */

static inline void skip_blanks(struct parser *parser)
{
    while (parser->at < parser->end &&
           (*parser->at == ' ' || *parser->at == '\n' || *parser->at == '\r' || *parser->at == '\t'))
        parser->at++;
}

static void stack_widen(struct parser *parser)
{
    parser->room = parser->room ? parser->room * 2 : 256;
    parser->stack = realloc(parser->stack, parser->room * sizeof *parser->stack);
    if (!parser->stack)
        memory_exhausted();
}

static inline void push(struct parser *parser, const struct json *value)
{
    if (parser->used == parser->room)
        stack_widen(parser);
    parser->stack[parser->used++] = *value;
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

static bool same_key(const struct json *a, const struct json *b)
{
    return a->count == b->count && bytes_equal(a->at, b->at, a->count);
}

static void report_repeated(struct parser *parser, const struct json *key)
{
    add_fault(parser, JSON_FAULT_REPEATED, key->offset)->key = (struct slice){key->at, key->count};
}

static int members_order(const void *a, const void *b)
{
    const struct json_member *left = *(const struct json_member *const *)a;
    const struct json_member *right = *(const struct json_member *const *)b;
    int order = slice_compare(json_text(&left->key), json_text(&right->key));
    return order ? order : (left->key.offset > right->key.offset) - (left->key.offset < right->key.offset);
}

static const struct json_member **members_sorted(const struct json_member *members, uint32_t count)
{
    const struct json_member **sorted = malloc(count * sizeof(*sorted));
    if (!sorted)
        memory_exhausted();
    for (uint32_t i = 0; i < count; i++)
        sorted[i] = &members[i];
    qsort(sorted, count, sizeof(*sorted), members_order);
    return sorted;
}

/* Names every repeated key, in file order, whatever the keys are. */
static void find_repeated_by_order(struct parser *parser, const struct json_member *members, uint32_t count)
{
    const struct json_member **sorted = members_sorted(members, count);
    bool *repeated = calloc(count, sizeof(*repeated));
    if (!repeated)
        memory_exhausted();
    for (uint32_t i = 1; i < count; i++)
        repeated[sorted[i] - members] = same_key(&sorted[i]->key, &sorted[i - 1]->key);
    for (uint32_t i = 0; i < count; i++)
        if (repeated[i])
            report_repeated(parser, &members[i].key);
    free(repeated);
    free(sorted);
}

struct key_slot {
    uint32_t hash;
    uint32_t number; /* of the member, from 1; 0: free */
};

/* Collisions for each key, on average, from which on they are no chance: somebody made the keys so. */
#define FAIR_COLLISIONS 8

/* Puts a key into the table unless it is there. */
static bool slot_take(struct key_slot *table, size_t mask, const struct json_member *members, uint32_t number,
                      size_t *collisions)
{
    const struct json *key = &members[number].key;
    uint32_t hash = slice_hash((struct slice){key->at, key->count});
    size_t slot = hash & mask;
    for (; table[slot].number != 0; slot = (slot + 1) & mask, ++*collisions)
        if (table[slot].hash == hash && same_key(&members[table[slot].number - 1].key, key))
            return false;
    table[slot] = (struct key_slot){hash, number + 1};
    return true;
}

/* Whether a table sees each key once; also false when the keys collide too often to tell in fair time. */
static bool keys_differ(const struct json_member *members, uint32_t count)
{
    struct key_slot few[FEW_SLOTS];
    size_t slots = FEW_SLOTS / 2, collisions = 0;
    while (slots < (size_t)count * 2)
        slots *= 2;
    struct key_slot *table = slots <= FEW_SLOTS ? few : malloc(slots * sizeof *table);
    if (!table)
        memory_exhausted();
    memset(table, 0, slots * sizeof *table);
    bool differ = true;
    for (uint32_t i = 0; differ && i < count; i++)
        differ = slot_take(table, slots - 1, members, i, &collisions) &&
                 collisions <= (size_t)count * FAIR_COLLISIONS;
    if (table != few)
        free(table);
    return differ;
}

static void find_repeated(struct parser *parser, const struct json_member *members, uint32_t count)
{
    if (count > PAIRWISE_MEMBERS) {
        if (!keys_differ(members, count))
            find_repeated_by_order(parser, members, count);
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            if (same_key(&members[i].key, &members[j].key)) {
                report_repeated(parser, &members[i].key);
                break;
            }
        }
    }
}

static bool read_value(struct parser *parser, struct json *value);

static bool read_items(struct parser *parser)
{
    skip_blanks(parser);
    if (parser->at < parser->end && *parser->at == ']')
        return true;
    for (;;) {
        struct json item = {0};
        if (!read_value(parser, &item))
            return false;
        push(parser, &item);
        skip_blanks(parser);
        if (parser->at < parser->end && *parser->at == ',')
            parser->at++;
        else if (parser->at < parser->end && *parser->at == ']')
            return true;
        else
            return expected(parser, N_("a comma or ]"));
    }
}

static bool read_member(struct parser *parser)
{
    struct json key = {0}, value = {0};
    skip_blanks(parser);
    if (parser->at == parser->end || *parser->at != '"')
        return expected(parser, N_("a key in quotation marks"));
    if (!read_string(parser, &key))
        return false;
    skip_blanks(parser);
    if (parser->at == parser->end || *parser->at != ':')
        return expected(parser, N_("a colon after the key"));
    parser->at++;
    if (!read_value(parser, &value))
        return false;
    push(parser, &key);
    push(parser, &value);
    return true;
}

static bool read_members(struct parser *parser)
{
    skip_blanks(parser);
    if (parser->at < parser->end && *parser->at == '}')
        return true;
    for (;;) {
        if (!read_member(parser))
            return false;
        skip_blanks(parser);
        if (parser->at < parser->end && *parser->at == ',')
            parser->at++;
        else if (parser->at < parser->end && *parser->at == '}')
            return true;
        else
            return expected(parser, N_("a comma or }"));
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
    return parser->at == parser->end || expected(parser, N_("the end of the file"));
}

bool json_read(struct arena *arena, struct slice text, struct json *root, const struct json_fault **faults)
{
    struct parser parser = {.begin = text.at, .at = text.at, .end = text.at + text.length, .arena = arena};
    *root = (struct json){0};
    bool done = read_text(&parser, root);
    free(parser.stack);
    *faults = parser.faults;
    return done;
}

/* ---- asking ---- */

const struct json_member *json_member(const struct json *value, struct slice key)
{
    if (!json_is(value, JSON_OBJECT))
        return NULL;
    for (uint32_t i = value->count; i-- > 0;) {
        const struct json *candidate = &value->members[i].key;
        if (candidate->count == key.length && memcmp(candidate->at, key.at, key.length) == 0)
            return &value->members[i];
    }
    return NULL;
}

const struct json *json_get_slice(const struct json *value, struct slice key)
{
    const struct json_member *member = json_member(value, key);
    return member ? &member->value : NULL;
}

const struct json *json_get(const struct json *value, const char *key)
{
    return json_get_slice(value, slice_of(key));
}

const char *json_get_string(struct arena *arena, const struct json *object, const char *key)
{
    const struct json *value = json_get(object, key);
    return json_is(value, JSON_STRING) ? arena_copy(arena, value->at, value->count) : NULL;
}

bool json_get_true(const struct json *object, const char *key)
{
    return json_is(json_get(object, key), JSON_TRUE);
}

/* Up to this many members are looked for one by one; above, both objects are sorted. */
#define SEARCHED_MEMBERS 16

static bool sorted_objects_equal(const struct json *a, const struct json *b)
{
    const struct json_member **left = members_sorted(a->members, a->count),
                             **right = members_sorted(b->members, b->count);
    bool equal = true;
    for (uint32_t i = 0; i < a->count && equal; i++)
        equal = same_key(&left[i]->key, &right[i]->key) && json_same(&left[i]->value, &right[i]->value);
    free(left);
    free(right);
    return equal;
}

static bool objects_equal(const struct json *a, const struct json *b)
{
    if (a->count > SEARCHED_MEMBERS)
        return sorted_objects_equal(a, b);
    for (uint32_t i = 0; i < a->count; i++) {
        const struct json *other = json_get_slice(b, json_text(&a->members[i].key));
        if (!other || !json_same(&a->members[i].value, other))
            return false;
    }
    return true;
}

static bool arrays_equal(const struct json *a, const struct json *b)
{
    for (uint32_t i = 0; i < a->count; i++)
        if (!json_same(&a->items[i], &b->items[i]))
            return false;
    return true;
}

bool json_same(const struct json *a, const struct json *b)
{
    if (a->type != b->type)
        return false;
    switch ((enum json_type)a->type) {
    case JSON_NUMBER:
        return decimal_compare(json_text(a), json_text(b)) == 0;
    case JSON_STRING:
        return slice_equal(json_text(a), json_text(b));
    case JSON_ARRAY:
        return a->count == b->count && arrays_equal(a, b);
    case JSON_OBJECT:
        return a->count == b->count && objects_equal(a, b);
    default:
        return true;
    }
}
