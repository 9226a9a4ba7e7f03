#include "command/live.h"

#include <stdio.h>

#include "base/language.h"
#include "catalog/portal_file.h"
#include "command/differences.h"
#include "command/plan_notes.h"
#include "command/report.h"
#include "publisher/site.h"

/* Both sets of rules, and the datasets under way. */
struct judging {
    struct session *session;
    const struct workspace *workspace;
    const struct portal_rules *now;
    const struct portal_rules *pulled; /* NULL where they are the same, or there are none */
    struct finding_sink *sink;
    struct live *live;
};

static void name_add(struct session *session, struct live_names *names, const char *name)
{
    names->at = arena_grow(&session->run, (void *)names->at, names->count, &names->room, sizeof *names->at);
    names->at[names->count++] = name;
}

/* What the check has told of a dataset's JSON is not told again. */
static bool dataset_judge(struct judging *judging, const char *name, struct problem *problem)
{
    struct session *session = judging->session;
    struct live *live = judging->live;
    struct finding_counter silent = finding_counter();
    struct dataset dataset;
    arena_reset(&session->scratch);
    if (!workspace_read_dataset(judging->workspace, name, &session->scratch, &silent.sink, &dataset, problem))
        return false;
    if (!dataset.readable)
        return true;
    bool taken = portal_rules_check(judging->now, &dataset.metadata, &session->scratch, judging->sink);
    bool before = judging->pulled == NULL ? taken
                                          : portal_rules_check(judging->pulled, &dataset.metadata,
                                                               &session->scratch, &silent.sink);
    if (!taken)
        name_add(session, &live->refused, name);
    if (taken != before)
        name_add(session, taken ? &live->newly_taken : &live->newly_refused, name);
    return true;
}

/* The portal's rules as it has just told them. */
static const struct portal_rules *rules_now(struct session *session, const struct connection *connection,
                                            struct problem *problem)
{
    const struct site *site = publisher_site(connection->publisher);
    struct portal_schema_options *options = arena_alloc(&session->run, sizeof *options);
    *options = (struct portal_schema_options){.answer = site->answer,
                                              .extensions = site->extensions,
                                              .owner_given = connection->target.organization != NULL};
    return portal_rules_open(&session->run, connection->target.name, options, problem);
}

static void schema_compare(struct session *session, const struct validated *validated,
                           const struct connection *connection, struct judging *judging,
                           struct problem *problem)
{
    struct finding_counter silent = finding_counter(); /* `validate` tells of a damaged copy */
    struct portal_file *file = arena_alloc(&session->run, sizeof *file);
    const char *name = connection->target.name;
    struct live *live = judging->live;
    portal_file_read(&session->run, &validated->workspace, name, &silent.sink, file);
    live->pulled = file->there;
    if (!file->there)
        return;
    live->differences = portal_differences(
        &session->run, file->answer, publisher_site(connection->publisher)->answer, &live->difference_count);
    live->moved = live->difference_count > 0;
    if (live->moved)
        judging->pulled =
            portal_file_rules(&session->run, &validated->workspace, name, &silent.sink, problem);
}

static void moved_tell(const struct judging *judging, const char *portal)
{
    struct arena *run = &judging->session->run;
    struct finding finding = {
        .code = CODE_R010,
        .level = LEVEL_WARNING,
        .file = portal_file_name(run, portal),
        .message = _("the portal's schema is another now than when it was pulled"),
        .hint = arena_format(run, _("bring the copy up to date: banchi schema pull --portal %s"), portal)};
    if (judging->live->moved)
        finding_put(judging->sink, &finding);
}

static bool datasets_judge(struct judging *judging, struct problem *problem)
{
    struct choice choice = workspace_choose(judging->workspace, command_choice(judging->session));
    bool done = true;
    for (size_t i = 0; i < choice.count && done; i++)
        done = dataset_judge(judging, choice.names[i], problem);
    return done;
}

static bool live_check(struct session *session, const struct validated *validated,
                       const struct connection *connection, struct live *live, struct problem *problem)
{
    struct report report;
    struct options options = session->options;
    bool data_on_stdout = option_given(&options, OPTION_JSON);
    options.given &= ~(uint32_t)OPTION_JSON;
    report_begin(&report, &options, data_on_stdout ? stderr : stdout);
    struct judging judging = {
        .session = session,
        .workspace = &validated->workspace,
        .now = rules_now(session, connection, problem),
        .sink = validated->notes != NULL ? plan_notes_before(validated->notes, &report.sink) : &report.sink,
        .live = live};
    if (judging.now != NULL)
        schema_compare(session, validated, connection, &judging, problem);
    moved_tell(&judging, connection->target.name);
    bool done = problem->kind == PROBLEM_NONE && datasets_judge(&judging, problem);
    report_close(&report);
    live->found = report.counts;
    return done;
}

bool live_open(struct session *session, struct validated *validated, struct connection *connection,
               struct live *live, enum status *status, struct problem *problem)
{
    *live = (struct live){0};
    if (*status != STATUS_DONE || !connection_open(session, validated, connection, problem) ||
        !live_check(session, validated, connection, live, problem))
        return false;
    validated->found.errors += live->found.errors;
    validated->found.warnings += live->found.warnings;
    validated->found.not_checked += live->found.not_checked;
    if (live->refused.count > 0)
        *status = STATUS_FINDINGS;
    publisher_refuse(connection->publisher, live->refused.at, live->refused.count);
    return true;
}

/* ---- shown ---- */

static void names_print(const char *words, const struct live_names *names, struct text *out)
{
    if (names->count == 0)
        return;
    text_format(out, "  %s", words);
    for (size_t i = 0; i < names->count; i++)
        text_format(out, "%s%s", i > 0 ? ", " : " ", names->at[i]);
    text_add(out, "\n");
}

void live_print(const struct live *live, const char *portal, struct text *out)
{
    if (!live->moved)
        return;
    text_format(out, _("%s: its schema has moved since it was pulled\n"), portal);
    differences_print(live->differences, live->difference_count, out);
    names_print(_("newly refused:"), &live->newly_refused, out);
    names_print(_("newly taken:"), &live->newly_taken, out);
    if (live->newly_refused.count == 0)
        text_format(out, "  %s\n", _("no dataset is newly refused"));
}

static void names_write(struct json_writer *writer, const char *key, const struct live_names *names)
{
    json_write_key(writer, key);
    json_write_begin_array(writer);
    for (size_t i = 0; i < names->count; i++)
        json_write_string(writer, names->at[i]);
    json_write_end_array(writer);
}

void live_write(const struct live *live, struct json_writer *writer)
{
    json_write_key(writer, "schema");
    json_write_begin_object(writer);
    json_write_key(writer, "pulled");
    json_write_bool(writer, live->pulled);
    json_write_key(writer, "moved");
    json_write_bool(writer, live->moved);
    differences_write(live->differences, live->difference_count, writer);
    names_write(writer, "refused", &live->refused);
    names_write(writer, "newly_refused", &live->newly_refused);
    names_write(writer, "newly_taken", &live->newly_taken);
    json_write_end_object(writer);
}
