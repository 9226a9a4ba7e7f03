/* Everything that `validate` checks, in file order: catalog, then each dataset's metadata, dictionaries,
 * tables.
 */
#ifndef BANCHI_CATALOG_CHECK_H
#define BANCHI_CATALOG_CHECK_H

#include "base/finding.h"
#include "base/problem.h"
#include "catalog/workspace.h"

struct arena;
struct checked;
struct meter;

struct check_counts {
    size_t datasets;
    size_t tables;
    size_t rows; /* without headers */
};

struct check_options {
    const struct workspace *workspace;
    struct choice choice;
    struct arena *scratch; /* reset for each dataset */
    struct finding_sink *sink;
    struct checked *checked; /* gets every file that was read; NULL where nobody asks */
    struct meter *meter;     /* told how far reading has come; NULL where nobody looks */
    unsigned threads;        /* that read metadata ahead, and that check a table's rows; 0: one, and as
                              * many as it is worth */
    size_t texts; /* findings of one code in one table beyond so many need no texts; 0: all need them */
};

/* Checks the chosen datasets; when none is named also what concerns the whole workspace: register up to date,
 * schemas/ as built in. Unique names and titles are judged against the whole workspace in either case. */
bool check_workspace(const struct check_options *options, struct check_counts *counts,
                     struct problem *problem) __attribute__((warn_unused_result));

#endif
