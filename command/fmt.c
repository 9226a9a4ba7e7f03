/* `banchi fmt`: lays the workspace's JSON files out evenly. */
#include <stdio.h>

#include "base/language.h"
#include "catalog/layout.h"
#include "command/command.h"
#include "command/report.h"

static void tell(struct layout *layout, const char *file)
{
    command_say(layout->check_only ? _("would change %s\n") : _("changed %s\n"), file);
}

static enum status lay_out(struct session *session, struct report *report)
{
    struct workspace workspace;
    struct problem problem = {0};
    struct finding_counter opening =
        finding_counter(); /* catalog.json is read again below, and told of then */
    enum status status;
    if (!command_open(session, &opening.sink, &workspace, &status) ||
        !command_names_exist(session, &workspace, &status))
        return status;
    struct layout layout = {.workspace = &workspace,
                            .check_only = option_given(&session->options, OPTION_CHECK),
                            .scratch = &session->scratch,
                            .sink = &report->sink,
                            .differs = tell};
    if (!layout_run(&layout, command_choice(session), &problem))
        status = command_problem(session, &problem);
    command_say(layout.check_only
                    ? ngettext("%zu file, %zu not laid out evenly\n", "%zu files, %zu not laid out evenly\n",
                               layout.files)
                    : ngettext("%zu file, %zu changed\n", "%zu files, %zu changed\n", layout.files),
                layout.files, layout.differing);
    return layout.check_only && layout.differing ? status_worse(status, STATUS_FINDINGS) : status;
}

enum status command_fmt(struct session *session)
{
    struct report report;
    report_begin(&report, &session->options, stderr);
    enum status status = lay_out(session, &report);
    report_close(&report);
    return status_worse(status, report_status(&report));
}
