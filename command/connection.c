#include "command/connection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/certificate.h"
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

/* The file of the certificates to believe: the option, catalog.json, the variable; `*path` NULL: the
 * system's.
 */
static bool certificates_find(struct session *session, const struct workspace *workspace,
                              const struct target *target, const char **path, struct problem *problem)
{
    const char *variable = getenv("SSL_CERT_FILE");
    char *beneath;
    *path = session->options.cacert;
    if (*path != NULL && !target->address.https)
        return problem_set(problem, PROBLEM_USAGE,
                           _("--cacert is for portals whose address is https://; \"%s\" has none."),
                           target->name);
    if (!target->address.https || *path != NULL)
        return true;
    *path = variable != NULL && *variable != '\0' ? variable : NULL;
    if (target->cacert == NULL)
        return true;
    *path = beneath = NULL;
    if (file_find_beneath(&session->run, workspace->folder, slice_of(target->cacert), &beneath) !=
        FILE_BENEATH)
        return problem_set(
            problem, PROBLEM_LOCAL,
            _("catalog.json names \"%s\" as the certificates (cacert) of \"%s\", but there is no "
              "such file in the workspace."),
            target->cacert, target->name);
    *path = beneath;
    return true;
}

/* The line to the portal; which certificates it believes is settled before anybody is asked anything. */
static bool line_open(struct session *session, const struct workspace *workspace,
                      struct connection *connection, struct problem *problem)
{
    const char *path = NULL;
    struct slice pem = {"", 0};
    if (!certificates_find(session, workspace, &connection->target, &path, problem) ||
        (path != NULL && !certificates_read(&session->run, path, &pem, problem)))
        return false;
    connection->line = http_open(connection->target.address.loopback, problem);
    if (connection->line != NULL)
        http_trust(connection->line, pem);
    return connection->line != NULL;
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
    if (!line_open(session, workspace, connection, problem))
        return false;
    trace_begin(&connection->trace, connection->line, option_given(&session->options, OPTION_VERBOSE));
    connection->transport = &connection->trace.transport;
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
    if (!plan_fits(validated->plan, &connection->target, problem) ||
        (validated->sends && !target_may_write(&connection->target, problem)))
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
            status = command_problem(session, &problem);
    }
    report_end(&report, &checked, command_unfinished(session, status));
    validated->found = report.counts;
    status = status_worse(status, report_status(&report));
    if (report.counts.shut > 0) {
        status = status_worse(status, STATUS_PRIVACY);
        command_tell(session,
                     _("the privacy gate is shut: nothing is planned or sent, and no connection was opened"));
    } else if (status == STATUS_FINDINGS)
        command_tell(session, _("nothing is planned or sent while there are errors; mend them first"));
    return status;
}
