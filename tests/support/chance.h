/* Numbers by chance, the same in every run: splitmix64. The state is the seed to begin with, and the
 * caller's.
 */
#ifndef BANCHI_TESTS_CHANCE_H
#define BANCHI_TESTS_CHANCE_H

#include <stdint.h>

uint64_t chance(uint64_t *state);

/* From 0 up to, but without, `below`. */
unsigned chance_below(uint64_t *state, unsigned below);

/* One element of an array. */
#define CHANCE_PICK(state, list) ((list)[chance_below(state, sizeof(list) / sizeof *(list))])

#endif
