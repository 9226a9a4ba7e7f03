/* What was published when and by whom, from git's history of publish.lock.json; no portal is asked.
 *
 * The lock has no time of run and no user, so each publish is told by the commit that brought its entry: its
 * author, and the portal's own time of the dataset (metadata_modified). Of several publishes of one dataset
 * that went into one commit only the last is known. What the lock in the folder says and no commit does is
 * told without a commit. The sandbox's publishes are not kept by anybody.
 */
#ifndef BANCHI_COMMAND_PAST_H
#define BANCHI_COMMAND_PAST_H

#include "base/json.h"
#include "base/problem.h"
#include "command/git.h"
#include "publisher/value.h"

struct arena;

/* One publish, or that the lock forgot a dataset. */
struct past_event {
    const char *portal;
    const char *dataset;
    const struct json
        *entry; /* the lock's (publisher/lock.h); NULL: forgotten, since it was withdrawn or renamed */
    const struct json *before;       /* the entry until then; NULL: none is known */
    const struct git_commit *commit; /* NULL: not committed yet */
    char digest[DIGEST_HEX_BYTES];   /* of the whole entry */
    bool oldest; /* the commit is the oldest of a shallow clone: it was published then or before, by somebody
                  */
};

struct past {
    struct past_event *events; /* the oldest first */
    size_t count, room;
    bool shallow;            /* older commits are not in this clone */
    const char **unreadable; /* ids of commits whose lock cannot be read */
    size_t unreadable_count, unreadable_room;
};

/* Reads all of it, or what is about `dataset` (NULL: all). PROBLEM_LOCAL where there is no git, no repository
 * or no lock that can be read. Lives in the arena. */
bool past_read(struct arena *arena, const char *folder, const char *dataset, struct past *past,
               struct problem *problem) __attribute__((warn_unused_result));

/* "2026-11-22 18:47": when it was published, in Bangkok's time; "" where the entry does not say. */
const char *past_moment(struct arena *arena, const struct past_event *event);

/* What differs between two entries, by the names of a plan: "title", "FILE/name", "FILE/file", "FILE/rows",
 * "FILE/dictionary", and FILE where it came or went. `a` may be NULL. */
enum past_kind { PAST_ADDED, PAST_CHANGED, PAST_REMOVED };
struct past_difference {
    enum past_kind kind;
    const char *name;
};
size_t past_compare(struct arena *arena, const struct json *a, const struct json *b,
                    struct past_difference **differences);

/* "added", "changed", "removed": for JSON, never translated. */
const char *past_kind_name(enum past_kind kind);

#endif
