/* The workspace: the folder with the office's catalog.json and its datasets.
 *
 * Opening reads catalog.json and lists the datasets by name, sorted; the datasets themselves are read one at
 * a time, so that memory does not grow with their number. Everything here lives in the run's arena.
 */
#ifndef BANCHI_CATALOG_WORKSPACE_H
#define BANCHI_CATALOG_WORKSPACE_H

#include <stdint.h>

#include "base/finding.h"
#include "base/json.h"
#include "base/problem.h"
#include "metadata/dataset.h"

struct arena;
struct file_entry; /* base/file.h */
struct portal_rules;
struct profile;

/* One entry of `portals`. */
struct portal_entry {
    const char *name;
    bool embedded;            /* the sandbox */
    bool stock;               /* embedded: imitate a plain CKAN */
    const char *url;          /* NULL when embedded */
    const char *profile;      /* NULL: the workspace's */
    const char *organization; /* slug there; NULL: each dataset's owner_org */
    bool create_organization;
    bool withdraw_deletes;   /* what is withdrawn is deleted; else made private */
    bool approval;           /* only an approved plan is sent there */
    uint64_t max_upload_mib; /* 0: not said */
    const char *cacert;      /* certificates of authorities, beneath the workspace; NULL */
};

struct workspace {
    const char *folder; /* absolute path */
    struct json_document catalog;
    bool catalog_readable;
    const char *title;
    const char *organization_name;
    const char *organization_title;
    const char *profile;               /* "thai-gdc-2.1" */
    const struct portal_rules *portal; /* the chosen portal's own rules, opened by the caller; or NULL */
    const struct profile *judge;       /* judges metadata instead, opened by the caller; mostly NULL */
    const char *default_portal;        /* NULL when not given */
    struct portal_entry *portals;
    size_t portal_count;
    const char **datasets; /* names of the folders that hold a metadata.json, sorted */
    size_t dataset_count;
    bool presumed; /* nobody has looked yet whether they hold one */
};

/* The datasets that a command is about, by name; none named means all of the workspace. */
struct choice {
    const char *const *names;
    size_t count;
};

/* Finds the workspace: `folder` itself when given (-C), else the nearest folder upwards from the current one
 * that holds a catalog.json. NULL with PROBLEM_USAGE when there is none. */
char *workspace_find(struct arena *arena, const char *folder, struct problem *problem);

/* Opens it. What is wrong with the workspace is told as findings: faults of catalog.json (M0xx), of its
 * schema (M1xx), a default portal that is not there, a folder that looks like a dataset but has no
 * metadata.json, a link that leads out (C0xx); a folder that may not be read is "not checked" (M009). The
 * workspace is usable when true is returned, also when catalog.json is not: then it has no portals and the
 * usual profile. A dataset is a folder right beneath with a metadata.json, not `schemas`, not hidden. */
bool workspace_open(struct arena *run, const char *folder, struct finding_sink *sink,
                    struct workspace *workspace, struct problem *problem) __attribute__((warn_unused_result));

/* The same for whoever reads all datasets by workspace_fetch_listed(), which then looks: folders are taken
 * for datasets before, and what is wrong with one that is none is told by workspace_tell_folder(). */
bool workspace_open_presuming(struct arena *run, const char *folder, struct finding_sink *sink,
                              struct workspace *workspace, struct problem *problem)
    __attribute__((warn_unused_result));

/* The entry of `portals`; NULL when there is none. The sandbox may be used without an entry. */
const struct portal_entry *workspace_portal(const struct workspace *workspace, const char *name);

/* Whether a dataset of that name is there. */
bool workspace_has(const struct workspace *workspace, const char *name);

/* The same; PROBLEM_USAGE when there is none. */
bool workspace_require(const struct workspace *workspace, const char *name, struct problem *problem)
    __attribute__((warn_unused_result));

/* The choice with "all" spelt out. */
struct choice workspace_choose(const struct workspace *workspace, struct choice choice);

/* Reads one dataset into `arena`. Faults of its JSON are findings; then `dataset->readable` is false.
 * PROBLEM_USAGE when there is no dataset of that name. */
bool workspace_read_dataset(const struct workspace *workspace, const char *name, struct arena *arena,
                            struct finding_sink *sink, struct dataset *dataset, struct problem *problem)
    __attribute__((warn_unused_result));

/* What lies in the folder of one of the listed datasets, so far as it could be had by way of the open
 * workspace: the rest is read by its path, which tells why. */
struct dataset_listed {
    const char *name;           /* must live as long as the dataset */
    bool dataset;               /* false: it was presumed to be one, and is none */
    struct slice metadata;      /* the text of metadata.json; at NULL: it could not be read */
    struct file_entry *entries; /* of the folder, sorted, */
    size_t entry_count;
    bool listed; /* where they could be listed */
};

/* Reads and lists it. `within` is the workspace's folder, open; -1: nothing is had. */
void workspace_fetch_listed(const struct workspace *workspace, int within, const char *name,
                            struct arena *arena, struct dataset_listed *listed);

/* Puts what is to be said of a folder that is no dataset: C002, M009, or nothing. */
void workspace_tell_folder(const struct workspace *workspace, const char *name, struct arena *scratch,
                           struct finding_sink *sink);

/* workspace_read_dataset() for one of the listed. `names`, by which keys are numbered, may be NULL. */
void workspace_read_listed(const struct workspace *workspace, const struct dataset_listed *listed,
                           struct json_names *names, struct arena *arena, struct finding_sink *sink,
                           struct dataset *dataset);

#endif
