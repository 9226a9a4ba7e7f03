/* Text as it was typed: faults of Thai script and what cannot be seen.
 *
 * The faults are those of real files: they look right, or nearly so, on a screen, and who searches, sorts or
 * joins by the text finds it no more. The order of Thai letters is that of the keyboard's input sequence
 * (WTT 2.0): consonant, vowel above or below, tone mark, following vowel.
 */
#ifndef BANCHI_CATALOG_SCRIPT_H
#define BANCHI_CATALOG_SCRIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum script_fault {
    SCRIPT_CLEAN,
    SCRIPT_SARA_AM,     /* nikhahit and sara aa for the one letter sara am */
    SCRIPT_DOUBLE_E,    /* sara e twice, which looks like sara ae */
    SCRIPT_DOUBLE_MARK, /* two vowels above or below, or two tone marks, at one consonant */
    SCRIPT_ORDER,       /* a tone mark before the vowel above or below, or behind the one that follows */
    SCRIPT_ORPHAN,      /* a mark that stands at no consonant */
    SCRIPT_DAMAGED,     /* U+FFFD: a letter was lost when the text was converted */
    SCRIPT_INVISIBLE,   /* no-break or zero-width space, soft hyphen, direction mark, control character */
    SCRIPT_PADDED,      /* a blank or line break before or behind the text */
};

struct script_place {
    size_t character; /* from 1 */
    uint32_t point;
};

/* The first fault of the text, which is valid UTF-8; SCRIPT_PADDED only when there is no other. `place` may
 * be NULL. */
enum script_fault script_judge(struct slice text, struct script_place *place);

/* Whether the text is clean: fast, for ASCII and Thai. False also where it would have to be judged. */
bool script_is_surely_clean(struct slice text);

/* Whether the code point cannot be seen. */
bool script_is_invisible(uint32_t point);

#endif
