#include "command/chosen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/language.h"
#include "catalog/portal_file.h"
#include "metadata/profile.h"

static const char SANDBOX[] = "sandbox";

static bool same_address(const char *url, const char *other)
{
    size_t length = strlen(url), other_length = strlen(other);
    length -= length > 0 && url[length - 1] == '/';
    other_length -= other_length > 0 && other[other_length - 1] == '/';
    return length == other_length && memcmp(url, other, length) == 0;
}

static const char *portal_at(const struct workspace *workspace, const char *url)
{
    for (size_t i = 0; i < workspace->portal_count; i++)
        if (workspace->portals[i].url != NULL && same_address(workspace->portals[i].url, url))
            return workspace->portals[i].name;
    return NULL;
}

const char *chosen_portal(const struct session *session, const struct workspace *workspace)
{
    const char *url = getenv("CKAN_URL");
    if (session->options.portal != NULL)
        return session->options.portal;
    if (url != NULL && *url != '\0')
        return portal_at(workspace, url);
    return workspace->default_portal != NULL ? workspace->default_portal : SANDBOX;
}

bool chosen_profile(struct session *session, struct workspace *workspace, enum status *status)
{
    const char *name = chosen_portal(session, workspace);
    const struct portal_entry *entry = name != NULL ? workspace_portal(workspace, name) : NULL;
    bool named = session->options.portal != NULL;
    if (named && entry == NULL && strcmp(name, SANDBOX) != 0) {
        *status = command_wrong_use(session,
                                    _("catalog.json names no portal \"%s\". Write it into \"portals\" there: "
                                      "\"%s\": {\"url\": \"https://...\"}"),
                                    name, name);
        return false;
    }
    /* an unknown profile is catalog.json's fault, which its own schema tells */
    if (entry != NULL && entry->profile != NULL && profile_is_of_datasets(entry->profile))
        workspace->profile = entry->profile;
    return true;
}

/* Who names a portal wants its rules asked, and is told when there are none to ask. */
static void say_not_pulled(struct session *session, const struct workspace *workspace, const char *portal)
{
    const char *file = portal_file_name(&session->run, portal);
    if (file == NULL || file_kind(file_join(&session->run, workspace->folder, file)) == FILE_ABSENT)
        fprintf(stderr,
                _("banchi: the schema of \"%s\" was not pulled yet, so its own rules are not asked: banchi "
                  "schema pull --portal %s\n"),
                portal, portal);
}

bool chosen_rules(struct session *session, struct workspace *workspace, struct finding_sink *sink,
                  enum status *status)
{
    struct problem problem = {0};
    const char *name = chosen_portal(session, workspace);
    if (!chosen_profile(session, workspace, status))
        return false;
    if (name != NULL)
        workspace->portal = portal_file_rules(&session->run, workspace, name, sink, &problem);
    if (problem.kind != PROBLEM_NONE)
        *status = command_problem(session, &problem);
    else if (session->options.portal != NULL && workspace->portal == NULL)
        say_not_pulled(session, workspace, name);
    return *status == STATUS_DONE || *status == STATUS_FINDINGS;
}
