/* Records of 12 bytes in 256 parts, far more of them than memory should hold.
 *
 * Records are put in any order, each into its part, and read back part by part. What does not fit into the
 * buffers (`block_bytes` a part) goes to a temporary file in blocks of that size; as long as no part is full
 * there is no file. One file serves any number of spills, and spills of several threads at once; it lies in
 * TMPDIR (/tmp without), has no name, and is gone with the process however that ends. A block on the disk
 * holds nothing but records and the number of the part's block before it.
 *
 * A part that was read can be given back: its blocks are then written again before the file grows.
 */
#ifndef BANCHI_CATALOG_SPILL_H
#define BANCHI_CATALOG_SPILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/problem.h"

#define SPILL_PARTS 256
#define SPILL_RECORD_BYTES ((size_t)12)
#define SPILL_LINK_BYTES ((size_t)4) /* at the end of a block */
#define SPILL_NONE UINT32_MAX        /* no block */

struct spill_record {
    uint64_t first;
    uint32_t second;
};

/* The temporary file. `struct spill_file file = {.descriptor = -1}` is one that was never needed. */
struct spill_file {
    _Atomic int descriptor;
    _Atomic uint32_t blocks;          /* that it holds */
    size_t block_bytes;               /* the same for all spills of the file */
    uint32_t given_back[SPILL_PARTS]; /* ends of chains of blocks that are free */
    size_t given_back_count;
};

void spill_file_close(struct spill_file *file);

struct spill {
    struct spill_file *file;
    unsigned char *buffers; /* of all parts, one behind the other */
    size_t room;            /* records a block */
    uint32_t fill[SPILL_PARTS];
    uint32_t last[SPILL_PARTS];  /* the block written last, or SPILL_NONE */
    uint64_t count[SPILL_PARTS]; /* records written to the file */
    struct problem problem;      /* the first one; what is put behind it is dropped */
};

void spill_open(struct spill *spill, struct spill_file *file);
void spill_close(struct spill *spill);

/* Writes the part's buffer to the file; for spill_put(). */
void spill_write(struct spill *spill, unsigned part);

static inline void spill_put(struct spill *spill, unsigned part, struct spill_record record)
{
    unsigned char *at =
        spill->buffers + part * spill->file->block_bytes + spill->fill[part] * SPILL_RECORD_BYTES;
    memcpy(at, &record.first, 8);
    memcpy(at + 8, &record.second, 4);
    if (++spill->fill[part] == spill->room)
        spill_write(spill, part);
}

static inline struct spill_record spill_record_at(const unsigned char *records, size_t i)
{
    struct spill_record record;
    memcpy(&record.first, records + i * SPILL_RECORD_BYTES, 8);
    memcpy(&record.second, records + i * SPILL_RECORD_BYTES + 8, 4);
    return record;
}

/* Goes through the records of one part, in no order that matters, block by block. The last time, `give_back`
 * may be set: each block is then given back as soon as it was read. */
struct spill_reader {
    struct spill *spill;
    unsigned part;
    uint32_t next; /* block to be read, or SPILL_NONE */
    bool begun;
    bool give_back;
    unsigned char *block;
};

struct spill_reader spill_read(struct spill *spill, unsigned part, unsigned char *block);

/* `block` has room for file->block_bytes. 0 at the end or with the spill's problem. */
size_t spill_next(struct spill_reader *reader, const unsigned char **records);

/* The part is not needed any more. */
void spill_give_back(struct spill *spill, unsigned part);

#endif
