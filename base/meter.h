/* Told how far the reading or sending of a file has come: for a bar on a terminal.
 *
 * Whoever reads for long is given a `struct meter *` and calls meter_begin() for each file and meter_add()
 * for each piece, from any thread. NULL is a meter that nobody looks at.
 */
#ifndef BANCHI_BASE_METER_H
#define BANCHI_BASE_METER_H

#include <stddef.h>
#include <stdint.h>

struct meter {
    void (*begin)(struct meter *self, const char *file, uint64_t bytes);
    void (*add)(struct meter *self, uint64_t bytes);
};

/* A file of so many bytes; 0 when nobody knows. The name is copied. */
static inline void meter_begin(struct meter *meter, const char *file, uint64_t bytes)
{
    if (meter != NULL)
        meter->begin(meter, file, bytes);
}

static inline void meter_add(struct meter *meter, uint64_t bytes)
{
    if (meter != NULL)
        meter->add(meter, bytes);
}

#endif
