/* Users, tokens, and who may do what.
 *
 * A sysadmin may do anything. Others have a capacity in an organization: admin and editor may write its
 * datasets, member may read its private ones; an admin may change the organization itself.
 */
#ifndef BANCHI_PORTAL_PEOPLE_H
#define BANCHI_PORTAL_PEOPLE_H

#include <stdbool.h>

struct arena;
struct request;
struct session;
struct user;
struct value;

/* Makes the sysadmin where there is no user yet. */
bool people_start(struct session *session, struct arena *arena);

/* Sets request->user from its token; a wrong one counts as none. */
void people_identify(struct request *request);

/* The capacity of the user in the team: "admin", "editor", "member", or NULL. */
const char *people_capacity(struct request *request, const char *team_id);
/* May write datasets of the organization (which may be NULL: then sysadmins only). */
bool people_may_write(struct request *request, const char *team_id);
bool people_may_read(struct request *request, const char *team_id);
bool people_may_manage(struct request *request, const char *team_id);
/* May write datasets of at least one organization. */
bool people_may_write_somewhere(struct request *request);

/* The id of a user by id or name; NULL when there is none. */
const char *people_find(struct request *request, const char *id_or_name);
/* A user as `organization_show` lists it; `capacity` may be NULL. */
struct value *people_show(struct request *request, const char *id, const char *capacity);

/* Stores the hash of a new token and returns the token: 64 hex digits. */
char *token_make(struct session *session, struct arena *arena, const char *user_id, const char *name);
bool token_forget(struct session *session, const char *token);

/* Actions. */
struct value *api_token_create(struct request *request);
struct value *api_token_list(struct request *request);
struct value *api_token_revoke(struct request *request);
struct value *user_show(struct request *request);
struct value *user_list(struct request *request);
struct value *user_create(struct request *request);

#endif
