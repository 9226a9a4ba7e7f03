/* A bar on the terminal for what takes longer than a second: which file, how far, how fast.
 *
 *     struct progress *progress = progress_start(STDERR_FILENO, PROGRESS_DELAY);
 *     ... progress_meter(progress) to whoever reads, progress_sink(progress, sink) to whoever tells ...
 *     progress_end(progress);
 *
 * It is drawn on one line of the descriptor, at most ten times a second, and only where that is a terminal
 * that can erase a line (TERM is not "dumb"); elsewhere there is no progress, and every function takes NULL.
 * It has no colours, so that NO_COLOR changes nothing. Before a finding goes to the sink behind
 * progress_sink() the line is erased, and at the end; progress_hide() does so for whoever prints otherwise.
 */
#ifndef BANCHI_COMMAND_PROGRESS_H
#define BANCHI_COMMAND_PROGRESS_H

#include "base/finding.h"
#include "base/meter.h"
#include "base/text.h"

struct progress;

#define PROGRESS_DELAY 1000 /* milliseconds before the first bar */

/* NULL when the descriptor is no terminal. */
struct progress *progress_start(int descriptor, unsigned delay);

/* On standard error; NULL also where it would mix with JSON on the same terminal. */
struct progress *progress_beside(bool json);

/* NULL for NULL. */
struct meter *progress_meter(struct progress *progress);

/* A sink before `behind`; `behind` itself for NULL. */
struct finding_sink *progress_sink(struct progress *progress, struct finding_sink *behind);

void progress_hide(struct progress *progress);

/* Erases and releases it. */
void progress_end(struct progress *progress);

/* The line for a file of which `done` bytes of `all` were read in so many milliseconds, in `columns` columns.
 */
struct progress_state {
    const char *file;
    uint64_t done, all; /* `all` is 0 when nobody knows */
    uint64_t milliseconds;
};
void progress_write(const struct progress_state *state, size_t columns, struct text *out);

#endif
