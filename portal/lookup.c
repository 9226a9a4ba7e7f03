#include "portal/lookup.h"

#include <string.h>

#include "portal/package.h"
#include "portal/request.h"
#include "portal/resource.h"
#include "portal/store.h"
#include "portal/value.h"

/* What is asked for in so many words: which rows, as objects of these members or as bare texts, how many. */
struct lookup {
    const char *sql; /* ?1 what was asked for, ?2 how many */
    const char *members[4];
    int64_t limit;
};

static struct value *look_up(struct request *request, const struct lookup *lookup, const char *asked)
{
    struct arena *arena = &request->arena;
    struct value *list = value_list(arena);
    int64_t limit = lookup->limit;
    struct rows rows;
    value_to_integer(value_get(request->parameters, "limit"), &limit);
    rows_open(&rows, request->session, lookup->sql, "si", asked, (long long)limit);
    while (rows_next(&rows)) {
        struct value *item = value_object(arena);
        for (int i = 0; lookup->members[i] != NULL; i++)
            value_set(arena, item, lookup->members[i], value_string(arena, rows_text(&rows, arena, i)));
        value_append(arena, list,
                     lookup->members[0] != NULL ? item : value_string(arena, rows_text(&rows, arena, 0)));
    }
    rows_close(&rows);
    return list;
}

struct value *tag_autocomplete(struct request *request)
{
    static const struct lookup lookup = {
        .sql = "SELECT name FROM tag WHERE instr(lower(name), lower(?1)) > 0 AND vocabulary_id = ''"
               " ORDER BY name LIMIT ?2",
        .limit = -1};
    const char *asked = value_get_text(request->parameters, "query");
    asked = asked == NULL ? value_get_text(request->parameters, "q") : asked;
    return asked == NULL || *asked == 0 ? value_list(&request->arena) : look_up(request, &lookup, asked);
}

struct value *format_autocomplete(struct request *request)
{
    static const struct lookup lookup = {
        .sql = "SELECT lower(json_extract(document, '$.format')) AS format FROM resource"
               " WHERE state = 'active' AND instr(format, lower(?1)) > 0 GROUP BY format"
               " ORDER BY count(*) DESC, format LIMIT ?2",
        .limit = 5};
    const char *asked = request_need(request, "q");
    return asked == NULL ? NULL : look_up(request, &lookup, asked);
}

static struct value *team_autocomplete(struct request *request, bool organization)
{
    static const struct lookup lookups[] = {
        {"SELECT id, name, title FROM team WHERE state = 'active' AND organization = 0"
         " AND (instr(lower(name), lower(?1)) > 0 OR instr(lower(title), lower(?1)) > 0) ORDER BY name LIMIT "
         "?2",
         {"id", "name", "title"},
         20},
        {"SELECT id, name, title FROM team WHERE state = 'active' AND organization = 1"
         " AND (instr(lower(name), lower(?1)) > 0 OR instr(lower(title), lower(?1)) > 0) ORDER BY name LIMIT "
         "?2",
         {"id", "name", "title"},
         20}};
    const char *asked = request_need(request, "q");
    return asked == NULL ? NULL : look_up(request, &lookups[organization ? 1 : 0], asked);
}

struct value *organization_autocomplete(struct request *request)
{
    return team_autocomplete(request, true);
}

struct value *group_autocomplete(struct request *request)
{
    return team_autocomplete(request, false);
}

struct value *user_autocomplete(struct request *request)
{
    static const struct lookup lookup = {
        "SELECT id, name, fullname FROM user WHERE state = 'active' AND (instr(lower(name), lower(?1)) > 0"
        " OR instr(lower(fullname), lower(?1)) > 0) ORDER BY name LIMIT ?2",
        {"id", "name", "fullname"},
        20};
    if (request->user.id == NULL) {
        fail_denied(request, "user_autocomplete requires an authenticated user");
        return NULL;
    }
    const char *asked = request_need(request, "q");
    return asked == NULL ? NULL : look_up(request, &lookup, asked);
}

struct value *member_roles_list(struct request *request)
{
    static const char *const roles[][2] = {{"Admin", "admin"}, {"Editor", "editor"}, {"Member", "member"}};
    struct arena *arena = &request->arena;
    const char *type = value_get_text(request->parameters, "group_type");
    struct value *list = value_list(arena);
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        struct value *role = value_object(arena);
        bool group = type != NULL && strcmp(type, "group") == 0;
        if (group && strcmp(roles[i][1], "editor") == 0)
            continue; /* groups know no editors */
        value_set(arena, role, "text", value_string(arena, roles[i][0]));
        value_set(arena, role, "value", value_string(arena, roles[i][1]));
        value_append(arena, list, role);
    }
    return list;
}

/* The sandbox has no views: a resource has none. */
struct value *resource_view_list(struct request *request)
{
    return resource_show(request) == NULL ? NULL : value_list(&request->arena);
}
