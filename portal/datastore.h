/* The DataStore's actions: tables behind resources. */
#ifndef BANCHI_PORTAL_DATASTORE_H
#define BANCHI_PORTAL_DATASTORE_H

#include <stdbool.h>

struct request;
struct table;
struct value;

/* Drops the table of a resource, if there is one. */
void datastore_drop(struct request *request, const char *resource_id);

/* The table of a resource that the user may read; one without a number after a failure. */
struct table datastore_readable(struct request *request, const char *resource_id);

/* Actions. */
struct value *datastore_create(struct request *request);
struct value *datastore_upsert(struct request *request);
struct value *datastore_delete(struct request *request);
struct value *datastore_records_delete(struct request *request);
struct value *datastore_info(struct request *request);
struct value *datastore_search(struct request *request);

#endif
