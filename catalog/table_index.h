/* Where the separators of CSV text stand: the fast half of reading a table, 64 bytes at a time.
 *
 * Works on bytes that are in memory. Only what is plainly right is indexed: at the first 64 bytes that hold
 * something else - a quotation mark out of place, a line feed inside quotes, a lone carriage return, a NUL -
 * indexing stops, and the row that they belong to is left to catalog/table_split.h, which alone decides about
 * faults.
 *
 * There are three ways that give the same: AVX2, SSE2 and portable C. table_index_way() chooses by what the
 * processor has.
 */
#ifndef BANCHI_CATALOG_TABLE_INDEX_H
#define BANCHI_CATALOG_TABLE_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that one run takes at most. */
#define INDEX_RUN_BYTES ((size_t)16384)
/* Bytes that must be readable behind the text. */
#define INDEX_PADDING ((size_t)128)

struct table_index {
    /* what the bytes before say of the next ones: */
    uint64_t inside; /* all ones inside quotes, else 0 */
    uint64_t fresh;  /* 1 when a cell begins here, or a quotation mark was just closed */
    uint64_t closed; /* 1 when a quotation mark was just closed */
    bool returns;    /* there was a carriage return */
    /* of the last run: */
    size_t separators, ends, quotes;          /* how many */
    uint32_t separator[INDEX_RUN_BYTES + 64]; /* places of the commas and line feeds outside quotes */
    uint32_t end[INDEX_RUN_BYTES + 64];       /* places of the line feeds among them */
    uint32_t quote[INDEX_RUN_BYTES / 2 + 64]; /* numbers of the separators whose cells stand in quotes */
};

/* INDEX_NOTHING leaves every row to the splitter: for tests. */
enum table_index_way { INDEX_NOTHING, INDEX_PORTABLE, INDEX_SSE2, INDEX_AVX2 };

/* The fastest one here. */
enum table_index_way table_index_way(void);

/* Makes ready for a text that begins with a row. */
void table_index_begin(struct table_index *index);

/* Indexes bytes[from] to bytes[to - 1], at most INDEX_RUN_BYTES, which follow those of the last run. Returns
 * the offset up to which that was done: `to`, or a smaller one where it stopped. A carriage return at the
 * very end of the text is such a place. */
size_t table_index_run(struct table_index *index, enum table_index_way way, const char *bytes, size_t from,
                       size_t to);

#endif
