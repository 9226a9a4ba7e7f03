/* What a portal said of its schema when it was asked last: schemas/portals/NAME.json in the workspace.
 *
 * `schema pull` writes it: the address, CKAN's version and extensions, the answers as they came, by type of
 * dataset, organization and group, and a digest of the answers. It is committed, so that everybody validates
 * by the same rules, with no network. An edited file counts as damaged: the digest is that of its canonical
 * form (json_write_canonical). A stock portal has no types of dataset in it.
 */
#ifndef BANCHI_CATALOG_PORTAL_FILE_H
#define BANCHI_CATALOG_PORTAL_FILE_H

#include "base/finding.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/problem.h"
#include "catalog/workspace.h"
#include "metadata/portal_rules.h"

struct arena;

struct portal_file {
    struct json_document document; /* its name in `file`: "schemas/portals/city.json" */
    bool there;                    /* and can be relied upon */
    const char *url;
    const char *version; /* of CKAN */
    const char *digest;
    const struct json *extensions; /* names */
    const struct json *answer;     /* for datasets; NULL: a stock portal */
};

/* "schemas/portals/city.json"; NULL when no file may have the portal's name. */
char *portal_file_name(struct arena *arena, const char *portal);

/* Reads it. Without a file there is nothing to tell; what is wrong with one are findings (M0xx, R011), and a
 * portal that has moved to another address since is one (R012). */
void portal_file_read(struct arena *arena, const struct workspace *workspace, const char *portal,
                      struct finding_sink *sink, struct portal_file *file);

/* The digest of the answers in such a document. */
void portal_file_digest(const struct json *root, char hex[static HASH_HEX_BYTES]);

/* Writes the document, laid out; `*changed` false when it stands there already, to the byte. With `check`
 * nothing is written. */
bool portal_file_write(struct arena *arena, const struct workspace *workspace, const char *portal,
                       const struct json *root, bool check, bool *changed, struct problem *problem)
    __attribute__((warn_unused_result));

/* The rules of a portal by its file; NULL where there is none, or with a problem, which is a bug. */
const struct portal_rules *portal_file_rules(struct arena *arena, const struct workspace *workspace,
                                             const char *portal, struct finding_sink *sink,
                                             struct problem *problem);

#endif
