/* The inside of catalog/unique.h: from fingerprints to pairs of rows, from pairs to what is told.
 */
#ifndef BANCHI_CATALOG_UNIQUE_PARTS_H
#define BANCHI_CATALOG_UNIQUE_PARTS_H

#include "catalog/unique.h"

/* Two rows of one fingerprint. */
struct pair {
    uint64_t row, first;
};

/* Pairs held at once: so many are sorted in memory, more go to the spill by the row's first bits. */
#define PAIRS_HELD ((size_t)65536)

/* Keys of first rows held at once, in bytes. */
#define PAIRS_TEXT_BYTES ((size_t)4 << 20)

/* A key that shares its fingerprint with that of `first`, and is another. */
struct stranger {
    uint64_t first;
    uint64_t row;
    size_t line;
    char *text; /* from malloc */
    size_t length;
};

/* The pairs of one key. */
struct pairs {
    size_t key;
    struct pair *held;
    size_t count;
    struct spill spill; /* open when `spilled` */
    bool spilled;
    unsigned shift; /* row >> shift is the part */
    struct spill_file *file;
    unsigned char *block; /* room for one of the file's */
    struct stranger *strangers;
    size_t stranger_count;
};

void pairs_open(struct pairs *pairs, size_t key, struct spill_file *file, uint64_t last_row);
void pairs_add(struct pairs *pairs, struct pair pair);

/* Compares and tells all of them. */
bool pairs_tell(struct pairs *pairs, struct unique_reader *reader, struct problem *problem);
void pairs_close(struct pairs *pairs);

/* Looks through one part of one key, as all threads' batches hold it, and adds its pairs. False when a spill
 * failed. */
bool unique_find(struct unique_batch *const *batches, size_t count, unsigned part, struct pairs *pairs);

/* A record and what it stands for. */
static inline struct spill_record record_of(uint64_t fingerprint, uint64_t row)
{
    return (struct spill_record){(fingerprint & 0xFFFFFFFFFFFFFF) | row << 56, (uint32_t)(row >> 8)};
}

static inline uint64_t record_fingerprint(struct spill_record record)
{
    return record.first & 0xFFFFFFFFFFFFFF;
}

static inline uint64_t record_row(struct spill_record record)
{
    return record.first >> 56 | (uint64_t)record.second << 8;
}

#endif
