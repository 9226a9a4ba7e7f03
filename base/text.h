/* Slices of bytes, and text that grows.
 *
 * A slice points into memory that somebody else owns; it is not NUL-terminated and may hold NUL.
 * A text owns its bytes, is always NUL-terminated, and is released with text_free().
 * `struct text text = {0}` is empty and valid. Bytes are UTF-8 where nothing else is said.
 */
#ifndef BANCHI_BASE_TEXT_H
#define BANCHI_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

struct slice {
    const char *at;
    size_t length;
};

/* Of ASCII alone, whatever the locale says. */
static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* For printf's "%.*s". */
#define SLICE(slice) ((int)(slice).length), ((slice).at)

/* The bytes of a NUL-terminated string; NULL gives the empty slice. */
static inline struct slice slice_of(const char *string)
{
    return string != 0 ? (struct slice){string, strlen(string)} : (struct slice){"", 0};
}

bool slice_equal(struct slice a, struct slice b);
bool slice_equals(struct slice slice, const char *string);
bool slice_starts(struct slice slice, const char *prefix);
bool slice_ends(struct slice slice, const char *suffix);

/* Byte order, as strcmp: below, equal to or above 0. */
int slice_compare(struct slice a, struct slice b);

/* Without blanks (space, tab, CR, LF) at either end. */
struct slice slice_trim(struct slice slice);

/* A NUL-terminated copy. */
char *slice_copy(struct arena *arena, struct slice slice);

/* The same for people: U+FFFD stands for each NUL, which would end the copy. */
char *slice_shown(struct arena *arena, struct slice slice);

struct text {
    char *at; /* NULL while empty */
    size_t length;
    size_t room;
};

void text_add_bytes(struct text *text, const void *at, size_t length);
void text_add_slice(struct text *text, struct slice slice);
static inline void text_add(struct text *text, const char *string)
{
    text_add_bytes(text, string, strlen(string));
}
static inline void text_add_char(struct text *text, char c);
void text_add_shown(struct text *text, struct slice slice); /* as slice_shown() */
/* Adds a count as people write it: 34,119. */
void text_add_count(struct text *text, uint64_t count);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_format_list(struct text *text, const char *format, va_list list)
    __attribute__((format(printf, 2, 0)));

/* Room for `bytes` more at `at + length`; the caller writes there and adds to `length`. */
static inline char *text_reserve(struct text *text, size_t bytes);

struct slice text_slice(const struct text *text);

/* What it holds, in the arena from now on; the text is released. */
struct slice text_keep(struct arena *arena, struct text *text);

/* Empties, keeps the room. */
void text_clear(struct text *text);
void text_free(struct text *text);

/* Makes the room larger; for text_reserve(). */
void text_widen(struct text *text, size_t bytes);

static inline char *text_reserve(struct text *text, size_t bytes)
{
    if (text->room <= text->length || bytes >= text->room - text->length) /* a NUL stands behind */
        text_widen(text, bytes);
    return text->at + text->length;
}

static inline void text_add_char(struct text *text, char c)
{
    char *end = text_reserve(text, 1);
    end[0] = c;
    end[1] = '\0';
    text->length++;
}

#endif
