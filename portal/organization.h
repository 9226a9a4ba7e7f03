/* Organizations and groups ("teams" where both are meant) and their members. */
#ifndef BANCHI_PORTAL_ORGANIZATION_H
#define BANCHI_PORTAL_ORGANIZATION_H

#include <stdbool.h>

struct request;
struct value;

/* The id of a team that is not purged, by id or name; NULL when there is none. */
const char *team_find(struct request *request, const char *id_or_name, bool organization);

/* The organization as a dataset shows it. */
struct value *team_brief(struct request *request, const char *id);
/* A group as a dataset shows it. */
struct value *team_of_package(struct request *request, const char *id);

/* Actions. */
struct value *organization_create(struct request *request);
struct value *organization_show(struct request *request);
struct value *organization_list(struct request *request);
struct value *organization_list_for_user(struct request *request);
struct value *organization_update(struct request *request);
struct value *organization_patch(struct request *request);
struct value *organization_delete(struct request *request);
struct value *organization_purge(struct request *request);
struct value *organization_member_create(struct request *request);
struct value *organization_member_delete(struct request *request);
struct value *group_create(struct request *request);
struct value *group_show(struct request *request);
struct value *group_list(struct request *request);
struct value *group_update(struct request *request);
struct value *group_patch(struct request *request);
struct value *group_delete(struct request *request);
struct value *group_purge(struct request *request);
struct value *group_member_create(struct request *request);
struct value *group_member_delete(struct request *request);
struct value *member_create(struct request *request);
struct value *member_delete(struct request *request);
struct value *member_list(struct request *request);

#endif
