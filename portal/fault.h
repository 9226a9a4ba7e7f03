/* Misbehaviour on purpose, for tests of what talks to the portal: one table of kinds, and which requests they
 * strike.
 *
 * SPEC is a list by comma of KIND[:ACTION[:WHICH]][=VALUE]. ACTION is an action's name, "download", "dump",
 * or "read", "write" and "any" (the default): reading actions and files, writing actions, both; pages of the
 * site and what is no action are struck by "any" only. WHICH says which of these requests: N the Nth alone,
 * "N+" the Nth and all after it, "P%" a share of P in a hundred, "P%SEED" another share of the same size;
 * without it, every one. The share is drawn by a generator of its own, so that a run in one order of requests
 * can be had again. VALUE is the kind's own: milliseconds, seconds, KiB a second or a status. The first fault
 * that strikes a request is the one that it suffers; waiting and crawling go together with any.
 */
#ifndef BANCHI_PORTAL_FAULT_H
#define BANCHI_PORTAL_FAULT_H

#include <stdbool.h>

#include "base/problem.h"
#include "base/text.h"

struct answer;
struct arena;
struct faults;
struct request;

enum fault_effect {
    FAULT_NONE,
    FAULT_WAIT,   /* answered late */
    FAULT_DROP,   /* the line is dropped, without an answer */
    FAULT_ANSWER, /* another answer comes in the place of the right one */
    FAULT_CUT,    /* the right answer breaks off in its middle */
    FAULT_CRAWL,  /* the body of the request is taken slowly */
    FAULT_RELOAD  /* strikes no request: uploaded tables are loaded again, see portal/loader.h */
};

struct fault_kind {
    const char *name;
    enum fault_effect effect;
    bool carried_out; /* the request is, before its answer is spoilt */
    unsigned status;  /* of the answer in the place of the right one */
    bool json;        /* it looks like CKAN's own */
    long value;       /* the value where none is given */
    long most;        /* 0: it takes none */
    long least;
    const char *help; /* a msgid */
};

/* NULL with PROBLEM_USAGE where SPEC cannot be read. Lives in the arena; end it with faults_end(). */
struct faults *faults_read(struct arena *arena, const char *spec, struct problem *problem);
void faults_end(struct faults *faults); /* NULL is fine */

/* What a request suffers. */
struct fault_blow {
    const struct fault_kind *kind; /* NULL: it is answered rightly */
    long value;
    long milliseconds; /* to wait before it is answered */
};

/* Counts the request. Safe from any thread. `faults` may be NULL. */
struct fault_blow faults_strike(struct faults *faults, const struct request *request);

/* Before its body comes in: at how many KiB a second that is taken; 0: as it comes. Counts the request for
 * FAULT_CRAWL, as faults_strike() does for the others. */
long faults_pace(struct faults *faults, const struct request *request);

/* Makes the answer of a FAULT_ANSWER. */
void fault_answer(const struct fault_blow *blow, struct request *request, struct answer *answer);

/* The extension that loads uploaded tables again, "datapusher" or "xloader", and how long after; NULL: none.
 */
const char *faults_loader(const struct faults *faults, long *milliseconds);

/* Adds one line on each kind, for --help. */
void faults_describe(struct text *out);

#endif
