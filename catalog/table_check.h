/* The checks of a table: one row each in a table, all of them in one reading of the file.
 *
 * A new check is a row in check_table.c and the functions it names; those that it does not need are NULL. In
 * their order:
 *
 *   begin   once, before the file is read: looks at the dictionary, returns the check's state.
 *   header  once, with the header; run->columns are known then. The last chance to get ready: from now on the
 *           state is read by several threads and must not be changed.
 *   share   once a thread that checks rows: returns that thread's own state (counts, sums, buffers); it comes
 *           from `worker->arena`.
 *   batch   for each batch of up to 64 good rows: looks at them fast, column by column, adds to the thread's
 *           state, puts no findings. Returns the set of rows about which something has to be told.
 *   row     for each row of that set: looks closely, puts findings. It gets a batch that holds this one row
 *           (`row` is 0; its `plain` sets may be empty), and the thread's state as it is behind the whole
 *           block of rows.
 *   odd     for each row that is in no batch: it has more or fewer cells than the header, or its bytes are no
 *           good text. Rows whose cells could not be told apart come here not at all.
 *   passed  for each row that is no data: a comment, or above the header (catalog/dialect.h).
 *   join    once a thread, behind the last row, on the first thread: adds that thread's state to the check's.
 *   end     once: tells what is only known now. A failure of the world goes into run->problem. Not called
 *           when the reading failed.
 *   close   once, in any case: gives back what is not an arena's.
 *
 * `row` and `odd` are called in the order of the file, by one thread at a time, so that findings come out in
 * file order whatever the number of threads; within a row in the order of the checks. So what takes long
 * belongs into `batch`. Which blocks of rows a thread gets differs from run to run: what `join` makes must
 * not depend on it (sums and counts do not; lists of row numbers are sorted). A row number leads back to its
 * cells by table_row_at(run->table, ...), from `join` on.
 *
 * State that lives as long as the run comes from `run->arena` in begin, header, join and end, from
 * `worker->arena` in the others; texts of findings come from `worker->brief`, which is reset for each row, so
 * that memory grows neither with rows nor with their faults. A value of the table goes into `finding->value`
 * only (design, rule 7).
 *
 * For the privacy gate: a detector is a check with share, batch, odd, join and end.
 * `batch` looks for a digit or an "@" first and does the rest only where there is one; it counts in the
 * thread's state by column; `end` gives the verdict on the column. Odd rows must be looked into as well:
 * their cells come one by one to `odd`. Rows whose cells cannot be told apart (a quotation mark out of place)
 * are errors that stop publishing by themselves. The header's names come to `header`.
 */
#ifndef BANCHI_CATALOG_TABLE_CHECK_H
#define BANCHI_CATALOG_TABLE_CHECK_H

#include "base/finding.h"
#include "base/hash.h"
#include "base/problem.h"
#include "catalog/dictionary.h"
#include "catalog/table.h"
#include "catalog/table_batch.h"

struct arena;
struct cell_rules;
struct privacy_parts;
struct privacy_roles;
struct column_plan;
struct meter;
struct table_keys;
struct table_extent;

/* One column of the table, as the header names it. */
struct table_column {
    struct slice name;
    const struct dictionary_field *field; /* NULL: the dictionary has no field of that name */
    const struct cell_rules *rules;       /* compiled from the field; NULL without one */
    const struct column_plan *plan;       /* how good cells are seen fast (catalog/column.h) */
};

/* One table being read. */
struct table_run {
    const struct dataset *dataset;
    const char *path;                    /* of the file, openable */
    int descriptor;                      /* of the file when it is open already; else 0 */
    const char *file;                    /* for findings: "DATASET/TABLE.csv" */
    const struct dictionary *dictionary; /* NULL when it is absent or unreadable */
    const struct table_dialect *dialect; /* NULL: plain CSV */
    const struct table_keys *keys;       /* what is asked of rows together (catalog/keys.h); NULL: nothing */
    struct arena *arena;
    struct finding_sink *sink;
    struct meter *meter;         /* told how far reading has come; NULL: nobody looks */
    unsigned threads;            /* that check rows; 0: as many as the file's size is worth */
    bool hashed;                 /* somebody wants to know the SHA-256 */
    size_t texts;                /* findings of one code beyond so many need no texts; 0: all need them */
    struct table_extent *extent; /* what its dates span, filled behind the last row; NULL: nobody asks */
    const char
        *encoding; /* the name of the Thai character set the file is in; NULL: UTF-8, as it should be */
    bool utf8;     /* there are letters of UTF-8 in its beginning */
    struct privacy_parts *privacy;     /* gets what the privacy gate sees; NULL: nobody asks */
    const struct privacy_roles *roles; /* mail boxes that it lets through */
    struct table *table;               /* open until the last `end` is done: for table_row_at() */
    /* known behind the header: */
    const struct table_column *columns;
    size_t column_count;
    bool header_told;       /* its cells could be told apart */
    bool header_faulty;     /* the reader found a fault in it */
    struct problem problem; /* of a check that the world failed */
    bool halted; /* it did: check_table() has moved the problem to its own, and the whole run ends */
    /* known behind the last row, and good for the register: */
    size_t rows; /* without the header */
    uint64_t bytes;
    char sha256[HASH_HEX_BYTES];
};

/* One of the threads that check rows. The first one has number 0; there is no other with `threads` 1. */
struct table_worker {
    const struct table_run *run;
    unsigned number;
    size_t *seen; /* how many findings there were of each code */
    struct arena *arena;
    struct arena *brief;
    struct finding_sink *sink;
    bool told; /* a finding was put about this row */
    /* For `batch`: a set a column of the cells of which a check has something to tell by their text alone;
     * they will not be known (catalog/text_memory.h). Empty before the first check. */
    uint64_t *telling;
};

struct table_check {
    void *(*begin)(struct table_run *run);
    void (*header)(struct table_worker *worker, void *state, const struct table_row *row);
    void *(*share)(struct table_worker *worker, void *state);
    uint64_t (*batch)(struct table_worker *worker, void *share, const struct table_batch *batch);
    void (*row)(struct table_worker *worker, void *share, const struct table_batch *batch, size_t row);
    void (*odd)(struct table_worker *worker, void *share, const struct table_row *row);
    void (*passed)(struct table_worker *worker, void *share, const struct table_row *row);
    void (*join)(struct table_run *run, void *state, void *share);
    void (*end)(struct table_worker *worker, void *state);
    void (*close)(void *state);
};

/* Reads the whole table and runs every check on it. A file that is no CSV at all is told once and then read
 * only for its bytes and hash. False with a problem when the disk fails. */
bool check_table(struct table_run *run, struct problem *problem) __attribute__((warn_unused_result));

/* Puts a finding; dataset and file are set here. */
void table_check_put(struct table_worker *worker, struct finding *finding);

/* A finding about a row of the batch, or about the cell of it in `column` (SIZE_MAX: the row as a whole):
 * row, line, column, field, value and source are set here. */
void table_check_put_row(struct table_worker *worker, const struct table_batch *batch, size_t row,
                         size_t column, struct finding *finding);

/* Whether a finding of this code in this table would be shown, or only counted: then it needs no texts. */
bool table_check_shows(const struct table_worker *worker, enum code code);

/* The check of the header, in check_header.c: its names by themselves, then against the dictionary. */
void check_header(struct table_worker *worker, void *state, const struct table_row *row);

#endif
