/* The plan: what would change on the portal, field by field. Pure: two records and the lock's entry in,
 * changes out.
 *
 * Who changed a field is told by three digests. Mine and theirs equal: nothing to do. Theirs as the lock has
 * it: mine changed, update. Else the portal changed since the last publish: conflict (exit status 4), and the
 * whole dataset is left as it is. Without an entry in the lock everything counts as missing when last
 * published: what the portal has and files say otherwise is a conflict, what it lacks is added, and a dataset
 * that is equal in everything is adopted.
 */
#ifndef BANCHI_PUBLISHER_PLAN_H
#define BANCHI_PUBLISHER_PLAN_H

#include "publisher/lock.h"
#include "publisher/record.h"

struct arena;

enum change_action {
    CHANGE_UNCHANGED,
    CHANGE_CREATE,
    CHANGE_UPDATE,
    CHANGE_CONFLICT,
    CHANGE_WITHDRAW, /* a dataset; not planned yet */
    CHANGE_REMOVE,   /* a resource that the files no longer have */
    CHANGE_COUNT
};

/* "create", "update" and so on: for JSON, never translated. */
const char *change_name(enum change_action action);

/* Canonical JSON; the empty slice is "missing". */
struct change_field {
    struct slice key;
    struct slice from;
    struct slice to;
    bool conflict; /* the portal changed it */
};

struct change_resource {
    struct slice key; /* file name or url */
    enum change_action action;
    const char *id; /* NULL where it is to be created */
    struct change_field *fields;
    size_t field_count;
    bool file;       /* its bytes are to be sent */
    bool rows;       /* its table is to be made anew */
    bool dictionary; /* its dictionary is to be sent */
    bool table;
    bool upload;
    uint64_t bytes;
    uint64_t row_count;
};

struct change {
    const char *dataset;
    enum change_action action;
    const char *id;     /* on the portal, or NULL */
    const char *reason; /* of a conflict, in the user's language; else NULL */
    struct change_field *fields;
    size_t field_count;
    struct change_resource *resources;
    size_t resource_count; /* all of mine and those to be removed, unchanged ones included */
    bool reorder;
    bool moved; /* the portal's copy is not the one that the lock remembers, whether or not it differs */
};

struct plan_sides {
    const struct record *mine;
    const struct record *theirs; /* NULL: not there */
    const struct json *entry;    /* the lock's; NULL: never published */
    bool ours;                   /* theirs was written by this run: nothing in it is a conflict */
};

void plan_compare(struct arena *arena, const struct plan_sides *sides, struct change *change);

/* Whether the portal's copy may have changed since the lock was written. */
bool plan_moved(const struct plan_sides *sides);

#endif
