#include "catalog/privacy_sketch.h"

static void take(struct privacy_sketch *sketch, size_t at, uint64_t whole, bool right)
{
    if (sketch->lowest[at] != 0 && sketch->lowest[at] <= whole)
        return;
    sketch->lowest[at] = whole;
    sketch->right[at] = right;
}

void sketch_add(struct privacy_sketch *sketch, uint64_t group, uint64_t whole, bool right)
{
    take(sketch, group % SKETCH_GROUPS, whole | 1, right);
}

void sketch_join(struct privacy_sketch *into, const struct privacy_sketch *from)
{
    for (size_t i = 0; i < SKETCH_GROUPS; i++)
        if (from->lowest[i] != 0)
            take(into, i, from->lowest[i], from->right[i]);
}

size_t sketch_groups(const struct privacy_sketch *sketch, size_t *right)
{
    size_t groups = 0;
    *right = 0;
    for (size_t i = 0; sketch != NULL && i < SKETCH_GROUPS; i++) {
        groups += sketch->lowest[i] != 0;
        *right += sketch->lowest[i] != 0 && sketch->right[i];
    }
    return groups;
}
