/* Records of what was published, as the lock remembers it: digests instead of values. */
#include <string.h>

#include "base/arena.h"
#include "publisher/lock.h"
#include "publisher/record_parts.h"

static bool has(const struct record_field *fields, size_t count, struct slice key)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(fields[i].key, key))
            return true;
    return false;
}

struct remembering {
    struct arena *arena;
    const struct json *locked; /* the entry, or one of its resources */
    struct record_field *fields;
    size_t count, room;
};

static void remember(struct remembering *list, struct slice key, enum value_class class, bool core)
{
    if (has(list->fields, list->count, key))
        return;
    list->fields = arena_grow(list->arena, list->fields, list->count, &list->room, sizeof *list->fields);
    list->fields[list->count++] = (struct record_field){.key = key, .class = class, .core = core};
}

static void remember_core(struct remembering *list, const struct record_core *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        remember(list, slice_of(rows[i].key), rows[i].class, true);
}

/* A field that only says what a file is is managed where it was published, and not where it was missing. */
static bool guessed_by_portals(struct slice key)
{
    static const char *const keys[] = {"format", "mimetype", "hash", "url"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (slice_equals(key, keys[i]))
            return true;
    return false;
}

static void remember_profile(struct remembering *list, const struct record_key *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!guessed_by_portals(keys[i].name) || lock_field(list->locked, keys[i].name).length > 0)
            remember(list, keys[i].name, keys[i].list ? VALUE_LIST : VALUE_TEXT, false);
}

/* What the profile does not know. Whether it was a list the lock does not say: `class` is a guess. */
static void remember_rest(struct remembering *list, enum value_class class)
{
    const struct json *fields = json_get(list->locked, "fields");
    for (uint32_t i = 0; json_is(fields, JSON_OBJECT) && i < fields->count; i++) {
        struct slice key = json_text(&fields->members[i].key);
        if (slice_equals(key, RECORD_ORDER))
            continue;
        remember(list, key, slice_equals(key, "format") ? VALUE_CAPITAL : class, false);
    }
}

static void resource_remember(struct arena *arena, const struct json_member *member,
                              const struct record_rules *rules, enum value_class class,
                              struct record_resource *resource)
{
    const struct json *locked = &member->value;
    struct remembering list = {.arena = arena, .locked = locked};
    size_t count;
    const struct record_core *core = record_core_resource(&count);
    *resource = (struct record_resource){.key = json_text(&member->key), .managed = true};
    resource->id = json_get_string(arena, locked, "id");
    resource->upload = json_get(locked, "sha256") != NULL;
    resource->table = json_get(locked, "rows_digest") != NULL;
    remember_core(&list, core, count);
    if (lock_field(locked, slice_of("format")).length > 0)
        remember(&list, slice_of("format"), VALUE_CAPITAL, false);
    remember(&list, slice_of("banchi_table"), VALUE_ANY, false);
    remember_profile(&list, rules->resource, rules->resource_count);
    remember_rest(&list, class);
    resource->fields = list.fields;
    resource->field_count = list.count;
}

void record_of_lock(struct arena *arena, const char *name, const struct json *entry,
                    const struct record_rules *rules, enum value_class class, struct record *record)
{
    const struct json *resources = json_get(entry, "resources");
    struct remembering list = {.arena = arena, .locked = entry};
    size_t count;
    const struct record_core *core = record_core_dataset(&count);
    *record = (struct record){.name = name, .id = json_get_string(arena, entry, "id")};
    remember_core(&list, core, count);
    remember_profile(&list, rules->dataset, rules->dataset_count);
    remember_rest(&list, class);
    record->resource_count = json_is(resources, JSON_OBJECT) ? resources->count : 0;
    record->resources = arena_array(arena, record->resource_count, sizeof *record->resources);
    for (size_t i = 0; i < record->resource_count; i++)
        resource_remember(arena, &resources->members[i], rules, class, &record->resources[i]);
    remember(&list, slice_of(RECORD_ORDER), VALUE_ANY, false); /* the last one, as record.h has it */
    record->fields = list.fields;
    record->field_count = list.count;
}
