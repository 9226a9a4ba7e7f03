/* Markdown of descriptions as HTML that can do no harm: raw HTML is shown as text, links lead to http, https
 * and mailto only (others become their text), images become what they are called. */
#ifndef BANCHI_PORTAL_MARKDOWN_H
#define BANCHI_PORTAL_MARKDOWN_H

#include "base/text.h"

/* Headings begin at <h3>. More than LIMIT_MARKDOWN_BYTES are shown as they are, in <pre>. */
void markdown_add(struct text *out, struct slice markdown);

#endif
