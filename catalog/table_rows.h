/* The rows of a block, told apart: first by the index, where all is plainly right, else by the splitter.
 */
#ifndef BANCHI_CATALOG_TABLE_ROWS_H
#define BANCHI_CATALOG_TABLE_ROWS_H

#include "catalog/table_block.h"
#include "catalog/table_index.h"
#include "catalog/table_split.h"

struct table_rows {
    enum table_index_way way;
    struct table_index index;
    struct split split;
    size_t width; /* cells of the last row: the next one probably has as many */
};

/* Finds all rows from block->end on that end before block->held, and moves block->end behind them. With
 * `last` no bytes follow, and what is left is a row. True when the rest is the beginning of a line longer
 * than the limit, which must be passed over: its row has been told. */
bool table_rows_find(struct table_rows *rows, struct table_block *block, bool last);

#endif
