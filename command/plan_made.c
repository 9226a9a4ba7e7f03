#include "command/plan_made.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/file.h"
#include "command/git.h"
#include "metadata/dataset.h"

static const char *now_in_bangkok(struct arena *arena)
{
    struct tm parts;
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    time_t now = epoch != NULL && *epoch != '\0' ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
    now += DATE_BANGKOK_SECONDS;
    if (gmtime_r(&now, &parts) == NULL)
        return "";
    return arena_format(arena, "%04d-%02d-%02dT%02d:%02d:%02d+07:00", parts.tm_year + 1900, parts.tm_mon + 1,
                        parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/* ---- what the plan is about ---- */

struct paths {
    struct arena *arena;
    const char *folder;
    const char **list;
    size_t count, room;
};

/* A file that is there, once. */
static void path_add(struct paths *paths, const char *path)
{
    if (file_kind(file_join(paths->arena, paths->folder, path)) != FILE_REGULAR)
        return;
    paths->list =
        arena_grow(paths->arena, (void *)paths->list, paths->count, &paths->room, sizeof *paths->list);
    paths->list[paths->count++] = path;
}

static void change_paths_add(struct paths *paths, const struct json *change)
{
    const char *dataset = json_get_string(paths->arena, change, "dataset");
    const struct json *resources = json_get(change, "resources");
    if (dataset == NULL)
        return;
    path_add(paths, file_join(paths->arena, dataset, "metadata.json"));
    for (uint32_t i = 0; json_is(resources, JSON_ARRAY) && i < resources->count; i++) {
        const struct json *resource = &resources->items[i];
        struct slice file = json_text(json_get(resource, "file"));
        if (json_get(resource, "sha256") == NULL)
            continue;
        path_add(paths, file_join(paths->arena, dataset, slice_copy(paths->arena, file)));
        path_add(paths, file_join(paths->arena, dataset, dictionary_name_of(paths->arena, file)));
    }
}

static const char *committed_id(const struct git_file *files, size_t count, const char *path)
{
    for (size_t low = 0, high = count; low < high;) { /* git lists them in order of their bytes */
        size_t middle = low + (high - low) / 2;
        int order = strcmp(files[middle].path, path);
        if (order == 0)
            return files[middle].id;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return "";
}

static bool uncommitted_write(struct paths *paths, const char *commit, struct json_writer *writer,
                              struct problem *problem)
{
    struct git_file *files;
    size_t count;
    const char **ids = arena_array(paths->arena, paths->count, sizeof *ids);
    if (!git_files(paths->arena, paths->folder, commit, NULL, &files, &count, problem) ||
        !git_hashes(paths->arena, paths->folder, paths->list, paths->count, ids, problem))
        return false;
    json_write_key(writer, "uncommitted");
    json_write_begin_array(writer);
    for (size_t i = 0; i < paths->count; i++)
        if (strcmp(ids[i], committed_id(files, count, paths->list[i])) != 0)
            json_write_string(writer, paths->list[i]);
    json_write_end_array(writer);
    return true;
}

/* ---- the whole ---- */

static void commit_write(const struct git_commit *commit, struct json_writer *writer)
{
    json_write_key(writer, "commit");
    json_write_begin_object(writer);
    json_write_field(writer, "id", commit->id);
    json_write_field(writer, "author", commit->author);
    json_write_field(writer, "date", commit->date);
    json_write_field(writer, "subject", commit->subject);
    json_write_end_object(writer);
}

void plan_made_write(struct arena *arena, const char *workspace, const struct json *plan,
                     struct json_writer *writer)
{
    struct problem unheard = {0};
    struct git_commit commit;
    struct paths paths = {.arena = arena, .folder = workspace};
    const struct json *changes = json_get(plan, "changes");
    json_write_key(writer, "made");
    json_write_begin_object(writer);
    json_write_field(writer, "at", now_in_bangkok(arena));
    json_write_field(writer, "by", git_author(arena, workspace, &unheard));
    problem_clear(&unheard);
    if (git_commit_read(arena, workspace, "HEAD", &commit, &unheard)) {
        commit_write(&commit, writer);
        path_add(&paths, "catalog.json");
        path_add(&paths, "privacy-waivers.json");
        for (uint32_t i = 0; json_is(changes, JSON_ARRAY) && i < changes->count; i++)
            change_paths_add(&paths, &changes->items[i]);
        (void)uncommitted_write(&paths, commit.id, writer, &unheard);
    }
    problem_clear(&unheard);
    json_write_end_object(writer);
}
