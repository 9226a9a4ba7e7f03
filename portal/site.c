#include "portal/site.h"

#include <string.h>

#include "portal/actions.h"
#include "portal/loader.h"
#include "portal/request.h"
#include "portal/value.h"

extern const char portal_schema_thai_gdc[];
extern const char portal_schema_thai_gdc_end[];

#define OPEN "approved"
#define CLOSED "rejected"
#define UNSEEN "not reviewed"

static const struct license LICENSES[] = {
    {"notspecified", "License not specified", NULL, false, false, false, true, UNSEEN, UNSEEN},
    {"odc-pddl", "Open Data Commons Public Domain Dedication and License (PDDL)",
     "http://www.opendefinition.org/licenses/odc-pddl", false, true, false, false, OPEN, UNSEEN},
    {"odc-odbl", "Open Data Commons Open Database License (ODbL)",
     "http://www.opendefinition.org/licenses/odc-odbl", false, true, false, false, OPEN, UNSEEN},
    {"odc-by", "Open Data Commons Attribution License", "http://www.opendefinition.org/licenses/odc-by",
     false, true, false, false, OPEN, UNSEEN},
    {"cc-zero", "Creative Commons CCZero", "http://www.opendefinition.org/licenses/cc-zero", true, true,
     false, false, OPEN, UNSEEN},
    {"cc-by", "Creative Commons Attribution", "http://www.opendefinition.org/licenses/cc-by", true, false,
     false, false, OPEN, UNSEEN},
    {"cc-by-sa", "Creative Commons Attribution Share-Alike",
     "http://www.opendefinition.org/licenses/cc-by-sa", true, false, false, false, OPEN, UNSEEN},
    {"gfdl", "GNU Free Documentation License", "http://www.opendefinition.org/licenses/gfdl", true, false,
     false, false, OPEN, UNSEEN},
    {"other-open", "Other (Open)", NULL, true, false, false, true, OPEN, UNSEEN},
    {"other-pd", "Other (Public Domain)", NULL, true, false, false, true, OPEN, UNSEEN},
    {"other-at", "Other (Attribution)", NULL, true, false, false, true, OPEN, UNSEEN},
    {"uk-ogl", "UK Open Government Licence (OGL)", "http://reference.data.gov.uk/id/open-government-licence",
     true, false, false, true, OPEN, UNSEEN},
    {"cc-nc", "Creative Commons Non-Commercial (Any)", "http://creativecommons.org/licenses/by-nc/2.0/",
     false, false, false, false, CLOSED, CLOSED},
    {"other-nc", "Other (Non-Commercial)", NULL, false, false, false, true, CLOSED, CLOSED},
    {"other-closed", "Other (Not Open)", NULL, false, false, false, true, CLOSED, CLOSED},
};
#define LICENSE_COUNT (sizeof LICENSES / sizeof *LICENSES)

const struct license *license_find(const char *id)
{
    for (size_t i = 0; i < LICENSE_COUNT && id != NULL; i++)
        if (strcmp(LICENSES[i].id, id) == 0)
            return &LICENSES[i];
    return NULL;
}

bool license_is_open(const struct license *license)
{
    return license != NULL && strcmp(license->open, OPEN) == 0;
}

struct value *site_schema(struct arena *arena)
{
    struct slice text = {portal_schema_thai_gdc,
                         (size_t)(portal_schema_thai_gdc_end - portal_schema_thai_gdc)};
    return value_read(arena, text, NULL);
}

static void set_text(struct request *request, struct value *object, const char *key, const char *text)
{
    value_set(&request->arena, object, key, value_string(&request->arena, text));
}

struct value *status_show(struct request *request)
{
    static const char *const extensions[] = {"activity", "datastore", "scheming_datasets", "thaisim"};
    struct value *result = value_object(&request->arena);
    set_text(request, result, "site_title", "CKAN");
    set_text(request, result, "site_description", "");
    set_text(request, result, "site_url", request->portal->url);
    set_text(request, result, "error_emails_to", "");
    set_text(request, result, "locale_default", request->portal->stock ? "en" : "th");
    struct value *list = value_list(&request->arena);
    for (size_t i = 0; i < (request->portal->stock ? 2 : 4); i++)
        value_append(&request->arena, list, value_string(&request->arena, extensions[i]));
    if (request->portal->loader != NULL)
        value_append(&request->arena, list,
                     value_string(&request->arena, loader_name(request->portal->loader)));
    value_set(&request->arena, result, "extensions", list);
    set_text(request, result, "ckan_version", "2.10.10");
    return result;
}

struct value *site_show(struct request *request)
{
    return value_bool(&request->arena, true);
}

struct value *help_show(struct request *request)
{
    const char *name = request_need(request, "name");
    if (name == NULL)
        return NULL;
    if (!action_exists(name)) {
        fail_not_found(request, "Not found");
        return NULL;
    }
    return value_format(&request->arena, "The action %s of the sandbox, as CKAN 2.10 has it.", name);
}

static struct value *license_show(struct request *request, const struct license *license)
{
    struct value *shown = value_object(&request->arena);
    const char *const words[] = {"False", "True"};
    set_text(request, shown, "id", license->id);
    set_text(request, shown, "title", license->title);
    set_text(request, shown, "url", license->url == NULL ? "" : license->url);
    set_text(request, shown, "domain_content", words[license->for_content]);
    set_text(request, shown, "domain_data", words[license->for_data]);
    set_text(request, shown, "domain_software", words[license->for_software]);
    set_text(request, shown, "is_generic", words[license->generic]);
    set_text(request, shown, "od_conformance", license->open);
    set_text(request, shown, "osd_conformance", license->open_software);
    set_text(request, shown, "family", "");
    set_text(request, shown, "maintainer", "");
    set_text(request, shown, "status", "active");
    return shown;
}

struct value *license_list(struct request *request)
{
    struct value *list = value_list(&request->arena);
    for (size_t i = 0; i < LICENSE_COUNT; i++)
        value_append(&request->arena, list, license_show(request, &LICENSES[i]));
    return list;
}

/* A stock portal has no such action at all. */
static bool has_schema(struct request *request, const char *name)
{
    return request->portal->schema != NULL ||
           fail_text(request, "Bad request - Action name not known: %s", name);
}

struct value *scheming_dataset_schema_list(struct request *request)
{
    if (!has_schema(request, "scheming_dataset_schema_list"))
        return NULL;
    struct value *list = value_list(&request->arena);
    value_append(&request->arena, list, value_string(&request->arena, "dataset"));
    return list;
}

struct value *scheming_dataset_schema_show(struct request *request)
{
    if (!has_schema(request, "scheming_dataset_schema_show"))
        return NULL;
    const char *type = request_need(request, "type");
    if (type == NULL)
        return NULL;
    if (strcmp(type, "dataset") != 0) {
        fail_not_found(request, "Not found");
        return NULL;
    }
    return value_copy(&request->arena, request->portal->schema);
}
