#include "publisher/publish.h"

#include <string.h>

#include "base/arena.h"
#include "base/interrupt.h"
#include "base/language.h"
#include "publisher/learnt.h"
#include "publisher/session.h"

/* ---- opening ---- */

static bool rules_take(struct publisher *publisher, const struct record_rules *given, struct problem *problem)
{
    if (given != NULL) {
        publisher->rules = *given;
    } else {
        const struct profile *profile = profile_open(publisher->run, publisher->workspace->profile, problem);
        if (profile == NULL)
            return false;
        record_rules_make(publisher->run, profile, &publisher->rules);
    }
    publisher->rules.organization = publisher->target->organization;
    publisher->rules.tables = publisher->site.datastore;
    return true;
}

/* As the catalog says, or as it was learnt. */
static void limit_take(struct publisher *publisher)
{
    const struct target *target = publisher->target;
    publisher->most_bytes = target->most_bytes;
    publisher->limit = target->limit;
    if (target->most_bytes > 0)
        return;
    uint64_t refused = learnt_read(publisher->run, target->learnt_path, target->address.url);
    publisher->most_bytes = refused > 0 ? refused - 1 : 0;
    publisher->limit = _("what was learnt when it refused a larger one (.banchi/upload-limits.json)");
}

struct publisher *publisher_open(struct arena *run, struct arena *scratch,
                                 const struct publisher_options *options, struct problem *problem)
{
    const struct target *target = options->target;
    struct publisher *publisher = arena_alloc(run, sizeof *publisher);
    *publisher = (struct publisher){
        .run = run,
        .scratch = scratch,
        .workspace = options->workspace,
        .target = target,
        .checked = options->checked,
        .keep = options->keep,
        .allow = options->allow,
        .expected = options->expected,
        .expected_count = options->expected_count,
        .keep_count = options->keep_count,
        .ckan = {.transport = options->transport, .url = target->address.url, .token = target->token}};
    const char *locked_url = target->embedded ? "embedded" : target->address.url;
    publisher->lock = lock_open(run, target->lock_path, target->name, locked_url, problem);
    limit_take(publisher);
    publisher->journal = lock_open(run, target->journal_path, target->name, locked_url, problem);
    if (publisher->lock == NULL || publisher->journal == NULL ||
        !site_read(&publisher->ckan, run, &publisher->site, problem))
        return NULL;
    return rules_take(publisher, options->rules, problem) ? publisher : NULL;
}

const struct site *publisher_site(const struct publisher *publisher)
{
    return &publisher->site;
}

void publisher_refuse(struct publisher *publisher, const char *const *names, size_t count)
{
    publisher->refused = names;
    publisher->refused_count = count;
}

void publisher_watch(struct publisher *publisher, struct meter *meter)
{
    publisher->ckan.meter = meter;
}

static bool would_be_refused(const struct publisher *publisher, const char *name)
{
    for (size_t i = 0; i < publisher->refused_count; i++)
        if (strcmp(publisher->refused[i], name) == 0)
            return true;
    return false;
}

/* ---- planning ---- */

/* Whether it is what was planned, where a plan was given. */
static bool as_expected(const struct work *work, struct problem *problem)
{
    const struct publisher *publisher = work->publisher;
    for (size_t i = 0; i < publisher->expected_count; i++)
        if (strcmp(publisher->expected[i].dataset, work->name) == 0 &&
            strcmp(publisher->expected[i].state, work->change.state) == 0)
            return true;
    return publisher->expected == NULL ||
           problem_set(
               problem, PROBLEM_CONFLICT,
               _("\"%s\": its files or the portal are not as they were when the plan was made. Plan again."),
               work->name);
}

bool plan_run(struct publisher *publisher, struct choice choice, struct plan_sink *sink,
              struct plan_counts *counts, struct problem *problem)
{
    *counts = (struct plan_counts){0};
    choice = workspace_choose(publisher->workspace, choice);
    for (size_t i = 0; i < choice.count; i++) {
        arena_reset(publisher->scratch);
        struct work work = {.publisher = publisher, .name = choice.names[i]};
        bool planned = work_plan(&work, problem) && as_expected(&work, problem);
        record_close(&work.mine);
        if (!planned)
            return false;
        counts->actions[work.change.action]++;
        sink->put(sink, &work.change);
    }
    return true;
}

/* ---- publishing ---- */

const char *outcome_name(enum outcome_kind outcome)
{
    static const char *const names[OUTCOME_COUNT] = {
        [OUTCOME_PUBLISHED] = "published",
        [OUTCOME_UNCHANGED] = "unchanged",
        [OUTCOME_UNVERIFIED] = "unverified",
        [OUTCOME_FAILED] = "failed",
        [OUTCOME_CONFLICT] = "conflict",
        [OUTCOME_REFUSED] = "refused",
        [OUTCOME_HELD] = "held",
        [OUTCOME_UNKNOWN] = "unknown",
    };
    return names[outcome];
}

static void outcome_from_plan(struct work *work, struct outcome *outcome)
{
    outcome->change = &work->change;
    outcome->id = work->change.id;
    if (work->change.block != BLOCK_NONE) {
        bool large = work->change.block == BLOCK_TOO_LARGE;
        outcome->kind = large ? OUTCOME_REFUSED : OUTCOME_HELD;
        outcome->because = large ? PROBLEM_REFUSED : PROBLEM_USAGE;
        outcome->problem = work->change.block_reason;
        return;
    }
    switch (work->change.action) {
    case CHANGE_CONFLICT:
        outcome->kind = OUTCOME_CONFLICT;
        outcome->because = PROBLEM_CONFLICT;
        outcome->problem = work->change.reason;
        break;
    case CHANGE_UNCHANGED:
        outcome->kind = OUTCOME_UNCHANGED;
        lock_remove(work->publisher->journal, work->name);
        if (work->sides.theirs == NULL) /* withdrawn, and not there */
            lock_remove(work->publisher->lock, work->name);
        else if (work->change.moved || work->renamed) /* read and found equal */
            work_remember(work);
        break;
    default:
        work_apply(work, outcome);
    }
}

void outcome_fail(struct arena *arena, struct outcome *outcome, const struct problem *problem)
{
    static const struct {
        enum problem_kind problem;
        enum outcome_kind outcome;
    } rows[] = {{PROBLEM_REFUSED, OUTCOME_REFUSED},
                {PROBLEM_UNKNOWN, OUTCOME_UNKNOWN},
                {PROBLEM_CONFLICT, OUTCOME_CONFLICT}};
    outcome->kind = OUTCOME_FAILED;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (problem->kind == rows[i].problem)
            outcome->kind = rows[i].outcome;
    outcome->because = problem->kind;
    outcome->problem = arena_string(arena, problem->message.at != NULL ? problem->message.at : "");
}

static void dataset_publish(struct publisher *publisher, const char *name, struct outcome *outcome)
{
    struct problem problem = {0};
    struct work *work = arena_alloc(publisher->scratch, sizeof *work);
    *work = (struct work){.publisher = publisher, .name = name};
    *outcome = (struct outcome){.dataset = name, .kind = OUTCOME_FAILED};
    bool refused = would_be_refused(publisher, name);
    if (refused)
        problem_set(
            &problem, PROBLEM_REFUSED,
            _("The portal would refuse it by its own rules, as was told above; nothing of it was sent."));
    if (!refused && work_plan(work, &problem) && as_expected(work, &problem))
        outcome_from_plan(work, outcome);
    else
        outcome_fail(publisher->scratch, outcome, &problem);
    if (outcome->id != NULL)
        outcome->url = arena_format(publisher->scratch, "%s/dataset/%s", publisher->ckan.url, name);
    record_close(&work->mine);
    problem_clear(&problem);
}

bool publish_run(struct publisher *publisher, struct choice choice, struct publish_sink *sink,
                 struct publish_counts *counts, struct problem *problem)
{
    *counts = (struct publish_counts){0};
    choice = workspace_choose(publisher->workspace, choice);
    size_t left = choice.count;
    bool fine = target_may_write(publisher->target, problem);
    for (size_t i = 0; i < choice.count && fine; i++) {
        struct outcome outcome;
        arena_reset(publisher->scratch);
        if (sink->begin != NULL)
            sink->begin(sink, choice.names[i], i + 1, choice.count);
        dataset_publish(publisher, choice.names[i], &outcome);
        counts->outcomes[outcome.kind]++;
        counts->problems |= outcome.because != PROBLEM_NONE ? 1u << outcome.because : 0;
        sink->put(sink, &outcome);
        fine = lock_write(publisher->lock, false, problem);
        left -= 1;
        if (outcome.because == PROBLEM_INTERRUPTED || interrupt_came())
            break;
    }
    fine =
        fine && lock_write(publisher->lock, true, problem) && lock_write(publisher->journal, true, problem);
    bool broken_off = counts->outcomes[OUTCOME_FAILED] + counts->outcomes[OUTCOME_UNKNOWN] +
                          counts->outcomes[OUTCOME_UNVERIFIED] >
                      0;
    if (fine && left > 0)
        fine = problem_set(problem, PROBLEM_INTERRUPTED,
                           ngettext("Interrupted: %zu dataset was not looked at. Publish again to go on.",
                                    "Interrupted: %zu datasets were not looked at. Publish again to go on.",
                                    left),
                           left);
    else if (fine && broken_off && interrupt_came())
        fine = problem_set(problem, PROBLEM_INTERRUPTED, _("Interrupted. Publish again to go on."));
    counts->requests = publisher->ckan.requests;
    counts->writes = publisher->ckan.writes;
    counts->weak_guard = !publisher->site.revises && counts->writes > 0;
    return fine;
}
