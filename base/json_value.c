/* Asking what was read. */
#include "base/json.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/json_members.h"
#include "base/slice_hash.h"

const struct json_member *json_member(const struct json *value, struct slice key)
{
    if (!json_is(value, JSON_OBJECT))
        return NULL;
    for (const struct json_member *member = value->members + value->count; member > value->members;) {
        member--;
        if (member->key.count == key.length && bytes_equal(member->key.at, key.at, key.length))
            return member;
    }
    return NULL;
}

const char *json_get_string(struct arena *arena, const struct json *object, const char *key)
{
    const struct json *value = json_get(object, key);
    return json_is(value, JSON_STRING) ? arena_copy(arena, value->at, value->count) : NULL;
}

bool json_get_true(const struct json *object, const char *key)
{
    return json_is(json_get(object, key), JSON_TRUE);
}

/* Up to this many members are looked for one by one; above, both objects are sorted. */
#define SEARCHED_MEMBERS 16

static bool sorted_objects_equal(const struct json *a, const struct json *b)
{
    const struct json_member **left = members_sorted(a->members, a->count),
                             **right = members_sorted(b->members, b->count);
    bool equal = true;
    for (uint32_t i = 0; i < a->count && equal; i++)
        equal = slice_equal(json_text(&left[i]->key), json_text(&right[i]->key)) &&
                json_same(&left[i]->value, &right[i]->value);
    free(left);
    free(right);
    return equal;
}

static bool objects_equal(const struct json *a, const struct json *b)
{
    if (a->count > SEARCHED_MEMBERS)
        return sorted_objects_equal(a, b);
    for (uint32_t i = 0; i < a->count; i++) {
        const struct json *other = json_get_slice(b, json_text(&a->members[i].key));
        if (!other || !json_same(&a->members[i].value, other))
            return false;
    }
    return true;
}

static bool arrays_equal(const struct json *a, const struct json *b)
{
    for (uint32_t i = 0; i < a->count; i++)
        if (!json_same(&a->items[i], &b->items[i]))
            return false;
    return true;
}

bool json_same(const struct json *a, const struct json *b)
{
    if (a->type != b->type)
        return false;
    switch ((enum json_type)a->type) {
    case JSON_NUMBER:
        return decimal_compare(json_text(a), json_text(b)) == 0;
    case JSON_STRING:
        return slice_equal(json_text(a), json_text(b));
    case JSON_ARRAY:
        return a->count == b->count && arrays_equal(a, b);
    case JSON_OBJECT:
        return a->count == b->count && objects_equal(a, b);
    default:
        return true;
    }
}
