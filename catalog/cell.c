/* The judge: missing values, type, constraints, in this order. */
#include <stdlib.h>

#include "base/utf8.h"
#include "catalog/cell_rules.h"
#include "catalog/script.h"
#include "metadata/schema.h"

static const struct cell_reason_row {
    enum code code;
    enum level level;
} REASONS[] = {
    [REASON_NONE] = {.level = LEVEL_ERROR},
#define REASON(name, code, level, message, hint) [REASON_##name] = {CODE_##code, LEVEL_##level},
#include "catalog/cell_reason.def"
#undef REASON
};

static const struct cell_kind KINDS[CELL_TYPE_COUNT] = {
    [CELL_STRING] = {"string", read_string, add_text_key},
    [CELL_NUMBER] = {"number", read_number, add_number_key},
    [CELL_INTEGER] = {"integer", read_integer, add_number_key},
    [CELL_BOOLEAN] = {"boolean", read_boolean, add_boolean_key},
    [CELL_OBJECT] = {"object", read_object, add_json_key},
    [CELL_ARRAY] = {"array", read_array, add_json_key},
    [CELL_LIST] = {"list", read_list, add_list_key},
    [CELL_DATE] = {"date", read_date, add_moment_key},
    [CELL_TIME] = {"time", read_time, add_moment_key},
    [CELL_DATETIME] = {"datetime", read_datetime, add_moment_key},
    [CELL_YEAR] = {"year", read_year, add_moment_key},
    [CELL_YEARMONTH] = {"yearmonth", read_yearmonth, add_moment_key},
    [CELL_DURATION] = {"duration", read_duration, add_span_key},
    [CELL_GEOPOINT] = {"geopoint", read_geopoint, add_place_key},
    [CELL_GEOJSON] = {"geojson", read_geojson, add_json_key},
    [CELL_ANY] = {"any", read_any, add_text_key},
};

const struct cell_kind *cell_kind(enum cell_type type)
{
    return &KINDS[type];
}

bool cell_type_find(struct slice name, enum cell_type *type)
{
    for (unsigned i = 0; i < CELL_TYPE_COUNT; i++) {
        if (slice_equals(name, KINDS[i].name)) {
            *type = (enum cell_type)i;
            return true;
        }
    }
    return false;
}

const struct cell_rules *cell_rules_any(void)
{
    static const struct slice empty = {"", 0};
    static const struct cell_rules any = {
        .type = CELL_ANY,
        .missing = &empty,
        .missing_count = 1,
        .watches_script = true,
        .constrained = true,
        .max_length = SIZE_MAX,
    };
    return &any;
}

void cell_room_free(struct cell_room *room)
{
    arena_free(&room->scratch);
    arena_free(&room->kept);
    text_free(&room->number);
    text_free(&room->clean);
    text_free(&room->key);
    *room = (struct cell_room){0};
}

bool cell_is_missing(const struct cell_rules *rules, struct slice cell)
{
    for (size_t i = 0; i < rules->missing_count; i++)
        if (slice_equal(rules->missing[i], cell))
            return true;
    return false;
}

/* ---- constraints ---- */

static size_t length_of(const struct cell_rules *rules, struct slice cell, const struct cell_value *value)
{
    switch (rules->type) {
    case CELL_LIST:
        return value->items;
    case CELL_OBJECT:
    case CELL_ARRAY:
        return value->json->count;
    default:
        return utf8_count(cell);
    }
}

static enum cell_reason judge_length(const struct cell_rules *rules, struct slice cell,
                                     const struct cell_value *value)
{
    if (rules->min_length == 0 && rules->max_length == SIZE_MAX)
        return REASON_NONE;
    size_t length = length_of(rules, cell, value);
    if (length < rules->min_length)
        return REASON_SHORT;
    return length > rules->max_length ? REASON_LONG : REASON_NONE;
}

static enum cell_reason judge_range(const struct cell_rules *rules, const struct cell_value *value)
{
    static const struct {
        enum cell_order outside;
        bool exclusive;
        enum cell_reason reason;
    } rows[BOUND_COUNT] = {
        [BOUND_MINIMUM] = {ORDER_BELOW, false, REASON_MINIMUM},
        [BOUND_MAXIMUM] = {ORDER_ABOVE, false, REASON_MAXIMUM},
        [BOUND_ABOVE] = {ORDER_BELOW, true, REASON_ABOVE},
        [BOUND_BELOW] = {ORDER_ABOVE, true, REASON_BELOW},
    };
    for (size_t i = 0; i < BOUND_COUNT; i++) {
        if (!rules->bounds[i].set)
            continue;
        enum cell_order order = cell_compare(value, &rules->bounds[i].value);
        bool number = value->kind == VALUE_NAN || rules->bounds[i].value.kind == VALUE_NAN;
        if (order == ORDER_UNKNOWN && !number)
            return REASON_UNORDERED;
        if (order == rows[i].outside || order == ORDER_UNKNOWN || (order == ORDER_EQUAL && rows[i].exclusive))
            return rows[i].reason;
    }
    return REASON_NONE;
}

static enum cell_reason judge_pattern(const struct cell_rules *rules, struct slice cell,
                                      struct cell_room *room)
{
    if (rules->pattern == NULL)
        return REASON_NONE;
    room->pattern.arena = &room->kept;
    switch (pattern_match(rules->pattern, cell, &room->pattern)) {
    case PATTERN_MATCHES:
        return REASON_NONE;
    case PATTERN_MISSES:
        return REASON_PATTERN;
    default:
        return REASON_UNMATCHED;
    }
}

static enum cell_reason judge_schema(const struct cell_rules *rules, const struct cell_value *value,
                                     struct cell_room *room)
{
    if (rules->schema == NULL)
        return REASON_NONE;
    switch (schema_judge(rules->schema, value->json, &room->scratch)) {
    case SCHEMA_VALID:
        return REASON_NONE;
    case SCHEMA_INVALID:
        return REASON_SCHEMA;
    default:
        return REASON_UNJUDGED;
    }
}

static bool is_chosen(const struct cell_choices *choices, struct slice key)
{
    size_t low = 0, high = choices->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = slice_compare(choices->keys[middle], key);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static enum cell_reason judge_choices(const struct cell_rules *rules, struct slice cell,
                                      const struct cell_value *value, struct cell_room *room)
{
    if (rules->choices.given == NULL && rules->categories.given == NULL)
        return REASON_NONE;
    struct slice key = cell;
    if (rules->type != CELL_STRING && rules->type != CELL_ANY) {
        text_clear(&room->key);
        KINDS[rules->type].add_key(rules, cell, value, &room->key);
        key = text_slice(&room->key);
    }
    if (rules->choices.given != NULL && !is_chosen(&rules->choices, key))
        return REASON_ENUM;
    if (rules->categories.given != NULL && !is_chosen(&rules->categories, key))
        return REASON_CATEGORIES;
    return REASON_NONE;
}

static size_t digits_in(struct slice text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += text.at[i] >= '0' && text.at[i] <= '9';
    return count;
}

static enum cell_reason judge_size(const struct cell_rules *rules, struct slice cell)
{
    if (rules->size == 0)
        return REASON_NONE;
    bool number = rules->type == CELL_NUMBER || rules->type == CELL_INTEGER;
    return (number ? digits_in(cell) : utf8_count(cell)) > rules->size ? REASON_SIZE : REASON_NONE;
}

/* Nine digits at most; more are no year. */
static bool year_of(struct slice number, int64_t *year)
{
    *year = 0;
    for (size_t i = 0; i < number.length; i++) {
        if (number.at[i] < '0' || number.at[i] > '9' || number.length > 9)
            return false;
        *year = *year * 10 + (number.at[i] - '0');
    }
    return true;
}

/* Whole numbers that are years by the dictionary, and years of which it says no era. */
static enum cell_reason judge_era(const struct cell_rules *rules, const struct cell_value *value)
{
    int64_t year;
    if (rules->type == CELL_INTEGER && rules->era != ERA_UNSAID && value->kind == VALUE_NUMBER &&
        year_of(value->text, &year))
        return cell_settle_era(rules->era, &year);
    if (rules->era != ERA_UNSAID || (rules->type != CELL_YEAR && rules->type != CELL_YEARMONTH))
        return REASON_NONE;
    year = rules->type == CELL_YEAR ? value->whole : value->whole / 12;
    return cell_settle_era(ERA_COMMON, &year) == REASON_NONE ? REASON_NONE : REASON_ERA_UNSAID;
}

static enum cell_reason judge_script(const struct cell_rules *rules, struct slice cell)
{
    static const enum cell_reason reasons[] = {
        [SCRIPT_CLEAN] = REASON_NONE,         [SCRIPT_SARA_AM] = REASON_SARA_AM,
        [SCRIPT_DOUBLE_E] = REASON_DOUBLE_E,  [SCRIPT_DOUBLE_MARK] = REASON_DOUBLE_MARK,
        [SCRIPT_ORDER] = REASON_ORDER,        [SCRIPT_ORPHAN] = REASON_ORPHAN,
        [SCRIPT_DAMAGED] = REASON_DAMAGED,    [SCRIPT_INVISIBLE] = REASON_INVISIBLE,
        [SCRIPT_PADDED] = REASON_PADDED_TEXT,
    };
    return rules->watches_script ? reasons[script_judge(cell, NULL)] : REASON_NONE;
}

static enum cell_reason judge_constraints(const struct cell_rules *rules, struct slice cell,
                                          const struct cell_value *value, struct cell_room *room)
{
    enum cell_reason reason = judge_length(rules, cell, value);
    if (reason == REASON_NONE)
        reason = judge_range(rules, value);
    if (reason == REASON_NONE)
        reason = judge_schema(rules, value, room);
    if (reason == REASON_NONE)
        reason = judge_pattern(rules, cell, room);
    if (reason == REASON_NONE)
        reason = judge_choices(rules, cell, value, room);
    if (reason == REASON_NONE)
        reason = judge_size(rules, cell);
    if (reason == REASON_NONE)
        reason = judge_era(rules, value);
    if (reason == REASON_NONE && rules->watches_total && cell_is_total(cell))
        reason = REASON_TOTAL;
    if (reason == REASON_NONE)
        reason = judge_script(rules, cell);
    return reason;
}

/* ---- the judge ---- */

static enum cell_state settle(enum cell_reason reason, struct cell_verdict *verdict)
{
    const struct cell_reason_row *row = &REASONS[reason];
    enum cell_state state = reason == REASON_NONE             ? CELL_FINE
                            : row->level == LEVEL_NOT_CHECKED ? CELL_NOT_CHECKED
                                                              : CELL_FAULTY;
    *verdict =
        (struct cell_verdict){.state = state, .code = row->code, .level = row->level, .reason = reason};
    return state;
}

/* Of a cell that is faulty by its type or a constraint: if it would be fine but for a blank, Thai digits or
 * what cannot be seen, that is the fault. */
static enum cell_reason diagnose(const struct cell_rules *rules, struct slice cell, struct cell_room *room,
                                 enum cell_reason reason, bool of_type)
{
    struct cell_value value = {0};
    struct slice cleaned;
    enum cell_reason cause = cell_clean(rules, cell, room, &cleaned);
    if (cause == REASON_NONE || REASONS[reason].level != LEVEL_ERROR)
        return reason;
    if (cell_is_missing(rules, cleaned))
        return of_type ? cause : reason;
    if (KINDS[rules->type].read(rules, cleaned, room, &value) != REASON_NONE)
        return reason;
    if (of_type || judge_constraints(rules, cleaned, &value, room) == REASON_NONE)
        return cause;
    return reason;
}

static bool is_of_script(enum cell_reason reason)
{
    return (reason >= REASON_SARA_AM && reason <= REASON_PADDED_TEXT) || reason == REASON_INVISIBLE;
}

enum cell_state cell_judge(const struct cell_rules *rules, struct slice cell, struct cell_room *room,
                           struct cell_verdict *verdict)
{
    struct cell_value value = {0};
    if (cell_is_missing(rules, cell)) {
        if (rules->required)
            return settle(REASON_REQUIRED, verdict);
        *verdict = (struct cell_verdict){.state = CELL_MISSING};
        return CELL_MISSING;
    }
    enum cell_reason reason = KINDS[rules->type].read(rules, cell, room, &value);
    bool of_type = reason != REASON_NONE;
    if (!of_type && rules->constrained)
        reason = judge_constraints(rules, cell, &value, room);
    if (reason != REASON_NONE && !is_of_script(reason))
        reason = diagnose(rules, cell, room, reason, of_type);
    return settle(reason, verdict);
}

bool cell_add_key(const struct cell_rules *rules, struct slice cell, struct cell_room *room, struct text *key)
{
    struct cell_value value = {0};
    if (cell_is_missing(rules, cell))
        return false;
    if (KINDS[rules->type].read(rules, cell, room, &value) != REASON_NONE) {
        text_add_slice(key, cell);
        return false;
    }
    KINDS[rules->type].add_key(rules, cell, &value, key);
    return true;
}

bool cell_number(const struct cell_rules *rules, struct slice cell, struct cell_room *room,
                 struct slice *number)
{
    struct cell_value value = {0};
    bool numeric = rules->type == CELL_NUMBER || rules->type == CELL_INTEGER;
    if (!numeric || cell_is_missing(rules, cell) ||
        KINDS[rules->type].read(rules, cell, room, &value) != REASON_NONE || value.kind != VALUE_NUMBER)
        return false;
    *number = value.text;
    return true;
}

/* ---- order ---- */

static int sign(int number)
{
    return (number > 0) - (number < 0);
}

static enum cell_order order_of(int compared)
{
    static const enum cell_order orders[] = {ORDER_BELOW, ORDER_EQUAL, ORDER_ABOVE};
    return orders[sign(compared) + 1];
}

int fraction_compare(struct slice a, struct slice b)
{
    size_t longer = a.length > b.length ? a.length : b.length;
    for (size_t i = 0; i < longer; i++) {
        int left = i < a.length ? a.at[i] : '0', right = i < b.length ? b.at[i] : '0';
        if (left != right)
            return left - right;
    }
    return 0;
}

enum cell_order cell_compare(const struct cell_value *a, const struct cell_value *b)
{
    if (a->kind == VALUE_NONE || a->kind == VALUE_NAN || b->kind == VALUE_NAN)
        return ORDER_UNKNOWN;
    if (a->kind == VALUE_SPAN)
        return span_compare(a, b);
    if (a->kind == VALUE_NUMBER && b->kind == VALUE_NUMBER)
        return order_of(decimal_compare(a->text, b->text));
    if (a->whole != b->whole)
        return a->whole < b->whole ? ORDER_BELOW : ORDER_ABOVE;
    return order_of(fraction_compare(a->fraction, b->fraction));
}
