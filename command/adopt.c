/* `banchi adopt`: takes a dataset that is already on the portal as the base. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "base/terminal.h"
#include "command/changes.h"
#include "command/connection.h"
#include "command/report.h"
#include "publisher/adopt.h"

struct adopt_report {
    struct adopt_sink sink;
    bool asks;
};

#define ANSWER_BYTES 64

static void add_candidate(const struct adoption_candidate *candidate, struct text *out)
{
    text_format(out, _("resource %zu"), candidate->place);
    if (candidate->file.length > 0) {
        text_add(out, ", ");
        report_add_visible(out, candidate->file);
    }
    if (candidate->bytes.length > 0) {
        text_add(out, ", ");
        report_add_visible(out, candidate->bytes);
        text_add(out, _(" bytes"));
    }
    if (candidate->modified.length > 0) {
        text_add(out, ", ");
        report_add_visible(out, candidate->modified);
    }
}

static void print_resource(const struct adoption_resource *resource)
{
    struct text out = {0};
    if (resource->id != NULL)
        text_format(&out, "    %.*s = %s\n", SLICE(resource->key), resource->id);
    else if (resource->perhaps_count == 0)
        text_format(&out, _("    %.*s: the portal has none like it; a publish adds it\n"),
                    SLICE(resource->key));
    else
        text_format(&out, _("    %.*s: which one is it? Say so with one of\n"), SLICE(resource->key));
    for (size_t i = 0; i < resource->perhaps_count && resource->id == NULL; i++) {
        text_format(&out, "        --match %.*s=%s  (", SLICE(resource->key), resource->perhaps[i].id);
        add_candidate(&resource->perhaps[i], &out);
        text_add(&out, ")\n");
    }
    fwrite(out.at, 1, out.length, stdout);
    text_free(&out);
}

/* ---- asking ---- */

static void print_question(const struct adoption *adoption, const struct adoption_resource *resource)
{
    struct text out = {0};
    text_format(&out, _("%s: which of the portal's resources is %.*s?\n"), adoption->dataset,
                SLICE(resource->key));
    for (size_t i = 0; i < resource->perhaps_count; i++) {
        text_format(&out, "  %zu  ", i + 1);
        add_candidate(&resource->perhaps[i], &out);
        text_format(&out, "  %s\n", resource->perhaps[i].id);
    }
    text_add(&out, _("  0  none of them; a publish adds it\n"));
    fwrite(out.at, 1, out.length, stderr);
    text_free(&out);
}

/* A number up to `most`; -1 when the line is none. */
static long answer_read(const char *line, size_t most)
{
    char *end;
    long number = strtol(line, &end, 10);
    while (*end == ' ' || *end == '\n' || *end == '\r')
        end++;
    return end != line && *end == '\0' && number >= 0 && (size_t)number <= most ? number : -1;
}

/* Until a number comes, or the input ends. */
static bool choose(struct adopt_sink *self, const struct adoption *adoption,
                   const struct adoption_resource *resource, size_t *chosen)
{
    char line[ANSWER_BYTES];
    (void)self;
    print_question(adoption, resource);
    for (;;) {
        fprintf(stderr, _("Its number: "));
        fflush(stderr);
        if (fgets(line, sizeof line, stdin) == NULL)
            return false;
        long answer = answer_read(line, resource->perhaps_count);
        if (answer < 0)
            continue;
        *chosen = answer == 0 ? resource->perhaps_count : (size_t)answer - 1;
        return true;
    }
}

static void put(struct adopt_sink *self, const struct adoption *adoption)
{
    struct adopt_report *report = (struct adopt_report *)self;
    report->asks = report->asks || adoption->asks;
    printf(adoption->asks ? _("%s: NOT adopted\n") : _("%s: adopted as it is on the portal\n"),
           adoption->dataset);
    for (size_t i = 0; i < adoption->resource_count; i++)
        print_resource(&adoption->resources[i]);
}

/* "FILE=ID"; a file's name may hold "=", an id does not. */
static bool matches_read(struct session *session, struct record_match **matches, struct problem *problem)
{
    const struct words *words = &session->options.match;
    *matches = arena_array(&session->run, words->count, sizeof **matches);
    for (size_t i = 0; i < words->count; i++) {
        const char *sign = strrchr(words->words[i], '=');
        if (sign == NULL || sign == words->words[i] || sign[1] == '\0')
            return problem_set(problem, PROBLEM_USAGE, _("--match wants FILE=ID, not \"%s\""),
                               words->words[i]);
        (*matches)[i] = (struct record_match){{words->words[i], (size_t)(sign - words->words[i])}, sign + 1};
    }
    return true;
}

enum status command_adopt(struct session *session)
{
    struct validated validated = {0};
    struct connection connection = {0};
    struct problem problem = {0};
    struct record_match *matches;
    struct adopt_report report = {.sink = {.put = put}};
    if (terminal_is(STDIN_FILENO) && terminal_is(STDERR_FILENO))
        report.sink.choose = choose;
    enum status status = connection_validate(session, &validated);
    if (status != STATUS_DONE)
        return status;
    bool done = matches_read(session, &matches, &problem) &&
                connection_open(session, &validated, &connection, &problem) &&
                adopt_run(connection.publisher, command_choice(session), matches,
                          session->options.match.count, &report.sink, &problem);
    connection_close(&connection);
    if (!done)
        return command_problem(session, &problem);
    if (report.asks)
        return command_wrong_use(session, "%s", _("nothing was adopted: say which resource is which"));
    printf("%s\n", _("`banchi plan` now shows what the files say otherwise."));
    return STATUS_DONE;
}
