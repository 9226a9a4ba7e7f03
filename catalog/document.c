#include "catalog/document.h"

#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/problem.h"

/* The only way in which a NUL comes into a text. */
static const char NUL_ESCAPE[] = "\\u0000";

static bool put_unreadable(const struct json_document *document, enum code code, const char *message,
                           struct finding_sink *sink)
{
    struct finding finding = {
        .code = code, .dataset = document->dataset, .file = document->file, .message = message};
    finding_put(sink, &finding);
    return false;
}

static const char *why_not_found(enum file_beneath found)
{
    switch (found) {
    case FILE_BENEATH_ABSENT:
        return _("the file is not there");
    case FILE_BENEATH_OUTSIDE:
        return _("the file is a link that leads out of its folder, and is not read");
    default:
        return _("this is not a regular file");
    }
}

/* Depth is bounded by the reader. */
static void tell_of_nul(struct json_document *document, const struct json *value, struct finding_sink *sink)
{
    if (json_is(value, JSON_STRING) && memchr(json_text(value).at, 0, json_text(value).length) != NULL) {
        struct finding finding = {.code = CODE_M010,
                                  .message = _("this text holds \\u0000, which no portal can keep"),
                                  .hint = _("remove it from the text")};
        json_locate(document, value->offset, &finding);
        finding_put(sink, &finding);
    }
    for (uint32_t i = 0; json_is(value, JSON_ARRAY) && i < value->count; i++)
        tell_of_nul(document, &value->items[i], sink);
    for (uint32_t i = 0; json_is(value, JSON_OBJECT) && i < value->count; i++) {
        tell_of_nul(document, &value->members[i].key, sink);
        tell_of_nul(document, &value->members[i].value, sink);
    }
}

static bool may_hold_nul(const struct json_document *document)
{
    const char *end = document->text.at + document->text.length, *first = document->escape;
    return first != NULL && memmem(first, (size_t)(end - first), NUL_ESCAPE, sizeof NUL_ESCAPE - 1) != NULL;
}

bool document_take(struct arena *arena, struct slice text, struct finding_sink *sink,
                   struct json_document *document)
{
    document->first_line = 1;
    bool done = json_read_document(arena, text, sink, document);
    if (done && may_hold_nul(document))
        tell_of_nul(document, &document->root, sink);
    return done;
}

/* A regular file right in the folder, which is what there is almost always, is opened without a look
 * beforehand. */
static bool read_plain(struct arena *arena, const char *folder, const char *name, struct slice *text)
{
    struct problem problem = {0};
    bool done = strchr(name, '/') == NULL &&
                file_read(arena, file_join(arena, folder, name), LIMIT_JSON_BYTES, text, &problem);
    problem_clear(&problem);
    return done;
}

bool document_read(struct arena *arena, const char *folder, const char *name, struct finding_sink *sink,
                   struct json_document *document)
{
    char *path = NULL;
    struct stat status;
    struct slice text;
    document->arena = arena;
    if (read_plain(arena, folder, name, &text))
        return document_take(arena, text, sink, document);
    enum file_beneath found = file_find_beneath(arena, folder, slice_of(name), &path);
    if (found != FILE_BENEATH)
        return put_unreadable(document, CODE_M009, why_not_found(found), sink);
    if (stat(path, &status) == 0 && (uint64_t)status.st_size > LIMIT_JSON_BYTES)
        return put_unreadable(document, CODE_M007, _("the file is larger than 64 MiB"), sink);
    struct problem problem = {0};
    bool done = file_read(arena, path, LIMIT_JSON_BYTES, &text, &problem);
    done = done ? document_take(arena, text, sink, document)
                : put_unreadable(document, CODE_M009, problem.message.at, sink);
    problem_clear(&problem);
    return done;
}
