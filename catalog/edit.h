/* One value of one of the workspace's JSON files, changed where it stands (`banchi set`).
 *
 * Everything else in the file stays byte for byte: a value is replaced in its place, a new key stands where
 * the form has it, in the layout of its neighbours. Whole or not at all.
 */
#ifndef BANCHI_CATALOG_EDIT_H
#define BANCHI_CATALOG_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"
#include "base/text.h"

struct arena;
struct workspace;

enum edit_kind { EDIT_SET, EDIT_REMOVE, EDIT_RENAME };

struct edit_request {
    enum edit_kind kind;
    const char *target; /* a dataset, for its metadata.json; or a JSON file, relative to the workspace */
    const char *path; /* steps by slash, as an RFC 6901 pointer without its first one: "resources/0/format" */
    const char *const *values; /* EDIT_SET: one, or the elements of a list; EDIT_RENAME: the new key */
    size_t count;
};

/* The JSON text before and after; `before` is empty where there was none, `after` where there is none now. */
struct edit_result {
    const char *file; /* relative to the workspace */
    struct slice before;
    struct slice after;
    bool changed;
};

/* A value's type is the one that the profile asks for, else that of the value that stands there; text
 * otherwise. PROBLEM_USAGE when the target, the way to the value or the value is not what can be written. */
bool edit_run(const struct workspace *workspace, const struct edit_request *request, struct arena *arena,
              struct edit_result *result, struct problem *problem) __attribute__((warn_unused_result));

#endif
