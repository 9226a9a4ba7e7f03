/* Paths of fields, as CKAN names them in errors: "maintainer_email", "resources.0.name", "extras.0.key";
 * anything under `tags` is "tags". */
#ifndef BANCHI_TESTS_VERDICTS_PATHS_H
#define BANCHI_TESTS_VERDICTS_PATHS_H

#include "base/finding.h"
#include "base/json.h"

struct arena;

#define PATHS_MOST 64

struct paths {
    const char *at[PATHS_MOST];
    size_t count;
};

/* Adds it once. */
void paths_add(struct arena *arena, struct paths *paths, const char *path);

const char *path_of_finding(struct arena *arena, const struct finding *finding);

/* Whether both have the same; `recorded` is a list of texts. */
bool paths_same(struct arena *arena, const struct paths *paths, const struct json *recorded);

/* Whether one of them is, or is within or around, one of the list. */
bool paths_touch(const struct paths *paths, const struct json *list);

void paths_print(const struct paths *paths);
void paths_print_json(const struct json *list);

#endif
