/* What the fuzz targets share. A target is a promise that is asked with any bytes: where it does not hold,
 * the process ends by abort(), which libFuzzer reports with the bytes. */
#ifndef BANCHI_TESTS_FUZZ_H
#define BANCHI_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void promise(bool kept, const char *what)
{
    if (kept)
        return;
    fprintf(stderr, "promise broken: %s\n", what);
    abort();
}

/* The bytes before the first line feed, and those behind it. */
static inline void line_split(const uint8_t *data, size_t size, struct slice *line, struct slice *rest)
{
    size_t at = 0;
    while (at < size && data[at] != '\n')
        at++;
    *line = (struct slice){(const char *)data, at};
    *rest = (struct slice){at < size ? (const char *)data + at + 1 : "", at < size ? size - at - 1 : 0};
}

#endif
