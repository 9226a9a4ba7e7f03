/* The profiles: the schemas by which files are judged, compiled once.
 *
 * "thai-gdc-1.4", "thai-gdc-2.1", "thai-gdc-2.2" and "ckan" judge a metadata.json, "catalog" the
 * catalog.json, "dictionary" a *.dictionary.json. Their texts stand in metadata/profiles/ and are part of the
 * binary; `init` lays copies into the workspace for editors. A profile lives in the arena it was opened in
 * and may be used for any number of documents.
 */
#ifndef BANCHI_METADATA_PROFILE_H
#define BANCHI_METADATA_PROFILE_H

#include "base/finding.h"
#include "base/json.h"
#include "base/problem.h"

struct arena;
struct json_names;
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

/* Opens a schema that the program itself has made, as a profile; `file` names it. What is wrong with it is a
 * bug (PROBLEM_BUG). */
const struct profile *profile_open_made(struct arena *arena, const char *file, struct slice text,
                                        struct problem *problem);

/* Whether there is a built-in profile of that name that judges a metadata.json. */
bool profile_is_of_datasets(const char *name);

/* Opens any schema file as a profile. References lead into its folder or to built-in files (library.h);
 * `format` asserts; keywords that JSON Schema does not know are annotations. NULL with a problem when the
 * file cannot be read, NULL with findings at its own places when it is no JSON or no schema. */
const struct profile *profile_open_file(struct arena *arena, const char *path, struct finding_sink *sink,
                                        struct problem *problem);

/* The keys that the profile names, for reading the documents that it will judge (base/json_names.h): makes it
 * faster. One thread's; may be NULL. */
struct json_names *profile_names(const struct profile *profile, struct arena *arena);

/* Judges a document: true when nothing is wrong. Findings carry dataset, file, place, field, pointer, message
 * and hint. `scratch` is used and may be reset by the caller afterwards. */
bool profile_check(const struct profile *profile, struct json_document *document, struct arena *scratch,
                   struct finding_sink *sink);

/* The item's label in the user's language ("ชื่อชุดข้อมูล"); the key itself when the profile does not know it.
 * `resource` asks for an item of a resource. */
const char *profile_label(const struct profile *profile, const char *key, bool resource);

/* What the profile asks a value to be; PROFILE_ANY where it leaves that open. */
enum profile_type { PROFILE_ANY, PROFILE_TEXT, PROFILE_LIST, PROFILE_BOOLEAN, PROFILE_NUMBER };

/* The profile's items in the order of the form. */
struct profile_item {
    const char *key;
    const char *label; /* in the user's language */
    const char *help;  /* in the user's language, or NULL */
    bool required;
    bool list; /* its value is a list of texts */
    enum profile_type type;
    const struct json *choices; /* array of allowed values, or NULL */
};
const struct profile_item *profile_items(const struct profile *profile, bool resource, size_t *count);

#endif
