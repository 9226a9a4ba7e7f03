/* The bytes that somebody serves, into a file: bounded, and hashed on the way.
 *
 *   download_file()    a resource's file, from the portal: by its ids, with the token, which goes nowhere
 * else download_link()    what a link leads to, wherever that is: without a token, to public addresses alone
 *   download_claims()  whether what came is what the portal said it has
 *
 * Memory does not grow with the file. A read that broke off is tried again as publisher/retry.h says; the
 * file is then begun anew. What came is good only after true was returned: until then, and after a failure,
 * the file holds anything. A body that ends before its Content-Length is a failure, one over `most` as well.
 */
#ifndef BANCHI_PUBLISHER_DOWNLOAD_H
#define BANCHI_PUBLISHER_DOWNLOAD_H

#include "base/hash.h"
#include "base/json.h"
#include "base/meter.h"
#include "base/problem.h"
#include "publisher/ckan.h"

struct arena;

struct download {
    const char *package_id;  /* of download_file() */
    const char *resource_id; /* likewise */
    struct slice name;       /* of the file; empty for a link: for messages, and at the end of the address */
    int descriptor;          /* where the bytes go, from the file's beginning; -1: they are only hashed */
    uint64_t most;           /* bytes; 0: LIMIT_DOWNLOAD_BYTES, of a link LIMIT_LINK_BYTES */
    struct meter *meter;     /* told of each piece; meter_begin() is the caller's. NULL: nobody */
    bool may_lead_on;        /* a redirect of the portal's is no failure: see `leads_to` */
    /* Filled in: */
    uint64_t bytes;
    char sha256[HASH_HEX_BYTES];
    const char *media_type; /* as the server named it, in the arena; "" when it did not */
    const char *leads_to;   /* the portal does not have the file, but says where it is; nothing came */
};

/* PROBLEM_NETWORK, PROBLEM_TOKEN, PROBLEM_REFUSED, PROBLEM_INTERRUPTED as ckan_call(); PROBLEM_LOCAL when the
 * file cannot be written. */
bool download_file(struct ckan *ckan, struct download *download, struct arena *arena, struct problem *problem)
    __attribute__((warn_unused_result));

/* By a transport of http_open_public(), so that neither a name nor one of LIMIT_LINK_REDIRECTS redirects
 * leads to this machine or a private network. Only http and https, no user or password in the address.
 * Messages show it percent-encoded. */
bool download_link(struct transport *line, const char *url, struct download *download, struct arena *arena,
                   struct problem *problem) __attribute__((warn_unused_result));

/* `resource` is what the portal shows of it. PROBLEM_NETWORK when its `hash` is a SHA-256 and another than
 * that of the bytes, or a page (HTML) came for something else. A hash of another kind says nothing: CKAN
 * makes none itself, and a loader puts an MD5 there. */
bool download_claims(const struct json *resource, const struct download *download, struct problem *problem)
    __attribute__((warn_unused_result));

/* A page (HTML) came for something else, such as a maintenance page with status 200; and the problem that
 * tells so, PROBLEM_NETWORK. */
bool download_is_page(const struct json *resource, const struct download *download);
bool download_page_refuse(const char *name, struct problem *problem);

#endif
