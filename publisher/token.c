#include "publisher/token.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json.h"
#include "base/language.h"
#include "base/limits.h"

#define TOKEN_FILE_BYTES (16 * KiB)

const char *token_variable(struct arena *arena, const char *portal)
{
    char *name = arena_format(arena, "CKAN_API_TOKEN_%s", portal);
    for (char *c = name; *c != '\0'; c++)
        *c = isalnum((unsigned char)*c) ? (char)toupper((unsigned char)*c) : '_';
    return name;
}

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0' ? value : NULL;
}

static char *token_path(struct arena *arena, const char *portal)
{
    const char *config = variable("XDG_CONFIG_HOME");
    const char *home = variable("HOME");
    if (portal == NULL || strchr(portal, '/') != NULL || (config == NULL && home == NULL))
        return NULL;
    if (config != NULL)
        return arena_format(arena, "%s/banchi/tokens/%s.json", config, portal);
    return arena_format(arena, "%s/.config/banchi/tokens/%s.json", home, portal);
}

static bool file_is_private(const char *path, struct problem *problem)
{
    struct stat status;
    if (lstat(path, &status) != 0)
        return problem_set(problem, PROBLEM_LOCAL, _("\"%s\" cannot be looked at."), path);
    if (S_ISREG(status.st_mode) && (status.st_mode & 0777) == 0600 && status.st_uid == geteuid())
        return true;
    return problem_set(problem, PROBLEM_TOKEN,
                       _("\"%s\" holds a token and must be a file that is yours alone: chmod 600 it."), path);
}

static bool token_from_file(struct arena *arena, const struct token_wanted *wanted, const char **token,
                            struct problem *problem)
{
    char *path = token_path(arena, wanted->portal);
    struct slice text;
    struct json root;
    const struct json_fault *faults;
    if (path == NULL || file_kind(path) == FILE_ABSENT)
        return true;
    if (!file_is_private(path, problem) || !file_read(arena, path, TOKEN_FILE_BYTES, &text, problem))
        return false;
    bool read = json_read(arena, text, &root, &faults);
    const char *origin = read ? json_get_string(arena, &root, "origin") : NULL;
    const char *found = read ? json_get_string(arena, &root, "token") : NULL;
    if (origin == NULL || found == NULL || *found == '\0')
        return problem_set(problem, PROBLEM_TOKEN, _("\"%s\" must hold {\"origin\": ..., \"token\": ...}."),
                           path);
    if (strcmp(origin, wanted->address->origin) != 0)
        return problem_set(problem, PROBLEM_TOKEN,
                           _("The token in \"%s\" belongs to %s and is not sent to %s."), path, origin,
                           wanted->address->origin);
    *token = found;
    return true;
}

/* What goes into a header line must not end it. */
static bool token_is_clean(const char *token, struct problem *problem)
{
    for (const char *c = token; *c != '\0'; c++)
        if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7f)
            return problem_set(
                problem, PROBLEM_TOKEN,
                _("The token holds a blank, a line end or another character that no token has."));
    return true;
}

bool token_find(struct arena *arena, const struct token_wanted *wanted, const char **token,
                struct problem *problem)
{
    *token = wanted->portal == NULL ? NULL : variable(token_variable(arena, wanted->portal));
    if (*token == NULL && !token_from_file(arena, wanted, token, problem))
        return false;
    if (*token == NULL && wanted->plain_allowed)
        *token = variable("CKAN_API_TOKEN");
    if (*token == NULL)
        return true;
    *token = arena_string(arena, *token);
    if (!wanted->address->https && !wanted->address->loopback)
        return problem_set(problem, PROBLEM_TOKEN,
                           _("%s is http: a token would be readable on the way. Use https."),
                           wanted->address->url);
    return token_is_clean(*token, problem);
}
