#include "command/plan_file.h"

#include <string.h>

#include "base/file.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/version.h"
#include "command/changes.h"
#include "command/connection.h"
#include "command/live.h"
#include "command/plan_made.h"
#include "command/plan_notes.h"

/* ---- writing ---- */

void plan_writer_begin(struct plan_writer *writer)
{
    *writer = (struct plan_writer){0};
    writer->dataset_writer = (struct json_writer){.out = &writer->datasets};
    writer->change_writer = (struct json_writer){.out = &writer->changes};
    json_write_begin_array(&writer->dataset_writer);
    json_write_begin_array(&writer->change_writer);
}

void plan_writer_add(struct plan_writer *writer, const struct change *change)
{
    json_write_begin_object(&writer->dataset_writer);
    json_write_field(&writer->dataset_writer, "dataset", change->dataset);
    json_write_field(&writer->dataset_writer, "state", change->state);
    json_write_end_object(&writer->dataset_writer);
    if (change->action != CHANGE_UNCHANGED)
        change_write(change, &writer->change_writer);
}

static void words_write(struct json_writer *writer, const char *key, const struct words *words)
{
    json_write_key(writer, key);
    json_write_begin_array(writer);
    for (size_t i = 0; i < words->count; i++)
        json_write_string(writer, words->words[i]);
    json_write_end_array(writer);
}

static void workspace_write(struct json_writer *writer, const struct workspace *workspace)
{
    json_write_key(writer, "workspace");
    json_write_begin_object(writer);
    json_write_field(writer, "title", workspace->title);
    json_write_field(writer, "organization", workspace->organization_title);
    json_write_end_object(writer);
}

static void body_write(struct json_writer *writer, const struct plan_writer *plan,
                       const struct plan_about *about)
{
    const struct target *target = about->target;
    const struct validated *validated = about->validated;
    json_write_field(writer, "banchi", BANCHI_VERSION);
    json_write_count(writer, "plan", 1);
    workspace_write(writer, &validated->workspace);
    json_write_field(writer, "portal", target->name);
    json_write_field(writer, "url", target->embedded ? "embedded" : target->address.url);
    words_write(writer, "keep", &about->session->options.keep);
    words_write(writer, "allow", &about->session->options.allow);
    json_write_key(writer, "datasets");
    json_write_raw(writer, text_slice(&plan->datasets));
    json_write_key(writer, "changes");
    json_write_raw(writer, text_slice(&plan->changes));
    live_write(about->live, writer);
    plan_notes_write(about->notes, &validated->workspace, &validated->checked, &validated->found, writer);
}

/* Over all members but those that come after it. */
static void digest_of(const struct json *root, char hex[static HASH_HEX_BYTES])
{
    struct arena local = {0};
    struct text out = {0};
    struct json_member *members = arena_array(&local, root->count, sizeof *members);
    struct json body = *root;
    body.count = 0;
    for (uint32_t i = 0; i < root->count; i++) {
        struct slice key = json_text(&root->members[i].key);
        if (!slice_equals(key, "digest") && !slice_equals(key, "made") && !slice_equals(key, "approval"))
            members[body.count++] = root->members[i];
    }
    body.members = members;
    json_write_canonical(&out, &body);
    hash_slice(text_slice(&out), hex);
    text_free(&out);
    arena_free(&local);
}

/* The text must live as long as the document. */
static const struct json *document_read(struct arena *arena, const struct text *json, struct problem *problem)
{
    struct json *root = arena_alloc(arena, sizeof *root);
    const struct json_fault *faults;
    struct slice text = {arena_copy(arena, json->at, json->length), json->length};
    if (json_read(arena, text, root, &faults))
        return root;
    problem_set(problem, PROBLEM_BUG, _("The plan cannot be written as JSON."));
    return NULL;
}

static void members_copy(struct json_writer *writer, const struct json *object)
{
    for (uint32_t i = 0; i < object->count; i++) {
        json_write_key_slice(writer, json_text(&object->members[i].key));
        json_write_value(writer, &object->members[i].value);
    }
}

const struct json *plan_writer_end(struct plan_writer *writer, const struct plan_about *about,
                                   struct arena *arena, struct problem *problem)
{
    struct text out = {0};
    struct json_writer json = {.out = &out};
    char digest[HASH_HEX_BYTES] = "";
    json_write_end_array(&writer->dataset_writer);
    json_write_end_array(&writer->change_writer);
    json_write_begin_object(&json);
    body_write(&json, writer, about);
    json_write_end_object(&json);
    const struct json *body = document_read(arena, &out, problem);
    const struct json *document = NULL;
    if (body != NULL) {
        digest_of(body, digest);
        text_clear(&out);
        json = (struct json_writer){.out = &out};
        json_write_begin_object(&json);
        members_copy(&json, body);
        json_write_field(&json, "digest", about->stopped ? NULL : digest);
        plan_made_write(arena, about->validated->workspace.folder, body, &json);
        json_write_end_object(&json);
        document = document_read(arena, &out, problem);
    }
    text_free(&out);
    return document;
}

bool plan_document_write(const struct json *document, const char *path, struct problem *problem)
{
    struct text out = {0};
    json_write_layout(&out, document);
    bool fine = file_replace_named(path, text_slice(&out), 0644, problem);
    text_free(&out);
    return fine;
}

void plan_writer_free(struct plan_writer *writer)
{
    text_free(&writer->datasets);
    text_free(&writer->changes);
}

/* ---- reading ---- */

static void expectations_read(struct arena *run, const struct json *datasets, struct plan_file *file)
{
    uint32_t count = json_is(datasets, JSON_ARRAY) ? datasets->count : 0;
    file->expected = arena_array(run, count, sizeof *file->expected);
    for (uint32_t i = 0; i < count; i++) {
        const char *dataset = json_get_string(run, &datasets->items[i], "dataset");
        const char *state = json_get_string(run, &datasets->items[i], "state");
        if (dataset != NULL && state != NULL)
            file->expected[file->expected_count++] = (struct expectation){dataset, state};
    }
}

bool plan_file_read(struct arena *run, const char *path, struct plan_file *file, struct problem *problem)
{
    struct slice text;
    struct json *root = arena_alloc(run, sizeof *root);
    const struct json_fault *faults;
    char digest[HASH_HEX_BYTES];
    *file = (struct plan_file){.path = path, .root = root};
    if (!file_read_named(run, path, LIMIT_JSON_BYTES, &text, problem))
        return false;
    bool read = json_read(run, text, root, &faults) && json_is(root, JSON_OBJECT);
    if (!read || !slice_equals(json_text(json_get(root, "plan")), "1"))
        return problem_set(problem, PROBLEM_USAGE, _("%s is no plan that `banchi plan -o` wrote."), path);
    file->portal = json_get_string(run, root, "portal");
    file->url = json_get_string(run, root, "url");
    file->digest = json_get_string(run, root, "digest");
    digest_of(root, digest);
    if (file->portal == NULL || file->url == NULL || file->digest == NULL || faults != NULL ||
        strcmp(file->digest, digest) != 0)
        return problem_set(problem, PROBLEM_LOCAL,
                           _("%s was changed since `banchi plan -o` wrote it. Plan again."), path);
    file->approved = slice_equals(json_text(json_get(json_get(root, "approval"), "digest")), digest);
    expectations_read(run, json_get(root, "datasets"), file);
    return true;
}

bool plan_file_find(struct session *session, struct plan_file *file, bool *found, struct problem *problem)
{
    const struct options *options = &session->options;
    *found = options->operand_count == 1 && file_kind(options->operands[0]) == FILE_REGULAR;
    return !*found || plan_file_read(&session->run, options->operands[0], file, problem);
}

static void words_take(struct arena *run, const struct json *list, struct words *words)
{
    words->count = 0;
    for (uint32_t i = 0; json_is(list, JSON_ARRAY) && i < list->count && i < OPTION_WORDS; i++) {
        words->behind[words->count] = false;
        words->words[words->count++] = slice_copy(run, json_text(&list->items[i]));
    }
}

bool plan_file_take(struct session *session, const struct plan_file *file, struct problem *problem)
{
    struct options *options = &session->options;
    bool says_more = options->take.count + options->keep.count + options->allow.count > 0 ||
                     (options->portal != NULL && strcmp(options->portal, file->portal) != 0);
    if (says_more)
        return problem_set(
            problem, PROBLEM_USAGE,
            _("%s says to which portal, what is kept and what is allowed; leave that out here, or "
              "plan again."),
            file->path);
    words_take(&session->run, json_get(file->root, "keep"), &options->keep);
    words_take(&session->run, json_get(file->root, "allow"), &options->allow);
    options->operands = arena_array(&session->run, file->expected_count, sizeof *options->operands);
    options->operand_count = file->expected_count;
    for (size_t i = 0; i < file->expected_count; i++)
        options->operands[i] = arena_string(&session->run, file->expected[i].dataset);
    if (strstr(file->portal, "://") == NULL) /* else CKAN_URL's */
        options->portal = file->portal;
    return true;
}
