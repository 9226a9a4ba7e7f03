/* Identifiers, anchors and references. */
#include "metadata/schema_parts.h"

#include "metadata/pointer.h"
#include "metadata/uri.h"

struct slice without_fragment(struct slice uri)
{
    const char *hash = uri.length > 0 ? memchr(uri.at, '#', uri.length) : NULL;
    return hash != NULL ? (struct slice){uri.at, (size_t)(hash - uri.at)} : uri;
}

/* ---- resources ---- */

static struct resource *resource_make(struct compiler *compiler, struct slice uri, const struct json *root,
                                      struct json_document *document)
{
    struct resource *resource = arena_alloc(compiler->arena, sizeof *resource);
    *resource = (struct resource){.uri = uri, .root = root, .document = document};
    compiler->resources = arena_grow(compiler->arena, compiler->resources, compiler->resource_count,
                                     &compiler->resource_room, sizeof(struct resource *));
    compiler->resources[compiler->resource_count++] = resource;
    key_map_add(compiler->arena, &compiler->resource_names, uri, resource);
    return resource;
}

/* In draft 07 a $ref stands alone: what is beside it, $id too, says nothing. */
static const struct json_member *reference_in(const struct json *source, const struct resource *resource)
{
    static const struct slice name = {"$ref", 4};
    const struct json_member *member = resource->dialect == DIALECT_7 ? json_member(source, name) : NULL;
    return member != NULL && member->value.type == JSON_STRING ? member : NULL;
}

const struct json_member *reference_alone(const struct schema_node *node)
{
    return reference_in(node->source, node->resource);
}

/* What an $id may not be: no reference at all, or that of another schema of the same document. */
static void id_check(struct compiler *compiler, const struct json *id, struct slice uri,
                     const struct resource *outer)
{
    const struct resource *same = key_map_find(&compiler->resource_names, uri);
    if (!iri_valid(json_text(id), true))
        document_fault(compiler, outer->document, id, CODE_M111, _("the identifier {value} is no URI"));
    if (same != NULL && same->document == outer->document && slice_equal(same->uri, uri))
        document_fault(compiler, outer->document, id, CODE_M112,
                       _("two schemas have the identifier {value}; a reference to it could mean either"));
}

struct resource *resource_of(struct compiler *compiler, const struct json *source, struct resource *outer)
{
    const struct json *id = json_get(source, "$id");
    if (outer->root == source)
        resource_speaks(compiler, outer);
    if (!json_is(id, JSON_STRING) || reference_in(source, outer) != NULL)
        return outer;
    struct slice local = without_fragment(json_text(id));
    if (local.length == 0 && outer->root != source)
        return outer;
    struct slice uri = without_fragment(uri_resolve(compiler->arena, outer->uri, local));
    if (outer->root == source) {
        if (!iri_valid(json_text(id), true))
            document_fault(compiler, outer->document, id, CODE_M111, _("the identifier {value} is no URI"));
        outer->uri = uri;
        key_map_add(compiler->arena, &compiler->resource_names, uri, outer);
        return outer;
    }
    id_check(compiler, id, uri, outer);
    struct resource *resource = resource_make(compiler, uri, source, outer->document);
    resource->dialect = outer->dialect;
    resource->vocabularies = outer->vocabularies;
    resource_speaks(compiler, resource);
    return resource;
}

struct resource *document_meet(struct compiler *compiler, struct json_document *document, struct slice uri,
                               unsigned dialect)
{
    struct resource *resource = resource_make(compiler, uri, &document->root, document);
    document_number(compiler, document);
    resource->found_at = uri;
    resource->dialect = dialect;
    resource->vocabularies = VOCABULARIES_USUAL;
    schema_meet(compiler, &document->root, resource);
    return resource;
}

/* ---- anchors ---- */

const struct anchor *anchor_find(const struct resource *resource, struct slice name)
{
    return key_map_find(&resource->anchors, name);
}

/* `name` is the value that says so. */
static void anchor_add(struct compiler *compiler, struct schema_node *node, const struct json *at,
                       struct slice name, bool dynamic)
{
    struct anchor *anchor = key_map_find(&node->resource->anchors, name);
    if (anchor != NULL && anchor->node != node) {
        schema_fault(compiler, node, at, CODE_M112,
                     _("two schemas have the anchor {value}; a reference to it could mean either"));
        return;
    }
    if (anchor == NULL) {
        anchor = arena_alloc(compiler->arena, sizeof *anchor);
        key_map_add(compiler->arena, &node->resource->anchors, name, anchor);
    }
    *anchor = (struct anchor){node, anchor->dynamic || dynamic};
}

static void named_anchor_add(struct compiler *compiler, struct schema_node *node, const char *keyword,
                             bool dynamic)
{
    const struct json *name = json_get(node->source, keyword);
    if (json_is(name, JSON_STRING))
        anchor_add(compiler, node, name, json_text(name), dynamic);
}

/* Draft 07's way: an identifier with a fragment. */
static void fragment_add(struct compiler *compiler, struct schema_node *node)
{
    const struct json *id = json_get(node->source, "$id");
    if (!json_is(id, JSON_STRING) || reference_alone(node) != NULL)
        return;
    struct slice fragment = uri_split(json_text(id)).fragment;
    if (fragment.length > 0)
        anchor_add(compiler, node, id, uri_decode(compiler->arena, fragment), false);
}

void anchors_add(struct compiler *compiler, struct schema_node *node)
{
    switch (node->resource->dialect) {
    case DIALECT_7:
        fragment_add(compiler, node);
        return;
    case DIALECT_2019_09:
        named_anchor_add(compiler, node, "$anchor", false);
        if (node->source == node->resource->root && json_get_true(node->source, "$recursiveAnchor"))
            anchor_add(compiler, node, node->source, RECURSIVE_ANCHOR, true);
        return;
    default:
        named_anchor_add(compiler, node, "$anchor", false);
        named_anchor_add(compiler, node, "$dynamicAnchor", true);
    }
}

/* ---- references ---- */

const struct schema_node *node_of(struct compiler *compiler, const struct json *source)
{
    return node_map_find(&compiler->schema->nodes, source);
}

/* Up to this many members are looked through one by one. */
#define FEW_MEMBERS 64

static const struct key_table *members_index(struct compiler *compiler, const struct json *object)
{
    struct member_index *index =
        key_map_find(&compiler->indexes, (struct slice){(const char *)&object, sizeof object});
    if (index != NULL)
        return index->keys;
    struct slice *keys = arena_array(compiler->arena, object->count, sizeof *keys);
    for (uint32_t i = 0; i < object->count; i++)
        keys[i] = json_text(&object->members[i].key);
    index = arena_alloc(compiler->arena, sizeof *index);
    *index = (struct member_index){object, key_table_make(compiler->arena, keys, object->count)};
    key_map_add(compiler->arena, &compiler->indexes,
                (struct slice){(const char *)&index->object, sizeof index->object}, index);
    return index->keys;
}

/* As pointer_step(), but many references through one large object do not multiply. */
static const struct json *step(struct compiler *compiler, const struct json *value, struct slice token)
{
    if (value->type != JSON_OBJECT || value->count <= FEW_MEMBERS ||
        memchr(token.at, '~', token.length) != NULL)
        return pointer_step(compiler->arena, value, token);
    uint32_t number = key_find(members_index(compiler, value), token);
    return number != KEY_NONE ? &value->members[number].value : NULL;
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
        value = step(compiler, value, token);
    }
    if (value == NULL || pointer.length > 0)
        return NULL;
    schema_meet(compiler, value, resource);
    return node_map_find(&compiler->schema->nodes, value);
}

static struct schema_node *node_at_anchor(const struct resource *resource, struct slice name)
{
    const struct anchor *anchor = anchor_find(resource, name);
    return anchor != NULL ? anchor->node : NULL;
}

struct json_document *document_wanted(struct compiler *compiler, struct slice uri)
{
    struct schema_finder *finder = compiler->options->finder;
    struct json_document *document = meta_document(compiler->arena, uri);
    if (document == NULL && finder != NULL)
        document = finder->find(finder, uri);
    return document;
}

static struct resource *resource_wanted(struct compiler *compiler, struct slice uri, unsigned dialect)
{
    struct resource *resource = key_map_find(&compiler->resource_names, uri);
    if (resource != NULL)
        return resource;
    struct json_document *document = document_wanted(compiler, uri);
    if (document == NULL)
        return NULL;
    const struct schema_node *met = node_map_find(&compiler->schema->nodes, &document->root);
    if (met == NULL)
        return document_meet(compiler, document, uri, dialect);
    key_map_add(compiler->arena, &compiler->resource_names, uri, met->resource);
    return met->resource;
}

struct schema_node *node_referred(struct compiler *compiler, struct schema_node *node,
                                  const struct json *reference)
{
    struct slice text = uri_resolve(compiler->arena, node->resource->uri, json_text(reference));
    struct slice fragment = uri_decode(compiler->arena, uri_split(text).fragment);
    struct resource *resource = resource_wanted(compiler, without_fragment(text), node->resource->dialect);
    struct schema_node *found = NULL;
    if (resource != NULL && (fragment.length == 0 || fragment.at[0] == '/'))
        found = node_at_pointer(compiler, resource, fragment);
    else if (resource != NULL)
        found = node_at_anchor(resource, fragment);
    if (found == NULL)
        schema_fault(compiler, node, reference, CODE_M112, _("the reference {value} leads to no schema"));
    return found;
}
