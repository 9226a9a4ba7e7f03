/* Asking git, about the repository that a folder lies in. Nothing is ever written there.
 *
 * A repository's own configuration is not trusted: it can name programs (core.fsmonitor, hooks, pager, gpg,
 * textconv, filters, ssh, remote helpers of a partial clone). So only plumbing is called that neither checks
 * out nor converts nor fetches, what can be switched off is switched off for each call, and of the
 * environment only what says who somebody is goes along. Files are compared as they are, without filters.
 */
#ifndef BANCHI_COMMAND_GIT_H
#define BANCHI_COMMAND_GIT_H

#include <stdbool.h>

#include "base/problem.h"
#include "base/text.h"

struct arena;

/* Runs `git WORDS...` in `folder` (NULL: here); `words` end with NULL. What it says on standard output, up to
 * `most` bytes, lies in the arena with a NUL behind it. False with a problem (PROBLEM_LOCAL) that repeats the
 * first line of what git complains of, when it cannot be started, fails, or says more than that. */
bool git_ask(struct arena *arena, const char *folder, const char *const *words, size_t most,
             struct slice *said, struct problem *problem) __attribute__((warn_unused_result));

/* "Name <mail>" of whoever works here; NULL with a problem. */
const char *git_author(struct arena *arena, const char *folder, struct problem *problem);

/* A commit as it stands: who wrote it, when (as "2026-11-22 18:47"), its first line. */
struct git_commit {
    const char *id;      /* all hex digits */
    const char *author;  /* "Name <mail>" */
    const char *date;    /* by the author's own clock */
    const char *subject; /* UTF-8 */
};

/* Reads the commit that `name` names ("HEAD", the beginning of an id, a branch, a tag). */
bool git_commit_read(struct arena *arena, const char *folder, const char *name, struct git_commit *commit,
                     struct problem *problem) __attribute__((warn_unused_result));

/* An object, by what names it for git ("HEX", "HEX:./FILE" with FILE beneath the folder asked about). */
struct git_object {
    const char *name; /* without a line feed */
    bool there;
    struct slice content;
};

/* Reads the objects, all of them in one go. */
bool git_objects(struct arena *arena, const char *folder, struct git_object *objects, size_t count,
                 struct problem *problem) __attribute__((warn_unused_result));

/* Puts a commit that was read as an object together. */
void git_commit_take(struct arena *arena, const char *id, struct slice content, struct git_commit *commit);

/* Writes the content of a blob to a file of its own, which is made; as it lies in the repository, without
 * filters. */
bool git_save(struct arena *arena, const char *folder, const char *id, const char *path,
              struct problem *problem) __attribute__((warn_unused_result));

/* The words that git says, one a line, each in the arena: ids of commits. `words` as in git_ask(). */
bool git_lines(struct arena *arena, const char *folder, const char *const *words, const char ***lines,
               size_t *count, struct problem *problem) __attribute__((warn_unused_result));

/* A file as a commit has it. `path` is relative to `folder`, whatever bytes are in it. */
struct git_file {
    const char *path;
    const char *mode; /* "100644" */
    const char *id;   /* of the blob */
};

/* The files of a commit beneath `folder`/`under` (NULL: all of the folder), in order. */
bool git_files(struct arena *arena, const char *folder, const char *commit, const char *under,
               struct git_file **files, size_t *count, struct problem *problem)
    __attribute__((warn_unused_result));

/* The ids that git would give the files named by `paths` (relative to `folder`) as they lie there now, one
 * after the other. */
bool git_hashes(struct arena *arena, const char *folder, const char *const *paths, size_t count,
                const char **ids, struct problem *problem) __attribute__((warn_unused_result));

#endif
