/* Which portal: --portal, then CKAN_URL, then `default_portal`, then the sandbox (design, rule 8).
 *
 * Until the privacy gate exists a remote address is refused here, before any connection (rule 6,
 * PROBLEM_PRIVACY). For the embedded sandbox the caller starts it and fills in address and token with
 * target_bind().
 */
#ifndef BANCHI_PUBLISHER_TARGET_H
#define BANCHI_PUBLISHER_TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/problem.h"
#include "catalog/workspace.h"
#include "publisher/address.h"

struct arena;

struct target {
    const char *name;         /* of the portal; for CKAN_URL the entry with that address, else the origin */
    bool embedded;            /* the sandbox */
    bool stock;               /* the sandbox as a plain CKAN */
    bool asking;              /* only asked what it tells everybody */
    struct address address;   /* url is NULL while the sandbox is not bound */
    const char *token;        /* NULL: none found */
    bool listed;              /* catalog.json names it: a token may be kept for it */
    const char *token_hint;   /* where a token is looked for, for messages */
    const char *organization; /* slug there; NULL: each dataset's owner_org */
    bool create_organization;
    bool withdraw_deletes; /* a withdrawn dataset is deleted; else made private */
    bool approval;         /* only an approved plan is sent */
    uint64_t most_bytes;   /* of one file; 0: not known */
    const char *limit;     /* by what name that is known; NULL */
    const char *cacert; /* certificates of authorities that catalog.json names, beneath the workspace; NULL */
    const char *lock_path;    /* publish.lock.json of the workspace, or the sandbox's own */
    const char *learnt_path;  /* how large files may be, as portals refused them */
    const char *journal_path; /* what is under way; beneath .banchi/ */
};

/* `portal` is --portal's value or NULL. */
bool target_choose(struct arena *run, const struct workspace *workspace, const char *portal,
                   struct target *target, struct problem *problem) __attribute__((warn_unused_result));

/* The same for a command that only asks the portal what it tells everybody: nothing of the office's goes
 * there, so that a remote address is fine; and no token does. */
bool target_choose_to_ask(struct arena *run, const struct workspace *workspace, const char *portal,
                          struct target *target, struct problem *problem) __attribute__((warn_unused_result));

/* The sandbox runs at `url` with this token. */
bool target_bind(struct arena *run, struct target *target, const char *url, const char *token,
                 struct problem *problem) __attribute__((warn_unused_result));

/* A problem when there is no token to write with (exit status 6). */
bool target_may_write(const struct target *target, struct problem *problem);

#endif
