/* A calendar of the days on which datasets are due: iCalendar, RFC 5545.
 *
 * One all-day event a dataset. Its UID is made of the dataset and the organization alone, so that a later
 * calendar moves the event and adds no second one. Nothing in it tells when or where it was made: DTSTAMP is
 * SOURCE_DATE_EPOCH, else the day of the last update. Lines end with CR LF and are folded at 75 octets, never
 * inside a character.
 */
#ifndef BANCHI_CATALOG_CALENDAR_H
#define BANCHI_CATALOG_CALENDAR_H

#include <stddef.h>

#include "catalog/freshness.h"
#include "catalog/workspace.h"

/* Adds the whole calendar; datasets without a due date have no event in it. */
void calendar_add(const struct workspace *workspace, const struct freshness *list, size_t count,
                  struct text *out);

#endif
