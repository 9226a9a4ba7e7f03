/* `banchi version`. */
#include <stdio.h>

#include "base/version.h"
#include "command/command.h"

enum status command_version(struct session *session)
{
    if (!option_given(&session->options, OPTION_JSON)) {
        printf("banchi %s\n", BANCHI_VERSION);
        return STATUS_DONE;
    }
    printf("{\"banchi\": \"%s\"}\n", BANCHI_VERSION);
    return STATUS_DONE;
}
