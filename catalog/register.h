/* The register: the catalog as a table of its own, the dataset data-catalog-register (made by `banchi
 * register`).
 *
 * One row a resource, of each public dataset and of those private ones that consent (allow_harvest "True");
 * sorted by the dataset's name, then in the order of resources. Nothing in it depends on when or where it is
 * made. The rows of the register itself and of private datasets tell no size, rows or hash. The columns:
 * register.c, and datasets/README.md.
 */
#ifndef BANCHI_CATALOG_REGISTER_H
#define BANCHI_CATALOG_REGISTER_H

#include <stdint.h>

#include "base/finding.h"
#include "base/hash.h"
#include "base/problem.h"
#include "catalog/workspace.h"

struct arena;

#define REGISTER_DATASET "data-catalog-register"
#define REGISTER_FILE REGISTER_DATASET ".csv"

/* What is known of a resource's file. */
struct register_facts {
    bool known;    /* false for a link, and for a file that is not there */
    bool has_rows; /* a table with a dictionary */
    uint64_t bytes;
    size_t rows; /* without the header */
    char sha256[HASH_HEX_BYTES];
};

/* Whether the workspace has the dataset that holds the register. */
bool register_exists(const struct workspace *workspace);

/* Whether the dataset's row tells size, rows and hash. */
bool register_tells(const struct dataset *dataset);

/* Adds the header; adds a dataset's rows, none when it is not listed. `facts` are those of each of its
 * resources. */
void register_add_header(struct text *out);
void register_add_dataset(const struct workspace *workspace, const struct dataset *dataset,
                          const struct register_facts *facts, struct text *out);

/* Reads a resource's file for its facts; those of tables are better taken from check_table(). */
bool register_read_facts(const struct dataset *dataset, const struct json *resource, struct arena *arena,
                         struct register_facts *facts, struct problem *problem)
    __attribute__((warn_unused_result));

/* Makes the whole text, and writes it in the place of the old one where it differs (`*changed`). With
 * `check_only` nothing is written, only
 * `*changed` told. Nothing is written either when a metadata.json cannot be read: that is a finding, and
 * false is returned without a problem. PROBLEM_USAGE when there is no dataset to hold it. `scratch` is reset
 * for each dataset. */
bool register_write(const struct workspace *workspace, bool check_only, struct arena *scratch,
                    struct finding_sink *sink, bool *changed, struct problem *problem)
    __attribute__((warn_unused_result));

#endif
