#include "command/restore_files.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/file_new.h"
#include "base/language.h"
#include "base/limits.h"
#include "metadata/dataset.h"
#include "metadata/profile.h"
#include "publisher/lock.h"
#include "publisher/record.h"

#define COMMITS_TRIED 100

/* ---- bringing aside ---- */

/* One commit that is being tried. */
struct trial {
    struct restore *restore;
    const char *commit;
    struct git_file *tree; /* the dataset's files there */
    size_t tree_count;
    struct text wrong; /* what is not as it was published, with commas */
};

static void wrong_add(struct trial *trial, const char *what, const char *why)
{
    text_format(&trial->wrong, "%s%s%s%s", trial->wrong.length > 0 ? ", " : "", what,
                *why != '\0' ? ": " : "", why);
}

static const struct git_file *tree_find(const struct trial *trial, const char *path)
{
    for (size_t i = 0; i < trial->tree_count; i++)
        if (strcmp(trial->tree[i].path, path) == 0 && strncmp(trial->tree[i].mode, "100", 3) == 0)
            return &trial->tree[i];
    return NULL;
}

/* A name that leads nowhere else. */
static bool stays_beneath(const char *name)
{
    bool leads_out = *name == '\0' || *name == '/' || strchr(name, '\\') != NULL;
    for (const char *part = name; part != NULL && !leads_out;
         part = strchr(part, '/') != NULL ? strchr(part, '/') + 1 : NULL)
        leads_out = strcmp(part, "..") == 0 || strncmp(part, "../", 3) == 0 || *part == '\0';
    return !leads_out;
}

static bool folder_above_make(struct arena *arena, const char *path, struct problem *problem)
{
    const char *name = file_name(path);
    return file_make_folder(arena_copy(arena, path, (size_t)(name - path - 1)), problem);
}

static struct restore_file *file_add(struct restore *restore, const char *file, const char *aside)
{
    for (size_t i = 0; i < restore->count; i++)
        if (strcmp(restore->files[i].file, file) == 0)
            return &restore->files[i];
    restore->files =
        arena_grow(restore->arena, restore->files, restore->count, &restore->room, sizeof *restore->files);
    restore->files[restore->count] = (struct restore_file){.file = file, .aside = aside};
    return &restore->files[restore->count++];
}

/* Brings DATASET/`name` aside. False with a problem only when that fails here; `*there` says whether the
 * commit has it. */
static bool file_bring(struct trial *trial, const char *name, bool *there, struct problem *problem)
{
    struct restore *restore = trial->restore;
    struct arena *arena = restore->arena;
    const char *file = file_join(arena, restore->dataset, name);
    const char *aside = file_join(arena, restore->aside, file);
    const struct git_file *found = tree_find(trial, file);
    *there = found != NULL;
    unlink(aside); /* of a commit tried before */
    if (found == NULL)
        return true;
    if (!folder_above_make(arena, aside, problem))
        return false;
    file_add(restore, file, aside);
    return git_save(arena, restore->workspace->folder, found->id, aside, problem);
}

/* An upload and its dictionary. */
static bool upload_bring(struct trial *trial, struct slice upload, struct problem *problem)
{
    struct restore *restore = trial->restore;
    struct arena *arena = restore->arena;
    const char *name = slice_copy(arena, upload);
    const struct json *locked = lock_resource(restore->entry, upload);
    char sha256[HASH_HEX_BYTES];
    uint64_t bytes;
    bool there;
    if (locked == NULL || !stays_beneath(name))
        return true; /* the record tells */
    if (!file_bring(trial, name, &there, problem))
        return false;
    if (!there) {
        wrong_add(trial, name, _("never committed"));
        return true;
    }
    if (!file_hash(file_join(arena, restore->aside, file_join(arena, restore->dataset, name)), sha256, &bytes,
                   problem))
        return false;
    if (!slice_equals(json_text(json_get(locked, "sha256")), sha256))
        wrong_add(trial, name, _("other bytes than were published"));
    return file_bring(trial, dictionary_name_of(arena, upload), &there, problem);
}

/* ---- the proof ---- */

static bool has_tables(const struct json *entry)
{
    const struct json *resources = json_get(entry, "resources");
    for (uint32_t i = 0; json_is(resources, JSON_OBJECT) && i < resources->count; i++)
        if (json_get(&resources->members[i].value, "rows_digest") != NULL)
            return true;
    return false;
}

static bool rules_make(const struct restore *restore, struct record_rules *rules, struct problem *problem)
{
    const struct portal_entry *portal = workspace_portal(restore->workspace, restore->portal);
    const char *name = portal != NULL && portal->profile != NULL && profile_is_of_datasets(portal->profile)
                           ? portal->profile
                           : restore->workspace->profile;
    const struct profile *profile = profile_open(restore->arena, name, problem);
    if (profile == NULL)
        return false;
    record_rules_make(restore->arena, profile, rules);
    rules->organization = portal != NULL ? portal->organization : NULL;
    rules->tables = has_tables(restore->entry);
    rules->entry = restore->entry;
    return true;
}

/* What the portal's entry in catalog.json decides, and what withdrawing does. */
static bool is_not_the_files(const struct json *metadata, const char *field)
{
    return strcmp(field, "owner_org") == 0 ||
           (strcmp(field, "private") == 0 && json_get_true(metadata, "banchi:withdrawn"));
}

static void record_compare(struct trial *trial, const struct record *record)
{
    struct arena *arena = trial->restore->arena;
    struct past_difference *list;
    size_t count = past_compare(arena, trial->restore->entry, lock_describe(arena, record), &list);
    for (size_t i = 0; i < count; i++)
        if (!is_not_the_files(record->source, list[i].name))
            wrong_add(trial, list[i].name, "");
}

/* The dataset as it lies aside. */
static bool aside_read(struct trial *trial, struct dataset *dataset, struct problem *problem)
{
    struct restore *restore = trial->restore;
    struct finding_counter silent = finding_counter();
    struct workspace *aside = arena_alloc(restore->arena, sizeof *aside);
    const char **names = arena_array(restore->arena, 1, sizeof *names);
    names[0] = restore->dataset;
    *aside = *restore->workspace;
    aside->folder = restore->aside;
    aside->datasets = names;
    aside->dataset_count = 1;
    if (!workspace_read_dataset(aside, restore->dataset, restore->arena, &silent.sink, dataset, problem))
        return false;
    if (!dataset->readable)
        wrong_add(trial, "metadata.json", "");
    return true;
}

static bool trial_prove(struct trial *trial, struct problem *problem)
{
    struct record_rules rules = {0};
    struct record record = {0};
    struct dataset dataset;
    struct problem unfit = {0};
    if (!aside_read(trial, &dataset, problem) || !rules_make(trial->restore, &rules, problem))
        return false;
    const struct json *resources = dataset.readable ? dataset_resources(&dataset) : NULL;
    for (uint32_t i = 0; json_is(resources, JSON_ARRAY) && i < resources->count; i++) {
        struct slice upload = json_text(json_get(&resources->items[i], "upload"));
        if (upload.length > 0 && !upload_bring(trial, upload, problem))
            return false;
    }
    if (trial->wrong.length > 0)
        return true;
    if (record_of_files(trial->restore->arena, &dataset, &rules, &record, &unfit))
        record_compare(trial, &record);
    else
        wrong_add(trial, unfit.message.at, "");
    record_close(&record);
    problem_clear(&unfit);
    return true;
}

static bool trial_run(struct trial *trial, struct problem *problem)
{
    struct restore *restore = trial->restore;
    bool there;
    restore->count = 0;
    if (!git_files(restore->arena, restore->workspace->folder, trial->commit, restore->dataset, &trial->tree,
                   &trial->tree_count, problem) ||
        !file_bring(trial, "metadata.json", &there, problem))
        return false;
    if (there)
        return trial_prove(trial, problem);
    wrong_add(trial, "metadata.json", _("never committed"));
    return true;
}

/* ---- which commits ---- */

/* After those to try first: those that touched the dataset, the newest first. */
static bool commits_find(struct restore *restore, const char ***commits, size_t *count,
                         struct problem *problem)
{
    const char *const words[] = {
        "rev-list",       arena_format(restore->arena, "--max-count=%d", COMMITS_TRIED),
        "HEAD",           "--",
        restore->dataset, NULL};
    const char **others;
    size_t other_count;
    if (!git_lines(restore->arena, restore->workspace->folder, words, &others, &other_count, problem))
        return false;
    *commits = arena_array(restore->arena, restore->first_count + other_count, sizeof **commits);
    *count = 0;
    for (size_t i = 0; i < restore->first_count; i++)
        (*commits)[(*count)++] = restore->first[i];
    for (size_t i = 0; i < other_count; i++)
        (*commits)[(*count)++] = others[i];
    return true;
}

static bool aside_make(struct restore *restore, struct problem *problem)
{
    const char *folder = file_join(restore->arena, restore->workspace->folder, ".banchi");
    char *aside = file_join(restore->arena, folder, "restore-XXXXXX");
    if (!file_make_folder(folder, problem))
        return false;
    if (mkdtemp(aside) == NULL)
        return problem_set_errno(problem, errno, _("%s cannot be made"), aside);
    restore->aside = aside;
    return true;
}

static bool nothing_fits(const struct restore *restore, const char *wrong, struct problem *problem)
{
    return problem_set(
        problem, PROBLEM_LOCAL,
        _("\"%s\" cannot be restored: no commit has it as it was published. What is not as it was "
          "then, in the commit of the lock: %s. Nothing was changed."),
        restore->dataset, wrong);
}

bool restore_find(struct restore *restore, struct problem *problem)
{
    const char **commits;
    size_t count;
    struct text first = {0};
    if (!aside_make(restore, problem) || !commits_find(restore, &commits, &count, problem))
        return false;
    for (size_t i = 0; i < count && restore->commit == NULL; i++) {
        struct trial trial = {.restore = restore, .commit = commits[i]};
        bool ran = trial_run(&trial, problem);
        if (ran && trial.wrong.length == 0)
            restore->commit = commits[i];
        if (ran && i == 0)
            text_add_slice(&first, text_slice(&trial.wrong));
        text_free(&trial.wrong);
        if (!ran)
            break;
    }
    if (restore->commit == NULL)
        nothing_fits(restore, first.length > 0 ? first.at : "?", problem);
    text_free(&first);
    return restore->commit != NULL;
}

/* ---- what becomes of the files ---- */

static const char *place_of(const struct restore *restore, const char *file)
{
    return file_join(restore->arena, restore->workspace->folder, file);
}

static bool same_bytes(const char *a, const char *b)
{
    char one[HASH_HEX_BYTES], other[HASH_HEX_BYTES];
    uint64_t bytes, other_bytes;
    struct problem unheard = {0};
    bool same = file_hash(a, one, &bytes, &unheard) && file_hash(b, other, &other_bytes, &unheard) &&
                bytes == other_bytes && strcmp(one, other) == 0;
    problem_clear(&unheard);
    return same;
}

/* A dictionary that lies beside a table and that the publish did not have would be published with it. */
static void removals_add(struct restore *restore)
{
    size_t count = restore->count;
    for (size_t i = 0; i < count; i++) {
        struct slice file = slice_of(restore->files[i].file);
        const char *dictionary = dictionary_name_of(restore->arena, file);
        if (!slice_ends(file, ".csv") || file_kind(place_of(restore, dictionary)) == FILE_ABSENT)
            continue;
        struct restore_file *added = file_add(restore, dictionary, NULL);
        if (added->aside == NULL)
            added->action = RESTORE_REMOVE;
    }
}

/* Whether some commit has the file as it lies there, so that it can be had again. */
static bool is_committed(const struct restore *restore, const char *file)
{
    const char *const words[] = {"rev-list", "--objects", "--no-object-names", "HEAD", "--", file, NULL};
    const char *folder = restore->workspace->folder, *id;
    const char **objects;
    size_t count;
    struct problem unheard = {0};
    bool found = false;
    if (git_hashes(restore->arena, folder, &file, 1, &id, &unheard) &&
        git_lines(restore->arena, folder, words, &objects, &count, &unheard))
        for (size_t i = 0; i < count && !found; i++)
            found = strcmp(objects[i], id) == 0;
    problem_clear(&unheard);
    return found;
}

static bool may_be_changed(const struct restore *restore, const char *file)
{
    const char *place = place_of(restore, file);
    return file_kind(place) == FILE_ABSENT ||
           (!file_is_link(place) && file_kind(place) == FILE_REGULAR && is_committed(restore, file));
}

bool restore_decide(struct restore *restore, struct problem *problem)
{
    struct text held = {0};
    removals_add(restore);
    for (size_t i = 0; i < restore->count; i++) {
        struct restore_file *file = &restore->files[i];
        const char *place = place_of(restore, file->file);
        bool same = file->aside != NULL && !file_is_link(place) && same_bytes(file->aside, place);
        if (file->aside != NULL)
            file->action = same ? RESTORE_SAME : RESTORE_PUT;
        if (!same && !may_be_changed(restore, file->file))
            text_format(&held, "%s%s", held.length > 0 ? ", " : "", file->file);
    }
    if (held.length > 0)
        problem_set(
            problem, PROBLEM_LOCAL,
            _("\"%s\" is not restored: what these files hold is in no commit and would be lost: %s. Commit "
              "them, or put them aside, and try again."),
            restore->dataset, held.at);
    text_free(&held);
    return problem->kind == PROBLEM_NONE;
}

/* ---- doing it ---- */

static bool file_copy(struct arena *arena, const char *from, const char *to, struct problem *problem)
{
    struct file_new file;
    long some = 1;
    char *block = arena_alloc(arena, 64 * KiB);
    int source = file_open(from, problem);
    if (source < 0)
        return false;
    bool fine = folder_above_make(arena, to, problem) && file_new_begin(&file, arena, to, 0644, problem);
    bool begun = fine;
    while (fine && (some = file_read_some(source, block, 64 * KiB, from, problem)) > 0)
        fine = file_new_add(&file, (struct slice){block, (size_t)some}, problem);
    fine = fine && some == 0;
    close(source);
    if (begun && !fine)
        file_new_abandon(&file);
    return fine && file_new_end(&file, false, problem);
}

static bool file_do(struct restore *restore, const struct restore_file *file, struct problem *problem)
{
    const char *place = place_of(restore, file->file);
    if (file->action == RESTORE_PUT)
        return file_copy(restore->arena, file->aside, place, problem);
    if (file->action == RESTORE_REMOVE && unlink(place) != 0 && errno != ENOENT)
        return problem_set_errno(problem, errno, _("%s cannot be removed"), place);
    return true;
}

bool restore_do(struct restore *restore, struct problem *problem)
{
    for (size_t i = 0; i < restore->count; i++)
        if (!file_do(restore, &restore->files[i], problem))
            return false;
    return true;
}

static int entry_remove(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

void restore_end(struct restore *restore)
{
    if (restore->aside == NULL)
        return;
    nftw(restore->aside, entry_remove, 16, FTW_DEPTH | FTW_PHYS);
    rmdir(file_join(restore->arena, restore->workspace->folder, ".banchi")); /* goes only when it is empty */
}
