/* A portal's own rules, made into a profile: the JSON Schema of what the portal takes.
 *
 * From the answer of scheming_dataset_schema_show as it stands (any version of ckanext-scheming, expanded or
 * not, any language, subfields), laid over CKAN's own fields; without an answer, CKAN's own alone. Fields
 * keep their order, labels, help, choices, preset and validators as annotations (`banchi:...`); what their
 * validators refuse becomes keywords (metadata/validator.h).
 *
 * The schema judges one of two forms. The file's: a metadata.json, where `tags` are texts and a resource may
 * have `upload` in the place of `url`. The request's: the body of package_create, as the portal reads it.
 */
#ifndef BANCHI_METADATA_PORTAL_SCHEMA_H
#define BANCHI_METADATA_PORTAL_SCHEMA_H

#include "base/json.h"
#include "base/text.h"

struct arena;

struct portal_schema_options {
    const struct json *answer;         /* the result of scheming_dataset_schema_show; NULL: a stock CKAN */
    const struct json *extensions;     /* names, as status_show lists them; NULL: not known */
    const struct slice *organizations; /* names that the portal has; with a count of 0 they are not known */
    size_t organization_count;
    bool owner_given; /* whoever sends puts owner_org in, whatever the document says */
    bool request;     /* the request's form instead of the file's */
};

/* What only the portal can tell: a validator that is not known here, or one that asks the portal's database.
 */
struct portal_secret {
    struct slice field;       /* "maintainer", "resources.url" */
    struct slice validator;   /* unknown here; else empty */
    const struct json *words; /* {"th", "en"}: what is asked; else NULL */
};

struct portal_schema {
    struct slice text; /* JSON Schema 2020-12 */
    const struct portal_secret *secrets;
    size_t secret_count;
    bool unique_titles; /* two datasets may not have one title */
    bool other_type;    /* the portal has a schema, and a dataset of another `type` passes it by */
};

/* Never fails: what an answer does not have, or has in another shape, asks nothing. */
void portal_schema_make(struct arena *arena, const struct portal_schema_options *options,
                        struct portal_schema *made);

#endif
