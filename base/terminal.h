/* What a stream is connected to, and what may be shown there. */
#ifndef BANCHI_BASE_TERMINAL_H
#define BANCHI_BASE_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* True when the descriptor is a terminal. */
bool terminal_is(int descriptor);

/* True when colour may be used there: a terminal, no NO_COLOR, TERM not "dumb". */
bool terminal_has_colour(int descriptor);

/* Its width; 80 when that cannot be told. */
size_t terminal_columns(int descriptor);

#endif
