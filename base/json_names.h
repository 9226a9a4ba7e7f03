/* Names that whoever reads JSON knows beforehand, as a schema does: the reader numbers the keys that are
 * among them, so that nobody looks them up again.
 *
 * Documents of one kind have their keys in much the same order. The reader remembers which name came behind
 * which, and compares a key with that one first: most keys are known without being looked up.
 *
 * What was remembered is one thread's; the table of the names may be shared.
 */
#ifndef BANCHI_BASE_JSON_NAMES_H
#define BANCHI_BASE_JSON_NAMES_H

#include <stdint.h>

#include "base/key_table.h"

struct arena;

/* More names than this are not numbered. */
#define JSON_NAMES 4096

/* In all of these a name is its number in the table and 1; 0 stands for none. */
struct json_names {
    const struct key_table *table;
    uint16_t *behind; /* which name came behind it; at 0 behind a key that is no name */
    uint16_t *within; /* which came first in an object that is its value */
    uint64_t *seen;   /* a bit for each; all 0 between two objects */
};

/* `count` is that of the names in the table. NULL when there are too many. */
struct json_names *json_names_make(struct arena *arena, const struct key_table *table, size_t count);

#endif
