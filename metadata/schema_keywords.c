/* The keywords of JSON Schema: a row each. */
#include "metadata/schema_parts.h"

#define UNTIL_2019 (DIALECT_7 | DIALECT_2019_09)
#define SINCE_2019 (DIALECT_2019_09 | DIALECT_2020_12)
#define SINCE_2020 DIALECT_2020_12
#define ALL (UNTIL_2019 | SINCE_2020)

#define NAME(text)                                                                                           \
    {                                                                                                        \
        text, sizeof(text) - 1                                                                               \
    }
#define V_CORE VOCABULARY_CORE
#define V_APPLICATOR VOCABULARY_APPLICATOR
#define V_UNEVALUATED VOCABULARY_UNEVALUATED
#define V_VALIDATION VOCABULARY_VALIDATION
#define V_META VOCABULARY_META_DATA
#define V_FORMAT (VOCABULARY_FORMAT_ANNOTATION | VOCABULARY_FORMAT_ASSERTION)
#define V_CONTENT VOCABULARY_CONTENT

/* Annotations have no functions. Rows that compile into one keyword share its check. */
static const struct keyword_row rows[] = {
    /* core */
    {NAME("$schema"), ALL, V_CORE, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {NAME("$id"), ALL, V_CORE, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {NAME("$anchor"), SINCE_2019, V_CORE, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {NAME("$dynamicAnchor"), SINCE_2020, V_CORE, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {NAME("$comment"), ALL, V_CORE, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {NAME("$defs"), SINCE_2019, V_CORE, HOLDS_MAP, 0, 0, 0, NULL, NULL, NULL},
    {NAME("definitions"), ALL, V_CORE, HOLDS_MAP, 0, 0, 0, NULL, NULL, NULL},
    {NAME("$ref"), ALL, V_CORE, HOLDS_NONE, KIND_ALL, COST_WHOLE, 0, compile_reference, check_reference,
     NULL},
    {NAME("$dynamicRef"), SINCE_2020, V_CORE, HOLDS_NONE, KIND_ALL, COST_WHOLE, 0, compile_dynamic_reference,
     check_dynamic_reference, NULL},
    {NAME("$recursiveRef"), DIALECT_2019_09, V_CORE, HOLDS_NONE, KIND_ALL, COST_WHOLE, 0,
     compile_recursive_reference, check_dynamic_reference, NULL},
    {NAME("$recursiveAnchor"), DIALECT_2019_09, V_CORE, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {NAME("$vocabulary"), SINCE_2019, V_CORE, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},

    /* any kind of value */
    {NAME("type"), ALL, V_VALIDATION, HOLDS_NONE, KIND_ALL, COST_TYPE, CODE_M102, compile_type, check_type,
     explain_type},
    {NAME("enum"), ALL, V_VALIDATION, HOLDS_NONE, KIND_ALL, COST_CHOICE, CODE_M103, compile_choices,
     check_choices, explain_choices},
    {NAME("const"), ALL, V_VALIDATION, HOLDS_NONE, KIND_ALL, COST_CHOICE, CODE_M103, compile_choices,
     check_choices, explain_choices},

    /* numbers */
    {NAME("minimum"), ALL, V_VALIDATION, HOLDS_NONE, KIND_NUMBER, COST_SIZE, CODE_M106, compile_number,
     check_minimum, explain_number},
    {NAME("maximum"), ALL, V_VALIDATION, HOLDS_NONE, KIND_NUMBER, COST_SIZE, CODE_M106, compile_number,
     check_maximum, explain_number},
    {NAME("exclusiveMinimum"), ALL, V_VALIDATION, HOLDS_NONE, KIND_NUMBER, COST_SIZE, CODE_M106,
     compile_number, check_exclusive_minimum, explain_number},
    {NAME("exclusiveMaximum"), ALL, V_VALIDATION, HOLDS_NONE, KIND_NUMBER, COST_SIZE, CODE_M106,
     compile_number, check_exclusive_maximum, explain_number},
    {NAME("multipleOf"), ALL, V_VALIDATION, HOLDS_NONE, KIND_NUMBER, COST_SIZE, CODE_M106, compile_multiple,
     check_multiple, explain_number},

    /* strings */
    {NAME("minLength"), ALL, V_VALIDATION, HOLDS_NONE, KIND_STRING, COST_SIZE, CODE_M105, compile_limit,
     check_min_length, explain_min_length},
    {NAME("maxLength"), ALL, V_VALIDATION, HOLDS_NONE, KIND_STRING, COST_SIZE, CODE_M105, compile_limit,
     check_max_length, explain_max_length},
    {NAME("pattern"), ALL, V_VALIDATION, HOLDS_NONE, KIND_STRING, COST_FORM, CODE_M104, compile_pattern,
     check_pattern, explain_pattern},
    {NAME("format"), ALL, V_FORMAT, HOLDS_NONE, KIND_STRING, COST_FORM, CODE_M104, compile_format,
     check_format, explain_format},

    /* arrays */
    {NAME("minItems"), ALL, V_VALIDATION, HOLDS_NONE, KIND_ARRAY, COST_SIZE, CODE_M105, compile_limit,
     check_min_count, explain_min_items},
    {NAME("maxItems"), ALL, V_VALIDATION, HOLDS_NONE, KIND_ARRAY, COST_SIZE, CODE_M105, compile_limit,
     check_max_count, explain_max_items},
    {NAME("uniqueItems"), ALL, V_VALIDATION, HOLDS_NONE, KIND_ARRAY, COST_FORM, CODE_M108, compile_unique,
     check_unique, explain_unique},
    {NAME("prefixItems"), SINCE_2020, V_APPLICATOR, HOLDS_LIST, KIND_ARRAY, COST_PARTS, 0,
     compile_prefix_items, check_elements, NULL},
    {NAME("items"), SINCE_2020, V_APPLICATOR, HOLDS_SCHEMA, KIND_ARRAY, COST_PARTS, 0, compile_items,
     check_elements, NULL},
    {NAME("items"), UNTIL_2019, V_APPLICATOR, HOLDS_SCHEMA_OR_LIST, KIND_ARRAY, COST_PARTS, 0,
     compile_items_list, check_elements, NULL},
    {NAME("additionalItems"), UNTIL_2019, V_APPLICATOR, HOLDS_SCHEMA, KIND_ARRAY, COST_PARTS, 0,
     compile_additional_items, check_elements, NULL},
    {NAME("contains"), ALL, V_APPLICATOR, HOLDS_SCHEMA, KIND_ARRAY, COST_PARTS, CODE_M109, compile_contains,
     check_contains, explain_contains},
    {NAME("minContains"), SINCE_2019, V_VALIDATION, HOLDS_NONE, KIND_ARRAY, COST_PARTS, CODE_M109,
     compile_contains_limit, NULL, NULL},
    {NAME("maxContains"), SINCE_2019, V_VALIDATION, HOLDS_NONE, KIND_ARRAY, COST_PARTS, CODE_M109,
     compile_contains_limit, NULL, NULL},

    /* objects */
    {NAME("minProperties"), ALL, V_VALIDATION, HOLDS_NONE, KIND_OBJECT, COST_SIZE, CODE_M105, compile_limit,
     check_min_count, explain_min_properties},
    {NAME("maxProperties"), ALL, V_VALIDATION, HOLDS_NONE, KIND_OBJECT, COST_SIZE, CODE_M105, compile_limit,
     check_max_count, explain_max_properties},
    {NAME("required"), ALL, V_VALIDATION, HOLDS_NONE, KIND_OBJECT, COST_PARTS, CODE_M101, compile_required,
     check_members, NULL},
    {NAME("properties"), ALL, V_APPLICATOR, HOLDS_MAP, KIND_OBJECT, COST_PARTS, 0, compile_properties,
     check_members, NULL},
    {NAME("patternProperties"), ALL, V_APPLICATOR, HOLDS_MAP, KIND_OBJECT, COST_PARTS, 0,
     compile_pattern_properties, check_members, NULL},
    {NAME("additionalProperties"), ALL, V_APPLICATOR, HOLDS_SCHEMA, KIND_OBJECT, COST_PARTS, CODE_M107,
     compile_additional_properties, check_members, NULL},
    {NAME("propertyNames"), ALL, V_APPLICATOR, HOLDS_SCHEMA, KIND_OBJECT, COST_PARTS, 0, compile_schema,
     check_property_names, NULL},
    {NAME("dependentRequired"), SINCE_2019, V_VALIDATION, HOLDS_NONE, KIND_OBJECT, COST_WHOLE, CODE_M101,
     compile_dependent_required, check_dependencies, NULL},
    {NAME("dependentSchemas"), SINCE_2019, V_APPLICATOR, HOLDS_MAP, KIND_OBJECT, COST_WHOLE, 0,
     compile_dependent_schemas, check_dependencies, NULL},
    {NAME("dependencies"), ALL, V_APPLICATOR, HOLDS_MAP_OR_LISTS, KIND_OBJECT, COST_WHOLE, CODE_M101,
     compile_dependencies, check_dependencies, NULL},

    /* schemas of the same value */
    {NAME("allOf"), ALL, V_APPLICATOR, HOLDS_LIST, KIND_ALL, COST_WHOLE, 0, compile_list, check_all, NULL},
    {NAME("anyOf"), ALL, V_APPLICATOR, HOLDS_LIST, KIND_ALL, COST_WHOLE, CODE_M109, compile_list, check_any,
     explain_any},
    {NAME("oneOf"), ALL, V_APPLICATOR, HOLDS_LIST, KIND_ALL, COST_WHOLE, CODE_M109, compile_list, check_one,
     explain_one},
    {NAME("not"), ALL, V_APPLICATOR, HOLDS_SCHEMA, KIND_ALL, COST_WHOLE, CODE_M109, compile_schema, check_not,
     explain_not},
    {NAME("if"), ALL, V_APPLICATOR, HOLDS_SCHEMA, KIND_ALL, COST_WHOLE, 0, compile_condition, check_condition,
     NULL},
    {NAME("then"), ALL, V_APPLICATOR, HOLDS_SCHEMA, KIND_ALL, COST_WHOLE, 0, NULL, NULL, NULL},
    {NAME("else"), ALL, V_APPLICATOR, HOLDS_SCHEMA, KIND_ALL, COST_WHOLE, 0, NULL, NULL, NULL},

    /* what no other keyword has looked at */
    {NAME("unevaluatedProperties"), SINCE_2019, V_UNEVALUATED, HOLDS_SCHEMA, KIND_OBJECT, COST_LAST,
     CODE_M107, compile_unevaluated, check_unevaluated_properties, NULL},
    {NAME("unevaluatedItems"), SINCE_2019, V_UNEVALUATED, HOLDS_SCHEMA, KIND_ARRAY, COST_LAST, CODE_M105,
     compile_unevaluated, check_unevaluated_items, NULL},

    /* annotations */
    {NAME("title"), ALL, V_META, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {NAME("description"), ALL, V_META, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {NAME("default"), ALL, V_META, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {NAME("deprecated"), SINCE_2019, V_META, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {NAME("readOnly"), ALL, V_META, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {NAME("writeOnly"), ALL, V_META, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {NAME("examples"), ALL, V_META, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {NAME("contentEncoding"), ALL, V_CONTENT, HOLDS_NONE, KIND_STRING, COST_FORM, CODE_M104, compile_content,
     check_content, explain_content},
    {NAME("contentMediaType"), ALL, V_CONTENT, HOLDS_NONE, KIND_STRING, COST_FORM, CODE_M104, compile_content,
     check_content, explain_content},
    {NAME("contentSchema"), SINCE_2019, V_CONTENT, HOLDS_SCHEMA, 0, 0, 0, NULL, NULL, NULL},

    /* ours */
    {NAME("banchi:code"), ALL, V_CORE, HOLDS_NONE, 0, 0, 0, compile_code, NULL, NULL},
    {NAME("banchi:level"), ALL, V_CORE, HOLDS_NONE, 0, 0, 0, compile_level, NULL, NULL},
    {NAME("banchi:help"), ALL, V_CORE, HOLDS_NONE, 0, 0, 0, compile_text, NULL, NULL},
    {NAME("banchi:message"), ALL, V_CORE, HOLDS_NONE, 0, 0, 0, compile_text, NULL, NULL},
};

/* A keyword of a vocabulary that the meta-schema does not use: an annotation. */
static const struct keyword_row passed_over = {.name = NAME("")};

/* The row of a schema that is `false`. */
const struct keyword_row never_row = {NAME("false"), ALL,       V_CORE, HOLDS_NONE,  KIND_ALL,
                                      COST_TYPE,     CODE_M109, NULL,   check_never, explain_never};

_Static_assert(sizeof rows / sizeof rows[0] <= KEYWORDS_MOST, "room for all names");

size_t keyword_names(const struct resource *resource, struct slice names[static KEYWORDS_MOST])
{
    size_t count = 0;
    for (const struct keyword_row *row = rows; row < rows + sizeof rows / sizeof rows[0]; row++)
        if ((row->dialects & resource->dialect) != 0 && !slice_starts(row->name, "banchi:"))
            names[count++] = row->name;
    return count;
}

const struct keyword_row *keyword_row_find(struct slice name, const struct resource *resource)
{
    for (const struct keyword_row *row = rows; row < rows + sizeof rows / sizeof rows[0]; row++)
        if (row->name.length == name.length && memcmp(row->name.at, name.at, name.length) == 0 &&
            (row->dialects & resource->dialect) != 0)
            return (row->vocabularies & resource->vocabularies) != 0 ? row : &passed_over;
    return NULL;
}
