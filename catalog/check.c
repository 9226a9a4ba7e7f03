#include "catalog/check.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/language.h"
#include "catalog/ahead.h"
#include "catalog/check_files.h"
#include "catalog/checked.h"
#include "catalog/check_privacy_files.h"
#include "catalog/extent.h"
#include "catalog/keys.h"
#include "catalog/labels.h"
#include "catalog/register.h"
#include "catalog/table_check.h"
#include "metadata/profile.h"
#include "metadata/rules.h"

struct check {
    const struct workspace *workspace;
    struct choice choice;
    const struct profile *profile;
    const struct profile *dictionary_profile;
    struct rules *rules;
    struct register_watch watch;
    bool all_read;       /* every metadata.json so far */
    bool interrupted;    /* while a file was read */
    struct problem halt; /* that ends the whole run: no room for temporary files, a table changed meanwhile */
    struct arena *scratch;
    struct finding_sink *sink; /* that of `labels` */
    struct labels labels;
    struct checked *checked;
    struct references *references;
    struct meter *meter;
    unsigned threads;
    size_t texts;
    struct check_counts *counts;
    struct privacy_gate gate;
    /* of the dataset: */
    const struct json *resources;    /* NULL when it has none */
    struct upload *uploads;          /* of the resources; in `scratch` */
    struct extent_resource *extents; /* the same */
};

/* The file that a resource uploads. */
struct upload {
    const struct json *value; /* of the key; NULL when absent */
    struct slice name;        /* empty when it uploads none */
    bool table;
    char *path; /* NULL: the file is not there */
};

/* ---- dictionaries ---- */

static void check_dictionary(struct check *check, struct dictionary *dictionary)
{
    profile_check(check->dictionary_profile, &dictionary->document, check->scratch, check->sink);
    dictionary_check(dictionary, check->scratch, check->sink);
    check_privacy_dictionary(&check->gate, &dictionary->document, check->scratch, check->sink);
    extent_check_sizes(dictionary, check->scratch, check->sink);
}

/* ---- the resources of a dataset ---- */

static void find_uploads(struct check *check, const struct dataset *dataset)
{
    size_t count = check->resources != NULL ? check->resources->count : 0;
    check->uploads = arena_array(check->scratch, count, sizeof *check->uploads);
    for (size_t i = 0; i < count; i++) {
        struct upload *upload = &check->uploads[i];
        char *path;
        upload->value = json_get(&check->resources->items[i], "upload");
        upload->name = json_text(upload->value);
        if (upload->name.length == 0)
            continue;
        upload->table = json_is(upload->value, JSON_STRING) && name_is_table(upload->name);
        if (file_find_beneath(check->scratch, dataset->folder, upload->name, &path) == FILE_BENEATH)
            upload->path = path;
    }
}

/* The table was not seen before. */
static bool is_first(const struct check *check, size_t number)
{
    for (size_t i = 0; i < number; i++)
        if (slice_equal(check->uploads[i].name, check->uploads[number].name))
            return false;
    return true;
}

static struct remedy describe_remedy(struct check *check, const struct dataset *dataset, struct slice file)
{
    const char *command = arena_format(check->scratch, "describe %s/%.*s", dataset->name, SLICE(file));
    for (size_t i = 0; i < file.length; i++)
        if (strchr("._-/", file.at[i]) == NULL && !isalnum((unsigned char)file.at[i]))
            return (struct remedy){REMEDY_NONE, {0}}; /* it would have to be quoted */
    return (struct remedy){REMEDY_COMMAND, slice_of(command)};
}

/* Tables without a dictionary: told in metadata.json, before any table is opened. */
static void check_dictionaries_there(struct check *check, struct dataset *dataset)
{
    for (size_t i = 0; check->resources != NULL && i < check->resources->count; i++) {
        const struct upload *upload = &check->uploads[i];
        if (!upload->table || upload->path == NULL)
            continue;
        const char *name = dictionary_name_of(check->scratch, upload->name);
        if (file_kind(file_join(check->scratch, dataset->folder, name)) != FILE_ABSENT)
            continue;
        struct finding finding = {
            .code = CODE_D101,
            .field = "upload",
            .pointer = arena_format(check->scratch, "/resources/%zu/upload", i),
            .message = _("the table {value} has no data dictionary"),
            .hint = arena_format(check->scratch, _("describe its columns in %s"), name),
            .remedy = describe_remedy(check, dataset, upload->name),
            .value = upload->name,
        };
        json_locate(&dataset->metadata, upload->value->offset, &finding);
        finding_put(check->sink, &finding);
    }
}

/* "DATASET/NAME" */
static const char *upload_file(const struct check *check, const struct dataset *dataset, size_t number)
{
    const char *name = slice_copy(check->scratch, check->uploads[number].name);
    return file_join(check->scratch, dataset->name, name);
}

/* Somebody wants to know the files' hashes. */
static bool is_hashed(const struct check *check, const struct dataset *dataset)
{
    return check->checked != NULL || check->gate.waivers.count > 0 ||
           (check->watch.descriptor >= 0 && register_tells(dataset));
}

/* What the privacy gate saw in the table, told behind everything else of it: waivers go by its SHA-256. */
static void tell_privacy(struct check *check, const struct table_run *run)
{
    struct privacy_file file = {
        .dataset = run->dataset->name,
        .file = run->file,
        .sha256 = run->hashed ? run->sha256 : "",
        .rows = true,
    };
    privacy_tell(&check->gate, &file, run->privacy, check->scratch, check->sink);
}

/* What is asked of rows together; without a dictionary that they are not the same. */
static const struct table_keys *open_keys(struct check *check, const struct dataset *dataset,
                                          struct slice upload, struct dictionary *dictionary)
{
    struct keys_request request = {.dictionary = dictionary,
                                   .dataset = dataset,
                                   .table = upload,
                                   .references = check->references,
                                   .arena = check->scratch,
                                   .sink = check->sink};
    references_forget(check->references);
    return keys_open(&request);
}

static bool check_one_table(struct check *check, const struct dataset *dataset, size_t number,
                            struct register_facts *facts, struct problem *problem)
{
    struct slice upload = check->uploads[number].name;
    struct dictionary dictionary;
    struct privacy_parts privacy = {0};
    enum dictionary_state state = dictionary_read(dataset, upload, check->scratch, check->sink, &dictionary);
    const struct table_keys *keys = NULL;
    if (state == DICTIONARY_READ)
        check_dictionary(check, &dictionary);
    if (state != DICTIONARY_UNREADABLE)
        keys = open_keys(check, dataset, upload, state == DICTIONARY_READ ? &dictionary : NULL);
    if (state == DICTIONARY_ABSENT)
        checked_add(check->checked, dictionary.document.file, CHECKED_ABSENT);
    else
        checked_add_document(check->checked, &dictionary.document);
    struct table_run run = {
        .dataset = dataset,
        .path = check->uploads[number].path,
        .file = upload_file(check, dataset, number),
        .dictionary = state == DICTIONARY_READ ? &dictionary : NULL,
        .dialect = dictionary.dialect,
        .keys = keys,
        .arena = check->scratch,
        .sink = check->sink,
        .meter = check->meter,
        .threads = check->threads,
        .texts = check->texts,
        .hashed = is_hashed(check, dataset),
        .privacy = &privacy,
        .roles = &check->gate.roles,
        .extent = extent_is_asked(dataset) ? &check->extents[number].extent : NULL,
    };
    labels_dictionary(&check->labels, run.dictionary);
    bool done = check_table(&run, problem);
    labels_dictionary(&check->labels, NULL);
    if (state == DICTIONARY_READ) {
        extent_units(&dictionary, check->scratch, &check->extents[number]);
        check->extents[number].table = done;
        check->extents[number].file = run.file;
        dictionary_close(&dictionary);
        if (run.halted)
            problem_move(&check->halt, problem);
    }
    if (!done)
        return false;
    tell_privacy(check, &run);
    check->counts->tables++;
    check->counts->rows += run.rows;
    *facts = (struct register_facts){
        .known = true, .has_rows = state != DICTIONARY_ABSENT, .bytes = run.bytes, .rows = run.rows};
    memcpy(facts->sha256, run.sha256, sizeof facts->sha256);
    return true;
}

/* A disk that fails on one file is this file's finding: it could not be checked, and the others still are. */
static void put_unreadable(struct check *check, const struct dataset *dataset, size_t number,
                           const struct problem *problem)
{
    struct finding finding = {
        .code = CODE_M009,
        .level = LEVEL_NOT_CHECKED,
        .dataset = dataset->name,
        .file = upload_file(check, dataset, number),
        .message = problem->message.at,
    };
    finding_put(check->sink, &finding);
}

/* A file that is no table: its facts, and what the privacy gate says of it. */
static bool check_other_file(struct check *check, const struct dataset *dataset, size_t number,
                             struct register_facts *facts, struct problem *problem)
{
    if (!register_read_facts(dataset, &check->resources->items[number], check->scratch, facts, problem))
        return false;
    struct privacy_file file = {
        .dataset = dataset->name,
        .file = upload_file(check, dataset, number),
        .sha256 = facts->sha256,
        .bytes = facts->bytes,
    };
    return check_privacy_upload(&check->gate, &file, check->uploads[number].path, check->sink, problem);
}

/* A file that is not there is the metadata's finding. */
static void check_upload(struct check *check, const struct dataset *dataset, size_t number,
                         struct register_facts *facts)
{
    struct problem problem = {0};
    bool done = true;
    if (!check->uploads[number].table)
        done = check_other_file(check, dataset, number, facts, &problem);
    else if (is_first(check, number))
        done = check_one_table(check, dataset, number, facts, &problem);
    if (done && facts->known)
        checked_add(check->checked, upload_file(check, dataset, number), facts->sha256);
    if (!done)
        check->all_read = false;
    if (problem.kind == PROBLEM_INTERRUPTED)
        check->interrupted = true;
    else if (!done && check->halt.kind == PROBLEM_NONE)
        put_unreadable(check, dataset, number, &problem);
    problem_clear(&problem);
}

static void check_resources(struct check *check, struct dataset *dataset)
{
    size_t count = check->resources != NULL ? check->resources->count : 0;
    struct register_facts *facts = arena_array(check->scratch, count, sizeof *facts);
    check->extents = arena_array(check->scratch, count, sizeof *check->extents);
    for (size_t i = 0; i < count && check->halt.kind == PROBLEM_NONE; i++) {
        const struct upload *upload = &check->uploads[i];
        if (upload->path == NULL)
            continue;
        check_upload(check, dataset, i, &facts[i]);
        if (!upload->table && json_is(&check->resources->items[i], JSON_OBJECT))
            extent_check_format(dataset, i, upload->path, check->scratch, check->sink);
    }
    extent_check(dataset, check->extents, check->scratch, check->sink);
    if (check->watch.descriptor < 0)
        return;
    struct text rows = {0};
    register_add_dataset(check->workspace, dataset, facts, &rows);
    register_watch_text(&check->watch, text_slice(&rows));
    text_free(&rows);
}

/* ---- datasets ---- */

static bool is_chosen(const struct check *check, const char *name)
{
    for (size_t i = 0; i < check->choice.count; i++)
        if (strcmp(check->choice.names[i], name) == 0)
            return true;
    return check->choice.count == 0;
}

static bool check_dataset(struct check *check, struct ahead_dataset *ahead, struct problem *problem)
{
    struct dataset *dataset = &ahead->dataset;
    arena_reset(check->scratch);
    labels_dataset(&check->labels, NULL);
    if (!ahead->listed.dataset) {
        workspace_tell_folder(check->workspace, ahead->listed.name, check->scratch, check->sink);
        return true;
    }
    finding_list_put(&ahead->read, check->sink);
    check->counts->datasets++;
    check->all_read = check->all_read && dataset->readable;
    if (!dataset->readable)
        return true;
    labels_dataset(&check->labels, dataset);
    checked_add_document(check->checked, &dataset->metadata);
    struct category_watch watch = category_watch(check->sink);
    dataset_check(&ahead->judged, check->rules, dataset, check->scratch, &watch.sink);
    check_privacy_metadata(&check->gate, dataset, &ahead->privacy, &watch, check->scratch);
    check->resources = dataset_resources(dataset);
    find_uploads(check, dataset);
    check_dictionaries_there(check, dataset);
    check_resources(check, dataset);
    if (check->halt.kind != PROBLEM_NONE)
        return problem_move(problem, &check->halt);
    finding_list_put(&ahead->loose, check->sink);
    return true;
}

/* The rules know the datasets that are not to be checked beforehand: what a chosen one shares with them is
 * then its fault. */
static bool remember_others(struct check *check, struct problem *problem)
{
    struct finding_counter silent = finding_counter();
    for (size_t i = 0; i < check->workspace->dataset_count; i++) {
        struct dataset dataset;
        const char *name = check->workspace->datasets[i];
        if (is_chosen(check, name))
            continue;
        arena_reset(check->scratch);
        if (!workspace_read_dataset(check->workspace, name, check->scratch, &silent.sink, &dataset, problem))
            return false;
        if (dataset.readable)
            rules_remember(check->rules, &dataset);
    }
    return true;
}

static bool names_exist(const struct check *check, struct problem *problem)
{
    for (size_t i = 0; i < check->choice.count; i++)
        if (!workspace_require(check->workspace, check->choice.names[i], problem))
            return false;
    return true;
}

/* Asking the system costs more than a small dataset's rules do. */
#define DATASETS_UNASKED 16

static bool was_interrupted(const struct check *check)
{
    return check->interrupted || (check->counts->datasets % DATASETS_UNASKED == 0 && interrupt_came());
}

static bool check_datasets(struct check *check, struct problem *problem)
{
    struct arena arena = {0};
    size_t count = check->workspace->dataset_count;
    const char **names = arena_array(&arena, count, sizeof *names);
    struct ahead_work work = {.workspace = check->workspace,
                              .profile = check->profile,
                              .rules = check->rules,
                              .gate = &check->gate,
                              .names = names,
                              .threads = check->threads};
    for (size_t i = 0; i < count; i++)
        if (is_chosen(check, check->workspace->datasets[i]))
            names[work.count++] = check->workspace->datasets[i];
    bool done = remember_others(check, problem);
    struct ahead *ahead = ahead_start(&arena, &work);
    for (struct ahead_dataset *next; done && (next = ahead_next(ahead)) != NULL;)
        done = check_dataset(check, next, problem) && !was_interrupted(check);
    if (interrupt_came())
        done = problem_set(problem, PROBLEM_INTERRUPTED, _("Interrupted: not everything was checked."));
    ahead_stop(ahead);
    arena_free(&arena);
    return done;
}

/* The whole workspace: also what lies beside the datasets. */
static bool check_all(struct check *check, struct arena *run, struct problem *problem)
{
    struct text header = {0};
    check_schemas(check->workspace, check->scratch, check->sink);
    check->watch = register_watch(check->workspace, run);
    register_add_header(&header);
    register_watch_text(&check->watch, text_slice(&header));
    text_free(&header);
    bool done = check_datasets(check, problem);
    labels_dataset(&check->labels, NULL);
    register_watch_end(&check->watch, done && check->all_read, check->sink);
    return done;
}

bool check_workspace(const struct check_options *options, struct check_counts *counts,
                     struct problem *problem)
{
    const struct workspace *workspace = options->workspace;
    struct arena run = {0};
    struct check check = {
        .workspace = workspace,
        .choice = options->choice,
        .profile =
            workspace->judge != NULL ? workspace->judge : profile_open(&run, workspace->profile, problem),
        .dictionary_profile = profile_open(&run, "dictionary", problem),
        .rules = rules_start(&run, workspace->dataset_count),
        .watch = {.descriptor = -1},
        .all_read = true,
        .scratch = options->scratch,
        .labels = labels_before(options->sink, options->scratch),
        .checked = options->checked,
        .references = references_start(workspace->folder),
        .meter = options->meter,
        .threads = options->threads,
        .texts = options->texts,
        .counts = counts,
    };
    check.sink = &check.labels.sink;
    check.labels.metadata = check.profile;
    check.labels.dictionaries = check.dictionary_profile;
    *counts = (struct check_counts){0};
    privacy_gate_open(&check.gate, &run, workspace, options->sink);
    bool done = check.profile != NULL && check.dictionary_profile != NULL && names_exist(&check, problem);
    if (done)
        done = check.choice.count > 0 ? check_datasets(&check, problem) : check_all(&check, &run, problem);
    references_close(check.references);
    arena_free(&run);
    return done;
}
