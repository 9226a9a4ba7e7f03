/* The parts of a package: an Office workbook or any other ZIP archive, by libzip. */
#ifndef BANCHI_CATALOG_PACKAGE_H
#define BANCHI_CATALOG_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"
#include "base/text.h"

struct arena;
struct package;

/* Opens an archive that is held in memory, which must outlive it; NULL when it is none, or damaged, and, with
 * a problem, when libzip is not there (it is loaded only now: base/late_library.h). package_close() releases
 * it. */
struct package *package_open(struct slice content, struct problem *problem);
size_t package_count(const struct package *package);

/* The name of a part, as the archive has it: never a path to be opened. */
const char *package_name(const struct package *package, size_t part);

/* Unpacks one part into the arena; false when it is damaged, encrypted or, unpacked, larger than `limit`. */
bool package_read(struct package *package, size_t part, size_t limit, struct arena *arena,
                  struct slice *content);
void package_close(struct package *package);

#endif
