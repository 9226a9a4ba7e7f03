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

unsigned allowance_find(const char *word)
{
    static const struct {
        const char *word;
        enum allowance allowance;
    } rows[] = {{"withdraw", ALLOW_WITHDRAW}, {"remove-resource", ALLOW_REMOVE_RESOURCE}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].word, word) == 0)
            return rows[i].allowance;
    return 0;
}

const char *way_name(enum way way)
{
    static const char *const names[] = {
        [WAY_MINE] = "mine", [WAY_THEIRS] = "theirs", [WAY_CONFLICT] = "conflict", [WAY_KEPT] = "kept"};
    return names[way];
}

bool way_stops(enum way way)
{
    return way == WAY_THEIRS || way == WAY_CONFLICT;
}

const char *part_name(enum part part)
{
    static const char *const names[PART_COUNT] = {
        [PART_FILE] = "file", [PART_ROWS] = "rows", [PART_DICTIONARY] = "dictionary"};
    return names[part];
}

/* ---- whose change it is ---- */

/* One comparison: of a dataset, or of one of its resources. */
struct comparison {
    struct arena *arena;
    const struct plan_sides *sides;
    struct slice resource;     /* its key; empty for the dataset itself */
    const struct json *locked; /* the entry, or the entry's resource */
    const struct json *intent; /* likewise of the journal */
    bool moved;
    struct change_field *fields;
    size_t count;
    size_t room;
    bool stopped;
};

static bool is_kept(const struct comparison *comparison, struct slice key)
{
    const struct plan_sides *sides = comparison->sides;
    struct slice resource = comparison->resource;
    for (size_t i = 0; i < sides->keep_count; i++) {
        struct slice kept = slice_of(sides->keep[i]);
        bool of_resource = resource.length > 0 && kept.length == resource.length + 1 + key.length &&
                           memcmp(kept.at, resource.at, resource.length) == 0 &&
                           memcmp(kept.at + resource.length, "/", 1) == 0 &&
                           slice_ends(kept, slice_copy(comparison->arena, key));
        if (of_resource || (resource.length == 0 && slice_equal(kept, key)))
            return true;
    }
    return false;
}

/* The digests of one thing; "" where it is missing. */
struct digests {
    struct slice locked;
    struct slice intended;
    const char *mine;
    const char *theirs;
};

static enum way way_of(struct comparison *comparison, struct slice key, struct digests digests)
{
    bool as_published = !comparison->moved || slice_equals(digests.locked, digests.theirs);
    bool as_intended = comparison->intent != NULL && slice_equals(digests.intended, digests.theirs);
    if (as_published || as_intended)
        return WAY_MINE;
    if (is_kept(comparison, key))
        return WAY_KEPT;
    comparison->stopped = true;
    return slice_equals(digests.locked, digests.mine) ? WAY_THEIRS : WAY_CONFLICT;
}

/* ---- fields ---- */

static void difference_add(struct comparison *comparison, const struct record_field *mine,
                           struct slice theirs)
{
    char digest[DIGEST_HEX_BYTES], own[DIGEST_HEX_BYTES];
    value_digest(theirs, digest);
    value_digest(mine->canonical, own);
    struct digests digests = {lock_field(comparison->locked, mine->key),
                              lock_field(comparison->intent, mine->key), own, digest};
    comparison->fields = arena_grow(comparison->arena, comparison->fields, comparison->count,
                                    &comparison->room, sizeof *comparison->fields);
    comparison->fields[comparison->count++] =
        (struct change_field){.key = mine->key,
                              .from = theirs,
                              .to = mine->canonical,
                              .way = way_of(comparison, mine->key, digests)};
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

static struct slice digest_of(const struct json *object, const char *key)
{
    return json_text(json_get(object, key));
}

static void part_compare(struct comparison *comparison, enum part part, const char *digest_key,
                         const char *mine, const char *theirs, struct change_resource *change)
{
    struct digests digests = {digest_of(comparison->locked, digest_key),
                              digest_of(comparison->intent, digest_key), mine, theirs};
    change->ways[part] = way_of(comparison, slice_of(part_name(part)), digests);
}

/* An interrupted publish was about to change the table: whatever is in it now, it is from that. */
static bool table_was_under_way(const struct comparison *comparison)
{
    static const char *const keys[] = {"sha256", "dictionary", "rows_digest"};
    for (size_t i = 0; comparison->intent != NULL && i < sizeof keys / sizeof *keys; i++)
        if (!slice_equal(digest_of(comparison->intent, keys[i]), digest_of(comparison->locked, keys[i])))
            return true;
    return false;
}

/* What lies behind the metadata: bytes, dictionary, rows. A table that was looked into just now is judged
 * also where the dataset has not moved: the DataStore moves no dataset. */
static void contents_compare(struct comparison *comparison, const struct record_resource *mine,
                             const struct record_resource *theirs, struct change_resource *change)
{
    if (mine->upload && (!theirs->bytes_known || !text_equal(mine->sha256, theirs->sha256))) {
        change->file = true;
        if (theirs->bytes_known)
            part_compare(comparison, PART_FILE, "sha256", mine->sha256, theirs->sha256, change);
    }
    if (!mine->table)
        return;
    change->dictionary = !theirs->table || !text_equal(mine->dictionary, theirs->dictionary);
    change->rows = !theirs->table || !text_equal(mine->rows_digest, theirs->rows_digest);
    if (!theirs->table || !theirs->table_known || table_was_under_way(comparison))
        return;
    comparison->moved = comparison->moved || (theirs->table_seen && !comparison->sides->ours);
    if (change->dictionary)
        part_compare(comparison, PART_DICTIONARY, "dictionary", mine->dictionary, theirs->dictionary, change);
    if (change->rows)
        part_compare(comparison, PART_ROWS, "rows_digest", mine->rows_digest, theirs->rows_digest, change);
}

/* What the lock says of the sizes is true of the portal where it still has those very bytes and rows. */
static void sizes_before(const struct json *locked, const struct record_resource *theirs,
                         struct change_resource *change)
{
    if (locked == NULL)
        return;
    change->bytes_known = theirs->bytes_known && slice_equals(digest_of(locked, "sha256"), theirs->sha256) &&
                          theirs->sha256[0] != '\0';
    change->bytes_before = change->bytes_known ? lock_number(locked, "bytes") : 0;
    change->rows_known = theirs->table_known &&
                         slice_equals(digest_of(locked, "rows_digest"), theirs->rows_digest) &&
                         theirs->rows_digest[0] != '\0';
    change->rows_before = change->rows_known ? lock_number(locked, "rows") : 0;
}

static void table_keys_mark(struct change_resource *change)
{
    /* keys of the table (missing values, primary key) decide what the rows become */
    for (size_t i = 0; i < change->field_count; i++)
        if (change->table && slice_equals(change->fields[i].key, "banchi_table"))
            change->rows = change->anew = true;
}

/* Under the name that it had, where it was renamed since. */
static const struct json *locked_resource(const struct plan_sides *sides, const struct record_resource *mine)
{
    const struct json *locked = lock_resource(sides->entry, mine->key);
    if (locked == NULL && mine->renamed_from.length > 0)
        locked = lock_resource(sides->entry, mine->renamed_from);
    return locked;
}

static void resource_compare(struct arena *arena, const struct plan_sides *sides,
                             const struct record_resource *mine, bool moved, struct change_resource *change)
{
    const struct record_resource *theirs =
        sides->theirs != NULL ? record_resource(sides->theirs, mine->key) : NULL;
    struct comparison comparison = {.arena = arena,
                                    .sides = sides,
                                    .resource = mine->key,
                                    .locked = locked_resource(sides, mine),
                                    .intent = lock_resource(sides->intent, mine->key),
                                    .moved = moved && theirs != NULL};
    *change = (struct change_resource){.key = mine->key,
                                       .id = theirs != NULL ? theirs->id : NULL,
                                       .table = mine->table,
                                       .upload = mine->upload,
                                       .sha256 = mine->upload ? mine->sha256 : NULL,
                                       .bytes = mine->bytes,
                                       .row_count = mine->rows};
    fields_compare(&comparison, mine->fields, theirs != NULL ? theirs->fields : NULL, mine->field_count);
    change->fields = comparison.fields;
    change->field_count = comparison.count;
    if (theirs == NULL) {
        change->file = mine->upload;
        change->rows = change->dictionary = mine->table;
        bool taken_away =
            comparison.locked != NULL && !sides->ours && !is_kept(&comparison, slice_of("file"));
        change->action = taken_away ? CHANGE_CONFLICT : CHANGE_CREATE;
        return;
    }
    contents_compare(&comparison, mine, theirs, change);
    sizes_before(comparison.locked, theirs, change);
    change->renamed = theirs->renamed;
    change->file =
        change->file || (theirs->renamed && mine->upload && !sides->ours); /* its address says its name */
    table_keys_mark(change);
    bool differs = change->field_count > 0 || change->file || change->rows || change->dictionary;
    change->action = comparison.stopped ? CHANGE_CONFLICT : differs ? CHANGE_UPDATE : CHANGE_UNCHANGED;
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

/* A withdrawn dataset that the portal does not have, or has not for the public, is withdrawn. */
static bool withdrawing(const struct plan_sides *sides, const struct change *change)
{
    bool becomes_private = false;
    for (size_t i = 0; i < change->field_count; i++)
        becomes_private = becomes_private || slice_equals(change->fields[i].key, "private");
    return sides->withdrawn && (sides->deletes || becomes_private);
}

static void needs_find(const struct plan_sides *sides, struct change *change)
{
    change->deletes = sides->withdrawn && sides->deletes;
    if (change->action == CHANGE_WITHDRAW)
        change->needs |= ALLOW_WITHDRAW;
    for (size_t i = 0; i < change->resource_count && !change->deletes; i++)
        if (change->resources[i].action == CHANGE_REMOVE)
            change->needs |= ALLOW_REMOVE_RESOURCE;
}

static bool settle(const struct plan_sides *sides, const struct comparison *comparison, struct change *change)
{
    bool there = sides->theirs != NULL;
    bool conflict = comparison->stopped || (!there && sides->entry != NULL && !sides->ours);
    bool differs = change->field_count > 0;
    for (size_t i = 0; i < change->resource_count; i++) {
        conflict = conflict || change->resources[i].action == CHANGE_CONFLICT;
        differs = differs || change->resources[i].action != CHANGE_UNCHANGED;
    }
    bool gone = sides->withdrawn && !there;
    bool withdraws = there && withdrawing(sides, change);
    change->action = gone                          ? CHANGE_UNCHANGED
                     : withdraws && sides->deletes ? CHANGE_WITHDRAW
                     : conflict                    ? CHANGE_CONFLICT
                     : !there                      ? CHANGE_CREATE
                     : withdraws                   ? CHANGE_WITHDRAW
                     : differs                     ? CHANGE_UPDATE
                                                   : CHANGE_UNCHANGED;
    if (gone || (withdraws && sides->deletes))
        change->field_count = change->resource_count = 0;
    needs_find(sides, change);
    return change->action == CHANGE_CONFLICT;
}

void plan_compare(struct arena *arena, const struct plan_sides *sides, struct change *change)
{
    const struct record *mine = sides->mine;
    const struct record *theirs = sides->theirs;
    bool moved = plan_moved(sides);
    struct comparison comparison = {.arena = arena,
                                    .sides = sides,
                                    .locked = sides->entry,
                                    .intent = sides->intent,
                                    .moved = moved && theirs != NULL};
    size_t before_order = mine->field_count - 1;
    *change = (struct change){.dataset = mine->name,
                              .title = json_get_string(arena, mine->source, "title"),
                              .id = theirs != NULL ? theirs->id : NULL,
                              .moved = moved};
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
    if (theirs != NULL && !slice_equals(json_text(json_get(theirs->source, "name")), mine->name))
        change->renamed_from = json_get_string(arena, theirs->source, "name");
}
