/* Dates and times by a pattern, as strptime of Python and C has them, in the C locale and in Thai. */
#include <string.h>

#include "catalog/cell_rules.h"

struct cursor {
    const char *at, *end;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* From `least` to `most` digits. */
static bool take_number(struct cursor *cursor, int least, int most, int *number)
{
    int count = 0;
    *number = 0;
    for (; count < most && cursor->at < cursor->end && is_digit(*cursor->at); count++)
        *number = *number * 10 + (*cursor->at++ - '0');
    return count >= least;
}

/* ---- names of months and days ---- */

/* Twelve of each kind, one kind behind the other. */
static const char *const MONTHS[] = {
    "January",   "February", "March",    "April",    "May",    "June",    "July",     "August",
    "September", "October",  "November", "December", "มกราคม", "กุมภาพันธ์", "มีนาคม",    "เมษายน",
    "พฤษภาคม",   "มิถุนายน",   "กรกฎาคม",  "สิงหาคม",   "กันยายน", "ตุลาคม",   "พฤศจิกายน", "ธันวาคม",
    "Jan",       "Feb",      "Mar",      "Apr",      "May",    "Jun",     "Jul",      "Aug",
    "Sep",       "Oct",      "Nov",      "Dec",      "ม.ค.",   "ก.พ.",    "มี.ค.",     "เม.ย.",
    "พ.ค.",      "มิ.ย.",     "ก.ค.",     "ส.ค.",     "ก.ย.",   "ต.ค.",    "พ.ย.",     "ธ.ค.",
};
static const char *const DAYS[] = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "อาทิตย์", "จันทร์", "อังคาร",
    "พุธ",     "พฤหัสบดี", "ศุกร์",     "เสาร์",      "Sun",      "Mon",    "Tue",      "Wed",   "Thu",  "Fri",
    "Sat",    "อา.",    "จ.",      "อ.",        "พ.",       "พฤ.",    "ศ.",       "ส.",
};
enum { MONTH_COUNT = sizeof MONTHS / sizeof *MONTHS, DAY_COUNT = sizeof DAYS / sizeof *DAYS };

static bool take_word(struct cursor *cursor, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(cursor->end - cursor->at) < length)
        return false;
    for (size_t i = 0; i < length; i++) {
        char a = cursor->at[i], b = word[i];
        bool letter = (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
        if (letter ? (a | 0x20) != (b | 0x20) : a != b)
            return false;
    }
    cursor->at += length;
    return true;
}

/* The place of the longest name that stands here; -1 when none does. */
static int take_name(struct cursor *cursor, const char *const *names, int count)
{
    struct cursor best = *cursor;
    int found = -1;
    for (int i = 0; i < count; i++) {
        struct cursor here = *cursor;
        if (take_word(&here, names[i]) && here.at > best.at) {
            best = here;
            found = i;
        }
    }
    *cursor = best;
    return found;
}

/* ---- directives ---- */

#define DIRECTIVE(name) static enum cell_reason name(struct cursor *cursor, struct clock *clock)

DIRECTIVE(take_year)
{
    int year;
    if (!take_number(cursor, 4, 4, &year))
        return REASON_FORMAT;
    clock->year = year;
    return year > 0 ? REASON_NONE : REASON_NO_DATE;
}

DIRECTIVE(take_short_year)
{
    int year;
    if (!take_number(cursor, 2, 2, &year))
        return REASON_FORMAT;
    clock->year = year;
    clock->short_year = true;
    return REASON_NONE;
}

DIRECTIVE(take_month)
{
    return take_number(cursor, 1, 2, &clock->month) ? REASON_NONE : REASON_FORMAT;
}

DIRECTIVE(take_month_name)
{
    int month = take_name(cursor, MONTHS, MONTH_COUNT);
    clock->month = month % 12 + 1;
    return month >= 0 ? REASON_NONE : REASON_FORMAT;
}

DIRECTIVE(take_day)
{
    if (cursor->at < cursor->end && *cursor->at == ' ')
        cursor->at++;
    return take_number(cursor, 1, 2, &clock->day) ? REASON_NONE : REASON_FORMAT;
}

DIRECTIVE(take_day_of_year)
{
    if (!take_number(cursor, 1, 3, &clock->day_of_year))
        return REASON_FORMAT;
    return clock->day_of_year >= 1 && clock->day_of_year <= 366 ? REASON_NONE : REASON_NO_DATE;
}

DIRECTIVE(take_weekday)
{
    (void)clock;
    return take_name(cursor, DAYS, DAY_COUNT) >= 0 ? REASON_NONE : REASON_FORMAT;
}

DIRECTIVE(take_hour)
{
    return take_number(cursor, 1, 2, &clock->hour) ? REASON_NONE : REASON_FORMAT;
}

DIRECTIVE(take_half_hour)
{
    clock->half_day = true;
    return take_hour(cursor, clock);
}

DIRECTIVE(take_half)
{
    static const char *const names[] = {"AM", "PM"};
    int half = take_name(cursor, names, 2);
    clock->afternoon = half == 1;
    return half >= 0 ? REASON_NONE : REASON_FORMAT;
}

DIRECTIVE(take_minute)
{
    return take_number(cursor, 1, 2, &clock->minute) ? REASON_NONE : REASON_FORMAT;
}

DIRECTIVE(take_second)
{
    return take_number(cursor, 1, 2, &clock->second) ? REASON_NONE : REASON_FORMAT;
}

DIRECTIVE(take_fraction)
{
    const char *from = cursor->at;
    int unused;
    if (!take_number(cursor, 1, 6, &unused))
        return REASON_FORMAT;
    clock->fraction = (struct slice){from, (size_t)(cursor->at - from)};
    return REASON_NONE;
}

DIRECTIVE(take_offset)
{
    int hours, minutes = 0;
    clock->zoned = true;
    clock->offset = 0;
    if (take_word(cursor, "Z"))
        return REASON_NONE;
    if (cursor->at == cursor->end || (*cursor->at != '+' && *cursor->at != '-'))
        return REASON_FORMAT;
    bool west = *cursor->at++ == '-';
    if (!take_number(cursor, 2, 2, &hours))
        return REASON_FORMAT;
    if (cursor->at < cursor->end && *cursor->at == ':')
        cursor->at++;
    if (!take_number(cursor, 2, 2, &minutes))
        return REASON_FORMAT;
    clock->offset = (hours * 60 + minutes) * (west ? -1 : 1);
    return hours < 24 && minutes < 60 ? REASON_NONE : REASON_NO_TIME;
}

DIRECTIVE(take_zone_name)
{
    static const struct {
        const char *name;
        int offset;
    } zones[] = {{"UTC", 0}, {"GMT", 0}, {"ICT", 7 * 60}, {"Z", 0}};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        if (!take_word(cursor, zones[i].name))
            continue;
        clock->zoned = true;
        clock->offset = zones[i].offset;
        return REASON_NONE;
    }
    return REASON_FORMAT;
}

DIRECTIVE(take_blanks)
{
    const char *from = cursor->at;
    (void)clock;
    while (cursor->at < cursor->end && is_blank(*cursor->at))
        cursor->at++;
    return cursor->at > from ? REASON_NONE : REASON_FORMAT;
}

DIRECTIVE(take_percent)
{
    (void)clock;
    return take_word(cursor, "%") ? REASON_NONE : REASON_FORMAT;
}

static const struct directive {
    char letter;
    enum cell_reason (*take)(struct cursor *cursor, struct clock *clock);
    const char *stands_for; /* of the C locale */
} DIRECTIVES[] = {
    {'Y', take_year, NULL},        {'y', take_short_year, NULL},
    {'m', take_month, NULL},       {'b', take_month_name, NULL},
    {'B', take_month_name, NULL},  {'h', take_month_name, NULL},
    {'d', take_day, NULL},         {'e', take_day, NULL},
    {'j', take_day_of_year, NULL}, {'a', take_weekday, NULL},
    {'A', take_weekday, NULL},     {'H', take_hour, NULL},
    {'I', take_half_hour, NULL},   {'p', take_half, NULL},
    {'M', take_minute, NULL},      {'S', take_second, NULL},
    {'f', take_fraction, NULL},    {'z', take_offset, NULL},
    {'Z', take_zone_name, NULL},   {'n', take_blanks, NULL},
    {'t', take_blanks, NULL},      {'%', take_percent, NULL},
    {'D', NULL, "%m/%d/%y"},       {'F', NULL, "%Y-%m-%d"},
    {'T', NULL, "%H:%M:%S"},       {'R', NULL, "%H:%M"},
    {'r', NULL, "%I:%M:%S %p"},    {'c', NULL, "%a %b %e %H:%M:%S %Y"},
    {'x', NULL, "%m/%d/%y"},       {'X', NULL, "%H:%M:%S"},
};

static const struct directive *directive_of(char letter)
{
    for (size_t i = 0; i < sizeof DIRECTIVES / sizeof *DIRECTIVES; i++)
        if (DIRECTIVES[i].letter == letter)
            return &DIRECTIVES[i];
    return NULL;
}

static enum cell_reason take_pattern(struct slice pattern, struct cursor *cursor, struct clock *clock);

static enum cell_reason take_directive(char letter, struct cursor *cursor, struct clock *clock)
{
    const struct directive *directive = directive_of(letter);
    if (directive == NULL)
        return REASON_FORMAT;
    if (directive->stands_for != NULL)
        return take_pattern(slice_of(directive->stands_for), cursor, clock);
    return directive->take(cursor, clock);
}

static enum cell_reason take_pattern(struct slice pattern, struct cursor *cursor, struct clock *clock)
{
    const char *at = pattern.at, *end = pattern.at + pattern.length;
    while (at < end) {
        enum cell_reason reason = REASON_NONE;
        if (*at == '%' && at + 1 < end) {
            reason = take_directive(at[1], cursor, clock);
            at += 2;
        } else if (is_blank(*at)) {
            reason = take_blanks(cursor, clock);
            while (at < end && is_blank(*at))
                at++;
        } else if (cursor->at == cursor->end || *cursor->at++ != *at++) {
            reason = REASON_FORMAT;
        }
        if (reason != REASON_NONE)
            return reason;
    }
    return REASON_NONE;
}

enum cell_reason strptime_read(struct slice pattern, struct slice cell, struct clock *clock)
{
    struct cursor cursor = {cell.at, cell.at + cell.length};
    enum cell_reason reason = take_pattern(pattern, &cursor, clock);
    return reason == REASON_NONE && cursor.at < cursor.end ? REASON_FORMAT : reason;
}

struct slice strptime_unknown(struct slice pattern)
{
    for (size_t i = 0; i < pattern.length; i++) {
        if (pattern.at[i] != '%')
            continue;
        size_t left = pattern.length - i;
        if (left == 1 || directive_of(pattern.at[i + 1]) == NULL)
            return (struct slice){pattern.at + i, left < 2 ? left : 2};
        i++;
    }
    return (struct slice){"", 0};
}
