/* Changes and outcomes for people and for programs.
 */
#ifndef BANCHI_COMMAND_CHANGES_H
#define BANCHI_COMMAND_CHANGES_H

#include "base/finding.h"
#include "base/json_write.h"
#include "publisher/publish.h"

/* One change in plain words: a line for the dataset, one for each field and file that differs. */
void change_print(const struct change *change, struct text *out);

/* One element of the list in `plan --json` (design, "What scripts may rely on"). */
void change_write(const struct change *change, struct json_writer *writer);

/* Opens the object of `plan --json` or `publish --json` up to its list, `key`. `portal` may be NULL. */
void changes_begin(struct json_writer *writer, const char *portal, const char *key);

/* The member "findings": how many the check found. */
void changes_findings(struct json_writer *writer, const struct finding_counts *found);

/* Ends it with what was found in the files (NULL: that was written) and what ended the run
 * (command_problem_text()), and prints it. */
void changes_end(struct json_writer *writer, const struct finding_counts *found, const char *problem);

#endif
