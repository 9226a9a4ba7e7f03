#include "base/json_names.h"

#include "base/arena.h"

struct json_names *json_names_make(struct arena *arena, const struct key_table *table, size_t count)
{
    if (count > JSON_NAMES)
        return NULL;
    struct json_names *names = arena_alloc(arena, sizeof *names);
    *names = (struct json_names){.table = table, .list = arena_array(arena, count + 1, sizeof *names->list)};
    names->list[0] = JSON_NAME_NONE;
    for (size_t i = 0; i < count; i++) {
        names->list[i + 1].at = table->keys[i].at;
        names->list[i + 1].length = (uint32_t)table->keys[i].length;
    }
    return names;
}
