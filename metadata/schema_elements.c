/* Keywords that look into arrays. */
#include "metadata/schema_parts.h"

#include "base/decimal.h"

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

CHECK(check_elements)
{
    const struct elements *elements = keyword->elements;
    bool good = true;
    for (uint32_t i = 0; i < value->count; i++) {
        const struct schema_node *node = i < elements->prefix_count ? elements->prefix[i] : elements->rest;
        if (node == NULL)
            break;
        if (run->evaluated != NULL)
            evaluated_mark(run->evaluated, i);
        if (part_check(run, node, &value->items[i]))
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
    *containment = (struct containment){.node = node_of(compiler, value), .least = 1, .most = UINT64_MAX};
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
    uint64_t found = 0;
    for (uint32_t i = 0; i < value->count; i++) {
        if (!part_try(run, containment->node, &value->items[i]))
            continue;
        found++;
        if (run->evaluated != NULL)
            evaluated_mark(run->evaluated, i);
        else if (found >= containment->least && containment->most == UINT64_MAX)
            return true;
    }
    return found >= containment->least && found <= containment->most;
}

/* ---- uniqueItems ---- */

/* Up to this many elements are compared pair by pair; above, with a table. */
#define PAIRWISE_ELEMENTS 8

COMPILE(compile_unique)
{
    if (value->type != JSON_TRUE && value->type != JSON_FALSE)
        return keyword_fault(compiler, node, row, value, N_("true or false"));
    if (value->type == JSON_TRUE)
        node_add(compiler, node, row, value);
    return true;
}

static uint32_t number_hash(const struct json *value)
{
    struct text canonical = {0};
    decimal_canonical(json_text(value), &canonical);
    uint32_t hash = key_hash(text_slice(&canonical));
    text_free(&canonical);
    return hash;
}

/* The same for values that json_same() calls equal. */
static uint32_t json_hash(const struct json *value)
{
    uint32_t hash = value->type;
    switch (value->type) {
    case JSON_STRING:
        return key_hash(json_text(value));
    case JSON_NUMBER:
        return number_hash(value);
    case JSON_ARRAY:
        for (uint32_t i = 0; i < value->count; i++)
            hash = hash * 31 + json_hash(&value->items[i]);
        return hash;
    case JSON_OBJECT:
        for (uint32_t i = 0; i < value->count; i++)
            hash += key_hash(json_text(&value->members[i].key)) * 31 + json_hash(&value->members[i].value);
        return hash;
    default:
        return hash;
    }
}

static long repeated_pairwise(const struct json *list)
{
    for (uint32_t i = 1; i < list->count; i++)
        for (uint32_t j = 0; j < i; j++)
            if (json_same(&list->items[i], &list->items[j]))
                return i;
    return -1;
}

long json_repeated(struct arena *scratch, const struct json *list)
{
    if (list->count <= PAIRWISE_ELEMENTS)
        return repeated_pairwise(list);
    size_t size = 16;
    while (size < 2 * (size_t)list->count)
        size *= 2;
    struct key_slot *slots = arena_array(scratch, size, sizeof *slots);
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t hash = json_hash(&list->items[i]);
        size_t at = hash & (size - 1);
        /* numbers count from 1 here, so that a zeroed slot is free */
        for (; slots[at].number != 0; at = (at + 1) & (size - 1))
            if (slots[at].hash == hash && json_same(&list->items[i], &list->items[slots[at].number - 1]))
                return i;
        slots[at] = (struct key_slot){.hash = hash, .number = i + 1};
    }
    return -1;
}

CHECK(check_unique)
{
    (void)keyword;
    return value->count < 2 || json_repeated(run->scratch, value) < 0;
}

/* ---- unevaluatedItems ---- */

CHECK(check_unevaluated_items)
{
    bool good = true;
    for (uint32_t i = 0; i < value->count; i++) {
        if (evaluated_has(run->evaluated, i))
            continue;
        evaluated_mark(run->evaluated, i);
        if (part_check(run, keyword->node, &value->items[i]))
            continue;
        if (run->report == NULL)
            return false;
        good = false;
    }
    return good;
}
