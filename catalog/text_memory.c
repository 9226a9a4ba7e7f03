#include "catalog/text_memory.h"

#include "base/arena.h"
#include "catalog/column.h"
#include "catalog/fingerprint.h"

#define SETS 1024
#define WAYS 2

/* Of a wider table the rest is never remembered. */
#define COLUMNS_MOST 64

/* After so many batches a column of which less than half of the cells was known is left alone for so many. */
#define TRIED 32
#define ASLEEP 480

struct text_column {
    size_t place;
    size_t tried, asleep; /* batches */
    size_t asked, found;  /* cells since it was tried */
    uint64_t recalled;    /* cells of the batch that have a fingerprint */
    uint64_t fingerprints[BATCH_ROWS];
    uint64_t kept[SETS][WAYS]; /* 0: free */
};

struct text_memory {
    struct fingerprint_secrets secrets;
    struct text_column *columns[COLUMNS_MOST];
    size_t count;
};

struct text_memory *text_memory_make(struct arena *arena, const struct table_run *run)
{
    struct text_memory *memory = arena_alloc(arena, sizeof *memory);
    struct fingerprint_seed seed = fingerprint_seed();
    fingerprint_secrets(&seed, &memory->secrets);
    for (size_t i = 0; i < run->column_count && memory->count < COLUMNS_MOST; i++) {
        if (!column_plan_is_free(run->columns[i].plan))
            continue;
        struct text_column *column = arena_alloc(arena, sizeof *column);
        column->place = i;
        memory->columns[memory->count++] = column;
    }
    return memory;
}

/* ---- recalling ---- */

#define ALWAYS inline __attribute__((always_inline))

/* Cells by the steps that their fingerprint takes, so that the processor need not guess: none, or up to 32,
 * 64, 96 or all FINGERPRINT_SHORT bytes. */
#define CLASSES 4
#define CLASS_BYTES ((size_t)32)
_Static_assert(CLASSES *CLASS_BYTES == FINGERPRINT_SHORT, "the last class has all");

static void classify(const struct table_batch *batch, size_t place, uint64_t classes[static CLASSES])
{
    const struct table_cell *cell = batch->cells + batch->count * batch->columns + place;
    uint64_t all = 0, one = 0, two = 0, three = 0; /* that need no more than so many times CLASS_BYTES */
    for (size_t left = batch->count; left > 0; left--) { /* the last row first: its bit goes up */
        cell -= batch->columns;
        size_t length = cell->length - (size_t)1; /* of an empty cell very large */
        all = all + all + (length < 4 * CLASS_BYTES);
        one = one + one + (length < 1 * CLASS_BYTES);
        two = two + two + (length < 2 * CLASS_BYTES);
        three = three + three + (length < 3 * CLASS_BYTES);
    }
    classes[0] = one;
    classes[1] = two & ~one;
    classes[2] = three & ~two;
    classes[3] = all & ~three;
}

static ALWAYS bool is_kept(const uint64_t kept[static WAYS], uint64_t fingerprint)
{
    bool found = false;
    for (size_t i = 0; i < WAYS; i++)
        found |= kept[i] == fingerprint;
    return found;
}

/* Those of the rows that are known. The number of the class is a constant to the compiler. */
static ALWAYS uint64_t look_up_class(const struct text_memory *memory, struct text_column *column,
                                     const struct table_batch *batch, uint64_t rows, size_t class)
{
    uint64_t known = 0;
    while (rows != 0) {
        size_t row = batch_take(&rows);
        uint64_t fingerprint = fingerprint_short(&memory->secrets, batch_cell(batch, row, column->place),
                                                 (class + 1) * CLASS_BYTES / FINGERPRINT_STEP);
        column->fingerprints[row] = fingerprint;
        known |= (uint64_t)is_kept(column->kept[fingerprint % SETS], fingerprint) << row;
    }
    return known;
}

static uint64_t look_up(const struct text_memory *memory, struct text_column *column,
                        const struct table_batch *batch)
{
    uint64_t classes[CLASSES];
    classify(batch, column->place, classes);
    column->recalled = classes[0] | classes[1] | classes[2] | classes[3];
    return look_up_class(memory, column, batch, classes[0], 0) |
           look_up_class(memory, column, batch, classes[1], 1) |
           look_up_class(memory, column, batch, classes[2], 2) |
           look_up_class(memory, column, batch, classes[3], 3);
}

/* Whether the column is left alone this time. */
static bool sleeps(struct text_column *column)
{
    if (column->asleep == 0 && column->tried == TRIED) {
        column->asleep = 2 * column->found < column->asked ? ASLEEP : 0;
        column->tried = column->asked = column->found = 0;
    }
    if (column->asleep == 0)
        return false;
    column->asleep--;
    return true;
}

void text_memory_recall(struct text_memory *memory, const struct table_batch *batch, uint64_t *known)
{
    for (size_t i = 0; i < batch->columns; i++)
        known[i] = 0;
    for (size_t i = 0; i < memory->count; i++) {
        struct text_column *column = memory->columns[i];
        column->recalled = 0;
        if (sleeps(column))
            continue;
        uint64_t set = look_up(memory, column, batch);
        column->tried++;
        column->asked += (size_t)__builtin_popcountll(column->recalled);
        column->found += (size_t)__builtin_popcountll(set);
        known[column->place] = set;
    }
}

/* ---- keeping ---- */

/* In a free place if there is one, else in any. */
static void keep(uint64_t kept[static WAYS], uint64_t fingerprint)
{
    size_t way = 0;
    while (way < WAYS && kept[way] != 0)
        way++;
    kept[way < WAYS ? way : fingerprint >> 63] = fingerprint;
}

void text_memory_keep(struct text_memory *memory, const struct table_batch *batch, const uint64_t *telling)
{
    for (size_t i = 0; i < memory->count; i++) {
        struct text_column *column = memory->columns[i];
        size_t place = column->place;
        uint64_t rows = column->recalled & batch->sure[place] & ~batch->known[place] & ~telling[place];
        while (rows != 0) {
            uint64_t fingerprint = column->fingerprints[batch_take(&rows)];
            uint64_t *kept = column->kept[fingerprint % SETS];
            if (!is_kept(kept, fingerprint))
                keep(kept, fingerprint);
        }
    }
}
