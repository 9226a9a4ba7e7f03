/* A plan kept in a file: `plan -o FILE`, `approve FILE`, `publish FILE`.
 *
 *   {"banchi": ..., "plan": 1, "portal": ..., "url": ..., "keep": [...], "allow": [...],
 *    "datasets": [{"dataset", "state"}], "changes": [as in plan --json],
 *    "digest": SHA-256 of the canonical JSON of all this, "approval": {"author", "date", "digest"}}
 *
 * A dataset's state is one digest over its files (the bytes of uploads, rows and dictionaries included), what
 * the portal has, and what would be done. A plan is published only while the state of each dataset in it is
 * still that, and then nothing else than the plan. The approval binds an author's name to the plan's digest;
 * it is no signature: who can write the file can write it too.
 */
#ifndef BANCHI_COMMAND_PLAN_FILE_H
#define BANCHI_COMMAND_PLAN_FILE_H

#include "base/json_write.h"
#include "command/command.h"
#include "publisher/publish.h"

struct plan_file {
    const char *path;
    const char *portal;
    const char *url;
    struct expectation *expected; /* one a dataset */
    size_t expected_count;
    const char *digest;
    bool approved; /* and for this digest */
    const struct json *root;
};

/* Reads and checks it. PROBLEM_USAGE: it is no plan; PROBLEM_LOCAL: it cannot be read, or is not as it was
 * written. */
bool plan_file_read(struct arena *run, const char *path, struct plan_file *file, struct problem *problem)
    __attribute__((warn_unused_result));

/* A plan being written, dataset by dataset. */
struct plan_writer {
    struct text datasets;
    struct text changes;
    struct json_writer dataset_writer;
    struct json_writer change_writer;
};

void plan_writer_begin(struct plan_writer *writer);
void plan_writer_add(struct plan_writer *writer, const struct change *change);

/* Writes the file whole. */
bool plan_writer_end(struct plan_writer *writer, const struct session *session, const struct target *target,
                     const char *path, struct problem *problem) __attribute__((warn_unused_result));
void plan_writer_free(struct plan_writer *writer);

/* Lets the session do what the plan says: its datasets, portal, choices and allowances. False with
 * PROBLEM_USAGE where the command line says something else. */
bool plan_file_take(struct session *session, const struct plan_file *file, struct problem *problem)
    __attribute__((warn_unused_result));

#endif
