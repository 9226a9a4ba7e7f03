/* How a table is written, against how it should be: told once, before its rows, which are then read as they
 * are written. So what is told of cells is true of them, and one cause has one finding.
 */
#ifndef BANCHI_CATALOG_CHECK_WRITTEN_H
#define BANCHI_CATALOG_CHECK_WRITTEN_H

#include "catalog/table_check.h"

/* Looks at the first block of run->table and at the file's beginning (`whole`: nothing follows) and sets
 * run->dialect by it where that is another than it should be. False where nothing is to be told. */
bool check_written(struct table_run *run, struct slice beginning, bool whole);

#endif
