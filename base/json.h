/* JSON read: strict RFC 8259, with the place of every value and the exact text of every number.
 *
 * json_read() parses UTF-8 text into an arena. Values point into the text where they can (numbers, strings
 * without escapes), so text and arena must outlive them. Nothing is converted to binary numbers.
 * What is wrong comes as a list of faults in file order: a fault of syntax, encoding, nesting or size ends
 * the reading; a repeated key, a lone surrogate or an exponent over the limit does not. A byte order mark at
 * the beginning is a fault that does not end it. Limits: base/limits.h.
 */
#ifndef BANCHI_BASE_JSON_H
#define BANCHI_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/finding.h"
#include "base/text.h"

struct arena;
struct json_names; /* base/json_names.h */

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* One value. Members of an object stand in file order, repeated keys included. */
struct json {
    uint16_t type;   /* enum json_type */
    uint16_t name;   /* of a key: its number and 1 among the names known beforehand; 0: it is none of them */
    uint32_t count;  /* bytes of a string or number; elements of an array; members of an object */
    uint32_t offset; /* of its first byte in the text: the quote of a string, the bracket of an array */
    uint32_t end;    /* of the byte behind it */
    union {
        const char *at; /* string: decoded UTF-8; number: its text */
        const struct json *items;
        const struct json_member *members;
    };
};

struct json_member {
    struct json key; /* a string */
    struct json value;
};

enum json_fault_kind {
    JSON_FAULT_SYNTAX,
    JSON_FAULT_ENCODING,  /* not UTF-8 */
    JSON_FAULT_BOM,       /* byte order mark; reading goes on */
    JSON_FAULT_SURROGATE, /* lone \uD800 to \uDFFF; U+FFFD stands for it; reading goes on */
    JSON_FAULT_REPEATED,  /* key occurs twice; both stay; reading goes on */
    JSON_FAULT_NESTING,
    JSON_FAULT_SIZE,
    JSON_FAULT_NUMBER, /* exponent or length over the limit; reading goes on */
};

struct json_fault {
    enum json_fault_kind kind;
    uint32_t offset;
    const char *expected; /* syntax: what was expected there, a msgid; else NULL */
    struct slice key;     /* the repeated key */
    const struct json_fault *next;
};

/* Parses the whole text. Returns false when the reading was ended by a fault; `*faults` is the list of all
 * (NULL when there is none), also when true is returned. */
bool json_read(struct arena *arena, struct slice text, struct json *root, const struct json_fault **faults);

/* What reading gives. */
struct json_reading {
    struct json root;
    const struct json_fault *faults;
    const char *escape; /* the first backslash in a text; NULL: there is none */
};

/* The same for whoever knows many of the keys beforehand: those get their numbers. `names` may be NULL. */
bool json_read_named(struct arena *arena, struct slice text, struct json_names *names,
                     struct json_reading *reading);

/* A file that was read: the text, its root, and where it came from. */
struct json_document {
    const char *dataset; /* for findings; may be NULL */
    const char *file;    /* for findings */
    size_t first_line;   /* line number of the text's first line: 1 for a file */
    bool is_line;        /* of a file with a document on each line */
    struct slice text;
    struct json root;
    const char *escape;       /* the first backslash in a text; NULL: there is none */
    struct json_names *names; /* by which the keys are numbered; NULL: they are not */
    struct arena *arena;
    uint32_t *lines; /* offsets of the lines' beginnings, made when first asked for */
    size_t line_count;
    uint32_t counted; /* the place asked for last, and the characters of its line before it */
    size_t counted_characters;
};

/* Reads `text` as the document and puts every fault as a finding (M001 to M008). False when there is no root;
 * `*document` can be used for places all the same. */
bool json_read_document(struct arena *arena, struct slice text, struct finding_sink *sink,
                        struct json_document *document);

/* Sets line, column and source line of a finding to the place of `offset`, and file and dataset. */
void json_locate(struct json_document *document, uint32_t offset, struct finding *finding);

/* A member's value, the last one if the key is repeated; NULL when absent or `value` is no object (or NULL).
 */
const struct json_member *json_member(const struct json *value, struct slice key);
static inline const struct json *json_get_slice(const struct json *value, struct slice key)
{
    const struct json_member *member = json_member(value, key);
    return member != 0 ? &member->value : 0;
}
static inline const struct json *json_get(const struct json *value, const char *key)
{
    return json_get_slice(value, slice_of(key));
}

/* A string's or number's text; the empty slice for other types and NULL. */
static inline struct slice json_text(const struct json *value)
{
    if (value != 0 && (value->type == JSON_STRING || value->type == JSON_NUMBER))
        return (struct slice){value->at, value->count};
    return (struct slice){"", 0};
}

/* A member that is a string, as a NUL-terminated copy; NULL when absent or no string. */
const char *json_get_string(struct arena *arena, const struct json *object, const char *key);

/* True only for a member that is `true`. */
bool json_get_true(const struct json *object, const char *key);

static inline bool json_is(const struct json *value, enum json_type type)
{
    return value != 0 && value->type == (uint16_t)type;
}

/* The same value as JSON Schema 4.2.2 has it: numbers by value, objects without regard to order. */
bool json_same(const struct json *a, const struct json *b);

#endif
