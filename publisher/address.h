/* The address of a portal: what its origin is, and whether it is this machine.
 *
 * Only http and https; no user, no query, no fragment in it. The origin is "scheme://host:port" in lower case
 * with the port always written; a token belongs to one (design, rule 8). The loopback is known by its literal
 * names alone: localhost, 127.N.N.N in plain decimal, [::1]; what else might lead there counts as remote.
 */
#ifndef BANCHI_PUBLISHER_ADDRESS_H
#define BANCHI_PUBLISHER_ADDRESS_H

#include <stdbool.h>

#include "base/problem.h"
#include "base/text.h"

struct arena;

struct address {
    const char *url; /* without slashes at the end */
    const char *origin;
    bool loopback;
    bool https;
};

/* PROBLEM_USAGE when it is no address of a portal. */
bool address_read(struct arena *arena, const char *url, struct address *address, struct problem *problem)
    __attribute__((warn_unused_result));

/* One segment of a path, percent-encoded: letters, digits and "-._~" stay. */
void address_add_segment(struct text *url, struct slice segment);

/* The last segment of an address's path, decoded; the empty slice when there is none. */
struct slice address_last_segment(struct arena *arena, struct slice url);

#endif
