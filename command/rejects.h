/* The list of rows about which something was found (`banchi validate --rejects FILE`): a CSV of file, row,
 * line, column and code, for programs that sort rows out.
 *
 * A sink that writes each finding about a row of a table and hands every finding on. `row` counts as in
 * messages, the header being row 1; `column` is the number of the table's column, empty where the row as a
 * whole is meant. No values are written (design, rule 7). The list appears whole or not at all, when the
 * check has come to its end; memory does not grow with it.
 */
#ifndef BANCHI_COMMAND_REJECTS_H
#define BANCHI_COMMAND_REJECTS_H

#include "base/file_new.h"
#include "base/finding.h"
#include "base/problem.h"

struct arena;

struct rejects {
    struct finding_sink sink;
    struct finding_sink *behind;
    struct file_new file;
    struct text waiting; /* lines that are not yet in the file */
    struct text name;    /* of the last file, and as it stands in the list */
    struct text shown;
    struct problem problem;
};

/* Begins the list. False with a problem when it cannot be written there, or when another file is there that
 * is no such list (PROBLEM_USAGE): it is never written over. */
bool rejects_begin(struct rejects *rejects, struct arena *arena, const char *path,
                   struct finding_sink *behind, struct problem *problem) __attribute__((warn_unused_result));

/* Puts it in its place; when the check was not `complete` there is none. */
bool rejects_end(struct rejects *rejects, bool complete, struct problem *problem)
    __attribute__((warn_unused_result));

#endif
