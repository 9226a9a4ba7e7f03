/* Tables into the DataStore, in batches of LIMIT_BATCH_BYTES: only the rows that differ, where the table
 * keeps its columns; else made anew, all or nothing.
 *
 * CKAN keeps the old types when a table is created again, and a bad row in a later batch leaves the earlier
 * ones in: so a table is deleted first, and deleted again when anything fails, so that the public never sees
 * half of one. While it is made anew the public sees none or part of it. Doing it again does no harm, so a
 * lost answer is met by starting over.
 */
#ifndef BANCHI_PUBLISHER_STORE_H
#define BANCHI_PUBLISHER_STORE_H

#include "publisher/ckan.h"
#include "publisher/record.h"

struct store_table {
    const char *dataset;
    const char *resource_id;
    bool there; /* the portal has a table */
    const struct record_resource *mine;
};

bool store_table_load(struct ckan *ckan, const struct store_table *table, struct problem *problem)
    __attribute__((warn_unused_result));

/* Only the rows that differ, what is new before what is gone. `*fits` is false, and nothing is sent, when the
 * columns differ, there is no table, or it has more than LIMIT_DIFFERENCE_ROWS rows. */
bool store_rows_send(struct ckan *ckan, const struct store_table *table, bool *fits, struct problem *problem)
    __attribute__((warn_unused_result));

/* Only labels and notes changed: the rows stay. `*fits` becomes false, and nothing is sent, when the columns
 * differ; where it is true already, that is known. */
bool store_dictionary_send(struct ckan *ckan, const struct store_table *table, bool *fits,
                           struct problem *problem) __attribute__((warn_unused_result));

#endif
