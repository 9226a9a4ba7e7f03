#include "metadata/portal_schema.h"

#include <string.h>

#include "base/arena.h"
#include "metadata/portal_parts.h"

#define DEPTH_OF_SUBFIELDS 8

/* ---- lists of fields ---- */

static const struct json *stock_of(const struct making *making, const char *part)
{
    return json_get(json_get(making->validators.root, "stock"), part);
}

/* scheming's order: own validators for a creation, own ones, the preset's where the answer was not expanded,
 * else by `required`. */
static struct slice validators_of(const struct making *making, const struct json *scheming)
{
    static const char *const own[] = {"create_validators", "validators"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (json_is(json_get(scheming, own[i]), JSON_STRING))
            return json_text(json_get(scheming, own[i]));
    const struct json *presets = json_get(making->validators.root, "presets");
    const struct json *preset = json_get_slice(presets, json_text(json_get(scheming, "preset")));
    if (preset != NULL)
        return json_text(preset);
    return slice_of(json_is_truthy(json_get(scheming, "required")) ? "not_empty" : "ignore_missing");
}

static bool list_has(const struct field_list *list, struct slice key)
{
    for (size_t i = 0; i < list->count; i++)
        if (slice_equal(list->fields[i].key, key))
            return true;
    return false;
}

static uint32_t items_count(const struct json *value)
{
    return value != NULL && value->type == JSON_ARRAY ? value->count : 0;
}

static struct field_list fields_make(struct making *making, const struct json *scheming,
                                     const struct json *stock, enum place place)
{
    size_t most = items_count(scheming) + (stock != NULL ? stock->count : 0);
    struct field_list list = {arena_array(making->arena, most, sizeof *list.fields), 0};
    for (uint32_t i = 0; scheming != NULL && i < items_count(scheming); i++) {
        const struct json *field = &scheming->items[i];
        struct slice key = json_text(json_get(field, "field_name"));
        if (key.length == 0 || list_has(&list, key))
            continue;
        list.fields[list.count++] = (struct field){key, validators_of(making, field), field, place,
                                                   json_get_slice(stock, key) != NULL};
    }
    for (uint32_t i = 0; stock != NULL && i < stock->count; i++) {
        struct slice key = json_text(&stock->members[i].key);
        if (!list_has(&list, key))
            list.fields[list.count++] =
                (struct field){key, json_text(&stock->members[i].value), NULL, place, true};
    }
    return list;
}

/* ---- what only the portal knows ---- */

static void secrets_add(struct making *making, const struct field *field,
                        const struct outcome_of_kinds *outcome)
{
    struct portal_schema *made = making->made;
    const char *before = field->place == PLACE_RESOURCE ? "resources." : "";
    struct slice name = {0};
    size_t count = outcome->unknown_count + outcome->portal_count;
    struct portal_secret *secrets = arena_array(making->arena, made->secret_count + count, sizeof *secrets);
    bool own = field->place == PLACE_RESOURCE && field->scheming == NULL; /* CKAN gives resources their ids */
    if (count == 0 || own || field->place == PLACE_PART)
        return;
    name.at = arena_format(making->arena, "%s%.*s", before, SLICE(field->key));
    name.length = strlen(name.at);
    for (size_t i = 0; i < made->secret_count; i++)
        secrets[i] = made->secrets[i];
    for (size_t i = 0; i < outcome->unknown_count; i++)
        secrets[made->secret_count++] =
            (struct portal_secret){.field = name, .validator = outcome->unknown[i]};
    for (size_t i = 0; i < outcome->portal_count; i++)
        secrets[made->secret_count++] = (struct portal_secret){.field = name, .words = outcome->portal[i]};
    made->secrets = secrets;
}

static void unknown_write(struct making *making, const struct outcome_of_kinds *outcome)
{
    struct json_writer *writer = making->writer;
    if (outcome->unknown_count == 0)
        return;
    json_write_key(writer, "banchi:only_portal");
    json_write_begin_array(writer);
    for (size_t i = 0; i < outcome->unknown_count; i++)
        json_write_slice(writer, outcome->unknown[i]);
    json_write_end_array(writer);
}

/* ---- objects ---- */

static void follow(struct making *making, const struct field *field, struct outcome_of_kinds *outcome)
{
    validator_follow(making->arena, &making->validators, field->validators, &making->extensions,
                     field->scheming, outcome);
}

static void object_write(struct making *making, const struct field_list *list, unsigned depth);

/* A list of objects with fields of their own, or (older schemas) one object. */
static void subfields_write(struct making *making, const struct json *subfields, bool repeating,
                            unsigned depth)
{
    struct json_writer *writer = making->writer;
    struct field_list list = fields_make(making, subfields, NULL, PLACE_PART);
    json_write_field(writer, "type", repeating ? "array" : "object");
    if (!repeating) {
        object_write(making, &list, depth + 1);
        return;
    }
    json_write_key(writer, "items");
    json_write_begin_object(writer);
    json_write_field(writer, "type", "object");
    object_write(making, &list, depth + 1);
    json_write_end_object(writer);
}

static void field_write(struct making *making, const struct field *field,
                        const struct outcome_of_kinds *outcome, unsigned depth)
{
    const struct json *repeating = json_get(field->scheming, "repeating_subfields");
    const struct json *simple = json_get(field->scheming, "simple_subfields");
    json_write_key_slice(making->writer, field->key);
    json_write_begin_object(making->writer);
    annotations_write(making, field);
    unknown_write(making, outcome);
    if ((repeating != NULL || simple != NULL) && depth < DEPTH_OF_SUBFIELDS)
        subfields_write(making, repeating != NULL ? repeating : simple, repeating != NULL, depth);
    else
        outcome_write(making, field, outcome);
    json_write_end_object(making->writer);
    secrets_add(making, field, outcome);
}

static bool is_wanted(const struct field *field, const struct outcome_of_kinds *outcome)
{
    bool parts = json_get(field->scheming, "repeating_subfields") != NULL;
    return !parts && ((outcome->refused | outcome->failed) & KIND_MISSING) != 0;
}

/* Left out of a file: what whoever sends puts in, and what a file is described by when it is sent. */
static bool is_given(const struct making *making, const struct field *field)
{
    static const char *const of_file[] = {"url", "format", "mimetype", "hash", "size", "url_type"};
    if (making->options->request)
        return false;
    if (field->place == PLACE_DATASET)
        return making->options->owner_given && slice_equals(field->key, "owner_org");
    for (size_t i = 0; i < sizeof of_file / sizeof *of_file; i++)
        if (field->place == PLACE_RESOURCE && slice_equals(field->key, of_file[i]))
            return true;
    return false;
}

static void wanted_write(struct making *making, const struct field_list *list,
                         const struct outcome_of_kinds *outcomes, bool given)
{
    json_write_key(making->writer, "required");
    json_write_begin_array(making->writer);
    for (size_t i = 0; i < list->count; i++)
        if (is_wanted(&list->fields[i], &outcomes[i]) && is_given(making, &list->fields[i]) == given)
            json_write_slice(making->writer, list->fields[i].key);
    json_write_end_array(making->writer);
}

/* {"if": {"not": {"required": ["upload"]}}, "then": {"required": [...]}} */
static void wanted_of_link_write(struct making *making, const struct field_list *list,
                                 const struct outcome_of_kinds *outcomes)
{
    struct json_writer *writer = making->writer;
    json_write_begin_object(writer);
    json_write_key(writer, "if");
    json_write_raw(writer, slice_of("{\"not\": {\"required\": [\"upload\"]}}"));
    json_write_key(writer, "then");
    json_write_begin_object(writer);
    wanted_write(making, list, outcomes, true);
    json_write_end_object(writer);
    json_write_end_object(writer);
}

static void beside_write(struct making *making, const struct field_list *list,
                         const struct outcome_of_kinds *outcomes)
{
    bool of_files = list->count > 0 && list->fields[0].place == PLACE_RESOURCE && !making->options->request;
    size_t count = of_files ? 1 : 0;
    for (size_t i = 0; i < list->count; i++)
        count += outcomes[i].beside_count;
    if (count == 0)
        return;
    json_write_key(making->writer, "allOf");
    json_write_begin_array(making->writer);
    if (of_files)
        wanted_of_link_write(making, list, outcomes);
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; j < outcomes[i].beside_count; j++)
            json_write_value(making->writer, outcomes[i].beside[j]);
    json_write_end_array(making->writer);
}

/* Fields that only a request has; in a file `tags` says all. */
static bool is_left_out(const struct making *making, const struct field *field)
{
    static const char *const of_request[] = {"id",          "state",     "type",      "save",
                                             "plugin_data", "return_to", "tag_string"};
    if (making->options->request || field->place != PLACE_DATASET)
        return false;
    for (size_t i = 0; i < sizeof of_request / sizeof *of_request; i++)
        if (slice_equals(field->key, of_request[i]))
            return true;
    return making->options->owner_given && slice_equals(field->key, "owner_org");
}

static void parts_write(struct making *making, const struct field_list *dataset);

static void object_write(struct making *making, const struct field_list *list, unsigned depth)
{
    struct outcome_of_kinds *outcomes = arena_array(making->arena, list->count, sizeof *outcomes);
    bool dataset = list->count > 0 && list->fields[0].place == PLACE_DATASET;
    struct field_list shown = {arena_array(making->arena, list->count, sizeof *shown.fields), 0};
    for (size_t i = 0; i < list->count; i++)
        if (!is_left_out(making, &list->fields[i]))
            shown.fields[shown.count++] = list->fields[i];
    for (size_t i = 0; i < shown.count; i++)
        follow(making, &shown.fields[i], &outcomes[i]);
    wanted_write(making, &shown, outcomes, false);
    json_write_key(making->writer, "properties");
    json_write_begin_object(making->writer);
    for (size_t i = 0; i < shown.count; i++) {
        field_write(making, &shown.fields[i], &outcomes[i], depth);
        bool title = dataset && slice_equals(shown.fields[i].key, "title");
        making->made->unique_titles = making->made->unique_titles || (title && outcomes[i].unique);
    }
    if (dataset)
        parts_write(making, list);
    json_write_end_object(making->writer);
    beside_write(making, &shown, outcomes);
}

/* ---- the parts of a dataset: resources, tags, extras and the like ---- */

static void resources_write(struct making *making)
{
    const struct json *scheming = json_get(making->options->answer, "resource_fields");
    struct json_writer *writer = making->writer;
    struct field_list list = fields_make(making, scheming, stock_of(making, "resource"), PLACE_RESOURCE);
    json_write_key(writer, "resources");
    json_write_begin_object(writer);
    json_write_field(writer, "type", "array");
    json_write_key(writer, "items");
    json_write_begin_object(writer);
    json_write_field(writer, "type", "object");
    /* keys that CKAN does not know it keeps, whatever they hold, save lists of objects */
    json_write_key(writer, "additionalProperties");
    objects_forbid(making);
    object_write(making, &list, 0);
    json_write_end_object(writer);
    json_write_end_object(writer);
}

/* In a file a tag is the text that is the name in a request. */
static void file_tags_write(struct making *making)
{
    struct field name = {.key = slice_of("tags"),
                         .validators = json_text(json_get(stock_of(making, "tag"), "name")),
                         .place = PLACE_PART};
    struct outcome_of_kinds outcome;
    follow(making, &name, &outcome);
    json_write_key(making->writer, "tags");
    json_write_begin_object(making->writer);
    json_write_key(making->writer, "items");
    json_write_begin_object(making->writer);
    outcome_write(making, &name, &outcome);
    json_write_end_object(making->writer);
    json_write_end_object(making->writer);
}

static void list_write(struct making *making, const char *key, const char *part)
{
    struct json_writer *writer = making->writer;
    struct field_list list = fields_make(making, NULL, stock_of(making, part), PLACE_PART);
    json_write_key(writer, key);
    json_write_begin_object(writer);
    json_write_field(writer, "type", "array");
    json_write_key(writer, "items");
    json_write_begin_object(writer);
    json_write_field(writer, "type", "object");
    object_write(making, &list, 0);
    json_write_end_object(writer);
    json_write_end_object(writer);
}

/* The keys that an extra may not have: those of fields, and names of CKAN's inside. */
static void extras_write(struct making *making, const struct field_list *dataset)
{
    const struct json *inner = json_get(making->validators.root, "inner");
    struct json_writer *writer = making->writer;
    struct field_list list = fields_make(making, NULL, stock_of(making, "extra"), PLACE_PART);
    json_write_key(writer, "extras");
    json_write_begin_object(writer);
    json_write_field(writer, "type", "array");
    json_write_key(writer, "items");
    json_write_begin_object(writer);
    json_write_field(writer, "type", "object");
    object_write(making, &list, 0);
    json_write_key(writer, "dependentSchemas"); /* `allOf` is taken */
    json_write_begin_object(writer);
    json_write_key(writer, "key");
    json_write_raw(writer,
                   slice_of("{\"properties\": {\"key\": {\"banchi:code\": \"R004\", \"not\": {\"enum\": ["));
    bool after = false;
    for (size_t i = 0; i < dataset->count + inner->count; i++) {
        struct slice key =
            i < dataset->count ? dataset->fields[i].key : json_text(&inner->items[i - dataset->count]);
        struct text quoted = {0};
        struct json_writer one = {.out = &quoted};
        json_write_slice(&one, key);
        text_add(writer->out, after ? ", " : "");
        text_add_slice(writer->out, text_slice(&quoted));
        text_free(&quoted);
        after = true;
    }
    text_add(writer->out, "]}}}}");
    json_write_end_object(writer);
    json_write_end_object(writer);
    json_write_end_object(writer);
}

static void parts_write(struct making *making, const struct field_list *dataset)
{
    const struct json *parts = json_get(making->validators.root, "parts");
    resources_write(making);
    if (!making->options->request) {
        file_tags_write(making);
        return;
    }
    list_write(making, "tags", "tag");
    extras_write(making, dataset);
    for (uint32_t i = 0; i < parts->count; i++) {
        json_write_key_slice(making->writer, json_text(&parts->members[i].key));
        json_write_value(making->writer, &parts->members[i].value);
    }
}

/* ---- all of it ---- */

static void extensions_take(struct making *making)
{
    const struct json *named = making->options->extensions;
    size_t count = json_is(named, JSON_ARRAY) ? named->count : 0;
    making->extensions.names = arena_array(making->arena, count, sizeof *making->extensions.names);
    for (size_t i = 0; i < count; i++)
        making->extensions.names[making->extensions.count++] = json_text(&named->items[i]);
}

static void extensions_reveal(struct making *making, const struct field_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        validator_reveal(making->arena, &making->validators, list->fields[i].validators, &making->extensions);
}

static void root_write(struct making *making, const struct field_list *list)
{
    struct json_writer *writer = making->writer;
    json_write_begin_object(writer);
    json_write_field(writer, "$schema", "https://json-schema.org/draft/2020-12/schema");
    words_write(making, "banchi:label", making->options->answer != NULL ? "title" : "title of stock");
    annotation_write(making, "banchi:scheming_version",
                     json_get(making->options->answer, "scheming_version"));
    annotation_write(making, "banchi:about", json_get(making->options->answer, "about"));
    json_write_field(writer, "type", "object");
    object_write(making, list, 0);
    json_write_end_object(writer);
}

void portal_schema_make(struct arena *arena, const struct portal_schema_options *options,
                        struct portal_schema *made)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true};
    struct making making = {.arena = arena, .options = options, .writer = &writer, .made = made};
    *made = (struct portal_schema){.other_type = options->answer != NULL};
    validators_open(arena, &making.validators);
    extensions_take(&making);
    struct field_list list = fields_make(&making, json_get(options->answer, "dataset_fields"),
                                         stock_of(&making, "dataset"), PLACE_DATASET);
    extensions_reveal(&making, &list);
    root_write(&making, &list);
    made->text = (struct slice){arena_copy(arena, out.at, out.length), out.length};
    text_free(&out);
}
