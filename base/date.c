#include "base/date.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/language.h"

static bool digits(const char *at, size_t count, int *number)
{
    *number = 0;
    for (size_t i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        *number = *number * 10 + (at[i] - '0');
    }
    return true;
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool date_exists(int year, int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= days_of_month(year, month);
}

bool date_read(struct slice text, struct date *date)
{
    if (text.length != 10 || text.at[4] != '-' || text.at[7] != '-')
        return false;
    return digits(text.at, 4, &date->year) && digits(text.at + 5, 2, &date->month) &&
           digits(text.at + 8, 2, &date->day) && date_exists(date->year, date->month, date->day);
}

int date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

/* The moment that counts as now: a fixed one for builds and tests that must repeat. */
static time_t now(void)
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    if (fixed && *fixed) {
        char *end;
        errno = 0;
        long long seconds = strtoll(fixed, &end, 10);
        if (errno == 0 && *end == '\0' && seconds >= 0)
            return (time_t)seconds;
    }
    return time(NULL) + DATE_BANGKOK_SECONDS;
}

struct date date_today(void)
{
    time_t seconds = now();
    struct tm parts;
    gmtime_r(&seconds, &parts);
    return (struct date){parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday};
}

/* ---- reckoning ---- */

/* Days since 1 March of the year 0, from which on leap days come last in their year. */
static long day_number(struct date date)
{
    long year = date.year - (date.month <= 2), month = (date.month + 9) % 12;
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date.day - 1;
}

long date_days(struct date from, struct date to)
{
    return day_number(to) - day_number(from);
}

struct date date_after_months(struct date date, long months)
{
    long month = 12L * date.year + date.month - 1 + months;
    struct date after = {(int)(month / 12), (int)(month % 12) + 1, date.day};
    int last = days_of_month(after.year, after.month);
    if (after.day > last)
        after.day = last;
    return after;
}

struct date date_after_days(struct date date, long days)
{
    long wanted = day_number(date) + days;
    struct date after = date_after_months((struct date){date.year, date.month, 1}, days / 31);
    for (struct date next = after; day_number(next) <= wanted; next = date_after_months(next, 1))
        after = next;
    while (day_number(after) > wanted)
        after = date_after_months(after, -1);
    after.day += (int)(wanted - day_number(after));
    return after;
}

int date_weekday(struct date date)
{
    return (int)((day_number(date) + 2) % 7); /* 1 March 0 was a Wednesday */
}

/* ---- shown ---- */

void date_add(struct text *out, struct date date)
{
    text_format(out, "%04d-%02d-%02d", date.year, date.month, date.day);
}

void date_add_both(struct text *out, struct date date)
{
    static const char *const months[] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
                                         N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};
    date_add(out, date);
    /* TRANSLATORS: day, month, year of the Buddhist Era */
    text_format(out, _(" (%d %s %d BE)"), date.day, _(months[date.month - 1]),
                date.year + DATE_BUDDHIST_OFFSET);
}
