/* Tables into the DataStore: made anew, all or nothing, in batches of LIMIT_BATCH_BYTES.
 *
 * CKAN keeps the old types when a table is created again, and a bad row in a later batch leaves the earlier
 * ones in: so a table is deleted first, and deleted again when anything fails, so that the public never sees
 * half of one. While it is loaded the public sees part of it. Doing it again does no harm, so a lost answer
 * is met by starting over.
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

/* Only labels and notes changed: the rows stay. `*fits` is false, and nothing is sent, when the columns
 * differ. */
bool store_dictionary_send(struct ckan *ckan, const struct store_table *table, bool *fits,
                           struct problem *problem) __attribute__((warn_unused_result));

#endif
