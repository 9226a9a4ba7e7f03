/* `banchi portal`: serves the sandbox until Ctrl-C. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "base/language.h"
#include "command/command.h"
#include "portal/sandbox.h"

/* Blocked before the server's threads begin, so that they inherit it and only the wait below sees the
 * signals. */
static sigset_t ending_signals(void)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    return signals;
}

/* What was published to a sandbox that is emptied is published no more. */
static bool forget_lock(struct session *session, const char *folder, struct problem *problem)
{
    const char *lock = file_join(&session->run, folder, "publish.lock.json");
    if (unlink(lock) != 0 && errno != ENOENT)
        return problem_set_errno(problem, errno, _("%s cannot be removed"), lock);
    return true;
}

static enum status serve(struct session *session, const struct sandbox_options *options,
                         struct problem *problem)
{
    sigset_t signals = ending_signals();
    struct sandbox *sandbox = sandbox_start(options, problem);
    if (!sandbox)
        return command_problem(session, problem);
    if (options->reset && !forget_lock(session, options->folder, problem)) {
        sandbox_stop(sandbox);
        return command_problem(session, problem);
    }
    const char *token = sandbox_token_make(&session->run, options->folder, "banchi portal", problem);
    if (token) {
        printf(_("The sandbox portal listens on %s (Ctrl-C ends it).\n"), sandbox_url(sandbox));
        printf(_("Access token, shown only this once: %s\n"), token);
        fflush(stdout);
        int signal;
        sigwait(&signals, &signal);
    }
    sandbox_stop(sandbox);
    return command_problem(session, problem);
}

enum status command_portal(struct session *session)
{
    struct problem problem = {0};
    const char *folder = workspace_find(&session->run, session->options.folder, &problem);
    if (!folder)
        return command_problem(session, &problem);
    struct sandbox_options options = {.folder = file_join(&session->run, folder, ".banchi/sandbox"),
                                      .stock = option_given(&session->options, OPTION_STOCK),
                                      .reset = option_given(&session->options, OPTION_RESET),
                                      .port = session->options.port,
                                      .fault = session->options.fault};
    return serve(session, &options, &problem);
}
