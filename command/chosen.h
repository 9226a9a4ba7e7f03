/* The portal that a command is about, before anybody talks to it: its entry in the catalog, the profile that
 * the entry names, and its own rules as they were pulled. */
#ifndef BANCHI_COMMAND_CHOSEN_H
#define BANCHI_COMMAND_CHOSEN_H

#include "command/command.h"

/* By --portal, then CKAN_URL, then `default_portal`, then the sandbox; NULL for an address that no entry has.
 */
const char *chosen_portal(const struct session *session, const struct workspace *workspace);

/* Lets the workspace be judged by the profile that the chosen portal's entry names, where it names one. False
 * with a status when --portal names no portal. */
bool chosen_profile(struct session *session, struct workspace *workspace, enum status *status);

/* The same, and by the portal's own rules where they were pulled; where --portal names one of which they were
 * not, standard error says so. */
bool chosen_rules(struct session *session, struct workspace *workspace, struct finding_sink *sink,
                  enum status *status);

#endif
