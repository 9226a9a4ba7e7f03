/* The way to a portal: one request out, one answer back.
 *
 * The world behind it is libcurl (publisher/http.c) or a script in memory (tests/support/scripted.c). A
 * transport knows nothing of CKAN, repeats nothing by itself and follows no redirect: what an answer means,
 * and what is tried again, is decided above it (publisher/ckan.c, publisher/retry.c).
 */
#ifndef BANCHI_PUBLISHER_TRANSPORT_H
#define BANCHI_PUBLISHER_TRANSPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/text.h"

struct arena;

/* A text field of a form. */
struct form_part {
    const char *name;
    struct slice value;
};

/* A file that is sent, as one part of a form. It is hashed again while it is read; when the bytes are not the
 * checked ones, the request is broken off before its last byte, so that the portal never has the whole of it
 * (design, rule 6).
 */
struct upload {
    const char *part; /* its name in the form: "upload" */
    const char *path;
    const char *name;   /* told to the portal */
    const char *type;   /* media type */
    uint64_t bytes;     /* as checked */
    const char *sha256; /* as checked: 64 lower-case hex digits */
};

struct meter;

struct request {
    const char *url;
    const char *token; /* NULL: none is sent */
    bool write;        /* it changes the portal: never sent twice by the transport */
    struct slice json; /* the body of a POST; with neither this nor a form the request is a GET */
    const struct form_part *parts;
    size_t part_count;
    const struct upload *uploads;
    size_t upload_count;
    unsigned patience; /* seconds of silence that are borne; 0: LIMIT_SILENCE_... of a read or a write */
    unsigned time;     /* milliseconds that all of it may take; 0: LIMIT_ANSWER_TIME, or without an end where
                          a file is sent or the body is taken piece by piece */
    /* Where the body of an answer 200 goes piece by piece; NULL: into the answer. False breaks the request
     * off. */
    bool (*take)(void *taker, const char *at, size_t length);
    void *taker;
    struct meter *meter; /* told how far the sending of each upload has come; NULL: nobody looks */
};

enum delivery {
    DELIVERY_ANSWERED, /* a whole answer came */
    DELIVERY_NOT_SENT, /* no connection, or broken off before the whole request was out: nothing was carried
                          out */
    DELIVERY_LOST,     /* the request was sent, a whole answer did not come: whether it was carried out is not
                          known */
    DELIVERY_SILENT,   /* the same, because nothing came for as long as is waited */
    /* Nothing was sent, and trying again is of no use: */
    DELIVERY_BARRED,    /* it leads where this transport does not go */
    DELIVERY_UNTRUSTED, /* the server's certificate was refused, or a proxy refused the way */
};

/* Texts lie in the arena given to send(). */
struct answer {
    enum delivery delivery;
    const char *reason; /* why there is no answer; "" when there is */
    int status;
    const char *content_type; /* "" when the answer names none */
    const char *location;     /* where a redirect leads; NULL */
    long retry_after;         /* seconds; -1 when not given */
    long long date; /* what the server takes for now, in seconds since 1970; 0 when it does not say */
    struct slice body;
};

struct transport {
    /* False only for a failure here: the file cannot be read or is not the one that was checked, the answer
     * is over the limit. */
    bool (*send)(struct transport *self, const struct request *request, struct arena *arena,
                 struct answer *answer, struct problem *problem);
    /* Lets time pass before another try. */
    void (*wait)(struct transport *self, unsigned milliseconds);
};

#endif
