/* Documents to nodes. First every subschema is met, so that identifiers and anchors are known; then the
 * keywords of each are compiled, and references resolved. */
#include "metadata/schema_parts.h"

#include "metadata/nearest.h"
#include "metadata/pointer.h"

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

static void fault_add(struct compiler *compiler, struct json_document *document, const struct json *at,
                      struct finding *finding)
{
    if (faults_are_full(compiler)) {
        compiler->fault_count++;
        return;
    }
    finding->level = LEVEL_ERROR;
    finding->pointer = pointer_to(compiler->arena, &document->root, at->offset).text;
    finding->value = json_text(at);
    json_locate(document, at->offset, finding);
    fault_keep(compiler, finding);
}

void document_fault(struct compiler *compiler, struct json_document *document, const struct json *at,
                    enum code code, const char *message)
{
    struct finding finding = {.code = code, .message = message};
    fault_add(compiler, document, at, &finding);
}

bool name_fault(struct compiler *compiler, const struct schema_node *node, const struct json *at,
                const struct name_wanted *wanted)
{
    struct arena scratch = {0};
    struct finding finding = {.code = wanted->code, .message = wanted->message};
    long nearest = compiler->fault_count < LIMIT_SCHEMA_MEANT
                       ? nearest_choice(&scratch, json_text(at), wanted->known, wanted->count)
                       : -1;
    arena_free(&scratch);
    if (nearest >= 0)
        finding.hint = arena_format(compiler->arena, _("did you mean \"%s\"?"),
                                    slice_shown(compiler->arena, wanted->known[nearest]));
    fault_add(compiler, node->resource->document, at, &finding);
    return false;
}

bool schema_fault(struct compiler *compiler, const struct schema_node *node, const struct json *at,
                  enum code code, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const char *message = arena_format_list(compiler->arena, format, list);
    va_end(list);
    document_fault(compiler, node->resource->document, at, code, message);
    return false;
}

bool keyword_fault(struct compiler *compiler, const struct schema_node *node, const struct keyword_row *row,
                   const struct json *value, const char *wanted)
{
    return schema_fault(compiler, node, value, CODE_M111, _("\"%s\" must be %s"), row->name.at, _(wanted));
}

/* ---- meeting all subschemas ---- */

static void parts_meet(struct compiler *compiler, const struct json *value, enum holds holds,
                       struct resource *resource)
{
    bool list = value->type == JSON_ARRAY && (holds == HOLDS_LIST || holds == HOLDS_SCHEMA_OR_LIST);
    bool map = value->type == JSON_OBJECT && (holds == HOLDS_MAP || holds == HOLDS_MAP_OR_LISTS);
    if (holds == HOLDS_SCHEMA || (holds == HOLDS_SCHEMA_OR_LIST && !list))
        schema_meet(compiler, value, resource);
    for (uint32_t i = 0; i < value->count && list; i++)
        schema_meet(compiler, &value->items[i], resource);
    for (uint32_t i = 0; i < value->count && map; i++)
        if (holds == HOLDS_MAP || value->members[i].value.type != JSON_ARRAY)
            schema_meet(compiler, &value->members[i].value, resource);
}

static struct schema_node *node_make(struct compiler *compiler, const struct json *source)
{
    struct schema_node *node = arena_alloc(compiler->arena, sizeof *node);
    *node = (struct schema_node){.source = source, .code = -1, .level = -1};
    node->keywords = arena_array(compiler->arena, 0, sizeof *node->keywords);
    node_map_add(compiler->arena, &compiler->schema->nodes, node);
    compiler->nodes = arena_grow(compiler->arena, compiler->nodes, compiler->node_count, &compiler->node_room,
                                 sizeof(struct schema_node *));
    compiler->nodes[compiler->node_count++] = node;
    return node;
}

/* The depth is that of the JSON, which is bounded. */
void schema_meet(struct compiler *compiler, const struct json *source, struct resource *outer)
{
    if (node_map_find(&compiler->schema->nodes, source) != NULL)
        return;
    struct schema_node *node = node_make(compiler, source);
    node->resource = resource_of(compiler, source, outer);
    if (source->type != JSON_OBJECT)
        return;
    anchors_add(compiler, node);
    for (uint32_t i = 0; i < source->count; i++) {
        const struct keyword_row *row = keyword_row_find(json_text(&source->members[i].key), node->resource);
        if (row != NULL)
            parts_meet(compiler, &source->members[i].value, row->holds, node->resource);
    }
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

/* How many patterns are looked through for the same text. */
#define LOOKED_AT 64

static struct pattern *pattern_known(const struct schema *schema, struct slice text)
{
    for (size_t i = 0; i < schema->pattern_count && i < LOOKED_AT; i++)
        if (slice_equal(schema->patterns[i].text, text))
            return schema->patterns[i].pattern;
    return NULL;
}

bool pattern_of(struct compiler *compiler, struct schema_node *node, const struct json *at,
                struct pattern **pattern)
{
    struct schema *schema = compiler->schema;
    const char *why;
    *pattern = pattern_known(schema, json_text(at));
    if (*pattern != NULL)
        return true;
    enum pattern_state state = pattern_compile(compiler->arena, json_text(at), pattern, &why);
    if (state == PATTERN_WRONG)
        return schema_fault(compiler, node, at, CODE_M111, _("the pattern {value} is wrong: %s"), _(why));
    if (state == PATTERN_UNTRANSLATED)
        return true;
    schema->patterns = arena_grow(compiler->arena, schema->patterns, schema->pattern_count,
                                  &schema->pattern_room, sizeof *schema->patterns);
    schema->patterns[schema->pattern_count++] = (struct kept_pattern){json_text(at), *pattern};
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

static void keyword_unknown(struct compiler *compiler, struct schema_node *node, const struct json *key)
{
    struct slice known[KEYWORDS_MOST];
    struct name_wanted wanted = {.code = CODE_M110,
                                 .message = _("the schema uses the unknown keyword {value}"),
                                 .known = known,
                                 .count = keyword_names(node->resource, known)};
    name_fault(compiler, node, key, &wanted);
}

static void member_compile(struct compiler *compiler, struct schema_node *node,
                           const struct json_member *member)
{
    struct slice name = json_text(&member->key);
    const struct keyword_row *row = keyword_row_find(name, node->resource);
    if (row == NULL && !slice_starts(name, "banchi:") && !compiler->options->unknown_keywords)
        keyword_unknown(compiler, node, &member->key);
    if (row != NULL && row->compile != NULL)
        (void)row->compile(compiler, node, row, &member->value);
}

static void node_compile(struct compiler *compiler, struct schema_node *node)
{
    const struct json *source = node->source;
    if (source->type == JSON_FALSE)
        node_add(compiler, node, &never_row, source);
    else if (source->type != JSON_OBJECT && source->type != JSON_TRUE)
        schema_fault(compiler, node, source, CODE_M111, _("a schema must be an object, true or false"));
    const struct json_member *reference = reference_alone(node);
    if (reference != NULL) {
        member_compile(compiler, node, reference);
        return;
    }
    for (uint32_t i = 0; i < source->count && source->type == JSON_OBJECT; i++)
        member_compile(compiler, node, &source->members[i]);
    keywords_sort(node->keywords, node->count);
}

const struct schema *schema_compile(struct arena *arena, struct json_document *document,
                                    const struct schema_options *options, struct finding_sink *sink)
{
    struct schema *schema = arena_alloc(arena, sizeof *schema);
    struct compiler compiler = {.arena = arena, .options = options, .sink = sink, .schema = schema};
    static const unsigned dialects[] = {[SCHEMA_DRAFT_2020_12] = DIALECT_2020_12,
                                        [SCHEMA_DRAFT_2019_09] = DIALECT_2019_09,
                                        [SCHEMA_DRAFT_7] = DIALECT_7};
    document_meet(&compiler, document, (struct slice){"", 0}, dialects[options->draft]);
    /* compiling may meet more: other documents, places that only a reference names */
    for (size_t i = 0; i < compiler.node_count; i++)
        node_compile(&compiler, compiler.nodes[i]);
    names_number(&compiler);
    nodes_flatten(&compiler);
    schema->root = compiler.nodes[0];
    schema->explained = options->trusted;
    if (!options->trusted)
        documents_check(&compiler);
    if (compiler.fault_count == 0)
        return schema;
    faults_put(&compiler);
    schema_close(schema);
    return NULL;
}

void schema_close(const struct schema *schema)
{
    for (size_t i = 0; schema != NULL && i < schema->pattern_count; i++)
        pattern_close(schema->patterns[i].pattern);
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
