#include "metadata/portal_difference.h"

#include "base/arena.h"

static const struct {
    const char *member;
    const char *before; /* put before the fields' names */
} lists[] = {{"dataset_fields", ""}, {"resource_fields", "resources."}};

struct differences {
    struct arena *arena;
    struct portal_difference *all;
    size_t count, room;
};

const char *difference_name(enum difference_kind kind)
{
    static const char *const names[] = {
        [FIELD_ADDED] = "added", [FIELD_REMOVED] = "removed", [FIELD_CHANGED] = "changed"};
    return names[kind];
}

static struct slice name_of(const struct json *field)
{
    return json_text(json_get(field, "field_name"));
}

static const struct json *field_find(const struct json *fields, struct slice name)
{
    for (uint32_t i = 0; json_is(fields, JSON_ARRAY) && i < fields->count; i++)
        if (slice_equal(name_of(&fields->items[i]), name))
            return &fields->items[i];
    return NULL;
}

static void add(struct differences *differences, enum difference_kind kind, const char *before,
                struct slice name, const char *keys)
{
    differences->all = arena_grow(differences->arena, differences->all, differences->count,
                                  &differences->room, sizeof *differences->all);
    differences->all[differences->count++] = (struct portal_difference){
        kind, arena_format(differences->arena, "%s%.*s", before, SLICE(name)), keys};
}

static void key_add(struct text *keys, struct slice key)
{
    text_add(keys, keys->length > 0 ? ", " : "");
    text_add_slice(keys, key);
}

/* The keys of a field that one has otherwise than the other, or not at all. */
static const char *keys_changed(struct arena *arena, const struct json *older, const struct json *newer)
{
    struct text keys = {0};
    for (uint32_t i = 0; i < newer->count; i++) {
        struct slice key = json_text(&newer->members[i].key);
        const struct json *was = json_get_slice(older, key);
        if (was == NULL || !json_same(was, &newer->members[i].value))
            key_add(&keys, key);
    }
    for (uint32_t i = 0; i < older->count; i++)
        if (json_get_slice(newer, json_text(&older->members[i].key)) == NULL)
            key_add(&keys, json_text(&older->members[i].key));
    const char *kept = keys.length > 0 ? arena_copy(arena, keys.at, keys.length) : NULL;
    text_free(&keys);
    return kept;
}

static void compare(struct differences *differences, const char *before, const struct json *older,
                    const struct json *newer)
{
    for (uint32_t i = 0; json_is(newer, JSON_ARRAY) && i < newer->count; i++) {
        struct slice name = name_of(&newer->items[i]);
        const struct json *was = field_find(older, name);
        if (name.length == 0)
            continue;
        const char *keys = was != NULL ? keys_changed(differences->arena, was, &newer->items[i]) : NULL;
        if (was == NULL || keys != NULL)
            add(differences, was == NULL ? FIELD_ADDED : FIELD_CHANGED, before, name, keys);
    }
    for (uint32_t i = 0; json_is(older, JSON_ARRAY) && i < older->count; i++)
        if (field_find(newer, name_of(&older->items[i])) == NULL)
            add(differences, FIELD_REMOVED, before, name_of(&older->items[i]), NULL);
}

const struct portal_difference *portal_differences(struct arena *arena, const struct json *older,
                                                   const struct json *newer, size_t *count)
{
    struct differences differences = {.arena = arena};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        compare(&differences, lists[i].before, json_get(older, lists[i].member),
                json_get(newer, lists[i].member));
    *count = differences.count;
    return differences.all;
}
