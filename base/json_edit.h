/* One member of a JSON document changed, all other bytes left as they are: a person's layout stays.
 */
#ifndef BANCHI_BASE_JSON_EDIT_H
#define BANCHI_BASE_JSON_EDIT_H

#include "base/json.h"
#include "base/text.h"

struct arena;

/* Adds to `out` the whole text with `key` of `object` (an object read from that text) set to `value`, JSON
 * text, which is laid out as `banchi fmt` does. A member that is there keeps its place; a new one comes last;
 * with the empty slice as `value` the member is taken out. A repeated key is changed where it counts, at its
 * last place. */
void json_edit_member(struct arena *arena, struct slice text, const struct json *object, struct slice key,
                      struct slice value, struct text *out);

#endif
