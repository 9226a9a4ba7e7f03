#include "portal/organization.h"

#include <string.h>

#include "base/utf8.h"
#include "portal/people.h"
#include "portal/request.h"
#include "portal/store.h"
#include "portal/value.h"

#define TEAM_COLUMNS "id, name, organization, title, description, image_url, created, state, extras"
#define TEAM_NAME_LETTERS 100

const char *team_find(struct request *request, const char *id_or_name, bool organization)
{
    return session_text(
        request->session, &request->arena,
        "SELECT id FROM team WHERE (id = ?1 OR name = ?1) AND organization = ?2 ORDER BY id = ?1 DESC", "si",
        id_or_name, (long long)organization);
}

static void set_text(struct request *request, struct value *object, const char *key, const char *text)
{
    value_set(&request->arena, object, key, value_string(&request->arena, text));
}

static void set_title(struct request *request, struct value *team, const struct rows *rows)
{
    const char *title = rows_text(rows, &request->arena, 3);
    bool titled = title != NULL && *title != 0;
    set_text(request, team, "title", titled ? title : "");
    set_text(request, team, "display_name", titled ? title : rows_text(rows, &request->arena, 1));
}

static void team_fill(struct request *request, struct value *team, const struct rows *rows)
{
    struct arena *arena = &request->arena;
    bool organization = rows_number(rows, 2) != 0;
    set_text(request, team, "id", rows_text(rows, arena, 0));
    set_text(request, team, "name", rows_text(rows, arena, 1));
    set_title(request, team, rows);
    set_text(request, team, "description", rows_text(rows, arena, 4));
    set_text(request, team, "image_url", rows_text(rows, arena, 5));
    set_text(request, team, "image_display_url", rows_text(rows, arena, 5));
    set_text(request, team, "created", rows_text(rows, arena, 6));
    set_text(request, team, "state", rows_text(rows, arena, 7));
    set_text(request, team, "type", organization ? "organization" : "group");
    set_text(request, team, "approval_status", "approved");
    value_set(arena, team, "is_organization", value_bool(arena, organization));
}

static struct value *team_row(struct request *request, const char *id)
{
    struct value *team = NULL;
    struct rows rows;
    if (rows_open(&rows, request->session, "SELECT " TEAM_COLUMNS " FROM team WHERE id = ?", "s", id) &&
        rows_next(&rows)) {
        team = value_object(&request->arena);
        team_fill(request, team, &rows);
        value_set(&request->arena, team, "extras", rows_value(&rows, &request->arena, 8));
    }
    rows_close(&rows);
    return team;
}

struct value *team_brief(struct request *request, const char *id)
{
    struct value *team = id == NULL ? NULL : team_row(request, id);
    if (team == NULL)
        return value_null(&request->arena);
    value_remove(team, "extras");
    value_remove(team, "display_name");
    value_remove(team, "image_display_url");
    return team;
}

struct value *team_of_package(struct request *request, const char *id)
{
    static const char *const keys[] = {"description",       "display_name", "id",
                                       "image_display_url", "name",         "title"};
    const struct value *team = team_row(request, id);
    struct value *shown = value_object(&request->arena);
    for (size_t i = 0; i < sizeof keys / sizeof *keys && team != NULL; i++)
        value_set(&request->arena, shown, keys[i], value_get(team, keys[i]));
    return shown;
}

static struct value *team_users(struct request *request, const char *id)
{
    struct value *users = value_list(&request->arena);
    struct rows rows;
    rows_open(&rows, request->session,
              "SELECT user_id, capacity FROM member WHERE team_id = ? ORDER BY rowid", "s", id);
    while (rows_next(&rows))
        value_append(
            &request->arena, users,
            people_show(request, rows_text(&rows, &request->arena, 0), rows_text(&rows, &request->arena, 1)));
    rows_close(&rows);
    return users;
}

static long long team_packages(struct request *request, const char *id, bool organization)
{
    const char *sql =
        organization ? "SELECT count(*) FROM package WHERE owner_org = ? AND state = 'active' AND private = 0"
                     : "SELECT count(*) FROM package_team JOIN package ON package.id = package_id"
                       " WHERE team_id = ? AND state = 'active' AND private = 0";
    return session_number(request->session, 0, sql, "s", id);
}

static struct value *team_show(struct request *request, const char *id, bool users)
{
    struct arena *arena = &request->arena;
    struct value *team = team_row(request, id);
    bool organization = value_is_true(value_get(team, "is_organization"));
    value_set(arena, team, "num_followers", value_integer(arena, 0));
    value_set(arena, team, "package_count", value_integer(arena, team_packages(request, id, organization)));
    value_set(arena, team, "tags", value_list(arena));
    value_set(arena, team, "groups", value_list(arena));
    if (users)
        value_set(arena, team, "users", team_users(request, id));
    return team;
}

/* The team that the parameter `key` names; NULL with 404. */
static const char *team_asked(struct request *request, const char *key, bool organization)
{
    const char *asked = request_need(request, key);
    const char *id = asked == NULL ? NULL : team_find(request, asked, organization);
    if (id == NULL && asked != NULL)
        fail_not_found(request, "Not found");
    return id;
}

static struct value *show_asked(struct request *request, bool organization)
{
    const char *id = team_asked(request, "id", organization);
    if (id == NULL)
        return NULL;
    const struct value *users = value_get(request->parameters, "include_users");
    return team_show(request, id, users == NULL || value_means_true(users));
}

static void add_error(struct request *request, struct value *errors, const char *message)
{
    value_append(&request->arena, errors, value_string(&request->arena, message));
}

static void check_name(struct request *request, const char *name, const char *own_id, struct value *errors)
{
    size_t letters = utf8_count(slice_of(name));
    const char *other =
        session_text(request->session, &request->arena, "SELECT id FROM team WHERE name = ?", "s", name);
    if (strcmp(name, "new") == 0 || strcmp(name, "edit") == 0 || strcmp(name, "search") == 0)
        add_error(request, errors, "That name cannot be used");
    else if (letters < 2)
        add_error(request, errors, "Must be at least 2 characters long");
    else if (letters > TEAM_NAME_LETTERS)
        add_error(request, errors, "Name must be a maximum of 100 characters long");
    else if (strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") != strlen(name))
        add_error(request, errors,
                  "Must be purely lowercase alphanumeric (ascii) characters and these symbols: -_");
    if (other != NULL && (own_id == NULL || strcmp(other, own_id) != 0))
        add_error(request, errors, "Group name already exists in database");
}

/* Name and the other texts of a team that is made or changed. */
static bool check_team(struct request *request, const struct value *team, const char *own_id)
{
    struct value *errors = value_list(&request->arena);
    const struct value *name = value_get(team, "name");
    if (!value_truthy(name))
        add_error(request, errors, "Missing value");
    else
        check_name(request, value_as_text(&request->arena, name).at, own_id, errors);
    if (errors->count == 0)
        return true;
    struct value *fields = value_object(&request->arena);
    value_set(&request->arena, fields, "name", errors);
    return fail_fields(request, fields);
}

static const char *text_or_empty(struct request *request, const struct value *team, const char *key)
{
    const struct value *value = value_get(team, key);
    return value_is_null(value) ? "" : value_as_text(&request->arena, value).at;
}

static void put_member(struct request *request, const char *team, const char *user, const char *capacity)
{
    session_run(request->session,
                "INSERT INTO member(team_id, user_id, capacity) VALUES(?, ?, ?)"
                " ON CONFLICT(team_id, user_id) DO UPDATE SET capacity = excluded.capacity",
                "sss", team, user, capacity);
}

static void put_users(struct request *request, const char *team, const struct value *users)
{
    for (size_t i = 0; value_is(users, VALUE_LIST) && i < users->count; i++) {
        const char *name = value_get_text(users->items[i], "name");
        const char *user = name == NULL ? NULL : people_find(request, name);
        const char *capacity = value_get_text(users->items[i], "capacity");
        if (user != NULL)
            put_member(request, team, user, capacity == NULL ? "public" : capacity);
    }
}

static const struct value *list_or_empty(struct request *request, const struct value *list)
{
    return value_is(list, VALUE_LIST) ? list : value_list(&request->arena);
}

static struct value *team_create(struct request *request, bool organization)
{
    const struct value *team = request->parameters;
    if (!request->user.sysadmin) {
        fail_denied(request, "User %s not authorized to create %s", request->user.name,
                    organization ? "organizations" : "groups");
        return NULL;
    }
    if (!check_team(request, team, NULL))
        return NULL;
    if (request->surrogate || value_holds_nul(team)) {
        fail_crash(request);
        return NULL;
    }
    const char *id = value_get_text(team, "id");
    id = id == NULL ? make_id(&request->arena) : id;
    session_run(request->session,
                "INSERT INTO team(" TEAM_COLUMNS ") VALUES(?, ?, ?, ?, ?, ?, ?, 'active', ?)", "ssissssv", id,
                text_or_empty(request, team, "name"), (long long)organization,
                text_or_empty(request, team, "title"), text_or_empty(request, team, "description"),
                text_or_empty(request, team, "image_url"), make_now(&request->arena),
                list_or_empty(request, value_get(team, "extras")));
    put_member(request, id, request->user.id, "admin");
    put_users(request, id, value_get(team, "users"));
    return team_show(request, id, true);
}

static struct value *team_change(struct request *request, bool organization, bool patch)
{
    const char *id = team_asked(request, "id", organization);
    if (id == NULL)
        return NULL;
    if (!people_may_manage(request, id)) {
        fail_denied(request, "User %s not authorized to edit %s %s", request->user.name,
                    organization ? "organization" : "group", id);
        return NULL;
    }
    struct value *team = patch ? team_row(request, id) : value_object(&request->arena);
    for (size_t i = 0; i < request->parameters->count; i++)
        value_set_slice(&request->arena, team, request->parameters->members[i].key,
                        request->parameters->members[i].value);
    if (value_get(team, "name") == NULL)
        value_set(&request->arena, team, "name", value_get(team_row(request, id), "name"));
    if (!check_team(request, team, id))
        return NULL;
    const char *state = value_get_text(team, "state");
    session_run(
        request->session,
        "UPDATE team SET name = ?, title = ?, description = ?, image_url = ?, state = coalesce(?, state),"
        " extras = ? WHERE id = ?",
        "sssssvs", text_or_empty(request, team, "name"), text_or_empty(request, team, "title"),
        text_or_empty(request, team, "description"), text_or_empty(request, team, "image_url"), state,
        list_or_empty(request, value_get(team, "extras")), id);
    put_users(request, id, value_get(team, "users"));
    return team_show(request, id, true);
}

static struct value *team_remove(struct request *request, bool organization, bool for_good)
{
    const char *id = team_asked(request, "id", organization);
    if (id == NULL)
        return NULL;
    if (for_good ? !request->user.sysadmin : !people_may_manage(request, id)) {
        fail_denied(request, "User %s not authorized to delete %s %s", request->user.name,
                    organization ? "organization" : "group", id);
        return NULL;
    }
    long long packages =
        session_number(request->session, 0,
                       "SELECT count(*) FROM package WHERE owner_org = ? AND state != 'deleted'", "s", id);
    if (organization && !for_good && packages > 0) {
        fail_message(request, 409, "Validation Error",
                     "Organization cannot be deleted while it still has datasets");
        return NULL;
    }
    if (for_good) {
        session_run(request->session, "UPDATE package SET owner_org = NULL WHERE owner_org = ?", "s", id);
        session_run(request->session, "DELETE FROM member WHERE team_id = ?", "s", id);
        session_run(request->session, "DELETE FROM package_team WHERE team_id = ?", "s", id);
        session_run(request->session, "DELETE FROM team WHERE id = ?", "s", id);
    } else {
        session_run(request->session, "UPDATE team SET state = 'deleted' WHERE id = ?", "s", id);
    }
    return value_null(&request->arena);
}

/* A team as a list shows it: without what hangs on it. */
static struct value *team_listed(struct request *request, const char *id)
{
    struct value *team = team_show(request, id, false);
    value_remove(team, "extras");
    value_remove(team, "tags");
    value_remove(team, "groups");
    return team;
}

static bool wanted_name(const struct value *wanted, const char *name)
{
    if (!value_is(wanted, VALUE_LIST))
        return true;
    for (size_t i = 0; i < wanted->count; i++)
        if (value_equals(wanted->items[i], name))
            return true;
    return false;
}

static struct value *team_list(struct request *request, bool organization)
{
    struct arena *arena = &request->arena;
    bool whole = value_means_true(value_get(request->parameters, "all_fields"));
    const struct value *wanted = value_get(request->parameters, organization ? "organizations" : "groups");
    int64_t limit = -1;
    int64_t offset = 0;
    value_to_integer(value_get(request->parameters, "limit"), &limit);
    value_to_integer(value_get(request->parameters, "offset"), &offset);
    struct value *list = value_list(arena);
    struct rows rows;
    rows_open(&rows, request->session,
              "SELECT id, name FROM team WHERE organization = ? AND state = 'active'"
              " ORDER BY coalesce(nullif(title, ''), name), rowid LIMIT ? OFFSET ?",
              "iii", (long long)organization, (long long)limit, (long long)offset);
    while (rows_next(&rows)) {
        const char *name = rows_text(&rows, arena, 1);
        if (wanted_name(wanted, name))
            value_append(arena, list,
                         whole ? team_listed(request, rows_text(&rows, arena, 0))
                               : value_string(arena, name));
    }
    rows_close(&rows);
    return list;
}

/* Which capacities carry a permission. */
static bool capacity_permits(const char *capacity, const char *permission)
{
    static const char *const of_editors[] = {"read", "delete_dataset", "create_dataset", "update_dataset",
                                             "manage_group"};
    static const char *const of_members[] = {"read", "manage_group"};
    if (strcmp(capacity, "admin") == 0)
        return true;
    bool editor = strcmp(capacity, "editor") == 0;
    const char *const *permissions = editor ? of_editors : of_members;
    for (size_t i = 0; i < (editor ? 5 : 2); i++)
        if (strcmp(permissions[i], permission) == 0)
            return true;
    return false;
}

struct value *organization_list_for_user(struct request *request)
{
    struct arena *arena = &request->arena;
    const char *asked = value_get_text(request->parameters, "id");
    const char *user = asked == NULL ? request->user.id : people_find(request, asked);
    const char *permission = value_get_text(request->parameters, "permission");
    struct value *list = value_list(arena);
    if (user == NULL)
        return list;
    bool sysadmin =
        session_number(request->session, 0, "SELECT sysadmin FROM user WHERE id = ?", "s", user) != 0;
    struct rows rows;
    rows_open(&rows, request->session,
              "SELECT id, (SELECT capacity FROM member WHERE team_id = team.id AND user_id = ?) FROM team"
              " WHERE organization = 1 AND state = 'active' ORDER BY rowid",
              "s", user);
    while (rows_next(&rows)) {
        const char *capacity = sysadmin ? "admin" : rows_text(&rows, arena, 1);
        if (capacity == NULL || !capacity_permits(capacity, permission == NULL ? "manage_group" : permission))
            continue;
        struct value *team = team_row(request, rows_text(&rows, arena, 0));
        value_remove(team, "extras");
        set_text(request, team, "capacity", capacity);
        value_append(arena, list, team);
    }
    rows_close(&rows);
    return list;
}

static struct value *membership(struct request *request, bool organization, bool add)
{
    const char *team = team_asked(request, "id", organization);
    const char *name = team == NULL ? NULL : request_need(request, "username");
    const char *role = name == NULL || !add ? "" : request_need(request, "role");
    if (name == NULL || role == NULL)
        return NULL;
    if (!people_may_manage(request, team)) {
        fail_denied(request, "User %s not authorized to edit members of %s", request->user.name, team);
        return NULL;
    }
    const char *user = people_find(request, name);
    if (user == NULL) {
        fail_field(request, "username", "Not found: User");
        return NULL;
    }
    if (!add) {
        session_run(request->session, "DELETE FROM member WHERE team_id = ? AND user_id = ?", "ss", team,
                    user);
        return value_null(&request->arena);
    }
    put_member(request, team, user, role);
    struct value *member = value_object(&request->arena);
    set_text(request, member, "id", make_id(&request->arena));
    set_text(request, member, "table_name", "user");
    set_text(request, member, "table_id", user);
    set_text(request, member, "group_id", team);
    set_text(request, member, "capacity", role);
    set_text(request, member, "state", "active");
    return member;
}

/* The team of member_create and its like: of either kind. */
static const char *any_team(struct request *request)
{
    const char *asked = request_need(request, "id");
    if (asked == NULL)
        return NULL;
    const char *team = team_find(request, asked, true);
    team = team == NULL ? team_find(request, asked, false) : team;
    if (team == NULL)
        fail_not_found(request, "Not found: Group was not found.");
    else if (!people_may_manage(request, team))
        fail_denied(request, "User %s not authorized to edit members of %s", request->user.name, team);
    return failed(request) ? NULL : team;
}

static struct value *member_change(struct request *request, bool add)
{
    const char *team = any_team(request);
    const char *object = team == NULL ? NULL : request_need(request, "object");
    const char *type = object == NULL ? NULL : request_need(request, "object_type");
    if (type == NULL)
        return NULL;
    bool user = strcmp(type, "user") == 0;
    const char *id = user ? people_find(request, object)
                          : session_text(request->session, &request->arena,
                                         "SELECT id FROM package WHERE id = ?1 OR name = ?1", "s", object);
    if (id == NULL) {
        fail_not_found(request, "Not found");
        return NULL;
    }
    const char *capacity = value_get_text(request->parameters, "capacity");
    if (user && add)
        put_member(request, team, id, capacity == NULL ? "member" : capacity);
    else if (user)
        session_run(request->session, "DELETE FROM member WHERE team_id = ? AND user_id = ?", "ss", team, id);
    else
        session_run(request->session,
                    add ? "INSERT OR IGNORE INTO package_team(team_id, package_id) VALUES(?, ?)"
                        : "DELETE FROM package_team WHERE team_id = ? AND package_id = ?",
                    "ss", team, id);
    struct value *member = value_object(&request->arena);
    set_text(request, member, "id", make_id(&request->arena));
    set_text(request, member, "table_name", type);
    set_text(request, member, "table_id", id);
    set_text(request, member, "group_id", team);
    set_text(request, member, "capacity", capacity == NULL ? "public" : capacity);
    set_text(request, member, "state", "active");
    return add ? member : value_null(&request->arena);
}

struct value *member_create(struct request *request)
{
    return member_change(request, true);
}

struct value *member_delete(struct request *request)
{
    return member_change(request, false);
}

struct value *member_list(struct request *request)
{
    struct arena *arena = &request->arena;
    const char *asked = request_need(request, "id");
    const char *team = asked == NULL ? NULL : team_find(request, asked, true);
    team = team == NULL && asked != NULL ? team_find(request, asked, false) : team;
    if (team == NULL) {
        fail_not_found(request, "Not found");
        return NULL;
    }
    struct value *list = value_list(arena);
    struct rows rows;
    rows_open(&rows, request->session,
              "SELECT user_id, capacity FROM member WHERE team_id = ? ORDER BY rowid", "s", team);
    while (rows_next(&rows)) {
        struct value *member = value_list(arena);
        value_append(arena, member, value_string(arena, rows_text(&rows, arena, 0)));
        value_append(arena, member, value_string(arena, "user"));
        value_append(arena, member, value_string(arena, rows_text(&rows, arena, 1)));
        value_append(arena, list, member);
    }
    rows_close(&rows);
    return list;
}

struct value *organization_create(struct request *request)
{
    return team_create(request, true);
}

struct value *organization_show(struct request *request)
{
    return show_asked(request, true);
}

struct value *organization_list(struct request *request)
{
    return team_list(request, true);
}

struct value *organization_update(struct request *request)
{
    return team_change(request, true, false);
}

struct value *organization_patch(struct request *request)
{
    return team_change(request, true, true);
}

struct value *organization_delete(struct request *request)
{
    return team_remove(request, true, false);
}

struct value *organization_purge(struct request *request)
{
    return team_remove(request, true, true);
}

struct value *organization_member_create(struct request *request)
{
    return membership(request, true, true);
}

struct value *organization_member_delete(struct request *request)
{
    return membership(request, true, false);
}

struct value *group_create(struct request *request)
{
    return team_create(request, false);
}

struct value *group_show(struct request *request)
{
    return show_asked(request, false);
}

struct value *group_list(struct request *request)
{
    return team_list(request, false);
}

struct value *group_update(struct request *request)
{
    return team_change(request, false, false);
}

struct value *group_patch(struct request *request)
{
    return team_change(request, false, true);
}

struct value *group_delete(struct request *request)
{
    return team_remove(request, false, false);
}

struct value *group_purge(struct request *request)
{
    return team_remove(request, false, true);
}

struct value *group_member_create(struct request *request)
{
    return membership(request, false, true);
}

struct value *group_member_delete(struct request *request)
{
    return membership(request, false, false);
}
