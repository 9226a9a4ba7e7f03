/* Changes and outcomes for people and for programs.
 */
#ifndef BANCHI_COMMAND_CHANGES_H
#define BANCHI_COMMAND_CHANGES_H

#include "base/finding.h"
#include "base/json_write.h"
#include "publisher/publish.h"

/* One change in plain words: a line for the dataset, one for each field and file that differs. */
void change_print(const struct change *change, struct text *out);

/* The object of `plan --json` (design, "What scripts may rely on"). */
void change_write(const struct change *change, struct json_writer *writer);

/* "counts" of what was found in the files, as `findings` in both objects. */
void findings_write(const struct finding_counts *counts, struct json_writer *writer);

#endif
