/* Which validators stand at which field: CKAN's own for a stock portal, overlaid by the scheming schema. */
#ifndef BANCHI_PORTAL_RULES_H
#define BANCHI_PORTAL_RULES_H

#include <stdbool.h>
#include <stddef.h>

struct request;
struct value;

struct rule {
    const char *key;
    const char *validators;
    const struct value *field; /* of the schema; NULL: CKAN's own */
    bool custom;               /* a field that CKAN itself lacks */
    bool multiple;             /* kept as a list */
};

struct rule_list {
    const struct rule *rules;
    size_t count;
};

/* `schema` NULL: stock. */
struct rule_list rules_of_package(struct request *request, const struct value *schema, bool creating);
struct rule_list rules_of_resource(struct request *request, const struct value *schema);

#endif
