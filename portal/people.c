#include "portal/people.h"

#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "portal/request.h"
#include "portal/store.h"
#include "portal/value.h"

#define SYSADMIN_NAME "sandbox-admin"

bool people_start(struct session *session, struct arena *arena)
{
    if (session_number(session, 0, "SELECT count(*) FROM user", "") > 0)
        return session_state(session) == SESSION_GOOD;
    return session_run(session,
                       "INSERT INTO user(id, name, sysadmin, created, state) VALUES(?, ?, 1, ?, 'active')",
                       "sss", make_id(arena), SYSADMIN_NAME, make_now(arena));
}

/* Notes that a token was used: once a minute, or whenever its list is asked for. */
static void token_touch(struct request *request, const char *hash)
{
    if (!session_begin(request->session))
        return;
    session_run(request->session, "UPDATE token SET last_access = ? WHERE hash = ?", "ss",
                make_now(&request->arena), hash);
    session_commit(request->session);
}

static bool token_is_stale(const char *last)
{
    char now[32];
    time_t seconds = time(NULL);
    struct tm parts;
    gmtime_r(&seconds, &parts);
    strftime(now, sizeof now, "%Y-%m-%dT%H:%M", &parts);
    return last == NULL || strncmp(last, now, strlen(now)) != 0;
}

void people_identify(struct request *request)
{
    request->user = (struct user){.name = ""};
    if (request->token == NULL || strlen(request->token) > 512)
        return;
    char hash[HASH_HEX_BYTES];
    hash_slice(slice_of(request->token), hash);
    struct rows rows;
    bool stale = false;
    if (rows_open(
            &rows, request->session,
            "SELECT user.id, user.name, user.sysadmin, last_access FROM token JOIN user ON user.id = user_id"
            " WHERE hash = ? AND user.state = 'active'",
            "s", hash) &&
        rows_next(&rows)) {
        request->user.id = rows_text(&rows, &request->arena, 0);
        request->user.name = rows_text(&rows, &request->arena, 1);
        request->user.sysadmin = rows_number(&rows, 2) != 0;
        stale = token_is_stale(rows_text(&rows, &request->arena, 3)) ||
                strstr(request->path, "api_token_list") != NULL;
    }
    rows_close(&rows);
    if (stale)
        token_touch(request, hash);
}

const char *people_capacity(struct request *request, const char *team_id)
{
    if (request->user.id == NULL || team_id == NULL)
        return NULL;
    return session_text(request->session, &request->arena,
                        "SELECT capacity FROM member WHERE team_id = ? AND user_id = ?", "ss", team_id,
                        request->user.id);
}

static bool has_capacity(struct request *request, const char *team_id, const char *least)
{
    static const char *const order[] = {"member", "editor", "admin"};
    const char *capacity = people_capacity(request, team_id);
    bool reached = false;
    if (request->user.sysadmin)
        return true;
    for (size_t i = 0; i < 3 && capacity != NULL; i++) {
        reached = reached || strcmp(order[i], least) == 0;
        if (strcmp(order[i], capacity) == 0)
            return reached;
    }
    return false;
}

bool people_may_write(struct request *request, const char *team_id)
{
    return has_capacity(request, team_id, "editor");
}

bool people_may_read(struct request *request, const char *team_id)
{
    return has_capacity(request, team_id, "member");
}

bool people_may_manage(struct request *request, const char *team_id)
{
    return has_capacity(request, team_id, "admin");
}

bool people_may_write_somewhere(struct request *request)
{
    if (request->user.sysadmin)
        return true;
    return request->user.id != NULL &&
           session_number(request->session, 0,
                          "SELECT count(*) FROM member JOIN team ON team.id = team_id WHERE user_id = ?"
                          " AND capacity IN ('admin', 'editor') AND organization = 1 AND state = 'active'",
                          "s", request->user.id) > 0;
}

const char *people_find(struct request *request, const char *id_or_name)
{
    return session_text(request->session, &request->arena, "SELECT id FROM user WHERE id = ? OR name = ?",
                        "ss", id_or_name, id_or_name);
}

static void people_fill(struct request *request, struct value *user, const struct rows *rows)
{
    static const char *const texts[] = {"id", "name", "fullname", "about", "created", "last_active", "state"};
    struct arena *arena = &request->arena;
    for (int i = 0; i < 7; i++)
        value_set(arena, user, texts[i], value_string(arena, rows_text(rows, arena, i)));
    const char *full = rows_text(rows, arena, 2);
    const char *name = rows_text(rows, arena, 1);
    value_set(arena, user, "display_name", value_string(arena, full != NULL && *full != 0 ? full : name));
    value_set(arena, user, "sysadmin", value_bool(arena, rows_number(rows, 7) != 0));
    value_set(arena, user, "number_created_packages", value_integer(arena, rows_number(rows, 8)));
    char hash[HASH_HEX_BYTES];
    hash_slice(slice_of(name), hash);
    value_set(arena, user, "email_hash", value_format(arena, "%.32s", hash));
    value_set(arena, user, "activity_streams_email_notifications", value_bool(arena, false));
    value_set(arena, user, "image_url", value_null(arena));
    value_set(arena, user, "image_display_url", value_null(arena));
}

struct value *people_show(struct request *request, const char *id, const char *capacity)
{
    struct rows rows;
    struct value *user = value_object(&request->arena);
    if (rows_open(
            &rows, request->session,
            "SELECT id, name, fullname, about, created, last_active, state, sysadmin, (SELECT count(*) FROM"
            " package WHERE creator = user.id AND state = 'active') FROM user WHERE id = ?",
            "s", id) &&
        rows_next(&rows))
        people_fill(request, user, &rows);
    rows_close(&rows);
    if (capacity != NULL)
        value_set(&request->arena, user, "capacity", value_string(&request->arena, capacity));
    return user;
}

char *token_make(struct session *session, struct arena *arena, const char *user_id, const char *name)
{
    char *token = arena_alloc(arena, HASH_HEX_BYTES);
    char id[33];
    char hash[HASH_HEX_BYTES];
    random_hex(32, token);
    random_hex(16, id);
    hash_slice(slice_of(token), hash);
    bool good =
        session_run(session, "INSERT INTO token(id, user_id, name, hash, created_at) VALUES(?, ?, ?, ?, ?)",
                    "sssss", id, user_id, name, hash, make_now(arena));
    return good ? token : NULL;
}

bool token_forget(struct session *session, const char *token)
{
    char hash[HASH_HEX_BYTES];
    hash_slice(slice_of(token), hash);
    return session_run(session, "DELETE FROM token WHERE hash = ? OR id = ?", "ss", hash, token);
}

/* The user that a token action is about: itself, or anyone for a sysadmin. */
static const char *token_owner(struct request *request, const char *key)
{
    const char *who = request_need(request, key);
    if (who == NULL)
        return NULL;
    const char *id = people_find(request, who);
    bool self = id != NULL && request->user.id != NULL && strcmp(id, request->user.id) == 0;
    if (!self && !request->user.sysadmin)
        return fail_message(request, 403, "Authorization Error", "Access denied") ? id : NULL;
    if (id == NULL)
        fail_not_found(request, "Not found");
    return id;
}

struct value *api_token_create(struct request *request)
{
    const char *owner = token_owner(request, "user");
    const char *name = owner == NULL ? NULL : request_need(request, "name");
    if (name == NULL)
        return NULL;
    const char *token = token_make(request->session, &request->arena, owner, name);
    struct value *result = value_object(&request->arena);
    value_set(&request->arena, result, "token", value_string(&request->arena, token));
    return result;
}

struct value *api_token_list(struct request *request)
{
    static const char *const keys[] = {"id", "name", "user_id", "created_at", "last_access"};
    const char *key = value_get(request->parameters, "user_id") != NULL ? "user_id" : "user";
    const char *owner = token_owner(request, key);
    if (owner == NULL)
        return NULL;
    struct rows rows;
    struct value *list = value_list(&request->arena);
    rows_open(&rows, request->session,
              "SELECT id, name, user_id, created_at, last_access FROM token WHERE user_id = ?"
              " ORDER BY coalesce(last_access, created_at)",
              "s", owner);
    while (rows_next(&rows)) {
        struct value *token = value_object(&request->arena);
        for (int i = 0; i < 5; i++)
            value_set(&request->arena, token, keys[i],
                      value_string(&request->arena, rows_text(&rows, &request->arena, i)));
        value_append(&request->arena, list, token);
    }
    rows_close(&rows);
    return list;
}

struct value *api_token_revoke(struct request *request)
{
    const char *key = value_get(request->parameters, "jti") != NULL ? "jti" : "token";
    const char *token = request_need(request, key);
    if (token == NULL)
        return NULL;
    char hash[HASH_HEX_BYTES];
    hash_slice(slice_of(token), hash);
    const char *owner = session_text(request->session, &request->arena,
                                     "SELECT user_id FROM token WHERE hash = ? OR id = ?", "ss", hash, token);
    if (owner == NULL)
        return fail_not_found(request, "Not found") ? value_null(&request->arena) : NULL;
    bool own = request->user.id != NULL && strcmp(owner, request->user.id) == 0;
    if (!own && !request->user.sysadmin) {
        fail_message(request, 403, "Authorization Error", "Access denied");
        return NULL;
    }
    token_forget(request->session, token);
    return value_null(&request->arena);
}

struct value *user_show(struct request *request)
{
    const struct value *asked = value_get(request->parameters, "id");
    const char *who = value_text(asked) != NULL ? value_text(asked) : request->user.id;
    const char *id = who == NULL ? NULL : people_find(request, who);
    if (id == NULL) {
        fail_not_found(request, "Not found");
        return NULL;
    }
    return people_show(request, id, NULL);
}

struct value *user_list(struct request *request)
{
    if (request->user.id == NULL) {
        fail_message(request, 403, "Authorization Error", "Access denied: User  not authorized");
        return NULL;
    }
    const struct value *all = value_get(request->parameters, "all_fields");
    bool names = all != NULL && !value_means_true(all);
    struct value *list = value_list(&request->arena);
    struct rows rows;
    rows_open(&rows, request->session, "SELECT id, name FROM user WHERE state = 'active' ORDER BY name", "");
    while (rows_next(&rows))
        value_append(&request->arena, list,
                     names ? value_string(&request->arena, rows_text(&rows, &request->arena, 1))
                           : people_show(request, rows_text(&rows, &request->arena, 0), NULL));
    rows_close(&rows);
    return list;
}

static bool user_errors(struct request *request)
{
    struct value *errors = value_object(&request->arena);
    static const char *const needed[] = {"name", "email", "password"};
    for (size_t i = 0; i < 3; i++) {
        if (value_truthy(value_get(request->parameters, needed[i])))
            continue;
        struct value *messages = value_list(&request->arena);
        value_append(&request->arena, messages, value_string(&request->arena, "Missing value"));
        value_set(&request->arena, errors, needed[i], messages);
    }
    if (errors->count > 0)
        return fail_fields(request, errors);
    if (people_find(request, value_get_text(request->parameters, "name")) != NULL)
        return fail_field(request, "name", "That login name is not available.");
    return true;
}

struct value *user_create(struct request *request)
{
    if (!request->user.sysadmin) {
        fail_denied(request, "User %s not authorized to create users", request->user.name);
        return NULL;
    }
    if (!user_errors(request))
        return NULL;
    const char *id = make_id(&request->arena);
    session_run(request->session,
                "INSERT INTO user(id, name, sysadmin, fullname, email, about, created, state)"
                " VALUES(?, ?, ?, ?, ?, ?, ?, 'active')",
                "ssissss", id, value_get_text(request->parameters, "name"),
                (long long)value_means_true(value_get(request->parameters, "sysadmin")),
                value_get_text(request->parameters, "fullname"), value_get_text(request->parameters, "email"),
                value_get_text(request->parameters, "about"), make_now(&request->arena));
    return people_show(request, id, NULL);
}
