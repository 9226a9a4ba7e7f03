/* What a dictionary asks of the rows of a table together: keys, foreign keys, sums.
 *
 * keys_open() reads the dictionary and, for foreign keys and sums that refer to them, the other tables
 * (catalog/reference.h); what is wrong there is told at its place in the dictionary. The rows of
 * catalog/check_unique.c, check_foreign.c and check_sums.c then hold a table against it in the one pass.
 *
 *   primaryKey, uniqueKeys, constraints.unique   no two rows have the same values. A row with a missing value
 *       in such a key is compared with none, as SQL has it; that a primary key has no missing values is said
 *       for each cell (catalog/cell.h).
 *   no key at all    no two rows are the same, letter by letter. As nothing says so, that is a warning.
 *   foreignKeys      the values stand in the other table, or are all missing. `resource` is a file of the
 *       dataset, or of the one that `banchi:dataset` names; left out or "" it is this table.
 *   banchi:sums      a number: the column adds up to it. An object: it adds up to what the column `field` of
 *       the table `resource` does (of this dataset, or of the one that `banchi:dataset` names), and with
 *       `by`, a list of columns that both tables have, each group of rows to what its group does there.
 *       Numbers are added up exactly. A missing value adds nothing. All rows count, also one that is itself
 *       a total: that is a fault of its own (D214).
 */
#ifndef BANCHI_CATALOG_KEYS_H
#define BANCHI_CATALOG_KEYS_H

#include "catalog/dictionary.h"
#include "catalog/reference.h"

enum unique_kind { UNIQUE_PRIMARY, UNIQUE_KEY, UNIQUE_COLUMN, UNIQUE_ROW };

struct unique_rule {
    enum unique_kind kind;
    const struct slice *columns; /* names; of UNIQUE_ROW none */
    size_t count;
};

struct foreign_rule {
    const struct slice *columns;
    size_t count;
    struct reference_answer there;
    const char *there_columns; /* "name" or "first, last", for messages */
};

struct sum_rule {
    struct slice column;
    struct slice number;    /* what it must be; empty when another table says it */
    const struct slice *by; /* columns that make groups */
    size_t by_count;
    struct reference_answer there;
    const char *there_column;
};

struct table_keys {
    struct unique_rule *unique;
    size_t unique_count;
    struct foreign_rule *foreign;
    size_t foreign_count;
    struct sum_rule *sums;
    size_t sum_count;
    const struct fingerprint_seed *seed;
};

struct keys_request {
    struct dictionary *dictionary; /* NULL when there is none: then repeated rows alone are looked for */
    const struct dataset *dataset;
    struct slice table; /* name of its file */
    struct references *references;
    struct arena *arena; /* for all that is made, which is good as long as the answers of `references` */
    struct finding_sink *sink;
};

const struct table_keys *keys_open(const struct keys_request *request) __attribute__((returns_nonnull));

/* "first, last", for messages. */
const char *keys_join(struct arena *arena, const struct slice *names, size_t count);

#endif
