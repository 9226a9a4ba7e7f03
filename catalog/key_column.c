/* The columns of a key, for all checks of rows together (catalog/check_keys.h). */
#include "base/language.h"
#include "catalog/check_keys.h"

static bool find_column(const struct table_run *run, struct slice name, struct key_column *column)
{
    for (size_t i = 0; i < run->column_count; i++) {
        const struct table_column *found = &run->columns[i];
        if (!slice_equal(found->name, name))
            continue;
        *column = (struct key_column){i, found->rules};
        return true;
    }
    return false;
}

bool key_columns_find(struct table_worker *worker, const struct slice *names, size_t count, enum code code,
                      struct key_column *columns)
{
    for (size_t i = 0; i < count; i++) {
        if (find_column(worker->run, names[i], &columns[i]))
            continue;
        if (worker->seen[CODE_D103] > 0)
            return false; /* told already */
        struct finding finding = {.code = code,
                                  .level = LEVEL_NOT_CHECKED,
                                  .line = 1,
                                  .message = _("the table has no column {value}"),
                                  .hint = _("name columns of the table, or add the column"),
                                  .value = names[i]};
        table_check_put(worker, &finding);
        return false;
    }
    return true;
}

bool key_column_text(const struct key_column *column, const struct table_batch *batch, size_t row,
                     struct cell_room *room, struct text *made, struct slice *text)
{
    *text = batch_cell(batch, row, column->place);
    if ((batch->plain[column->place] >> row & 1) != 0 || column->rules == NULL)
        return text->length > 0 || column->rules != NULL;
    bool there = !cell_is_missing(column->rules, *text);
    text_clear(made);
    key_add_part(column->rules, *text, true, room, made);
    *text = text_slice(made);
    return there;
}

bool key_columns_text(const struct key_column *columns, size_t count, const struct table_batch *batch,
                      size_t row, struct key_room *room, struct slice *key)
{
    struct slice part;
    bool there = false;
    if (count == 1)
        return key_column_text(&columns[0], batch, row, &room->cell, &room->key, key);
    text_clear(&room->key);
    for (size_t i = 0; i < count; i++) {
        there |= key_column_text(&columns[i], batch, row, &room->cell, &room->part, &part);
        key_add_part(NULL, part, false, NULL, &room->key);
    }
    *key = text_slice(&room->key);
    return there;
}

void key_room_free(struct key_room *room)
{
    text_free(&room->key);
    text_free(&room->part);
    cell_room_free(&room->cell);
}
