/* What is seen in one column of a table while it is read once: for drafting its field of a dictionary.
 *
 * Memory does not grow with rows: of distinct values so many are kept as an enum may have, of extremes the
 * two, of forms (catalog/cell_form.h) which of them every cell so far has had.
 */
#ifndef BANCHI_CATALOG_COLUMN_FACTS_H
#define BANCHI_CATALOG_COLUMN_FACTS_H

#include <stdint.h>

#include "catalog/cell_form.h"
#include "catalog/privacy.h"

struct arena;

#define FACTS_VALUES 32       /* distinct values kept */
#define FACTS_VALUE_BYTES 150 /* of one */
#define FACTS_EDGE_BYTES 64
#define FACTS_MISSING 24

struct facts_value {
    char text[FACTS_VALUE_BYTES];
    size_t length;
    uint64_t count;
};

/* The least and greatest of the cells in one form, as they are written. */
struct facts_edge {
    char least[FACTS_EDGE_BYTES], greatest[FACTS_EDGE_BYTES];
    int64_t least_order, greatest_order;
};

struct column_facts {
    struct arena *arena;
    uint64_t rows;
    uint64_t present;                /* cells with a value */
    uint64_t missing[FACTS_MISSING]; /* cells with that text of FORM_MISSING */
    uint64_t missing_row;            /* the first of them, as rows are numbered in findings */

    bool number; /* all values so far are */
    unsigned marks;
    const char *unit;
    struct form_number least, greatest;
    bool four_digits; /* ... and all are four digits long */
    bool rising;      /* ... and count up by one */
    struct {          /* the same with a decimal comma: 1.204,50 */
        bool number;
        unsigned marks;
        struct form_number least, greatest;
    } comma;
    bool addresses; /* all values so far are addresses of the web */
    uint64_t texts; /* values that are no numbers, and the first row with one */
    uint64_t text_row;

    uint32_t moments; /* forms that all values have had, one bit each */
    uint32_t eras[2]; /* forms in which a year of the Common, of the Buddhist Era was seen */
    struct facts_edge edges[FORMS_MOST];
    bool even; /* all values are of one length */

    uint32_t truths;              /* families that all values belong to */
    struct privacy_tally persons; /* what the cells show of them */

    size_t shortest, longest; /* in characters */
    struct facts_value *values;
    size_t value_count;
    bool many; /* more values than are kept */
};

void column_facts_begin(struct column_facts *facts, struct arena *arena);

/* The next cell of the column: valid UTF-8, in row `row`. */
void column_facts_add(struct column_facts *facts, struct slice cell, uint64_t row);

#endif
