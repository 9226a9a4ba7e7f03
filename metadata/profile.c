#include "metadata/profile.h"

#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/key_table.h"
#include "metadata/library.h"
#include "metadata/schema.h"

/* The table in builtin.S. */
extern const struct profile_file builtin_files[];
extern const size_t builtin_file_count;

/* Built-in files that judge no dataset: the first one is only what the others refer to. */
static const char *const other_files[] = {"common.json", "catalog.json", "dictionary.json"};

/* Items in the order of the form, found by key. */
struct item_list {
    struct profile_item *items;
    size_t count;
};

struct profile {
    const struct schema *schema;
    struct json_document *document;
    struct item_list items;
    struct item_list resource_items;
};

const struct profile_file *profile_files(size_t *count)
{
    *count = builtin_file_count;
    return builtin_files;
}

/* ---- opening ---- */

/* A built-in schema that is wrong is a bug: its first fault becomes the problem. */
struct bug_sink {
    struct finding_sink sink;
    struct problem *problem;
};

static void bug_put(struct finding_sink *self, const struct finding *finding)
{
    problem_set(((struct bug_sink *)self)->problem, PROBLEM_BUG,
                _("a built-in schema is wrong: %s:%zu:%zu: %s: %.*s"), finding->file, finding->line,
                finding->column, finding->message, SLICE(finding->value));
}

static const struct profile_file *profile_find(const char *name)
{
    size_t length = strlen(name);
    for (const struct profile_file *file = builtin_files; file < builtin_files + builtin_file_count; file++)
        if (strncmp(file->name, name, length) == 0 && strcmp(file->name + length, ".json") == 0 &&
            strcmp(file->name, other_files[0]) != 0)
            return file;
    return NULL;
}

bool profile_is_of_datasets(const char *name)
{
    for (size_t i = 0; i < sizeof other_files / sizeof other_files[0]; i++)
        if (slice_equals((struct slice){other_files[i], strlen(other_files[i]) - strlen(".json")}, name))
            return false;
    return profile_find(name) != NULL;
}

/* ---- items ---- */

static const char *translated(struct arena *arena, const struct json *texts)
{
    return json_get_string(arena, texts, language_is_thai() ? "th" : "en");
}

/* The keys that the subschema requires. */
static const struct key_table *required_of(struct arena *arena, const struct json *subschema)
{
    const struct json *required = json_get(subschema, "required");
    size_t count = json_is(required, JSON_ARRAY) ? required->count : 0;
    struct slice *keys = arena_array(arena, count, sizeof *keys);
    for (size_t i = 0; i < count; i++)
        keys[i] = json_text(&required->items[i]);
    return key_table_make(arena, keys, count);
}

static enum profile_type type_of(const struct json *type, const struct json *choices)
{
    static const struct {
        const char *name;
        enum profile_type type;
    } types[] = {{"string", PROFILE_TEXT},
                 {"array", PROFILE_LIST},
                 {"boolean", PROFILE_BOOLEAN},
                 {"integer", PROFILE_NUMBER},
                 {"number", PROFILE_NUMBER}};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (slice_equals(json_text(type), types[i].name))
            return types[i].type;
    return choices != NULL ? PROFILE_TEXT : PROFILE_ANY;
}

static struct profile_item item_of(struct arena *arena, const struct schema *schema,
                                   const struct json_member *member, const struct key_table *required)
{
    struct slice key = json_text(&member->key);
    struct profile_item item = {.key = slice_copy(arena, key),
                                .required = key_find(required, key) != KEY_NONE};
    const struct json *items = schema_keyword(schema, &member->value, "items");
    const char *label = translated(arena, schema_keyword(schema, &member->value, "banchi:label"));
    item.label = label != NULL ? label : item.key;
    item.help = translated(arena, schema_keyword(schema, &member->value, "banchi:help"));
    item.list = slice_equals(json_text(schema_keyword(schema, &member->value, "type")), "array");
    item.choices = schema_keyword(schema, item.list ? items : &member->value, "enum");
    item.type = type_of(schema_keyword(schema, &member->value, "type"), item.choices);
    return item;
}

static struct item_list items_of(struct arena *arena, const struct schema *schema,
                                 const struct json *subschema)
{
    struct item_list list = {0};
    const struct json *properties = schema_keyword(schema, subschema, "properties");
    if (!json_is(properties, JSON_OBJECT))
        return list;
    const struct key_table *required = required_of(arena, subschema);
    list.items = arena_array(arena, properties->count, sizeof *list.items);
    for (uint32_t i = 0; i < properties->count; i++)
        list.items[list.count++] = item_of(arena, schema, &properties->members[i], required);
    return list;
}

/* The objects in the list that a file of this kind is about: resources of a dataset, fields of a dictionary.
 */
static const struct json *part_of(const struct schema *schema, const struct json *root)
{
    const struct json *properties = json_get(root, "properties");
    const struct json *list = json_get(properties, "resources");
    return schema_keyword(schema, list != NULL ? list : json_get(properties, "fields"), "items");
}

static const struct profile *profile_make(struct arena *arena, struct json_document *document,
                                          struct library *library, const struct schema_options *options)
{
    struct profile *profile = arena_alloc(arena, sizeof *profile);
    profile->document = document;
    profile->schema = document != NULL ? schema_compile(arena, document, options, library->sink) : NULL;
    if (profile->schema == NULL)
        return NULL;
    profile->items = items_of(arena, profile->schema, &document->root);
    profile->resource_items = items_of(arena, profile->schema, part_of(profile->schema, &document->root));
    return profile;
}

const struct profile *profile_open(struct arena *arena, const char *name, struct problem *problem)
{
    struct bug_sink sink = {.sink = {bug_put}, .problem = problem};
    struct library library;
    /* Whether the built-in ones follow the meta-schema is tested, not asked at every start. */
    struct schema_options options = {.formats = true, .trusted = true, .finder = &library.finder};
    const struct profile_file *file = profile_find(name);
    if (file == NULL) {
        problem_set(problem, PROBLEM_USAGE, _("there is no profile \"%s\""), name);
        return NULL;
    }
    library_open_builtin(&library, arena, &sink.sink);
    return profile_make(arena, library_read_builtin(&library, file->name), &library, &options);
}

const struct profile *profile_open_made(struct arena *arena, const char *file, struct slice text,
                                        struct problem *problem)
{
    struct bug_sink sink = {.sink = {bug_put}, .problem = problem};
    struct library library;
    struct schema_options options = {.formats = true, .trusted = true, .finder = &library.finder};
    struct json_document *document = arena_alloc(arena, sizeof *document);
    *document = (struct json_document){.file = file, .first_line = 1};
    library_open_builtin(&library, arena, &sink.sink);
    if (!json_read_document(arena, text, &sink.sink, document))
        return NULL;
    return profile_make(arena, document, &library, &options);
}

const struct profile *profile_open_file(struct arena *arena, const char *path, struct finding_sink *sink,
                                        struct problem *problem)
{
    struct library library;
    struct schema_options options = {.formats = true, .unknown_keywords = true, .finder = &library.finder};
    struct json_document *document = library_open(&library, arena, path, sink, problem);
    return profile_make(arena, document, &library, &options);
}

/* ---- using ---- */

struct json_names *profile_names(const struct profile *profile, struct arena *arena)
{
    return schema_names(profile->schema, arena);
}

bool profile_check(const struct profile *profile, struct json_document *document, struct arena *scratch,
                   struct finding_sink *sink)
{
    return schema_check(profile->schema, document, scratch, sink) == SCHEMA_VALID;
}

const struct profile_item *profile_items(const struct profile *profile, bool resource, size_t *count)
{
    const struct item_list *list = resource ? &profile->resource_items : &profile->items;
    *count = list->count;
    return list->items;
}

const char *profile_label(const struct profile *profile, const char *key, bool resource)
{
    const struct item_list *list = resource ? &profile->resource_items : &profile->items;
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].key, key) == 0)
            return list->items[i].label;
    return key;
}
