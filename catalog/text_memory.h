/* Texts that were looked at before and of which there was nothing to tell.
 *
 * Free text costs most to check: its letters are counted, its script is judged, the privacy gate looks for
 * names in it. And it repeats: agencies, posts, kinds. So a text that a column's steps have accepted and to
 * which no check objected is remembered, and from then on passed over. A check objects in `telling` of its
 * worker (catalog/table_check.h): it must, where it has something to tell of a cell by its text alone and
 * leaves out known cells afterwards.
 *
 * What is kept is a fingerprint of 64 bits, keyed anew for each run. That one of ten million cells is taken
 * for a text that it is not has a chance of less than one in 100,000,000,000.
 *
 * One thread's, of fixed size: some columns, two thousand texts each. A column whose texts do not repeat is
 * left alone for a while, since asking costs, too.
 */
#ifndef BANCHI_CATALOG_TEXT_MEMORY_H
#define BANCHI_CATALOG_TEXT_MEMORY_H

#include "catalog/table_check.h"

struct text_memory;

struct text_memory *text_memory_make(struct arena *arena, const struct table_run *run);

/* Fills in the sets of known cells, one a column. */
void text_memory_recall(struct text_memory *memory, const struct table_batch *batch, uint64_t *known);

/* Remembers what there was nothing to tell of in the batch that was recalled last, and has been judged and
 * checked since. `telling` holds a set a column. */
void text_memory_keep(struct text_memory *memory, const struct table_batch *batch, const uint64_t *telling);

#endif
