/* What is tried again, after what, and how long after: one table, no side effects.
 *
 * A read may be repeated when its answer was lost. A write may be repeated only when it is known not to have
 * been carried out: no connection, 429, or 503 (the front server's "not now").
 */
#ifndef BANCHI_PUBLISHER_RETRY_H
#define BANCHI_PUBLISHER_RETRY_H

#include <stdbool.h>

#include "publisher/transport.h"

/* Milliseconds to wait before the next try, or -1 when there is none. `tries` is how many have been made.
 * A Retry-After over LIMIT_RETRY_AFTER_SECONDS is not waited for. */
long retry_delay(const struct answer *answer, bool write, unsigned tries);

#endif
