/* What points at something: UUIDs, JSON pointers, templates of URIs. */
#include "metadata/format_parts.h"

#include <string.h>

#include "base/utf8.h"
#include "metadata/uri.h"

static struct slice from(struct slice text, size_t at)
{
    return (struct slice){text.at + at, text.length - at};
}

/* RFC 4122. */
FORMAT(uuid_valid)
{
    (void)scratch;
    if (text.length != 36)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
        if (hyphen ? text.at[i] != '-' : !is_hex(text.at[i]))
            return false;
    }
    return true;
}

/* RFC 6901 3. */
FORMAT(json_pointer_valid)
{
    (void)scratch;
    if (text.length > 0 && text.at[0] != '/')
        return false;
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] == '~' && (i + 1 == text.length || (text.at[i + 1] != '0' && text.at[i + 1] != '1')))
            return false;
    return true;
}

/* Bytes of a number without leading zeros; 0 when there is none. */
static size_t number_length(struct slice text)
{
    size_t length = 0;
    while (length < text.length && is_digit(text.at[length]))
        length++;
    return length > 1 && text.at[0] == '0' ? 0 : length;
}

/* draft-bhutton-relative-json-pointer-00, 3: steps up, perhaps a shift of the index, then a pointer or "#".
 */
FORMAT(relative_json_pointer_valid)
{
    size_t up = number_length(text);
    if (up == 0)
        return false;
    text = from(text, up);
    if (text.length > 0 && (text.at[0] == '+' || text.at[0] == '-')) {
        size_t shift = number_length(from(text, 1));
        if (shift == 0 || text.at[1] == '0')
            return false;
        text = from(text, 1 + shift);
    }
    return slice_equals(text, "#") || json_pointer_valid(text, scratch);
}

/* ---- RFC 6570 2 ---- */

/* Bytes of one character of a variable's name; 0 when there is none. */
static size_t name_character(struct slice text)
{
    if (text.length >= 3 && text.at[0] == '%' && is_hex(text.at[1]) && is_hex(text.at[2]))
        return 3;
    char c = text.length > 0 ? text.at[0] : '\0';
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ? 1 : 0;
}

/* Takes a name with its modifier off; false when there is none. */
static bool variable_take(struct slice *text)
{
    size_t length = name_character(*text);
    if (length == 0)
        return false;
    while (length > 0) {
        *text = from(*text, length);
        bool dot = text->length > 0 && text->at[0] == '.';
        length = name_character(from(*text, dot ? 1 : 0));
        if (dot && length == 0)
            return false;
        length += dot ? 1 : 0;
    }
    if (text->length > 0 && text->at[0] == '*') {
        *text = from(*text, 1);
        return true;
    }
    if (text->length == 0 || text->at[0] != ':')
        return true;
    size_t digits = number_length(from(*text, 1));
    bool good = digits >= 1 && digits <= 4 && text->at[1] != '0';
    *text = from(*text, 1 + digits);
    return good;
}

/* An expression behind its brace, to the end of it. */
static bool expression_take(struct slice *text)
{
    if (text->length > 0 && text->at[0] != '\0' && strchr("+#./;?&=,!@|", text->at[0]) != NULL)
        *text = from(*text, 1);
    while (variable_take(text)) {
        char c = text->length > 0 ? text->at[0] : '\0';
        if (c != ',' && c != '}')
            return false;
        *text = from(*text, 1);
        if (c == '}')
            return true;
    }
    return false;
}

/* A character that stands for itself. */
static bool literal_take(struct slice *text)
{
    const char *at = text->at, *end = text->at + text->length;
    if (*at == '%' && name_character(*text) == 3) {
        *text = from(*text, 3);
        return true;
    }
    uint32_t point = utf8_next(&at, end);
    *text = from(*text, (size_t)(at - text->at));
    if (point >= 0x80)
        return character_is_international(point, true);
    return point > ' ' && point < 0x7f && strchr("\"%<>\\^`{|}", (int)point) == NULL;
}

FORMAT(uri_template_valid)
{
    (void)scratch;
    while (text.length > 0) {
        bool expression = text.at[0] == '{';
        if (expression)
            text = from(text, 1);
        if (!(expression ? expression_take(&text) : literal_take(&text)))
            return false;
    }
    return true;
}
