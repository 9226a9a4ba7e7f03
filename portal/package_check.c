#include <string.h>

#include "base/utf8.h"
#include "portal/form.h"
#include "portal/organization.h"
#include "portal/package.h"
#include "portal/request.h"
#include "portal/rules.h"
#include "portal/validate.h"
#include "portal/value.h"

/* Lists that hold objects; anything else against them is an error of structure. */
static const char *const SUBSCHEMAS[] = {
    "tags", "resources", "extras", "groups", "relationships_as_subject", "relationships_as_object"};

static bool is_list_of_objects(const struct value *value)
{
    if (!value_is(value, VALUE_LIST))
        return false;
    for (size_t i = 0; i < value->count; i++)
        if (value->items[i]->type != VALUE_OBJECT)
            return false;
    return true;
}

static bool check_structure(struct request *request, struct value *sent)
{
    for (size_t i = 0; i < sizeof SUBSCHEMAS / sizeof *SUBSCHEMAS; i++) {
        const struct value *list = value_get(sent, SUBSCHEMAS[i]);
        if (list == NULL || is_list_of_objects(list))
            continue;
        struct value *details = value_object(&request->arena);
        value_set(&request->arena, details, "message",
                  value_format(&request->arena, "Only lists of dicts can be placed against subschema ('%s',)",
                               SUBSCHEMAS[i]));
        value_set(&request->arena, details, "data", sent);
        return fail(request, 400, "Integrity Error", details);
    }
    if (value_truthy(value_get(sent, "__junk")))
        return fail_crash(request);
    return true;
}

static struct check check_of(struct request *request, const struct subject *subject, struct value *object,
                             const char *key)
{
    return (struct check){.request = request,
                          .subject = subject,
                          .object = object,
                          .key = key,
                          .messages = value_list(&request->arena)};
}

static void check_rules(struct request *request, const struct subject *subject, struct value *object,
                        const struct rule_list *rules, struct value *errors)
{
    bool existing = value_truthy(value_get(object, "id"));
    for (size_t i = 0; i < rules->count && !failed(request); i++) {
        struct check check = check_of(request, subject, object, rules->rules[i].key);
        check.field = rules->rules[i].field;
        check.existing_resource = existing;
        validate_field(&check, rules->rules[i].validators);
        errors_add(request, errors, check.key, check.messages);
    }
}

/* One list of errors for a list of objects: {} for a good one; none at all when all are good. */
static void add_element_errors(struct request *request, struct value *errors, const char *key,
                               struct value *each)
{
    bool any = false;
    for (size_t i = 0; i < each->count; i++)
        any = any || each->items[i]->count > 0;
    if (any)
        value_set(&request->arena, errors, key, each);
}

static bool is_field(const struct rule_list *rules, const struct value *key)
{
    if (!value_is(key, VALUE_STRING))
        return false;
    for (size_t i = 0; i < rules->count; i++)
        if (slice_equals(key->text, rules->rules[i].key))
            return true;
    for (size_t i = 0; i < sizeof SUBSCHEMAS / sizeof *SUBSCHEMAS; i++)
        if (slice_equals(key->text, SUBSCHEMAS[i]))
            return true;
    return false;
}

static void check_duplicate_extras(struct request *request, const struct value *extras, struct value *errors)
{
    for (size_t i = 0; i < extras->count; i++)
        for (size_t j = 0; j < i; j++) {
            const struct value *key = value_get(extras->items[i], "key");
            if (key == NULL || !value_same(key, value_get(extras->items[j], "key")))
                continue;
            struct value *messages = value_list(&request->arena);
            value_append(&request->arena, messages,
                         value_format(&request->arena, "Duplicate key \"%s\"",
                                      value_as_text(&request->arena, key).at));
            errors_add(request, errors, "extras_validation", messages);
            return;
        }
}

static void check_extras(struct request *request, const struct subject *subject, struct value *sent,
                         const struct rule_list *fields, struct value *errors)
{
    struct value *extras = value_get(sent, "extras");
    if (extras == NULL)
        return;
    check_duplicate_extras(request, extras, errors);
    struct value *each = value_list(&request->arena);
    for (size_t i = 0; i < extras->count && !failed(request); i++) {
        struct value *found = value_object(&request->arena);
        struct check key = check_of(request, subject, extras->items[i], "key");
        bool taken = is_field(fields, value_get(extras->items[i], "key"));
        validate_field(&key, "not_empty unicode_safe");
        if (taken)
            value_append(&request->arena, key.messages,
                         value_string(&request->arena, "There is a schema field with the same name"));
        errors_add(request, found, "key", key.messages);
        struct check text = check_of(request, subject, extras->items[i], "value");
        validate_field(&text, "not_missing");
        errors_add(request, found, "value", text.messages);
        value_append(&request->arena, each, found);
    }
    add_element_errors(request, errors, "extras", each);
}

/* The messages about one tag's name. */
static void check_tag(struct request *request, const struct subject *subject, struct slice name,
                      struct value *messages)
{
    struct arena *arena = &request->arena;
    size_t letters = utf8_count(name);
    if (letters < 2)
        value_append(arena, messages,
                     value_format(arena, "Tag \"%s\" length is less than minimum 2", name.at));
    if (letters > 100)
        value_append(arena, messages,
                     value_format(arena, "Tag \"%s\" length is more than maximum 100", name.at));
    if (!form_is_tag(name, subject->schema != NULL))
        value_append(
            arena, messages,
            value_format(arena,
                         "Tag \"%s\" can only contain alphanumeric characters, spaces (\" \"), hyphens "
                         "(\"-\"), underscores (\"_\") or dots (\".\")",
                         name.at));
}

/* Of tags the errors are one list of strings, one for each bad tag. */
static void check_tags(struct request *request, const struct subject *subject, struct value *sent,
                       struct value *errors)
{
    struct value *tags = value_get(sent, "tags");
    struct value *all = value_list(&request->arena);
    for (size_t i = 0; tags != NULL && i < tags->count; i++) {
        struct check check = check_of(request, subject, tags->items[i], "name");
        validate_field(&check, "not_missing not_empty unicode_safe");
        if (check.messages->count == 0)
            check_tag(request, subject, check.value->text, check.messages);
        struct text joined = {0};
        for (size_t j = 0; j < check.messages->count; j++) {
            text_add(&joined, j > 0 ? ", " : "");
            text_add_slice(&joined, check.messages->items[j]->text);
        }
        if (joined.length > 0)
            value_append(&request->arena, all, value_slice(&request->arena, text_slice(&joined)));
        text_free(&joined);
    }
    errors_add(request, errors, "tags", all);
}

static struct slice next_tag(struct slice *rest)
{
    const char *comma = rest->length == 0 ? NULL : memchr(rest->at, ',', rest->length);
    size_t length = comma == NULL ? rest->length : (size_t)(comma - rest->at);
    struct slice tag = form_stripped((struct slice){rest->at, length});
    size_t used = comma == NULL ? length : length + 1;
    *rest = (struct slice){rest->at + used, rest->length - used};
    return tag;
}

/* Adds the tags of a tag_string to the tags; the first bad one is the error. */
static void check_tag_string(struct request *request, const struct subject *subject, struct value *sent,
                             struct value *errors)
{
    struct arena *arena = &request->arena;
    const struct value *string = value_get(sent, "tag_string");
    if (value_is_null(string) || (string->type == VALUE_LIST && string->count == 0) ||
        (string->type == VALUE_OBJECT && string->count == 0))
        return;
    if (string->type != VALUE_STRING && string->type != VALUE_LIST) {
        fail_crash(request);
        return;
    }
    struct value *messages = value_list(arena);
    struct value *tags = value_get(sent, "tags");
    if (tags == NULL) {
        tags = value_list(arena);
        value_set(arena, sent, "tags", tags);
    }
    struct slice rest = string->type == VALUE_STRING ? string->text : (struct slice){"", 0};
    for (size_t i = 0; rest.length > 0 || (string->type == VALUE_LIST && i < string->count); i++) {
        struct slice name =
            string->type == VALUE_LIST ? value_as_text(arena, string->items[i]) : next_tag(&rest);
        if (name.length == 0)
            continue;
        struct value *tag = value_object(arena);
        value_set(arena, tag, "name", value_slice(arena, name));
        if (messages->count == 0)
            check_tag(request, subject, value_get(tag, "name")->text, messages);
        value_append(arena, tags, tag);
    }
    while (messages->count > 1)
        value_drop(messages, messages->count - 1);
    errors_add(request, errors, "tag_string", messages);
}

static void check_resources(struct request *request, const struct subject *subject, struct value *sent,
                            struct value *errors)
{
    struct value *resources = value_get(sent, "resources");
    if (resources == NULL)
        return;
    const struct rule_list rules = rules_of_resource(request, subject->schema);
    struct value *each = value_list(&request->arena);
    for (size_t i = 0; i < resources->count && !failed(request); i++) {
        struct value *found = value_object(&request->arena);
        check_rules(request, subject, resources->items[i], &rules, found);
        value_append(&request->arena, each, found);
    }
    add_element_errors(request, errors, "resources", each);
}

/* Keeps the fields of the rules: the others are dropped in silence. */
static void collect(struct request *request, const struct rule_list *rules, const struct value *sent,
                    struct value *checked)
{
    struct value *custom = value_object(&request->arena);
    for (size_t i = 0; i < rules->count && !failed(request); i++) {
        struct value *value = value_get(sent, rules->rules[i].key);
        if (value == NULL)
            continue;
        if (!rules->rules[i].custom) {
            value_set(&request->arena, checked, rules->rules[i].key, value);
            continue;
        }
        bool multiple = rules->rules[i].multiple;
        struct value *stored = multiple ? value : column_text(request, value);
        if (stored != NULL && stored->type != VALUE_NULL)
            value_set(&request->arena, custom, rules->rules[i].key, stored);
    }
    value_set(&request->arena, checked, "custom", custom);
}

static void collect_extras(struct request *request, const struct value *sent, struct value *checked)
{
    struct arena *arena = &request->arena;
    const struct value *extras = value_get(sent, "extras");
    struct value *kept = value_list(arena);
    for (size_t i = 0; extras != NULL && i < extras->count && !failed(request); i++) {
        const struct value *text = column_text(request, value_get(extras->items[i], "value"));
        if (text == NULL || text->type == VALUE_NULL || value_truthy(value_get(extras->items[i], "deleted")))
            continue;
        struct value *extra = value_object(arena);
        value_set(arena, extra, "key", value_get(extras->items[i], "key"));
        value_set(arena, extra, "value", value_copy(arena, text));
        value_append(arena, kept, extra);
    }
    value_sort(kept, "key");
    value_set(arena, checked, "extras", kept);
}

static bool has_tag(const struct value *tags, const struct value *name, const struct value *vocabulary)
{
    for (size_t i = 0; i < tags->count; i++)
        if (value_same(value_get(tags->items[i], "name"), name) &&
            value_same(value_get(tags->items[i], "vocabulary_id"), vocabulary))
            return true;
    return false;
}

static void collect_tags(struct request *request, const struct value *sent, struct value *checked)
{
    struct arena *arena = &request->arena;
    const struct value *tags = value_get(sent, "tags");
    struct value *kept = value_list(arena);
    for (size_t i = 0; tags != NULL && i < tags->count; i++) {
        struct value *name = value_get(tags->items[i], "name");
        struct value *vocabulary = value_get(tags->items[i], "vocabulary_id");
        vocabulary = value_is(vocabulary, VALUE_STRING) ? vocabulary : value_null(arena);
        if (has_tag(kept, name, vocabulary))
            continue;
        struct value *tag = value_object(arena);
        value_set(arena, tag, "name", name);
        value_set(arena, tag, "vocabulary_id", vocabulary);
        value_append(arena, kept, tag);
    }
    value_sort(kept, "name");
    value_set(arena, checked, "tags", kept);
}

/* Groups that there are; the others are dropped in silence. */
static void collect_groups(struct request *request, const struct value *sent, struct value *checked)
{
    const struct value *groups = value_get(sent, "groups");
    struct value *kept = value_list(&request->arena);
    for (size_t i = 0; groups != NULL && i < groups->count; i++) {
        const char *asked = value_get_text(groups->items[i], "id");
        asked = asked == NULL ? value_get_text(groups->items[i], "name") : asked;
        const char *id = asked == NULL ? NULL : team_find(request, asked, false);
        if (id != NULL)
            value_append(&request->arena, kept, value_string(&request->arena, id));
    }
    value_set(&request->arena, checked, "groups", kept);
}

struct value *package_check(struct request *request, const struct subject *subject, struct value *sent)
{
    if (!check_structure(request, sent))
        return NULL;
    const struct rule_list rules = rules_of_package(request, subject->schema, subject->package_id == NULL);
    struct value *errors = value_object(&request->arena);
    check_rules(request, subject, sent, &rules, errors);
    check_tags(request, subject, sent, errors);
    check_tag_string(request, subject, sent, errors);
    check_extras(request, subject, sent, &rules, errors);
    check_resources(request, subject, sent, errors);
    if (!failed(request) && errors->count > 0)
        fail_fields(request, errors);
    if (failed(request))
        return NULL;
    struct value *checked = value_object(&request->arena);
    collect(request, &rules, sent, checked);
    collect_extras(request, sent, checked);
    collect_tags(request, sent, checked);
    collect_groups(request, sent, checked);
    struct value *resources = value_get(sent, "resources");
    value_set(&request->arena, checked, "resources",
              resources == NULL ? value_list(&request->arena) : resources);
    return failed(request) ? NULL : checked;
}
