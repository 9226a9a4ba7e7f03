/* Resources: files, links and tables of a dataset. */
#ifndef BANCHI_PORTAL_RESOURCE_H
#define BANCHI_PORTAL_RESOURCE_H

#include <stdbool.h>

struct package;
struct request;
struct value;

/* The id of the dataset that a resource is in, deleted ones too; NULL: there is none. */
const char *resource_owner(struct request *request, const char *resource_id, bool *active);

/* Actions. */
struct value *resource_create(struct request *request);
struct value *resource_show(struct request *request);
struct value *resource_update(struct request *request);
struct value *resource_patch(struct request *request);
struct value *resource_delete(struct request *request);

#endif
