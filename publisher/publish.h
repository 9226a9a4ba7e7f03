/* Planning and publishing: the entry for the commands.
 *
 * publisher_open() asks the portal what it is and opens the lock. Then plan_run() tells for each dataset what
 * would change, and publish_run() does it: plan, send, read back, lock. Datasets are read one at a time; what
 * a sink gets is good only during the call. The caller validates first: a plan over error findings is never
 * sent. A dataset whose files are not the very bytes that were checked is PROBLEM_LOCAL, in either.
 */
#ifndef BANCHI_PUBLISHER_PUBLISH_H
#define BANCHI_PUBLISHER_PUBLISH_H

#include "base/problem.h"
#include "catalog/workspace.h"
#include "publisher/plan.h"
#include "publisher/target.h"
#include "publisher/transport.h"

struct arena;
struct checked;
struct publisher;

/* What a dataset's plan must be like to be carried out. */
struct expectation {
    const char *dataset;
    const char *state;
};

struct publisher_options {
    const struct workspace *workspace;
    const struct target *target;
    struct transport *transport;   /* the caller's, and the caller closes it */
    const struct checked *checked; /* from check_workspace(); NULL: no file was checked, so none is taken */
    const struct record_rules *rules; /* NULL: made from the workspace's profile */
    const char *const *keep;          /* fields of which mine is kept although the portal changed them */
    size_t keep_count;
    const struct expectation *expected; /* NULL: whatever the plan is */
    size_t expected_count;
    unsigned allow; /* enum allowance: what is sent only when named */
};

/* Lives in `run`; `scratch` is reset for each dataset. NULL with a problem. */
struct publisher *publisher_open(struct arena *run, struct arena *scratch,
                                 const struct publisher_options *options, struct problem *problem);

/* What the portal said of itself when it was opened. */
struct site;
const struct site *publisher_site(const struct publisher *publisher);

/* Datasets that the portal would refuse by its own rules, as the caller has found: publish_run() tells them
 * as refused and sends nothing of them. The names must live as long as the publisher. */
void publisher_refuse(struct publisher *publisher, const char *const *names, size_t count);

/* Told how far the sending of files and rows has come. */
struct meter;
void publisher_watch(struct publisher *publisher, struct meter *meter);

/* ---- plan ---- */

struct plan_sink {
    void (*put)(struct plan_sink *self, const struct change *change);
};

struct plan_counts {
    size_t actions[CHANGE_COUNT]; /* datasets by action */
};

/* The chosen datasets in the order in which they are named, all of them in order of their names. Unchanged
 * ones are put too. Writes nothing, neither there nor here. */
bool plan_run(struct publisher *publisher, struct choice choice, struct plan_sink *sink,
              struct plan_counts *counts, struct problem *problem) __attribute__((warn_unused_result));

/* ---- publish ---- */

enum outcome_kind {
    OUTCOME_PUBLISHED,  /* sent, read back, equal */
    OUTCOME_UNCHANGED,  /* nothing to do, nothing written */
    OUTCOME_UNVERIFIED, /* sent, but what the portal shows differs or cannot be read */
    OUTCOME_FAILED,
    OUTCOME_CONFLICT, /* the portal moved: left as it is */
    OUTCOME_REFUSED,  /* the portal refuses the data */
    OUTCOME_HELD,     /* not sent: it needs an allowance */
    OUTCOME_UNKNOWN,  /* whether a write was carried out is not known */
    OUTCOME_COUNT
};

/* "published" and so on: for JSON, never translated. */
const char *outcome_name(enum outcome_kind outcome);

struct outcome {
    const char *dataset;
    enum outcome_kind kind;
    const char *id;              /* on the portal, or NULL */
    const char *url;             /* of its page, or NULL */
    const char *problem;         /* in the user's language, or NULL */
    enum problem_kind because;   /* PROBLEM_NONE where there is no problem; decides the exit status */
    const struct change *change; /* what was planned; NULL when it came not so far */
};

struct publish_sink {
    void (*begin)(struct publish_sink *self, const char *dataset, size_t number,
                  size_t total); /* may be NULL */
    void (*put)(struct publish_sink *self, const struct outcome *outcome);
};

struct publish_counts {
    size_t outcomes[OUTCOME_COUNT];
    size_t requests;
    size_t writes;
    bool weak_guard;   /* something was written without package_revise: see publisher/apply_patch.c */
    unsigned problems; /* bit (1 << kind) for each enum problem_kind that an outcome had */
};

/* One failure stops neither the other datasets nor the truth of the counts. False only when going on makes no
 * sense: no token (PROBLEM_TOKEN), the user interrupted (PROBLEM_INTERRUPTED), the lock cannot be written
 * (PROBLEM_LOCAL). `counts` is right in any case.
 */
bool publish_run(struct publisher *publisher, struct choice choice, struct publish_sink *sink,
                 struct publish_counts *counts, struct problem *problem) __attribute__((warn_unused_result));

#endif
