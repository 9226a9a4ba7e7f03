/* The privacy gate's look at everything of a dataset that is no table: metadata, dictionaries, names of
 * files, and other files that would be uploaded.
 */
#ifndef BANCHI_CATALOG_CHECK_PRIVACY_FILES_H
#define BANCHI_CATALOG_CHECK_PRIVACY_FILES_H

#include "base/json.h"
#include "catalog/privacy_gate.h"

struct arena;
struct dataset;

/* metadata.json, names of files included. Its contacts (maintainer, author) are an office's and are passed
 * over. Data whose category is not that of public data must be private (P121); the categories that are never
 * public are M204's. */
void check_privacy_metadata(struct privacy_gate *gate, struct dataset *dataset, struct arena *scratch,
                            struct finding_sink *sink);

/* A data dictionary. */
void check_privacy_dictionary(struct privacy_gate *gate, struct json_document *document,
                              struct arena *scratch, struct finding_sink *sink);

/* A file that is no table, at `path`. False with a problem when it cannot be read. */
bool check_privacy_upload(struct privacy_gate *gate, const struct privacy_file *file, const char *path,
                          struct finding_sink *sink, struct problem *problem)
    __attribute__((warn_unused_result));

#endif
