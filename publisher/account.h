/* Who a token is at a portal, and what it may do there.
 *
 * No CKAN has an action for that which all versions know: `user_show` without an id tells of the caller from
 * 2.9 on; before that, and for a token that the portal does not know, it is "not found". Then the
 * organizations of the caller decide, and last an action that is open to anyone who is logged in.
 */
#ifndef BANCHI_PUBLISHER_ACCOUNT_H
#define BANCHI_PUBLISHER_ACCOUNT_H

#include "base/json.h"
#include "publisher/ckan.h"

struct arena;

struct account {
    bool known;       /* the portal knows the token */
    const char *name; /* of the user; NULL: it does not say */
    bool sysadmin;
    /* Organizations in which it may make datasets, as the portal lists them, with `name` and `capacity`; NULL
     * when they were not asked for. */
    const struct json *organizations;
};

/* The token of `ckan` must not be NULL. One request for a token that the portal knows, two with
 * `organizations`; up to three for others. A token that the portal does not know is no problem. */
bool account_read(struct ckan *ckan, bool organizations, struct arena *arena, struct account *account,
                  struct problem *problem) __attribute__((warn_unused_result));

/* Its capacity in an organization, "admin" or "editor"; the empty slice where it may make no datasets. */
struct slice account_capacity(const struct account *account, const char *organization);

#endif
