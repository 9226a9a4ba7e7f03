/* Records of what a portal shows. */
#include <string.h>

#include "base/arena.h"
#include "base/json_write.h"
#include "publisher/address.h"
#include "publisher/lock.h"
#include "publisher/record.h"

static const struct json *extra_find(const struct json *package, struct slice key)
{
    const struct json *extras = json_get(package, "extras");
    for (uint32_t i = 0; json_is(extras, JSON_ARRAY) && i < extras->count; i++)
        if (slice_equal(json_text(json_get(&extras->items[i], "key")), key))
            return json_get(&extras->items[i], "value");
    return NULL;
}

/* The names of free tags; those of a vocabulary belong to others. */
static struct slice tags_canonical(struct arena *arena, const struct json *package)
{
    const struct json *tags = json_get(package, "tags");
    uint32_t count = json_is(tags, JSON_ARRAY) ? tags->count : 0;
    struct json *names = arena_array(arena, count, sizeof *names);
    struct json list = {.type = JSON_ARRAY, .items = names};
    for (uint32_t i = 0; i < count; i++) {
        const struct json *vocabulary = json_get(&tags->items[i], "vocabulary_id");
        const struct json *name = json_get(&tags->items[i], "name");
        if (name != NULL && (vocabulary == NULL || json_is(vocabulary, JSON_NULL)))
            names[list.count++] = *name;
    }
    return value_canonical(arena, VALUE_LIST, &list);
}

/* The portal answers a UUID in owner_org and the slug beside it. */
static const struct json *organization_slug(const struct json *package)
{
    const struct json *slug = json_get(json_get(package, "organization"), "name");
    return slug != NULL ? slug : json_get(package, "owner_org");
}

static void field_show(struct arena *arena, const struct json *package, const struct site *site,
                       struct record_field *field)
{
    const struct json *extra = NULL;
    if (slice_equals(field->key, "tags")) {
        field->canonical = tags_canonical(arena, package);
        return;
    }
    if (slice_equals(field->key, "owner_org"))
        field->value = organization_slug(package);
    else if (field->core || site_knows(site, field->key))
        field->value = json_get_slice(package, field->key);
    else
        extra = field->value = extra_find(package, field->key);
    if (json_is(extra, JSON_STRING))
        field->canonical = value_canonical_text(arena, field->class, json_text(extra));
    else
        field->canonical = value_canonical(arena, field->class, field->value);
}

static void resource_fields(struct arena *arena, const struct record_resource *mine,
                            struct record_resource *shown)
{
    shown->field_count = mine->field_count;
    shown->fields = arena_array(arena, mine->field_count, sizeof *shown->fields);
    for (size_t i = 0; i < mine->field_count; i++) {
        struct record_field *field = &shown->fields[i];
        *field = mine->fields[i];
        field->value = json_get_slice(shown->source, field->key);
        bool text = field->class == VALUE_ANY && json_is(field->value, JSON_STRING);
        field->canonical = text ? value_canonical_text(arena, VALUE_ANY, json_text(field->value))
                                : value_canonical(arena, field->class, field->value);
    }
}

/* An XLoader puts an MD5 where we keep our SHA-256: that says nothing of ours, and is left there. */
static void hash_of_loader(const struct record_resource *mine, struct record_resource *shown)
{
    struct slice hash = json_text(json_get(shown->source, "hash"));
    shown->hash_foreign = hash.length == 32 && shown->upload;
    for (size_t i = 0; i < shown->field_count && shown->hash_foreign; i++)
        if (slice_equals(shown->fields[i].key, "hash"))
            shown->fields[i].canonical = mine->fields[i].canonical;
}

/* What our side derives from a file (its hash, its media type, its format where metadata.json is silent), of
 * a file that is as the lock has it, where the portal never had that from us: it is told with the next file,
 * and no difference until then. So are the keys of a table that is not ours. */
static void unsaid_mark(const struct record_view *view, const struct record_resource *mine,
                        struct record_resource *shown)
{
    static const char *const derived[] = {"hash", "mimetype", "format"};
    const struct json *locked = lock_resource(view->entry, mine->key);
    bool file_stays = mine->upload && slice_equals(json_text(json_get(locked, "sha256")), mine->sha256);
    for (size_t i = 0; i < shown->field_count; i++) {
        struct record_field *field = &shown->fields[i];
        char own[DIGEST_HEX_BYTES];
        bool unsaid = mine->drafted[0] != '\0' && slice_equals(field->key, "banchi_table");
        value_digest(mine->fields[i].canonical, own);
        for (size_t j = 0; j < sizeof derived / sizeof *derived && file_stays && !unsaid; j++)
            unsaid = slice_equals(field->key, derived[j]) && json_get(mine->source, derived[j]) == NULL &&
                     !slice_equals(lock_field(locked, field->key), own);
        if (!unsaid || slice_equal(field->canonical, mine->fields[i].canonical))
            continue;
        field->unsaid = true;
        field->said = field->canonical;
        field->canonical = mine->fields[i].canonical;
    }
}

static struct slice lower_case(struct arena *arena, struct slice text)
{
    char *copy = slice_copy(arena, text);
    for (size_t i = 0; i < text.length; i++)
        if (copy[i] >= 'A' && copy[i] <= 'Z')
            copy[i] = (char)(copy[i] - 'A' + 'a');
    return (struct slice){copy, text.length};
}

static const struct record_resource *mine_by_key(struct arena *arena, const struct record *mine,
                                                 struct slice key, bool upload)
{
    for (size_t i = 0; i < mine->resource_count; i++) {
        const struct record_resource *resource = &mine->resources[i];
        bool same = upload ? slice_equal(lower_case(arena, resource->key), lower_case(arena, key))
                           : slice_equal(resource->key, key);
        if (same && resource->upload == upload)
            return resource;
    }
    return NULL;
}

static const struct record_resource *mine_renamed(const struct record *mine, struct slice key)
{
    for (size_t i = 0; i < mine->resource_count && key.length > 0; i++)
        if (slice_equal(mine->resources[i].renamed_from, key))
            return &mine->resources[i];
    return NULL;
}

/* Its fields, along mine's. */
static void resource_match(struct arena *arena, const struct record_view *view,
                           const struct record_resource *mine, struct record_resource *shown)
{
    shown->key = mine->key;
    shown->managed = true;
    resource_fields(arena, mine, shown);
    hash_of_loader(mine, shown);
    unsaid_mark(view, mine, shown);
}

static void resource_show(struct arena *arena, const struct json *source, const struct record_view *view,
                          struct record_resource *shown)
{
    const struct record *mine = view->mine;
    const struct json *entry = view->entry;
    shown->source = source;
    shown->id = json_get_string(arena, source, "id");
    shown->id = shown->id != NULL ? shown->id : "";
    shown->upload = slice_equals(json_text(json_get(source, "url_type")), "upload");
    shown->table = json_get_true(source, "datastore_active");
    struct slice url = json_text(json_get(source, "url"));
    struct slice locked = lock_resource_key(entry, slice_of(shown->id));
    shown->key = locked.length > 0 ? locked : shown->upload ? address_last_segment(arena, url) : url;
    const struct record_resource *match = locked.length > 0
                                              ? record_resource(mine, locked)
                                              : mine_by_key(arena, mine, shown->key, shown->upload);
    if (match == NULL) {
        match = mine_renamed(mine, shown->key);
        shown->renamed = match != NULL;
    }
    shown->managed = locked.length > 0 || match != NULL;
    if (match != NULL)
        resource_match(arena, view, match, shown);
}

/* A portal does not keep every file name (a Thai one becomes "-.csv"), but it keeps the hash that we sent: an
 * upload that no name and no lock tells is known by that. */
static void known_by_hash(struct arena *arena, const struct record_view *view, struct record *record)
{
    const struct record *mine = view->mine;
    for (size_t i = 0; i < record->resource_count; i++) {
        struct record_resource *shown = &record->resources[i];
        struct slice hash = json_text(json_get(shown->source, "hash"));
        for (size_t j = 0; j < mine->resource_count && !shown->managed && shown->upload; j++) {
            const struct record_resource *match = &mine->resources[j];
            if (!match->upload || !slice_equals(hash, match->sha256) ||
                record_resource(record, match->key) != NULL)
                continue;
            resource_match(arena, view, match, shown);
        }
    }
}

/* As a person said, over what names say. */
static void known_by_word(struct arena *arena, const struct record_view *view, struct record *record)
{
    for (size_t i = 0; i < view->match_count; i++) {
        const struct record_resource *match = record_resource(view->mine, view->matches[i].key);
        for (size_t j = 0; j < record->resource_count && match != NULL; j++) {
            struct record_resource *shown = &record->resources[j];
            if (shown->managed && slice_equal(shown->key, match->key))
                shown->managed = strcmp(shown->id, view->matches[i].id) == 0;
            if (strcmp(shown->id, view->matches[i].id) != 0)
                continue;
            resource_match(arena, view, match, shown);
        }
    }
}

static struct slice order_shown(struct arena *arena, const struct record *record)
{
    struct text order = {0};
    struct json_writer writer = {.out = &order};
    size_t count = 0;
    json_write_begin_array(&writer);
    for (size_t i = 0; i < record->resource_count; i++) {
        if (!record->resources[i].managed)
            continue;
        json_write_slice(&writer, record->resources[i].key);
        count++;
    }
    json_write_end_array(&writer);
    struct slice kept = {arena_copy(arena, order.at, order.length), count > 0 ? order.length : 0};
    text_free(&order);
    return kept;
}

void record_of_package(struct arena *arena, const struct record_view *view, struct record *record)
{
    const struct json *package = view->package;
    const struct record *mine = view->mine;
    const struct json *resources = json_get(package, "resources");
    *record = (struct record){.name = mine->name, .source = package};
    record->id = json_get_string(arena, package, "id");
    record->id = record->id != NULL ? record->id : "";
    record->metadata_modified = json_get_string(arena, package, "metadata_modified");
    record->metadata_modified = record->metadata_modified != NULL ? record->metadata_modified : "";
    record->resource_count = json_is(resources, JSON_ARRAY) ? resources->count : 0;
    record->resources = arena_array(arena, record->resource_count, sizeof *record->resources);
    for (size_t i = 0; i < record->resource_count; i++) {
        resource_show(arena, &resources->items[i], view, &record->resources[i]);
        /* a second one of the same key is somebody else's */
        struct record_resource *first = record_resource(record, record->resources[i].key);
        record->resources[i].managed = record->resources[i].managed && first == &record->resources[i];
    }
    known_by_hash(arena, view, record);
    known_by_word(arena, view, record);
    record->field_count = mine->field_count;
    record->fields = arena_array(arena, mine->field_count, sizeof *record->fields);
    for (size_t i = 0; i < mine->field_count; i++) {
        record->fields[i] = mine->fields[i];
        if (i + 1 < mine->field_count)
            field_show(arena, package, view->site, &record->fields[i]);
        else
            record->fields[i].canonical = order_shown(arena, record);
    }
}
