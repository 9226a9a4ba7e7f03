/* The privacy gate's look at everything of a dataset that is no table: metadata, dictionaries, names of
 * files, and other files that would be uploaded.
 */
#ifndef BANCHI_CATALOG_CHECK_PRIVACY_FILES_H
#define BANCHI_CATALOG_CHECK_PRIVACY_FILES_H

#include "base/hash.h"
#include "base/json.h"
#include "catalog/privacy_gate.h"

struct arena;
struct dataset;
struct privacy_document_keys;

/* Whether a key of metadata holds a published contact of the office: maintainer, author and their mail. */
bool privacy_is_contact(struct slice key);

/* What the gate has seen in a document, kept until it is told: in the arena of whoever looked. */
struct privacy_seen {
    bool harmless; /* nothing of which a verdict could be made; the rest is empty then */
    struct privacy_parts parts;
    char sha256[HASH_HEX_BYTES]; /* of the document, by which waivers go; "" where there are none */
};

/* Looks into a metadata.json, names of files included. Of its contacts (maintainer, author) name, telephone
 * and mail are an office's and are passed over. Several threads may look at once, each with its own keys,
 * which are for documents of one profile. */
struct privacy_seen privacy_look_metadata(const struct privacy_gate *gate, struct privacy_document_keys *keys,
                                          struct json_document *document, struct arena *arena);

struct privacy_document_keys *privacy_document_keys(struct arena *arena);

/* Stands before the sink while a profile judges metadata: remembers whether it spoke of the data's category.
 */
struct category_watch {
    struct finding_sink sink;
    struct finding_sink *next;
    bool told;
};
struct category_watch category_watch(struct finding_sink *next);

/* Tells what was seen in metadata.json. Data whose category is not that of public data must be private,
 * whatever the profile: P121, unless the profile has told it. */
void check_privacy_metadata(struct privacy_gate *gate, struct dataset *dataset,
                            const struct privacy_seen *seen, const struct category_watch *watch,
                            struct arena *scratch);

/* A data dictionary. */
void check_privacy_dictionary(struct privacy_gate *gate, struct json_document *document,
                              struct arena *scratch, struct finding_sink *sink);

/* A file that is no table, at `path`. False with a problem when it cannot be read. */
bool check_privacy_upload(struct privacy_gate *gate, const struct privacy_file *file, const char *path,
                          struct finding_sink *sink, struct problem *problem)
    __attribute__((warn_unused_result));

#endif
