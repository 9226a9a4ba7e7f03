/* A table's rows as JSON, an object a row with the header's names as keys: spectrum FILE */
#include <stdio.h>

#include "base/json_write.h"
#include "base/limits.h"
#include "catalog/table.h"

static struct text names[LIMIT_TABLE_COLUMNS];

static void write_row(struct json_writer *writer, const struct table_row *row, size_t width)
{
    json_write_begin_object(writer);
    for (size_t i = 0; i < row->count && i < width; i++) {
        json_write_key(writer, names[i].at);
        json_write_slice(writer, row->cells[i]);
    }
    json_write_end_object(writer);
}

int main(int argc, char **argv)
{
    struct problem problem = {0};
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    struct table_row row;
    enum table_fault fault;
    size_t line, column, width = 0;
    struct table *table = argc == 2 ? table_open(argv[1], &problem) : NULL;
    if (table == NULL)
        return 2;
    json_write_begin_array(&writer);
    while (table_next(table, &row, &fault, &line, &column, &problem)) {
        if (fault != TABLE_FINE || (width > 0 && row.count != width))
            return 1;
        for (size_t i = 0; row.number == 1 && i < row.count; i++) {
            text_add(&names[i], "");
            text_add_slice(&names[i], row.cells[i]);
        }
        if (row.number > 1)
            write_row(&writer, &row, width);
        width = row.count;
    }
    json_write_end_array(&writer);
    puts(out.at);
    table_close(table);
    text_free(&out);
    return 0;
}
