/* Host names: RFC 1123 2.1 with the lengths of RFC 1035, and RFC 5890 with IDNA2008's rules for the
 * characters of a label (RFC 5892) and their contexts, by libidn2, and directions (RFC 5893). */
#ifndef BANCHI_METADATA_FORMAT_HOST_H
#define BANCHI_METADATA_FORMAT_HOST_H

#include <stdbool.h>

#include "base/text.h"

struct arena;

/* Letters, digits, inner hyphens; a label that begins with "xn--" must be the form of a valid label. */
bool host_valid(struct slice text);

/* The same, or labels as people write them: what UTS 46 makes of the text (capitals, full-width letters and
 * dots, composed or not, U+3002 and U+FF61 for a dot) must be valid labels of IDNA2008. */
bool host_valid_international(struct slice text, struct arena *scratch);

#endif
