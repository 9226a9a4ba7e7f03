/* The layout of the workspace's JSON files (`banchi fmt`): catalog.json, each metadata.json, each dictionary.
 *
 * Two spaces a level, one member a line in the order it has; keys, values and numbers stay to the letter.
 * Files that are laid out so already are not written. A file with faults of JSON is told and left alone.
 */
#ifndef BANCHI_CATALOG_LAYOUT_H
#define BANCHI_CATALOG_LAYOUT_H

#include "base/finding.h"
#include "base/problem.h"
#include "catalog/workspace.h"

struct arena;

struct layout {
    const struct workspace *workspace;
    bool check_only;       /* write nothing */
    struct arena *scratch; /* reset for each dataset */
    struct finding_sink *sink;
    /* Told of each file that differs, after it was written unless `check_only`; named relative to the
     * workspace. */
    void (*differs)(struct layout *self, const char *file);
    /* counted: */
    size_t files;
    size_t differing;
    size_t faulty;
};

/* Lays out the chosen datasets; when none is named catalog.json, too. False with a problem when a file cannot
 * be written; those before it are. */
bool layout_run(struct layout *layout, struct choice choice, struct problem *problem)
    __attribute__((warn_unused_result));

#endif
