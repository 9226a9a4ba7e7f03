/* The steps by which good cells are seen fast: the inside of catalog/column.c.
 *
 * A step goes down one column of a batch and gives the set of the cells that surely pass what it stands for.
 * It refuses whatever it is not sure of. Steps are read-only and may be shared by threads.
 */
#ifndef BANCHI_CATALOG_COLUMN_STEPS_H
#define BANCHI_CATALOG_COLUMN_STEPS_H

#include <stdint.h>

#include "catalog/table_batch.h"
#include "metadata/pattern_simple.h"

struct arena;

/* The cells of one column: every `stride`-th. */
struct column_cells {
    const char *bytes;
    const struct table_cell *cells;
    size_t stride;
    size_t count;
    bool clean; /* see struct table_batch */
};

/* Texts of which a cell must be one: open addressing, a power of two, at most half full. */
struct step_choices {
    const struct slice *slots; /* `at` is NULL in a free one */
    size_t mask;
    size_t longest;
};

/* A text of at most 64 bytes with a fixed length: literal bytes and digits, word by word of 8. */
struct step_shape {
    size_t length;
    uint64_t literal[8]; /* the byte; '0' where a digit stands */
    uint64_t digit[8];   /* 0F where a digit stands */
    uint64_t exact[8];   /* FF where the byte is literal, F0 at a digit, 00 behind the end */
};

struct column_step {
    uint64_t (*run)(const struct column_step *step, const struct column_cells *column);
    int64_t least, most; /* a number's range, both ends included; a date's as yyyymmdd; a length's */
    int64_t ahead;       /* of the Common Era, in years */
    size_t digits;       /* a number has at most so many */
    char group, decimal; /* of a number; NUL: none */
    struct step_choices choices;
    struct step_shape shape;
    struct simple_pattern simple;
};

uint64_t step_integer(const struct column_step *step, const struct column_cells *column);
uint64_t step_number(const struct column_step *step, const struct column_cells *column);
uint64_t step_date(const struct column_step *step, const struct column_cells *column);
uint64_t step_year(const struct column_step *step, const struct column_cells *column);
uint64_t step_length(const struct column_step *step, const struct column_cells *column);
uint64_t step_choices(const struct column_step *step, const struct column_cells *column);
uint64_t step_others(const struct column_step *step,
                     const struct column_cells *column); /* none of the choices */
uint64_t step_shape(const struct column_step *step, const struct column_cells *column);
uint64_t step_simple(const struct column_step *step, const struct column_cells *column);
uint64_t step_typed(const struct column_step *step, const struct column_cells *column);
uint64_t step_no_total(const struct column_step *step, const struct column_cells *column);

/* In column_steps_forms.c. */
uint64_t step_time(const struct column_step *step, const struct column_cells *column);
uint64_t step_datetime(const struct column_step *step, const struct column_cells *column);
uint64_t step_yearmonth(const struct column_step *step, const struct column_cells *column);
uint64_t step_grouped(const struct column_step *step, const struct column_cells *column);

/* The cells that are empty. */
uint64_t step_empty(const struct column_cells *column);

void step_choices_make(struct arena *arena, const struct slice *texts, size_t count,
                       struct step_choices *choices);

/* False when the pattern is not of fixed length, or too long. */
bool step_shape_make(const struct simple_pattern *pattern, struct step_shape *shape);

#endif
