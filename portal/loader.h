/* A DataPusher: loads a table anew from its file a moment after the file came, as real portals do.
 *
 * On by the faults "datapusher" and "xloader" (portal/fault.h). It waits in a thread of its own; what is
 * still waiting when the sandbox stops is forgotten. The table that it finds is dropped, with its labels; the
 * new one has its own types (numeric, timestamp, text) and no key. Then it writes its own keys into the
 * resource, which moves metadata_modified; an XLoader puts the file's hash there too, an MD5. Files whose
 * format is not CSV are left alone. `datapusher_status` and `xloader_status` tell how far a file's table is.
 */
#ifndef BANCHI_PORTAL_LOADER_H
#define BANCHI_PORTAL_LOADER_H

#include <stdbool.h>

struct loader;
struct portal;
struct request;
struct value;

/* `kind` is "datapusher" or "xloader" and stays the caller's. */
struct loader *loader_start(struct portal *portal, const char *kind, long milliseconds);
void loader_stop(struct loader *loader); /* NULL is fine */

/* Takes up the files that the request left with resources; `loader` may be NULL. */
void loader_submit(struct loader *loader, const struct request *request);

/* The extension's name, for status_show. */
const char *loader_name(const struct loader *loader);

/* True where the portal has the action: its loader's own status. */
bool loader_answers(const struct portal *portal, const char *action);

/* The action. */
struct value *loader_status(struct request *request);

#endif
