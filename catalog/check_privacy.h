/* The privacy gate's part in the one pass over a table (catalog/table_check.h): what its cells show, column
 * by column. The verdicts go into run->privacy; nobody asks where that is NULL. */
#ifndef BANCHI_CATALOG_CHECK_PRIVACY_H
#define BANCHI_CATALOG_CHECK_PRIVACY_H

#include "catalog/privacy_gate.h"
#include "catalog/table_check.h"

extern const struct table_check CHECK_PRIVACY;

/* The same for rows that are no data (catalog/check_passed.c). */
extern const struct table_check CHECK_PASSED;

#endif
