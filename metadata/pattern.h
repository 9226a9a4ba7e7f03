/* Regular expressions of JSON Schema: ECMA-262 (2023, with the `u` flag), matched by PCRE2 behind a
 * translation.
 *
 * The translation keeps ECMA's meaning: `$` only at the very end, `\d \w \b` in ASCII, `\s` with Unicode's
 * white space, `.` without ECMA's four line ends, `[^]`, `\cX`, `\u{...}`, surrogate pairs, named groups,
 * property names (`\p{Script=Thai}`, `\p{Letter}`). As ECMA's annex B has it, a punctuation mark may be
 * escaped that need not be, a brace or bracket that closes nothing stands for itself, and so does a dash in a
 * class beside `\d` or its like. A pattern matches anywhere unless it is anchored.
 *
 * What cannot be translated (a look-behind of varying length, half a surrogate pair, a property that PCRE2
 * does not know) is told apart from what is wrong. Matching ends within LIMIT_PATTERN_WORK (sooner in a short
 * text), _DEPTH, _KIB, and LIMIT_PATTERN_MOVES over all places where a match may begin: the translation has a
 * callout wherever something repeats, which counts how far the engine has moved since the last one.
 *
 * A compiled pattern is read-only and may be shared by threads; a room is one thread's.
 */
#ifndef BANCHI_METADATA_PATTERN_H
#define BANCHI_METADATA_PATTERN_H

#include <stdbool.h>

#include "base/text.h"

struct arena;
struct pattern;

enum pattern_state {
    PATTERN_GOOD,
    PATTERN_WRONG,        /* no ECMA-262 pattern */
    PATTERN_UNTRANSLATED, /* ECMA-262 perhaps, but it cannot be matched here */
};

/* Compiles UTF-8 text. `*why` says what is wrong (a msgid), where it is not good. The memory is the arena's,
 * save that of machine code: pattern_close() gives that back. */
enum pattern_state pattern_compile(struct arena *arena, struct slice text, struct pattern **pattern,
                                   const char **why);
void pattern_close(struct pattern *pattern);

/* Whether the text is an ECMA-262 pattern, also where it cannot be matched here: in one walk, however long.
 */
bool pattern_is_right(struct slice text);

/* The translation alone, for tests: PCRE2's syntax, with the options of pattern.c. */
enum pattern_state pattern_translate(struct slice text, struct text *out, const char **why);

/* True when a match takes one walk over the text and no room, and is never not checked: it may be asked
 * ahead. */
bool pattern_is_quick(const struct pattern *pattern);
bool pattern_match_quick(const struct pattern *pattern, struct slice subject); /* of such a one alone */

enum pattern_match { PATTERN_MISSES, PATTERN_MATCHES, PATTERN_NOT_CHECKED };

/* Working memory of one thread, from an arena that lives until the room is no longer used. */
struct pattern_room {
    struct arena *arena;
    void *match, *limits; /* made when first needed */
    size_t work;          /* of the last match that needed an engine: characters, roughly */
    size_t at, call;      /* where its last callout was, and what one costs besides */
};

enum pattern_match pattern_match(const struct pattern *pattern, struct slice subject,
                                 struct pattern_room *room);

#endif
