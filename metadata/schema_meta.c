/* Dialects, vocabularies and meta-schemas. */
#include "metadata/schema_parts.h"

#include "metadata/uri.h"

/* The table in meta.S. */
struct meta_file {
    const char *uri;
    struct slice text;
};
extern const struct meta_file meta_files[];
extern const size_t meta_file_count;

/* A meta-schema's meta-schema's ..., before it is taken for an endless chain. */
#define META_DEPTH 8

/* What is built in is right: it has no findings. */
static void nothing_put(struct finding_sink *self, const struct finding *finding)
{
    (void)self;
    (void)finding;
}

struct json_document *meta_document(struct arena *arena, struct slice uri)
{
    struct finding_sink sink = {nothing_put};
    for (const struct meta_file *file = meta_files; file < meta_files + meta_file_count; file++) {
        if (!slice_equals(uri, file->uri))
            continue;
        struct json_document *document = arena_alloc(arena, sizeof *document);
        *document = (struct json_document){.file = file->uri, .first_line = 1};
        return json_read_document(arena, file->text, &sink, document) ? document : NULL;
    }
    return NULL;
}

/* ---- what "$schema" chooses ---- */

static const struct speech built_in[] = {
    {{"https://json-schema.org/draft/2020-12/schema", 44}, NULL, DIALECT_2020_12, VOCABULARIES_USUAL},
    {{"https://json-schema.org/draft/2019-09/schema", 44}, NULL, DIALECT_2019_09, VOCABULARIES_USUAL},
    {{"http://json-schema.org/draft-07/schema", 38}, NULL, DIALECT_7, VOCABULARIES_USUAL},
};

static unsigned vocabulary_find(struct slice uri)
{
    static const char begin[] = "https://json-schema.org/draft/2020-12/vocab/";
    static const struct {
        const char *name;
        unsigned vocabulary;
    } names[] = {
        {"core", VOCABULARY_CORE},
        {"applicator", VOCABULARY_APPLICATOR},
        {"unevaluated", VOCABULARY_UNEVALUATED},
        {"validation", VOCABULARY_VALIDATION},
        {"meta-data", VOCABULARY_META_DATA},
        {"format-annotation", VOCABULARY_FORMAT_ANNOTATION},
        {"format-assertion", VOCABULARY_FORMAT_ASSERTION},
        {"content", VOCABULARY_CONTENT},
    };
    if (!slice_starts(uri, begin))
        return 0;
    uri.at += strlen(begin);
    uri.length -= strlen(begin);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (slice_equals(uri, names[i].name))
            return names[i].vocabulary;
    return 0;
}

/* The vocabularies that a meta-schema uses; false when it demands one that is not known. */
static bool vocabularies_read(const struct json *list, unsigned *vocabularies)
{
    *vocabularies = VOCABULARY_CORE;
    for (uint32_t i = 0; i < list->count; i++) {
        unsigned vocabulary = vocabulary_find(json_text(&list->members[i].key));
        *vocabularies |= vocabulary;
        if (vocabulary == 0 && list->members[i].value.type == JSON_TRUE)
            return false;
    }
    return true;
}

static const struct speech *speech_find(struct compiler *compiler, struct slice uri);

/* A meta-schema of somebody's own. Its dialect is that of its own meta-schema. */
static const struct speech *speech_read(struct compiler *compiler, struct slice uri)
{
    struct json_document *document = document_wanted(compiler, uri);
    const struct json *schema = document != NULL ? json_get(&document->root, "$schema") : NULL;
    const struct json *list = document != NULL ? json_get(&document->root, "$vocabulary") : NULL;
    if (!json_is(schema, JSON_STRING) || compiler->meta_depth == META_DEPTH)
        return NULL;
    compiler->meta_depth++;
    const struct speech *outer = speech_find(compiler, without_fragment(json_text(schema)));
    compiler->meta_depth--;
    if (outer == NULL)
        return NULL;
    struct speech speech = {uri, document, outer->dialect, outer->vocabularies};
    if (outer->dialect == DIALECT_2020_12 && json_is(list, JSON_OBJECT) &&
        !vocabularies_read(list, &speech.vocabularies))
        return NULL;
    compiler->speeches = arena_grow(compiler->arena, compiler->speeches, compiler->speech_count,
                                    &compiler->speech_room, sizeof speech);
    compiler->speeches[compiler->speech_count] = speech;
    return &compiler->speeches[compiler->speech_count++];
}

static const struct speech *speech_find(struct compiler *compiler, struct slice uri)
{
    for (size_t i = 0; i < sizeof built_in / sizeof built_in[0]; i++)
        if (slice_equal(uri, built_in[i].uri))
            return &built_in[i];
    for (size_t i = 0; i < compiler->speech_count; i++)
        if (slice_equal(uri, compiler->speeches[i].uri))
            return &compiler->speeches[i];
    return speech_read(compiler, uri);
}

void resource_speaks(struct compiler *compiler, struct resource *resource)
{
    const struct json *schema = json_get(resource->root, "$schema");
    if (!json_is(schema, JSON_STRING))
        return;
    struct slice uri = uri_resolve(compiler->arena, resource->found_at, json_text(schema));
    const struct speech *speech = speech_find(compiler, without_fragment(uri));
    if (speech == NULL) {
        document_fault(compiler, resource->document, schema, CODE_M112,
                       _("the schema is written by {value}, which is not known here; write "
                         "\"https://json-schema.org/draft/2020-12/schema\" or "
                         "\"http://json-schema.org/draft-07/schema#\""));
        return;
    }
    resource->dialect = speech->dialect;
    resource->vocabularies = speech->vocabularies;
}

/* ---- schemas against their meta-schemas ---- */

/* What the meta-schema finds becomes a fault of the schema, unless compiling has found one there; that none
 * of several forms fits may come of a fault within. */
struct meta_sink {
    struct finding_sink sink;
    struct compiler *compiler;
};

static void meta_put(struct finding_sink *self, const struct finding *finding)
{
    struct compiler *compiler = ((struct meta_sink *)self)->compiler;
    struct finding fault = *finding;
    fault.code = finding->level == LEVEL_NOT_CHECKED ? CODE_M113 : CODE_M111;
    fault.keyword = NULL; /* the meta-schema's: of the schema the pointer tells it */
    bool follows = finding->code == CODE_M109 && fault_is_around(compiler, finding);
    if (!follows && !fault_is_within(compiler, finding))
        fault_keep(compiler, &fault);
}

static struct slice meta_uri(const struct resource *resource)
{
    const struct json *schema = json_get(resource->root, "$schema");
    if (json_is(schema, JSON_STRING))
        return without_fragment(json_text(schema));
    for (size_t i = 0; i < sizeof built_in / sizeof built_in[0]; i++)
        if (built_in[i].dialect == resource->dialect)
            return built_in[i].uri;
    return (struct slice){"", 0};
}

/* A document that holds schemas of another dialect is no instance of one meta-schema. */
static void mixed_mark(struct compiler *compiler)
{
    for (size_t i = 0; i < compiler->resource_count; i++) {
        const struct resource *resource = compiler->resources[i];
        struct resource *whole = node_map_find(&compiler->schema->nodes, &resource->document->root)->resource;
        if (resource->dialect != whole->dialect || resource->vocabularies != whole->vocabularies)
            whole->mixed = true;
    }
}

/* Schemas that were compiled for documents before, by meta-schema. */
struct meta_schemas {
    struct slice uri[META_DEPTH];
    const struct schema *schema[META_DEPTH];
    size_t count;
};

static const struct schema *meta_schema(struct compiler *compiler, struct meta_schemas *known,
                                        struct slice uri)
{
    struct finding_sink sink = {nothing_put};
    struct schema_options options = {
        .unknown_keywords = true, .trusted = true, .finder = compiler->options->finder};
    for (size_t i = 0; i < known->count; i++)
        if (slice_equal(known->uri[i], uri))
            return known->schema[i];
    struct json_document *document = document_wanted(compiler, uri);
    if (document == NULL || known->count == META_DEPTH)
        return NULL;
    known->uri[known->count] = uri;
    known->schema[known->count] = schema_compile(compiler->arena, document, &options, &sink);
    return known->schema[known->count++];
}

void documents_check(struct compiler *compiler)
{
    struct meta_sink sink = {.sink = {meta_put}, .compiler = compiler};
    struct meta_schemas known = {.count = 0};
    mixed_mark(compiler);
    for (size_t i = 0; i < compiler->resource_count; i++) {
        const struct resource *resource = compiler->resources[i];
        bool whole = resource->root == &resource->document->root;
        bool built = false;
        for (const struct meta_file *file = meta_files; file < meta_files + meta_file_count; file++)
            built = built || resource->document->file == file->uri;
        if (!whole || built || resource->mixed)
            continue;
        const struct schema *schema = meta_schema(compiler, &known, meta_uri(resource));
        if (schema != NULL)
            schema_check(schema, resource->document, compiler->arena, &sink.sink);
    }
    for (size_t i = 0; i < known.count; i++)
        schema_close(known.schema[i]);
}
