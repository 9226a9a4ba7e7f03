/* Keywords that look into arrays. */
#include "metadata/schema_parts.h"

/* ---- prefixItems, items ---- */

static struct elements *elements_of(struct compiler *compiler, struct schema_node *node,
                                    const struct keyword_row *row, const struct json *value)
{
    struct keyword *keyword = node_share(compiler, node, row, value);
    if (keyword->elements == NULL)
        keyword->elements = arena_alloc(compiler->arena, sizeof *keyword->elements);
    return keyword->elements;
}

COMPILE(compile_items)
{
    elements_of(compiler, node, row, value)->rest = node_of(compiler, value);
    return true;
}

COMPILE(compile_prefix_items)
{
    if (value->type != JSON_ARRAY)
        return keyword_fault(compiler, node, row, value, N_("a list of schemas"));
    struct elements *elements = elements_of(compiler, node, row, value);
    const struct schema_node **prefix =
        arena_array(compiler->arena, value->count, sizeof(struct schema_node *));
    for (uint32_t i = 0; i < value->count; i++)
        prefix[i] = node_of(compiler, &value->items[i]);
    elements->prefix = prefix;
    elements->prefix_count = value->count;
    return true;
}

/* Before 2020-12, `items` may be a list, with `additionalItems` for the rest. */
COMPILE(compile_items_list)
{
    return value->type == JSON_ARRAY ? compile_prefix_items(compiler, node, row, value)
                                     : compile_items(compiler, node, row, value);
}

COMPILE(compile_additional_items)
{
    return !json_is(json_get(node->source, "items"), JSON_ARRAY) || compile_items(compiler, node, row, value);
}

/* One finding for all that stand behind the last one that may. */
static bool rest_check(struct run *run, const struct elements *elements, const struct json *list, uint32_t at)
{
    if (run->report == NULL || elements->rest->source->type != JSON_FALSE)
        return part_check(run, elements->rest, &list->items[at]);
    if (at == elements->prefix_count)
        report_longer(run, list, elements->prefix_count);
    return false;
}

CHECK(check_elements)
{
    const struct elements *elements = keyword->elements;
    bool good = true;
    run->steps += value->count;
    for (uint32_t i = 0; i < value->count; i++) {
        bool first = i < elements->prefix_count;
        if (!first && elements->rest == NULL)
            break;
        if (run->evaluated != NULL)
            evaluated_mark(run->evaluated, i);
        if (first ? part_check(run, elements->prefix[i], &value->items[i])
                  : rest_check(run, elements, value, i))
            continue;
        if (run->report == NULL)
            return false;
        good = false;
    }
    return good;
}

/* ---- contains, minContains, maxContains ---- */

COMPILE(compile_contains)
{
    struct containment *containment = arena_alloc(compiler->arena, sizeof *containment);
    const struct json *least = json_get(node->source, "minContains");
    const struct json *most = json_get(node->source, "maxContains");
    *containment = (struct containment){.node = node_of(compiler, value),
                                        .least = 1,
                                        .most = UINT64_MAX,
                                        .evaluates = node->resource->dialect == DIALECT_2020_12};
    if (node->resource->dialect == DIALECT_7)
        least = most = NULL;
    if (least != NULL)
        json_read_count(least, &containment->least);
    if (most != NULL)
        json_read_count(most, &containment->most);
    node_add(compiler, node, row, value)->containment = containment;
    return true;
}

/* Without `contains` they say nothing; with it, compile_contains() has taken them in. */
COMPILE(compile_contains_limit)
{
    uint64_t limit;
    return json_read_count(value, &limit) ||
           keyword_fault(compiler, node, row, value, N_("a whole number that is not negative"));
}

CHECK(check_contains)
{
    const struct containment *containment = keyword->containment;
    uint64_t found = 0, perhaps = 0;
    run->steps += value->count;
    for (uint32_t i = 0; i < value->count; i++) {
        size_t unknown = run->unknown;
        if (!part_try(run, containment->node, &value->items[i]))
            continue;
        *(run->unknown == unknown ? &found : &perhaps) += 1;
        if (run->evaluated != NULL && containment->evaluates)
            evaluated_mark(run->evaluated, i);
        else if (found >= containment->least && containment->most == UINT64_MAX)
            return true;
    }
    return found + perhaps >= containment->least && found <= containment->most;
}

/* ---- uniqueItems ---- */

COMPILE(compile_unique)
{
    if (value->type != JSON_TRUE && value->type != JSON_FALSE)
        return keyword_fault(compiler, node, row, value, N_("true or false"));
    if (value->type == JSON_TRUE)
        node_add(compiler, node, row, value);
    return true;
}

CHECK(check_unique)
{
    (void)keyword;
    return value->count < 2 || json_repeated(run, value) < 0;
}

/* ---- unevaluatedItems ---- */

CHECK(check_unevaluated_items)
{
    bool good = true;
    run->steps += value->count;
    if (run->unknown != run->evaluated->unknown)
        return true;
    for (uint32_t i = 0; i < value->count; i++) {
        if (evaluated_has(run->evaluated, i))
            continue;
        evaluated_mark(run->evaluated, i);
        if (run->report != NULL && keyword->node->source->type == JSON_FALSE)
            report_unevaluated(run, keyword, &value->items[i]);
        else if (part_check(run, keyword->node, &value->items[i]))
            continue;
        if (run->report == NULL)
            return false;
        good = false;
    }
    return good;
}
