/* What other tables of the workspace say: the keys in some of their columns, the sums of one.
 *
 * Each is read once in a run, also where many tables ask for it, and kept as long as the memory for all of
 * them together (LIMIT_REFERENCE_BYTES) allows. A table may ask for itself: it is then read once more. Values
 * are compared as values where the other table has a dictionary (catalog/key_text.h).
 */
#ifndef BANCHI_CATALOG_REFERENCE_H
#define BANCHI_CATALOG_REFERENCE_H

#include "base/decimal_sum.h"
#include "catalog/fingerprint.h"
#include "catalog/key_set.h"

struct references;

/* Whatever is wrong with the other table is a finding of its own when it is checked; here it says why nothing
 * can be told by it. */
enum reference_state {
    REFERENCE_FINE,
    REFERENCE_NO_DATASET,
    REFERENCE_NO_TABLE,
    REFERENCE_NO_COLUMN,  /* `column` of the answer */
    REFERENCE_UNREADABLE, /* it cannot be read, or not all of its rows can be told apart */
    REFERENCE_TOO_LARGE,  /* its keys are more than the memory for them */
    REFERENCE_NO_NUMBER,  /* a cell of the column to be added up is no number */
};

/* Columns of a table. */
struct reference {
    const char *dataset; /* name of its folder */
    struct slice table;  /* name of its file there */
    const struct slice *columns;
    size_t column_count;
    struct slice summed; /* the column to be added up, for each key of `columns`; empty: none */
};

struct reference_answer {
    enum reference_state state;
    struct slice column;
    const char *file; /* "DATASET/TABLE" */
    /* when fine: */
    const struct key_set *keys;      /* of rows in which not all of the columns are missing */
    const struct decimal_sum *sums;  /* one a key; NULL when nothing is added up */
    const struct decimal_sum *total; /* of all rows */
    const size_t *rows;              /* of the first LIMIT_NEAREST_CHOICES keys: where each stands first */
};

/* `folder` is the workspace's. */
struct references *references_start(const char *folder) __attribute__((returns_nonnull));
void references_close(struct references *references);

/* By which the keys' fingerprints are made. */
const struct fingerprint_seed *references_seed(const struct references *references);

/* Good until references_forget(). */
struct reference_answer reference_read(struct references *references, const struct reference *reference);

/* Between two tables: gives back the memory when much of it is in use. */
void references_forget(struct references *references);

#endif
