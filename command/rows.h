/* Rows of texts in columns that line up, also with Thai text (design, rule 13).
 *
 * As wide as their widest cell. Where that does not fit, either one column gives way and its cells are cut
 * between grapheme clusters, or each row is shown as a block of lines, "heading: cell".
 */
#ifndef BANCHI_COMMAND_ROWS_H
#define BANCHI_COMMAND_ROWS_H

#include <stddef.h>

#include "base/text.h"

#define ROWS_BLOCKS SIZE_MAX

struct rows {
    size_t count;                /* columns in a row */
    const char *const *headings; /* NULL: none, then blocks cannot be made */
    const char *const *cells;    /* row by row; nothing in them that steers a terminal */
    size_t row_count;
    size_t room;  /* columns of the terminal; 0: as many as are wanted */
    size_t gives; /* the column that gives way; ROWS_BLOCKS: none, blocks are made */
};

void rows_add(const struct rows *rows, struct text *out);

/* The room of standard output: 0 when it is no terminal. */
size_t rows_room(void);

#endif
