/* Keywords that look into objects. */
#include "metadata/schema_parts.h"

/* ---- properties, patternProperties, additionalProperties, required: one walk over the members ---- */

static struct members *members_of(struct compiler *compiler, struct schema_node *node,
                                  const struct keyword_row *row, const struct json *value)
{
    struct keyword *keyword = node_share(compiler, node, row, value);
    if (keyword->members == NULL)
        keyword->members = arena_alloc(compiler->arena, sizeof *keyword->members);
    return keyword->members;
}

/* It has no number yet. */
static struct name name_of(struct slice text)
{
    return (struct name){.at = text.at, .length = (uint32_t)text.length};
}

/* Rules of the same name are put together when names have numbers. */
static struct member_rule *rule_add(struct compiler *compiler, struct members *members, struct slice name)
{
    members->rules =
        arena_grow(compiler->arena, members->rules, members->count, &members->room, sizeof *members->rules);
    members->rules[members->count] = (struct member_rule){.name = name_of(name)};
    return &members->rules[members->count++];
}

COMPILE(compile_properties)
{
    if (value->type != JSON_OBJECT)
        return keyword_fault(compiler, node, row, value, N_("an object of schemas"));
    struct members *members = members_of(compiler, node, row, value);
    for (uint32_t i = 0; i < value->count; i++)
        rule_add(compiler, members, json_text(&value->members[i].key))->node =
            node_of(compiler, &value->members[i].value);
    return true;
}

COMPILE(compile_required)
{
    static const char wanted[] = N_("a list of texts");
    if (value->type != JSON_ARRAY)
        return keyword_fault(compiler, node, row, value, wanted);
    struct members *members = members_of(compiler, node, row, value);
    for (uint32_t i = 0; i < value->count; i++) {
        if (value->items[i].type != JSON_STRING)
            return keyword_fault(compiler, node, row, &value->items[i], wanted);
        rule_add(compiler, members, json_text(&value->items[i]))->required = true;
    }
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
    members_of(compiler, node, row, value)->additional = node_of(compiler, value);
    return true;
}

/* A member that properties name. A schema that is `false` forbids the key, so the key is what is shown. */
static inline bool known_check(struct run *run, const struct keyword *keyword, const struct schema_node *node,
                               const struct json_member *member)
{
    if (run->report == NULL || node->source->type != JSON_FALSE)
        return part_check(run, node, &member->value);
    report_not_allowed(run, keyword, node, member);
    return false;
}

/* The patterns that the key matches. A key of which this is not known counts as known. */
static bool patterns_check(struct run *run, const struct keyword *keyword, const struct member_rule *rule,
                           const struct json_member *member, bool *known)
{
    const struct members *members = keyword->members;
    bool good = true;
    for (size_t i = 0; i < members->pattern_count && !run->stopped; i++) {
        size_t unknown = run->unknown;
        bool matches = rule != NULL && members->foreseen
                           ? (rule->matches >> i & 1) != 0
                           : run_matches(run, members->patterns[i].pattern, &member->key, false);
        *known = *known || matches || run->unknown != unknown;
        if (!matches)
            continue;
        good = known_check(run, keyword, members->patterns[i].node, member) && good;
    }
    return good;
}

/* One member, by all that the node says of members. */
static bool member_check(struct run *run, const struct keyword *keyword, const struct view *view, uint32_t at)
{
    const struct members *members = keyword->members;
    const struct json_member *member = &view->object->members[at];
    uint32_t name = view->name_of_member[at];
    const struct member_rule *rule = name != KEY_NONE ? members_rule(members, name) : NULL;
    bool known = rule != NULL && rule->node != NULL;
    bool good = !known || known_check(run, keyword, rule->node, member);
    if (members->pattern_count > 0 && (rule == NULL || !members->foreseen || rule->matches != 0))
        good = patterns_check(run, keyword, rule, member, &known) && good;
    if (!known && members->additional != NULL) {
        known = true;
        good = known_check(run, keyword, members->additional, member);
    }
    if (known && run->evaluated != NULL)
        evaluated_mark(run->evaluated, at);
    return good;
}

/* From member to member. */
static bool members_walk(struct run *run, const struct keyword *keyword, const struct view *view)
{
    bool good = true;
    run->steps += view->object->count;
    for (uint32_t i = 0; i < view->object->count && (good || run->report != NULL); i++)
        good = member_check(run, keyword, view, i) && good;
    return good;
}

static inline void mark_evaluated(struct run *run, const struct view *view, const struct json_member *member)
{
    if (run->evaluated != NULL)
        evaluated_mark(run->evaluated, (uint32_t)(member - view->object->members));
}

/* From rule to rule, where these say all. */
static bool rules_walk(struct run *run, const struct keyword *keyword, const struct view *view)
{
    const struct members *members = keyword->members;
    bool good = true;
    run->steps += members->count;
    for (size_t i = 0; i < members->count && (good || run->report != NULL); i++) {
        const struct member_rule *rule = &members->rules[i];
        const struct json_member *member = rule->node != NULL ? view_member(view, rule->name.number) : NULL;
        if (member == NULL)
            continue;
        mark_evaluated(run, view, member);
        good = known_check(run, keyword, rule->node, member) && good;
    }
    return good;
}

static bool required_check(struct run *run, const struct members *members, const struct view *view)
{
    bool good = true;
    run->steps += members->required_count / 16;
    for (size_t i = 0; i < members->required_count && (good || run->report != NULL); i++) {
        if (view_member(view, members->rules[i].name.number) != NULL)
            continue;
        good = false;
        if (run->report != NULL)
            report_missing(run, view->object, &members->rules[i]);
    }
    return good;
}

CHECK(check_members)
{
    const struct members *members = keyword->members;
    const struct view *view = view_of(run, value);
    bool good = required_check(run, members, view);
    if (!good && run->report == NULL)
        return false;
    bool all = members->pattern_count > 0 || members->additional != NULL || value->count < members->count;
    return (all ? members_walk(run, keyword, view) : rules_walk(run, keyword, view)) && good;
}

/* ---- the same in silence ---- */

static bool has_required(const struct members *members, const struct view *view)
{
    for (const struct member_rule *rule = members->rules, *end = rule + members->required_count; rule < end;
         rule++)
        if (view_member(view, rule->name.number) == NULL)
            return false;
    return true;
}

static inline bool rule_judge(struct run *run, const struct member_rule *rule, const struct json *part)
{
    return rule->flat.plain && run->steps < run->most_steps ? keywords_judge(run, &rule->flat, part)
                                                            : part_check_surrounded(run, rule->node, part);
}

/* From member to member: of most one rule says all. */
CHECK(judge_members)
{
    const struct members *members = keyword->members;
    const struct view *view = view_of(run, value);
    run->steps += value->count + members->required_count / 16;
    if (!has_required(members, view))
        return false;
    for (uint32_t i = 0; i < value->count; i++) {
        const struct json_member *member = &value->members[i];
        uint32_t name = view->name_of_member[i];
        const struct member_rule *rule = name != KEY_NONE ? members_rule(members, name) : NULL;
        bool alone = rule != NULL && rule->alone;
        if (alone)
            mark_evaluated(run, view, member);
        if (!(alone ? rule_judge(run, rule, &member->value) : member_check(run, keyword, view, i)))
            return false;
    }
    return true;
}

/* Up to so many rules more than the object has members, going by the rules is the shorter way. */
#define RULES_MORE 32

/* From rule to rule, where these say all. */
CHECK(judge_rules)
{
    const struct members *members = keyword->members;
    if (members->count > value->count + RULES_MORE)
        return judge_members(run, keyword, value);
    const struct view *view = view_of(run, value);
    run->steps += members->count;
    for (const struct member_rule *rule = members->rules, *end = rule + members->count; rule < end; rule++) {
        const struct json_member *member = view_member(view, rule->name.number);
        if (member == NULL && rule->required)
            return false;
        if (member == NULL || rule->node == NULL)
            continue;
        mark_evaluated(run, view, member);
        if (!rule_judge(run, rule, &member->value))
            return false;
    }
    return true;
}

/* ---- propertyNames ---- */

CHECK(check_property_names)
{
    bool good = true;
    run->steps += value->count;
    for (uint32_t i = 0; i < value->count; i++) {
        const struct json *key = &value->members[i].key;
        if (run->report != NULL ? report_name(run, keyword->node, key) : part_check(run, keyword->node, key))
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

/* What of it is no list of texts; NULL when it is one. */
static const struct json *dependency_names(struct compiler *compiler, const struct json *names,
                                           struct dependency *dependency)
{
    if (names->type != JSON_ARRAY)
        return names;
    dependency->required = arena_array(compiler->arena, names->count, sizeof(struct name));
    for (; dependency->required_count < names->count; dependency->required_count++) {
        const struct json *name = &names->items[dependency->required_count];
        if (name->type != JSON_STRING)
            return name;
        dependency->required[dependency->required_count] = name_of(json_text(name));
    }
    return NULL;
}

static bool dependencies_compile(struct compiler *compiler, struct schema_node *node,
                                 const struct keyword_row *row, const struct json *value, const char *wanted)
{
    bool lists = row->compile != compile_dependent_schemas,
         schemas = row->compile != compile_dependent_required;
    if (value->type != JSON_OBJECT)
        return keyword_fault(compiler, node, row, value, wanted);
    struct dependency *list = dependencies_add(compiler, node_add(compiler, node, row, value), value->count);
    for (uint32_t i = 0; i < value->count; i++) {
        const struct json *part = &value->members[i].value, *wrong = NULL;
        list[i].key = name_of(json_text(&value->members[i].key));
        if (schemas && (part->type != JSON_ARRAY || !lists))
            list[i].node = node_of(compiler, part);
        else
            wrong = dependency_names(compiler, part, &list[i]);
        if (wrong != NULL)
            return keyword_fault(compiler, node, row, wrong, wanted);
    }
    return true;
}

COMPILE(compile_dependent_required)
{
    return dependencies_compile(compiler, node, row, value, N_("an object of lists of texts"));
}

COMPILE(compile_dependent_schemas)
{
    return dependencies_compile(compiler, node, row, value, N_("an object of schemas"));
}

/* Draft 07's keyword for both; later drafts know it no more, but take it as it was. */
COMPILE(compile_dependencies)
{
    return dependencies_compile(compiler, node, row, value, N_("an object of schemas or lists of texts"));
}

static bool names_check(struct run *run, const struct keyword *keyword, const struct dependency *dependency,
                        const struct json *value)
{
    bool good = true;
    run->steps += dependency->required_count / 16;
    for (size_t i = 0; i < dependency->required_count; i++) {
        const struct name *name = &dependency->required[i];
        if (view_member(view_of(run, value), name->number) != NULL)
            continue;
        good = false;
        if (run->report != NULL)
            report_dependent(run, keyword, value, name_text(name), name_text(&dependency->key));
    }
    return good;
}

CHECK(check_dependencies)
{
    const struct dependencies *dependencies = keyword->dependencies;
    const struct view *view = view_of(run, value); /* others of this value, and of its parts, leave it */
    bool good = true;
    run->steps += dependencies->count / 16;
    for (size_t i = 0; i < dependencies->count; i++) {
        const struct dependency *dependency = &dependencies->list[i];
        if (view_member(view, dependency->key.number) == NULL)
            continue;
        bool fits = dependency->node != NULL ? node_check(run, dependency->node, value)
                                             : names_check(run, keyword, dependency, value);
        if (!fits && run->report == NULL)
            return false;
        good = fits && good;
    }
    return good;
}

/* The same in silence. */
CHECK(judge_dependencies)
{
    const struct dependencies *dependencies = keyword->dependencies;
    const struct view *view = view_of(run, value);
    run->steps += dependencies->count / 16;
    for (const struct dependency *dependency = dependencies->list, *end = dependency + dependencies->count;
         dependency < end; dependency++) {
        if (view_member(view, dependency->key.number) == NULL)
            continue;
        if (!(dependency->node != NULL ? node_judge(run, dependency->node, value)
                                       : names_check(run, keyword, dependency, value)))
            return false;
    }
    return true;
}

/* ---- unevaluatedProperties ---- */

CHECK(check_unevaluated_properties)
{
    bool good = true;
    run->steps += value->count;
    if (run->unknown != run->evaluated->unknown)
        return true;
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
