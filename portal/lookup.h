/* Small questions of a site's pages: names that begin or go on so, lists of roles, what a group holds. */
#ifndef BANCHI_PORTAL_LOOKUP_H
#define BANCHI_PORTAL_LOOKUP_H

struct request;
struct value;

/* Actions. */
struct value *tag_autocomplete(struct request *request);
struct value *format_autocomplete(struct request *request);
struct value *organization_autocomplete(struct request *request);
struct value *group_autocomplete(struct request *request);
struct value *user_autocomplete(struct request *request);
struct value *member_roles_list(struct request *request);
struct value *resource_view_list(struct request *request);

#endif
