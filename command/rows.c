#include "command/rows.h"

#include <unistd.h>

#include "base/arena.h"
#include "base/terminal.h"
#include "base/utf8.h"

#define GAP 2
#define NARROWEST 8

size_t rows_room(void)
{
    return terminal_is(STDOUT_FILENO) ? terminal_columns(STDOUT_FILENO) : 0;
}

static const char *cell_at(const struct rows *rows, size_t row, size_t column)
{
    return rows->cells[row * rows->count + column];
}

static void widen(size_t *width, const char *cell)
{
    size_t wanted = utf8_width(slice_of(cell));
    if (wanted > *width)
        *width = wanted;
}

/* The width of each column, and of all together. */
static size_t measure(const struct rows *rows, size_t *widths)
{
    size_t all = 0;
    for (size_t column = 0; column < rows->count; column++) {
        if (rows->headings != NULL)
            widen(&widths[column], rows->headings[column]);
        for (size_t row = 0; row < rows->row_count; row++)
            widen(&widths[column], cell_at(rows, row, column));
        all += widths[column] + (column > 0 ? GAP : 0);
    }
    return all;
}

/* Adds a cell, cut where it is wider than its column; returns the columns that it takes. */
static size_t add_cell(struct slice cell, size_t width, struct text *out)
{
    if (utf8_width(cell) > width) {
        cell = utf8_cut(cell, width > 0 ? width - 1 : 0);
        text_add_slice(out, cell);
        text_add(out, "…");
        return utf8_width(cell) + 1;
    }
    text_add_slice(out, cell);
    return utf8_width(cell);
}

static void add_row(const char *const *cells, size_t count, const size_t *widths, struct text *out)
{
    for (size_t column = 0; column < count; column++) {
        size_t used = add_cell(slice_of(cells[column]), widths[column], out);
        for (; column + 1 < count && used < widths[column] + GAP; used++)
            text_add_char(out, ' ');
    }
    text_add(out, "\n");
}

static void add_table(const struct rows *rows, const size_t *widths, struct text *out)
{
    if (rows->headings != NULL)
        add_row(rows->headings, rows->count, widths, out);
    for (size_t row = 0; row < rows->row_count; row++)
        add_row(rows->cells + row * rows->count, rows->count, widths, out);
}

/* The first cell is the block's title. */
static void add_blocks(const struct rows *rows, struct text *out)
{
    size_t width = 0;
    for (size_t column = 1; column < rows->count; column++)
        widen(&width, rows->headings[column]);
    for (size_t row = 0; row < rows->row_count; row++) {
        text_add(out, cell_at(rows, row, 0));
        text_add(out, "\n");
        for (size_t column = 1; column < rows->count; column++) {
            text_add(out, "  ");
            size_t used = add_cell(slice_of(rows->headings[column]), width, out);
            for (; used < width + GAP; used++)
                text_add_char(out, ' ');
            text_add(out, cell_at(rows, row, column));
            text_add(out, "\n");
        }
    }
}

void rows_add(const struct rows *rows, struct text *out)
{
    struct arena arena = {0};
    size_t *widths = arena_array(&arena, rows->count, sizeof *widths);
    size_t all = measure(rows, widths);
    bool fits = rows->room == 0 || all <= rows->room;
    if (!fits && rows->gives == ROWS_BLOCKS) {
        add_blocks(rows, out);
    } else {
        if (!fits) {
            size_t over = all - rows->room, *width = &widths[rows->gives];
            *width = *width > over + NARROWEST ? *width - over : *width < NARROWEST ? *width : NARROWEST;
        }
        add_table(rows, widths, out);
    }
    arena_free(&arena);
}
