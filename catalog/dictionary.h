/* A table's data dictionary: a Frictionless Table Schema v2, "<table>.dictionary.json" beside the table.
 *
 * Found by name; no key points to it. The document is kept as read; the fields are laid out for use.
 */
#ifndef BANCHI_CATALOG_DICTIONARY_H
#define BANCHI_CATALOG_DICTIONARY_H

#include "base/finding.h"
#include "base/json.h"
#include "base/problem.h"
#include "metadata/dataset.h"

struct arena;
struct cell_rules;
struct dialect_fault;
struct table_dialect;

struct dictionary_field {
    struct slice name;
    struct slice title;
    struct slice description;
    struct slice type;          /* "any" when not given */
    struct slice format;        /* "default" when not given */
    const struct json *missing; /* the array of texts that stand for "no value"; NULL: the empty cell alone */
    const struct json *json;    /* the whole field object */
};

struct dictionary {
    struct json_document document; /* file is "DATASET/TABLE.dictionary.json" */
    struct dictionary_field *fields;
    size_t field_count;
    const struct json *null;             /* the dialect's nullSequence, one more missing value; or NULL */
    const struct table_dialect *dialect; /* of the table: by its name, where there is no dictionary */
    const struct cell_rules **rules;     /* one a field; NULL until dictionary_compile() */
};

enum dictionary_state { DICTIONARY_READ, DICTIONARY_ABSENT, DICTIONARY_UNREADABLE };

/* Looks for the dictionary of the table `upload` of a dataset and reads it. Faults of its JSON are findings
 * (DICTIONARY_UNREADABLE); its schema is judged by profile "dictionary", not here. */
enum dictionary_state dictionary_read(const struct dataset *dataset, struct slice upload, struct arena *arena,
                                      struct finding_sink *sink, struct dictionary *dictionary);

/* The dialect of the table `upload`, as catalog/dialect.h has it. */
const struct table_dialect *dictionary_dialect(const struct dictionary *dictionary, struct slice upload,
                                               struct arena *arena, struct dialect_fault *fault);

/* Lays out the fields of a document that was read. */
void dictionary_lay_out(struct dictionary *dictionary, struct arena *arena);

/* Compiles every field (catalog/cell.h) and puts what is wrong with them. dictionary_close() gives back what
 * patterns hold outside of the arena. `sink` may be NULL. */
void dictionary_compile(struct dictionary *dictionary, struct arena *arena, struct finding_sink *sink);
void dictionary_close(struct dictionary *dictionary);

/* Compiles, and judges what the profile "dictionary" cannot: names given twice, keys that name no field, a
 * dialect by which no table can be read. Keys and sums are catalog/keys.h's. */
void dictionary_check(struct dictionary *dictionary, struct arena *arena, struct finding_sink *sink);

/* Whether the cell stands for "no value": one of the field's missingValues, else of the dictionary's, else
 * ""; or the dialect's nullSequence. */
bool dictionary_is_missing(const struct dictionary *dictionary, const struct dictionary_field *field,
                           struct slice cell);

/* The place of the field of that name; false when there is none. */
bool dictionary_find(const struct dictionary *dictionary, struct slice name, size_t *column);

/* The columns of the primary key, as indexes of fields; 0 when none is declared, or one of them is no field
 * (a finding of check_workspace()). */
size_t dictionary_key(const struct dictionary *dictionary, struct arena *arena, size_t **columns);

#endif
