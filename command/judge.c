#include "command/judge.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/finding_list.h"
#include "base/language.h"
#include "command/command.h"

/* Also what is there and cannot be opened, which is then told: a link to nothing, a file in a closed folder.
 */
static bool is_a_path(const char *name)
{
    struct stat status;
    return lstat(name, &status) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

const struct profile *judge_open(struct arena *arena, const char *name, struct finding_sink *sink,
                                 struct problem *problem)
{
    if (profile_is_of_datasets(name))
        return profile_open(arena, name, problem);
    if (is_a_path(name))
        return profile_open_file(arena, name, sink, problem);
    problem_set(problem, PROBLEM_USAGE,
                _("\"%s\" is neither a schema file nor a profile; profiles are ckan, thai-gdc-1.4, "
                  "thai-gdc-2.1 and thai-gdc-2.2"),
                name);
    return NULL;
}

static const char USUAL[] = "thai-gdc-2.1";

const char *judge_here(struct session *session)
{
    struct workspace workspace;
    struct problem problem = {0};
    struct finding_counter silent = finding_counter();
    const char *folder = workspace_find(&session->run, session->options.folder, &problem);
    bool open = folder != NULL && workspace_open(&session->run, folder, &silent.sink, &workspace, &problem);
    problem_clear(&problem);
    return open ? workspace.profile : USUAL;
}

const char *judge_here_surely(struct session *session, struct finding_sink *sink, struct problem *problem)
{
    struct workspace workspace;
    struct arena *run = &session->run;
    struct finding_list faults = finding_list(run);
    const char *folder = workspace_find(run, session->options.folder, problem);
    if (folder == NULL && session->options.folder == NULL) {
        problem_clear(problem);
        return USUAL;
    }
    if (folder == NULL || !workspace_open(run, folder, &faults.sink, &workspace, problem)) {
        finding_list_put(&faults, sink);
        return NULL;
    }
    const char *said = json_get_string(run, &workspace.catalog.root, "profile");
    if (said != NULL && strcmp(said, workspace.profile) == 0)
        return said;
    finding_list_put(&faults, sink);
    return NULL;
}
