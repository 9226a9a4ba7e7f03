/* A table's rows, read once from beginning to end: RFC 4180 CSV, LF or CR LF, UTF-8; or another dialect, when
 * one is set.
 *
 * The reader works in blocks and holds one row, so memory does not grow with the file. It hashes what it
 * reads, so that the bytes that were checked can be known again (design, rule 6). A byte order mark at the
 * beginning is passed over and remembered.
 */
#ifndef BANCHI_CATALOG_TABLE_H
#define BANCHI_CATALOG_TABLE_H

#include <stdint.h>

#include "base/hash.h"
#include "base/problem.h"
#include "base/text.h"

struct table;
struct table_dialect;

struct table_row {
    size_t number;             /* in the file, from 1; 0 for a header that does not stand there */
    size_t line;               /* line of the file on which it begins, from 1 */
    const struct slice *cells; /* decoded; good until the next row is read */
    size_t count;
    bool header;         /* of plain CSV row 1 */
    struct slice source; /* the row as it stands in the file, without its end; empty when it was too long */
};

enum table_fault {
    TABLE_FINE,
    TABLE_QUOTE,    /* a quote inside an unquoted cell, or text behind a closing quote */
    TABLE_UNCLOSED, /* the file ends inside quotes */
    TABLE_ENCODING, /* not UTF-8 in this row */
    TABLE_NUL,      /* a NUL byte in this row */
    TABLE_RETURN,   /* a carriage return outside quotes that no line feed follows */
    TABLE_LIMIT,    /* row or number of columns over the limit */
};

/* Of a faulty row the cells are those that could be told apart, perhaps none; of several faults the first is
 * told. A row that opens a quote which is never closed ends, after the fault, at its first line feed. */

/* Opens a table; NULL with a problem. table_close() releases it. */
struct table *table_open(const char *path, struct problem *problem);

/* Reads an open file from its beginning, wherever its own place is; `path` is for messages. The descriptor
 * stays the caller's. Who checks a table and then sends it takes one descriptor for both. */
struct table *table_open_descriptor(int descriptor, const char *path);

/* Before anything is read: the table is of this dialect, which must live as long; NULL: plain CSV. Rows above
 * the header and comments are not given out, unless they have a fault of their own; they are counted. */
void table_set_dialect(struct table *table, const struct table_dialect *dialect);

/* As if nothing had been read, by this dialect. Nothing that was read may be in use. */
void table_begin_anew(struct table *table, const struct table_dialect *dialect);

/* The descriptor that is read: good until table_close(). */
int table_descriptor(const struct table *table);

/* The next row; false at the end or with a problem. `*fault` says what is wrong with the row, `*line` and
 * `*column` (characters from 1) where; both are 0 when nothing is. */
bool table_next(struct table *table, struct table_row *row, enum table_fault *fault, size_t *line,
                size_t *column, struct problem *problem);

bool table_has_mark(const struct table *table);  /* it began with a byte order mark */
uint64_t table_bytes(const struct table *table); /* read so far */

/* The file's first bytes, as they stand in it: what kind of file it really is can be told from them. Good
 * until the first row is read. */
struct slice table_beginning(struct table *table, struct problem *problem);

/* Reads the row of that number anew, cells decoded; good until the next call. Any row that was read and had
 * no fault can be asked for, in any order; rising order costs least. False when there is no such row, or with
 * a problem. */
bool table_row_at(struct table *table, size_t number, struct table_row *row, struct problem *problem);

/* Before the first row of table_next(): table_hash() will be asked. */
void table_want_hash(struct table *table);
/* After the last row, once: the SHA-256 of the whole file. */
void table_hash(struct table *table, char hex[static HASH_HEX_BYTES]);

void table_close(struct table *table);

#endif
