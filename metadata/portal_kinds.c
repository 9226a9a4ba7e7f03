#include "metadata/portal_kinds.h"

#include "base/json_write.h"
#include "metadata/validator.h"

/* JSON's types and the kinds that they are made of. */
static const struct {
    const char *type;
    uint32_t kinds;
} types[] = {
    {"null", KIND_NOTHING},     {"string", KINDS_TEXT}, {"number", KINDS_NUMBER},
    {"boolean", KINDS_BOOLEAN}, {"array", KINDS_LIST},  {"object", KINDS_OBJECT},
};

#define TYPE_COUNT (sizeof types / sizeof *types)

/* Where a part of a type's kinds is forbidden: the keyword that says so. Those of strings, lists and objects
 * say nothing of other types; those of the others need a condition. */
static const struct {
    uint32_t kinds;
    uint32_t forbidden;
    const char *keywords; /* within the object */
} parts[] = {
    {KINDS_TEXT, KIND_EMPTY, "\"minLength\": 1"},
    {KINDS_TEXT, KIND_EMPTY | KIND_BLANK, "\"pattern\": \"[^\\\\s]\""},
    {KINDS_TEXT, KIND_BLANK, "\"pattern\": \"^$|[^\\\\s]\""},
    {KINDS_TEXT, KIND_BLANK | KIND_TEXT, "\"maxLength\": 0"},
    {KINDS_TEXT, KIND_TEXT, "\"pattern\": \"^\\\\s*$\""},
    {KINDS_LIST, KIND_NO_ITEMS, "\"minItems\": 1"},
    {KINDS_LIST, KIND_ITEMS, "\"maxItems\": 0"},
    {KINDS_OBJECT, KIND_NO_MEMBERS, "\"minProperties\": 1"},
    {KINDS_OBJECT, KIND_MEMBERS, "\"maxProperties\": 0"},
};

static const struct {
    uint32_t kinds;
    uint32_t forbidden;
    const char *type;
    const char *then;
} conditions[] = {
    {KINDS_NUMBER, KIND_FRACTION, "number", "{\"type\": \"integer\"}"},
    {KINDS_NUMBER, KIND_FRACTION | KIND_ZERO, "number", "{\"type\": \"integer\", \"not\": {\"const\": 0}}"},
    {KINDS_NUMBER, KIND_FRACTION | KIND_WHOLE, "number", "{\"const\": 0}"},
    {KINDS_NUMBER, KIND_ZERO, "number", "{\"not\": {\"const\": 0}}"},
    {KINDS_BOOLEAN, KIND_YES, "boolean", "{\"const\": false}"},
    {KINDS_BOOLEAN, KIND_NO, "boolean", "{\"const\": true}"},
};

static void types_write(struct json_writer *writer, uint32_t forbidden)
{
    bool all = true;
    for (size_t i = 0; i < TYPE_COUNT; i++)
        all = all && (forbidden & types[i].kinds) != types[i].kinds;
    if (all)
        return;
    json_write_key(writer, "type");
    json_write_begin_array(writer);
    for (size_t i = 0; i < TYPE_COUNT; i++)
        if ((forbidden & types[i].kinds) != types[i].kinds)
            json_write_string(writer, types[i].type);
    json_write_end_array(writer);
}

static bool has_conditions(uint32_t forbidden)
{
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++)
        if ((forbidden & conditions[i].kinds) == conditions[i].forbidden)
            return true;
    return false;
}

void kinds_conditions(struct json_writer *writer, uint32_t forbidden)
{
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        if ((forbidden & conditions[i].kinds) != conditions[i].forbidden)
            continue;
        json_write_begin_object(writer);
        json_write_key(writer, "if");
        json_write_begin_object(writer);
        json_write_field(writer, "type", conditions[i].type);
        json_write_end_object(writer);
        json_write_key(writer, "then");
        json_write_raw(writer, slice_of(conditions[i].then));
        json_write_end_object(writer);
    }
}

void kinds_keywords(struct json_writer *writer, uint32_t forbidden)
{
    types_write(writer, forbidden);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if ((forbidden & parts[i].kinds) != parts[i].forbidden)
            continue;
        const char *text = parts[i].keywords;
        size_t key = 1;
        while (text[key] != '"')
            key++;
        json_write_key_slice(writer, (struct slice){text + 1, key - 1});
        json_write_raw(writer, slice_of(text + key + 3));
    }
}

void kinds_forbid(struct json_writer *writer, uint32_t forbidden)
{
    json_write_begin_object(writer);
    kinds_keywords(writer, forbidden);
    if (has_conditions(forbidden)) {
        json_write_key(writer, "allOf");
        json_write_begin_array(writer);
        kinds_conditions(writer, forbidden);
        json_write_end_array(writer);
    }
    json_write_end_object(writer);
}

void kinds_single_write(struct json_writer *writer, uint32_t kinds)
{
    static const struct {
        uint32_t kind;
        const char *value;
    } values[] = {{KIND_NOTHING, "null"}, {KIND_EMPTY, "\"\""},  {KIND_ZERO, "0"},
                  {KIND_NO, "false"},     {KIND_NO_ITEMS, "[]"}, {KIND_NO_MEMBERS, "{}"}};
    json_write_begin_object(writer);
    json_write_key(writer, "enum");
    json_write_begin_array(writer);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (kinds & values[i].kind)
            json_write_raw(writer, slice_of(values[i].value));
    json_write_end_array(writer);
    json_write_end_object(writer);
}
