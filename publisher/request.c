#include "publisher/request.h"

#include <string.h>

#include "base/arena.h"
#include "base/json_write.h"
#include "base/limits.h"

struct slice request_organization(struct arena *arena, const char *slug, const char *title)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "name", slug);
    json_write_field(&writer, "title", title);
    json_write_end_object(&writer);
    return text_keep(arena, &out);
}

struct slice request_id(struct arena *arena, const char *id)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "id", id);
    json_write_end_object(&writer);
    return text_keep(arena, &out);
}

/* ---- fields of a dataset ---- */

static bool is_extra(const struct site *site, const struct record_field *field)
{
    return !field->core && !site_knows(site, field->key) && !slice_equals(field->key, RECORD_ORDER);
}

static void tag_write(struct json_writer *writer, const struct json *name)
{
    json_write_begin_object(writer);
    json_write_key(writer, "name");
    json_write_value(writer, name);
    json_write_end_object(writer);
}

/* Ours, and behind them the vocabulary tags of others as they stand on the portal. */
static void tags_write(struct json_writer *writer, const struct record_field *field,
                       const struct json *package)
{
    const struct json *shown = json_get(package, "tags");
    json_write_key(writer, "tags");
    json_write_begin_array(writer);
    for (uint32_t i = 0; json_is(field->value, JSON_ARRAY) && i < field->value->count; i++)
        tag_write(writer, &field->value->items[i]);
    for (uint32_t i = 0; json_is(shown, JSON_ARRAY) && i < shown->count; i++)
        if (json_is(json_get(&shown->items[i], "vocabulary_id"), JSON_STRING))
            json_write_value(writer, &shown->items[i]);
    json_write_end_array(writer);
}

static void value_write(struct json_writer *writer, const struct record_field *field)
{
    if (field->class == VALUE_BOOLEAN)
        json_write_bool(writer, slice_equals(field->canonical, "true"));
    else if (field->canonical.length > 0)
        json_write_value(writer, field->value);
    else if (field->class == VALUE_LIST)
        json_write_raw(writer, slice_of("[]"));
    else
        json_write_string(writer, "");
}

static void field_write(struct json_writer *writer, const struct record_field *field,
                        const struct json *package)
{
    if (slice_equals(field->key, "tags")) {
        tags_write(writer, field, package);
        return;
    }
    json_write_key_slice(writer, field->key);
    value_write(writer, field);
}

/* ---- extras ---- */

/* An extra is text: a list is compact JSON in it. */
static void extra_write(struct json_writer *writer, const struct record_field *field)
{
    json_write_begin_object(writer);
    json_write_key(writer, "key");
    json_write_slice(writer, field->key);
    json_write_key(writer, "value");
    if (json_is(field->value, JSON_STRING)) {
        json_write_slice(writer, json_text(field->value));
    } else {
        struct text inner = {0};
        struct json_writer inner_writer = {.out = &inner};
        json_write_value(&inner_writer, field->value);
        json_write_slice(writer, text_slice(&inner));
        text_free(&inner);
    }
    json_write_end_object(writer);
}

static bool extra_is_ours(const struct record *mine, const struct site *site, struct slice key)
{
    for (size_t i = 0; i < mine->field_count; i++)
        if (slice_equal(mine->fields[i].key, key))
            return is_extra(site, &mine->fields[i]);
    return false;
}

static void extras_write(struct json_writer *writer, const struct record *mine, const struct site *site,
                         const struct json *package)
{
    const struct json *shown = json_get(package, "extras");
    json_write_key(writer, "extras");
    json_write_begin_array(writer);
    for (uint32_t i = 0; json_is(shown, JSON_ARRAY) && i < shown->count; i++)
        if (!extra_is_ours(mine, site, json_text(json_get(&shown->items[i], "key"))))
            json_write_value(writer, &shown->items[i]);
    for (size_t i = 0; i < mine->field_count; i++)
        if (is_extra(site, &mine->fields[i]) && mine->fields[i].canonical.length > 0)
            extra_write(writer, &mine->fields[i]);
    json_write_end_array(writer);
}

static bool any_extra(const struct record *mine, const struct site *site)
{
    for (size_t i = 0; i < mine->field_count; i++)
        if (is_extra(site, &mine->fields[i]) && mine->fields[i].canonical.length > 0)
            return true;
    return false;
}

static void resource_field_write(struct json_writer *writer, const struct record_field *field)
{
    json_write_key_slice(writer, field->key);
    value_write(writer, field);
}

static void new_resource_write(struct json_writer *writer, const struct record_resource *mine)
{
    json_write_begin_object(writer);
    for (size_t i = 0; i < mine->field_count; i++)
        if (mine->fields[i].canonical.length > 0)
            resource_field_write(writer, &mine->fields[i]);
    if (mine->upload)
        json_write_count(writer, "size", mine->bytes);
    json_write_end_object(writer);
}

static bool only_links(const struct record *mine)
{
    for (size_t i = 0; i < mine->resource_count; i++)
        if (mine->resources[i].upload)
            return false;
    return true;
}

struct slice request_create(struct arena *arena, const struct record *mine, const struct site *site)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    for (size_t i = 0; i < mine->field_count; i++) {
        const struct record_field *field = &mine->fields[i];
        bool sent =
            field->canonical.length > 0 && !is_extra(site, field) && !slice_equals(field->key, RECORD_ORDER);
        if (sent)
            field_write(&writer, field, NULL);
    }
    if (any_extra(mine, site))
        extras_write(&writer, mine, site, NULL);
    if (mine->resource_count > 0 && only_links(mine)) {
        json_write_key(&writer, "resources");
        json_write_begin_array(&writer);
        for (size_t i = 0; i < mine->resource_count; i++)
            new_resource_write(&writer, &mine->resources[i]);
        json_write_end_array(&writer);
    }
    json_write_end_object(&writer);
    return text_keep(arena, &out);
}

/* ---- resources within a patch or a revision ---- */

static bool goes_with_file(struct slice key)
{
    static const char *const with_file[] = {"format", "mimetype", "hash"};
    for (size_t i = 0; i < sizeof with_file / sizeof *with_file; i++)
        if (slice_equals(key, with_file[i]))
            return true;
    return false;
}

static const struct record_field *field_find(const struct record_field *fields, size_t count,
                                             struct slice key)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(fields[i].key, key))
            return &fields[i];
    return NULL;
}

static bool is_changed(const struct change_resource *change, struct slice key)
{
    for (size_t i = 0; i < change->field_count; i++)
        if (slice_equal(change->fields[i].key, key))
            return true;
    return false;
}

/* What is written of mine. format, mimetype and hash go with the file, together, or wait for it. `file`: it
 * is sent along. */
static const struct record_field *changed_field(const struct record_resource *mine,
                                                const struct change_resource *change, struct slice key,
                                                bool file)
{
    bool together = mine->upload && goes_with_file(key);
    bool sent = together && (file || change->file) ? file : is_changed(change, key);
    return sent ? field_find(mine->fields, mine->field_count, key) : NULL;
}

/* The portal's object with what differs put into it. `change` is NULL where mine has no such resource. A new
 * file's size is told, since CKAN keeps the old one's. */
static void resource_write(struct json_writer *writer, const struct record_resource *theirs,
                           const struct record_resource *mine, const struct change_resource *change,
                           bool file)
{
    const struct json *source = theirs->source;
    if (!json_is(source, JSON_OBJECT)) {
        json_write_value(writer, source);
        return;
    }
    json_write_begin_object(writer);
    for (uint32_t i = 0; i < source->count; i++) {
        struct slice key = json_text(&source->members[i].key);
        const struct record_field *field =
            mine != NULL && change != NULL ? changed_field(mine, change, key, file) : NULL;
        if (field != NULL) {
            resource_field_write(writer, field);
        } else if (!file || !slice_equals(key, "size")) {
            json_write_key_slice(writer, key);
            json_write_value(writer, &source->members[i].value);
        }
    }
    for (size_t i = 0; mine != NULL && change != NULL && i < mine->field_count; i++) {
        const struct record_field *field = changed_field(mine, change, mine->fields[i].key, file);
        if (field != NULL && json_get_slice(source, field->key) == NULL)
            resource_field_write(writer, field);
    }
    if (file)
        json_write_count(writer, "size", mine->bytes);
    json_write_end_object(writer);
}

static const struct change_resource *change_of(const struct change *change, struct slice key)
{
    for (size_t i = 0; i < change->resource_count; i++)
        if (slice_equal(change->resources[i].key, key))
            return &change->resources[i];
    return NULL;
}

static void one_resource_write(struct json_writer *writer, const struct plan_sides *sides,
                               const struct change *change, const struct record_resource *theirs)
{
    const struct record_resource *mine = record_resource_like(sides->mine, theirs);
    resource_write(writer, theirs, mine, mine != NULL ? change_of(change, theirs->key) : NULL, false);
}

/* The places of managed resources are filled in mine's order; the others stay where they are. */
static void resources_write(struct json_writer *writer, const struct plan_sides *sides,
                            const struct change *change)
{
    const struct record *mine = sides->mine;
    const struct record *theirs = sides->theirs;
    size_t next = 0;
    json_write_key(writer, "resources");
    json_write_begin_array(writer);
    for (size_t i = 0; i < theirs->resource_count; i++) {
        const struct record_resource *shown = &theirs->resources[i];
        bool ours = shown->managed && record_resource(mine, shown->key) != NULL;
        while (ours && record_resource(theirs, mine->resources[next].key) == NULL)
            next++;
        one_resource_write(writer, sides, change,
                           ours ? record_resource(theirs, mine->resources[next++].key) : shown);
    }
    json_write_end_array(writer);
}

static bool resources_differ(const struct plan_sides *sides, const struct change *change)
{
    for (size_t i = 0; i < change->resource_count; i++) {
        const struct change_resource *resource = &change->resources[i];
        const struct record_resource *mine = record_resource(sides->mine, resource->key);
        if (resource->action != CHANGE_UPDATE || mine == NULL)
            continue;
        for (size_t j = 0; j < resource->field_count; j++)
            if (changed_field(mine, resource, resource->fields[j].key, false) != NULL)
                return true;
    }
    return change->reorder;
}

struct slice request_patch(struct arena *arena, const struct plan_sides *sides, const struct site *site,
                           const struct change *change)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    bool extras = false;
    bool resources = resources_differ(sides, change);
    size_t fields = 0;
    json_write_begin_object(&writer);
    json_write_field(&writer, "id", sides->theirs->id);
    for (size_t i = 0; i < change->field_count; i++) {
        const struct record_field *field =
            field_find(sides->mine->fields, sides->mine->field_count, change->fields[i].key);
        bool order = slice_equals(field->key, RECORD_ORDER);
        extras = extras || is_extra(site, field);
        if (order || is_extra(site, field))
            continue;
        field_write(&writer, field, sides->theirs->source);
        fields++;
    }
    if (extras)
        extras_write(&writer, sides->mine, site, sides->theirs->source);
    if (resources)
        resources_write(&writer, sides, change);
    json_write_end_object(&writer);
    if (fields > 0 || extras || resources)
        return text_keep(arena, &out);
    text_free(&out);
    return (struct slice){"", 0};
}

/* ---- all of a dataset in one call ---- */

/* A list of resources under way. */
struct listing {
    struct arena *arena;
    const struct plan_sides *sides;
    const struct change *change;
    struct json_writer *writer;
    struct revision *revision;
    size_t next;   /* of mine */
    size_t places; /* written so far */
    uint64_t bytes;
};

static bool file_fits(struct listing *listing, const struct record_resource *mine)
{
    bool fits = listing->revision->upload_count == 0 || listing->bytes + mine->bytes <= LIMIT_CALL_FILE_BYTES;
    listing->bytes += fits ? mine->bytes : 0;
    return fits;
}

static void upload_add(struct listing *listing, const struct record_resource *mine)
{
    listing->revision->uploads[listing->revision->upload_count++] = (struct upload){
        .part = arena_format(listing->arena, "update__resources__%zu__upload", listing->places),
        .path = mine->path,
        .name = slice_copy(listing->arena, mine->key),
        .type = mine->media_type,
        .bytes = mine->bytes,
        .sha256 = mine->sha256};
}

/* The next of mine; one whose file does not fit into this call waits for another. True when it has a place on
 * the portal already. */
static bool next_write(struct listing *listing)
{
    const struct record_resource *mine = &listing->sides->mine->resources[listing->next++];
    const struct record_resource *theirs = record_resource(listing->sides->theirs, mine->key);
    const struct change_resource *change = change_of(listing->change, mine->key);
    bool wanted = mine->upload && change->file;
    bool file = wanted && file_fits(listing, mine);
    listing->revision->waiting = listing->revision->waiting || (wanted && !file);
    if (theirs == NULL && wanted && !file)
        return false;
    if (file)
        upload_add(listing, mine);
    if (theirs != NULL)
        resource_write(listing->writer, theirs, mine, change, file);
    else
        new_resource_write(listing->writer, mine);
    listing->places++;
    return theirs != NULL;
}

/* The places of managed resources are filled in mine's order, new ones between them; those of others stay
 * where they are. What mine has no more is left out. */
static void listing_write(struct listing *listing)
{
    const struct record *mine = listing->sides->mine;
    const struct record *theirs = listing->sides->theirs;
    json_write_begin_array(listing->writer);
    for (size_t i = 0; i < theirs->resource_count; i++) {
        const struct record_resource *shown = &theirs->resources[i];
        if (!shown->managed) {
            resource_write(listing->writer, shown, NULL, NULL, false);
            listing->places++;
        } else if (record_resource(mine, shown->key) != NULL) {
            while (listing->next < mine->resource_count && !next_write(listing))
                continue;
        }
    }
    while (listing->next < mine->resource_count)
        next_write(listing);
    json_write_end_array(listing->writer);
}

static bool listing_differs(const struct plan_sides *sides, const struct change *change)
{
    for (size_t i = 0; i < change->resource_count; i++) {
        const struct change_resource *resource = &change->resources[i];
        if (resource->action == CHANGE_CREATE || resource->action == CHANGE_REMOVE ||
            (resource->action == CHANGE_UPDATE && resource->file))
            return true;
    }
    return resources_differ(sides, change);
}

/* A list or an object would be merged into the old one: the old one is taken out first. */
static void filter_add(struct json_writer *filter, const struct json *package, struct slice key)
{
    const struct json *shown = json_get_slice(package, key);
    if (!json_is(shown, JSON_ARRAY) && !json_is(shown, JSON_OBJECT))
        return;
    struct text pattern = {0};
    text_format(&pattern, "-%.*s", SLICE(key));
    json_write_slice(filter, text_slice(&pattern));
    text_free(&pattern);
}

struct revising {
    struct text filter;
    struct text update;
    struct json_writer filters;
    struct json_writer updates;
    size_t count; /* keys that are written */
};

static void fields_revise(struct revising *revising, const struct plan_sides *sides, const struct site *site,
                          const struct change *change)
{
    const struct json *package = sides->theirs->source;
    bool extras = false;
    for (size_t i = 0; i < change->field_count; i++) {
        const struct record_field *field =
            field_find(sides->mine->fields, sides->mine->field_count, change->fields[i].key);
        extras = extras || is_extra(site, field);
        if (slice_equals(field->key, RECORD_ORDER) || is_extra(site, field))
            continue;
        filter_add(&revising->filters, package, field->key);
        field_write(&revising->updates, field, package);
        revising->count++;
    }
    if (!extras)
        return;
    filter_add(&revising->filters, package, slice_of("extras"));
    extras_write(&revising->updates, sides->mine, site, package);
    revising->count++;
}

static struct slice match_of(struct arena *arena, const struct record *theirs)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "id", theirs->id);
    json_write_field(&writer, "metadata_modified", theirs->metadata_modified);
    json_write_end_object(&writer);
    return text_keep(arena, &out);
}

/* As a form where files go along, else as JSON. */
static void revision_finish(struct arena *arena, struct slice match, const struct revising *revising,
                            struct revision *revision)
{
    const struct form_part parts[] = {{"match", match},
                                      {"filter", text_slice(&revising->filter)},
                                      {"update", text_slice(&revising->update)}};
    size_t count = sizeof parts / sizeof *parts;
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    revision->parts = arena_array(arena, count, sizeof *revision->parts);
    json_write_begin_object(&writer);
    for (size_t i = 0; i < count; i++) {
        json_write_key(&writer, parts[i].name);
        json_write_raw(&writer, parts[i].value);
        revision->parts[i] = (struct form_part){
            parts[i].name,
            {arena_copy(arena, parts[i].value.at, parts[i].value.length), parts[i].value.length}};
    }
    json_write_end_object(&writer);
    revision->json = text_keep(arena, &out);
    revision->part_count = revision->upload_count > 0 ? count : 0;
}

bool request_revise(struct arena *arena, const struct plan_sides *sides, const struct site *site,
                    const struct change *change, struct revision *revision)
{
    struct revising revising = {0};
    revising.filters.out = &revising.filter;
    revising.updates.out = &revising.update;
    *revision =
        (struct revision){.uploads = arena_array(arena, sides->mine->resource_count, sizeof(struct upload))};
    json_write_begin_array(&revising.filters);
    json_write_begin_object(&revising.updates);
    fields_revise(&revising, sides, site, change);
    if (listing_differs(sides, change)) {
        struct listing listing = {.arena = arena,
                                  .sides = sides,
                                  .change = change,
                                  .writer = &revising.updates,
                                  .revision = revision};
        filter_add(&revising.filters, sides->theirs->source, slice_of("resources"));
        json_write_key(&revising.updates, "resources");
        listing_write(&listing);
        revising.count++;
    }
    json_write_end_array(&revising.filters);
    json_write_end_object(&revising.updates);
    revision_finish(arena, match_of(arena, sides->theirs), &revising, revision);
    text_free(&revising.filter);
    text_free(&revising.update);
    return revising.count > 0;
}

/* ---- one resource ---- */

struct slice request_link(struct arena *arena, const struct record_resource *mine, const char *package_id)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "package_id", package_id);
    for (size_t i = 0; i < mine->field_count; i++)
        if (mine->fields[i].canonical.length > 0)
            resource_field_write(&writer, &mine->fields[i]);
    json_write_end_object(&writer);
    return text_keep(arena, &out);
}

static void part_add(struct arena *arena, struct form_part *parts, size_t *count,
                     const struct record_field *field)
{
    parts[(*count)++] = (struct form_part){slice_copy(arena, field->key), json_text(field->value)};
}

struct form_part *request_upload_new(struct arena *arena, const struct record_resource *mine,
                                     const char *package_id, size_t *count, bool *left_out)
{
    struct form_part *parts = arena_array(arena, mine->field_count + 1, sizeof *parts);
    *count = 0;
    parts[(*count)++] = (struct form_part){"package_id", slice_of(package_id)};
    for (size_t i = 0; i < mine->field_count; i++) {
        const struct record_field *field = &mine->fields[i];
        if (field->canonical.length == 0)
            continue;
        if (field->value->type == JSON_STRING || field->value->type == JSON_NUMBER)
            part_add(arena, parts, count, field);
        else
            *left_out = true;
    }
    return parts;
}

struct form_part *request_upload_again(struct arena *arena, const struct record_resource *mine,
                                       const char *id, size_t *count)
{
    static const char *const together[] = {"format", "mimetype", "hash"};
    struct form_part *parts = arena_array(arena, 4, sizeof *parts);
    *count = 0;
    parts[(*count)++] = (struct form_part){"id", slice_of(id)};
    for (size_t i = 0; i < sizeof together / sizeof *together; i++)
        part_add(arena, parts, count, record_field(mine->fields, mine->field_count, together[i]));
    return parts;
}
