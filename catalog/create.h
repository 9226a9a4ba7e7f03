/* New files from nothing: a workspace (`banchi init`), a dataset (`banchi new`). Nothing that is there is
 * overwritten.
 */
#ifndef BANCHI_CATALOG_CREATE_H
#define BANCHI_CATALOG_CREATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"

struct arena;
struct workspace;

/* What a workspace is made of: catalog.json, copies of the built-in schemas in schemas/, a .gitignore for
 * .banchi/. */
struct create_request {
    const char *folder;             /* made when it is not there */
    const char *organization_name;  /* slug; NULL leaves it empty for `validate` to ask for */
    const char *organization_title; /* the same */
    const char *profile;            /* NULL: thai-gdc-2.1 */
    const char *portal;             /* the default portal's name, beside the sandbox; NULL: the sandbox */
    const char *portal_url;
};

/* Lays down what is missing, catalog.json last, and leaves the rest as it is. `*made` are the files written,
 * relative to the folder. PROBLEM_USAGE when nothing is missing, or when a name or title is given and
 * catalog.json is there. */
bool create_workspace(struct arena *arena, const struct create_request *request, const char ***made,
                      size_t *count, struct problem *problem) __attribute__((warn_unused_result));

/* Makes the folder NAME with a metadata.json: the catalog's defaults copied in, every mandatory item there
 * and empty where there is no default, so that `validate` tells what to fill in. PROBLEM_USAGE when the name
 * is not one that the standard allows (2 to 70 of a-z 0-9 - _) or something of that name is there. */
struct create_dataset_request {
    const char *name;
    const char *title; /* NULL leaves it empty */
};
bool create_dataset(const struct workspace *workspace, const struct create_dataset_request *request,
                    struct problem *problem) __attribute__((warn_unused_result));

#endif
