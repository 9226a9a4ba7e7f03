#include "command/status.h"

#include <stddef.h>

enum status status_of_problem(enum problem_kind kind)
{
    static const enum status statuses[] = {
        [PROBLEM_NONE] = STATUS_DONE,        [PROBLEM_USAGE] = STATUS_USAGE,
        [PROBLEM_REFUSED] = STATUS_FINDINGS, [PROBLEM_CONFLICT] = STATUS_CONFLICT,
        [PROBLEM_NETWORK] = STATUS_NETWORK,  [PROBLEM_UNKNOWN] = STATUS_NETWORK,
        [PROBLEM_TOKEN] = STATUS_TOKEN,      [PROBLEM_PRIVACY] = STATUS_PRIVACY,
        [PROBLEM_LOCAL] = STATUS_LOCAL,      [PROBLEM_INTERRUPTED] = STATUS_INTERRUPTED,
        [PROBLEM_BUG] = STATUS_BUG,
    };
    return statuses[kind];
}

enum status status_worse(enum status a, enum status b)
{
    /* Wrong use mostly ends a run before anything else can be found; what was not allowed does not. */
    static const enum status order[] = {STATUS_BUG,      STATUS_LOCAL,    STATUS_INTERRUPTED, STATUS_PRIVACY,
                                        STATUS_TOKEN,    STATUS_CONFLICT, STATUS_USAGE,       STATUS_NETWORK,
                                        STATUS_FINDINGS, STATUS_PENDING,  STATUS_DONE};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (a == order[i] || b == order[i])
            return order[i];
    return STATUS_BUG;
}
