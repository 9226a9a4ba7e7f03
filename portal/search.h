/* Searching datasets: a small part of what the search engine behind a real portal understands.
 *
 * Words between blanks, all of which must be there; field:value, -field:value, "phrases", field:(a OR b),
 * *:*; filters by fq, facets, order, pages.
 */
#ifndef BANCHI_PORTAL_SEARCH_H
#define BANCHI_PORTAL_SEARCH_H

struct request;
struct value;

struct value *package_search(struct request *request);
struct value *package_autocomplete(struct request *request);
struct value *tag_list(struct request *request);
struct value *tag_show(struct request *request);
struct value *resource_search(struct request *request);

#endif
