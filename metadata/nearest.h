/* The allowed value that a person most likely meant.
 *
 * Compares by code points, without regard to ASCII capitals and blanks: first by number of edits (insert,
 * remove, replace, swap of neighbours), at most a quarter of the longer text, or as many as it takes where
 * Thai marks alone differ; else the longest choice that stands within the value ("รายปี" holds "ปี"), or the
 * shortest one that the value stands in.
 */
#ifndef BANCHI_METADATA_NEAREST_H
#define BANCHI_METADATA_NEAREST_H

#include "base/text.h"

struct arena;

/* The place of the nearest of `choices`, or -1 when none is near. Texts must be UTF-8. */
long nearest_choice(struct arena *scratch, struct slice value, const struct slice *choices, size_t count);

/* The same word, but for ASCII capitals and blanks. */
bool nearest_is_same(struct arena *scratch, struct slice a, struct slice b);

#endif
