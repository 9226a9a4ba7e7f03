#include "metadata/files.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/meter.h"
#include "base/walk.h"
#include "metadata/batches.h"

/* A document, or a problem in the place of one. */
struct entry {
    const char *path;  /* NULL: there is nothing to read */
    struct slice text; /* at NULL: it was not read */
    struct problem problem;
    size_t findings; /* of its batch, up to and with its own */
};

/* Some documents one after the other: of one folder, or none of any. */
struct handful {
    struct batch batch;
    const char *folder; /* as it was called; NULL: none */
    int descriptor;     /* of the folder, ours */
    size_t prefix;      /* of a path, before what it is called in the folder */
    struct entry entries[LIMIT_FILES_BATCH];
    size_t count;
};

struct finder {
    struct batches batches;
    struct files *files;
    size_t next;        /* of the paths */
    struct arena arena; /* of the folder that is walked through */
    struct walk *walk;  /* NULL: none is */
    const char *folder; /* its path */
    bool any;           /* it had a document, or what could not be read */
    struct problem *problem;
};

/* ---- finding ---- */

static struct entry *add_entry(struct handful *handful, const char *path)
{
    struct entry *entry = &handful->entries[handful->count++];
    *entry = (struct entry){.path = path != NULL ? arena_string(&handful->batch.arena, path) : NULL};
    return entry;
}

static void leave_folder(struct finder *finder, struct handful *handful)
{
    if (!finder->any)
        problem_set(&add_entry(handful, NULL)->problem, PROBLEM_USAGE,
                    _("%s holds no document: no file beneath it has a name that ends in .json"),
                    finder->folder);
    walk_end(finder->walk);
    finder->walk = NULL;
    arena_reset(&finder->arena);
}

static void enter_folder(struct finder *finder, struct handful *handful, const char *path)
{
    struct problem problem = {0};
    finder->folder = path;
    finder->any = false;
    finder->walk = walk_start(&finder->arena, path, ".json", &problem);
    if (finder->walk == NULL)
        problem_move(&add_entry(handful, NULL)->problem, &problem);
    meter_begin(finder->files->meter, path, 0);
}

/* Adds the next document of the folder, or comes to its end. */
static void walk_on(struct finder *finder, struct handful *handful)
{
    struct problem problem = {0};
    const char *path;
    switch (walk_next(finder->walk, &path, &problem)) {
    case WALK_FILE:
        add_entry(handful, path);
        break;
    case WALK_UNREADABLE:
        problem_move(&add_entry(handful, NULL)->problem, &problem);
        break;
    case WALK_END:
        leave_folder(finder, handful);
        return;
    }
    finder->any = true;
}

/* Fills a handful out of the folder, with a descriptor of its own: the walk may be over before it is read. */
static void find_in_folder(struct finder *finder, struct handful *handful)
{
    handful->folder = finder->folder;
    handful->prefix = walk_prefix(finder->walk);
    handful->descriptor = fcntl(walk_folder(finder->walk), F_DUPFD_CLOEXEC, 0);
    while (finder->walk != NULL && handful->count < LIMIT_FILES_BATCH)
        walk_on(finder, handful);
}

/* The same out of the files that are named, up to the next folder. */
static void find_named(struct finder *finder, struct handful *handful)
{
    const struct files *files = finder->files;
    while (finder->walk == NULL && finder->next < files->path_count && handful->count < LIMIT_FILES_BATCH) {
        const char *path = files->paths[finder->next++];
        if (file_kind(path) == FILE_FOLDER)
            enter_folder(finder, handful, path);
        else
            add_entry(handful, path);
    }
}

static bool is_over(const struct finder *finder)
{
    return finder->walk == NULL && finder->next == finder->files->path_count;
}

static void let_go(struct handful *handful)
{
    if (handful->folder != NULL && handful->descriptor >= 0)
        close(handful->descriptor);
    handful->folder = NULL;
}

static bool find(struct batches *self, struct batch *batch)
{
    struct finder *finder = (struct finder *)self;
    struct handful *handful = (struct handful *)batch;
    handful->count = 0;
    if (interrupt_came())
        return problem_set(finder->problem, PROBLEM_INTERRUPTED,
                           _("Interrupted: not everything was checked."));
    while (handful->count == 0 && !is_over(finder)) {
        let_go(handful);
        if (finder->walk != NULL)
            find_in_folder(finder, handful);
        else
            find_named(finder, handful);
    }
    self->ended = is_over(finder);
    return handful->count > 0;
}

/* ---- reading and judging ---- */

/* Of what could not be read at once: a link that leads beneath the folder is followed, of the rest it is told
 * why. */
static bool read_by_path(const struct handful *handful, struct entry *entry, struct arena *arena)
{
    char *real;
    struct slice relative = slice_of(entry->path + handful->prefix);
    bool beneath = file_is_link(entry->path) &&
                   file_find_beneath(arena, handful->folder, relative, &real) == FILE_BENEATH;
    return file_read(arena, beneath ? real : entry->path, LIMIT_JSON_BYTES, &entry->text, &entry->problem);
}

static bool read_entry(const struct handful *handful, struct entry *entry, struct arena *arena)
{
    const char *path = entry->path;
    if (path == NULL)
        return false;
    if (handful->folder != NULL)
        return file_read_within(arena, handful->descriptor, path + handful->prefix, LIMIT_JSON_BYTES,
                                &entry->text) ||
               read_by_path(handful, entry, arena);
    if (strcmp(path, "-") == 0)
        return file_read_stream(arena, STDIN_FILENO, path, LIMIT_JSON_BYTES, &entry->text, &entry->problem);
    return file_read_named(arena, path, LIMIT_JSON_BYTES, &entry->text, &entry->problem);
}

/* Reads from an entry on, until it is enough to be judged: where it comes to. */
static size_t read_some(const struct finder *finder, struct handful *handful, size_t from,
                        struct arena *arena)
{
    size_t bytes = 0;
    arena_reset(arena);
    while (from < handful->count && bytes < LIMIT_FILES_BYTES) {
        struct entry *entry = &handful->entries[from++];
        if (!read_entry(handful, entry, arena))
            entry->text = (struct slice){0};
        bytes += entry->text.length;
    }
    meter_add(finder->files->meter, bytes);
    return from;
}

static void tell_problem(const struct finder *finder, struct entry *entry)
{
    if (entry->problem.kind != PROBLEM_NONE)
        finder->files->tell(finder->files, &entry->problem);
}

static void judge_entry(const struct finder *finder, struct worker *worker, struct batch *batch,
                        struct entry *entry, struct finding_sink *sink)
{
    struct json_document document = {.file = entry->path};
    if (entry->text.at != NULL)
        batches_judge_document(worker, entry->text, &document, sink);
    else if (batch->in_turn)
        tell_problem(finder, entry);
    entry->findings = batch->findings.count;
}

/* Several are read before one is judged: a processor that comes back from the system's calls has forgotten
 * how to judge, and does it half as fast. */
static void judge(struct batches *self, struct worker *worker, struct batch *batch, struct finding_sink *sink)
{
    const struct finder *finder = (const struct finder *)self;
    struct handful *handful = (struct handful *)batch;
    for (size_t read = 0, judged = 0; judged < handful->count;) {
        read = read_some(finder, handful, read, &worker->texts);
        for (; judged < read; judged++)
            judge_entry(finder, worker, batch, &handful->entries[judged], sink);
    }
    let_go(handful);
}

static void put(struct batches *self, struct batch *batch)
{
    struct handful *handful = (struct handful *)batch;
    size_t done = 0;
    for (size_t i = 0; i < handful->count; i++) {
        struct entry *entry = &handful->entries[i];
        for (; done < entry->findings; done++)
            finding_put(self->sink, &batch->findings.findings[done]);
        tell_problem((const struct finder *)self, entry);
    }
}

static void release(struct batch *batch)
{
    let_go((struct handful *)batch);
}

/* ---- the whole ---- */

bool files_check(struct files *files, struct problem *problem)
{
    struct finder finder = {.batches = {.profile = files->profile,
                                        .sink = files->sink,
                                        .threads = files->threads,
                                        .batch_bytes = sizeof(struct handful),
                                        .read = find,
                                        .judge = judge,
                                        .put = put,
                                        .release = release},
                            .files = files,
                            .problem = problem};
    files->documents = batches_judge(&finder.batches);
    walk_end(finder.walk);
    arena_free(&finder.arena);
    return problem->kind == PROBLEM_NONE;
}
