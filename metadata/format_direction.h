/* Labels of host names that are written from right to left: the Bidi rule, RFC 5893 clause 2. */
#ifndef BANCHI_METADATA_FORMAT_DIRECTION_H
#define BANCHI_METADATA_FORMAT_DIRECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Holds a letter from right to left, or an Arabic digit. A name with such a label is a Bidi domain name: the
 * rule is for all its labels. */
bool label_is_right_to_left(const uint32_t *points, size_t count);

bool label_keeps_bidi_rule(const uint32_t *points, size_t count);

#endif
