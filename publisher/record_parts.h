/* What the makers of records share; within publisher/ only. */
#ifndef BANCHI_PUBLISHER_RECORD_PARTS_H
#define BANCHI_PUBLISHER_RECORD_PARTS_H

#include "publisher/record.h"

/* CKAN's own keys, which are at the top level on every portal: the design's row "title notes maintainer ...",
 * with name, owner_org and tags. */
struct record_core {
    const char *key;
    enum value_class class;
};
const struct record_core *record_core_dataset(size_t *count);
const struct record_core *record_core_resource(size_t *count);

#endif
