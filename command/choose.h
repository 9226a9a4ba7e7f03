/* The choices that a person makes where file and portal differ: --take-portal FIELD..., --keep-mine FIELD...
 *
 * A field is named as `plan` shows it: "title", or of a resource "FILE/description", "FILE/rows".
 */
#ifndef BANCHI_COMMAND_CHOOSE_H
#define BANCHI_COMMAND_CHOOSE_H

#include "catalog/workspace.h"
#include "command/command.h"

/* Words behind the two options that name datasets of the workspace become operands. */
void choose_sort(struct session *session, const struct workspace *workspace);

/* Writes what the portal has in the fields of --take-portal into the files; nothing else in them changes.
 * Then the files have to be checked again. STATUS_DONE also where the option was not given. */
enum status choose_take(struct session *session);

#endif
