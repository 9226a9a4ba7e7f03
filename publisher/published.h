/* Where datasets are published, and when, by what the locks know (lock.h); no portal is asked. */
#ifndef BANCHI_PUBLISHER_PUBLISHED_H
#define BANCHI_PUBLISHER_PUBLISHED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/problem.h"
#include "base/text.h"

struct arena;
struct json;
struct workspace;

/* The portals of publish.lock.json and of the sandbox's own lock. */
struct published {
    const struct json *portals[2]; /* NULL where there is no lock */
};

/* A lock that cannot be read is a problem, never "not published". Lives in the arena. */
bool published_open(struct arena *arena, const struct workspace *workspace, struct published *published,
                    struct problem *problem) __attribute__((warn_unused_result));

/* One portal on which a dataset is published. */
struct publication {
    struct slice portal;
    struct slice modified; /* metadata_modified there, UTC, as the portal wrote it */
    bool has_day;
    struct date day; /* the same as a day in Bangkok */
};

/* The publications of a dataset; `*list` in the arena. */
size_t published_find(const struct published *published, const char *name, struct arena *arena,
                      struct publication **list);

#endif
