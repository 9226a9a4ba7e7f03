/* Host names: RFC 1123 2.1 with the lengths of RFC 1035, and RFC 5890 with IDNA2008's rules for the
 * characters of a label (RFC 5892), their contexts and directions, by libidn2. */
#ifndef BANCHI_METADATA_FORMAT_HOST_H
#define BANCHI_METADATA_FORMAT_HOST_H

#include <stdbool.h>

#include "base/text.h"

/* Letters, digits, inner hyphens; a label that begins with "xn--" must be the form of a valid label. */
bool host_valid(struct slice text);

/* The same, or labels as people write them; U+3002, U+FF0E and U+FF61 part labels as well as the dot. */
bool host_valid_international(struct slice text);

#endif
