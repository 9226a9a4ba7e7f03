/* Dictionaries of tables: the published one, or a draft. */
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json_write.h"
#include "base/language.h"
#include "catalog/describe.h"
#include "publisher/fetch_parts.h"
#include "publisher/readback.h"

/* Words of a portal's data dictionary, and the keys of a field in which they stand. */
static const struct {
    const char *info;
    const char *field;
} words[] = {{"label", "title"}, {"notes", "description"}, {"unit", "banchi:unit"}};

static bool is_row_number(const struct json *field)
{
    return slice_equals(json_text(json_get(field, "id")), "_id");
}

/* Every column holds the field that we published, under its own name. */
static bool is_published(const struct json *fields)
{
    size_t columns = 0;
    for (uint32_t i = 0; json_is(fields, JSON_ARRAY) && i < fields->count; i++) {
        const struct json *field = &fields->items[i];
        const struct json *ours = json_get(json_get(field, "info"), "banchi:field");
        if (is_row_number(field))
            continue;
        if (!slice_equal(json_text(json_get(ours, "name")), json_text(json_get(field, "id"))))
            return false;
        columns++;
    }
    return columns > 0;
}

static const struct json *info_of(const struct json *fields, struct slice column)
{
    for (uint32_t i = 0; json_is(fields, JSON_ARRAY) && i < fields->count; i++)
        if (slice_equal(json_text(json_get(&fields->items[i], "id")), column))
            return json_get(&fields->items[i], "info");
    return NULL;
}

/* What somebody wrote into the portal's own form of the dictionary, over what the field says. */
static struct slice word_over(const struct json *info, struct slice key)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_equals(key, words[i].field))
            return json_text(json_get(info, words[i].info));
    return (struct slice){"", 0};
}

static void field_write(struct json_writer *writer, const struct json *field, const struct json *info)
{
    json_write_begin_object(writer);
    for (uint32_t i = 0; i < field->count; i++) {
        struct slice key = json_text(&field->members[i].key);
        struct slice word = word_over(info, key);
        json_write_key_slice(writer, key);
        if (word.length > 0)
            json_write_slice(writer, word);
        else
            json_write_value(writer, &field->members[i].value);
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct slice word = json_text(json_get(info, words[i].info));
        if (word.length == 0 || json_get(field, words[i].field) != NULL)
            continue;
        json_write_key(writer, words[i].field);
        json_write_slice(writer, word);
    }
    json_write_end_object(writer);
}

/* ---- the two kinds ---- */

static void schema_write(const struct fetching *fetching, struct json_writer *writer)
{
    const char *schema =
        file_join(fetching->arena, fetching->publisher->workspace->folder, "schemas/dictionary.json");
    if (file_kind(schema) == FILE_REGULAR)
        json_write_field(writer, "$schema", "../schemas/dictionary.json");
}

/* The keys of the table, as one text in the resource; nothing where that is none of ours. */
static void table_keys_write(struct fetching *fetching, const struct fetch_item *item,
                             struct json_writer *writer)
{
    struct json keys;
    const struct json_fault *faults;
    struct slice text = json_text(json_get(item->source, "banchi_table"));
    const struct json *stored = json_get(item->source, "banchi_table");
    if (text.length > 0)
        stored = json_read(fetching->arena, text, &keys, &faults) ? &keys : NULL;
    for (uint32_t i = 0; json_is(stored, JSON_OBJECT) && i < stored->count; i++) {
        struct slice key = json_text(&stored->members[i].key);
        if (slice_equals(key, "fields") || slice_equals(key, "$schema"))
            continue;
        json_write_key_slice(writer, key);
        json_write_value(writer, &stored->members[i].value);
    }
}

static void published_write(struct fetching *fetching, const struct fetch_item *item,
                            const struct json *fields, struct json_writer *writer)
{
    json_write_begin_object(writer);
    schema_write(fetching, writer);
    json_write_key(writer, "fields");
    json_write_begin_array(writer);
    for (uint32_t i = 0; i < fields->count; i++) {
        const struct json *info = json_get(&fields->items[i], "info");
        if (!is_row_number(&fields->items[i]))
            field_write(writer, json_get(info, "banchi:field"), info);
    }
    json_write_end_array(writer);
    table_keys_write(fetching, item, writer);
    json_write_end_object(writer);
}

static void draft_write(struct fetching *fetching, const struct json *draft, const struct json *fields,
                        struct json_writer *writer)
{
    const struct json *drafted = json_get(draft, "fields");
    json_write_begin_object(writer);
    schema_write(fetching, writer);
    for (uint32_t i = 0; json_is(draft, JSON_OBJECT) && i < draft->count; i++) {
        struct slice key = json_text(&draft->members[i].key);
        if (slice_equals(key, "$schema"))
            continue;
        json_write_key_slice(writer, key);
        if (!slice_equals(key, "fields") || !json_is(drafted, JSON_ARRAY)) {
            json_write_value(writer, &draft->members[i].value);
            continue;
        }
        json_write_begin_array(writer);
        for (uint32_t j = 0; j < drafted->count; j++)
            field_write(writer, &drafted->items[j],
                        info_of(fields, json_text(json_get(&drafted->items[j], "name"))));
        json_write_end_array(writer);
    }
    json_write_end_object(writer);
}

/* The text of a draft; empty where the table cannot be read. */
static bool draft_make(struct fetching *fetching, const char *table, struct slice *text,
                       struct problem *problem)
{
    struct finding_counter silent = finding_counter(); /* `validate` tells what is wrong with the table */
    struct describe_request request = {.path = table,
                                       .file = table,
                                       .keep_names = true,
                                       .dry = true,
                                       .arena = fetching->arena,
                                       .sink = &silent.sink};
    struct describe_result result = {0};
    if (!describe_table(&request, &result, problem))
        return false;
    *text = result.outcome == DESCRIBE_REFUSED ? (struct slice){"", 0} : result.after;
    if (text->length == 0 && result.outcome == DESCRIBE_UNCHANGED)
        *text = result.before;
    return true;
}

/* ---- all of it ---- */

static bool dictionary_put(struct fetching *fetching, const char *path, const struct text *text,
                           struct problem *problem)
{
    struct json root;
    const struct json_fault *faults;
    struct text laid_out = {0};
    struct slice kept = {arena_copy(fetching->arena, text->at, text->length), text->length};
    if (!json_read(fetching->arena, kept, &root, &faults))
        return problem_set(problem, PROBLEM_BUG, _("%s: what was made is not JSON"), path);
    json_write_layout(&laid_out, &root);
    bool done = file_replace(path, text_slice(&laid_out), 0644, problem);
    text_free(&laid_out);
    return done;
}

static void kind_tell(struct fetching *fetching, const struct fetch_item *item)
{
    for (size_t i = 0; i < fetching->out->file_count; i++)
        if (slice_equals(item->key, fetching->out->files[i].file))
            fetching->out->files[i].dictionary = item->draft ? "drafted" : "published";
}

static bool fields_ask(struct fetching *fetching, const struct fetch_item *item, const struct json **fields,
                       struct problem *problem)
{
    *fields = NULL;
    if (!fetching->publisher->site.datastore || !json_get_true(item->source, "datastore_active"))
        return true;
    return readback_fields(&fetching->publisher->ckan, item->id, fetching->arena, fields, problem);
}

bool fetch_dictionary(struct fetching *fetching, struct fetch_item *item, const char *folder,
                      struct problem *problem)
{
    struct arena *arena = fetching->arena;
    const struct json *fields;
    const struct json_fault *faults;
    struct json draft;
    struct slice drafted = {"", 0};
    struct text text = {0};
    struct json_writer writer = {.out = &text};
    const char *path = file_join(arena, folder, dictionary_name_of(arena, item->key));
    const char *table = file_join(arena, folder, slice_copy(arena, item->key));
    if (!fields_ask(fetching, item, &fields, problem))
        return false;
    item->draft = !is_published(fields);
    if (item->draft && !draft_make(fetching, table, &drafted, problem))
        return false;
    if (item->draft && !json_read(arena, drafted, &draft, &faults)) {
        fetch_note(fetching,
                   _("%.*s: no dictionary could be drafted from it; `banchi validate` tells what is "
                     "wrong with the table."),
                   SLICE(item->key));
        return true;
    }
    if (item->draft)
        draft_write(fetching, &draft, fields, &writer);
    else
        published_write(fetching, item, fields, &writer);
    bool done = dictionary_put(fetching, path, &text, problem);
    text_free(&text);
    item->described = done;
    if (done)
        kind_tell(fetching, item);
    return done;
}
