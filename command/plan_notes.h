/* What stands in a plan beside its changes, so that a reviewer need not run banchi to see it: the warnings of
 * the check, the privacy gate's verdict on each file that goes out, the waivers in force.
 *
 *   "findings": {"errors", "warnings", "not_checked"},
 *   "warnings": [{"code", "dataset", "file", "line", "column", "row", "field", "label", "message", "hint"}],
 *   "files": [{"file", "sha256", "verdict"}], "waivers": [{"code", "file", "column", "by", "reason", "until",
 * "sha256"}]
 *
 * `verdict` is "passed", "waived" (`codes` names what), or "not_looked" for a link: what stands behind it is
 * not ours. Values in the messages are masked as in every report.
 */
#ifndef BANCHI_COMMAND_PLAN_NOTES_H
#define BANCHI_COMMAND_PLAN_NOTES_H

#include "base/finding.h"
#include "base/json_write.h"
#include "publisher/plan.h"

struct arena;
struct checked;
struct workspace;
struct waived;

struct plan_notes {
    struct finding_sink sink;    /* keeps what is put, and passes it on */
    struct finding_sink *behind; /* may be NULL */
    struct arena *run;
    size_t limit; /* warnings kept of one code in one file */
    struct text warnings;
    struct json_writer warning_writer;
    const char *file; /* whose warnings are being counted */
    size_t seen[CODE_COUNT];
    struct waived *waived;
    size_t waived_count, waived_room;
    struct text files;
    struct json_writer file_writer;
};

void plan_notes_begin(struct plan_notes *notes, struct arena *run, size_t limit);

/* The sink that comes before `behind` (NULL: nobody else hears). Stays good until the next call. */
struct finding_sink *plan_notes_before(struct plan_notes *notes, struct finding_sink *behind);

/* The files that this change is about. */
void plan_notes_add(struct plan_notes *notes, const struct change *change);

/* Writes the members above, once, into an object that is open. The waivers are those of the workspace that
 * are in time and about bytes that were checked. */
void plan_notes_write(struct plan_notes *notes, const struct workspace *workspace,
                      const struct checked *checked, const struct finding_counts *found,
                      struct json_writer *writer);

void plan_notes_free(struct plan_notes *notes);

#endif
