/* `banchi schema`: its actions, of which check and test are the schema engine by itself. */
#include <stdio.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/language.h"
#include "command/command.h"
#include "command/progress.h"
#include "command/report.h"
#include "metadata/files.h"
#include "metadata/lines.h"
#include "metadata/profile.h"

/* What `schema test` takes. */
static const char DOCUMENTS[] = "SCHEMA DOCUMENT|FOLDER...";

struct schema_run {
    struct files of; /* those that are tested */
    struct session *session;
    struct report report;
    struct progress *progress;
    enum status status; /* the worst that came of a file that cannot be read; the others are looked at */
    size_t documents;
};

static bool was_read(struct schema_run *run, struct problem *problem)
{
    bool read = problem->kind == PROBLEM_NONE;
    if (!read)
        progress_hide(run->progress);
    run->status = status_worse(run->status, command_problem(run->session, problem));
    return read;
}

static void check_schema(struct schema_run *run, const char *path)
{
    struct arena *scratch = &run->session->scratch;
    struct problem problem = {0};
    arena_reset(scratch);
    profile_open_file(scratch, path, &run->report.sink, &problem);
    run->documents += was_read(run, &problem);
}

static void schema_check_all(struct schema_run *run)
{
    const struct options *options = &run->session->options;
    for (size_t i = 1; i < options->operand_count; i++)
        check_schema(run, options->operands[i]);
}

/* ---- documents by a schema ---- */

static void tell_unread(struct files *self, struct problem *problem)
{
    was_read((struct schema_run *)self, problem);
}

/* Whoever waits for standard input cannot ask whether Ctrl-C has come. */
static void hold_interrupts(const struct options *options)
{
    for (size_t i = 2; i < options->operand_count; i++)
        if (strcmp(options->operands[i], "-") == 0)
            return;
    interrupt_hold();
}

static void test_files(struct schema_run *run, const struct profile *profile)
{
    const struct options *options = &run->session->options;
    struct problem problem = {0};
    hold_interrupts(options);
    run->progress = progress_beside(run->report.json);
    run->of = (struct files){.profile = profile,
                             .paths = (const char *const *)options->operands + 2,
                             .path_count = options->operand_count - 2,
                             .threads = options->threads,
                             .sink = progress_sink(run->progress, &run->report.sink),
                             .meter = progress_meter(run->progress),
                             .tell = tell_unread};
    bool done = files_check(&run->of, &problem);
    progress_end(run->progress);
    run->progress = NULL;
    run->documents = run->of.documents;
    if (!done)
        was_read(run, &problem);
}

static void test_lines(struct schema_run *run, const struct profile *profile)
{
    const struct options *options = &run->session->options;
    struct problem problem = {0};
    struct lines lines = {
        .profile = profile, .file = options->lines, .threads = options->threads, .sink = &run->report.sink};
    bool done = lines_check_named(&lines, &problem);
    run->documents = lines.documents;
    if (!done)
        was_read(run, &problem);
}

/* A wrong schema is told of; then nothing can be tested by it. */
static void schema_test_all(struct schema_run *run)
{
    const struct options *options = &run->session->options;
    struct problem problem = {0};
    const struct profile *profile =
        profile_open_file(&run->session->run, options->operands[1], &run->report.sink, &problem);
    if (!was_read(run, &problem) || profile == NULL)
        return;
    if (option_given(options, OPTION_LINES))
        test_lines(run, profile);
    else
        test_files(run, profile);
}

/* ---- the actions ---- */

/* Checks files, and reports. */
static enum status check_files(struct session *session, void (*check)(struct schema_run *run))
{
    struct schema_run run = {.session = session, .status = STATUS_DONE};
    report_begin(&run.report, &session->options, stdout);
    check(&run);
    report_end_documents(&run.report, run.documents, command_unfinished(session, run.status));
    session->answered = run.report.json;
    return status_worse(run.status, report_status(&run.report));
}

static enum status schema_check(struct session *session)
{
    return check_files(session, schema_check_all);
}

/* Documents are named, or stand in a file of lines. */
static enum status schema_test(struct session *session)
{
    const struct options *options = &session->options;
    bool named = options->operand_count > 2, lines = option_given(options, OPTION_LINES);
    if (named && lines)
        return command_wrong_use(session,
                                 _("--lines checks a file of its own; \"%s\" cannot stand beside it"),
                                 options->operands[2]);
    if (!named && !lines)
        return command_wrong_use(session, _("`banchi %s` wants %s; see `banchi help %s`"), "schema test",
                                 DOCUMENTS, "schema");
    return check_files(session, schema_test_all);
}

#define OPTIONS_OF_FILES (OPTION_JSON | OPTION_LIMIT | OPTION_FAIL_ON)
#define OPTIONS_OF_PULL (OPTION_JSON | OPTION_PORTAL | OPTION_CHECK | OPTION_VERBOSE | OPTION_CACERT)

/* As commands of their own. Those about portals want a workspace, and report in their own way. */
static const struct action {
    const char *name;
    uint64_t options;
    size_t operands_least, operands_most; /* its own name counts */
    const char *operands;
    enum status (*run)(struct session *session);
} actions[] = {
    {"pull", OPTIONS_OF_PULL, 1, 1, "", command_schema_pull},
    {"show", OPTION_JSON | OPTION_PORTAL, 1, 1, "", command_schema_show},
    {"check", OPTIONS_OF_FILES, 2, SIZE_MAX, "FILE...", schema_check},
    {"test", OPTIONS_OF_FILES | OPTION_LINES | OPTION_THREADS, 2, SIZE_MAX, DOCUMENTS, schema_test},
};

static enum status check_use(struct session *session, const struct action *action)
{
    const struct options *options = &session->options;
    uint64_t foreign = options->given & ~(action->options | OPTIONS_COMMON);
    const char *name = arena_format(&session->run, "schema %s", action->name);
    if (foreign)
        return command_wrong_use(session, _("`banchi %s` does not take --%s; see `banchi help %s`"), name,
                                 option_name(foreign), "schema");
    if (options->operand_count < action->operands_least)
        return command_wrong_use(session, _("`banchi %s` wants %s; see `banchi help %s`"), name,
                                 action->operands, "schema");
    if (options->operand_count > action->operands_most)
        return command_wrong_use(session, _("`banchi %s` does not take \"%s\"; see `banchi help %s`"), name,
                                 options->operands[action->operands_most], "schema");
    return STATUS_DONE;
}

enum status command_schema(struct session *session)
{
    const char *name = session->options.operands[0];
    for (const struct action *action = actions; action < actions + sizeof actions / sizeof *actions; action++)
        if (strcmp(action->name, name) == 0) {
            enum status status = check_use(session, action);
            return status == STATUS_DONE ? action->run(session) : status;
        }
    return command_wrong_use(session, _("`banchi schema` does not know \"%s\"; see `banchi help schema`"),
                             name);
}
