/* Writing HTML: whatever comes from outside goes through here and is escaped. */
#ifndef BANCHI_PORTAL_HTML_H
#define BANCHI_PORTAL_HTML_H

#include <stdbool.h>

#include "base/text.h"

struct arena;

/* Text between tags or in a quoted attribute; control characters but line feed and tab are left out. */
void html_escape(struct text *out, struct slice text);

/* Markup with places for texts: %s is escaped, and is the only place there is. NULL is the empty text. */
void html_format(struct text *out, const char *markup, ...) __attribute__((format(printf, 2, 3)));

/* A part of a path or of a query: all but letters, digits, "-", "_", "." and "~" as %XX. */
const char *html_url_part(struct arena *arena, const char *text);

/* True for what may become a link: http:, https: and mailto:, as they are written, and nothing else. */
bool html_url_is_safe(struct slice url);

#endif
