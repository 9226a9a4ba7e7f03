/* A workspace of invented tables, and the truth about each of their columns: what both corpora write with.
 *
 * Everything is made up, names from syllables, numbers from a generator; the same seed makes the same bytes
 * on every machine. truth.tsv in the folder has a line a column: dataset, header, and the kind that it holds,
 * or "-".
 */
#ifndef TESTS_PRIVACY_WORKSPACE_H
#define TESTS_PRIVACY_WORKSPACE_H

#include <stddef.h>

#include "base/text.h"

struct dice {
    unsigned long long state;
};

unsigned roll(struct dice *dice, unsigned below);
unsigned between(struct dice *dice, unsigned low, unsigned high);
#define PICK(dice, list) (list)[roll(dice, (unsigned)(sizeof(list) / sizeof *(list)))]

/* Where a cell is made: its row counts from 1, of `rows` in the table. */
struct made {
    struct dice *dice;
    unsigned row;
    unsigned rows;
};

struct column {
    const char *truth; /* the kind, or "-" */
    char header[160];
    void (*fill)(const struct column *column, struct made *made, struct text *out);
    const void *kind; /* what fill goes by */
    unsigned variant; /* the same for all rows of the column */
};

/* Thirteen digits with the check digit of a citizen number; first is '0' for a juristic person. */
void citizen_digits(struct dice *dice, char first, char digits[static 14]);

/* Writes the number of an article with its check digit: EAN-13, beginning with prefix. */
void article_digits(struct dice *dice, const char *prefix, char digits[static 14]);

/* Puts the digits of the cell into Thai ones (zero: ๐) or full-width ones (zero: ０). */
void other_digits(struct text *cell, const char *zero);

/* An invented person's two names, in Thai. */
void person_given(struct dice *dice, struct text *out);
void person_family(struct dice *dice, struct text *out);

/* Shuffles the columns and writes them as tables of eight, of a few rows to a few hundred. Ends the program
 * with 74 where a file cannot be written. */
void workspace_write(const char *folder, struct dice *dice, struct column *columns, size_t count);

/* The two corpora: they fill `columns` and return how many. */
#define COLUMNS_MOST 2000
size_t corpus_forms(struct dice *dice, struct column columns[static COLUMNS_MOST]);
size_t corpus_planted(struct dice *dice, struct column columns[static COLUMNS_MOST]);

#endif
