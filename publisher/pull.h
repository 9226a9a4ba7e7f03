/* Asks a portal for its schemas, as ckanext-scheming shows them to anyone: of datasets, and of organizations
 * and groups where it has such.
 *
 * A portal without the extension is a stock one: it has no types of dataset. What is asked for is open to
 * everybody; no token is needed, and none is sent on purpose.
 */
#ifndef BANCHI_PUBLISHER_PULL_H
#define BANCHI_PUBLISHER_PULL_H

#include "base/json.h"
#include "publisher/ckan.h"

struct arena;

/* Makes the document of catalog/portal_file.h. Some requests: one for the status, and for each of the three
 * kinds one for its types and one for each type. False with a problem when the portal cannot be asked, or
 * answers what cannot be a schema. `url` is what the document says of the portal's address. */
bool pull_portal(struct ckan *ckan, const char *url, struct arena *arena, struct json *root,
                 struct problem *problem) __attribute__((warn_unused_result));

#endif
