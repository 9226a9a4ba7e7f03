/* Metadata one document a line, judged while it streams past.
 *
 * Lines end with LF or CR LF; blank ones are passed over. What the profile says of each document is put in
 * the order of the file, with the line of the file it stands on. The rules that need a workspace
 * (metadata/rules.h) are not asked: there are no folders here. Memory does not grow with the number of lines,
 * nor with that of threads by more than a few blocks each; a line longer than LIMIT_JSON_BYTES is a finding
 * (M007). The findings are the same whatever the number of threads.
 */
#ifndef BANCHI_METADATA_LINES_H
#define BANCHI_METADATA_LINES_H

#include "base/finding.h"
#include "base/problem.h"

struct profile;

struct lines {
    const struct profile *profile;
    const char *file; /* as findings name it */
    int descriptor;   /* open for reading; a pipe is fine */
    unsigned threads; /* that judge; 0 counts as 1 */
    struct finding_sink *sink;
    size_t documents; /* out: how many were judged */
};

/* False with a problem when reading fails; what was read until then is judged. */
bool lines_check(struct lines *lines, struct problem *problem) __attribute__((warn_unused_result));

/* The same of the file that `file` names, or of standard input where that is "-". A pipe is fine, so is a
 * link: the user named it. */
bool lines_check_named(struct lines *lines, struct problem *problem) __attribute__((warn_unused_result));

#endif
