/* A table's data dictionary, drafted from the whole table (`banchi describe`).
 *
 * The table is read once, in bounded memory: types and formats, ranges, few distinct values as an enum, texts
 * that stand for no value, roles, units, the smallest key. A draft never contradicts the table it was made
 * from. On a dictionary that is there only what the data contradicts is changed; what a person wrote stays,
 * in its place and layout: sums, foreign keys and other unique keys as well, since they are claims that the
 * data must answer, not the other way round. A field whose column is gone stays too, and is told.
 *
 * Names: a header in Latin letters that a portal keeps is the field's name. Any other header gets a proposed
 * name (catalog/header_name.h) and stays the title; since tables and dictionaries are compared by name, the
 * header must then be renamed: by `rename`, which rewrites the first line, the file as it was kept beside it;
 * or by hand. `keep_names` leaves the headers as names.
 */
#ifndef BANCHI_CATALOG_DESCRIBE_H
#define BANCHI_CATALOG_DESCRIBE_H

#include <stdint.h>

#include "base/finding.h"
#include "base/problem.h"

struct arena;

struct describe_request {
    const char *path; /* of the table */
    const char *file; /* for findings: as a person would name it */
    bool keep_names;
    bool rename;
    bool dry; /* write nothing */
    struct arena *arena;
    struct finding_sink *sink;
};

/* One thing that was drafted or changed. */
struct describe_change {
    struct slice field; /* the column; empty: the table as a whole */
    const char *key;    /* "type", "constraints/maximum", "primaryKey", "field": the whole field */
    struct slice from;  /* JSON text; empty: there was nothing */
    struct slice to;    /* empty: there is nothing now */
    const char *why;    /* a msgid */
    uint64_t row;       /* of the table, that shows it; 0: no single one */
};

struct describe_rename {
    struct slice from; /* the header */
    struct slice to;   /* the field's name */
};

enum describe_outcome {
    DESCRIBE_REFUSED,   /* findings say why: D153 */
    DESCRIBE_UNCHANGED, /* the dictionary that is there agrees with the table */
    DESCRIBE_NEW,
    DESCRIBE_CHANGED,
};

struct describe_result {
    enum describe_outcome outcome;
    const char *dictionary; /* its path */
    struct slice before;    /* its text; empty when there was none */
    struct slice after;
    const struct describe_change *changes;
    size_t change_count;
    const struct describe_rename *renames; /* headers that differ from their field's name */
    size_t rename_count;
    bool renamed;         /* and the table's first line says so now */
    const char *original; /* where the table as it was is kept; NULL when it was not touched */
    uint64_t rows, columns;
    uint64_t passed_over; /* rows that could not be read, told in D152 */
};

bool describe_table(const struct describe_request *request, struct describe_result *result,
                    struct problem *problem) __attribute__((warn_unused_result));

#endif
