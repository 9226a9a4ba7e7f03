/* Keywords that hold schemas for the same value. */
#include "metadata/schema_parts.h"

#include "metadata/uri.h"

COMPILE(compile_schema)
{
    node_add(compiler, node, row, value)->node = node_of(compiler, value);
    return true;
}

COMPILE(compile_unevaluated)
{
    node->tracks = true;
    return compile_schema(compiler, node, row, value);
}

COMPILE(compile_list)
{
    if (value->type != JSON_ARRAY || value->count == 0)
        return keyword_fault(compiler, node, row, value, N_("a list of schemas that is not empty"));
    struct node_list *list = arena_alloc(compiler->arena, sizeof *list);
    list->nodes = arena_array(compiler->arena, value->count, sizeof(struct schema_node *));
    list->count = value->count;
    for (uint32_t i = 0; i < value->count; i++)
        list->nodes[i] = node_of(compiler, &value->items[i]);
    node_add(compiler, node, row, value)->list = list;
    return true;
}

COMPILE(compile_reference)
{
    if (value->type != JSON_STRING)
        return keyword_fault(compiler, node, row, value, N_("a reference as text"));
    struct schema_node *found = node_referred(compiler, node, value);
    if (found != NULL)
        node_add(compiler, node, row, value)->node = found;
    return found != NULL;
}

COMPILE(compile_dynamic_reference)
{
    if (value->type != JSON_STRING)
        return keyword_fault(compiler, node, row, value, N_("a reference as text"));
    struct dynamic_reference *dynamic = arena_alloc(compiler->arena, sizeof *dynamic);
    struct schema_node *found = node_referred(compiler, node, value);
    if (found == NULL)
        return false;
    struct slice fragment = uri_decode(compiler->arena, uri_split(json_text(value)).fragment);
    const struct anchor *anchor = anchor_find(found->resource, fragment);
    dynamic->node = found;
    dynamic->dynamic = anchor != NULL && anchor->dynamic && anchor->node == found;
    dynamic->anchor = fragment;
    node_add(compiler, node, row, value)->dynamic = dynamic;
    return true;
}

/* Draft 2019-09: always "#". */
COMPILE(compile_recursive_reference)
{
    if (value->type != JSON_STRING)
        return keyword_fault(compiler, node, row, value, N_("a reference as text"));
    struct dynamic_reference *dynamic = arena_alloc(compiler->arena, sizeof *dynamic);
    dynamic->node = node_referred(compiler, node, value);
    if (dynamic->node == NULL)
        return false;
    dynamic->anchor = RECURSIVE_ANCHOR;
    dynamic->dynamic = anchor_find(dynamic->node->resource, RECURSIVE_ANCHOR) != NULL;
    node_add(compiler, node, row, value)->dynamic = dynamic;
    return true;
}

COMPILE(compile_condition)
{
    const struct json *good = json_get(node->source, "then");
    const struct json *bad = json_get(node->source, "else");
    struct condition *condition = arena_alloc(compiler->arena, sizeof *condition);
    condition->test = node_of(compiler, value);
    condition->good = good != NULL ? node_of(compiler, good) : NULL;
    condition->bad = bad != NULL ? node_of(compiler, bad) : NULL;
    node_add(compiler, node, row, value)->condition = condition;
    return true;
}

CHECK(check_reference)
{
    return node_agree(run, keyword->node, value);
}

/* The outermost resource on the evaluation path that has the dynamic anchor decides (core, 8.2.3.2). */
CHECK(check_dynamic_reference)
{
    const struct schema_node *node = keyword->dynamic->node;
    const struct resource *resource = NULL;
    for (const struct frame *frame = run->frame; frame != NULL && keyword->dynamic->dynamic;
         frame = frame->outer, run->steps++) {
        if (frame->node->resource == resource)
            continue;
        resource = frame->node->resource;
        const struct anchor *anchor = anchor_find(resource, keyword->dynamic->anchor);
        if (anchor != NULL && anchor->dynamic)
            node = anchor->node;
    }
    return node_check(run, node, value);
}

/* What follows from a test that began when so much was unknown. */
static inline bool branch_check(struct run *run, const struct condition *condition, bool fits, size_t unknown,
                                const struct json *value)
{
    if (fits && run->unknown != unknown)
        return true;
    const struct schema_node *next = fits ? condition->good : condition->bad;
    return next == NULL || node_agree(run, next, value);
}

CHECK(check_condition)
{
    const struct condition *condition = keyword->condition;
    size_t unknown = run->unknown;
    bool fits = node_try(run, condition->test, value);
    return branch_check(run, condition, fits, unknown, value);
}

/* The same in silence, where all that the test asks is one member. */
CHECK(judge_condition)
{
    const struct condition *condition = keyword->condition;
    const struct member_rule *asked = condition->asked;
    if (run->evaluated != NULL || value->type != JSON_OBJECT)
        return check_condition(run, keyword, value);
    const struct json_member *member = view_member(view_of(run, value), asked->name.number);
    size_t unknown = run->unknown;
    bool fits = member == NULL ? !asked->required
                               : asked->node == NULL || part_check(run, asked->node, &member->value);
    return branch_check(run, condition, fits, unknown, value);
}

CHECK(check_all)
{
    bool good = true;
    for (size_t i = 0; i < keyword->list->count; i++) {
        if (node_agree(run, keyword->list->nodes[i], value))
            continue;
        if (run->report == NULL)
            return false;
        good = false;
    }
    return good;
}

/* Where somebody asks what is evaluated, all branches count. */
CHECK(check_any)
{
    bool good = false;
    for (size_t i = 0; i < keyword->list->count && (!good || run->evaluated != NULL); i++)
        good = node_try(run, keyword->list->nodes[i], value) || good;
    return good;
}

CHECK(check_one)
{
    size_t fitting = 0, perhaps = 0;
    for (size_t i = 0; i < keyword->list->count && fitting < 2; i++) {
        size_t unknown = run->unknown;
        if (node_try(run, keyword->list->nodes[i], value))
            *(run->unknown == unknown ? &fitting : &perhaps) += 1;
    }
    return fitting < 2 && fitting + perhaps > 0;
}

CHECK(check_not)
{
    struct evaluated *saved = run->evaluated;
    size_t unknown = run->unknown;
    run->evaluated = NULL;
    bool fits = node_try(run, keyword->node, value);
    run->evaluated = saved;
    return !fits || run->unknown != unknown;
}
