/* publish.lock.json: what was last published to a portal (design, "The lock").
 *
 *   {"banchi": 1, "portals": {"city": {"datasets": {"NAME": {
 *      "all": digest, "fields": {KEY: digest}, "id": ..., "metadata_modified": ...,
 *      "resources": {KEY: {"bytes": n, "dictionary": digest, "drafted": digest, "fields": {KEY: digest},
 *                          "id": ..., "rows": n, "rows_digest": digest, "sha256": ...}}}},
 *    "url": "https://..."}}}
 *
 * Keys are sorted, one a line; no time of run, no user, no token. Missing fields are left out. A file of
 * another version, with a merge marker, or with another url for the portal is an error, never "no lock". The
 * sandbox's lock has the same form and the url "embedded". So has the journal (.banchi/publish.journal.json):
 * a dataset stands in it from before its first write until it is verified, with what was to be written. What
 * other portals have in the file stays as it is.
 */
#ifndef BANCHI_PUBLISHER_LOCK_H
#define BANCHI_PUBLISHER_LOCK_H

#include "base/json.h"
#include "base/problem.h"
#include "publisher/record.h"

struct arena;
struct lock;

/* Opens the lock of a portal; a file that is not there is an empty lock. NULL with a problem. Lives in `run`.
 */
struct lock *lock_open(struct arena *run, const char *path, const char *portal, const char *url,
                       struct problem *problem);

/* What it says of a dataset; NULL when it was never published there. */
const struct json *lock_entry(const struct lock *lock, const char *name);

/* The datasets that it knows, in order of their names. */
size_t lock_count(const struct lock *lock);
struct slice lock_name(const struct lock *lock, size_t index);

/* Digest of a field, "" when it was missing; `object` is an entry or one of its resources. */
struct slice lock_field(const struct json *object, struct slice key);
const struct json *lock_resource(const struct json *entry, struct slice key);
/* A count of a resource: "bytes", "rows"; 0 when it has none. */
uint64_t lock_number(const struct json *resource, const char *key);
/* The key of the resource with this id; the empty slice when the lock does not know it. */
struct slice lock_resource_key(const struct json *entry, struct slice id);

/* Remembers what was published and verified: mine's digests, theirs' ids and time; or, with theirs in both
 * places, what the portal has (adopt, pull): then resources that the files no longer have keep their old
 * lines. Changes nothing when the entry says that already. `theirs` is NULL in a journal, for a dataset that
 * is yet to be made. */
void lock_put(struct lock *lock, const struct record *mine, const struct record *theirs);

/* A person has seen what the portal has in `member` ("dictionary") of a resource, and taken it as far as
 * files can hold it: from now on that digest is the base. Nothing where the entry has no such resource. */
void lock_seen(struct lock *lock, const char *name, struct slice resource, const char *member,
               const char *digest);

/* Forgets a dataset. */
void lock_remove(struct lock *lock, const char *name);

/* The digest over all managed fields, files and tables of a record. */
void lock_digest_all(const struct record *record, char hex[static DIGEST_HEX_BYTES]);

/* What an entry would say of a record, but for what only the portal knows (ids, times); in the arena. NULL
 * never. */
const struct json *lock_describe(struct arena *arena, const struct record *record);

/* Writes the file whole, if anything changed. `now`: also within a second of the last time. */
bool lock_write(struct lock *lock, bool now, struct problem *problem) __attribute__((warn_unused_result));

#endif
