/* A line that fails once: wraps another transport and spoils one request.
 */
#ifndef BANCHI_TESTS_FAULTY_H
#define BANCHI_TESTS_FAULTY_H

#include "publisher/transport.h"

enum fault {
    FAULT_NONE,
    FAULT_BEFORE, /* the line drops before the request was carried out */
    FAULT_AFTER,  /* it drops after */
    FAULT_ANSWER, /* not carried out; `status`, `type` and `body` come instead */
    FAULT_SWAP,   /* carried out; in the answer `from` becomes `to`, of the same length */
};

struct faulty {
    struct transport transport;
    struct transport *inner;
    enum fault fault;
    size_t at;          /* which request, from 1; 0: every one whose address ends in `action` */
    const char *action; /* NULL: any */
    bool writes_only;
    int status;
    const char *type;
    const char *body;
    long retry_after; /* 0: none */
    const char *from;
    const char *to;
    /* what somebody else does right before the first request whose address ends in `before` */
    const char *before;
    void (*meanwhile)(void *who);
    void *who;
    size_t skip;  /* how many that fit are let through first */
    size_t times; /* how often at most; 0: no bound */
    /* what was seen */
    size_t seen;
    size_t spoiled;
    size_t writes;
    unsigned waited;
};

struct faulty faulty(struct transport *inner);

#endif
