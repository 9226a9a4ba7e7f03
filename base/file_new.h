/* A file that is written piece by piece and then stands in the place of another, whole or not at all.
 *
 * file_new_begin() opens a file beside the place, file_new_add() writes to it, file_new_end() flushes it to
 * the disk and puts it there in one step. Until then what was there is untouched. After file_new_begin()
 * returned true, file_new_end() or file_new_abandon() must follow. Links are followed: a link stays one.
 */
#ifndef BANCHI_BASE_FILE_NEW_H
#define BANCHI_BASE_FILE_NEW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/text.h"

struct arena;

struct file_new {
    const char *path;   /* as the caller named it */
    const char *target; /* what it leads to */
    const char *beside; /* the file being written */
    const char *aside;  /* after file_new_end(): where the old file is kept, else NULL */
    int descriptor;
    uint64_t bytes; /* written so far */
    struct arena *arena;
};

/* The new file gets the mode of the old one, else `mode`. */
bool file_new_begin(struct file_new *file, struct arena *arena, const char *path, unsigned mode,
                    struct problem *problem) __attribute__((warn_unused_result));

bool file_new_add(struct file_new *file, struct slice piece, struct problem *problem)
    __attribute__((warn_unused_result));

/* Puts it in its place. With `keep` the old file is kept beside it under its name and ".original", or
 * ".original.2" and so on where that is taken: never over another file. When anything fails all is as before.
 */
bool file_new_end(struct file_new *file, bool keep, struct problem *problem)
    __attribute__((warn_unused_result));

/* Takes the unfinished file away. */
void file_new_abandon(struct file_new *file);

#endif
