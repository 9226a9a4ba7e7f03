/* Many texts at once: whether no letter of them can be a fault of catalog/script.h.
 *
 * Thai marks are judged by the letter before them alone, 32 bytes at a time where the processor has AVX2: a
 * vowel above or below wants a consonant there, a tone mark a consonant or such a vowel, and so on. That is
 * stricter than script_judge(), never laxer; what is not Thai or ASCII is doubtful as well.
 */
#ifndef BANCHI_CATALOG_SCRIPT_SCAN_H
#define BANCHI_CATALOG_SCRIPT_SCAN_H

#include <stdbool.h>

#include "base/text.h"

/* True when script_judge() would find nothing in any part of the bytes that lies between separators of CSV,
 * save a blank at either end. Line feeds and carriage returns pass. The bytes are valid UTF-8. False without
 * AVX2. */
bool script_scan(struct slice bytes);

#endif
