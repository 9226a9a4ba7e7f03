/* Everything that `validate` checks, in file order: catalog, then each dataset's metadata, dictionaries,
 * tables.
 */
#ifndef BANCHI_CATALOG_CHECK_H
#define BANCHI_CATALOG_CHECK_H

#include "base/finding.h"
#include "base/problem.h"
#include "catalog/workspace.h"

struct arena;

struct check_counts {
    size_t datasets;
    size_t tables;
    size_t rows; /* without headers */
};

/* Checks the named datasets, or all when `count` is 0 (then also what concerns the whole workspace: names and
 * titles unique, register up to date, schemas/ as built in). Unique names and titles are judged against the
 * whole workspace in either case. `scratch` is reset for each dataset. */
bool check_workspace(const struct workspace *workspace, const char *const *names, size_t count,
                     struct arena *scratch, struct finding_sink *sink, struct check_counts *counts,
                     struct problem *problem) __attribute__((warn_unused_result));

#endif
