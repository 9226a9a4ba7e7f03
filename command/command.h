/* The commands: one row each in a table, one file each.
 *
 * A command gets the session, prints what it has to say, and returns the exit status. Everything it needs of
 * the command line stands in session->options; memory that lives as long as the run comes from session->run.
 */
#ifndef BANCHI_COMMAND_COMMAND_H
#define BANCHI_COMMAND_COMMAND_H

#include "base/arena.h"
#include "catalog/workspace.h"
#include "command/options.h"
#include "command/status.h"

struct session {
    struct options options;
    struct arena run;     /* lives as long as the run */
    struct arena scratch; /* reset for each dataset */
    struct text problem;  /* the first that was told */
    bool answered;        /* standard output has its JSON object */
};

struct command {
    const char *name;
    enum status (*run)(struct session *session);
    uint64_t options; /* bits of those it takes, besides OPTIONS_COMMON */
    size_t operands_least;
    size_t operands_most;
    const char *operands; /* "[NAME...]", as --help shows them */
    const char *summary;  /* one line, a msgid */
    const char *help;     /* what it does, a msgid */
    const char *examples; /* lines as typed; never translated */
};

const struct command *command_table(size_t *count);
const struct command *command_find(const char *name);

/* Finds the command in the options, checks what it takes, runs it. */
enum status command_run(struct session *session);

/* Prints a command's help; of the whole program when NULL. */
void command_help(const struct command *command);

/* Prints a problem to standard error, releases it and returns its status. */
enum status command_problem(struct session *session, struct problem *problem);

/* Prints to standard error why the command does not go on. */
void command_tell(struct session *session, const char *message);

/* What a JSON object has as "problem": the problem's message, else what was told; NULL when all went well. */
const char *command_problem_text(const struct session *session, const struct problem *problem);

/* Wrong use, in words of our own. */
enum status command_wrong_use(struct session *session, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Says it on standard output; a name in it that tells of a person becomes dots. */
void command_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The end of a run, after which the session holds nothing. Who asked for JSON and got no object, since the
 * command failed before it had one, gets {"banchi", "problem"}. Standard output is flushed; a failure there
 * is said and becomes the status. */
enum status command_finish(struct session *session, enum status status);

/* Finds and opens the workspace of the options; findings go to `sink`. False: *status is what to return. */
bool command_open(struct session *session, struct finding_sink *sink, struct workspace *workspace,
                  enum status *status);

/* The same by workspace_open_presuming(), where no dataset is named: for a check of all. */
bool command_open_to_check(struct session *session, struct finding_sink *sink, struct workspace *workspace,
                           enum status *status);

/* Why a check that ended with `status` did not come to its end; NULL when it did. The text is the session's.
 */
const char *command_unfinished(const struct session *session, enum status status);

/* For commands that read the workspace and do something else than check it: opens it, does the work, tells
 * faults of files as text on standard error. The worse of the two statuses is returned. */
struct report;

enum status command_in_workspace(struct session *session,
                                 enum status (*work)(struct session *session,
                                                     const struct workspace *workspace,
                                                     struct report *report));

/* The same where the operands name something else than datasets of the workspace. */
enum status command_beside_workspace(struct session *session,
                                     enum status (*work)(struct session *session,
                                                         const struct workspace *workspace,
                                                         struct report *report));

/* The datasets that the operands name. */
struct choice command_choice(const struct session *session);

/* Fails with wrong use when an operand names no dataset. */
bool command_names_exist(struct session *session, const struct workspace *workspace, enum status *status);

/* The file that an operand names, openable: as typed from the current folder (from -C's), else beneath the
 * workspace, as findings name files. Fails with wrong use when there is none. */
const char *command_table_path(struct session *session, const char *operand, enum status *status);

enum status command_convert(struct session *session);
enum status command_adopt(struct session *session);
enum status command_approve(struct session *session);
enum status command_describe(struct session *session);
enum status command_doctor(struct session *session);
enum status command_explain(struct session *session);
enum status command_fmt(struct session *session);
enum status command_freshness(struct session *session);
enum status command_history(struct session *session);
enum status command_restore(struct session *session);
enum status command_help_run(struct session *session);
enum status command_init(struct session *session);
enum status command_list(struct session *session);
enum status command_login(struct session *session);
enum status command_logout(struct session *session);
enum status command_new(struct session *session);
enum status command_plan(struct session *session);
enum status command_portal(struct session *session);
enum status command_publish(struct session *session);
enum status command_pull(struct session *session);
enum status command_register(struct session *session);
enum status command_schema(struct session *session);
enum status command_schema_pull(struct session *session); /* of `schema` */
enum status command_schema_show(struct session *session);
enum status command_set(struct session *session);
enum status command_show(struct session *session);
enum status command_verify(struct session *session);
enum status command_validate(struct session *session);
enum status command_waive(struct session *session);
enum status command_version(struct session *session);

#endif
