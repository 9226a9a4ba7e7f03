/* The dictionary that is there, held against its table: what catalog/describe_old.c sees and
 * catalog/describe_mend.c and catalog/describe_order.c mend.
 */
#ifndef BANCHI_CATALOG_DESCRIBE_OLD_H
#define BANCHI_CATALOG_DESCRIBE_OLD_H

#include "catalog/cell.h"
#include "catalog/describe_parts.h"

/* New values of an enum; with more of them it is no enum. */
#define CHOICES_MOST 50

enum watch_kind {
    WATCH_TYPE,
    WATCH_LEAST,
    WATCH_GREATEST,
    WATCH_SHORT,
    WATCH_LONG,
    WATCH_CHOICE,
    WATCH_OTHER
};

struct watch_row {
    const char *key; /* of `constraints`, or of the field */
    bool constraint;
    enum watch_kind kind;
    const char *why;
};

struct watch {
    const struct watch_row *row;
    const struct cell_rules *rules;
    size_t field;
    uint64_t first_row; /* that contradicts; 0: none did */
    struct text edge;   /* the cell furthest out */
    size_t length;      /* likewise, in characters */
    struct slice *choices;
    size_t choice_count, choice_room;
};

struct old_field {
    size_t column; /* SIZE_MAX: the table has none of that name */
    size_t first_watch, watch_count;
    uint64_t missing_row; /* the first row without a value */
    uint64_t token_row;   /* the first with a text such as "-" that the type does not take */
    uint32_t tokens;      /* which ones, of FORM_MISSING */
    uint64_t era_row;     /* the first with a year of another era */
};

struct describe_old {
    struct dictionary dictionary;
    struct old_field *fields;
    struct watch *watches;
    size_t watch_count;
    struct dictionary variants;
    struct cell_room room;
    struct key primary;
    bool primary_watched;
    struct slice text; /* of the dictionary, as edited so far */
};

/* The field of a column; SIZE_MAX when it has none. */
size_t describe_field_of(const struct describe_old *old, size_t column);

/* The list of fields in the text as edited so far; NULL when it is no JSON any more. */
const struct json *describe_fields_now(struct describing *work, struct json *root);

/* A copy in the arena; a value as JSON text, in the arena; the empty slice for NULL. */
struct slice describe_keep(struct arena *arena, struct slice text);
struct slice describe_json_of(struct arena *arena, const struct json *value);

/* Puts fields that are missing where their columns stand, and tells those that have none
 * (describe_order.c). */
void describe_old_order(struct describing *work);

/* Whether the field's constraints say "unique". */
bool describe_says_unique(const struct dictionary_field *field);

#endif
