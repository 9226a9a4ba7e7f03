/* The checks of a table: one row each in a table, all of them in one reading of the file.
 *
 * A new check is a row in check_table.c and the functions it names. Functions that a check does not need are
 * NULL. State comes from `run->arena`, which lives as long as the dataset is being checked; the texts of
 * findings come from `run->brief`, which is reset for each row, so that memory does not grow with the faults
 * of a table. Findings go through table_check_put(), in file order; what is only known at the end is told by
 * `end`.
 */
#ifndef BANCHI_CATALOG_TABLE_CHECK_H
#define BANCHI_CATALOG_TABLE_CHECK_H

#include "base/finding.h"
#include "base/hash.h"
#include "base/problem.h"
#include "catalog/dictionary.h"
#include "catalog/table.h"

struct arena;

/* One table being read. */
struct table_run {
    const struct dataset *dataset;
    const char *path;                    /* of the file, openable */
    const char *file;                    /* for findings: "DATASET/TABLE.csv" */
    const struct dictionary *dictionary; /* NULL when it is absent or unreadable */
    struct arena *arena;
    struct arena *brief;
    struct finding_sink *sink;
    /* known behind the header: */
    const struct slice *columns; /* the names in the header */
    size_t column_count;
    bool header_told;   /* its cells could be told apart */
    bool header_faulty; /* the reader found a fault in it */
    bool told;          /* a finding was put about this row */
    /* known behind the last row, and good for the register: */
    size_t rows; /* without the header */
    uint64_t bytes;
    char sha256[HASH_HEX_BYTES];
};

struct table_check {
    /* Looks at the dictionary, and returns the check's state; NULL is a state like any other. */
    void *(*begin)(struct table_run *run);
    void (*header)(struct table_run *run, void *state, const struct table_row *row);
    void (*row)(struct table_run *run, void *state, const struct table_row *row);
    void (*end)(struct table_run *run, void *state);
    bool any_encoding; /* takes rows whose cells are told apart but are no good text, too */
};

/* Reads the whole table and runs every check on it. A file that is no CSV at all is told once and then read
 * only for its bytes and hash. False with a problem when the disk fails. */
bool check_table(struct table_run *run, struct problem *problem) __attribute__((warn_unused_result));

/* Puts a finding about the row; dataset, file and line are set here. `field` may be NULL. A value of the
 * table goes into `finding->value` only. */
void table_check_put(struct table_run *run, const struct table_row *row, struct finding *finding);

/* The check of the header, in check_header.c: its names by themselves, then against the dictionary. */
void check_header(struct table_run *run, void *state, const struct table_row *row);

#endif
