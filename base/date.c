#include "base/date.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#define BANGKOK_SECONDS (7L * 60 * 60)

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

bool date_exists(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[month - 1] + (month == 2 && leap);
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
    return time(NULL) + BANGKOK_SECONDS;
}

struct date date_today(void)
{
    time_t seconds = now();
    struct tm parts;
    gmtime_r(&seconds, &parts);
    return (struct date){parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday};
}
