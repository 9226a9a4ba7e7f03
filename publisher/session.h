/* What planning and publishing share; within publisher/ only. */
#ifndef BANCHI_PUBLISHER_SESSION_H
#define BANCHI_PUBLISHER_SESSION_H

#include "publisher/ckan.h"
#include "publisher/publish.h"
#include "publisher/site.h"

struct publisher {
    struct arena *run;
    struct arena *scratch;
    const struct workspace *workspace;
    const struct target *target;
    const struct checked *checked;
    struct ckan ckan;
    struct site site;
    struct record_rules rules;
    struct lock *lock;
    uint64_t most_bytes;        /* of a file; 0: not known */
    const char *limit;          /* its name */
    const char *const *refused; /* datasets that the portal would refuse */
    size_t refused_count;
    struct lock *journal; /* in the lock's form: what a publish was about to write, and did not verify yet */
    const char *const *keep;
    size_t keep_count;
    const struct expectation *expected;
    size_t expected_count;
    const struct record_match *matches; /* while a dataset is adopted */
    size_t match_count;
    unsigned allow; /* enum allowance */
    bool pulls; /* nothing is sent: files need not have been checked, and all that differs is looked for */
    const char *organization_ready; /* the slug that is known to be there; NULL */
};

/* One dataset under way; all of it in the scratch arena. */
struct work {
    struct publisher *publisher;
    const char *name;
    const char *known_as; /* by what the portal is asked for it: its name, or its id where it was renamed */
    const char *known_before; /* the name that it had, as the file says; NULL */
    bool renamed;             /* the lock has it under its name before */
    bool withdrawn;
    struct record mine;
    struct record theirs;
    struct plan_sides sides;
    struct change change;
    unsigned patience; /* milliseconds left for the portal's loader */
    bool busy;         /* it was still at work when they ended */
    bool written;      /* a write of this run was carried out: the stamp is our own */
    bool unread;       /* all was sent, but what became of it cannot be read */
};

/* ---- publisher/work.c: one dataset read and compared ---- */

/* Reads the files, and what the portal shows. */
bool work_read(struct work *work, struct problem *problem) __attribute__((warn_unused_result));

/* Reads the files and the portal and compares. */
bool work_plan(struct work *work, struct problem *problem) __attribute__((warn_unused_result));

/* Reads what the portal really has of mine's files and tables, by download. */
bool work_contents_read(struct work *work, struct problem *problem) __attribute__((warn_unused_result));

/* Takes what the portal shows, or answered to a write, and compares. Bytes are what the portal claims by hash
 * and size, tables are left out: both are read back by work_verify(). `ours`: this run wrote it, nothing in
 * it is a conflict; else the lock's word counts as in a plan. `package` NULL: the dataset is not there. */
void work_take(struct work *work, const struct json *package, bool ours);

/* The same, with what the portal shows now. */
bool work_reread(struct work *work, bool ours, struct problem *problem) __attribute__((warn_unused_result));

/* Puts it into the lock, as published. */
void work_remember(struct work *work);

/* ---- publisher/apply.c ---- */

/* Carries a change out; the outcome says what came of it. */
void work_apply(struct work *work, struct outcome *outcome);

/* ---- publisher/publish.c ---- */

/* The outcome that a problem makes. */
void outcome_fail(struct arena *arena, struct outcome *outcome, const struct problem *problem);

#endif
