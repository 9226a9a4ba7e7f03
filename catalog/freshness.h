/* How fresh a dataset is: what its metadata promises, when it was last brought up to date, and when it is due
 * again.
 *
 * update_frequency_interval N with update_frequency_unit U means "every N units"; without N it is 1. The next
 * update is due N units after last_updated_date, by the calendar: a month after 31 January is the last day of
 * February; working days are Monday to Friday (public holidays are not known); hours and minutes are rounded
 * up to days, since the last update is known by its day. A dataset is overdue from the day after that on. The
 * units are the values of the standard, to the letter (GD Catalog Guideline, item 9); four of them promise no
 * date.
 */
#ifndef BANCHI_CATALOG_FRESHNESS_H
#define BANCHI_CATALOG_FRESHNESS_H

#include "base/date.h"
#include "metadata/dataset.h"

struct arena;

enum freshness_state {
    FRESHNESS_OVERDUE,
    FRESHNESS_IN_TIME,
    FRESHNESS_NO_DATE, /* by what is promised there is none: real time, never, unknown, other */
    FRESHNESS_UNKNOWN, /* it cannot be told: something is missing or wrong */
};

struct freshness {
    const char *name; /* all texts in the arena */
    const char *title;
    bool is_private;
    const char *unit;     /* as in the metadata; "" when missing */
    const char *interval; /* the same */
    bool has_updated;
    struct date updated;
    enum freshness_state state;
    const char *reason; /* why there is no due date, in the user's language; NULL when there is one */
    struct date due;    /* when there is one */
    long days_left;     /* until it is due; negative when it is overdue */
};

struct freshness freshness_of(const struct dataset *dataset, struct date today, struct arena *arena);

/* Most urgent first: by the day on which it is due, then those that cannot be told, then those without a
 * date; by name. For qsort. */
int freshness_compare(const void *a, const void *b);

/* Adds the promise in the user's language: "every 2 months", "real time". */
void freshness_add_promise(const struct freshness *freshness, struct text *out);

/* "overdue", "in_time", "no_date", "unknown": for JSON, never translated. */
const char *freshness_state_name(enum freshness_state state);

#endif
