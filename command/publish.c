/* `banchi publish`: brings the portal up to date and reads it back. */
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/language.h"
#include "base/terminal.h"
#include "catalog/privacy.h"
#include "command/changes.h"
#include "command/choose.h"
#include "command/live.h"
#include "command/plan_file.h"
#include "command/progress.h"

struct publish_report {
    struct publish_sink sink;
    struct json_writer *writer; /* NULL: text */
    struct progress *progress;  /* NULL where no terminal looks */
    bool pages_stay; /* the portal is there after this run, so that addresses of pages mean something */
    enum status status;
};

static const char *const words[] = {
    [OUTCOME_PUBLISHED] = N_("published, read back equal"),
    [OUTCOME_UNCHANGED] = N_("unchanged"),
    [OUTCOME_UNVERIFIED] = N_("NOT VERIFIED"),
    [OUTCOME_FAILED] = N_("FAILED"),
    [OUTCOME_CONFLICT] = N_("CONFLICT, left as it is"),
    [OUTCOME_REFUSED] = N_("REFUSED by the portal"),
    [OUTCOME_HELD] = N_("NOT SENT, it needs to be allowed"),
    [OUTCOME_UNKNOWN] = N_("UNKNOWN whether it was carried out"),
};

static enum status status_of(const struct outcome *outcome)
{
    static const enum status statuses[] = {
        [OUTCOME_PUBLISHED] = STATUS_DONE,     [OUTCOME_UNCHANGED] = STATUS_DONE,
        [OUTCOME_UNVERIFIED] = STATUS_NETWORK, [OUTCOME_FAILED] = STATUS_NETWORK,
        [OUTCOME_CONFLICT] = STATUS_CONFLICT,  [OUTCOME_REFUSED] = STATUS_FINDINGS,
        [OUTCOME_HELD] = STATUS_USAGE,         [OUTCOME_UNKNOWN] = STATUS_NETWORK,
    };
    if (outcome->because != PROBLEM_NONE)
        return status_of_problem(outcome->because);
    return statuses[outcome->kind];
}

static void begin(struct publish_sink *self, const char *dataset, size_t number, size_t total)
{
    struct publish_report *report = (struct publish_report *)self;
    if (report->progress == NULL)
        return;
    progress_hide(report->progress);
    fprintf(stderr, "\r\033[K%zu/%zu %s", number, total, dataset);
    fflush(stderr);
}

static void write_outcome(const struct outcome *outcome, struct json_writer *writer)
{
    json_write_begin_object(writer);
    json_write_field(writer, "dataset", outcome->dataset);
    json_write_field(writer, "outcome", outcome_name(outcome->kind));
    json_write_field(writer, "id", outcome->id);
    json_write_field(writer, "url", outcome->url);
    json_write_field(writer, "problem", outcome->problem);
    json_write_end_object(writer);
}

static void print_outcome(const struct outcome *outcome, bool pages_stay)
{
    printf("%s: %s\n", outcome->dataset, _(words[outcome->kind]));
    if (outcome->kind == OUTCOME_PUBLISHED && outcome->url && pages_stay)
        printf("    %s\n", outcome->url);
    if (outcome->problem)
        printf("    %s\n", outcome->problem);
    bool stopped = outcome->kind == OUTCOME_CONFLICT || outcome->kind == OUTCOME_HELD;
    if (stopped && outcome->change) {
        struct text out = {0};
        change_print(outcome->change, &out);
        fwrite(out.at, 1, out.length, stdout);
        text_free(&out);
    }
    fflush(stdout);
}

static void put(struct publish_sink *self, const struct outcome *outcome)
{
    struct publish_report *report = (struct publish_report *)self;
    report->status = status_worse(report->status, status_of(outcome));
    progress_hide(report->progress);
    if (report->progress != NULL)
        fputs("\r\033[K", stderr);
    if (report->writer)
        write_outcome(outcome, report->writer);
    else
        print_outcome(outcome, report->pages_stay);
}

static void end_json(struct json_writer *writer, const struct publish_counts *counts,
                     const struct validated *validated, const char *problem)
{
    json_write_end_array(writer);
    json_write_field(writer, "plan", validated->plan != NULL ? validated->plan->digest : NULL);
    json_write_count(writer, "requests", counts->requests);
    json_write_count(writer, "writes", counts->writes);
    json_write_field(writer, "guard", counts->weak_guard ? "compare" : "match");
    json_write_key(writer, "counts");
    json_write_begin_object(writer);
    for (enum outcome_kind kind = OUTCOME_PUBLISHED; kind < OUTCOME_COUNT; kind++)
        json_write_count(writer, outcome_name(kind), counts->outcomes[kind]);
    json_write_end_object(writer);
    changes_end(writer, &validated->found, problem);
}

static void print_counts(const struct connection *connection, const struct publish_counts *counts)
{
    size_t bad = 0;
    for (enum outcome_kind kind = OUTCOME_UNVERIFIED; kind < OUTCOME_COUNT; kind++)
        bad += counts->outcomes[kind];
    printf(_("%s: %zu published, %zu unchanged, %zu not published; %zu requests, %zu of them writes\n"),
           connection->target.name, counts->outcomes[OUTCOME_PUBLISHED], counts->outcomes[OUTCOME_UNCHANGED],
           bad, counts->requests, counts->writes);
    if (counts->weak_guard)
        printf(
            "%s\n",
            _("This portal (CKAN before 2.9) cannot check and write in one step. Each dataset was read again "
              "right "
              "before it was written, but what somebody changes on it in that very moment is written over."));
}

static void unheard(struct plan_sink *self, const struct change *change)
{
    (void)self;
    (void)change;
}

/* A portal may demand an approved plan. A plan is carried out whole or not at all: before anything is sent,
 * all of it is looked at. */
static bool may_publish(struct session *session, const struct validated *validated,
                        const struct connection *connection, struct problem *problem)
{
    struct plan_sink sink = {unheard};
    struct plan_counts counts;
    const struct plan_file *plan = validated->plan;
    if (connection->target.approval && (plan == NULL || !plan->approved))
        return problem_set(
            problem, PROBLEM_USAGE,
            _("\"%s\" takes only an approved plan: banchi plan --portal %s -o FILE, banchi approve FILE, "
              "banchi publish FILE."),
            connection->target.name, connection->target.name);
    return plan == NULL || plan_run(connection->publisher, command_choice(session), &sink, &counts, problem);
}

/* With errors in the files (`status`) nothing is sent; the JSON object is there in any case. */
static enum status publish(struct session *session, struct validated *validated, enum status status,
                           struct json_writer *writer)
{
    struct connection connection = {0};
    struct problem problem = {0};
    struct publish_counts counts = {0};
    struct publish_report report = {.sink = {begin, put},
                                    .writer = writer,
                                    .progress = progress_start(STDERR_FILENO, PROGRESS_DELAY),
                                    .status = status};
    struct live live;
    bool open = live_open(session, validated, &connection, &live, &report.status, &problem);
    report.pages_stay = open && !connection.sandbox;
    if (open)
        publisher_watch(connection.publisher, progress_meter(report.progress));
    if (writer)
        changes_begin(writer, connection.target.name, "outcomes");
    else if (open && validated->plan != NULL)
        printf(_("%s: the plan of digest %s\n"), validated->plan->path, validated->plan->digest);
    bool done = open && may_publish(session, validated, &connection, &problem) &&
                publish_run(connection.publisher, command_choice(session), &report.sink, &counts, &problem);
    progress_end(report.progress);
    session->answered = writer != NULL;
    if (writer)
        end_json(writer, &counts, validated, command_problem_text(session, &problem));
    else if (open)
        print_counts(&connection, &counts);
    connection_close(&connection);
    return done ? report.status : status_worse(report.status, command_problem(session, &problem));
}

/* Two at once would race each other on the portal, and each would write its own lock over the other's. */
static enum status publish_alone(struct session *session, struct validated *validated, enum status status,
                                 struct json_writer *writer)
{
    struct problem problem = {0};
    int claim;
    if (!file_claim_folder(validated->workspace.folder, &claim)) {
        problem_set(
            &problem, PROBLEM_LOCAL,
            _("another `banchi publish` is at work in %s; nothing was sent. Try again when it is done."),
            validated->workspace.folder);
        return status_worse(status, command_problem(session, &problem));
    }
    status = publish(session, validated, status, writer);
    if (claim >= 0)
        close(claim);
    return status;
}

enum status command_publish(struct session *session)
{
    struct validated validated = {.sends = true};
    struct plan_file plan;
    bool planned = false;
    struct problem problem = {0};
    if (!plan_file_find(session, &plan, &planned, &problem) ||
        (planned && !plan_file_take(session, &plan, &problem)))
        return command_problem(session, &problem);
    interrupt_hold();
    enum status status = choose_take(session);
    if (status != STATUS_DONE)
        return status;
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true, .mask = privacy_add_masked};
    bool json = option_given(&session->options, OPTION_JSON);
    validated.plan = planned ? &plan : NULL;
    status = connection_validate(session, &validated);
    if (status == STATUS_DONE || (json && (status == STATUS_FINDINGS || status == STATUS_PRIVACY)))
        status = publish_alone(session, &validated, status, json ? &writer : NULL);
    text_free(&out);
    return status;
}
