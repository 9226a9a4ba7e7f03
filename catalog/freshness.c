#include "catalog/freshness.h"

#include <string.h>

#include "base/arena.h"
#include "base/language.h"

/* ---- the units ---- */

enum pace { PACE_NONE, PACE_MONTHS, PACE_DAYS, PACE_WORKING_DAYS, PACE_MINUTES };

struct unit {
    const char *value;
    enum pace pace;
    long count;          /* of months, days or minutes in one unit */
    const char *one;     /* "every year", msgids; of a unit without pace its name */
    const char *several; /* "every %s years" */
};

static const struct unit units[] = {
    {"ไม่ทราบ", PACE_NONE, 0, N_("unknown"), NULL},
    {"ปี", PACE_MONTHS, 12, N_("every year"), N_("every %s years")},
    {"ครึ่งปี", PACE_MONTHS, 6, N_("every half-year"), N_("every %s half-years")},
    {"ไตรมาส", PACE_MONTHS, 3, N_("every quarter"), N_("every %s quarters")},
    {"เดือน", PACE_MONTHS, 1, N_("every month"), N_("every %s months")},
    {"สัปดาห์", PACE_DAYS, 7, N_("every week"), N_("every %s weeks")},
    {"วัน", PACE_DAYS, 1, N_("every day"), N_("every %s days")},
    {"วันทำการ", PACE_WORKING_DAYS, 1, N_("every working day"), N_("every %s working days")},
    {"ชั่วโมง", PACE_MINUTES, 60, N_("every hour"), N_("every %s hours")},
    {"นาที", PACE_MINUTES, 1, N_("every minute"), N_("every %s minutes")},
    {"ตามเวลาจริง", PACE_NONE, 0, N_("in real time"), NULL},
    {"ไม่มีการปรับปรุงหลังจากการจัดเก็บข้อมูล", PACE_NONE, 0, N_("never after it was collected"), NULL},
    {"อื่นๆ", PACE_NONE, 0, N_("another frequency"), NULL},
};

#define UNITS (sizeof units / sizeof *units)
#define INTERVAL_MOST 10000
#define YEAR_LAST 9999
#define MINUTES_A_DAY 1440

static const struct unit *unit_find(const char *value)
{
    for (size_t i = 0; i < UNITS; i++)
        if (strcmp(units[i].value, value) == 0)
            return &units[i];
    return NULL;
}

/* Nothing means 1; 0 when it is no number that can be meant. */
static long interval_read(const char *text)
{
    long interval = 0;
    if (*text == '\0')
        return 1;
    for (; *text >= '0' && *text <= '9' && interval < INTERVAL_MOST; text++)
        interval = interval * 10 + (*text - '0');
    return *text == '\0' && interval < INTERVAL_MOST ? interval : 0;
}

/* ---- the day it is due ---- */

static struct date after_working_days(struct date date, long days)
{
    while (days > 0) {
        date = date_after_days(date, 1);
        days -= date_weekday(date) < 5;
    }
    return date;
}

static struct date due_after(struct date updated, const struct unit *unit, long interval)
{
    switch (unit->pace) {
    case PACE_MONTHS:
        return date_after_months(updated, interval * unit->count);
    case PACE_WORKING_DAYS:
        return after_working_days(updated, interval);
    case PACE_MINUTES:
        return date_after_days(updated, (interval * unit->count + MINUTES_A_DAY - 1) / MINUTES_A_DAY);
    default:
        return date_after_days(updated, interval * unit->count);
    }
}

/* Why the day cannot be told; NULL when it can. */
static const char *what_is_wrong(const struct freshness *freshness, const struct unit *unit, bool date_given)
{
    if (*freshness->unit == '\0')
        return _("update_frequency_unit is missing");
    if (unit == NULL)
        return _("update_frequency_unit is none of the allowed values");
    if (interval_read(freshness->interval) == 0)
        return _("update_frequency_interval is no number from 1 to 9999");
    if (!date_given)
        return _("last_updated_date is missing");
    if (!freshness->has_updated)
        return _("last_updated_date is no date of the Common Era");
    return NULL;
}

static void reckon(struct freshness *freshness, const struct unit *unit, struct date today)
{
    freshness->due = due_after(freshness->updated, unit, interval_read(freshness->interval));
    freshness->days_left = date_days(today, freshness->due);
    freshness->state = freshness->days_left < 0 ? FRESHNESS_OVERDUE : FRESHNESS_IN_TIME;
    if (freshness->due.year > YEAR_LAST) {
        freshness->state = FRESHNESS_NO_DATE;
        freshness->reason = _("later than the year 9999");
    }
}

/* ---- of a dataset ---- */

static const char *text_of(const struct dataset *dataset, const char *key, struct arena *arena)
{
    return slice_copy(arena, slice_trim(json_text(json_get(&dataset->metadata.root, key))));
}

/* From this year on a date of the Common Era is most likely one of the Buddhist Era (M309). */
#define BUDDHIST_FROM 2400

struct freshness freshness_of(const struct dataset *dataset, struct date today, struct arena *arena)
{
    struct freshness freshness = {
        .name = arena_string(arena, dataset->name),
        .title = text_of(dataset, "title", arena),
        .is_private = dataset_is_private(dataset),
        .unit = text_of(dataset, "update_frequency_unit", arena),
        .interval = text_of(dataset, "update_frequency_interval", arena),
    };
    const char *updated = text_of(dataset, "last_updated_date", arena);
    const struct unit *unit = unit_find(freshness.unit);
    freshness.has_updated =
        date_read(slice_of(updated), &freshness.updated) && freshness.updated.year < BUDDHIST_FROM;
    if (unit != NULL && unit->pace == PACE_NONE) {
        freshness.state = FRESHNESS_NO_DATE;
        freshness.reason = _(unit->one);
        return freshness;
    }
    freshness.reason = what_is_wrong(&freshness, unit, *updated != '\0');
    if (unit == NULL || freshness.reason != NULL)
        freshness.state = FRESHNESS_UNKNOWN;
    else
        reckon(&freshness, unit, today);
    return freshness;
}

int freshness_compare(const void *a, const void *b)
{
    static const int ranks[] = {
        [FRESHNESS_OVERDUE] = 0, [FRESHNESS_IN_TIME] = 0, [FRESHNESS_UNKNOWN] = 1, [FRESHNESS_NO_DATE] = 2};
    const struct freshness *left = a, *right = b;
    int rank = ranks[left->state] - ranks[right->state];
    if (rank == 0 && ranks[left->state] == 0 && left->days_left != right->days_left)
        return left->days_left < right->days_left ? -1 : 1;
    return rank != 0 ? rank : strcmp(left->name, right->name);
}

void freshness_add_promise(const struct freshness *freshness, struct text *out)
{
    const struct unit *unit = unit_find(freshness->unit);
    long interval = interval_read(freshness->interval);
    struct text count = {0};
    text_add_count(&count, (uint64_t)interval);
    if (unit == NULL || interval == 0)
        text_add(out, "?");
    else if (unit->several == NULL || interval == 1)
        text_add(out, _(unit->one));
    else
        text_format(out, _(unit->several), count.at);
    text_free(&count);
}

const char *freshness_state_name(enum freshness_state state)
{
    static const char *const names[] = {[FRESHNESS_OVERDUE] = "overdue",
                                        [FRESHNESS_IN_TIME] = "in_time",
                                        [FRESHNESS_NO_DATE] = "no_date",
                                        [FRESHNESS_UNKNOWN] = "unknown"};
    return names[state];
}
