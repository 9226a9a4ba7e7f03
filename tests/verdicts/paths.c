#include "tests/verdicts/paths.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"

void paths_add(struct arena *arena, struct paths *paths, const char *path)
{
    for (size_t i = 0; i < paths->count; i++)
        if (strcmp(paths->at[i], path) == 0)
            return;
    if (paths->count < PATHS_MOST)
        paths->at[paths->count++] = arena_string(arena, path);
}

/* The n-th part of a pointer or path; empty when there are fewer. */
static struct slice part(const char *path, char separator, size_t number)
{
    const char *at = path;
    for (size_t i = 0; i < number; i++) {
        at = strchr(at, separator);
        if (at == NULL)
            return (struct slice){"", 0};
        at++;
    }
    const char *end = strchr(at, separator);
    return (struct slice){at, end != NULL ? (size_t)(end - at) : strlen(at)};
}

/* Lists of CKAN's whose errors are told element by element. */
static bool is_nested(struct slice first)
{
    return slice_equals(first, "resources") || slice_equals(first, "extras");
}

const char *path_of_finding(struct arena *arena, const struct finding *finding)
{
    if (finding->code == CODE_R003)
        return "__junk";
    if (finding->code == CODE_M108 && finding->field != NULL && strcmp(finding->field, "extras") == 0)
        return "extras_validation";
    const char *pointer = finding->pointer != NULL ? finding->pointer : "";
    if (finding->code == CODE_M101) /* it is not there: the pointer is that of the object */
        pointer = arena_format(arena, "%s/%s", pointer, finding->field);
    struct slice first = part(pointer, '/', 1), second = part(pointer, '/', 2), third = part(pointer, '/', 3);
    if (is_nested(first) && third.length > 0)
        return arena_format(arena, "%.*s.%.*s.%.*s", SLICE(first), SLICE(second), SLICE(third));
    return slice_copy(arena, first);
}

static bool paths_have(const struct paths *paths, struct slice path)
{
    for (size_t i = 0; i < paths->count; i++)
        if (slice_equals(path, paths->at[i]))
            return true;
    return false;
}

bool paths_same(struct arena *arena, const struct paths *paths, const struct json *recorded)
{
    struct paths wanted = {0};
    for (uint32_t i = 0; json_is(recorded, JSON_ARRAY) && i < recorded->count; i++)
        paths_add(arena, &wanted, slice_copy(arena, json_text(&recorded->items[i])));
    for (size_t i = 0; i < wanted.count; i++)
        if (!paths_have(paths, slice_of(wanted.at[i])))
            return false;
    return wanted.count == paths->count;
}

static bool is_around(struct slice outer, struct slice inner)
{
    return slice_equal(outer, inner) ||
           (inner.length > outer.length && memcmp(inner.at, outer.at, outer.length) == 0 &&
            inner.at[outer.length] == '.');
}

bool paths_touch(const struct paths *paths, const struct json *list)
{
    for (uint32_t i = 0; json_is(list, JSON_ARRAY) && i < list->count; i++)
        for (size_t j = 0; j < paths->count; j++) {
            struct slice mine = slice_of(paths->at[j]), other = json_text(&list->items[i]);
            if (is_around(mine, other) || is_around(other, mine))
                return true;
        }
    return false;
}

void paths_print(const struct paths *paths)
{
    for (size_t i = 0; i < paths->count; i++)
        printf(" %s", paths->at[i]);
}

void paths_print_json(const struct json *list)
{
    for (uint32_t i = 0; json_is(list, JSON_ARRAY) && i < list->count; i++)
        printf(" %.*s", SLICE(json_text(&list->items[i])));
    printf("\n");
}
