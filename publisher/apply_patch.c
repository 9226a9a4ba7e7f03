/* Writing piece by piece, to a portal that has no package_revise (CKAN before 2.9).
 *
 * Nothing there checks and writes in one step: the dataset is read again right before the first write and
 * compared with what the plan saw. What somebody changes between that and the write is written over unseen;
 * the report says that this guard is weaker.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "publisher/apply.h"
#include "publisher/request.h"

/* Enough for what one round cannot say, and for some lost answers. */
#define ROUNDS (LIMIT_TRIES + 2)

/* ---- metadata ---- */

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
        if (slice_equals(work->change.fields[i].key, "owner_org") && !work_need_organization(work, problem))
            return false;
    return work_send(work, &call, &package, problem);
}

/* ---- resources ---- */

bool work_resource_remove(struct work *work, const struct change_resource *change, struct problem *problem)
{
    const struct json *result;
    struct ckan_call call = {.action = "resource_delete",
                             .may_be_absent = true,
                             .json = request_id(work->publisher->scratch, change->id)};
    return work_send(work, &call, &result, problem);
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
        return !create || work_send(work, &call, &result, problem);
    }
    struct upload upload = {.part = "upload",
                            .path = mine->path,
                            .name = slice_copy(arena, mine->key),
                            .type = mine->media_type,
                            .bytes = mine->bytes,
                            .sha256 = mine->sha256};
    call.parts = create ? request_upload_new(arena, mine, work->sides.theirs->id, &call.part_count, &left_out)
                        : request_upload_again(arena, mine, change->id, &call.part_count);
    call.uploads = &upload;
    call.upload_count = 1;
    return work_send(work, &call, &result, problem);
}

static bool resources_send(struct work *work, bool *created, struct problem *problem)
{
    for (size_t i = 0; i < work->change.resource_count; i++) {
        const struct change_resource *change = &work->change.resources[i];
        bool fine = true;
        if (change->action == CHANGE_REMOVE)
            fine = work_resource_remove(work, change, problem);
        else if (change->action == CHANGE_CREATE || change->file)
            fine = resource_send(work, change, problem);
        if (!fine)
            return false;
        *created = *created || change->action == CHANGE_CREATE;
    }
    return true;
}

/* ---- rounds ---- */

/* A second round comes only where the first could not say everything (lists of a new resource do not go into
 * a form, a new resource goes to the end), or where the answer to a write was lost and reading back shows
 * that it was not carried out. */
static bool round_send(struct work *work, bool *created, struct problem *problem)
{
    return dataset_patch(work, problem) && resources_send(work, created, problem);
}

/* The dataset is still the one that was planned. */
bool work_still_as_planned(struct work *work, struct problem *problem)
{
    const char *planned = work->theirs.metadata_modified;
    if (!work_reread(work, false, problem))
        return false;
    if (work->sides.theirs != NULL && strcmp(planned, work->theirs.metadata_modified) == 0)
        return true;
    return work_conflict(work, problem);
}

bool work_patch(struct work *work, struct problem *problem)
{
    bool created_before = false;
    if (!work->written && !work_still_as_planned(work, problem))
        return false;
    for (unsigned tries = 1;; tries++) {
        struct problem sending = {0};
        bool created = false;
        bool sent = round_send(work, &created, &sending);
        bool lost = sending.kind == PROBLEM_UNKNOWN;
        if (!sent && !lost)
            return problem_move(problem, &sending);
        struct problem reading = {0};
        bool read = work_reread(work, true, &reading);
        bool done = read && !work_something_left(work);
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
