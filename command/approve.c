/* `banchi approve`: notes on a plan who approved it. */
#include <stdio.h>

#include "base/date.h"
#include "base/file.h"
#include "base/json_edit.h"
#include "base/language.h"
#include "base/limits.h"
#include "command/git.h"
#include "command/plan_file.h"

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
    fine = fine && file_replace_named(file->path, text_slice(&out), 0644, problem);
    text_free(&approval);
    text_free(&out);
    return fine;
}

enum status command_approve(struct session *session)
{
    struct plan_file file;
    struct problem problem = {0};
    const char *author = NULL;
    bool fine = plan_file_read(&session->run, session->options.operands[0], &file, &problem) &&
                (author = git_author(&session->run, NULL, &problem)) != NULL &&
                approval_write(session, &file, author, &problem);
    if (fine) {
        printf(_("%s: approved by %s, for the plan of digest %s\n"), file.path, author, file.digest);
        printf(
            "%s\n",
            _("This notes who approved what; it is no signature. Whoever can write the file can write this "
              "too: what counts is the commit that it comes with."));
    }
    return command_problem(session, &problem);
}
