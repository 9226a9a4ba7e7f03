/* Dates of the Common Era (proleptic Gregorian), without times of day or zones.
 *
 * Today comes from SOURCE_DATE_EPOCH when that is set (UTC), else from the clock, in Bangkok's time (UTC+7).
 * The Buddhist Era is 543 years ahead.
 */
#ifndef BANCHI_BASE_DATE_H
#define BANCHI_BASE_DATE_H

#include <stdbool.h>

#include "base/text.h"

#define DATE_BUDDHIST_OFFSET 543

/* Bangkok's time is so far ahead of UTC, all the year. */
#define DATE_BANGKOK_SECONDS (7L * 60 * 60)

/* From this year on a date of the Common Era is most likely one of the Buddhist Era. */
#define DATE_BUDDHIST_FROM 2400

struct date {
    int year;
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
};

/* Reads YYYY-MM-DD, the whole slice, only days that exist. */
bool date_read(struct slice text, struct date *date);
int date_compare(struct date a, struct date b);
bool date_exists(int year, int month, int day);
struct date date_today(void);

/* Days between two dates: negative when `to` lies before `from`. */
long date_days(struct date from, struct date to);

/* So many days, or months, later or earlier. The day of a month that is too short is its last one: 31 January
 * and a month is 28 or 29 February. */
struct date date_after_days(struct date date, long days);
struct date date_after_months(struct date date, long months);

/* 0 Monday to 6 Sunday. */
int date_weekday(struct date date);

/* Adds "2019-04-01". */
void date_add(struct text *out, struct date date);

/* Adds the date in both eras, in the user's language: "2019-04-01 (1 Apr 2562 BE)". */
void date_add_both(struct text *out, struct date date);

#endif
