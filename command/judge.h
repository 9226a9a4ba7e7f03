/* Which schema judges metadata: the one of --profile, else the workspace's, else the usual one. */
#ifndef BANCHI_COMMAND_JUDGE_H
#define BANCHI_COMMAND_JUDGE_H

#include "base/finding.h"
#include "base/problem.h"
#include "metadata/profile.h"

struct arena;

/* Opens a built-in profile by name, else a schema file. NULL with a problem, or, where the schema is wrong,
 * with findings. */
const struct profile *judge_open(struct arena *arena, const char *name, struct finding_sink *sink,
                                 struct problem *problem);

/* The profile of the workspace that we stand in, or that -C names; thai-gdc-2.1 where there is none, or where
 * its catalog.json does not tell: for what only shows. */
struct session;
const char *judge_here(struct session *session);

/* The same for what judges: thai-gdc-2.1 outside of a workspace alone. NULL with a problem where -C names
 * none, or, where catalog.json does not tell, with its faults as findings. */
const char *judge_here_surely(struct session *session, struct finding_sink *sink, struct problem *problem);

#endif
