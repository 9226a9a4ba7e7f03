#include "command/pull_new.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "catalog/create.h"
#include "command/connection.h"
#include "publisher/fetch.h"
#include "publisher/site.h"

#define PORTAL "portal" /* its name in the new catalog.json */

static const char THAI[] = "thai-gdc-2.1";
static const char PLAIN[] = "ckan";

/* An item of the standard that every dataset by it has, and nobody else. */
static const char MARK[] = "objective";

/* By the portal's schema; on a stock portal by what lies in the extras of one of the datasets. */
static bool profile_find(struct ckan *ckan, const char *organization, struct arena *run, const char **profile,
                         struct problem *problem)
{
    struct site site;
    const char **names;
    size_t count;
    const struct json *package = NULL;
    *profile = PLAIN;
    if (!site_read(ckan, run, &site, problem) ||
        !fetch_list(ckan, organization, run, &names, &count, problem))
        return false;
    if (site_knows(&site, slice_of(MARK)))
        *profile = THAI;
    if (site.schema != NULL || count == 0)
        return true;
    if (!site_dataset(ckan, names[0], run, &package, problem))
        return false;
    const struct json *extras = json_get(package, "extras");
    for (uint32_t i = 0; json_is(extras, JSON_ARRAY) && i < extras->count; i++)
        if (slice_equals(json_text(json_get(&extras->items[i], "key")), MARK))
            *profile = THAI;
    return true;
}

static bool make(struct session *session, struct ckan *ckan, struct create_request *request,
                 struct problem *problem)
{
    const char **made;
    size_t count;
    struct arena *run = &session->run;
    if (!profile_find(ckan, request->organization_name, run, &request->profile, problem) ||
        !site_organization_title(ckan, request->organization_name, run, &request->organization_title,
                                 problem) ||
        !create_workspace(run, request, &made, &count, problem))
        return false;
    for (size_t i = 0; i < count; i++)
        fprintf(stderr, _("made %s\n"), made[i]);
    return true;
}

static bool reach_and_make(struct session *session, struct problem *problem)
{
    struct connection connection = {0};
    const char *folder = session->options.folder != NULL ? session->options.folder : ".";
    struct workspace none = {.folder = folder};
    struct create_request request = {
        .folder = folder, .organization_name = session->options.organization, .portal = PORTAL};
    if (request.organization_name == NULL)
        return problem_set(problem, PROBLEM_USAGE,
                           _("There is no workspace here yet. To make one of what a portal has, say whose: "
                             "--organization."));
    bool done = connection_reach(session, &none, false, &connection, problem);
    if (done) {
        struct ckan ckan = {.transport = connection.transport,
                            .url = connection.target.address.url,
                            .token = connection.target.token};
        request.portal_url = ckan.url;
        done = make(session, &ckan, &request, problem);
    }
    connection_close(&connection);
    return done;
}

enum status pull_new_workspace(struct session *session)
{
    struct problem problem = {0}, none = {0};
    const char *url = getenv("CKAN_URL");
    const char *found = workspace_find(&session->run, session->options.folder, &none);
    problem_clear(&none);
    if (found != NULL || session->options.portal != NULL || url == NULL || *url == '\0')
        return STATUS_DONE;
    return reach_and_make(session, &problem) ? STATUS_DONE : command_problem(session, &problem);
}
