/* The forms in which cells write numbers, dates and the like: told from the text alone, without a dictionary.
 *
 * For drafting a dictionary. Each form stands for a type and format of Table Schema, and takes less than the
 * check of that type would: what can be read in two ways (007, 1e5 as a code, two-digit years, save behind a
 * Thai month) is none of them. Cells are valid UTF-8.
 */
#ifndef BANCHI_CATALOG_CELL_FORM_H
#define BANCHI_CATALOG_CELL_FORM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* How a number is written beyond digits. */
enum number_mark {
    NUMBER_FRACTION = 1 << 0, /* a decimal point or an exponent */
    NUMBER_GROUPED = 1 << 1,  /* 34,119 */
    NUMBER_UNIT = 1 << 2,     /* 95 %, 1,200 บาท */
};

#define FORM_NUMBER_BYTES 48

struct form_number {
    unsigned marks;
    char text[FORM_NUMBER_BYTES]; /* as JSON writes it */
    size_t length;
    const char *unit; /* "" when none stands there */
};

/* A number: no sign but a minus, no zero in front, groups of three. */
bool form_number(struct slice cell, struct form_number *number);

/* A form of dates and times. */
struct form_row {
    const char *type;   /* "date" ... */
    const char *format; /* "default", or a pattern */
    bool hinted;        /* taken for a date only where the header says so */
};
#define FORMS_MOST 32
extern const struct form_row FORM_ROWS[];
extern const size_t FORM_COUNT; /* at most FORMS_MOST */

struct form_moment {
    int year;      /* as written; 0 for a time of day */
    int64_t order; /* moments of one form lie to each other as these do */
};

/* Reads the cell by form number `form`; only days and times that exist, in the era that its year shows. */
bool form_moment(size_t form, struct slice cell, struct form_moment *moment);

/* Families of words for true and false; those of Table Schema's default come first. */
struct form_truth {
    const char *yes[4], *no[4]; /* NULL behind the last */
};
extern const struct form_truth FORM_TRUTHS[];
extern const size_t FORM_TRUTH_COUNT;

/* Whether the family has the word, and which it is. */
bool form_truth(size_t family, struct slice cell, bool *yes);

/* Texts that stand for "no value" in tables of all kinds; "" is the first. `word`: a text that may be a value
 * as well, such as ไม่ระบุ. */
struct form_missing {
    const char *text;
    bool word;
};
extern const struct form_missing FORM_MISSING[];
extern const size_t FORM_MISSING_COUNT;

#endif
