/* JSON documents that can be changed: what the sandbox keeps and answers.
 *
 * They live in an arena (a request's, or the portal's for its schema) and are never freed singly. Numbers are
 * kept as text, so that none loses a digit on its way; one with a fraction or an exponent gets the shortest
 * form that a double reads back, as Python's reader and writer make of it in a real CKAN. Strings may hold
 * NUL and are NUL-terminated besides. Members of an object stand in the order in which they were set. A NULL
 * pointer stands for "missing": all questions may be asked of it.
 */
#ifndef BANCHI_PORTAL_VALUE_H
#define BANCHI_PORTAL_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct arena;

enum value_type { VALUE_NULL, VALUE_FALSE, VALUE_TRUE, VALUE_NUMBER, VALUE_STRING, VALUE_LIST, VALUE_OBJECT };

struct value_member;

struct value {
    enum value_type type;
    struct slice text; /* of a string or number */
    size_t count;      /* of items or members */
    size_t room;
    union {
        struct value **items;
        struct value_member *members;
    };
};

struct value_member {
    struct slice key;
    struct value *value;
};

struct value *value_null(struct arena *arena);
struct value *value_bool(struct arena *arena, bool yes);
struct value *value_integer(struct arena *arena, int64_t number);
struct value *value_number(struct arena *arena, struct slice text);
struct value *value_slice(struct arena *arena, struct slice text);
struct value *value_string(struct arena *arena, const char *text); /* NULL makes null */
struct value *value_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct value *value_list(struct arena *arena);
struct value *value_object(struct arena *arena);
struct value *value_copy(struct arena *arena, const struct value *value);

void value_append(struct arena *arena, struct value *list, struct value *item);
void value_insert(struct arena *arena, struct value *list, size_t index, struct value *item);
void value_drop(struct value *list, size_t index);
void value_set(struct arena *arena, struct value *object, const char *key, struct value *value);
void value_set_slice(struct arena *arena, struct value *object, struct slice key, struct value *value);
void value_remove(struct value *object, const char *key);
void value_remove_slice(struct value *object, struct slice key);

/* NULL where the key is missing or `object` is none. */
struct value *value_get(const struct value *object, const char *key);
struct value *value_get_slice(const struct value *object, struct slice key);
/* The text of a string; NULL for all else. */
const char *value_text(const struct value *value);
const char *value_get_text(const struct value *object, const char *key);

bool value_is(const struct value *value, enum value_type type);
bool value_is_null(const struct value *value); /* missing counts */
bool value_is_true(const struct value *value);
bool value_equals(const struct value *value, const char *text); /* a string of this text */
bool value_same(const struct value *a, const struct value *b);
/* What counts as true in Python: not null, false, 0, "", [] or {}. */
bool value_truthy(const struct value *value);
/* true when a string or key within holds a NUL character. */
bool value_holds_nul(const struct value *value);
bool value_to_integer(const struct value *value, int64_t *number);
/* true for true, 1, "true", "yes", "t", "y", "1". */
bool value_means_true(const struct value *value);

/* The text that Python's json would write for anything but a string, the string itself for a string. */
struct slice value_as_text(struct arena *arena, const struct value *value);

/* NULL when the text is no JSON. `*surrogate` becomes true when a lone surrogate stands in it. */
struct value *value_read(struct arena *arena, struct slice json, bool *surrogate);
void value_write(struct text *out, const struct value *value);
struct slice value_json(struct arena *arena, const struct value *value);

/* Sorts a list of objects by the text of a member, by code points. */
void value_sort(struct value *list, const char *key);

#endif
