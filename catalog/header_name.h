/* A column's header: what its words say, and the name that is proposed for a portal's DataStore.
 *
 * Names are of a-z, 0-9 and _, begin with a letter, have at most 63 bytes and are no name that a portal
 * damages. Thai words are looked up in a table of the words of HR offices (header_words.def), what is not in
 * it is written in Latin letters after the Royal Institute's rules (catalog/romanize.h). What stands in
 * brackets is left out: mostly it is a unit.
 */
#ifndef BANCHI_CATALOG_HEADER_NAME_H
#define BANCHI_CATALOG_HEADER_NAME_H

#include <stdbool.h>

#include "base/text.h"

#define HEADER_NAME_BYTES 63

enum header_hint {
    HEADER_MEASURE = 1 << 0, /* counts or measures */
    HEADER_YEAR = 1 << 1,
    HEADER_DATE = 1 << 2,
    HEADER_ORDER = 1 << 3,  /* numbers that are not added up: codes, places in a list */
    HEADER_PERSON = 1 << 4, /* singles a person out */
    HEADER_TRAIT = 1 << 5,  /* helps to, where rows are persons */
};

struct header_hints {
    unsigned flags;   /* of enum header_hint */
    const char *unit; /* "" when none is named */
};

/* What the words of a header say, be they Thai or English. */
struct header_hints header_hints(struct slice header);

/* Whether a portal keeps the name as it is, and it has no Thai letters. */
bool header_is_plain(struct slice header);

/* Adds the proposed name; "column_N" when nothing is left of the header. `number` counts from 1. */
void header_add_name(struct slice header, size_t number, struct text *out);

/* Adds a title in Thai for a name made of known English words; else the header itself. */
void header_add_title(struct slice header, struct text *out);

#endif
