/* Files: read whole within a limit, replaced whole or not at all, never outside their folder.
 *
 * Failures are problems of kind PROBLEM_LOCAL that name the path. A path that leaves its folder is not
 * opened (design, rule 9).
 */
#ifndef BANCHI_BASE_FILE_H
#define BANCHI_BASE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/problem.h"
#include "base/text.h"

struct arena;

/* Reads a regular file whole into the arena; larger than `limit` is a problem. A NUL stands behind the text.
 */
bool file_read(struct arena *arena, const char *path, size_t limit, struct slice *text,
               struct problem *problem) __attribute__((warn_unused_result));

/* The same for a path that a person typed: links are followed. */
bool file_read_named(struct arena *arena, const char *path, size_t limit, struct slice *text,
                     struct problem *problem) __attribute__((warn_unused_result));

/* Reads an open pipe, terminal or file to its end; `name` is what problems call it. */
bool file_read_stream(struct arena *arena, int descriptor, const char *name, size_t limit, struct slice *text,
                      struct problem *problem) __attribute__((warn_unused_result));

/* Puts `content` in the place of `path`: written beside it, flushed to the disk, renamed. The old file stays
 * whole when anything fails; its mode is kept. A new file gets `mode`. In the place of a link a file stands
 * then: what the link leads to is not touched. */
bool file_replace(const char *path, struct slice content, unsigned mode, struct problem *problem)
    __attribute__((warn_unused_result));

/* The same for a path that a person typed: a link stays a link, and what it leads to is replaced. */
bool file_replace_named(const char *path, struct slice content, unsigned mode, struct problem *problem)
    __attribute__((warn_unused_result));

/* Makes a folder and those above it; one that is there is fine. */
bool file_make_folder(const char *path, struct problem *problem) __attribute__((warn_unused_result));

/* The same for `name`, a folder in `folder` that is there: a link that leads out of it is a problem. */
bool file_make_folder_beneath(const char *folder, const char *name, struct problem *problem)
    __attribute__((warn_unused_result));

/* Claims a folder for this process until the descriptor is closed, or the process ends in any way. false with
 * `*descriptor` -1 when another process holds it; where the file system knows no locks, everybody may. The
 * caller closes `*descriptor` when it is not -1. */
bool file_claim_folder(const char *path, int *descriptor) __attribute__((warn_unused_result));

enum file_kind { FILE_ABSENT, FILE_REGULAR, FILE_FOLDER, FILE_OTHER };
enum file_kind file_kind(const char *path);

/* A symbolic link, wherever it leads. */
bool file_is_link(const char *path);

/* "folder/name". */
char *file_join(struct arena *arena, const char *folder, const char *name);

/* What stands behind the last slash; the path itself when there is none. */
const char *file_name(const char *path);

/* What became of looking for a file named in a document. */
enum file_beneath { FILE_BENEATH, FILE_BENEATH_ABSENT, FILE_BENEATH_OUTSIDE, FILE_BENEATH_NOT_REGULAR };

/* Looks for the regular file `relative` beneath `folder`: no absolute path, no "..", no backslash, no
 * symbolic link that leads out. On FILE_BENEATH `*path` is a path in the arena that no link lies on beneath
 * the folder. */
enum file_beneath file_find_beneath(struct arena *arena, const char *folder, struct slice relative,
                                    char **path);

/* Opens for reading (never following a link at the end); -1 with a problem. The caller closes it. */
int file_open(const char *path, struct problem *problem) __attribute__((warn_unused_result));

/* Reads up to `bytes` at `at`, bearing interruptions of the call; 0 at the end, -1 with a problem: of kind
 * PROBLEM_INTERRUPTED when the user has interrupted (base/interrupt.h). */
long file_read_some(int descriptor, void *at, size_t bytes, const char *path, struct problem *problem)
    __attribute__((warn_unused_result));

/* The same from a place of its own in the file, in whatever order. */
long file_read_at(int descriptor, void *at, size_t bytes, uint64_t offset, const char *path,
                  struct problem *problem) __attribute__((warn_unused_result));

/* SHA-256 and length of a regular file's bytes, read in blocks. */
bool file_hash(const char *path, char sha256[static HASH_HEX_BYTES], uint64_t *bytes, struct problem *problem)
    __attribute__((warn_unused_result));

/* Opens a folder to be listed and looked into: `name` in the open folder `within`, or a path where that is
 * AT_FDCWD. -1 with errno when it cannot be. The caller closes it. */
int file_open_folder(int within, const char *name);

/* file_read() of a file right in an open folder, without another walk along the folder's path. Why it cannot
 * be read is not told: who wants to know asks again by its path. */
bool file_read_within(struct arena *arena, int folder, const char *name, size_t limit, struct slice *text)
    __attribute__((warn_unused_result));

/* An entry of a folder: what it is without a look at it, where the file system tells. */
struct file_entry {
    char *name;
    bool folder;  /* surely a folder, and no link to one */
    bool regular; /* surely a regular file, and no link */
};

/* The entries of a folder, sorted by the bytes of their names, without "." and "..". */
bool file_list_entries(struct arena *arena, const char *path, struct file_entry **entries, size_t *count,
                       struct problem *problem) __attribute__((warn_unused_result));

/* The same of an open folder, once; false with errno. */
bool file_list_open(struct arena *arena, int folder, struct file_entry **entries, size_t *count)
    __attribute__((warn_unused_result));

/* Their names alone. */
bool file_list(struct arena *arena, const char *path, char ***names, size_t *count, struct problem *problem)
    __attribute__((warn_unused_result));

#endif
