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

/* A state is where its row begins in the table: a step is one addition and two loads, and each waits for the
 * one before. Thai has three bytes a letter, and most states do not tell one letter (U+0E00 to U+0E7F) from
 * another: a column of the row says where all of them lead, or that they do not lead to one state. */
struct automaton {
    uint8_t class_of[256]; /* bytes that no state tells apart are of one class */
    const uint16_t *next;  /* by state and class; behind the classes two more columns */
    unsigned classes;
    unsigned width; /* of a row */
    unsigned start;
};
#define AUTOMATON_THAI(automaton) ((automaton)->classes)       /* the state, or AUTOMATON_APART */
#define AUTOMATON_AT_END(automaton) ((automaton)->classes + 1) /* 1: the text may end here */
#define AUTOMATON_APART UINT16_MAX

static inline bool automaton_is_thai(const char *at, const char *end)
{
    return end - at >= 3 && (unsigned char)at[0] == 0xE0 && ((unsigned char)at[1] & 0xFE) == 0xB8 &&
           ((unsigned char)at[2] & 0xC0) == 0x80;
}

/* NULL when the pattern is not of this kind, or wrong. */
const struct automaton *automaton_make(struct arena *arena, struct slice pattern);

static inline bool automaton_match(const struct automaton *automaton, struct slice subject)
{
    const char *at = subject.at, *end = at + subject.length;
    const uint16_t *next = automaton->next;
    size_t state = automaton->start, found = AUTOMATON_FOUND * automaton->width;
    while (at < end && state > found) {
        const uint16_t *row = next + state;
        if (automaton_is_thai(at, end) && row[AUTOMATON_THAI(automaton)] != AUTOMATON_APART) {
            state = row[AUTOMATON_THAI(automaton)];
            at += 3;
        } else {
            state = row[automaton->class_of[(unsigned char)*at++]];
        }
    }
    return state == found || next[state + AUTOMATON_AT_END(automaton)] != 0;
}

#endif
