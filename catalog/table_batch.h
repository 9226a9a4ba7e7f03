/* Up to 64 rows of a table, ready to be checked: what the one pass hands to its checks.
 *
 * All rows of a batch are fine for the reader and have as many cells as the header, so that the cell of row r
 * and column c is cells[r * columns + c]; a set of rows is 64 bits, row r the bit r. Cells are decoded:
 * without the quotation marks around them, doubled ones once. Everything here is good only during the call.
 */
#ifndef BANCHI_CATALOG_TABLE_BATCH_H
#define BANCHI_CATALOG_TABLE_BATCH_H

#include <stdint.h>

#include "base/text.h"

struct block_row;

#define BATCH_ROWS ((size_t)64)

/* The set of the first `count` rows. */
#define BATCH_ALL(count) ((count) >= BATCH_ROWS ? ~UINT64_C(0) : (UINT64_C(1) << (count)) - 1)

/* A cell's bytes, as a place in `bytes` of the batch. At least 128 bytes behind any cell can be read. */
struct table_cell {
    uint32_t from;
    uint32_t length;
};

struct table_batch {
    const char *bytes;
    const struct table_cell *cells;
    size_t columns;
    size_t count;  /* of rows, 1 to 64 */
    size_t number; /* of the first row; the header is row 1 */
    size_t line;   /* of the file, on which the first row begins; each of the others begins one line on */

    /* script_scan() was asked and has found nothing doubtful in the rows: no cell has a fault of script, save
     * a blank at an end. */
    bool clean;

    /* One set of rows a column. Of the cells that are good: right in type, format and all constraints, or
     * missing where that is allowed; what is not in the set is faulty, or could not be checked. A column
     * without rules has all its cells in it. */
    const uint64_t *good;
    /* Of those that are values (not missing) and are written, byte for byte, as the text by which values are
     * compared (cell_add_key(), catalog/cell.h): most. Of the others that text must be asked for. */
    const uint64_t *plain;
    /* Of those that are good: the ones that the column's steps accepted (catalog/column.h), so that whatever
     * is known of all cells that they accept holds of these. */
    const uint64_t *sure;
    /* Of those: the ones whose text is known (catalog/text_memory.h), so that no check had anything to tell
     * of it by itself. */
    const uint64_t *known;
    /* The rows as they stand in the file; offsets in `bytes`, a line's end is included. */
    const struct block_row *rows;
};

static inline struct slice batch_cell(const struct table_batch *batch, size_t row, size_t column)
{
    struct table_cell cell = batch->cells[row * batch->columns + column];
    return (struct slice){batch->bytes + cell.from, cell.length};
}

/* Takes the lowest row out of the set, which is not empty. */
static inline size_t batch_take(uint64_t *rows)
{
    size_t row = (size_t)__builtin_ctzll(*rows);
    *rows &= *rows - 1;
    return row;
}

#endif
