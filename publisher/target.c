#include "publisher/target.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/limits.h"
#include "publisher/token.h"

#define SANDBOX_NAME "sandbox"

static size_t remote_count(const struct workspace *workspace)
{
    size_t count = 0;
    for (size_t i = 0; i < workspace->portal_count; i++)
        count += !workspace->portals[i].embedded;
    return count;
}

/* The entry with this address, for CKAN_URL. */
static const struct portal_entry *entry_at(struct arena *arena, const struct workspace *workspace,
                                           const char *url)
{
    for (size_t i = 0; i < workspace->portal_count; i++) {
        const struct portal_entry *entry = &workspace->portals[i];
        struct address address;
        struct problem unused = {0};
        bool same = entry->url != NULL && address_read(arena, entry->url, &address, &unused) &&
                    strcmp(address.url, url) == 0;
        problem_clear(&unused);
        if (same)
            return entry;
    }
    return NULL;
}

static bool token_fill(struct arena *run, struct target *target, bool named, bool plain,
                       struct problem *problem)
{
    target->listed = named;
    if (target->asking)
        return true;
    struct token_wanted wanted = {named ? target->name : NULL, &target->address, plain};
    target->token_hint = named ? token_variable(run, target->name) : "CKAN_API_TOKEN";
    return token_find(run, &wanted, &target->token, problem);
}

/* `entry` NULL: the catalog says nothing. */
static void rules_fill(const struct portal_entry *entry, struct target *target)
{
    if (entry == NULL)
        return;
    target->withdraw_deletes = entry->withdraw_deletes;
    target->approval = entry->approval;
    target->cacert = entry->cacert;
    if (entry->max_upload_mib == 0)
        return;
    target->most_bytes = entry->max_upload_mib * MiB;
    target->limit = "max_upload_mib";
}

static void embedded_fill(struct arena *run, const struct workspace *workspace,
                          const struct portal_entry *entry, struct target *target)
{
    target->name = entry != NULL ? entry->name : SANDBOX_NAME;
    target->embedded = true;
    target->stock = entry != NULL && entry->stock;
    target->most_bytes = LIMIT_UPLOAD_BYTES;
    target->limit = "ckan.max_resource_size";
    rules_fill(entry, target);
    target->organization = entry != NULL ? entry->organization : NULL;
    target->create_organization = entry == NULL || entry->create_organization;
    target->lock_path = file_join(run, workspace->folder, ".banchi/sandbox/publish.lock.json");
    target->journal_path = file_join(run, workspace->folder, ".banchi/sandbox/publish.journal.json");
}

/* A portal whose address stands. `entry` is its own in the catalog; NULL: the catalog does not know it. */
static void remote_fill(struct arena *run, const struct workspace *workspace,
                        const struct portal_entry *entry, struct target *target)
{
    target->name = entry != NULL ? entry->name : target->address.origin;
    target->organization = entry != NULL ? entry->organization : NULL;
    target->create_organization = entry != NULL && entry->create_organization;
    rules_fill(entry, target);
    target->learnt_path = file_join(run, workspace->folder, ".banchi/upload-limits.json");
    target->lock_path = file_join(run, workspace->folder, "publish.lock.json");
    target->journal_path = file_join(run, workspace->folder, ".banchi/publish.journal.json");
}

static bool environment_fill(struct arena *run, const struct workspace *workspace, const char *url,
                             struct target *target, struct problem *problem)
{
    if (!address_read(run, url, &target->address, problem))
        return false;
    const struct portal_entry *entry = entry_at(run, workspace, target->address.url);
    remote_fill(run, workspace, entry, target);
    return token_fill(run, target, entry != NULL, true, problem);
}

static bool entry_fill(struct arena *run, const struct workspace *workspace, const char *name,
                       struct target *target, struct problem *problem)
{
    const struct portal_entry *entry = workspace_portal(workspace, name);
    bool sandbox = entry != NULL ? entry->embedded : strcmp(name, SANDBOX_NAME) == 0;
    if (sandbox)
        embedded_fill(run, workspace, entry, target);
    if (sandbox)
        return true;
    if (entry == NULL || entry->url == NULL)
        return problem_set(problem, PROBLEM_USAGE,
                           _("catalog.json names no portal \"%s\". Write it into \"portals\" there: \"%s\": "
                             "{\"url\": \"https://...\"}"),
                           name, name);
    if (!address_read(run, entry->url, &target->address, problem))
        return false;
    remote_fill(run, workspace, entry, target);
    return token_fill(run, target, true, remote_count(workspace) == 1, problem);
}

static bool choose(struct arena *run, const struct workspace *workspace, const char *portal,
                   struct target *target, struct problem *problem)
{
    const char *url = getenv("CKAN_URL");
    if (portal == NULL && url != NULL && *url != '\0')
        return environment_fill(run, workspace, url, target, problem);
    if (portal == NULL)
        portal = workspace->default_portal != NULL ? workspace->default_portal : SANDBOX_NAME;
    return entry_fill(run, workspace, portal, target, problem);
}

bool target_choose(struct arena *run, const struct workspace *workspace, const char *portal,
                   struct target *target, struct problem *problem)
{
    *target = (struct target){.token_hint = ""};
    return choose(run, workspace, portal, target, problem);
}

bool target_choose_to_ask(struct arena *run, const struct workspace *workspace, const char *portal,
                          struct target *target, struct problem *problem)
{
    *target = (struct target){.token_hint = "", .asking = true};
    return choose(run, workspace, portal, target, problem);
}

bool target_bind(struct arena *run, struct target *target, const char *url, const char *token,
                 struct problem *problem)
{
    if (!address_read(run, url, &target->address, problem))
        return false;
    target->token = token;
    return true;
}

bool target_may_write(const struct target *target, struct problem *problem)
{
    if (target->token != NULL)
        return true;
    if (target->listed)
        return problem_set(
            problem, PROBLEM_TOKEN,
            _("There is no token for \"%s\". Let banchi keep one: banchi login %s; or put it into the "
              "variable %s. Never into a command line or a file of the workspace."),
            target->name, target->name, target->token_hint);
    return problem_set(
        problem, PROBLEM_TOKEN,
        _("There is no token for \"%s\". Put it into the variable %s; never into a command line or a "
          "file of the workspace."),
        target->name, target->token_hint);
}
