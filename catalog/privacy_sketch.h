/* A sample of numbers that running numbers do not flood. Internal to catalog/privacy*.c.
 *
 * Of the numbers that have their beginning in common one stands for all: that with the lowest hash. A series
 * of order numbers counts as one or a few, citizen numbers as many; so the share that passes a check is taken
 * over numbers that have nothing to do with each other. Order of adding makes no difference.
 */
#ifndef BANCHI_CATALOG_PRIVACY_SKETCH_H
#define BANCHI_CATALOG_PRIVACY_SKETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SKETCH_GROUPS 1024

struct privacy_sketch {
    uint64_t lowest[SKETCH_GROUPS]; /* hash of the number that stands for the group; 0: none yet */
    bool right[SKETCH_GROUPS];
};

void sketch_add(struct privacy_sketch *sketch, uint64_t group, uint64_t whole, bool right);
void sketch_join(struct privacy_sketch *into, const struct privacy_sketch *from);

/* How many groups there are, SKETCH_GROUPS at most, and in how many the number that stands for it is right.
 * NULL has none. */
size_t sketch_groups(const struct privacy_sketch *sketch, size_t *right);

#endif
