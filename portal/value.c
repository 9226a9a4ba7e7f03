#include "portal/value.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/json_write.h"
#include "base/utf8.h"

static struct value *value_make(struct arena *arena, enum value_type type)
{
    struct value *value = arena_alloc(arena, sizeof *value);
    value->type = type;
    return value;
}

struct value *value_null(struct arena *arena)
{
    return value_make(arena, VALUE_NULL);
}

struct value *value_bool(struct arena *arena, bool yes)
{
    return value_make(arena, yes ? VALUE_TRUE : VALUE_FALSE);
}

struct value *value_integer(struct arena *arena, int64_t number)
{
    struct value *value = value_make(arena, VALUE_NUMBER);
    value->text = slice_of(arena_format(arena, "%lld", (long long)number));
    return value;
}

/* The shortest decimal that a double reads back as itself, with Python's ".0" for whole ones. */
static struct slice double_text(struct arena *arena, struct slice text)
{
    double number = strtod(slice_copy(arena, text), NULL);
    char form[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(form, sizeof form, "%.*g", digits, number);
        double again = strtod(form, NULL);
        if (!(again < number) && !(again > number))
            break;
    }
    bool plain = strpbrk(form, ".einf") == NULL;
    return slice_of(arena_format(arena, "%s%s", form, plain ? ".0" : ""));
}

struct value *value_number(struct arena *arena, struct slice text)
{
    struct value *value = value_make(arena, VALUE_NUMBER);
    bool fraction = false;
    for (size_t i = 0; i < text.length; i++)
        fraction = fraction || text.at[i] == '.' || text.at[i] == 'e' || text.at[i] == 'E';
    value->text = fraction ? double_text(arena, text) : slice_of(slice_copy(arena, text));
    return value;
}

/* A copy; U+FFFD stands for bytes that are not UTF-8, as forms and addresses may hold. */
static struct slice clean_copy(struct arena *arena, struct slice text)
{
    size_t good = utf8_check(text.at, text.length);
    if (good == text.length)
        return (struct slice){arena_copy(arena, text.at, text.length), text.length};
    struct text out = {0};
    while (text.length > 0) {
        text_add_bytes(&out, text.at, good);
        size_t used = good < text.length ? good + 1 : good;
        if (used > good)
            text_add(&out, "\xef\xbf\xbd");
        text = (struct slice){text.at + used, text.length - used};
        good = utf8_check(text.at, text.length);
    }
    return text_keep(arena, &out);
}

struct value *value_slice(struct arena *arena, struct slice text)
{
    struct value *value = value_make(arena, VALUE_STRING);
    value->text = clean_copy(arena, text);
    return value;
}

struct value *value_string(struct arena *arena, const char *text)
{
    return text == NULL ? value_null(arena) : value_slice(arena, slice_of(text));
}

struct value *value_format(struct arena *arena, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    struct value *value = value_make(arena, VALUE_STRING);
    value->text = slice_of(arena_format_list(arena, format, list));
    va_end(list);
    return value;
}

struct value *value_list(struct arena *arena)
{
    return value_make(arena, VALUE_LIST);
}

struct value *value_object(struct arena *arena)
{
    return value_make(arena, VALUE_OBJECT);
}

struct value *value_copy(struct arena *arena, const struct value *value)
{
    struct value *copy = value_make(arena, value->type);
    if (value->type == VALUE_STRING || value->type == VALUE_NUMBER) {
        copy->text =
            (struct slice){arena_copy(arena, value->text.at, value->text.length), value->text.length};
    } else if (value->type == VALUE_LIST) {
        for (size_t i = 0; i < value->count; i++)
            value_append(arena, copy, value_copy(arena, value->items[i]));
    } else if (value->type == VALUE_OBJECT) {
        for (size_t i = 0; i < value->count; i++)
            value_set_slice(arena, copy, value->members[i].key, value_copy(arena, value->members[i].value));
    }
    return copy;
}

void value_append(struct arena *arena, struct value *list, struct value *item)
{
    list->items = arena_grow(arena, list->items, list->count, &list->room, sizeof *list->items);
    list->items[list->count++] = item;
}

void value_insert(struct arena *arena, struct value *list, size_t index, struct value *item)
{
    value_append(arena, list, item);
    for (size_t i = list->count - 1; i > index; i--)
        list->items[i] = list->items[i - 1];
    list->items[index] = item;
}

void value_drop(struct value *list, size_t index)
{
    for (size_t i = index; i + 1 < list->count; i++)
        list->items[i] = list->items[i + 1];
    list->count--;
}

static struct value_member *value_find(const struct value *object, struct slice key)
{
    if (!value_is(object, VALUE_OBJECT))
        return NULL;
    for (size_t i = 0; i < object->count; i++)
        if (slice_equal(object->members[i].key, key))
            return &object->members[i];
    return NULL;
}

void value_set_slice(struct arena *arena, struct value *object, struct slice key, struct value *value)
{
    struct value_member *member = value_find(object, key);
    if (member == NULL) {
        object->members =
            arena_grow(arena, object->members, object->count, &object->room, sizeof *object->members);
        member = &object->members[object->count++];
        member->key = clean_copy(arena, key);
    }
    member->value = value;
}

void value_set(struct arena *arena, struct value *object, const char *key, struct value *value)
{
    value_set_slice(arena, object, slice_of(key), value);
}

void value_remove_slice(struct value *object, struct slice key)
{
    const struct value_member *member = value_find(object, key);
    if (member == NULL)
        return;
    for (size_t i = (size_t)(member - object->members); i + 1 < object->count; i++)
        object->members[i] = object->members[i + 1];
    object->count--;
}

void value_remove(struct value *object, const char *key)
{
    value_remove_slice(object, slice_of(key));
}

struct value *value_get_slice(const struct value *object, struct slice key)
{
    const struct value_member *member = value_find(object, key);
    return member == NULL ? NULL : member->value;
}

struct value *value_get(const struct value *object, const char *key)
{
    return value_get_slice(object, slice_of(key));
}

const char *value_text(const struct value *value)
{
    return value_is(value, VALUE_STRING) ? value->text.at : NULL;
}

const char *value_get_text(const struct value *object, const char *key)
{
    return value_text(value_get(object, key));
}

bool value_is(const struct value *value, enum value_type type)
{
    return value != NULL && value->type == type;
}

bool value_is_null(const struct value *value)
{
    return value == NULL || value->type == VALUE_NULL;
}

bool value_is_true(const struct value *value)
{
    return value_is(value, VALUE_TRUE);
}

bool value_equals(const struct value *value, const char *text)
{
    return value_is(value, VALUE_STRING) && slice_equals(value->text, text);
}

bool value_same(const struct value *a, const struct value *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    if (a->type != b->type || a->count != b->count)
        return false;
    if (a->type == VALUE_STRING || a->type == VALUE_NUMBER)
        return slice_equal(a->text, b->text);
    for (size_t i = 0; i < a->count && a->type == VALUE_LIST; i++)
        if (!value_same(a->items[i], b->items[i]))
            return false;
    for (size_t i = 0; i < a->count && a->type == VALUE_OBJECT; i++)
        if (!value_same(a->members[i].value, value_get_slice(b, a->members[i].key)))
            return false;
    return true;
}

static bool number_is_zero(struct slice text)
{
    for (size_t i = 0; i < text.length && text.at[i] != 'e' && text.at[i] != 'E'; i++)
        if (text.at[i] >= '1' && text.at[i] <= '9')
            return false;
    return true;
}

bool value_truthy(const struct value *value)
{
    if (value == NULL)
        return false;
    switch (value->type) {
    case VALUE_NULL:
    case VALUE_FALSE:
        return false;
    case VALUE_TRUE:
        return true;
    case VALUE_NUMBER:
        return !number_is_zero(value->text);
    case VALUE_STRING:
        return value->text.length > 0;
    case VALUE_LIST:
    case VALUE_OBJECT:
        return value->count > 0;
    }
    return false;
}

static bool slice_holds_nul(struct slice text)
{
    return text.length > 0 && memchr(text.at, 0, text.length) != NULL;
}

bool value_holds_nul(const struct value *value)
{
    if (value == NULL)
        return false;
    if (value->type == VALUE_STRING)
        return slice_holds_nul(value->text);
    for (size_t i = 0; i < value->count && value->type == VALUE_LIST; i++)
        if (value_holds_nul(value->items[i]))
            return true;
    for (size_t i = 0; i < value->count && value->type == VALUE_OBJECT; i++)
        if (slice_holds_nul(value->members[i].key) || value_holds_nul(value->members[i].value))
            return true;
    return false;
}

bool value_to_integer(const struct value *value, int64_t *number)
{
    if (!value_is(value, VALUE_NUMBER) && !value_is(value, VALUE_STRING))
        return false;
    struct slice text = slice_trim(value->text);
    char *end = NULL;
    errno = 0;
    long long read = strtoll(text.at, &end, 10);
    if (text.length == 0 || errno != 0 || end != text.at + text.length)
        return false;
    *number = read;
    return true;
}

bool value_means_true(const struct value *value)
{
    static const char *const words[] = {"true", "yes", "t", "y", "1"};
    if (value_is_true(value))
        return true;
    if (!value_is(value, VALUE_STRING) && !value_is(value, VALUE_NUMBER))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(value->text.at, words[i]) == 0)
            return true;
    return false;
}

/* Python writes ", " and ": " between the parts. */
static void write_spaced(struct text *out, const struct value *value)
{
    if (value->type != VALUE_LIST && value->type != VALUE_OBJECT) {
        value_write(out, value);
        return;
    }
    text_add_char(out, value->type == VALUE_LIST ? '[' : '{');
    for (size_t i = 0; i < value->count; i++) {
        if (i > 0)
            text_add(out, ", ");
        if (value->type == VALUE_OBJECT) {
            const struct value key = {.type = VALUE_STRING, .text = value->members[i].key};
            value_write(out, &key);
            text_add(out, ": ");
        }
        write_spaced(out, value->type == VALUE_LIST ? value->items[i] : value->members[i].value);
    }
    text_add_char(out, value->type == VALUE_LIST ? ']' : '}');
}

struct slice value_as_text(struct arena *arena, const struct value *value)
{
    if (value == NULL)
        return slice_of("");
    if (value->type == VALUE_STRING)
        return value->text;
    struct text out = {0};
    write_spaced(&out, value);
    return text_keep(arena, &out);
}

static struct value *value_from(struct arena *arena, const struct json *json)
{
    switch ((enum json_type)json->type) {
    case JSON_NULL:
        return value_null(arena);
    case JSON_FALSE:
    case JSON_TRUE:
        return value_bool(arena, json->type == JSON_TRUE);
    case JSON_NUMBER:
        return value_number(arena, json_text(json));
    case JSON_STRING:
        return value_slice(arena, json_text(json));
    case JSON_ARRAY: {
        struct value *list = value_list(arena);
        for (uint32_t i = 0; i < json->count; i++)
            value_append(arena, list, value_from(arena, &json->items[i]));
        return list;
    }
    case JSON_OBJECT:
        break;
    }
    struct value *object = value_object(arena);
    for (uint32_t i = 0; i < json->count; i++)
        value_set_slice(arena, object, json_text(&json->members[i].key),
                        value_from(arena, &json->members[i].value));
    return object;
}

struct value *value_read(struct arena *arena, struct slice text, bool *surrogate)
{
    struct json root;
    const struct json_fault *faults = NULL;
    if (!json_read(arena, text, &root, &faults))
        return NULL;
    for (; faults != NULL; faults = faults->next) {
        if (faults->kind == JSON_FAULT_SURROGATE && surrogate != NULL)
            *surrogate = true;
        if (faults->kind == JSON_FAULT_NUMBER)
            return NULL;
    }
    return value_from(arena, &root);
}

static void write_value(struct json_writer *writer, const struct value *value)
{
    switch (value->type) {
    case VALUE_NULL:
        json_write_null(writer);
        break;
    case VALUE_FALSE:
    case VALUE_TRUE:
        json_write_bool(writer, value->type == VALUE_TRUE);
        break;
    case VALUE_NUMBER:
        json_write_raw(writer, value->text);
        break;
    case VALUE_STRING:
        json_write_slice(writer, value->text);
        break;
    case VALUE_LIST:
        json_write_begin_array(writer);
        for (size_t i = 0; i < value->count; i++)
            write_value(writer, value->items[i]);
        json_write_end_array(writer);
        break;
    case VALUE_OBJECT:
        json_write_begin_object(writer);
        for (size_t i = 0; i < value->count; i++) {
            json_write_key_slice(writer, value->members[i].key);
            write_value(writer, value->members[i].value);
        }
        json_write_end_object(writer);
        break;
    }
}

void value_write(struct text *out, const struct value *value)
{
    struct json_writer writer = {.out = out};
    write_value(&writer, value);
}

struct slice value_json(struct arena *arena, const struct value *value)
{
    struct text out = {0};
    value_write(&out, value);
    return text_keep(arena, &out);
}

static struct slice sort_text(const struct value *item, const char *key)
{
    const struct value *value = value_get(item, key);
    return value_is(value, VALUE_STRING) ? value->text : slice_of("");
}

void value_sort(struct value *list, const char *key)
{
    for (size_t i = 1; i < list->count; i++)
        for (size_t j = i; j > 0; j--) {
            if (slice_compare(sort_text(list->items[j - 1], key), sort_text(list->items[j], key)) <= 0)
                break;
            struct value *item = list->items[j];
            list->items[j] = list->items[j - 1];
            list->items[j - 1] = item;
        }
}
