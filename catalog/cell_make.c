/* Fields of the dictionary made into rules; what is wrong with a field is told at its place. */
#include "base/arena.h"
#include "base/language.h"
#include "catalog/cell_make_parts.h"
#include "metadata/schema.h"

/* ---- faults of the dictionary ---- */

/* `path` is beneath the field: "constraints/minimum". */
void make_put(struct make *make, const struct json *value, const char *path, struct finding *finding)
{
    const char *slash = NULL;
    for (const char *at = path; *at != '\0'; at++)
        slash = *at == '/' && !(at[1] >= '0' && at[1] <= '9') ? at : slash;
    finding->field = slash ? slash + 1 : path;
    finding->pointer = arena_format(make->arena, "/fields/%zu/%s", make->field, path);
    finding->value = json_text(value);
    json_locate(&make->dictionary->document, value->offset, finding);
    finding_put(make->sink, finding);
}

/* Why the judge would refuse a value of the dictionary. */
static struct finding cause_of(struct make *make, struct slice cell, enum cell_reason reason)
{
    struct cell_verdict verdict = {.reason = reason};
    struct finding cause = {0};
    cell_explain(make->rules, cell, &verdict, make->arena, &cause);
    return cause;
}

void make_put_no_value(struct make *make, const struct json *value, struct slice cell,
                       enum cell_reason reason, const char *path)
{
    struct finding cause = cause_of(make, cell, reason), finding = {.code = CODE_D230, .hint = cause.hint};
    finding.message = arena_format(make->arena, _("this is no value of the column's type, %s: %s"),
                                   cell_kind(make->rules->type)->name, cause.message);
    make_put(make, value, path, &finding);
}

void make_put_contradiction(struct make *make, const struct json *value, const char *path,
                            const char *message)
{
    struct finding finding = {
        .code = CODE_D231, .message = message, .hint = _("no cell could keep to both: correct one of them")};
    make_put(make, value, path, &finding);
}

/* ---- small parts ---- */

struct slice make_text(const struct json *object, const char *key, const char *otherwise)
{
    const struct json *value = json_get(object, key);
    return json_is(value, JSON_STRING) && value->count > 0 ? json_text(value) : slice_of(otherwise);
}

struct slice make_settled(struct arena *arena, struct slice text)
{
    return (struct slice){slice_copy(arena, text), text.length};
}

/* The texts of a list: strings, or objects with a "value". */
const struct slice *make_texts(struct arena *arena, const struct json *list, size_t *count)
{
    struct slice *texts = arena_array(arena, list->count, sizeof *texts);
    *count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct json *item = &list->items[i];
        if (json_is(item, JSON_OBJECT))
            item = json_get(item, "value");
        if (json_is(item, JSON_STRING))
            texts[(*count)++] = json_text(item);
    }
    return texts;
}

const struct slice *make_texts_or(struct arena *arena, const struct json *list, const struct slice *otherwise,
                                  size_t *count)
{
    return json_is(list, JSON_ARRAY) ? make_texts(arena, list, count) : otherwise;
}

/* ---- values of the dictionary keep to the field's other rules ---- */

static void check_choices(struct make *make, const struct json *list, const char *path)
{
    struct cell_rules rules = *make->rules;
    rules.choices.given = NULL;
    rules.watches_script = false;
    if (list == rules.categories.given)
        rules.categories.given = NULL;
    for (size_t i = 0; json_is(list, JSON_ARRAY) && i < list->count; i++) {
        const struct json *item = make_choice(make, list, i);
        struct cell_value value;
        struct slice cell;
        struct cell_verdict verdict;
        if (item == NULL || make_value(make, item, &value, &cell) != REASON_NONE ||
            cell_is_missing(&rules, cell))
            continue;
        if (cell_judge(&rules, cell, &make->room, &verdict) != CELL_FAULTY || verdict.level != LEVEL_ERROR)
            continue;
        struct finding cause = {0}, finding = {.code = CODE_D231};
        cell_explain(&rules, cell, &verdict, make->arena, &cause);
        finding.message =
            arena_format(make->arena, _("the value is allowed here, and not by the column's other rules: %s"),
                         cause.message);
        finding.hint = cause.hint;
        make_put(make, item, arena_format(make->arena, "%s/%zu", path, i), &finding);
    }
}

static void check_example(struct make *make, const char *key)
{
    const struct json *given = json_get(make->json, key);
    struct cell_value value;
    struct slice cell;
    struct cell_verdict verdict;
    if (given == NULL || json_is(given, JSON_NULL))
        return;
    (void)make_value(make, given, &value, &cell);
    if (cell_judge(make->rules, cell, &make->room, &verdict) == CELL_FINE || verdict.state == CELL_MISSING ||
        verdict.level == LEVEL_WARNING)
        return;
    struct finding cause = {0}, finding = {.code = CODE_D234};
    cell_explain(make->rules, cell, &verdict, make->arena, &cause);
    finding.message = arena_format(make->arena, _("the example does not keep to the column's own rules: %s"),
                                   cause.message);
    finding.hint = cause.hint;
    make_put(make, given, key, &finding);
}

const struct cell_rules *cell_rules_make(struct arena *arena, struct dictionary *dictionary, size_t field,
                                         struct finding_sink *sink)
{
    struct finding_counter silent = finding_counter();
    const struct dictionary_field *described = &dictionary->fields[field];
    struct cell_rules *rules = arena_alloc(arena, sizeof *rules);
    struct make make = {
        .arena = arena,
        .dictionary = dictionary,
        .field = field,
        .json = described->json,
        .constraints = json_get(described->json, "constraints"),
        .rules = rules,
        .sink = sink != NULL ? sink : &silent.sink,
    };
    *rules =
        (struct cell_rules){.type = CELL_ANY, .field = described, .name = slice_copy(arena, described->name)};
    cell_type_find(described->type, &rules->type);
    make_type(&make);
    make_constraints(&make);
    check_choices(&make, rules->choices.given, "constraints/enum");
    check_choices(&make, rules->categories.given, "categories");
    check_example(&make, "banchi:example");
    check_example(&make, "example");
    cell_room_free(&make.room);
    return rules;
}

void cell_rules_close(const struct cell_rules *rules)
{
    if (rules == NULL)
        return;
    pattern_close(rules->pattern);
    schema_close(rules->schema);
}
