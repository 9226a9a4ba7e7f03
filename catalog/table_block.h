/* A block of a table: some hundred kibibytes of the file with the rows that end in them, told apart.
 *
 * The inside of catalog/table.c, and what the one pass works on: each thread holds one block. Whole rows
 * only: what is left behind the last one goes to the next block. All places are offsets in `bytes`.
 */
#ifndef BANCHI_CATALOG_TABLE_BLOCK_H
#define BANCHI_CATALOG_TABLE_BLOCK_H

#include "catalog/table.h"
#include "catalog/table_batch.h"
#include "catalog/table_index.h"

/* Bytes that are read at once. */
#define TABLE_BLOCK_BYTES ((size_t)256 * 1024)

#define NO_PLACE UINT32_MAX

struct block_row {
    uint32_t start;
    uint32_t cell;     /* the first of its cells in block->cells */
    uint32_t lines;    /* how many more lines than rows there are before it in the block */
    uint32_t fault_at; /* NO_PLACE where the bytes are not held any more */
    uint16_t count;    /* of cells */
    uint8_t fault;     /* enum table_fault */
    uint8_t use;       /* enum row_use */
};

/* What a row is there for. */
enum row_use {
    ROW_DATA,
    ROW_HEADER,  /* of several header rows the last one, which has the cells of all joined */
    ROW_PASSED,  /* above the header, or part of it */
    ROW_COMMENT, /* as the table's dialect says */
};

struct table_block {
    size_t number;   /* of the first row: 1, or 0 for a header that does not stand in the file */
    size_t line;     /* on which it begins */
    uint64_t offset; /* in the file, of bytes[0] */
    char *bytes;
    size_t room;
    size_t start; /* of the first row */
    size_t end;   /* behind the last one */
    size_t fresh; /* from here on up to `held` the bytes were read for this block: what is to be hashed */
    size_t held;
    size_t
        extra; /* end of the cells that were copied without their doubled quotes; they begin behind `held` */
    struct block_row *rows; /* one more than `row_count`, whose `start` is `end` */
    size_t row_count, row_room;
    struct table_cell *cells;
    size_t cell_count, cell_room;
    size_t wrong;  /* rows that are not fine */
    size_t passed; /* rows that are neither data nor the header */
};

void table_block_free(struct table_block *block);

/* The header's place among the rows; SIZE_MAX: it is not in this block. */
size_t table_block_header(const struct table_block *block);

/* The next block; false at the end or with a problem. It may hold no rows. One thread at a time; what the
 * block holds stays good until it is taken or freed again, so that several can be worked on at once. Not to
 * be mixed with table_next(), save as told at table_first_block(). */
bool table_take(struct table *table, struct table_block *block, struct problem *problem)
    __attribute__((warn_unused_result));

/* The block that table_beginning() has read, and whose rows and encoding are known. */
struct table_block *table_first_block(struct table *table);

/* The file's bytes that were read for this block and no other, in the order of the file: to be hashed. */
struct slice table_block_fresh(const struct table_block *block);

/* For tests: rows are found in this way, and so many bytes are read at once. */
void table_read_so(struct table *table, enum table_index_way way, size_t bytes);

/* Marks the rows that are not UTF-8. Takes no row's other fault away that stands before. */
void table_block_check_encoding(struct table_block *block);

/* The row of that index, as table_next() gives it; `cells` is where they are written, room for
 * LIMIT_TABLE_COLUMNS. */
void table_block_row(const struct table_block *block, size_t index, struct slice *cells,
                     struct table_row *row);

/* Where in the file a row's fault stands. One of which nothing is held any more has it at its beginning. */
void table_block_place(const struct table_block *block, size_t index, size_t *line, size_t *column);

/* In which cell of the row that is, from 1; 0: that cannot be told. */
size_t table_block_fault_column(const struct table_block *block, size_t index);

#endif
