#include "publisher/value.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/hash.h"
#include "base/json_write.h"

static const struct slice missing = {"", 0};

static struct json text_value(struct slice text)
{
    return (struct json){.type = JSON_STRING, .count = (uint32_t)text.length, .at = text.at};
}

static struct slice canonical_text(struct arena *arena, struct slice string)
{
    if (string.length == 0)
        return missing;
    struct json value = text_value(string);
    struct text out = {0};
    json_write_canonical(&out, &value);
    return text_keep(arena, &out);
}

/* A number or boolean as the text that a portal makes of it; else the canonical JSON. */
static struct slice scalar_text(struct arena *arena, const struct json *value)
{
    struct text out = {0};
    if (value->type == JSON_STRING)
        return json_text(value);
    if (value->type == JSON_NUMBER)
        decimal_canonical(json_text(value), &out);
    else
        json_write_canonical(&out, value);
    return text_keep(arena, &out);
}

static int compare_slices(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static struct slice canonical_list(struct arena *arena, const struct json *value)
{
    size_t count = value->type == JSON_ARRAY ? value->count : 1;
    const struct json *items = value->type == JSON_ARRAY ? value->items : value;
    struct slice *sorted = arena_array(arena, count, sizeof *sorted);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        sorted[kept] = canonical_text(arena, scalar_text(arena, &items[i]));
        kept += sorted[kept].length > 0;
    }
    if (kept == 0)
        return missing;
    qsort(sorted, kept, sizeof *sorted, compare_slices);
    struct text out = {0};
    for (size_t i = 0; i < kept; i++) {
        if (i > 0 && slice_equal(sorted[i], sorted[i - 1]))
            continue;
        text_add(&out, out.length == 0 ? "[" : ",");
        text_add_slice(&out, sorted[i]);
    }
    text_add(&out, "]");
    return text_keep(arena, &out);
}

static struct slice capital_text(struct arena *arena, struct slice text)
{
    char *copy = slice_copy(arena, text);
    for (size_t i = 0; i < text.length; i++)
        if (copy[i] >= 'a' && copy[i] <= 'z')
            copy[i] = (char)(copy[i] - 'a' + 'A');
    return (struct slice){copy, text.length};
}

static struct slice canonical_any(struct arena *arena, const struct json *value)
{
    bool empty = (value->type == JSON_STRING || value->type == JSON_ARRAY || value->type == JSON_OBJECT) &&
                 value->count == 0;
    if (empty)
        return missing;
    struct text out = {0};
    json_write_canonical(&out, value);
    return text_keep(arena, &out);
}

struct slice value_canonical(struct arena *arena, enum value_class class, const struct json *value)
{
    if (class == VALUE_BOOLEAN)
        return slice_of(json_is(value, JSON_TRUE) ? "true" : "false");
    if (value == NULL || value->type == JSON_NULL)
        return missing;
    switch (class) {
    case VALUE_LIST:
        return canonical_list(arena, value);
    case VALUE_ANY:
        return canonical_any(arena, value);
    case VALUE_CAPITAL:
        return canonical_text(arena, capital_text(arena, scalar_text(arena, value)));
    default:
        return canonical_text(arena, scalar_text(arena, value));
    }
}

struct slice value_canonical_text(struct arena *arena, enum value_class class, struct slice text)
{
    struct json parsed;
    const struct json_fault *faults;
    bool structured = text.length > 0 && (*text.at == '[' || *text.at == '{');
    if ((class == VALUE_LIST || class == VALUE_ANY) && structured && json_read(arena, text, &parsed, &faults))
        return value_canonical(arena, class, &parsed);
    struct json value = text_value(text);
    return value_canonical(arena, class, &value);
}

void value_digest(struct slice canonical, char hex[static DIGEST_HEX_BYTES])
{
    char whole[HASH_HEX_BYTES];
    hex[0] = '\0';
    if (canonical.length == 0)
        return;
    hash_slice(canonical, whole);
    memcpy(hex, whole, DIGEST_HEX_BYTES - 1);
    hex[DIGEST_HEX_BYTES - 1] = '\0';
}
