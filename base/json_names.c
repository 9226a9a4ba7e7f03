#include "base/json_names.h"

#include "base/arena.h"

struct json_names *json_names_make(struct arena *arena, const struct key_table *table, size_t count)
{
    if (count > JSON_NAMES)
        return NULL;
    struct json_names *names = arena_alloc(arena, sizeof *names);
    *names = (struct json_names){.table = table,
                                 .behind = arena_array(arena, count + 1, sizeof *names->behind),
                                 .within = arena_array(arena, count + 1, sizeof *names->within),
                                 .seen = arena_array(arena, count / 64 + 1, sizeof *names->seen)};
    return names;
}
