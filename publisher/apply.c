/* Carrying a change out: metadata and files in one guarded call, then tables; then reading back.
 *
 *   create       package_create, and on as an update
 *   update       package_revise with match on id and metadata_modified: it is carried out only while the
 * dataset is the one that the plan saw. More than one only where the files do not fit into one call remove
 * resource_delete of resources that had a table, which a revision would leave behind tables publisher/store.h
 *   verify       package_show, download, datastore_search: what the portal serves now is compared
 *
 * A write whose answer was lost is not repeated blindly: the dataset is read. Unchanged since, it was not
 * carried out and is sent again, under the same guard; else what the portal has must be what was there or
 * what was sent, field by field: anything else is somebody's, and a conflict.
 */
#include "publisher/apply.h"

#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "publisher/learnt.h"
#include "publisher/reload.h"
#include "publisher/request.h"
#include "publisher/store.h"

bool work_send(struct work *work, struct ckan_call *call, const struct json **result, struct problem *problem)
{
    call->write = true;
    call->subject = work->name;
    return ckan_call(&work->publisher->ckan, call, work->publisher->scratch, result, problem);
}

bool work_conflict(const struct work *work, struct problem *problem)
{
    return problem_set(problem, PROBLEM_CONFLICT,
                       _("Somebody changed \"%s\" on the portal between reading it and writing it; "
                         "nothing was written over that. Plan again."),
                       work->name);
}

bool work_something_left(const struct work *work)
{
    const struct change *change = &work->change;
    for (size_t i = 0; i < change->resource_count; i++)
        if (change->resources[i].action != CHANGE_UNCHANGED)
            return true;
    return change->field_count > 0 || change->action == CHANGE_CREATE;
}

/* ---- the organization ---- */

static bool organization_make(struct work *work, const char *slug, struct problem *problem)
{
    const struct workspace *workspace = work->publisher->workspace;
    const struct json *result;
    const char *title =
        workspace->organization_name != NULL && strcmp(slug, workspace->organization_name) == 0
            ? workspace->organization_title
            : slug;
    struct ckan_call call = {.action = "organization_create",
                             .json = request_organization(work->publisher->scratch, slug, title)};
    if (work->publisher->target->create_organization)
        return work_send(work, &call, &result, problem);
    return problem_set(
        problem, PROBLEM_REFUSED,
        _("The organization \"%s\" is not on the portal, and catalog.json does not allow making it "
          "(create_organization). Ask the portal's keeper, or correct owner_org."),
        slug);
}

bool work_need_organization(struct work *work, struct problem *problem)
{
    struct publisher *publisher = work->publisher;
    const struct record_field *owner = record_field(work->mine.fields, work->mine.field_count, "owner_org");
    const char *slug = slice_copy(publisher->scratch, json_text(owner->value));
    bool there = false;
    if (*slug == '\0' ||
        (publisher->organization_ready != NULL && strcmp(slug, publisher->organization_ready) == 0))
        return true;
    for (unsigned tries = 1; !there; tries++) {
        struct problem making = {0};
        if (!site_organization(&publisher->ckan, slug, publisher->scratch, &there, problem))
            return false;
        if (there || organization_make(work, slug, &making))
            break;
        /* the answer was lost, or another publisher was first: then it is there now */
        bool perhaps = making.kind == PROBLEM_UNKNOWN || making.kind == PROBLEM_REFUSED;
        bool again = perhaps && publisher->target->create_organization && tries < LIMIT_TRIES;
        if (!again)
            return problem_move(problem, &making);
        problem_clear(&making);
    }
    publisher->organization_ready = arena_string(publisher->run, slug);
    return true;
}

/* ---- create ---- */

/* The portal refused, or failed: perhaps because somebody else made the dataset in the same moment. */
static bool creation_fail(struct work *work, struct problem *refusal, struct problem *problem)
{
    struct problem unheard = {0};
    bool there =
        refusal->kind != PROBLEM_TOKEN && work_reread(work, false, &unheard) && work->sides.theirs != NULL;
    problem_clear(&unheard);
    if (there)
        work_conflict(work, problem);
    else
        problem_move(problem, refusal);
    problem_clear(refusal);
    return false;
}

/* Whether the dataset is there now, and as it was to be; not there: it is to be sent again. */
static bool creation_find(struct work *work, struct problem *lost, struct problem *problem)
{
    struct problem reading = {0};
    bool read = work_reread(work, false, &reading);
    if (!read)
        problem_move(problem, lost);
    else if (work->change.action == CHANGE_CONFLICT)
        work_conflict(work, problem);
    problem_clear(&reading);
    problem_clear(lost);
    return problem->kind == PROBLEM_NONE;
}

static void creation_take(struct work *work, const struct json *package)
{
    work->known_as = work->name;
    work_take(work, package, true);
}

static bool dataset_create(struct work *work, struct problem *problem)
{
    struct publisher *publisher = work->publisher;
    const struct json *package;
    struct ckan_call call = {.action = "package_create",
                             .json = request_create(publisher->scratch, &work->mine, &publisher->site)};
    if (!work_need_organization(work, problem))
        return false;
    for (unsigned tries = 1; work->sides.theirs == NULL; tries++) {
        struct problem sending = {0};
        if (work_send(work, &call, &package, &sending))
            creation_take(work, package);
        else if (sending.kind != PROBLEM_UNKNOWN)
            return creation_fail(work, &sending, problem);
        else if (tries == LIMIT_TRIES)
            return problem_move(problem, &sending);
        else if (!creation_find(work, &sending, problem))
            return false;
    }
    work->written = true;
    return true;
}

/* ---- revise ---- */

/* Whether another call is due. False with a problem, or when there is nothing more to say: what still differs
 * then is told by work_verify(). */
static bool answer_settle(struct work *work, struct problem *sending, struct problem *problem)
{
    const char *before = work->theirs.metadata_modified;
    struct problem reading = {0};
    bool first = sending->kind == PROBLEM_CONFLICT && !work->written;
    bool decided = sending->kind != PROBLEM_UNKNOWN && sending->kind != PROBLEM_CONFLICT;
    bool read = !first && !decided && work_reread(work, false, &reading);
    if (!read)
        problem_move(problem, sending);
    else if (work->sides.theirs == NULL || work->change.action == CHANGE_CONFLICT)
        work_conflict(work, problem);
    else
        work->written = work->written || strcmp(before, work->theirs.metadata_modified) != 0;
    problem_clear(sending);
    problem_clear(&reading);
    return problem->kind == PROBLEM_NONE;
}

static bool owner_changes(const struct work *work)
{
    for (size_t i = 0; i < work->change.field_count; i++)
        if (slice_equals(work->change.fields[i].key, "owner_org"))
            return true;
    return false;
}

enum revised { REVISED, REVISED_NOT, REVISED_UNKNOWN_ACTION };

static enum revised revision_send(struct work *work, const struct revision *revision, struct problem *problem)
{
    const struct json *result;
    struct publisher *publisher = work->publisher;
    struct ckan_call call = {.action = "package_revise",
                             .guarded = true,
                             .may_be_unknown = true,
                             .json = revision->json,
                             .parts = revision->parts,
                             .part_count = revision->part_count,
                             .uploads = revision->uploads,
                             .upload_count = revision->upload_count};
    if (!work_send(work, &call, &result, problem))
        return REVISED_NOT;
    if (publisher->ckan.unknown_action)
        return REVISED_UNKNOWN_ACTION;
    work->written = true;
    work_take(work, json_get(result, "package"), true);
    return REVISED;
}

bool work_revise(struct work *work, struct problem *problem)
{
    struct publisher *publisher = work->publisher;
    struct revision revision;
    unsigned lost = 0;
    bool more = true;
    while (more &&
           request_revise(publisher->scratch, &work->sides, &publisher->site, &work->change, &revision)) {
        struct problem sending = {0};
        if (owner_changes(work) && !work_need_organization(work, problem))
            return false;
        enum revised revised = revision_send(work, &revision, &sending);
        if (revised == REVISED_UNKNOWN_ACTION) {
            publisher->site.revises = false;
            return work_patch(work, problem);
        }
        if (revised == REVISED_NOT && ++lost == LIMIT_TRIES)
            return problem_move(problem, &sending);
        if (revised == REVISED_NOT && !answer_settle(work, &sending, problem))
            return false;
        more = revised == REVISED_NOT || revision.waiting;
    }
    return true;
}

static bool removed_tables_drop(struct work *work, const struct change *planned, struct problem *problem)
{
    for (size_t i = 0; i < planned->resource_count && work->publisher->site.revises; i++)
        if (planned->resources[i].action == CHANGE_REMOVE && planned->resources[i].table &&
            !work_resource_remove(work, &planned->resources[i], problem))
            return false;
    return true;
}

/* Metadata and files. */
static bool metadata_send(struct work *work, const struct change *planned, struct problem *problem)
{
    if (work->sides.theirs == NULL && !dataset_create(work, problem))
        return false;
    bool revises = work->publisher->site.revises;
    if (!(revises ? work_revise(work, problem) : work_patch(work, problem)))
        return false;
    if (!work->written) /* only tables differ: they are looked at by themselves */
        work_take(work, work->theirs.source, true);
    return removed_tables_drop(work, planned, problem);
}

/* ---- the portal's own loader ---- */

/* Until no file that is ours is being loaded; then what it wrote into the resources is read. */
static bool loader_wait(struct work *work, const struct todo *todos, size_t count, struct problem *problem)
{
    struct publisher *publisher = work->publisher;
    bool waited = false;
    work->busy = false;
    for (size_t i = 0; i < count && publisher->site.loader != NULL; i++) {
        const struct record_resource *theirs =
            todos[i].file && work->sides.theirs != NULL ? record_resource(&work->theirs, todos[i].key) : NULL;
        bool busy = false;
        if (theirs == NULL)
            continue;
        if (!reload_wait(&publisher->ckan, publisher->site.loader, theirs->id, &work->patience, &busy,
                         problem))
            return false;
        work->busy = work->busy || busy;
        waited = true;
    }
    return !waited || work_reread(work, true, problem);
}

/* ---- tables ---- */

static bool table_send(struct work *work, const struct todo *todo, struct problem *problem)
{
    const struct record_resource *theirs = record_resource(&work->theirs, todo->key);
    struct store_table table = {.dataset = work->name,
                                .resource_id = theirs->id,
                                .there = json_get_true(theirs->source, "datastore_active") ||
                                         (todo->file && work->publisher->site.loader != NULL),
                                .mine = record_resource(&work->mine, todo->key)};
    struct ckan *ckan = &work->publisher->ckan;
    bool may_stay = table.there && !todo->anew;
    bool fits = false;
    if (may_stay && todo->rows && !store_rows_send(ckan, &table, &fits, problem))
        return false;
    if (may_stay && todo->dictionary && (fits || !todo->rows) &&
        !store_dictionary_send(ckan, &table, &fits, problem))
        return false;
    return fits || store_table_load(ckan, &table, problem);
}

static bool tables_send(struct work *work, const struct todo *todos, size_t count, bool *sent,
                        struct problem *problem)
{
    for (size_t i = 0; i < count; i++) {
        if (!todos[i].rows && !todos[i].dictionary)
            continue;
        if (!table_send(work, &todos[i], problem))
            return false;
        *sent = true;
    }
    return true;
}

/* ---- what is to be done ---- */

static struct todo *todos_of(struct work *work)
{
    struct todo *todos = arena_array(work->publisher->scratch, work->mine.resource_count, sizeof *todos);
    for (size_t i = 0; i < work->mine.resource_count; i++) {
        const struct change_resource *change =
            &work->change.resources[i]; /* mine come first, in their order */
        bool reloaded = change->file && change->table && work->publisher->site.loader != NULL;
        todos[i] = (struct todo){.key = change->key,
                                 .file = change->file,
                                 .rows = change->rows || reloaded,
                                 .anew = change->anew || reloaded,
                                 .dictionary = change->dictionary || reloaded};
    }
    return todos;
}

/* True when all was sent, whatever the portal made of it. `*complete`: it shows what was sent. */
static bool all_send(struct work *work, const struct todo *todos, const struct change *planned,
                     bool *complete, struct problem *problem)
{
    size_t count = work->mine.resource_count;
    bool tables = false;
    if (!metadata_send(work, planned, problem) || !loader_wait(work, todos, count, problem))
        return false;
    *complete = !work_something_left(work);
    return !*complete || tables_send(work, todos, count, &tables, problem);
}

/* The files that went along were too large for the portal: the largest of them for sure. */
static void limit_learn(struct work *work, const struct change *planned)
{
    struct publisher *publisher = work->publisher;
    uint64_t largest = 0;
    for (size_t i = 0; i < planned->resource_count; i++)
        if (planned->resources[i].file && planned->resources[i].bytes > largest)
            largest = planned->resources[i].bytes;
    if (largest > 0 && publisher->target->most_bytes == 0)
        learnt_write(publisher->scratch, publisher->target->learnt_path, publisher->ckan.url, largest);
}

/* On the disk before the first write: whoever goes on after a kill knows what was about to be written. */
static bool journal_begin(struct work *work, struct problem *problem)
{
    lock_put(work->publisher->journal, &work->mine, work->sides.theirs);
    return lock_write(work->publisher->journal, true, problem);
}

/* ---- withdraw by deleting ---- */

/* Not there any more: that is what was wanted. */
static bool deletion_send(struct work *work, struct problem *problem)
{
    const struct json *result;
    struct ckan_call call = {.action = "package_delete",
                             .may_be_absent = true,
                             .json = request_id(work->publisher->scratch, work->theirs.id)};
    for (unsigned tries = 1; work->sides.theirs != NULL; tries++) {
        struct problem sending = {0};
        bool sent = work_send(work, &call, &result, &sending);
        if (!sent && !ckan_may_repeat(&sending, tries))
            return problem_move(problem, &sending);
        problem_clear(&sending);
        if (!work_reread(work, true, problem))
            return false;
        if (sent)
            break;
    }
    return true;
}

static void work_delete(struct work *work, struct outcome *outcome)
{
    struct problem problem = {0};
    if (!work_still_as_planned(work, &problem) || !deletion_send(work, &problem)) {
        outcome_fail(work->publisher->scratch, outcome, &problem);
    } else if (work->sides.theirs != NULL) {
        problem_set(&problem, PROBLEM_NETWORK, _("It was deleted, but the portal still shows it."));
        work_unread(work, outcome, &problem);
    } else {
        outcome->kind = OUTCOME_PUBLISHED;
        lock_remove(work->publisher->lock, work->renamed ? work->known_before : work->name);
    }
    problem_clear(&problem);
}

/* ---- all of it ---- */

void work_apply(struct work *work, struct outcome *outcome)
{
    if (work->change.deletes) {
        struct change *change = arena_alloc(work->publisher->scratch, sizeof *change);
        *change = work->change;
        outcome->change = change;
        work_delete(work, outcome);
        return;
    }
    struct problem problem = {0};
    bool complete = false;
    struct todo *todos = todos_of(work);
    struct change *planned = arena_alloc(work->publisher->scratch, sizeof *planned);
    *planned = work->change;
    outcome->change = planned;
    work->patience = LIMIT_LOADER_TIME;
    size_t writes = work->publisher->ckan.writes;
    bool sent = journal_begin(work, &problem) && all_send(work, todos, planned, &complete, &problem);
    if (!sent && work->publisher->ckan.too_large)
        limit_learn(work, planned);
    if (writes == work->publisher->ckan.writes) /* nothing was done that would have to go on */
        lock_remove(work->publisher->journal, work->name);
    work->unread = work->unread || (sent && !work_reread(work, true, &problem));
    outcome->id = work->sides.theirs != NULL ? work->theirs.id : NULL;
    if (work->unread)
        work_unread(work, outcome, &problem);
    else if (sent)
        work_verify(work, todos, complete ? work->mine.resource_count : 0, outcome);
    else
        outcome_fail(work->publisher->scratch, outcome, &problem);
    problem_clear(&problem);
}
