/* What a dictionary says that no schema can judge: names, labels, its dialect. */
#include "base/arena.h"
#include "base/language.h"
#include "catalog/cell.h"
#include "catalog/dialect.h"
#include "catalog/dictionary.h"
#include "catalog/script.h"

struct look {
    struct dictionary *dictionary;
    struct arena *arena;
    struct finding_sink *sink;
};

static void put(const struct look *look, const struct json *value, struct finding *finding)
{
    finding->value = json_text(value);
    json_locate(&look->dictionary->document, value->offset, finding);
    finding_put(look->sink, finding);
}

/* ---- names ---- */

static void check_names(const struct look *look)
{
    const struct dictionary *dictionary = look->dictionary;
    for (size_t i = 0; i < dictionary->field_count; i++) {
        const struct dictionary_field *field = &dictionary->fields[i];
        size_t first;
        if (field->name.length == 0 || !dictionary_find(dictionary, field->name, &first) || first == i)
            continue;
        struct finding finding = {.code = CODE_D121,
                                  .field = "name",
                                  .message = _("two fields have the name {value}"),
                                  .hint = _("each column is described once")};
        put(look, json_get(field->json, "name"), &finding);
    }
}

/* ---- texts for readers ---- */

/* How they were typed: what portals show and search. */
static void check_text(const struct look *look, const struct json *value, const char *field)
{
    struct cell_room room = {0};
    struct cell_verdict verdict;
    enum script_fault fault =
        json_is(value, JSON_STRING) ? script_judge(json_text(value), NULL) : SCRIPT_CLEAN;
    if (fault == SCRIPT_CLEAN || fault == SCRIPT_PADDED)
        return;
    cell_judge(cell_rules_any(), json_text(value), &room, &verdict);
    struct finding finding = {0};
    cell_explain(cell_rules_any(), json_text(value), &verdict, look->arena, &finding);
    finding.level = LEVEL_WARNING;
    finding.field = field;
    put(look, value, &finding);
    cell_room_free(&room);
}

static void check_texts(const struct look *look)
{
    static const char *const keys[] = {"name", "title", "description", "banchi:unit"};
    const struct dictionary *dictionary = look->dictionary;
    for (size_t i = 0; i < dictionary->field_count; i++)
        for (size_t j = 0; j < sizeof keys / sizeof *keys; j++)
            check_text(look, json_get(dictionary->fields[i].json, keys[j]), keys[j]);
}

/* ---- values that stand twice, labels too ---- */

static bool stands_before(const struct json *list, size_t number, const char *key)
{
    struct slice text = json_text(json_get(&list->items[number], key));
    for (size_t i = 0; text.length > 0 && i < number; i++)
        if (slice_equal(json_text(json_get(&list->items[i], key)), text))
            return true;
    return false;
}

static void check_labelled(const struct look *look, const struct json *list, const char *field)
{
    static const char *const keys[] = {"value", "label"};
    for (size_t i = 0; json_is(list, JSON_ARRAY) && i < list->count; i++) {
        for (size_t j = 0; j < 2; j++) {
            if (!json_is(&list->items[i], JSON_OBJECT) || !stands_before(list, i, keys[j]))
                continue;
            struct finding finding = {.code = CODE_M108,
                                      .field = field,
                                      .message = _("{value} stands twice in this list"),
                                      .hint = _("give each value a label of its own, once")};
            put(look, json_get(&list->items[i], keys[j]), &finding);
        }
    }
}

static void check_lists(const struct look *look)
{
    const struct dictionary *dictionary = look->dictionary;
    check_labelled(look, json_get(&dictionary->document.root, "missingValues"), "missingValues");
    for (size_t i = 0; i < dictionary->field_count; i++) {
        check_labelled(look, json_get(dictionary->fields[i].json, "missingValues"), "missingValues");
        check_labelled(look, json_get(dictionary->fields[i].json, "categories"), "categories");
    }
}

/* ---- the dialect ---- */

/* A dialect by which cells cannot be told apart. */
static void check_dialect(const struct look *look)
{
    struct dialect_fault fault;
    const struct json *dialect = json_get(&look->dictionary->document.root, "dialect");
    (void)dictionary_dialect(look->dictionary, slice_of(""), look->arena, &fault);
    if (fault.key == NULL)
        return;
    const struct json *value = json_get(dialect, fault.key);
    struct finding finding = {
        .code = CODE_D236,
        .level = LEVEL_NOT_CHECKED,
        .field = fault.key,
        .pointer = arena_format(look->arena, "/dialect/%s", fault.key),
        .message = arena_format(look->arena, _("the table is not checked by its dialect (\"%s\"): %s"),
                                fault.key, fault.message),
        .hint = _("say how the table is really written; CSV with commas and one header row needs no dialect"),
    };
    put(look, value != NULL ? value : dialect, &finding);
}

/* Keys that a table of text, or one without a header, has no use for: never passed over in silence. */
static void check_idle_keys(const struct look *look)
{
    static const struct {
        const char *key;
        const char *message;
    } keys[] = {
        {"property", N_("\"%s\" is for JSON files; this table is text")},
        {"itemType", N_("\"%s\" is for JSON files; this table is text")},
        {"itemKeys", N_("\"%s\" is for JSON files; this table is text")},
        {"sheetNumber", N_("\"%s\" is for workbooks; this table is text")},
        {"sheetName", N_("\"%s\" is for workbooks; this table is text")},
        {"table", N_("\"%s\" is for databases; this table is text")},
        {"headerRows", N_("\"%s\" says where the header stands; by \"header\": false there is none")}};
    const struct json *dialect = json_get(&look->dictionary->document.root, "dialect");
    bool header = !json_is(json_get(dialect, "header"), JSON_FALSE);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct json *value = json_get(dialect, keys[i].key);
        if (value == NULL ||
            (slice_equals(slice_of(keys[i].key), "headerRows") && (header || value->count == 0)))
            continue;
        struct finding finding = {
            .code = CODE_D237,
            .level = LEVEL_WARNING,
            .field = keys[i].key,
            .pointer = arena_format(look->arena, "/dialect/%s", keys[i].key),
            .message = arena_format(look->arena, _(keys[i].message), keys[i].key),
            .hint = _("it is passed over: remove it"),
        };
        put(look, value, &finding);
    }
}

void dictionary_check(struct dictionary *dictionary, struct arena *arena, struct finding_sink *sink)
{
    const struct look look = {dictionary, arena, sink};
    dictionary_compile(dictionary, arena, sink);
    check_names(&look);
    check_texts(&look);
    check_lists(&look);
    check_dialect(&look);
    check_idle_keys(&look);
}
