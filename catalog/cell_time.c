/* Dates, times, years: forms of XML Schema, strptime patterns, and the era. */
#include "base/date.h"
#include "catalog/cell_rules.h"

#define DAY_SECONDS 86400
#define YEAR_DIGITS 9 /* more are told to be too large */

/* A time that says no zone is Bangkok's. */
#define BANGKOK_MINUTES (7 * 60)

/* ---- the forms of XML Schema ---- */

static size_t digits_from(struct slice text, size_t at)
{
    size_t count = 0;
    while (at + count < text.length && is_digit(text.at[at + count]))
        count++;
    return count;
}

/* Two digits behind `sign` (none when 0), up to `end`, which must be `at + 2` or more. */
static bool take_two(struct slice text, size_t *at, char sign, int *number)
{
    size_t from = *at + (sign != 0);
    if (from + 2 > text.length || (sign != 0 && text.at[*at] != sign) || !is_digit(text.at[from]) ||
        !is_digit(text.at[from + 1]))
        return false;
    *number = (text.at[from] - '0') * 10 + (text.at[from + 1] - '0');
    *at = from + 2;
    return true;
}

/* Four digits or more; more without leading zeros; a minus sign before them. */
static enum cell_reason take_year(struct slice text, size_t *at, int64_t *year, enum cell_reason none)
{
    bool negative = *at < text.length && text.at[*at] == '-';
    size_t from = *at + negative, count = digits_from(text, from);
    if (count < 4 || (count > 4 && text.at[from] == '0'))
        return none;
    if (count > YEAR_DIGITS)
        return REASON_TOO_LARGE;
    *year = 0;
    for (size_t i = 0; i < count; i++)
        *year = *year * 10 + (text.at[from + i] - '0');
    if (*year == 0)
        return none;
    *year = negative ? -*year : *year;
    *at = from + count;
    return REASON_NONE;
}

/* "Z" or "+hh:mm" up to the end, 14:00 at most; or nothing. */
static bool take_zone(struct slice text, size_t at, struct clock *clock)
{
    if (at == text.length)
        return true;
    clock->zoned = true;
    if (text.at[at] == 'Z')
        return at + 1 == text.length;
    bool west = text.at[at] == '-';
    int hours, minutes;
    if (!west && text.at[at] != '+')
        return false;
    at++;
    if (!take_two(text, &at, 0, &hours) || !take_two(text, &at, ':', &minutes) || at != text.length)
        return false;
    clock->offset = (hours * 60 + minutes) * (west ? -1 : 1);
    return minutes < 60 && hours * 60 + minutes <= 14 * 60;
}

static bool take_time(struct slice text, size_t *at, struct clock *clock)
{
    return take_two(text, at, 0, &clock->hour) && take_two(text, at, ':', &clock->minute) &&
           take_two(text, at, ':', &clock->second);
}

static enum cell_reason take_date(struct slice text, size_t *at, struct clock *clock, enum cell_reason none)
{
    enum cell_reason reason = take_year(text, at, &clock->year, none);
    if (reason != REASON_NONE)
        return reason;
    return take_two(text, at, '-', &clock->month) && take_two(text, at, '-', &clock->day) ? REASON_NONE
                                                                                          : none;
}

/* yyyy-mm-dd, to the letter. */
static enum cell_reason date_default(struct slice text, struct clock *clock)
{
    size_t at = 0;
    if (text.length != 10 || text.at[0] == '-')
        return REASON_DATE;
    return take_date(text, &at, clock, REASON_DATE);
}

/* hh:mm:ss, to the letter. */
static enum cell_reason time_default(struct slice text, struct clock *clock)
{
    size_t at = 0;
    return take_time(text, &at, clock) && at == text.length ? REASON_NONE : REASON_TIME;
}

static enum cell_reason datetime_default(struct slice text, struct clock *clock)
{
    size_t at = 0;
    enum cell_reason reason = take_date(text, &at, clock, REASON_DATETIME);
    if (reason != REASON_NONE)
        return reason;
    if (at == text.length || text.at[at++] != 'T' || !take_time(text, &at, clock))
        return REASON_DATETIME;
    if (at < text.length && text.at[at] == '.') {
        size_t count = digits_from(text, at + 1);
        clock->fraction = (struct slice){text.at + at + 1, count};
        at += 1 + count;
        if (count == 0)
            return REASON_DATETIME;
    }
    return take_zone(text, at, clock) ? REASON_NONE : REASON_DATETIME;
}

/* ---- "any": a range of strategies, the first that reads the cell ---- */

static const char *const ANY_DATE[] = {
    "%Y-%m-%d",  "%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y",     "%d.%m.%Y", "%d %b %Y",
    "%b %d, %Y", "%b %d %Y", "%d-%b-%Y", "%Y%m%d",   "%a, %d %b %Y", NULL,
};
static const char *const ANY_TIME[] = {
    "%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%I:%M:%S %p", "%I:%M %p", "%H.%M", "%H:%M:%S%z", NULL,
};
static const char *const ANY_DATETIME[] = {
    "%Y-%m-%dT%H:%M:%S%z",      "%Y-%m-%d %H:%M:%S",    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%d %H:%M:%S%z",      "%Y-%m-%dT%H:%M",       "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",        "%Y/%m/%d %H:%M",       "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",           "%m/%d/%Y %H:%M:%S",    "%m/%d/%Y %H:%M",
    "%d-%m-%Y %H:%M:%S",        "%d-%m-%Y %H:%M",       "%d %b %Y %H:%M:%S",
    "%d %b %Y %H:%M",           "%m/%d/%Y %I:%M:%S %p", "%d/%m/%Y %I:%M %p",
    "%a, %d %b %Y %H:%M:%S %z", "%Y%m%dT%H%M%S%z",      NULL,
};

/* ---- from what is written to the value ---- */

static int64_t floor_divide(int64_t number, int64_t by)
{
    return number / by - (number % by < 0);
}

/* Days of the proleptic Gregorian calendar before 1 January of the year; 0 before year 1. */
static int64_t days_before_year(int64_t year)
{
    int64_t before = year - 1;
    return before * 365 + floor_divide(before, 4) - floor_divide(before, 100) + floor_divide(before, 400);
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static const int DAYS_BEFORE_MONTH[2][13] = {
    {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365},
    {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366},
};

enum cell_reason cell_settle_era(enum cell_era era, int64_t *year)
{
    bool buddhist = *year >= CELL_BUDDHIST_FIRST && *year <= CELL_BUDDHIST_LAST;
    if (era != ERA_BUDDHIST)
        return buddhist ? REASON_ERA_BUDDHIST : REASON_NONE;
    if (*year < CELL_BUDDHIST_FIRST)
        return REASON_ERA_COMMON;
    *year -= DATE_BUDDHIST_OFFSET;
    return REASON_NONE;
}

static void settle_short_year(enum cell_era era, struct clock *clock)
{
    if (clock->short_year)
        clock->year += era == ERA_BUDDHIST ? 2500 : clock->year >= 69 ? 1900 : 2000;
}

/* The day as a number; or why there is none. The era is judged before the day, as 29 February depends on it.
 */
static enum cell_reason settle_day(enum cell_era era, struct clock *clock, int64_t *day)
{
    bool by_number = clock->day_of_year > 0;
    settle_short_year(era, clock);
    if (clock->month < 1 || clock->month > 12 || clock->day < 1 || clock->day > 31)
        return REASON_NO_DATE;
    enum cell_reason reason = cell_settle_era(era, &clock->year);
    if (reason != REASON_NONE)
        return reason;
    const int *before = DAYS_BEFORE_MONTH[is_leap(clock->year)];
    if (clock->day > before[clock->month] - before[clock->month - 1] || clock->day_of_year > before[12])
        return REASON_NO_DATE;
    *day = days_before_year(clock->year) +
           (by_number ? clock->day_of_year - 1 : before[clock->month - 1] + clock->day - 1);
    return REASON_NONE;
}

static bool is_zero(struct slice digits)
{
    for (size_t i = 0; i < digits.length; i++)
        if (digits.at[i] != '0')
            return false;
    return true;
}

/* Seconds of the day. 24:00:00 is midnight at the day's end, where XML Schema has it. */
static enum cell_reason settle_seconds(struct clock *clock, bool may_end, int64_t *seconds)
{
    if (clock->half_day) {
        if (clock->hour < 1 || clock->hour > 12)
            return REASON_NO_TIME;
        clock->hour = clock->hour % 12 + (clock->afternoon ? 12 : 0);
    }
    bool end =
        may_end && clock->hour == 24 && clock->minute == 0 && clock->second == 0 && is_zero(clock->fraction);
    if (!end && (clock->hour > 23 || clock->minute > 59 || clock->second > 59))
        return REASON_NO_TIME;
    *seconds = clock->hour * 3600 + clock->minute * 60 + clock->second;
    return REASON_NONE;
}

/* ---- the types ---- */

static enum cell_reason settle(const struct cell_rules *rules, struct clock *clock, struct cell_value *value)
{
    int64_t day = 0, seconds = 0;
    enum cell_reason reason = REASON_NONE;
    if (rules->type != CELL_TIME)
        reason = settle_day(rules->era, clock, &day);
    if (reason == REASON_NONE)
        reason = settle_seconds(clock, rules->type == CELL_DATETIME && rules->form == FORM_DEFAULT, &seconds);
    if (rules->type == CELL_DATETIME || clock->zoned)
        seconds -= (int64_t)(clock->zoned ? clock->offset : BANGKOK_MINUTES) * 60;
    value->kind = VALUE_MOMENT;
    value->zoned = clock->zoned;
    value->whole = rules->type == CELL_DATE ? day : day * DAY_SECONDS + seconds;
    value->fraction = rules->type == CELL_DATE ? (struct slice){NULL, 0} : clock->fraction;
    return reason;
}

/* What strptime takes for the parts that a pattern leaves out. */
static struct clock clock_of(const struct cell_rules *rules)
{
    int64_t ahead = rules->era == ERA_BUDDHIST ? DATE_BUDDHIST_OFFSET : 0;
    return (struct clock){.year = 1900 + ahead, .month = 1, .day = 1};
}

static enum cell_reason read_any_of(const char *const *patterns, const struct cell_rules *rules,
                                    struct slice cell, struct cell_value *value)
{
    enum cell_reason worst = REASON_ANY_FORMAT;
    for (; *patterns != NULL; patterns++) {
        struct clock clock = clock_of(rules);
        enum cell_reason reason = strptime_read(slice_of(*patterns), cell, &clock);
        if (reason == REASON_FORMAT)
            continue;
        if (reason == REASON_NONE)
            reason = settle(rules, &clock, value);
        if (reason == REASON_NONE)
            return REASON_NONE;
        if (worst == REASON_ANY_FORMAT)
            worst = reason;
    }
    return worst;
}

struct temporal {
    enum cell_reason (*read)(struct slice text, struct clock *clock);
    const char *const *any;
};

static enum cell_reason read_temporal(const struct temporal *temporal, const struct cell_rules *rules,
                                      struct slice cell, struct cell_value *value)
{
    struct clock clock = clock_of(rules);
    enum cell_reason reason = rules->form == FORM_PATTERN ? strptime_read(rules->format, cell, &clock)
                                                          : temporal->read(cell, &clock);
    if (reason == REASON_NONE)
        return settle(rules, &clock, value);
    return rules->form == FORM_ANY ? read_any_of(temporal->any, rules, cell, value) : reason;
}

CELL_READ(read_date)
{
    static const struct temporal date = {date_default, ANY_DATE};
    (void)room;
    return read_temporal(&date, rules, cell, value);
}

CELL_READ(read_time)
{
    static const struct temporal time = {time_default, ANY_TIME};
    (void)room;
    return read_temporal(&time, rules, cell, value);
}

CELL_READ(read_datetime)
{
    static const struct temporal datetime = {datetime_default, ANY_DATETIME};
    (void)room;
    return read_temporal(&datetime, rules, cell, value);
}

static enum cell_reason read_year_of(const struct cell_rules *rules, struct slice cell,
                                     struct cell_value *value, enum cell_reason none)
{
    struct clock clock = {.month = 1};
    size_t at = 0;
    enum cell_reason reason = take_year(cell, &at, &clock.year, none);
    if (reason == REASON_NONE && rules->type == CELL_YEARMONTH && !take_two(cell, &at, '-', &clock.month))
        reason = none;
    if (reason == REASON_NONE && !take_zone(cell, at, &clock))
        reason = none;
    if (reason == REASON_NONE && (clock.month < 1 || clock.month > 12))
        reason = REASON_NO_DATE;
    if (reason == REASON_NONE && rules->era != ERA_UNSAID)
        reason = cell_settle_era(rules->era, &clock.year);
    value->kind = VALUE_MOMENT;
    value->whole = rules->type == CELL_YEAR ? clock.year : clock.year * 12 + clock.month - 1;
    return reason;
}

CELL_READ(read_year)
{
    (void)room;
    return read_year_of(rules, cell, value, REASON_YEAR);
}

CELL_READ(read_yearmonth)
{
    (void)room;
    return read_year_of(rules, cell, value, REASON_YEARMONTH);
}

/* ---- keys ---- */

static void add_day(int64_t day, struct text *key)
{
    int64_t year = 1 + floor_divide(day * 400, 146097);
    while (days_before_year(year) > day)
        year--;
    while (days_before_year(year + 1) <= day)
        year++;
    const int *before = DAYS_BEFORE_MONTH[is_leap(year)];
    int left = (int)(day - days_before_year(year)), month = 1;
    while (before[month] <= left)
        month++;
    text_format(key, "%04lld-%02d-%02d", (long long)year, month, left - before[month - 1] + 1);
}

static void add_seconds(int64_t seconds, struct slice fraction, struct text *key)
{
    text_format(key, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
    while (fraction.length > 0 && fraction.at[fraction.length - 1] == '0')
        fraction.length--;
    if (fraction.length > 0)
        text_add_char(key, '.');
    text_add_slice(key, fraction);
}

CELL_ADD_KEY(add_moment_key)
{
    (void)cell;
    int64_t day = floor_divide(value->whole, DAY_SECONDS), seconds = value->whole - day * DAY_SECONDS;
    switch (rules->type) {
    case CELL_YEAR:
        text_format(key, "%04lld", (long long)value->whole);
        break;
    case CELL_YEARMONTH:
        text_format(key, "%04lld-%02d", (long long)floor_divide(value->whole, 12),
                    (int)(value->whole - floor_divide(value->whole, 12) * 12) + 1);
        break;
    case CELL_DATE:
        add_day(value->whole, key);
        break;
    case CELL_TIME:
        add_seconds(seconds, value->fraction, key);
        break;
    default:
        add_day(day, key);
        text_add_char(key, 'T');
        add_seconds(seconds, value->fraction, key);
        text_add_char(key, 'Z');
    }
}
