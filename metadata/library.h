/* Where the schemas come from that a schema of the user refers to: its own folder, and the built-in files.
 *
 * Never the network. A reference counts as lying in the folder when, resolved, it begins as the schema's own
 * `$id` does up to its last slash, or, where the schema has none, when it is a relative path; what is left is
 * a path beneath the folder, its escapes (%20) decoded, out of which no link leads. So does the URI of a file
 * right in the folder that is called as the URI ends and has it as its `$id`.
 * "https://banchi.example/schemas/NAME" is the built-in file NAME, and so is a bare NAME that the folder has
 * not. Documents live in the arena.
 */
#ifndef BANCHI_METADATA_LIBRARY_H
#define BANCHI_METADATA_LIBRARY_H

#include "base/finding.h"
#include "base/json.h"
#include "base/problem.h"
#include "metadata/schema.h"

struct arena;

struct library {
    struct schema_finder finder;
    struct arena *arena;
    const char *folder;         /* of the schema; NULL: built-in files alone */
    struct slice base;          /* what the schema's URI begins with, up to its last slash */
    struct json_document *root; /* the schema itself, which may be referred to by its file's name */
    struct finding_sink *sink;  /* faults of documents that are read, or cannot be */
};

/* Reads the schema file at `path` and makes the library of its folder. NULL with a problem when it cannot be
 * read, NULL with findings when it is no JSON. */
struct json_document *library_open(struct library *library, struct arena *arena, const char *path,
                                   struct finding_sink *sink, struct problem *problem);

/* The library of the built-in files, and one of them. */
void library_open_builtin(struct library *library, struct arena *arena, struct finding_sink *sink);
struct json_document *library_read_builtin(struct library *library, const char *name);

#endif
