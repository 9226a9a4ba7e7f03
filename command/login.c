/* `banchi login` and `banchi logout`: the token of a portal, kept for the user alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/limits.h"
#include "base/terminal.h"
#include "command/connection.h"
#include "publisher/account.h"
#include "publisher/token.h"
#include "publisher/token_file.h"

static bool is_sandbox(const struct workspace *workspace, const char *name)
{
    const struct portal_entry *entry = workspace_portal(workspace, name);
    return entry != NULL ? entry->embedded : strcmp(name, "sandbox") == 0;
}

static bool token_ask(struct session *session, const struct target *target, struct text *line,
                      struct problem *problem)
{
    const char *prompt = arena_format(&session->run, _("Token for %s (%s); it is not shown: "), target->name,
                                      target->address.url);
    if (!terminal_read_secret(prompt, LIMIT_TOKEN_BYTES, line, problem))
        return false;
    if (line->length == 0)
        return problem_set(problem, PROBLEM_USAGE, _("No token was given; nothing was kept."));
    if (strlen(line->at) != line->length)
        return problem_set(problem, PROBLEM_USAGE, _("The token holds a NUL; nothing was kept."));
    return token_is_clean(line->at, problem);
}

/* Asks the portal whose token it is. */
static bool token_check(struct session *session, const struct connection *connection, const char *token,
                        struct account *account, struct problem *problem)
{
    struct ckan ckan = {
        .transport = connection->transport, .url = connection->target.address.url, .token = token};
    if (!account_read(&ckan, false, &session->run, account, problem))
        return false;
    return account->known ||
           problem_set(
               problem, PROBLEM_TOKEN,
               _("\"%s\" does not know this token, or lets it do nothing; it was not kept. Make a token "
                 "on your user's page there, or take --no-check."),
               connection->target.name);
}

static void login_tell(struct session *session, const struct target *target, const struct account *account,
                       const char *path)
{
    const char *variable = token_variable(&session->run, target->name);
    const char *first = getenv(variable);
    if (account->name != NULL)
        printf(_("%s: the token of %s is kept in %s\n"), target->name, account->name, path);
    else
        printf(_("%s: the token is kept in %s\n"), target->name, path);
    if (first != NULL && *first != '\0')
        fprintf(stderr, _("banchi: the variable %s is set and goes before it\n"), variable);
}

static bool login(struct session *session, struct connection *connection, struct text *line,
                  struct problem *problem)
{
    struct arena *run = &session->run;
    const struct target *target = &connection->target;
    struct account account = {0};
    struct token_kept kept;
    if (!token_may_travel(&target->address, problem) ||
        !token_file_may_write(run, target->name, target->address.origin, &kept, problem) ||
        !token_ask(session, target, line, problem))
        return false;
    kept.token = line->at;
    if (!option_given(&session->options, OPTION_NO_CHECK) &&
        !token_check(session, connection, kept.token, &account, problem))
        return false;
    if (!token_file_write(run, &kept, problem))
        return false;
    login_tell(session, target, &account, kept.path);
    return true;
}

static enum status login_in_workspace(struct session *session, const struct workspace *workspace,
                                      struct report *report)
{
    struct connection connection = {0};
    struct problem problem = {0};
    struct text line = {0};
    enum status status = STATUS_DONE;
    (void)report;
    if (is_sandbox(workspace, session->options.portal))
        return command_wrong_use(session, _("\"%s\" is the sandbox: it makes its own token for each run"),
                                 session->options.portal);
    if (!connection_reach(session, workspace, true, &connection, &problem) ||
        !login(session, &connection, &line, &problem))
        status = command_problem(session, &problem);
    if (line.at != NULL)
        explicit_bzero(line.at, line.room);
    text_free(&line);
    connection_close(&connection);
    return status;
}

/* The one operand names a portal, and no dataset. */
enum status command_login(struct session *session)
{
    session->options.portal = session->options.operands[0];
    return command_beside_workspace(session, login_in_workspace);
}

/* Needs no workspace: the portal may have gone from the catalog. */
enum status command_logout(struct session *session)
{
    const char *name = session->options.operands[0];
    struct problem problem = {0};
    bool was_there;
    if (!token_file_remove(&session->run, name, &was_there, &problem))
        return command_problem(session, &problem);
    if (!was_there)
        printf(_("%s: no token was kept here\n"), name);
    else
        printf(
            _("%s: the token was removed here. The portal still takes it until it is revoked there, on your "
              "user's page\n"),
            name);
    return STATUS_DONE;
}
