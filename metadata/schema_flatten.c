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
    node->flat = node->keywords;
    node->flat_count = node->count;
    if (!node_add_flat(&flattening, node))
        return;
    struct keyword *flat = arena_array(compiler->arena, flattening.count, sizeof *flat);
    if (flattening.count > 0)
        memcpy(flat, flattening.keywords, flattening.count * sizeof *flat);
    keywords_sort(flat, flattening.count);
    for (size_t i = 0; i < flattening.count; i++)
        if (flat[i].check == check_members && flat[i].members->few)
            flat[i].check = judge_few_members;
    node->flat = flat;
    node->flat_count = flattening.count;
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
    for (size_t i = 0; i < node->flat_count && plain; i++)
        plain = node->flat[i].cost < COST_PARTS;
    return plain;
}

void nodes_flatten(struct compiler *compiler)
{
    bool dynamic = is_dynamic(compiler);
    for (size_t i = 0; i < compiler->node_count; i++) {
        struct schema_node *node = compiler->nodes[i];
        node->flat = node->keywords;
        node->flat_count = node->count;
        if (!dynamic)
            node_flatten(compiler, node);
        node->plain = is_plain(node);
        node->silent = !node->tracks && !dynamic;
    }
}
