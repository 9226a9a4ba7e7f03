/* Tables into the DataStore, in batches of LIMIT_BATCH_BYTES.
 *
 * What is sent is never more than what changed asks for:
 *
 *   labels, notes, units, the dictionary's text: datastore_create with the fields alone; rows and table stay
 *   rows: those that differ, new ones before gone ones are taken out (store_rows_send())
 *   rows of a table that is too large for that: all are deleted and sent anew; the table and its views stay
 *   names, types or order of the columns: the table is dropped and made anew, since CKAN keeps old types when
 * a table is created again (recorded exchange 185)
 *
 * A bad row in a later batch leaves the earlier ones in: so a table that is loaded anew is dropped when
 * anything fails, that the public never sees half of one. While it is loaded anew the public sees none or
 * part of it. Doing it again does no harm, so a lost answer is met by starting over.
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
