/* `banchi init`: makes a workspace. */
#include <stdio.h>

#include "base/language.h"
#include "catalog/create.h"
#include "command/command.h"

enum status command_init(struct session *session)
{
    struct problem problem = {0};
    const char **made = NULL;
    size_t count = 0;
    struct create_request request = {.folder = session->options.folder ? session->options.folder : ".",
                                     .organization_name = session->options.name,
                                     .organization_title = session->options.title};
    bool done = create_workspace(&session->run, &request, &made, &count, &problem);
    for (size_t i = 0; i < count; i++)
        printf(_("made %s\n"), made[i]);
    if (!done)
        return command_problem(session, &problem);
    printf(_("Next: `banchi new NAME` makes a dataset, `banchi validate` says what is missing.\n"));
    return STATUS_DONE;
}
