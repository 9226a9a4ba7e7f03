#include "publisher/session.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "catalog/checked.h"
#include "publisher/readback.h"

/* ---- the files ---- */

static bool changed_unless(bool as_checked, const char *file, struct problem *problem)
{
    return as_checked || problem_set(problem, PROBLEM_LOCAL,
                                     _("%s was changed after it was checked. Validate again."), file);
}

/* What a table is sent with: its dictionary, or the checked lack of one. */
static bool dictionary_is_checked(const struct work *work, const struct record_resource *mine,
                                  struct problem *problem)
{
    struct arena *arena = work->publisher->scratch;
    const struct checked *checked = work->publisher->checked;
    const char *file = file_join(arena, work->name, dictionary_name_of(arena, mine->key));
    bool same = mine->columns != NULL ? checked_has_document(checked, &mine->columns->dictionary->document)
                                      : checked_has(checked, file, CHECKED_ABSENT);
    return changed_unless(same, file, problem);
}

/* The bytes that the record was made from are the checked ones. */
static bool resources_are_checked(const struct work *work, struct problem *problem)
{
    const struct publisher *publisher = work->publisher;
    bool same = true;
    for (size_t i = 0; i < work->mine.resource_count && same; i++) {
        const struct record_resource *mine = &work->mine.resources[i];
        if (!mine->upload)
            continue;
        const char *file =
            file_join(publisher->scratch, work->name, slice_copy(publisher->scratch, mine->key));
        bool described = publisher->rules.tables && resource_is_table(mine->source);
        same = changed_unless(checked_has(publisher->checked, file, mine->sha256), file, problem) &&
               (!described || dictionary_is_checked(work, mine, problem));
    }
    return same;
}

/* What the file says about the dataset itself: withdrawn, and the name it had before. */
static void marks_read(struct work *work, const struct json *source)
{
    struct publisher *publisher = work->publisher;
    const char *before = json_get_string(publisher->scratch, source, "banchi:renamed_from");
    work->withdrawn = json_get_true(source, "banchi:withdrawn");
    const struct json *entry = before != NULL ? lock_entry(publisher->lock, before) : NULL;
    work->renamed = entry != NULL && lock_entry(publisher->lock, work->name) == NULL;
    work->known_as = work->renamed ? json_get_string(publisher->scratch, entry, "id") : work->name;
    work->known_before = before;
}

/* On a portal where withdrawn means private, the field `private` says so. */
static void withdrawn_mark(struct work *work)
{
    static const struct json yes = {.type = JSON_TRUE};
    for (size_t i = 0; i < work->mine.field_count && work->withdrawn; i++) {
        struct record_field *field = &work->mine.fields[i];
        if (!slice_equals(field->key, "private"))
            continue;
        field->value = &yes;
        field->canonical = value_canonical(work->publisher->scratch, VALUE_BOOLEAN, &yes);
    }
}

static bool mine_read(struct work *work, struct problem *problem)
{
    struct publisher *publisher = work->publisher;
    struct finding_counter counter = finding_counter();
    struct dataset *dataset = arena_alloc(publisher->scratch, sizeof *dataset);
    struct record_rules rules = publisher->rules;
    if (!workspace_read_dataset(publisher->workspace, work->name, publisher->scratch, &counter.sink, dataset,
                                problem))
        return false;
    bool checked = publisher->pulls || checked_has_document(publisher->checked, &dataset->metadata);
    if (!changed_unless(checked, dataset->metadata.file, problem))
        return false;
    marks_read(work, &dataset->metadata.root);
    rules.entry = lock_entry(publisher->lock, work->renamed ? work->known_before : work->name);
    if (!record_of_files(publisher->scratch, dataset, &rules, &work->mine, problem) ||
        !(publisher->pulls || resources_are_checked(work, problem)))
        return false;
    withdrawn_mark(work);
    return true;
}

/* ---- the portal ---- */

static void theirs_take(struct work *work, const struct json *package)
{
    struct publisher *publisher = work->publisher;
    work->sides = (struct plan_sides){
        .mine = &work->mine,
        .entry = lock_entry(publisher->lock, work->renamed ? work->known_before : work->name),
        .intent = lock_entry(publisher->journal, work->name),
        .keep = publisher->keep,
        .keep_count = publisher->keep_count,
        .withdrawn = work->withdrawn,
        .deletes = publisher->target->withdraw_deletes};
    if (package == NULL)
        return;
    struct record_view view = {.package = package,
                               .site = &publisher->site,
                               .mine = &work->mine,
                               .entry = work->sides.entry,
                               .matches = publisher->matches,
                               .match_count = publisher->match_count};
    record_of_package(publisher->scratch, &view, &work->theirs);
    work->sides.theirs = &work->theirs;
}

static bool theirs_read(struct work *work, struct problem *problem)
{
    struct publisher *publisher = work->publisher;
    const struct json *package;
    if (!site_dataset(&publisher->ckan, work->known_as, publisher->scratch, &package, problem))
        return false;
    /* never published from here, but perhaps there under the name that it had */
    if (package == NULL && work->known_before != NULL && !work->renamed) {
        if (!site_dataset(&publisher->ckan, work->known_before, publisher->scratch, &package, problem))
            return false;
        const char *id = json_get_string(publisher->scratch, package, "id");
        work->known_as = id != NULL ? id : work->name;
    }
    theirs_take(work, package);
    return true;
}

bool work_read(struct work *work, struct problem *problem)
{
    return mine_read(work, problem) && theirs_read(work, problem);
}

/* ---- what lies behind the metadata: bytes and rows ---- */

static void digest_copy(char *to, size_t room, struct slice from)
{
    size_t length = from.length < room ? from.length : 0;
    memcpy(to, from.at, length);
    to[length] = '\0';
}

static const struct json *locked_of(const struct work *work, const struct record_resource *theirs)
{
    const struct record_resource *mine = record_resource(&work->mine, theirs->key);
    return lock_resource(work->sides.entry,
                         theirs->renamed && mine != NULL ? mine->renamed_from : theirs->key);
}

/* Where the portal's copy has not moved it has what the lock remembers; where it moved, this is what it had.
 */
static void contents_from_lock(struct work *work)
{
    for (size_t i = 0; i < work->theirs.resource_count; i++) {
        struct record_resource *theirs = &work->theirs.resources[i];
        const struct json *locked = theirs->managed ? locked_of(work, theirs) : NULL;
        if (locked == NULL)
            continue;
        digest_copy(theirs->sha256, sizeof theirs->sha256, json_text(json_get(locked, "sha256")));
        digest_copy(theirs->dictionary, sizeof theirs->dictionary, json_text(json_get(locked, "dictionary")));
        digest_copy(theirs->rows_digest, sizeof theirs->rows_digest,
                    json_text(json_get(locked, "rows_digest")));
        theirs->bytes_known = theirs->table_known = true;
    }
}

/* It has not moved; but writing to the DataStore moves no dataset. */
static bool tables_glance(struct work *work, struct problem *problem)
{
    for (size_t i = 0; i < work->theirs.resource_count; i++) {
        struct record_resource *theirs = &work->theirs.resources[i];
        const struct record_resource *mine = record_resource_like(&work->mine, theirs);
        const struct json *locked = locked_of(work, theirs);
        bool known = mine != NULL && mine->table && theirs->table && locked != NULL;
        uint64_t rows = lock_number(locked, "rows");
        if (known && !readback_glance(&work->publisher->ckan, mine->columns, theirs, rows, problem))
            return false;
    }
    return true;
}

/* The file itself; where somebody made a link of it there is none, which is another file than any. */
static bool file_readback(struct work *work, struct record_resource *theirs, struct problem *problem)
{
    if (theirs->upload)
        return readback_file(&work->publisher->ckan, work->theirs.id, theirs, problem);
    theirs->sha256[0] = '\0';
    theirs->bytes_known = true;
    return true;
}

bool work_contents_read(struct work *work, struct problem *problem)
{
    struct ckan *ckan = &work->publisher->ckan;
    for (size_t i = 0; i < work->theirs.resource_count; i++) {
        struct record_resource *theirs = &work->theirs.resources[i];
        const struct record_resource *mine = record_resource_like(&work->mine, theirs);
        if (mine == NULL)
            continue;
        if (!file_readback(work, theirs, problem))
            return false;
        theirs->table = theirs->table && mine->table;
        if (theirs->table && !readback_table(ckan, mine->columns, theirs, problem))
            return false;
    }
    return true;
}

/* ---- what keeps it from being sent ---- */

/* Metadata alone may decide: then nothing has to be downloaded. */
static bool conflict_is_plain(struct work *work)
{
    for (size_t i = 0; i < work->change.field_count; i++)
        if (way_stops(work->change.fields[i].way))
            return true;
    return false;
}

/* The first file that is larger than the portal takes. */
static const struct record_resource *too_large(const struct work *work)
{
    const struct publisher *publisher = work->publisher;
    for (size_t i = 0; i < work->mine.resource_count && publisher->most_bytes > 0; i++) {
        const struct change_resource *change = &work->change.resources[i];
        if (change->file && change->bytes > publisher->most_bytes)
            return &work->mine.resources[i];
    }
    return NULL;
}

static const char *allowance_reason(unsigned missing)
{
    if (missing & ALLOW_WITHDRAW)
        return _("It would be withdrawn from the public. That is done only with --allow withdraw.");
    return _("Files would be removed from the portal. That is done only with --allow remove-resource.");
}

/* What keeps the change from being sent, whoever wants it. */
static void block_find(struct work *work)
{
    struct change *change = &work->change;
    unsigned missing = change->needs & ~work->publisher->allow;
    bool sends = change->action == CHANGE_CREATE || change->action == CHANGE_UPDATE;
    const struct record_resource *large = sends ? too_large(work) : NULL;
    if (change->action == CHANGE_CONFLICT)
        return;
    if (large != NULL) {
        change->block = BLOCK_TOO_LARGE;
        change->block_reason =
            arena_format(work->publisher->scratch,
                         _("\"%.*s\" has %llu bytes, more than the portal takes: %s is %llu bytes."),
                         SLICE(large->key), (unsigned long long)large->bytes, work->publisher->limit,
                         (unsigned long long)work->publisher->most_bytes);
    } else if (missing != 0) {
        change->block = BLOCK_ALLOWANCE;
        change->block_reason = allowance_reason(missing);
    }
}

/* Files, portal, and what is to be done, in one digest. */
static void state_find(struct work *work)
{
    char hex[DIGEST_HEX_BYTES];
    struct text all = {0};
    lock_digest_all(&work->mine, hex);
    text_format(&all, "%s %s %s", work->name, change_name(work->change.action), hex);
    if (work->sides.theirs != NULL)
        text_format(&all, " %s %s", work->theirs.id, work->theirs.metadata_modified);
    for (size_t i = 0; work->sides.theirs != NULL && i < work->theirs.resource_count; i++)
        if (work->theirs.resources[i].table_seen)
            text_format(&all, " %s %s", work->theirs.resources[i].dictionary,
                        work->theirs.resources[i].rows_digest);
    value_digest(text_slice(&all), hex);
    work->change.state = arena_string(work->publisher->scratch, hex);
    text_free(&all);
}

static bool sides_compare(struct work *work, struct problem *problem)
{
    if (!work_read(work, problem))
        return false;
    bool moved = work->sides.theirs != NULL && plan_moved(&work->sides);
    if (work->sides.theirs != NULL && work->sides.entry != NULL)
        contents_from_lock(work);
    if (work->sides.theirs != NULL && !moved && !tables_glance(work, problem))
        return false;
    plan_compare(work->publisher->scratch, &work->sides, &work->change);
    bool plain = work->sides.entry != NULL && conflict_is_plain(work) && !work->publisher->pulls;
    if (!moved || plain)
        return true;
    /* whether the bytes and rows moved as well is seen by reading them */
    if (!work_contents_read(work, problem))
        return false;
    plan_compare(work->publisher->scratch, &work->sides, &work->change);
    return true;
}

/* The file is the one that the lock has, and was not sent: the portal's hash of it, or lack of one, is its
 * own. */
static bool hash_is_unsaid(const struct record_resource *theirs)
{
    const struct record_field *hash = record_field(theirs->fields, theirs->field_count, "hash");
    return hash != NULL && hash->unsaid;
}

/* What the portal says of a file, by the hash and the size that it keeps; looked at, not trusted. */
static void contents_claimed(struct work *work)
{
    char size[24];
    for (size_t i = 0; i < work->theirs.resource_count; i++) {
        struct record_resource *theirs = &work->theirs.resources[i];
        const struct record_resource *mine = record_resource_like(&work->mine, theirs);
        if (mine == NULL)
            continue;
        snprintf(size, sizeof size, "%llu", (unsigned long long)mine->bytes);
        bool hash = slice_equals(json_text(json_get(theirs->source, "hash")), mine->sha256);
        bool size_fits = slice_equals(json_text(json_get(theirs->source, "size")), size);
        theirs->bytes_known = ((hash || theirs->hash_foreign) && size_fits) || hash_is_unsaid(theirs);
        memcpy(theirs->sha256, mine->sha256, sizeof theirs->sha256);
        /* tables are not judged now: see to it that they do not count as different */
        theirs->table = mine->table;
        memcpy(theirs->dictionary, mine->dictionary, sizeof theirs->dictionary);
        memcpy(theirs->rows_digest, mine->rows_digest, sizeof theirs->rows_digest);
    }
}

void work_take(struct work *work, const struct json *package, bool ours)
{
    theirs_take(work, package);
    work->sides.ours = ours;
    if (work->sides.theirs != NULL)
        contents_claimed(work);
    plan_compare(work->publisher->scratch, &work->sides, &work->change);
}

bool work_plan(struct work *work, struct problem *problem)
{
    if (!sides_compare(work, problem))
        return false;
    block_find(work);
    state_find(work);
    return true;
}

bool work_reread(struct work *work, bool ours, struct problem *problem)
{
    struct publisher *publisher = work->publisher;
    const struct json *package;
    if (!site_dataset(&publisher->ckan, work->known_as, publisher->scratch, &package, problem))
        return false;
    work_take(work, package, ours);
    return true;
}

void work_remember(struct work *work)
{
    lock_put(work->publisher->lock, &work->mine, &work->theirs);
    if (work->renamed)
        lock_remove(work->publisher->lock, work->known_before);
}
