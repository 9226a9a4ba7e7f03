/* The header of a table: its names by themselves, and against the dictionary. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/utf8.h"
#include "catalog/table_check.h"
#include "metadata/nearest.h"

/* ---- names that a portal would damage ---- */

/* PostgreSQL's limit on a name; CKAN counts letters and cuts in silence (recorded exchanges 196 to 199). */
#define COLUMN_NAME_BYTES 63

static bool too_long(struct slice name)
{
    return name.length > COLUMN_NAME_BYTES;
}

static bool has_underscore_first(struct slice name)
{
    return name.length > 0 && name.at[0] == '_';
}

static bool is_j(struct slice name)
{
    return slice_equals(name, "j");
}

static bool has_quote(struct slice name)
{
    return name.length > 0 && memchr(name.at, '"', name.length) != NULL;
}

static bool has_control(struct slice name)
{
    for (size_t i = 0; i < name.length; i++) {
        unsigned char byte = (unsigned char)name.at[i];
        if (byte < 0x20 || byte == 0x7F)
            return true;
    }
    return false;
}

static const char *const PADDING[] = {" ",        "\t",           "\r",           "\n",
                                      "\xC2\xA0", "\xE2\x80\x8B", "\xE3\x80\x80", "\xEF\xBB\xBF"};
enum { PADDING_COUNT = sizeof PADDING / sizeof *PADDING };

/* Without blanks at either end, those that cannot be seen included: no-break, zero-width and wide space, BOM.
 */
static struct slice unpadded(struct slice name)
{
    for (size_t i = 0; i < PADDING_COUNT;) {
        size_t length = strlen(PADDING[i]);
        bool first = slice_starts(name, PADDING[i]);
        if (!first && !slice_ends(name, PADDING[i])) {
            i++;
            continue;
        }
        name = (struct slice){name.at + (first ? length : 0), name.length - length};
        i = 0;
    }
    return name;
}

static bool is_blank(struct slice name)
{
    return unpadded(name).length == 0;
}

static bool is_padded(struct slice name)
{
    return unpadded(name).length < name.length;
}

/* Of each name the first row that fits is told. */
static const struct name_rule {
    bool (*broken)(struct slice name);
    enum code code;
    const char *message;
    const char *hint;
} NAME_RULES[] = {
    {is_blank, CODE_D113, N_("column %zu has no name"), N_("give it a name, or remove the column")},
    {is_padded, CODE_D115, N_("the name of column %zu, {value}, has a blank before or behind it"),
     N_("remove the blank")},
    {too_long, CODE_D116,
     N_("the name of column %zu, {value}, is longer than 63 bytes (21 Thai letters); a portal cuts it in "
        "silence"),
     N_("take a shorter name; the long one can be the column's title in the dictionary")},
    {has_underscore_first, CODE_D116,
     N_("the name of column %zu, {value}, begins with an underscore, which portals keep for themselves"),
     N_("take another name")},
    {is_j, CODE_D116,
     N_("column %zu is named {value}: a portal then gives this column in place of the whole record"),
     N_("take another name")},
    {has_quote, CODE_D116,
     N_("the name of column %zu, {value}, holds a quotation mark, which portals refuse"),
     N_("take another name")},
    {has_control, CODE_D116,
     N_("the name of column %zu, {value}, holds a control character, which portals refuse"),
     N_("remove line breaks and tabs from the name")},
};

/* The place of a name in the header's line, in characters from 1; 0 when that cannot be told. */
static size_t place_of(const struct table_row *row, size_t column)
{
    const char *begin = row->source.at, *at = row->cells[column].at;
    bool inside = at >= begin && at <= begin + row->source.length;
    if (!inside || row->source.length == 0 || memchr(begin, '\n', row->source.length) != NULL)
        return 0;
    return 1 + utf8_count((struct slice){begin, (size_t)(at - begin)});
}

static void put(struct table_worker *worker, const struct table_row *row, struct finding *finding)
{
    finding->line = row->line;
    table_check_put(worker, finding);
}

static void put_column(struct table_worker *worker, const struct table_row *row, size_t column,
                       struct finding *finding)
{
    finding->column = place_of(row, column);
    finding->source = finding->column ? row->source : (struct slice){NULL, 0};
    finding->field = slice_copy(worker->brief, row->cells[column]);
    finding->value = row->cells[column];
    put(worker, row, finding);
}

static void check_name(struct table_worker *worker, const struct table_row *row, size_t column)
{
    for (size_t i = 0; i < sizeof NAME_RULES / sizeof *NAME_RULES; i++) {
        const struct name_rule *rule = &NAME_RULES[i];
        if (!rule->broken(row->cells[column]))
            continue;
        struct finding finding = {.code = rule->code, .hint = _(rule->hint)};
        finding.message = arena_format(worker->brief, _(rule->message), column + 1);
        put_column(worker, row, column, &finding);
        return;
    }
}

/* The column that had this name before; false when there is none. */
static bool name_before(const struct table_row *row, size_t column, size_t *before)
{
    for (size_t i = 0; i < column; i++) {
        if (slice_equal(row->cells[i], row->cells[column])) {
            *before = i;
            return true;
        }
    }
    return false;
}

static void check_names(struct table_worker *worker, const struct table_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        size_t before;
        check_name(worker, row, i);
        if (is_blank(row->cells[i]) || !name_before(row, i, &before))
            continue;
        struct finding finding = {
            .code = CODE_D114,
            .message = arena_format(worker->brief, _("columns %zu and %zu have the same name, {value}"),
                                    before + 1, i + 1),
            .hint = _("give each column a name of its own"),
        };
        put_column(worker, row, i, &finding);
    }
}

/* ---- against the dictionary ---- */

/* How closely the header must follow the fields: Table Schema v2, fieldsMatch. */
static const struct match {
    const char *name;
    bool ordered;
    bool more;  /* columns that are no fields are allowed */
    bool fewer; /* fields that are no columns are allowed */
} MATCHES[] = {
    {"exact", true, false, false},    {"equal", false, false, false}, {"subset", false, true, false},
    {"superset", false, false, true}, {"partial", false, true, true},
};

static const struct match *match_of(const struct dictionary *dictionary)
{
    const struct json *value = json_get(&dictionary->document.root, "fieldsMatch");
    if (json_is(value, JSON_ARRAY) && value->count > 0)
        value = &value->items[0];
    for (size_t i = 0; i < sizeof MATCHES / sizeof *MATCHES; i++)
        if (json_is(value, JSON_STRING) && slice_equals(json_text(value), MATCHES[i].name))
            return &MATCHES[i];
    return &MATCHES[0];
}

static bool has_column(const struct table_row *row, struct slice name)
{
    for (size_t i = 0; i < row->count; i++)
        if (slice_equal(row->cells[i], name))
            return true;
    return false;
}

/* Each look compares with all fields: where a whole header is wrong, the first columns' hints say enough. */
#define NEAREST_LOOKED_FOR 20

/* The field that a column of an unknown name was probably meant to be: near, and not in the header itself. */
static void hint_nearest(struct table_worker *worker, const struct table_row *row, size_t column,
                         struct finding *finding)
{
    const struct dictionary *dictionary = worker->run->dictionary;
    struct slice *choices = arena_array(worker->brief, dictionary->field_count, sizeof *choices);
    size_t count = 0;
    for (size_t i = 0; i < dictionary->field_count; i++)
        if (!has_column(row, dictionary->fields[i].name))
            choices[count++] = dictionary->fields[i].name;
    long nearest = nearest_choice(worker->brief, row->cells[column], choices, count);
    if (nearest >= 0)
        finding->hint = arena_format(
            worker->brief, _("did you mean \"%.*s\", which the dictionary has and the table has not?"),
            SLICE(choices[nearest]));
}

/* A header that is a field's title: the dictionary's name has not been put into the table yet. */
static void hint_title(struct table_worker *worker, const struct table_row *row, size_t column,
                       struct finding *finding)
{
    const struct dictionary *dictionary = worker->run->dictionary;
    for (size_t i = 0; i < dictionary->field_count; i++)
        if (slice_equal(slice_trim(row->cells[column]), dictionary->fields[i].title))
            finding->hint = arena_format(worker->brief,
                                         _("it is the title of the field \"%.*s\": `banchi describe "
                                           "--rename-header %s` puts the names into the table"),
                                         SLICE(dictionary->fields[i].name), worker->run->file);
}

static size_t put_unknown_columns(struct table_worker *worker, const struct table_row *row)
{
    size_t unknown = 0, field;
    for (size_t i = 0; i < row->count; i++) {
        if (is_blank(row->cells[i]) || dictionary_find(worker->run->dictionary, row->cells[i], &field))
            continue;
        unknown++;
        struct finding finding = {
            .code = CODE_D102,
            .message = _("the column {value} is not in the dictionary"),
            .hint = _("describe the column in the dictionary, or remove it from the table")};
        if (unknown <= NEAREST_LOOKED_FOR)
            hint_nearest(worker, row, i, &finding);
        hint_title(worker, row, i, &finding);
        put_column(worker, row, i, &finding);
    }
    return unknown;
}

static size_t put_missing_columns(struct table_worker *worker, const struct table_row *row)
{
    size_t missing = 0;
    for (size_t i = 0; i < worker->run->dictionary->field_count; i++) {
        struct slice name = worker->run->dictionary->fields[i].name;
        if (name.length == 0 || has_column(row, name))
            continue;
        missing++;
        struct finding finding = {
            .code = CODE_D103,
            .field = slice_copy(worker->brief, name),
            .message = _("the dictionary describes a column {value} that is not in the table"),
            .hint = _("add the column to the table, or remove it from the dictionary"),
            .value = name,
        };
        put(worker, row, &finding);
    }
    return missing;
}

/* The first column that stands elsewhere than in the dictionary. */
static void put_order(struct table_worker *worker, const struct table_row *row)
{
    for (size_t i = 0; i < row->count && i < worker->run->dictionary->field_count; i++) {
        struct slice wanted = worker->run->dictionary->fields[i].name;
        if (slice_equal(row->cells[i], wanted))
            continue;
        struct finding finding = {
            .code = CODE_D104,
            .message =
                arena_format(worker->brief, _("column %zu is {value}; in the dictionary it is \"%.*s\""),
                             i + 1, SLICE(wanted)),
            .hint = _("put the columns into the dictionary's order, or the dictionary into theirs"),
        };
        put_column(worker, row, i, &finding);
        return;
    }
}

/* fieldsMatch "partial": at least one field is a column. */
static void put_none_known(struct table_worker *worker, const struct table_row *row)
{
    const struct dictionary *dictionary = worker->run->dictionary;
    for (size_t i = 0; i < dictionary->field_count; i++)
        if (has_column(row, dictionary->fields[i].name))
            return;
    struct finding finding = {
        .code = CODE_D103,
        .message = _("none of the columns that the dictionary describes is in the table"),
        .hint = _("is it the dictionary of another table?"),
    };
    put(worker, row, &finding);
}

static void check_match(struct table_worker *worker, const struct table_row *row)
{
    const struct match *match = match_of(worker->run->dictionary);
    if (match->more && match->fewer)
        put_none_known(worker, row);
    size_t unknown = match->more ? 0 : put_unknown_columns(worker, row);
    size_t missing = match->fewer ? 0 : put_missing_columns(worker, row);
    if (match->ordered && unknown == 0 && missing == 0)
        put_order(worker, row);
}

void check_header(struct table_worker *worker, void *state, const struct table_row *row)
{
    (void)state;
    check_names(worker, row);
    if (worker->run->dictionary != NULL)
        check_match(worker, row);
}
