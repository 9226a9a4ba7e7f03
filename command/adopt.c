/* `banchi adopt`: takes a dataset that is already on the portal as the base. */
#include <stdio.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/language.h"
#include "command/changes.h"
#include "command/connection.h"
#include "publisher/adopt.h"

struct adopt_report {
    struct adopt_sink sink;
    bool asks;
};

static void print_resource(const struct adoption_resource *resource)
{
    if (resource->id != NULL) {
        printf("    %.*s = %s\n", SLICE(resource->key), resource->id);
        return;
    }
    if (resource->perhaps_count == 0) {
        printf(_("    %.*s: the portal has none like it; a publish adds it\n"), SLICE(resource->key));
        return;
    }
    printf(_("    %.*s: which one is it? Say so with one of\n"), SLICE(resource->key));
    for (size_t i = 0; i < resource->perhaps_count; i++)
        printf("        --match %.*s=%s\n", SLICE(resource->key), resource->perhaps[i].id);
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
    struct adopt_report report = {.sink = {put}};
    interrupt_hold();
    enum status status = connection_validate(session, &validated);
    if (status != STATUS_DONE)
        return status;
    bool done = matches_read(session, &matches, &problem) &&
                connection_open(session, &validated, &connection, &problem) &&
                adopt_run(connection.publisher, command_choice(session), matches,
                          session->options.match.count, &report.sink, &problem);
    connection_close(&connection);
    if (!done)
        return command_problem(&problem);
    if (report.asks)
        return command_wrong_use("%s", _("nothing was adopted: say which resource is which"));
    printf("%s\n", _("`banchi plan` now shows what the files say otherwise."));
    return STATUS_DONE;
}
