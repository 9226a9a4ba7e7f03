/* `banchi register`: the catalog as a table of its own. */
#include <stdio.h>

#include "base/language.h"
#include "catalog/register.h"
#include "command/command.h"
#include "command/report.h"

enum status command_register(struct session *session)
{
    struct workspace workspace;
    struct report report;
    struct problem problem = {0};
    bool check_only = option_given(&session->options, OPTION_CHECK), changed = false;
    enum status status;
    report_begin(&report, &session->options, stderr);
    if (!command_open(session, &report.sink, &workspace, &status))
        return status;
    if (!register_write(&workspace, check_only, &session->scratch, &report.sink, &changed, &problem))
        return status_worse(command_problem(&problem), report_status(&report));
    const char *file = REGISTER_DATASET "/" REGISTER_FILE;
    if (!changed)
        printf(_("%s is up to date\n"), file);
    else if (check_only)
        printf(_("%s is stale; `banchi register` writes it anew\n"), file);
    else
        printf(_("wrote %s\n"), file);
    return status_worse(check_only && changed ? STATUS_FINDINGS : STATUS_DONE, report_status(&report));
}
