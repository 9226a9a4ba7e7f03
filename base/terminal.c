#include "base/terminal.h"

#include <errno.h>
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
};

/* A signal then wakes the reading up, instead of ending the program with the echo off. */
static bool hide(struct hiding *hiding)
{
    if (tcgetattr(STDIN_FILENO, &hiding->before) != 0)
        return false;
    struct sigaction wake = {.sa_handler = only_wake};
    struct termios hidden = hiding->before;
    sigemptyset(&wake.sa_mask);
    for (size_t i = 0; i < ENDING_COUNT; i++)
        sigaction(ending[i], &wake, &hiding->actions[i]);
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    hidden.c_lflag |= ECHONL;
    hidden.c_cc[VSUSP] = _POSIX_VDISABLE;
    return tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
}

static void show(const struct hiding *hiding)
{
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hiding->before);
    for (size_t i = 0; i < ENDING_COUNT; i++)
        sigaction(ending[i], &hiding->actions[i], NULL);
}

/* Byte by byte: what stands behind the line is not ours. */
static bool line_read(size_t most, struct text *line, struct problem *problem)
{
    char byte;
    text_reserve(line, most + 1); /* it never moves, so that wiping it wipes all */
    for (;;) {
        ssize_t got = read(STDIN_FILENO, &byte, 1);
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
    bool fine = line_read(most, line, problem);
    if (typed)
        show(&hiding);
    return fine;
}
