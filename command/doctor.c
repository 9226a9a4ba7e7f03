/* `banchi doctor`: whether the portal, the token and this workspace fit together. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/version.h"
#include "command/chosen.h"
#include "command/connection.h"
#include "command/doctor_check.h"
#include "command/report.h"

/* ---- what the files ask of the portal ---- */

static void upload_look(struct session *session, const struct dataset *dataset, const struct json *resource,
                        struct doctor_files *files)
{
    struct slice upload = json_text(json_get(resource, "upload"));
    struct stat status;
    char *path = NULL;
    if (file_find_beneath(&session->scratch, dataset->folder, upload, &path) != FILE_BENEATH)
        return;
    files->tables += resource_is_table(resource);
    if (stat(path, &status) != 0 || (uint64_t)status.st_size <= files->largest)
        return;
    files->largest = (uint64_t)status.st_size;
    files->largest_name = arena_format(&session->run, "%s/%.*s", dataset->name, SLICE(upload));
}

static bool files_look(struct session *session, const struct workspace *workspace,
                       const struct portal_rules *rules, struct doctor_files *files, struct problem *problem)
{
    *files = (struct doctor_files){.datasets = workspace->dataset_count};
    for (size_t i = 0; i < workspace->dataset_count; i++) {
        struct finding_counter silent = finding_counter(); /* `validate` and `plan` tell */
        struct dataset dataset;
        arena_reset(&session->scratch);
        if (!workspace_read_dataset(workspace, workspace->datasets[i], &session->scratch, &silent.sink,
                                    &dataset, problem))
            return false;
        if (!dataset.readable) {
            files->refused++;
            continue;
        }
        files->refused += !portal_rules_check(rules, &dataset.metadata, &session->scratch, &silent.sink);
        const struct json *resources = dataset_resources(&dataset);
        for (uint32_t j = 0; json_is(resources, JSON_ARRAY) && j < resources->count; j++)
            upload_look(session, &dataset, &resources->items[j], files);
    }
    return true;
}

/* ---- the portal's rules ---- */

struct tag_sink {
    struct finding_sink sink;
    bool refused;
};

static void tag_put(struct finding_sink *self, const struct finding *finding)
{
    struct tag_sink *tags = (struct tag_sink *)self;
    bool about_tags = finding->pointer != NULL && strncmp(finding->pointer, "/tags", 5) == 0;
    tags->refused = tags->refused || (about_tags && finding->level == LEVEL_ERROR);
}

/* Asks the rules about one Thai tag; whatever else they say of such a document does not matter. */
static bool thai_tags_pass(struct session *session, const struct portal_rules *rules)
{
    struct tag_sink tags = {.sink = {tag_put}};
    struct finding_counter unheard = finding_counter();
    struct json_document document = {.file = ""};
    arena_reset(&session->scratch);
    if (json_read_document(&session->scratch, slice_of("{\"tags\": [\"สถิติ\"]}"), &unheard.sink, &document))
        (void)portal_rules_check(rules, &document, &session->scratch, &tags.sink);
    return !tags.refused;
}

static bool rules_look(struct session *session, struct doctor *doctor, struct problem *problem)
{
    struct arena *run = &session->run;
    const struct site *site = &doctor->diagnosis->site;
    const struct portal_schema_options options = {.answer = site->answer,
                                                  .extensions = site->extensions,
                                                  .owner_given = doctor->target->organization != NULL};
    struct portal_schema_options *kept = arena_alloc(run, sizeof *kept);
    struct portal_file *pulled = arena_alloc(run, sizeof *pulled);
    struct finding_counter silent = finding_counter();
    *kept = options;
    const struct portal_rules *rules = portal_rules_open(run, doctor->target->name, kept, problem);
    if (rules == NULL)
        return false;
    if (portal_file_name(run, doctor->target->name) != NULL)
        portal_file_read(run, doctor->workspace, doctor->target->name, &silent.sink, pulled);
    doctor->pulled = pulled;
    if (pulled->there)
        (void)portal_differences(run, pulled->answer, site->answer, &doctor->differences);
    doctor->thai_tags = thai_tags_pass(session, rules);
    return files_look(session, doctor->workspace, rules, &doctor->files, problem);
}

/* ---- shown ---- */

static void print_check(const struct check *check)
{
    static const char marks[] = {
        [CHECK_FINE] = '+', [CHECK_ADVICE] = '!', [CHECK_OFF] = 'X', [CHECK_UNKNOWN] = '?'};
    struct text out = {0};
    text_format(&out, "  %c %s: ", marks[check->level], check->label);
    report_add_visible(&out, slice_of(check->words));
    text_add(&out, "\n");
    if (check->advice != NULL) {
        text_add(&out, "      ");
        report_add_visible(&out, slice_of(check->advice));
        text_add(&out, "\n");
    }
    fwrite(out.at, 1, out.length, stdout);
    text_free(&out);
}

static size_t count_of(const struct check *checks, size_t count, enum check_level level)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += checks[i].level == level;
    return found;
}

static void print(const struct doctor *doctor, const struct check *checks, size_t count)
{
    size_t off = count_of(checks, count, CHECK_OFF);
    size_t unknown = count_of(checks, count, CHECK_UNKNOWN);
    size_t advice = count_of(checks, count, CHECK_ADVICE);
    const char *name = doctor->target->name;
    for (size_t i = 0; i < count; i++)
        print_check(&checks[i]);
    if (off > 0)
        printf(ngettext("%s: NOT fit to publish: %zu thing is in the way (X)\n",
                        "%s: NOT fit to publish: %zu things are in the way (X)\n", off),
               name, off);
    else if (doctor->diagnosis->problem.kind != PROBLEM_NONE)
        printf(ngettext("%s: %zu thing could not be asked (?)\n", "%s: %zu things could not be asked (?)\n",
                        unknown),
               name, unknown);
    else if (advice > 0)
        printf(ngettext("%s: fit to publish, with %zu piece of advice (!)\n",
                        "%s: fit to publish, with %zu pieces of advice (!)\n", advice),
               name, advice);
    else
        printf(_("%s: fit to publish\n"), name);
}

static void write_texts(struct json_writer *writer, const char *key, const struct json *list)
{
    json_write_key(writer, key);
    json_write_begin_array(writer);
    for (uint32_t i = 0; json_is(list, JSON_ARRAY) && i < list->count; i++)
        if (json_is(&list->items[i], JSON_STRING))
            json_write_slice(writer, json_text(&list->items[i]));
    json_write_end_array(writer);
}

static void write_signed(struct json_writer *writer, const char *key, long long number)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%lld", number);
    json_write_key(writer, key);
    json_write_raw(writer, slice_of(digits));
}

static void write_flag(struct json_writer *writer, const char *key, bool value)
{
    json_write_key(writer, key);
    json_write_bool(writer, value);
}

static void write_facts(struct json_writer *writer, const struct doctor *doctor)
{
    const struct diagnosis *diagnosis = doctor->diagnosis;
    if (!diagnosis->reached)
        return;
    json_write_field(writer, "ckan_version", diagnosis->site.version);
    write_texts(writer, "extensions", diagnosis->site.extensions);
    write_flag(writer, "stock", diagnosis->site.answer == NULL);
    write_flag(writer, "datastore", diagnosis->site.datastore);
    if (diagnosis->account_asked) {
        write_flag(writer, "token_known", diagnosis->account.known);
        json_write_field(writer, "user", diagnosis->account.name);
        write_flag(writer, "sysadmin", diagnosis->account.sysadmin);
    }
    json_write_field(writer, "organization", doctor->organization);
    struct slice capacity = account_capacity(&diagnosis->account, doctor->organization);
    if (capacity.length > 0) {
        json_write_key(writer, "capacity");
        json_write_slice(writer, capacity);
    }
    if (doctor_limit(doctor) > 0)
        json_write_count(writer, "max_upload_bytes", doctor_limit(doctor));
    json_write_count(writer, "latency_ms", diagnosis->milliseconds);
    if (diagnosis->clock_known)
        write_signed(writer, "clock_ahead_seconds", diagnosis->clock_ahead);
}

static void print_json(const struct doctor *doctor, const struct check *checks, size_t count)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true};
    json_write_begin_object(&writer);
    json_write_field(&writer, "banchi", BANCHI_VERSION);
    json_write_field(&writer, "portal", doctor->target->name);
    json_write_field(&writer, "url", doctor->target->embedded ? "embedded" : doctor->target->address.url);
    write_flag(&writer, "fit",
               count_of(checks, count, CHECK_OFF) == 0 && doctor->diagnosis->problem.kind == PROBLEM_NONE);
    json_write_key(&writer, "checks");
    json_write_begin_array(&writer);
    for (size_t i = 0; i < count; i++) {
        json_write_begin_object(&writer);
        json_write_field(&writer, "check", checks[i].name);
        json_write_field(&writer, "state", check_level_name(checks[i].level));
        json_write_field(&writer, "what", checks[i].words);
        json_write_field(&writer, "advice", checks[i].advice);
        json_write_end_object(&writer);
    }
    json_write_end_array(&writer);
    write_facts(&writer, doctor);
    json_write_count(&writer, "requests", doctor->diagnosis->requests);
    json_write_end_object(&writer);
    printf("%s\n", out.at);
    text_free(&out);
}

/* ---- the run ---- */

/* With the token where there is one that may be used; else without, and `*why` says so. */
static bool reach(struct session *session, const struct workspace *workspace, struct connection *connection,
                  const char **why, struct problem *problem)
{
    struct problem of_token = {0};
    *why = NULL;
    if (connection_reach(session, workspace, false, connection, &of_token))
        return true;
    if (of_token.kind != PROBLEM_TOKEN)
        return problem_move(problem, &of_token);
    *why = arena_string(&session->run, of_token.message.at);
    problem_clear(&of_token);
    connection_close(connection);
    return connection_reach(session, workspace, true, connection, problem);
}

static enum status examine(struct session *session, struct doctor *doctor, struct connection *connection,
                           struct diagnosis *diagnosis, struct problem *problem)
{
    struct check checks[DOCTOR_CHECKS];
    enum status status = STATUS_DONE;
    struct ckan ckan = {.transport = connection->transport,
                        .url = connection->target.address.url,
                        .token = connection->target.token};
    diagnosis_make(&ckan, doctor->organization, &session->run, diagnosis);
    if (diagnosis->reached && !rules_look(session, doctor, problem))
        return STATUS_DONE; /* the problem tells */
    size_t count = doctor_judge(doctor, checks);
    session->answered = option_given(&session->options, OPTION_JSON);
    if (session->answered)
        print_json(doctor, checks, count);
    else
        print(doctor, checks, count);
    for (size_t i = 0; i < count; i++)
        status = status_worse(status, checks[i].status);
    return status;
}

static enum status doctor_in_workspace(struct session *session, const struct workspace *workspace,
                                       struct report *report)
{
    struct connection connection = {0};
    struct diagnosis diagnosis = {0};
    struct problem problem = {0};
    struct doctor doctor = {.arena = &session->run,
                            .workspace = workspace,
                            .target = &connection.target,
                            .diagnosis = &diagnosis};
    enum status status = STATUS_DONE;
    (void)report;
    if (reach(session, workspace, &connection, &doctor.token_problem, &problem)) {
        doctor.organization = connection.target.organization != NULL ? connection.target.organization
                                                                     : workspace->organization_name;
        status = examine(session, &doctor, &connection, &diagnosis, &problem);
    }
    connection_close(&connection);
    problem_clear(&diagnosis.problem);
    return problem.kind == PROBLEM_NONE ? status : status_worse(status, command_problem(session, &problem));
}

enum status command_doctor(struct session *session)
{
    return command_in_workspace(session, doctor_in_workspace);
}
