/* What is tried again, after what, how often, and how long after: one table, no side effects.
 *
 * A read may be repeated when its answer was lost. A write may be repeated only when it is known not to have
 * been carried out: no connection, 429, or 503 (the front server's "not now"). After a silence nothing is
 * repeated: who has waited that long asks something else, or gives up.
 *
 * A pause grows fourfold from try to try and is spread by half around that, so that several who were sent
 * away at once do not come back at once. Retry-After (seconds, or a date turned into seconds) is never
 * undercut; over LIMIT_RETRY_AFTER_SECONDS it is not waited for.
 */
#ifndef BANCHI_PUBLISHER_RETRY_H
#define BANCHI_PUBLISHER_RETRY_H

#include <stdbool.h>

#include "publisher/transport.h"

#define RETRY_CHANCES 1024

/* Milliseconds to wait before the next try, or -1 when there is none. `tries` is how many have been made;
 * `chance`, from 0 to RETRY_CHANCES - 1, spreads the pause. */
long retry_delay(const struct answer *answer, bool write, unsigned tries, unsigned chance);

#endif
