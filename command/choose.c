#include "command/choose.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json_edit.h"
#include "base/language.h"
#include "base/limits.h"
#include "command/connection.h"

/* One value of the portal that goes into a file. */
struct taken {
    const char *word; /* as the person named it */
    const char *dataset;
    struct slice resource; /* its key; empty for the dataset itself */
    struct slice field;
    struct slice value; /* JSON; empty: the portal has none */
};

struct taking {
    struct plan_sink sink;
    struct session *session;
    struct taken *taken;
    size_t count;
    size_t room;
};

/* ---- from the plan ---- */

static struct slice keep(struct arena *arena, struct slice slice)
{
    return (struct slice){slice_copy(arena, slice), slice.length};
}

static void fields_take(struct taking *taking, const struct change *change, struct slice resource,
                        const struct change_field *fields, size_t count)
{
    struct arena *run = &taking->session->run;
    const struct options *options = &taking->session->options;
    for (size_t i = 0; i < count; i++) {
        char *name = resource.length > 0
                         ? arena_format(run, "%.*s/%.*s", SLICE(resource), SLICE(fields[i].key))
                         : slice_copy(run, fields[i].key);
        for (size_t j = 0; j < options->take.count && way_stops(fields[i].way); j++) {
            if (strcmp(options->take.words[j], name) != 0)
                continue;
            taking->taken =
                arena_grow(run, taking->taken, taking->count, &taking->room, sizeof *taking->taken);
            taking->taken[taking->count++] =
                (struct taken){options->take.words[j], arena_string(run, change->dataset),
                               keep(run, resource), keep(run, fields[i].key), keep(run, fields[i].from)};
        }
    }
}

static void put(struct plan_sink *self, const struct change *change)
{
    struct taking *taking = (struct taking *)self;
    fields_take(taking, change, (struct slice){"", 0}, change->fields, change->field_count);
    for (size_t i = 0; i < change->resource_count; i++)
        fields_take(taking, change, change->resources[i].key, change->resources[i].fields,
                    change->resources[i].field_count);
}

/* ---- into the files ---- */

static const struct json *resource_find(const struct json *root, struct slice key)
{
    const struct json *resources = json_get(root, "resources");
    for (uint32_t i = 0; json_is(resources, JSON_ARRAY) && i < resources->count; i++) {
        const struct json *resource = &resources->items[i];
        if (slice_equal(json_text(json_get(resource, "upload")), key) ||
            slice_equal(json_text(json_get(resource, "url")), key))
            return resource;
    }
    return NULL;
}

/* What is derived from files, or is more than one value, is not written into metadata.json. */
static bool can_be_taken(const struct taken *taken, struct problem *problem)
{
    static const char *const derived[] = {"name", "resources", "hash", "mimetype", "banchi_table"};
    for (size_t i = 0; i < sizeof derived / sizeof *derived; i++) {
        bool is = slice_equals(taken->field, derived[i]);
        if (is && (taken->resource.length == 0 || i > 0))
            return problem_set(problem, PROBLEM_USAGE,
                               _("\"%s\" cannot be taken into metadata.json by itself: edit the files."),
                               taken->word);
    }
    return true;
}

static bool write_one(struct arena *arena, const struct workspace *workspace, const struct taken *taken,
                      struct problem *problem)
{
    struct slice text;
    struct json root;
    const struct json_fault *faults;
    struct text out = {0};
    const char *path = file_join(arena, file_join(arena, workspace->folder, taken->dataset), "metadata.json");
    if (!can_be_taken(taken, problem) || !file_read(arena, path, LIMIT_JSON_BYTES, &text, problem))
        return false;
    const struct json *object = json_read(arena, text, &root, &faults) ? &root : NULL;
    if (object != NULL && taken->resource.length > 0)
        object = resource_find(&root, taken->resource);
    if (!json_is(object, JSON_OBJECT))
        return problem_set(problem, PROBLEM_LOCAL, _("\"%s\" was not found in %s."), taken->word, path);
    json_edit_member(arena, text, object, taken->field, taken->value, &out);
    bool fine = file_replace(path, text_slice(&out), 0644, problem);
    text_free(&out);
    if (fine)
        fprintf(stderr, _("%s/metadata.json: %s is now as the portal has it\n"), taken->dataset, taken->word);
    return fine;
}

static bool all_found(const struct taking *taking, struct problem *problem)
{
    const struct words *take = &taking->session->options.take;
    for (size_t i = 0; i < take->count; i++) {
        bool found = false;
        for (size_t j = 0; j < taking->count; j++)
            found = found || taking->taken[j].word == take->words[i];
        if (!found)
            return problem_set(problem, PROBLEM_USAGE,
                               _("--take-portal: the portal changed nothing called \"%s\" in these datasets; "
                                 "`banchi plan` shows what it changed. Nothing was written."),
                               take->words[i]);
    }
    return true;
}

static bool write_all(struct session *session, const struct workspace *workspace, const struct taking *taking,
                      struct problem *problem)
{
    bool fine = all_found(taking, problem);
    for (size_t i = 0; i < taking->count && fine; i++) {
        arena_reset(&session->scratch);
        fine = write_one(&session->scratch, workspace, &taking->taken[i], problem);
    }
    return fine;
}

/* ---- all of it ---- */

void choose_sort(struct session *session, const struct workspace *workspace)
{
    struct options *options = &session->options;
    struct words *lists[] = {&options->take, &options->keep};
    size_t most = options->operand_count + options->take.count + options->keep.count;
    char **operands = arena_array(&session->run, most, sizeof *operands);
    if (options->operand_count > 0)
        memcpy(operands, options->operands, options->operand_count * sizeof *operands);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        size_t kept = 0;
        for (size_t j = 0; j < lists[i]->count; j++) {
            if (lists[i]->behind[j] && workspace_has(workspace, lists[i]->words[j])) {
                operands[options->operand_count++] = arena_string(&session->run, lists[i]->words[j]);
                continue;
            }
            lists[i]->behind[kept] = lists[i]->behind[j];
            lists[i]->words[kept++] = lists[i]->words[j];
        }
        lists[i]->count = kept;
    }
    options->operands = operands;
}

enum status choose_take(struct session *session)
{
    struct validated validated = {0};
    struct connection connection = {0};
    struct problem problem = {0};
    struct plan_counts counts = {0};
    struct taking taking = {.sink = {put}, .session = session};
    if (session->options.take.count == 0)
        return STATUS_DONE;
    enum status status = connection_validate(session, &validated);
    if (status != STATUS_DONE)
        return status;
    bool planned = connection_open(session, &validated, &connection, &problem) &&
                   plan_run(connection.publisher, command_choice(session), &taking.sink, &counts, &problem);
    connection_close(&connection);
    if (planned)
        write_all(session, &validated.workspace, &taking, &problem);
    arena_reset(&session->scratch);
    return command_problem(&problem);
}
