/* JSON Pointer (RFC 6901): from a pointer to a value, and from a place in a document back to its pointer. */
#ifndef BANCHI_METADATA_POINTER_H
#define BANCHI_METADATA_POINTER_H

#include "base/json.h"
#include "base/text.h"

struct arena;

/* One step of a pointer from a value to what it holds: the member or element that the token (still escaped
 * with ~0 and ~1, or wrongly) names; NULL when there is none. */
const struct json *pointer_step(struct arena *arena, const struct json *value, struct slice token);

/* Takes the first token off a pointer that is not empty; false when it does not begin with "/". */
bool pointer_token(struct slice *pointer, struct slice *token);

/* The way from `root` to the value, or to the key, whose text begins at `offset`. */
struct pointer_way {
    const char *text;       /* RFC 6901 pointer; U+FFFD stands for a NUL in a key */
    struct slice tokens[3]; /* the first steps: decoded key, or index */
    size_t count;           /* number of steps, which may be more than 3 */
};
struct pointer_way pointer_to(struct arena *arena, const struct json *root, uint32_t offset);

#endif
