/* The checks of rows together, for the table of checks in check_table.c. What they ask is in run->keys
 * (catalog/keys.h); without it they ask nothing.
 */
#ifndef BANCHI_CATALOG_CHECK_KEYS_H
#define BANCHI_CATALOG_CHECK_KEYS_H

#include "catalog/cell.h"
#include "catalog/key_text.h"
#include "catalog/keys.h"
#include "catalog/table_check.h"

extern const struct table_check CHECK_UNIQUE;
extern const struct table_check CHECK_FOREIGN;
extern const struct table_check CHECK_SUMS;

/* Rows that are no records, and what spreadsheets leave behind. */
extern const struct table_check CHECK_ROWS;

/* For these checks: a column of a key as the table has it. */
struct key_column {
    size_t place;
    const struct cell_rules *rules; /* NULL without any */
};

/* Finds the columns of a key in the header. Where one is missing a finding of that code, "not checked", is
 * put and false returned. */
bool key_columns_find(struct table_worker *worker, const struct slice *names, size_t count, enum code code,
                      struct key_column *columns);

/* A key's cell: whether it stands for no value, and else the text by which it is compared. That is the cell
 * itself, or is made in `made`. */
bool key_column_text(const struct key_column *column, const struct table_batch *batch, size_t row,
                     struct cell_room *room, struct text *made, struct slice *text);

/* What a thread makes keys in. */
struct key_room {
    struct cell_room cell;
    struct text key, part;
};

void key_room_free(struct key_room *room);

/* The key of a row; false when all of it is missing. It stands in the batch, or in the room. */
bool key_columns_text(const struct key_column *columns, size_t count, const struct table_batch *batch,
                      size_t row, struct key_room *room, struct slice *key);

#endif
