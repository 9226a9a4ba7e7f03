/* Numbers of JSON and of tables, by their text: compared and divided exactly, never through a double.
 *
 * The text follows RFC 8259's number grammar, with exponents within LIMIT_JSON_EXPONENT; what the JSON reader
 * lets through keeps both. Everything here is bounded by that.
 */
#ifndef BANCHI_BASE_DECIMAL_H
#define BANCHI_BASE_DECIMAL_H

#include <stdbool.h>

#include "base/text.h"

/* True when the text is a number as JSON writes it. */
bool decimal_valid(struct slice text);

/* Below, equal to or above 0 as a is less than, equal to or greater than b. */
int decimal_compare(struct slice a, struct slice b);

/* True for 1, 1.0, 1e3, 100e-2; false for 1.5. */
bool decimal_is_integer(struct slice text);

/* True when a = n * b for an integer n. b must be above 0. */
bool decimal_is_multiple(struct slice a, struct slice b);

/* How many digits that works over, times those of b; 0 where the machine's integers do. */
uint64_t decimal_multiple_work(struct slice a, struct slice b);

/* The one form of a number: no leading or trailing zeros, no exponent, no "-0": "1.10" and "11e-1" are "1.1".
 * Adds it to `out`. */
void decimal_canonical(struct slice text, struct text *out);

/* A sum that stays exact: adds `text` to the number written in `sum` ("" is 0). */
void decimal_add(struct text *sum, struct slice text);

#endif
