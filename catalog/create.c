#include "catalog/create.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json_write.h"
#include "base/language.h"
#include "catalog/workspace.h"
#include "metadata/profile.h"

#define FILE_MODE 0644
static const char DEFAULT_PROFILE[] = "thai-gdc-2.1";

/* Writes JSON in the layout of `banchi fmt`. */
static bool write_laid_out(struct arena *arena, const char *path, struct slice json, struct problem *problem)
{
    struct json root;
    const struct json_fault *faults;
    struct text laid_out = {0};
    if (!json_read(arena, json, &root, &faults))
        return problem_set(problem, PROBLEM_BUG, _("%s: what was made is not JSON"), path);
    json_write_layout(&laid_out, &root);
    bool done = file_replace(path, text_slice(&laid_out), FILE_MODE, problem);
    text_free(&laid_out);
    return done;
}

/* ---- a workspace ---- */

static void add_portals(const struct create_request *request, struct json_writer *writer)
{
    json_write_field(writer, "default_portal", request->portal != NULL ? request->portal : "sandbox");
    json_write_key(writer, "portals");
    json_write_begin_object(writer);
    json_write_key(writer, "sandbox");
    json_write_begin_object(writer);
    json_write_key(writer, "embedded");
    json_write_bool(writer, true);
    json_write_key(writer, "create_organization");
    json_write_bool(writer, true);
    json_write_end_object(writer);
    if (request->portal != NULL) {
        json_write_key(writer, request->portal);
        json_write_begin_object(writer);
        json_write_field(writer, "url", request->portal_url);
        json_write_end_object(writer);
    }
    json_write_end_object(writer);
}

static void write_catalog(const struct create_request *request, struct arena *arena, struct text *out)
{
    struct json_writer writer = {.out = out};
    const char *title = request->organization_title;
    json_write_begin_object(&writer);
    json_write_field(&writer, "$schema", "schemas/catalog.json");
    json_write_count(&writer, "banchi", 1);
    json_write_field(&writer, "title", title ? arena_format(arena, "บัญชีข้อมูลของ%s", title) : "");
    json_write_key(&writer, "organization");
    json_write_begin_object(&writer);
    json_write_field(&writer, "name", request->organization_name ? request->organization_name : "");
    json_write_field(&writer, "title", title ? title : "");
    json_write_end_object(&writer);
    json_write_field(&writer, "profile", request->profile ? request->profile : DEFAULT_PROFILE);
    json_write_key(&writer, "defaults");
    json_write_begin_object(&writer);
    json_write_end_object(&writer);
    add_portals(request, &writer);
    json_write_end_object(&writer);
}

static void remember(struct arena *arena, const char *name, const char **made, size_t *count)
{
    made[(*count)++] = arena_string(arena, name);
}

static bool lay_schemas(struct arena *arena, const char *folder, const char **made, size_t *count,
                        struct problem *problem)
{
    size_t files;
    const struct profile_file *file = profile_files(&files);
    bool done = file_make_folder_beneath(folder, "schemas", problem);
    for (size_t i = 0; done && i < files; i++) {
        const char *name = file_join(arena, "schemas", file[i].name);
        const char *path = file_join(arena, folder, name);
        if (file_kind(path) != FILE_ABSENT)
            continue;
        done = file_replace(path, file[i].text, FILE_MODE, problem);
        if (done)
            remember(arena, name, made, count);
    }
    return done;
}

static bool lay_gitignore(struct arena *arena, const char *folder, const char **made, size_t *count,
                          struct problem *problem)
{
    const char *path = file_join(arena, folder, ".gitignore");
    if (file_kind(path) != FILE_ABSENT)
        return true;
    if (!file_replace(path, slice_of(".banchi/\n"), FILE_MODE, problem))
        return false;
    remember(arena, ".gitignore", made, count);
    return true;
}

static bool lay_catalog(struct arena *arena, const struct create_request *request, const char **made,
                        size_t *count, struct problem *problem)
{
    const char *path = file_join(arena, request->folder, "catalog.json");
    if (file_kind(path) != FILE_ABSENT)
        return true;
    struct text catalog = {0};
    write_catalog(request, arena, &catalog);
    bool done = write_laid_out(arena, path, text_slice(&catalog), problem);
    text_free(&catalog);
    if (done)
        remember(arena, "catalog.json", made, count);
    return done;
}

bool create_workspace(struct arena *arena, const struct create_request *request, const char ***made,
                      size_t *count, struct problem *problem)
{
    size_t files;
    profile_files(&files);
    *made = arena_array(arena, files + 2, sizeof **made);
    *count = 0;
    bool named = request->organization_name != NULL || request->organization_title != NULL;
    if (named && file_kind(file_join(arena, request->folder, "catalog.json")) != FILE_ABSENT)
        return problem_set(
            problem, PROBLEM_USAGE,
            _("%s holds a catalog.json already; it is not overwritten. Change the organization there."),
            request->folder);
    bool done = file_make_folder(request->folder, problem) &&
                lay_schemas(arena, request->folder, *made, count, problem) &&
                lay_gitignore(arena, request->folder, *made, count, problem) &&
                lay_catalog(arena, request, *made, count, problem);
    if (done && *count == 0)
        return problem_set(problem, PROBLEM_USAGE,
                           _("%s is a workspace already, and nothing in it is missing"), request->folder);
    return done;
}

/* ---- a dataset ---- */

static bool check_name(const char *name, struct problem *problem)
{
    static const char ALLOWED[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t length = strlen(name);
    if (length >= 2 && length <= 70 && strspn(name, ALLOWED) == length)
        return true;
    return problem_set(problem, PROBLEM_USAGE,
                       _("%s is no name for a dataset: 2 to 70 of the letters a-z, the digits 0-9, - and _"),
                       name);
}

/* The keys that stand first in a new metadata.json, whatever the profile's order. */
static const char *const FIRST[] = {"name", "title", "owner_org", "private"};
enum { FIRST_COUNT = sizeof FIRST / sizeof *FIRST };

static bool is_placed(const char *key)
{
    bool placed = strcmp(key, "$schema") == 0 || strcmp(key, "resources") == 0;
    for (size_t i = 0; i < FIRST_COUNT; i++)
        placed = placed || strcmp(key, FIRST[i]) == 0;
    return placed;
}

static void write_first(const struct workspace *workspace, const struct create_dataset_request *request,
                        const struct json *defaults, struct json_writer *writer)
{
    const struct json *owner = json_get(defaults, "owner_org");
    const struct json *private = json_get(defaults, "private");
    json_write_field(writer, "name", request->name);
    json_write_field(writer, "title", request->title ? request->title : "");
    json_write_key(writer, "owner_org");
    if (owner)
        json_write_value(writer, owner);
    else
        json_write_string(writer, workspace->organization_name ? workspace->organization_name : "");
    json_write_key(writer, "private");
    json_write_bool(writer, json_is(private, JSON_TRUE));
}

static void write_empty(const struct profile_item *item, struct json_writer *writer)
{
    json_write_key(writer, item->key);
    if (!item->list) {
        json_write_string(writer, "");
        return;
    }
    json_write_begin_array(writer);
    json_write_end_array(writer);
}

/* The profile's items, in the order of the form: the default, else empty where it is mandatory. */
static void write_items(const struct profile *profile, const struct json *defaults,
                        struct json_writer *writer)
{
    size_t count;
    const struct profile_item *items = profile_items(profile, false, &count);
    for (size_t i = 0; i < count; i++) {
        const struct json *value = json_get(defaults, items[i].key);
        if (is_placed(items[i].key))
            continue;
        if (value) {
            json_write_key(writer, items[i].key);
            json_write_value(writer, value);
        } else if (items[i].required) {
            write_empty(&items[i], writer);
        }
    }
}

static bool is_item(const struct profile *profile, struct slice key)
{
    size_t count;
    const struct profile_item *items = profile_items(profile, false, &count);
    for (size_t i = 0; i < count; i++)
        if (slice_equals(key, items[i].key))
            return true;
    return false;
}

/* Defaults that are no items of the profile: keys of ours. */
static void write_other_defaults(const struct profile *profile, const struct json *defaults,
                                 struct arena *arena, struct json_writer *writer)
{
    for (size_t i = 0; json_is(defaults, JSON_OBJECT) && i < defaults->count; i++) {
        struct slice key = json_text(&defaults->members[i].key);
        if (is_item(profile, key) || is_placed(slice_copy(arena, key)))
            continue;
        json_write_key_slice(writer, key);
        json_write_value(writer, &defaults->members[i].value);
    }
}

static void write_resources(const struct profile *profile, const char *name, struct arena *arena,
                            struct json_writer *writer)
{
    size_t count;
    const struct profile_item *items = profile_items(profile, true, &count);
    json_write_key(writer, "resources");
    json_write_begin_array(writer);
    json_write_begin_object(writer);
    json_write_field(writer, "upload", arena_format(arena, "%s.csv", name));
    for (size_t i = 0; i < count; i++) {
        bool own = strcmp(items[i].key, "upload") == 0 || strcmp(items[i].key, "format") == 0;
        if (items[i].required && !own)
            write_empty(&items[i], writer);
    }
    json_write_field(writer, "format", "CSV");
    json_write_end_object(writer);
    json_write_end_array(writer);
}

static bool write_metadata(const struct workspace *workspace, const struct create_dataset_request *request,
                           const char *path, struct arena *arena, struct problem *problem)
{
    const struct profile *profile = profile_open(arena, workspace->profile, problem);
    if (profile == NULL)
        return false;
    const struct json *defaults = json_get(&workspace->catalog.root, "defaults");
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "$schema", arena_format(arena, "../schemas/%s.json", workspace->profile));
    write_first(workspace, request, defaults, &writer);
    write_items(profile, defaults, &writer);
    write_other_defaults(profile, defaults, arena, &writer);
    write_resources(profile, request->name, arena, &writer);
    json_write_end_object(&writer);
    bool done = write_laid_out(arena, path, text_slice(&out), problem);
    text_free(&out);
    return done;
}

bool create_dataset(const struct workspace *workspace, const struct create_dataset_request *request,
                    struct problem *problem)
{
    if (!check_name(request->name, problem))
        return false;
    struct arena arena = {0};
    const char *folder = file_join(&arena, workspace->folder, request->name);
    bool done = file_kind(folder) == FILE_ABSENT;
    if (!done)
        problem_set(problem, PROBLEM_USAGE, _("%s is there already; nothing was changed"), folder);
    else if ((done = file_make_folder(folder, problem)))
        done =
            write_metadata(workspace, request, file_join(&arena, folder, "metadata.json"), &arena, problem);
    if (!done && problem->kind != PROBLEM_USAGE)
        rmdir(folder); /* goes only when it is empty */
    arena_free(&arena);
    return done;
}
