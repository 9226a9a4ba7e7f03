/* What became of a portal's schema between two answers of it, field by field. */
#ifndef BANCHI_METADATA_PORTAL_DIFFERENCE_H
#define BANCHI_METADATA_PORTAL_DIFFERENCE_H

#include "base/json.h"

struct arena;

enum difference_kind { FIELD_ADDED, FIELD_REMOVED, FIELD_CHANGED };

/* "added" and so on: for JSON, never translated. */
const char *difference_name(enum difference_kind kind);

struct portal_difference {
    enum difference_kind kind;
    const char *field; /* "maintainer", "resources.url" */
    const char *keys;  /* of a changed one: what differs, "required, choices" */
};

/* In the order of the newer answer, removed ones last. Either may be NULL: a stock portal. Fields that stand
 * in another order are no difference: it means nothing to values. */
const struct portal_difference *portal_differences(struct arena *arena, const struct json *older,
                                                   const struct json *newer, size_t *count);

#endif
