#include "catalog/dictionary.h"

#include "base/arena.h"
#include "base/file.h"
#include "catalog/cell.h"
#include "catalog/dialect.h"
#include "catalog/document.h"

static struct slice text_or(const struct json *object, const char *key, const char *otherwise)
{
    const struct json *value = json_get(object, key);
    return json_is(value, JSON_STRING) ? json_text(value) : slice_of(otherwise);
}

static const struct json *list_of(const struct json *object, const char *key)
{
    const struct json *value = json_get(object, key);
    return json_is(value, JSON_ARRAY) ? value : NULL;
}

void dictionary_lay_out(struct dictionary *dictionary, struct arena *arena)
{
    const struct json *root = &dictionary->document.root;
    const struct json *fields = list_of(root, "fields");
    const struct json *missing = list_of(root, "missingValues");
    const struct json *null = json_get(json_get(root, "dialect"), "nullSequence");
    dictionary->null = json_is(null, JSON_STRING) ? null : NULL;
    dictionary->field_count = fields ? fields->count : 0;
    dictionary->fields = arena_array(arena, dictionary->field_count, sizeof *dictionary->fields);
    for (size_t i = 0; i < dictionary->field_count; i++) {
        const struct json *field = &fields->items[i];
        const struct json *own = list_of(field, "missingValues");
        dictionary->fields[i] = (struct dictionary_field){
            .name = text_or(field, "name", ""),
            .title = text_or(field, "title", ""),
            .description = text_or(field, "description", ""),
            .type = text_or(field, "type", "any"),
            .format = text_or(field, "format", "default"),
            .missing = own ? own : missing,
            .json = field,
        };
    }
}

const struct table_dialect *dictionary_dialect(const struct dictionary *dictionary, struct slice upload,
                                               struct arena *arena, struct dialect_fault *fault)
{
    struct slice *names = arena_array(arena, dictionary->field_count, sizeof *names);
    for (size_t i = 0; i < dictionary->field_count; i++)
        names[i] = dictionary->fields[i].name;
    return dialect_make(arena, json_get(&dictionary->document.root, "dialect"), dialect_delimiter(upload),
                        names, dictionary->field_count, fault);
}

enum dictionary_state dictionary_read(const struct dataset *dataset, struct slice upload, struct arena *arena,
                                      struct finding_sink *sink, struct dictionary *dictionary)
{
    const char *name = dictionary_name_of(arena, upload);
    *dictionary = (struct dictionary){
        .document = {.dataset = dataset->name, .file = file_join(arena, dataset->name, name)}};
    struct dialect_fault fault;
    dictionary->dialect = dictionary_dialect(dictionary, upload, arena, &fault);
    if (file_kind(file_join(arena, dataset->folder, name)) == FILE_ABSENT)
        return DICTIONARY_ABSENT;
    if (!document_read(arena, dataset->folder, name, sink, &dictionary->document))
        return DICTIONARY_UNREADABLE;
    dictionary_lay_out(dictionary, arena);
    dictionary->dialect = dictionary_dialect(dictionary, upload, arena, &fault);
    return DICTIONARY_READ;
}

void dictionary_compile(struct dictionary *dictionary, struct arena *arena, struct finding_sink *sink)
{
    dictionary->rules = arena_array(arena, dictionary->field_count, sizeof *dictionary->rules);
    for (size_t i = 0; i < dictionary->field_count; i++)
        dictionary->rules[i] = cell_rules_make(arena, dictionary, i, sink);
}

void dictionary_close(struct dictionary *dictionary)
{
    for (size_t i = 0; dictionary->rules != NULL && i < dictionary->field_count; i++)
        cell_rules_close(dictionary->rules[i]);
    dictionary->rules = NULL;
}

bool dictionary_is_missing(const struct dictionary *dictionary, const struct dictionary_field *field,
                           struct slice cell)
{
    if (dictionary->null != NULL && slice_equal(json_text(dictionary->null), cell))
        return true;
    if (field->missing == NULL)
        return cell.length == 0;
    for (size_t i = 0; i < field->missing->count; i++) {
        const struct json *value = &field->missing->items[i];
        if (json_is(value, JSON_OBJECT))
            value = json_get(value, "value"); /* Table Schema v2: {"value": "-9", "label": "unknown"} */
        if (json_is(value, JSON_STRING) && slice_equal(json_text(value), cell))
            return true;
    }
    return false;
}

bool dictionary_find(const struct dictionary *dictionary, struct slice name, size_t *column)
{
    for (size_t i = 0; i < dictionary->field_count; i++) {
        if (slice_equal(dictionary->fields[i].name, name)) {
            *column = i;
            return true;
        }
    }
    return false;
}

size_t dictionary_key(const struct dictionary *dictionary, struct arena *arena, size_t **columns)
{
    const struct json *key = json_get(&dictionary->document.root, "primaryKey");
    bool one = json_is(key, JSON_STRING);
    size_t wanted = one ? 1 : json_is(key, JSON_ARRAY) ? key->count : 0;
    *columns = arena_array(arena, wanted, sizeof **columns);
    for (size_t i = 0; i < wanted; i++) {
        struct slice name = json_text(one ? key : &key->items[i]);
        if (!dictionary_find(dictionary, name, &(*columns)[i]))
            return 0;
    }
    return wanted;
}
