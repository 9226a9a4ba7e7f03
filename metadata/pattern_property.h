/* The names of Unicode properties in ECMA-262 (tables 67 to 69), and what PCRE2 calls them. */
#ifndef BANCHI_METADATA_PATTERN_PROPERTY_H
#define BANCHI_METADATA_PATTERN_PROPERTY_H

#include <stdbool.h>

#include "base/text.h"

enum pattern_property {
    PROPERTY_WRONG,     /* ECMA-262 has no such property; names are told by their capitals as well */
    PROPERTY_UNMATCHED, /* it has, but PCRE2 would match something else */
    PROPERTY_ADDED,
};

/* Adds \p{...} or \P{...} for what stands between ECMA's braces: "Letter", "gc=Lu", "Script=Thai",
 * "Alphabetic". PCRE2 may be too old for what is added. */
enum pattern_property pattern_property_add(struct text *out, struct slice property, bool negated);

#endif
