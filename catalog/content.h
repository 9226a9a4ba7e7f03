/* What a file really is, told from its first bytes.
 */
#ifndef BANCHI_CATALOG_CONTENT_H
#define BANCHI_CATALOG_CONTENT_H

#include "base/text.h"

/* The kind of a file that is no CSV, in the user's language ("an Excel workbook (XLSX)"); NULL when it may be
 * one. */
const char *content_disguised(struct slice beginning);

/* Text that begins as JSON does. */
bool content_is_json(struct slice beginning);

/* Text in UTF-16, which `banchi convert` turns into UTF-8. */
bool content_is_wide(struct slice beginning);

#endif
