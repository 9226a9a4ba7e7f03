/* `banchi approve`: notes on a plan who approved it. */
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/json_edit.h"
#include "base/language.h"
#include "base/limits.h"
#include "command/plan_file.h"

#define AUTHOR_BYTES 1000

extern char **environ;

/* What git says on standard output; empty when it fails. */
static void git_ask(char *said, size_t room)
{
    char *const words[] = {"git", "var", "GIT_AUTHOR_IDENT", NULL};
    posix_spawn_file_actions_t actions;
    int ends[2], status = -1;
    pid_t git;
    size_t length = 0;
    said[0] = '\0';
    if (pipe(ends) != 0)
        return;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    bool started = posix_spawnp(&git, "git", &actions, NULL, words, environ) == 0;
    close(ends[1]);
    for (ssize_t got = 1; started && got > 0 && length + 1 < room; length += got > 0 ? (size_t)got : 0)
        got = read(ends[0], said + length, room - 1 - length);
    close(ends[0]);
    if (started)
        waitpid(git, &status, 0);
    said[status == 0 ? length : 0] = '\0';
    posix_spawn_file_actions_destroy(&actions);
}

/* "Name <mail>": what git says goes on with the time. */
static bool author_find(struct text *author, struct problem *problem)
{
    char said[AUTHOR_BYTES];
    git_ask(said, sizeof said);
    const char *end = strchr(said, '>');
    if (end == NULL)
        return problem_set(problem, PROBLEM_LOCAL,
                           _("git does not say who you are. Set it by `git config user.name` and `git config "
                             "user.email`."));
    text_add_bytes(author, said, (size_t)(end + 1 - said));
    return true;
}

static bool approval_write(struct session *session, const struct plan_file *file, const char *author,
                           struct problem *problem)
{
    struct slice text;
    struct json root;
    const struct json_fault *faults;
    struct text approval = {0}, out = {0};
    struct json_writer writer = {.out = &approval};
    struct date today = date_today();
    if (!file_read_named(&session->run, file->path, LIMIT_JSON_BYTES, &text, problem))
        return false;
    json_write_begin_object(&writer);
    json_write_field(&writer, "author", author);
    json_write_field(&writer, "date",
                     arena_format(&session->run, "%04d-%02d-%02d", today.year, today.month, today.day));
    json_write_field(&writer, "digest", file->digest);
    json_write_end_object(&writer);
    bool fine = json_read(&session->run, text, &root, &faults);
    if (fine)
        json_edit_member(&session->run, text, &root, slice_of("approval"), text_slice(&approval), &out);
    fine = fine && file_replace(file->path, text_slice(&out), 0644, problem);
    text_free(&approval);
    text_free(&out);
    return fine;
}

enum status command_approve(struct session *session)
{
    struct plan_file file;
    struct problem problem = {0};
    struct text author = {0};
    bool fine = plan_file_read(&session->run, session->options.operands[0], &file, &problem) &&
                author_find(&author, &problem) && approval_write(session, &file, author.at, &problem);
    if (fine) {
        printf(_("%s: approved by %s, for the plan of digest %s\n"), file.path, author.at, file.digest);
        printf(
            "%s\n",
            _("This notes who approved what; it is no signature. Whoever can write the file can write this "
              "too: what counts is the commit that it comes with."));
    }
    text_free(&author);
    return command_problem(&problem);
}
