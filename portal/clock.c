#include "portal/clock.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/date.h"

struct moment {
    int year;
    int month;
    int day;
    int hour;
    int minute;
    int second;
    int microsecond;
    int zone_minutes; /* east of Greenwich */
};

/* Up to `most` digits; -1 where there is none. */
static int read_digits(const char **at, int most)
{
    int value = 0;
    int count = 0;
    while (count < most && isdigit((unsigned char)**at)) {
        value = value * 10 + (*(*at)++ - '0');
        count++;
    }
    return count == 0 ? -1 : value;
}

/* "2024-01-31", "2024/1/31", "20240131", "1/31/2024": the year first, or month, day, year. */
static bool read_date(const char **at, struct moment *moment)
{
    const char *start = *at;
    if (strspn(start, "0123456789") == 8) {
        moment->year = read_digits(at, 4);
        moment->month = read_digits(at, 2);
        moment->day = read_digits(at, 2);
        return date_exists(moment->year, moment->month, moment->day);
    }
    int first = read_digits(at, 6);
    size_t digits = (size_t)(*at - start);
    char mark = **at;
    if (first < 0 || mark == 0 || strchr("-/.", mark) == NULL)
        return false;
    (*at)++;
    int second = read_digits(at, 2);
    if (second < 0 || **at != mark)
        return false;
    (*at)++;
    const char *third_at = *at;
    int third = read_digits(at, 6);
    bool year_first = digits >= 3;
    bool good = third >= 0 && (year_first ? *at - third_at <= 2 : *at - third_at == 4);
    moment->year = year_first ? first : third;
    moment->month = year_first ? second : first;
    moment->day = year_first ? third : second;
    return good && date_exists(moment->year, moment->month, moment->day);
}

static void read_fraction(const char **at, struct moment *moment)
{
    if (**at != '.')
        return;
    (*at)++;
    int scale = 100000;
    while (isdigit((unsigned char)**at)) {
        moment->microsecond += (*(*at)++ - '0') * scale;
        scale /= 10;
    }
}

/* "10:00", "10:00:00.5"; true also for nothing. */
static bool read_time(const char **at, struct moment *moment)
{
    if (**at == 0)
        return true;
    moment->hour = read_digits(at, 2);
    if (moment->hour < 0 || **at != ':')
        return false;
    (*at)++;
    moment->minute = read_digits(at, 2);
    if (**at == ':') {
        (*at)++;
        moment->second = read_digits(at, 2);
        read_fraction(at, moment);
    }
    return moment->hour < 24 && moment->minute >= 0 && moment->minute < 60 && moment->second >= 0 &&
           moment->second < 60;
}

/* "Z", "+07", "+07:00", "+0700", "UTC"; true also for nothing. */
static bool read_zone(const char **at, struct moment *moment)
{
    *at += strspn(*at, " ");
    if (**at == 'Z' || **at == 'z')
        (*at)++;
    else if (strncmp(*at, "UTC", 3) == 0)
        *at += 3;
    if (**at != '+' && **at != '-')
        return **at == 0;
    int sign = *(*at)++ == '-' ? -1 : 1;
    int hours = read_digits(at, 2);
    *at += **at == ':' ? 1 : 0;
    int minutes = **at == 0 ? 0 : read_digits(at, 2);
    moment->zone_minutes = sign * (hours * 60 + minutes);
    return hours >= 0 && hours < 16 && minutes >= 0 && minutes < 60 && **at == 0;
}

static bool read_moment(const char *text, enum clock_kind kind, struct moment *moment)
{
    const char *at = text;
    if (kind != CLOCK_TIME) {
        if (!read_date(&at, moment))
            return false;
        if (*at == 'T' || *at == 't' || *at == ' ')
            at++;
        else if (*at != 0)
            return false;
    } else if (*at == 0) {
        return false;
    }
    return read_time(&at, moment) && read_zone(&at, moment);
}

static void turn_to_utc(struct moment *moment)
{
    struct tm parts = {.tm_year = moment->year - 1900,
                       .tm_mon = moment->month - 1,
                       .tm_mday = moment->day,
                       .tm_hour = moment->hour,
                       .tm_min = moment->minute - moment->zone_minutes,
                       .tm_sec = moment->second};
    time_t seconds = timegm(&parts);
    gmtime_r(&seconds, &parts);
    moment->year = parts.tm_year + 1900;
    moment->month = parts.tm_mon + 1;
    moment->day = parts.tm_mday;
    moment->hour = parts.tm_hour;
    moment->minute = parts.tm_min;
}

static char *print_time(struct arena *arena, const struct moment *moment)
{
    char *text = arena_format(arena, "%02d:%02d:%02d", moment->hour, moment->minute, moment->second);
    if (moment->microsecond == 0)
        return text;
    text = arena_format(arena, "%s.%06d", text, moment->microsecond);
    size_t length = strlen(text);
    while (text[length - 1] == '0')
        text[--length] = 0;
    return text;
}

char *clock_read(struct arena *arena, enum clock_kind kind, const char *text)
{
    struct moment moment = {0};
    if (!read_moment(text, kind, &moment))
        return NULL;
    if (kind == CLOCK_TIMESTAMPTZ)
        turn_to_utc(&moment);
    const char *date = arena_format(arena, "%04d-%02d-%02d", moment.year, moment.month, moment.day);
    const char *clock = print_time(arena, &moment);
    switch (kind) {
    case CLOCK_DATE:
        return arena_string(arena, date);
    case CLOCK_TIME:
        return arena_string(arena, clock);
    case CLOCK_TIMESTAMP:
    case CLOCK_TIMESTAMPTZ:
        break;
    }
    return arena_format(arena, "%sT%s%s", date, clock, kind == CLOCK_TIMESTAMPTZ ? "+00:00" : "");
}

bool clock_is_guessed(const char *text)
{
    static const char *const forms[] = {"%Y-%m-%d",           "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S",
                                        "%Y-%m-%dT%H:%M:%SZ", "%d/%m/%Y",          "%m/%d/%Y",
                                        "%d-%m-%Y",           "%m-%d-%Y"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct tm parts;
        memset(&parts, 0, sizeof parts);
        const char *end = strptime(text, forms[i], &parts);
        if (end != NULL && *end == 0 && isdigit((unsigned char)*text))
            return true;
    }
    return false;
}
