/* The header once more among the rows, as when files were put together. */
#include "base/arena.h"
#include "base/language.h"
#include "catalog/check_keys.h"

static bool is_header(const struct table_run *run, const struct table_batch *batch, size_t row)
{
    for (size_t i = 0; i < run->column_count; i++)
        if (!slice_equal(batch_cell(batch, row, i), run->columns[i].name))
            return false;
    return true;
}

static uint64_t batch(struct table_worker *worker, void *state, const struct table_batch *batch)
{
    const struct slice first = worker->run->columns[0].name;
    uint64_t found = 0;
    (void)state;
    for (size_t row = 0; row < batch->count; row++)
        if (batch->cells[row * batch->columns].length == first.length &&
            slice_equal(batch_cell(batch, row, 0), first) && is_header(worker->run, batch, row))
            found |= UINT64_C(1) << row;
    return found;
}

static void row(struct table_worker *worker, void *state, const struct table_batch *batch, size_t number)
{
    struct finding finding = {
        .code = CODE_D124,
        .message = arena_format(worker->brief, _("row %zu holds the names of the columns once more"),
                                batch->number + number),
        .hint = _("remove the row"),
    };
    (void)state;
    if (is_header(worker->run, batch, number))
        table_check_put_row(worker, batch, number, SIZE_MAX, &finding);
}

const struct table_check CHECK_HEADER_AGAIN = {.batch = batch, .row = row};
