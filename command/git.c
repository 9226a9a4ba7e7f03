#include "command/git.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "command/report.h"

extern char **environ;

/* ---- running it ---- */

/* Before the words of each call. */
static const char *const always[] = {
    "git",
    "--no-pager",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=",
    "-c",
    "core.pager=",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.sshCommand=false",
    "-c",
    "protocol.allow=never",
    "-c",
    "credential.helper=",
    "-c",
    "log.showSignature=false",
    "-c",
    "gpg.program=false",
    "-c",
    "diff.external=",
};
#define ALWAYS (sizeof always / sizeof *always)

/* Of git's own variables only who somebody is, and where configuration lies. */
static bool goes_along(const char *variable)
{
    static const char *const kept[] = {"GIT_AUTHOR_",          "GIT_COMMITTER_",
                                       "GIT_CONFIG_NOSYSTEM=", "GIT_CONFIG_GLOBAL=",
                                       "GIT_CONFIG_SYSTEM=",   "GIT_CEILING_DIRECTORIES="};
    if (strncmp(variable, "GIT_", 4) != 0)
        return strncmp(variable, "LC_ALL=", 7) != 0 && strncmp(variable, "LANGUAGE=", 9) != 0;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (strncmp(variable, kept[i], strlen(kept[i])) == 0)
            return true;
    return false;
}

static char **environment_make(struct arena *arena)
{
    static const char *const ours[] = {"GIT_ALLOW_PROTOCOL=none",  "GIT_NO_LAZY_FETCH=1",
                                       "GIT_OPTIONAL_LOCKS=0",     "GIT_TERMINAL_PROMPT=0",
                                       "GIT_NO_REPLACE_OBJECTS=1", "LC_ALL=C"};
    size_t count = 0, used = 0;
    while (environ != NULL && environ[count] != NULL)
        count++;
    char **made = arena_array(arena, count + sizeof ours / sizeof *ours + 1, sizeof *made);
    for (size_t i = 0; i < count; i++)
        if (goes_along(environ[i]))
            made[used++] = environ[i];
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        made[used++] = arena_string(arena, ours[i]);
    return made;
}

static char **words_make(struct arena *arena, const char *folder, const char *const *words)
{
    size_t count = 0, used = 0;
    while (words[count] != NULL)
        count++;
    char **made = arena_array(arena, ALWAYS + 2 + count + 1, sizeof *made);
    for (size_t i = 0; i < ALWAYS; i++)
        made[used++] = arena_string(arena, always[i]);
    if (folder != NULL) {
        made[used++] = arena_string(arena, "-C");
        made[used++] = arena_string(arena, folder);
    }
    for (size_t i = 0; i < count; i++)
        made[used++] = arena_string(arena, words[i]);
    return made;
}

/* The ends that are read: standard output and standard error. */
struct run {
    pid_t process;
    int input;  /* what it reads; -1: nothing */
    int output; /* where it writes; -1: to us */
    int ends[2];
    struct text said[2];
};

static void run_close(struct run *run)
{
    for (size_t i = 0; i < 2; i++)
        if (run->ends[i] >= 0)
            close(run->ends[i]);
    run->ends[0] = run->ends[1] = -1;
}

/* The ends of two pipes are closed in the child by themselves. */
static int run_start(struct run *run, char *const *words, char *const *environment)
{
    posix_spawn_file_actions_t actions;
    int output[2] = {-1, -1}, complaint[2] = {-1, -1};
    if (pipe2(output, O_CLOEXEC) != 0)
        return errno;
    if (pipe2(complaint, O_CLOEXEC) != 0) {
        int failed = errno;
        close(output[0]);
        close(output[1]);
        return failed;
    }
    posix_spawn_file_actions_init(&actions);
    if (run->input >= 0)
        posix_spawn_file_actions_adddup2(&actions, run->input, 0);
    else
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, run->output >= 0 ? run->output : output[1], 1);
    posix_spawn_file_actions_adddup2(&actions, complaint[1], 2);
    int failed = posix_spawnp(&run->process, "git", &actions, NULL, words, environment);
    posix_spawn_file_actions_destroy(&actions);
    close(output[1]);
    close(complaint[1]);
    run->ends[0] = output[0];
    run->ends[1] = complaint[0];
    return failed;
}

/* Both at once, so that neither fills up while the other is waited for. False when it says too much. */
static bool run_read(struct run *run, size_t most)
{
    struct pollfd ends[2] = {{run->ends[0], POLLIN, 0}, {run->ends[1], POLLIN, 0}};
    while (ends[0].fd >= 0 || ends[1].fd >= 0) {
        if (poll(ends, 2, -1) < 0 && errno != EINTR)
            return false;
        for (size_t i = 0; i < 2; i++) {
            char block[16 * KiB];
            if (ends[i].fd < 0 || ends[i].revents == 0)
                continue;
            ssize_t got = read(ends[i].fd, block, sizeof block);
            if (got <= 0)
                ends[i].fd = got < 0 && errno == EINTR ? ends[i].fd : -1;
            else if (i == 0)
                text_add_bytes(&run->said[0], block, (size_t)got);
            else if (run->said[1].length < LIMIT_ERROR_BODY_SHOWN)
                text_add_bytes(&run->said[1], block, (size_t)got);
            if (run->said[0].length > most)
                return false;
        }
    }
    return true;
}

/* The first line of what it complains of, as it may be shown. */
static bool git_failed(const struct run *run, struct problem *problem)
{
    struct slice line = text_slice(&run->said[1]);
    const char *end = memchr(line.length > 0 ? line.at : "", '\n', line.length);
    struct text shown = {0};
    if (end != NULL)
        line.length = (size_t)(end - line.at);
    report_add_visible(&shown, line);
    problem_set(problem, PROBLEM_LOCAL, _("git does not answer: %s"), shown.length > 0 ? shown.at : "?");
    text_free(&shown);
    return false;
}

/* `run` says what it reads and where it writes. */
static bool run_whole(struct run *run, struct arena *arena, const char *folder, const char *const *words,
                      size_t most, struct problem *problem)
{
    int status = -1;
    run->ends[0] = run->ends[1] = -1;
    int failed = run_start(run, words_make(arena, folder, words), environment_make(arena));
    if (failed != 0) {
        run_close(run);
        return problem_set(problem, PROBLEM_LOCAL, _("the program `git` cannot be started: %s"),
                           strerror(failed));
    }
    bool whole = run_read(run, most);
    run_close(run); /* where it says too much it ends by that */
    while (waitpid(run->process, &status, 0) < 0 && errno == EINTR)
        ;
    if (!whole)
        problem_set(problem, PROBLEM_LOCAL, _("git says more than the %zu bytes that are read of it"), most);
    else if (status != 0)
        git_failed(run, problem);
    return whole && status == 0;
}

static void run_free(struct run *run)
{
    text_free(&run->said[0]);
    text_free(&run->said[1]);
}

bool git_ask(struct arena *arena, const char *folder, const char *const *words, size_t most,
             struct slice *said, struct problem *problem)
{
    struct run run = {.input = -1, .output = -1};
    bool fine = run_whole(&run, arena, folder, words, most, problem);
    *said =
        (struct slice){arena_copy(arena, run.said[0].length > 0 ? run.said[0].at : "", run.said[0].length),
                       run.said[0].length};
    run_free(&run);
    return fine;
}

bool git_save(struct arena *arena, const char *folder, const char *id, const char *path,
              struct problem *problem)
{
    const char *const words[] = {"cat-file", "blob", id, NULL};
    struct run run = {.input = -1, .output = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)};
    if (run.output < 0)
        return problem_set_errno(problem, errno, _("%s cannot be written"), path);
    bool fine = run_whole(&run, arena, folder, words, LIMIT_PATH_BYTES, problem);
    run_free(&run);
    return close(run.output) == 0 ? fine : problem_set_errno(problem, errno, _("%s cannot be written"), path);
}

/* ---- who and when ---- */

/* "Name <mail>" at the beginning of what git calls an identity; the time stands behind it. */
static const char *identity_of(struct arena *arena, struct slice text, struct slice *behind)
{
    const char *end = memchr(text.at, '>', text.length);
    if (end == NULL)
        return NULL;
    size_t length = (size_t)(end + 1 - text.at);
    *behind = (struct slice){end + 1, text.length - length};
    struct text shown = {0};
    report_add_plain(&shown, (struct slice){text.at, length});
    const char *author = arena_string(arena, shown.at);
    text_free(&shown);
    return author;
}

const char *git_author(struct arena *arena, const char *folder, struct problem *problem)
{
    static const char *const words[] = {"var", "GIT_AUTHOR_IDENT", NULL};
    struct slice said, behind;
    struct problem unheard = {0};
    bool asked = git_ask(arena, folder, words, LIMIT_PATH_BYTES, &said, &unheard);
    const char *author = asked ? identity_of(arena, said, &behind) : NULL;
    problem_clear(&unheard);
    if (author == NULL)
        problem_set(problem, PROBLEM_LOCAL,
                    _("git does not say who you are. Set it by `git config user.name` and `git config "
                      "user.email`."));
    return author;
}

/* " 1700000000 +0700" as "2023-11-15 05:13". */
static const char *moment_of(struct arena *arena, struct slice text)
{
    struct tm parts;
    char *end;
    const char *copy = slice_copy(arena, text);
    long long seconds = strtoll(copy, &end, 10);
    long zone = strtol(end, NULL, 10);
    time_t local = (time_t)(seconds + (zone / 100 * 60 + zone % 100) * 60);
    if (end == copy || gmtime_r(&local, &parts) == NULL)
        return "";
    return arena_format(arena, "%04d-%02d-%02d %02d:%02d", parts.tm_year + 1900, parts.tm_mon + 1,
                        parts.tm_mday, parts.tm_hour, parts.tm_min);
}

/* Cuts the first line off. */
static struct slice line_take(struct slice *text)
{
    const char *end = memchr(text->at, '\n', text->length);
    size_t length = end != NULL ? (size_t)(end - text->at) : text->length;
    size_t taken = end != NULL ? length + 1 : length;
    struct slice line = {text->at, length};
    *text = (struct slice){text->at + taken, text->length - taken};
    return line;
}

static const char *visible(struct arena *arena, struct slice text)
{
    struct text shown = {0};
    report_add_visible(&shown, text);
    const char *copy = arena_string(arena, shown.at != NULL ? shown.at : "");
    text_free(&shown);
    return copy;
}

void git_commit_take(struct arena *arena, const char *id, struct slice content, struct git_commit *commit)
{
    struct slice behind = {"", 0};
    *commit = (struct git_commit){.id = id, .author = "", .date = "", .subject = ""};
    for (struct slice line = line_take(&content); line.length > 0; line = line_take(&content)) {
        if (!slice_starts(line, "author "))
            continue;
        const char *author = identity_of(arena, (struct slice){line.at + 7, line.length - 7}, &behind);
        commit->author = author != NULL ? author : "";
        commit->date = moment_of(arena, behind);
    }
    commit->subject = visible(arena, line_take(&content));
}

bool git_commit_read(struct arena *arena, const char *folder, const char *name, struct git_commit *commit,
                     struct problem *problem)
{
    const char *const find[] = {
        "rev-parse", "--verify", "--quiet", "--end-of-options", arena_format(arena, "%s^{commit}", name),
        NULL};
    struct slice said, text;
    if (!git_ask(arena, folder, find, LIMIT_PATH_BYTES, &said, problem))
        return false;
    const char *id = slice_copy(arena, line_take(&said));
    const char *const show[] = {"cat-file", "commit", id, NULL};
    if (!git_ask(arena, folder, show, LIMIT_JSON_BYTES, &text, problem))
        return false;
    git_commit_take(arena, id, text, commit);
    return true;
}

/* ---- objects ---- */

/* A file without a name that holds what git is to be told; -1 with a problem. */
static int input_make(const struct git_object *objects, size_t count, struct problem *problem)
{
    struct text text = {0};
    for (size_t i = 0; i < count; i++)
        text_format(&text, "%s\n", objects[i].name);
    int input = memfd_create("git", MFD_CLOEXEC);
    size_t written = 0;
    while (input >= 0 && written < text.length) {
        ssize_t some = write(input, text.at + written, text.length - written);
        if (some < 0 && errno == EINTR)
            continue;
        if (some <= 0) {
            close(input);
            input = -1;
            break;
        }
        written += (size_t)some;
    }
    text_free(&text);
    if (input < 0 || lseek(input, 0, SEEK_SET) != 0)
        problem_set_errno(problem, errno, "memfd");
    return input;
}

/* "ID TYPE SIZE", a line feed, the content, a line feed; or "NAME missing". */
static bool object_take(struct slice *said, struct git_object *object)
{
    struct slice line = line_take(said);
    const char *size = line.length > 0 ? memrchr(line.at, ' ', line.length) : NULL;
    object->there = size != NULL && size[1] >= '0' && size[1] <= '9';
    if (!object->there)
        return line.length > 0;
    size_t length = 0;
    for (const char *at = size + 1; at < line.at + line.length && *at >= '0' && *at <= '9'; at++)
        length = length * 10 + (size_t)(*at - '0');
    if (length >= said->length)
        return false;
    object->content = (struct slice){said->at, length};
    *said = (struct slice){said->at + length + 1, said->length - length - 1};
    return true;
}

bool git_objects(struct arena *arena, const char *folder, struct git_object *objects, size_t count,
                 struct problem *problem)
{
    static const char *const words[] = {"cat-file", "--batch", NULL};
    struct run run = {.input = input_make(objects, count, problem), .output = -1};
    if (run.input < 0)
        return false;
    bool fine = run_whole(&run, arena, folder, words, LIMIT_ANSWER_BYTES * 2, problem);
    close(run.input);
    struct slice said = {arena_copy(arena, fine && run.said[0].length > 0 ? run.said[0].at : "",
                                    fine ? run.said[0].length : 0),
                         fine ? run.said[0].length : 0};
    for (size_t i = 0; i < count && fine; i++)
        fine = object_take(&said, &objects[i]) ||
               problem_set(problem, PROBLEM_LOCAL, _("git does not answer: %s"), objects[i].name);
    run_free(&run);
    return fine;
}

bool git_lines(struct arena *arena, const char *folder, const char *const *words, const char ***lines,
               size_t *count, struct problem *problem)
{
    struct slice said;
    size_t room = 0;
    *lines = NULL;
    *count = 0;
    if (!git_ask(arena, folder, words, LIMIT_ANSWER_BYTES, &said, problem))
        return false;
    while (said.length > 0) {
        *lines = arena_grow(arena, (void *)*lines, *count, &room, sizeof **lines);
        (*lines)[(*count)++] = slice_copy(arena, line_take(&said));
    }
    return true;
}

/* ---- files ---- */

/* "100644 blob ID\tPATH" */
static bool file_read_line(struct arena *arena, const char *line, struct git_file *file)
{
    const char *tab = strchr(line, '\t');
    const char *blank = strchr(line, ' ');
    if (tab == NULL || blank == NULL || strncmp(blank, " blob ", 6) != 0)
        return false;
    *file = (struct git_file){.path = tab + 1,
                              .mode = arena_copy(arena, line, (size_t)(blank - line)),
                              .id = arena_copy(arena, blank + 6, (size_t)(tab - blank - 6))};
    return true;
}

bool git_files(struct arena *arena, const char *folder, const char *commit, const char *under,
               struct git_file **files, size_t *count, struct problem *problem)
{
    const char *const words[] = {"ls-tree", "-r", "-z", commit, "--", under != NULL ? under : ".", NULL};
    struct slice said;
    size_t room = 0;
    *files = NULL;
    *count = 0;
    if (!git_ask(arena, folder, words, LIMIT_JSON_BYTES, &said, problem))
        return false;
    for (const char *at = said.at, *end = said.at + said.length; at < end; at += strlen(at) + 1) {
        struct git_file file;
        if (!file_read_line(arena, at, &file))
            continue;
        *files = arena_grow(arena, *files, *count, &room, sizeof **files);
        (*files)[(*count)++] = file;
    }
    return true;
}

bool git_hashes(struct arena *arena, const char *folder, const char *const *paths, size_t count,
                const char **ids, struct problem *problem)
{
    static const char *const begin[] = {"hash-object", "--no-filters", "--"};
    struct slice said;
    const char **words = arena_array(arena, 3 + count + 1, sizeof *words);
    memcpy(words, begin, sizeof begin);
    memcpy(words + 3, paths, count * sizeof *paths);
    if (count == 0)
        return true;
    if (!git_ask(arena, folder, words, LIMIT_JSON_BYTES, &said, problem))
        return false;
    for (size_t i = 0; i < count; i++)
        ids[i] = slice_copy(arena, line_take(&said));
    return true;
}
