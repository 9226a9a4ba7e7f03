/* A dataset's files as they were published, out of git: found, proven against the lock of that time, put
 * back.
 *
 * A publish is known by its entry in the lock; its files lie in some commit near the one that brought the
 * entry. Commits are tried, the nearest first, until one has metadata, uploads and dictionaries that make
 * that very entry: bytes by SHA-256, fields, rows and dictionary by their digests. What only the portal's
 * entry in catalog.json decides (owner_org) is not held against them.
 */
#ifndef BANCHI_COMMAND_RESTORE_FILES_H
#define BANCHI_COMMAND_RESTORE_FILES_H

#include "base/problem.h"
#include "catalog/workspace.h"
#include "command/past.h"

struct arena;

/* What becomes of one file in the folder. */
enum restore_action {
    RESTORE_SAME,   /* it is that already */
    RESTORE_PUT,    /* it is put there, or in the place of what git has */
    RESTORE_REMOVE, /* the publish had none; git has it */
};

struct restore_file {
    const char *file;  /* "DATASET/NAME" */
    const char *aside; /* where it was brought to; NULL for one that is to be removed */
    enum restore_action action;
};

struct restore {
    struct arena *arena;
    const struct workspace *workspace;
    const char *dataset;
    const char *portal;
    const struct json *entry;
    const char *const *first; /* commits to try first; the others follow */
    size_t first_count;
    /* found: */
    const char *aside; /* a folder of our own beneath .banchi/ */
    const char *commit;
    struct restore_file *files;
    size_t count, room;
};

/* Finds and proves. False with PROBLEM_LOCAL that names the files and fields that no commit has as they were
 * published. restore_end() is due in either case. */
bool restore_find(struct restore *restore, struct problem *problem) __attribute__((warn_unused_result));

/* Decides what becomes of each file. False with PROBLEM_LOCAL that names those that hold what is not
 * committed. */
bool restore_decide(struct restore *restore, struct problem *problem) __attribute__((warn_unused_result));

/* Does it, file by file, each whole. */
bool restore_do(struct restore *restore, struct problem *problem) __attribute__((warn_unused_result));

/* Takes away what was brought aside. */
void restore_end(struct restore *restore);

#endif
