/* A finder of schemas in one folder: what a schema may refer to, and nothing else. Nothing is ever fetched.
 *
 *     struct schema_folder folder = schema_folder(&arena, "schemas", "https://example.org/schemas/", sink);
 *     struct schema_options options = {.finder = &folder.finder};
 *
 * A URI that begins with the prefix, or a relative one, names a file by the rest of it, with %XX decoded: a
 * regular file beneath the folder, without "..", and without a symbolic link that leads out. What such a file
 * has wrong as JSON goes to the sink.
 */
#ifndef BANCHI_METADATA_SCHEMA_FOLDER_H
#define BANCHI_METADATA_SCHEMA_FOLDER_H

#include "metadata/schema.h"

struct schema_folder {
    struct schema_finder finder;
    struct arena *arena;
    const char *path;
    const char *prefix; /* of URIs; NULL: of any, scheme and host are left out */
    struct finding_sink *sink;
};

/* The arena, both texts and the sink must live as long as the schemas that are found. */
struct schema_folder schema_folder(struct arena *arena, const char *path, const char *prefix,
                                   struct finding_sink *sink);

#endif
