#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

bool slice_equal(struct slice a, struct slice b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

bool slice_equals(struct slice slice, const char *string)
{
    return slice_equal(slice, slice_of(string));
}

bool slice_starts(struct slice slice, const char *prefix)
{
    size_t length = strlen(prefix);
    return slice.length >= length && slice_equal((struct slice){slice.at, length}, slice_of(prefix));
}

bool slice_ends(struct slice slice, const char *suffix)
{
    size_t length = strlen(suffix);
    if (slice.length < length)
        return false;
    return slice_equal((struct slice){slice.at + (slice.length - length), length}, slice_of(suffix));
}

int slice_compare(struct slice a, struct slice b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter ? memcmp(a.at, b.at, shorter) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct slice slice_trim(struct slice slice)
{
    while (slice.length && is_blank(slice.at[slice.length - 1]))
        slice.length--;
    while (slice.length && is_blank(slice.at[0]))
        slice.at++, slice.length--;
    return slice;
}

char *slice_copy(struct arena *arena, struct slice slice)
{
    return arena_copy(arena, slice.at, slice.length);
}

char *slice_shown(struct arena *arena, struct slice slice)
{
    struct text text = {0};
    text_add_shown(&text, slice);
    char *shown = slice_copy(arena, text_slice(&text));
    text_free(&text);
    return shown;
}

void text_widen(struct text *text, size_t bytes)
{
    if (bytes > SIZE_MAX / 2 - text->length)
        memory_exhausted();
    size_t needed = text->length + bytes + 1;
    size_t room = text->room ? text->room * 2 : 64;
    while (room < needed)
        room *= 2;
    char *at = realloc(text->at, room);
    if (!at)
        memory_exhausted();
    text->at = at;
    text->room = room;
}

void text_add_bytes(struct text *text, const void *at, size_t length)
{
    char *end = text_reserve(text, length);
    if (length)
        memcpy(end, at, length);
    text->length += length;
    text->at[text->length] = '\0';
}

void text_add_slice(struct text *text, struct slice slice)
{
    text_add_bytes(text, slice.at, slice.length);
}

void text_format_list(struct text *text, const char *format, va_list list)
{
    va_list again;
    va_copy(again, list);
    char *end = text_reserve(text, 64); /* most are short */
    size_t room = text->room - text->length;
    int length = vsnprintf(end, room, format, again);
    va_end(again);
    if (length < 0)
        memory_exhausted();
    if ((size_t)length >= room)
        vsnprintf(text_reserve(text, (size_t)length), (size_t)length + 1, format, list);
    text->length += (size_t)length;
}

void text_add_count(struct text *text, uint64_t count)
{
    if (count >= 1000) {
        text_add_count(text, count / 1000);
        text_format(text, ",%03u", (unsigned)(count % 1000));
    } else {
        text_format(text, "%u", (unsigned)count);
    }
}

void text_format(struct text *text, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    text_format_list(text, format, list);
    va_end(list);
}

struct slice text_slice(const struct text *text)
{
    return (struct slice){text->at ? text->at : "", text->length};
}

struct slice text_keep(struct arena *arena, struct text *text)
{
    struct slice kept = {arena_copy(arena, text->length > 0 ? text->at : "", text->length), text->length};
    text_free(text);
    return kept;
}

void text_clear(struct text *text)
{
    text->length = 0;
    if (text->at)
        text->at[0] = '\0';
}

void text_free(struct text *text)
{
    free(text->at);
    *text = (struct text){0};
}

void text_add_shown(struct text *text, struct slice slice)
{
    static const char instead[] = "\xEF\xBF\xBD";
    const char *at = slice.at, *end = slice.at + slice.length, *nul;
    for (; at < end && (nul = memchr(at, '\0', (size_t)(end - at))) != NULL; at = nul + 1) {
        text_add_bytes(text, at, (size_t)(nul - at));
        text_add(text, instead);
    }
    text_add_bytes(text, at, (size_t)(end - at));
}
