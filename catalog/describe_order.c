/* The fields of the dictionary that is there in the table's order: new ones where their columns stand, those
 * without a column where they were. */
#include <string.h>

#include "base/arena.h"
#include "base/json_write.h"
#include "base/language.h"
#include "catalog/describe_old.h"

/* Where the order of fields says something: with any fieldsMatch but those. */
static bool order_is_free(const struct describe_old *old)
{
    const struct json *match = json_get(&old->dictionary.document.root, "fieldsMatch");
    struct slice word = json_text(json_is(match, JSON_ARRAY) && match->count > 0 ? &match->items[0] : match);
    return word.length > 0 && !slice_equals(word, "exact");
}

/* New places: the table's columns in their order; a field without one stays behind the field before it. */
struct order {
    size_t *fields; /* SIZE_MAX: the new field of `columns` */
    size_t *columns;
    size_t count;
};

static void order_add(struct order *order, size_t field, size_t column)
{
    order->fields[order->count] = field;
    order->columns[order->count++] = column;
}

static void orphans_add(struct order *order, const struct describe_old *old, size_t field)
{
    for (; field < old->dictionary.field_count && old->fields[field].column == SIZE_MAX; field++)
        order_add(order, field, SIZE_MAX);
}

static struct order order_make(struct describing *work)
{
    struct describe_old *old = work->old;
    size_t most = work->columns + old->dictionary.field_count;
    struct order order = {arena_array(work->arena, most, sizeof(size_t)),
                          arena_array(work->arena, most, sizeof(size_t)), 0};
    bool kept = order_is_free(old);
    orphans_add(&order, old, 0);
    for (size_t i = 0; kept && i < old->dictionary.field_count; i++)
        if (old->fields[i].column != SIZE_MAX) {
            order_add(&order, i, old->fields[i].column);
            orphans_add(&order, old, i + 1);
        }
    for (size_t column = 0; column < work->columns; column++) {
        size_t field = describe_field_of(old, column);
        if (field == SIZE_MAX) {
            order_add(&order, SIZE_MAX, column);
        } else if (!kept) {
            order_add(&order, field, column);
            orphans_add(&order, old, field + 1);
        }
    }
    return order;
}

static bool order_is_old(const struct order *order)
{
    for (size_t i = 0; i < order->count; i++)
        if (order->fields[i] != i)
            return false;
    return true;
}

/* The blanks before an item that stands first on its line. */
static struct slice indent_of(struct slice text, size_t offset)
{
    size_t begin = offset;
    while (begin > 0 && text.at[begin - 1] == ' ')
        begin--;
    bool first = begin > 0 && text.at[begin - 1] == '\n';
    return first ? (struct slice){text.at + begin, offset - begin} : slice_of("    ");
}

static void add_new_field(struct describing *work, size_t column, struct slice indent, struct text *out)
{
    struct slice made = describe_field_text(work, &work->drafts[column]);
    struct json value;
    const struct json_fault *faults;
    struct text laid_out = {0};
    if (json_read(work->arena, made, &value, &faults))
        json_write_layout(&laid_out, &value);
    struct slice lines = slice_trim(text_slice(&laid_out));
    for (size_t i = 0; i < lines.length; i++) {
        text_add_char(out, lines.at[i]);
        if (lines.at[i] == '\n')
            text_add_slice(out, indent);
    }
    struct describe_change change = {.field = work->drafts[column].name,
                                     .key = "field",
                                     .from = slice_of(""),
                                     .to = made,
                                     .why = N_("the table has a column that no field described")};
    describe_change_add(work, &change);
    text_free(&laid_out);
}

static void reorder(struct describing *work, const struct order *order)
{
    struct describe_old *old = work->old;
    struct json root;
    struct text out = {0};
    const struct json *fields = describe_fields_now(work, &root);
    if (fields == NULL)
        return;
    struct slice text = old->text;
    bool some = fields->count > 0;
    size_t from = some ? fields->items[0].offset : fields->offset + 1;
    size_t to = some ? fields->items[fields->count - 1].end : fields->end - 1;
    struct slice indent = some ? indent_of(text, from) : slice_of("    ");
    text_add_bytes(&out, text.at, from);
    text_add(&out, some ? "" : "\n    ");
    for (size_t i = 0; i < order->count; i++) {
        if (i > 0) {
            text_add(&out, ",\n");
            text_add_slice(&out, indent);
        }
        size_t field = order->fields[i];
        if (field == SIZE_MAX)
            add_new_field(work, order->columns[i], indent, &out);
        else
            text_add_bytes(&out, text.at + fields->items[field].offset,
                           fields->items[field].end - fields->items[field].offset);
    }
    text_add(&out, some ? "" : "\n  ");
    text_add_bytes(&out, text.at + to, text.length - to);
    old->text = describe_keep(work->arena, text_slice(&out));
    text_free(&out);
}

static void order_tell(struct describing *work, const struct order *order)
{
    bool moved = false;
    size_t last = 0;
    for (size_t i = 0; i < order->count; i++) {
        size_t field = order->fields[i];
        if (field == SIZE_MAX)
            continue;
        moved = moved || field < last;
        last = field;
    }
    struct describe_change change = {.field = slice_of(""),
                                     .key = "fields",
                                     .from = slice_of(""),
                                     .to = slice_of(""),
                                     .why = N_("the table has its columns in another order")};
    if (moved)
        describe_change_add(work, &change);
}

static void orphans_tell(struct describing *work)
{
    const struct describe_old *old = work->old;
    for (size_t i = 0; i < old->dictionary.field_count; i++) {
        struct slice json = describe_json_of(work->arena, old->dictionary.fields[i].json);
        struct describe_change change = {.field = old->dictionary.fields[i].name,
                                         .key = "field",
                                         .from = json,
                                         .to = json,
                                         .why = N_("kept, though the table has no such column")};
        if (old->fields[i].column == SIZE_MAX)
            describe_change_add(work, &change);
    }
}

void describe_old_order(struct describing *work)
{
    struct order order = order_make(work);
    if (!order_is_old(&order)) {
        order_tell(work, &order);
        reorder(work, &order);
    }
    orphans_tell(work);
}
