#include "metadata/pattern_simple.h"

#include <string.h>

struct reader {
    const char *at;
    const char *end;
};

static bool next_is(const struct reader *reader, char c)
{
    return reader->at < reader->end && *reader->at == c;
}

static void set_add(struct simple_item *item, unsigned char from, unsigned char to)
{
    for (unsigned c = from; c <= to; c++)
        item->set[c / 64] |= UINT64_C(1) << c % 64;
}

static bool set_has(const struct simple_item *item, unsigned char c)
{
    return c < 128 && (item->set[c / 64] >> c % 64 & 1) != 0;
}

static bool is_punctuation(char c)
{
    return c > ' ' && c < 0x7f && strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", c) != NULL;
}

/* An escape that stands for a class, or for the punctuation mark itself; `at` is behind the backslash. */
static bool escape_read(struct reader *reader, struct simple_item *item)
{
    if (reader->at == reader->end)
        return false;
    char c = *reader->at++;
    if (c == 'd' || c == 'w')
        set_add(item, '0', '9');
    if (c == 'w') {
        set_add(item, 'a', 'z');
        set_add(item, 'A', 'Z');
        set_add(item, '_', '_');
    }
    if (is_punctuation(c))
        set_add(item, (unsigned char)c, (unsigned char)c);
    return c == 'd' || c == 'w' || is_punctuation(c);
}

static bool is_plain(char c)
{
    return c >= ' ' && c < 0x7f;
}

/* Behind the opening bracket. A class with an escape at either end of a range is left to the engine. */
static bool class_read(struct reader *reader, struct simple_item *item)
{
    if (next_is(reader, '^') || next_is(reader, ']'))
        return false;
    while (reader->at < reader->end && *reader->at != ']') {
        char from = *reader->at++;
        if (from == '\\') {
            if (!escape_read(reader, item))
                return false;
            if (next_is(reader, '-') && (reader->at + 1 == reader->end || reader->at[1] != ']'))
                return false;
            continue;
        }
        char to = from;
        if (next_is(reader, '-') && reader->at + 1 < reader->end && reader->at[1] != ']') {
            to = reader->at[1];
            reader->at += 2;
        }
        if (!is_plain(from) || !is_plain(to) || to == '\\' || to < from)
            return false;
        set_add(item, (unsigned char)from, (unsigned char)to);
    }
    return reader->at++ < reader->end;
}

static bool character_read(struct reader *reader, struct simple_item *item)
{
    char c = *reader->at++;
    if (c == '\\')
        return escape_read(reader, item);
    if (c == '[')
        return class_read(reader, item);
    if (!is_plain(c) || strchr("^$.*+?()]{}|", c) != NULL)
        return false;
    set_add(item, (unsigned char)c, (unsigned char)c);
    return true;
}

static bool number_read(struct reader *reader, uint32_t *number)
{
    const char *begin = reader->at;
    for (*number = 0; reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9'; reader->at++)
        *number = *number < 100000 ? *number * 10 + (uint32_t)(*reader->at - '0') : *number;
    return reader->at > begin && *number < 65536;
}

static bool braces_read(struct reader *reader, struct simple_item *item)
{
    if (!number_read(reader, &item->least))
        return false;
    item->most = item->least;
    if (next_is(reader, ',')) {
        reader->at++;
        item->most = UINT32_MAX;
        if (!next_is(reader, '}') && !number_read(reader, &item->most))
            return false;
    }
    return next_is(reader, '}') && reader->at++ && item->least <= item->most;
}

static bool count_read(struct reader *reader, struct simple_item *item)
{
    item->least = item->most = 1;
    if (reader->at == reader->end || strchr("*+?{", *reader->at) == NULL)
        return true;
    char c = *reader->at++;
    if (c == '{' && !braces_read(reader, item))
        return false;
    if (c != '{') {
        item->least = c == '+' ? 1 : 0;
        item->most = c == '?' ? 1 : UINT32_MAX;
    }
    return !next_is(reader, '?'); /* lazy */
}

/* No going back: an open count must be ended by what follows. */
static bool is_determined(const struct simple_pattern *pattern)
{
    for (size_t i = 0; i + 1 < pattern->count; i++) {
        const struct simple_item *item = &pattern->items[i], *next = item + 1;
        bool open = item->least != item->most;
        if (open &&
            (next->least == 0 || (item->set[0] & next->set[0]) != 0 || (item->set[1] & next->set[1]) != 0))
            return false;
    }
    return true;
}

bool simple_pattern_read(struct slice text, struct simple_pattern *pattern)
{
    struct reader reader = {.at = text.at, .end = text.at + text.length};
    *pattern = (struct simple_pattern){0};
    if (!next_is(&reader, '^') || memchr(text.at, '\0', text.length) != NULL)
        return false;
    reader.at++;
    while (reader.at < reader.end) {
        if (next_is(&reader, '$') && reader.at + 1 == reader.end) {
            pattern->to_the_end = true;
            break;
        }
        struct simple_item *item = &pattern->items[pattern->count % SIMPLE_ITEMS];
        if (pattern->count == SIMPLE_ITEMS || !character_read(&reader, item) || !count_read(&reader, item))
            return false;
        pattern->count++;
    }
    return is_determined(pattern);
}

bool simple_pattern_match(const struct simple_pattern *pattern, struct slice subject)
{
    size_t at = 0;
    for (size_t i = 0; i < pattern->count; i++) {
        const struct simple_item *item = &pattern->items[i];
        size_t begin = at;
        while (at < subject.length && at - begin < item->most && set_has(item, (unsigned char)subject.at[at]))
            at++;
        if (at - begin < item->least)
            return false;
    }
    return !pattern->to_the_end || at == subject.length;
}
