/* `banchi schema check` and `banchi schema test`: the schema engine by itself. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/language.h"
#include "base/limits.h"
#include "command/command.h"
#include "command/report.h"
#include "metadata/profile.h"

struct schema_run {
    struct session *session;
    struct report report;
    struct problem problem;
    size_t documents;
};

static bool check_schema(struct schema_run *run, const char *path)
{
    struct arena *scratch = &run->session->scratch;
    arena_reset(scratch);
    run->documents++;
    profile_open_file(scratch, path, &run->report.sink, &run->problem);
    return run->problem.kind == PROBLEM_NONE;
}

static bool check_document(struct schema_run *run, const struct profile *profile, const char *path)
{
    struct arena *scratch = &run->session->scratch;
    struct json_document document = {.file = path};
    struct slice text;
    arena_reset(scratch);
    if (!file_read_named(scratch, path, LIMIT_JSON_BYTES, &text, &run->problem))
        return false;
    run->documents++;
    if (json_read_document(scratch, text, &run->report.sink, &document))
        profile_check(profile, &document, scratch, &run->report.sink);
    return true;
}

static bool schema_check_all(struct schema_run *run)
{
    const struct options *options = &run->session->options;
    bool done = true;
    for (size_t i = 1; done && i < options->operand_count; i++)
        done = check_schema(run, options->operands[i]);
    return done;
}

/* A wrong schema is told of; then nothing can be tested by it. */
static bool schema_test_all(struct schema_run *run)
{
    const struct options *options = &run->session->options;
    const struct profile *profile =
        profile_open_file(&run->session->run, options->operands[1], &run->report.sink, &run->problem);
    bool done = run->problem.kind == PROBLEM_NONE;
    for (size_t i = 2; done && profile != NULL && i < options->operand_count; i++)
        done = check_document(run, profile, options->operands[i]);
    return done;
}

static const struct {
    const char *name;
    size_t operands_least;
    bool (*run)(struct schema_run *run);
} actions[] = {
    {"check", 2, schema_check_all},
    {"test", 3, schema_test_all},
};

/* Those about portals want a workspace, and report in their own way. */
static const struct {
    const char *name;
    enum status (*run)(struct session *session);
} portal_actions[] = {
    {"pull", command_schema_pull},
    {"show", command_schema_show},
};

enum status command_schema(struct session *session)
{
    const struct options *options = &session->options;
    for (size_t i = 0; i < sizeof portal_actions / sizeof *portal_actions; i++)
        if (strcmp(portal_actions[i].name, options->operands[0]) == 0)
            return options->operand_count == 1
                       ? portal_actions[i].run(session)
                       : command_wrong_use(session,
                                           _("`banchi %s` does not take \"%s\"; see `banchi help %s`"),
                                           "schema", options->operands[1], "schema");
    struct schema_run run = {.session = session};
    size_t number = 0, count = sizeof actions / sizeof actions[0];
    while (number < count && strcmp(actions[number].name, options->operands[0]) != 0)
        number++;
    if (number == count)
        return command_wrong_use(session, _("`banchi schema` does not know \"%s\"; see `banchi help schema`"),
                                 options->operands[0]);
    if (options->operand_count < actions[number].operands_least)
        return command_wrong_use(session, _("`banchi %s` wants %s; see `banchi help %s`"),
                                 number == 0 ? "schema check" : "schema test",
                                 number == 0 ? "FILE..." : "SCHEMA DOCUMENT...", "schema");
    report_begin(&run.report, options, stdout);
    bool done = actions[number].run(&run);
    enum status status = done ? STATUS_DONE : command_problem(session, &run.problem);
    report_end_documents(&run.report, run.documents, command_unfinished(session, status));
    session->answered = run.report.json;
    return status_worse(status, report_status(&run.report));
}
