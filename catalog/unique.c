#include "catalog/unique.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "catalog/unique_parts.h"

struct unique_share {
    struct unique *unique;
    struct unique_share *next;
    struct unique_batch batches[];
};

struct unique {
    size_t keys;
    struct spill_file file;
    struct unique_share *_Atomic shares;
};

/* All buffers of a thread together: 4 MiB, or less for one key. */
static size_t block_bytes_for(size_t keys)
{
    size_t bytes = 8 * KiB;
    while (bytes > 256 && bytes * keys * SPILL_PARTS > 4 * MiB)
        bytes /= 2;
    return bytes;
}

struct unique *unique_start(size_t keys)
{
    struct unique *unique = calloc(1, sizeof *unique);
    if (unique == NULL)
        memory_exhausted();
    unique->keys = keys;
    unique->file.descriptor = -1;
    unique->file.block_bytes = block_bytes_for(keys);
    return unique;
}

struct unique_share *unique_share(struct unique *unique)
{
    struct unique_share *share = malloc(sizeof *share + unique->keys * sizeof *share->batches);
    if (share == NULL)
        memory_exhausted();
    share->unique = unique;
    for (size_t i = 0; i < unique->keys; i++) {
        share->batches[i].unique = unique;
        share->batches[i].count = 0;
        share->batches[i].last_row = 0;
        share->batches[i].spilled = false;
        share->batches[i].spill = (struct spill){0};
    }
    share->next = atomic_load(&unique->shares);
    while (!atomic_compare_exchange_weak(&unique->shares, &share->next, share))
        continue;
    return share;
}

struct unique_batch *unique_batch(struct unique_share *share, size_t key)
{
    return &share->batches[key];
}

void unique_close(struct unique *unique)
{
    if (unique == NULL)
        return;
    struct unique_share *next;
    for (struct unique_share *share = unique->shares; share != NULL; share = next) {
        next = share->next;
        for (size_t i = 0; i < unique->keys; i++)
            spill_close(&share->batches[i].spill);
        free(share);
    }
    spill_file_close(&unique->file);
    free(unique);
}

/* ---- entries to parts ---- */

/* `bits` of the fingerprint say which part; 0 when everything goes to the first. */
static void scatter(struct unique_batch *batch, unsigned bits)
{
    if (!batch->spilled)
        spill_open(&batch->spill, &batch->unique->file);
    batch->spilled = true;
    for (size_t i = 0; i < batch->count; i++) {
        struct unique_entry entry = batch->entries[i];
        unsigned part = bits == 0 ? 0 : (unsigned)(entry.fingerprint >> 56);
        spill_put(&batch->spill, part, record_of(entry.fingerprint, entry.row));
        if (entry.row > batch->last_row)
            batch->last_row = entry.row;
    }
    batch->count = 0;
}

void unique_spill(struct unique_batch *batch)
{
    scatter(batch, 8);
}

/* ---- the end ---- */

/* A few rows fit into one part: one look at it instead of 256. */
static bool fits_one_part(struct unique_batch *const *batches, size_t count, size_t block_bytes)
{
    for (size_t i = 0; i < count; i++)
        if (batches[i]->spilled || batches[i]->count >= (block_bytes - SPILL_LINK_BYTES) / SPILL_RECORD_BYTES)
            return false;
    return true;
}

static uint64_t last_row_of(struct unique_batch *const *batches, size_t count)
{
    uint64_t last = 0;
    for (size_t i = 0; i < count; i++)
        if (batches[i]->last_row > last)
            last = batches[i]->last_row;
    return last;
}

static bool move_problem(struct unique_batch *const *batches, size_t count, struct problem *problem)
{
    for (size_t i = 0; i < count; i++)
        if (batches[i]->spill.problem.kind != PROBLEM_NONE)
            return problem_move(problem, &batches[i]->spill.problem);
    return true;
}

static bool end_key(struct unique *unique, size_t key, struct unique_batch *const *batches, size_t count,
                    struct unique_reader *reader, struct problem *problem)
{
    bool one = fits_one_part(batches, count, unique->file.block_bytes);
    for (size_t i = 0; i < count; i++)
        scatter(batches[i], one ? 0 : 8);
    struct pairs pairs;
    pairs_open(&pairs, key, &unique->file, last_row_of(batches, count));
    bool done = true;
    for (unsigned part = 0; done && part < (one ? 1 : SPILL_PARTS); part++) {
        done = unique_find(batches, count, part, &pairs);
        for (size_t i = 0; i < count; i++)
            spill_give_back(&batches[i]->spill, part);
    }
    done = move_problem(batches, count, problem) && done && pairs_tell(&pairs, reader, problem);
    pairs_close(&pairs);
    for (size_t i = 0; i < count; i++)
        spill_close(&batches[i]->spill);
    return done;
}

bool unique_end(struct unique *unique, struct unique_reader *reader, struct problem *problem)
{
    size_t count = 0;
    for (struct unique_share *share = unique->shares; share != NULL; share = share->next)
        count++;
    struct unique_batch **batches = calloc(count + 1, sizeof *batches);
    if (batches == NULL)
        memory_exhausted();
    bool done = true;
    for (size_t key = 0; done && key < unique->keys; key++) {
        size_t i = 0;
        for (struct unique_share *share = unique->shares; share != NULL; share = share->next)
            batches[i++] = &share->batches[key];
        done = end_key(unique, key, batches, i, reader, problem);
    }
    free(batches);
    return done;
}
