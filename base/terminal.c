#include "base/terminal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/language.h"

bool terminal_is(int descriptor)
{
    return isatty(descriptor) == 1;
}

bool terminal_has_colour(int descriptor)
{
    const char *none = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return terminal_is(descriptor) && !(none && *none) && term && strcmp(term, "dumb") != 0;
}

size_t terminal_columns(int descriptor)
{
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

/* ---- what must not be seen ---- */

static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
#define ENDING_COUNT (sizeof ending / sizeof *ending)

static void only_wake(int number)
{
    (void)number;
}

/* The terminal as it was before, to be put back whatever happens. */
struct hiding {
    struct termios before;
    struct sigaction actions[ENDING_COUNT];
    sigset_t mask;    /* before */
    sigset_t waiting; /* while there is waiting */
};

static void show(const struct hiding *hiding)
{
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hiding->before);
    for (size_t i = 0; i < ENDING_COUNT; i++)
        sigaction(ending[i], &hiding->actions[i], NULL);
    sigprocmask(SIG_SETMASK, &hiding->mask, NULL);
}

/* A signal then wakes the waiting up, instead of ending the program with the echo off. It is let in while
 * there is waiting and at no other time, so that none comes just before the waiting and is missed. */
static bool hide(struct hiding *hiding)
{
    if (tcgetattr(STDIN_FILENO, &hiding->before) != 0)
        return false;
    struct sigaction wake = {.sa_handler = only_wake};
    struct termios hidden = hiding->before;
    sigemptyset(&wake.sa_mask);
    sigset_t held;
    sigemptyset(&held);
    for (size_t i = 0; i < ENDING_COUNT; i++)
        sigaddset(&held, ending[i]);
    sigprocmask(SIG_BLOCK, &held, &hiding->mask);
    hiding->waiting = hiding->mask;
    for (size_t i = 0; i < ENDING_COUNT; i++)
        sigdelset(&hiding->waiting, ending[i]);
    for (size_t i = 0; i < ENDING_COUNT; i++)
        sigaction(ending[i], &wake, &hiding->actions[i]);
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    hidden.c_lflag |= ECHONL;
    hidden.c_cc[VSUSP] = _POSIX_VDISABLE;
    if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0)
        return true;
    show(hiding);
    return false;
}

/* Whether something can be read before a signal comes. `hiding` is NULL where no terminal is read. */
static bool wait_for_input(const struct hiding *hiding)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return hiding == NULL || ppoll(&input, 1, NULL, &hiding->waiting) >= 0;
}

/* Byte by byte: what stands behind the line is not ours. */
static bool line_read(const struct hiding *hiding, size_t most, struct text *line, struct problem *problem)
{
    char byte;
    text_reserve(line, most + 1); /* it never moves, so that wiping it wipes all */
    for (;;) {
        ssize_t got = wait_for_input(hiding) ? read(STDIN_FILENO, &byte, 1) : -1;
        if (got < 0 && errno == EINTR)
            return problem_set(problem, PROBLEM_INTERRUPTED, _("Interrupted; nothing was kept."));
        if (got < 0)
            return problem_set_errno(problem, errno, _("standard input cannot be read"));
        if (got == 0 || byte == '\n')
            break;
        if (line->length == most)
            return problem_set(problem, PROBLEM_USAGE, _("the line is longer than %zu bytes"), most);
        text_add_char(line, byte);
    }
    while (line->length > 0 && line->at[line->length - 1] == '\r')
        line->at[--line->length] = '\0';
    return true;
}

bool terminal_read_secret(const char *prompt, size_t most, struct text *line, struct problem *problem)
{
    struct hiding hiding;
    bool typed = terminal_is(STDIN_FILENO);
    if (typed && !hide(&hiding))
        return problem_set(problem, PROBLEM_LOCAL,
                           _("The terminal cannot be told to hide what is typed. Give the token on standard "
                             "input instead."));
    if (typed)
        fputs(prompt, stderr);
    bool fine = line_read(typed ? &hiding : NULL, most, line, problem);
    if (typed)
        show(&hiding);
    return fine;
}
