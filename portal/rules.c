#include "portal/rules.h"

#include <string.h>

#include "portal/request.h"
#include "portal/value.h"

/* Validated in this order, as CKAN does: by name. */
static const struct rule PACKAGE_CREATE[] = {
    {.key = "author", .validators = "ignore_missing unicode_safe"},
    {.key = "author_email", .validators = "ignore_missing strip_value email_validator"},
    {.key = "id",
     .validators = "empty_if_not_sysadmin ignore_missing unicode_safe package_id_does_not_exist"},
    {.key = "license_id", .validators = "ignore_missing unicode_safe"},
    {.key = "maintainer", .validators = "ignore_missing unicode_safe"},
    {.key = "maintainer_email", .validators = "ignore_missing strip_value email_validator"},
    {.key = "name", .validators = "not_empty unicode_safe name_validator package_name_validator"},
    {.key = "notes", .validators = "ignore_missing unicode_safe"},
    {.key = "owner_org", .validators = "owner_org_validator unicode_safe"},
    {.key = "private",
     .validators = "ignore_missing boolean_validator datasets_with_no_organization_cannot_be_private"},
    {.key = "return_to", .validators = "ignore"},
    {.key = "save", .validators = "ignore"},
    {.key = "plugin_data", .validators = "ignore"},
    {.key = "state", .validators = "ignore_not_package_admin ignore_missing"},
    {.key = "tag_string", .validators = "ignore_missing"},
    {.key = "title", .validators = "if_empty_same_as(name) unicode_safe"},
    {.key = "type", .validators = "ignore_missing unicode_safe"},
    {.key = "url", .validators = "ignore_missing unicode_safe"},
    {.key = "version", .validators = "ignore_missing unicode_safe package_version_validator"},
};

/* Where a change differs from a creation. */
static const struct rule PACKAGE_UPDATE[] = {
    {.key = "id", .validators = "ignore_missing"},
    {.key = "name", .validators = "ignore_missing name_validator package_name_validator unicode_safe"},
    {.key = "owner_org", .validators = "ignore_missing owner_org_validator unicode_safe"},
};

static const struct rule RESOURCE[] = {
    {.key = "cache_last_updated", .validators = "ignore_missing isodate"},
    {.key = "cache_url", .validators = "ignore_missing unicode_safe"},
    {.key = "created", .validators = "ignore_missing isodate"},
    {.key = "datastore_active", .validators = "ignore_missing"},
    {.key = "description", .validators = "ignore_missing unicode_safe"},
    {.key = "format", .validators = "if_empty_guess_format ignore_missing clean_format unicode_safe"},
    {.key = "hash", .validators = "ignore_missing unicode_safe"},
    {.key = "id", .validators = "ignore_empty resource_id_validator resource_id_does_not_exist unicode_safe"},
    {.key = "last_modified", .validators = "ignore_missing isodate"},
    {.key = "metadata_modified", .validators = "ignore"},
    {.key = "mimetype", .validators = "ignore_missing unicode_safe"},
    {.key = "mimetype_inner", .validators = "ignore_missing unicode_safe"},
    {.key = "name", .validators = "ignore_missing unicode_safe"},
    {.key = "package_id", .validators = "ignore"},
    {.key = "position", .validators = "ignore"},
    {.key = "resource_type", .validators = "ignore_missing unicode_safe"},
    {.key = "size", .validators = "ignore_missing int_validator"},
    {.key = "state", .validators = "ignore"},
    {.key = "tracking_summary", .validators = "ignore"},
    {.key = "url", .validators = "ignore_missing unicode_safe remove_whitespace"},
    {.key = "url_type", .validators = "ignore_missing unicode_safe"},
};

static struct rule *rule_find(struct rule *rules, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(rules[i].key, key) == 0)
            return &rules[i];
    return NULL;
}

/* A field without validators of its own is checked for being there, when it is required. */
static const char *field_validators(const struct value *field)
{
    const char *own = value_get_text(field, "validators");
    if (own != NULL)
        return own;
    return value_truthy(value_get(field, "required")) ? "not_empty" : "ignore_missing";
}

static struct rule_list overlay(struct request *request, struct rule *rules, size_t count,
                                const struct value *fields)
{
    for (size_t i = 0; fields != NULL && i < fields->count; i++) {
        const struct value *field = fields->items[i];
        const char *key = value_get_text(field, "field_name");
        const char *validators = field_validators(field);
        struct rule *rule = rule_find(rules, count, key);
        const bool custom = rule == NULL;
        if (custom)
            rule = &rules[count++];
        bool multiple = strstr(validators, "scheming_multiple_choice") != NULL;
        *rule = (struct rule){
            .key = key, .validators = validators, .field = field, .custom = custom, .multiple = multiple};
        if (strcmp(key, "tag_string") == 0)
            rule->validators = "ignore_missing"; /* tag_string_convert looks at more than one field */
    }
    (void)request;
    return (struct rule_list){rules, count};
}

static struct rule_list with_schema(struct request *request, const struct rule *base, size_t count,
                                    const struct value *fields)
{
    size_t more = fields == NULL ? 0 : fields->count;
    struct rule *rules = arena_array(&request->arena, count + more, sizeof *rules);
    memcpy(rules, base, count * sizeof *rules);
    return overlay(request, rules, count, fields);
}

struct rule_list rules_of_package(struct request *request, const struct value *schema, bool creating)
{
    const size_t count = sizeof PACKAGE_CREATE / sizeof *PACKAGE_CREATE;
    struct rule *rules = arena_array(&request->arena, count, sizeof *rules);
    memcpy(rules, PACKAGE_CREATE, sizeof PACKAGE_CREATE);
    for (size_t i = 0; i < sizeof PACKAGE_UPDATE / sizeof *PACKAGE_UPDATE && !creating; i++)
        *rule_find(rules, count, PACKAGE_UPDATE[i].key) = PACKAGE_UPDATE[i];
    return with_schema(request, rules, count, value_get(schema, "dataset_fields"));
}

struct rule_list rules_of_resource(struct request *request, const struct value *schema)
{
    return with_schema(request, RESOURCE, sizeof RESOURCE / sizeof *RESOURCE,
                       value_get(schema, "resource_fields"));
}
