/* The checks of rows together, for the table of checks in check_table.c. What they ask is in run->keys
 * (catalog/keys.h); without it they ask nothing.
 */
#ifndef BANCHI_CATALOG_CHECK_KEYS_H
#define BANCHI_CATALOG_CHECK_KEYS_H

#include "catalog/keys.h"
#include "catalog/table_check.h"

extern const struct table_check CHECK_UNIQUE;
extern const struct table_check CHECK_FOREIGN;
extern const struct table_check CHECK_SUMS;

/* The header's names once more among the rows. */
extern const struct table_check CHECK_HEADER_AGAIN;

/* For these checks: a column of a key as the table has it. */
struct key_column {
    size_t place;
    const struct cell_rules *rules;
    bool canonical;   /* a good cell is its own key text */
    bool empty_alone; /* the empty cell is the one that stands for no value */
};

/* Finds the columns of a key in the header. Where one is missing a finding of that code, "not checked", is
 * put and false returned. */
bool key_columns_find(struct table_worker *worker, const struct slice *names, size_t count, enum code code,
                      struct key_column *columns);

/* Whether the cell of that row stands for no value. */
static inline bool key_column_missing(const struct key_column *column, struct slice cell)
{
    extern bool key_is_missing(const struct cell_rules *rules, struct slice cell);
    return column->empty_alone ? cell.length == 0 : key_is_missing(column->rules, cell);
}

#endif
