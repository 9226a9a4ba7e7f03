#include "base/problem.h"

#include <errno.h>
#include <string.h>

#include "base/language.h"

/* The English is the C library's own. */
static const struct {
    int error;
    const char *words;
} reasons[] = {
    {EACCES, N_("Permission denied")},
    {EBUSY, N_("Device or resource busy")},
    {EDQUOT, N_("Disk quota exceeded")},
    {EEXIST, N_("File exists")},
    {EFBIG, N_("File too large")},
    {EIO, N_("Input/output error")},
    {EISDIR, N_("Is a directory")},
    {ELOOP, N_("Too many levels of symbolic links")},
    {EMFILE, N_("Too many open files")},
    {ENAMETOOLONG, N_("File name too long")},
    {ENOENT, N_("No such file or directory")},
    {ENOMEM, N_("Cannot allocate memory")},
    {ENOSPC, N_("No space left on device")},
    {ENOTDIR, N_("Not a directory")},
    {ENOTEMPTY, N_("Directory not empty")},
    {EPERM, N_("Operation not permitted")},
    {EROFS, N_("Read-only file system")},
    {EADDRINUSE, N_("Address already in use")},
};

const char *problem_reason(int error)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].error == error)
            return _(reasons[i].words);
    const char *words = strerrordesc_np(error);
    return words != NULL ? words : _("unknown reason");
}

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
    text_format(&problem->message, ": %s", problem_reason(error));
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
