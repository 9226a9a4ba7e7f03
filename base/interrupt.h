/* Ctrl-C at a safe point: the signals wait, and whoever works asks between two steps whether one has come.
 *
 * SIGINT, SIGTERM and SIGHUP are held for this thread and for those it starts afterwards; nothing is kept but
 * what the system keeps. Where they were not held they end the program as usual, and interrupt_came() is
 * false.
 */
#ifndef BANCHI_BASE_INTERRUPT_H
#define BANCHI_BASE_INTERRUPT_H

#include <stdbool.h>

void interrupt_hold(void);
bool interrupt_came(void);

#endif
