#include "tests/verdicts/stricter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"

#define LINES_MOST 200

struct stricter {
    struct {
        struct slice code;
        struct slice field;
        const char *reason;
    } lines[LINES_MOST];
    size_t count;
};

static struct slice word_take(struct slice *line)
{
    *line = slice_trim(*line);
    size_t length = 0;
    while (length < line->length && line->at[length] != ' ')
        length++;
    struct slice word = {line->at, length};
    *line = (struct slice){line->at + length, line->length - length};
    return word;
}

static void line_add(struct arena *arena, struct stricter *stricter, struct slice line)
{
    line = slice_trim(line);
    if (line.length == 0 || line.at[0] == '#' || stricter->count == LINES_MOST)
        return;
    struct slice code = word_take(&line), field = word_take(&line);
    stricter->lines[stricter->count].code = code;
    stricter->lines[stricter->count].field = field;
    stricter->lines[stricter->count++].reason = slice_copy(arena, slice_trim(line));
}

const struct stricter *stricter_read(struct arena *arena, const char *path)
{
    struct stricter *stricter = arena_alloc(arena, sizeof *stricter);
    struct problem problem = {0};
    struct slice text;
    if (path == NULL)
        return stricter;
    if (!file_read(arena, path, LIMIT_JSON_BYTES, &text, &problem)) {
        fprintf(stderr, "%s\n", problem.message.at);
        exit(2);
    }
    while (text.length > 0) {
        const char *end = memchr(text.at, '\n', text.length);
        size_t length = end != NULL ? (size_t)(end - text.at) : text.length;
        line_add(arena, stricter, (struct slice){text.at, length});
        length += end != NULL ? 1 : 0;
        text = (struct slice){text.at + length, text.length - length};
    }
    return stricter;
}

static bool field_fits(struct slice wanted, const struct paths *fields)
{
    if (slice_equals(wanted, "*"))
        return true;
    for (size_t i = 0; i < fields->count; i++) {
        struct slice path = slice_of(fields->at[i]);
        size_t before = path.length > wanted.length ? path.length - wanted.length : 0;
        struct slice end = {path.at + before, path.length - before};
        if (slice_equal(end, wanted) && (before == 0 || path.at[before - 1] == '.'))
            return true;
    }
    return false;
}

static const char *reason_of(const struct stricter *stricter, const char *code, const struct paths *fields)
{
    for (size_t i = 0; i < stricter->count; i++)
        if (slice_equals(stricter->lines[i].code, code) && field_fits(stricter->lines[i].field, fields))
            return stricter->lines[i].reason;
    return NULL;
}

const char *stricter_reason(const struct stricter *stricter, const struct paths *codes,
                            const struct paths *fields)
{
    const char *reason = NULL;
    for (size_t i = 0; i < codes->count; i++) {
        reason = reason_of(stricter, codes->at[i], fields);
        if (reason == NULL)
            return NULL;
    }
    return reason;
}
