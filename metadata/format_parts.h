/* What the files of the formats share; nobody else includes it. */
#ifndef BANCHI_METADATA_FORMAT_PARTS_H
#define BANCHI_METADATA_FORMAT_PARTS_H

#include "metadata/format.h"

#define FORMAT(name) bool name(struct slice text, struct arena *scratch)

/* format_time.c */
FORMAT(date_valid);
FORMAT(time_valid);
FORMAT(date_time_valid);
FORMAT(duration_valid);

/* format_mail.c */
FORMAT(email_valid);
FORMAT(international_email_valid);

/* format_reference.c */
FORMAT(uuid_valid);
FORMAT(json_pointer_valid);
FORMAT(relative_json_pointer_valid);
FORMAT(uri_template_valid);

/* format_ckan.c */
FORMAT(ckan_date_valid);
FORMAT(ckan_date_time_zone_valid);
FORMAT(ckan_json_valid);
FORMAT(ckan_json_object_valid);

#endif
