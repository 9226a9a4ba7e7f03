/* The character set of a table, told from its bytes: UTF-8, UTF-16, or the Thai sets of one byte a letter.
 *
 * TIS-620 has Thai at A1 to DA and DF to FB and nothing else above 7F. Windows-874 has in addition the euro
 * sign (80), an ellipsis (85), curly quotes and dashes (91 to 97) and the no-break space (A0). A file that
 * uses none of these is both, and is called TIS-620. What makes bytes Thai is how they stand together: a
 * vowel or tone mark stands behind a consonant, letters stand in words; "café" of a Western set does neither.
 * A file with lines of UTF-8 Thai and lines that are no UTF-8 is mixed: whoever reads it one way spoils a
 * part.
 *
 * Usage: `struct encoding_tally tally = {0}`, encoding_tally_add() for each piece of the file in turn (cut
 * anywhere), encoding_tally_guess(). Memory does not grow. A table's reader may add the rows alone that it
 * found faulty, with a line feed behind each; then the guess is about them, and lines are counted among them.
 */
#ifndef BANCHI_CATALOG_ENCODING_H
#define BANCHI_CATALOG_ENCODING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum encoding {
    ENCODING_UNKNOWN, /* none of the others */
    ENCODING_MIXED,   /* lines of UTF-8, and lines of something else */
    ENCODING_UTF8,
    ENCODING_UTF8_MARK, /* with a byte order mark */
    ENCODING_TIS620,
    ENCODING_WINDOWS874,
    ENCODING_UTF16LE, /* with or without a mark */
    ENCODING_UTF16BE,
};

struct encoding_tally {
    uint64_t bytes;
    uint64_t lines;                   /* line feeds so far */
    uint64_t invalid;                 /* bytes that are not UTF-8 */
    uint64_t sure;                    /* Thai letters of UTF-8 that no Thai set of one byte has */
    uint64_t thai;                    /* the rest: bytes of TIS-620, */
    uint64_t extra;                   /* those that Windows-874 alone has, */
    uint64_t undefined;               /* and those that neither has */
    uint64_t stray;                   /* bytes that do not stand behind the one before them in Thai, */
    uint64_t lonely;                  /* bytes alone behind a Latin letter */
    uint64_t nul[2];                  /* NUL bytes at even and at odd places */
    uint64_t invalid_line, sure_line; /* the first of each, from 1; 0: none */
    unsigned char first[4];
    unsigned char held[4]; /* the end of the piece before, which may be the beginning of a letter */
    unsigned held_count;
    unsigned char before; /* the last byte of the Thai view; 0: none */
    bool before_joined;   /* it had another one before it, */
    bool latin;           /* or the run began behind a Latin letter */
};

struct encoding_guess {
    enum encoding encoding;
    unsigned confidence;   /* percent; 100 only where a mark, or valid UTF-8 beyond ASCII, settles it */
    uint64_t undefined;    /* bytes that the set does not have */
    uint64_t utf8_line;    /* mixed: the first line of UTF-8, from 1, */
    uint64_t foreign_line; /* and the first one that is not */
};

/* From this confidence on a file is converted without being told the set. */
#define ENCODING_CONFIDENT 80

void encoding_tally_add(struct encoding_tally *tally, struct slice piece);
struct encoding_guess encoding_tally_guess(const struct encoding_tally *tally);

/* All in one, for bytes that are in memory: a whole file, or its beginning. */
struct encoding_guess encoding_guess(struct slice bytes);

/* "UTF-8", "TIS-620", "Windows-874", "UTF-16LE"...; "" for unknown and mixed. Never translated. */
const char *encoding_name(enum encoding encoding);

/* The one of that name, capitals or not ("tis-620", "windows-874", "cp874", "utf-16le"); false: none. */
bool encoding_find(const char *name, enum encoding *encoding);

#endif
