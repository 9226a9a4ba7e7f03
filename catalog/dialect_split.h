/* One row of a table that is no plain CSV, split into its cells: what catalog/table_split.h does, by a
 * dialect.
 *
 * Byte after byte, with the same faults. A comment is one cell, its whole line; split->comment says so.
 */
#ifndef BANCHI_CATALOG_DIALECT_SPLIT_H
#define BANCHI_CATALOG_DIALECT_SPLIT_H

#include "catalog/dialect.h"
#include "catalog/table_split.h"

/* The row that begins at `start`. */
enum split_result dialect_split_row(const struct table_dialect *dialect, struct split *split, size_t start);

/* The length of the line end that stands at `at`; 0 when none does. */
size_t dialect_line_end(const struct table_dialect *dialect, const char *at, size_t left);

#endif
