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

#endif
