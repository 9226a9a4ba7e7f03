/* Fingerprints that stand in a part twice. A map of bits tells which may, at a glance; only those are then
 * looked at one by one. The part is gone through again rather than held. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "catalog/unique_parts.h"

/* Bits of the maps: at least 16 for each record, within bounds. */
#define SMALLEST_MAP (UINT64_C(1) << 10)
#define LARGEST_MAP (UINT64_C(1) << 26)

/* Fingerprints looked at one by one in one going-through. */
#define SUSPECTS ((size_t)1 << 17)

struct suspect {
    uint64_t fingerprint; /* with bit 63 set; 0 in a free slot */
    uint64_t first;       /* the lowest row */
};

struct find {
    struct unique_batch *const *batches;
    size_t batch_count;
    unsigned part;
    struct pairs *pairs;
    uint64_t *seen, *again; /* maps */
    uint64_t mask;          /* bits of a map, less one */
    uint64_t again_count;
    struct suspect *suspects;
    size_t size; /* slots of suspects, a power of two */
    size_t count;
    bool last_time;         /* the part is not gone through again */
    uint64_t range, ranges; /* only fingerprints of this range of so many, by 16 of their bits */
};

/* Hands every block of the part to `take`; false when a spill failed. */
static bool go_through(struct find *find,
                       void (*take)(struct find *find, const unsigned char *records, size_t count))
{
    const unsigned char *records;
    size_t count;
    for (size_t i = 0; i < find->batch_count; i++) {
        struct spill *spill = &find->batches[i]->spill;
        struct spill_reader reader = spill_read(spill, find->part, find->pairs->block);
        reader.give_back = find->last_time;
        while ((count = spill_next(&reader, &records)) > 0)
            take(find, records, count);
        if (spill->problem.kind != PROBLEM_NONE)
            return false;
    }
    return true;
}

/* ---- maps ---- */

static void mark(struct find *find, const unsigned char *records, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t bit = record_fingerprint(spill_record_at(records, i)) & find->mask;
        uint64_t word = find->seen[bit >> 6], set = UINT64_C(1) << (bit & 63);
        find->seen[bit >> 6] = word | set;
        if (word & set) {
            find->again[bit >> 6] |= set;
            find->again_count++;
        }
    }
}

static bool is_suspect(const struct find *find, uint64_t fingerprint)
{
    uint64_t bit = fingerprint & find->mask;
    return (find->again[bit >> 6] >> (bit & 63) & 1) != 0 &&
           (fingerprint >> 32 & 0xFFFF) * find->ranges >> 16 == find->range;
}

/* ---- suspects ---- */

static struct suspect *slot_of(const struct find *find, uint64_t fingerprint)
{
    size_t at = (size_t)(fingerprint >> 8) & (find->size - 1);
    uint64_t wanted = fingerprint | UINT64_C(1) << 63;
    while (find->suspects[at].fingerprint != 0 && find->suspects[at].fingerprint != wanted)
        at = (at + 1) & (find->size - 1);
    return &find->suspects[at];
}

static void gather(struct find *find, const unsigned char *records, size_t count)
{
    for (size_t i = 0; i < count && find->count <= find->size / 2; i++) {
        struct spill_record record = spill_record_at(records, i);
        uint64_t fingerprint = record_fingerprint(record), row = record_row(record);
        if (!is_suspect(find, fingerprint))
            continue;
        struct suspect *slot = slot_of(find, fingerprint);
        if (slot->fingerprint == 0) {
            *slot = (struct suspect){fingerprint | UINT64_C(1) << 63, row};
            find->count++;
        } else if (row < slot->first) {
            slot->first = row;
        }
    }
}

static void pair_up(struct find *find, const unsigned char *records, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct spill_record record = spill_record_at(records, i);
        uint64_t fingerprint = record_fingerprint(record), row = record_row(record);
        if (!is_suspect(find, fingerprint))
            continue;
        const struct suspect *slot = slot_of(find, fingerprint);
        if (slot->fingerprint != 0 && row != slot->first)
            pairs_add(find->pairs, (struct pair){row, slot->first});
    }
}

/* Fingerprints of one range after the other; where there are too many for one, of ranges half as wide. */
static bool find_pairs(struct find *find)
{
    for (find->range = 0; find->range < find->ranges; find->range++) {
        memset(find->suspects, 0, find->size * sizeof *find->suspects);
        find->count = 0;
        if (!go_through(find, gather))
            return false;
        if (find->count > find->size / 2) {
            find->ranges *= 2;
            find->range = find->range * 2 - 1; /* its lower half comes next */
            continue;
        }
        find->last_time = find->range + 1 == find->ranges;
        if (!go_through(find, pair_up))
            return false;
    }
    return true;
}

static uint64_t power_above(uint64_t least, uint64_t start, uint64_t end)
{
    while (start < least && start < end)
        start *= 2;
    return start;
}

bool unique_find(struct unique_batch *const *batches, size_t count, unsigned part, struct pairs *pairs)
{
    struct find find = {.batches = batches, .batch_count = count, .part = part, .pairs = pairs, .ranges = 1};
    uint64_t records = 0;
    for (size_t i = 0; i < count; i++)
        records += batches[i]->spill.count[part] + batches[i]->spill.fill[part];
    if (records < 2)
        return true;
    find.mask = power_above(16 * records, SMALLEST_MAP, LARGEST_MAP) - 1;
    find.seen = calloc((size_t)(find.mask + 1) / 32, sizeof *find.seen);
    if (find.seen == NULL)
        memory_exhausted();
    find.again = find.seen + (find.mask + 1) / 64;
    bool done = go_through(&find, mark);
    if (done && find.again_count > 0) {
        find.size = (size_t)power_above(8 * find.again_count, 64, SUSPECTS);
        find.suspects = calloc(find.size, sizeof *find.suspects);
        if (find.suspects == NULL)
            memory_exhausted();
        done = find_pairs(&find);
    }
    free(find.suspects);
    free(find.seen);
    return done;
}
