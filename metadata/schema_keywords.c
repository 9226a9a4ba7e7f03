/* The keywords of JSON Schema: a row each. */
#include "metadata/schema_parts.h"

#define ALL DIALECT_2020_12

/* Annotations have no functions. Rows that compile into one keyword share its check. */
static const struct keyword_row rows[] = {
    /* core */
    {"$schema", ALL, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {"$id", ALL, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {"$anchor", ALL, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {"$dynamicAnchor", ALL, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {"$comment", ALL, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {"$defs", ALL, HOLDS_MAP, 0, 0, 0, NULL, NULL, NULL},
    {"definitions", ALL, HOLDS_MAP, 0, 0, 0, NULL, NULL, NULL},
    {"$ref", ALL, HOLDS_NONE, KIND_ALL, COST_WHOLE, 0, compile_reference, check_reference, NULL},
    {"$dynamicRef", ALL, HOLDS_NONE, KIND_ALL, COST_WHOLE, 0, compile_dynamic_reference,
     check_dynamic_reference, NULL},

    /* any kind of value */
    {"type", ALL, HOLDS_NONE, KIND_ALL, COST_TYPE, CODE_M102, compile_type, check_type, explain_type},
    {"enum", ALL, HOLDS_NONE, KIND_ALL, COST_CHOICE, CODE_M103, compile_choices, check_choices,
     explain_choices},
    {"const", ALL, HOLDS_NONE, KIND_ALL, COST_CHOICE, CODE_M103, compile_choices, check_choices,
     explain_choices},

    /* numbers */
    {"minimum", ALL, HOLDS_NONE, KIND_NUMBER, COST_SIZE, CODE_M106, compile_number, check_minimum,
     explain_number},
    {"maximum", ALL, HOLDS_NONE, KIND_NUMBER, COST_SIZE, CODE_M106, compile_number, check_maximum,
     explain_number},
    {"exclusiveMinimum", ALL, HOLDS_NONE, KIND_NUMBER, COST_SIZE, CODE_M106, compile_number,
     check_exclusive_minimum, explain_number},
    {"exclusiveMaximum", ALL, HOLDS_NONE, KIND_NUMBER, COST_SIZE, CODE_M106, compile_number,
     check_exclusive_maximum, explain_number},
    {"multipleOf", ALL, HOLDS_NONE, KIND_NUMBER, COST_SIZE, CODE_M106, compile_multiple, check_multiple,
     explain_number},

    /* strings */
    {"minLength", ALL, HOLDS_NONE, KIND_STRING, COST_SIZE, CODE_M105, compile_limit, check_min_length,
     explain_min_length},
    {"maxLength", ALL, HOLDS_NONE, KIND_STRING, COST_SIZE, CODE_M105, compile_limit, check_max_length,
     explain_max_length},
    {"pattern", ALL, HOLDS_NONE, KIND_STRING, COST_FORM, CODE_M104, compile_pattern, check_pattern,
     explain_pattern},
    {"format", ALL, HOLDS_NONE, KIND_STRING, COST_FORM, CODE_M104, compile_format, check_format,
     explain_format},

    /* arrays */
    {"minItems", ALL, HOLDS_NONE, KIND_ARRAY, COST_SIZE, CODE_M105, compile_limit, check_min_count,
     explain_min_items},
    {"maxItems", ALL, HOLDS_NONE, KIND_ARRAY, COST_SIZE, CODE_M105, compile_limit, check_max_count,
     explain_max_items},
    {"uniqueItems", ALL, HOLDS_NONE, KIND_ARRAY, COST_FORM, CODE_M108, compile_unique, check_unique,
     explain_unique},
    {"prefixItems", ALL, HOLDS_LIST, KIND_ARRAY, COST_PARTS, 0, compile_prefix_items, check_elements, NULL},
    {"items", ALL, HOLDS_SCHEMA, KIND_ARRAY, COST_PARTS, 0, compile_items, check_elements, NULL},
    {"contains", ALL, HOLDS_SCHEMA, KIND_ARRAY, COST_PARTS, CODE_M109, compile_contains, check_contains,
     explain_contains},
    {"minContains", ALL, HOLDS_NONE, KIND_ARRAY, COST_PARTS, CODE_M109, compile_contains_limit, NULL, NULL},
    {"maxContains", ALL, HOLDS_NONE, KIND_ARRAY, COST_PARTS, CODE_M109, compile_contains_limit, NULL, NULL},

    /* objects */
    {"minProperties", ALL, HOLDS_NONE, KIND_OBJECT, COST_SIZE, CODE_M105, compile_limit, check_min_count,
     explain_min_properties},
    {"maxProperties", ALL, HOLDS_NONE, KIND_OBJECT, COST_SIZE, CODE_M105, compile_limit, check_max_count,
     explain_max_properties},
    {"required", ALL, HOLDS_NONE, KIND_OBJECT, COST_PARTS, CODE_M101, compile_required, check_members, NULL},
    {"properties", ALL, HOLDS_MAP, KIND_OBJECT, COST_PARTS, 0, compile_properties, check_members, NULL},
    {"patternProperties", ALL, HOLDS_MAP, KIND_OBJECT, COST_PARTS, 0, compile_pattern_properties,
     check_members, NULL},
    {"additionalProperties", ALL, HOLDS_SCHEMA, KIND_OBJECT, COST_PARTS, CODE_M107,
     compile_additional_properties, check_members, NULL},
    {"propertyNames", ALL, HOLDS_SCHEMA, KIND_OBJECT, COST_PARTS, 0, compile_schema, check_property_names,
     NULL},
    {"dependentRequired", ALL, HOLDS_NONE, KIND_OBJECT, COST_WHOLE, CODE_M101, compile_dependent_required,
     check_dependencies, NULL},
    {"dependentSchemas", ALL, HOLDS_MAP, KIND_OBJECT, COST_WHOLE, 0, compile_dependent_schemas,
     check_dependencies, NULL},

    /* schemas of the same value */
    {"allOf", ALL, HOLDS_LIST, KIND_ALL, COST_WHOLE, 0, compile_list, check_all, NULL},
    {"anyOf", ALL, HOLDS_LIST, KIND_ALL, COST_WHOLE, CODE_M109, compile_list, check_any, explain_any},
    {"oneOf", ALL, HOLDS_LIST, KIND_ALL, COST_WHOLE, CODE_M109, compile_list, check_one, explain_one},
    {"not", ALL, HOLDS_SCHEMA, KIND_ALL, COST_WHOLE, CODE_M109, compile_schema, check_not, explain_not},
    {"if", ALL, HOLDS_SCHEMA, KIND_ALL, COST_WHOLE, 0, compile_condition, check_condition, NULL},
    {"then", ALL, HOLDS_SCHEMA, KIND_ALL, COST_WHOLE, 0, NULL, NULL, NULL},
    {"else", ALL, HOLDS_SCHEMA, KIND_ALL, COST_WHOLE, 0, NULL, NULL, NULL},

    /* what no other keyword has looked at */
    {"unevaluatedProperties", ALL, HOLDS_SCHEMA, KIND_OBJECT, COST_LAST, CODE_M107, compile_unevaluated,
     check_unevaluated_properties, NULL},
    {"unevaluatedItems", ALL, HOLDS_SCHEMA, KIND_ARRAY, COST_LAST, CODE_M105, compile_unevaluated,
     check_unevaluated_items, NULL},

    /* annotations */
    {"title", ALL, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {"description", ALL, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {"default", ALL, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {"deprecated", ALL, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {"readOnly", ALL, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {"writeOnly", ALL, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {"examples", ALL, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {"contentEncoding", ALL, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {"contentMediaType", ALL, HOLDS_NONE, 0, 0, 0, NULL, NULL, NULL},
    {"contentSchema", ALL, HOLDS_SCHEMA, 0, 0, 0, NULL, NULL, NULL},

    /* ours */
    {"banchi:code", ALL, HOLDS_NONE, 0, 0, 0, compile_code, NULL, NULL},
    {"banchi:level", ALL, HOLDS_NONE, 0, 0, 0, compile_level, NULL, NULL},
    {"banchi:help", ALL, HOLDS_NONE, 0, 0, 0, compile_text, NULL, NULL},
    {"banchi:message", ALL, HOLDS_NONE, 0, 0, 0, compile_text, NULL, NULL},
};

/* The row of a schema that is `false`. */
const struct keyword_row never_row = {"false",   ALL,  HOLDS_NONE,  KIND_ALL,     COST_TYPE,
                                      CODE_M109, NULL, check_never, explain_never};

const struct keyword_row *keyword_row_find(struct slice name, unsigned dialect)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if ((rows[i].dialects & dialect) != 0 && slice_equals(name, rows[i].name))
            return &rows[i];
    return NULL;
}
