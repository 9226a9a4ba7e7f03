/* The table of actions: what stands behind /api/3/action/NAME. */
#ifndef BANCHI_PORTAL_ACTIONS_H
#define BANCHI_PORTAL_ACTIONS_H

#include <stdbool.h>

struct answer;
struct request;
struct value;

/* Reads the parameters, takes the locks, carries the action out, commits, and answers. */
void action_answer(struct request *request, struct answer *answer, const char *name);

/* True when there is an action of this name. */
bool action_exists(const char *name);

/* True when there is one that changes something. */
bool action_writes(const char *name);

/* Takes the write lock within an action that reads before it (LOCK_LATE). */
bool action_lock(struct request *request);

#endif
