/* The columns of a table on the portal: types, the dictionary as DataStore fields, and the mapping of cells.
 *
 * From the design's mapping table, by the field's type and format:
 *
 *   integer      int4 if its constraints keep it within 32 bits, else numeric
 *   number       numeric
 *   boolean      bool
 *   date         date, where the format is the default one and the era is not the Buddhist
 *   datetime     timestamp, likewise
 *   the rest     text: string, any, year, yearmonth, time, duration, list, object, array, geopoint, geojson,
 *                dates of other forms or of the Buddhist Era
 *
 * A missing value is null in each. Numbers go as the text of the cell; where the column groups digits, has
 * another decimal sign, a sign or zeros in front or a unit about the number, as the number's own text (1,204
 * is 1204, 95 % is 95, 007 is 7). NaN stays NaN, INF is what PostgreSQL calls Infinity. A datetime with a
 * zone goes as the time in UTC, since a portal drops zones (recorded exchange 208), and to the microsecond,
 * which is what PostgreSQL keeps. All else goes as the text of the cell.
 *
 * What a portal shows is compared by value: 1.10 and 1.1 are one number. A portal shows numbers through a
 * double; so one of more than 15 digits is compared as the double nearest to it, on both sides.
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

struct cell_rules;

struct column {
    const struct dictionary_field *field;
    enum column_kind kind;
    const struct cell_rules *rules; /* type and format alone, for reading cells */
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

/* Whether the portal's table has these columns, types included, in this order; or by their names alone. */
bool columns_fit(const struct columns *columns, const struct json *fields);
bool columns_are_named(const struct columns *columns, const struct json *fields);

/* The kind of a field that a portal shows. */
enum column_kind column_kind_shown(const struct json *field);

/* Keys of the whole table for the resource's `banchi_table`: compact JSON; empty when there are none. */
struct slice columns_table_keys(const struct dictionary *dictionary, struct arena *arena);

/* Where each field's column stands among the names of a header, in the arena; SIZE_MAX where it has none,
 * which some ways of `fieldsMatch` allow. NULL when a name is no field's, or stands twice. */
const size_t *columns_place(const struct columns *columns, const struct slice *names, size_t count,
                            struct arena *arena);

/* The cell of field number `index` in a row; a field without a column has no value: `at` is NULL. */
static inline struct slice columns_cell(const size_t *places, const struct slice *cells, size_t index)
{
    return places[index] == SIZE_MAX ? (struct slice){NULL, 0} : cells[places[index]];
}

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
