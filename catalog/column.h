/* The columns of a table, each compiled once: which cells are good, 64 rows at a time.
 *
 * What a column's rules surely accept is seen fast, without going through the judge of cells: that is a list
 * of steps a column, each of which goes down the column and gives the set of the cells that pass it. A cell
 * that does not pass them all may still be good; then cell_judge() decides, or the memory of the thread,
 * which holds texts that were judged good before. So a step may refuse too much, and never accepts what the
 * judge does not.
 */
#ifndef BANCHI_CATALOG_COLUMN_H
#define BANCHI_CATALOG_COLUMN_H

#include "catalog/table_check.h"

struct column_plan;
struct column_room;

/* Compiles the steps of a column. Never NULL. */
const struct column_plan *column_plan_make(struct arena *arena, const struct cell_rules *rules);

/* What the steps alone accept, or would accept if the text were not known; `plain` as in struct table_batch.
 * For tests, too: batch->known may be NULL. */
uint64_t column_accepts(const struct column_plan *plan, const struct table_batch *batch, size_t column,
                        uint64_t *plain);

/* The steps are those of free text, which is worth remembering (catalog/text_memory.h). */
bool column_plan_is_free(const struct column_plan *plan);

/* How many bytes a cell may have that the steps accept, so that it is surely harmless as
 * catalog/privacy_harmless.h has it; SIZE_MAX: all that they accept are. */
size_t column_plan_harmless(const struct column_plan *plan);

/* No cell that the steps accept is empty. */
bool column_plan_filled(const struct column_plan *plan);

/* Its values are compared by the texts of the cells themselves. */
bool column_plan_texts(const struct column_plan *plan);

/* Fills in field, rules and plan of columns whose names are known. The dictionary has been compiled. */
void columns_find(const struct table_run *run, struct table_column *columns);

/* One thread's working memory; columns_room_free() gives back what is not the arena's; NULL is fine. */
struct column_room *columns_room(struct arena *arena, const struct table_run *run);
void columns_room_free(struct column_room *room);

/* So few cells of a column whose text is not known are judged one by one. */
#define COLUMN_FEW ((size_t)12)

/* Whether it is worth asking script_scan() if the batch is clean. Its known cells are known. */
bool columns_ask_script(const struct table_run *run, const struct table_batch *batch);

/* The sets of a batch, one of each kind a column; see struct table_batch. */
struct column_sets {
    uint64_t *good, *plain, *sure;
};

/* Fills in the sets of a batch: exactly as the judge sees it. */
void columns_judge(struct column_room *room, const struct table_batch *batch, const struct column_sets *sets);

/* The check that tells of cells that are not good. */
extern const struct table_check CHECK_CELLS;

#endif
