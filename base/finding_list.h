/* Findings kept, to be put later: what a thread finds waits here until its turn has come.
 *
 * Texts are copied into the arena, save `dataset`, `file` and `source`, which must live as long as the list.
 */
#ifndef BANCHI_BASE_FINDING_LIST_H
#define BANCHI_BASE_FINDING_LIST_H

#include "base/finding.h"

struct arena;

struct finding_list {
    struct finding_sink sink;
    struct arena *arena;
    struct finding *findings;
    size_t count, room;
};

/* An empty list. */
struct finding_list finding_list(struct arena *arena);

/* Puts all of them, in the order in which they came. */
void finding_list_put(const struct finding_list *list, struct finding_sink *sink);

#endif
