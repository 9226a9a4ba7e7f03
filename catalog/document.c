#include "catalog/document.h"

#include <sys/stat.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/problem.h"

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

bool document_read(struct arena *arena, const char *folder, const char *name, struct finding_sink *sink,
                   struct json_document *document)
{
    char *path = NULL;
    struct stat status;
    document->arena = arena;
    document->first_line = 1;
    enum file_beneath found = file_find_beneath(arena, folder, slice_of(name), &path);
    if (found != FILE_BENEATH)
        return put_unreadable(document, CODE_M009, why_not_found(found), sink);
    if (stat(path, &status) == 0 && (uint64_t)status.st_size > LIMIT_JSON_BYTES)
        return put_unreadable(document, CODE_M007, _("the file is larger than 64 MiB"), sink);
    struct problem problem = {0};
    struct slice text;
    bool done = file_read(arena, path, LIMIT_JSON_BYTES, &text, &problem);
    done = done ? json_read_document(arena, text, sink, document)
                : put_unreadable(document, CODE_M009, problem.message.at, sink);
    problem_clear(&problem);
    return done;
}
