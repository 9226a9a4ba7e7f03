/* The one pass over a table's rows: blocks are read by one thread after the other, checked by all at once,
 * and told in the order of the file. The inside of catalog/check_table.c, which has the table of checks.
 */
#ifndef BANCHI_CATALOG_CHECK_PASS_H
#define BANCHI_CATALOG_CHECK_PASS_H

#include "catalog/table_block.h"
#include "catalog/table_check.h"

/* As many checks as a set of them has bits. */
#define CHECKS_MOST 31

struct checks {
    const struct table_check *const *checks;
    size_t count;
    /* Tells of a row that the reader found faulty; true when its cells could be told apart all the same. */
    bool (*fault)(struct table_worker *worker, const struct table_block *block, size_t index,
                  const struct table_row *row);
};

/* Reads the table to its end and runs all checks. Its first block has been read. */
bool check_pass(struct table_run *run, const struct checks *checks, struct problem *problem)
    __attribute__((warn_unused_result));

/* Reads the table to its end for its bytes, rows and hash alone. */
bool check_pass_over(struct table_run *run, struct problem *problem) __attribute__((warn_unused_result));

#endif
