/* The dictionary that is there, held against its table.
 *
 * Each rule of a field is compiled alone, as a field of type and format with that one constraint, so that one
 * fault of a cell does not hide another. */
#include "catalog/describe_old.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/utf8.h"
#include "catalog/document.h"

static const struct watch_row WATCHES[] = {
    {"type", false, WATCH_TYPE, N_("a cell is no value of the type")},
    {"minimum", true, WATCH_LEAST, N_("a cell lies below")},
    {"maximum", true, WATCH_GREATEST, N_("a cell lies above")},
    {"exclusiveMinimum", true, WATCH_OTHER, N_("a cell lies below")},
    {"exclusiveMaximum", true, WATCH_OTHER, N_("a cell lies above")},
    {"minLength", true, WATCH_SHORT, N_("a cell is shorter")},
    {"maxLength", true, WATCH_LONG, N_("a cell is longer")},
    {"banchi:size", false, WATCH_LONG, N_("a cell is longer")},
    {"pattern", true, WATCH_OTHER, N_("a cell does not have the form")},
    {"jsonSchema", true, WATCH_OTHER, N_("a cell does not follow it")},
    {"enum", true, WATCH_CHOICE, N_("a cell has another value")},
    {"categories", false, WATCH_CHOICE, N_("a cell has another value")},
};
enum { WATCH_COUNT = sizeof WATCHES / sizeof *WATCHES };

/* ---- reading it ---- */

bool describe_old_open(struct describing *work, struct describe_old **old)
{
    struct arena *arena = work->arena;
    const char *path = work->result->dictionary;
    *old = NULL;
    if (file_kind(path) == FILE_ABSENT)
        return true;
    struct describe_old *made = arena_alloc(arena, sizeof *made);
    const char *name = file_name(path);
    const char *folder = name == path ? "." : arena_copy(arena, path, (size_t)(name - path));
    made->dictionary.document.file = path;
    if (!document_read(arena, folder, name, work->request->sink, &made->dictionary.document))
        return false;
    const struct json *root = &made->dictionary.document.root;
    if (!json_is(root, JSON_OBJECT) || !json_is(json_get(root, "fields"), JSON_ARRAY)) {
        struct finding finding = {.code = CODE_D153,
                                  .file = path,
                                  .message = _("the dictionary that is there has no list of fields"),
                                  .hint = _("mend it, or move it away to have a new one drafted")};
        finding_put(work->request->sink, &finding);
        return false;
    }
    dictionary_lay_out(&made->dictionary, arena);
    made->text = made->dictionary.document.text;
    work->result->before = made->text;
    *old = made;
    return true;
}

/* ---- which field is whose ---- */

size_t describe_field_of(const struct describe_old *old, size_t column)
{
    for (size_t i = 0; i < old->dictionary.field_count; i++)
        if (old->fields[i].column == column)
            return i;
    return SIZE_MAX;
}

static void match_by(struct describing *work, bool by_title)
{
    struct describe_old *old = work->old;
    for (size_t column = 0; column < work->columns; column++) {
        struct slice header = by_title ? slice_trim(work->headers[column]) : work->headers[column];
        for (size_t i = 0; i < old->dictionary.field_count && describe_field_of(old, column) == SIZE_MAX;
             i++) {
            const struct dictionary_field *field = &old->dictionary.fields[i];
            bool same = slice_equal(by_title ? field->title : field->name, header);
            if (same && old->fields[i].column == SIZE_MAX && field->name.length > 0)
                old->fields[i].column = column;
        }
    }
}

/* A field that was drafted for a column whose header is blank or stands twice has the name that is proposed
 * for it. */
static void match_by_proposal(struct describing *work)
{
    struct describe_old *old = work->old;
    for (size_t column = 0; column < work->columns; column++) {
        struct slice name = describe_old_name(work, column);
        work->drafts[column].name = name.length > 0 ? name : describe_name_proposed(work, column);
        size_t field;
        if (name.length == 0 && dictionary_find(&old->dictionary, work->drafts[column].name, &field) &&
            old->fields[field].column == SIZE_MAX)
            old->fields[field].column = column;
    }
}

struct slice describe_old_name(const struct describing *work, size_t column)
{
    size_t field = work->old != NULL ? describe_field_of(work->old, column) : SIZE_MAX;
    return field == SIZE_MAX ? slice_of("") : work->old->dictionary.fields[field].name;
}

/* ---- each rule alone ---- */

static void write_variant(struct json_writer *writer, const struct dictionary_field *field,
                          const struct watch_row *row)
{
    static const char *const base[] = {"type",       "format",     "banchi:era",  "groupChar", "decimalChar",
                                       "bareNumber", "trueValues", "falseValues", "delimiter", "itemType"};
    json_write_begin_object(writer);
    json_write_field(writer, "name", row->key);
    for (size_t i = 0; i < sizeof base / sizeof *base; i++) {
        const struct json *value = json_get(field->json, base[i]);
        if (value == NULL)
            continue;
        json_write_key(writer, base[i]);
        json_write_value(writer, value);
    }
    if (field->missing != NULL) {
        json_write_key(writer, "missingValues");
        json_write_value(writer, field->missing);
    }
    const struct json *from = row->constraint ? json_get(field->json, "constraints") : field->json;
    if (row->kind != WATCH_TYPE) {
        json_write_key(writer, row->constraint ? "constraints" : row->key);
        if (row->constraint) {
            json_write_begin_object(writer);
            json_write_key(writer, row->key);
        }
        json_write_value(writer, json_get(from, row->key));
        if (row->constraint)
            json_write_end_object(writer);
    }
    json_write_end_object(writer);
}

static bool is_watched(const struct dictionary_field *field, const struct watch_row *row)
{
    const struct json *from = row->constraint ? json_get(field->json, "constraints") : field->json;
    return row->kind == WATCH_TYPE || json_get(from, row->key) != NULL;
}

static void watch_field(struct describe_old *old, size_t field, struct json_writer *writer)
{
    struct old_field *own = &old->fields[field];
    own->first_watch = old->watch_count;
    for (size_t i = 0; i < WATCH_COUNT; i++) {
        if (!is_watched(&old->dictionary.fields[field], &WATCHES[i]))
            continue;
        write_variant(writer, &old->dictionary.fields[field], &WATCHES[i]);
        old->watches[old->watch_count++] = (struct watch){.row = &WATCHES[i], .field = field};
    }
    own->watch_count = old->watch_count - own->first_watch;
}

/* The variants as a dictionary of their own, compiled. */
static void watches_compile(struct describing *work)
{
    struct describe_old *old = work->old;
    struct text text = {0};
    struct json_writer writer = {.out = &text};
    const struct json_fault *faults;
    old->watches = arena_array(work->arena, WATCH_COUNT * old->dictionary.field_count, sizeof *old->watches);
    json_write_begin_object(&writer);
    json_write_key(&writer, "fields");
    json_write_begin_array(&writer);
    for (size_t i = 0; i < old->dictionary.field_count; i++)
        if (old->fields[i].column != SIZE_MAX)
            watch_field(old, i, &writer);
    json_write_end_array(&writer);
    json_write_end_object(&writer);
    struct json_document *document = &old->variants.document;
    *document = (struct json_document){
        .file = "", .text = describe_keep(work->arena, text_slice(&text)), .arena = work->arena};
    text_free(&text);
    if (!json_read(work->arena, document->text, &document->root, &faults))
        return;
    dictionary_lay_out(&old->variants, work->arena);
    dictionary_compile(&old->variants, work->arena, NULL);
    for (size_t i = 0; i < old->watch_count; i++)
        old->watches[i].rules = old->variants.rules[i];
}

static int by_number(const void *a, const void *b)
{
    size_t first = *(const size_t *)a, second = *(const size_t *)b;
    return (first > second) - (first < second);
}

/* The declared key, as columns of the table; true when it can be watched. */
static bool primary_columns(struct describing *work)
{
    struct describe_old *old = work->old;
    size_t *fields, count = dictionary_key(&old->dictionary, work->arena, &fields);
    if (count == 0 || count > KEY_COLUMNS)
        return false;
    old->primary.count = count;
    for (size_t i = 0; i < count; i++) {
        old->primary.columns[i] = old->fields[fields[i]].column;
        if (old->primary.columns[i] == SIZE_MAX)
            return false;
    }
    qsort(old->primary.columns, count, sizeof *old->primary.columns, by_number);
    return true;
}

bool describe_says_unique(const struct dictionary_field *field)
{
    return json_get_true(json_get(field->json, "constraints"), "unique");
}

void describe_old_begin(struct describing *work)
{
    struct describe_old *old = work->old;
    if (old == NULL)
        return;
    old->fields = arena_array(work->arena, old->dictionary.field_count, sizeof *old->fields);
    for (size_t i = 0; i < old->dictionary.field_count; i++)
        old->fields[i].column = SIZE_MAX;
    match_by(work, false);
    match_by(work, true);
    match_by_proposal(work);
    watches_compile(work);
    old->primary_watched = primary_columns(work) && key_search_watch(work->keys, &old->primary);
    for (size_t i = 0; i < old->dictionary.field_count; i++) {
        struct key key = {.columns = {old->fields[i].column}, .count = 1};
        if (describe_says_unique(&old->dictionary.fields[i]) && old->fields[i].column != SIZE_MAX)
            (void)key_search_watch(work->keys, &key);
    }
}

/* ---- looking at rows ---- */

static size_t token_of(struct slice cell)
{
    for (size_t i = 0; i < FORM_MISSING_COUNT; i++)
        if (slice_equals(cell, FORM_MISSING[i].text))
            return i;
    return FORM_MISSING_COUNT;
}

static void edge_take(struct watch *watch, struct slice cell, struct cell_room *room)
{
    bool further =
        watch->edge.length == 0 ||
        (watch->row->kind == WATCH_LEAST ? cell_is_below(watch->rules, cell, text_slice(&watch->edge), room)
                                         : cell_is_below(watch->rules, text_slice(&watch->edge), cell, room));
    if (!further)
        return;
    text_clear(&watch->edge);
    text_add_slice(&watch->edge, cell);
}

static void length_take(struct watch *watch, struct slice cell)
{
    size_t length = utf8_count(cell);
    bool first = watch->length == 0;
    if (first || (watch->row->kind == WATCH_SHORT ? length < watch->length : length > watch->length))
        watch->length = length;
}

static void choice_take(struct watch *watch, struct slice cell, struct arena *arena)
{
    for (size_t i = 0; i < watch->choice_count; i++)
        if (slice_equal(watch->choices[i], cell))
            return;
    if (watch->choice_count > CHOICES_MOST)
        return;
    watch->choices =
        arena_grow(arena, watch->choices, watch->choice_count, &watch->choice_room, sizeof *watch->choices);
    watch->choices[watch->choice_count++] = describe_keep(arena, cell);
}

/* A cell that is no value of the field's type; false: it is no contradiction. */
static bool type_contradicts(struct old_field *own, const struct cell_verdict *verdict, struct slice cell,
                             uint64_t row)
{
    size_t token = token_of(cell);
    if (verdict->code == CODE_D210) {
        own->era_row = own->era_row > 0 ? own->era_row : row;
        return false;
    }
    if (verdict->code != CODE_D201 && verdict->code != CODE_D202 && verdict->code != CODE_D204)
        return false; /* a slip in the cell: Thai digits, blanks */
    if (token == FORM_MISSING_COUNT)
        return true;
    own->tokens |= UINT32_C(1) << token;
    own->token_row = own->token_row > 0 ? own->token_row : row;
    return false;
}

static void watch_take(struct describing *work, struct watch *watch, struct slice cell, uint64_t row)
{
    struct cell_verdict verdict;
    struct cell_room *room = &work->old->room;
    struct old_field *own = &work->old->fields[watch->field];
    if (cell_judge(watch->rules, cell, room, &verdict) != CELL_FAULTY)
        return;
    bool type = watch->row->kind == WATCH_TYPE;
    if (type ? !type_contradicts(own, &verdict, cell, row)
             : verdict.code < CODE_D205 || verdict.code > CODE_D209)
        return;
    if (watch->first_row == 0)
        watch->first_row = row;
    if (watch->row->kind == WATCH_LEAST || watch->row->kind == WATCH_GREATEST)
        edge_take(watch, cell, room);
    else if (watch->row->kind == WATCH_SHORT || watch->row->kind == WATCH_LONG)
        length_take(watch, cell);
    else if (watch->row->kind == WATCH_CHOICE)
        choice_take(watch, cell, work->arena);
}

void describe_old_row(struct describing *work, const struct slice *cells, uint64_t row)
{
    struct describe_old *old = work->old;
    for (size_t i = 0; i < old->dictionary.field_count; i++) {
        struct old_field *own = &old->fields[i];
        if (own->column == SIZE_MAX)
            continue;
        struct slice cell = cells[own->column];
        if (dictionary_is_missing(&old->dictionary, &old->dictionary.fields[i], cell)) {
            own->missing_row = own->missing_row > 0 ? own->missing_row : row;
            continue;
        }
        for (size_t w = 0; w < own->watch_count; w++)
            watch_take(work, &old->watches[own->first_watch + w], cell, row);
    }
}

void describe_old_close(struct describing *work)
{
    struct describe_old *old = work->old;
    if (old == NULL)
        return;
    for (size_t i = 0; i < old->watch_count; i++)
        text_free(&old->watches[i].edge);
    dictionary_close(&old->variants);
    cell_room_free(&old->room);
}
