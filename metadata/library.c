#include "metadata/library.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "metadata/profile.h"
#include "metadata/uri.h"

static const char builtin_base[] = "https://banchi.example/schemas/";

static struct json_document *read_text(struct library *library, const char *file, struct slice text)
{
    struct json_document *document = arena_alloc(library->arena, sizeof *document);
    document->file = file;
    return json_read_document(library->arena, text, library->sink, document) ? document : NULL;
}

static struct json_document *read_builtin(struct library *library, struct slice name)
{
    size_t count;
    const struct profile_file *files = profile_files(&count);
    for (size_t i = 0; i < count; i++)
        if (slice_equals(name, files[i].name))
            return read_text(library, files[i].name, files[i].text);
    return NULL;
}

struct json_document *library_read_builtin(struct library *library, const char *name)
{
    return read_builtin(library, slice_of(name));
}

/* A file that is there but cannot be read leads nowhere as well: why is told beside the reference. */
static void put_unreadable(struct library *library, const char *file, const char *why)
{
    struct finding finding = {.code = CODE_M009, .level = LEVEL_NOT_CHECKED, .file = file, .message = why};
    finding_put(library->sink, &finding);
}

static struct json_document *read_beneath(struct library *library, struct slice name)
{
    struct problem problem = {0};
    struct slice text;
    char *path;
    if (library->root != NULL && slice_equals(name, file_name(library->root->file)))
        return library->root;
    enum file_beneath found = file_find_beneath(library->arena, library->folder, name, &path);
    if (found != FILE_BENEATH && found != FILE_BENEATH_NOT_REGULAR)
        return NULL;
    const char *shown = slice_copy(library->arena, name);
    if (strcmp(library->folder, ".") != 0)
        shown = file_join(library->arena, library->folder, shown);
    struct json_document *document = NULL;
    if (file_read(library->arena, path, LIMIT_JSON_BYTES, &text, &problem))
        document = read_text(library, shown, text);
    else
        put_unreadable(library, shown, problem.message.at);
    problem_clear(&problem);
    return document;
}

static struct slice without_prefix(struct slice text, size_t length)
{
    return (struct slice){text.at + length, text.length - length};
}

/* A file of the folder that is called as the URI ends, and says of itself that it is meant by that URI. */
static struct json_document *read_by_its_id(struct library *library, struct slice uri)
{
    struct slice name = uri;
    for (size_t i = 0; i < uri.length; i++)
        if (uri.at[i] == '/')
            name = without_prefix(uri, i + 1);
    if (name.length == uri.length || name.length == 0)
        return NULL;
    struct json_document *document = read_beneath(library, uri_decode(library->arena, name));
    struct slice id = document != NULL ? json_text(json_get(&document->root, "$id")) : (struct slice){0};
    if (id.length > 0 && id.at[id.length - 1] == '#')
        id.length--;
    return document != NULL && slice_equal(id, uri) ? document : NULL;
}

/* The schema compiler asks for each URI once. */
static struct json_document *library_find(struct schema_finder *self, struct slice uri)
{
    struct library *library = (struct library *)self;
    struct json_document *found = NULL;
    bool absolute = memchr(uri.at, ':', uri.length) != NULL;
    bool beneath = uri.length > library->base.length && library->base.length > 0 &&
                   memcmp(uri.at, library->base.at, library->base.length) == 0;
    if (library->folder != NULL && (beneath || !absolute))
        found = read_beneath(
            library, uri_decode(library->arena, without_prefix(uri, beneath ? library->base.length : 0)));
    if (found == NULL && library->folder != NULL && absolute)
        found = read_by_its_id(library, uri);
    if (found == NULL && slice_starts(uri, builtin_base))
        found = read_builtin(library, without_prefix(uri, sizeof builtin_base - 1));
    return found != NULL ? found : read_builtin(library, uri);
}

void library_open_builtin(struct library *library, struct arena *arena, struct finding_sink *sink)
{
    *library = (struct library){.finder = {library_find}, .arena = arena, .sink = sink};
}

/* "https://example.org/schemas/" of "https://example.org/schemas/a.json". */
static struct slice base_of(struct slice uri)
{
    while (uri.length > 0 && uri.at[uri.length - 1] != '/')
        uri.length--;
    return uri;
}

static const char *folder_of(struct arena *arena, const char *path)
{
    size_t length = (size_t)(file_name(path) - path);
    return length == 0 ? "." : length == 1 ? "/" : arena_copy(arena, path, length - 1);
}

struct json_document *library_open(struct library *library, struct arena *arena, const char *path,
                                   struct finding_sink *sink, struct problem *problem)
{
    struct slice text;
    library_open_builtin(library, arena, sink);
    library->folder = folder_of(arena, path);
    if (!file_read_named(arena, path, LIMIT_JSON_BYTES, &text, problem))
        return NULL;
    struct json_document *document = read_text(library, arena_string(arena, path), text);
    if (document != NULL)
        library->base = base_of(json_text(json_get(&document->root, "$id")));
    library->root = document;
    return document;
}
