/* Values in the one form in which files and portal are compared (design, "How the files map to the portal").
 *
 * The canonical form is JSON text: compact, members and sets sorted, numbers by value. The empty slice is
 * "missing", which null, "" and [] are too. A digest is the first 32 hex digits of the SHA-256 of the
 * canonical form.
 */
#ifndef BANCHI_PUBLISHER_VALUE_H
#define BANCHI_PUBLISHER_VALUE_H

#include "base/json.h"
#include "base/text.h"

struct arena;

enum value_class {
    VALUE_TEXT,    /* numbers and booleans count as their text, as a portal makes of them */
    VALUE_CAPITAL, /* text without regard to capitals: `format`, which a portal answers in capitals */
    VALUE_LIST,    /* a set of texts; one text is a set of one */
    VALUE_BOOLEAN, /* missing is false */
    VALUE_ANY,     /* whatever it is, compared as parsed */
};

#define DIGEST_HEX_BYTES 33

/* `value` may be NULL. */
struct slice value_canonical(struct arena *arena, enum value_class class, const struct json *value);

/* Of a text that stands for the value, as in an extra: a list there is compact JSON. */
struct slice value_canonical_text(struct arena *arena, enum value_class class, struct slice text);

/* "" for a missing value. */
void value_digest(struct slice canonical, char hex[static DIGEST_HEX_BYTES]);

#endif
