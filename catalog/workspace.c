#include "catalog/workspace.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/document.h"
#include "metadata/profile.h"

static const char CATALOG[] = "catalog.json";
static const char METADATA[] = "metadata.json";
static const char DEFAULT_PROFILE[] = "thai-gdc-2.1";
static const char SANDBOX[] = "sandbox";

/* ---- finding it ---- */

static char *absolute(struct arena *arena, const char *path)
{
    char *real = realpath(path, NULL);
    char *copy = real ? arena_string(arena, real) : NULL;
    free(real);
    return copy;
}

static bool has_catalog(struct arena *arena, const char *folder)
{
    return file_kind(file_join(arena, folder, CATALOG)) != FILE_ABSENT;
}

char *workspace_find(struct arena *arena, const char *folder, struct problem *problem)
{
    char *at = absolute(arena, folder ? folder : ".");
    if (at == NULL) {
        problem_set(problem, PROBLEM_USAGE, _("%s: %s"), folder ? folder : ".", problem_reason(errno));
        return NULL;
    }
    if (has_catalog(arena, at))
        return at;
    if (folder != NULL) {
        problem_set(problem, PROBLEM_USAGE,
                    _("%s holds no catalog.json, so it is no workspace. `banchi init` makes one."), folder);
        return NULL;
    }
    for (char *slash; (slash = strrchr(at, '/')) != NULL;) {
        *slash = '\0';
        if (has_catalog(arena, *at ? at : "/"))
            return *at ? at : "/";
    }
    problem_set(problem, PROBLEM_USAGE,
                _("no catalog.json here or in the folders above, so there is no workspace. Name its "
                  "folder with -C DIR, or make one with `banchi init`."));
    return NULL;
}

/* ---- reading catalog.json ---- */

/* A natural number of up to seven digits, which is all that the schema lets through; else 0. */
static uint64_t small_number(struct slice text)
{
    uint64_t number = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || text.length > 7)
            return 0;
        number = number * 10 + (uint64_t)(text.at[i] - '0');
    }
    return number;
}

static void read_portals(struct workspace *workspace, struct arena *run)
{
    const struct json *portals = json_get(&workspace->catalog.root, "portals");
    size_t count = json_is(portals, JSON_OBJECT) ? portals->count : 0;
    workspace->portals = arena_array(run, count, sizeof *workspace->portals);
    workspace->portal_count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct json *value = &portals->members[i].value;
        if (!json_is(value, JSON_OBJECT))
            continue;
        workspace->portals[workspace->portal_count++] = (struct portal_entry){
            .name = slice_copy(run, json_text(&portals->members[i].key)),
            .embedded = json_get_true(value, "embedded"),
            .stock = json_get_true(value, "stock"),
            .url = json_get_string(run, value, "url"),
            .profile = json_get_string(run, value, "profile"),
            .organization = json_get_string(run, value, "organization"),
            .create_organization = json_get_true(value, "create_organization"),
            .withdraw_deletes = slice_equals(json_text(json_get(value, "withdraw")), "delete"),
            .approval = json_get_true(value, "approval"),
            .max_upload_mib = small_number(json_text(json_get(value, "max_upload_mib"))),
            .cacert = json_get_string(run, value, "cacert"),
        };
    }
}

/* The catalog's profile, when the program has it; what else may stand there is the schema's to tell. */
static const char *known_profile(struct arena *run, const struct json *catalog)
{
    const char *name = json_get_string(run, catalog, "profile");
    return name != NULL && profile_is_of_datasets(name) ? name : DEFAULT_PROFILE;
}

static void read_catalog(struct workspace *workspace, struct arena *run)
{
    const struct json *root = &workspace->catalog.root;
    const struct json *organization = json_get(root, "organization");
    workspace->title = json_get_string(run, root, "title");
    workspace->organization_name = json_get_string(run, organization, "name");
    workspace->organization_title = json_get_string(run, organization, "title");
    workspace->profile = known_profile(run, root);
    workspace->default_portal = json_get_string(run, root, "default_portal");
    read_portals(workspace, run);
}

/* The sandbox is always there, also where `portals` does not name it. */
static void check_default_portal(struct workspace *workspace, struct finding_sink *sink)
{
    const char *name = workspace->default_portal;
    if (name == NULL || strcmp(name, SANDBOX) == 0 || workspace_portal(workspace, name) != NULL)
        return;
    const struct json *value = json_get(&workspace->catalog.root, "default_portal");
    struct finding finding = {
        .code = CODE_C001,
        .field = "default_portal",
        .pointer = "/default_portal",
        .message = _("default_portal is {value}, and no portal of that name stands in portals"),
        .hint = _("add the portal to portals, or name one that is there"),
        .value = slice_of(name),
    };
    json_locate(&workspace->catalog, value->offset, &finding);
    finding_put(sink, &finding);
}

static bool check_catalog(struct workspace *workspace, struct finding_sink *sink, struct problem *problem)
{
    struct arena scratch = {0};
    const struct profile *profile = profile_open(&scratch, "catalog", problem);
    if (profile != NULL) {
        profile_check(profile, &workspace->catalog, &scratch, sink);
        check_default_portal(workspace, sink);
    }
    arena_free(&scratch);
    return profile != NULL;
}

/* ---- listing the datasets ---- */

enum entry { ENTRY_OTHER, ENTRY_FOLDER, ENTRY_OUTSIDE, ENTRY_CLOSED, ENTRY_DATASET };

/* Something of that name is there, be it a link that leads nowhere. */
static bool name_is_taken(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

static bool leads_beneath(struct arena *scratch, const char *folder, const char *path)
{
    const char *real = absolute(scratch, path);
    size_t length = strlen(folder);
    return real && strncmp(real, folder, length) == 0 && (real[length] == '/' || length == 1);
}

/* The folder that is listed, open: of most entries one look at their metadata.json tells all. */
struct listing {
    struct arena *scratch;
    const char *folder;
    int descriptor; /* -1: not to be had */
    bool presume;   /* folders are datasets */
};

static bool holds_metadata(const struct listing *listing, const char *name)
{
    char path[NAME_MAX + sizeof METADATA + 1];
    struct stat status;
    size_t length = strlen(name);
    if (listing->descriptor < 0 || length > NAME_MAX)
        return false;
    memcpy(path, name, length);
    path[length] = '/';
    memcpy(path + length + 1, METADATA, sizeof METADATA);
    return fstatat(listing->descriptor, path, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Folders of the program's own and hidden ones are no datasets. */
static enum entry entry_kind(const struct listing *listing, const struct file_entry *entry)
{
    struct arena *scratch = listing->scratch;
    const char *folder = listing->folder, *name = entry->name;
    if (name[0] == '.' || strcmp(name, "schemas") == 0)
        return ENTRY_OTHER;
    if (entry->folder && (listing->presume || holds_metadata(listing, name)))
        return ENTRY_DATASET;
    char *path = file_join(scratch, folder, name);
    if (file_kind(path) != FILE_FOLDER)
        return ENTRY_OTHER;
    if (file_is_link(path) && !leads_beneath(scratch, folder, path))
        return ENTRY_OUTSIDE;
    if (faccessat(AT_FDCWD, path, R_OK | X_OK, AT_EACCESS) != 0)
        return ENTRY_CLOSED;
    return name_is_taken(file_join(scratch, path, METADATA)) ? ENTRY_DATASET : ENTRY_FOLDER;
}

/* A table or a dictionary in the folder: somebody meant it to be a dataset. */
static bool holds_data(struct arena *scratch, const char *path)
{
    char **names;
    size_t count;
    struct problem problem = {0};
    bool found = false;
    if (file_list(scratch, path, &names, &count, &problem)) {
        for (size_t i = 0; i < count && !found; i++)
            found = name_is_table(slice_of(names[i])) || slice_ends(slice_of(names[i]), ".dictionary.json");
    }
    problem_clear(&problem);
    return found;
}

static void put_folder(enum code code, const char *name, const char *message, const char *hint,
                       struct finding_sink *sink)
{
    struct finding finding = {.code = code,
                              .level = code == CODE_M009 ? LEVEL_NOT_CHECKED : LEVEL_WARNING,
                              .file = name,
                              .message = message,
                              .hint = hint};
    finding_put(sink, &finding);
}

static void tell_of_folder(enum entry kind, struct arena *scratch, const char *folder, const char *name,
                           struct finding_sink *sink)
{
    if (kind == ENTRY_OUTSIDE)
        put_folder(CODE_C003, name,
                   _("this folder is a link that leads out of the workspace; it is not read"),
                   _("put the folder itself here"), sink);
    if (kind == ENTRY_CLOSED)
        put_folder(CODE_M009, name,
                   _("this folder may not be read, so nobody knows whether a dataset is in it"),
                   _("give yourself the right to read it, or move it out of the workspace"), sink);
    if (kind == ENTRY_FOLDER && holds_data(scratch, file_join(scratch, folder, name)))
        put_folder(CODE_C002, name,
                   _("this folder holds a table or a dictionary but no metadata.json, so it is no "
                     "dataset and is not published"),
                   _("write its metadata.json, or move the folder out of the workspace"), sink);
}

/* What it is by a look at its path. */
static enum entry folder_kind(const struct workspace *workspace, const char *name, struct arena *scratch)
{
    struct listing listing = {.scratch = scratch, .folder = workspace->folder, .descriptor = -1};
    struct file_entry entry = {.name = arena_string(scratch, name)};
    return entry_kind(&listing, &entry);
}

void workspace_tell_folder(const struct workspace *workspace, const char *name, struct arena *scratch,
                           struct finding_sink *sink)
{
    tell_of_folder(folder_kind(workspace, name, scratch), scratch, workspace->folder, name, sink);
}

static bool list_datasets(struct workspace *workspace, struct arena *run, struct finding_sink *sink,
                          struct problem *problem)
{
    struct arena scratch = {0};
    struct listing listing = {.scratch = &scratch,
                              .folder = workspace->folder,
                              .presume = workspace->presumed,
                              .descriptor = open(workspace->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    struct file_entry *entries;
    size_t count, room = 0;
    workspace->datasets = NULL;
    workspace->dataset_count = 0;
    bool done = file_list_entries(&scratch, workspace->folder, &entries, &count, problem);
    for (size_t i = 0; done && i < count; i++) {
        const char *name = entries[i].name;
        enum entry kind = entry_kind(&listing, &entries[i]);
        tell_of_folder(kind, &scratch, workspace->folder, name, sink);
        if (kind != ENTRY_DATASET)
            continue;
        workspace->datasets = arena_grow(run, (void *)workspace->datasets, workspace->dataset_count, &room,
                                         sizeof *workspace->datasets);
        workspace->datasets[workspace->dataset_count++] = arena_string(run, name);
    }
    if (listing.descriptor >= 0)
        close(listing.descriptor);
    if (done && workspace->dataset_count > LIMIT_DATASETS)
        done = problem_set(problem, PROBLEM_LOCAL, _("the workspace holds more than %d datasets, the limit"),
                           LIMIT_DATASETS);
    arena_free(&scratch);
    return done;
}

static bool open_and_list(struct arena *run, const char *folder, struct finding_sink *sink,
                          struct workspace *workspace, struct problem *problem)
{
    workspace->folder = absolute(run, folder);
    workspace->catalog = (struct json_document){.file = CATALOG};
    if (workspace->folder == NULL)
        return problem_set_errno(problem, errno, _("the folder %s cannot be read"), folder);
    bool readable = document_read(run, workspace->folder, CATALOG, sink, &workspace->catalog);
    workspace->catalog_readable = readable;
    read_catalog(workspace, run);
    if (readable && !check_catalog(workspace, sink, problem))
        return false;
    return list_datasets(workspace, run, sink, problem);
}

bool workspace_open(struct arena *run, const char *folder, struct finding_sink *sink,
                    struct workspace *workspace, struct problem *problem)
{
    *workspace = (struct workspace){0};
    return open_and_list(run, folder, sink, workspace, problem);
}

bool workspace_open_presuming(struct arena *run, const char *folder, struct finding_sink *sink,
                              struct workspace *workspace, struct problem *problem)
{
    *workspace = (struct workspace){.presumed = true};
    return open_and_list(run, folder, sink, workspace, problem);
}

/* ---- asking ---- */

const struct portal_entry *workspace_portal(const struct workspace *workspace, const char *name)
{
    for (size_t i = 0; i < workspace->portal_count; i++)
        if (strcmp(workspace->portals[i].name, name) == 0)
            return &workspace->portals[i];
    return NULL;
}

static int by_name(const void *key, const void *element)
{
    return strcmp(key, *(const char *const *)element);
}

static bool is_dataset(const struct workspace *workspace, const char *name)
{
    struct arena scratch = {0};
    bool dataset = folder_kind(workspace, name, &scratch) == ENTRY_DATASET;
    arena_free(&scratch);
    return dataset;
}

bool workspace_has(const struct workspace *workspace, const char *name)
{
    return workspace->dataset_count > 0 &&
           bsearch(name, (const void *)workspace->datasets, workspace->dataset_count,
                   sizeof *workspace->datasets, by_name) != NULL &&
           (!workspace->presumed || is_dataset(workspace, name));
}

bool workspace_require(const struct workspace *workspace, const char *name, struct problem *problem)
{
    return workspace_has(workspace, name) ||
           problem_set(problem, PROBLEM_USAGE,
                       _("there is no dataset %s here; `banchi list` shows those that are"), name);
}

struct choice workspace_choose(const struct workspace *workspace, struct choice choice)
{
    return choice.count > 0 ? choice : (struct choice){workspace->datasets, workspace->dataset_count};
}

bool workspace_read_dataset(const struct workspace *workspace, const char *name, struct arena *arena,
                            struct finding_sink *sink, struct dataset *dataset, struct problem *problem)
{
    if (!workspace_require(workspace, name, problem))
        return false;
    struct dataset_listed listed = {.name = arena_string(arena, name)};
    workspace_read_listed(workspace, &listed, NULL, arena, sink, dataset);
    return true;
}

void workspace_fetch_listed(const struct workspace *workspace, int within, const char *name,
                            struct arena *arena, struct dataset_listed *listed)
{
    int folder = within >= 0 ? file_open_folder(within, name) : -1;
    *listed = (struct dataset_listed){.name = name};
    if (folder >= 0) {
        if (!file_read_within(arena, folder, METADATA, LIMIT_JSON_BYTES, &listed->metadata))
            listed->metadata = (struct slice){0};
        listed->listed = file_list_open(arena, folder, &listed->entries, &listed->entry_count);
        close(folder);
    }
    listed->dataset = !workspace->presumed || listed->metadata.at != NULL || is_dataset(workspace, name);
}

void workspace_read_listed(const struct workspace *workspace, const struct dataset_listed *listed,
                           struct json_names *names, struct arena *arena, struct finding_sink *sink,
                           struct dataset *dataset)
{
    const char *name = listed->name;
    *dataset = (struct dataset){
        .name = name,
        .folder = file_join(arena, workspace->folder, name),
        .metadata = {.dataset = name, .file = file_join(arena, name, METADATA), .names = names},
    };
    if (listed->metadata.at != NULL)
        dataset->readable = document_take(arena, listed->metadata, sink, &dataset->metadata);
    else
        dataset->readable = document_read(arena, dataset->folder, METADATA, sink, &dataset->metadata);
}
