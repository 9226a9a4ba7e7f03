#include "metadata/schema_folder.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "metadata/uri.h"

/* The file's name within the folder; empty when the URI is not the folder's. */
static struct slice name_of(const struct schema_folder *folder, struct slice uri)
{
    struct uri parts = uri_split(uri);
    struct slice name = parts.path;
    if (parts.scheme.at != NULL && folder->prefix != NULL) {
        size_t length = strlen(folder->prefix);
        if (!slice_starts(uri, folder->prefix))
            return (struct slice){"", 0};
        name = (struct slice){uri.at + length, uri.length - length};
    }
    while (parts.scheme.at != NULL && name.length > 0 && name.at[0] == '/')
        name = (struct slice){name.at + 1, name.length - 1};
    return uri_decode(folder->arena, name);
}

static struct json_document *folder_find(struct schema_finder *self, struct slice uri)
{
    struct schema_folder *folder = (struct schema_folder *)self;
    struct problem problem = {0};
    struct slice name = name_of(folder, uri), text;
    char *path;
    if (name.length == 0 || file_find_beneath(folder->arena, folder->path, name, &path) != FILE_BENEATH)
        return NULL;
    if (!file_read(folder->arena, path, LIMIT_JSON_BYTES, &text, &problem)) {
        problem_clear(&problem);
        return NULL;
    }
    struct json_document *document = arena_alloc(folder->arena, sizeof *document);
    *document = (struct json_document){
        .file = file_join(folder->arena, folder->path, slice_copy(folder->arena, name)), .first_line = 1};
    return json_read_document(folder->arena, text, folder->sink, document) ? document : NULL;
}

struct schema_folder schema_folder(struct arena *arena, const char *path, const char *prefix,
                                   struct finding_sink *sink)
{
    return (struct schema_folder){{folder_find}, arena, path, prefix, sink};
}
