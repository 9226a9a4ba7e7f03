/* Documents to nodes. First every subschema is met, so that identifiers and anchors are known; then the
 * keywords of each are compiled, and references resolved. */
#include "metadata/schema_parts.h"

#include "metadata/pointer.h"
#include "metadata/uri.h"

/* ---- nodes by their place in the text ---- */

static size_t slot_of(const struct node_map *map, const struct json *source)
{
    uint64_t hash = (uint64_t)(uintptr_t)source * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t)(hash >> 20) & (map->size - 1);
    while (map->slots[at] != NULL && map->slots[at]->source != source)
        at = (at + 1) & (map->size - 1);
    return at;
}

struct schema_node *node_map_find(const struct node_map *map, const struct json *source)
{
    return map->size == 0 ? NULL : map->slots[slot_of(map, source)];
}

static void node_map_add(struct arena *arena, struct node_map *map, struct schema_node *node)
{
    if (2 * (map->count + 1) > map->size) {
        struct node_map larger = {.size = map->size == 0 ? 64 : 4 * map->size, .count = map->count};
        larger.slots = arena_array(arena, larger.size, sizeof(struct schema_node *));
        for (size_t i = 0; i < map->size; i++)
            if (map->slots[i] != NULL)
                larger.slots[slot_of(&larger, map->slots[i]->source)] = map->slots[i];
        *map = larger;
    }
    map->slots[slot_of(map, node->source)] = node;
    map->count++;
}

/* ---- faults of the schema ---- */

bool schema_fault(struct compiler *compiler, const struct schema_node *node, const struct json *at,
                  enum code code, const char *format, ...)
{
    va_list list;
    struct finding finding = {.code = code, .level = LEVEL_ERROR};
    struct json_document *document = node->resource->document;
    va_start(list, format);
    finding.message = arena_format_list(compiler->arena, format, list);
    va_end(list);
    finding.pointer = pointer_to(compiler->arena, &document->root, at->offset).text;
    finding.value = json_text(at);
    json_locate(document, at->offset, &finding);
    compiler->faults++;
    finding_put(compiler->sink, &finding);
    return false;
}

bool keyword_fault(struct compiler *compiler, const struct schema_node *node, const struct keyword_row *row,
                   const struct json *value, const char *wanted)
{
    return schema_fault(compiler, node, value, CODE_M111, _("\"%s\" must be %s"), row->name, _(wanted));
}

/* ---- meeting all subschemas ---- */

static struct slice without_fragment(struct slice uri)
{
    const char *hash = uri.length > 0 ? memchr(uri.at, '#', uri.length) : NULL;
    return hash != NULL ? (struct slice){uri.at, (size_t)(hash - uri.at)} : uri;
}

static struct resource *resource_make(struct compiler *compiler, struct slice uri, const struct json *root,
                                      struct json_document *document)
{
    struct resource *resource = arena_alloc(compiler->arena, sizeof *resource);
    *resource = (struct resource){.uri = uri, .root = root, .document = document, .dialect = DIALECT_2020_12};
    compiler->resources = arena_grow(compiler->arena, compiler->resources, compiler->resource_count,
                                     &compiler->resource_room, sizeof(struct resource *));
    compiler->resources[compiler->resource_count++] = resource;
    return resource;
}

static struct resource *resource_find(const struct compiler *compiler, struct slice uri)
{
    for (size_t i = 0; i < compiler->resource_count; i++)
        if (slice_equal(compiler->resources[i]->uri, uri))
            return compiler->resources[i];
    return NULL;
}

static void anchor_add(struct compiler *compiler, struct schema_node *node, const char *keyword)
{
    const struct json *name = json_get(node->source, keyword);
    struct resource *resource = node->resource;
    if (!json_is(name, JSON_STRING))
        return;
    resource->anchors = arena_grow(compiler->arena, resource->anchors, resource->anchor_count,
                                   &resource->anchor_room, sizeof *resource->anchors);
    resource->anchors[resource->anchor_count++] =
        (struct anchor){.name = json_text(name), .node = node, .dynamic = keyword[1] == 'd'};
}

/* The resource that the schema belongs to: its own when it has an $id. */
static struct resource *resource_of(struct compiler *compiler, const struct json *source,
                                    struct resource *outer)
{
    const struct json *id = json_get(source, "$id");
    if (!json_is(id, JSON_STRING))
        return outer;
    struct slice uri = without_fragment(uri_resolve(compiler->arena, outer->uri, json_text(id)));
    if (outer->root == source) {
        outer->uri = uri;
        return outer;
    }
    struct resource *resource = resource_make(compiler, uri, source, outer->document);
    resource->dialect = outer->dialect;
    return resource;
}

static void schema_meet(struct compiler *compiler, const struct json *source, struct resource *outer);

static void parts_meet(struct compiler *compiler, const struct json *value, enum holds holds,
                       struct resource *resource)
{
    if (holds == HOLDS_SCHEMA)
        schema_meet(compiler, value, resource);
    for (uint32_t i = 0; i < value->count && holds == HOLDS_LIST && value->type == JSON_ARRAY; i++)
        schema_meet(compiler, &value->items[i], resource);
    for (uint32_t i = 0; i < value->count && holds == HOLDS_MAP && value->type == JSON_OBJECT; i++)
        schema_meet(compiler, &value->members[i].value, resource);
}

/* Makes the nodes of a schema and of all below it. The depth is that of the JSON, which is bounded. */
static void schema_meet(struct compiler *compiler, const struct json *source, struct resource *outer)
{
    if (node_map_find(&compiler->schema->nodes, source) != NULL)
        return;
    struct schema_node *node = arena_alloc(compiler->arena, sizeof *node);
    *node = (struct schema_node){.source = source, .code = -1, .level = -1};
    node->resource = resource_of(compiler, source, outer);
    node_map_add(compiler->arena, &compiler->schema->nodes, node);
    compiler->nodes = arena_grow(compiler->arena, compiler->nodes, compiler->node_count, &compiler->node_room,
                                 sizeof(struct schema_node *));
    compiler->nodes[compiler->node_count++] = node;
    if (source->type != JSON_OBJECT)
        return;
    anchor_add(compiler, node, "$anchor");
    anchor_add(compiler, node, "$dynamicAnchor");
    for (uint32_t i = 0; i < source->count; i++) {
        const struct keyword_row *row =
            keyword_row_find(json_text(&source->members[i].key), node->resource->dialect);
        if (row != NULL)
            parts_meet(compiler, &source->members[i].value, row->holds, node->resource);
    }
}

static struct resource *document_meet(struct compiler *compiler, struct json_document *document,
                                      struct slice uri)
{
    struct resource *resource = resource_make(compiler, uri, &document->root, document);
    schema_meet(compiler, &document->root, resource);
    return resource;
}

/* ---- references ---- */

const struct schema_node *node_of(struct compiler *compiler, const struct json *source)
{
    return node_map_find(&compiler->schema->nodes, source);
}

/* The schema at a JSON pointer below the resource, also where no keyword says that there is one. */
static struct schema_node *node_at_pointer(struct compiler *compiler, struct resource *resource,
                                           struct slice pointer)
{
    const struct json *value = resource->root;
    struct slice token;
    while (value != NULL && pointer_token(&pointer, &token)) {
        struct schema_node *node = node_map_find(&compiler->schema->nodes, value);
        if (node != NULL)
            resource = node->resource;
        value = pointer_step(compiler->arena, value, token);
    }
    if (value == NULL || pointer.length > 0)
        return NULL;
    schema_meet(compiler, value, resource);
    return node_map_find(&compiler->schema->nodes, value);
}

const struct anchor *anchor_find(const struct resource *resource, struct slice name)
{
    for (size_t i = 0; i < resource->anchor_count; i++)
        if (slice_equal(resource->anchors[i].name, name))
            return &resource->anchors[i];
    return NULL;
}

static struct schema_node *node_at_anchor(const struct resource *resource, struct slice name)
{
    const struct anchor *anchor = anchor_find(resource, name);
    return anchor != NULL ? anchor->node : NULL;
}

static struct resource *resource_wanted(struct compiler *compiler, struct slice uri)
{
    struct resource *resource = resource_find(compiler, uri);
    struct schema_finder *finder = compiler->options->finder;
    if (resource != NULL || finder == NULL)
        return resource;
    struct json_document *document = finder->find(finder, uri);
    return document != NULL ? document_meet(compiler, document, uri) : NULL;
}

struct schema_node *node_referred(struct compiler *compiler, struct schema_node *node,
                                  const struct json *reference)
{
    struct slice text = uri_resolve(compiler->arena, node->resource->uri, json_text(reference));
    struct slice fragment = uri_decode(compiler->arena, uri_split(text).fragment);
    struct resource *resource = resource_wanted(compiler, without_fragment(text));
    struct schema_node *found = NULL;
    if (resource != NULL && (fragment.length == 0 || fragment.at[0] == '/'))
        found = node_at_pointer(compiler, resource, fragment);
    else if (resource != NULL)
        found = node_at_anchor(resource, fragment);
    if (found == NULL)
        schema_fault(compiler, node, reference, CODE_M112, _("the reference {value} leads to no schema"));
    return found;
}

/* ---- keywords ---- */

struct keyword *node_add(struct compiler *compiler, struct schema_node *node, const struct keyword_row *row,
                         const struct json *value)
{
    node->keywords =
        arena_grow(compiler->arena, node->keywords, node->count, &node->room, sizeof *node->keywords);
    struct keyword *keyword = &node->keywords[node->count++];
    *keyword = (struct keyword){
        .check = row->check, .row = row, .source = value, .kinds = row->kinds, .cost = row->cost};
    return keyword;
}

struct keyword *node_share(struct compiler *compiler, struct schema_node *node, const struct keyword_row *row,
                           const struct json *value)
{
    for (size_t i = 0; i < node->count; i++)
        if (node->keywords[i].check == row->check)
            return &node->keywords[i];
    return node_add(compiler, node, row, value);
}

bool pattern_of(struct compiler *compiler, struct schema_node *node, const struct json *at,
                struct pattern **pattern)
{
    struct schema *schema = compiler->schema;
    const char *why;
    enum pattern_state state = pattern_compile(compiler->arena, json_text(at), pattern, &why);
    if (state == PATTERN_WRONG)
        return schema_fault(compiler, node, at, CODE_M111, _("the pattern {value} is wrong: %s"), _(why));
    if (state == PATTERN_UNTRANSLATED)
        return true;
    schema->patterns = arena_grow(compiler->arena, schema->patterns, schema->pattern_count,
                                  &schema->pattern_room, sizeof(struct pattern *));
    schema->patterns[schema->pattern_count++] = *pattern;
    return true;
}

void keywords_sort(struct keyword *keywords, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct keyword keyword = keywords[i];
        size_t at = i;
        for (; at > 0 && keywords[at - 1].cost > keyword.cost; at--)
            keywords[at] = keywords[at - 1];
        keywords[at] = keyword;
    }
}

static void member_compile(struct compiler *compiler, struct schema_node *node,
                           const struct json_member *member)
{
    struct slice name = json_text(&member->key);
    const struct keyword_row *row = keyword_row_find(name, node->resource->dialect);
    if (row == NULL && !slice_starts(name, "banchi:") && !compiler->options->unknown_keywords)
        schema_fault(compiler, node, &member->key, CODE_M110,
                     _("the schema uses the unknown keyword {value}"));
    if (row != NULL && row->compile != NULL)
        row->compile(compiler, node, row, &member->value);
}

static void node_compile(struct compiler *compiler, struct schema_node *node)
{
    const struct json *source = node->source;
    if (source->type == JSON_FALSE)
        node_add(compiler, node, &never_row, source);
    else if (source->type != JSON_OBJECT && source->type != JSON_TRUE)
        schema_fault(compiler, node, source, CODE_M111, _("a schema must be an object, true or false"));
    for (uint32_t i = 0; i < source->count && source->type == JSON_OBJECT; i++)
        member_compile(compiler, node, &source->members[i]);
    keywords_sort(node->keywords, node->count);
}

const struct schema *schema_compile(struct arena *arena, struct json_document *document,
                                    const struct schema_options *options, struct finding_sink *sink)
{
    struct schema *schema = arena_alloc(arena, sizeof *schema);
    struct compiler compiler = {.arena = arena, .options = options, .sink = sink, .schema = schema};
    document_meet(&compiler, document, (struct slice){"", 0});
    /* compiling may meet more: other documents, places that only a reference names */
    for (size_t i = 0; i < compiler.node_count; i++)
        node_compile(&compiler, compiler.nodes[i]);
    names_number(&compiler);
    nodes_flatten(&compiler);
    schema->root = compiler.nodes[0];
    if (compiler.faults == 0)
        return schema;
    schema_close(schema);
    return NULL;
}

void schema_close(const struct schema *schema)
{
    for (size_t i = 0; schema != NULL && i < schema->pattern_count; i++)
        pattern_close(schema->patterns[i]);
}

const struct json *schema_keyword(const struct schema *schema, const struct json *subschema,
                                  const char *keyword)
{
    for (unsigned steps = 0; subschema != NULL && steps < LIMIT_SCHEMA_NESTING; steps++) {
        const struct json *value = json_get(subschema, keyword);
        const struct schema_node *node = node_map_find(&schema->nodes, subschema);
        if (value != NULL || node == NULL)
            return value;
        subschema = NULL;
        for (size_t i = 0; i < node->count && subschema == NULL; i++)
            if (node->keywords[i].check == check_reference)
                subschema = node->keywords[i].node->source;
    }
    return NULL;
}
