/* The rows of a block, told apart: first by the index, where all is plainly right, else by the splitter. In a
 * table of another dialect than plain CSV by the splitter for dialects alone.
 */
#ifndef BANCHI_CATALOG_TABLE_ROWS_H
#define BANCHI_CATALOG_TABLE_ROWS_H

#include "catalog/dialect.h"
#include "catalog/table_block.h"
#include "catalog/table_index.h"
#include "catalog/table_split.h"

struct table_rows {
    enum table_index_way way;
    struct table_index index;
    struct split split;
    size_t width;                        /* cells of the last row: the next one probably has as many */
    const struct table_dialect *dialect; /* NULL: plain CSV */
    bool header_known;                   /* it has been seen; of plain CSV it is known beforehand */
    size_t header;                       /* its number */
};

/* Plain CSV. */
void table_rows_begin(struct table_rows *rows);

/* Before the first row. */
void table_rows_set_dialect(struct table_rows *rows, const struct table_dialect *dialect);

/* Finds all rows from block->end on that end before block->held, and moves block->end behind them. With
 * `last` no bytes follow, and what is left is a row. True when the rest is the beginning of a line longer
 * than the limit, which must be passed over: its row has been told. */
bool table_rows_find(struct table_rows *rows, struct table_block *block, bool last);

/* Behind the first line end from `at` on; SIZE_MAX where none is there. */
size_t table_rows_line(const struct table_rows *rows, const struct table_block *block, size_t at);

#endif
