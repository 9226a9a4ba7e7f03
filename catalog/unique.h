/* Rows that have the same key, found in one reading of a table and constant memory.
 *
 * While the table is read each thread adds, for each key and row, the key's fingerprint
 * (catalog/fingerprint.h) and the row's number to its share. Fingerprints go to 256 parts by their first
 * bits; parts that become too large go to one temporary file (catalog/spill.h), 12 bytes a row a key, and
 * none is needed below some 100,000 rows. At the end unique_end() looks through one part at a time for
 * fingerprints that stand there twice, puts what it found in the order of rows, and compares the keys
 * themselves, which it reads again through a reader of the caller's: two keys that only share a fingerprint
 * are never told. Memory is bounded, however many rows there are and however many of them repeat.
 *
 *     struct unique *unique = unique_start(keys);
 *     each thread: share = unique_share(unique);
 *                  per row: unique_add(unique_batch(share, key), fingerprint, row);
 *     behind the last row, one thread: unique_end(unique, &reader, &problem);
 *     unique_close(unique);
 *
 * Rows may be added in any order. Leaving a row out is the caller's way to say that a key with a missing
 * value repeats nothing.
 */
#ifndef BANCHI_CATALOG_UNIQUE_H
#define BANCHI_CATALOG_UNIQUE_H

#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/text.h"
#include "catalog/spill.h"

struct unique;
struct unique_share;

struct unique_entry {
    uint64_t fingerprint;
    uint64_t row; /* below 2^40 */
};

#define UNIQUE_BATCH ((size_t)512)

/* What one thread has seen of one key. */
struct unique_batch {
    size_t count; /* of entries that are not yet in `spill` */
    struct unique_entry entries[UNIQUE_BATCH];
    struct spill spill;
    struct unique *unique;
    uint64_t last_row; /* the highest in `spill` */
    bool spilled;
};

/* For up to LIMIT_UNIQUE_KEYS keys. */
struct unique *unique_start(size_t keys) __attribute__((returns_nonnull));

/* A thread's own share; threads may ask at the same time. It belongs to `unique`. */
struct unique_share *unique_share(struct unique *unique) __attribute__((returns_nonnull));

struct unique_batch *unique_batch(struct unique_share *share, size_t key);

/* For unique_add(). */
void unique_spill(struct unique_batch *batch);

static inline void unique_add(struct unique_batch *batch, uint64_t fingerprint, uint64_t row)
{
    batch->entries[batch->count++] = (struct unique_entry){fingerprint, row};
    if (batch->count == UNIQUE_BATCH)
        unique_spill(batch);
}

/* A row's key, read again. */
struct unique_text {
    struct text text;     /* equal if and only if the keys are */
    uint64_t fingerprint; /* as it was added */
    size_t line;          /* of the row */
};

struct unique_pair {
    size_t key;
    uint64_t row, first_row; /* the first row that has this key */
    size_t line, first_line;
};

/* Implementations embed this as their first member. */
struct unique_reader {
    /* Fills in `*into`, whose text is empty, from the row. False with a problem. */
    bool (*read)(struct unique_reader *self, size_t key, uint64_t row, struct unique_text *into,
                 struct problem *problem);
    /* Is told each row that repeats one before it: key by key, in the order of rows. */
    void (*repeats)(struct unique_reader *self, const struct unique_pair *pair);
};

/* Tells every row whose key stands in a row before it. False with a problem when the temporary file fails, or
 * when the rows read again are not those that were added: the file was changed meanwhile. */
bool unique_end(struct unique *unique, struct unique_reader *reader, struct problem *problem)
    __attribute__((warn_unused_result));

void unique_close(struct unique *unique);

#endif
