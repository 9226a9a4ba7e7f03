/* `banchi restore NAME`: brings a dataset's files back as they were published once. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/interrupt.h"
#include "base/language.h"
#include "command/command.h"
#include "command/restore_files.h"
#include "publisher/lock.h"

/* ---- which publish ---- */

struct choosing {
    struct session *session;
    const struct workspace *workspace;
    const char *dataset;
    const char *portal;
    struct past past;
    const struct past_event *event; /* the chosen one */
    const char *commit;             /* where its files are looked for first */
    const struct json *entry;
};

static bool is_publish(const struct choosing *choosing, const struct past_event *event)
{
    return event->entry != NULL && strcmp(event->portal, choosing->portal) == 0;
}

/* The portal that was named, else the only one that it was ever published to. */
static bool portal_choose(struct choosing *choosing, struct problem *problem)
{
    const char *named = choosing->session->options.portal;
    choosing->portal = named;
    for (size_t i = 0; i < choosing->past.count && named == NULL; i++) {
        const char *portal = choosing->past.events[i].portal;
        if (i == 0)
            choosing->portal = portal;
        else if (strcmp(portal, choosing->portal) != 0)
            return problem_set(
                problem, PROBLEM_USAGE,
                _("\"%s\" was published to several portals, %s and %s among them: say which with "
                  "--portal."),
                choosing->dataset, choosing->portal, portal);
    }
    for (size_t i = 0; i < choosing->past.count; i++)
        if (is_publish(choosing, &choosing->past.events[i]))
            return true;
    return problem_set(problem, PROBLEM_USAGE,
                       _("git knows of no publish of \"%s\"; `banchi history` shows what it knows."),
                       choosing->dataset);
}

/* The one before that which the portal has now; of a dataset that was forgotten the last one. */
static void earlier_choose(struct choosing *choosing)
{
    const struct past_event *last = NULL;
    bool forgotten = false;
    for (size_t i = choosing->past.count; i-- > 0 && choosing->event == NULL;) {
        const struct past_event *event = &choosing->past.events[i];
        if (strcmp(event->portal, choosing->portal) != 0)
            continue;
        bool other =
            last != NULL && event->entry != NULL &&
            !slice_equal(json_text(json_get(event->entry, "all")), json_text(json_get(last->entry, "all")));
        forgotten = forgotten || (last == NULL && event->entry == NULL);
        if (event->entry != NULL && (forgotten || other))
            choosing->event = event;
        if (event->entry != NULL && last == NULL)
            last = event;
    }
}

/* The last one until the end of that day, Bangkok's. */
static void day_choose(struct choosing *choosing, const char *day)
{
    for (size_t i = 0; i < choosing->past.count; i++) {
        const struct past_event *event = &choosing->past.events[i];
        const char *moment = past_moment(&choosing->session->run, event);
        if (is_publish(choosing, event) && *moment != '\0' && strncmp(moment, day, 10) <= 0)
            choosing->event = event;
    }
}

static const struct past_event *event_of(const struct choosing *choosing, const struct json *entry)
{
    for (size_t i = choosing->past.count; i-- > 0;)
        if (is_publish(choosing, &choosing->past.events[i]) &&
            json_same(choosing->past.events[i].entry, entry))
            return &choosing->past.events[i];
    return NULL;
}

/* What the lock of that commit says. */
static bool commit_choose(struct choosing *choosing, const char *name, struct problem *problem)
{
    struct arena *run = &choosing->session->run;
    struct git_commit commit;
    struct problem unheard = {0};
    struct json *root = arena_alloc(run, sizeof *root);
    const struct json_fault *faults;
    bool found = *name != '-' && git_commit_read(run, choosing->workspace->folder, name, &commit, &unheard);
    problem_clear(&unheard);
    if (!found)
        return problem_set(problem, PROBLEM_USAGE,
                           _("--to takes a day, as 2026-10-31, or a commit; \"%s\" is neither"), name);
    struct git_object lock = {.name = arena_format(run, "%s:./publish.lock.json", commit.id)};
    if (!git_objects(run, choosing->workspace->folder, &lock, 1, problem))
        return false;
    const struct json *portal = lock.there && json_read(run, lock.content, root, &faults)
                                    ? json_get_slice(json_get(root, "portals"), slice_of(choosing->portal))
                                    : NULL;
    choosing->commit = commit.id;
    choosing->entry = json_get(json_get(portal, "datasets"), choosing->dataset);
    choosing->event = choosing->entry != NULL ? event_of(choosing, choosing->entry) : NULL;
    return choosing->entry != NULL ||
           problem_set(
               problem, PROBLEM_USAGE,
               _("the lock of commit %.10s does not say that \"%s\" was published to %s; `banchi history %s` "
                 "shows when it was"),
               commit.id, choosing->dataset, choosing->portal, choosing->dataset);
}

static bool event_choose(struct choosing *choosing, struct problem *problem)
{
    const char *to = choosing->session->options.to;
    struct date day;
    if (to != NULL && !date_read(slice_of(to), &day))
        return commit_choose(choosing, to, problem);
    if (to != NULL && day.year >= DATE_BUDDHIST_FROM) /* after all publishes: would bring back the last one */
        return problem_set(problem, PROBLEM_USAGE,
                           _("--to takes a year of the Common Era: %04d-%02d-%02d for \"%s\""),
                           day.year - DATE_BUDDHIST_OFFSET, day.month, day.day, to);
    if (to != NULL)
        day_choose(choosing, to);
    else
        earlier_choose(choosing);
    if (choosing->event == NULL)
        return problem_set(
            problem, PROBLEM_USAGE,
            to != NULL ? _("\"%s\" was not published to %s until that day, as far as git knows; `banchi "
                           "history %s` shows when it was")
                       : _("git knows of one publish of \"%s\" to %s alone, which is what the portal "
                           "has; --to takes it all the same. (`banchi history %s`)"),
            choosing->dataset, choosing->portal, choosing->dataset);
    choosing->entry = choosing->event->entry;
    choosing->commit = choosing->event->commit != NULL ? choosing->event->commit->id : NULL;
    return true;
}

/* ---- what was done ---- */

static const char *const done_words[] = {[RESTORE_SAME] = N_("is that already"),
                                         [RESTORE_PUT] = N_("as it was then"),
                                         [RESTORE_REMOVE] = N_("removed: it was not there then")};
static const char *const would_words[] = {[RESTORE_SAME] = N_("is that already"),
                                          [RESTORE_PUT] = N_("would be as it was then"),
                                          [RESTORE_REMOVE] = N_("would be removed: it was not there then")};

static void report_print(const struct choosing *choosing, const struct restore *restore, bool dry)
{
    const char *moment = choosing->event != NULL ? past_moment(restore->arena, choosing->event) : "";
    bool changes = false;
    printf(_("%s: as it was published to %s, %s, out of commit %.10s\n"), choosing->dataset, choosing->portal,
           *moment != '\0' ? moment : "?", restore->commit);
    for (size_t i = 0; i < restore->count; i++) {
        changes = changes || restore->files[i].action != RESTORE_SAME;
        printf("    %s: %s\n", restore->files[i].file,
               _((dry ? would_words : done_words)[restore->files[i].action]));
    }
    if (!changes)
        printf("%s\n", _("Nothing had to be changed."));
    else if (!dry)
        printf(_("Nothing was sent. `banchi plan %s --portal %s` shows the way back; a publish goes it.\n"),
               choosing->dataset, choosing->portal);
}

/* ---- the whole ---- */

static bool restore_run(struct choosing *choosing, struct problem *problem)
{
    bool dry = option_given(&choosing->session->options, OPTION_DRY_RUN);
    struct restore restore = {.arena = &choosing->session->run,
                              .workspace = choosing->workspace,
                              .dataset = choosing->dataset,
                              .portal = choosing->portal,
                              .entry = choosing->entry,
                              .first = &choosing->commit,
                              .first_count = choosing->commit != NULL ? 1 : 0};
    interrupt_hold(); /* a file is put back whole, and what was brought aside does not stay */
    bool fine = restore_find(&restore, problem) && restore_decide(&restore, problem);
    if (fine && interrupt_came())
        fine = problem_set(problem, PROBLEM_INTERRUPTED, _("Interrupted: nothing was changed."));
    fine = fine && (dry || restore_do(&restore, problem));
    if (fine)
        report_print(choosing, &restore, dry);
    restore_end(&restore);
    return fine;
}

static bool is_folder_name(const char *name)
{
    return *name != '\0' && *name != '.' && strchr(name, '/') == NULL;
}

enum status command_restore(struct session *session)
{
    struct finding_counter silent = finding_counter();
    struct workspace workspace;
    struct problem problem = {0};
    struct choosing choosing = {
        .session = session, .workspace = &workspace, .dataset = session->options.operands[0]};
    enum status status;
    if (!command_open(session, &silent.sink, &workspace, &status))
        return status;
    if (!is_folder_name(choosing.dataset))
        return command_wrong_use(session, _("\"%s\" is no name of a dataset"), choosing.dataset);
    bool done = past_read(&session->run, workspace.folder, choosing.dataset, &choosing.past, &problem) &&
                portal_choose(&choosing, &problem) && event_choose(&choosing, &problem) &&
                restore_run(&choosing, &problem);
    return done ? STATUS_DONE : command_problem(session, &problem);
}
