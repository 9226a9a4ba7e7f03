/* What a dictionary says that no schema can judge: names, keys, its dialect. */
#include "base/arena.h"
#include "base/language.h"
#include "catalog/dictionary.h"
#include "metadata/nearest.h"

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

/* ---- keys ---- */

static const char *nearest_field(const struct look *look, struct slice name)
{
    const struct dictionary *dictionary = look->dictionary;
    struct slice *names = arena_array(look->arena, dictionary->field_count, sizeof *names);
    for (size_t i = 0; i < dictionary->field_count; i++)
        names[i] = dictionary->fields[i].name;
    long nearest = nearest_choice(look->arena, name, names, dictionary->field_count);
    return nearest < 0 ? _("name fields of this dictionary, to the letter")
                       : arena_format(look->arena, _("did you mean \"%.*s\"?"), SLICE(names[nearest]));
}

static void check_name(const struct look *look, const struct json *name, const char *key, const char *message)
{
    size_t field;
    if (!json_is(name, JSON_STRING) || dictionary_find(look->dictionary, json_text(name), &field))
        return;
    struct finding finding = {
        .code = CODE_D122, .field = key, .message = message, .hint = nearest_field(look, json_text(name))};
    put(look, name, &finding);
}

/* A key is a list of names, or one name, as version 1 of the standard had it. The number of names. */
static size_t check_key(const struct look *look, const struct json *names, const char *key,
                        const char *message)
{
    if (json_is(names, JSON_STRING)) {
        check_name(look, names, key, message);
        return 1;
    }
    for (size_t i = 0; json_is(names, JSON_ARRAY) && i < names->count; i++)
        check_name(look, &names->items[i], key, message);
    return json_is(names, JSON_ARRAY) ? names->count : 0;
}

static size_t names_in(const struct json *names)
{
    return json_is(names, JSON_ARRAY) ? names->count : json_is(names, JSON_STRING);
}

static void check_foreign_key(const struct look *look, const struct json *foreign)
{
    const struct json *fields = json_get(foreign, "fields"), *reference = json_get(foreign, "reference");
    const struct json *there = json_get(reference, "fields");
    size_t count =
        check_key(look, fields, "foreignKeys", _("the foreign key names {value}, which is no field"));
    bool itself = json_is(reference, JSON_OBJECT) && json_text(json_get(reference, "resource")).length == 0;
    if (itself)
        check_key(look, there, "foreignKeys",
                  _("the foreign key refers to {value} in this table, which is no field"));
    if (count == 0 || names_in(there) == 0 || count == names_in(there))
        return;
    struct finding finding = {
        .code = CODE_D235,
        .field = "foreignKeys",
        .message = arena_format(look->arena,
                                _("the foreign key has %zu columns here and %zu in the table it refers to"),
                                count, names_in(there)),
        .hint = _("name as many columns in both lists, in the same order"),
    };
    put(look, there, &finding);
}

static void check_keys(const struct look *look)
{
    const struct json *root = &look->dictionary->document.root;
    const struct json *unique = json_get(root, "uniqueKeys"), *foreign = json_get(root, "foreignKeys");
    check_key(look, json_get(root, "primaryKey"), "primaryKey",
              _("the primary key names {value}, which is no field"));
    for (size_t i = 0; json_is(unique, JSON_ARRAY) && i < unique->count; i++)
        check_key(look, &unique->items[i], "uniqueKeys",
                  _("the unique key names {value}, which is no field"));
    for (size_t i = 0; json_is(foreign, JSON_ARRAY) && i < foreign->count; i++)
        if (json_is(&foreign->items[i], JSON_OBJECT))
            check_foreign_key(look, &foreign->items[i]);
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

/* Table Dialect v2: what banchi's reader does by itself. Another value cannot be honoured. Keys that are for
 * other kinds of files are passed over, as the standard says. */
static const struct dialect_row {
    const char *key;
    const char *const *honoured; /* JSON texts; NULL: none */
} DIALECT[] = {
    {"header", (const char *const[]){"true", NULL}},
    {"headerRows", (const char *const[]){"[1]", NULL}},
    {"commentRows", (const char *const[]){"[]", NULL}},
    {"commentChar", NULL},
    {"delimiter", (const char *const[]){"\",\"", NULL}},
    {"lineTerminator", (const char *const[]){"\"\\r\\n\"", "\"\\n\"", NULL}},
    {"quoteChar", (const char *const[]){"\"\\\"\"", NULL}},
    {"doubleQuote", (const char *const[]){"true", NULL}},
    {"escapeChar", NULL},
    {"skipInitialSpace", (const char *const[]){"false", NULL}},
};

static const struct dialect_row *dialect_row(struct slice key)
{
    for (size_t i = 0; i < sizeof DIALECT / sizeof *DIALECT; i++)
        if (slice_equals(key, DIALECT[i].key))
            return &DIALECT[i];
    return NULL;
}

static bool is_honoured(const struct look *look, const struct dialect_row *row, const struct json *value)
{
    for (const char *const *text = row->honoured; text != NULL && *text != NULL; text++) {
        struct json wanted;
        const struct json_fault *faults;
        if (json_read(look->arena, slice_of(*text), &wanted, &faults) && json_same(&wanted, value))
            return true;
    }
    return false;
}

static void check_dialect(const struct look *look)
{
    const struct json *dialect = json_get(&look->dictionary->document.root, "dialect");
    for (size_t i = 0; json_is(dialect, JSON_OBJECT) && i < dialect->count; i++) {
        const struct json_member *member = &dialect->members[i];
        const struct dialect_row *row = dialect_row(json_text(&member->key));
        if (row == NULL || is_honoured(look, row, &member->value))
            continue;
        struct finding finding = {
            .code = CODE_D236,
            .level = LEVEL_NOT_CHECKED,
            .field = row->key,
            .pointer = arena_format(look->arena, "/dialect/%s", row->key),
            .message =
                arena_format(look->arena, _("tables of this dialect (\"%s\") are not checked"), row->key),
            .hint = _("save the table as CSV with commas and one header row, which is what portals read, and "
                      "remove the key"),
        };
        put(look, &member->value, &finding);
    }
}

void dictionary_check(struct dictionary *dictionary, struct arena *arena, struct finding_sink *sink)
{
    const struct look look = {dictionary, arena, sink};
    dictionary_compile(dictionary, arena, sink);
    check_names(&look);
    check_lists(&look);
    check_keys(&look);
    check_dialect(&look);
}
