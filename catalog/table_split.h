/* One row of CSV split into its cells: the inside of catalog/table.c.
 *
 * Works on bytes that are in memory and knows nothing of files. RFC 4180, LF or CR LF. A separator is looked
 * for 64 bytes at a time. Cells point into the bytes; only a quoted cell with doubled quotes is copied,
 * without them.
 */
#ifndef BANCHI_CATALOG_TABLE_SPLIT_H
#define BANCHI_CATALOG_TABLE_SPLIT_H

#include <stdint.h>

#include "base/limits.h"
#include "base/text.h"
#include "catalog/table.h"

struct split {
    const char *bytes;
    size_t end;   /* offset behind the last byte that is there; 64 more can be read (INDEX_PADDING) */
    bool last;    /* no bytes follow these */
    bool literal; /* quotes are bytes as any other: to get over one that is never closed */

    struct slice cells[LIMIT_TABLE_COLUMNS];
    size_t count;
    size_t next;            /* offset behind the row */
    size_t inner_lines;     /* line feeds inside quotes */
    size_t quote;           /* where the open quote stands when the row does not end, else SIZE_MAX */
    enum table_fault fault; /* the first one in the row */
    size_t fault_at;
    bool comment; /* the row is a comment (catalog/dialect_split.h) */

    struct text unquoted; /* bytes of cells that had doubled quotes */
    size_t block;         /* offset of the 64 bytes that `marks` stands for */
    uint64_t marks;
};

enum split_result {
    SPLIT_ROW,      /* the row is there */
    SPLIT_MORE,     /* the bytes end before the row does, and more follow */
    SPLIT_UNCLOSED, /* the bytes end inside quotes, and none follow */
};

/* Goes to `start`; needed whenever bytes have moved or been added, or a row is split anew. */
void split_seek(struct split *split, size_t start);

/* Splits the row that begins at `start`, which is where the row before ended or split_seek() went. */
enum split_result split_row(struct split *split, size_t start);

#endif
