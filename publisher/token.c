#include "publisher/token.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "publisher/token_file.h"

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

static bool token_from_file(struct arena *arena, const struct token_wanted *wanted, const char **token,
                            struct problem *problem)
{
    struct token_kept kept;
    if (!token_file_read(arena, wanted->portal, &kept, problem))
        return false;
    if (kept.origin != NULL && strcmp(kept.origin, wanted->address->origin) != 0)
        return problem_set(problem, PROBLEM_TOKEN,
                           _("The token in \"%s\" belongs to %s and is not sent to %s."), kept.path,
                           kept.origin, wanted->address->origin);
    *token = kept.token;
    return true;
}

bool token_is_clean(const char *token, struct problem *problem)
{
    for (const char *c = token; *c != '\0'; c++)
        if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7f)
            return problem_set(
                problem, PROBLEM_TOKEN,
                _("The token holds a blank, a line end or another character that no token has."));
    return true;
}

bool token_may_travel(const struct address *address, struct problem *problem)
{
    return address->https || address->loopback ||
           problem_set(problem, PROBLEM_TOKEN,
                       _("%s is http: a token would be readable on the way. Use https."), address->url);
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
    return token_may_travel(wanted->address, problem) && token_is_clean(*token, problem);
}
