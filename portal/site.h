/* What the site says of itself: status, help, licences, and the scheming schema. */
#ifndef BANCHI_PORTAL_SITE_H
#define BANCHI_PORTAL_SITE_H

#include <stdbool.h>

struct arena;
struct request;
struct value;

/* The built-in Thai-GDC schema, as `scheming_dataset_schema_show` answers it. */
struct value *site_schema(struct arena *arena);

/* Facts of a licence; NULL where the id is not known or it has no address. */
struct license {
    const char *id;
    const char *title;
    const char *url;
    bool for_content;
    bool for_data;
    bool for_software;
    bool generic;
    const char *open;          /* od_conformance */
    const char *open_software; /* osd_conformance */
};
const struct license *license_find(const char *id);
bool license_is_open(const struct license *license);

/* Actions. */
struct value *status_show(struct request *request);
struct value *site_show(struct request *request);
struct value *help_show(struct request *request);
struct value *license_list(struct request *request);
struct value *scheming_dataset_schema_list(struct request *request);
struct value *scheming_dataset_schema_show(struct request *request);

#endif
