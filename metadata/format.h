/* The formats of JSON Schema (validation vocabulary, clause 7), each by its RFC; a table of rows. */
#ifndef BANCHI_METADATA_FORMAT_H
#define BANCHI_METADATA_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

struct arena;

struct format {
    const char *name;
    bool (*valid)(struct slice text, struct arena *scratch);
    const char *message; /* msgid: what is wrong, with "{value}" */
};

/* The names of all; returns how many. */
#define FORMATS_MOST 32
size_t format_names(struct slice names[static FORMATS_MOST]);

/* NULL when there is no such format here. */
const struct format *format_find(struct slice name);

#endif
