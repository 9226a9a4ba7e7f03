/* The files beneath a folder whose names end in a certain way, one after the other.
 *
 *     struct walk *walk = walk_start(&arena, folder, ".json", &problem);
 *     while ((found = walk_next(walk, &path, &problem)) != WALK_END) ...
 *     walk_end(walk);
 *
 * Each folder's entries come in the order of the bytes of their names, what lies in a folder where its name
 * stands; the ending is compared without regard to case. Passed over are hidden entries (a dot first) and
 * links to folders, so that no walk goes round in a circle or leaves the folder. Links to files are found,
 * and so is what is no regular file: whoever reads them decides. Memory grows with the entries of the folders
 * on the way to a file, not with those that were left.
 */
#ifndef BANCHI_BASE_WALK_H
#define BANCHI_BASE_WALK_H

#include <stddef.h>

#include "base/problem.h"

struct arena;
struct walk;

enum walk_found {
    WALK_END,
    WALK_FILE,
    WALK_UNREADABLE, /* a folder, with a problem; the walk goes on behind it */
};

/* Opens the folder, of which a link may lead to it. NULL with a problem. It lives in the arena. */
struct walk *walk_start(struct arena *arena, const char *folder, const char *ending, struct problem *problem);

/* `*path` begins as the folder was called, and is good until the next call. */
enum walk_found walk_next(struct walk *walk, const char **path, struct problem *problem);

/* The folder, open, until walk_end(); and how many bytes of a path stand before what it is called in it. */
int walk_folder(const struct walk *walk);
size_t walk_prefix(const struct walk *walk);

/* NULL is fine. */
void walk_end(struct walk *walk);

#endif
