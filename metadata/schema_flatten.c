/* Keywords of one value put in line. In silence it does not matter which schema object a keyword stands in,
 * so those that $ref and allOf lead to are checked in their place, without a step for each object in between.
 */
#include "metadata/schema_parts.h"

/* Nodes that grow beyond this are left as they are: many references to much would multiply. */
#define FLAT_KEYWORDS 48
#define FLAT_DEPTH 16
#define FLAT_VISITS 256

struct flattening {
    struct keyword keywords[FLAT_KEYWORDS];
    size_t count;
    unsigned wrong; /* kinds */
    const struct schema_node
        *path[FLAT_DEPTH]; /* nodes being put in line: one that comes again stays a step */
    size_t depth;
    size_t visits; /* of nodes, also of those that add nothing */
};

static bool node_add_flat(struct flattening *flattening, const struct schema_node *node);

/* A node that keeps its own account of what is evaluated, or that is being put in line, cannot be. */
static bool can_enter(const struct flattening *flattening, const struct schema_node *node)
{
    for (size_t i = 0; i < flattening->depth; i++)
        if (flattening->path[i] == node)
            return false;
    return !node->tracks && flattening->depth < FLAT_DEPTH;
}

static bool all_can_enter(const struct flattening *flattening, const struct node_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (!can_enter(flattening, list->nodes[i]))
            return false;
    return true;
}

static bool keyword_add_flat(struct flattening *flattening, const struct keyword *keyword)
{
    if (keyword->check == check_reference && can_enter(flattening, keyword->node))
        return node_add_flat(flattening, keyword->node);
    if (keyword->check == check_all && all_can_enter(flattening, keyword->list)) {
        for (size_t i = 0; i < keyword->list->count; i++)
            if (!node_add_flat(flattening, keyword->list->nodes[i]))
                return false;
        return true;
    }
    if (keyword->check == check_type && (keyword->limit & KIND_INTEGER) == 0) {
        flattening->wrong |= keyword->kinds;
        return true;
    }
    if (flattening->count == FLAT_KEYWORDS)
        return false;
    flattening->keywords[flattening->count++] = *keyword;
    return true;
}

static bool node_add_flat(struct flattening *flattening, const struct schema_node *node)
{
    bool good = ++flattening->visits <= FLAT_VISITS;
    flattening->path[flattening->depth++] = node;
    for (size_t i = 0; i < node->count && good; i++)
        good = keyword_add_flat(flattening, &node->keywords[i]);
    flattening->depth--;
    return good;
}

static void node_flatten(struct compiler *compiler, struct schema_node *node)
{
    struct flattening flattening = {.count = 0};
    if (!node_add_flat(&flattening, node))
        return;
    struct keyword *flat = arena_array(compiler->arena, flattening.count, sizeof *flat);
    if (flattening.count > 0)
        memcpy(flat, flattening.keywords, flattening.count * sizeof *flat);
    keywords_sort(flat, flattening.count);
    node->flat.keywords = flat;
    node->flat.count = (uint32_t)flattening.count;
    node->flat.wrong = (uint8_t)flattening.wrong;
}

/* $dynamicRef asks which objects were passed through: with it, every one of them is a step. */
static bool is_dynamic(const struct compiler *compiler)
{
    for (size_t i = 0; i < compiler->node_count; i++)
        for (size_t j = 0; j < compiler->nodes[i]->count; j++)
            if (compiler->nodes[i]->keywords[j].check == check_dynamic_reference)
                return true;
    return false;
}

static bool is_plain(const struct schema_node *node)
{
    bool plain = !node->tracks;
    for (size_t i = 0; i < node->flat.count && plain; i++)
        plain = node->flat.keywords[i].cost < COST_PARTS;
    return plain;
}

/* ---- shorter ways ---- */

static bool rules_say_all(const struct keyword *keyword)
{
    return keyword->members->rules_say_all;
}

static void rules_take_nodes(struct members *members)
{
    for (size_t i = 0; i < members->count; i++)
        if (members->rules[i].node != NULL)
            members->rules[i].flat = members->rules[i].node->flat;
}

static bool pattern_needs_no_engine(const struct keyword *keyword)
{
    return keyword->pattern != NULL && pattern_is_quick(keyword->pattern);
}

static bool condition_asks_one(const struct keyword *keyword)
{
    const struct flat *test = &keyword->condition->test->flat;
    const struct keyword *only = test->keywords;
    bool members = test->silent && (test->wrong & KIND_OBJECT) == 0 && test->count == 1 &&
                   (only->check == check_members || only->check == judge_rules);
    if (!members || !only->members->rules_say_all || only->members->count != 1)
        return false;
    keyword->condition->asked = only->members->rules;
    return true;
}

/* The first that fits holds. */
static const struct {
    bool (*check)(struct run *run, const struct keyword *keyword, const struct json *value);
    bool (*fits)(const struct keyword *keyword); /* NULL: every one does */
    bool (*judge)(struct run *run, const struct keyword *keyword, const struct json *value);
} shorter_ways[] = {
    {check_members, rules_say_all, judge_rules},
    {check_members, NULL, judge_members},
    {check_dependencies, NULL, judge_dependencies},
    {check_condition, condition_asks_one, judge_condition},
    {check_pattern, pattern_needs_no_engine, judge_pattern},
};

static void keyword_shorten(struct keyword *keyword)
{
    if (keyword->check == check_members)
        rules_take_nodes(keyword->members);
    for (size_t i = 0; i < sizeof shorter_ways / sizeof shorter_ways[0]; i++)
        if (shorter_ways[i].check == keyword->check &&
            (shorter_ways[i].fits == NULL || shorter_ways[i].fits(keyword))) {
            keyword->check = shorter_ways[i].judge;
            return;
        }
}

void nodes_flatten(struct compiler *compiler)
{
    bool dynamic = is_dynamic(compiler);
    for (size_t i = 0; i < compiler->node_count; i++) {
        struct schema_node *node = compiler->nodes[i];
        node->flat.keywords = node->keywords;
        node->flat.count = (uint32_t)node->count;
        if (!dynamic)
            node_flatten(compiler, node);
        node->flat.plain = is_plain(node);
        node->flat.silent = !node->tracks && !dynamic;
    }
    for (size_t i = 0; i < compiler->node_count; i++) {
        const struct schema_node *node = compiler->nodes[i];
        for (size_t j = 0; node->flat.keywords != node->keywords && j < node->flat.count; j++)
            keyword_shorten(&node->flat.keywords[j]);
    }
}
