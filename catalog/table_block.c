#include "catalog/table_block.h"

#include <stdlib.h>

#include "base/utf8.h"

void table_block_free(struct table_block *block)
{
    free(block->bytes);
    free(block->rows);
    free(block->cells);
    *block = (struct table_block){0};
}

/* Of a row that was cut off only the fault that cut it is told. */
static void judge_encoding(struct table_block *block, struct block_row *row)
{
    size_t length = (size_t)(row[1].start - row->start);
    size_t valid = utf8_check(block->bytes + row->start, length);
    uint32_t at = row->start + (uint32_t)valid;
    bool cut = row->fault == TABLE_UNCLOSED || row->fault == TABLE_LIMIT;
    if (valid == length || (row->fault != TABLE_FINE && (cut || at >= row->fault_at)))
        return;
    block->wrong += row->fault == TABLE_FINE;
    row->fault = TABLE_ENCODING;
    row->fault_at = at;
}

void table_block_check_encoding(struct table_block *block)
{
    size_t length = block->end - block->start;
    if (utf8_check(block->bytes + block->start, length) == length)
        return;
    for (size_t i = 0; i < block->row_count; i++)
        judge_encoding(block, &block->rows[i]);
}

size_t table_block_header(const struct table_block *block)
{
    for (size_t i = 0; i < block->row_count; i++)
        if (block->rows[i].use == ROW_HEADER)
            return i;
    return SIZE_MAX;
}

/* The row's bytes; none when they have been passed over. */
static struct slice source_of(const struct table_block *block, const struct block_row *row)
{
    struct slice source = {block->bytes + row->start, (size_t)(row[1].start - row->start)};
    if (row->count == 0)
        source.length = 0;
    if (source.length > 0 && source.at[source.length - 1] == '\n')
        source.length--;
    if (source.length > 0 && source.at[source.length - 1] == '\r')
        source.length--;
    return source;
}

void table_block_row(const struct table_block *block, size_t index, struct slice *cells,
                     struct table_row *row)
{
    const struct block_row *from = &block->rows[index];
    for (size_t i = 0; i < from->count; i++) {
        struct table_cell cell = block->cells[from->cell + i];
        cells[i] = (struct slice){block->bytes + cell.from, cell.length};
    }
    *row = (struct table_row){.number = block->number + index,
                              .line = block->line + index + from->lines,
                              .cells = cells,
                              .count = from->count,
                              .header = from->use == ROW_HEADER,
                              .source = source_of(block, from)};
}

void table_block_place(const struct table_block *block, size_t index, size_t *line, size_t *column)
{
    const struct block_row *row = &block->rows[index];
    *line = block->line + index + row->lines;
    *column = 1;
    for (uint32_t i = row->start; row->fault_at != NO_PLACE && i < row->fault_at; i++) {
        unsigned char byte = (unsigned char)block->bytes[i];
        if (byte == '\n') {
            *line += 1;
            *column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            *column += 1;
        }
    }
}

size_t table_block_fault_column(const struct table_block *block, size_t index)
{
    const struct block_row *row = &block->rows[index];
    size_t column = 0;
    if (row->fault_at == NO_PLACE || row->fault == TABLE_LIMIT)
        return 0;
    for (size_t i = 0; i < row->count; i++) {
        uint32_t from = block->cells[row->cell + i].from;
        if (from < block->held && from <= row->fault_at)
            column = i + 1;
    }
    return column;
}
