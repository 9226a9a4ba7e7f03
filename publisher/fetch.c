#include "publisher/fetch.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/language.h"
#include "publisher/fetch_parts.h"
#include "publisher/portal_names.h"

const char *fetch_name(enum fetch_kind kind)
{
    static const char *const names[FETCH_COUNT] = {
        [FETCH_NEW] = "new",           [FETCH_UPDATED] = "updated", [FETCH_UNCHANGED] = "unchanged",
        [FETCH_CONFLICT] = "conflict", [FETCH_FAILED] = "failed",
    };
    return names[kind];
}

/* ---- what is told ---- */

static void word_add(struct fetching *fetching, const char ***list, size_t *count, size_t *room,
                     const char *word)
{
    *list = arena_grow(fetching->arena, (void *)*list, *count, room, sizeof **list);
    (*list)[(*count)++] = word;
}

void fetch_note(struct fetching *fetching, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const char *note = arena_format_list(fetching->arena, format, list);
    va_end(list);
    word_add(fetching, &fetching->out->notes, &fetching->out->note_count, &fetching->note_room, note);
}

void fetch_taken(struct fetching *fetching, const char *what)
{
    word_add(fetching, &fetching->out->taken, &fetching->out->taken_count, &fetching->taken_room, what);
}

void fetch_conflict(struct fetching *fetching, const char *what)
{
    word_add(fetching, &fetching->out->conflicts, &fetching->out->conflict_count, &fetching->conflict_room,
             what);
}

/* ---- a dataset that the workspace does not have ---- */

static bool package_ask(struct fetching *fetching, struct problem *problem)
{
    const struct publisher *publisher = fetching->publisher;
    if (!site_dataset(&fetching->publisher->ckan, fetching->name, fetching->arena, &fetching->package,
                      problem))
        return false;
    if (fetching->package == NULL)
        return problem_set(problem, PROBLEM_USAGE,
                           publisher->ckan.token != NULL
                               ? _("The portal has no dataset of this name.")
                               : _("The portal has no dataset of this name, or shows it only with a token."));
    fetching->out->id = json_get_string(fetching->arena, fetching->package, "id");
    fetching->out->title = json_get_string(fetching->arena, fetching->package, "title");
    return true;
}

/* The answer must be the dataset that was asked for. */
static bool package_is_asked(struct fetching *fetching, struct problem *problem)
{
    const struct json *package = fetching->package;
    bool named = slice_equals(json_text(json_get(package, "name")), fetching->name);
    bool identified = fetching->out->id != NULL && *fetching->out->id != '\0' &&
                      json_is(json_get(package, "metadata_modified"), JSON_STRING);
    if (named && identified)
        return true;
    if (identified && portal_name_fits(json_text(json_get(package, "name"))) &&
        strcmp(fetching->out->id, fetching->name) == 0)
        return problem_set(problem, PROBLEM_USAGE,
                           _("This is the id of a dataset whose name is \"%s\". Pull it by its name."),
                           json_get_string(fetching->arena, package, "name"));
    return problem_set(problem, PROBLEM_NETWORK,
                       _("The portal's answer for \"%s\" is no dataset that banchi can read."),
                       fetching->name);
}

/* Where the catalog publishes all to one organization, what belongs to another would be moved there. */
bool fetch_owner_fits(const struct fetching *fetching, struct problem *problem)
{
    const char *ours = fetching->publisher->rules.organization;
    struct slice owner = json_text(json_get(json_get(fetching->package, "organization"), "name"));
    if (ours == NULL || owner.length == 0 || slice_equals(owner, ours))
        return true;
    return problem_set(
        problem, PROBLEM_USAGE,
        _("It belongs to the organization \"%.*s\", but catalog.json publishes everything on this "
          "portal to \"%s\": a publish would move it there. Nothing was taken."),
        SLICE(owner), ours);
}

static void left_count(struct fetching *fetching)
{
    size_t extras = 0;
    const struct json *groups = json_get(fetching->package, "groups");
    const struct json *list = json_get(fetching->package, "extras");
    const struct record_rules *rules = &fetching->publisher->rules;
    for (uint32_t i = 0; json_is(list, JSON_ARRAY) && i < list->count; i++) {
        bool managed = false;
        for (size_t j = 0; j < rules->dataset_count; j++)
            managed =
                managed || slice_equal(rules->dataset[j].name, json_text(json_get(&list->items[i], "key")));
        extras += !managed;
    }
    size_t count = extras + (json_is(groups, JSON_ARRAY) ? groups->count : 0);
    if (count > 0)
        fetch_note(
            fetching,
            ngettext("%zu item (extras, groups) is not banchi's; it stays on the portal as it is.",
                     "%zu items (extras, groups) are not banchi's; they stay on the portal as they are.",
                     count),
            count);
}

static bool items_fetch(struct fetching *fetching, struct problem *problem)
{
    for (size_t i = 0; i < fetching->item_count; i++) {
        struct fetch_item *item = &fetching->items[i];
        struct json_member upload = {
            .value = {.type = JSON_STRING, .count = (uint32_t)item->key.length, .at = item->key.at},
            .key = {.type = JSON_STRING, .count = 6, .at = "upload"}};
        struct json named = {.type = JSON_OBJECT, .count = 1, .members = &upload};
        if (item->key.length == 0)
            continue;
        if (!item->upload && fetching->options->line != NULL)
            fetch_copy(fetching, item);
        if (!item->upload)
            continue;
        if (!fetch_file(fetching, item, problem))
            return false;
        if (resource_is_table(&named) && !fetch_dictionary(fetching, item, fetching->staging, problem))
            return false;
    }
    return true;
}

/* The lock first: a folder without an entry would be a stranger's, an entry without a folder is made again.
 */
static bool staging_place(struct fetching *fetching, struct problem *problem)
{
    const struct workspace *workspace = fetching->publisher->workspace;
    const char *folder = file_join(fetching->arena, workspace->folder, fetching->name);
    if (rename(fetching->staging, folder) == 0)
        return true;
    return problem_set(problem, PROBLEM_LOCAL,
                       _("the folder %s cannot be put in its place: something of that name is there"),
                       folder);
}

static bool dataset_make(struct fetching *fetching, struct problem *problem)
{
    struct publisher *publisher = fetching->publisher;
    const char *folder = file_join(fetching->arena, publisher->workspace->folder, fetching->name);
    fetching->out->kind = FETCH_NEW;
    if (fetching->options->only_take)
        return problem_set(problem, PROBLEM_USAGE, _("there is no dataset %s here"), fetching->name);
    if (!portal_name_fits(slice_of(fetching->name)))
        return problem_set(problem, PROBLEM_NETWORK,
                           _("The portal names a dataset in a way that no folder may be called; it was not "
                             "taken."));
    if (file_kind(folder) != FILE_ABSENT || file_is_link(folder))
        return problem_set(problem, PROBLEM_LOCAL,
                           _("%s is there, but holds no metadata.json; nothing was taken."), folder);
    return package_ask(fetching, problem) && package_is_asked(fetching, problem) &&
           fetch_owner_fits(fetching, problem) &&
           fetch_items_make(fetching, lock_entry(publisher->lock, fetching->name), NULL, NULL, problem) &&
           fetch_staging_make(fetching, problem) && items_fetch(fetching, problem) &&
           fetch_metadata(fetching, problem) && fetch_base(fetching, fetching->staging, NULL, problem) &&
           staging_place(fetching, problem);
}

/* ---- one dataset ---- */

static void dataset_fetch(struct publisher *publisher, const struct fetch_options *options, const char *name,
                          struct fetched *out)
{
    struct problem problem = {0};
    struct arena *arena = publisher->scratch;
    const char *folder = publisher->workspace->folder;
    struct fetching fetching = {.publisher = publisher,
                                .options = options,
                                .arena = arena,
                                .name = name,
                                .staging = file_join(arena, file_join(arena, folder, ".banchi/pull"), name),
                                .out = out};
    *out = (struct fetched){.dataset = name, .kind = FETCH_UNCHANGED};
    bool safe = portal_name_fits(slice_of(name));
    bool there = workspace_has(publisher->workspace, name);
    bool done = there ? fetch_merge(&fetching, &problem) : dataset_make(&fetching, &problem);
    if (safe)
        fetch_staging_remove(&fetching);
    if (done && out->kind == FETCH_NEW)
        left_count(&fetching);
    if (!done) {
        out->kind = problem.kind == PROBLEM_CONFLICT ? FETCH_CONFLICT : FETCH_FAILED;
        out->because = problem.kind;
        out->problem = arena_string(arena, problem.message.at != NULL ? problem.message.at : "");
    } else if (out->kind == FETCH_CONFLICT) {
        out->because = PROBLEM_CONFLICT;
    }
    problem_clear(&problem);
}

/* ---- all of them ---- */

static bool names_find(struct publisher *publisher, const struct fetch_options *options,
                       const char *const **names, size_t *count, struct problem *problem)
{
    const char **listed = NULL;
    *names = options->names;
    *count = options->name_count;
    if (options->name_count > 0 || options->organization == NULL)
        return true;
    bool done = fetch_list(&publisher->ckan, options->organization, publisher->run, &listed, count, problem);
    *names = listed;
    return done;
}

bool fetch_run(struct publisher *publisher, const struct fetch_options *options, struct fetch_sink *sink,
               struct fetch_counts *counts, struct problem *problem)
{
    const char *const *names;
    size_t count = 0, looked_at = 0;
    *counts = (struct fetch_counts){0};
    publisher->pulls = true;
    bool fine = names_find(publisher, options, &names, &count, problem);
    for (size_t i = 0; i < count && fine && !interrupt_came(); i++) {
        struct fetched fetched;
        arena_reset(publisher->scratch);
        if (sink->begin != NULL)
            sink->begin(sink, names[i], i + 1, count);
        dataset_fetch(publisher, options, names[i], &fetched);
        counts->kinds[fetched.kind]++;
        counts->problems |= fetched.because != PROBLEM_NONE ? 1u << fetched.because : 0;
        sink->put(sink, &fetched);
        looked_at += fetched.because != PROBLEM_INTERRUPTED;
    }
    counts->requests = publisher->ckan.requests;
    fine = fine && lock_write(publisher->lock, true, problem);
    if (fine && looked_at < count)
        fine = problem_set(problem, PROBLEM_INTERRUPTED,
                           ngettext("Interrupted: %zu dataset was not pulled. Pull again to go on.",
                                    "Interrupted: %zu datasets were not pulled. Pull again to go on.",
                                    count - looked_at),
                           count - looked_at);
    return fine;
}
