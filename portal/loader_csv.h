/* A CSV file as a DataPusher reads it: into fields of its own guessing and records, for datastore_create. */
#ifndef BANCHI_PORTAL_LOADER_CSV_H
#define BANCHI_PORTAL_LOADER_CSV_H

#include "base/text.h"

struct arena;
struct value;

/* {"fields": [{"id", "type"}], "records": [...]}; a column is numeric or timestamp where all its cells that
 * are not empty are, else text; empty cells are null. NULL without a header or where a row has more cells
 * than it. */
struct value *loader_read_csv(struct arena *arena, struct slice bytes);

#endif
