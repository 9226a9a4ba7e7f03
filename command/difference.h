/* The difference between two texts, line by line, for people: "-" what goes, "+" what comes, " " what stands
 * beside it. Values in it are the office's own files; control characters do not reach the terminal.
 */
#ifndef BANCHI_COMMAND_DIFFERENCE_H
#define BANCHI_COMMAND_DIFFERENCE_H

#include "base/text.h"

void difference_add(struct text *out, struct slice before, struct slice after);

#endif
