/* Is what the portal serves what was published? By the lock alone: the files here may have changed since, or
 * be gone. Metadata field by field, order and visibility among it; the bytes of every file, downloaded and
 * hashed; every row and the dictionary of every table. No request writes, and nothing is kept.
 *
 * What others have put beside it (extras, tags of vocabularies, their resources) is theirs and not looked at;
 * nor is when the dataset was changed last, since a change that leaves all as it was is none.
 */
#ifndef BANCHI_PUBLISHER_VERIFY_H
#define BANCHI_PUBLISHER_VERIFY_H

#include "base/problem.h"
#include "catalog/workspace.h"
#include "publisher/target.h"
#include "publisher/transport.h"

struct arena;

enum verify_state {
    VERIFY_SAME,
    VERIFY_MOVED,  /* something differs */
    VERIFY_GONE,   /* deleted there, or not shown to the public any more */
    VERIFY_FAILED, /* could not be looked at, or not to the end */
    VERIFY_COUNT
};

/* "same" and so on: for JSON, never translated. */
const char *verify_state_name(enum verify_state state);

enum verify_kind {
    DIFFERS_FIELD,
    DIFFERS_RESOURCE, /* it is not there any more; another may be in its place */
    DIFFERS_FILE,     /* other bytes */
    DIFFERS_TABLE,    /* there is none any more */
    DIFFERS_ROWS,
    DIFFERS_DICTIONARY,
};

/* "field", "resource", "file", "table", "rows", "dictionary": for JSON, never translated. */
const char *verify_kind_name(enum verify_kind kind);

struct verify_difference {
    enum verify_kind kind;
    struct slice resource;     /* file name or url; empty for the dataset */
    struct slice field;        /* of DIFFERS_FIELD: "title"; "resources" is their order */
    struct slice now;          /* of DIFFERS_FIELD: what the portal has, canonical JSON; empty when missing */
    uint64_t published, there; /* bytes of a file, rows of a table */
};

struct verification {
    const char *dataset;
    enum verify_state state;
    const char *id;
    const struct verify_difference *differences;
    size_t count;
    bool interrupted; /* a publish of it was interrupted and has not gone on yet */
    const char *problem;
    enum problem_kind because; /* of VERIFY_FAILED */
};

struct verify_sink {
    void (*begin)(struct verify_sink *self, const char *dataset, size_t number, size_t total);
    void (*put)(struct verify_sink *self, const struct verification *verification);
};

struct verify_counts {
    size_t states[VERIFY_COUNT];
    size_t files;
    size_t rows;
    size_t requests;
};

struct verify_options {
    const struct workspace *workspace;
    const struct target *target;
    struct transport *transport;
};

/* The named datasets, or all that the lock knows, in order of their names. False when nothing could be looked
 * at: the portal cannot be reached, the lock cannot be read; PROBLEM_USAGE when there is nothing to verify,
 * or a name was never published. `scratch` is reset for each dataset, and what the sink gets is good only
 * during the call. */
bool verify_run(struct arena *run, struct arena *scratch, const struct verify_options *options,
                struct choice names, struct verify_sink *sink, struct verify_counts *counts,
                struct problem *problem) __attribute__((warn_unused_result));

#endif
