/* Names that a portal gives, before they become names here: what a portal names is never a path (design,
 * rule 9).
 *
 * A dataset's name is taken as it is or not at all; a file's name is made by us, of a few harmless letters,
 * and only looks like the portal's.
 */
#ifndef BANCHI_PUBLISHER_PORTAL_NAMES_H
#define BANCHI_PUBLISHER_PORTAL_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct arena;

/* Whether it may be the name of a dataset's folder: 2 to 100 of a-z 0-9 - _, as CKAN has it, and not one that
 * means something else in a workspace ("schemas"). */
bool portal_name_fits(struct slice name);

/* A name for a file, unlike all of `taken`: letters a-z, digits, "_", "-" and ".", 100 bytes at most, begins
 * with a letter or digit, is none of banchi's own (metadata.json, *.dictionary.json, *.original). Made of
 * `wanted`, the last segment of the portal's address, where that tells anything, else of `instead`; with the
 * ending of `wanted`, else that of `format` ("CSV"). */
struct slice portal_file_name_make(struct arena *arena, struct slice wanted, const char *instead,
                                   struct slice format, const struct slice *taken, size_t count);

#endif
