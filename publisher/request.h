/* Requests as data, before they are sent: the bodies of the calls that carry a change out. Pure.
 *
 * What is not ours goes back as it came: extras and vocabulary tags of others, their resources, and keys of
 * resources that we do not manage. Lists are sent whole, because CKAN's patch replaces them whole.
 */
#ifndef BANCHI_PUBLISHER_REQUEST_H
#define BANCHI_PUBLISHER_REQUEST_H

#include "publisher/plan.h"
#include "publisher/transport.h"

struct arena;

struct slice request_organization(struct arena *arena, const char *slug, const char *title);

/* package_create: all but the resources, and these too where all of them are links. */
struct slice request_create(struct arena *arena, const struct record *mine, const struct site *site);

/* package_revise: all that differs, files included, in one call that is carried out only while the dataset is
 * the one that was read (match on id and metadata_modified). Of files as many go along as fit into
 * LIMIT_CALL_FILE_BYTES, at least one; `waiting` says that some are left for another call. */
struct revision {
    struct slice json; /* the body where no file goes along */
    struct form_part *parts;
    size_t part_count; /* 0 where no file goes along */
    struct upload *uploads;
    size_t upload_count;
    bool waiting;
};

/* False when there is nothing to revise. */
bool request_revise(struct arena *arena, const struct plan_sides *sides, const struct site *site,
                    const struct change *change, struct revision *revision);

/* Where a portal has no package_revise (CKAN before 2.9), piece by piece: package_patch: the fields that
 * differ, and the list of resources when metadata or order of those that are there differ. The empty slice
 * when there is nothing to patch. */
struct slice request_patch(struct arena *arena, const struct plan_sides *sides, const struct site *site,
                           const struct change *change);

/* resource_create of a link. */
struct slice request_link(struct arena *arena, const struct record_resource *mine, const char *package_id);

/* resource_create and resource_patch with a file: the fields of the form. Lists do not go into a form;
 * `*left_out` says that there are some, and that a request_patch() must follow. */
struct form_part *request_upload_new(struct arena *arena, const struct record_resource *mine,
                                     const char *package_id, size_t *count, bool *left_out);
struct form_part *request_upload_again(struct arena *arena, const struct record_resource *mine,
                                       const char *id, size_t *count);

/* {"id": ...}, {"resource_id": ...} and {"resource_id": ..., "force": true} */
struct slice request_id(struct arena *arena, const char *id);
struct slice request_resource(struct arena *arena, const char *resource_id);
struct slice request_table(struct arena *arena, const char *resource_id);
/* datastore_delete of all rows but not of the table. */
struct slice request_rows_gone(struct arena *arena, const char *resource_id);

/* datastore_create up to its records, which the caller adds: "...,"records":[". `fields_only`: without
 * records, whole. */
void request_table_head(struct arena *arena, const struct columns *columns, const char *resource_id,
                        bool fields_only, struct text *out);
/* datastore_upsert likewise; `method` is "insert" or "upsert". */
void request_rows_head(const char *resource_id, const char *method, struct text *out);
/* datastore_delete of rows by their `_id`: at least one, for without any it would be all. */
struct slice request_rows_delete(struct arena *arena, const char *resource_id, const char *const *ids,
                                 size_t count);
/* One record. */
void request_row(const struct record_resource *mine, const struct slice *cells, struct text *out);

/* datastore_search: a page of rows as lists. */
struct slice request_page(struct arena *arena, const char *resource_id, uint64_t offset, size_t limit);

#endif
