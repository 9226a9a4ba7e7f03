#include "publisher/plan.h"

#include <string.h>

#include "base/arena.h"
#include "base/language.h"

const char *change_name(enum change_action action)
{
    static const char *const names[CHANGE_COUNT] = {
        [CHANGE_UNCHANGED] = "unchanged", [CHANGE_CREATE] = "create",     [CHANGE_UPDATE] = "update",
        [CHANGE_CONFLICT] = "conflict",   [CHANGE_WITHDRAW] = "withdraw", [CHANGE_REMOVE] = "remove",
    };
    return names[action];
}

bool plan_moved(const struct plan_sides *sides)
{
    if (sides->ours)
        return false;
    if (sides->theirs == NULL || sides->entry == NULL)
        return true;
    return !slice_equals(json_text(json_get(sides->entry, "id")), sides->theirs->id) ||
           !slice_equals(json_text(json_get(sides->entry, "metadata_modified")),
                         sides->theirs->metadata_modified);
}

/* Whether the portal has something else than was published. `locked` is what the lock says of it. */
static bool portal_changed(bool moved, struct slice locked, const char *theirs)
{
    return moved && !slice_equals(locked, theirs);
}

/* ---- fields ---- */

struct comparison {
    struct arena *arena;
    const struct json *locked; /* the entry, or the entry's resource */
    bool moved;
    struct change_field *fields;
    size_t count;
    size_t room;
    bool conflict;
};

static void difference_add(struct comparison *comparison, const struct record_field *mine,
                           struct slice theirs)
{
    char digest[DIGEST_HEX_BYTES];
    value_digest(theirs, digest);
    bool conflict = portal_changed(comparison->moved, lock_field(comparison->locked, mine->key), digest);
    comparison->fields = arena_grow(comparison->arena, comparison->fields, comparison->count,
                                    &comparison->room, sizeof *comparison->fields);
    comparison->fields[comparison->count++] =
        (struct change_field){.key = mine->key, .from = theirs, .to = mine->canonical, .conflict = conflict};
    comparison->conflict = comparison->conflict || conflict;
}

/* `theirs` NULL: nothing there. */
static void fields_compare(struct comparison *comparison, const struct record_field *mine,
                           const struct record_field *theirs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct slice shown = theirs != NULL ? theirs[i].canonical : (struct slice){"", 0};
        if (!slice_equal(mine[i].canonical, shown))
            difference_add(comparison, &mine[i], shown);
    }
}

/* ---- resources ---- */

static bool text_equal(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* What lies behind the metadata: bytes, dictionary, rows. True when the portal's changed since. */
static bool contents_compare(const struct record_resource *mine, const struct record_resource *theirs,
                             const struct json *locked, bool moved, struct change_resource *change)
{
    bool conflict = false;
    if (mine->upload && (!theirs->bytes_known || !text_equal(mine->sha256, theirs->sha256))) {
        change->file = true;
        conflict = theirs->bytes_known &&
                   portal_changed(moved, json_text(json_get(locked, "sha256")), theirs->sha256);
    }
    if (!mine->table)
        return conflict;
    change->dictionary = !theirs->table || !text_equal(mine->dictionary, theirs->dictionary);
    change->rows = !theirs->table || !text_equal(mine->rows_digest, theirs->rows_digest);
    if (!theirs->table || !theirs->table_known)
        return conflict;
    struct slice dictionary = json_text(json_get(locked, "dictionary"));
    struct slice rows = json_text(json_get(locked, "rows_digest"));
    return conflict || (change->dictionary && portal_changed(moved, dictionary, theirs->dictionary)) ||
           (change->rows && portal_changed(moved, rows, theirs->rows_digest));
}

static void table_keys_mark(struct change_resource *change)
{
    /* keys of the table (missing values, primary key) decide what the rows become */
    for (size_t i = 0; i < change->field_count; i++)
        if (change->table && slice_equals(change->fields[i].key, "banchi_table"))
            change->rows = true;
}

static void resource_compare(struct arena *arena, const struct plan_sides *sides,
                             const struct record_resource *mine, bool moved, struct change_resource *change)
{
    const struct record_resource *theirs =
        sides->theirs != NULL ? record_resource(sides->theirs, mine->key) : NULL;
    const struct json *locked = lock_resource(sides->entry, mine->key);
    struct comparison comparison = {.arena = arena, .locked = locked, .moved = moved && theirs != NULL};
    *change = (struct change_resource){.key = mine->key,
                                       .id = theirs != NULL ? theirs->id : NULL,
                                       .table = mine->table,
                                       .upload = mine->upload,
                                       .bytes = mine->bytes,
                                       .row_count = mine->rows};
    fields_compare(&comparison, mine->fields, theirs != NULL ? theirs->fields : NULL, mine->field_count);
    change->fields = comparison.fields;
    change->field_count = comparison.count;
    if (theirs == NULL) {
        change->file = mine->upload;
        change->rows = change->dictionary = mine->table;
        bool taken_away = locked != NULL && !sides->ours;
        change->action = taken_away ? CHANGE_CONFLICT : CHANGE_CREATE;
        return;
    }
    bool conflict = contents_compare(mine, theirs, locked, moved, change) || comparison.conflict;
    table_keys_mark(change);
    bool differs = change->field_count > 0 || change->file || change->rows || change->dictionary;
    change->action = conflict ? CHANGE_CONFLICT : differs ? CHANGE_UPDATE : CHANGE_UNCHANGED;
}

static void removals_add(const struct plan_sides *sides, struct change *change)
{
    for (size_t i = 0; sides->theirs != NULL && i < sides->theirs->resource_count; i++) {
        const struct record_resource *theirs = &sides->theirs->resources[i];
        if (theirs->managed && record_resource(sides->mine, theirs->key) == NULL)
            change->resources[change->resource_count++] = (struct change_resource){.key = theirs->key,
                                                                                   .action = CHANGE_REMOVE,
                                                                                   .id = theirs->id,
                                                                                   .upload = theirs->upload,
                                                                                   .table = theirs->table};
    }
}

/* Whether the resources that both have stand in different orders. */
static bool order_differs(const struct record *mine, const struct record *theirs)
{
    size_t next = 0;
    for (size_t i = 0; i < theirs->resource_count; i++) {
        const struct record_resource *shown = &theirs->resources[i];
        if (!shown->managed || record_resource(mine, shown->key) == NULL)
            continue;
        while (next < mine->resource_count && record_resource(theirs, mine->resources[next].key) == NULL)
            next++;
        if (next == mine->resource_count || !slice_equal(mine->resources[next].key, shown->key))
            return true;
        next++;
    }
    return false;
}

/* ---- the dataset ---- */

static const char *conflict_reason(const struct plan_sides *sides)
{
    if (sides->theirs == NULL)
        return _(
            "It was published before, but is not on the portal any more: it was deleted there. To publish it "
            "anew, remove its entry from the lock.");
    if (sides->entry == NULL)
        return _(
            "The portal already has a dataset of this name that differs, and the lock does not know it.");
    return _("It was changed on the portal since the last publish.");
}

static bool settle(const struct plan_sides *sides, const struct comparison *comparison, struct change *change)
{
    bool conflict = comparison->conflict || (sides->theirs == NULL && sides->entry != NULL && !sides->ours);
    bool differs = change->field_count > 0;
    for (size_t i = 0; i < change->resource_count; i++) {
        conflict = conflict || change->resources[i].action == CHANGE_CONFLICT;
        differs = differs || change->resources[i].action != CHANGE_UNCHANGED;
    }
    change->action = conflict                ? CHANGE_CONFLICT
                     : sides->theirs == NULL ? CHANGE_CREATE
                     : differs               ? CHANGE_UPDATE
                                             : CHANGE_UNCHANGED;
    return conflict;
}

void plan_compare(struct arena *arena, const struct plan_sides *sides, struct change *change)
{
    const struct record *mine = sides->mine;
    const struct record *theirs = sides->theirs;
    bool moved = plan_moved(sides);
    struct comparison comparison = {.arena = arena, .locked = sides->entry, .moved = moved && theirs != NULL};
    size_t before_order = mine->field_count - 1;
    *change =
        (struct change){.dataset = mine->name, .id = theirs != NULL ? theirs->id : NULL, .moved = moved};
    fields_compare(&comparison, mine->fields, theirs != NULL ? theirs->fields : NULL, before_order);
    change->reorder = theirs != NULL && order_differs(mine, theirs);
    if (change->reorder)
        fields_compare(&comparison, mine->fields + before_order, theirs->fields + before_order, 1);
    change->fields = comparison.fields;
    change->field_count = comparison.count;
    size_t most = mine->resource_count + (theirs != NULL ? theirs->resource_count : 0);
    change->resources = arena_array(arena, most, sizeof *change->resources);
    for (size_t i = 0; i < mine->resource_count; i++)
        resource_compare(arena, sides, &mine->resources[i], moved,
                         &change->resources[change->resource_count++]);
    removals_add(sides, change);
    if (settle(sides, &comparison, change))
        change->reason = conflict_reason(sides);
}
