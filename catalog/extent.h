/* What years and dates a table's rows span, and whether the metadata says the same (D4xx).
 *
 * Looked at are columns of type year, yearmonth, date and datetime, and integers that `banchi:era` or a word
 * of their name makes years, where their role is dimension or not said: a person's date of birth says nothing
 * of the data's time. A table with columns of whole years is judged by these alone, else by its dates, each
 * of which counts for its calendar year and for its fiscal year (from 1 October on the next), so that neither
 * reading of the metadata is called wrong. A column that goes beyond today tells of plans or forecasts; its
 * end is held against nothing.
 *
 * The rules, each at its key in metadata.json; `resource_...` keys against their own table, the others
 * against all tables of the dataset. Years there are of the Buddhist Era (one of the Common Era is M207's
 * business). D401  rows of years before first_year_of_data / resource_first_year_of_data D402  rows of years
 * after last_year_of_data / resource_last_year_of_data D403  a first or last year that no row has (a warning;
 * only where every resource is a table that was read) D404  a date in a row that is newer than
 * last_updated_date / resource_last_updated_date; a year has begun with its fiscal year D405  a resource's
 * `format` is not what the file's first bytes are (files that are no tables) D406  unit_of_measure /
 * resource_unit_of_measure names a unit that no measure has in its `banchi:unit` D407  a field's
 * `banchi:size` is less than its own maxLength, or than the digits of its maximum (a warning)
 */
#ifndef BANCHI_CATALOG_EXTENT_H
#define BANCHI_CATALOG_EXTENT_H

#include "base/date.h"
#include "base/finding.h"
#include "catalog/dictionary.h"
#include "catalog/table_check.h"
#include "metadata/dataset.h"

struct arena;

/* One edge of a table's time. */
struct extent_edge {
    int calendar, fiscal; /* years of the Buddhist Era; equal for a column of whole years */
    struct date date;     /* of the Common Era; of a whole year, where its fiscal year begins */
    bool whole;           /* of a column of whole years */
    size_t row;
    const char *column;
};

struct table_extent {
    bool known; /* the table has such a column, with values */
    bool ends;  /* and one that does not go beyond today: `last` is of it */
    struct extent_edge first, last;
    bool dated; /* some column, of years or dates, does not go beyond today: */
    struct extent_edge newest;
};

/* Does the dataset's metadata say anything that a table's time can be held against? */
bool extent_is_asked(const struct dataset *dataset);

/* The check that fills run->extent, where it is not NULL. */
extern const struct table_check CHECK_EXTENT;

/* What of a dataset's resources is known when they have been read; one a resource, in their order. */
struct extent_resource {
    bool table;       /* it is a table, and was read */
    const char *file; /* "DATASET/TABLE.csv" */
    struct table_extent extent;
    const struct slice *units; /* of its measures */
    size_t unit_count;
    bool unitless; /* some measure names no unit */
};

/* The units of the dictionary's measures, in the arena. */
void extent_units(const struct dictionary *dictionary, struct arena *arena, struct extent_resource *resource);

/* D401 to D404 and D406, for a whole dataset. */
void extent_check(struct dataset *dataset, const struct extent_resource *resources, struct arena *scratch,
                  struct finding_sink *sink);

/* D407, for a dictionary. */
void extent_check_sizes(struct dictionary *dictionary, struct arena *scratch, struct finding_sink *sink);

/* D405, for resource number `number`, whose file is at `path`. */
void extent_check_format(struct dataset *dataset, size_t number, const char *path, struct arena *scratch,
                         struct finding_sink *sink);

#endif
