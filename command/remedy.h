/* What mends a finding, as a command line that can be copied as it stands (base/finding.h, `struct remedy`).
 */
#ifndef BANCHI_COMMAND_REMEDY_H
#define BANCHI_COMMAND_REMEDY_H

#include "base/finding.h"

/* Adds the way to the value that the finding is about, as `banchi set` takes it: "resources/0/format",
 * "title". Adds nothing when it is about no value of a JSON file. */
void remedy_add_path(const struct finding *finding, struct text *out);

/* Adds the command line; nothing when there is none. `folder` is what -C named, or NULL. */
void remedy_add_command(const struct finding *finding, const char *folder, struct text *out);

/* Adds a word so that a shell takes it as it is. */
void remedy_add_word(struct slice word, struct text *out);

/* What stands for a text that only a person knows; `banchi set` does not write it. */
extern const char REMEDY_BLANK[];

#endif
