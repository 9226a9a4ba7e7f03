#include "command/choose.h"

#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "command/connection.h"
#include "command/report.h"
#include "publisher/fetch.h"

struct taking {
    struct fetch_sink sink;
    struct session *session;
    bool found[OPTION_WORDS]; /* of the words: some dataset has it */
    const char **datasets;    /* those that have one */
    size_t dataset_count;
    enum status status;
};

/* ---- what there is to take ---- */

static void problem_show(struct taking *taking, const struct fetched *fetched)
{
    struct text out = {0};
    report_add_visible(&out, slice_of(fetched->problem));
    fprintf(stderr, "%s: %s\n", fetched->dataset, out.length > 0 ? out.at : "");
    taking->status = status_worse(taking->status, status_of_problem(fetched->because));
    text_free(&out);
}

static void look(struct fetch_sink *self, const struct fetched *fetched)
{
    struct taking *taking = (struct taking *)self;
    const struct words *take = &taking->session->options.take;
    if (fetched->kind == FETCH_FAILED)
        problem_show(taking, fetched);
    for (size_t i = 0; i < take->count; i++)
        for (size_t j = 0; j < fetched->taken_count; j++)
            taking->found[i] = taking->found[i] || strcmp(take->words[i], fetched->taken[j]) == 0;
    if (fetched->taken_count > 0)
        taking->datasets[taking->dataset_count++] = arena_string(&taking->session->run, fetched->dataset);
}

static bool is_part(const char *word, const char *last)
{
    size_t length = strlen(word), end = strlen(last);
    return length >= end && strcmp(word + length - end, last) == 0;
}

/* What is derived from files, or names one, is not written into metadata.json. */
static bool all_can_be_taken(const struct words *take, struct problem *problem)
{
    static const char *const derived[] = {"/hash", "/banchi_table"};
    for (size_t i = 0; i < take->count; i++) {
        bool is = strcmp(take->words[i], "name") == 0;
        for (size_t j = 0; j < sizeof derived / sizeof *derived; j++)
            is = is || is_part(take->words[i], derived[j]);
        if (is)
            return problem_set(problem, PROBLEM_USAGE,
                               _("\"%s\" cannot be taken into metadata.json by itself: edit the files."),
                               take->words[i]);
    }
    return true;
}

static bool all_found(const struct taking *taking, struct problem *problem)
{
    const struct words *take = &taking->session->options.take;
    for (size_t i = 0; i < take->count; i++)
        if (!taking->found[i])
            return problem_set(problem, PROBLEM_USAGE,
                               _("--take-portal: the portal changed nothing called \"%s\" in these datasets; "
                                 "`banchi plan` shows what it changed. Nothing was written."),
                               take->words[i]);
    return true;
}

/* ---- into the files ---- */

static void tell(struct fetch_sink *self, const struct fetched *fetched)
{
    struct taking *taking = (struct taking *)self;
    if (fetched->kind == FETCH_FAILED)
        problem_show(taking, fetched);
    for (size_t i = 0; i < fetched->taken_count && fetched->kind != FETCH_FAILED; i++)
        fprintf(stderr, _("%s: %s is now as the portal has it\n"), fetched->dataset, fetched->taken[i]);
    for (size_t i = 0; i < fetched->note_count; i++) {
        struct text out = {0};
        report_add_visible(&out, slice_of(fetched->notes[i]));
        fprintf(stderr, "    %s\n", out.length > 0 ? out.at : "");
        text_free(&out);
    }
}

/* ---- all of it ---- */

void choose_sort(struct session *session, const struct workspace *workspace)
{
    struct options *options = &session->options;
    struct words *lists[] = {&options->take, &options->keep};
    size_t most = options->operand_count + options->take.count + options->keep.count;
    char **operands = arena_array(&session->run, most, sizeof *operands);
    if (options->operand_count > 0)
        memcpy(operands, options->operands, options->operand_count * sizeof *operands);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        size_t kept = 0;
        for (size_t j = 0; j < lists[i]->count; j++) {
            if (lists[i]->behind[j] && workspace_has(workspace, lists[i]->words[j])) {
                operands[options->operand_count++] = arena_string(&session->run, lists[i]->words[j]);
                continue;
            }
            lists[i]->behind[kept] = lists[i]->behind[j];
            lists[i]->words[kept++] = lists[i]->words[j];
        }
        lists[i]->count = kept;
    }
    options->operands = operands;
}

/* First all is looked at, so that a word that fits nothing writes nothing. */
static bool take(struct taking *taking, const struct validated *validated, struct publisher *publisher,
                 struct problem *problem)
{
    const struct options *options = &taking->session->options;
    struct choice choice = workspace_choose(&validated->workspace, command_choice(taking->session));
    struct fetch_counts counts;
    struct fetch_options fetch = {.names = choice.names,
                                  .name_count = choice.count,
                                  .take = options->take.words,
                                  .take_count = options->take.count,
                                  .only_take = true,
                                  .dry = true};
    taking->datasets = arena_array(&taking->session->run, choice.count, sizeof *taking->datasets);
    taking->sink.put = look;
    if (!all_can_be_taken(&options->take, problem) ||
        !fetch_run(publisher, &fetch, &taking->sink, &counts, problem))
        return false;
    if (taking->status != STATUS_DONE)
        return true;
    taking->sink.put = tell;
    fetch.dry = false;
    fetch.names = taking->datasets;
    fetch.name_count = taking->dataset_count;
    return all_found(taking, problem) &&
           (fetch.name_count == 0 || fetch_run(publisher, &fetch, &taking->sink, &counts, problem));
}

enum status choose_take(struct session *session)
{
    struct validated validated = {0};
    struct connection connection = {0};
    struct problem problem = {0};
    struct taking taking = {.session = session};
    if (session->options.take.count == 0)
        return STATUS_DONE;
    enum status status = connection_validate(session, &validated);
    if (status != STATUS_DONE)
        return status;
    bool done = connection_open(session, &validated, &connection, &problem) &&
                take(&taking, &validated, connection.publisher, &problem);
    connection_close(&connection);
    arena_reset(&session->scratch);
    return done ? taking.status : status_worse(taking.status, command_problem(session, &problem));
}
