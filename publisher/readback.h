/* Reading back what the portal really serves: bytes by download, tables row by row.
 *
 * Used to verify what was sent, and to look behind the metadata of a dataset that moved. Memory does not grow
 * with the size of a file or table.
 */
#ifndef BANCHI_PUBLISHER_READBACK_H
#define BANCHI_PUBLISHER_READBACK_H

#include "publisher/ckan.h"
#include "publisher/record.h"

/* Downloads the file of `theirs` and fills in bytes and hash. */
bool readback_file(struct ckan *ckan, const char *package_id, struct record_resource *theirs,
                   struct problem *problem) __attribute__((warn_unused_result));

/* Reads the table of `theirs` and fills in dictionary, rows and their digest, by the types that the portal
 * has them in. A table whose columns have other names than mine's gets a digest that no other has; `columns`
 * NULL: they are not compared. Without a table on the portal they stay empty. */
bool readback_table(struct ckan *ckan, const struct columns *columns, struct record_resource *theirs,
                    struct problem *problem) __attribute__((warn_unused_result));

/* A look at the table of `theirs`, with one request, for a dataset that has not moved (writing to the
 * DataStore moves none): the dictionary; and of a table that had up to LIMIT_GLANCE_ROWS rows the rows
 * themselves, of a larger one how many they are, by which rows_digest stays as it was or becomes one that no
 * other has. */
bool readback_glance(struct ckan *ckan, const struct columns *columns, struct record_resource *theirs,
                     uint64_t rows, struct problem *problem) __attribute__((warn_unused_result));

/* One page of rows as lists, from `offset` on, and whether another follows. `*page` is NULL where there is no
 * table. */
bool readback_page(struct ckan *ckan, const char *resource_id, uint64_t offset, struct arena *arena,
                   const struct json **page, struct problem *problem) __attribute__((warn_unused_result));
bool readback_page_is_full(const struct json *page);

/* The fields of the portal's table, in the arena. */
bool readback_fields(struct ckan *ckan, const char *resource_id, struct arena *arena,
                     const struct json **fields, struct problem *problem) __attribute__((warn_unused_result));

#endif
