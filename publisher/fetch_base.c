/* What the portal has, into the lock: the base of plans from now on. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "catalog/document.h"
#include "publisher/fetch_parts.h"
#include "publisher/readback.h"

static struct fetch_item *item_of(struct fetching *fetching, const char *id)
{
    for (size_t i = 0; i < fetching->item_count; i++)
        if (strcmp(fetching->items[i].id, id) == 0)
            return &fetching->items[i];
    return NULL;
}

/* ---- the files ---- */

static bool files_read(struct fetching *fetching, const char *folder, const struct json *entry,
                       struct record *mine, struct problem *problem)
{
    struct arena *arena = fetching->arena;
    struct finding_counter silent = finding_counter();
    struct record_rules rules = fetching->publisher->rules;
    struct slice *drafts = arena_array(arena, fetching->item_count, sizeof *drafts);
    struct dataset *dataset = arena_alloc(arena, sizeof *dataset);
    for (size_t i = 0; i < fetching->item_count; i++)
        if (fetching->items[i].described && fetching->items[i].draft)
            drafts[rules.draft_count++] = fetching->items[i].key;
    rules.drafts = drafts;
    rules.entry = entry;
    *dataset =
        (struct dataset){.name = fetching->name,
                         .folder = folder,
                         .metadata = {.dataset = fetching->name,
                                      .file = arena_format(arena, "%s/metadata.json", fetching->name)}};
    dataset->readable = document_read(arena, folder, "metadata.json", &silent.sink, &dataset->metadata);
    return record_of_files(arena, dataset, &rules, mine, problem);
}

/* A published dictionary that the file does not follow is not one to hold the table to. */
static bool dictionaries_doubt(struct fetching *fetching)
{
    bool any = false;
    for (size_t i = 0; i < fetching->item_count; i++) {
        struct fetch_item *item = &fetching->items[i];
        any = any || (item->described && !item->draft);
        item->draft = item->draft || item->described;
    }
    return any;
}

static bool mine_read(struct fetching *fetching, const char *folder, const struct json *entry,
                      struct record *mine, struct problem *problem)
{
    struct problem first = {0};
    if (files_read(fetching, folder, entry, mine, &first))
        return true;
    record_close(mine);
    if (first.kind != PROBLEM_LOCAL || !dictionaries_doubt(fetching))
        return problem_move(problem, &first);
    problem_clear(&first);
    return files_read(fetching, folder, entry, mine, problem);
}

/* ---- the portal ---- */

static void theirs_read(struct fetching *fetching, const struct json *entry, const struct record *mine,
                        struct record *theirs)
{
    struct record_match *matches = arena_array(fetching->arena, fetching->item_count, sizeof *matches);
    struct record_view view = {.package = fetching->package,
                               .site = &fetching->publisher->site,
                               .mine = mine,
                               .entry = entry,
                               .matches = matches};
    for (size_t i = 0; i < fetching->item_count; i++)
        if (fetching->items[i].key.length > 0)
            matches[view.match_count++] =
                (struct record_match){fetching->items[i].key, fetching->items[i].id};
    record_of_package(fetching->arena, &view, theirs);
}

static const struct record_resource *seen_before(const struct record *before, const char *id)
{
    for (size_t i = 0; before != NULL && i < before->resource_count; i++)
        if (before->resources[i].managed && strcmp(before->resources[i].id, id) == 0)
            return &before->resources[i];
    return NULL;
}

static void contents_copy(const struct record_resource *before, struct record_resource *theirs)
{
    theirs->bytes = before->bytes;
    memcpy(theirs->sha256, before->sha256, sizeof theirs->sha256);
    theirs->rows = before->rows;
    memcpy(theirs->dictionary, before->dictionary, sizeof theirs->dictionary);
    memcpy(theirs->rows_digest, before->rows_digest, sizeof theirs->rows_digest);
}

/* The portal's table is not the one that file and dictionary would make: it stays its own affair until one of
 * them is changed here. */
static void draft_mark(struct fetching *fetching, struct fetch_item *item, struct record_resource *mine,
                       const struct record_resource *theirs)
{
    bool rows_alone = !item->draft && theirs->table && strcmp(mine->dictionary, theirs->dictionary) == 0;
    if (rows_alone)
        fetch_note(fetching, _("%.*s: the portal's table has other rows than its file; the file was taken."),
                   SLICE(item->key));
    item->draft = true;
    mine->table = false;
    record_dictionary_digest(mine->columns, mine->drafted);
}

static bool table_read(struct fetching *fetching, struct fetch_item *item, struct record_resource *mine,
                       struct record_resource *theirs, struct problem *problem)
{
    theirs->table = theirs->table && mine->columns != NULL;
    if (theirs->table && !readback_table(&fetching->publisher->ckan, mine->columns, theirs, problem))
        return false;
    bool same = theirs->table && strcmp(mine->dictionary, theirs->dictionary) == 0 &&
                strcmp(mine->rows_digest, theirs->rows_digest) == 0;
    if (item->described && mine->table && !same)
        draft_mark(fetching, item, mine, theirs);
    else if (item->came && mine->table && !same)
        fetch_note(fetching,
                   _("%.*s: the portal's table is not yet that of its new file; a publish makes it so."),
                   SLICE(item->key));
    return true;
}

static bool contents_read(struct fetching *fetching, const struct record *before, struct record *mine,
                          struct record *theirs, struct problem *problem)
{
    for (size_t i = 0; i < theirs->resource_count; i++) {
        struct record_resource *shown = &theirs->resources[i];
        struct record_resource *own = record_resource_like(mine, shown);
        struct fetch_item *item = item_of(fetching, shown->id);
        const struct record_resource *seen = seen_before(before, shown->id);
        if (own == NULL || item == NULL || !own->upload)
            continue;
        if (seen != NULL)
            contents_copy(seen, shown);
        if (item->sure) {
            shown->bytes = item->bytes;
            memcpy(shown->sha256, item->sha256, sizeof shown->sha256);
        }
        bool fresh = item->came || item->described || seen == NULL || !seen->table_known;
        if (fresh && !table_read(fetching, item, own, shown, problem))
            return false;
        memcpy(shown->drafted, own->drafted, sizeof shown->drafted);
        shown->table = shown->table && own->columns != NULL;
    }
    return true;
}

/* What files cannot say as the portal has it would be a change at once: better told now. */
static void fresh_compare(struct fetching *fetching, const struct record *mine, struct record *theirs)
{
    struct change change;
    struct record again;
    const struct json *entry = lock_entry(fetching->publisher->lock, fetching->name);
    struct plan_sides sides = {.mine = mine, .theirs = &again, .entry = entry};
    theirs_read(fetching, entry, mine, &again);
    for (size_t i = 0; i < again.resource_count; i++) {
        const struct record_resource *seen = seen_before(theirs, again.resources[i].id);
        if (seen == NULL)
            continue;
        contents_copy(seen, &again.resources[i]);
        again.resources[i].bytes_known = again.resources[i].table_known = true;
        again.resources[i].table = seen->table;
    }
    plan_compare(fetching->arena, &sides, &change);
    for (size_t i = 0; i < change.field_count; i++)
        fetch_note(fetching,
                   _("%.*s could not be taken exactly as the portal has it; `banchi plan` shows it."),
                   SLICE(change.fields[i].key));
    for (size_t i = 0; i < change.resource_count; i++)
        if (change.resources[i].action != CHANGE_UNCHANGED)
            fetch_note(fetching,
                       _("%.*s could not be taken exactly as the portal has it; `banchi plan` shows it."),
                       SLICE(change.resources[i].key));
}

bool fetch_base(struct fetching *fetching, const char *folder, const struct record *before,
                struct problem *problem)
{
    struct publisher *publisher = fetching->publisher;
    struct record *mine = arena_alloc(fetching->arena, sizeof *mine);
    struct record theirs;
    const struct json *entry = before != NULL ? lock_entry(publisher->lock, fetching->name) : NULL;
    bool fine = mine_read(fetching, folder, entry, mine, problem);
    if (fine) {
        theirs_read(fetching, entry, mine, &theirs);
        fine = contents_read(fetching, before, mine, &theirs, problem);
    }
    if (fine) {
        record_keep_managed(&theirs);
        lock_put(publisher->lock, &theirs, &theirs);
        if (before == NULL)
            fresh_compare(fetching, mine, &theirs);
    }
    record_close(mine);
    return fine && lock_write(publisher->lock, true, problem);
}
