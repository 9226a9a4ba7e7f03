/* HTML for a person who decides by what it shows: whatever comes from outside is escaped, and what cannot be
 * seen or would turn the text around (control characters, direction marks, characters of no width) is shown
 * as its number, so that no text can look like another.
 */
#ifndef BANCHI_COMMAND_MARKUP_H
#define BANCHI_COMMAND_MARKUP_H

#include "base/text.h"

/* Adds text between tags. Never for attributes: those are ours. */
void markup_add(struct text *out, struct slice text);

/* Adds markup in which each %s is a text to be escaped, and the only place there is. NULL is the empty text.
 */
void markup_format(struct text *out, const char *markup, ...) __attribute__((format(printf, 2, 3)));

/* Adds a text as a piece of its own, which neither takes nor gives direction, and in Thai where it is Thai:
 * <bdi lang="th">...</bdi> */
void markup_add_piece(struct text *out, struct slice text);

#endif
