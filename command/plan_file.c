#include "command/plan_file.h"

#include <string.h>

#include "base/file.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/version.h"
#include "command/changes.h"

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

static void body_write(struct json_writer *writer, const struct plan_writer *plan,
                       const struct session *session, const struct target *target)
{
    json_write_field(writer, "banchi", BANCHI_VERSION);
    json_write_count(writer, "plan", 1);
    json_write_field(writer, "portal", target->name);
    json_write_field(writer, "url", target->embedded ? "embedded" : target->address.url);
    words_write(writer, "keep", &session->options.keep);
    words_write(writer, "allow", &session->options.allow);
    json_write_key(writer, "datasets");
    json_write_raw(writer, text_slice(&plan->datasets));
    json_write_key(writer, "changes");
    json_write_raw(writer, text_slice(&plan->changes));
}

/* Over all members but those that come after it. */
static void digest_of(const struct json *root, char hex[static HASH_HEX_BYTES])
{
    struct text out = {0};
    struct json_member members[16];
    struct json body = *root;
    body.count = 0;
    for (uint32_t i = 0; i < root->count && body.count < sizeof members / sizeof *members; i++) {
        struct slice key = json_text(&root->members[i].key);
        if (!slice_equals(key, "digest") && !slice_equals(key, "approval"))
            members[body.count++] = root->members[i];
    }
    body.members = members;
    json_write_canonical(&out, &body);
    hash_slice(text_slice(&out), hex);
    text_free(&out);
}

static bool laid_out_write(const char *path, const struct text *json, struct problem *problem)
{
    struct arena local = {0};
    struct json root;
    const struct json_fault *faults;
    struct text out = {0};
    bool fine = json_read(&local, text_slice(json), &root, &faults);
    if (fine)
        json_write_layout(&out, &root);
    fine = fine ? file_replace(path, text_slice(&out), 0644, problem)
                : problem_set(problem, PROBLEM_BUG, _("%s: the plan cannot be written as JSON."), path);
    text_free(&out);
    arena_free(&local);
    return fine;
}

bool plan_writer_end(struct plan_writer *writer, const struct session *session, const struct target *target,
                     const char *path, struct problem *problem)
{
    struct arena local = {0};
    struct text out = {0};
    struct json_writer json = {.out = &out};
    struct json root;
    const struct json_fault *faults;
    char digest[HASH_HEX_BYTES] = "";
    json_write_end_array(&writer->dataset_writer);
    json_write_end_array(&writer->change_writer);
    json_write_begin_object(&json);
    body_write(&json, writer, session, target);
    json_write_end_object(&json);
    if (json_read(&local, text_slice(&out), &root, &faults))
        digest_of(&root, digest);
    text_clear(&out);
    json = (struct json_writer){.out = &out};
    json_write_begin_object(&json);
    body_write(&json, writer, session, target);
    json_write_field(&json, "digest", digest);
    json_write_end_object(&json);
    bool fine = laid_out_write(path, &out, problem);
    text_free(&out);
    arena_free(&local);
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
