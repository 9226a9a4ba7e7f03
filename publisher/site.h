/* What a portal is: which CKAN, whether it has a scheming schema, a DataStore; and what stands there.
 */
#ifndef BANCHI_PUBLISHER_SITE_H
#define BANCHI_PUBLISHER_SITE_H

#include <stdbool.h>

#include "base/json.h"
#include "publisher/ckan.h"

struct arena;

struct site {
    const char *version; /* "2.10.10" */
    bool datastore;
    bool revises;       /* it has package_revise: what is written can be bound to what was read */
    const char *loader; /* the action that tells how far its DataPusher or XLoader is; NULL: it has none */
    /* dataset_fields of its schema for datasets; NULL on a stock portal */
    const struct json *schema;
    const struct json *answer;     /* the whole schema for datasets; NULL on a stock portal */
    const struct json *extensions; /* names */
};

/* Asks with one or two requests. */
bool site_read(struct ckan *ckan, struct arena *run, struct site *site, struct problem *problem)
    __attribute__((warn_unused_result));

/* Whether the portal keeps this key at the top level of a dataset; else it goes into an extra. */
bool site_knows(const struct site *site, struct slice key);

/* A dataset by name or id, as the portal shows it; `*package` is NULL when there is none, or only a deleted
 * one. */
bool site_dataset(struct ckan *ckan, const char *id, struct arena *arena, const struct json **package,
                  struct problem *problem) __attribute__((warn_unused_result));

/* Whether the organization is there. */
bool site_organization(struct ckan *ckan, const char *slug, struct arena *arena, bool *there,
                       struct problem *problem) __attribute__((warn_unused_result));

/* Its title; PROBLEM_USAGE when there is no such organization. */
bool site_organization_title(struct ckan *ckan, const char *slug, struct arena *arena, const char **title,
                             struct problem *problem) __attribute__((warn_unused_result));

#endif
