#include "command/past.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/file.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/limits.h"
#include "publisher/value.h"

#define LOCK_NAME "publish.lock.json"
#define COMMITS_AT_ONCE 32

/* One dataset of one portal in one version of the lock. */
struct state {
    const char *portal;
    const char *dataset;
    char digest[DIGEST_HEX_BYTES]; /* of the whole entry */
};

/* The lock as one commit has it. */
struct version {
    const char *commit; /* NULL: the one in the folder */
    struct state *states;
    size_t count, room;
    bool readable;
};

/* A commit of the history of the lock, with those of them that it came from. */
struct step {
    const char *id;
    struct version **parents;
    size_t parent_count;
    struct version *version;
};

struct reading {
    struct arena *arena;
    const char *folder;
    const char *dataset;
    struct past *past;
    struct step *steps;
    size_t count;
};

/* ---- one version ---- */

static int compare_states(const void *a, const void *b)
{
    const struct state *one = a, *other = b;
    int order = strcmp(one->dataset, other->dataset);
    return order != 0 ? order : strcmp(one->portal, other->portal);
}

/* The states are sorted once all of them are taken. */
static const struct state *state_find(const struct version *version, const char *portal, const char *dataset)
{
    struct state key = {.portal = portal, .dataset = dataset};
    return version->count > 0 ? bsearch(&key, version->states, version->count, sizeof key, compare_states)
                              : NULL;
}

/* The event of this very state, the latest first: its entry is known already. */
static const struct past_event *event_of(const struct past *past, const struct state *state)
{
    for (size_t i = past->count; i-- > 0;) {
        const struct past_event *event = &past->events[i];
        if (event->entry != NULL && strcmp(event->digest, state->digest) == 0 &&
            strcmp(event->dataset, state->dataset) == 0 && strcmp(event->portal, state->portal) == 0)
            return event;
    }
    return NULL;
}

static struct past_event *event_add(struct reading *reading, const struct state *state)
{
    struct past *past = reading->past;
    past->events = arena_grow(reading->arena, past->events, past->count, &past->room, sizeof *past->events);
    struct past_event *event = &past->events[past->count++];
    *event = (struct past_event){.portal = state->portal, .dataset = state->dataset};
    return event;
}

static const struct json *entry_keep(struct arena *arena, const struct json *entry)
{
    struct text canonical = {0};
    const struct json_fault *faults;
    struct json *kept = arena_alloc(arena, sizeof *kept);
    json_write_canonical(&canonical, entry);
    struct slice text = text_keep(arena, &canonical);
    return json_read(arena, text, kept, &faults) ? kept : NULL;
}

/* The entry that the first parent has of it. */
static const struct json *entry_before(const struct reading *reading, const struct step *step,
                                       const struct state *state)
{
    for (size_t i = 0; i < step->parent_count; i++) {
        const struct state *older = state_find(step->parents[i], state->portal, state->dataset);
        const struct past_event *event = older != NULL ? event_of(reading->past, older) : NULL;
        if (event != NULL)
            return event->entry;
    }
    return NULL;
}

static bool parent_has(const struct step *step, const struct state *state)
{
    for (size_t i = 0; i < step->parent_count; i++) {
        const struct state *older = state_find(step->parents[i], state->portal, state->dataset);
        if (older != NULL && strcmp(older->digest, state->digest) == 0)
            return true;
    }
    return false;
}

static void state_take(struct reading *reading, struct step *step, const char *portal,
                       const struct json_member *member, const struct git_commit *commit)
{
    struct arena *arena = reading->arena;
    struct version *version = step->version;
    struct text canonical = {0};
    version->states =
        arena_grow(arena, version->states, version->count, &version->room, sizeof *version->states);
    struct state *state = &version->states[version->count++];
    *state = (struct state){.portal = portal, .dataset = slice_copy(arena, json_text(&member->key))};
    json_write_canonical(&canonical, &member->value);
    value_digest(text_slice(&canonical), state->digest);
    text_free(&canonical);
    if (parent_has(step, state) || event_of(reading->past, state) != NULL)
        return;
    const struct json *before = entry_before(reading, step, state);
    struct past_event *event = event_add(reading, state);
    event->entry = entry_keep(arena, &member->value);
    memcpy(event->digest, state->digest, sizeof event->digest);
    event->before = before;
    event->commit = commit;
    event->oldest = commit != NULL && reading->past->shallow && step->parent_count == 0;
}

/* What every parent has and this version has not. */
static void forgotten_find(struct reading *reading, const struct step *step, const struct git_commit *commit)
{
    const struct version *first = step->parent_count > 0 ? step->parents[0] : NULL;
    for (size_t i = 0; first != NULL && i < first->count; i++) {
        const struct state *state = &first->states[i];
        bool gone = state_find(step->version, state->portal, state->dataset) == NULL;
        for (size_t j = 1; j < step->parent_count; j++)
            gone = gone && state_find(step->parents[j], state->portal, state->dataset) != NULL;
        if (!gone)
            continue;
        const struct json *before = entry_before(reading, step, state);
        struct past_event *event = event_add(reading, state);
        event->before = before;
        event->commit = commit;
    }
}

static void unreadable_add(struct reading *reading, const char *id)
{
    struct past *past = reading->past;
    past->unreadable = arena_grow(reading->arena, (void *)past->unreadable, past->unreadable_count,
                                  &past->unreadable_room, sizeof *past->unreadable);
    past->unreadable[past->unreadable_count++] = id;
}

/* A version that cannot be read counts as if it were the parent's: nothing happened that is known. */
static void version_take(struct reading *reading, struct step *step, struct slice text,
                         const struct git_commit *commit)
{
    struct arena local = {0};
    struct json root;
    const struct json_fault *faults;
    bool read = json_read(&local, text, &root, &faults) && faults == NULL &&
                slice_equals(json_text(json_get(&root, "banchi")), "1");
    const struct json *portals = read ? json_get(&root, "portals") : NULL;
    step->version->readable = read;
    if (!read) {
        unreadable_add(reading, step->id != NULL ? step->id : LOCK_NAME);
        if (step->parent_count > 0)
            *step->version = *step->parents[0];
    }
    for (uint32_t i = 0; json_is(portals, JSON_OBJECT) && i < portals->count; i++) {
        const char *portal = slice_copy(reading->arena, json_text(&portals->members[i].key));
        const struct json *datasets = json_get(&portals->members[i].value, "datasets");
        for (uint32_t j = 0; json_is(datasets, JSON_OBJECT) && j < datasets->count; j++)
            if (reading->dataset == NULL ||
                slice_equals(json_text(&datasets->members[j].key), reading->dataset))
                state_take(reading, step, portal, &datasets->members[j], commit);
    }
    if (read && step->version->count > 1)
        qsort(step->version->states, step->version->count, sizeof *step->version->states, compare_states);
    if (read)
        forgotten_find(reading, step, commit);
    arena_free(&local);
}

/* ---- all versions ---- */

static struct version *version_find(const struct reading *reading, const char *id)
{
    for (size_t i = reading->count; i-- > 0;)
        if (strcmp(reading->steps[i].id, id) == 0)
            return reading->steps[i].version;
    return NULL;
}

/* "ID PARENT PARENT": the parents come first. */
static void step_read(struct reading *reading, const char *line)
{
    struct arena *arena = reading->arena;
    struct step *step = &reading->steps[reading->count];
    const char *blank = strchrnul(line, ' ');
    *step = (struct step){.id = arena_copy(arena, line, (size_t)(blank - line)),
                          .parents = arena_array(arena, strlen(blank) / 40 + 1, sizeof *step->parents),
                          .version = arena_alloc(arena, sizeof *step->version)};
    step->version->commit = step->id;
    while (*blank == ' ') {
        const char *at = blank + 1;
        blank = strchrnul(at, ' ');
        struct version *parent = version_find(reading, arena_copy(arena, at, (size_t)(blank - at)));
        if (parent != NULL)
            step->parents[step->parent_count++] = parent;
    }
    reading->count++;
}

static bool steps_read(struct reading *reading, struct problem *problem)
{
    const char **lines;
    size_t count;
    static const char *const words[] = {"rev-list",  "--topo-order", "--reverse", "--full-history",
                                        "--parents", "HEAD",         "--",        LOCK_NAME,
                                        NULL};
    if (!git_lines(reading->arena, reading->folder, words, &lines, &count, problem))
        return false;
    reading->steps = arena_array(reading->arena, count, sizeof *reading->steps);
    for (size_t i = 0; i < count; i++)
        step_read(reading, lines[i]);
    return true;
}

/* So many commits and their locks in one go. */
static bool some_take(struct reading *reading, struct step *steps, size_t count, struct problem *problem)
{
    struct arena local = {0};
    struct git_object objects[2 * COMMITS_AT_ONCE] = {0};
    for (size_t i = 0; i < count; i++) {
        objects[2 * i].name = steps[i].id;
        objects[2 * i + 1].name = arena_format(&local, "%s:./" LOCK_NAME, steps[i].id);
    }
    bool fine = git_objects(&local, reading->folder, objects, 2 * count, problem);
    for (size_t i = 0; i < count && fine; i++) {
        struct git_commit *commit = arena_alloc(reading->arena, sizeof *commit);
        git_commit_take(reading->arena, steps[i].id, objects[2 * i].content, commit);
        if (objects[2 * i + 1].there)
            version_take(reading, &steps[i], objects[2 * i + 1].content, commit);
        else
            forgotten_find(reading, &steps[i], commit);
    }
    arena_free(&local);
    return fine;
}

static bool committed_take(struct reading *reading, struct problem *problem)
{
    if (!steps_read(reading, problem))
        return false;
    for (size_t i = 0; i < reading->count; i += COMMITS_AT_ONCE) {
        size_t left = reading->count - i;
        if (!some_take(reading, reading->steps + i, left < COMMITS_AT_ONCE ? left : COMMITS_AT_ONCE, problem))
            return false;
    }
    return true;
}

/* What lies in the folder and is in no commit. */
static bool folder_take(struct reading *reading, struct problem *problem)
{
    struct slice text;
    const char *path = file_join(reading->arena, reading->folder, LOCK_NAME);
    struct version *last = reading->count > 0 ? reading->steps[reading->count - 1].version : NULL;
    struct step step = {.parents = &last, .parent_count = last != NULL ? 1 : 0};
    step.version = arena_alloc(reading->arena, sizeof *step.version);
    if (file_kind(path) == FILE_ABSENT)
        return true;
    if (!file_read(reading->arena, path, LIMIT_JSON_BYTES, &text, problem))
        return false;
    version_take(reading, &step, text, NULL);
    return true;
}

static bool shallow_find(struct reading *reading, struct problem *problem)
{
    static const char *const words[] = {"rev-parse", "--is-shallow-repository", NULL};
    struct slice said;
    struct problem refusal = {0};
    bool asked = git_ask(reading->arena, reading->folder, words, LIMIT_PATH_BYTES, &said, &refusal);
    if (!asked)
        problem_set(problem, PROBLEM_LOCAL,
                    _("What was published before is read from git's history of %s, and there is none: %s"),
                    LOCK_NAME, refusal.message.at);
    problem_clear(&refusal);
    reading->past->shallow = asked && slice_starts(said, "true");
    return asked;
}

bool past_read(struct arena *arena, const char *folder, const char *dataset, struct past *past,
               struct problem *problem)
{
    static const char *const head[] = {"rev-parse", "--verify", "--quiet", "HEAD^{commit}", NULL};
    struct reading reading = {.arena = arena, .folder = folder, .dataset = dataset, .past = past};
    struct problem none = {0};
    struct slice said;
    *past = (struct past){0};
    if (!shallow_find(&reading, problem))
        return false;
    bool committed = git_ask(arena, folder, head, LIMIT_PATH_BYTES, &said, &none);
    problem_clear(&none);
    return (!committed || committed_take(&reading, problem)) && folder_take(&reading, problem);
}

/* ---- times ---- */

/* "2026-11-22T18:47:17.614076", in UTC. */
const char *past_moment(struct arena *arena, const struct past_event *event)
{
    struct tm parts = {0};
    const char *text =
        event->entry != NULL ? json_get_string(arena, event->entry, "metadata_modified") : NULL;
    if (text == NULL || strptime(text, "%Y-%m-%dT%H:%M", &parts) == NULL)
        return "";
    time_t moment = timegm(&parts) + DATE_BANGKOK_SECONDS;
    if (gmtime_r(&moment, &parts) == NULL)
        return "";
    return arena_format(arena, "%04d-%02d-%02d %02d:%02d", parts.tm_year + 1900, parts.tm_mon + 1,
                        parts.tm_mday, parts.tm_hour, parts.tm_min);
}

/* ---- what differs ---- */

struct comparison {
    struct arena *arena;
    struct past_difference *list;
    size_t count, room;
};

static void difference_add(struct comparison *comparison, enum past_kind kind, const char *name)
{
    comparison->list = arena_grow(comparison->arena, comparison->list, comparison->count, &comparison->room,
                                  sizeof *comparison->list);
    comparison->list[comparison->count++] = (struct past_difference){kind, name};
}

/* A digest that both have, one has, or neither. `file` NULL: of the dataset. */
static void digests_compare(struct comparison *comparison, const char *file, struct slice key, struct slice a,
                            struct slice b)
{
    struct arena *arena = comparison->arena;
    const char *name = slice_copy(arena, key);
    if (slice_equal(a, b))
        return;
    difference_add(comparison,
                   a.length == 0   ? PAST_ADDED
                   : b.length == 0 ? PAST_REMOVED
                                   : PAST_CHANGED,
                   file != NULL ? file_join(arena, file, name) : name);
}

static void fields_compare(struct comparison *comparison, const char *file, const struct json *a,
                           const struct json *b)
{
    const struct json *mine = json_get(b, "fields"), *older = json_get(a, "fields");
    for (uint32_t i = 0; json_is(mine, JSON_OBJECT) && i < mine->count; i++) {
        struct slice key = json_text(&mine->members[i].key);
        digests_compare(comparison, file, key, json_text(json_get_slice(older, key)),
                        json_text(&mine->members[i].value));
    }
    for (uint32_t i = 0; json_is(older, JSON_OBJECT) && i < older->count; i++) {
        struct slice key = json_text(&older->members[i].key);
        if (json_get_slice(mine, key) == NULL)
            digests_compare(comparison, file, key, json_text(&older->members[i].value),
                            (struct slice){"", 0});
    }
}

static void resource_compare(struct comparison *comparison, const char *file, const struct json *a,
                             const struct json *b)
{
    static const char *const parts[][2] = {
        {"sha256", "file"}, {"rows_digest", "rows"}, {"dictionary", "dictionary"}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        digests_compare(comparison, file, slice_of(parts[i][1]), json_text(json_get(a, parts[i][0])),
                        json_text(json_get(b, parts[i][0])));
    fields_compare(comparison, file, a, b);
}

size_t past_compare(struct arena *arena, const struct json *a, const struct json *b,
                    struct past_difference **differences)
{
    struct comparison comparison = {.arena = arena};
    const struct json *mine = json_get(b, "resources"), *older = json_get(a, "resources");
    fields_compare(&comparison, NULL, a, b);
    for (uint32_t i = 0; json_is(mine, JSON_OBJECT) && i < mine->count; i++) {
        const char *file = slice_copy(arena, json_text(&mine->members[i].key));
        const struct json *before = json_get_slice(older, json_text(&mine->members[i].key));
        if (before == NULL)
            difference_add(&comparison, PAST_ADDED, file);
        else
            resource_compare(&comparison, file, before, &mine->members[i].value);
    }
    for (uint32_t i = 0; json_is(older, JSON_OBJECT) && i < older->count; i++)
        if (json_get_slice(mine, json_text(&older->members[i].key)) == NULL)
            difference_add(&comparison, PAST_REMOVED, slice_copy(arena, json_text(&older->members[i].key)));
    *differences = comparison.list;
    return comparison.count;
}

const char *past_kind_name(enum past_kind kind)
{
    static const char *const names[] = {
        [PAST_ADDED] = "added", [PAST_CHANGED] = "changed", [PAST_REMOVED] = "removed"};
    return names[kind];
}
