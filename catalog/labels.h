/* What findings are about, in the words of people: a sink before another one.
 *
 * Puts the dataset's title to each finding, and to its field the label of the form: of a metadata key, of a
 * key of the dictionary, or the title of a table's column. What a finding has already stays. Where the
 * profile says that a value is wanted and nobody knows which, the remedy is to fill it in.
 */
#ifndef BANCHI_CATALOG_LABELS_H
#define BANCHI_CATALOG_LABELS_H

#include "base/finding.h"
#include "catalog/dictionary.h"
#include "metadata/profile.h"

struct labels {
    struct finding_sink sink;
    struct finding_sink *inner;
    const struct profile *metadata;     /* by which metadata.json is judged */
    const struct profile *dictionaries; /* by which dictionaries are */
    const struct dataset *dataset;      /* that is being checked, */
    const char *title;                  /* its title once a finding wants it; NULL also when it has none */
    struct arena *arena;                /* lives as long as the dataset is checked */
    /* of the table that is being checked; NULL when there is none: */
    const struct dictionary *dictionary;
    const char **columns; /* titles of its fields */
};

struct labels labels_before(struct finding_sink *inner, struct arena *arena);

/* From now on findings are about this dataset, or about the table of this dictionary; NULL: about none. */
void labels_dataset(struct labels *labels, const struct dataset *dataset);
void labels_dictionary(struct labels *labels, const struct dictionary *dictionary);

#endif
