/* What is said when a keyword fails: what is wrong, what is allowed, what is nearest. */
#include "metadata/schema_parts.h"

#include "base/utf8.h"
#include "metadata/format.h"
#include "metadata/nearest.h"

#define CHOICES_SHOWN 10
#define CHOICES_SHOWN_BYTES 400
#define CHOICE_SHOWN_COLUMNS 200
#define PATTERN_SHOWN_COLUMNS 400
#define CAUSES_SHOWN 3

static struct arena *arena_of(struct run *run)
{
    return run->report->arena;
}

/* Moves a text into the arena. */
static const char *settled(struct run *run, struct text *text)
{
    const char *settled = arena_copy(arena_of(run), text->at != NULL ? text->at : "", text->length);
    text_free(text);
    return settled;
}

/* ---- type ---- */

static const char *const kind_names[] = {
    [JSON_NULL] = N_("null"),          [JSON_FALSE] = N_("true or false"),
    [JSON_TRUE] = N_("true or false"), [JSON_NUMBER] = N_("a number"),
    [JSON_STRING] = N_("a text"),      [JSON_ARRAY] = N_("a list"),
    [JSON_OBJECT] = N_("an object"),   [JSON_OBJECT + 1] = N_("a whole number"),
};

/* True or false, written as a text. */
static struct remedy truth_meant(struct slice text)
{
    static const struct {
        const char *word, *meant;
    } words[] = {{"true", "true"},   {"True", "true"},   {"yes", "true"}, {"ใช่", "true"},    {"1", "true"},
                 {"false", "false"}, {"False", "false"}, {"no", "false"}, {"ไม่ใช่", "false"}, {"0", "false"}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_equals(slice_trim(text), words[i].word))
            return (struct remedy){REMEDY_SET, slice_of(words[i].meant)};
    return (struct remedy){REMEDY_FILL, {0}};
}

EXPLAIN(explain_type)
{
    struct text wanted = {0};
    for (unsigned kind = JSON_NULL; kind <= JSON_OBJECT + 1; kind++) {
        if (kind == JSON_FALSE || (keyword->limit >> kind & 1) == 0)
            continue;
        text_add(&wanted, wanted.length > 0 ? _(" or ") : "");
        text_add(&wanted, _(kind_names[kind]));
    }
    const char *found = value->type == JSON_NUMBER && (keyword->limit & KIND_INTEGER) != 0
                            ? N_("a number with a fraction")
                            : kind_names[value->type];
    fault->message =
        arena_format(arena_of(run), _("this must be %s, but it is %s"), settled(run, &wanted), _(found));
    if (value->type == JSON_STRING && (keyword->limit & KIND(JSON_TRUE)) != 0)
        fault->remedy = truth_meant(json_text(value));
    if (keyword->limit == KIND_ARRAY && value->type == JSON_STRING)
        fault->hint = _("write the text within square brackets: [\"...\"]");
    if (keyword->limit == KIND_STRING && value->type != JSON_ARRAY && value->type != JSON_OBJECT)
        fault->hint = _("write it within quotation marks: \"...\"");
}

/* ---- choices ---- */

/* Schemas may hold texts of any length, and findings repeat them. */
static void shortened_add(struct text *out, struct slice text, size_t columns)
{
    size_t most = 4 * columns; /* letters of no width count for some */
    struct slice begin = {text.at, text.length < most ? text.length : most};
    while (begin.length < text.length && ((unsigned char)text.at[begin.length] & 0xC0) == 0x80)
        begin.length--;
    struct slice shown = text.length <= columns ? text : utf8_cut(begin, columns);
    text_add_shown(out, shown);
    text_add(out, shown.length < text.length ? "…" : "");
}

static void choice_add(struct text *out, struct slice choice, bool quoted)
{
    text_add(out, out->length > 0 ? ", " : "");
    text_add(out, quoted ? "\"" : "");
    shortened_add(out, choice, CHOICE_SHOWN_COLUMNS);
    text_add(out, quoted ? "\"" : "");
}

static const char *choices_listed(struct run *run, const struct choices *choices, bool *cut)
{
    struct text list = {0};
    struct slice schema = run->frame->node->resource->document->text;
    size_t count = choices->text_count + choices->other_count, shown = 0;
    for (; shown < count && shown < CHOICES_SHOWN && list.length < CHOICES_SHOWN_BYTES; shown++) {
        if (shown < choices->text_count) {
            choice_add(&list, choices->texts[shown], true);
            continue;
        }
        const struct json *other = choices->others[shown - choices->text_count];
        choice_add(&list, (struct slice){schema.at + other->offset, other->end - other->offset}, false);
    }
    *cut = shown < count;
    if (*cut)
        text_format(&list, _(" and %zu more"), count - shown);
    return settled(run, &list);
}

void suggest(struct run *run, struct fault *fault, enum remedy_kind kind, struct slice meant)
{
    fault->remedy = (struct remedy){kind, meant};
    fault->meant = true;
    fault->hint = arena_format(arena_of(run), _("did you mean \"%s\"?"), slice_shown(arena_of(run), meant));
}

/* What people say for one of the choices: `banchi:synonyms` beside them, an object of such words. */
static struct slice synonym_meant(struct run *run, struct arena *scratch, struct slice value)
{
    const struct json *synonyms = json_get(run->frame->node->source, "banchi:synonyms");
    for (uint32_t i = 0; json_is(synonyms, JSON_OBJECT) && i < synonyms->count; i++)
        if (nearest_is_same(scratch, json_text(&synonyms->members[i].key), value))
            return json_text(&synonyms->members[i].value);
    return (struct slice){0};
}

/* What looking for the nearest of so many texts costs, in hints: long texts among many count for several. */
static size_t hint_cost(struct slice value, size_t count)
{
    size_t letters = utf8_count(value);
    if (letters > LIMIT_NEAREST_LETTERS)
        return 1;
    return 1 + letters * letters * (count < LIMIT_NEAREST_CHOICES ? count : LIMIT_NEAREST_CHOICES) / 65536;
}

struct slice choice_meant(struct run *run, struct slice value, const struct slice *choices, size_t count)
{
    struct arena scratch = {0};
    if (run->hints >= LIMIT_NEAREST_HINTS)
        return (struct slice){0};
    run->hints += hint_cost(value, count);
    struct slice meant = synonym_meant(run, &scratch, value);
    long nearest = meant.length > 0 ? -1 : nearest_choice(&scratch, value, choices, count);
    arena_free(&scratch);
    return nearest < 0 ? meant : choices[nearest];
}

static struct slice only_choice(struct run *run, const struct choices *choices)
{
    if (choices->text_count > 0)
        return choices->texts[0];
    struct slice schema = run->frame->node->resource->document->text;
    return (struct slice){schema.at + choices->others[0]->offset,
                          choices->others[0]->end - choices->others[0]->offset};
}

static const char *choices_message(const struct choices *choices, const struct json *value)
{
    if (choices->text_count + choices->other_count == 1)
        return _("{value} stands where only %s may");
    if (choices->text_count + choices->other_count == 0)
        return _("{value} stands where nothing is allowed");
    if (json_is(value, JSON_STRING) && slice_trim(json_text(value)).length == 0)
        return _("nothing is chosen yet; the allowed values are %s");
    return _("{value} is not one of the allowed values: %s");
}

/* A choice that differs in its quotation marks alone. */
static void explain_quotes(struct run *run, const struct choices *choices, const struct json *value,
                           struct fault *fault)
{
    struct slice shown = value_shown(run, value), schema = run->frame->node->resource->document->text;
    bool text = value->type == JSON_STRING;
    size_t count = text ? choices->other_count : choices->text_count;
    if (run->hints >= LIMIT_NEAREST_HINTS)
        return;
    run->hints++;
    for (size_t i = 0; i < count && i < LIMIT_NEAREST_CHOICES; i++) {
        const struct json *other = text ? choices->others[i] : NULL;
        struct slice choice =
            text ? (struct slice){schema.at + other->offset, other->end - other->offset} : choices->texts[i];
        if (slice_equal(choice, shown))
            fault->hint =
                text ? _("write it without quotation marks") : _("write it within quotation marks: \"...\"");
    }
}

EXPLAIN(explain_choices)
{
    const struct choices *choices = keyword->choices;
    const char *list = choices_listed(run, choices, &fault->cut);
    struct slice meant = {0};
    fault->cut = fault->cut && run->schema->explained;
    fault->value = value_shown(run, value);
    fault->message = arena_format(arena_of(run), choices_message(choices, value), list);
    if (value->type == JSON_STRING)
        meant = choice_meant(run, json_text(value), choices->texts, choices->text_count);
    if (meant.length > 0)
        suggest(run, fault, REMEDY_SET, meant);
    else if (choices->text_count + choices->other_count == 1)
        fault->remedy = (struct remedy){REMEDY_SET, only_choice(run, choices)};
    explain_quotes(run, choices, value, fault);
}

/* ---- numbers ---- */

EXPLAIN(explain_number)
{
    static const struct {
        bool (*check)(struct run *run, const struct keyword *keyword, const struct json *value);
        const char *message;
    } messages[] = {
        {check_minimum, N_("{value} is too small; at least %.*s is allowed")},
        {check_maximum, N_("{value} is too large; at most %.*s is allowed")},
        {check_exclusive_minimum, N_("{value} is too small; it must be above %.*s")},
        {check_exclusive_maximum, N_("{value} is too large; it must be below %.*s")},
        {check_multiple, N_("{value} is not a multiple of %.*s")},
    };
    fault->value = value_shown(run, value);
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++)
        if (messages[i].check == keyword->check)
            fault->message =
                arena_format(arena_of(run), _(messages[i].message), SLICE(json_text(keyword->source)));
}

/* ---- sizes ---- */

static const char *count_shown(struct run *run, uint64_t count)
{
    struct text shown = {0};
    text_add_count(&shown, count);
    return settled(run, &shown);
}

static void explain_size(struct run *run, struct fault *fault, const char *message, uint64_t is,
                         uint64_t limit)
{
    fault->message = arena_format(arena_of(run), message, count_shown(run, is), count_shown(run, limit));
}

EXPLAIN(explain_min_length)
{
    if (value->count == 0)
        fault->message = _("this text is empty");
    else
        explain_size(run, fault, _("the text is too short: %s of at least %s characters"),
                     utf8_count(json_text(value)), keyword->limit);
}

EXPLAIN(explain_max_length)
{
    explain_size(run, fault, _("the text is too long: %s of at most %s characters"),
                 utf8_count(json_text(value)), keyword->limit);
    if (keyword->limit == 0)
        fault->remedy.kind = REMEDY_REMOVE;
}

EXPLAIN(explain_min_items)
{
    if (value->count == 0)
        fault->message = _("this list is empty");
    else
        explain_size(run, fault, _("the list is too short: %s of at least %s elements"), value->count,
                     keyword->limit);
}

EXPLAIN(explain_max_items)
{
    explain_size(run, fault, _("the list is too long: %s of at most %s elements"), value->count,
                 keyword->limit);
    if (keyword->limit == 0)
        fault->remedy.kind = REMEDY_REMOVE;
}

/* Before 2020-12 it is `additionalItems` that says so behind a list of `items`. */
void report_longer(struct run *run, const struct json *list, size_t most)
{
    bool additional = json_is(json_get(run->frame->node->source, "items"), JSON_ARRAY);
    struct fault fault = {
        .code = CODE_M105, .at = &list->items[most], .keyword = additional ? "additionalItems" : "items"};
    fault.remedy.kind = REMEDY_REMOVE;
    explain_size(run, &fault, _("the list is too long: %s of at most %s elements"), list->count, most);
    report_fault(run, &fault);
}

void report_unevaluated(struct run *run, const struct keyword *keyword, const struct json *element)
{
    struct fault fault = {.code = keyword->row->code, .at = element, .keyword = keyword->row->name.at};
    explain_never(run, keyword, element, &fault);
    report_fault(run, &fault);
}

EXPLAIN(explain_min_properties)
{
    explain_size(run, fault, _("the object has too few keys: %s of at least %s"), value->count,
                 keyword->limit);
}

EXPLAIN(explain_max_properties)
{
    explain_size(run, fault, _("the object has too many keys: %s of at most %s"), value->count,
                 keyword->limit);
}

EXPLAIN(explain_contains)
{
    const struct containment *containment = keyword->containment;
    uint64_t found = 0;
    for (uint32_t i = 0; i < value->count; i++)
        found += part_try(run, containment->node, &value->items[i]) ? 1 : 0;
    if (found < containment->least)
        explain_size(run, fault, _("the list has too few elements of the wanted kind: %s of at least %s"),
                     found, containment->least);
    else
        explain_size(run, fault, _("the list has too many elements of the wanted kind: %s of at most %s"),
                     found, containment->most);
}

EXPLAIN(explain_unique)
{
    (void)keyword;
    long repeated = json_repeated(run, value);
    fault->at = &value->items[repeated];
    fault->value = value_shown(run, fault->at);
    fault->remedy.kind = REMEDY_REMOVE;
    fault->message = _("{value} stands twice in this list");
}

/* ---- form ---- */

static const char *pattern_message(struct run *run, struct slice pattern)
{
    struct text shown = {0};
    shortened_add(&shown, pattern, PATTERN_SHOWN_COLUMNS);
    return arena_format(arena_of(run), _("{value} does not have the form that is wanted here: %s"),
                        settled(run, &shown));
}

/* A pattern says little to most people: it is shown where the schema has no help to show. */
EXPLAIN(explain_pattern)
{
    fault->value = value_shown(run, value);
    if (slice_trim(fault->value).length == 0)
        fault->message = _("this text is blank");
    else if (help_of(run->frame, value) != NULL)
        fault->message = _("{value} does not have the form that is wanted here");
    else
        fault->message = pattern_message(run, json_text(keyword->source));
}

EXPLAIN(explain_format)
{
    fault->value = value_shown(run, value);
    fault->message = _(keyword->format->message);
}

/* ---- schemas of the same value ---- */

EXPLAIN(explain_never)
{
    (void)run;
    (void)keyword;
    (void)value;
    fault->remedy.kind = REMEDY_REMOVE;
    fault->message = _("nothing is allowed here");
}

void cause_add(struct text *out, const char *message, const char *word)
{
    const char *mark = strstr(message, "{value}");
    if (mark != NULL) {
        text_add_bytes(out, message, (size_t)(mark - message));
        text_add(out, word);
        message = mark + strlen("{value}");
    }
    text_add(out, message);
}

/* A branch that wants another type is farther than one that wants another choice; one whose `const` says of
 * what kind the value must be is far as well. */
static size_t fault_distance(const struct fault *fault, const struct json *value)
{
    bool type = fault->code == CODE_M102, choice = fault->code == CODE_M103;
    if (fault->at == value && (type || choice))
        return type ? 20001 : 10001;
    if (choice && fault->keyword != NULL && strcmp(fault->keyword, "const") == 0)
        return 1001;
    return type || choice ? 101 : 1;
}

static size_t report_distance(const struct report *report, const struct json *value)
{
    size_t distance = 0;
    for (size_t i = 0; i < report->count; i++)
        distance += fault_distance(&report->faults[i], value);
    return distance;
}

/* The faults of the nearest branch stand in one of the two arenas; what is said of the others is forgotten.
 */
static struct report nearest_branch(struct run *run, const struct node_list *list, const struct json *value,
                                    struct arena arenas[2])
{
    struct report nearest = {0};
    size_t least = SIZE_MAX;
    unsigned free_one = 0;
    for (size_t i = 0; i < list->count; i++) {
        arena_reset(&arenas[free_one]);
        struct report branch = report_apart(run, list->nodes[i], value, &arenas[free_one]);
        size_t distance = report_distance(&branch, value);
        if (distance < least) {
            least = distance;
            nearest = branch;
            free_one = 1 - free_one;
        }
    }
    return nearest;
}

EXPLAIN(explain_any)
{
    struct arena arenas[2] = {0};
    struct report nearest = nearest_branch(run, keyword->list, value, arenas);
    struct text causes = {0};
    fault->message = _("this fits none of the forms that are allowed here");
    for (size_t i = 0; i < nearest.count && i < CAUSES_SHOWN; i++) {
        const struct fault *cause = &nearest.faults[i];
        text_add(&causes, i > 0 ? "; " : _("nearest: "));
        cause_add(&causes, cause->message, cause->of_key ? "..." : _("the value"));
        if (cause->meant)
            text_format(&causes, "; %s", cause->hint);
    }
    fault->hint = causes.length > 0 ? settled(run, &causes) : NULL;
    if (nearest.count == 1 && nearest.faults->at == value && nearest.faults->meant)
        fault->remedy = nearest.faults->remedy;
    for (size_t i = 0; i < 2; i++)
        arena_free(&arenas[i]);
}

EXPLAIN(explain_one)
{
    size_t fitting = 0;
    for (size_t i = 0; i < keyword->list->count; i++)
        fitting += node_try(run, keyword->list->nodes[i], value) ? 1 : 0;
    if (fitting == 0)
        explain_any(run, keyword, value, fault);
    else
        fault->message = arena_format(
            arena_of(run), _("this fits %zu of the forms that are allowed here; it must fit one only"),
            fitting);
}

/* `not: {required: [...]}` forbids keys, so these are shown. */
static void explain_forbidden(struct run *run, const struct json *required, const struct json *value,
                              struct fault *fault)
{
    struct text keys = {0};
    const struct json_member *member = json_member(value, json_text(&required->items[0]));
    fault->at = &member->key;
    fault->of_key = true;
    fault->value = json_text(&member->key);
    if (required->count == 1) {
        fault->remedy.kind = REMEDY_REMOVE;
        fault->message = _("the key {value} is not allowed here");
        return;
    }
    for (uint32_t i = 1; i < required->count && i < CHOICES_SHOWN; i++)
        choice_add(&keys, json_text(&required->items[i]), true);
    fault->message = arena_format(arena_of(run), _("the key {value} is not allowed together with %s%s"),
                                  settled(run, &keys), required->count > CHOICES_SHOWN ? " ..." : "");
}

EXPLAIN(explain_not)
{
    const struct json *required = json_get(keyword->source, "required");
    fault->message = _("this is not allowed here");
    if (value->type == JSON_OBJECT && keyword->source->count == 1 && required != NULL &&
        required->count > 0) {
        explain_forbidden(run, required, value, fault);
    } else if (value->type == JSON_STRING || value->type == JSON_NUMBER) {
        fault->value = value_shown(run, value);
        fault->message = _("{value} is not allowed here");
    } else if (value->type == JSON_TRUE || value->type == JSON_FALSE) {
        fault->remedy = (struct remedy){REMEDY_SET, slice_of(value->type == JSON_TRUE ? "false" : "true")};
    }
}
