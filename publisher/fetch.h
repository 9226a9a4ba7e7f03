/* From the portal into the workspace: the way back of publishing (`banchi pull`, `--take-portal`).
 *
 * One dataset after the other is asked for. One that the workspace does not have is laid into
 * .banchi/pull/NAME first, files, dictionaries and metadata, its base is put into the lock, and then the
 * folder is moved to its place in one step: a kill leaves nothing half, and a second run does it again. One
 * that is there is compared as a plan compares (plan.h): what only the portal changed comes into the files,
 * each file whole or not at all; what only the files changed stays; what both changed is a conflict and stays
 * as it is until a person names it. The base in the lock moves only when nothing is left in conflict.
 *
 * Metadata is read along the same record of managed keys that publishing writes by (record.h), so the mapping
 * stands in one place. A table's dictionary is the published one where the portal has it
 * (`info.banchi:field`, `banchi_table`); else it is drafted from the file that came, with the labels and
 * notes that the portal shows. A table is taken from its file, not from the DataStore's rows: the file is
 * what was uploaded, and has the spelling that rows have lost. Names of files are ours (portal_names.h).
 *
 * Links stay links. With a transport for them, what they lead to is kept beside the dataset as a copy, which
 * `banchi:copy` of the resource names and which is never published.
 */
#ifndef BANCHI_PUBLISHER_FETCH_H
#define BANCHI_PUBLISHER_FETCH_H

#include "base/meter.h"
#include "publisher/publish.h"

enum fetch_kind {
    FETCH_NEW,       /* it was not in the workspace */
    FETCH_UPDATED,   /* what the portal changed came into the files */
    FETCH_UNCHANGED, /* nothing had to be written into its files */
    FETCH_CONFLICT,  /* both changed something: that stays as it is */
    FETCH_FAILED,
    FETCH_COUNT
};

/* "new" and so on: for JSON, never translated. */
const char *fetch_name(enum fetch_kind kind);

/* A file that came. */
struct fetched_file {
    const char *file;
    uint64_t bytes;
    const char *sha256;
    const char *dictionary; /* of a table: "published" or "drafted"; NULL: it has none */
};

/* Texts that the portal made may stand in all of them: to be shown as values are. */
struct fetched {
    const char *dataset;
    enum fetch_kind kind;
    const char *id; /* on the portal, or NULL */
    const char *title;
    struct fetched_file *files;
    size_t file_count;
    const char **taken; /* what came into files that were there: "title", "FILE/description", "FILE/file" */
    size_t taken_count;
    const char **conflicts; /* what both changed, named likewise */
    size_t conflict_count;
    const char **notes; /* what else is to be known of it, in the user's language */
    size_t note_count;
    const char *problem; /* in the user's language, or NULL */
    enum problem_kind because;
};

struct fetch_sink {
    void (*begin)(struct fetch_sink *self, const char *dataset, size_t number, size_t total);
    void (*put)(struct fetch_sink *self, const struct fetched *fetched);
};

struct fetch_options {
    const char *const *names; /* NULL: all of the organization */
    size_t name_count;
    const char *organization; /* its slug on the portal; NULL: only names count */
    struct transport *line;   /* by which links are followed (http_open_public()); NULL: they are not */
    const char *const *take;  /* what is taken although both changed it, as `conflicts` name it */
    size_t take_count;
    bool only_take;      /* and nothing else: no other change, no new dataset, no new base */
    bool dry;            /* tells what would be taken, and takes nothing; with only_take */
    struct meter *meter; /* of downloads, or NULL */
};

struct fetch_counts {
    size_t kinds[FETCH_COUNT];
    size_t requests;
    unsigned problems; /* bit (1 << kind) for each enum problem_kind that a dataset had */
};

/* A publisher that was opened without a checked workspace. One failure stops neither the other datasets nor
 * the truth of the counts. False when going on makes no sense: the list cannot be had, the lock not be
 * written, the user interrupted. */
bool fetch_run(struct publisher *publisher, const struct fetch_options *options, struct fetch_sink *sink,
               struct fetch_counts *counts, struct problem *problem) __attribute__((warn_unused_result));

/* The names of an organization's datasets on the portal, sorted, in `run`: page by page. PROBLEM_USAGE when
 * there is no such organization. */
bool fetch_list(struct ckan *ckan, const char *organization, struct arena *run, const char ***names,
                size_t *count, struct problem *problem) __attribute__((warn_unused_result));

#endif
