/* A fault in the office's files, and where it is put (design, rules 1 to 3).
 *
 * Whoever checks makes a `struct finding` and puts it to a sink, in file order. All pointers in it are good
 * only during the call: a sink copies what it keeps. Lines and columns count from 1, columns in characters;
 * 0 means "does not apply". Texts may be NULL when they do not apply.
 *
 * A value of the office's data never stands in `message` or `hint`. It goes into `value`, and "{value}" in
 * the message says where the report puts it, quoted, cut and masked (rule 7).
 *
 * Who checks need not know what the dataset and the field are called for people: catalog/labels.h puts
 * `title` and `label` to the findings of others. A remedy is what `banchi set` would have to be told; the
 * report makes the command line of it.
 */
#ifndef BANCHI_BASE_FINDING_H
#define BANCHI_BASE_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/code.h"
#include "base/text.h"

enum level {
    LEVEL_ERROR,
    LEVEL_WARNING,
    LEVEL_NOT_CHECKED, /* could not be checked: counts as an error */
};

/* What mends the value that `pointer` names; where `field` is missing in it, the member of that name. */
enum remedy_kind {
    REMEDY_NONE,
    REMEDY_SET,     /* write `value` there */
    REMEDY_FILL,    /* write something there that only a person knows */
    REMEDY_REMOVE,  /* take it out */
    REMEDY_RENAME,  /* call the key `value` */
    REMEDY_COMMAND, /* run `banchi` with what stands in `value` */
};

struct remedy {
    enum remedy_kind kind;
    struct slice value;
};

struct finding {
    enum code code;
    enum level level;
    const char *dataset; /* name of the dataset's folder */
    const char *title;   /* the dataset's title */
    const char *file;    /* as a person would name it: relative to the workspace */
    size_t line;
    size_t column;
    size_t row;           /* of a table, from 1, which is the header */
    size_t column_number; /* of the table's column, from 1 */
    const char *field;    /* metadata key or table column */
    const char *label;    /* what the form calls it, in the user's language */
    const char *pointer;  /* RFC 6901 pointer to the value, "" for the whole document */
    const char *keyword;  /* of JSON Schema, which the value does not follow; lives as long as the program */
    const char *message;  /* what is wrong and what is allowed, in the user's language */
    const char *hint;     /* what to do; the nearest allowed value */
    struct remedy remedy;
    struct slice value;  /* the value found */
    const char *portal;  /* whose own rule it breaks; NULL: a rule of the standard, or of ours */
    struct slice source; /* the line of the file it stands on, without its end */
};

/* A place to put findings. Implementations embed this as their first member. */
struct finding_sink {
    void (*put)(struct finding_sink *self, const struct finding *finding);
};

void finding_put(struct finding_sink *sink, const struct finding *finding);

struct finding_counts {
    size_t errors;
    size_t warnings;
    size_t not_checked;
    size_t shut; /* of errors and not_checked: those that keep the privacy gate shut (code_shuts_gate()) */
};

/* Adds one finding to the counts. */
void finding_count(struct finding_counts *counts, const struct finding *finding);

/* A sink that only counts. */
struct finding_counter {
    struct finding_sink sink;
    struct finding_counts counts;
};
struct finding_counter finding_counter(void);

/* "error", "warning", "not_checked": for JSON, never translated. */
const char *level_name(enum level level);

#endif
