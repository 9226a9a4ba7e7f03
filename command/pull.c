/* `banchi pull`: what a portal has, into the workspace. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/language.h"
#include "base/terminal.h"
#include "command/changes.h"
#include "command/choose.h"
#include "command/chosen.h"
#include "command/connection.h"
#include "command/progress.h"
#include "command/pull_new.h"
#include "command/report.h"
#include "publisher/fetch.h"
#include "publisher/http.h"

struct pull_report {
    struct fetch_sink sink;
    struct json_writer *writer; /* NULL: text */
    struct progress *progress;  /* NULL: no terminal */
    bool counter;               /* which dataset it is at, on a terminal */
    enum status status;
    bool came; /* something is new in the files */
    const struct words *take;
    bool found[OPTION_WORDS]; /* of these: some dataset had it */
};

/* ---- in plain words ---- */

static const char *const headlines[] = {
    [FETCH_NEW] = N_("%s: pulled\n"),
    [FETCH_UPDATED] = N_("%s: brought up to date\n"),
    [FETCH_UNCHANGED] = N_("%s: unchanged\n"),
    [FETCH_CONFLICT] = N_("%s: CONFLICT, what both changed is left as it is\n"),
    [FETCH_FAILED] = N_("%s: FAILED\n"),
};

static void add_name(struct text *out, const char *name)
{
    report_add_visible(out, slice_of(name));
}

static void add_files(const struct fetched *fetched, struct text *out)
{
    for (size_t i = 0; i < fetched->file_count; i++) {
        const struct fetched_file *file = &fetched->files[i];
        text_add(out, "    ");
        add_name(out, file->file);
        text_add(out, ": ");
        text_add_count(out, file->bytes);
        text_add(out, _(" bytes"));
        if (file->dictionary != NULL)
            text_format(out, ", %s",
                        *file->dictionary == 'p' ? _("dictionary as published")
                                                 : _("dictionary drafted: look it through"));
        text_add(out, "\n");
    }
}

static void add_list(const char *title, const char *const *names, size_t count, struct text *out)
{
    if (count == 0)
        return;
    text_format(out, "    %s ", title);
    for (size_t i = 0; i < count; i++) {
        text_add(out, i > 0 ? ", " : "");
        add_name(out, names[i]);
    }
    text_add(out, "\n");
}

static void add_lines(const char *const *lines, size_t count, struct text *out)
{
    for (size_t i = 0; i < count; i++) {
        text_add(out, "    ");
        add_name(out, lines[i]);
        text_add(out, "\n");
    }
}

static void print_fetched(const struct fetched *fetched)
{
    struct text out = {0}, name = {0};
    add_name(&name, fetched->dataset);
    text_format(&out, _(headlines[fetched->kind]), name.length > 0 ? name.at : "");
    add_files(fetched, &out);
    add_list(_("came:"), fetched->taken, fetched->taken_count, &out);
    add_list(_("changed on both sides:"), fetched->conflicts, fetched->conflict_count, &out);
    if (fetched->conflict_count > 0)
        text_format(&out, _("    take the portal's by --take-portal %s, or keep yours by --keep-mine %s\n"),
                    fetched->conflicts[0], fetched->conflicts[0]);
    add_lines(fetched->notes, fetched->note_count, &out);
    if (fetched->problem != NULL)
        add_lines(&fetched->problem, 1, &out);
    fwrite(out.at, 1, out.length, stdout);
    fflush(stdout);
    text_free(&out);
    text_free(&name);
}

/* ---- as JSON ---- */

static void write_words(struct json_writer *writer, const char *key, const char *const *words, size_t count)
{
    json_write_key(writer, key);
    json_write_begin_array(writer);
    for (size_t i = 0; i < count; i++)
        json_write_string(writer, words[i]);
    json_write_end_array(writer);
}

static void write_fetched(const struct fetched *fetched, struct json_writer *writer)
{
    json_write_begin_object(writer);
    json_write_field(writer, "dataset", fetched->dataset);
    json_write_field(writer, "outcome", fetch_name(fetched->kind));
    json_write_field(writer, "id", fetched->id);
    json_write_field(writer, "title", fetched->title);
    json_write_key(writer, "files");
    json_write_begin_array(writer);
    for (size_t i = 0; i < fetched->file_count; i++) {
        json_write_begin_object(writer);
        json_write_field(writer, "file", fetched->files[i].file);
        json_write_count(writer, "bytes", fetched->files[i].bytes);
        json_write_field(writer, "sha256", fetched->files[i].sha256);
        json_write_field(writer, "dictionary", fetched->files[i].dictionary);
        json_write_end_object(writer);
    }
    json_write_end_array(writer);
    write_words(writer, "taken", fetched->taken, fetched->taken_count);
    write_words(writer, "conflicts", fetched->conflicts, fetched->conflict_count);
    write_words(writer, "notes", fetched->notes, fetched->note_count);
    json_write_field(writer, "problem", fetched->problem);
    json_write_end_object(writer);
}

/* ---- one dataset ---- */

static void begin(struct fetch_sink *self, const char *dataset, size_t number, size_t total)
{
    struct pull_report *report = (struct pull_report *)self;
    struct text name = {0};
    if (!report->counter)
        return;
    add_name(&name, dataset);
    fprintf(stderr, "\r\033[K%zu/%zu %s", number, total, name.length > 0 ? name.at : "");
    fflush(stderr);
    text_free(&name);
}

static void put(struct fetch_sink *self, const struct fetched *fetched)
{
    struct pull_report *report = (struct pull_report *)self;
    progress_hide(report->progress);
    if (report->counter)
        fputs("\r\033[K", stderr);
    if (fetched->because != PROBLEM_NONE)
        report->status = status_worse(report->status, status_of_problem(fetched->because));
    for (size_t i = 0; i < report->take->count; i++)
        for (size_t j = 0; j < fetched->taken_count; j++)
            report->found[i] = report->found[i] || strcmp(report->take->words[i], fetched->taken[j]) == 0;
    report->came = report->came || fetched->kind == FETCH_NEW || fetched->kind == FETCH_UPDATED;
    if (report->writer != NULL)
        write_fetched(fetched, report->writer);
    else
        print_fetched(fetched);
}

/* ---- all of them ---- */

/* A word that fits nothing was meant for something. */
static enum status words_check(struct session *session, const struct pull_report *report)
{
    enum status status = STATUS_DONE;
    for (size_t i = 0; i < report->take->count; i++)
        if (!report->found[i])
            status = command_wrong_use(
                session, _("--take-portal: the portal changed nothing called \"%s\" in these datasets"),
                report->take->words[i]);
    return status;
}

static void print_counts(const struct pull_report *report, const struct connection *connection,
                         const struct fetch_counts *counts)
{
    printf(_("%s: %zu pulled, %zu brought up to date, %zu unchanged, %zu in conflict, %zu failed; %zu "
             "requests\n"),
           connection->target.name, counts->kinds[FETCH_NEW], counts->kinds[FETCH_UPDATED],
           counts->kinds[FETCH_UNCHANGED], counts->kinds[FETCH_CONFLICT], counts->kinds[FETCH_FAILED],
           counts->requests);
    if (report->came)
        printf("%s\n", _("Next: `banchi validate` checks what came, and the privacy gate looks into it."));
}

static void end_json(struct json_writer *writer, const struct fetch_counts *counts, const char *problem)
{
    static const struct finding_counts none = {0};
    json_write_end_array(writer);
    json_write_count(writer, "requests", counts->requests);
    json_write_key(writer, "counts");
    json_write_begin_object(writer);
    for (enum fetch_kind kind = FETCH_NEW; kind < FETCH_COUNT; kind++)
        json_write_count(writer, fetch_name(kind), counts->kinds[kind]);
    json_write_end_object(writer);
    changes_end(writer, &none, problem);
}

static const char *organization_of(const struct session *session, const struct workspace *workspace,
                                   const struct target *target)
{
    if (session->options.organization != NULL)
        return session->options.organization;
    return target->organization != NULL ? target->organization : workspace->organization_name;
}

static bool wants_all(struct session *session, const char *organization, struct problem *problem)
{
    if (session->options.operand_count > 0 || (organization != NULL && *organization != '\0'))
        return true;
    return problem_set(
        problem, PROBLEM_USAGE,
        _("Whose datasets? catalog.json names no organization: say --organization, or name the "
          "datasets."));
}

static bool run(struct session *session, const struct validated *validated, struct connection *connection,
                struct pull_report *report, struct fetch_counts *counts, struct problem *problem)
{
    struct fetch_options options = {.names = (const char *const *)session->options.operands,
                                    .name_count = session->options.operand_count,
                                    .take = session->options.take.words,
                                    .take_count = session->options.take.count,
                                    .meter = progress_meter(report->progress)};
    if (!connection_open(session, validated, connection, problem))
        return false;
    options.organization = organization_of(session, &validated->workspace, &connection->target);
    if (!wants_all(session, options.organization, problem))
        return false;
    if (option_given(&session->options, OPTION_LINKS) && (options.line = http_open_public(problem)) == NULL)
        return false;
    bool done = fetch_run(connection->publisher, &options, &report->sink, counts, problem);
    http_close(options.line);
    return done;
}

static enum status pull(struct session *session, struct validated *validated)
{
    bool json = option_given(&session->options, OPTION_JSON);
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true};
    struct connection connection = {0};
    struct problem problem = {0};
    struct fetch_counts counts = {0};
    struct pull_report report = {
        .sink = {begin, put}, .writer = json ? &writer : NULL, .take = &session->options.take};
    interrupt_hold();
    report.counter = terminal_is(STDERR_FILENO);
    report.progress = progress_start(STDERR_FILENO, PROGRESS_DELAY);
    if (json)
        changes_begin(&writer, chosen_portal(session, &validated->workspace), "datasets");
    bool done = run(session, validated, &connection, &report, &counts, &problem);
    progress_end(report.progress);
    session->answered = json;
    if (json)
        end_json(&writer, &counts, command_problem_text(session, &problem));
    else if (done)
        print_counts(&report, &connection, &counts);
    connection_close(&connection);
    text_free(&out);
    if (done)
        report.status = status_worse(report.status, words_check(session, &report));
    return done ? report.status : status_worse(report.status, command_problem(session, &problem));
}

/* It writes the lock, as publishing does. */
static enum status pull_alone(struct session *session, struct validated *validated)
{
    int claim;
    if (!file_claim_folder(validated->workspace.folder, &claim)) {
        struct problem problem = {0};
        problem_set(
            &problem, PROBLEM_LOCAL,
            _("another banchi is publishing or pulling in %s; nothing was pulled. Try again when it is "
              "done."),
            validated->workspace.folder);
        return command_problem(session, &problem);
    }
    enum status status = pull(session, validated);
    if (claim >= 0)
        close(claim);
    return status;
}

enum status command_pull(struct session *session)
{
    struct validated validated = {0};
    struct report report;
    struct options as_text = session->options;
    enum status status = pull_new_workspace(session);
    if (status != STATUS_DONE)
        return status;
    as_text.given &= ~OPTION_JSON;
    report_begin(&report, &as_text, stderr);
    bool open = command_open(session, &report.sink, &validated.workspace, &status);
    report_close(&report);
    status = status_worse(status, report_status(&report));
    if (!open || !validated.workspace.catalog_readable)
        return status;
    choose_sort(session, &validated.workspace);
    status = STATUS_DONE; /* what is wrong with files that are there was told, and is `validate`'s to judge */
    if (!chosen_profile(session, &validated.workspace, &status))
        return status;
    return pull_alone(session, &validated);
}
