#include "publisher/learnt.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json_edit.h"
#include "base/limits.h"

/* An empty object where there is none. */
static struct slice text_read(struct arena *arena, const char *path, struct json *root)
{
    struct slice text;
    const struct json_fault *faults;
    struct problem unheard = {0};
    bool read = file_kind(path) == FILE_REGULAR &&
                file_read(arena, path, LIMIT_JSON_BYTES, &text, &unheard) &&
                json_read(arena, text, root, &faults) && json_is(root, JSON_OBJECT);
    problem_clear(&unheard);
    if (read)
        return text;
    text = slice_of("{}\n");
    (void)json_read(arena, text, root, &faults);
    return text;
}

static uint64_t bytes_of(struct arena *arena, const struct json *root, const char *url)
{
    return strtoull(slice_copy(arena, json_text(json_get(root, url))), NULL, 10);
}

uint64_t learnt_read(struct arena *arena, const char *path, const char *url)
{
    struct json root;
    text_read(arena, path, &root);
    return bytes_of(arena, &root, url);
}

void learnt_write(struct arena *arena, const char *path, const char *url, uint64_t bytes)
{
    struct problem unheard = {0};
    struct json root;
    struct text out = {0};
    struct slice text = text_read(arena, path, &root);
    uint64_t before = bytes_of(arena, &root, url);
    if (before > 0 && before <= bytes)
        return;
    char *number = arena_format(arena, "%llu", (unsigned long long)bytes);
    json_edit_member(arena, text, &root, slice_of(url), slice_of(number), &out);
    char *folder = arena_copy(arena, path, (size_t)(file_name(path) - path));
    if (file_make_folder(folder, &unheard) && !file_replace(path, text_slice(&out), 0644, &unheard))
        problem_clear(&unheard);
    text_free(&out);
    problem_clear(&unheard);
}
