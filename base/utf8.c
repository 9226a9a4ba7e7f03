#include "base/utf8.h"

#include <string.h>
#include <utf8proc.h>

/* Length of the valid sequence that begins at `at`, 0 when there is none. Thai is U+0E00 to U+0E7F: always
 * three bytes that begin with E0 B8 or E0 B9, so that case comes first. */
static size_t sequence(const unsigned char *at, size_t left)
{
    unsigned char first = at[0];
    if (first == 0xE0 && left >= 3 && (at[1] & 0xE0) == 0xA0 && (at[2] & 0xC0) == 0x80)
        return 3;
    if (first < 0x80)
        return 1;
    if (first < 0xC2 || left < 2 || (at[1] & 0xC0) != 0x80)
        return 0;
    if (first < 0xE0)
        return 2;
    if (left < 3 || (at[2] & 0xC0) != 0x80)
        return 0;
    if (first < 0xF0) {
        bool surrogate = first == 0xED && at[1] >= 0xA0;
        return first == 0xE0 || surrogate ? 0 : 3; /* E0 that did not pass above is overlong */
    }
    if (left < 4 || (at[3] & 0xC0) != 0x80 || first > 0xF4)
        return 0;
    bool overlong = first == 0xF0 && at[1] < 0x90;
    bool too_high = first == 0xF4 && at[1] >= 0x90;
    return overlong || too_high ? 0 : 4;
}

size_t utf8_check(const char *at, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)at;
    size_t i = 0;
    while (i < length) {
        uint64_t eight;
        if (bytes[i] < 0x80 && length - i >= 8) {
            memcpy(&eight, bytes + i, 8);
            if ((eight & 0x8080808080808080u) == 0) {
                i += 8;
                continue;
            }
        }
        size_t step = sequence(bytes + i, length - i);
        if (step == 0)
            return i;
        i += step;
    }
    return length;
}

uint32_t utf8_next(const char **at, const char *end)
{
    const unsigned char *bytes = (const unsigned char *)*at;
    size_t step = sequence(bytes, (size_t)(end - *at));
    *at += step ? step : 1;
    switch (step) {
    case 1:
        return bytes[0];
    case 2:
        return (uint32_t)(bytes[0] & 0x1F) << 6 | (bytes[1] & 0x3Fu);
    case 3:
        return (uint32_t)(bytes[0] & 0x0F) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
    case 4:
        return (uint32_t)(bytes[0] & 0x07) << 18 | (bytes[1] & 0x3Fu) << 12 | (bytes[2] & 0x3Fu) << 6 |
               (bytes[3] & 0x3Fu);
    default:
        return 0xFFFD;
    }
}

size_t utf8_put(char out[static 4], uint32_t code_point)
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xC0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3F));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xE0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code_point & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code_point & 0x3F));
    return 4;
}

size_t utf8_count(struct slice slice)
{
    size_t count = 0;
    for (size_t i = 0; i < slice.length; i++)
        count += ((unsigned char)slice.at[i] & 0xC0) != 0x80;
    return count;
}

static size_t width_of(uint32_t code_point)
{
    if (code_point == 0x0E33) /* sara am is drawn in a column of its own, whatever its cluster */
        return 1;
    int width = utf8proc_charwidth((utf8proc_int32_t)code_point);
    return width > 0 ? (size_t)width : 0;
}

size_t utf8_width(struct slice slice)
{
    const char *at = slice.at, *end = slice.at + slice.length;
    size_t width = 0;
    while (at < end)
        width += width_of(utf8_next(&at, end));
    return width;
}

struct slice utf8_cut(struct slice slice, size_t columns)
{
    const char *at = slice.at, *end = slice.at + slice.length;
    size_t fits = 0, width = 0;
    utf8proc_int32_t state = 0, before = -1;
    while (at < end) {
        size_t offset = (size_t)(at - slice.at);
        utf8proc_int32_t code_point = (utf8proc_int32_t)utf8_next(&at, end);
        if (before >= 0 && utf8proc_grapheme_break_stateful(before, code_point, &state))
            fits = offset;
        width += width_of((uint32_t)code_point);
        if (width > columns)
            return (struct slice){slice.at, fits};
        before = code_point;
    }
    return slice;
}
