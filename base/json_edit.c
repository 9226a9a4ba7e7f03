#include "base/json_edit.h"

#include <string.h>

#include "base/arena.h"
#include "base/json_write.h"

static struct slice part(struct slice text, size_t from, size_t to)
{
    return (struct slice){text.at + from, to - from};
}

/* The blanks at the beginning of the line on which `offset` stands; empty when other things stand before it.
 */
static struct slice indentation(struct slice text, size_t offset)
{
    size_t begin = offset;
    while (begin > 0 && (text.at[begin - 1] == ' ' || text.at[begin - 1] == '\t'))
        begin--;
    bool first = begin > 0 && text.at[begin - 1] == '\n';
    return first ? part(text, begin, offset) : (struct slice){"", 0};
}

/* Where the member or element of that number begins and ends, key included. */
static size_t begin_of(const struct json *holder, size_t place)
{
    return json_is(holder, JSON_OBJECT) ? holder->members[place].key.offset : holder->items[place].offset;
}

static size_t end_of(const struct json *holder, size_t place)
{
    return json_is(holder, JSON_OBJECT) ? holder->members[place].value.end : holder->items[place].end;
}

size_t json_edit_place(const struct json *object, struct slice key)
{
    for (size_t i = object->count; i > 0; i--)
        if (slice_equal(json_text(&object->members[i - 1].key), key))
            return i - 1;
    return object->count;
}

void json_edit_splice(struct slice text, size_t from, size_t to, struct slice with, struct text *out)
{
    text_add_slice(out, part(text, 0, from));
    text_add_slice(out, with);
    text_add_slice(out, part(text, to, text.length));
}

/* The blanks before a member that comes behind the one at `place`: those of a neighbour. */
static struct slice blanks_behind(struct slice text, const struct json *holder, size_t place)
{
    if (place + 1 < holder->count)
        place++;
    size_t end = begin_of(holder, place), begin = end;
    while (begin > holder->offset + 1 && strchr(" \t\r\n", text.at[begin - 1]) != NULL)
        begin--;
    return begin == end ? slice_of(" ") : part(text, begin, end);
}

void json_edit_insert(struct slice text, const struct json *holder, size_t behind, struct slice key,
                      struct slice value, struct text *out)
{
    struct text added = {0};
    bool empty = holder->count == 0;
    if (!empty) {
        text_add(&added, ",");
        text_add_slice(&added, blanks_behind(text, holder, behind));
    }
    if (json_is(holder, JSON_OBJECT)) {
        struct json_writer writer = {.out = &added};
        json_write_slice(&writer, key);
        text_add(&added, ": ");
    }
    text_add_slice(&added, value);
    size_t at = empty ? holder->offset + 1 : end_of(holder, behind);
    json_edit_splice(text, at, empty ? holder->end - 1 : at, text_slice(&added), out);
    text_free(&added);
}

void json_edit_take_out(struct slice text, const struct json *holder, size_t place, struct text *out)
{
    size_t from = holder->offset + 1, to = holder->end - 1;
    if (place > 0) {
        from = end_of(holder, place - 1);
        to = end_of(holder, place);
    } else if (holder->count > 1) {
        from = begin_of(holder, 0);
        to = begin_of(holder, 1);
    }
    json_edit_splice(text, from, to, (struct slice){"", 0}, out);
}

/* ---- a member of an object ---- */

/* The value laid out, its lines moved in to where its key stands. */
static void value_add(struct arena *arena, struct slice value, struct slice indent, struct text *out)
{
    struct json parsed;
    const struct json_fault *faults;
    struct text laid_out = {0};
    if (json_read(arena, value, &parsed, &faults))
        json_write_layout(&laid_out, &parsed);
    struct slice lines = slice_trim(text_slice(&laid_out));
    for (size_t i = 0; i < lines.length; i++) {
        text_add_char(out, lines.at[i]);
        if (lines.at[i] == '\n')
            text_add_slice(out, indent);
    }
    text_free(&laid_out);
}

void json_edit_member(struct arena *arena, struct slice text, const struct json *object, struct slice key,
                      struct slice value, struct text *out)
{
    struct text laid_out = {0};
    size_t place = json_edit_place(object, key);
    bool there = place < object->count;
    size_t last = object->count > 0 ? object->count - 1 : 0;
    struct slice indent = slice_of("");
    if (object->count > 0)
        indent = indentation(text, object->members[there ? place : last].key.offset);
    value_add(arena, value, indent, &laid_out);
    if (there && value.length == 0)
        json_edit_take_out(text, object, place, out);
    else if (there)
        json_edit_splice(text, object->members[place].value.offset, object->members[place].value.end,
                         text_slice(&laid_out), out);
    else if (value.length > 0)
        json_edit_insert(text, object, last, key, text_slice(&laid_out), out);
    else
        text_add_slice(out, text);
    text_free(&laid_out);
}
