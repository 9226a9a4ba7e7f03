/* What became of a portal's schema, for people and for programs. */
#ifndef BANCHI_COMMAND_DIFFERENCES_H
#define BANCHI_COMMAND_DIFFERENCES_H

#include "base/json_write.h"
#include "metadata/portal_difference.h"

/* A line for each kind of difference that there is, with the fields. */
void differences_print(const struct portal_difference *differences, size_t count, struct text *out);

/* The member "changes": [{"field", "change", "keys"}]. */
void differences_write(const struct portal_difference *differences, size_t count, struct json_writer *writer);

#endif
