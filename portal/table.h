/* Tables of the DataStore: one SQLite table each, its columns described by a row of `datastore`.
 *
 * Columns are named c0, c1, ... in the database; their names, types and `info` stand in `fields`. Names are
 * cut to 63 bytes, as PostgreSQL cuts them. Numbers compare as decimals.
 */
#ifndef BANCHI_PORTAL_TABLE_H
#define BANCHI_PORTAL_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct column_type;
struct request;
struct value;

struct table_column {
    const char *name;
    const struct column_type *type;
    struct value *info; /* NULL: none */
};

struct table {
    long long number; /* 0: there is none */
    const char *resource_id;
    struct table_column *columns;
    size_t count;
    struct value *keys; /* names of the primary key's columns */
};

struct table table_find(struct request *request, const char *resource_id);

/* The index of a column, or -1. */
long table_column(const struct table *table, struct slice name);

/* Makes the table of the fields; keeps the description of a table that was changed. */
bool table_make(struct request *request, struct table *table);
/* Adds the columns from `from` on, which stand in table->columns already. */
bool table_widen(struct request *request, const struct table *table, size_t from);
/* Makes the primary key anew; false with 409 when values occur twice. */
bool table_set_keys(struct request *request, struct table *table, struct value *keys);
void table_drop(struct request *request, const char *resource_id);

/* Rows, all or nothing. `creating`: the errors are those of datastore_create. */
bool table_insert(struct request *request, const struct table *table, const struct value *records,
                  bool creating);
bool table_update(struct request *request, const struct table *table, const struct value *records,
                  bool may_insert);

/* Adds "cN" to SQL text. */
void table_add_column(struct text *sql, size_t index);

#endif
