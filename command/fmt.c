/* `banchi fmt`: lays the workspace's JSON files out evenly. */
#include <stdio.h>

#include "base/language.h"
#include "catalog/layout.h"
#include "command/command.h"
#include "command/report.h"

static void tell(struct layout *layout, const char *file)
{
    printf(layout->check_only ? _("would change %s\n") : _("changed %s\n"), file);
}

enum status command_fmt(struct session *session)
{
    struct workspace workspace;
    struct report report;
    struct problem problem = {0};
    enum status status;
    struct finding_counter opening =
        finding_counter(); /* catalog.json is read again below, and told of then */
    report_begin(&report, &session->options, stderr);
    if (!command_open(session, &opening.sink, &workspace, &status) ||
        !command_names_exist(session, &workspace, &status))
        return status;
    struct layout layout = {.workspace = &workspace,
                            .check_only = option_given(&session->options, OPTION_CHECK),
                            .scratch = &session->scratch,
                            .sink = &report.sink,
                            .differs = tell};
    if (!layout_run(&layout, (const char *const *)session->options.operands, session->options.operand_count,
                    &problem))
        status = command_problem(&problem);
    printf(layout.check_only ? ngettext("%zu file, %zu not laid out evenly\n",
                                        "%zu files, %zu not laid out evenly\n", layout.files)
                             : ngettext("%zu file, %zu changed\n", "%zu files, %zu changed\n", layout.files),
           layout.files, layout.differing);
    if (layout.check_only && layout.differing)
        status = status_worse(status, STATUS_FINDINGS);
    return status_worse(status, report_status(&report));
}
