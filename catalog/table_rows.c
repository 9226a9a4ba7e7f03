#include "catalog/table_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "catalog/dialect_split.h"

/* ---- room ---- */

static void *grown(void *array, size_t *room, size_t wanted, size_t size)
{
    if (wanted <= *room)
        return array;
    *room = wanted + wanted / 2;
    void *larger = realloc(array, *room * size);
    if (larger == NULL)
        memory_exhausted();
    return larger;
}

static void need_cells(struct table_block *block, size_t more)
{
    block->cells = grown(block->cells, &block->cell_room, block->cell_count + more + 1, sizeof *block->cells);
}

static struct block_row *add_row(struct table_block *block)
{
    block->rows = grown(block->rows, &block->row_room, block->row_count + 2, sizeof *block->rows);
    return &block->rows[block->row_count++];
}

/* Copies bytes behind those of the file; their place. */
static uint32_t add_extra(struct table_block *block, size_t bytes)
{
    size_t at = block->extra;
    block->bytes = grown(block->bytes, &block->room, at + bytes + INDEX_PADDING, 1);
    block->extra += bytes;
    return (uint32_t)at;
}

/* ---- by the index ---- */

/* A row in progress. */
struct progress {
    size_t from;  /* where the next cell begins */
    size_t cell;  /* the first cell of the row */
    bool quoted;  /* the cell in progress stands in quotes */
    size_t lines; /* see struct block_row */
};

static void undouble(struct table_block *block, struct table_cell *cell)
{
    if (memchr(block->bytes + cell->from, '"', cell->length) == NULL)
        return;
    uint32_t at = add_extra(block, cell->length), length = 0;
    const char *from = block->bytes + cell->from;
    for (uint32_t i = 0; i < cell->length; i++) {
        block->bytes[at + length++] = from[i];
        i += from[i] == '"';
    }
    *cell = (struct table_cell){at, length};
}

/* Takes the quotation marks away; of the last cell in a line that ends with CR LF the return has gone. */
static void unquote(struct table_block *block, struct table_cell *cell)
{
    cell->from++;
    cell->length -= 2;
    undouble(block, cell);
}

/* The cells that ended in this run. */
static void take_cells(const struct table_index *index, struct table_block *block, struct progress *progress)
{
    struct table_cell *cells = block->cells + block->cell_count;
    uint32_t from = (uint32_t)progress->from;
    for (size_t i = 0; i < index->separators; i++) {
        uint32_t at = index->separator[i];
        cells[i] = (struct table_cell){from, at - from};
        from = at + 1;
    }
    progress->from = from;
}

/* Without the carriage returns before line feeds. */
static void take_returns(const struct table_index *index, struct table_block *block)
{
    struct table_cell *cells = block->cells + block->cell_count;
    for (size_t i = 0; i < index->separators; i++) {
        uint32_t at = index->separator[i];
        if (block->bytes[at] == '\n' && cells[i].length > 0 && block->bytes[at - 1] == '\r')
            cells[i].length--;
    }
}

static void take_quotes(const struct table_index *index, struct table_block *block, struct progress *progress)
{
    struct table_cell *cells = block->cells + block->cell_count;
    if (progress->quoted && index->separators > 0) {
        unquote(block, &cells[0]);
        progress->quoted = false;
    }
    for (size_t i = 0; i < index->quotes; i++) {
        if (index->quote[i] < index->separators)
            unquote(block, &cells[index->quote[i]]);
        else
            progress->quoted = true;
    }
}

/* The number of cells of the row whose line feed stands at `end`. */
static size_t count_cells(const struct table_index *index, size_t before, size_t end, size_t *seen)
{
    while (index->separator[*seen] != end)
        *seen += 1;
    *seen += 1;
    return before + *seen;
}

/* The rows that ended in this run; false at one over the limits, which is left to the splitter. */
static bool take_rows(struct table_rows *rows, struct table_block *block, struct progress *progress)
{
    const struct table_index *index = &rows->index;
    size_t base = block->cell_count, seen = 0;
    for (size_t i = 0; i < index->ends; i++) {
        uint32_t end = index->end[i];
        size_t guess = progress->cell + rows->width - base - 1;
        size_t behind;
        if (progress->cell + rows->width > base && guess < index->separators &&
            index->separator[guess] == end) {
            seen = guess + 1;
            behind = base + seen;
        } else {
            behind = count_cells(index, base, end, &seen);
        }
        size_t count = behind - progress->cell;
        if (count > LIMIT_TABLE_COLUMNS || end - block->end > LIMIT_TABLE_ROW_BYTES)
            return false;
        *add_row(block) = (struct block_row){.start = (uint32_t)block->end,
                                             .cell = (uint32_t)progress->cell,
                                             .lines = (uint32_t)progress->lines,
                                             .fault_at = NO_PLACE,
                                             .count = (uint16_t)count,
                                             .fault = TABLE_FINE};
        rows->width = count;
        progress->cell = behind;
        block->end = end + 1;
    }
    return true;
}

/* Takes rows as long as the index sees nothing odd. False when the row at block->end is for the splitter. */
static bool take_plain(struct table_rows *rows, struct table_block *block, size_t lines)
{
    struct progress progress = {.from = block->end, .cell = block->cell_count, .lines = lines};
    bool fine = true;
    size_t at = block->end;
    table_index_begin(&rows->index);
    while (fine && at < block->held) {
        size_t to = block->held - at > INDEX_RUN_BYTES ? at + INDEX_RUN_BYTES : block->held;
        size_t done = table_index_run(&rows->index, rows->way, block->bytes, at, to);
        need_cells(block, rows->index.separators);
        take_cells(&rows->index, block, &progress);
        if (rows->index.returns)
            take_returns(&rows->index, block);
        take_quotes(&rows->index, block, &progress);
        fine = take_rows(rows, block, &progress) && done == to;
        block->cell_count += rows->index.separators;
        at = to;
    }
    block->cell_count = progress.cell;
    return fine;
}

/* ---- by the splitter ---- */

static enum split_result split_one(struct table_rows *rows, size_t start)
{
    return rows->dialect != NULL ? dialect_split_row(rows->dialect, &rows->split, start)
                                 : split_row(&rows->split, start);
}

static void split_begin(struct table_rows *rows, const struct table_block *block, bool last)
{
    struct split *split = &rows->split;
    split->bytes = block->bytes;
    split->end = block->held;
    split->last = last;
    split->comment = false;
    if (rows->dialect == NULL)
        split_seek(split, block->end);
}

/* Splits the row as one line, quotes taken as they stand. */
static bool split_literally(struct table_rows *rows, size_t start)
{
    struct split *split = &rows->split;
    split->literal = true;
    split_seek(split, start);
    bool done = split_one(rows, start) == SPLIT_ROW;
    split->literal = false;
    return done;
}

/* The splitter's cells, as places; those that it copied are copied once more, into the block. */
static void keep_cells(const struct split *split, struct table_block *block)
{
    const char *begin = split->bytes, *copied = split->unquoted.at;
    size_t copies = split->unquoted.length;
    uint32_t extra = add_extra(block, copies);
    if (copies > 0)
        memcpy(block->bytes + extra, copied, copies);
    need_cells(block, split->count);
    for (size_t i = 0; i < split->count; i++) {
        struct slice cell = split->cells[i];
        bool copy = copies > 0 && cell.at >= copied && cell.at <= copied + copies;
        uint32_t from = copy ? extra + (uint32_t)(cell.at - copied) : (uint32_t)(cell.at - begin);
        block->cells[block->cell_count++] = (struct table_cell){from, (uint32_t)cell.length};
    }
}

/* ---- by a dialect ---- */

static bool has_number(const struct dialect_rows *rows, size_t number)
{
    for (size_t i = 0; i < rows->count && rows->numbers[i] <= number; i++)
        if (rows->numbers[i] == number)
            return true;
    return false;
}

/* One header row more for the names: `from` is its first cell. */
static void join_names(const struct table_rows *rows, const struct table_block *block,
                       const struct block_row *row, struct text *names, size_t count)
{
    struct slice part = {"", 0};
    bool last = row == &block->rows[block->row_count - 1];
    for (size_t i = 0; i < count; i++) {
        const struct table_cell *cell = &block->cells[row->cell + i];
        bool blank = i >= row->count || cell->length == 0;
        if (!blank)
            part = (struct slice){block->bytes + cell->from, cell->length};
        else if (last)
            part = (struct slice){"", 0};
        if (part.length > 0 && names[i].length > 0)
            text_add_slice(&names[i], rows->dialect->join);
        text_add_slice(&names[i], part);
    }
}

static void put_names(struct table_block *block, struct block_row *header, const struct slice *names,
                      size_t count)
{
    header->cell = (uint32_t)block->cell_count;
    header->count = (uint16_t)count;
    need_cells(block, count);
    for (size_t i = 0; i < count; i++) {
        uint32_t at = add_extra(block, names[i].length);
        if (names[i].length > 0)
            memcpy(block->bytes + at, names[i].at, names[i].length);
        block->cells[block->cell_count++] = (struct table_cell){at, (uint32_t)names[i].length};
    }
}

/* Gives the header, which is the block's last row, the names of all header rows joined. */
static void join_header(const struct table_rows *rows, struct table_block *block)
{
    size_t header = block->row_count - 1, count = 0;
    const struct dialect_rows *wanted = &rows->dialect->header_rows;
    for (size_t i = 0; i <= header; i++)
        if ((i == header || has_number(wanted, block->number + i)) && block->rows[i].count > count)
            count = block->rows[i].count;
    struct text *texts = calloc(count + 1, sizeof *texts);
    struct slice *names = calloc(count + 1, sizeof *names);
    if (texts == NULL || names == NULL)
        memory_exhausted();
    for (size_t i = 0; i <= header; i++)
        if (i == header || (has_number(wanted, block->number + i) && block->rows[i].use == ROW_PASSED))
            join_names(rows, block, &block->rows[i], texts, count);
    for (size_t i = 0; i < count; i++)
        names[i] = text_slice(&texts[i]);
    put_names(block, &block->rows[header], names, count);
    for (size_t i = 0; i < count; i++)
        text_free(&texts[i]);
    free(texts);
    free(names);
}

/* Behind the splitting of a row: what it is there for. */
static void use_row(struct table_rows *rows, struct table_block *block)
{
    struct block_row *row = &block->rows[block->row_count - 1];
    const struct dialect_rows *headers = &rows->dialect->header_rows;
    size_t number = block->number + block->row_count - 1;
    if (rows->split.comment || has_number(&rows->dialect->comment_rows, number))
        row->use = ROW_COMMENT;
    else if (!rows->header_known && number < headers->numbers[headers->count - 1])
        row->use = ROW_PASSED;
    if (row->use != ROW_DATA) {
        bool apart = row->fault == TABLE_QUOTE || row->fault == TABLE_RETURN;
        row->fault = apart ? TABLE_FINE : row->fault; /* nobody reads its cells */
        block->passed++;
    } else if (!rows->header_known) {
        rows->header_known = true;
        rows->header = number;
        if (headers->count > 1)
            join_header(rows, block);
    }
}

/* A header that does not stand in the file. */
static void add_header(const struct table_rows *rows, struct table_block *block)
{
    struct block_row *row = add_row(block);
    *row = (struct block_row){.start = (uint32_t)block->end, .fault_at = NO_PLACE};
    put_names(block, row, rows->dialect->names, rows->dialect->name_count);
}

void table_rows_begin(struct table_rows *rows)
{
    rows->dialect = NULL;
    rows->header_known = true;
    rows->header = 1;
}

void table_rows_set_dialect(struct table_rows *rows, const struct table_dialect *dialect)
{
    rows->dialect = dialect;
    rows->header_known = !dialect->header;
    rows->header = 0;
}

/* ---- by the splitter, on ---- */

static void keep_row(struct table_rows *rows, struct table_block *block, size_t *lines)
{
    const struct split *split = &rows->split;
    enum table_fault fault = split->fault;
    size_t fault_at = split->fault_at;
    if (fault == TABLE_FINE && split->next - block->end > LIMIT_TABLE_ROW_BYTES) {
        fault = TABLE_LIMIT;
        fault_at = block->end;
    }
    size_t first = block->cell_count;
    keep_cells(split, block);
    *add_row(block) = (struct block_row){.start = (uint32_t)block->end,
                                         .cell = (uint32_t)first,
                                         .lines = (uint32_t)*lines,
                                         .fault_at = fault_at < NO_PLACE ? (uint32_t)fault_at : NO_PLACE,
                                         .count = (uint16_t)split->count,
                                         .fault = (uint8_t)fault};
    block->wrong += fault != TABLE_FINE;
    *lines += split->inner_lines;
    block->end = split->next;
    if (rows->dialect != NULL)
        use_row(rows, block);
}

size_t table_rows_line(const struct table_rows *rows, const struct table_block *block, size_t at)
{
    struct slice end = slice_of("\n");
    if (rows->dialect != NULL && rows->dialect->terminator.length > 0)
        end = rows->dialect->terminator;
    const char *found = memmem(block->bytes + at, block->held - at, end.at, end.length);
    return found != NULL ? (size_t)(found - block->bytes) + end.length : SIZE_MAX;
}

/* What became of a row that was left to the splitter. */
enum odd { ODD_TAKEN, ODD_UNFINISHED, ODD_ENDLESS };

/* Gets over a row that does not end: as one line when a quote keeps it open; else, or where even that is too
 * long, the line is passed over. */
static enum odd cut_row(struct table_rows *rows, struct table_block *block, enum table_fault fault,
                        size_t *lines)
{
    struct split *split = &rows->split;
    size_t quote = split->quote;
    enum odd result = ODD_TAKEN;
    bool held = quote != SIZE_MAX && split_literally(rows, block->end);
    if (!held) {
        size_t next = table_rows_line(rows, block, block->end);
        result = next == SIZE_MAX && !split->last ? ODD_ENDLESS : ODD_TAKEN;
        split->next = next != SIZE_MAX ? next : block->held;
        split->count = 0;
        split->inner_lines = 0;
    }
    split->fault = fault;
    split->fault_at = held ? quote : SIZE_MAX;
    keep_row(rows, block, lines);
    return result;
}

static enum odd take_odd(struct table_rows *rows, struct table_block *block, bool last, size_t *lines)
{
    split_begin(rows, block, last);
    switch (split_one(rows, block->end)) {
    case SPLIT_ROW:
        keep_row(rows, block, lines);
        return ODD_TAKEN;
    case SPLIT_UNCLOSED:
        return cut_row(rows, block, TABLE_UNCLOSED, lines);
    default:
        return block->held - block->end > LIMIT_TABLE_ROW_BYTES ? cut_row(rows, block, TABLE_LIMIT, lines)
                                                                : ODD_UNFINISHED;
    }
}

bool table_rows_find(struct table_rows *rows, struct table_block *block, bool last)
{
    enum odd odd = ODD_TAKEN;
    size_t lines = 0;
    if (rows->dialect != NULL && !rows->dialect->header && block->number == 0 && block->end < block->held)
        add_header(rows, block);
    while (odd == ODD_TAKEN && block->end < block->held) {
        bool plain = rows->dialect == NULL && take_plain(rows, block, lines);
        bool long_rest = block->held - block->end > LIMIT_TABLE_ROW_BYTES;
        if (plain && !last && !long_rest)
            break;
        if (block->end < block->held)
            odd = take_odd(rows, block, last, &lines);
    }
    if (block->row_count > 0)
        block->rows[block->row_count] = (struct block_row){
            .start = (uint32_t)block->end, .cell = (uint32_t)block->cell_count, .lines = (uint32_t)lines};
    if (rows->header_known && rows->header - block->number < block->row_count)
        block->rows[rows->header - block->number].use = ROW_HEADER;
    return odd == ODD_ENDLESS;
}
