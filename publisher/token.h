/* The token that lets us write to a portal (design, rule 8). It belongs to one origin.
 *
 * Looked for, in this order: CKAN_API_TOKEN_<PORTAL> (the portal's name in capitals, other characters as
 * "_"); the file that `banchi login` wrote, bound to its origin (publisher/token_file.h); CKAN_API_TOKEN,
 * only together with CKAN_URL or where one remote portal is configured. Never over http (loopback excepted),
 * never to the sandbox.
 */
#ifndef BANCHI_PUBLISHER_TOKEN_H
#define BANCHI_PUBLISHER_TOKEN_H

#include <stdbool.h>

#include "base/problem.h"
#include "publisher/address.h"

struct arena;

struct token_wanted {
    const char *portal; /* NULL when the portal is CKAN_URL's and has no name */
    const struct address *address;
    bool plain_allowed; /* CKAN_API_TOKEN counts for this portal */
};

/* `*token` is NULL when there is none. PROBLEM_TOKEN: a file with the wrong mode, owner, form or origin; an
 * address that a token must not be sent to. PROBLEM_LOCAL: the file cannot be read. */
bool token_find(struct arena *arena, const struct token_wanted *wanted, const char **token,
                struct problem *problem) __attribute__((warn_unused_result));

/* Whether a token may go to this address at all: PROBLEM_TOKEN for http that leaves this machine. */
bool token_may_travel(const struct address *address, struct problem *problem)
    __attribute__((warn_unused_result));

/* What goes into a header line must not end it. */
bool token_is_clean(const char *token, struct problem *problem) __attribute__((warn_unused_result));

/* What to set for this portal, for messages: "CKAN_API_TOKEN_CITY". */
const char *token_variable(struct arena *arena, const char *portal);

#endif
