/* Cells as tables: a field of a dictionary, a cell, what the judge says, and the key by which it is compared.
 */
#ifndef BANCHI_TESTS_CELL_ROWS_H
#define BANCHI_TESTS_CELL_ROWS_H

#include <stddef.h>

/* `field` is what stands in the field beside its name. `verdict` is "" for a cell that is fine, "-" for a
 * missing value, else the code. `key` NULL is not asked for. */
struct cell_row {
    const char *field, *cell, *verdict, *key;
};

/* Fails with the row that is judged otherwise. */
void judge_cells(const struct cell_row *rows, size_t count);
#define JUDGE(rows) judge_cells(rows, sizeof rows / sizeof *rows)

#endif
