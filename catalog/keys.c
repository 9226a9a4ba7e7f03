#include "catalog/keys.h"

#include "base/arena.h"
#include "base/language.h"
#include "catalog/keys_parts.h"
#include "metadata/nearest.h"

void keys_put(const struct keys_request *request, const struct json *value, struct finding *finding)
{
    json_locate(&request->dictionary->document, value->offset, finding);
    finding_put(request->sink, finding);
}

size_t keys_list(struct arena *arena, const struct json *value, const struct slice **names)
{
    bool list = json_is(value, JSON_ARRAY);
    size_t wanted = list ? value->count : json_is(value, JSON_STRING) ? 1 : 0, count = 0;
    struct slice *made = arena_array(arena, wanted, sizeof *made);
    for (size_t i = 0; i < wanted; i++) {
        const struct json *name = list ? &value->items[i] : value;
        if (!json_is(name, JSON_STRING) || name->count == 0)
            return 0; /* the profile says so */
        made[count++] = json_text(name);
    }
    *names = made;
    return count;
}

static const struct json *name_at(const struct json *value, size_t i)
{
    return json_is(value, JSON_ARRAY) ? &value->items[i] : value;
}

static const char *nearest_field(const struct keys_request *request, struct slice name)
{
    const struct dictionary *dictionary = request->dictionary;
    struct slice *names = arena_array(request->arena, dictionary->field_count, sizeof *names);
    for (size_t i = 0; i < dictionary->field_count; i++)
        names[i] = dictionary->fields[i].name;
    long nearest = nearest_choice(request->arena, name, names, dictionary->field_count);
    return nearest < 0 ? _("name fields of this dictionary, to the letter")
                       : arena_format(request->arena, _("did you mean \"%.*s\"?"), SLICE(names[nearest]));
}

size_t keys_read_columns(const struct keys_request *request, const char *key, const struct json *value,
                         const struct slice **columns)
{
    size_t count = keys_list(request->arena, value, columns), known = 0, field;
    for (size_t i = 0; i < count; i++) {
        if (dictionary_find(request->dictionary, (*columns)[i], &field)) {
            known++;
            continue;
        }
        struct finding finding = {
            .code = CODE_D122,
            .field = key,
            .message = arena_format(request->arena, _("%s names {value}, which is no field"), key),
            .hint = nearest_field(request, (*columns)[i]),
            .value = (*columns)[i]};
        keys_put(request, name_at(value, i), &finding);
    }
    return known == count ? count : 0;
}

const char *keys_join(struct arena *arena, const struct slice *names, size_t count)
{
    struct text joined = {0};
    for (size_t i = 0; i < count; i++) {
        text_add(&joined, i == 0 ? "" : ", ");
        text_add_slice(&joined, names[i]);
    }
    const char *copy = arena_copy(arena, joined.at ? joined.at : "", joined.length);
    text_free(&joined);
    return copy;
}

/* ---- another table that cannot be asked ---- */

static const char *const UNREAD[] = {
    [REFERENCE_NO_DATASET] = N_("there is no dataset for %s"),
    [REFERENCE_NO_TABLE] = N_("there is no file %s"),
    [REFERENCE_NO_COLUMN] = N_("%s has no column {value}"),
    [REFERENCE_UNREADABLE] = N_("not all rows of %s can be read"),
    [REFERENCE_TOO_LARGE] = N_("the values in %s are more than banchi holds in memory (24 MiB)"),
    [REFERENCE_NO_NUMBER] = N_("in %s not every cell of the column {value} is a number"),
};

void keys_put_unread(const struct keys_request *request, const struct json *rule, enum code code,
                     const struct reference_answer *there)
{
    struct finding finding = {.code = code,
                              .level = LEVEL_NOT_CHECKED,
                              .field = code == CODE_D305 ? "foreignKeys" : "banchi:sums",
                              .message = arena_format(request->arena, _(UNREAD[there->state]), there->file),
                              .hint = _("correct the name here, or mend the other table first"),
                              .value = there->column};
    keys_put(request, rule, &finding);
}

const struct table_keys *keys_open(const struct keys_request *request)
{
    struct table_keys *keys = arena_alloc(request->arena, sizeof *keys);
    keys->seed = references_seed(request->references);
    keys_open_unique(request, keys);
    if (request->dictionary != NULL) {
        keys_open_foreign(request, keys);
        keys_open_sums(request, keys);
    }
    return keys;
}
