/* Patterns so simple that no engine is needed: "^", then characters and classes of ASCII, each with a count,
 * then
 * "$" or nothing. Most patterns of metadata are of this kind; they match in a few steps a byte, and always
 * end.
 *
 * Only what needs no going back is taken: where a count is open, the next item must be there and share no
 * character with this one.
 */
#ifndef BANCHI_METADATA_PATTERN_SIMPLE_H
#define BANCHI_METADATA_PATTERN_SIMPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define SIMPLE_ITEMS 32

struct simple_item {
    uint64_t set[2]; /* a bit for each ASCII character */
    uint32_t least, most;
};

struct simple_pattern {
    struct simple_item items[SIMPLE_ITEMS];
    size_t count;
    bool to_the_end; /* has "$" */
};

/* False when the pattern is not of this kind. */
bool simple_pattern_read(struct slice text, struct simple_pattern *pattern);

bool simple_pattern_match(const struct simple_pattern *pattern, struct slice subject);

#endif
