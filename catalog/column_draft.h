/* A field of a dictionary, drafted from what was seen in its column.
 *
 * The draft never says less than the data: every value of the column keeps to it. A column that looks like it
 * singles persons out (by its header or its cells) is an identifier: then no value of it goes into the draft,
 * be it as an example, a choice or a bound.
 */
#ifndef BANCHI_CATALOG_COLUMN_DRAFT_H
#define BANCHI_CATALOG_COLUMN_DRAFT_H

#include "base/json_write.h"
#include "catalog/column_facts.h"
#include "catalog/header_name.h"

struct arena;

struct column_draft {
    const struct column_facts *facts;
    struct slice header; /* as in the table */
    struct slice name;   /* as proposed, or the header */
    struct header_hints hints;
    const char *type;
    const char *format; /* NULL: default */
    const char *era;    /* "buddhist" or NULL */
    const char *role;
    const char *unit;   /* "" */
    bool grouped, bare; /* groupChar; bareNumber */
    bool comma;         /* decimalChar ",", and groups have points */
    size_t truth;       /* of FORM_TRUTHS, when it is a boolean */
    bool required;
    bool listed;                   /* an enum */
    struct slice least, greatest;  /* JSON text; empty: no bound */
    size_t min_length, max_length; /* 0: no bound */
    uint32_t missing;              /* of FORM_MISSING, beside "" */
    struct slice example;          /* empty: none */
    bool mixed_eras;               /* dates of both eras: left as text */
};

/* Whether the column looks like it singles persons out. */
bool column_is_personal(const struct column_facts *facts, struct slice header);

/* `persons`: some column of the table is personal, so that others may help to single somebody out. */
void column_draft_make(struct column_draft *draft, const struct column_facts *facts, struct slice header,
                       bool persons, struct arena *arena);

/* The field as a JSON object. */
void column_draft_write(const struct column_draft *draft, struct json_writer *writer);

/* Parts of it, for fields that are there: `constraints`, the texts for no value. */
void column_draft_write_constraints(const struct column_draft *draft, struct json_writer *writer);
void column_draft_write_missing(const struct column_draft *draft, struct json_writer *writer);
bool column_draft_has_constraints(const struct column_draft *draft);

#endif
