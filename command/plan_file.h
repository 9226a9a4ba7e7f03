/* A plan as a document: kept in a file by `plan -o FILE`, for `approve FILE` and `publish FILE`; shown as a
 * page by `plan --html FILE`.
 *
 *   {"banchi": ..., "plan": 1, "workspace": {"title", "organization"}, "portal": ..., "url": ..., "keep":
 * [...], "allow": [...], "datasets": [{"dataset", "state"}], "changes": [as in plan --json], "schema":
 * {likewise}, "findings", "warnings", "files", "waivers": command/plan_notes.h, "digest": SHA-256 of the
 * canonical JSON of all this, "made": command/plan_made.h, "approval": {"author", "date", "digest"}}
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

struct live;
struct plan_notes;
struct validated;

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

/* Whether the command line names a plan instead of datasets, which are folders: one operand, a file. Then it
 * is read. False with a problem. */
bool plan_file_find(struct session *session, struct plan_file *file, bool *found, struct problem *problem)
    __attribute__((warn_unused_result));

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

/* What goes into the document besides. */
struct plan_about {
    const struct session *session;
    const struct target *target;
    const struct validated *validated;
    const struct live *live;
    struct plan_notes *notes;
    bool stopped; /* it cannot be sent as it is: then it has no digest */
};

/* The document, in the arena; NULL with a problem. Once a writer. */
const struct json *plan_writer_end(struct plan_writer *writer, const struct plan_about *about,
                                   struct arena *arena, struct problem *problem);

/* Writes it to a file, whole. */
bool plan_document_write(const struct json *document, const char *path, struct problem *problem)
    __attribute__((warn_unused_result));

void plan_writer_free(struct plan_writer *writer);

/* Lets the session do what the plan says: its datasets, portal, choices and allowances. False with
 * PROBLEM_USAGE where the command line says something else. */
bool plan_file_take(struct session *session, const struct plan_file *file, struct problem *problem)
    __attribute__((warn_unused_result));

#endif
