/* Columns that must add up to something (banchi:sums). */
#include "base/arena.h"
#include "base/decimal.h"
#include "base/language.h"
#include "catalog/keys_parts.h"

static void read_reference(const struct keys_request *request, const struct json *sums,
                           struct table_keys *keys, struct sum_rule *rule)
{
    const char *dataset = json_get_string(request->arena, sums, "banchi:dataset");
    const struct json *by = json_get(sums, "by");
    if (by != NULL) {
        rule->by_count = keys_read_columns(request, "banchi:sums", by, &rule->by);
        if (rule->by_count == 0)
            return;
    }
    struct reference wanted = {.dataset = dataset ? dataset : request->dataset->name,
                               .table = json_text(json_get(sums, "resource")),
                               .columns = rule->by,
                               .column_count = rule->by_count,
                               .summed = json_text(json_get(sums, "field"))};
    if (wanted.table.length == 0 || wanted.summed.length == 0)
        return; /* the profile says so */
    rule->there = reference_read(request->references, &wanted);
    rule->there_column = slice_copy(request->arena, wanted.summed);
    if (rule->there.state == REFERENCE_NO_NUMBER)
        rule->there.column = wanted.summed;
    if (rule->there.state == REFERENCE_FINE)
        keys->sums[keys->sum_count++] = *rule;
    else
        keys_put_unread(request, sums, CODE_D307, &rule->there);
}

void keys_open_sums(const struct keys_request *request, struct table_keys *keys)
{
    const struct dictionary *dictionary = request->dictionary;
    keys->sums = arena_array(request->arena, dictionary->field_count, sizeof *keys->sums);
    for (size_t i = 0; i < dictionary->field_count; i++) {
        const struct json *sums = json_get(dictionary->fields[i].json, "banchi:sums");
        struct sum_rule rule = {.column = dictionary->fields[i].name};
        if (json_is(sums, JSON_NUMBER)) {
            rule.number = json_text(sums);
            keys->sums[keys->sum_count++] = rule;
        } else if (json_is(sums, JSON_OBJECT)) {
            read_reference(request, sums, keys, &rule);
        }
    }
}
