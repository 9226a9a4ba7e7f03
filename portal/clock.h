/* Dates and times as PostgreSQL reads them (DateStyle ISO, MDY). */
#ifndef BANCHI_PORTAL_CLOCK_H
#define BANCHI_PORTAL_CLOCK_H

#include <stdbool.h>

struct arena;

enum clock_kind { CLOCK_DATE, CLOCK_TIME, CLOCK_TIMESTAMP, CLOCK_TIMESTAMPTZ };

/* As row_to_json would write it: "2024-01-31", "10:00:00", "2024-01-31T10:00:00",
 * "2024-01-31T03:00:00+00:00". A zone is dropped but for CLOCK_TIMESTAMPTZ, which is turned to UTC. NULL
 * where it is no date or time. */
char *clock_read(struct arena *arena, enum clock_kind kind, const char *text);

/* One of the forms from which CKAN guesses a timestamp. */
bool clock_is_guessed(const char *text);

#endif
