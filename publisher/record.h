/* A dataset in one normalised form, made from the office's files ("mine") or from what a portal shows
 * ("theirs").
 *
 * A plan is the comparison of two records, a lock entry the digests of one. Theirs is made along mine: its
 * fields stand in the same order, so that field i of one is compared with field i of the other. What mine
 * does not manage (extras, tags of vocabularies, resources and keys of others) is not in the fields; it stays
 * in `source`, from where it is sent back unchanged.
 *
 * Managed are: CKAN's own keys, every key of the profile, and every other key that the file has; of a
 * resource the same, with `format`, `mimetype` and `hash` derived from an uploaded file, and `banchi_table`.
 * The last field of a dataset is "resources": the list of the managed resources' keys in their order.
 *
 * A resource is known by its key: the upload's file name, else its url. On the portal an id that the lock
 * knows decides; without one an uploaded resource's key is the last segment of its address (CKAN leaves
 * lower-case ASCII names as they are, and `validate` wants such names).
 */
#ifndef BANCHI_PUBLISHER_RECORD_H
#define BANCHI_PUBLISHER_RECORD_H

#include "base/hash.h"
#include "catalog/workspace.h"
#include "metadata/dataset.h"
#include "metadata/profile.h"
#include "publisher/column.h"
#include "publisher/site.h"
#include "publisher/value.h"

struct arena;

struct record_field {
    struct slice key;
    enum value_class class;
    bool core;                /* one of CKAN's own: at the top level on every portal */
    const struct json *value; /* as the file or the portal has it; NULL when absent */
    struct slice canonical;
    bool unsaid;       /* theirs: derived from the file on our side, never said to the portal: not compared */
    struct slice said; /* what the portal has there all the same, canonical */
};

struct record_resource {
    struct slice key;
    struct slice renamed_from; /* mine: its key before, as `banchi:renamed_from` says */
    bool upload;
    bool managed;      /* theirs: mine has it, or the lock does */
    bool renamed;      /* theirs: found under the name that mine had before */
    bool hash_foreign; /* theirs: its hash is a loader's, not ours */
    const struct json *source;
    const char *id; /* theirs */
    struct record_field *fields;
    size_t field_count;
    /* What lies behind the metadata. Of theirs it is known only after it was read back, or taken from the
     * lock. */
    const char *path;       /* mine: the file, NULL for a link */
    int descriptor;         /* mine, of a table: the file that was read, open until record_close(); 0: none */
    size_t width;           /* mine, of a table: cells of a row */
    const size_t *places;   /* mine, of a table: each field's column in the file; SIZE_MAX: it has none */
    const char *media_type; /* mine */
    bool bytes_known;
    uint64_t bytes;
    char sha256[HASH_HEX_BYTES];
    /* Digest of the dictionary as pull made it for a table that the portal has another one of, or none. While
     * file and dictionary are as they were pulled, the table is the portal's own affair: `table` is false,
     * and what stands below is the portal's, as the lock has it. "": not so. */
    char drafted[DIGEST_HEX_BYTES];
    bool table;                    /* mine: goes into the DataStore; theirs: is there */
    const struct columns *columns; /* mine */
    bool table_known;
    bool table_seen; /* theirs: read just now, not taken from the lock */
    char dictionary[DIGEST_HEX_BYTES];
    char rows_digest[DIGEST_HEX_BYTES];
    uint64_t rows;
};

struct record {
    const char *name;
    const char *id;                /* theirs */
    const char *metadata_modified; /* theirs */
    const struct json *source;
    struct record_field *fields;
    size_t field_count;
    struct record_resource *resources;
    size_t resource_count;
};

/* What the profile knows: which keys there are besides CKAN's, and which are lists. */
struct record_key {
    struct slice name;
    bool list;
};
struct record_rules {
    const struct record_key *dataset;
    size_t dataset_count;
    const struct record_key *resource;
    size_t resource_count;
    const char *organization;   /* the portal's slug for the office; NULL: each dataset's owner_org */
    bool tables;                /* the portal has a DataStore */
    const struct json *entry;   /* the lock's for the dataset; NULL: none */
    const struct slice *drafts; /* keys of tables whose dictionary is a draft, whatever the lock says */
    size_t draft_count;
};
void record_rules_make(struct arena *arena, const struct profile *profile, struct record_rules *rules);

/* Mine with every key that the rules manage and no value, for reading a dataset that the files do not have
 * yet: of its resources `key` and `upload` are given. */
void record_of_keys(struct arena *arena, const char *name, const struct record_rules *rules,
                    struct record_resource *resources, size_t count, struct record *record);

/* The digest of a dictionary as a whole: fields and keys of the table. */
void record_dictionary_digest(const struct columns *columns, char hex[static DIGEST_HEX_BYTES]);

/* Reads the files too: hash of each upload, rows and dictionary of each table. Files that `validate` would
 * complain about are PROBLEM_LOCAL. */
bool record_of_files(struct arena *arena, const struct dataset *dataset, const struct record_rules *rules,
                     struct record *record, struct problem *problem) __attribute__((warn_unused_result));

/* Closes the files of the tables. Until then what is sent are the bytes that were read, whatever becomes of
 * the name. */
void record_close(struct record *record);

/* A resource that somebody said is that one of the portal. */
struct record_match {
    struct slice key; /* mine's */
    const char *id;
};

/* What a portal shows, along mine. */
struct record_view {
    const struct json *package;
    const struct site *site;
    const struct record *mine;
    const struct json *entry; /* the lock's for this dataset, or NULL */
    const struct record_match *matches;
    size_t match_count;
};
void record_of_package(struct arena *arena, const struct record_view *view, struct record *record);

/* What was published, as an entry of the lock remembers it: the fields have keys and classes but no values,
 * resources no files. Keys of the profile and of CKAN that the lock lacks were missing when published. Of
 * keys that neither knows `class` is a guess: VALUE_TEXT or VALUE_LIST. */
void record_of_lock(struct arena *arena, const char *name, const struct json *entry,
                    const struct record_rules *rules, enum value_class class, struct record *record);

/* A resource by its key; NULL when there is none. Of theirs only managed ones. */
struct record_resource *record_resource(const struct record *record, struct slice key);

/* The resource of `mine` that one of theirs is; NULL when there is none, or theirs is not managed. */
struct record_resource *record_resource_like(const struct record *mine, const struct record_resource *theirs);

const struct record_field *record_field(const struct record_field *fields, size_t count, const char *key);

/* The key of the field that is the order of resources. */
#define RECORD_ORDER "resources"

/* Leaves out the resources that are not ours. */
void record_keep_managed(struct record *record);

#endif
