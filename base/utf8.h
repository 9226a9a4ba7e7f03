/* UTF-8: strict checking, decoding, and what a terminal makes of it.
 *
 * Strict means RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. Width on a terminal is
 * the sum of the code points' widths (a Thai vowel or tone mark above or below has 0); grapheme clusters
 * say only where text may not be cut (design, rule 13).
 */
#ifndef BANCHI_BASE_UTF8_H
#define BANCHI_BASE_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* The offset of the first byte that is not UTF-8; `length` when all of it is. Reads some GB a second. */
size_t utf8_check(const char *at, size_t length);

/* The length of the sequence that begins at `at`, 0 when it is not valid; `left` bytes, at least 1, are
 * there. */
size_t utf8_sequence(const char *at, size_t left);

/* Decodes one code point of valid UTF-8 and moves `*at` behind it. `*at` must be below `end`. */
uint32_t utf8_next(const char **at, const char *end);

/* Writes a code point's 1 to 4 bytes and returns how many. */
size_t utf8_put(char out[static 4], uint32_t code_point);

/* Number of code points in valid UTF-8. */
size_t utf8_count(struct slice slice);

/* Columns on a terminal; control characters count 0. */
size_t utf8_width(struct slice slice);

/* The longest beginning that fits into `columns` and ends between grapheme clusters. */
struct slice utf8_cut(struct slice slice, size_t columns);

#endif
