/* Free text in a cell that surely shows nothing: a first look, for columns whose texts do not repeat.
 *
 * The promise is that of catalog/privacy_harmless.h: of a dull text privacy_see() shows no sign, save such as
 * count only in columns that are called so (SIGNS_OF_NAMED, and SIGN_NAME_WORDS where words are no names).
 * Most of it is the walk of catalog/privacy_prose.h; what counts in a column and not in prose comes on top: a
 * plate or an address in its own cell, a title at the beginning.
 */
#ifndef BANCHI_CATALOG_PRIVACY_DULL_H
#define BANCHI_CATALOG_PRIVACY_DULL_H

#include <stdbool.h>

#include "base/text.h"

struct arena;
struct privacy_dull;

/* Made ready once; read-only afterwards. */
const struct privacy_dull *privacy_dull_open(struct arena *arena);

/* The text is valid UTF-8 and not empty. */
bool privacy_dull(const struct privacy_dull *dull, struct slice text);

#endif
