/* The plan: what would change on the portal, field by field. Pure: two records and the lock's entry in,
 * changes out.
 *
 * Who changed a field is told by three digests: the file's, the lock's, the portal's. File and portal equal:
 * nothing to do. The portal's as the lock has it: the file changed ("mine"), update. The file's as the lock
 * has it: the portal changed ("theirs"). Else both changed ("conflict"). Theirs and conflict stop the whole
 * dataset (exit status 4) until a person chooses: takes the portal's into the file, keeps mine, or edits.
 * Without an entry in the lock everything counts as missing when last published: what the portal has and
 * files say otherwise is a conflict, what it lacks is added, and a dataset that is equal in everything is
 * adopted.
 *
 * What an interrupted publish meant to write stands in the journal, in the lock's form: what the portal has
 * of it is ours, not somebody's. A table that it was about to change is ours in any state.
 */
#ifndef BANCHI_PUBLISHER_PLAN_H
#define BANCHI_PUBLISHER_PLAN_H

#include "publisher/lock.h"
#include "publisher/record.h"

struct arena;

/* What is done only when a person names it. */
enum allowance { ALLOW_WITHDRAW = 1 << 0, ALLOW_REMOVE_RESOURCE = 1 << 1 };

/* "withdraw", "remove-resource", as they are typed; 0 where there is no such word. */
unsigned allowance_find(const char *word);

/* What keeps a change from being sent. */
enum block {
    BLOCK_NONE,
    BLOCK_ALLOWANCE, /* it was not allowed */
    BLOCK_TOO_LARGE, /* a file is larger than the portal takes */
};

enum change_action {
    CHANGE_UNCHANGED,
    CHANGE_CREATE,
    CHANGE_UPDATE,
    CHANGE_CONFLICT,
    CHANGE_WITHDRAW, /* a dataset that is there for the public and shall not be */
    CHANGE_REMOVE,   /* a resource that the files no longer have */
    CHANGE_COUNT
};

/* "create", "update" and so on: for JSON, never translated. */
const char *change_name(enum change_action action);

/* Who changed what differs. */
enum way {
    WAY_MINE,     /* the file */
    WAY_THEIRS,   /* the portal, and not the file */
    WAY_CONFLICT, /* both */
    WAY_KEPT,     /* the portal, but a person said that the file's is to be kept */
};

/* "mine", "theirs", "conflict", "kept": for JSON, never translated. */
const char *way_name(enum way way);

/* It stops the dataset. */
bool way_stops(enum way way);

/* Canonical JSON; the empty slice is "missing". */
struct change_field {
    struct slice key;
    struct slice from;
    struct slice to;
    enum way way;
};

/* What lies behind a resource's metadata. A person names it as "FILE/rows". */
enum part { PART_FILE, PART_ROWS, PART_DICTIONARY, PART_COUNT };

/* "file", "rows", "dictionary" */
const char *part_name(enum part part);

struct change_resource {
    struct slice key; /* file name or url */
    enum change_action action;
    const char *id; /* NULL where it is to be created */
    struct change_field *fields;
    size_t field_count;
    bool file;                 /* its bytes are to be sent */
    bool rows;                 /* its table is to have other rows */
    bool renamed;              /* it has another name on the portal */
    bool anew;                 /* by being made anew: what its rows are was defined otherwise */
    bool dictionary;           /* its dictionary is to be sent */
    enum way ways[PART_COUNT]; /* of what is to be sent */
    bool table;
    bool upload;
    const char *sha256; /* of mine; NULL for a link, or what is removed */
    uint64_t bytes;
    uint64_t row_count;
    /* what the portal has of it now, as far as the lock knows that */
    bool bytes_known;
    uint64_t bytes_before;
    bool rows_known;
    uint64_t rows_before;
};

struct change {
    const char *dataset;
    const char *title; /* the dataset's; NULL when it has none */
    enum change_action action;
    const char *id;     /* on the portal, or NULL */
    const char *reason; /* of a conflict, in the user's language; else NULL */
    struct change_field *fields;
    size_t field_count;
    struct change_resource *resources;
    size_t resource_count; /* all of mine and those to be removed, unchanged ones included */
    const char *state;     /* one digest over files, portal and what is to be done */
    unsigned needs;        /* allowances */
    enum block block;
    const char *block_reason; /* in the user's language; else NULL */
    const char *renamed_from; /* its name on the portal; else NULL */
    bool deletes;             /* withdrawn by being deleted */
    bool reorder;
    bool moved; /* the portal's copy is not the one that the lock remembers, whether or not it differs */
};

struct plan_sides {
    const struct record *mine;
    const struct record *theirs; /* NULL: not there */
    const struct json *entry;    /* the lock's; NULL: never published */
    const struct json *intent;   /* the journal's; NULL: no publish was interrupted */
    const char *const *keep;     /* fields of which mine is kept: "title", "FILE/name", "FILE/rows" */
    size_t keep_count;
    bool withdrawn; /* the file says so */
    bool deletes;   /* what is withdrawn is deleted there; else it is made private, which mine says */
    bool ours;      /* theirs was written by this run: nothing in it is a conflict */
};

void plan_compare(struct arena *arena, const struct plan_sides *sides, struct change *change);

/* Whether the portal's copy may have changed since the lock was written. */
bool plan_moved(const struct plan_sides *sides);

#endif
