/* A dataset that the workspace has: what only the portal changed comes into its files. */
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/limits.h"
#include "publisher/fetch_parts.h"

/* One value of the portal's that goes into metadata.json. */
struct edit {
    struct slice resource; /* its key; empty for the dataset itself */
    struct slice key;
    struct slice value;
};

struct merging {
    struct fetching *fetching;
    struct work work;
    struct edit *edits;
    size_t edit_count, edit_room;
    bool *gone; /* of mine's resources: taken out */
    bool reorder;
    size_t written; /* files */
    const char *folder;
};

static struct arena *arena_of(const struct merging *merging)
{
    return merging->fetching->arena;
}

/* ---- what is wanted ---- */

static const char *name_of(const struct merging *merging, struct slice resource, struct slice key)
{
    return resource.length > 0 ? arena_format(arena_of(merging), "%.*s/%.*s", SLICE(resource), SLICE(key))
                               : slice_copy(arena_of(merging), key);
}

static bool is_named(const struct merging *merging, const char *name)
{
    const struct fetch_options *options = merging->fetching->options;
    for (size_t i = 0; i < options->take_count; i++)
        if (strcmp(options->take[i], name) == 0)
            return true;
    return false;
}

/* What both changed, or nobody may take unasked, is told; true when it is taken. */
static bool take(struct merging *merging, const char *name, enum way way)
{
    bool only = merging->fetching->options->only_take;
    bool named = is_named(merging, name);
    bool taken = way_stops(way) && (named || (way == WAY_THEIRS && !only));
    if (taken)
        fetch_taken(merging->fetching, name);
    else if (way_stops(way) && !only)
        fetch_conflict(merging->fetching, name);
    return taken && !merging->fetching->options->dry;
}

/* What follows from file and dictionary is no value of metadata.json's; a media type may be. */
static bool is_derived(const struct record_resource *mine, struct slice key)
{
    return slice_equals(key, "hash") || slice_equals(key, "banchi_table") ||
           (slice_equals(key, "mimetype") && json_get(mine->source, "mimetype") == NULL);
}

/* ---- fields ---- */

static void edit_add(struct merging *merging, struct slice resource, const struct record_field *theirs)
{
    merging->edits = arena_grow(arena_of(merging), merging->edits, merging->edit_count, &merging->edit_room,
                                sizeof *merging->edits);
    merging->edits[merging->edit_count++] =
        (struct edit){resource, theirs->key, fetch_value(arena_of(merging), theirs)};
}

static const struct record_field *field_of(const struct record_field *fields, size_t count, struct slice key)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(fields[i].key, key))
            return &fields[i];
    return NULL;
}

static void fields_look(struct merging *merging)
{
    const struct change *change = &merging->work.change;
    const struct record *theirs = &merging->work.theirs;
    for (size_t i = 0; i < change->field_count; i++) {
        const struct change_field *field = &change->fields[i];
        bool order = slice_equals(field->key, RECORD_ORDER);
        if (slice_equals(field->key, "name")) /* a folder's name is not the portal's to change */
            continue;
        if (!take(merging, name_of(merging, (struct slice){"", 0}, field->key), field->way))
            continue;
        merging->reorder = merging->reorder || order;
        if (!order)
            edit_add(merging, (struct slice){"", 0},
                     field_of(theirs->fields, theirs->field_count, field->key));
    }
}

/* True when the keys of the table are among what differs and is the portal's. */
static bool resource_fields_look(struct merging *merging, const struct change_resource *change,
                                 const struct record_resource *theirs)
{
    bool table_keys = false;
    const struct record_resource *mine = record_resource(&merging->work.mine, change->key);
    for (size_t i = 0; i < change->field_count; i++) {
        const struct change_field *field = &change->fields[i];
        table_keys = table_keys || (slice_equals(field->key, "banchi_table") && field->way == WAY_THEIRS);
        if (is_derived(mine, field->key))
            continue;
        if (take(merging, name_of(merging, change->key, field->key), field->way))
            edit_add(merging, change->key, field_of(theirs->fields, theirs->field_count, field->key));
    }
    return table_keys;
}

/* ---- contents ---- */

static struct fetch_item *item_of(struct merging *merging, const char *id)
{
    for (size_t i = 0; i < merging->fetching->item_count; i++)
        if (id != NULL && strcmp(merging->fetching->items[i].id, id) == 0)
            return &merging->fetching->items[i];
    return NULL;
}

static bool place(struct merging *merging, const char *file, bool keep, struct problem *problem)
{
    merging->written++;
    return fetch_file_place(merging->fetching, file, keep, problem);
}

/* Into the folder in which its table lies. */
static bool dictionary_take(struct merging *merging, struct fetch_item *item, struct problem *problem)
{
    struct fetching *fetching = merging->fetching;
    if (!fetch_dictionary(fetching, item, item->came ? fetching->staging : merging->folder, problem))
        return false;
    if (!item->came)
        merging->written++;
    return !item->came || !item->described ||
           place(merging, dictionary_name_of(arena_of(merging), item->key), false, problem);
}

/* The dictionary follows the file where it is a draft that nobody has touched. */
static bool file_take(struct merging *merging, const struct record_resource *mine, struct fetch_item *item,
                      bool conflict, struct problem *problem)
{
    if (!fetch_file(merging->fetching, item, problem))
        return false;
    if (mine->drafted[0] != '\0' && !dictionary_take(merging, item, problem))
        return false;
    return place(merging, slice_copy(arena_of(merging), item->key), conflict, problem);
}

/* A label that somebody wrote over on the portal stands twice there, and once here: what was taken still
 * differs, and is ours to publish. */
static void dictionary_seen(const struct merging *merging, struct slice key)
{
    const struct record_resource *theirs = record_resource(&merging->work.theirs, key);
    lock_seen(merging->fetching->publisher->lock, merging->work.name, key, part_name(PART_DICTIONARY),
              theirs->dictionary);
}

static bool part_wanted(struct merging *merging, const struct change_resource *change, enum part part)
{
    return take(merging, name_of(merging, change->key, slice_of(part_name(part))), change->ways[part]);
}

static bool contents_take(struct merging *merging, const struct change_resource *change, bool table_keys,
                          struct problem *problem)
{
    const struct record_resource *mine = record_resource(&merging->work.mine, change->key);
    struct fetch_item *item = item_of(merging, change->id);
    if (mine == NULL || item == NULL)
        return true;
    bool known = way_stops(change->ways[PART_FILE]);
    bool file = change->file && known && part_wanted(merging, change, PART_FILE);
    bool dictionary = change->dictionary && part_wanted(merging, change, PART_DICTIONARY);
    bool rows_way = change->rows && way_stops(change->ways[PART_ROWS]) && !file;
    table_keys = table_keys && !merging->fetching->options->only_take;
    if (file && !file_take(merging, mine, item, change->ways[PART_FILE] == WAY_CONFLICT, problem))
        return false;
    if ((dictionary || table_keys) && !item->described && !dictionary_take(merging, item, problem))
        return false;
    if (dictionary && merging->fetching->options->only_take)
        dictionary_seen(merging, change->key);
    if (!rows_way)
        return true;
    /* rows that differ from the file's are written by a person's word alone */
    const char *name = name_of(merging, change->key, slice_of(part_name(PART_ROWS)));
    if (!is_named(merging, name)) {
        if (!merging->fetching->options->only_take)
            fetch_conflict(merging->fetching, name);
        return true;
    }
    fetch_taken(merging->fetching, name);
    return merging->fetching->options->dry || (fetch_rows(merging->fetching, mine, item, problem) &&
                                               place(merging, slice_copy(arena_of(merging), item->key),
                                                     change->ways[PART_ROWS] == WAY_CONFLICT, problem));
}

/* ---- resources ---- */

/* What the portal does not have any more is taken out of metadata.json by a person's word alone; its file
 * stays. */
static void absence_look(struct merging *merging, const struct change_resource *change)
{
    const char *name = name_of(merging, change->key, slice_of("file"));
    if (change->action != CHANGE_CONFLICT)
        return;
    if (!take(merging, name, WAY_CONFLICT))
        return;
    for (size_t i = 0; i < merging->work.mine.resource_count; i++)
        if (slice_equal(merging->work.mine.resources[i].key, change->key))
            merging->gone[i] = true;
}

static bool resources_look(struct merging *merging, struct problem *problem)
{
    const struct change *change = &merging->work.change;
    for (size_t i = 0; i < change->resource_count; i++) {
        const struct change_resource *resource = &change->resources[i];
        const struct record_resource *theirs = record_resource(&merging->work.theirs, resource->key);
        if (resource->action == CHANGE_REMOVE)
            continue;
        if (theirs == NULL) {
            absence_look(merging, resource);
            continue;
        }
        bool table_keys = resource_fields_look(merging, resource, theirs);
        if (!contents_take(merging, resource, table_keys, problem))
            return false;
    }
    return true;
}

/* A resource that somebody added on the portal. */
static bool newcomer_take(struct merging *merging, struct fetch_item *item, struct problem *problem)
{
    struct fetching *fetching = merging->fetching;
    struct json_member upload = {
        .key = {.type = JSON_STRING, .count = 6, .at = "upload"},
        .value = {.type = JSON_STRING, .count = (uint32_t)item->key.length, .at = item->key.at}};
    struct json named = {.type = JSON_OBJECT, .count = 1, .members = &upload};
    const char *file = slice_copy(fetching->arena, item->key);
    fetch_taken(fetching, file);
    if (!item->upload) {
        if (fetching->options->line != NULL)
            fetch_copy(fetching, item);
        return item->copy == NULL || place(merging, item->copy, false, problem);
    }
    if (file_kind(file_join(fetching->arena, merging->folder, file)) != FILE_ABSENT)
        return problem_set(
            problem, PROBLEM_LOCAL,
            _("%s: the portal has a new file of this name, and one that metadata.json does not "
              "name is there already. Name it there, or move it away."),
            file);
    if (!fetch_file(fetching, item, problem))
        return false;
    if (resource_is_table(&named) && !dictionary_take(merging, item, problem))
        return false;
    return place(merging, file, false, problem);
}

/* ---- metadata.json ---- */

static struct slice element_of(struct slice text, const struct json *element)
{
    return (struct slice){text.at + element->offset, element->end - element->offset};
}

/* The elements that stay, in the portal's order where that is wanted, and behind them the new ones. */
static size_t elements_find(struct merging *merging, struct slice text, const struct json *list,
                            struct slice *elements)
{
    const struct work *work = &merging->work;
    size_t count = 0;
    bool *done = arena_array(arena_of(merging), work->mine.resource_count + 1, sizeof *done);
    for (size_t j = 0; merging->reorder && j < work->theirs.resource_count; j++)
        for (size_t i = 0; i < work->mine.resource_count && i < list->count; i++) {
            const struct record_resource *shown = &work->theirs.resources[j];
            if (done[i] || !shown->managed || !slice_equal(shown->key, work->mine.resources[i].key))
                continue;
            done[i] = true;
            elements[count++] = element_of(text, &list->items[i]);
        }
    for (size_t i = 0; i < list->count; i++)
        if (i >= work->mine.resource_count || (!done[i] && !merging->gone[i]))
            elements[count++] = element_of(text, &list->items[i]);
    return count;
}

static bool list_change(struct merging *merging, const struct slice *added, size_t added_count,
                        struct slice *text)
{
    struct json root;
    const struct json_fault *faults;
    bool gone = false;
    for (size_t i = 0; i < merging->work.mine.resource_count; i++)
        gone = gone || merging->gone[i];
    if (added_count == 0 && !gone && !merging->reorder)
        return true;
    if (!json_read(arena_of(merging), *text, &root, &faults))
        return false;
    const struct json *list = json_get(&root, "resources");
    static const struct json none = {.type = JSON_ARRAY};
    list = json_is(list, JSON_ARRAY) ? list : &none;
    struct slice *elements = arena_array(arena_of(merging), list->count + added_count, sizeof *elements);
    size_t count = elements_find(merging, *text, list, elements);
    for (size_t i = 0; i < added_count; i++)
        elements[count++] = added[i];
    return fetch_edit_resources(arena_of(merging), text, elements, count);
}

static bool metadata_write(struct merging *merging, const struct slice *added, size_t added_count,
                           struct problem *problem)
{
    const char *path = file_join(arena_of(merging), merging->folder, "metadata.json");
    struct slice before;
    if (!file_read(arena_of(merging), path, LIMIT_JSON_BYTES, &before, problem))
        return false;
    struct slice text = before;
    bool fine = list_change(merging, added, added_count, &text);
    for (size_t i = 0; i < merging->edit_count && fine; i++)
        fine = fetch_edit_member(arena_of(merging), &text, merging->edits[i].resource, merging->edits[i].key,
                                 merging->edits[i].value);
    if (!fine)
        return problem_set(problem, PROBLEM_LOCAL, _("%s was changed while it was pulled; pull again."),
                           path);
    if (slice_equal(text, before))
        return true;
    merging->written++;
    return file_replace(path, text, 0644, problem);
}

/* Those that are new on the portal, while nothing is in conflict: with a conflict the base stays, and they
 * would look like ours. */
static bool newcomers_take(struct merging *merging, struct slice *added, size_t *count,
                           struct problem *problem)
{
    struct fetching *fetching = merging->fetching;
    *count = 0;
    if (fetching->options->only_take || fetching->out->conflict_count > 0)
        return true;
    for (size_t i = 0; i < fetching->item_count; i++) {
        struct fetch_item *item = &fetching->items[i];
        if (item->known || item->key.length == 0)
            continue;
        if (!newcomer_take(merging, item, problem))
            return false;
        added[(*count)++] = fetch_resource_text(fetching, item);
    }
    return true;
}

/* ---- the whole ---- */

static bool may_merge(struct merging *merging, struct problem *problem)
{
    const struct plan_sides *sides = &merging->work.sides;
    if (sides->intent != NULL)
        return problem_set(
            problem, PROBLEM_CONFLICT,
            _("A publish of it was interrupted and is to be finished first: banchi publish %s"),
            merging->work.name);
    if (sides->theirs != NULL)
        return true;
    if (sides->entry != NULL)
        return problem_set(problem, PROBLEM_CONFLICT, "%s",
                           merging->work.change.reason != NULL ? merging->work.change.reason
                                                               : _("It is not on the portal any more."));
    return problem_set(problem, PROBLEM_USAGE, _("\"%s\" is not on the portal: publish it instead."),
                       merging->work.name);
}

static bool merge(struct merging *merging, struct problem *problem)
{
    struct fetching *fetching = merging->fetching;
    struct work *work = &merging->work;
    size_t count;
    if (!work_plan(work, problem) || !may_merge(merging, problem))
        return false;
    fetching->package = work->theirs.source;
    fetching->out->id = work->theirs.id;
    fetching->out->title = json_get_string(fetching->arena, fetching->package, "title");
    merging->gone = arena_array(fetching->arena, work->mine.resource_count + 1, sizeof *merging->gone);
    if (!fetch_owner_fits(fetching, problem) ||
        !fetch_items_make(fetching, work->sides.entry, &work->theirs, &work->mine, problem) ||
        !fetch_staging_make(fetching, problem))
        return false;
    struct slice *added = arena_array(fetching->arena, fetching->item_count, sizeof *added);
    fields_look(merging);
    if (!resources_look(merging, problem) || !newcomers_take(merging, added, &count, problem) ||
        !metadata_write(merging, added, count, problem))
        return false;
    fetching->out->kind = fetching->out->conflict_count > 0 ? FETCH_CONFLICT
                          : merging->written > 0            ? FETCH_UPDATED
                                                            : FETCH_UNCHANGED;
    bool rebase = merging->written > 0 || plan_moved(&work->sides);
    if (fetching->out->conflict_count > 0 || fetching->options->only_take || !rebase)
        return true;
    return fetch_base(fetching, merging->folder, &work->theirs, problem);
}

bool fetch_merge(struct fetching *fetching, struct problem *problem)
{
    struct merging *merging = arena_alloc(fetching->arena, sizeof *merging);
    *merging = (struct merging){
        .fetching = fetching,
        .work = {.publisher = fetching->publisher, .name = fetching->name},
        .folder = file_join(fetching->arena, fetching->publisher->workspace->folder, fetching->name)};
    bool done = merge(merging, problem);
    record_close(&merging->work.mine);
    return done;
}
