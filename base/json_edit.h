/* A JSON document changed in one place, all other bytes left as they are: a person's layout stays.
 *
 * `text` is the whole document, `holder` an object or list read from it; each call adds the whole changed
 * text to `out`. Values and keys are given as JSON text.
 */
#ifndef BANCHI_BASE_JSON_EDIT_H
#define BANCHI_BASE_JSON_EDIT_H

#include "base/json.h"
#include "base/text.h"

struct arena;

/* Sets `key` of `object` to `value`, which is laid out as `banchi fmt` does. A member that is there keeps its
 * place; a new one comes last; with the empty slice as `value` the member is taken out. A repeated key is
 * changed where it counts, at its last place. */
void json_edit_member(struct arena *arena, struct slice text, const struct json *object, struct slice key,
                      struct slice value, struct text *out);

/* The member's number, the last one of a repeated key, as readers take it; the count where there is none. */
size_t json_edit_place(const struct json *object, struct slice key);

/* `with` in the place of the bytes from `from` to `to`. */
void json_edit_splice(struct slice text, size_t from, size_t to, struct slice with, struct text *out);

/* A new member (`key` is its key, without quotation marks) or element (`key` counts for nothing) behind the
 * one at `behind`, in the layout of its neighbours; the first one where the holder is empty. */
void json_edit_insert(struct slice text, const struct json *holder, size_t behind, struct slice key,
                      struct slice value, struct text *out);

/* Takes the member or element at `place` out. */
void json_edit_take_out(struct slice text, const struct json *holder, size_t place, struct text *out);

#endif
