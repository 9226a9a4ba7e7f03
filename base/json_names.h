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

/* A name and what was remembered of it. Names are told by their number in the table and 1; 0 stands for a key
 * that is none of them. */
struct json_name {
    const char *at;
    uint32_t length;
    uint32_t object; /* the last one that had it, by its number */
    uint16_t behind; /* which name came behind it */
    uint16_t within; /* which came first in an object that is its value */
};

/* What stands at 0: no key is written so, since it is no UTF-8. */
#define JSON_NAME_NONE ((struct json_name){.at = "\xFF", .length = 1})

struct json_names {
    const struct key_table *table; /* NULL: there are none */
    struct json_name *list;        /* by their numbers */
    uint32_t objects;              /* how many were read so far */
};

/* `count` is that of the names in the table. NULL when there are too many. */
struct json_names *json_names_make(struct arena *arena, const struct key_table *table, size_t count);

#endif
