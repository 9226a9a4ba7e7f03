/* `banchi verify`: whether the portal serves what was published. */
#include <stdio.h>

#include "base/interrupt.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/terminal.h"
#include "base/version.h"
#include "command/chosen.h"
#include "command/connection.h"
#include "command/report.h"
#include "publisher/record.h"
#include "publisher/verify.h"

struct verify_report {
    struct verify_sink sink;
    struct json_writer *writer; /* NULL: text */
    bool progress;              /* a line that is written over, on a terminal */
    enum status status;
};

static void begin(struct verify_sink *self, const char *dataset, size_t number, size_t total)
{
    struct verify_report *report = (struct verify_report *)self;
    if (!report->progress)
        return;
    fprintf(stderr, "\r\033[K%zu/%zu %s", number, total, dataset);
    fflush(stderr);
}

static enum status status_of(const struct verification *verification)
{
    static const enum status statuses[VERIFY_COUNT] = {
        [VERIFY_SAME] = STATUS_DONE, [VERIFY_MOVED] = STATUS_CONFLICT, [VERIFY_GONE] = STATUS_CONFLICT};
    enum status status = verification->state == VERIFY_FAILED ? status_of_problem(verification->because)
                                                              : statuses[verification->state];
    return verification->count > 0 ? status_worse(status, STATUS_CONFLICT) : status;
}

/* ---- in plain words ---- */

static void add_value(struct text *out, struct slice value)
{
    if (value.length == 0)
        text_add(out, _("(nothing)"));
    else if (value.length >= 2 && value.at[0] == '"')
        report_add_value(out, (struct slice){value.at + 1, value.length - 2});
    else
        report_add_json(out, value);
}

static void add_counts(struct text *out, const struct verify_difference *difference, const char *words)
{
    struct text published = {0}, there = {0};
    text_add_count(&published, difference->published);
    text_add_count(&there, difference->there);
    text_format(out, words, published.at, there.at);
    text_free(&published);
    text_free(&there);
}

static void add_field(struct text *out, const struct verify_difference *difference)
{
    bool of_dataset = difference->resource.length == 0;
    if (of_dataset && slice_equals(difference->field, "private")) {
        text_add(out, slice_equals(difference->now, "true")
                          ? _("is private now: the public does not see it any more")
                          : _("is public now: everybody sees it"));
    } else if (of_dataset && slice_equals(difference->field, RECORD_ORDER)) {
        text_add(out, _("its files stand in another order"));
    } else {
        report_add_visible(out, difference->field);
        text_add(out, _(" is another: the portal has "));
        add_value(out, difference->now);
    }
}

static void add_difference(struct text *out, const struct verify_difference *difference)
{
    text_add(out, "    ");
    if (difference->resource.length > 0) {
        report_add_visible(out, difference->resource);
        text_add(out, ": ");
    }
    switch (difference->kind) {
    case DIFFERS_FIELD:
        add_field(out, difference);
        break;
    case DIFFERS_RESOURCE:
        text_add(out, _("is not there any more; what stands in its place is another"));
        break;
    case DIFFERS_FILE:
        add_counts(out, difference, _("other bytes: %s were published, there are %s"));
        break;
    case DIFFERS_TABLE:
        text_add(out, _("has no table any more"));
        break;
    case DIFFERS_ROWS:
        add_counts(out, difference, _("other rows in its table: %s were published, there are %s"));
        break;
    case DIFFERS_DICTIONARY:
        text_add(out, _("another data dictionary: columns, labels or descriptions"));
        break;
    }
    text_add(out, "\n");
}

static void print(const struct verification *verification)
{
    static const char *const words[VERIFY_COUNT] = {
        [VERIFY_SAME] = N_("as it was published"),
        [VERIFY_MOVED] = N_("NOT as it was published"),
        [VERIFY_GONE] = N_("GONE: deleted on the portal, or not shown to the public any more"),
        [VERIFY_FAILED] = N_("could NOT be verified"),
    };
    struct text out = {0};
    text_format(&out, "%s: %s\n", verification->dataset, _(words[verification->state]));
    for (size_t i = 0; i < verification->count; i++)
        add_difference(&out, &verification->differences[i]);
    if (verification->problem != NULL)
        text_format(&out, "    %s\n", verification->problem);
    if (verification->interrupted)
        text_format(&out, "    %s\n",
                    _("A publish of it was interrupted: `banchi publish` goes on with it."));
    fwrite(out.at, 1, out.length, stdout);
    text_free(&out);
}

static void print_counts(const struct target *target, const struct verify_counts *counts)
{
    size_t same = counts->states[VERIFY_SAME];
    size_t moved = counts->states[VERIFY_MOVED] + counts->states[VERIFY_GONE];
    printf(_("%s: %zu as published, %zu not, %zu could not be verified; %zu files and %zu rows read, %zu "
             "requests\n"),
           target->name, same, moved, counts->states[VERIFY_FAILED], counts->files, counts->rows,
           counts->requests);
}

/* ---- as JSON ---- */

static void write_difference(const struct verify_difference *difference, struct json_writer *writer)
{
    json_write_begin_object(writer);
    json_write_field(writer, "kind", verify_kind_name(difference->kind));
    if (difference->resource.length > 0) {
        json_write_key(writer, "file");
        json_write_slice(writer, difference->resource);
    }
    if (difference->kind == DIFFERS_FIELD) {
        json_write_key(writer, "field");
        json_write_slice(writer, difference->field);
        json_write_key(writer, "now");
        if (difference->now.length > 0)
            json_write_raw(writer, difference->now);
        else
            json_write_null(writer);
    } else if (difference->kind == DIFFERS_FILE || difference->kind == DIFFERS_ROWS) {
        json_write_count(writer, "published", difference->published);
        json_write_count(writer, "there", difference->there);
    }
    json_write_end_object(writer);
}

static void write(const struct verification *verification, struct json_writer *writer)
{
    json_write_begin_object(writer);
    json_write_field(writer, "dataset", verification->dataset);
    json_write_field(writer, "state", verify_state_name(verification->state));
    json_write_field(writer, "id", verification->id);
    json_write_key(writer, "differences");
    json_write_begin_array(writer);
    for (size_t i = 0; i < verification->count; i++)
        write_difference(&verification->differences[i], writer);
    json_write_end_array(writer);
    if (verification->interrupted) {
        json_write_key(writer, "interrupted");
        json_write_bool(writer, true);
    }
    json_write_field(writer, "problem", verification->problem);
    json_write_end_object(writer);
}

static void end_json(struct json_writer *writer, const struct verify_counts *counts,
                     const struct problem *problem)
{
    json_write_end_array(writer);
    json_write_key(writer, "counts");
    json_write_begin_object(writer);
    for (enum verify_state state = VERIFY_SAME; state < VERIFY_COUNT; state++)
        json_write_count(writer, verify_state_name(state), counts->states[state]);
    json_write_count(writer, "files", counts->files);
    json_write_count(writer, "rows", counts->rows);
    json_write_end_object(writer);
    json_write_count(writer, "requests", counts->requests);
    json_write_field(writer, "problem", problem->kind != PROBLEM_NONE ? problem->message.at : NULL);
    json_write_end_object(writer);
    printf("%s\n", writer->out->at);
}

/* ---- the run ---- */

static void put(struct verify_sink *self, const struct verification *verification)
{
    struct verify_report *report = (struct verify_report *)self;
    report->status = status_worse(report->status, status_of(verification));
    if (report->progress)
        fputs("\r\033[K", stderr);
    if (report->writer != NULL)
        write(verification, report->writer);
    else if (verification->state != VERIFY_SAME)
        print(verification);
}

static void begin_json(struct json_writer *writer, const char *portal)
{
    json_write_begin_object(writer);
    json_write_field(writer, "banchi", BANCHI_VERSION);
    json_write_field(writer, "portal", portal);
    json_write_key(writer, "datasets");
    json_write_begin_array(writer);
}

static enum status verify(struct session *session, const struct workspace *workspace, struct choice names,
                          struct json_writer *writer)
{
    struct connection connection = {0};
    struct problem problem = {0};
    struct verify_counts counts = {0};
    struct verify_report report = {.sink = {begin, put}, .writer = writer, .progress = terminal_is(2)};
    bool reached = connection_reach(session, workspace, false, &connection, &problem);
    struct verify_options options = {workspace, &connection.target, connection.transport};
    if (writer != NULL)
        begin_json(writer, connection.target.name);
    bool done = reached && verify_run(&session->run, &session->scratch, &options, names, &report.sink,
                                      &counts, &problem);
    bool quiet = option_given(&session->options, OPTION_QUIET) && report.status == STATUS_DONE;
    session->answered = writer != NULL;
    if (writer != NULL)
        end_json(writer, &counts, &problem);
    else if (done && !quiet)
        print_counts(&connection.target, &counts);
    connection_close(&connection);
    return done ? report.status : status_worse(report.status, command_problem(session, &problem));
}

static enum status verify_in_workspace(struct session *session, const struct workspace *workspace,
                                       struct report *report)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true};
    struct workspace judged = *workspace;
    enum status status;
    (void)report;
    if (!chosen_profile(session, &judged, &status))
        return status;
    status = verify(session, &judged, command_choice(session),
                    option_given(&session->options, OPTION_JSON) ? &writer : NULL);
    text_free(&out);
    return status;
}

/* The names are those of the lock: their folders may be gone. */
enum status command_verify(struct session *session)
{
    interrupt_hold();
    return command_beside_workspace(session, verify_in_workspace);
}
