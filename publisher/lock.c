#include "publisher/lock.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json_edit.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/limits.h"

#define LOCK_VERSION "1"

/* One dataset of this portal. */
struct lock_row {
    struct slice name;
    struct slice text; /* compact JSON, keys sorted; what is written */
    const struct json *json;
};

struct lock {
    struct arena *run;
    const char *path;
    const char *portal;
    const char *url;
    const struct json *portals; /* as read; NULL when there was no file */
    struct lock_row *rows;      /* sorted by name */
    size_t count;
    size_t room;
    bool changed;
    time_t written;
};

/* ---- reading ---- */

struct slice lock_field(const struct json *object, struct slice key)
{
    return json_text(json_get_slice(json_get(object, "fields"), key));
}

const struct json *lock_resource(const struct json *entry, struct slice key)
{
    return json_get_slice(json_get(entry, "resources"), key);
}

uint64_t lock_number(const struct json *resource, const char *key)
{
    struct slice text = json_text(json_get(resource, key));
    uint64_t number = 0;
    for (size_t i = 0; i < text.length && text.at[i] >= '0' && text.at[i] <= '9'; i++)
        number = number * 10 + (uint64_t)(text.at[i] - '0');
    return number;
}

struct slice lock_resource_key(const struct json *entry, struct slice id)
{
    const struct json *resources = json_get(entry, "resources");
    for (uint32_t i = 0; json_is(resources, JSON_OBJECT) && i < resources->count; i++)
        if (id.length > 0 && slice_equal(json_text(json_get(&resources->members[i].value, "id")), id))
            return json_text(&resources->members[i].key);
    return (struct slice){"", 0};
}

static bool lock_wrong(const struct lock *lock, const char *why, struct problem *problem)
{
    return problem_set(problem, PROBLEM_LOCAL, _("%s cannot be used: %s"), lock->path, why);
}

static bool root_check(const struct lock *lock, struct slice text, const struct json *root, bool read,
                       struct problem *problem)
{
    if (memmem(text.at, text.length, "\n<<<<<<< ", 9) != NULL || slice_starts(text, "<<<<<<< "))
        return lock_wrong(lock, _("it holds a merge marker (<<<<<<<). Merge it by hand, or take one side."),
                          problem);
    if (!read || !json_is(root, JSON_OBJECT))
        return lock_wrong(lock, _("it is not JSON. Restore it from version control."), problem);
    if (!slice_equals(json_text(json_get(root, "banchi")), LOCK_VERSION))
        return lock_wrong(lock, _("it is of another version than banchi reads (1)."), problem);
    return true;
}

static bool portal_check(const struct lock *lock, const struct json *portal, struct problem *problem)
{
    const struct json *url = json_get(portal, "url");
    if (slice_equals(json_text(url), lock->url))
        return true;
    return problem_set(problem, PROBLEM_LOCAL,
                       _("%s says that portal \"%s\" is at %.*s, but it is to be published to %s. Set "
                         "catalog.json right, or "
                         "give the portal at the new address a name of its own."),
                       lock->path, lock->portal, SLICE(json_text(url)), lock->url);
}

static struct slice compact(struct arena *arena, const struct json *value)
{
    struct text out = {0};
    json_write_canonical(&out, value);
    return text_keep(arena, &out);
}

static int compare_rows(const void *a, const void *b)
{
    return slice_compare(((const struct lock_row *)a)->name, ((const struct lock_row *)b)->name);
}

static void rows_take(struct lock *lock, const struct json *datasets)
{
    for (uint32_t i = 0; json_is(datasets, JSON_OBJECT) && i < datasets->count; i++) {
        const struct json_member *member = &datasets->members[i];
        lock->rows = arena_grow(lock->run, lock->rows, lock->count, &lock->room, sizeof *lock->rows);
        lock->rows[lock->count++] =
            (struct lock_row){json_text(&member->key), compact(lock->run, &member->value), &member->value};
    }
    if (lock->count > 1)
        qsort(lock->rows, lock->count, sizeof *lock->rows, compare_rows);
}

static bool lock_read(struct lock *lock, struct problem *problem)
{
    struct slice text;
    struct json *root = arena_alloc(lock->run, sizeof *root);
    const struct json_fault *faults;
    if (file_kind(lock->path) == FILE_ABSENT && !file_is_link(lock->path))
        return true;
    if (!file_read(lock->run, lock->path, LIMIT_JSON_BYTES, &text, problem))
        return false;
    bool read = json_read(lock->run, text, root, &faults) && faults == NULL;
    if (!root_check(lock, text, root, read, problem))
        return false;
    lock->portals = json_get(root, "portals");
    const struct json *portal = json_get_slice(lock->portals, slice_of(lock->portal));
    if (portal == NULL)
        return true;
    rows_take(lock, json_get(portal, "datasets"));
    return portal_check(lock, portal, problem);
}

struct lock *lock_open(struct arena *run, const char *path, const char *portal, const char *url,
                       struct problem *problem)
{
    struct lock *lock = arena_alloc(run, sizeof *lock);
    *lock = (struct lock){.run = run, .path = path, .portal = portal, .url = url};
    return lock_read(lock, problem) ? lock : NULL;
}

/* Where the dataset is, or would be. */
static size_t row_place(const struct lock *lock, struct slice name)
{
    size_t low = 0, high = lock->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (slice_compare(lock->rows[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool row_at(const struct lock *lock, size_t place, struct slice name)
{
    return place < lock->count && slice_equal(lock->rows[place].name, name);
}

const struct json *lock_entry(const struct lock *lock, const char *name)
{
    size_t place = row_place(lock, slice_of(name));
    return row_at(lock, place, slice_of(name)) ? lock->rows[place].json : NULL;
}

size_t lock_count(const struct lock *lock)
{
    return lock->count;
}

struct slice lock_name(const struct lock *lock, size_t index)
{
    return lock->rows[index].name;
}

/* ---- making an entry ---- */

/* `shown` are theirs, along these, or NULL: of what was never said to the portal, its own is remembered. */
static void fields_write(struct json_writer *writer, const struct record_field *fields, size_t count,
                         const struct record_field *shown)
{
    char hex[DIGEST_HEX_BYTES];
    json_write_key(writer, "fields");
    json_write_begin_object(writer);
    for (size_t i = 0; i < count; i++) {
        bool unsaid = shown != NULL && shown[i].unsaid;
        value_digest(unsaid ? shown[i].said : fields[i].canonical, hex);
        if (hex[0] == '\0')
            continue;
        json_write_key_slice(writer, fields[i].key);
        json_write_string(writer, hex);
    }
    json_write_end_object(writer);
}

static void resource_write(struct json_writer *writer, const struct record_resource *mine,
                           const struct record_resource *shown)
{
    bool along = shown != NULL && shown->field_count == mine->field_count;
    json_write_begin_object(writer);
    fields_write(writer, mine->fields, mine->field_count, along ? shown->fields : NULL);
    json_write_field(writer, "id", shown != NULL ? shown->id : NULL);
    if (mine->upload) {
        json_write_count(writer, "bytes", mine->bytes);
        json_write_field(writer, "sha256", mine->sha256);
    }
    if (mine->drafted[0] != '\0')
        json_write_field(writer, "drafted", mine->drafted);
    if (mine->table || (mine->drafted[0] != '\0' && mine->dictionary[0] != '\0')) {
        json_write_field(writer, "dictionary", mine->dictionary);
        json_write_count(writer, "rows", mine->rows);
        json_write_field(writer, "rows_digest", mine->rows_digest);
    }
    json_write_end_object(writer);
}

/* The managed part; with `theirs` the ids as well. `old` is what the lock says so far, or NULL. */
static void record_write(struct json_writer *writer, const struct record *mine, const struct record *theirs,
                         const struct json *old)
{
    fields_write(writer, mine->fields, mine->field_count, NULL);
    json_write_key(writer, "resources");
    json_write_begin_object(writer);
    for (size_t i = 0; i < mine->resource_count; i++) {
        const struct record_resource *resource = &mine->resources[i];
        const struct json *before = resource->field_count == 0 ? lock_resource(old, resource->key) : NULL;
        json_write_key_slice(writer, resource->key);
        if (before != NULL)
            json_write_value(writer, before);
        else
            resource_write(writer, resource, theirs != NULL ? record_resource(theirs, resource->key) : NULL);
    }
    json_write_end_object(writer);
}

const struct json *lock_describe(struct arena *arena, const struct record *record)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    struct json *value = arena_alloc(arena, sizeof *value);
    const struct json_fault *faults;
    json_write_begin_object(&writer);
    record_write(&writer, record, NULL, NULL);
    json_write_end_object(&writer);
    struct slice text = text_keep(arena, &out);
    if (!json_read(arena, text, value, &faults))
        *value = (struct json){.type = JSON_NULL};
    return value;
}

void lock_digest_all(const struct record *record, char hex[static DIGEST_HEX_BYTES])
{
    struct arena local = {0};
    value_digest(compact(&local, lock_describe(&local, record)), hex);
    arena_free(&local);
}

static struct slice entry_text(struct arena *arena, const struct record *mine, const struct record *theirs,
                               const struct json *old)
{
    char all[DIGEST_HEX_BYTES];
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    lock_digest_all(mine, all);
    json_write_begin_object(&writer);
    json_write_field(&writer, "all", all);
    json_write_field(&writer, "id", theirs != NULL ? theirs->id : NULL);
    json_write_field(&writer, "metadata_modified", theirs != NULL ? theirs->metadata_modified : NULL);
    record_write(&writer, mine, theirs, old);
    json_write_end_object(&writer);
    return text_keep(arena, &out);
}

void lock_put(struct lock *lock, const struct record *mine, const struct record *theirs)
{
    const struct json_fault *faults;
    struct json *json = arena_alloc(lock->run, sizeof *json);
    struct slice name = {arena_string(lock->run, mine->name), strlen(mine->name)};
    struct slice unsorted = entry_text(lock->run, mine, theirs, lock_entry(lock, mine->name));
    if (!json_read(lock->run, unsorted, json, &faults))
        return;
    struct lock_row row = {name, compact(lock->run, json), json};
    size_t place = row_place(lock, name);
    bool there = row_at(lock, place, name);
    if (there && slice_equal(lock->rows[place].text, row.text))
        return;
    if (!there) {
        lock->rows = arena_grow(lock->run, lock->rows, lock->count, &lock->room, sizeof *lock->rows);
        memmove(lock->rows + place + 1, lock->rows + place, (lock->count - place) * sizeof *lock->rows);
        lock->count++;
    }
    lock->rows[place] = row;
    lock->changed = true;
}

void lock_seen(struct lock *lock, const char *name, struct slice resource, const char *member,
               const char *digest)
{
    struct text quoted = {0}, out = {0};
    const struct json_fault *faults;
    size_t place = row_place(lock, slice_of(name));
    struct json *entry = arena_alloc(lock->run, sizeof *entry);
    if (!row_at(lock, place, slice_of(name)) || !json_read(lock->run, lock->rows[place].text, entry, &faults))
        return; /* the places of its members are those in the compact text */
    const struct json *object = lock_resource(entry, resource);
    if (!json_is(object, JSON_OBJECT))
        return;
    text_format(&quoted, "\"%s\"", digest);
    json_edit_member(lock->run, lock->rows[place].text, object, slice_of(member), text_slice(&quoted), &out);
    struct slice text = {arena_copy(lock->run, out.at, out.length), out.length};
    struct json *json = arena_alloc(lock->run, sizeof *json);
    if (json_read(lock->run, text, json, &faults)) {
        lock->rows[place].text = compact(lock->run, json);
        lock->rows[place].json = json;
        lock->changed = true;
    }
    text_free(&quoted);
    text_free(&out);
}

void lock_remove(struct lock *lock, const char *name)
{
    size_t place = row_place(lock, slice_of(name));
    if (!row_at(lock, place, slice_of(name)))
        return;
    lock->count--;
    memmove(lock->rows + place, lock->rows + place + 1, (lock->count - place) * sizeof *lock->rows);
    lock->changed = true;
}

/* ---- writing ---- */

static void row_write(struct json_writer *writer, const struct lock_row *row)
{
    struct arena local = {0};
    struct json value;
    const struct json_fault *faults;
    json_write_key_slice(writer, row->name);
    if (json_read(&local, row->text, &value,
                  &faults)) /* parsed again: the canonical text is sorted, the tree is not */
        json_write_value(writer, &value);
    else
        json_write_null(writer);
    arena_free(&local);
}

static void portal_write(struct json_writer *writer, const struct lock *lock)
{
    json_write_key(writer, lock->portal);
    json_write_begin_object(writer);
    json_write_key(writer, "datasets");
    json_write_begin_object(writer);
    for (size_t i = 0; i < lock->count; i++)
        row_write(writer, &lock->rows[i]);
    json_write_end_object(writer);
    json_write_field(writer, "url", lock->url);
    json_write_end_object(writer);
}

/* All portals in order of their names, ours among them. */
static void portals_write(struct json_writer *writer, const struct lock *lock)
{
    bool written = false;
    for (uint32_t i = 0; json_is(lock->portals, JSON_OBJECT) && i < lock->portals->count; i++) {
        struct slice name = json_text(&lock->portals->members[i].key);
        int order = slice_compare(slice_of(lock->portal), name);
        if (order <= 0 && !written)
            portal_write(writer, lock);
        written = written || order <= 0;
        if (order == 0)
            continue;
        json_write_key_slice(writer, name);
        json_write_value(writer, &lock->portals->members[i].value);
    }
    if (!written)
        portal_write(writer, lock);
}

static bool folder_make(const struct lock *lock, struct problem *problem)
{
    const char *name = file_name(lock->path);
    if (name == lock->path)
        return true;
    return file_make_folder(arena_copy(lock->run, lock->path, (size_t)(name - lock->path - 1)), problem);
}

bool lock_write(struct lock *lock, bool now, struct problem *problem)
{
    time_t time_now = time(NULL);
    if (!lock->changed || (!now && time_now == lock->written))
        return true;
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true};
    json_write_begin_object(&writer);
    json_write_key(&writer, "banchi");
    json_write_raw(&writer, slice_of(LOCK_VERSION));
    json_write_key(&writer, "portals");
    json_write_begin_object(&writer);
    portals_write(&writer, lock);
    json_write_end_object(&writer);
    json_write_end_object(&writer);
    text_add(&out, "\n");
    bool fine = folder_make(lock, problem) && file_replace(lock->path, text_slice(&out), 0644, problem);
    text_free(&out);
    lock->changed = !fine;
    lock->written = time_now;
    return fine;
}
