#include "base/json_write.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/utf8.h"

#define LAYOUT_COLUMNS 100

/* ---- strings ---- */

static void escape(struct text *out, unsigned char c)
{
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
    const char *which = c ? strchr(from, c) : NULL;
    if (which) {
        text_add_char(out, '\\');
        text_add_char(out, to[which - from]);
    } else {
        text_format(out, "\\u%04x", c);
    }
}

static void escape_code_point(struct text *out, uint32_t code_point)
{
    if (code_point >= 0x10000) {
        code_point -= 0x10000;
        text_format(out, "\\u%04x\\u%04x", 0xD800 + (code_point >> 10), 0xDC00 + (code_point & 0x3FF));
    } else {
        text_format(out, "\\u%04x", code_point);
    }
}

static bool is_plain(char c, bool ascii)
{
    return (unsigned char)c >= 0x20 && c != '"' && c != '\\' && (!ascii || (unsigned char)c < 0x7F);
}

/* Whether eight bytes all stand for themselves in UTF-8. */
static bool eight_plain(uint64_t eight)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
    uint64_t quote = eight ^ ones * '"', backslash = eight ^ ones * '\\';
    uint64_t hits = ((eight - ones * 0x20) | (quote - ones) | (backslash - ones)) & ~eight;
    return (hits & highs) == 0;
}

/* Copies four to eight bytes, or nothing when one of them does not stand for itself. */
static bool few_copy(char *at, const char *from, size_t count)
{
    uint32_t first, last;
    memcpy(&first, from, 4);
    memcpy(&last, from + count - 4, 4);
    if (!eight_plain((uint64_t)first << 32 | last))
        return false;
    memcpy(at, &first, 4);
    memcpy(at + count - 4, &last, 4);
    return true;
}

/* Copies what stands for itself, up to the first byte that does not; `at` has room for all. */
static char *copy_plain(char *at, const char **from, const char *end, bool ascii)
{
    const char *byte = *from;
    size_t count;
    while (!ascii && (count = (size_t)(end - byte)) >= 4) {
        count = count < 8 ? count : 8;
        if (!few_copy(at, byte, count))
            break;
        byte += count;
        at += count;
    }
    for (; byte < end && is_plain(*byte, ascii); byte++)
        *at++ = *byte;
    *from = byte;
    return at;
}

static void write_quoted(struct text *out, struct slice string, bool ascii)
{
    const char *at = string.at, *end = string.at + string.length;
    text_add_char(out, '"');
    for (;;) {
        char *to = text_reserve(out, (size_t)(end - at));
        out->length += (size_t)(copy_plain(to, &at, end, ascii) - to);
        if (at == end)
            break;
        if ((unsigned char)*at < 0x7F)
            escape(out, (unsigned char)*at++);
        else
            escape_code_point(out, utf8_next(&at, end));
    }
    text_add_char(out, '"');
}

/* ---- the writer ---- */

static void new_line(struct json_writer *writer)
{
    if (!writer->indented)
        return;
    static const char line[33] = "\n                               ";
    size_t length = 1 + 2 * (size_t)writer->depth, room = length < 32 ? 32 : length;
    char *end = text_reserve(writer->out, room);
    memcpy(end, line, 32); /* of one size, in line: most lines are not indented further */
    if (length > 32)
        memset(end + 32, ' ', length - 32);
    end[length] = '\0';
    writer->out->length += length;
}

/* What stands before any value: a comma after the last one, a new line. */
static void begin_value(struct json_writer *writer)
{
    if (writer->after_key) {
        writer->after_key = false;
        return;
    }
    if (writer->after_value)
        text_add_char(writer->out, ',');
    if (writer->depth)
        new_line(writer);
}

static void begin_container(struct json_writer *writer, char bracket)
{
    begin_value(writer);
    text_add_char(writer->out, bracket);
    writer->depth++;
    writer->after_value = false;
}

static void end_container(struct json_writer *writer, char bracket)
{
    writer->depth--;
    if (writer->after_value)
        new_line(writer);
    text_add_char(writer->out, bracket);
    writer->after_value = true;
}

void json_write_begin_object(struct json_writer *writer)
{
    begin_container(writer, '{');
}

void json_write_end_object(struct json_writer *writer)
{
    end_container(writer, '}');
}

void json_write_begin_array(struct json_writer *writer)
{
    begin_container(writer, '[');
}

void json_write_end_array(struct json_writer *writer)
{
    end_container(writer, ']');
}

void json_write_key_slice(struct json_writer *writer, struct slice key)
{
    begin_value(writer);
    write_quoted(writer->out, key, writer->ascii);
    text_add_char(writer->out, ':');
    if (writer->indented)
        text_add_char(writer->out, ' ');
    writer->after_key = true;
}

void json_write_key(struct json_writer *writer, const char *key)
{
    json_write_key_slice(writer, slice_of(key));
}

void json_write_raw(struct json_writer *writer, struct slice json)
{
    begin_value(writer);
    text_add_slice(writer->out, json);
    writer->after_value = true;
}

void json_write_slice(struct json_writer *writer, struct slice string)
{
    struct text masked = {0};
    if (writer->mask != NULL) {
        writer->mask(&masked, string);
        string = text_slice(&masked);
    }
    begin_value(writer);
    write_quoted(writer->out, string, writer->ascii);
    writer->after_value = true;
    text_free(&masked);
}

void json_write_string(struct json_writer *writer, const char *string)
{
    if (string)
        json_write_slice(writer, slice_of(string));
    else
        json_write_null(writer);
}

void json_write_number(struct json_writer *writer, uint64_t number)
{
    char digits[20];
    size_t count = 0;
    begin_value(writer);
    do
        digits[sizeof digits - ++count] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    text_add_bytes(writer->out, digits + sizeof digits - count, count);
    writer->after_value = true;
}

void json_write_bool(struct json_writer *writer, bool value)
{
    json_write_raw(writer, slice_of(value ? "true" : "false"));
}

void json_write_null(struct json_writer *writer)
{
    json_write_raw(writer, slice_of("null"));
}

static void write_members(struct json_writer *writer, const struct json *value)
{
    json_write_begin_object(writer);
    for (uint32_t i = 0; i < value->count; i++) {
        json_write_key_slice(writer, json_text(&value->members[i].key));
        json_write_value(writer, &value->members[i].value);
    }
    json_write_end_object(writer);
}

static void write_items(struct json_writer *writer, const struct json *value)
{
    json_write_begin_array(writer);
    for (uint32_t i = 0; i < value->count; i++)
        json_write_value(writer, &value->items[i]);
    json_write_end_array(writer);
}

void json_write_value(struct json_writer *writer, const struct json *value)
{
    switch ((enum json_type)value->type) {
    case JSON_NULL:
        json_write_null(writer);
        break;
    case JSON_FALSE:
    case JSON_TRUE:
        json_write_bool(writer, value->type == JSON_TRUE);
        break;
    case JSON_NUMBER:
        json_write_raw(writer, json_text(value));
        break;
    case JSON_STRING:
        json_write_slice(writer, json_text(value));
        break;
    case JSON_ARRAY:
        write_items(writer, value);
        break;
    case JSON_OBJECT:
        write_members(writer, value);
        break;
    }
}

void json_write_field(struct json_writer *writer, const char *key, const char *string)
{
    if (!string)
        return;
    json_write_key(writer, key);
    json_write_string(writer, string);
}

void json_write_count(struct json_writer *writer, const char *key, uint64_t number)
{
    json_write_key(writer, key);
    json_write_number(writer, number);
}

/* ---- canonical form ---- */

static int by_key(const void *a, const void *b)
{
    const struct json_member *left = *(const struct json_member *const *)a;
    const struct json_member *right = *(const struct json_member *const *)b;
    return slice_compare(json_text(&left->key), json_text(&right->key));
}

static void canonical_members(struct text *out, const struct json *value)
{
    const struct json_member **sorted = malloc((value->count + 1) * sizeof(*sorted));
    if (!sorted)
        memory_exhausted();
    for (uint32_t i = 0; i < value->count; i++)
        sorted[i] = &value->members[i];
    qsort(sorted, value->count, sizeof *sorted, by_key);
    text_add_char(out, '{');
    for (uint32_t i = 0; i < value->count; i++) {
        if (i)
            text_add_char(out, ',');
        write_quoted(out, json_text(&sorted[i]->key), false);
        text_add_char(out, ':');
        json_write_canonical(out, &sorted[i]->value);
    }
    text_add_char(out, '}');
    free(sorted);
}

static void canonical_items(struct text *out, const struct json *value)
{
    text_add_char(out, '[');
    for (uint32_t i = 0; i < value->count; i++) {
        if (i)
            text_add_char(out, ',');
        json_write_canonical(out, &value->items[i]);
    }
    text_add_char(out, ']');
}

void json_write_canonical(struct text *out, const struct json *value)
{
    struct json_writer writer = {.out = out};
    switch ((enum json_type)value->type) {
    case JSON_NUMBER:
        decimal_canonical(json_text(value), out);
        break;
    case JSON_ARRAY:
        canonical_items(out, value);
        break;
    case JSON_OBJECT:
        canonical_members(out, value);
        break;
    default:
        json_write_value(&writer, value);
        break;
    }
}

/* ---- the layout of the workspace's files ---- */

static void indent(struct text *out, unsigned depth)
{
    text_add_char(out, '\n');
    for (unsigned i = 0; i < depth; i++)
        text_add(out, "  ");
}

static bool is_container(const struct json *value)
{
    return value->type == JSON_ARRAY || value->type == JSON_OBJECT;
}

/* Columns of the line that is being written. */
static size_t line_width(const struct text *out)
{
    const char *break_ = out->length ? memrchr(out->at, '\n', out->length) : NULL;
    const char *begin = break_ ? break_ + 1 : text_slice(out).at;
    return utf8_width((struct slice){begin, (size_t)(text_slice(out).at + out->length - begin)});
}

static void scalar(struct text *out, const struct json *value)
{
    struct json_writer writer = {.out = out};
    json_write_value(&writer, value);
}

/* Writes a list of scalars on the line; false, with nothing written, when it does not fit or holds
 * containers. */
static bool on_one_line(struct text *out, const struct json *list)
{
    size_t before = out->length;
    text_add_char(out, '[');
    bool fits = true;
    for (uint32_t i = 0; fits && i < list->count; i++) {
        if (i)
            text_add(out, ", ");
        fits = !is_container(&list->items[i]);
        if (fits)
            scalar(out, &list->items[i]);
    }
    text_add_char(out, ']');
    fits = fits && line_width(out) <= LAYOUT_COLUMNS;
    if (!fits) {
        out->length = before;
        out->at[before] = '\0';
    }
    return fits;
}

static void lay_out(struct text *out, const struct json *value, unsigned depth);

static void lay_out_list(struct text *out, const struct json *list, unsigned depth)
{
    if (on_one_line(out, list))
        return;
    text_add_char(out, '[');
    for (uint32_t i = 0; i < list->count; i++) {
        indent(out, depth + 1);
        lay_out(out, &list->items[i], depth + 1);
        if (i + 1 < list->count)
            text_add_char(out, ',');
    }
    indent(out, depth);
    text_add_char(out, ']');
}

static void lay_out_object(struct text *out, const struct json *object, unsigned depth)
{
    text_add_char(out, '{');
    for (uint32_t i = 0; i < object->count; i++) {
        indent(out, depth + 1);
        write_quoted(out, json_text(&object->members[i].key), false);
        text_add(out, ": ");
        lay_out(out, &object->members[i].value, depth + 1);
        if (i + 1 < object->count)
            text_add_char(out, ',');
    }
    if (object->count)
        indent(out, depth);
    text_add_char(out, '}');
}

static void lay_out(struct text *out, const struct json *value, unsigned depth)
{
    if (value->type == JSON_ARRAY)
        lay_out_list(out, value, depth);
    else if (value->type == JSON_OBJECT)
        lay_out_object(out, value, depth);
    else
        scalar(out, value);
}

void json_write_layout(struct text *out, const struct json *value)
{
    lay_out(out, value, 0);
    text_add_char(out, '\n');
}
