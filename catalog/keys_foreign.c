/* Foreign keys, and the tables that they refer to. */
#include "base/arena.h"
#include "base/language.h"
#include "catalog/keys_parts.h"

static void put_unequal(const struct keys_request *request, const struct json *key, size_t here, size_t there)
{
    struct finding finding = {
        .code = CODE_D305,
        .level = LEVEL_NOT_CHECKED,
        .field = "foreignKeys",
        .message = arena_format(request->arena, _("the foreign key has %zu columns here and %zu there"), here,
                                there),
        .hint = _("name as many columns in reference.fields as in fields, in the same order"),
    };
    keys_put(request, key, &finding);
}

static void read_key(const struct keys_request *request, const struct json *key, struct table_keys *keys)
{
    struct foreign_rule rule = {0};
    const struct slice *names;
    const struct json *reference = json_get(key, "reference"), *resource = json_get(reference, "resource");
    const char *dataset = json_get_string(request->arena, reference, "banchi:dataset");
    size_t there = keys_list(request->arena, json_get(reference, "fields"), &names);
    rule.count = keys_read_columns(request, "foreignKeys", json_get(key, "fields"), &rule.columns);
    if (rule.count == 0 || there == 0)
        return; /* told already, here or by the profile */
    if (rule.count != there) {
        put_unequal(request, key, rule.count, there);
        return;
    }
    struct reference wanted = {.dataset = dataset ? dataset : request->dataset->name,
                               .table = json_text(resource),
                               .columns = names,
                               .column_count = there};
    if (wanted.table.length == 0)
        wanted.table = request->table;
    rule.there = reference_read(request->references, &wanted);
    rule.there_columns = keys_join(request->arena, names, there);
    if (rule.there.state == REFERENCE_FINE)
        keys->foreign[keys->foreign_count++] = rule;
    else
        keys_put_unread(request, key, CODE_D305, &rule.there);
}

void keys_open_foreign(const struct keys_request *request, struct table_keys *keys)
{
    const struct json *list = json_get(&request->dictionary->document.root, "foreignKeys");
    if (!json_is(list, JSON_ARRAY))
        return;
    keys->foreign = arena_array(request->arena, list->count, sizeof *keys->foreign);
    for (size_t i = 0; i < list->count; i++)
        read_key(request, &list->items[i], keys);
}
