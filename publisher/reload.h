/* Waiting for a DataPusher or XLoader: extensions of a portal that load a table from its file a while after
 * the file came, over whatever table stands there.
 *
 * That a portal has one is seen in the extensions that status_show names. How far it is with a resource its
 * own action tells (`datapusher_status`, `xloader_status`): "pending" and "submitting" are waited for, up to
 * LIMIT_LOADER_TIME for one dataset; "complete", "error" and 404 (nothing is to be loaded) are not.
 */
#ifndef BANCHI_PUBLISHER_RELOAD_H
#define BANCHI_PUBLISHER_RELOAD_H

#include <stdbool.h>

#include "base/problem.h"
#include "publisher/ckan.h"

struct arena;

/* The action that tells how far the extension is; NULL where the extension loads no tables. */
const char *reload_action(struct slice extension);

/* Waits until the resource's table is not being loaded, out of what is left in `*patience` milliseconds.
 * `*busy` becomes true where that did not suffice. */
bool reload_wait(struct ckan *ckan, const char *action, const char *resource_id, unsigned *patience,
                 bool *busy, struct problem *problem) __attribute__((warn_unused_result));

#endif
