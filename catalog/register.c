#include "catalog/register.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "catalog/dictionary.h"
#include "catalog/table.h"

/* ---- one cell ---- */

struct subject {
    const struct workspace *workspace;
    const struct dataset *dataset;
    const struct json *resource;
    size_t number; /* of the resource, from 1 */
    const struct register_facts *facts;
};

static void add_cell(struct text *out, struct slice cell)
{
    static const char SPECIAL[] = ",\"\r\n";
    bool quoted = false;
    for (size_t i = 0; i < cell.length && !quoted; i++)
        quoted = cell.at[i] != '\0' && strchr(SPECIAL, cell.at[i]) != NULL;
    if (!quoted) {
        text_add_slice(out, cell);
        return;
    }
    text_add_char(out, '"');
    for (size_t i = 0; i < cell.length; i++) {
        if (cell.at[i] == '"')
            text_add_char(out, '"');
        text_add_char(out, cell.at[i]);
    }
    text_add_char(out, '"');
}

static void add_dataset_text(const struct subject *subject, const char *key, struct text *out)
{
    add_cell(out, dataset_text(subject->dataset, key));
}

static void add_resource_text(const struct subject *subject, const char *key, struct text *out)
{
    add_cell(out, json_text(json_get(subject->resource, key)));
}

/* The values of a list in their order, joined by a vertical bar. */
static void add_list(const struct subject *subject, const char *key, struct text *out)
{
    const struct json *list = json_get(&subject->dataset->metadata.root, key);
    struct text joined = {0};
    for (size_t i = 0; json_is(list, JSON_ARRAY) && i < list->count; i++) {
        if (i > 0)
            text_add_char(&joined, '|');
        text_add_slice(&joined, json_text(&list->items[i]));
    }
    add_cell(out, json_is(list, JSON_ARRAY) ? text_slice(&joined) : json_text(list));
    text_free(&joined);
}

static void add_organization(const struct subject *subject, const char *key, struct text *out)
{
    struct slice owner = dataset_text(subject->dataset, key);
    const char *own = subject->workspace->organization_name;
    bool ours = own != NULL && slice_equals(owner, own) && subject->workspace->organization_title != NULL;
    add_cell(out, ours ? slice_of(subject->workspace->organization_title) : owner);
}

static void add_private(const struct subject *subject, const char *key, struct text *out)
{
    (void)key;
    text_add(out, dataset_is_private(subject->dataset) ? "true" : "false");
}

static void add_number(const struct subject *subject, const char *key, struct text *out)
{
    (void)key;
    text_format(out, "%zu", subject->number);
}

static void add_file(const struct subject *subject, const char *key, struct text *out)
{
    (void)key;
    bool uploaded = json_get(subject->resource, "upload") != NULL;
    add_resource_text(subject, uploaded ? "upload" : "url", out);
}

static void add_bytes(const struct subject *subject, const char *key, struct text *out)
{
    (void)key;
    if (subject->facts->known)
        text_format(out, "%ju", (uintmax_t)subject->facts->bytes);
}

static void add_rows(const struct subject *subject, const char *key, struct text *out)
{
    (void)key;
    if (subject->facts->known && subject->facts->has_rows)
        text_format(out, "%zu", subject->facts->rows);
}

static void add_hash(const struct subject *subject, const char *key, struct text *out)
{
    (void)key;
    if (subject->facts->known)
        text_add(out, subject->facts->sha256);
}

/* ---- the columns ---- */

static const struct column {
    const char *name;
    void (*add)(const struct subject *subject, const char *key, struct text *out);
    const char *key; /* of the metadata; NULL: the column's name */
} COLUMNS[] = {
    {"name", add_dataset_text, NULL},
    {"title", add_dataset_text, NULL},
    {"organization", add_organization, "owner_org"},
    {"maintainer", add_dataset_text, NULL},
    {"maintainer_email", add_dataset_text, NULL},
    {"data_type", add_dataset_text, NULL},
    {"objective", add_list, NULL},
    {"tags", add_list, NULL},
    {"update_frequency_unit", add_dataset_text, NULL},
    {"update_frequency_interval", add_dataset_text, NULL},
    {"geo_coverage", add_dataset_text, NULL},
    {"data_source", add_dataset_text, NULL},
    {"data_format", add_list, NULL},
    {"data_category", add_dataset_text, NULL},
    {"license_id", add_dataset_text, NULL},
    {"private", add_private, NULL},
    {"last_updated_date", add_dataset_text, NULL},
    {"resource_number", add_number, NULL},
    {"resource_name", add_resource_text, "name"},
    {"file", add_file, NULL},
    {"format", add_resource_text, NULL},
    {"bytes", add_bytes, NULL},
    {"rows", add_rows, NULL},
    {"sha256", add_hash, NULL},
};
enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS };

void register_add_header(struct text *out)
{
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        text_format(out, "%s%s", i > 0 ? "," : "", COLUMNS[i].name);
    text_add_char(out, '\n');
}

static void add_row(const struct subject *subject, struct text *out)
{
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (i > 0)
            text_add_char(out, ',');
        COLUMNS[i].add(subject, COLUMNS[i].key ? COLUMNS[i].key : COLUMNS[i].name, out);
    }
    text_add_char(out, '\n');
}

/* ---- the rows ---- */

bool register_exists(const struct workspace *workspace)
{
    return workspace_has(workspace, REGISTER_DATASET);
}

static bool register_lists(const struct dataset *dataset)
{
    return !dataset_is_private(dataset) || slice_equals(dataset_text(dataset, "allow_harvest"), "True");
}

bool register_tells(const struct dataset *dataset)
{
    return !dataset_is_private(dataset) && strcmp(dataset->name, REGISTER_DATASET) != 0;
}

void register_add_dataset(const struct workspace *workspace, const struct dataset *dataset,
                          const struct register_facts *facts, struct text *out)
{
    static const struct register_facts NOTHING = {0};
    const struct json *resources = dataset_resources(dataset);
    if (!register_lists(dataset) || resources == NULL)
        return;
    bool tells = register_tells(dataset);
    for (size_t i = 0; i < resources->count; i++) {
        struct subject subject = {workspace, dataset, &resources->items[i], i + 1,
                                  tells ? &facts[i] : &NOTHING};
        add_row(&subject, out);
    }
}

/* ---- facts ---- */

static bool read_table_facts(const char *path, const struct table_dialect *dialect,
                             struct register_facts *facts, struct problem *problem)
{
    struct table *table = table_open(path, problem);
    if (table == NULL)
        return false;
    table_set_dialect(table, dialect);
    table_want_hash(table);
    struct table_row row;
    enum table_fault fault;
    size_t line, column;
    while (table_next(table, &row, &fault, &line, &column, problem))
        facts->rows += !row.header;
    facts->bytes = table_bytes(table);
    table_hash(table, facts->sha256);
    table_close(table);
    return problem->kind == PROBLEM_NONE;
}

bool register_read_facts(const struct dataset *dataset, const struct json *resource, struct arena *arena,
                         struct register_facts *facts, struct problem *problem)
{
    *facts = (struct register_facts){0};
    char *path;
    struct slice upload = json_text(json_get(resource, "upload"));
    if (file_find_beneath(arena, dataset->folder, upload, &path) != FILE_BENEATH)
        return true;
    facts->known = true;
    struct finding_counter silent = finding_counter();
    struct dictionary dictionary;
    facts->has_rows = resource_is_table(resource) &&
                      dictionary_read(dataset, upload, arena, &silent.sink, &dictionary) != DICTIONARY_ABSENT;
    return facts->has_rows ? read_table_facts(path, dictionary.dialect, facts, problem)
                           : file_hash(path, facts->sha256, &facts->bytes, problem);
}

/* ---- the whole ---- */

static bool add_dataset(const struct workspace *workspace, const struct dataset *dataset,
                        struct arena *scratch, struct text *out, struct problem *problem)
{
    const struct json *resources = dataset_resources(dataset);
    size_t count = resources ? resources->count : 0;
    struct register_facts *facts = arena_array(scratch, count, sizeof *facts);
    for (size_t i = 0; i < count && register_tells(dataset); i++)
        if (!register_read_facts(dataset, &resources->items[i], scratch, &facts[i], problem))
            return false;
    register_add_dataset(workspace, dataset, facts, out);
    return true;
}

static bool make(const struct workspace *workspace, struct arena *scratch, struct finding_sink *sink,
                 struct text *out, struct problem *problem)
{
    bool readable = true;
    register_add_header(out);
    for (size_t i = 0; i < workspace->dataset_count; i++) {
        struct dataset dataset;
        arena_reset(scratch);
        if (!workspace_read_dataset(workspace, workspace->datasets[i], scratch, sink, &dataset, problem))
            return false;
        readable = readable && dataset.readable;
        if (dataset.readable && !add_dataset(workspace, &dataset, scratch, out, problem))
            return false;
    }
    return readable;
}

static bool replace_if_changed(const struct workspace *workspace, struct arena *scratch, struct slice content,
                               bool check_only, bool *changed, struct problem *problem)
{
    const char *folder = file_join(scratch, workspace->folder, REGISTER_DATASET);
    char *path = file_join(scratch, folder, REGISTER_FILE);
    struct slice old = {NULL, 0};
    enum file_beneath found = file_find_beneath(scratch, folder, slice_of(REGISTER_FILE), &path);
    bool there = found == FILE_BENEATH;
    if (!there && found != FILE_BENEATH_ABSENT)
        return problem_set(problem, PROBLEM_LOCAL,
                           _("%s is not a file of the workspace, so it is not written"), path);
    if (there && !file_read(scratch, path, SIZE_MAX, &old, problem))
        return false;
    *changed = !there || !slice_equal(old, content);
    return !*changed || check_only || file_replace(path, content, 0644, problem);
}

bool register_write(const struct workspace *workspace, bool check_only, struct arena *scratch,
                    struct finding_sink *sink, bool *changed, struct problem *problem)
{
    *changed = false;
    if (!register_exists(workspace))
        return problem_set(problem, PROBLEM_USAGE,
                           _("there is no dataset %s to hold the register; make it with `banchi new %s`"),
                           REGISTER_DATASET, REGISTER_DATASET);
    struct text content = {0};
    bool done = make(workspace, scratch, sink, &content, problem) &&
                replace_if_changed(workspace, scratch, text_slice(&content), check_only, changed, problem);
    text_free(&content);
    return done;
}
