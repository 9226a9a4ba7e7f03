/* Reading rows of a DataStore table: filters, words, order, pages; the same for searching, dumping and
 * deleting. */
#ifndef BANCHI_PORTAL_SELECT_H
#define BANCHI_PORTAL_SELECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct request;
struct rows;
struct table;
struct value;

/* A query over a table, made from parameters. */
struct selection {
    const struct table *table;
    size_t *columns; /* what is selected: 0 is _id, n is column n - 1, above the table's count a rank */
    size_t count;
    struct text where;
    struct text order;
    const struct value **values; /* of the where clause */
    size_t value_count;
    size_t value_room;
    struct value *ranks; /* names of the columns that say how well a row matches `q` */
    bool distinct;
};

/* Reads `fields`, `filters`, `q`, `sort` and `distinct`; false with 409. Close in either case. */
bool select_read(struct request *request, const struct table *table, const struct value *parameters,
                 struct selection *selection);
void select_close(struct selection *selection);

/* How many rows there are, without limit and offset. */
long long select_count(struct request *request, const struct selection *selection);
/* Opens the rows of one page. */
bool select_open(struct request *request, const struct selection *selection, long long limit,
                 long long offset, struct rows *rows);

/* One row as a list, or as a line of CSV (`mark` ',') or TSV (`mark` tab). */
struct value *select_list(struct request *request, const struct selection *selection,
                          const struct rows *rows);
void select_line(struct request *request, const struct selection *selection, const struct rows *rows,
                 char mark, struct text *out);

/* The selected columns, as the answer names them. */
struct value *select_fields(struct request *request, const struct selection *selection);
/* A cell of CSV, quoted where it must be. */
void select_quote(struct slice cell, char mark, struct text *out);

/* Deletes the rows that the filters name; all with {}. */
bool select_delete(struct request *request, const struct table *table, const struct value *filters);

#endif
