#include "portal/html.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"

static const char *entity_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_escape(struct text *out, struct slice text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        const char *entity = entity_of(c);
        bool control = ((unsigned char)c < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
        if (entity != NULL)
            text_add(out, entity);
        else if (!control)
            text_add_char(out, c);
    }
}

void html_format(struct text *out, const char *markup, ...)
{
    va_list list;
    va_start(list, markup);
    for (const char *at = markup; *at != 0; at++) {
        if (at[0] == '%' && at[1] == 's') {
            html_escape(out, slice_of(va_arg(list, const char *)));
            at++;
        } else {
            text_add_char(out, *at);
        }
    }
    va_end(list);
}

const char *html_url_part(struct arena *arena, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";
    char *coded = arena_alloc(arena, strlen(text) * 3 + 1);
    char *end = coded;
    for (const char *at = text; *at != 0; at++) {
        unsigned char c = (unsigned char)*at;
        if (isalnum(c) || strchr("-_.~", c) != NULL) {
            *end++ = *at;
            continue;
        }
        *end++ = '%';
        *end++ = digits[c >> 4];
        *end++ = digits[c & 15];
    }
    return coded;
}

bool html_url_is_safe(struct slice url)
{
    static const char *const schemes[] = {"http://", "https://", "mailto:"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t length = strlen(schemes[i]);
        if (url.length > length && strncasecmp(url.at, schemes[i], length) == 0)
            return true;
    }
    return false;
}
