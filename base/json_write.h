/* JSON written: as text, so that numbers and bytes stay as they are, and whole documents need not be held.
 *
 * A writer puts commas and nesting itself. Strings go out as UTF-8, only what RFC 8259 demands is escaped
 * (and U+2028/2029 as they are); with `ascii` set everything above U+007F is \u-escaped. Invalid UTF-8 must
 * not be passed. Usage: begin, then for objects key and value in turn, then end.
 */
#ifndef BANCHI_BASE_JSON_WRITE_H
#define BANCHI_BASE_JSON_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"
#include "base/text.h"

struct json_writer {
    struct text *out;
    bool indented; /* two spaces a level, one member or element a line */
    bool ascii;
    void (*mask)(struct text *out, struct slice string); /* each string is added by it; NULL: as it is */
    /* the writer's own: */
    unsigned depth;
    bool after_value;
    bool after_key;
};

void json_write_begin_object(struct json_writer *writer);
void json_write_end_object(struct json_writer *writer);
void json_write_begin_array(struct json_writer *writer);
void json_write_end_array(struct json_writer *writer);
void json_write_key(struct json_writer *writer, const char *key);
void json_write_key_slice(struct json_writer *writer, struct slice key);
void json_write_string(struct json_writer *writer, const char *string); /* NULL writes null */
void json_write_slice(struct json_writer *writer, struct slice string);
void json_write_number(struct json_writer *writer, uint64_t number);
void json_write_raw(struct json_writer *writer, struct slice json); /* JSON text as it stands */
void json_write_bool(struct json_writer *writer, bool value);
void json_write_null(struct json_writer *writer);
void json_write_value(struct json_writer *writer,
                      const struct json *value); /* as read, layout by the writer */

/* Key and string in one; left out when the string is NULL. */
void json_write_field(struct json_writer *writer, const char *key, const char *string);
void json_write_count(struct json_writer *writer, const char *key, uint64_t number);

/* Canonical form, for digests: compact, members sorted by key bytes, numbers by decimal_canonical(). */
void json_write_canonical(struct text *out, const struct json *value);

/* The layout of the workspace's files (`banchi fmt`): two spaces a level, one member a line in the order it
 * has, a list of scalars on one line where it fits into 100 columns, a line feed at the end. */
void json_write_layout(struct text *out, const struct json *value);

#endif
