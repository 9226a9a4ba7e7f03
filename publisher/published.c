#include "publisher/published.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/workspace.h"

static const char *const locks[] = {"publish.lock.json", ".banchi/sandbox/publish.lock.json"};

static bool read_lock(struct arena *arena, const char *path, const struct json **portals,
                      struct problem *problem)
{
    struct slice text;
    struct json *root = arena_alloc(arena, sizeof *root);
    const struct json_fault *faults;
    if (file_kind(path) == FILE_ABSENT)
        return true;
    if (!file_read(arena, path, LIMIT_JSON_BYTES, &text, problem))
        return false;
    if (!json_read(arena, text, root, &faults) || faults != NULL ||
        !slice_equals(json_text(json_get(root, "banchi")), "1"))
        return problem_set(problem, PROBLEM_LOCAL,
                           _("%s cannot be read as a lock; `banchi plan` tells what is wrong with it"), path);
    *portals = json_get(root, "portals");
    return true;
}

bool published_open(struct arena *arena, const struct workspace *workspace, struct published *published,
                    struct problem *problem)
{
    *published = (struct published){0};
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++)
        if (!read_lock(arena, file_join(arena, workspace->folder, locks[i]), &published->portals[i], problem))
            return false;
    return true;
}

/* "2026-11-22T18:47:17.614076": from 17:00 UTC on it is the next day in Bangkok. */
static bool day_in_bangkok(struct slice moment, struct date *day)
{
    if (moment.length < 13 || moment.at[10] != 'T' || !date_read((struct slice){moment.at, 10}, day))
        return false;
    int hour = (moment.at[11] - '0') * 10 + (moment.at[12] - '0');
    if (hour >= 17)
        *day = date_after_days(*day, 1);
    return true;
}

size_t published_find(const struct published *published, const char *name, struct arena *arena,
                      struct publication **list)
{
    size_t count = 0, room = 0;
    *list = NULL;
    for (size_t i = 0; i < sizeof locks / sizeof *locks; i++) {
        const struct json *portals = published->portals[i];
        for (uint32_t j = 0; json_is(portals, JSON_OBJECT) && j < portals->count; j++) {
            const struct json *entry = json_get(json_get(&portals->members[j].value, "datasets"), name);
            if (entry == NULL)
                continue;
            struct publication found = {.portal = json_text(&portals->members[j].key),
                                        .modified = json_text(json_get(entry, "metadata_modified"))};
            found.has_day = day_in_bangkok(found.modified, &found.day);
            *list = arena_grow(arena, *list, count, &room, sizeof **list);
            (*list)[count++] = found;
        }
    }
    return count;
}
