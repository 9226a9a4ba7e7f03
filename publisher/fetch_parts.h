/* What the parts of fetching share; publisher/fetch*.c alone.
 */
#ifndef BANCHI_PUBLISHER_FETCH_PARTS_H
#define BANCHI_PUBLISHER_FETCH_PARTS_H

#include "publisher/fetch.h"
#include "publisher/session.h"

/* One of the portal's resources. */
struct fetch_item {
    const struct json *source;
    const char *id;
    struct slice key; /* its file's name here, or its url; empty: it is left to the portal */
    bool upload;
    bool known;     /* the files have it already */
    bool came;      /* its file came in this run, and lies in the staging folder */
    bool described; /* so was its dictionary made */
    bool draft;     /* and is not the one that the portal has */
    bool sure;      /* bytes and sha256 are what the portal has */
    uint64_t bytes;
    char sha256[HASH_HEX_BYTES];
    const char *copy; /* of a link: the file that its copy lies in, or NULL */
};

/* One dataset under way; all of it in the scratch arena. */
struct fetching {
    struct publisher *publisher;
    const struct fetch_options *options;
    struct arena *arena;
    const struct json *package;
    const char *name;
    const char *staging; /* .banchi/pull/NAME */
    struct fetch_item *items;
    size_t item_count;
    struct fetched *out;
    size_t file_room, taken_room, conflict_room, note_room;
};

/* Adds a note; printf. */
void fetch_note(struct fetching *fetching, const char *format, ...) __attribute__((format(printf, 2, 3)));
void fetch_taken(struct fetching *fetching, const char *what);
void fetch_conflict(struct fetching *fetching, const char *what);

/* Where the catalog publishes all to one organization, what belongs to another would be moved there:
 * PROBLEM_USAGE. */
bool fetch_owner_fits(const struct fetching *fetching, struct problem *problem)
    __attribute__((warn_unused_result));

/* ---- the portal's resources (fetch_items.c) ---- */

/* Lays them out and gives them keys: those that the files have, or that the lock knows, else new ones.
 * `theirs` and `mine` are the dataset as it was compared, NULL where the workspace does not have it. What can
 * have no key is left to the portal, with a note. PROBLEM_NETWORK when they are not what resources are. */
bool fetch_items_make(struct fetching *fetching, const struct json *entry, const struct record *theirs,
                      const struct record *mine, struct problem *problem) __attribute__((warn_unused_result));

/* ---- files (fetch_files.c) ---- */

/* Makes the staging folder, empty. */
bool fetch_staging_make(struct fetching *fetching, struct problem *problem)
    __attribute__((warn_unused_result));
void fetch_staging_remove(struct fetching *fetching);

/* An item's file into the staging folder; what came is what the portal says of it. */
bool fetch_file(struct fetching *fetching, struct fetch_item *item, struct problem *problem)
    __attribute__((warn_unused_result));

/* What a link leads to, into the staging folder; a failure is a note and a problem of the dataset's. */
void fetch_copy(struct fetching *fetching, struct fetch_item *item);

/* A file of the staging folder to its place in the dataset's own. With `keep` what was there is kept beside
 * it as NAME.original. */
bool fetch_file_place(struct fetching *fetching, const char *file, bool keep, struct problem *problem)
    __attribute__((warn_unused_result));

/* ---- dictionaries (fetch_dictionary.c) ---- */

/* The dictionary of a table, into `folder`, where its file lies. */
bool fetch_dictionary(struct fetching *fetching, struct fetch_item *item, const char *folder,
                      struct problem *problem) __attribute__((warn_unused_result));

/* ---- metadata (fetch_metadata.c) ---- */

/* The whole metadata.json, into the staging folder. */
bool fetch_metadata(struct fetching *fetching, struct problem *problem) __attribute__((warn_unused_result));

/* What the portal has in a field, as the file has it: JSON text; empty when it has nothing. */
struct slice fetch_value(struct arena *arena, const struct record_field *theirs);

/* One resource as it stands in metadata.json: JSON text. */
struct slice fetch_resource_text(struct fetching *fetching, const struct fetch_item *item);

/* ---- the base (fetch_base.c) ---- */

/* Puts what the portal has into the lock, read along the files in `folder`. `before`: what is known of the
 * contents from comparing, or NULL. */
bool fetch_base(struct fetching *fetching, const char *folder, const struct record *before,
                struct problem *problem) __attribute__((warn_unused_result));

/* ---- rows (fetch_rows.c) ---- */

/* The rows that the portal's table has, as the file into the staging folder: rows that the file has already
 * stay as they are spelt, in their order; new ones stand behind them. */
bool fetch_rows(struct fetching *fetching, const struct record_resource *mine, struct fetch_item *item,
                struct problem *problem) __attribute__((warn_unused_result));

/* ---- the text of metadata.json (fetch_edit.c) ---- */

/* One member set, or taken out where `value` is empty, of the dataset or of the resource `key`. */
bool fetch_edit_member(struct arena *arena, struct slice *text, struct slice resource, struct slice key,
                       struct slice value);

/* The list of resources in another order, or with others: `elements` are JSON texts. The layout of those
 * that stay is kept. */
bool fetch_edit_resources(struct arena *arena, struct slice *text, const struct slice *elements,
                          size_t count);

/* ---- a dataset that is there (fetch_merge.c) ---- */

bool fetch_merge(struct fetching *fetching, struct problem *problem) __attribute__((warn_unused_result));

#endif
