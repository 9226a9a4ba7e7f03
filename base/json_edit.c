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

static bool stands_first(struct slice text, size_t offset)
{
    size_t begin = offset - indentation(text, offset).length;
    return begin > 0 && text.at[begin - 1] == '\n';
}

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

static void key_add(struct slice key, struct text *out)
{
    struct json_writer writer = {.out = out};
    json_write_slice(&writer, key);
    text_add(out, ": ");
}

static void replace(struct arena *arena, struct slice text, const struct json_member *member,
                    struct slice value, struct text *out)
{
    text_add_slice(out, part(text, 0, member->value.offset));
    value_add(arena, value, indentation(text, member->key.offset), out);
    text_add_slice(out, part(text, member->value.end, text.length));
}

static void append(struct arena *arena, struct slice text, const struct json *object, struct slice key,
                   struct slice value, struct text *out)
{
    const struct json_member *last = object->count > 0 ? &object->members[object->count - 1] : NULL;
    size_t at = last != NULL ? last->value.end : object->offset + 1;
    struct slice indent = last != NULL ? indentation(text, last->key.offset) : (struct slice){"", 0};
    text_add_slice(out, part(text, 0, at));
    if (last != NULL && stands_first(text, last->key.offset)) {
        text_add(out, ",\n");
        text_add_slice(out, indent);
    } else if (last != NULL) {
        text_add(out, ", ");
    }
    key_add(key, out);
    value_add(arena, value, indent, out);
    text_add_slice(out, part(text, at, text.length));
}

static void take_out(struct slice text, const struct json *object, size_t index, struct text *out)
{
    const struct json_member *member = &object->members[index];
    size_t from = member->key.offset;
    size_t to = member->value.end;
    if (index + 1 < object->count)
        to = object->members[index + 1].key.offset;
    else if (index > 0)
        from = object->members[index - 1].value.end;
    text_add_slice(out, part(text, 0, from));
    text_add_slice(out, part(text, to, text.length));
}

void json_edit_member(struct arena *arena, struct slice text, const struct json *object, struct slice key,
                      struct slice value, struct text *out)
{
    size_t index = object->count;
    while (index > 0 && !slice_equal(json_text(&object->members[index - 1].key), key))
        index--;
    if (index == 0 && value.length > 0)
        append(arena, text, object, key, value, out);
    else if (index == 0)
        text_add_slice(out, text);
    else if (value.length > 0)
        replace(arena, text, &object->members[index - 1], value, out);
    else
        take_out(text, object, index - 1, out);
}
