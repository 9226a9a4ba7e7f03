/* CKAN's Action API: a call goes out, its result or a problem comes back.
 *
 * Bears every shape of answer that reference/ckan-api.md records: bare JSON strings, pages of HTML also with
 * status 200, what a front server says in CKAN's stead, errors that are lists, strings, numbers or objects.
 * Never matches on a message, since those are translated. Repeats what publisher/retry.h allows; a write
 * whose answer was lost is not repeated but told as PROBLEM_UNKNOWN, and the caller reads back to decide.
 *
 * Between two requests it is looked whether the user interrupted (base/interrupt.h): PROBLEM_INTERRUPTED, and
 * nothing more is sent. A portal that stays silent LIMIT_SILENCES times in a row is asked nothing more: each
 * call fails at once.
 *
 * Kinds of problem: PROBLEM_CONFLICT a guarded call came too late; PROBLEM_TOKEN 403 and 401; PROBLEM_REFUSED
 * the portal refuses the data (409, 400, 404, 413), with the fields and their texts; PROBLEM_NETWORK
 * everything else; PROBLEM_LOCAL the file to be sent. The portal's own words are kept, cut at
 * LIMIT_ERROR_BODY_SHOWN bytes with the cut marked; the token never stands in them.
 */
#ifndef BANCHI_PUBLISHER_CKAN_H
#define BANCHI_PUBLISHER_CKAN_H

#include "base/json.h"
#include "base/problem.h"
#include "publisher/transport.h"

struct arena;

struct meter;

struct ckan {
    struct transport *transport;
    const char *url;     /* without a slash at the end */
    const char *token;   /* NULL: anonymous */
    size_t requests;     /* sent so far, repeated ones included */
    size_t writes;       /* of these, requests that change the portal */
    unsigned silences;   /* one after the other, up to now: LIMIT_SILENCES end the asking */
    bool too_large;      /* the last call was refused because of the size of its files */
    bool unknown_action; /* the last call named an action that the portal does not know */
    struct meter *meter; /* told how far the sending of files and rows has come; NULL: nobody looks */
};

struct ckan_call {
    const char *action;
    const char *subject; /* the dataset or resource that it is about, for messages */
    bool write;
    bool may_be_absent;  /* 404 Not Found Error is an answer: the result is NULL */
    bool may_be_denied;  /* so is CKAN's 403 */
    bool may_be_unknown; /* so is 400 with a bare string, which is how CKAN names an unknown action; a success
                            whose result is null is told from it by `ckan->unknown_action` */
    struct slice json;   /* the parameters; "{}" when empty and there is no form */
    const struct form_part *parts;
    size_t part_count;
    const struct upload *uploads;
    size_t upload_count;
    unsigned patience; /* seconds; 0: as usual */
    bool guarded;      /* a 409 that names "match" says that somebody was first: PROBLEM_CONFLICT */
};

/* `*result` and all it points to lie in the arena. */
bool ckan_call(struct ckan *ckan, const struct ckan_call *call, struct arena *arena,
               const struct json **result, struct problem *problem) __attribute__((warn_unused_result));

/* Whether what says the same when it is said twice may be sent again: its outcome is not known, and neither
 * were there `tries` of it that are enough, nor did the user interrupt. */
bool ckan_may_repeat(const struct problem *problem, unsigned tries);

/* Downloads the file of a resource piece by piece; publisher/download.h puts it into a file. The address is
 * made from ids, never taken from what the portal answers, so that the token stays at its origin. `take` gets
 * NULL before each try: it starts anew; it may break off with false: the download then counts as done. */
struct ckan_download {
    const char *package_id;
    const char *resource_id;
    struct slice file_name;
    bool (*take)(void *taker, const char *at, size_t length);
    void *taker;
    bool may_lead_on; /* a redirect is an answer, and not followed: `leads_to` tells where to */
    /* filled in, in the arena: */
    const char *media_type; /* "" when the answer names none */
    const char *leads_to;   /* NULL: here */
};
bool ckan_download(struct ckan *ckan, struct ckan_download *download, struct arena *arena,
                   struct problem *problem) __attribute__((warn_unused_result));

#endif
