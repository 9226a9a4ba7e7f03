/* A workspace for what is pulled, where there is none: `CKAN_URL=... banchi pull --organization O` in an
 * empty folder.
 */
#ifndef BANCHI_COMMAND_PULL_NEW_H
#define BANCHI_COMMAND_PULL_NEW_H

#include "command/command.h"

/* Makes the workspace of the options' folder where none is found and CKAN_URL names a portal: organization
 * and profile are as the portal tells. STATUS_DONE also where there is nothing to make. */
enum status pull_new_workspace(struct session *session);

#endif
