/* Carrying a change out: metadata, files, tables; then reading back.
 *
 * Metadata and files are done in rounds: write, read, compare. A second round comes only where the first
 * could not say everything (lists of a new resource do not go into a form, a new resource goes to the end),
 * or where the answer to a write was lost and reading back shows that it was not carried out.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "publisher/readback.h"
#include "publisher/reload.h"
#include "publisher/request.h"
#include "publisher/session.h"
#include "publisher/store.h"

/* Enough for what one round cannot say, and for some lost answers. */
#define ROUNDS (LIMIT_TRIES + 2)

/* What the first plan said must be done to one resource, kept while the plan is made again. */
struct todo {
    struct slice key;
    bool file;
    bool rows;
    bool dictionary;
};

static bool send(struct work *work, struct ckan_call *call, const struct json **result,
                 struct problem *problem)
{
    call->write = true;
    call->subject = work->name;
    return ckan_call(&work->publisher->ckan, call, work->publisher->scratch, result, problem);
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
        return send(work, &call, &result, problem);
    return problem_set(
        problem, PROBLEM_REFUSED,
        _("The organization \"%s\" is not on the portal, and catalog.json does not allow making it "
          "(create_organization). Ask the portal's keeper, or correct owner_org."),
        slug);
}

static bool organization_need(struct work *work, struct problem *problem)
{
    struct publisher *publisher = work->publisher;
    const struct record_field *owner = record_field(work->mine.fields, work->mine.field_count, "owner_org");
    const char *slug = slice_copy(publisher->scratch, json_text(owner->value));
    bool there = false;
    if (*slug == '\0' ||
        (publisher->organization_ready != NULL && strcmp(slug, publisher->organization_ready) == 0))
        return true;
    if (!site_organization(&publisher->ckan, slug, publisher->scratch, &there, problem))
        return false;
    if (!there && !organization_make(work, slug, problem))
        return false;
    publisher->organization_ready = arena_string(publisher->run, slug);
    return true;
}

/* ---- metadata ---- */

static bool dataset_create(struct work *work, struct problem *problem)
{
    struct publisher *publisher = work->publisher;
    const struct json *package;
    struct ckan_call call = {.action = "package_create",
                             .json = request_create(publisher->scratch, &work->mine, &publisher->site)};
    if (!organization_need(work, problem) || !send(work, &call, &package, problem))
        return false;
    struct record_view view = {package, &publisher->site, &work->mine, NULL};
    record_of_package(publisher->scratch, &view, &work->theirs);
    work->sides.theirs = &work->theirs;
    return true;
}

static bool dataset_patch(struct work *work, struct problem *problem)
{
    struct publisher *publisher = work->publisher;
    const struct json *package;
    struct ckan_call call = {
        .action = "package_patch",
        .json = request_patch(publisher->scratch, &work->sides, &publisher->site, &work->change)};
    if (call.json.length == 0)
        return true;
    for (size_t i = 0; i < work->change.field_count; i++)
        if (slice_equals(work->change.fields[i].key, "owner_org") && !organization_need(work, problem))
            return false;
    return send(work, &call, &package, problem);
}

/* ---- resources ---- */

static bool resource_remove(struct work *work, const struct change_resource *change, struct problem *problem)
{
    const struct json *result;
    struct ckan_call call = {.action = "resource_delete",
                             .may_be_absent = true,
                             .json = request_id(work->publisher->scratch, change->id)};
    return send(work, &call, &result, problem);
}

static bool resource_send(struct work *work, const struct change_resource *change, struct problem *problem)
{
    struct arena *arena = work->publisher->scratch;
    const struct record_resource *mine = record_resource(&work->mine, change->key);
    bool create = change->action == CHANGE_CREATE;
    const struct json *result;
    bool left_out = false;
    struct ckan_call call = {.action = create ? "resource_create" : "resource_patch"};
    if (!mine->upload) {
        call.json = request_link(arena, mine, work->sides.theirs->id);
        return !create || send(work, &call, &result, problem);
    }
    struct upload upload = {.path = mine->path,
                            .name = slice_copy(arena, mine->key),
                            .type = mine->media_type,
                            .bytes = mine->bytes,
                            .sha256 = mine->sha256};
    call.parts = create ? request_upload_new(arena, mine, work->sides.theirs->id, &call.part_count, &left_out)
                        : request_upload_again(arena, mine, change->id, &call.part_count);
    call.upload = &upload;
    return send(work, &call, &result, problem);
}

static bool resources_send(struct work *work, bool *created, struct problem *problem)
{
    for (size_t i = 0; i < work->change.resource_count; i++) {
        const struct change_resource *change = &work->change.resources[i];
        bool fine = true;
        if (change->action == CHANGE_REMOVE)
            fine = resource_remove(work, change, problem);
        else if (change->action == CHANGE_CREATE || change->file)
            fine = resource_send(work, change, problem);
        if (!fine)
            return false;
        *created = *created || change->action == CHANGE_CREATE;
    }
    return true;
}

/* One round of writing. */
static bool round_send(struct work *work, bool *created, struct problem *problem)
{
    if (work->sides.theirs != NULL)
        return dataset_patch(work, problem) && resources_send(work, created, problem);
    return dataset_create(work, problem) && resources_send(work, created, problem);
}

static bool something_left(const struct change *change)
{
    for (size_t i = 0; i < change->resource_count; i++)
        if (change->resources[i].action != CHANGE_UNCHANGED)
            return true;
    return change->field_count > 0 || change->action == CHANGE_CREATE;
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
    return !waited || work_reread(work, problem);
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
    bool fits = false;
    if (!todo->rows && !store_dictionary_send(&work->publisher->ckan, &table, &fits, problem))
        return false;
    return fits || store_table_load(&work->publisher->ckan, &table, problem);
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

/* ---- verification ---- */

static void differs_add(struct text *differs, const char *what, struct slice where)
{
    text_format(differs, "%s%s%s%.*s", differs->length > 0 ? ", " : "", what,
                *what != '\0' && where.length > 0 ? " " : "", SLICE(where));
}

static void metadata_differs(const struct change *change, struct text *differs)
{
    for (size_t i = 0; i < change->field_count; i++)
        differs_add(differs, "", change->fields[i].key);
    for (size_t i = 0; i < change->resource_count; i++) {
        const struct change_resource *resource = &change->resources[i];
        if (resource->action == CHANGE_CREATE || resource->action == CHANGE_REMOVE)
            differs_add(differs, "", resource->key);
        for (size_t j = 0; j < resource->field_count && resource->action == CHANGE_UPDATE; j++)
            text_format(differs, "%s%.*s.%.*s", differs->length > 0 ? ", " : "", SLICE(resource->key),
                        SLICE(resource->fields[j].key));
        if (resource->action == CHANGE_UPDATE && resource->file)
            differs_add(differs, _("the file"), resource->key);
    }
    if (change->action == CHANGE_CREATE)
        differs_add(differs, _("the dataset"), slice_of(""));
}

static bool contents_verify(struct work *work, const struct todo *todo, struct text *differs,
                            struct problem *problem)
{
    struct ckan *ckan = &work->publisher->ckan;
    const struct record_resource *mine = record_resource(&work->mine, todo->key);
    struct record_resource *theirs = record_resource(&work->theirs, todo->key);
    if (theirs == NULL)
        return true; /* metadata_differs() says so */
    if (todo->file && !readback_file(ckan, work->theirs.id, theirs, problem))
        return false;
    if (todo->file && strcmp(mine->sha256, theirs->sha256) != 0)
        differs_add(differs, _("the bytes of"), todo->key);
    if (!todo->rows && !todo->dictionary)
        return true;
    if (!readback_table(ckan, mine->columns, theirs, problem))
        return false;
    if (strcmp(mine->dictionary, theirs->dictionary) != 0)
        differs_add(differs, _("the dictionary of"), todo->key);
    if (strcmp(mine->rows_digest, theirs->rows_digest) != 0)
        differs_add(differs, _("the rows of"), todo->key);
    return true;
}

static void unread_tell(struct work *work, struct outcome *outcome, const struct problem *problem)
{
    outcome->kind = OUTCOME_UNVERIFIED;
    outcome->because = problem->kind;
    outcome->problem = arena_format(work->publisher->scratch,
                                    _("It was sent, but could not be read back: %s"), problem->message.at);
}

/* Sets the outcome: only what compared equal is published. */
static void work_verify(struct work *work, const struct todo *todos, size_t count, struct outcome *outcome)
{
    struct text differs = {0};
    struct problem problem = {0};
    bool read = true;
    metadata_differs(&work->change, &differs);
    for (size_t i = 0; i < count && read; i++)
        read = contents_verify(work, &todos[i], &differs, &problem);
    if (!read) {
        unread_tell(work, outcome, &problem);
    } else if (differs.length > 0) {
        outcome->kind = OUTCOME_UNVERIFIED;
        outcome->because = PROBLEM_NETWORK;
        outcome->problem = arena_format(
            work->publisher->scratch, _("It was sent, but the portal shows something else: %s."), differs.at);
    } else if (work->busy) {
        outcome->kind = OUTCOME_UNVERIFIED;
        outcome->because = PROBLEM_NETWORK;
        outcome->problem = arena_format(
            work->publisher->scratch,
            _("It was sent and read back, but the portal is still loading the file into the table by itself "
              "after %u seconds and may overwrite the table. Publish again later."),
            (unsigned)(LIMIT_LOADER_TIME / 1000));
    } else {
        outcome->kind = OUTCOME_PUBLISHED;
        outcome->because = PROBLEM_NONE;
        lock_put(work->publisher->lock, &work->mine, &work->theirs);
    }
    text_free(&differs);
    problem_clear(&problem);
}

/* ---- all of it ---- */

static struct todo *todos_of(struct work *work)
{
    struct todo *todos = arena_array(work->publisher->scratch, work->mine.resource_count, sizeof *todos);
    for (size_t i = 0; i < work->mine.resource_count; i++) {
        const struct change_resource *change =
            &work->change.resources[i]; /* mine come first, in their order */
        bool reloaded = change->file && change->table && work->publisher->site.loader != NULL;
        todos[i] = (struct todo){change->key, change->file, change->rows || reloaded,
                                 change->dictionary || reloaded};
    }
    return todos;
}

/* Metadata and files. False with the problem that ended it; what is left over shows in work->change. */
static bool rounds_send(struct work *work, const struct todo *todos, struct problem *problem)
{
    bool created_before = false;
    for (unsigned tries = 1;; tries++) {
        struct problem sending = {0};
        bool created = false;
        bool sent = round_send(work, &created, &sending);
        bool lost = sending.kind == PROBLEM_UNKNOWN;
        if (!sent && !lost)
            return problem_move(problem, &sending);
        struct problem reading = {0};
        bool read =
            work_reread(work, &reading) && loader_wait(work, todos, work->mine.resource_count, &reading);
        bool done = read && !something_left(&work->change);
        bool again = read && tries < ROUNDS && (lost || (created && !created_before));
        if (!done && !again && lost)
            problem_move(problem, &sending);
        else if (!read)
            problem_move(problem, &reading);
        work->unread = sent && !read;
        problem_clear(&sending);
        problem_clear(&reading);
        if (done || !again)
            return problem->kind == PROBLEM_NONE;
        created_before = created_before || created;
    }
}

void work_apply(struct work *work, struct outcome *outcome)
{
    struct problem problem = {0};
    size_t count = work->mine.resource_count;
    struct todo *todos = todos_of(work);
    struct change *planned = arena_alloc(work->publisher->scratch, sizeof *planned);
    *planned = work->change;
    outcome->change = planned;
    work->patience = LIMIT_LOADER_TIME;
    bool tables = false;
    bool fine = rounds_send(work, todos, &problem);
    bool complete = fine && !something_left(&work->change);
    if (complete)
        fine = tables_send(work, todos, count, &tables, &problem);
    if (fine && tables) {
        fine = work_reread(work, &problem);
        work->unread = !fine;
    }
    outcome->id = work->sides.theirs != NULL ? work->theirs.id : NULL;
    if (fine)
        work_verify(work, todos, complete ? count : 0, outcome);
    else if (work->unread)
        unread_tell(work, outcome, &problem);
    else
        outcome_fail(work->publisher->scratch, outcome, &problem);
    problem_clear(&problem);
}
