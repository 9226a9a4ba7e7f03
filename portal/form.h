/* The forms of single values that CKAN's validators know: names, tags, addresses, dates, numbers.
 *
 * They follow the regular expressions of CKAN 2.10 and what Python makes of them: `$` lets a line feed
 * follow, digits are those of any script.
 */
#ifndef BANCHI_PORTAL_FORM_H
#define BANCHI_PORTAL_FORM_H

#include <stdbool.h>

#include "base/text.h"

/* [a-z0-9_-]*, and a line feed may follow. */
bool form_is_name(struct slice text);

/* Letters, digits, "_", blanks, "-" and "."; Thai-GDC lets every Thai letter and mark pass besides. */
bool form_is_tag(struct slice text, bool thai);

bool form_is_email(struct slice text);

/* Reads what CKAN reads as a date: numbers with anything between them, year first. Writes
 * "YYYY-MM-DDTHH:MM:SS[.ffffff]". */
bool form_read_date(struct slice text, char out[static 40]);

/* An integer in the digits of any script, blanks around it; a number (of JSON) may be 5.0 too. */
bool form_read_integer(struct slice text, bool number, long long *out);

/* Without blanks of any script at either end, as Python's strip(). */
struct slice form_stripped(struct slice text);

/* False for an address that ends after its host: nothing can be guessed from its name. */
bool form_url_has_path(const char *url);

/* "scheme:" stands at the beginning. */
bool form_url_has_scheme(const char *url);

#endif
