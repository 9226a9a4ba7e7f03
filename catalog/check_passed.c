/* Rows that are no data - comments, titles above the header - leave the house with the file: the privacy gate
 * looks into them as it looks into any text. */
#include "base/arena.h"
#include "catalog/check_privacy.h"
#include "catalog/privacy_texts.h"
#include "catalog/table_check.h"

static void *begin(struct table_run *run)
{
    if (run->privacy == NULL || run->dialect == NULL)
        return NULL;
    struct privacy_texts *texts = arena_alloc(run->arena, sizeof *texts);
    *texts = (struct privacy_texts){.arena = run->arena, .roles = run->roles, .prose = true};
    return texts;
}

static void look_at_passed(struct table_worker *worker, void *state, const struct table_row *row)
{
    (void)worker;
    for (size_t i = 0; state != NULL && i < row->count; i++)
        if (row->cells[i].length > 0)
            privacy_texts_add(state, slice_of(""), row->cells[i], row->number);
}

/* The texts have no columns; where they stand is a row of the table. */
static void end(struct table_worker *worker, void *state)
{
    struct privacy_parts *parts = worker->run->privacy;
    if (state == NULL)
        return;
    size_t before = parts->count;
    privacy_texts_judge(state, parts);
    for (size_t i = before; i < parts->count; i++)
        for (size_t j = 0; j < parts->parts[i].count; j++)
            parts->parts[i].verdicts[j].row = parts->parts[i].line;
}

const struct table_check CHECK_PASSED = {.begin = begin, .passed = look_at_passed, .end = end};
