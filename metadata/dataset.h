/* One dataset, as its metadata.json says it.
 *
 * A dataset is a folder that holds a metadata.json. The document is kept as read, with places; nothing is
 * merged into it and no default is filled in. Lives in the arena that is reset for each dataset.
 */
#ifndef BANCHI_METADATA_DATASET_H
#define BANCHI_METADATA_DATASET_H

#include "base/json.h"
#include "base/text.h"

struct dataset {
    const char *name;              /* of the folder, which the rules want to equal the key `name` */
    const char *folder;            /* path of the folder, openable from here */
    struct json_document metadata; /* its metadata.json; file is "NAME/metadata.json" */
    bool readable;                 /* false when metadata has no root */
};

/* A top-level text; the empty slice when absent or no string. */
struct slice dataset_text(const struct dataset *dataset, const char *key);

/* `private` is true. Absent means public, as on the portal. */
bool dataset_is_private(const struct dataset *dataset);

/* The list of resources; NULL when there is none. Elements may be of any type: the profile says what is
 * wrong. */
const struct json *dataset_resources(const struct dataset *dataset);

/* "agency.csv" -> "agency.dictionary.json": the name under which a table's dictionary is looked for. */
char *dictionary_name_of(struct arena *arena, struct slice upload);

/* A file that banchi reads as a table: its name ends in .csv, .tsv or .tab, capitals or not. */
bool name_is_table(struct slice name);

/* A resource whose upload is one. */
bool resource_is_table(const struct json *resource);

#endif
