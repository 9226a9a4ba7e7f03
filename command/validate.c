/* `banchi validate`: read, check, report. */
#include <stdio.h>

#include "catalog/check.h"
#include "command/command.h"
#include "command/report.h"

enum status command_validate(struct session *session)
{
    struct workspace workspace;
    struct report report;
    struct check_counts counts = {0};
    struct problem problem = {0};
    enum status status;
    report_begin(&report, &session->options, stdout);
    bool open = command_open(session, &report.sink, &workspace, &status);
    if (open && command_names_exist(session, &workspace, &status)) {
        struct check_options check = {&workspace, command_choice(session), &session->scratch, &report.sink,
                                      NULL};
        if (!check_workspace(&check, &counts, &problem))
            status = command_problem(&problem);
    }
    report_end(&report, &counts, status == STATUS_DONE || status == STATUS_FINDINGS);
    return status_worse(status, report_status(&report));
}
