/* What is said of keys: missing, not allowed, wrong by their names. */
#include "metadata/schema_parts.h"

/* Of a schema object and those that it refers to for the same value so many are looked through for names. */
#define NAMING_NODES 64

static struct arena *arena_of(struct run *run)
{
    return run->report->arena;
}

void report_missing(struct run *run, const struct json *value, const struct member_rule *rule)
{
    struct fault fault = {.code = CODE_M101,
                          .at = value,
                          .key = slice_shown(arena_of(run), name_text(&rule->name)),
                          .keyword = "required"};
    fault.remedy.kind = REMEDY_FILL;
    fault.message = arena_format(arena_of(run), _("\"%s\" is missing"), fault.key);
    if (rule->node != NULL)
        fault.hint =
            translated(arena_of(run), schema_keyword(run->schema, rule->node->source, "banchi:help"));
    report_fault(run, &fault);
}

void report_dependent(struct run *run, const struct keyword *keyword, const struct json *value,
                      struct slice key, struct slice because)
{
    struct fault fault = {.code = CODE_M101,
                          .at = value,
                          .key = slice_shown(arena_of(run), key),
                          .keyword = keyword->row->name.at};
    fault.remedy.kind = REMEDY_FILL;
    fault.message = arena_format(arena_of(run), _("\"%s\" is missing; it goes with \"%s\""), fault.key,
                                 slice_shown(arena_of(run), because));
    report_fault(run, &fault);
}

/* Calls `each` for the members of the node and of those that judge the same value, until it says true, or
 * there are too many nodes. */
struct naming {
    bool (*each)(struct naming *self, const struct members *members);
    unsigned nodes; /* so far */
};

static bool members_walk(struct naming *naming, const struct schema_node *node);

static bool list_walk(struct naming *naming, const struct node_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (members_walk(naming, list->nodes[i]))
            return true;
    return false;
}

static bool dependencies_walk(struct naming *naming, const struct dependencies *dependencies)
{
    for (size_t i = 0; i < dependencies->count; i++)
        if (members_walk(naming, dependencies->list[i].node))
            return true;
    return false;
}

static bool keyword_walk(struct naming *naming, const struct keyword *keyword)
{
    if (keyword->check == check_members)
        return naming->each(naming, keyword->members);
    if (keyword->check == check_reference)
        return members_walk(naming, keyword->node);
    if (keyword->check == check_dynamic_reference)
        return members_walk(naming, keyword->dynamic->node);
    if (keyword->check == check_all || keyword->check == check_any || keyword->check == check_one)
        return list_walk(naming, keyword->list);
    if (keyword->check == check_dependencies)
        return dependencies_walk(naming, keyword->dependencies);
    return keyword->check == check_condition &&
           (members_walk(naming, keyword->condition->test) ||
            members_walk(naming, keyword->condition->good) || members_walk(naming, keyword->condition->bad));
}

static bool members_walk(struct naming *naming, const struct schema_node *node)
{
    if (node == NULL)
        return false;
    if (++naming->nodes > NAMING_NODES)
        return true;
    for (size_t i = 0; i < node->count; i++)
        if (keyword_walk(naming, &node->keywords[i]))
            return true;
    return false;
}

/* `additionalProperties` goes by what stands beside it, `unevaluatedProperties` by all that is said of the
 * value. */
static void names_walk(struct run *run, const struct keyword *keyword, struct naming *naming)
{
    if (keyword->check == check_members)
        naming->each(naming, keyword->members);
    else
        members_walk(naming, run->frame->node);
}

struct naming_of_key {
    struct naming naming;
    uint32_t name;
    bool found;
};

static bool key_look(struct naming *self, const struct members *members)
{
    struct naming_of_key *of_key = (struct naming_of_key *)self;
    of_key->found = members_rule(members, of_key->name) != NULL;
    return of_key->found;
}

static bool is_named(struct run *run, const struct keyword *keyword, struct slice key)
{
    struct naming_of_key of_key = {{key_look, 0}, key_find(run->schema->names, key), false};
    if (of_key.name != KEY_NONE)
        names_walk(run, keyword, &of_key.naming);
    return of_key.found;
}

struct naming_of_all {
    struct naming naming;
    const struct view *view;
    struct slice names[LIMIT_NEAREST_CHOICES];
    size_t count;
};

/* A key that is there already was not meant. */
static bool names_gather(struct naming *self, const struct members *members)
{
    struct naming_of_all *all = (struct naming_of_all *)self;
    for (size_t i = 0; i < members->count && all->count < LIMIT_NEAREST_CHOICES; i++)
        if (view_member(all->view, members->rules[i].name.number) == NULL)
            all->names[all->count++] = name_text(&members->rules[i].name);
    return all->count == LIMIT_NEAREST_CHOICES;
}

/* The key that was most likely meant. */
static struct slice key_meant(struct run *run, const struct keyword *keyword, struct slice key)
{
    struct naming_of_all all;
    if (run->hints >= LIMIT_NEAREST_HINTS)
        return (struct slice){0};
    all.naming = (struct naming){names_gather, 0};
    all.view = view_of(run, run->frame->value);
    all.count = 0;
    names_walk(run, keyword, &all.naming);
    return choice_meant(run, key, all.names, all.count);
}

/* One keyword of the compiled schema stands for those of which `node`, a `false`, may be a part. */
static const char *forbids(const struct members *members, const struct schema_node *node)
{
    for (size_t i = 0; i < members->pattern_count; i++)
        if (members->patterns[i].node == node)
            return "patternProperties";
    return members->additional == node ? "additionalProperties" : "properties";
}

/* A key that the schema names, but forbids, is not unknown. */
void report_not_allowed(struct run *run, const struct keyword *keyword, const struct schema_node *node,
                        const struct json_member *member)
{
    const struct members *members = keyword->check == check_members ? keyword->members : NULL;
    struct fault fault = {.code = CODE_M107,
                          .at = &member->key,
                          .keyword = members != NULL ? forbids(members, node) : keyword->row->name.at,
                          .value = json_text(&member->key),
                          .of_key = true};
    bool named = is_named(run, keyword, fault.value);
    struct slice meant = {0};
    fault.message = named ? _("the key {value} is not allowed here") : _("the key {value} is not known here");
    if (!named)
        meant = key_meant(run, keyword, fault.value);
    fault.remedy.kind = REMEDY_REMOVE;
    if (meant.length > 0)
        suggest(run, &fault, REMEDY_RENAME, meant);
    report_fault(run, &fault);
}

/* What is wrong with its name is wrong with the key: it may go, or be called otherwise. */
static void name_fault_turn(struct run *run, struct fault *fault)
{
    struct text message = {0};
    cause_add(&message, fault->message, _("the key"));
    fault->message = arena_format(arena_of(run), _("the key {value} is not allowed here: %s"), message.at);
    fault->value = json_text(fault->at);
    fault->of_key = true;
    fault->remedy.kind = fault->meant ? REMEDY_RENAME : REMEDY_REMOVE;
    text_free(&message);
}

bool report_name(struct run *run, const struct schema_node *node, const struct json *key)
{
    size_t before = run->report->count;
    bool good = part_check(run, node, key);
    for (size_t i = before; i < run->report->count; i++) {
        struct fault *fault = &run->report->faults[i];
        if (fault->at == key && fault->level != LEVEL_NOT_CHECKED && code_is_of_keyword(fault->code))
            name_fault_turn(run, fault);
    }
    return good;
}
