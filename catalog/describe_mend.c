/* What the table contradicts in the dictionary that is there, mended: member by member, all else stays. */
#include <string.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/json_edit.h"
#include "base/json_write.h"
#include "base/language.h"
#include "catalog/describe_old.h"

struct slice describe_keep(struct arena *arena, struct slice text)
{
    return (struct slice){arena_copy(arena, text.at, text.length), text.length};
}

/* ---- the text of the dictionary, changed member by member ---- */

const struct json *describe_fields_now(struct describing *work, struct json *root)
{
    const struct json_fault *faults;
    return json_read(work->arena, work->old->text, root, &faults) ? json_get(root, "fields") : NULL;
}

/* Sets `key` of `constraints` or of field number `field` (SIZE_MAX: of the whole) to JSON text; the empty
 * slice takes it out. Tells it as a change. */
struct edit {
    size_t field;
    bool constraint;
    const char *key;
    struct slice to;
    const char *why;
    uint64_t row;
};

struct slice describe_json_of(struct arena *arena, const struct json *value)
{
    struct text text = {0};
    struct json_writer writer = {.out = &text};
    if (value != NULL)
        json_write_value(&writer, value);
    struct slice kept = describe_keep(arena, text_slice(&text));
    text_free(&text);
    return kept;
}

static void edit_tell(struct describing *work, const struct edit *edit, const struct json *value)
{
    struct describe_change change = {
        .field = edit->field == SIZE_MAX ? slice_of("") : work->old->dictionary.fields[edit->field].name,
        .key = edit->constraint ? arena_format(work->arena, "constraints/%s", edit->key) : edit->key,
        .from = describe_json_of(work->arena, value),
        .to = edit->to,
        .why = edit->why,
        .row = edit->row};
    describe_change_add(work, &change);
}

/* Whether the edit would write values of persons down: then what stands there is only taken out. */
static bool writes_persons(const struct describing *work, const struct edit *edit)
{
    static const char *const keys[] = {"enum",           "categories", "minimum",          "maximum",
                                       "banchi:example", "example",    "exclusiveMinimum", "exclusiveMaximum",
                                       "pattern"};
    if (edit->field == SIZE_MAX || edit->to.length == 0 || edit->field >= work->old->dictionary.field_count)
        return false;
    size_t column = work->old->fields[edit->field].column;
    if (column == SIZE_MAX || !column_is_personal(&work->facts[column], work->headers[column]))
        return false;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(edit->key, keys[i]) == 0)
            return true;
    return false;
}

static void edit_apply(struct describing *work, const struct edit *wanted)
{
    struct edit quiet = *wanted;
    const struct edit *edit = &quiet;
    if (writes_persons(work, wanted)) {
        quiet.to = slice_of("");
        quiet.why = N_("the column looks like personal data: its values are not written down");
    }
    struct describe_old *old = work->old;
    struct json root;
    struct text text = {0}, wrapped = {0};
    struct slice key = slice_of(edit->key), to = edit->to;
    const struct json *fields = describe_fields_now(work, &root);
    if (fields == NULL)
        return;
    const struct json *object = edit->field == SIZE_MAX ? &root : &fields->items[edit->field];
    const struct json *constraints = json_get(object, "constraints");
    if (edit->constraint && json_is(constraints, JSON_OBJECT)) {
        object = constraints;
    } else if (edit->constraint && to.length > 0) {
        text_format(&wrapped, "{\"%s\": %.*s}", edit->key, SLICE(to));
        key = slice_of("constraints");
        to = text_slice(&wrapped);
    }
    const struct json *value = json_get_slice(object, key);
    bool same = value != NULL && slice_equal(describe_json_of(work->arena, value), to);
    if (same || (value == NULL && to.length == 0))
        return;
    edit_tell(work, edit, value);
    json_edit_member(work->arena, old->text, object, key, to, &text);
    old->text = describe_keep(work->arena, text_slice(&text));
    text_free(&text);
    text_free(&wrapped);
}

static const struct json *member_now(struct describing *work, const struct edit *edit, struct json *root)
{
    const struct json *fields = describe_fields_now(work, root);
    if (fields == NULL)
        return NULL;
    const struct json *object = edit->field == SIZE_MAX ? root : &fields->items[edit->field];
    return json_get(edit->constraint ? json_get(object, "constraints") : object, edit->key);
}

/* ---- mending a field ---- */

static struct slice json_string(struct arena *arena, struct slice text)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_slice(&writer, text);
    struct slice kept = describe_keep(arena, text_slice(&out));
    text_free(&out);
    return kept;
}

/* A bound is written as the one that stood there: a number or a text. */
static struct slice bound_json(struct describing *work, const struct watch *watch, const struct json *given)
{
    struct text number = {0};
    struct slice edge = text_slice(&watch->edge), plain;
    if (json_is(given, JSON_NUMBER) && cell_number(watch->rules, edge, &work->old->room, &plain))
        decimal_canonical(plain, &number);
    else if (json_is(given, JSON_NUMBER) && decimal_valid(edge))
        text_add_slice(&number, edge);
    struct slice json =
        number.length > 0 ? describe_keep(work->arena, text_slice(&number)) : json_string(work->arena, edge);
    text_free(&number);
    return json;
}

/* The list that was there, with the new values behind; nothing when there are too many. */
static struct slice choices_json(struct describing *work, const struct watch *watch, const struct json *given)
{
    struct text text = {0};
    struct json_writer writer = {.out = &text};
    if (watch->choice_count > CHOICES_MOST || !json_is(given, JSON_ARRAY))
        return slice_of("");
    bool numbers = given->count > 0 && json_is(&given->items[0], JSON_NUMBER);
    bool labelled = given->count > 0 && json_is(&given->items[0], JSON_OBJECT);
    json_write_begin_array(&writer);
    for (uint32_t i = 0; i < given->count; i++)
        json_write_value(&writer, &given->items[i]);
    for (size_t i = 0; i < watch->choice_count; i++) {
        struct slice cell = watch->choices[i];
        if (labelled) {
            json_write_begin_object(&writer);
            json_write_key(&writer, "value");
        }
        if (numbers && decimal_valid(cell))
            json_write_raw(&writer, cell);
        else
            json_write_slice(&writer, cell);
        if (labelled)
            json_write_end_object(&writer);
    }
    json_write_end_array(&writer);
    struct slice kept = describe_keep(work->arena, text_slice(&text));
    text_free(&text);
    return kept;
}

static bool is_text(const struct dictionary_field *field)
{
    return slice_equals(field->type, "string") || slice_equals(field->type, "any");
}

static void mend_watch(struct describing *work, const struct watch *watch)
{
    struct json root;
    struct edit edit = {.field = watch->field,
                        .constraint = watch->row->constraint,
                        .key = watch->row->key,
                        .to = slice_of(""),
                        .why = watch->row->why,
                        .row = watch->first_row};
    const struct json *given = member_now(work, &edit, &root);
    if (given == NULL)
        return;
    bool length = watch->row->kind == WATCH_SHORT || watch->row->kind == WATCH_LONG;
    if (watch->row->kind == WATCH_LEAST || watch->row->kind == WATCH_GREATEST)
        edit.to = bound_json(work, watch, given);
    else if (length && is_text(&work->old->dictionary.fields[watch->field]))
        edit.to = slice_of(arena_format(work->arena, "%zu", watch->length));
    else if (watch->row->kind == WATCH_CHOICE)
        edit.to = choices_json(work, watch, given);
    edit_apply(work, &edit);
}

/* Texts for no value that the type does not take: they join those of the field. */
static void mend_missing(struct describing *work, size_t field)
{
    struct old_field *own = &work->old->fields[field];
    const struct json *given = work->old->dictionary.fields[field].missing;
    struct text text = {0};
    struct json_writer writer = {.out = &text};
    if (own->tokens == 0)
        return;
    json_write_begin_array(&writer);
    if (given == NULL)
        json_write_string(&writer, "");
    for (uint32_t i = 0; given != NULL && i < given->count; i++)
        json_write_value(&writer, &given->items[i]);
    for (size_t i = 0; i < FORM_MISSING_COUNT; i++)
        if ((own->tokens >> i & 1) != 0)
            json_write_string(&writer, FORM_MISSING[i].text);
    json_write_end_array(&writer);
    struct edit edit = {.field = field,
                        .key = "missingValues",
                        .to = describe_keep(work->arena, text_slice(&text)),
                        .why = N_("a cell says that there is no value"),
                        .row = own->token_row};
    text_free(&text);
    edit_apply(work, &edit);
    if (own->missing_row == 0 || own->token_row < own->missing_row)
        own->missing_row = own->token_row;
}

static void mend_required(struct describing *work, size_t field)
{
    struct old_field *own = &work->old->fields[field];
    bool required =
        json_get_true(json_get(work->old->dictionary.fields[field].json, "constraints"), "required");
    struct edit edit = {.field = field,
                        .constraint = true,
                        .key = "required",
                        .to = slice_of("false"),
                        .why = N_("a row has no value"),
                        .row = own->missing_row};
    if (required && own->missing_row > 0)
        edit_apply(work, &edit);
}

static void set(struct describing *work, size_t field, const char *key, const char *to)
{
    struct edit edit = {.field = field,
                        .key = key,
                        .to = to != NULL ? slice_of(to) : slice_of(""),
                        .why = N_("goes with the type")};
    edit_apply(work, &edit);
}

static const char *string_json(struct arena *arena, const char *text)
{
    return text != NULL ? slice_copy(arena, json_string(arena, slice_of(text))) : NULL;
}

static bool is_numeric(struct slice type)
{
    return slice_equals(type, "integer") || slice_equals(type, "number");
}

/* A bound between numbers stays, widened where a number lies beyond it. */
static void mend_number_bound(struct describing *work, size_t field, bool least)
{
    struct json root;
    const struct column_facts *facts = &work->facts[work->old->fields[field].column];
    const struct form_number *seen = least ? &facts->least : &facts->greatest;
    if (work->drafts[work->old->fields[field].column].comma)
        seen = least ? &facts->comma.least : &facts->comma.greatest;
    struct edit edit = {.field = field,
                        .constraint = true,
                        .key = least ? "minimum" : "maximum",
                        .why = least ? N_("a cell lies below") : N_("a cell lies above")};
    const struct json *given = member_now(work, &edit, &root);
    struct slice bound = json_text(given), value = {seen->text, seen->length};
    if (given == NULL || !decimal_valid(bound) || seen->length == 0)
        return;
    int order = decimal_compare(value, bound);
    edit.to = describe_keep(work->arena, value);
    if (least ? order < 0 : order > 0)
        edit_apply(work, &edit);
}

/* Another type: what does not go with it is taken out. */
static void mend_type(struct describing *work, const struct watch *watch)
{
    static const char *const parts[] = {"format",     "groupChar",         "decimalChar", "bareNumber",
                                        "trueValues", "falseValues",       "delimiter",   "itemType",
                                        "categories", "categoriesOrdered", "banchi:era",  "banchi:size"};
    static const char *const constraints[] = {
        "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "pattern", "jsonSchema", "enum"};
    size_t field = watch->field;
    const struct column_draft *draft = &work->drafts[work->old->fields[field].column];
    struct slice old = work->old->dictionary.fields[field].type;
    bool numbers = is_numeric(old) && is_numeric(slice_of(draft->type));
    const char *type = numbers && slice_equals(old, "number") ? "number" : draft->type; /* never narrower */
    struct edit edit = {.field = field,
                        .key = "type",
                        .to = slice_of(string_json(work->arena, type)),
                        .why = watch->row->why,
                        .row = watch->first_row};
    edit_apply(work, &edit);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        set(work, field, parts[i], NULL);
    for (size_t i = 0; i < sizeof constraints / sizeof *constraints; i++)
        edit_apply(work,
                   &(struct edit){field, true, constraints[i], slice_of(""), N_("goes with the type"), 0});
    for (int least = 0; least < 2; least++) {
        const char *key = least ? "minimum" : "maximum";
        if (numbers)
            mend_number_bound(work, field, least);
        else
            edit_apply(work, &(struct edit){field, true, key, slice_of(""), N_("goes with the type"), 0});
    }
    bool measure =
        slice_equals(json_text(json_get(work->old->dictionary.fields[field].json, "banchi:role")), "measure");
    if (!is_numeric(slice_of(type)))
        set(work, field, "banchi:sums", NULL);
    if (!is_numeric(slice_of(type)) && measure)
        set(work, field, "banchi:role", string_json(work->arena, draft->role));
    set(work, field, "format", string_json(work->arena, draft->format));
    set(work, field, "groupChar", !draft->grouped ? NULL : draft->comma ? "\".\"" : "\",\"");
    set(work, field, "decimalChar", draft->comma ? "\",\"" : NULL);
    set(work, field, "bareNumber", draft->bare ? NULL : "false");
    set(work, field, "banchi:era", string_json(work->arena, draft->era));
}

/* The words for true and false that a boolean column of another family has. */
static void mend_truths(struct describing *work, size_t field)
{
    const struct column_draft *draft = &work->drafts[work->old->fields[field].column];
    if (strcmp(draft->type, "boolean") != 0 || draft->truth == 0)
        return;
    for (int yes = 0; yes < 2; yes++) {
        const char *const *words = yes ? FORM_TRUTHS[draft->truth].yes : FORM_TRUTHS[draft->truth].no;
        struct text text = {0};
        struct json_writer writer = {.out = &text};
        json_write_begin_array(&writer);
        for (int i = 0; i < 4 && words[i] != NULL; i++)
            json_write_string(&writer, words[i]);
        json_write_end_array(&writer);
        set(work, field, yes ? "trueValues" : "falseValues", text.at);
        text_free(&text);
    }
}

static void mend_era(struct describing *work, size_t field)
{
    const struct old_field *own = &work->old->fields[field];
    const struct column_draft *draft = &work->drafts[own->column];
    bool same = slice_equals(work->old->dictionary.fields[field].type, draft->type);
    struct edit edit = {.field = field,
                        .key = "banchi:era",
                        .to = slice_of(draft->era != NULL ? "\"buddhist\"" : ""),
                        .why = N_("a year is of that era, and all others are"),
                        .row = own->era_row};
    if (own->era_row == 0 || !same || draft->mixed_eras)
        return;
    edit_apply(work, &edit);
    for (int least = 0; least < 2; least++) { /* bounds of the other era are no values any more */
        struct json root;
        edit = (struct edit){.field = field,
                             .constraint = true,
                             .key = least ? "minimum" : "maximum",
                             .to = least ? draft->least : draft->greatest,
                             .why = N_("goes with the era")};
        if (member_now(work, &edit, &root) != NULL)
            edit_apply(work, &edit);
    }
}

static void mend_field(struct describing *work, size_t field)
{
    struct describe_old *old = work->old;
    struct old_field *own = &old->fields[field];
    const struct watch *type = &old->watches[own->first_watch];
    mend_missing(work, field);
    mend_required(work, field);
    if (type->first_row > 0) {
        mend_type(work, type);
        mend_truths(work, field);
        return;
    }
    mend_era(work, field);
    for (size_t w = 1; w < own->watch_count; w++)
        if (old->watches[own->first_watch + w].first_row > 0)
            mend_watch(work, &old->watches[own->first_watch + w]);
}

/* An example that the field no longer takes gives way to one that it does. */
static void mend_examples(struct describing *work)
{
    static const char *const keys[] = {"banchi:example", "example"};
    struct describe_old *old = work->old;
    struct dictionary now = {.document = {.file = "", .text = old->text, .arena = work->arena}};
    const struct json_fault *faults;
    if (!json_read(work->arena, old->text, &now.document.root, &faults))
        return;
    dictionary_lay_out(&now, work->arena);
    dictionary_compile(&now, work->arena, NULL);
    for (size_t field = 0; field < now.field_count; field++)
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            struct cell_verdict verdict;
            struct slice example = json_text(json_get(now.fields[field].json, keys[i]));
            bool known = example.length > 0 && old->fields[field].column != SIZE_MAX;
            if (!known || cell_judge(now.rules[field], example, &old->room, &verdict) != CELL_FAULTY)
                continue;
            struct slice drafted = work->drafts[old->fields[field].column].example;
            edit_apply(work, &(struct edit){.field = field,
                                            .key = keys[i],
                                            .to = drafted.length > 0 ? json_string(work->arena, drafted)
                                                                     : slice_of(""),
                                            .why = N_("goes with the type")});
        }
    dictionary_close(&now);
}

/* ---- keys ---- */

static bool mend_unique(struct describing *work, size_t field, struct problem *problem)
{
    bool holds;
    struct key key = {.columns = {work->old->fields[field].column}, .count = 1};
    if (!describe_says_unique(&work->old->dictionary.fields[field]))
        return true;
    if (!key_search_holds(work->keys, &key, &holds, problem))
        return false;
    struct edit edit = {.field = field,
                        .constraint = true,
                        .key = "unique",
                        .to = slice_of("false"),
                        .why = N_("a value stands twice")};
    if (!holds)
        edit_apply(work, &edit);
    return true;
}

static bool key_has_gaps(const struct describing *work)
{
    for (size_t i = 0; i < work->old->primary.count; i++)
        if (work->old->fields[describe_field_of(work->old, work->old->primary.columns[i])].missing_row > 0)
            return true;
    return false;
}

static bool mend_primary(struct describing *work, struct problem *problem)
{
    struct describe_old *old = work->old;
    bool holds = true;
    if (!old->primary_watched)
        return true;
    if (!key_search_holds(work->keys, &old->primary, &holds, problem))
        return false;
    bool gaps = key_has_gaps(work);
    if (holds && !gaps)
        return true;
    struct text text = {0};
    struct json_writer writer = {.out = &text};
    json_write_begin_array(&writer);
    for (size_t i = 0; i < work->key.count; i++)
        json_write_slice(&writer, work->drafts[work->key.columns[i]].name);
    json_write_end_array(&writer);
    struct edit edit = {
        .field = SIZE_MAX,
        .key = "primaryKey",
        .to = work->key.count > 0 ? describe_keep(work->arena, text_slice(&text)) : slice_of(""),
        .why = gaps ? N_("a column of the key has no value in some row") : N_("two rows have the same key")};
    text_free(&text);
    edit_apply(work, &edit);
    return true;
}

/* ---- the whole ---- */

/* A file that was laid out by `fmt` is so again. */
static struct slice laid_out_again(struct describing *work)
{
    struct describe_old *old = work->old;
    struct json root;
    struct text before = {0}, after = {0};
    const struct json_fault *faults;
    json_write_layout(&before, &old->dictionary.document.root);
    bool was = slice_equal(text_slice(&before), old->dictionary.document.text);
    if (was && json_read(work->arena, old->text, &root, &faults))
        json_write_layout(&after, &root);
    struct slice kept = after.length > 0 ? describe_keep(work->arena, text_slice(&after)) : old->text;
    text_free(&before);
    text_free(&after);
    return kept;
}

static void mend_dialect(struct describing *work)
{
    struct edit edit = {.field = SIZE_MAX,
                        .key = "dialect",
                        .to = work->dialect_found,
                        .why = N_("the table's cells are separated so")};
    if (edit.to.length > 0)
        edit_apply(work, &edit);
}

bool describe_old_edit(struct describing *work, struct problem *problem)
{
    struct describe_old *old = work->old;
    struct describe_result *result = work->result;
    for (size_t i = 0; i < old->dictionary.field_count; i++) {
        if (old->fields[i].column == SIZE_MAX)
            continue;
        mend_field(work, i);
        if (!mend_unique(work, i, problem))
            return false;
    }
    if (!mend_primary(work, problem))
        return false;
    mend_dialect(work);
    mend_examples(work);
    describe_old_order(work);
    result->after = laid_out_again(work);
    result->outcome = slice_equal(result->before, result->after) ? DESCRIBE_UNCHANGED : DESCRIBE_CHANGED;
    return true;
}
