/* Findings as they may be shown: nothing in them tells of a person (design, rule 7).
 *
 * A value that a detector matches, or that stands in a column named like personal data, becomes its shape,
 * and its line is not shown at all; of the other texts (titles, names of files and keys, messages that list
 * values) those words become dots that tell of a person. What is not shown is not looked at: a line can be a
 * whole document.
 */
#ifndef BANCHI_COMMAND_MASKED_H
#define BANCHI_COMMAND_MASKED_H

#include "base/finding.h"

struct arena;

/* Few names and titles come again and again: each is asked about once, and remembered until another one takes
 * its place. */
#define MASKED_TEXTS 512

struct masked_field {
    char *name; /* NULL: none yet */
    bool personal;
};

struct masked {
    struct masked_field fields[MASKED_TEXTS]; /* by hash */
    char *clean[MASKED_TEXTS];                /* texts in which there is nothing to mask */
    char *values[MASKED_TEXTS]; /* values likewise: most differ, and would drive out the texts */
};

/* The finding as it may be shown; what was changed is in `arena`. `source`: its line is shown as well. */
struct finding masked_finding(struct masked *masked, struct arena *arena, const struct finding *finding,
                              bool source);

void masked_free(struct masked *masked);

#endif
