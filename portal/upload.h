/* Uploaded files: written to the disk while they come in, then given to a resource.
 *
 * A file lies in the portal's files folder under a random name (blob); which resource it belongs to is a row
 * of the database, so that a commit switches from the old bytes to the new ones at once.
 */
#ifndef BANCHI_PORTAL_UPLOAD_H
#define BANCHI_PORTAL_UPLOAD_H

#include <stdbool.h>
#include <stddef.h>

struct request;
struct upload;
struct value;

/* Begins, continues and ends a file of a multipart body; false when the disk fails. More than
 * LIMIT_UPLOAD_BYTES are counted, not kept. */
struct upload *upload_begin(struct request *request, const char *field, const char *file_name);
bool upload_add(struct request *request, struct upload *upload, const void *at, size_t bytes);
bool upload_end(struct upload *upload);

/* Removes what no action kept, and what a commit made obsolete. */
void uploads_discard(struct request *request, bool committed);

/* Gives the file to a resource, in the place of the one it had. False: too large (409), or a crash. */
bool upload_give(struct request *request, struct upload *upload, const char *resource_id);
/* Takes the resource's file away. */
void upload_clear(struct request *request, const char *resource_id);

#endif
