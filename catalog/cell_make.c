/* Fields of the dictionary made into rules; what is wrong with a field is told at its place.
 *
 * What the profile "dictionary" says already (a type that there is not, a minimum in a list) is passed over
 * here.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/json_write.h"
#include "base/language.h"
#include "catalog/cell_rules.h"
#include "catalog/dictionary.h"
#include "catalog/script.h"
#include "metadata/schema.h"

struct make {
    struct arena *arena;
    struct dictionary *dictionary;
    size_t field;
    const struct json *json;
    const struct json *constraints;
    struct cell_rules *rules;
    struct cell_room room;
    struct finding_sink *sink;
};

/* ---- faults of the dictionary ---- */

/* `path` is beneath the field: "constraints/minimum". */
static void put(struct make *make, const struct json *value, const char *path, struct finding *finding)
{
    const char *slash = NULL;
    for (const char *at = path; *at != '\0'; at++)
        slash = *at == '/' && !(at[1] >= '0' && at[1] <= '9') ? at : slash;
    finding->field = slash ? slash + 1 : path;
    finding->pointer = arena_format(make->arena, "/fields/%zu/%s", make->field, path);
    finding->value = json_text(value);
    json_locate(&make->dictionary->document, value->offset, finding);
    finding_put(make->sink, finding);
}

/* Why the judge would refuse a value of the dictionary. */
static struct finding cause_of(struct make *make, struct slice cell, enum cell_reason reason)
{
    struct cell_verdict verdict = {.reason = reason};
    struct finding cause = {0};
    cell_explain(make->rules, cell, &verdict, make->arena, &cause);
    return cause;
}

static void put_no_value(struct make *make, const struct json *value, struct slice cell,
                         enum cell_reason reason, const char *path)
{
    struct finding cause = cause_of(make, cell, reason), finding = {.code = CODE_D230, .hint = cause.hint};
    finding.message = arena_format(make->arena, _("this is no value of the column's type, %s: %s"),
                                   cell_kind(make->rules->type)->name, cause.message);
    put(make, value, path, &finding);
}

static void put_contradiction(struct make *make, const struct json *value, const char *path,
                              const char *message)
{
    struct finding finding = {
        .code = CODE_D231, .message = message, .hint = _("no cell could keep to both: correct one of them")};
    put(make, value, path, &finding);
}

/* ---- small parts ---- */

static struct slice text_of(const struct json *object, const char *key, const char *otherwise)
{
    const struct json *value = json_get(object, key);
    return json_is(value, JSON_STRING) && value->count > 0 ? json_text(value) : slice_of(otherwise);
}

static struct slice settled(struct arena *arena, struct slice text)
{
    return (struct slice){slice_copy(arena, text), text.length};
}

/* The texts of a list: strings, or objects with a "value". */
static const struct slice *texts_of(struct arena *arena, const struct json *list, size_t *count)
{
    struct slice *texts = arena_array(arena, list->count, sizeof *texts);
    *count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct json *item = &list->items[i];
        if (json_is(item, JSON_OBJECT))
            item = json_get(item, "value");
        if (json_is(item, JSON_STRING))
            texts[(*count)++] = json_text(item);
    }
    return texts;
}

static const struct slice *texts_or(struct arena *arena, const struct json *list,
                                    const struct slice *otherwise, size_t *count)
{
    return json_is(list, JSON_ARRAY) ? texts_of(arena, list, count) : otherwise;
}

/* ---- type and format ---- */

static const struct {
    const char *name;
    enum cell_form form;
} FORMS[] = {
    {"default", FORM_DEFAULT}, {"any", FORM_ANY},       {"email", FORM_EMAIL},
    {"uri", FORM_URI},         {"binary", FORM_BINARY}, {"uuid", FORM_UUID},
    {"array", FORM_ARRAY},     {"object", FORM_OBJECT}, {"topojson", FORM_TOPOJSON},
};

static bool is_temporal(enum cell_type type)
{
    return type == CELL_DATE || type == CELL_TIME || type == CELL_DATETIME;
}

static void make_format(struct make *make)
{
    struct cell_rules *rules = make->rules;
    struct slice format = text_of(make->json, "format", "default");
    if (slice_starts(format, "fmt:")) /* of version 0 */
        format = (struct slice){format.at + 4, format.length - 4};
    rules->format = format;
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
        if (slice_equals(format, FORMS[i].name))
            rules->form = FORMS[i].form;
    if (!is_temporal(rules->type) || rules->form != FORM_DEFAULT || slice_equals(format, "default"))
        return;
    struct slice unknown = strptime_unknown(format);
    rules->form = FORM_PATTERN;
    if (unknown.length == 0)
        return;
    struct finding finding = {
        .code = CODE_D232,
        .level = LEVEL_NOT_CHECKED,
        .message = arena_format(make->arena, _("banchi does not know \"%.*s\" in a format"), SLICE(unknown)),
        .hint = _("use %d, %m, %Y, %y, %b, %B, %H, %M, %S and the like: `man banchi-dictionary` lists them"),
    };
    put(make, json_get(make->json, "format"), "format", &finding);
    rules->type = CELL_ANY;
    rules->form = FORM_DEFAULT;
}

static void make_numbers(struct make *make)
{
    struct cell_rules *rules = make->rules;
    rules->decimal_char = text_of(make->json, "decimalChar", ".");
    rules->group_char = text_of(make->json, "groupChar", "");
    rules->bare = !json_is(json_get(make->json, "bareNumber"), JSON_FALSE);
    rules->decimal_plain =
        slice_equals(rules->decimal_char, ".") && rules->group_char.length == 0 && rules->bare;
    if (rules->type == CELL_NUMBER && slice_equal(rules->decimal_char, rules->group_char))
        put_contradiction(make, json_get(make->json, "groupChar"), "groupChar",
                          _("the grouping character is the decimal character as well"));
}

static const struct slice TRUE_VALUES[] = {{"true", 4}, {"True", 4}, {"TRUE", 4}, {"1", 1}};
static const struct slice FALSE_VALUES[] = {{"false", 5}, {"False", 5}, {"FALSE", 5}, {"0", 1}};

static void make_booleans(struct make *make)
{
    struct cell_rules *rules = make->rules;
    const struct json *given = json_get(make->json, "falseValues");
    rules->true_count = rules->false_count = 4;
    rules->true_values =
        texts_or(make->arena, json_get(make->json, "trueValues"), TRUE_VALUES, &rules->true_count);
    rules->false_values = texts_or(make->arena, given, FALSE_VALUES, &rules->false_count);
    for (size_t i = 0; rules->type == CELL_BOOLEAN && i < rules->false_count; i++)
        for (size_t j = 0; j < rules->true_count; j++)
            if (slice_equal(rules->false_values[i], rules->true_values[j])) {
                bool here = json_is(given, JSON_ARRAY);
                const char *key = here ? "falseValues" : "trueValues";
                put_contradiction(make, json_get(make->json, key), key,
                                  _("one text stands for true and for false"));
                return;
            }
}

static void make_list(struct make *make)
{
    enum cell_type type = CELL_STRING;
    struct cell_rules *item = arena_alloc(make->arena, sizeof *item);
    make->rules->delimiter = text_of(make->json, "delimiter", ",");
    cell_type_find(text_of(make->json, "itemType", "string"), &type);
    *item = (struct cell_rules){
        .type = type,
        .format = slice_of("default"),
        .decimal_char = slice_of("."),
        .decimal_plain = true,
        .bare = true,
        .true_values = TRUE_VALUES,
        .true_count = 4,
        .false_values = FALSE_VALUES,
        .false_count = 4,
        .era = make->rules->era,
        .max_length = SIZE_MAX,
    };
    make->rules->item = item;
}

static void make_missing(struct make *make)
{
    static const struct slice empty = {"", 0};
    const struct json *list = make->rules->field->missing;
    const struct json *null = make->dictionary->null;
    make->rules->missing_count = 1;
    make->rules->missing = list ? texts_of(make->arena, list, &make->rules->missing_count) : &empty;
    if (null == NULL)
        return;
    size_t count = make->rules->missing_count;
    struct slice *more = arena_array(make->arena, count + 1, sizeof *more);
    for (size_t i = 0; i < count; i++)
        more[i] = make->rules->missing[i];
    more[count] = json_text(null);
    make->rules->missing = more;
    make->rules->missing_count = count + 1;
}

/* ---- constraints ---- */

/* A value of the dictionary as it would stand in a cell. A JSON number is written plainly, whatever
 * decimalChar the column has. */
static enum cell_reason read_value(struct make *make, const struct json *json, struct cell_value *value,
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
        if (json_is(json, JSON_NUMBER))
            text_add_slice(&out, json_text(json));
        else
            json_write_canonical(&out, json);
    }
    if (out.length > 0)
        *cell = settled(make->arena, text_slice(&out));
    text_free(&out);
    enum cell_reason reason = cell_kind(rules->type)->read(&plain, *cell, &make->room, value);
    if (value->kind == VALUE_NUMBER)
        value->text = settled(make->arena, value->text);
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
        enum cell_reason reason = read_value(make, bound->given, &bound->value, &cell);
        bound->set = reason == REASON_NONE;
        if (!bound->set)
            put_no_value(make, bound->given, cell, reason, constraint_path(make, BOUNDS[i]));
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
            put_contradiction(make, low->given, constraint_path(make, BOUNDS[rows[i].low]),
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
        put_contradiction(make, json_get(make->constraints, "minLength"), constraint_path(make, "minLength"),
                          _("minLength is above maxLength"));
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
    put(make, value, path, &finding);
}

/* A category may be an object with its value. */
static const struct json *choice_value(const struct make *make, const struct json *item)
{
    return json_is(item, JSON_OBJECT) && make->rules->type != CELL_OBJECT ? json_get(item, "value") : item;
}

static void make_choices(struct make *make, const struct json *list, const char *path,
                         struct cell_choices *choices)
{
    if (!json_is(list, JSON_ARRAY))
        return;
    struct slice *keys = arena_array(make->arena, list->count, sizeof *keys);
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct json *item = choice_value(make, &list->items[i]);
        struct cell_value value;
        struct slice cell;
        if (item == NULL)
            continue;
        enum cell_reason reason = read_value(make, item, &value, &cell);
        if (reason != REASON_NONE) {
            put_no_value(make, item, cell, reason, arena_format(make->arena, "%s/%zu", path, i));
            continue;
        }
        if (make->rules->type == CELL_STRING || make->rules->type == CELL_ANY)
            check_script(make, item, arena_format(make->arena, "%s/%zu", path, i));
        text_clear(&make->room.key);
        cell_kind(make->rules->type)->add_key(make->rules, cell, &value, &make->room.key);
        keys[count++] = settled(make->arena, text_slice(&make->room.key));
    }
    qsort(keys, count, sizeof *keys, compare_slices);
    *choices = (struct cell_choices){.keys = keys, .count = count, .given = list};
}

/* Table Schema's patterns match the whole cell. */
static struct slice whole_cell(struct arena *arena, struct slice pattern)
{
    struct text out = {0};
    text_add(&out, "^(?:");
    text_add_slice(&out, pattern);
    text_add(&out, ")$");
    struct slice whole = settled(arena, text_slice(&out));
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
    enum pattern_state state = pattern_compile(make->arena, json_text(given), &alone, &why);
    pattern_close(alone);
    if (state == PATTERN_GOOD)
        state = pattern_compile(make->arena, whole_cell(make->arena, json_text(given)), &make->rules->pattern,
                                &why);
    if (state != PATTERN_UNTRANSLATED)
        return;
    struct finding finding = {
        .code = CODE_D233,
        .level = LEVEL_NOT_CHECKED,
        .message = arena_format(
            make->arena, _("the pattern cannot be used, so that no cell is checked by it: %s"), _(why)),
        .hint = _("write it otherwise"),
    };
    put(make, given, "constraints/pattern", &finding);
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

static void make_era(struct make *make)
{
    struct slice era = text_of(make->json, "banchi:era", "");
    make->rules->era = slice_equals(era, "buddhist") ? ERA_BUDDHIST
                       : slice_equals(era, "common") ? ERA_COMMON
                                                     : ERA_UNSAID;
}

static void make_constraints(struct make *make)
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
    rules->watches_total = free && slice_equals(text_of(make->json, "banchi:role", ""), "dimension");
    rules->constrained = is_set(rules);
}

/* ---- values of the dictionary keep to the field's other rules ---- */

static void check_choices(struct make *make, const struct json *list, const char *path)
{
    struct cell_rules rules = *make->rules;
    rules.choices.given = NULL;
    rules.watches_script = false;
    if (list == rules.categories.given)
        rules.categories.given = NULL;
    for (size_t i = 0; json_is(list, JSON_ARRAY) && i < list->count; i++) {
        const struct json *item = choice_value(make, &list->items[i]);
        struct cell_value value;
        struct slice cell;
        struct cell_verdict verdict;
        if (item == NULL || read_value(make, item, &value, &cell) != REASON_NONE ||
            cell_is_missing(&rules, cell))
            continue;
        if (cell_judge(&rules, cell, &make->room, &verdict) != CELL_FAULTY || verdict.level != LEVEL_ERROR)
            continue;
        struct finding cause = {0}, finding = {.code = CODE_D231};
        cell_explain(&rules, cell, &verdict, make->arena, &cause);
        finding.message =
            arena_format(make->arena, _("the value is allowed here, and not by the column's other rules: %s"),
                         cause.message);
        finding.hint = cause.hint;
        put(make, item, arena_format(make->arena, "%s/%zu", path, i), &finding);
    }
}

static void check_example(struct make *make, const char *key)
{
    const struct json *given = json_get(make->json, key);
    struct cell_value value;
    struct slice cell;
    struct cell_verdict verdict;
    if (given == NULL || json_is(given, JSON_NULL))
        return;
    (void)read_value(make, given, &value, &cell);
    if (cell_judge(make->rules, cell, &make->room, &verdict) == CELL_FINE || verdict.state == CELL_MISSING ||
        verdict.level == LEVEL_WARNING)
        return;
    struct finding cause = {0}, finding = {.code = CODE_D234};
    cell_explain(make->rules, cell, &verdict, make->arena, &cause);
    finding.message = arena_format(make->arena, _("the example does not keep to the column's own rules: %s"),
                                   cause.message);
    finding.hint = cause.hint;
    put(make, given, key, &finding);
}

const struct cell_rules *cell_rules_make(struct arena *arena, struct dictionary *dictionary, size_t field,
                                         struct finding_sink *sink)
{
    struct finding_counter silent = finding_counter();
    const struct dictionary_field *described = &dictionary->fields[field];
    struct cell_rules *rules = arena_alloc(arena, sizeof *rules);
    struct make make = {
        .arena = arena,
        .dictionary = dictionary,
        .field = field,
        .json = described->json,
        .constraints = json_get(described->json, "constraints"),
        .rules = rules,
        .sink = sink != NULL ? sink : &silent.sink,
    };
    *rules =
        (struct cell_rules){.type = CELL_ANY, .field = described, .name = slice_copy(arena, described->name)};
    cell_type_find(described->type, &rules->type);
    make_era(&make);
    make_format(&make);
    make_numbers(&make);
    make_booleans(&make);
    make_list(&make);
    make_missing(&make);
    make_constraints(&make);
    check_choices(&make, rules->choices.given, "constraints/enum");
    check_choices(&make, rules->categories.given, "categories");
    check_example(&make, "banchi:example");
    check_example(&make, "example");
    cell_room_free(&make.room);
    return rules;
}

void cell_rules_close(const struct cell_rules *rules)
{
    if (rules == NULL)
        return;
    pattern_close(rules->pattern);
    schema_close(rules->schema);
}
