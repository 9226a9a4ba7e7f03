/* Files that lie in the workspace, against what is said of them: loose tables and dictionaries, copies of
 * schemas, the register. All are warnings (C0xx).
 */
#ifndef BANCHI_CATALOG_CHECK_FILES_H
#define BANCHI_CATALOG_CHECK_FILES_H

#include "base/finding.h"
#include "base/problem.h"
#include "catalog/register.h"
#include "catalog/workspace.h"

struct arena;

/* Tables in the dataset's folder that no resource names, and dictionaries without a table. */
void check_loose_files(const struct dataset *dataset, const struct dataset_listed *listed,
                       struct arena *scratch, struct finding_sink *sink);

/* Files in schemas/ that differ from the built-in ones. */
void check_schemas(const struct workspace *workspace, struct arena *scratch, struct finding_sink *sink);

/* The register compared, piece by piece, with what it would be if it were made now: nothing is held in
 * memory. */
struct register_watch {
    int descriptor; /* -1: there is nothing to compare with, or the comparing is over */
    const char *path;
    size_t line; /* that is being compared, from 1 */
    bool differs;
};

struct register_watch register_watch(const struct workspace *workspace, struct arena *run);
void register_watch_text(struct register_watch *watch, struct slice text);

/* Puts a finding when something differed. Closes the file in any case; `complete` is false when not all of
 * the text was made, and then nothing is told. */
void register_watch_end(struct register_watch *watch, bool complete, struct finding_sink *sink);

#endif
