/* `banchi plan`: what a publish would change. */
#include <stdio.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/language.h"
#include "catalog/privacy.h"
#include "command/changes.h"
#include "command/choose.h"
#include "command/judge.h"
#include "command/live.h"
#include "command/page.h"
#include "command/plan_file.h"
#include "command/plan_notes.h"

struct plan_report {
    struct plan_sink sink;
    bool all;
    bool stopped;               /* something in it cannot be sent */
    struct json_writer *writer; /* NULL: text */
    struct plan_writer file;
    struct plan_notes notes;
};

static void put(struct plan_sink *self, const struct change *change)
{
    struct plan_report *report = (struct plan_report *)self;
    report->stopped = report->stopped || change->action == CHANGE_CONFLICT || change->block != BLOCK_NONE;
    plan_writer_add(&report->file, change);
    plan_notes_add(&report->notes, change);
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

/* What the plan's document says besides its changes, and the counts. */
static void end_json(struct json_writer *writer, const struct plan_counts *counts,
                     const struct plan_about *about, const struct json *document, const char *problem)
{
    static const enum change_action actions[] = {CHANGE_CREATE, CHANGE_UPDATE, CHANGE_CONFLICT,
                                                 CHANGE_WITHDRAW, CHANGE_UNCHANGED};
    static const char *const members[] = {"schema", "findings", "warnings", "files", "waivers", "digest"};
    json_write_end_array(writer);
    json_write_key(writer, "counts");
    json_write_begin_object(writer);
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        json_write_count(writer, change_name(actions[i]), counts->actions[actions[i]]);
    json_write_end_object(writer);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const struct json *member = json_get(document, members[i]);
        if (member == NULL)
            continue;
        json_write_key(writer, members[i]);
        json_write_value(writer, member);
    }
    if (document == NULL)
        live_write(about->live, writer);
    changes_end(writer, document == NULL ? &about->validated->found : NULL, problem);
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
static bool keep(struct session *session, bool stopped, const struct json *document, struct problem *problem)
{
    const char *path = session->options.output;
    if (path == NULL || stopped) {
        if (path != NULL)
            fprintf(
                stderr,
                _("banchi: %s was not written: what is in conflict or not allowed must be settled first\n"),
                path);
        return true;
    }
    if (!plan_document_write(document, path, problem))
        return false;
    fprintf(stderr, _("%s: the plan; `banchi publish %s` does that or nothing\n"), path, path);
    fprintf(stderr, _("    its digest: %s\n"), json_get_string(&session->run, document, "digest"));
    return true;
}

static bool show(struct session *session, const struct json *document, const char *profile_name,
                 struct problem *problem)
{
    const char *path = session->options.html;
    const struct profile *profile = path != NULL ? profile_open(&session->run, profile_name, problem) : NULL;
    struct text page = {0};
    if (path == NULL)
        return true;
    if (profile != NULL)
        page_write(document, profile, &page);
    bool fine = profile != NULL && file_replace_named(path, text_slice(&page), 0644, problem);
    text_free(&page);
    if (fine)
        fprintf(stderr, _("%s: the plan as a page\n"), path);
    return fine;
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
                        struct plan_report *report)
{
    struct connection connection = {0};
    struct problem problem = {0};
    struct plan_counts counts = {0};
    struct live live = {0};
    bool open = live_open(session, validated, &connection, &live, &status, &problem);
    if (report->writer)
        changes_begin(report->writer, connection.target.name, "changes");
    else
        print_schema(&connection, &live);
    bool done =
        open && plan_run(connection.publisher, command_choice(session), &report->sink, &counts, &problem);
    struct plan_about about = {.session = session,
                               .target = &connection.target,
                               .validated = validated,
                               .live = &live,
                               .notes = &report->notes,
                               .stopped = report->stopped || !done};
    const struct json *document =
        open ? plan_writer_end(&report->file, &about, &session->run, &problem) : NULL;
    done = done && document != NULL && keep(session, report->stopped, document, &problem) &&
           show(session, document, validated->workspace.profile, &problem);
    session->answered = report->writer != NULL;
    if (report->writer)
        end_json(report->writer, &counts, &about, document, command_problem_text(session, &problem));
    else if (done)
        print_counts(&connection, &counts);
    connection_close(&connection);
    return status_worse(status, done ? status_of(session, &counts) : command_problem(session, &problem));
}

static enum status plan_make(struct session *session, const struct plan_file *kept)
{
    interrupt_hold();
    enum status status = choose_take(session);
    if (status != STATUS_DONE)
        return status;
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true, .mask = privacy_add_masked};
    bool json = option_given(&session->options, OPTION_JSON);
    struct plan_report report = {
        .sink = {put}, .all = option_given(&session->options, OPTION_ALL), .writer = json ? &writer : NULL};
    struct validated validated = {.plan = kept, .notes = &report.notes};
    plan_writer_begin(&report.file);
    plan_notes_begin(&report.notes, &session->run, session->options.limit);
    status = connection_validate(session, &validated);
    if (status == STATUS_DONE || (json && (status == STATUS_FINDINGS || status == STATUS_PRIVACY)))
        status = plan(session, &validated, status, &report);
    plan_notes_free(&report.notes);
    plan_writer_free(&report.file);
    text_free(&out);
    return status;
}

/* A plan that was kept: with --html the page of it, and nobody is asked; else whether it would still be
 * carried out. */
static enum status plan_again(struct session *session, const struct plan_file *kept, struct problem *problem)
{
    if (option_given(&session->options, OPTION_HTML))
        return show(session, kept->root, judge_here(session), problem) ? STATUS_DONE
                                                                       : command_problem(session, problem);
    if (session->options.output != NULL)
        return command_wrong_use(session, _("%s is a plan already; name datasets to make another one"),
                                 kept->path);
    return plan_file_take(session, kept, problem) ? plan_make(session, kept)
                                                  : command_problem(session, problem);
}

enum status command_plan(struct session *session)
{
    struct problem problem = {0};
    struct plan_file kept;
    bool found;
    if (!plan_file_find(session, &kept, &found, &problem))
        return command_problem(session, &problem);
    return found ? plan_again(session, &kept, &problem) : plan_make(session, NULL);
}
