#include "catalog/table.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "catalog/table_block.h"
#include "catalog/table_rows.h"

static const char MARK[] = "\xEF\xBB\xBF";
#define MARK_BYTES (sizeof MARK - 1)

/* Where some row begins, so that those behind it can be found again. */
struct waypoint {
    size_t number, line;
    uint64_t offset;
};

/* One in so many bytes; beyond so many every second one is dropped. */
#define WAYPOINT_BYTES ((uint32_t)16 * 1024)
#define WAYPOINTS 65536
/* What is read at once when a row is looked for. */
#define AGAIN_BYTES ((size_t)32 * 1024)

struct table {
    char *path;
    int descriptor;
    bool borrowed; /* the descriptor is somebody else's */
    bool begun;
    bool mark;
    bool ended;          /* nothing is left to be read */
    bool skipping;       /* the next bytes are the rest of a line that is passed over */
    bool broken;         /* reading failed: nothing more is given out */
    uint64_t offset;     /* of the next byte to be read */
    size_t number, line; /* of the next row */
    size_t at_once;      /* bytes that are read */
    struct text carry;   /* the beginning of the next row */
    struct table_rows rows;

    /* row by row: */
    bool hashed;       /* the hash is wanted */
    struct hash *hash; /* NULL when it has been told */
    struct table_block block;
    size_t next; /* row of it */
    struct slice cells[LIMIT_TABLE_COLUMNS];

    struct waypoint *waypoints;
    size_t waypoint_count, passed, stride; /* every `stride`-th of those that were passed is kept */
    struct table *again;                   /* reads rows anew */
};

/* ---- opening, closing ---- */

static struct table *table_new(int descriptor, const char *path)
{
    struct table *table = calloc(1, sizeof *table);
    char *name = strdup(path);
    if (table == NULL || name == NULL)
        memory_exhausted();
    table->path = name;
    table->descriptor = descriptor;
    table->number = table->line = table->stride = 1;
    table->rows.way = table_index_way();
    table->at_once = TABLE_BLOCK_BYTES;
    table_rows_begin(&table->rows);
    return table;
}

void table_set_dialect(struct table *table, const struct table_dialect *dialect)
{
    if (dialect == NULL)
        return;
    table_rows_set_dialect(&table->rows, dialect);
    table->number = table->line = dialect->header ? 1 : 0;
}

void table_begin_anew(struct table *table, const struct table_dialect *dialect)
{
    table->begun = table->mark = table->ended = table->skipping = table->broken = false;
    table->offset = 0;
    table->number = table->line = table->stride = 1;
    table->next = table->waypoint_count = table->passed = 0;
    table->block.row_count = 0;
    text_clear(&table->carry);
    table_rows_begin(&table->rows);
    table_set_dialect(table, dialect);
}

struct table *table_open(const char *path, struct problem *problem)
{
    int descriptor = file_open(path, problem);
    return descriptor < 0 ? NULL : table_new(descriptor, path);
}

struct table *table_open_descriptor(int descriptor, const char *path)
{
    struct table *table = table_new(descriptor, path);
    table->borrowed = true;
    return table;
}

void table_close(struct table *table)
{
    if (table == NULL)
        return;
    if (table->hash != NULL) {
        char hex[HASH_HEX_BYTES];
        hash_finish(table->hash, hex);
    }
    table_close(table->again);
    if (!table->borrowed)
        close(table->descriptor);
    table_block_free(&table->block);
    text_free(&table->rows.split.unquoted);
    text_free(&table->carry);
    free(table->waypoints);
    free(table->path);
    free(table);
}

void table_read_so(struct table *table, enum table_index_way way, size_t bytes)
{
    table->rows.way = way;
    table->at_once = bytes;
}

int table_descriptor(const struct table *table)
{
    return table->descriptor;
}

/* ---- blocks ---- */

static void begin_block(struct table *table, struct table_block *block)
{
    block->number = table->number;
    block->line = table->line;
    block->offset = table->offset - table->carry.length;
    block->start = block->end = 0;
    block->fresh = block->held = block->extra = table->carry.length;
    block->row_count = block->cell_count = block->wrong = block->passed = 0;
}

/* Reads on behind what the block holds. */
static bool read_on(struct table *table, struct table_block *block, struct problem *problem)
{
    size_t wanted = block->held + table->at_once + INDEX_PADDING;
    if (wanted > block->room) {
        char *bytes = realloc(block->bytes, wanted);
        if (bytes == NULL)
            memory_exhausted();
        block->bytes = bytes;
        block->room = wanted;
    }
    if (block->held == table->carry.length && block->held > 0)
        memcpy(block->bytes, table->carry.at, block->held);
    long got = file_read_at(table->descriptor, block->bytes + block->held, table->at_once, table->offset,
                            table->path, problem);
    if (got < 0)
        return false;
    table->offset += (uint64_t)got;
    table->ended = got == 0;
    block->held += (size_t)got;
    block->extra = block->held + INDEX_PADDING;
    memset(block->bytes + block->held, 0, INDEX_PADDING);
    return true;
}

/* Passes over the rest of a line that is too long to be held. */
static void skip_line(struct table *table, struct table_block *block)
{
    if (!table->skipping)
        return;
    size_t next = table_rows_line(&table->rows, block, 0);
    table->skipping = next == SIZE_MAX;
    block->start = block->end = next != SIZE_MAX ? next : block->held;
}

static void skip_mark(struct table *table, struct table_block *block)
{
    if (table->begun)
        return;
    table->begun = true;
    table->mark = block->held >= MARK_BYTES && memcmp(block->bytes, MARK, MARK_BYTES) == 0;
    block->start = block->end = table->mark ? MARK_BYTES : 0;
}

static void thin_out(struct table *table)
{
    for (size_t i = 0; i < WAYPOINTS / 2; i++)
        table->waypoints[i] = table->waypoints[2 * i];
    table->waypoint_count /= 2;
    table->stride *= 2;
}

static void add_waypoint(struct table *table, const struct table_block *block, size_t row)
{
    if (table->passed++ % table->stride != 0)
        return;
    if (table->waypoints == NULL)
        table->waypoints = malloc(WAYPOINTS * sizeof *table->waypoints);
    if (table->waypoints == NULL)
        memory_exhausted();
    if (table->waypoint_count == WAYPOINTS)
        thin_out(table);
    const struct block_row *at = &block->rows[row];
    table->waypoints[table->waypoint_count++] =
        (struct waypoint){block->number + row, block->line + row + at->lines, block->offset + at->start};
}

/* The first row at or behind a place. */
static size_t row_behind(const struct table_block *block, uint32_t place)
{
    size_t low = 0, high = block->row_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (block->rows[middle].start < place)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void add_waypoints(struct table *table, const struct table_block *block)
{
    for (size_t row = 0; row < block->row_count;) {
        add_waypoint(table, block, row);
        row = row_behind(block, block->rows[row].start + WAYPOINT_BYTES);
    }
}

/* What comes next begins behind the block's rows. */
static void end_block(struct table *table, struct table_block *block)
{
    size_t rest = table->skipping ? block->held : block->end;
    text_clear(&table->carry);
    text_add_bytes(&table->carry, block->bytes + rest, block->held - rest);
    add_waypoints(table, block);
    if (block->row_count == 0)
        return;
    table->number += block->row_count;
    table->line += block->row_count + block->rows[block->row_count].lines;
}

/* Whoever takes the first block finds the header in it, unless that begins too far on. */
static bool seeks_header(const struct table *table, const struct table_block *block)
{
    return !table->rows.header_known && block->held - block->start <= LIMIT_TABLE_ROW_BYTES;
}

/* Its rows are found again, with what was read behind them. */
static void find_anew(struct table_block *block)
{
    block->row_count = block->cell_count = block->wrong = block->passed = 0;
    block->end = block->start;
}

bool table_take(struct table *table, struct table_block *block, struct problem *problem)
{
    begin_block(table, block);
    if (table->broken || (table->ended && table->carry.length == 0))
        return false;
    do {
        if (!read_on(table, block, problem)) {
            table->broken = true;
            return false;
        }
        if (!table->begun && block->held < MARK_BYTES && !table->ended)
            continue;
        skip_mark(table, block);
        skip_line(table, block);
        if (!table->rows.header_known)
            find_anew(block);
        if (table_rows_find(&table->rows, block, table->ended))
            table->skipping = true;
    } while ((block->row_count == 0 || seeks_header(table, block)) && !table->ended && !table->skipping);
    end_block(table, block);
    return block->row_count > 0 || !table->ended || block->held > block->fresh;
}

struct slice table_block_fresh(const struct table_block *block)
{
    return (struct slice){block->bytes + block->fresh, block->held - block->fresh};
}

/* ---- row by row ---- */

/* The first block is hashed when its rows are asked for: who takes blocks does that himself. */
static void hash_fresh(struct table *table)
{
    struct slice fresh = table_block_fresh(&table->block);
    if (!table->hashed)
        return;
    if (table->hash == NULL)
        table->hash = hash_start();
    hash_add(table->hash, fresh.at, fresh.length);
}

static bool next_block(struct table *table, struct problem *problem)
{
    table->next = 0;
    if (!table_take(table, &table->block, problem))
        return false;
    table_block_check_encoding(&table->block);
    return true;
}

struct slice table_beginning(struct table *table, struct problem *problem)
{
    if (!table->begun && !next_block(table, problem) && !table->begun)
        return (struct slice){NULL, 0};
    return (struct slice){table->block.bytes, table->block.held};
}

struct table_block *table_first_block(struct table *table)
{
    return &table->block;
}

static bool is_passed(const struct block_row *row)
{
    return (row->use == ROW_PASSED || row->use == ROW_COMMENT) && row->fault == TABLE_FINE;
}

bool table_next(struct table *table, struct table_row *row, enum table_fault *fault, size_t *line,
                size_t *column, struct problem *problem)
{
    struct table_block *block = &table->block;
    if (table->begun && table->hashed && table->hash == NULL)
        hash_fresh(table);
    do {
        while (table->next == block->row_count) {
            if (!next_block(table, problem))
                return false;
            hash_fresh(table);
        }
    } while (is_passed(&block->rows[table->next++]));
    size_t index = table->next - 1;
    table_block_row(block, index, table->cells, row);
    *fault = (enum table_fault)block->rows[index].fault;
    *line = *column = 0;
    if (*fault != TABLE_FINE)
        table_block_place(block, index, line, column);
    return true;
}

bool table_has_mark(const struct table *table)
{
    return table->mark;
}

uint64_t table_bytes(const struct table *table)
{
    return table->offset;
}

void table_want_hash(struct table *table)
{
    table->hashed = true;
}

void table_hash(struct table *table, char hex[static HASH_HEX_BYTES])
{
    hash_finish(table->hash != NULL ? table->hash : hash_start(), hex);
    table->hash = NULL;
}

/* ---- rows anew ---- */

static const struct waypoint *waypoint_before(const struct table *table, size_t number)
{
    size_t low = 0, high = table->waypoint_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (table->waypoints[middle].number <= number)
            low = middle;
        else
            high = middle;
    }
    return &table->waypoints[low];
}

/* Whether reading on from where the second reader stands leads to the row soonest. */
static bool is_ahead(const struct table *again, const struct waypoint *from, size_t number)
{
    return again->begun && again->block.row_count > 0 && number >= again->block.number &&
           again->block.number >= from->number;
}

static void go_to(struct table *again, const struct waypoint *from)
{
    again->begun = true;
    again->ended = again->skipping = false;
    again->offset = from->offset;
    again->number = from->number;
    again->line = from->line;
    again->block.row_count = 0;
    text_clear(&again->carry);
}

bool table_row_at(struct table *table, size_t number, struct table_row *row, struct problem *problem)
{
    if (table->waypoint_count == 0 || number == 0 || number >= table->number)
        return false;
    if (table->again == NULL) {
        table->again = table_open_descriptor(table->descriptor, table->path);
        table->again->at_once = AGAIN_BYTES;
        table->again->rows.dialect = table->rows.dialect;
        table->again->rows.header = table->rows.header;
        table->again->passed = 1; /* it keeps none itself */
        table->again->stride = SIZE_MAX;
    }
    struct table *again = table->again;
    const struct waypoint *from = waypoint_before(table, number);
    if (!is_ahead(again, from, number))
        go_to(again, from);
    while (again->block.row_count == 0 || number >= again->block.number + again->block.row_count)
        if (!table_take(again, &again->block, problem))
            return false;
    table_block_row(&again->block, number - again->block.number, again->cells, row);
    return true;
}
