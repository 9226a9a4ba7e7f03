/* What a stream is connected to, and what may be shown there. */
#ifndef BANCHI_BASE_TERMINAL_H
#define BANCHI_BASE_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"
#include "base/text.h"

/* True when the descriptor is a terminal. */
bool terminal_is(int descriptor);

/* True when colour may be used there: a terminal, no NO_COLOR, TERM not "dumb". */
bool terminal_has_colour(int descriptor);

/* Its width; 80 when that cannot be told. */
size_t terminal_columns(int descriptor);

/* One line from standard input without its end. Where that is a terminal, `prompt` is shown on standard error
 * and what is typed is shown nowhere; Ctrl-C is PROBLEM_INTERRUPTED, with the terminal as it was. A line over
 * `most` bytes is PROBLEM_USAGE. The caller wipes and frees `line`. */
bool terminal_read_secret(const char *prompt, size_t most, struct text *line, struct problem *problem)
    __attribute__((warn_unused_result));

#endif
