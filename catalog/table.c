#include "catalog/table.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "catalog/table_split.h"

#define BLOCK_BYTES (256 * KiB)

static const char MARK[] = "\xEF\xBB\xBF";
#define MARK_BYTES (sizeof MARK - 1)

struct table {
    char *path;
    int descriptor;
    struct hash *hash; /* NULL when it has been told */
    char *bytes;
    size_t room;
    size_t start;   /* offset of the next row */
    size_t checked; /* offset up to which the bytes are known to be UTF-8 */
    size_t rows;
    size_t line; /* on which the next row begins */
    uint64_t read;
    bool begun; /* something was read */
    bool mark;
    struct split split; /* its `bytes`, `end` and `last` are the buffer's */
};

struct table *table_open(const char *path, struct problem *problem)
{
    int descriptor = file_open(path, problem);
    if (descriptor < 0)
        return NULL;
    struct table *table = calloc(1, sizeof *table);
    char *name = strdup(path);
    char *bytes = malloc(BLOCK_BYTES + SPLIT_PADDING);
    if (table == NULL || name == NULL || bytes == NULL)
        memory_exhausted();
    table->bytes = bytes;
    table->room = BLOCK_BYTES + SPLIT_PADDING;
    table->path = name;
    table->descriptor = descriptor;
    table->hash = hash_start();
    table->line = 1;
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
    close(table->descriptor);
    text_free(&table->split.unquoted);
    free(table->bytes);
    free(table->path);
    free(table);
}

/* Makes room for a block behind what is not yet used up, which moves to the front. */
static void make_room(struct table *table)
{
    struct split *split = &table->split;
    size_t kept = split->end - table->start;
    size_t wanted = kept + BLOCK_BYTES + SPLIT_PADDING;
    if (table->start > 0) {
        memmove(table->bytes, table->bytes + table->start, kept);
        table->checked -= table->start;
        table->start = 0;
        split->end = kept;
    }
    if (wanted > table->room) {
        char *bytes = realloc(table->bytes, wanted);
        if (bytes == NULL)
            memory_exhausted();
        table->bytes = bytes;
        table->room = wanted;
    }
    split->bytes = table->bytes;
}

static void check_encoding(struct table *table)
{
    table->checked += utf8_check(table->bytes + table->checked, table->split.end - table->checked);
}

/* Reads one more block. At the end of the file `split.last` is set. */
static bool fill(struct table *table, struct problem *problem)
{
    struct split *split = &table->split;
    make_room(table);
    long got =
        file_read_some(table->descriptor, table->bytes + split->end, BLOCK_BYTES, table->path, problem);
    if (got < 0)
        return false;
    hash_add(table->hash, table->bytes + split->end, (size_t)got);
    split->end += (size_t)got;
    split->last = got == 0;
    table->read += (uint64_t)got;
    memset(table->bytes + split->end, 0, SPLIT_PADDING);
    check_encoding(table);
    split_seek(split, table->start);
    return true;
}

/* The first read; passes over the byte order mark. */
static bool begin(struct table *table, struct problem *problem)
{
    table->begun = true;
    do {
        if (!fill(table, problem))
            return false;
    } while (table->split.end < MARK_BYTES && !table->split.last);
    if (table->split.end >= MARK_BYTES && memcmp(table->bytes, MARK, MARK_BYTES) == 0) {
        table->mark = true;
        table->start = MARK_BYTES;
        split_seek(&table->split, table->start);
    }
    return true;
}

struct slice table_beginning(struct table *table, struct problem *problem)
{
    if (!table->begun && !begin(table, problem))
        return (struct slice){NULL, 0};
    return (struct slice){table->bytes, table->split.end};
}

/* Passes over the rest of a line that is too long to be held. */
static bool skip_line(struct table *table, struct problem *problem)
{
    struct split *split = &table->split;
    for (;;) {
        const char *from = table->bytes + table->start;
        const char *feed = memchr(from, '\n', split->end - table->start);
        if (feed != NULL || split->last) {
            split->next = feed == NULL ? split->end : (size_t)(feed - table->bytes) + 1;
            split->count = 0;
            split->inner_lines = 0;
            split_seek(split, split->next);
            return true;
        }
        table->start = split->end;
        table->checked = split->end;
        if (!fill(table, problem))
            return false;
    }
}

/* Splits the row as one line, quotes taken as they stand. */
static bool split_literally(struct table *table)
{
    struct split *split = &table->split;
    split->literal = true;
    split_seek(split, table->start);
    bool done = split_row(split, table->start) == SPLIT_ROW;
    split->literal = false;
    return done;
}

/* Gets over a row that does not end: as one line when a quote keeps it open; else, or where even that is too
 * long, the line is passed over. */
static bool cut_row(struct table *table, enum table_fault fault, struct problem *problem)
{
    struct split *split = &table->split;
    size_t quote = split->quote;
    bool held = quote != SIZE_MAX && split_literally(table);
    split->fault = fault;
    split->fault_at = held ? quote : SIZE_MAX;
    return held || skip_line(table, problem);
}

/* Splits the next row, reading on as long as it does not end. */
static bool take_row(struct table *table, struct problem *problem)
{
    struct split *split = &table->split;
    for (;;) {
        enum split_result result = split_row(split, table->start);
        if (result == SPLIT_ROW)
            return true;
        if (result == SPLIT_UNCLOSED)
            return cut_row(table, TABLE_UNCLOSED, problem);
        if (split->end - table->start > LIMIT_TABLE_ROW_BYTES)
            return cut_row(table, TABLE_LIMIT, problem);
        if (!fill(table, problem))
            return false;
    }
}

/* Where in the file the row's fault stands. A row of which nothing is held any more has it at its beginning.
 */
static void place_fault(const struct table *table, size_t *line, size_t *column)
{
    const struct split *split = &table->split;
    *line = table->line;
    *column = 1;
    if (split->fault_at == SIZE_MAX)
        return;
    for (size_t i = table->start; i < split->fault_at; i++) {
        unsigned char byte = (unsigned char)table->bytes[i];
        if (byte == '\n') {
            *line += 1;
            *column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            *column += 1;
        }
    }
}

/* Faults that the splitting does not see. */
static void judge_row(struct table *table)
{
    struct split *split = &table->split;
    if (split->next - table->start > LIMIT_TABLE_ROW_BYTES && split->fault == TABLE_FINE) {
        split->fault = TABLE_LIMIT;
        split->fault_at = table->start;
    }
    if (table->checked < split->next) {
        bool cut = split->fault == TABLE_UNCLOSED || split->fault == TABLE_LIMIT;
        if (split->fault == TABLE_FINE || (!cut && table->checked < split->fault_at)) {
            split->fault = TABLE_ENCODING;
            split->fault_at = table->checked;
        }
        table->checked = split->next;
        check_encoding(table);
    }
}

/* The row's bytes; none when they have been passed over. */
static struct slice source_of(const struct table *table)
{
    const struct split *split = &table->split;
    struct slice source = {table->bytes + table->start, split->next - table->start};
    if (split->count == 0)
        source.length = 0;
    if (source.length > 0 && source.at[source.length - 1] == '\n')
        source.length--;
    if (source.length > 0 && source.at[source.length - 1] == '\r')
        source.length--;
    return source;
}

bool table_next(struct table *table, struct table_row *row, enum table_fault *fault, size_t *line,
                size_t *column, struct problem *problem)
{
    struct split *split = &table->split;
    if (!table->begun && !begin(table, problem))
        return false;
    while (table->start == split->end && !split->last)
        if (!fill(table, problem))
            return false;
    if (table->start == split->end || !take_row(table, problem))
        return false;
    judge_row(table);
    *fault = split->fault;
    *line = 0;
    *column = 0;
    if (split->fault != TABLE_FINE)
        place_fault(table, line, column);
    table->rows++;
    *row = (struct table_row){table->rows, table->line, split->cells, split->count, source_of(table)};
    table->line += 1 + split->inner_lines;
    table->start = split->next;
    return true;
}

bool table_has_mark(const struct table *table)
{
    return table->mark;
}

uint64_t table_bytes(const struct table *table)
{
    return table->read;
}

void table_hash(struct table *table, char hex[static HASH_HEX_BYTES])
{
    hash_finish(table->hash, hex);
    table->hash = NULL;
}

bool table_row_at(struct table *table, size_t number, struct table_row *row, struct problem *problem)
{
    (void)number, (void)row;
    return problem_set(problem, PROBLEM_LOCAL, "%s: to come", table->path);
}
