#include "catalog/check_files.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/limits.h"
#include "metadata/profile.h"

/* ---- loose files of a dataset ---- */

/* Some resource uploads this file. */
static bool is_uploaded(const struct dataset *dataset, const char *name)
{
    const struct json *resources = dataset_resources(dataset);
    for (size_t i = 0; resources != NULL && i < resources->count; i++)
        if (slice_equals(json_text(json_get(&resources->items[i], "upload")), name))
            return true;
    return false;
}

/* The dictionary describes a table that is uploaded, or one that lies in the folder. */
static bool has_table(const struct dataset *dataset, const char *dictionary, const struct file_entry *entries,
                      size_t count, struct arena *scratch)
{
    const struct json *resources = dataset_resources(dataset);
    for (size_t i = 0; resources != NULL && i < resources->count; i++) {
        struct slice upload = json_text(json_get(&resources->items[i], "upload"));
        if (upload.length > 0 && strcmp(dictionary_name_of(scratch, upload), dictionary) == 0)
            return true;
    }
    for (size_t i = 0; i < count; i++)
        if (name_is_table(slice_of(entries[i].name)) &&
            strcmp(dictionary_name_of(scratch, slice_of(entries[i].name)), dictionary) == 0)
            return true;
    return false;
}

static void put_loose(const struct dataset *dataset, const char *name, struct finding *finding,
                      struct arena *scratch, struct finding_sink *sink)
{
    finding->level = LEVEL_WARNING;
    finding->dataset = dataset->name;
    finding->file = file_join(scratch, dataset->name, name);
    finding_put(sink, finding);
}

/* A folder that may be entered but not listed: its files that are named can be read. */
static void put_unlisted(const struct dataset *dataset, const struct problem *problem,
                         struct finding_sink *sink)
{
    struct finding finding = {.code = CODE_M009,
                              .level = LEVEL_NOT_CHECKED,
                              .dataset = dataset->name,
                              .file = dataset->name,
                              .message = problem->message.at};
    finding_put(sink, &finding);
}

/* What cannot be listed is asked for once more by its path: that tells why. */
static size_t list_files(const struct dataset *dataset, const struct dataset_listed *listed,
                         struct file_entry **entries, struct arena *scratch, struct finding_sink *sink)
{
    struct problem problem = {0};
    size_t count = 0;
    *entries = listed->entries;
    if (listed->listed)
        return listed->entry_count;
    if (!file_list_entries(scratch, dataset->folder, entries, &count, &problem))
        put_unlisted(dataset, &problem, sink);
    problem_clear(&problem);
    return count;
}

void check_loose_files(const struct dataset *dataset, const struct dataset_listed *listed,
                       struct arena *scratch, struct finding_sink *sink)
{
    struct file_entry *entries;
    size_t count = list_files(dataset, listed, &entries, scratch, sink);
    for (size_t i = 0; i < count; i++) {
        const char *name = entries[i].name;
        bool dictionary = slice_ends(slice_of(name), ".dictionary.json");
        if (name_is_table(slice_of(name)) && !is_uploaded(dataset, name)) {
            struct finding finding = {
                .code = CODE_C006,
                .message = _("no resource of metadata.json names this table; it is not published"),
                .hint = _("add a resource with it as \"upload\", or move it elsewhere")};
            put_loose(dataset, name, &finding, scratch, sink);
        } else if (dictionary && !has_table(dataset, name, entries, count, scratch)) {
            struct finding finding = {
                .code = CODE_C007,
                .message = _("there is no table that this dictionary describes"),
                .hint = _("a dictionary has its table's name: sales.csv, sales.dictionary.json")};
            put_loose(dataset, name, &finding, scratch, sink);
        }
    }
}

/* ---- schemas/ ---- */

void check_schemas(const struct workspace *workspace, struct arena *scratch, struct finding_sink *sink)
{
    size_t count;
    const struct profile_file *files = profile_files(&count);
    for (size_t i = 0; i < count; i++) {
        struct problem problem = {0};
        struct slice text;
        const char *name = file_join(scratch, "schemas", files[i].name);
        const char *path = file_join(scratch, workspace->folder, name);
        if (file_kind(path) == FILE_ABSENT)
            continue;
        bool same =
            file_read(scratch, path, LIMIT_JSON_BYTES, &text, &problem) && slice_equal(text, files[i].text);
        problem_clear(&problem);
        if (same)
            continue;
        struct finding finding = {
            .code = CODE_C004,
            .level = LEVEL_WARNING,
            .file = name,
            .message = _("this file differs from the schema that banchi checks by; editors show rules that "
                         "do not hold"),
            .hint = _("remove the file and run `banchi init`, which lays a fresh copy there"),
        };
        finding_put(sink, &finding);
    }
}

/* ---- the register ---- */

struct register_watch register_watch(const struct workspace *workspace, struct arena *run)
{
    struct register_watch watch = {.descriptor = -1, .line = 1};
    struct problem problem = {0};
    char *path;
    const char *folder = file_join(run, workspace->folder, REGISTER_DATASET);
    if (!register_exists(workspace) ||
        file_find_beneath(run, folder, slice_of(REGISTER_FILE), &path) != FILE_BENEATH)
        return watch;
    watch.path = path;
    watch.descriptor = file_open(path, &problem);
    problem_clear(&problem);
    return watch;
}

/* Reads as many bytes as `bytes` tells, fewer at the end of the file. */
static size_t read_full(const struct register_watch *watch, char *at, size_t bytes)
{
    struct problem problem = {0};
    size_t length = 0;
    long got = 1;
    while (length < bytes && got > 0) {
        got = file_read_some(watch->descriptor, at + length, bytes - length, watch->path, &problem);
        length += got > 0 ? (size_t)got : 0;
    }
    problem_clear(&problem);
    return length;
}

void register_watch_text(struct register_watch *watch, struct slice text)
{
    char block[4 * 1024];
    while (watch->descriptor >= 0 && !watch->differs && text.length > 0) {
        size_t wanted = text.length < sizeof block ? text.length : sizeof block;
        size_t got = read_full(watch, block, wanted);
        size_t same = 0;
        while (same < got && block[same] == text.at[same]) {
            watch->line += block[same] == '\n';
            same++;
        }
        watch->differs = same < wanted;
        text = (struct slice){text.at + wanted, text.length - wanted};
    }
}

void register_watch_end(struct register_watch *watch, bool complete, struct finding_sink *sink)
{
    if (watch->descriptor < 0)
        return;
    char more;
    bool differs = watch->differs || read_full(watch, &more, 1) == 1;
    close(watch->descriptor);
    watch->descriptor = -1;
    if (!complete || !differs)
        return;
    struct finding finding = {
        .code = CODE_C005,
        .level = LEVEL_WARNING,
        .dataset = REGISTER_DATASET,
        .file = REGISTER_DATASET "/" REGISTER_FILE,
        .line = watch->line,
        .message =
            _("the register is out of date: from this line on it differs from what the workspace says"),
        .remedy = {REMEDY_COMMAND, slice_of("register")},
    };
    finding_put(sink, &finding);
}
