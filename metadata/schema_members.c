/* Keywords that look into objects. */
#include "metadata/schema_parts.h"

/* ---- properties, patternProperties, additionalProperties, required: one walk over the members ---- */

#define REQUIRED_BITS 64

static struct members *members_of(struct compiler *compiler, struct schema_node *node,
                                  const struct keyword_row *row, const struct json *value)
{
    struct keyword *keyword = node_share(compiler, node, row, value);
    if (keyword->members == NULL)
        keyword->members = arena_alloc(compiler->arena, sizeof *keyword->members);
    return keyword->members;
}

static struct member_rule *rule_of(struct compiler *compiler, struct members *members, struct slice name)
{
    for (size_t i = 0; i < members->count; i++)
        if (slice_equal(members->names[i], name))
            return &members->rules[i];
    members->names = arena_grow(compiler->arena, members->names, members->count, &members->names_room,
                                sizeof *members->names);
    members->rules = arena_grow(compiler->arena, members->rules, members->count, &members->rules_room,
                                sizeof *members->rules);
    members->names[members->count] = name;
    members->rules[members->count] = (struct member_rule){0};
    return &members->rules[members->count++];
}

COMPILE(compile_properties)
{
    if (value->type != JSON_OBJECT)
        return keyword_fault(compiler, node, row, value, N_("an object of schemas"));
    struct members *members = members_of(compiler, node, row, value);
    for (uint32_t i = 0; i < value->count; i++)
        rule_of(compiler, members, json_text(&value->members[i].key))->node =
            node_of(compiler, &value->members[i].value);
    members->table = key_table_make(compiler->arena, members->names, members->count);
    return true;
}

COMPILE(compile_required)
{
    static const char wanted[] = N_("a list of texts");
    if (value->type != JSON_ARRAY)
        return keyword_fault(compiler, node, row, value, wanted);
    struct members *members = members_of(compiler, node, row, value);
    members->required_list = value;
    members->many_required = value->count > REQUIRED_BITS;
    for (uint32_t i = 0; i < value->count; i++) {
        if (value->items[i].type != JSON_STRING)
            return keyword_fault(compiler, node, row, value, wanted);
        if (members->many_required)
            continue;
        uint64_t bit = UINT64_C(1) << i;
        rule_of(compiler, members, json_text(&value->items[i]))->required |= bit;
        members->required |= bit;
    }
    members->table = key_table_make(compiler->arena, members->names, members->count);
    return true;
}

COMPILE(compile_pattern_properties)
{
    if (value->type != JSON_OBJECT)
        return keyword_fault(compiler, node, row, value, N_("an object of schemas"));
    struct members *members = members_of(compiler, node, row, value);
    for (uint32_t i = 0; i < value->count; i++) {
        struct pattern *pattern;
        if (!pattern_of(compiler, node, &value->members[i].key, &pattern))
            return false;
        members->patterns = arena_grow(compiler->arena, members->patterns, members->pattern_count,
                                       &members->pattern_room, sizeof *members->patterns);
        members->patterns[members->pattern_count++] =
            (struct member_pattern){pattern, node_of(compiler, &value->members[i].value)};
    }
    return true;
}

COMPILE(compile_additional_properties)
{
    struct members *members = members_of(compiler, node, row, value);
    members->additional = node_of(compiler, value);
    members->closed = value->type == JSON_FALSE;
    return true;
}

/* A member that properties name. A schema that is `false` forbids the key, so the key is what is shown. */
static bool known_check(struct run *run, const struct keyword *keyword, const struct schema_node *node,
                        const struct json_member *member)
{
    if (run->report == NULL || node->source->type != JSON_FALSE)
        return part_check(run, node, &member->value);
    report_not_allowed(run, keyword, member);
    return false;
}

static bool additional_check(struct run *run, const struct keyword *keyword, const struct json_member *member)
{
    const struct members *members = keyword->members;
    if (!members->closed)
        return part_check(run, members->additional, &member->value);
    if (run->report != NULL)
        report_not_allowed(run, keyword, member);
    return false;
}

static bool member_check(struct run *run, const struct keyword *keyword, const struct json *value,
                         uint32_t at, uint64_t *seen)
{
    const struct members *members = keyword->members;
    const struct json_member *member = &value->members[at];
    uint32_t number = members->table != NULL ? key_find(members->table, json_text(&member->key)) : KEY_NONE;
    bool known = false, good = true;
    if (number != KEY_NONE) {
        const struct member_rule *rule = &members->rules[number];
        *seen |= rule->required;
        known = rule->node != NULL;
        good = !known || known_check(run, keyword, rule->node, member);
    }
    for (size_t i = 0; i < members->pattern_count; i++) {
        if (!run_matches(run, members->patterns[i].pattern, &member->key, false))
            continue;
        known = true;
        good = known_check(run, keyword, members->patterns[i].node, member) && good;
    }
    if (!known && members->additional != NULL) {
        known = true;
        good = additional_check(run, keyword, member) && good;
    }
    if (known && run->evaluated != NULL)
        evaluated_mark(run->evaluated, at);
    return good;
}

static bool required_check(struct run *run, const struct keyword *keyword, const struct json *value,
                           uint64_t seen)
{
    const struct members *members = keyword->members;
    const struct json *list = members->required_list;
    bool good = true;
    if (list == NULL || (!members->many_required && (seen & members->required) == members->required))
        return true;
    for (uint32_t i = 0; i < list->count; i++) {
        if (json_get_slice(value, json_text(&list->items[i])) != NULL)
            continue;
        good = false;
        if (run->report == NULL)
            return false;
        report_missing(run, keyword, value, json_text(&list->items[i]));
    }
    return good;
}

CHECK(check_members)
{
    uint64_t seen = 0;
    bool good = true;
    for (uint32_t i = 0; i < value->count; i++) {
        if (member_check(run, keyword, value, i, &seen))
            continue;
        if (run->report == NULL)
            return false;
        good = false;
    }
    return required_check(run, keyword, value, seen) && good;
}

/* ---- propertyNames ---- */

CHECK(check_property_names)
{
    bool good = true;
    for (uint32_t i = 0; i < value->count; i++) {
        if (part_check(run, keyword->node, &value->members[i].key))
            continue;
        if (run->report == NULL)
            return false;
        good = false;
    }
    return good;
}

/* ---- dependentRequired, dependentSchemas ---- */

static struct dependency *dependencies_add(struct compiler *compiler, struct keyword *keyword, size_t count)
{
    keyword->dependencies = arena_alloc(compiler->arena, sizeof *keyword->dependencies);
    keyword->dependencies->list = arena_array(compiler->arena, count, sizeof(struct dependency));
    keyword->dependencies->count = count;
    return keyword->dependencies->list;
}

COMPILE(compile_dependent_required)
{
    static const char wanted[] = N_("an object of lists of texts");
    if (value->type != JSON_OBJECT)
        return keyword_fault(compiler, node, row, value, wanted);
    struct keyword *keyword = node_add(compiler, node, row, value);
    struct dependency *list = dependencies_add(compiler, keyword, value->count);
    for (uint32_t i = 0; i < value->count; i++) {
        const struct json *names = &value->members[i].value;
        list[i] = (struct dependency){.key = json_text(&value->members[i].key), .required = names};
        for (uint32_t j = 0; j < names->count && names->type == JSON_ARRAY; j++)
            if (names->items[j].type != JSON_STRING)
                return keyword_fault(compiler, node, row, value, wanted);
        if (names->type != JSON_ARRAY)
            return keyword_fault(compiler, node, row, value, wanted);
    }
    return true;
}

COMPILE(compile_dependent_schemas)
{
    if (value->type != JSON_OBJECT)
        return keyword_fault(compiler, node, row, value, N_("an object of schemas"));
    struct dependency *list = dependencies_add(compiler, node_add(compiler, node, row, value), value->count);
    for (uint32_t i = 0; i < value->count; i++)
        list[i] = (struct dependency){.key = json_text(&value->members[i].key),
                                      .node = node_of(compiler, &value->members[i].value)};
    return true;
}

static bool names_check(struct run *run, const struct dependency *dependency, const struct json *value)
{
    const struct json *names = dependency->required;
    bool good = true;
    for (uint32_t i = 0; i < names->count; i++) {
        if (json_get_slice(value, json_text(&names->items[i])) != NULL)
            continue;
        good = false;
        if (run->report != NULL)
            report_dependent(run, value, json_text(&names->items[i]), dependency->key);
    }
    return good;
}

CHECK(check_dependencies)
{
    const struct dependencies *dependencies = keyword->dependencies;
    bool good = true;
    for (size_t i = 0; i < dependencies->count; i++) {
        const struct dependency *dependency = &dependencies->list[i];
        if (json_get_slice(value, dependency->key) == NULL)
            continue;
        bool fits = dependency->node != NULL ? node_check(run, dependency->node, value)
                                             : names_check(run, dependency, value);
        if (!fits && run->report == NULL)
            return false;
        good = fits && good;
    }
    return good;
}

/* ---- unevaluatedProperties ---- */

CHECK(check_unevaluated_properties)
{
    bool good = true;
    for (uint32_t i = 0; i < value->count; i++) {
        const struct json_member *member = &value->members[i];
        if (evaluated_has(run->evaluated, i))
            continue;
        evaluated_mark(run->evaluated, i);
        if (known_check(run, keyword, keyword->node, member))
            continue;
        if (run->report == NULL)
            return false;
        good = false;
    }
    return good;
}
