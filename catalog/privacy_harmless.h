/* Cells in which no detector of catalog/privacy.h can see anything, told without asking them: most cells of a
 * table are such, and asking is what costs.
 *
 * The promise: of a harmless cell privacy_see() shows no sign, save that it is a date or like a LINE account,
 * which counts only in a column named so. There every cell is looked at. A cell that is not harmless need not
 * show anything. tests/unit/test_privacy_harmless.c holds the promise against the detectors.
 */
#ifndef BANCHI_CATALOG_PRIVACY_HARMLESS_H
#define BANCHI_CATALOG_PRIVACY_HARMLESS_H

#include <stdbool.h>

#include "base/text.h"

/* Any text of so many bytes is harmless: a@b.co is longer. */
#define HARMLESS_BYTES ((size_t)5)

/* Nobody's number has fewer digits. */
#define HARMLESS_DIGITS ((size_t)8)

/* Whether the cell is harmless by its letters: a short number, a code, a date, a word. */
bool privacy_harmless(struct slice cell);

#endif
