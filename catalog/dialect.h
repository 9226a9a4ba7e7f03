/* How a table is written in its file: Frictionless Table Dialect v2, as the "dialect" of a dictionary has it.
 *
 * Honoured: delimiter, lineTerminator, quoteChar, doubleQuote, escapeChar, skipInitialSpace, header,
 * headerRows, headerJoin, commentRows, commentChar. nullSequence is one more missing value (catalog/cell.h).
 * The keys for JSON, spreadsheets and databases do not apply to text and are passed over, as the standard
 * has it. What the standard leaves open:
 *
 * - Rows are counted as they stand in the file, comments among them. Rows before the last header row that are
 *   no header rows are passed over; where the header's row is a comment, the next row is the header.
 * - A header of several rows: a blank cell above the last row has the text of the cell to its left (cells
 *   that were merged); blank parts are not joined.
 * - Without a header the columns are the dictionary's fields, in their order, and the first row is row 1.
 * - "\r\n" and "\n" both mean either of them. Any other line terminator is taken as it stands.
 * - An escape character takes the meaning of the one behind it, inside quotation marks as well; those stay in
 *   force, and doubled ones too, save where doubleQuote is false.
 */
#ifndef BANCHI_CATALOG_DIALECT_H
#define BANCHI_CATALOG_DIALECT_H

#include "base/json.h"
#include "base/text.h"

struct arena;

struct dialect_rows {
    size_t *numbers; /* rising */
    size_t count;
};

struct table_dialect {
    struct slice delimiter;
    struct slice terminator; /* empty: LF or CR LF */
    struct slice quote;
    struct slice escape;  /* empty: none */
    struct slice comment; /* empty: none */
    struct slice join;
    bool double_quote;
    bool skip_space;
    bool header;
    struct dialect_rows header_rows; /* one at least, where there is a header */
    struct dialect_rows comment_rows;
    bool stops[256];           /* bytes at which something other than a cell's text may begin */
    const struct slice *names; /* of the columns, where there is no header */
    size_t name_count;
};

/* What in a dialect cannot be done. */
struct dialect_fault {
    const char *key; /* NULL: all can be done */
    const char *message;
};

/* The dialect that `json` (NULL: nothing) says; NULL where that is plain CSV, or a fault. `names` are those
 * of the dictionary's fields and must live as long; `delimiter` holds where `json` names none. */
const struct table_dialect *dialect_make(struct arena *arena, const struct json *json, const char *delimiter,
                                         const struct slice *names, size_t name_count,
                                         struct dialect_fault *fault);

/* Fills `stops` by the rest. */
void dialect_find_stops(struct table_dialect *dialect);

/* The delimiter that a table's name asks for: tabs for .tsv and .tab, else commas. */
const char *dialect_delimiter(struct slice upload);

/* How a table seems to be written. */
struct dialect_seen {
    const char *delimiter;
    size_t header; /* the row of the file in which the header stands, from 1 */
};

/* How a table seems to be written, by its beginning (`whole`: nothing follows): separated by `usual`, unless
 * comma, semicolon, tab or bar fits better; its header in row 1, unless that is a title or blank and a later
 * row holds names, those of the fields (`names`) best of all. In dialect_guess.c. */
struct dialect_seen dialect_guess(struct slice beginning, bool whole, const char *usual,
                                  const struct slice *names, size_t name_count);

/* Whether rows stand where a table without a dialect has them: a header in row 1, no comments, lines that end
 * as usual. Of another one a guess would say little. */
bool dialect_is_usual(const struct table_dialect *dialect);

/* The dialect (NULL: plain CSV) with another delimiter and another header row; in the arena. */
const struct table_dialect *dialect_as_seen(struct arena *arena, const struct table_dialect *dialect,
                                            const struct dialect_seen *seen);

#endif
