/* Datasets read and judged each by itself, by several threads ahead of the one that is asked for.
 *
 *     struct ahead *ahead = ahead_start(&arena, &work);
 *     while ((next = ahead_next(ahead)) != NULL) ...
 *     ahead_stop(ahead);
 *
 * They come in the order of the names, whatever the number of threads; what is found is kept, so that the
 * report does not depend on it either. What needs other datasets, tables and waivers is left to the caller.
 * With one thread nothing is started; else the caller's thread works too while it would wait. At most
 * LIMIT_AHEAD_DATASETS datasets a thread are held, and no more than two where they are large.
 */
#ifndef BANCHI_CATALOG_AHEAD_H
#define BANCHI_CATALOG_AHEAD_H

#include "base/arena.h"
#include "catalog/check_privacy_files.h"
#include "catalog/workspace.h"
#include "metadata/rules.h"

struct ahead;
struct profile;

struct ahead_work {
    const struct workspace *workspace;
    const struct profile *profile;
    const struct rules *rules;
    const struct privacy_gate *gate;
    const char *const *names; /* of the datasets */
    size_t count;
    unsigned threads; /* that of the caller among them; 0 counts as 1 */
};

struct ahead_dataset {
    struct dataset_listed listed; /* where it says that this is no dataset, there is nothing else */
    struct dataset dataset;
    struct finding_list read;     /* faults of the JSON; nothing else where it is not readable */
    struct dataset_judged judged; /* for dataset_check() */
    struct privacy_seen privacy;  /* what the gate saw in the metadata */
    struct finding_list loose;    /* files of the folder that nothing names */
    struct arena arena;           /* of all this */
    size_t bytes;                 /* ours: of the arena */
    bool ready;                   /* ours */
};

/* In the arena, which must be this thread's alone. */
struct ahead *ahead_start(struct arena *arena, const struct ahead_work *work);

/* The next dataset, good until the next call; NULL behind the last one. */
struct ahead_dataset *ahead_next(struct ahead *ahead);

/* Ends the threads and gives back what is held; also before the last dataset. */
void ahead_stop(struct ahead *ahead);

#endif
