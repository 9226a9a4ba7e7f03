/* The types of DataStore columns, and what PostgreSQL makes of a value that is put into one.
 *
 * A stored cell is text, as PostgreSQL would print it (timestamps with a "T", lists and objects as JSON), so
 * that no number loses a digit.
 */
#ifndef BANCHI_PORTAL_COLUMN_H
#define BANCHI_PORTAL_COLUMN_H

#include <stdbool.h>

struct arena;
struct text;
struct value;

enum column_class {
    COLUMN_INTEGER,
    COLUMN_NUMERIC,
    COLUMN_FLOAT,
    COLUMN_BOOL,
    COLUMN_DATE,
    COLUMN_TIME,
    COLUMN_TIMESTAMP,
    COLUMN_TIMESTAMPTZ,
    COLUMN_TEXT,
    COLUMN_UUID,
    COLUMN_JSON,
    COLUMN_LIST
};

struct column_type {
    const char *name;   /* as it may be asked for */
    const char *known;  /* as it comes back: int4, int8, text, ... */
    const char *native; /* as the standard calls it */
    enum column_class class;
    int bytes; /* of an integer */
};

/* NULL where PostgreSQL knows no such type. */
const struct column_type *column_type_find(const char *name);

/* The type that CKAN guesses from a value. */
const char *column_guess(struct arena *arena, const struct value *value);

enum column_fault {
    COLUMN_GOOD,
    COLUMN_BAD,      /* the text is none of the type, or out of its range */
    COLUMN_MISMATCH, /* a value of this kind is not taken at all */
    COLUMN_CRASH     /* the driver itself fails: a NUL character */
};

/* Sets `*stored` to a string or to NULL for null. On a fault `*message` says what PostgreSQL says. */
enum column_fault column_store(struct arena *arena, const struct column_type *type, const struct value *value,
                               struct value **stored, const char **message);

/* A stored cell as a value of JSON: numbers as numbers, "NaN" as a string. NULL makes null. */
struct value *column_read(struct arena *arena, const struct column_type *type, const char *stored);

/* The same as PostgreSQL's COPY writes it, unquoted; nothing for NULL. */
void column_print(struct arena *arena, const struct column_type *type, const char *stored, struct text *out);

#endif
