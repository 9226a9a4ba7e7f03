/* Findings for people and for programs: the only place that prints values (design, rule 7).
 *
 * A report is a sink. In text each finding is "file:line:column: level: label (field): message [code]", on a
 * terminal with the source line and a caret, then the hint and the command that mends it; at most `limit` a
 * rule a file, the rest is counted and said. A dataset's title stands above its findings. As JSON the
 * findings are streamed to standard output, counts last. Counts are exact in either case.
 */
#ifndef BANCHI_COMMAND_REPORT_H
#define BANCHI_COMMAND_REPORT_H

#include <stdio.h>

#include "base/finding.h"
#include "base/json_write.h"
#include "catalog/check.h"
#include "command/masked.h"
#include "command/options.h"
#include "command/status.h"

struct arena;

struct report {
    struct finding_sink sink;
    struct finding_counts counts;
    struct masked masked;
    bool json;
    bool fail_on_warning;
    FILE *stream;
    /* text: */
    size_t limit;
    bool source_shown;
    bool colour;
    size_t columns;
    const char *folder;      /* what -C named, for commands to copy; NULL */
    char *dataset;           /* the one whose title was shown last */
    char *file;              /* the one whose findings are being counted */
    size_t seen[CODE_COUNT]; /* in that file */
    /* json: */
    struct text out;
    struct json_writer writer;
};

/* Text goes to `stream`; JSON to standard output whatever it is. `*report` must stay where it is until the
 * end. */
void report_begin(struct report *report, const struct options *options, FILE *stream);

/* Ends it without counts: what was left out of the text. For commands whose work is another than to check. */
void report_close(struct report *report);

/* Ends it: what was left out, then the counts. When the check did not come to its end, `problem` says why,
 * and counts would lie: text then has none, JSON says "complete": false and "problem". Else it is NULL. */
void report_end(struct report *report, const struct check_counts *counts, const char *problem);

/* The same for documents that are no datasets. */
void report_end_documents(struct report *report, size_t documents, const char *problem);

/* The same for commands whose object has members of their own: `add` writes them behind the findings. Text
 * ends as report_close() does. */
void report_end_members(struct report *report, void (*add)(struct json_writer *writer, const void *members),
                        const void *members);

/* STATUS_FINDINGS when there are error findings (or warnings, with --fail-on warning). */
enum status report_status(const struct report *report);

/* Adds a message with {value} replaced by the value: quoted, cut, without control characters. */
void report_add_message(struct text *out, const char *message, struct slice value);

/* The finding without its line, and with a value that may tell of a person as its shape. */
struct finding report_masked(struct arena *arena, const struct finding *finding);

/* A text as it may be shown: each line that may tell of a person as its shape, in the arena. */
struct slice report_shown(struct arena *arena, struct slice text);

/* Adds text so that it can neither end the line nor steer the terminal: what is masked already, or no data of
 * the office's (who approved a plan). */
void report_add_plain(struct text *out, struct slice text);

/* Adds text of the office's so that it can neither end the line nor steer the terminal, nor tell of a person.
 */
void report_add_visible(struct text *out, struct slice text);

/* Adds a value: in quotes, cut, without control characters. */
void report_add_value(struct text *out, struct slice value);

/* The same for JSON text that is no string, which has no quotes around it. */
void report_add_json(struct text *out, struct slice json);

#endif
