/* Keywords that look at the value itself: type, choices, numbers, strings. */
#include "metadata/schema_parts.h"

#include "base/decimal.h"
#include "base/utf8.h"
#include "metadata/format.h"

/* ---- type ---- */

#define TYPE(text)                                                                                           \
    {                                                                                                        \
        text, sizeof(text) - 1                                                                               \
    }
static const struct slice type_names[] = {TYPE("string"), TYPE("array"),   TYPE("object"), TYPE("boolean"),
                                          TYPE("number"), TYPE("integer"), TYPE("null")};
static const unsigned type_kinds[] = {
    KIND_STRING, KIND_ARRAY,   KIND_OBJECT,    KIND(JSON_TRUE) | KIND(JSON_FALSE),
    KIND_NUMBER, KIND_INTEGER, KIND(JSON_NULL)};

static unsigned kinds_named(struct slice name)
{
    for (size_t i = 0; i < sizeof type_names / sizeof type_names[0]; i++)
        if (slice_equal(name, type_names[i]))
            return type_kinds[i];
    return 0;
}

static bool type_fault(struct compiler *compiler, const struct schema_node *node, const struct json *value)
{
    static const char wanted[] = N_("one or several of \"string\", \"array\", \"object\", \"boolean\", "
                                    "\"number\", \"integer\", \"null\"");
    struct name_wanted name = {.code = CODE_M111,
                               .message =
                                   arena_format(compiler->arena, _("\"%s\" must be %s"), "type", _(wanted)),
                               .known = type_names,
                               .count = sizeof type_names / sizeof type_names[0]};
    return name_fault(compiler, node, value, &name);
}

COMPILE(compile_type)
{
    unsigned kinds = 0;
    const struct json *names = value->type == JSON_ARRAY ? value->items : value;
    size_t count = value->type == JSON_ARRAY ? value->count : 1;
    for (size_t i = 0; i < count; i++) {
        unsigned named = kinds_named(json_text(&names[i]));
        if (named == 0 || names[i].type != JSON_STRING)
            return type_fault(compiler, node, &names[i]);
        kinds |= named;
    }
    if (kinds == 0)
        return type_fault(compiler, node, value);
    struct keyword *keyword = node_add(compiler, node, row, value);
    keyword->limit = kinds;
    keyword->kinds = KIND_ALL & ~kinds; /* what is right by its kind need not be asked */
    return true;
}

CHECK(check_type)
{
    (void)run;
    return value->type == JSON_NUMBER && (keyword->limit & KIND_INTEGER) != 0 &&
           decimal_is_integer(json_text(value));
}

CHECK(check_never)
{
    (void)run;
    (void)keyword;
    (void)value;
    return false;
}

/* ---- enum and const ---- */

/* Up to this many values that are no strings are compared one by one. */
#define FEW_OTHERS 8

static struct slice canonical(struct arena *arena, const struct json *number)
{
    struct text text = {0};
    decimal_canonical(json_text(number), &text);
    struct slice kept = {arena_copy(arena, text_slice(&text).at, text.length), text.length};
    text_free(&text);
    return kept;
}

/* NULL when one has an exponent: written out, such numbers take far more room than in the schema. */
static const struct key_table *numbers_of(struct arena *arena, const struct choices *choices)
{
    struct slice *numbers = arena_array(arena, choices->other_count, sizeof *numbers);
    size_t count = 0;
    for (size_t i = 0; i < choices->other_count; i++) {
        const struct json *number = choices->others[i];
        if (number->type != JSON_NUMBER)
            continue;
        if (memchr(number->at, 'e', number->count) != NULL || memchr(number->at, 'E', number->count) != NULL)
            return NULL;
        numbers[count++] = canonical(arena, number);
    }
    return key_table_make(arena, numbers, count);
}

/* Up to this many texts are told apart by their lengths. */
#define FEW_TEXTS 64

static const uint8_t *texts_by_length(struct arena *arena, const struct slice *texts, size_t count)
{
    uint8_t *places = arena_alloc(arena, 64 + count);
    for (size_t i = count; i > 0; i--) {
        uint8_t *first = &places[texts[i - 1].length % 64];
        places[64 + i - 1] = *first;
        *first = (uint8_t)i;
    }
    return places;
}

/* Close to one another, as they are asked for; in the schema they stand far apart. */
static void texts_copy(struct arena *arena, const struct json *items, size_t count, struct choices *choices)
{
    for (size_t i = 0; i < count; i++) {
        if (items[i].type != JSON_STRING)
            continue;
        struct slice text = json_text(&items[i]);
        choices->texts[choices->text_count++] =
            (struct slice){arena_copy(arena, text.at, text.length), text.length};
        choices->lengths |= UINT64_C(1) << text.length % 64;
    }
}

static struct choices *choices_make(struct arena *arena, const struct json *items, size_t count)
{
    struct choices *choices = arena_alloc(arena, sizeof *choices + count * sizeof choices->texts[0]);
    texts_copy(arena, items, count, choices);
    if (choices->text_count > FEW_TEXTS)
        choices->strings = key_table_make(arena, choices->texts, choices->text_count);
    else if (choices->text_count > 1)
        choices->by_length = texts_by_length(arena, choices->texts, choices->text_count);
    const struct json **others = arena_array(arena, count, sizeof(struct json *));
    for (size_t i = 0; i < count; i++)
        if (items[i].type != JSON_STRING)
            others[choices->other_count++] = &items[i];
    choices->others = others;
    if (choices->other_count > FEW_OTHERS)
        choices->numbers = numbers_of(arena, choices);
    return choices;
}

COMPILE(compile_choices)
{
    bool one = slice_equals(row->name, "const");
    if (!one && value->type != JSON_ARRAY)
        return keyword_fault(compiler, node, row, value, N_("a list of values"));
    struct choices *choices =
        choices_make(compiler->arena, one ? value : value->items, one ? 1 : value->count);
    node_add(compiler, node, row, value)->choices = choices;
    return true;
}

static inline bool is_text(struct slice text, const struct json *value)
{
    return text.length == value->count && bytes_equal(value->at, text.at, value->count);
}

static inline bool has_few_string(const struct choices *choices, const struct json *value)
{
    const uint8_t *next = choices->by_length + 64;
    for (size_t i = choices->by_length[value->count % 64]; i != 0; i = next[i - 1])
        if (is_text(choices->texts[i - 1], value))
            return true;
    return false;
}

static bool has_string(const struct choices *choices, const struct json *value)
{
    if ((choices->lengths >> value->count % 64 & 1) == 0)
        return false;
    if (choices->text_count == 1)
        return is_text(choices->texts[0], value);
    if (choices->strings == NULL)
        return has_few_string(choices, value);
    return key_find(choices->strings, (struct slice){value->at, value->count}) != KEY_NONE;
}

static bool has_number(const struct choices *choices, const struct json *value)
{
    struct text text = {0};
    decimal_canonical(json_text(value), &text);
    bool found = key_find(choices->numbers, text_slice(&text)) != KEY_NONE;
    text_free(&text);
    return found;
}

CHECK(check_choices)
{
    const struct choices *choices = keyword->choices;
    if (value->type == JSON_STRING)
        return has_string(choices, value);
    if (choices->numbers != NULL && value->type == JSON_NUMBER && !number_is_wide(value))
        return has_number(choices, value);
    run->steps += choices->other_count;
    run_walks(run, value->end - value->offset);
    for (size_t i = 0; i < choices->other_count; i++)
        if (json_same(choices->others[i], value))
            return true;
    return false;
}

/* ---- counts ---- */

bool json_read_count(const struct json *value, uint64_t *count)
{
    *count = 0;
    if (value->type != JSON_NUMBER || !decimal_is_integer(json_text(value)))
        return false;
    struct text digits = {0};
    decimal_canonical(json_text(value), &digits);
    bool good = digits.length > 0 && digits.at[0] != '-';
    for (size_t i = 0; i < digits.length && good; i++) {
        uint64_t digit = (uint64_t)(digits.at[i] - '0');
        *count = *count > (UINT64_MAX - digit) / 10 ? UINT64_MAX : *count * 10 + digit;
        if (*count == UINT64_MAX)
            break;
    }
    text_free(&digits);
    return good;
}

COMPILE(compile_limit)
{
    uint64_t limit;
    if (!json_read_count(value, &limit))
        return keyword_fault(compiler, node, row, value, N_("a whole number that is not negative"));
    node_add(compiler, node, row, value)->limit = limit;
    return true;
}

/* A text has at most as many characters as bytes, and at least a quarter of them: most need not be counted.
 */
CHECK(check_min_length)
{
    if (value->count < keyword->limit)
        return false;
    run_walks(run, value->count);
    return (value->count + 3) / 4 >= keyword->limit || utf8_count(json_text(value)) >= keyword->limit;
}

CHECK(check_max_length)
{
    run_walks(run, value->count);
    return value->count <= keyword->limit || utf8_count(json_text(value)) <= keyword->limit;
}

CHECK(check_min_count)
{
    (void)run;
    return value->count >= keyword->limit;
}

CHECK(check_max_count)
{
    (void)run;
    return value->count <= keyword->limit;
}

/* ---- numbers ---- */

COMPILE(compile_number)
{
    if (value->type != JSON_NUMBER)
        return keyword_fault(compiler, node, row, value, N_("a number"));
    node_add(compiler, node, row, value);
    return true;
}

COMPILE(compile_multiple)
{
    static const struct slice zero = {"0", 1};
    if (value->type != JSON_NUMBER || decimal_compare(json_text(value), zero) <= 0)
        return keyword_fault(compiler, node, row, value, N_("a number above 0"));
    node_add(compiler, node, row, value);
    return true;
}

bool number_is_wide(const struct json *number)
{
    struct slice text = json_text(number);
    size_t at = 0;
    if (text.length < 6) /* "1e1000" is within the limits */
        return false;
    while (at < text.length && (text.at[at] | 0x20) != 'e')
        at++;
    long exponent = 0;
    for (size_t i = at + 1; i < text.length && exponent <= LIMIT_JSON_EXPONENT; i++)
        if (text.at[i] != '+' && text.at[i] != '-')
            exponent = exponent * 10 + (text.at[i] - '0');
    return exponent > LIMIT_JSON_EXPONENT || text.length > LIMIT_JSON_NUMBER_BYTES;
}

/* How the value compares to the keyword's; false when that is not calculated. */
static bool compare(struct run *run, const struct keyword *keyword, const struct json *value, int *order)
{
    *order = 0;
    if (number_is_wide(value) || number_is_wide(keyword->source)) {
        run_unknown(run, value, _("could not be checked: the number is larger than banchi calculates with"));
        return false;
    }
    *order = decimal_compare(json_text(value), json_text(keyword->source));
    return true;
}

CHECK(check_minimum)
{
    int order;
    return !compare(run, keyword, value, &order) || order >= 0;
}

CHECK(check_maximum)
{
    int order;
    return !compare(run, keyword, value, &order) || order <= 0;
}

CHECK(check_exclusive_minimum)
{
    int order;
    return !compare(run, keyword, value, &order) || order > 0;
}

CHECK(check_exclusive_maximum)
{
    int order;
    return !compare(run, keyword, value, &order) || order < 0;
}

/* A division of long numbers counts as the steps that it takes; a step is worth several of its digits. */
#define DIGITS_A_STEP 4

CHECK(check_multiple)
{
    int order;
    if (!compare(run, keyword, value, &order))
        return true;
    run->steps += decimal_multiple_work(json_text(value), json_text(keyword->source)) / DIGITS_A_STEP;
    return decimal_is_multiple(json_text(value), json_text(keyword->source));
}

/* ---- strings ---- */

COMPILE(compile_pattern)
{
    if (value->type != JSON_STRING)
        return keyword_fault(compiler, node, row, value, N_("a pattern as text"));
    struct pattern *pattern;
    if (!pattern_of(compiler, node, value, &pattern))
        return false;
    node_add(compiler, node, row, value)->pattern = pattern;
    return true;
}

CHECK(check_pattern)
{
    return run_matches(run, keyword->pattern, value, true);
}

/* The same in silence, of a pattern that needs no engine. */
CHECK(judge_pattern)
{
    run_walks(run, value->count);
    return pattern_match_quick(keyword->pattern, json_text(value));
}

static bool format_unknown(struct compiler *compiler, const struct schema_node *node,
                           const struct json *value)
{
    struct slice known[FORMATS_MOST];
    struct name_wanted wanted = {.code = CODE_M110,
                                 .message = _("the schema uses the unknown format {value}"),
                                 .known = known,
                                 .count = format_names(known)};
    return name_fault(compiler, node, value, &wanted);
}

COMPILE(compile_format)
{
    if (value->type != JSON_STRING)
        return keyword_fault(compiler, node, row, value, N_("the name of a format"));
    if (!compiler->options->formats && (node->resource->vocabularies & VOCABULARY_FORMAT_ASSERTION) == 0)
        return true;
    const struct format *format = format_find(json_text(value));
    if (format != NULL)
        node_add(compiler, node, row, value)->format = format;
    else if (!compiler->options->unknown_keywords)
        return format_unknown(compiler, node, value);
    return true;
}

/* Schemas ask a format again to tell its fault from another: what was just said is not worked out anew. */
CHECK(check_format)
{
    if (run->formatted != keyword->format || run->formatted_text != value->at) {
        run->formatted = keyword->format;
        run->formatted_text = value->at;
        run->steps += 2 * (uint64_t)value->count;
        run->formatted_well = keyword->format->valid(json_text(value), run->scratch);
    }
    return run->formatted_well;
}

/* ---- ours ---- */

COMPILE(compile_code)
{
    enum code code;
    if (value->type != JSON_STRING || !code_find(json_text(value), &code))
        return keyword_fault(compiler, node, row, value, N_("a code of the table, such as \"M201\""));
    node->code = (int16_t)code;
    return true;
}

COMPILE(compile_level)
{
    bool warning = slice_equals(json_text(value), "warning");
    if (!warning && !slice_equals(json_text(value), "error"))
        return keyword_fault(compiler, node, row, value, N_("\"error\" or \"warning\""));
    node->level = (int8_t)(warning ? LEVEL_WARNING : LEVEL_ERROR);
    return true;
}

COMPILE(compile_text)
{
    if (!json_is(json_get(value, "th"), JSON_STRING) || !json_is(json_get(value, "en"), JSON_STRING))
        return keyword_fault(compiler, node, row, value, N_("an object with texts \"th\" and \"en\""));
    if (slice_equals(row->name, "banchi:help"))
        node->help = value;
    else
        node->message = value;
    return true;
}
