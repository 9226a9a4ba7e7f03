/* A field's constraints, as rules: which of the type's values a cell may have. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/json_write.h"
#include "base/language.h"
#include "catalog/cell_make_parts.h"
#include "catalog/script.h"
#include "metadata/schema.h"

/* A list's items with its delimiter between them. */
static void write_list(const struct make *make, const struct json *json, struct text *out)
{
    for (size_t i = 0; i < json->count; i++) {
        const struct json *item = &json->items[i];
        if (i > 0)
            text_add_slice(out, make->rules->delimiter);
        if (json_is(item, JSON_STRING) || json_is(item, JSON_NUMBER))
            text_add_slice(out, json_text(item));
        else
            json_write_canonical(out, item);
    }
}

/* A point in the column's own format, whichever of the three it is given in. */
static bool write_point(const struct make *make, const struct json *json, struct text *out)
{
    static const char *const forms[][3] = {
        [FORM_DEFAULT] = {"", ",", ""},
        [FORM_ARRAY] = {"[", ",", "]"},
        [FORM_OBJECT] = {"{\"lon\":", ",\"lat\":", "}"},
    };
    bool list = json_is(json, JSON_ARRAY) && json->count == 2;
    const struct json *longitude = list ? &json->items[0] : json_get(json, "lon");
    const struct json *latitude = list ? &json->items[1] : json_get(json, "lat");
    if (!json_is(longitude, JSON_NUMBER) || !json_is(latitude, JSON_NUMBER))
        return false;
    const char *const *form = forms[make->rules->form];
    text_format(out, "%s%.*s%s%.*s%s", form[0], SLICE(json_text(longitude)), form[1],
                SLICE(json_text(latitude)), form[2]);
    return true;
}

/* A JSON value that is no text, as it would stand in a cell. */
static void write_cell(const struct make *make, const struct json *json, struct text *out)
{
    if (json_is(json, JSON_NUMBER))
        text_add_slice(out, json_text(json));
    else if (make->rules->type == CELL_LIST && json_is(json, JSON_ARRAY))
        write_list(make, json, out);
    else if (make->rules->type != CELL_GEOPOINT || !write_point(make, json, out))
        json_write_canonical(out, json);
}

/* A list, an object or null where a text is wanted: no cell would ever be equal to it. */
static bool put_no_text(struct make *make, const struct json *json, const char *path)
{
    bool text = make->rules->type == CELL_STRING || make->rules->type == CELL_ANY;
    if (!text || !(json_is(json, JSON_ARRAY) || json_is(json, JSON_OBJECT) || json_is(json, JSON_NULL)))
        return false;
    struct finding finding = {.code = CODE_D230,
                              .message = _("a text is wanted here"),
                              .hint = _("write it as it would stand in a cell")};
    make_put(make, json, path, &finding);
    return true;
}

/* A value of the dictionary as it would stand in a cell. A JSON number is written plainly, whatever
 * decimalChar the column has. */
enum cell_reason make_value(struct make *make, const struct json *json, struct cell_value *value,
                            struct slice *cell)
{
    struct cell_rules *rules = make->rules;
    struct cell_rules plain = *rules;
    struct text out = {0};
    bool number = rules->type == CELL_NUMBER || rules->type == CELL_INTEGER;
    *value = (struct cell_value){0};
    *cell = json_text(json);
    if (json_is(json, JSON_NUMBER) && number) {
        decimal_canonical(json_text(json), &out);
        plain.decimal_plain = plain.bare = true;
        plain.decimal_char = slice_of(".");
    } else if (!json_is(json, JSON_STRING)) {
        bool yes = json_is(json, JSON_TRUE), no = json_is(json, JSON_FALSE);
        if ((yes || no) && rules->type == CELL_BOOLEAN) {
            bool named = (yes ? rules->true_count : rules->false_count) > 0;
            *cell = named ? (yes ? rules->true_values : rules->false_values)[0]
                          : slice_of(yes ? "true" : "false");
            value->whole = yes;
            return REASON_NONE;
        }
        write_cell(make, json, &out);
    }
    if (out.length > 0)
        *cell = make_settled(make->arena, text_slice(&out));
    text_free(&out);
    enum cell_reason reason = cell_kind(rules->type)->read(&plain, *cell, &make->room, value);
    if (value->kind == VALUE_NUMBER)
        value->text = make_settled(make->arena, value->text);
    return reason;
}

static const char *const BOUNDS[BOUND_COUNT] = {
    [BOUND_MINIMUM] = "minimum",
    [BOUND_MAXIMUM] = "maximum",
    [BOUND_ABOVE] = "exclusiveMinimum",
    [BOUND_BELOW] = "exclusiveMaximum",
};

static const char *constraint_path(struct make *make, const char *name)
{
    return arena_format(make->arena, "constraints/%s", name);
}

static bool is_ordered(enum cell_type type)
{
    return type == CELL_NUMBER || type == CELL_INTEGER || (type >= CELL_DATE && type <= CELL_DURATION);
}

static void make_bounds(struct make *make)
{
    for (unsigned i = 0; i < BOUND_COUNT && is_ordered(make->rules->type); i++) {
        struct cell_bound *bound = &make->rules->bounds[i];
        struct slice cell;
        bound->given = json_get(make->constraints, BOUNDS[i]);
        if (!json_is(bound->given, JSON_STRING) && !json_is(bound->given, JSON_NUMBER))
            continue;
        enum cell_reason reason = make_value(make, bound->given, &bound->value, &cell);
        bound->set = reason == REASON_NONE;
        if (!bound->set)
            make_put_no_value(make, bound->given, cell, reason, constraint_path(make, BOUNDS[i]));
    }
}

static void check_bounds(struct make *make)
{
    static const struct {
        enum bound low, high;
        bool may_meet;
        const char *message;
    } rows[] = {
        {BOUND_MINIMUM, BOUND_MAXIMUM, true, N_("minimum is above maximum")},
        {BOUND_MINIMUM, BOUND_BELOW, false, N_("minimum is not below exclusiveMaximum")},
        {BOUND_ABOVE, BOUND_MAXIMUM, false, N_("exclusiveMinimum is not below maximum")},
        {BOUND_ABOVE, BOUND_BELOW, false, N_("exclusiveMinimum is not below exclusiveMaximum")},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct cell_bound *low = &make->rules->bounds[rows[i].low],
                                *high = &make->rules->bounds[rows[i].high];
        if (!low->set || !high->set)
            continue;
        enum cell_order order = cell_compare(&low->value, &high->value);
        if (order == ORDER_ABOVE || (order == ORDER_EQUAL && !rows[i].may_meet))
            make_put_contradiction(make, low->given, constraint_path(make, BOUNDS[rows[i].low]),
                                   _(rows[i].message));
    }
}

/* A count of the dictionary; `otherwise` where it is none, or larger than any cell. */
static size_t count_of(const struct json *object, const char *key, size_t otherwise)
{
    const struct json *value = json_get(object, key);
    struct text plain = {0};
    size_t count = 0;
    if (!json_is(value, JSON_NUMBER) || !decimal_is_integer(json_text(value)))
        return otherwise;
    decimal_canonical(json_text(value), &plain);
    bool good = plain.length <= 15;
    for (size_t i = 0; i < plain.length; i++) {
        good = good && plain.at[i] >= '0' && plain.at[i] <= '9';
        count = count * 10 + (size_t)(plain.at[i] - '0');
    }
    text_free(&plain);
    return good ? count : otherwise;
}

static void make_lengths(struct make *make)
{
    struct cell_rules *rules = make->rules;
    bool measured = rules->type == CELL_STRING || rules->type == CELL_OBJECT || rules->type == CELL_ARRAY ||
                    rules->type == CELL_LIST;
    rules->max_length = SIZE_MAX;
    rules->size = count_of(make->json, "banchi:size", 0);
    if (!measured)
        return;
    rules->min_length = count_of(make->constraints, "minLength", 0);
    rules->max_length = count_of(make->constraints, "maxLength", SIZE_MAX);
    if (rules->min_length > rules->max_length)
        make_put_contradiction(make, json_get(make->constraints, "minLength"),
                               constraint_path(make, "minLength"), _("minLength is above maxLength"));
}

static int compare_slices(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

/* A value of enum that was typed wrong would have every cell that is right refused. */
static void check_script(struct make *make, const struct json *value, const char *path)
{
    struct cell_verdict verdict;
    struct slice text = json_text(value);
    if (!json_is(value, JSON_STRING) || script_judge(text, NULL) == SCRIPT_CLEAN)
        return;
    cell_judge(cell_rules_any(), text, &make->room, &verdict);
    struct finding finding = {0};
    cell_explain(cell_rules_any(), text, &verdict, make->arena, &finding);
    make_put(make, value, path, &finding);
}

const struct json *make_choice(const struct make *make, const struct json *list, size_t item)
{
    const struct json *given = &list->items[item];
    bool category = list == json_get(make->json, "categories") && json_is(given, JSON_OBJECT);
    return category ? json_get(given, "value") : given;
}

static void make_choices(struct make *make, const struct json *list, const char *path,
                         struct cell_choices *choices)
{
    if (!json_is(list, JSON_ARRAY))
        return;
    struct slice *keys = arena_array(make->arena, list->count, sizeof *keys);
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct json *item = make_choice(make, list, i);
        struct cell_value value;
        struct slice cell;
        if (item == NULL || put_no_text(make, item, arena_format(make->arena, "%s/%zu", path, i)))
            continue;
        enum cell_reason reason = make_value(make, item, &value, &cell);
        if (reason != REASON_NONE) {
            make_put_no_value(make, item, cell, reason, arena_format(make->arena, "%s/%zu", path, i));
            continue;
        }
        if (make->rules->type == CELL_STRING || make->rules->type == CELL_ANY)
            check_script(make, item, arena_format(make->arena, "%s/%zu", path, i));
        text_clear(&make->room.key);
        cell_kind(make->rules->type)->add_key(make->rules, cell, &value, &make->room.key);
        keys[count++] = make_settled(make->arena, text_slice(&make->room.key));
    }
    qsort(keys, count, sizeof *keys, compare_slices);
    *choices = (struct cell_choices){.keys = keys, .count = count, .given = list};
}

/* XML Schema, whose syntax patterns have in Table Schema, takes letters out of a class: [a-z-[aeiou]]. In
 * ECMA-262 with the u flag that is nothing at all; (?:(?![aeiou])[a-z]) says the same. Adds the class that
 * begins at `at` and returns the place behind it; `at` itself where it does not end. */
static size_t add_class(struct slice pattern, size_t at, struct text *out)
{
    size_t end = at + 1;
    struct text less = {0};
    bool subtracts = false;
    while (end < pattern.length && pattern.at[end] != ']' && !subtracts) {
        bool nested =
            pattern.at[end] == '-' && end > at + 1 && end + 1 < pattern.length && pattern.at[end + 1] == '[';
        text_clear(&less);
        size_t behind = nested ? add_class(pattern, end + 1, &less) : end;
        subtracts = nested && behind > end + 1 && behind < pattern.length && pattern.at[behind] == ']';
        if (subtracts) {
            text_format(out, "(?:(?!%.*s)%.*s])", (int)less.length, less.at, (int)(end - at),
                        pattern.at + at);
            end = behind;
        } else {
            end += pattern.at[end] == '\\' ? 2 : 1;
        }
    }
    bool ended = end < pattern.length;
    if (ended && !subtracts)
        text_add_bytes(out, pattern.at + at, end + 1 - at);
    text_free(&less);
    return ended ? end + 1 : at;
}

static struct slice as_ecma(struct arena *arena, struct slice pattern)
{
    struct text out = {0};
    for (size_t at = 0; at < pattern.length;) {
        size_t behind = pattern.at[at] == '[' ? add_class(pattern, at, &out) : at;
        if (behind > at) {
            at = behind;
            continue;
        }
        size_t length = pattern.at[at] == '\\' && at + 1 < pattern.length ? 2 : 1;
        text_add_bytes(&out, pattern.at + at, length);
        at += length;
    }
    struct slice made = make_settled(arena, text_slice(&out));
    text_free(&out);
    return made;
}

/* Table Schema's patterns match the whole cell. */
static struct slice whole_cell(struct arena *arena, struct slice pattern)
{
    struct text out = {0};
    text_add(&out, "^(?:");
    text_add_slice(&out, pattern);
    text_add(&out, ")$");
    struct slice whole = make_settled(arena, text_slice(&out));
    text_free(&out);
    return whole;
}

static void make_pattern(struct make *make)
{
    const struct json *given = json_get(make->constraints, "pattern");
    if (!json_is(given, JSON_STRING) || make->rules->type != CELL_STRING)
        return;
    const char *why = "";
    struct pattern *alone;
    struct slice pattern = as_ecma(make->arena, json_text(given));
    enum pattern_state state = pattern_compile(make->arena, pattern, &alone, &why);
    pattern_close(alone);
    if (state == PATTERN_GOOD)
        state = pattern_compile(make->arena, whole_cell(make->arena, pattern), &make->rules->pattern, &why);
    if (state != PATTERN_UNTRANSLATED)
        return;
    struct finding finding = {
        .code = CODE_D233,
        .level = LEVEL_NOT_CHECKED,
        .message = arena_format(
            make->arena, _("the pattern cannot be used, so that no cell is checked by it: %s"), _(why)),
        .hint = _("write it otherwise"),
    };
    make_put(make, given, "constraints/pattern", &finding);
}

static void make_schema(struct make *make)
{
    const struct json *given = json_get(make->constraints, "jsonSchema");
    if (!json_is(given, JSON_OBJECT) || (make->rules->type != CELL_OBJECT && make->rules->type != CELL_ARRAY))
        return;
    struct json_document *document = arena_alloc(make->arena, sizeof *document);
    *document = make->dictionary->document;
    document->root = *given;
    struct schema_options options = {
        .draft = SCHEMA_DRAFT_2020_12, .unknown_keywords = true, .formats = true};
    make->rules->schema = schema_compile(make->arena, document, &options, make->sink);
}

static bool is_of_primary_key(const struct make *make)
{
    const struct json *key = json_get(&make->dictionary->document.root, "primaryKey");
    struct slice name = make->rules->field->name;
    if (json_is(key, JSON_STRING))
        return slice_equal(json_text(key), name);
    for (size_t i = 0; json_is(key, JSON_ARRAY) && i < key->count; i++)
        if (json_is(&key->items[i], JSON_STRING) && slice_equal(json_text(&key->items[i]), name))
            return true;
    return false;
}

static bool is_set(const struct cell_rules *rules)
{
    bool bounded = false;
    for (unsigned i = 0; i < BOUND_COUNT; i++)
        bounded = bounded || rules->bounds[i].set;
    bool year = rules->type == CELL_YEAR || rules->type == CELL_YEARMONTH || rules->type == CELL_INTEGER;
    return bounded || rules->min_length > 0 || rules->max_length < SIZE_MAX || rules->size > 0 ||
           rules->pattern != NULL || rules->schema != NULL || rules->choices.given != NULL ||
           rules->categories.given != NULL || rules->watches_total || rules->watches_script || year;
}

/* Total rows have their name in a dimension; where no role is said, in the first column of texts. */
static bool may_name_totals(const struct make *make)
{
    struct slice role = make_text(make->json, "banchi:role", "");
    bool first = slice_equals(make->rules->field->type, "string");
    for (size_t i = 0; i < make->field; i++)
        first = first && !slice_equals(make->dictionary->fields[i].type, "string");
    return role.length == 0 ? first : slice_equals(role, "dimension");
}

void make_constraints(struct make *make)
{
    struct cell_rules *rules = make->rules;
    rules->required = json_get_true(make->constraints, "required") || is_of_primary_key(make);
    rules->unique = json_get_true(make->constraints, "unique");
    make_lengths(make);
    make_bounds(make);
    check_bounds(make);
    make_pattern(make);
    make_schema(make);
    make_choices(make, json_get(make->constraints, "enum"), "constraints/enum", &rules->choices);
    if (rules->type == CELL_STRING || rules->type == CELL_INTEGER)
        make_choices(make, json_get(make->json, "categories"), "categories", &rules->categories);
    bool free = (rules->type == CELL_STRING || rules->type == CELL_ANY) && rules->choices.given == NULL &&
                rules->categories.given == NULL;
    rules->watches_script = free;
    rules->watches_total = free && may_name_totals(make);
    rules->constrained = is_set(rules);
}
