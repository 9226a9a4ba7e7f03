/* The keys of an object's members: which stand twice. For the reader and for comparing. */
#ifndef BANCHI_BASE_JSON_MEMBERS_H
#define BANCHI_BASE_JSON_MEMBERS_H

#include "base/json.h"

/* True when no key stands twice; also false when their hashes collide too often to tell in fair time.
 * `names`: those by which the keys were numbered. */
bool members_differ(struct json_names *names, const struct json_member *members, uint32_t count);

/* For each member whether its key stands before it already; whatever the keys are. The caller frees it. */
bool *members_repeated(const struct json_member *members, uint32_t count);

/* The members by key, those of the same key in file order. The caller frees it. */
const struct json_member **members_sorted(const struct json_member *members, uint32_t count);

#endif
