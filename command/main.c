/* banchi: the map.
 *
 *   options_read()     what was typed                              command/options.c
 *   command_run()      the row of the command, and its file        command/command.c, command/NAME.c
 *   workspace_open()   catalog.json, the names of the datasets     catalog/workspace.c
 *   check_workspace()  files -> findings                           catalog/check.c, metadata/
 *   plan_run()         files, lock, portal -> changes              publisher/publish.c, publisher/plan.c
 *   publish_run()      changes -> requests -> outcomes -> lock     publisher/publish.c, publisher/apply.c
 *   report, changes    findings, changes -> text, JSON, status     command/report.c, command/changes.c
 *
 * The sandbox portal that `plan` and `publish` talk to by default is in portal/; JSON, files, text in base/.
 */
#include <signal.h>
#include <sys/resource.h>

#include "base/language.h"
#include "command/command.h"

int main(int argc, char **argv)
{
    struct session session = {0};
    struct problem problem = {0};
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0}); /* no core: it would hold what is in the tables */
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of writing (74), not a sudden end */
    signal(SIGXFSZ, SIG_IGN); /* so is a file that may not grow */
    if (!language_start(options_language(argc, argv)))
        language_start("en");
    enum status status = options_read(argc, argv, &session.options, &problem)
                             ? command_run(&session)
                             : command_problem(&session, &problem);
    return (int)command_finish(&session, status);
}
