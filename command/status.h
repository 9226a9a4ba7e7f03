/* Exit statuses (design, "Exit status"), and which one wins when several hold. */
#ifndef BANCHI_COMMAND_STATUS_H
#define BANCHI_COMMAND_STATUS_H

#include "base/problem.h"

enum status {
    STATUS_DONE = 0,
    STATUS_FINDINGS = 1, /* error findings, or data that the portal refuses */
    STATUS_USAGE = 2,
    STATUS_PENDING = 3, /* changes wait to be published (`plan --exit-code`) */
    STATUS_CONFLICT = 4,
    STATUS_NETWORK = 5,
    STATUS_TOKEN = 6,
    STATUS_PRIVACY = 7,
    STATUS_BUG = 70,
    STATUS_LOCAL = 74,
    STATUS_INTERRUPTED = 130,
};

enum status status_of_problem(enum problem_kind kind);

/* The one of the two that the run ends with. */
enum status status_worse(enum status a, enum status b);

#endif
