#include "base/problem.h"

#include <string.h>

static void set_list(struct problem *problem, enum problem_kind kind, const char *format, va_list list)
{
    if (problem->kind != PROBLEM_NONE)
        return;
    problem->kind = kind;
    text_format_list(&problem->message, format, list);
}

bool problem_set(struct problem *problem, enum problem_kind kind, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    set_list(problem, kind, format, list);
    va_end(list);
    return false;
}

bool problem_set_errno(struct problem *problem, int error, const char *format, ...)
{
    if (problem->kind != PROBLEM_NONE)
        return false;
    va_list list;
    va_start(list, format);
    set_list(problem, PROBLEM_LOCAL, format, list);
    va_end(list);
    char reason[256];
    text_format(&problem->message, ": %s", strerror_r(error, reason, sizeof reason));
    return false;
}

bool problem_move(struct problem *to, struct problem *from)
{
    if (to->kind == PROBLEM_NONE) {
        problem_clear(to);
        *to = *from;
        *from = (struct problem){0};
    } else {
        problem_clear(from);
    }
    return false;
}

void problem_clear(struct problem *problem)
{
    text_free(&problem->message);
    problem->kind = PROBLEM_NONE;
}
