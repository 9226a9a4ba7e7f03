/* The built-in profiles: the schemas by which files are judged, compiled once.
 *
 * "thai-gdc-2.1" judges a metadata.json, "catalog" the catalog.json, "dictionary" a *.dictionary.json. Their
 * texts stand in metadata/profiles/ and are part of the binary; `init` lays copies into the workspace for
 * editors. A profile lives in the arena it was opened in and may be used for any number of documents.
 */
#ifndef BANCHI_METADATA_PROFILE_H
#define BANCHI_METADATA_PROFILE_H

#include "base/finding.h"
#include "base/json.h"
#include "base/problem.h"

struct arena;
struct profile;

/* The built-in schema files, by file name ("thai-gdc-2.1.json"); for `init` and for comparing. */
struct profile_file {
    const char *name;
    struct slice text;
};
const struct profile_file *profile_files(size_t *count);

/* Opens a built-in profile by name; NULL with a problem when there is none of that name. A built-in schema
 * that does not compile is a bug (PROBLEM_BUG). */
const struct profile *profile_open(struct arena *arena, const char *name, struct problem *problem);

/* Judges a document. Findings carry dataset, file, place, field, pointer, message and hint. `scratch` is used
 * and may be reset by the caller afterwards. */
void profile_check(const struct profile *profile, struct json_document *document, struct arena *scratch,
                   struct finding_sink *sink);

/* The item's label in the user's language ("ชื่อชุดข้อมูล"); the key itself when the profile does not know it.
 * `resource` asks for an item of a resource. */
const char *profile_label(const struct profile *profile, const char *key, bool resource);

/* The profile's items in the order of the form. */
struct profile_item {
    const char *key;
    const char *label; /* in the user's language */
    const char *help;  /* in the user's language, or NULL */
    bool required;
    bool list;                  /* its value is a list of texts */
    const struct json *choices; /* array of allowed values, or NULL */
};
const struct profile_item *profile_items(const struct profile *profile, bool resource, size_t *count);

#endif
