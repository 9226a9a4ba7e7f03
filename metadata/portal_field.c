/* One field of a portal's schema: what is said of it, and what is asked of its values. */
#include <string.h>

#include "base/arena.h"
#include "metadata/portal_kinds.h"
#include "metadata/portal_parts.h"

/* ---- what is said of a field ---- */

void words_write(struct making *making, const char *key, const char *name)
{
    json_write_key(making->writer, key);
    json_write_value(making->writer, validators_words(&making->validators, name));
}

/* A text, or an object of texts by language, becomes one that has "th" and "en" in any case. */
static void languages_write(struct making *making, const char *key, const struct json *texts)
{
    static const char *const wanted[] = {"th", "en"};
    struct json_writer *writer = making->writer;
    if (!json_is(texts, JSON_STRING) && (!json_is(texts, JSON_OBJECT) || texts->count == 0))
        return;
    const struct json *any = json_is(texts, JSON_STRING)     ? texts
                             : json_get(texts, "en") != NULL ? json_get(texts, "en")
                                                             : &texts->members[0].value;
    json_write_key(writer, key);
    json_write_begin_object(writer);
    for (size_t i = 0; i < 2; i++) {
        const struct json *one = json_get(texts, wanted[i]);
        json_write_key(writer, wanted[i]);
        json_write_slice(writer, json_text(one != NULL ? one : any));
    }
    for (uint32_t i = 0; json_is(texts, JSON_OBJECT) && i < texts->count; i++) {
        struct slice language = json_text(&texts->members[i].key);
        if (slice_equals(language, wanted[0]) || slice_equals(language, wanted[1]))
            continue;
        json_write_key_slice(writer, language);
        json_write_slice(writer, json_text(&texts->members[i].value));
    }
    json_write_end_object(writer);
}

void annotation_write(struct making *making, const char *key, const struct json *value)
{
    if (value == NULL)
        return;
    json_write_key(making->writer, key);
    json_write_value(making->writer, value);
}

void annotations_write(struct making *making, const struct field *field)
{
    static const char *const kept[][2] = {
        {"banchi:choices", "choices"},   {"banchi:choices_helper", "choices_helper"},
        {"banchi:preset", "preset"},     {"banchi:form_snippet", "form_snippet"},
        {"banchi:required", "required"}, {"banchi:form_placeholder", "form_placeholder"},
    };
    languages_write(making, "banchi:label", json_get(field->scheming, "label"));
    languages_write(making, "banchi:help", json_get(field->scheming, "help_text"));
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        annotation_write(making, kept[i][0], json_get(field->scheming, kept[i][1]));
    json_write_key(making->writer, "banchi:validators");
    json_write_slice(making->writer, field->validators);
}

/* ---- what is asked of a field ---- */

/* {"code", message}: the portal would fail on it. */
static void failing_begin(struct making *making)
{
    json_write_begin_object(making->writer);
    json_write_field(making->writer, "banchi:code", "R001");
    words_write(making, "banchi:message", "fails");
}

/* A choice is an object with a value; older schemas may have the value alone. */
static void choices_write(struct making *making, const struct demand *demand)
{
    struct json_writer *writer = making->writer;
    json_write_key(writer, "enum");
    json_write_begin_array(writer);
    for (uint32_t i = 0; demand->choices != NULL && i < demand->choices->count; i++) {
        const struct json *value = json_get(&demand->choices->items[i], "value");
        json_write_value(writer, value != NULL ? value : &demand->choices->items[i]);
    }
    for (struct slice rest = demand->arguments; rest.length > 0;) {
        const char *comma = memchr(rest.at, ',', rest.length);
        size_t length = comma != NULL ? (size_t)(comma - rest.at) : rest.length;
        json_write_slice(writer, (struct slice){rest.at, length});
        length += comma != NULL ? 1 : 0;
        rest = (struct slice){rest.at + length, rest.length - length};
    }
    json_write_end_array(writer);
}

/* A list of choices, or one of them. */
static void several_write(struct making *making, const struct demand *demand)
{
    struct json_writer *writer = making->writer;
    json_write_begin_object(writer);
    json_write_key(writer, "if");
    json_write_begin_object(writer);
    json_write_field(writer, "type", "array");
    json_write_end_object(writer);
    json_write_key(writer, "then");
    json_write_begin_object(writer);
    json_write_key(writer, "items");
    json_write_begin_object(writer);
    choices_write(making, demand);
    json_write_end_object(writer);
    json_write_end_object(writer);
    json_write_key(writer, "else");
    json_write_begin_object(writer);
    choices_write(making, demand);
    json_write_end_object(writer);
    json_write_end_object(writer);
    failing_begin(making);
    json_write_key(writer, "items");
    json_write_raw(writer, slice_of("{\"type\": [\"null\", \"string\", \"number\", \"boolean\"]}"));
    json_write_end_object(writer);
}

/* The pattern, with white space allowed around what it asks for, all of which may be missing. */
static void stripped_write(struct making *making, struct slice pattern, bool optional)
{
    struct slice white = json_text(json_get(making->validators.root, "white"));
    struct text text = {0};
    struct slice inner = {pattern.at + 1, pattern.length - 2}; /* "^...$" */
    text_format(&text, "^%.*s*(?:%.*s)%s%.*s*$", SLICE(white), SLICE(inner), optional ? "?" : "",
                SLICE(white));
    json_write_slice(making->writer, text_slice(&text));
    text_free(&text);
}

static void schema_write(struct making *making, const struct demand *demand)
{
    const struct json *schema = demand->schema;
    struct json_writer *writer = making->writer;
    json_write_begin_object(writer);
    for (uint32_t i = 0; i < schema->count; i++) {
        const struct json_member *member = &schema->members[i];
        json_write_key_slice(writer, json_text(&member->key));
        if (demand->stripped && slice_equals(json_text(&member->key), "pattern"))
            stripped_write(making, json_text(&member->value), demand->optional);
        else
            json_write_value(writer, &member->value);
    }
    json_write_end_object(writer);
}

static void demand_body_write(struct making *making, const struct demand *demand)
{
    if (demand->schema != NULL) {
        schema_write(making, demand);
        return;
    }
    json_write_begin_object(making->writer);
    choices_write(making, demand);
    json_write_end_object(making->writer);
}

static void demand_write(struct making *making, const struct demand *demand)
{
    struct json_writer *writer = making->writer;
    bool choices = demand->schema == NULL;
    uint32_t free = demand->ended & (choices ? ~0u : ~(uint32_t)KIND_NOTHING) & KINDS_SINGLE;
    if (demand->several) {
        several_write(making, demand);
    } else if (free == 0) {
        demand_body_write(making, demand);
    } else {
        json_write_begin_object(writer);
        json_write_key(writer, "if");
        json_write_begin_object(writer);
        json_write_key(writer, "not");
        kinds_single_write(writer, free);
        json_write_end_object(writer);
        json_write_key(writer, "then");
        demand_body_write(making, demand);
        json_write_end_object(writer);
    }
}

static void organizations_write(struct making *making)
{
    const struct portal_schema_options *options = making->options;
    struct json_writer *writer = making->writer;
    json_write_begin_object(writer);
    json_write_field(writer, "banchi:code", "R002");
    words_write(making, "banchi:message", "organization");
    json_write_key(writer, "if");
    json_write_begin_object(writer);
    json_write_field(writer, "type", "string");
    json_write_key(writer, "minLength");
    json_write_number(writer, 1);
    json_write_end_object(writer);
    json_write_key(writer, "then");
    json_write_begin_object(writer);
    json_write_key(writer, "enum");
    json_write_begin_array(writer);
    for (size_t i = 0; i < options->organization_count; i++)
        json_write_slice(writer, options->organizations[i]);
    json_write_end_array(writer);
    json_write_end_object(writer);
    json_write_end_object(writer);
}

/* CKAN takes a list of objects apart before it validates; where the schema has no list, nothing fits. */
void objects_forbid(struct making *making)
{
    struct json_writer *writer = making->writer;
    json_write_begin_object(writer);
    json_write_field(writer, "banchi:code", "R003");
    json_write_key(writer, "prefixItems");
    json_write_raw(writer, slice_of("[{\"not\": {\"type\": \"object\", \"minProperties\": 1}}]"));
    json_write_end_object(writer);
}

/* What is left of such a list is nothing, also of one whose first object is empty. */
static void objects_are_missing(struct making *making)
{
    json_write_raw(making->writer,
                   slice_of("{\"banchi:code\": \"M102\", \"prefixItems\": [{\"not\": {\"type\": "
                            "\"object\"}}]}"));
}

/* A column of text takes numbers, booleans and lists of one sort; the database fails on anything else. */
static void column_write(struct making *making, const struct outcome_of_kinds *outcome)
{
    struct json_writer *writer = making->writer;
    if (outcome->json || (outcome->left & (KINDS_LIST | KINDS_OBJECT)) == 0)
        return;
    failing_begin(making);
    annotation_write(making, "allOf", json_get(making->validators.root, "column"));
    json_write_end_object(writer);
}

void outcome_write(struct making *making, const struct field *field, const struct outcome_of_kinds *outcome)
{
    struct json_writer *writer = making->writer;
    bool column = field->place == PLACE_DATASET || field->column;
    kinds_keywords(writer, outcome->refused);
    json_write_key(writer, "allOf");
    json_write_begin_array(writer);
    objects_forbid(making);
    if (outcome->refused & KIND_MISSING)
        objects_are_missing(making);
    kinds_conditions(writer, outcome->refused);
    if (outcome->failed != 0) {
        failing_begin(making);
        json_write_key(writer, "allOf");
        json_write_begin_array(writer);
        kinds_forbid(writer, outcome->failed);
        json_write_end_array(writer);
        json_write_end_object(writer);
    }
    for (size_t i = 0; i < outcome->demand_count; i++)
        demand_write(making, &outcome->demands[i]);
    if (outcome->organization && making->options->organization_count > 0)
        organizations_write(making);
    if (column)
        column_write(making, outcome);
    json_write_end_array(writer);
}
