/* Patterns as automata: one step a byte, whatever the pattern and the text are, and never a step back.
 *
 * Taken are characters, classes, groups, alternatives and repetitions of ECMA-262, with "^" where an
 * alternative of the whole begins and "$" where it ends. What asks for more (look-around, references, word
 * boundaries, properties, an open repetition within another), or would make too large an automaton, is left
 * to the engine of pattern.c. Only whether there is a match is told, so that lazy and greedy are the same.
 */
#ifndef BANCHI_METADATA_PATTERN_AUTOMATON_H
#define BANCHI_METADATA_PATTERN_AUTOMATON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct arena;

enum { AUTOMATON_DEAD, AUTOMATON_FOUND };

/* A state is where its row begins in the table: a step is one addition and two loads. */
struct automaton {
    uint8_t class_of[256]; /* bytes that no state tells apart are of one class */
    const uint16_t *next;  /* by state and class */
    const bool *at_end;    /* by number of the state: the text may end here */
    unsigned width;        /* classes */
    unsigned start;
};

/* NULL when the pattern is not of this kind, or wrong. */
const struct automaton *automaton_make(struct arena *arena, struct slice pattern);

static inline bool automaton_match(const struct automaton *automaton, struct slice subject)
{
    const char *at = subject.at, *end = at + subject.length;
    size_t state = automaton->start, found = AUTOMATON_FOUND * automaton->width;
    for (; at < end && state > found; at++)
        state = automaton->next[state + automaton->class_of[(unsigned char)*at]];
    return state == found || automaton->at_end[state / automaton->width];
}

#endif
