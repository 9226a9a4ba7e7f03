/* What the parts of `describe` share: catalog/describe*.c alone.
 */
#ifndef BANCHI_CATALOG_DESCRIBE_PARTS_H
#define BANCHI_CATALOG_DESCRIBE_PARTS_H

#include "catalog/column_draft.h"
#include "catalog/describe.h"
#include "catalog/dictionary.h"
#include "catalog/key_search.h"

struct describe_old;
struct dialect_fault;
struct table_dialect;
struct table_row;

/* One table being described. */
struct describing {
    const struct describe_request *request;
    struct describe_result *result;
    struct arena *arena;
    struct slice *headers;
    size_t columns;
    struct column_facts *facts;
    struct column_draft *drafts;
    struct key_search *keys;
    bool *likely;                        /* columns that may be in a key */
    struct key key;                      /* the one that was found */
    struct describe_old *old;            /* the dictionary that is there; NULL: none */
    uint64_t header_from, header_to;     /* where the header's row stands in the file, without its end; both 0
                                            where it is made of several rows, or of none */
    const struct table_dialect *dialect; /* by which it is read; NULL: plain CSV */
    struct slice dialect_found;          /* JSON text, where the table shows what no dictionary says */
    size_t change_room;
};

/* Adds a change; texts must live as long as the run. */
void describe_change_add(struct describing *work, const struct describe_change *change);

/* The name for a column that has no field: unlike those of the columns before it, which have theirs. */
struct slice describe_name_proposed(struct describing *work, size_t column);

/* The texts of a draft as JSON, in the arena. */
struct slice describe_field_text(struct describing *work, const struct column_draft *draft);

/* Finds by what dialect the table is read. False with a problem. (describe_dialect.c) */
bool describe_dialect_find(struct describing *work, int descriptor, struct dialect_fault *fault,
                           struct problem *problem);

/* ---- the dictionary that is there (describe_old.c, describe_mend.c) ---- */

/* Reads it; false when it cannot be used, and findings say why. `*old` is NULL when there is none. */
bool describe_old_open(struct describing *work, struct describe_old **old);

/* Behind the header: which field is whose column. */
void describe_old_begin(struct describing *work);

/* The field's name for a column; the empty slice when it has no field. */
struct slice describe_old_name(const struct describing *work, size_t column);

/* Looks at a row for what contradicts the dictionary. */
void describe_old_row(struct describing *work, const struct slice *cells, uint64_t row);

/* Makes result->after and the changes. */
bool describe_old_edit(struct describing *work, struct problem *problem);

void describe_old_close(struct describing *work);

#endif
