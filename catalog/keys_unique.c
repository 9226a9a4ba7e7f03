/* Which keys a dictionary declares. */
#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/keys_parts.h"

static bool same_columns(const struct unique_rule *a, const struct unique_rule *b)
{
    for (size_t i = 0; i < b->count; i++) {
        bool found = false;
        for (size_t j = 0; j < a->count; j++)
            found = found || slice_equal(a->columns[j], b->columns[i]);
        if (!found)
            return false;
    }
    return a->count == b->count;
}

/* A key that is declared twice is told once, by its first name. */
static void add(struct table_keys *keys, const struct unique_rule *rule)
{
    for (size_t i = 0; i < keys->unique_count; i++)
        if (same_columns(&keys->unique[i], rule))
            return;
    keys->unique[keys->unique_count++] = *rule;
}

static void read_key(const struct keys_request *request, const char *name, enum unique_kind kind,
                     const struct json *value, struct table_keys *keys)
{
    struct unique_rule rule = {.kind = kind};
    rule.count = keys_read_columns(request, name, value, &rule.columns);
    if (rule.count > 0)
        add(keys, &rule);
}

static void read_fields(const struct keys_request *request, struct table_keys *keys)
{
    for (size_t i = 0; i < request->dictionary->field_count; i++) {
        const struct dictionary_field *field = &request->dictionary->fields[i];
        if (field->name.length == 0 || !json_get_true(json_get(field->json, "constraints"), "unique"))
            continue;
        struct unique_rule rule = {UNIQUE_COLUMN, &field->name, 1};
        add(keys, &rule);
    }
}

static void put_too_many(const struct keys_request *request, size_t count)
{
    struct finding finding = {
        .code = CODE_D308,
        .level = LEVEL_NOT_CHECKED,
        .message = arena_format(request->arena, _("of %zu keys only the first %d are looked for repetitions"),
                                count, LIMIT_UNIQUE_KEYS),
        .hint = _("declare fewer keys: most follow from another"),
    };
    keys_put(request, &request->dictionary->document.root, &finding);
}

void keys_open_unique(const struct keys_request *request, struct table_keys *keys)
{
    const struct json *root = request->dictionary ? &request->dictionary->document.root : NULL;
    const struct json *primary = json_get(root, "primaryKey"), *unique = json_get(root, "uniqueKeys");
    bool list = json_is(unique, JSON_ARRAY);
    size_t fields = request->dictionary ? request->dictionary->field_count : 0;
    keys->unique = arena_array(request->arena, 2 + (list ? unique->count : 0) + fields, sizeof *keys->unique);
    read_key(request, "primaryKey", UNIQUE_PRIMARY, primary, keys);
    for (size_t i = 0; list && i < unique->count; i++)
        read_key(request, "uniqueKeys", UNIQUE_KEY, &unique->items[i], keys);
    if (request->dictionary != NULL)
        read_fields(request, keys);
    if (keys->unique_count > LIMIT_UNIQUE_KEYS) {
        put_too_many(request, keys->unique_count);
        keys->unique_count = LIMIT_UNIQUE_KEYS;
    }
    if (primary == NULL && unique == NULL && keys->unique_count == 0)
        keys->unique[keys->unique_count++] = (struct unique_rule){.kind = UNIQUE_ROW};
}
