/* Datasets read and judged by their profile, by several threads ahead of the one that is asked for.
 *
 *     struct ahead *ahead = ahead_start(&arena, &work);
 *     while ((next = ahead_next(ahead)) != NULL) ...
 *     ahead_stop(ahead);
 *
 * They come in the order of the names, whatever the number of threads; what the profile finds is kept, so
 * that the report does not depend on it either. With one thread nothing is started. At most twice as many
 * datasets as threads are held.
 */
#ifndef BANCHI_CATALOG_AHEAD_H
#define BANCHI_CATALOG_AHEAD_H

#include "base/arena.h"
#include "base/finding_list.h"
#include "metadata/dataset.h"

struct ahead;
struct profile;
struct workspace;

struct ahead_work {
    const struct workspace *workspace;
    const struct profile *profile;
    const char *const *names; /* of the datasets */
    size_t count;
    unsigned threads; /* that of the caller among them; 0 counts as 1 */
};

struct ahead_dataset {
    struct dataset dataset;
    struct finding_list read;   /* faults of the JSON */
    struct finding_list judged; /* what the profile says */
    struct arena arena;         /* of all this */
    struct json_names *names;   /* ours */
    bool ready;                 /* ours */
};

/* In the arena, which must be this thread's alone. */
struct ahead *ahead_start(struct arena *arena, const struct ahead_work *work);

/* The next dataset, good until the next call; NULL behind the last one. */
struct ahead_dataset *ahead_next(struct ahead *ahead);

/* Ends the threads and gives back what is held; also before the last dataset. */
void ahead_stop(struct ahead *ahead);

#endif
