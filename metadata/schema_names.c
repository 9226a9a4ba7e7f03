/* The keys that schemas name, numbered; and objects seen by these numbers. */
#include "metadata/schema_parts.h"

/* ---- compiling ---- */

/* Calls `each` for every name of the nodes. */
static void names_walk(struct compiler *compiler, void (*each)(struct compiler *compiler, struct name *name))
{
    for (size_t i = 0; i < compiler->node_count; i++)
        for (size_t j = 0; j < compiler->nodes[i]->count; j++) {
            struct keyword *keyword = &compiler->nodes[i]->keywords[j];
            struct members *members = keyword->check == check_members ? keyword->members : NULL;
            struct dependencies *dependencies =
                keyword->check == check_dependencies ? keyword->dependencies : NULL;
            for (size_t k = 0; members != NULL && k < members->count; k++)
                each(compiler, &members->rules[k].name);
            for (size_t k = 0; dependencies != NULL && k < dependencies->count; k++) {
                each(compiler, &dependencies->list[k].key);
                for (size_t l = 0; l < dependencies->list[k].required_count; l++)
                    each(compiler, &dependencies->list[k].required[l]);
            }
        }
}

static void name_collect(struct compiler *compiler, struct name *name)
{
    compiler->names = arena_grow(compiler->arena, compiler->names, compiler->name_count, &compiler->name_room,
                                 sizeof *compiler->names);
    compiler->names[compiler->name_count++] = name_text(name);
}

static void name_number(struct compiler *compiler, struct name *name)
{
    name->number = key_find(compiler->schema->names, name_text(name));
}

/* Enters a rule into the table; the number of a name that is there already joins the rule that has it. */
static bool rule_enter(struct members *members, uint32_t place)
{
    const struct member_rule *rule = &members->rules[place];
    uint32_t at = rule->name.number & members->mask;
    for (; members->places[at] != 0; at = (at + 1) & members->mask) {
        struct member_rule *same = &members->rules[members->places[at] - 1];
        if (same->name.number != rule->name.number)
            continue;
        same->required = same->required || rule->required;
        same->node = rule->node != NULL ? rule->node : same->node;
        return false;
    }
    members->places[at] = place + 1;
    return true;
}

static void rules_enter(struct members *members)
{
    size_t kept = 0;
    memset(members->places, 0, ((size_t)members->mask + 1) * sizeof *members->places);
    for (size_t i = 0; i < members->count; i++) {
        members->rules[kept] = members->rules[i];
        kept += rule_enter(members, (uint32_t)kept) ? 1 : 0;
    }
    members->count = kept;
}

/* What is required comes first, so that the rest need not be asked for. */
static void required_first(struct compiler *compiler, struct members *members)
{
    struct member_rule *sorted = arena_array(compiler->arena, members->count, sizeof *sorted);
    size_t count = 0;
    for (size_t i = 0; i < members->count; i++)
        if (members->rules[i].required)
            sorted[count++] = members->rules[i];
    members->required_count = count;
    for (size_t i = 0; i < members->count; i++)
        if (!members->rules[i].required)
            sorted[count++] = members->rules[i];
    members->rules = sorted;
}

/* Which patterns match the names that the schema itself has, so that they are not asked for every document.
 */
static void matches_foresee(struct members *members)
{
    members->foreseen = members->pattern_count <= 32;
    for (size_t i = 0; i < members->pattern_count && members->foreseen; i++)
        members->foreseen =
            members->patterns[i].pattern != NULL && pattern_is_quick(members->patterns[i].pattern);
    for (size_t i = 0; i < members->count && members->foreseen; i++)
        for (size_t j = 0; j < members->pattern_count; j++)
            if (pattern_match_quick(members->patterns[j].pattern, name_text(&members->rules[i].name)))
                members->rules[i].matches |= UINT32_C(1) << j;
}

static void rules_number(struct compiler *compiler, struct members *members)
{
    size_t size = 2;
    while (size < 2 * members->count)
        size *= 2;
    members->mask = (uint32_t)(size - 1);
    members->places = arena_array(compiler->arena, size, sizeof *members->places);
    rules_enter(members);
    required_first(compiler, members);
    rules_enter(members);
    matches_foresee(members);
    for (size_t i = 0; i < members->count; i++)
        members->rules[i].alone =
            members->rules[i].node != NULL && members->foreseen && members->rules[i].matches == 0;
    members->rules_say_all = members->pattern_count == 0 && members->additional == NULL;
}

/* Drops what was collected twice, so that numbers have no gaps. */
static void names_unite(struct compiler *compiler)
{
    const struct key_table *all = key_table_make(compiler->arena, compiler->names, compiler->name_count);
    struct slice *different = arena_array(compiler->arena, compiler->name_count, sizeof *different);
    size_t count = 0;
    for (size_t i = 0; i < compiler->name_count; i++)
        if (key_find(all, compiler->names[i]) == i)
            different[count++] = compiler->names[i];
    compiler->schema->names = key_table_make(compiler->arena, different, count);
    compiler->schema->name_count = count;
}

void names_number(struct compiler *compiler)
{
    names_walk(compiler, name_collect);
    names_unite(compiler);
    names_walk(compiler, name_number);
    for (size_t i = 0; i < compiler->node_count; i++)
        for (size_t j = 0; j < compiler->nodes[i]->count; j++)
            if (compiler->nodes[i]->keywords[j].check == check_members)
                rules_number(compiler, compiler->nodes[i]->keywords[j].members);
}

struct json_names *schema_names(const struct schema *schema, struct arena *arena)
{
    return json_names_make(arena, schema->names, schema->name_count);
}

/* ---- checking ---- */

_Static_assert(KEY_NONE == 0 - 1u, "a key that is no name has no number");

static struct view *view_make(struct run *run)
{
    struct view *view = arena_alloc(run->scratch, sizeof *view);
    view->member_of_name = arena_array(run->scratch, run->schema->name_count, sizeof(uint32_t));
    return view;
}

/* Forgets the object before: what stands in the view is undone name by name. */
static void view_clear(struct view *view)
{
    for (uint32_t i = 0; view->object != NULL && i < view->object->count; i++)
        if (view->name_of_member[i] != KEY_NONE)
            view->member_of_name[view->name_of_member[i]] = 0;
}

static void view_fill(struct run *run, struct view *view, const struct json *object)
{
    if (object->count > view->room) {
        view->room = 2 * (size_t)object->count;
        view->name_of_member = arena_take(run->scratch, view->room * sizeof(uint32_t));
    }
    view->object = object;
    run->steps += object->count / 16;
    for (uint32_t i = 0; i < object->count; i++) {
        const struct json *key = &object->members[i].key;
        uint32_t name = run->numbered ? key->name - 1u : key_find(run->schema->names, json_text(key));
        view->name_of_member[i] = name;
        if (name != KEY_NONE)
            view->member_of_name[name] = i + 1;
    }
}

const struct view *view_turn(struct run *run, const struct json *object)
{
    struct view *view = run->views[run->nesting];
    if (view == NULL)
        view = run->views[run->nesting] = view_make(run);
    view_clear(view);
    view_fill(run, view, object);
    return view;
}
