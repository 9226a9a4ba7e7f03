/* What is said of a cell that is not fine. */
#include "base/arena.h"
#include "base/date.h"
#include "base/language.h"
#include "catalog/cell_rules.h"
#include "catalog/dictionary.h"
#include "catalog/script.h"
#include "metadata/nearest.h"

#define CHOICES_SHOWN 10
#define CHOICES_SHOWN_BYTES 300

struct explain {
    const struct cell_rules *rules;
    struct slice cell;
    struct arena *arena;
};

static const char *settled(const struct explain *explain, struct text *text)
{
    const char *kept = arena_copy(explain->arena, text->at != NULL ? text->at : "", text->length);
    text_free(text);
    return kept;
}

/* ---- what is allowed ---- */

#define ALLOWED(name) static const char *name(const struct explain *explain)

/* A value as the dictionary has it: a text without its quotation marks. */
static const char *as_given(const struct explain *explain, const struct json *given)
{
    if (given->type == JSON_STRING || given->type == JSON_NUMBER)
        return slice_copy(explain->arena, json_text(given));
    return given->type == JSON_TRUE ? "true" : given->type == JSON_FALSE ? "false" : "{...}";
}

static void add_quoted(struct text *out, struct slice text)
{
    text_add(out, out->length > 0 ? ", \"" : "\"");
    text_add_slice(out, text);
    text_add(out, "\"");
}

static const struct json *choice_of(const struct json *item)
{
    const struct json *value = json_is(item, JSON_OBJECT) ? json_get(item, "value") : NULL;
    return value != NULL ? value : item;
}

static const char *choices_of(const struct explain *explain, const struct json *list)
{
    struct text out = {0};
    size_t shown = 0;
    for (; shown < list->count && shown < CHOICES_SHOWN && out.length < CHOICES_SHOWN_BYTES; shown++)
        add_quoted(&out, slice_of(as_given(explain, choice_of(&list->items[shown]))));
    if (shown < list->count)
        text_format(&out, _(" and %zu more"), list->count - shown);
    return settled(explain, &out);
}

ALLOWED(enum_allowed)
{
    return choices_of(explain, explain->rules->choices.given);
}

ALLOWED(categories_allowed)
{
    return choices_of(explain, explain->rules->categories.given);
}

ALLOWED(booleans_allowed)
{
    const struct cell_rules *rules = explain->rules;
    struct text out = {0};
    for (size_t i = 0; i < rules->true_count; i++)
        add_quoted(&out, rules->true_values[i]);
    for (size_t i = 0; i < rules->false_count; i++)
        add_quoted(&out, rules->false_values[i]);
    return settled(explain, &out);
}

ALLOWED(minimum_allowed)
{
    return as_given(explain, explain->rules->bounds[BOUND_MINIMUM].given);
}

ALLOWED(maximum_allowed)
{
    return as_given(explain, explain->rules->bounds[BOUND_MAXIMUM].given);
}

ALLOWED(above_allowed)
{
    return as_given(explain, explain->rules->bounds[BOUND_ABOVE].given);
}

ALLOWED(below_allowed)
{
    return as_given(explain, explain->rules->bounds[BOUND_BELOW].given);
}

static bool counts_items(const struct cell_rules *rules)
{
    return rules->type == CELL_LIST || rules->type == CELL_ARRAY || rules->type == CELL_OBJECT;
}

static const char *counted(const struct explain *explain, size_t count)
{
    const char *message = counts_items(explain->rules) ? ngettext("%zu item", "%zu items", count)
                                                       : ngettext("%zu character", "%zu characters", count);
    return arena_format(explain->arena, message, count);
}

ALLOWED(least_length)
{
    return counted(explain, explain->rules->min_length);
}

ALLOWED(most_length)
{
    return counted(explain, explain->rules->max_length);
}

ALLOWED(size_allowed)
{
    return arena_format(explain->arena, "%zu", explain->rules->size);
}

ALLOWED(pattern_allowed)
{
    const struct json *constraints = json_get(explain->rules->field->json, "constraints");
    return slice_copy(explain->arena, json_text(json_get(constraints, "pattern")));
}

ALLOWED(format_allowed)
{
    return slice_copy(explain->arena, explain->rules->format);
}

ALLOWED(item_type)
{
    return cell_kind(explain->rules->item->type)->name;
}

/* Examples of the column's own era. */
static const char *example_of(const struct explain *explain, const char *common, const char *buddhist)
{
    return explain->rules->era == ERA_BUDDHIST ? buddhist : common;
}

ALLOWED(date_example)
{
    return example_of(explain, "2019-12-31", "2562-12-31");
}

ALLOWED(datetime_example)
{
    return example_of(explain, "2019-12-31T16:30:00", "2562-12-31T16:30:00");
}

ALLOWED(any_example)
{
    enum cell_type type = explain->rules->type;
    if (type == CELL_TIME)
        return "16:30:00";
    return type == CELL_DATE ? date_example(explain) : datetime_example(explain);
}

ALLOWED(year_example)
{
    return example_of(explain, "2019", "2562");
}

ALLOWED(month_example)
{
    return example_of(explain, "2019-12", "2562-12");
}

/* ---- hints that come from the cell ---- */

/* Whether the cell would be a value if numbers were written otherwise in this column. */
static bool reads_with(const struct explain *explain, enum cell_type type, const char *decimal,
                       const char *group, bool bare)
{
    struct cell_rules rules = *explain->rules;
    struct cell_room room = {0};
    struct cell_value value = {0};
    rules.type = type;
    rules.decimal_char = slice_of(decimal);
    rules.group_char = slice_of(group);
    rules.bare = bare;
    rules.decimal_plain = false;
    bool reads = cell_kind(type)->read(&rules, explain->cell, &room, &value) == REASON_NONE;
    cell_room_free(&room);
    return reads;
}

ALLOWED(number_hint)
{
    static const struct {
        enum cell_type type;
        const char *decimal, *group;
        bool bare;
        const char *hint;
    } rows[] = {
        {CELL_NUMBER, ".", "", true,
         N_("the column takes whole numbers alone; if fractions are right, its type is number")},
        {CELL_NUMBER, ".", ",", true,
         N_("write digits without commas, or give \"groupChar\": \",\" in the dictionary")},
        {CELL_NUMBER, ",", ".", true,
         N_("write a dot before the fraction, or give \"decimalChar\": \",\" in the dictionary")},
        {CELL_NUMBER, ".", ",", false,
         N_("write the number alone, without sign or unit around it, or give \"bareNumber\": false in the "
            "dictionary")},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (reads_with(explain, rows[i].type, rows[i].decimal, rows[i].group, rows[i].bare))
            return _(rows[i].hint);
    return _("write digits 0 to 9; leave the cell empty where there is no value, or name the text in "
             "missingValues");
}

ALLOWED(digits_hint)
{
    (void)explain;
    return _("write ๐ to ๙ as 0 to 9");
}

ALLOWED(unpad_hint)
{
    return slice_trim(explain->cell).length == 0 ? _("leave the cell empty") : _("remove the blank");
}

ALLOWED(nearest_hint)
{
    const struct json *list = explain->rules->choices.given;
    if (list == NULL || explain->rules->type != CELL_STRING)
        list = explain->rules->categories.given;
    if (list == NULL)
        return NULL;
    struct slice *choices = arena_array(explain->arena, list->count, sizeof *choices);
    for (size_t i = 0; i < list->count; i++)
        choices[i] = slice_of(as_given(explain, choice_of(&list->items[i])));
    long nearest = nearest_choice(explain->arena, explain->cell, choices, list->count);
    return nearest < 0 ? NULL
                       : arena_format(explain->arena, _("did you mean \"%.*s\"?"), SLICE(choices[nearest]));
}

/* "character 5, U+200B" */
ALLOWED(place_hint)
{
    static const char order[] =
        N_("character %zu (U+%04X): type the vowel above or below first, then the tone mark, then ำ, า or ะ");
    static const char *const hints[] = {
        [SCRIPT_CLEAN] = "",
        [SCRIPT_SARA_AM] = N_("character %zu (U+%04X): type ำ, which is one letter"),
        [SCRIPT_DOUBLE_E] = N_("character %zu (U+%04X): type แ, which is one letter"),
        [SCRIPT_DOUBLE_MARK] = N_("character %zu (U+%04X): remove one of the marks"),
        [SCRIPT_ORDER] = order,
        [SCRIPT_ORPHAN] = N_("character %zu (U+%04X): type the letter first, then its marks"),
        [SCRIPT_DAMAGED] = N_("character %zu (U+%04X): look the text up where it came from"),
        [SCRIPT_INVISIBLE] = N_("character %zu (U+%04X): remove it, or type a blank in its place"),
        [SCRIPT_PADDED] = "",
    };
    struct script_place place;
    enum script_fault fault = script_judge(explain->cell, &place);
    if (*hints[fault] == '\0')
        return _("remove the blank");
    return arena_format(explain->arena, _(hints[fault]), place.character, (unsigned)place.point);
}

ALLOWED(common_hint)
{
    (void)explain;
    return _(
        "take 543 off, or give \"banchi:era\": \"buddhist\" where the whole column is of the Buddhist Era");
}

ALLOWED(buddhist_hint)
{
    (void)explain;
    return _("add 543, or give \"banchi:era\": \"common\" where the whole column is of the Common Era");
}

ALLOWED(date_hint)
{
    (void)explain;
    return _("check day and month: 29 February is only in leap years");
}

ALLOWED(item_hint)
{
    return arena_format(explain->arena, _("items are separated by \"%.*s\", without blanks"),
                        SLICE(explain->rules->delimiter));
}

ALLOWED(point_hint)
{
    switch (explain->rules->form) {
    case FORM_ARRAY:
        return _("write longitude, then latitude: [100.50, 13.75]");
    case FORM_OBJECT:
        return _("write it as {\"lon\": 100.50, \"lat\": 13.75}");
    default:
        return _("write longitude, then latitude: 100.50, 13.75");
    }
}

ALLOWED(geojson_hint)
{
    (void)explain;
    return _(
        "write it as {\"type\": \"Point\", \"coordinates\": [100.50, 13.75]}; rings end where they begin");
}

/* ---- one row a reason ---- */

static const struct row {
    enum code code;
    enum level level;
    const char *message, *hint;
} ROWS[] = {
    [REASON_NONE] = {.message = "", .hint = ""},
#define REASON(name, code, level, message, hint)                                                             \
    [REASON_##name] = {CODE_##code, LEVEL_##level, message, hint},
#include "catalog/cell_reason.def"
#undef REASON
};

static const struct parts {
    const char *(*allowed)(const struct explain *explain); /* for the "%s" of message or hint */
    const char *(*hint)(const struct explain *explain);    /* where the row's hint is "" */
} PARTS[REASON_COUNT] = {
    [REASON_NUMBER] = {NULL, number_hint},
    [REASON_INTEGER] = {NULL, number_hint},
    [REASON_BOOLEAN] = {booleans_allowed, NULL},
    [REASON_DATE] = {date_example, NULL},
    [REASON_DATETIME] = {datetime_example, NULL},
    [REASON_YEAR] = {year_example, NULL},
    [REASON_YEARMONTH] = {month_example, NULL},
    [REASON_GEOPOINT] = {NULL, point_hint},
    [REASON_GEOJSON] = {NULL, geojson_hint},
    [REASON_ITEM] = {item_type, item_hint},
    [REASON_FORMAT] = {format_allowed, NULL},
    [REASON_ANY_FORMAT] = {any_example, NULL},
    [REASON_NO_DATE] = {NULL, date_hint},
    [REASON_ENUM] = {enum_allowed, nearest_hint},
    [REASON_CATEGORIES] = {categories_allowed, nearest_hint},
    [REASON_MINIMUM] = {minimum_allowed, NULL},
    [REASON_MAXIMUM] = {maximum_allowed, NULL},
    [REASON_ABOVE] = {above_allowed, NULL},
    [REASON_BELOW] = {below_allowed, NULL},
    [REASON_SHORT] = {least_length, NULL},
    [REASON_LONG] = {most_length, NULL},
    [REASON_SIZE] = {size_allowed, NULL},
    [REASON_PATTERN] = {pattern_allowed, NULL},
    [REASON_ERA_BUDDHIST] = {NULL, common_hint},
    [REASON_ERA_COMMON] = {NULL, buddhist_hint},
    [REASON_THAI_DIGITS] = {NULL, digits_hint},
    [REASON_PADDED] = {NULL, unpad_hint},
    [REASON_PADDED_TEXT] = {NULL, unpad_hint},
    [REASON_INVISIBLE] = {NULL, place_hint},
    [REASON_SARA_AM] = {NULL, place_hint},
    [REASON_DOUBLE_E] = {NULL, place_hint},
    [REASON_DOUBLE_MARK] = {NULL, place_hint},
    [REASON_ORDER] = {NULL, place_hint},
    [REASON_ORPHAN] = {NULL, place_hint},
    [REASON_DAMAGED] = {NULL, place_hint},
};

/* The text with `part` where "%s" stands. */
static const char *filled(const struct explain *explain, const char *text, const char *part)
{
    struct text out = {0};
    for (const char *at = text; *at != '\0'; at++) {
        bool here = at[0] == '%' && at[1] == 's' && part != NULL;
        if (here)
            text_add(&out, part);
        else
            text_add_char(&out, *at);
        at += here;
    }
    return settled(explain, &out);
}

void cell_explain(const struct cell_rules *rules, struct slice cell, const struct cell_verdict *verdict,
                  struct arena *arena, struct finding *finding)
{
    const struct explain explain = {rules, cell, arena};
    const struct row *row = &ROWS[verdict->reason];
    const struct parts *parts = &PARTS[verdict->reason];
    const char *allowed = parts->allowed != NULL ? parts->allowed(&explain) : NULL;
    finding->code = verdict->code;
    finding->level = verdict->level;
    finding->field = rules->name;
    finding->value = cell;
    finding->message = filled(&explain, *row->message ? _(row->message) : "", allowed);
    finding->hint = *row->hint ? filled(&explain, _(row->hint), allowed) : NULL;
    if (*row->hint == '\0' && parts->hint != NULL)
        finding->hint = parts->hint(&explain);
}
