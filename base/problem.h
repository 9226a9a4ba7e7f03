/* A failure of the world: the disk, the network, the portal, the call itself.
 *
 * Not to be confused with a finding, which is a fault in the office's files (design, rule 1). A function
 * that can fail takes a `struct problem *`, returns false (or NULL) and has set it; the first problem
 * wins, later ones do not overwrite it. Only command/ prints it and turns its kind into the exit status.
 * `struct problem problem = {0}` is "none"; problem_clear() releases the message.
 */
#ifndef BANCHI_BASE_PROBLEM_H
#define BANCHI_BASE_PROBLEM_H

#include <stdbool.h>

#include "base/text.h"

/* The exit status that each stands for is in the design, "Exit status". */
enum problem_kind {
    PROBLEM_NONE,
    PROBLEM_USAGE,       /* 2: wrong use */
    PROBLEM_REFUSED,     /* 1: the portal refuses the data */
    PROBLEM_CONFLICT,    /* 4: the portal moved */
    PROBLEM_NETWORK,     /* 5: portal or network failed */
    PROBLEM_UNKNOWN,     /* 5: whether a write was carried out is not known */
    PROBLEM_TOKEN,       /* 6: token missing or refused */
    PROBLEM_PRIVACY,     /* 7: privacy gate shut */
    PROBLEM_LOCAL,       /* 74: reading or writing here failed */
    PROBLEM_INTERRUPTED, /* 130 */
    PROBLEM_BUG,         /* 70 */
};

struct problem {
    enum problem_kind kind;
    struct text message; /* what was tried, on what, why it failed, what to do; in the user's language */
};

/* Sets kind and message unless a problem stands already. Always returns false. */
bool problem_set(struct problem *problem, enum problem_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What errno says, in the user's language: the C library has no Thai, and no translations on a bare machine.
 * What is seldom met stays in English. */
const char *problem_reason(int error);

/* The same as problem_set(), of PROBLEM_LOCAL, with ": " and problem_reason(error) behind the message. */
bool problem_set_errno(struct problem *problem, int error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Moves a problem out of one place into another; the first one wins there too. Always returns false. */
bool problem_move(struct problem *to, struct problem *from);

void problem_clear(struct problem *problem);

#endif
