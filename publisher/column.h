/* The columns of a table on the portal: types, the dictionary as DataStore fields, and the mapping of cells.
 *
 * From the design's mapping table: integer is int4 if its constraints keep it within 32 bits, else numeric;
 * number is numeric, sent as the text of the cell; boolean true/false; date and datetime only in ISO form and
 * of the Common Era; a missing value null; the rest text. A number whose text a portal would not take (other
 * decimal sign, grouped digits, a unit behind it) is text too.
 */
#ifndef BANCHI_PUBLISHER_COLUMN_H
#define BANCHI_PUBLISHER_COLUMN_H

#include <stdint.h>

#include "base/json.h"
#include "catalog/dictionary.h"
#include "publisher/value.h"

struct arena;

enum column_kind {
    COLUMN_TEXT,
    COLUMN_INTEGER,
    COLUMN_NUMERIC,
    COLUMN_BOOLEAN,
    COLUMN_DATE,
    COLUMN_TIMESTAMP
};

struct column {
    const struct dictionary_field *field;
    enum column_kind kind;
};

struct columns {
    const struct dictionary *dictionary;
    struct column *columns;
    size_t count;
};

void columns_make(struct arena *arena, const struct dictionary *dictionary, struct columns *columns);

/* DataStore `fields`, as they are sent: JSON text. */
void columns_add_fields(const struct columns *columns, struct text *out);

/* `primary_key`, as it is sent: JSON text of a list of names. */
void columns_add_key(const struct columns *columns, struct arena *arena, struct text *out);

/* The dictionary in canonical form: of ours, and of what a portal shows as `fields`. */
struct slice columns_canonical(const struct columns *columns, struct arena *arena);
struct slice fields_canonical(const struct json *fields, struct arena *arena);

/* Whether the portal's table has these columns, types included, in this order. */
bool columns_fit(const struct columns *columns, const struct json *fields);

/* Keys of the whole table for the resource's `banchi_table`: compact JSON; empty when there are none. */
struct slice columns_table_keys(const struct dictionary *dictionary, struct arena *arena);

/* One cell as it is sent: JSON text. */
void cell_add_sent(const struct columns *columns, size_t index, struct slice cell, struct text *out);

/* One cell, or what the portal shows for it, in the form that is compared. */
void cell_add_canonical(const struct columns *columns, size_t index, struct slice cell, struct text *out);
void shown_add_canonical(enum column_kind kind, const struct json *shown, struct text *out);

/* A digest of rows that does not depend on their order: the sum of the rows' SHA-256, modulo 2^256, hashed
 * with the number of rows. Memory does not grow with rows, and a portal that sorts otherwise is not mistaken
 * for another table. */
struct rows_digest {
    uint64_t sum[4];
    uint64_t rows;
};
void rows_digest_add(struct rows_digest *digest, struct slice row);
void rows_digest_finish(const struct rows_digest *digest, char hex[static DIGEST_HEX_BYTES]);

#endif
