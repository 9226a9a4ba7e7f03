#include "metadata/pointer.h"

#include <string.h>

#include "base/arena.h"

bool pointer_token(struct slice *pointer, struct slice *token)
{
    if (pointer->length == 0 || pointer->at[0] != '/')
        return false;
    const char *begin = pointer->at + 1;
    size_t left = pointer->length - 1;
    const char *end = memchr(begin, '/', left);
    token->at = begin;
    token->length = end != NULL ? (size_t)(end - begin) : left;
    pointer->at = begin + token->length;
    pointer->length = left - token->length;
    return true;
}

/* False when "~" stands before anything else than 0 or 1. */
static bool token_unescape(struct arena *arena, struct slice token, struct slice *key)
{
    *key = token;
    if (memchr(token.at, '~', token.length) == NULL)
        return true;
    char *out = arena_take(arena, token.length);
    size_t length = 0;
    for (size_t i = 0; i < token.length; i++) {
        char c = token.at[i];
        if (c == '~') {
            char escaped = ++i < token.length ? token.at[i] : '\0';
            if (escaped != '0' && escaped != '1')
                return false;
            c = escaped == '1' ? '/' : '~';
        }
        out[length++] = c;
    }
    *key = (struct slice){out, length};
    return true;
}

static const struct json *element_at(const struct json *list, struct slice token)
{
    size_t index = 0;
    if (token.length == 0 || token.length > 9 || (token.length > 1 && token.at[0] == '0'))
        return NULL;
    for (size_t i = 0; i < token.length; i++) {
        if (token.at[i] < '0' || token.at[i] > '9')
            return NULL;
        index = index * 10 + (size_t)(token.at[i] - '0');
    }
    return index < list->count ? &list->items[index] : NULL;
}

const struct json *pointer_step(struct arena *arena, const struct json *value, struct slice token)
{
    if (json_is(value, JSON_ARRAY))
        return element_at(value, token);
    struct slice key;
    return token_unescape(arena, token, &key) ? json_get_slice(value, key) : NULL;
}

static void add_token(struct pointer_way *way, struct text *out, struct slice token)
{
    text_add_char(out, '/');
    for (size_t i = 0; i < token.length; i++) {
        if (token.at[i] == '~')
            text_add(out, "~0");
        else if (token.at[i] == '/')
            text_add(out, "~1");
        else if (token.at[i] == '\0')
            text_add_shown(out, (struct slice){token.at + i, 1});
        else
            text_add_char(out, token.at[i]);
    }
    if (way->count < sizeof way->tokens / sizeof way->tokens[0])
        way->tokens[way->count] = token;
    way->count++;
}

static bool holds(const struct json *value, uint32_t offset)
{
    return value->offset <= offset && offset < value->end;
}

static uint32_t part_offset(const struct json *value, uint32_t at)
{
    return value->type == JSON_ARRAY ? value->items[at].offset : value->members[at].key.offset;
}

/* The last part that begins at `offset` or before: parts stand in file order. */
static uint32_t part_before(const struct json *value, uint32_t offset)
{
    uint32_t low = 0, high = value->count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (part_offset(value, middle) <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The element or member of `value` in which `offset` lies, with its token; NULL when there is none. */
static const struct json *part_at(struct arena *arena, const struct json *value, uint32_t offset,
                                  struct slice *token)
{
    if ((value->type != JSON_ARRAY && value->type != JSON_OBJECT) || value->count == 0)
        return NULL;
    uint32_t at = part_before(value, offset);
    if (value->type == JSON_ARRAY) {
        *token = slice_of(arena_format(arena, "%u", at));
        return holds(&value->items[at], offset) ? &value->items[at] : NULL;
    }
    const struct json_member *member = &value->members[at];
    *token = json_text(&member->key);
    if (holds(&member->key, offset))
        return &member->key;
    return holds(&member->value, offset) ? &member->value : NULL;
}

struct pointer_way pointer_to(struct arena *arena, const struct json *root, uint32_t offset)
{
    struct pointer_way way = {0};
    struct text out = {0};
    struct slice token;
    const struct json *value = root;
    while (value != NULL && value->offset != offset) {
        value = part_at(arena, value, offset, &token);
        if (value != NULL)
            add_token(&way, &out, token);
    }
    way.text = arena_copy(arena, out.at == NULL ? "" : out.at, out.length);
    text_free(&out);
    return way;
}
