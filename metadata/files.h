/* Documents that a person names: files, folders of them, standard input; judged by a schema in that order.
 *
 * Of a folder each file beneath it is taken whose name ends in .json, in the order of base/walk.h; a link
 * to a file counts where it leads beneath the folder. A file that is named may be called anything, and links
 * to it are followed; "-" is standard input. What cannot be read is told, and the rest goes on; a folder
 * without documents is told too (PROBLEM_USAGE). Memory does not grow with the number of documents but for
 * the names in one folder. Findings and problems are the same whatever the number of threads.
 */
#ifndef BANCHI_METADATA_FILES_H
#define BANCHI_METADATA_FILES_H

#include "base/finding.h"
#include "base/problem.h"

struct meter;
struct profile;

struct files {
    const struct profile *profile;
    const char *const *paths;
    size_t path_count;
    unsigned threads; /* that judge; 0 counts as 1 */
    struct finding_sink *sink;
    struct meter *meter; /* told of each folder, and of the bytes read in it; or NULL */

    /* What could not be read; to be cleared. Called in turn, behind the findings of what stands before. */
    void (*tell)(struct files *self, struct problem *problem);
    size_t documents; /* out: how many were judged */
};

/* False with PROBLEM_INTERRUPTED when the user has interrupted (base/interrupt.h); what was read until then
 * is judged. */
bool files_check(struct files *files, struct problem *problem) __attribute__((warn_unused_result));

#endif
