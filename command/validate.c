/* `banchi validate`: read, check, report. */
#include <stdio.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/language.h"
#include "catalog/check.h"
#include "command/chosen.h"
#include "command/judge.h"
#include "command/progress.h"
#include "command/rejects.h"
#include "command/report.h"
#include "metadata/lines.h"

/* ---- a workspace ---- */

/* A schema of the user's own is asked alone, unless a portal is named as well. */
static bool choose_rules(struct session *session, struct workspace *workspace, struct finding_sink *sink,
                         enum status *status)
{
    bool alone = session->options.profile != NULL && !option_given(&session->options, OPTION_PORTAL);
    return alone || chosen_rules(session, workspace, sink, status);
}

/* With --profile the schema is opened; true when there is something to judge by. */
static bool choose_judge(struct session *session, struct workspace *workspace, struct finding_sink *sink,
                         enum status *status)
{
    struct problem problem = {0};
    const char *name = session->options.profile;
    if (name == NULL)
        return true;
    workspace->judge = judge_open(&session->run, name, sink, &problem);
    if (workspace->judge == NULL)
        *status = problem.kind ? command_problem(session, &problem) : STATUS_FINDINGS;
    return workspace->judge != NULL;
}

static enum status check(struct session *session, struct workspace *workspace, struct report *report,
                         struct finding_sink *sink, struct check_counts *counts)
{
    struct problem problem = {0};
    enum status status;
    struct progress *progress = progress_beside(report->json);
    struct check_options check = {
        .workspace = workspace,
        .choice = command_choice(session),
        .scratch = &session->scratch,
        .sink = progress_sink(progress, sink),
        .meter = progress_meter(progress),
        .threads = option_given(&session->options, OPTION_THREADS) ? session->options.threads : 0,
        .texts = report->json ? 0 : report->limit,
    };
    bool ready = command_open_to_check(session, check.sink, workspace, &status) &&
                 command_names_exist(session, workspace, &status) &&
                 choose_rules(session, workspace, check.sink, &status) &&
                 choose_judge(session, workspace, check.sink, &status);
    bool done = !ready || check_workspace(&check, counts, &problem);
    progress_end(progress);
    return done ? status : command_problem(session, &problem);
}

/* The same with a list of rejected rows. */
static enum status check_and_list(struct session *session, struct workspace *workspace, struct report *report,
                                  struct check_counts *counts)
{
    struct rejects rejects;
    struct problem problem = {0};
    if (!rejects_begin(&rejects, &session->run, session->options.rejects, &report->sink, &problem))
        return command_problem(session, &problem);
    enum status status = check(session, workspace, report, &rejects.sink, counts);
    if (!rejects_end(&rejects, command_unfinished(session, status) == NULL, &problem))
        status = status_worse(status, command_problem(session, &problem));
    return status;
}

static enum status validate_workspace(struct session *session)
{
    struct workspace workspace;
    struct report report;
    struct check_counts counts = {0};
    interrupt_hold();
    report_begin(&report, &session->options, stdout);
    enum status status = session->options.rejects != NULL
                             ? check_and_list(session, &workspace, &report, &counts)
                             : check(session, &workspace, &report, &report.sink, &counts);
    report_end(&report, &counts, command_unfinished(session, status));
    session->answered = report.json;
    return status_worse(status, report_status(&report));
}

/* ---- lines ---- */

static bool judge_lines(struct session *session, struct report *report, struct check_counts *counts,
                        struct problem *problem)
{
    const char *path = session->options.lines;
    const char *name = session->options.profile != NULL ? session->options.profile
                                                        : judge_here_surely(session, &report->sink, problem);
    struct lines lines = {.profile =
                              name != NULL ? judge_open(&session->run, name, &report->sink, problem) : NULL,
                          .file = path,
                          .threads = session->options.threads,
                          .sink = &report->sink};
    if (lines.profile == NULL)
        return problem->kind == PROBLEM_NONE;
    bool done = lines_check_named(&lines, problem);
    counts->datasets = lines.documents;
    return done;
}

static enum status validate_lines(struct session *session)
{
    struct report report;
    struct check_counts counts = {0};
    struct problem problem = {0};
    if (session->options.rejects != NULL)
        return command_wrong_use(session,
                                 _("--rejects lists rows of tables; with --lines no table is checked"));
    if (session->options.operand_count > 0)
        return command_wrong_use(session,
                                 _("--lines checks a file of its own; \"%s\" cannot stand beside it"),
                                 session->options.operands[0]);
    if (option_given(&session->options, OPTION_PORTAL))
        return command_wrong_use(session, _("--lines checks by a profile; --portal cannot stand beside it"));
    report_begin(&report, &session->options, stdout);
    bool done = judge_lines(session, &report, &counts, &problem);
    enum status status = done ? STATUS_DONE : command_problem(session, &problem);
    report_end(&report, &counts, command_unfinished(session, status));
    session->answered = report.json;
    return status_worse(status, report_status(&report));
}

enum status command_validate(struct session *session)
{
    return option_given(&session->options, OPTION_LINES) ? validate_lines(session)
                                                         : validate_workspace(session);
}
