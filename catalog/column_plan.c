/* Rules made into steps. */
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/json.h"
#include "catalog/cell_rules.h"
#include "catalog/column.h"
#include "catalog/column_steps.h"
#include "catalog/dictionary.h"
#include "catalog/privacy.h"
#include "catalog/privacy_harmless.h"

#define STEPS_MOST 9

struct column_plan {
    struct column_step *steps;
    size_t count;
    bool sure;        /* what passes all steps is good */
    bool plain;       /* ... and written as its key */
    bool texts;       /* the key of any value is the cell itself */
    bool empty_taken; /* the steps would take the empty cell, which is no value, for one */
    bool empty_good;  /* it is no value, and none need be there */
    bool free;        /* see column_plan_is_free() */
    bool filled;      /* see column_plan_filled() */
    size_t harmless;  /* see column_plan_harmless() */
};

struct making {
    struct arena *arena;
    const struct cell_rules *rules;
    struct column_plan *plan;
};

static struct column_step *add_step(struct making *making,
                                    uint64_t (*run)(const struct column_step *, const struct column_cells *))
{
    struct column_step *step = &making->plan->steps[making->plan->count++];
    *step = (struct column_step){.run = run, .least = INT64_MIN, .most = INT64_MAX, .digits = SIZE_MAX};
    return step;
}

/* ---- ranges ---- */

#define DIGITS_MOST 15

/* The whole number at or below the decimal; `*fraction` when it lies between two. False when it is too large.
 */
static bool floor_of(struct slice decimal, int64_t *whole, bool *fraction)
{
    struct text plain = {0};
    decimal_canonical(decimal, &plain);
    bool negative = plain.length > 0 && plain.at[0] == '-';
    size_t at = negative, digits = 0;
    *whole = 0;
    for (; at < plain.length && plain.at[at] != '.' && digits <= DIGITS_MOST; at++, digits++)
        *whole = *whole * 10 + (plain.at[at] - '0');
    *fraction = at < plain.length;
    *whole = negative ? -*whole - *fraction : *whole;
    text_free(&plain);
    return digits <= DIGITS_MOST;
}

/* Narrows the range of a step by one bound, whose neighbours are `low` and, where it lies between two whole
 * numbers, low + 1. */
static void narrow(struct column_step *step, enum bound bound, int64_t low, bool fraction)
{
    int64_t high = low + fraction;
    int64_t least = bound == BOUND_MINIMUM ? high : bound == BOUND_ABOVE ? low + 1 : INT64_MIN;
    int64_t most = bound == BOUND_MAXIMUM ? low : bound == BOUND_BELOW ? high - 1 : INT64_MAX;
    step->least = least > step->least ? least : step->least;
    step->most = most < step->most ? most : step->most;
}

static void narrow_to(struct column_step *step, int64_t least, int64_t most)
{
    narrow(step, BOUND_MINIMUM, least, false);
    narrow(step, BOUND_MAXIMUM, most, false);
}

/* A day as yyyymmdd, of the era that cells are written in. */
static int64_t packed_day(const struct cell_rules *rules, const struct cell_value *value, int64_t ahead)
{
    struct text text = {0};
    struct date date = {0, 0, 0};
    cell_kind(CELL_DATE)->add_key(rules, (struct slice){"", 0}, value, &text);
    bool read = date_read(text_slice(&text), &date);
    text_free(&text);
    return read ? ((int64_t)(date.year + ahead) * 100 + date.month) * 100 + date.day : -1;
}

/* False when a bound cannot be put into whole numbers. */
static bool narrow_by_bounds(const struct cell_rules *rules, struct column_step *step)
{
    for (unsigned i = 0; i < BOUND_COUNT; i++) {
        const struct cell_value *value = &rules->bounds[i].value;
        int64_t low = value->whole;
        bool fraction = false, fits = true;
        if (!rules->bounds[i].set)
            continue;
        if (rules->type == CELL_DATE)
            low = packed_day(rules, value, step->ahead);
        else if (rules->type == CELL_YEAR)
            low += step->ahead;
        else if (value->kind == VALUE_MOMENT)
            fraction = value->fraction.length > 0;
        else
            fits = value->kind == VALUE_NUMBER && floor_of(value->text, &low, &fraction);
        if (!fits || (rules->type == CELL_DATE && low == -1))
            return false;
        narrow(step, (enum bound)i, low, fraction);
    }
    return true;
}

/* ---- types ---- */

/* A sign of one byte that is nothing else in a number; NUL for none. */
static bool plain_sign(struct slice sign, char *byte)
{
    *byte = sign.length == 0 ? '\0' : sign.at[0];
    return sign.length == 0 || (sign.length == 1 && strchr("0123456789+-eE", sign.at[0]) == NULL);
}

/* Numbers in groups, or with another decimal sign. */
static bool plan_grouped(struct making *making)
{
    const struct cell_rules *rules = making->rules;
    struct column_step *step = add_step(making, step_grouped);
    if (rules->size > 0)
        step->digits = rules->size;
    bool signs =
        plain_sign(rules->group_char, &step->group) && plain_sign(rules->decimal_char, &step->decimal);
    if (rules->type == CELL_INTEGER)
        step->decimal = '\0';
    return rules->bare && signs && rules->era == ERA_UNSAID && narrow_by_bounds(rules, step);
}

static bool plan_number(struct making *making)
{
    const struct cell_rules *rules = making->rules;
    bool integer = rules->type == CELL_INTEGER;
    if (!rules->decimal_plain)
        return plan_grouped(making);
    struct column_step *step = add_step(making, integer ? step_integer : step_number);
    if (rules->size > 0)
        step->digits = rules->size;
    if (integer && rules->era == ERA_BUDDHIST)
        narrow_to(step, CELL_BUDDHIST_FIRST, CELL_BUDDHIST_LAST);
    if (integer && rules->era == ERA_COMMON)
        narrow_to(step, INT64_MIN, CELL_BUDDHIST_FIRST - 1);
    making->plan->plain = integer;
    return narrow_by_bounds(rules, step);
}

static bool plan_date(struct making *making)
{
    const struct cell_rules *rules = making->rules;
    bool year = rules->type == CELL_YEAR, buddhist = rules->era == ERA_BUDDHIST;
    struct column_step *step = add_step(making, year ? step_year : step_date);
    int64_t unit = year ? 1 : 10000;
    step->ahead = buddhist ? DATE_BUDDHIST_OFFSET : 0;
    narrow_to(step, (buddhist ? CELL_BUDDHIST_FIRST : 1) * unit,
              (buddhist ? CELL_BUDDHIST_LAST + 1 : CELL_BUDDHIST_FIRST) * unit - 1);
    making->plan->plain = !buddhist;
    return rules->form == FORM_DEFAULT && narrow_by_bounds(rules, step);
}

/* Times, moments and months: their ranges are those of the judge's numbers. */
static bool plan_moment(struct making *making)
{
    const struct cell_rules *rules = making->rules;
    uint64_t (*run)(const struct column_step *, const struct column_cells *) =
        rules->type == CELL_TIME       ? step_time
        : rules->type == CELL_DATETIME ? step_datetime
                                       : step_yearmonth;
    struct column_step *step = add_step(making, run);
    step->ahead = rules->era == ERA_BUDDHIST ? DATE_BUDDHIST_OFFSET : 0;
    making->plan->plain = rules->type == CELL_TIME || (rules->type == CELL_YEARMONTH && step->ahead == 0);
    return rules->form == FORM_DEFAULT && narrow_by_bounds(rules, step);
}

static bool plan_boolean(struct making *making)
{
    const struct cell_rules *rules = making->rules;
    size_t count = rules->true_count + rules->false_count;
    struct slice *texts = arena_array(making->arena, count, sizeof *texts);
    for (size_t i = 0; i < count; i++)
        texts[i] = i < rules->true_count ? rules->true_values[i] : rules->false_values[i - rules->true_count];
    step_choices_make(making->arena, texts, count, &add_step(making, step_choices)->choices);
    return true;
}

static bool plan_text(struct making *making)
{
    making->plan->plain = making->plan->texts = true;
    return making->rules->form == FORM_DEFAULT || making->rules->type == CELL_ANY;
}

static bool plan_type(struct making *making)
{
    switch (making->rules->type) {
    case CELL_INTEGER:
    case CELL_NUMBER:
        return plan_number(making);
    case CELL_DATE:
    case CELL_YEAR:
        return plan_date(making);
    case CELL_TIME:
    case CELL_DATETIME:
    case CELL_YEARMONTH:
        return plan_moment(making);
    case CELL_BOOLEAN:
        return plan_boolean(making);
    case CELL_STRING:
    case CELL_ANY:
        return plan_text(making);
    default:
        return false;
    }
}

/* ---- what is asked of any type ---- */

static void plan_lengths(struct making *making)
{
    const struct cell_rules *rules = making->rules;
    bool number = rules->type == CELL_NUMBER || rules->type == CELL_INTEGER;
    size_t most = rules->max_length;
    if (rules->size > 0 && !number && rules->size < most)
        most = rules->size;
    if (rules->min_length == 0 && most == SIZE_MAX)
        return;
    struct column_step *step = add_step(making, step_length);
    step->least = (int64_t)rules->min_length;
    step->most = most < INT64_MAX ? (int64_t)most : INT64_MAX;
}

/* Enum and categories hold key texts. */
static bool plan_choices(struct making *making)
{
    const struct cell_choices *lists[] = {&making->rules->choices, &making->rules->categories};
    for (size_t i = 0; i < 2; i++) {
        if (lists[i]->given == NULL)
            continue;
        if (!making->plan->plain)
            return false;
        step_choices_make(making->arena, lists[i]->keys, lists[i]->count,
                          &add_step(making, step_choices)->choices);
    }
    return true;
}

/* The pattern's text without the anchors that it needs not, and with those that it has all the same. */
static struct slice anchored(struct arena *arena, struct slice pattern)
{
    struct text out = {0};
    bool first = slice_starts(pattern, "^"), last = slice_ends(pattern, "$") && !slice_ends(pattern, "\\$");
    text_add(&out, first ? "" : "^");
    text_add_slice(&out, pattern);
    text_add(&out, last ? "" : "$");
    struct slice whole = {slice_copy(arena, text_slice(&out)), out.length};
    text_free(&out);
    return whole;
}

static bool plan_pattern(struct making *making)
{
    const struct cell_rules *rules = making->rules;
    struct simple_pattern simple;
    struct step_shape shape;
    if (rules->pattern == NULL)
        return true;
    struct slice text = json_text(json_get(json_get(rules->field->json, "constraints"), "pattern"));
    if (!simple_pattern_read(anchored(making->arena, text), &simple))
        return false;
    if (step_shape_make(&simple, &shape))
        add_step(making, step_shape)->shape = shape;
    else
        add_step(making, step_simple)->simple = simple;
    return true;
}

/* ---- faults of script ---- */

/* Letters of ASCII that can be seen, and no blank, which might stand at an end. */
static bool is_seen(uint32_t point)
{
    return point > ' ' && point < 0x7F;
}

static bool shape_is_seen(const struct step_shape *shape)
{
    const unsigned char *bytes = (const unsigned char *)shape->literal;
    for (size_t i = 0; i < shape->length; i++)
        if (!is_seen(bytes[i]))
            return false;
    return true;
}

static bool simple_is_seen(const struct simple_pattern *pattern)
{
    for (size_t i = 0; i < pattern->count; i++)
        for (uint32_t c = 0; c < 128; c++)
            if ((pattern->items[i].set[c / 64] >> c % 64 & 1) != 0 && !is_seen(c))
                return false;
    return pattern->to_the_end;
}

/* What passes the steps so far cannot have a fault of script. */
static bool is_clean_by_pattern(const struct column_plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        const struct column_step *step = &plan->steps[i];
        if ((step->run == step_shape && shape_is_seen(&step->shape)) ||
            (step->run == step_simple && simple_is_seen(&step->simple)))
            return true;
    }
    return false;
}

static void plan_script(struct making *making)
{
    if (!making->rules->watches_script || is_clean_by_pattern(making->plan))
        return;
    making->plan->free = making->plan->sure;
    add_step(making, step_typed);
}

/* ---- missing values ---- */

static uint64_t run_steps(const struct column_plan *plan, const struct column_cells *cells)
{
    uint64_t set = plan->sure ? BATCH_ALL(cells->count) : 0;
    for (size_t i = 0; i < plan->count && set != 0; i++)
        set &= plan->steps[i].run(&plan->steps[i], cells);
    return set;
}

/* The rows among these that pass; of others perhaps, too. */
static uint64_t run_steps_on(const struct column_plan *plan, const struct column_cells *cells, uint64_t rows)
{
    uint64_t set = 0;
    if ((size_t)__builtin_popcountll(rows) > COLUMN_FEW)
        return run_steps(plan, cells);
    while (rows != 0) {
        size_t row = batch_take(&rows);
        struct column_cells one = *cells;
        one.cells += row * cells->stride;
        one.count = 1;
        set |= run_steps(plan, &one) << row;
    }
    return set;
}

/* The steps would take a text that stands for "no value" for a value. */
static bool is_mistaken(struct making *making, struct slice text)
{
    char *padded = arena_alloc(making->arena, text.length + 64);
    memcpy(padded, text.at, text.length);
    struct table_cell cell = {0, (uint32_t)text.length};
    struct column_cells cells = {.bytes = padded, .cells = &cell, .stride = 1, .count = 1};
    return run_steps(making->plan, &cells) != 0;
}

static void plan_missing(struct making *making)
{
    const struct cell_rules *rules = making->rules;
    bool mistaken = false;
    for (size_t i = 0; i < rules->missing_count; i++) {
        struct slice text = rules->missing[i];
        if (text.length == 0) {
            making->plan->empty_taken = is_mistaken(making, text);
            making->plan->empty_good = !rules->required;
        } else {
            mistaken = mistaken || is_mistaken(making, text);
        }
    }
    if (mistaken)
        step_choices_make(making->arena, rules->missing, rules->missing_count,
                          &add_step(making, step_others)->choices);
}

/* ---- what the privacy gate need not look at ---- */

static size_t harmless_choices(const struct step_choices *choices)
{
    struct privacy_look look;
    privacy_signs signs = 0;
    for (size_t i = 0; i <= choices->mask && signs == 0; i++) {
        privacy_see(NULL, choices->slots[i], &look);
        signs = look.signs & ~SIGNS_OF_NAMED;
    }
    return signs == 0 ? SIZE_MAX : HARMLESS_BYTES;
}

/* One text of the shape stands for all: they differ in digits alone, and which they are makes a cell neither
 * harmless nor not. */
static size_t harmless_shape(const struct step_shape *shape)
{
    bool harmless = privacy_harmless((struct slice){(const char *)shape->literal, shape->length});
    return harmless ? SIZE_MAX : HARMLESS_BYTES;
}

/* So many bytes may a cell have that passes the step. */
static size_t harmless_by(const struct column_step *step)
{
    static const int64_t WIDEST = 100000000; /* the first number with more than HARMLESS_DIGITS */
    if (step->run == step_date || step->run == step_year)
        return SIZE_MAX;
    if (step->run == step_integer && step->least > -WIDEST && step->most < WIDEST)
        return SIZE_MAX;
    if (step->run == step_integer || step->run == step_number)
        return HARMLESS_DIGITS;
    if (step->run == step_choices)
        return harmless_choices(&step->choices);
    return step->run == step_shape ? harmless_shape(&step->shape) : HARMLESS_BYTES;
}

static void plan_harmless(struct column_plan *plan)
{
    plan->harmless = HARMLESS_BYTES;
    for (size_t i = 0; i < plan->count; i++) {
        size_t bytes = harmless_by(&plan->steps[i]);
        plan->harmless = bytes > plan->harmless ? bytes : plan->harmless;
    }
}

size_t column_plan_harmless(const struct column_plan *plan)
{
    return plan->harmless;
}

bool column_plan_is_free(const struct column_plan *plan)
{
    return plan->free;
}

bool column_plan_filled(const struct column_plan *plan)
{
    return plan->filled;
}

/* ---- the plan ---- */

bool column_plan_texts(const struct column_plan *plan)
{
    return plan->texts;
}

const struct column_plan *column_plan_make(struct arena *arena, const struct cell_rules *rules)
{
    struct column_plan *plan = arena_alloc(arena, sizeof *plan);
    struct making making = {arena, rules, plan};
    *plan = (struct column_plan){0};
    plan->steps = arena_array(arena, STEPS_MOST, sizeof *plan->steps);
    plan->harmless = HARMLESS_BYTES;
    if (rules == NULL) {
        plan->sure = plan->plain = plan->texts = plan->free = true;
        add_step(&making, step_typed);
        return plan;
    }
    plan->sure = plan_type(&making) && plan_pattern(&making);
    plan_lengths(&making);
    plan->sure = plan_choices(&making) && plan->sure;
    if (rules->watches_total)
        add_step(&making, step_no_total);
    plan_script(&making);
    plan_missing(&making);
    plan_harmless(plan);
    plan->filled = !plan->empty_good && (plan->empty_taken || !is_mistaken(&making, (struct slice){"", 0}));
    return plan;
}

uint64_t column_accepts(const struct column_plan *plan, const struct table_batch *batch, size_t column,
                        uint64_t *plain)
{
    struct column_cells cells = {batch->bytes, batch->cells + column, batch->columns, batch->count,
                                 batch->clean};
    uint64_t known = batch->known != NULL ? batch->known[column] : 0;
    uint64_t set = known | run_steps_on(plan, &cells, BATCH_ALL(batch->count) & ~known);
    bool more = plan->empty_good && set != BATCH_ALL(batch->count);
    uint64_t empty = plan->empty_taken || more ? step_empty(&cells) : 0;
    set &= ~empty;
    *plain = plan->plain ? set : 0;
    return plan->empty_good ? set | empty : set;
}
