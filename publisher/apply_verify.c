/* Verification: what was sent is compared with what the portal serves now. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "publisher/apply.h"
#include "publisher/readback.h"

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

void work_unread(struct work *work, struct outcome *outcome, const struct problem *problem)
{
    outcome->kind = OUTCOME_UNVERIFIED;
    outcome->because = problem->kind;
    outcome->problem = arena_format(work->publisher->scratch,
                                    _("It was sent, but could not be read back: %s"), problem->message.at);
}

void work_verify(struct work *work, const struct todo *todos, size_t count, struct outcome *outcome)
{
    struct text differs = {0};
    struct problem problem = {0};
    bool read = true;
    metadata_differs(&work->change, &differs);
    for (size_t i = 0; i < count && read; i++)
        read = contents_verify(work, &todos[i], &differs, &problem);
    if (!read) {
        work_unread(work, outcome, &problem);
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
        work_remember(work);
        lock_remove(work->publisher->journal, work->name);
    }
    text_free(&differs);
    problem_clear(&problem);
}
