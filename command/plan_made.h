/* Who made a plan, when, and of which commit: the member "made" of a plan (command/plan_file.h).
 *
 *   {"at": "2026-11-22T18:47:00+07:00", "by": "Name <mail>",
 *    "commit": {"id", "author", "date", "subject"}, "uncommitted": ["FILE"...]}
 *
 * All but `at` comes from git and is left out where git says nothing. "uncommitted" are the files of the
 * plan's datasets that are not as the commit has them; what is planned is what the files hold, committed or
 * not.
 */
#ifndef BANCHI_COMMAND_PLAN_MADE_H
#define BANCHI_COMMAND_PLAN_MADE_H

#include "base/json_write.h"

struct arena;

/* `plan` is the plan's document so far. */
void plan_made_write(struct arena *arena, const char *workspace, const struct json *plan,
                     struct json_writer *writer);

#endif
