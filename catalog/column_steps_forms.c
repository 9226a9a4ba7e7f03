/* The steps for times, months, and numbers that are written in groups or with another decimal sign. */
#include <string.h>

#include "catalog/cell_rules.h"
#include "catalog/column_steps.h"

/* Goes down the column: `accept` is called with each cell. */
#define DOWN(accept)                                                                                         \
    do {                                                                                                     \
        uint64_t set = 0;                                                                                    \
        const struct table_cell *cell = column->cells;                                                       \
        for (size_t i = 0; i < column->count; i++, cell += column->stride)                                   \
            set |= (uint64_t)accept(column->bytes + cell->from, cell->length, step) << i;                    \
        return set;                                                                                          \
    } while (0)

#define INLINE static inline __attribute__((always_inline))

/* ---- parts of a time ---- */

/* The number of two digits; 100 or more where there are none. */
INLINE unsigned two(const char *at)
{
    unsigned tens = (unsigned char)at[0] - '0', ones = (unsigned char)at[1] - '0';
    return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

/* hh:mm:ss as seconds; -1: it is none. 24:00:00 is left to the judge. */
INLINE int64_t seconds_of(const char *at)
{
    unsigned hour = two(at), minute = two(at + 3), second = two(at + 6);
    bool wrong = at[2] != ':' || at[5] != ':' || hour > 23 || minute > 59 || second > 59;
    return wrong ? -1 : (int64_t)(hour * 3600 + minute * 60 + second);
}

/* The year of four digits, of the Common Era; -1: it is none, or of the other era. */
INLINE int64_t year_of(const char *at, const struct column_step *step)
{
    unsigned century = two(at), rest = two(at + 2);
    int64_t year = (int64_t)century * 100 + rest;
    int64_t first = step->ahead > 0 ? CELL_BUDDHIST_FIRST : 1;
    int64_t last = step->ahead > 0 ? CELL_BUDDHIST_LAST : CELL_BUDDHIST_FIRST - 1;
    return century > 99 || rest > 99 || year < first || year > last ? -1 : year - step->ahead;
}

INLINE bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* yyyy-mm-dd as a day, counted as the judge counts them; -1: there is none. */
INLINE int64_t day_of(const char *at, const struct column_step *step)
{
    static const unsigned char days[13] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const unsigned short before[13] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    unsigned month = two(at + 5), day = two(at + 8);
    int64_t year = year_of(at, step);
    if (year < 0 || at[4] != '-' || at[7] != '-' || month - 1 > 11 || day - 1 >= days[month] ||
        (month == 2 && day == 29 && !is_leap(year)))
        return -1;
    int64_t past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400 + before[month] + (month > 2 && is_leap(year)) +
           day - 1;
}

INLINE bool is_within(int64_t least, int64_t most, const struct column_step *step)
{
    return least >= step->least && most <= step->most;
}

/* ---- times ---- */

INLINE bool accept_time(const char *at, size_t length, const struct column_step *step)
{
    int64_t seconds = length == 8 ? seconds_of(at) : -1;
    return seconds >= 0 && is_within(seconds, seconds, step);
}

uint64_t step_time(const struct column_step *step, const struct column_cells *column)
{
    DOWN(accept_time);
}

/* What stands behind hh:mm:ss: nothing, Z or +hh:mm; its minutes east. */
INLINE bool read_zone(const char *at, size_t length, int64_t *minutes)
{
    *minutes = length == 0 ? 7 * 60 : 0; /* a time that says no zone is Bangkok's */
    if (length < 2)
        return length == 0 || at[0] == 'Z';
    unsigned hour = length == 6 ? two(at + 1) : 100, minute = length == 6 ? two(at + 4) : 100;
    if (hour > 13 || minute > 59 || at[3] != ':' || (at[0] != '+' && at[0] != '-'))
        return false;
    *minutes = (int64_t)(hour * 60 + minute) * (at[0] == '-' ? -1 : 1);
    return true;
}

INLINE bool accept_datetime(const char *at, size_t length, const struct column_step *step)
{
    int64_t minutes;
    if (length < 19 || at[10] != 'T')
        return false;
    int64_t day = day_of(at, step), seconds = seconds_of(at + 11);
    size_t zone = 19;
    if (length > 19 && at[19] == '.')
        for (zone = 20; zone < length && (unsigned)(at[zone] - '0') < 10;)
            zone++;
    if (day < 0 || seconds < 0 || zone == 20 || !read_zone(at + zone, length - zone, &minutes))
        return false;
    int64_t moment = day * 86400 + seconds - minutes * 60;
    return is_within(moment, moment + (zone > 19), step);
}

uint64_t step_datetime(const struct column_step *step, const struct column_cells *column)
{
    DOWN(accept_datetime);
}

INLINE bool accept_yearmonth(const char *at, size_t length, const struct column_step *step)
{
    if (length != 7 || at[4] != '-' || two(at + 5) - 1 > 11)
        return false;
    int64_t year = year_of(at, step), month = year * 12 + two(at + 5) - 1;
    return year >= 0 && is_within(month, month, step);
}

uint64_t step_yearmonth(const struct column_step *step, const struct column_cells *column)
{
    DOWN(accept_yearmonth);
}

/* ---- numbers ---- */

/* Digits from `*at` on, single group signs between them passed over; false when there are none. */
INLINE bool read_groups(const char *text, size_t length, char group, size_t *at, int64_t *number,
                        size_t *digits)
{
    size_t before = *digits;
    for (bool last = false; *at < length; *at += 1) {
        unsigned digit = (unsigned)(text[*at] - '0');
        if (digit > 9 && (!last || text[*at] != group))
            break;
        last = digit <= 9;
        *number = last ? *number * 10 + digit : *number;
        *digits += last;
    }
    return *digits > before && text[*at - 1] != group;
}

INLINE bool accept_grouped(const char *at, size_t length, const struct column_step *step)
{
    bool negative = length > 0 && at[0] == '-';
    size_t place = negative, digits = 0;
    int64_t whole = 0, part = 0;
    if (length > 18 || !read_groups(at, length, step->group, &place, &whole, &digits))
        return false;
    bool fraction = place < length;
    if (fraction && (step->decimal == '\0' || at[place++] != step->decimal ||
                     !read_groups(at, length, '\0', &place, &part, &digits)))
        return false;
    int64_t beyond = whole + fraction;
    return place == length && digits <= step->digits &&
           is_within(negative ? -beyond : whole, negative ? -whole : beyond, step);
}

uint64_t step_grouped(const struct column_step *step, const struct column_cells *column)
{
    DOWN(accept_grouped);
}
