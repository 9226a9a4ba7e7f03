/* `banchi register`: the catalog as a table of its own. */
#include <stdio.h>

#include "base/language.h"
#include "catalog/register.h"
#include "command/command.h"
#include "command/report.h"

static enum status write_register(struct session *session, const struct workspace *workspace,
                                  struct report *report)
{
    static const char file[] = REGISTER_DATASET "/" REGISTER_FILE;
    struct problem problem = {0};
    bool check_only = option_given(&session->options, OPTION_CHECK), changed = false;
    if (!register_write(workspace, check_only, &session->scratch, &report->sink, &changed, &problem))
        return command_problem(session, &problem);
    if (!changed)
        printf(_("%s is up to date\n"), file);
    else if (check_only)
        printf(_("%s is stale; `banchi register` writes it anew\n"), file);
    else
        printf(_("wrote %s\n"), file);
    return check_only && changed ? STATUS_FINDINGS : STATUS_DONE;
}

enum status command_register(struct session *session)
{
    return command_in_workspace(session, write_register);
}
