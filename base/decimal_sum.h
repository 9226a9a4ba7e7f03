/* Many numbers added up, exactly: a column's sum.
 *
 * Numbers are given by their text, as base/decimal.h takes it. The sum is held as a 64-bit integer of the
 * smallest place seen; what does not fit there goes to decimal text, so that nothing is ever lost.
 * `struct decimal_sum sum = {0}` is 0; decimal_sum_clear() gives back its memory.
 */
#ifndef BANCHI_BASE_DECIMAL_SUM_H
#define BANCHI_BASE_DECIMAL_SUM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct decimal_sum {
    int64_t value;      /* times 10^-places */
    unsigned places;    /* behind the point, 0 to 18 */
    struct text beyond; /* what was too large, as decimal text; "" is 0 */
};

void decimal_sum_add(struct decimal_sum *sum, struct slice number);

/* The same for a text that may be no number: takes digits with a sign before them and a point among them, 18
 * at most. False, and nothing is added, where the text is anything else. */
bool decimal_sum_try(struct decimal_sum *sum, struct slice text);

/* Adds what another one came to. */
void decimal_sum_join(struct decimal_sum *sum, const struct decimal_sum *other);

/* Adds the one form of the sum's number (decimal_canonical()) to `out`. */
void decimal_sum_write(const struct decimal_sum *sum, struct text *out);

void decimal_sum_clear(struct decimal_sum *sum);

#endif
