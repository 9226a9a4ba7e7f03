/* Carrying a change out, in its parts; within publisher/ only. All act on one dataset under way.
 */
#ifndef BANCHI_PUBLISHER_APPLY_H
#define BANCHI_PUBLISHER_APPLY_H

#include "publisher/session.h"

/* What the first plan said must be done to one resource, kept while the plan is made again. */
struct todo {
    struct slice key;
    bool file;
    bool rows;
    bool anew; /* the table is to be made anew */
    bool dictionary;
};

/* Sends a write about the dataset. */
bool work_send(struct work *work, struct ckan_call *call, const struct json **result, struct problem *problem)
    __attribute__((warn_unused_result));

/* Sees to it that mine's organization is there. */
bool work_need_organization(struct work *work, struct problem *problem) __attribute__((warn_unused_result));

/* Something of metadata or files is not on the portal yet. */
bool work_something_left(const struct work *work);

/* PROBLEM_CONFLICT: the portal moved while this publish was at work. */
bool work_conflict(const struct work *work, struct problem *problem);

/* Metadata and files of a dataset that is there: by package_revise, or piece by piece
 * (publisher/apply_patch.c). What is left over shows in work->change. */
bool work_revise(struct work *work, struct problem *problem) __attribute__((warn_unused_result));
bool work_patch(struct work *work, struct problem *problem) __attribute__((warn_unused_result));

/* Reads the dataset again: whether it is the one that was planned. PROBLEM_CONFLICT when not. */
bool work_still_as_planned(struct work *work, struct problem *problem) __attribute__((warn_unused_result));

/* With its table, which a revision would leave behind. */
bool work_resource_remove(struct work *work, const struct change_resource *change, struct problem *problem)
    __attribute__((warn_unused_result));

/* Sets the outcome: only what compared equal is published. */
void work_verify(struct work *work, const struct todo *todos, size_t count, struct outcome *outcome);

/* The outcome of what was sent and cannot be read back. */
void work_unread(struct work *work, struct outcome *outcome, const struct problem *problem);

#endif
