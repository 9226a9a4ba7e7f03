/* The files that were checked, known again by their bytes (design, rule 6).
 *
 * check_workspace() adds each file of a dataset when it has read it: metadata.json, dictionaries, tables,
 * other uploads. Whoever sends them asks whether what it holds now is what was checked. Kept is one digest a
 * file, of its name and its SHA-256 together; a file that was looked for and is not there can be added as
 * such. `struct checked checked = {.arena = &arena}` is one to which nothing was added.
 */
#ifndef BANCHI_CATALOG_CHECKED_H
#define BANCHI_CATALOG_CHECKED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/json.h"

struct arena;
struct checked_slot;

struct checked {
    struct arena *arena;
    struct checked_slot *slots;
    size_t size; /* of slots, a power of two */
    size_t count;
};

/* In the place of a SHA-256: no such file. */
#define CHECKED_ABSENT ""

/* `file` is "DATASET/NAME", as in findings; `sha256` 64 hex digits or CHECKED_ABSENT. `checked` may be NULL:
 * then nothing is kept. */
void checked_add(struct checked *checked, const char *file, const char *sha256);
void checked_add_document(struct checked *checked, const struct json_document *document);

/* Whether these very bytes were checked. False when `checked` is NULL. */
bool checked_has(const struct checked *checked, const char *file, const char *sha256);
bool checked_has_document(const struct checked *checked, const struct json_document *document);

#endif
