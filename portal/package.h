/* Datasets: the actions about them, and the three steps that all writing goes through - check, save, show.
 *
 * A dataset is stored as a document {fields, custom, extras, tags} beside the columns that are searched by;
 * its resources are rows of their own. What is shown is made from them each time.
 */
#ifndef BANCHI_PORTAL_PACKAGE_H
#define BANCHI_PORTAL_PACKAGE_H

#include <stdbool.h>

#include "base/text.h"

struct request;
struct subject;
struct value;

/* A dataset's row. */
struct package {
    const char *id; /* NULL: there is none */
    const char *name;
    const char *owner_org; /* NULL: none */
    const char *state;
    const char *type;
    const char *creator;
    const char *created;
    const char *modified;
    bool is_private;
    struct value *document;
};

/* By id or name, deleted ones too. */
struct package package_find(struct request *request, const char *id_or_name);

/* 403 or 404 for those who may not. */
bool package_allow_read(struct request *request, const struct package *package);
bool package_allow_write(struct request *request, const struct package *package);

/* The scheming schema that a dataset of the type is held to; NULL: the stock rules. */
const struct value *package_schema(struct request *request, const struct value *type);

/* Step 1: validates what was sent. NULL: failed, with all errors at once. */
struct value *package_check(struct request *request, const struct subject *subject, struct value *sent);

/* Step 2: stores what was checked; `before` is the row it changes, or one without an id. NULL: failed. */
const char *package_save(struct request *request, const struct package *before, struct value *checked);

/* Step 3: as package_show answers. */
struct value *package_dictize(struct request *request, const struct package *package);
/* One resource of it, as resource_show answers. */
struct value *resource_dictize(struct request *request, const struct package *package,
                               const char *resource_id);

/* Everything package_update does after the lock was taken and the dataset found, without the answer. */
bool package_change(struct request *request, const struct package *package, struct value *sent);

/* Actions. */
struct value *package_create(struct request *request);
struct value *package_show(struct request *request);
struct value *package_update(struct request *request);
struct value *package_patch(struct request *request);
struct value *package_delete(struct request *request);
struct value *dataset_purge(struct request *request);
struct value *package_resource_reorder(struct request *request);
struct value *package_owner_org_update(struct request *request);
struct value *package_list(struct request *request);
struct value *current_package_list_with_resources(struct request *request);

#endif
