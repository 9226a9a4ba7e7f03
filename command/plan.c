/* `banchi plan`: what a publish would change. */
#include <stdio.h>

#include "base/language.h"
#include "command/changes.h"
#include "command/choose.h"
#include "command/live.h"
#include "command/plan_file.h"

struct plan_report {
    struct plan_sink sink;
    bool all;
    bool stopped;               /* something in it cannot be sent */
    struct json_writer *writer; /* NULL: text */
    struct plan_writer *file;   /* NULL: it is not kept */
};

static void put(struct plan_sink *self, const struct change *change)
{
    struct plan_report *report = (struct plan_report *)self;
    report->stopped = report->stopped || change->action == CHANGE_CONFLICT || change->block != BLOCK_NONE;
    if (report->file)
        plan_writer_add(report->file, change);
    if (change->action == CHANGE_UNCHANGED && !report->all)
        return;
    if (report->writer) {
        change_write(change, report->writer);
        return;
    }
    struct text out = {0};
    change_print(change, &out);
    fwrite(out.at, 1, out.length, stdout);
    text_free(&out);
}

static void end_json(struct json_writer *writer, const struct plan_counts *counts, const struct live *live,
                     const struct finding_counts *found, const struct problem *problem)
{
    static const enum change_action actions[] = {CHANGE_CREATE, CHANGE_UPDATE, CHANGE_CONFLICT,
                                                 CHANGE_WITHDRAW, CHANGE_UNCHANGED};
    json_write_end_array(writer);
    json_write_key(writer, "counts");
    json_write_begin_object(writer);
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        json_write_count(writer, change_name(actions[i]), counts->actions[actions[i]]);
    json_write_end_object(writer);
    live_write(live, writer);
    changes_end(writer, found, problem);
}

static void print_counts(const struct connection *connection, const struct plan_counts *counts)
{
    printf(_("%s: %zu to create, %zu to update, %zu in conflict, %zu unchanged\n"), connection->target.name,
           counts->actions[CHANGE_CREATE], counts->actions[CHANGE_UPDATE], counts->actions[CHANGE_CONFLICT],
           counts->actions[CHANGE_UNCHANGED]);
}

static enum status status_of(const struct session *session, const struct plan_counts *counts)
{
    if (counts->actions[CHANGE_CONFLICT])
        return STATUS_CONFLICT;
    bool pending =
        counts->actions[CHANGE_CREATE] || counts->actions[CHANGE_UPDATE] || counts->actions[CHANGE_WITHDRAW];
    return pending && option_given(&session->options, OPTION_EXIT_CODE) ? STATUS_PENDING : STATUS_DONE;
}

/* A plan that cannot be carried out as it is would only mislead who approves it. */
static bool keep(struct session *session, struct plan_report *report, const struct target *target,
                 struct problem *problem)
{
    const char *path = session->options.output;
    if (path == NULL || report->stopped) {
        if (path != NULL)
            fprintf(
                stderr,
                _("banchi: %s was not written: what is in conflict or not allowed must be settled first\n"),
                path);
        return true;
    }
    if (!plan_writer_end(report->file, session, target, path, problem))
        return false;
    fprintf(stderr, _("%s: the plan; `banchi publish %s` does that or nothing\n"), path, path);
    return true;
}

static void print_schema(const struct connection *connection, const struct live *live)
{
    struct text out = {0};
    live_print(live, connection->target.name, &out);
    fwrite(out.length > 0 ? out.at : "", 1, out.length, stdout);
    text_free(&out);
}

/* With errors in the files (`status`) nothing is asked; the JSON object is there in any case. */
static enum status plan(struct session *session, struct validated *validated, enum status status,
                        struct json_writer *writer)
{
    struct connection connection = {0};
    struct problem problem = {0};
    struct plan_counts counts = {0};
    struct plan_writer file = {0};
    struct plan_report report = {.sink = {put},
                                 .all = option_given(&session->options, OPTION_ALL),
                                 .writer = writer,
                                 .file = session->options.output ? &file : NULL};
    plan_writer_begin(&file);
    struct live live = {0};
    bool open = live_open(session, validated, &connection, &live, &status, &problem);
    if (writer)
        changes_begin(writer, connection.target.name, "changes");
    else
        print_schema(&connection, &live);
    bool done =
        open && plan_run(connection.publisher, command_choice(session), &report.sink, &counts, &problem);
    done = done && keep(session, &report, &connection.target, &problem);
    if (writer)
        end_json(writer, &counts, &live, &validated->found, &problem);
    else if (done)
        print_counts(&connection, &counts);
    plan_writer_free(&file);
    connection_close(&connection);
    return status_worse(status, done ? status_of(session, &counts) : command_problem(&problem));
}

enum status command_plan(struct session *session)
{
    struct validated validated;
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true};
    bool json = option_given(&session->options, OPTION_JSON);
    enum status status = choose_take(session);
    if (status == STATUS_DONE)
        status = connection_validate(session, &validated);
    if (status == STATUS_DONE || (json && (status == STATUS_FINDINGS || status == STATUS_PRIVACY)))
        status = plan(session, &validated, status, json ? &writer : NULL);
    text_free(&out);
    return status;
}
