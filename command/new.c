/* `banchi new NAME`: makes a dataset to fill in. */
#include <stdio.h>

#include "base/language.h"
#include "catalog/create.h"
#include "command/command.h"

enum status command_new(struct session *session)
{
    struct workspace workspace;
    struct finding_counter found = finding_counter(); /* `validate` tells what is wrong with catalog.json */
    struct problem problem = {0};
    enum status status;
    const char *name = session->options.operands[0];
    struct create_dataset_request request = {.name = name, .title = session->options.title};
    if (!command_open(session, &found.sink, &workspace, &status))
        return status;
    if (!workspace.catalog_readable) /* its defaults would be missing, and nobody would notice */
        return command_wrong_use(session,
                                 _("catalog.json cannot be read, so its defaults cannot be copied into a new "
                                   "dataset; nothing was made"));
    if (!create_dataset(&workspace, &request, &problem))
        return command_problem(session, &problem);
    printf(_("made %s/metadata.json\n"), name);
    printf(_("Next: fill it in; `banchi validate %s` says what is missing.\n"), name);
    return STATUS_DONE;
}
