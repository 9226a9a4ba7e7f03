#include "command/connection.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/language.h"
#include "catalog/check.h"
#include "command/choose.h"
#include "command/chosen.h"
#include "command/plan_file.h"
#include "command/plan_notes.h"
#include "command/report.h"
#include "portal/sandbox.h"
#include "publisher/http.h"

/* Uses the sandbox that runs, else starts it in this process, with a token made for the run. */
static bool use_sandbox(struct session *session, struct connection *connection, struct problem *problem)
{
    const char *folder = connection->sandbox_folder;
    const char *url = sandbox_running(&session->run, folder);
    if (!url) {
        struct sandbox_options options = {.folder = folder, .stock = connection->target.stock};
        connection->sandbox = sandbox_start(&options, problem);
        if (!connection->sandbox)
            return false;
        url = sandbox_url(connection->sandbox);
    }
    connection->sandbox_token = sandbox_token_make(&session->run, folder, "banchi", problem);
    return connection->sandbox_token &&
           target_bind(&session->run, &connection->target, url, connection->sandbox_token, problem);
}

static bool plan_fits(const struct plan_file *plan, const struct target *target, struct problem *problem)
{
    const char *url = target->embedded ? "embedded" : target->address.url;
    if (plan == NULL || strcmp(plan->url, url) == 0)
        return true;
    return problem_set(problem, PROBLEM_CONFLICT,
                       _("%s was made for %s, but the portal is at %s now. Plan again."), plan->path,
                       plan->url, url);
}

static bool allowances_read(const struct session *session, unsigned *allow, struct problem *problem)
{
    const struct words *words = &session->options.allow;
    for (size_t i = 0; i < words->count; i++) {
        unsigned allowance = allowance_find(words->words[i]);
        if (allowance == 0)
            return problem_set(problem, PROBLEM_USAGE,
                               _("--allow takes withdraw and remove-resource, not \"%s\""), words->words[i]);
        *allow |= allowance;
    }
    return true;
}

bool connection_reach(struct session *session, const struct workspace *workspace, bool asking,
                      struct connection *connection, struct problem *problem)
{
    const char *portal = session->options.portal;
    *connection = (struct connection){0};
    if (asking ? !target_choose_to_ask(&session->run, workspace, portal, &connection->target, problem)
               : !target_choose(&session->run, workspace, portal, &connection->target, problem))
        return false;
    if (connection->target.embedded) {
        connection->sandbox_folder = file_join(&session->run, workspace->folder, ".banchi/sandbox");
        if (!use_sandbox(session, connection, problem))
            return false;
    }
    connection->line = http_open(connection->target.address.loopback, problem);
    if (!connection->line)
        return false;
    connection->transport = connection->line;
    if (option_given(&session->options, OPTION_VERBOSE)) {
        trace_begin(&connection->trace, connection->line);
        connection->transport = &connection->trace.transport;
    }
    return true;
}

bool connection_open(struct session *session, const struct validated *validated,
                     struct connection *connection, struct problem *problem)
{
    unsigned allow = 0;
    *connection = (struct connection){0};
    if (!allowances_read(session, &allow, problem) ||
        !connection_reach(session, &validated->workspace, false, connection, problem))
        return false;
    struct publisher_options options = {.workspace = &validated->workspace,
                                        .target = &connection->target,
                                        .transport = connection->transport,
                                        .checked = &validated->checked,
                                        .keep = session->options.keep.words,
                                        .keep_count = session->options.keep.count};
    options.allow = allow;
    if (!plan_fits(validated->plan, &connection->target, problem))
        return false;
    if (validated->plan != NULL) {
        options.expected = validated->plan->expected;
        options.expected_count = validated->plan->expected_count;
    }
    connection->publisher = publisher_open(&session->run, &session->scratch, &options, problem);
    return connection->publisher != NULL;
}

void connection_close(struct connection *connection)
{
    struct problem ignored = {0}; /* a token that stays behind in the sandbox harms nobody */
    http_close(connection->line);
    if (connection->sandbox_token)
        (void)sandbox_token_revoke(connection->sandbox_folder, connection->sandbox_token, &ignored);
    if (connection->sandbox)
        sandbox_stop(connection->sandbox);
    problem_clear(&ignored);
}

enum status connection_validate(struct session *session, struct validated *validated)
{
    struct report report;
    struct check_counts checked = {0};
    struct problem problem = {0};
    struct options options = session->options;
    enum status status;
    bool data_on_stdout = option_given(&options, OPTION_JSON);
    options.given &= ~OPTION_JSON; /* findings as text; standard output carries another object */
    report_begin(&report, &options, data_on_stdout ? stderr : stdout);
    validated->checked = (struct checked){.arena = &session->run};
    struct finding_sink *sink =
        validated->notes != NULL ? plan_notes_before(validated->notes, &report.sink) : &report.sink;
    bool open = command_open(session, sink, &validated->workspace, &status);
    if (open)
        choose_sort(session, &validated->workspace);
    if (open && command_names_exist(session, &validated->workspace, &status) &&
        chosen_profile(session, &validated->workspace, &status)) {
        struct check_options check = {.workspace = &validated->workspace,
                                      .choice = command_choice(session),
                                      .scratch = &session->scratch,
                                      .sink = sink,
                                      .checked = &validated->checked,
                                      .texts = report.limit};
        if (!check_workspace(&check, &checked, &problem))
            status = command_problem(&problem);
    }
    report_end(&report, &checked, status == STATUS_DONE || status == STATUS_FINDINGS);
    validated->found = report.counts;
    status = status_worse(status, report_status(&report));
    if (report.counts.shut > 0) {
        status = status_worse(status, STATUS_PRIVACY);
        fprintf(stderr, "banchi: %s\n",
                _("the privacy gate is shut: nothing is planned or sent, and no connection was opened"));
    } else if (status == STATUS_FINDINGS)
        fprintf(stderr, "banchi: %s\n",
                _("nothing is planned or sent while there are errors; mend them first"));
    return status;
}
