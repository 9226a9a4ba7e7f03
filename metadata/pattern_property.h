/* The names of Unicode properties in ECMA-262 (tables 67 to 69), and what PCRE2 calls them. */
#ifndef BANCHI_METADATA_PATTERN_PROPERTY_H
#define BANCHI_METADATA_PATTERN_PROPERTY_H

#include <stdbool.h>

#include "base/text.h"

/* Adds \p{...} or \P{...} for what stands between ECMA's braces: "Letter", "gc=Lu", "Script=Thai",
 * "Alphabetic". False when ECMA-262 has no such property. Names of scripts are left to PCRE2 to judge. */
bool pattern_property_add(struct text *out, struct slice property, bool negated);

#endif
