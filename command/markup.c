#include "command/markup.h"

#include <stdarg.h>

#include "base/utf8.h"

/* First and last of the code points that nobody sees, or that turn what stands around them. */
static const uint32_t odd[][2] = {
    {0x00, 0x08},       {0x0B, 0x1F},        {0x7F, 0x9F},     {0xAD, 0xAD},     {0x34F, 0x34F},
    {0x61C, 0x61C},     {0x115F, 0x1160},    {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F},
    {0x2028, 0x202E},   {0x2060, 0x206F},    {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFC},    {0xFFFE, 0xFFFF}, {0xE000, 0xF8FF}, {0x1D173, 0x1D17A},
    {0xE0000, 0xE0FFF}, {0xF0000, 0x10FFFF},
};

static bool is_odd(uint32_t code_point)
{
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        if (code_point >= odd[i][0] && code_point <= odd[i][1])
            return true;
    return false;
}

static const char *entity_of(uint32_t code_point)
{
    return code_point == '&'    ? "&amp;"
           : code_point == '<'  ? "&lt;"
           : code_point == '>'  ? "&gt;"
           : code_point == '"'  ? "&quot;"
           : code_point == '\'' ? "&#39;"
                                : NULL;
}

void markup_add(struct text *out, struct slice text)
{
    const char *at = text.at, *end = text.at + text.length;
    while (at < end) {
        const char *first = at;
        size_t length = utf8_sequence(at, (size_t)(end - at));
        if (length == 0) {
            text_format(out, "<span class=\"odd\">%02X</span>", (unsigned)(unsigned char)*at++);
            continue;
        }
        uint32_t code_point = utf8_next(&at, end);
        const char *entity = entity_of(code_point);
        if (entity != NULL)
            text_add(out, entity);
        else if (is_odd(code_point))
            text_format(out, "<span class=\"odd\">U+%04X</span>", code_point);
        else
            text_add_bytes(out, first, (size_t)(at - first));
    }
}

void markup_format(struct text *out, const char *markup, ...)
{
    va_list list;
    va_start(list, markup);
    for (const char *at = markup; *at != '\0'; at++) {
        if (at[0] == '%' && at[1] == 's') {
            markup_add(out, slice_of(va_arg(list, const char *)));
            at++;
        } else {
            text_add_char(out, *at);
        }
    }
    va_end(list);
}

static bool has_thai(struct slice text)
{
    for (size_t i = 0; i + 1 < text.length; i++)
        if ((unsigned char)text.at[i] == 0xE0 &&
            ((unsigned char)text.at[i + 1] == 0xB8 || (unsigned char)text.at[i + 1] == 0xB9))
            return true;
    return false;
}

void markup_add_piece(struct text *out, struct slice text)
{
    text_add(out, has_thai(text) ? "<bdi lang=\"th\">" : "<bdi>");
    markup_add(out, text);
    text_add(out, "</bdi>");
}
