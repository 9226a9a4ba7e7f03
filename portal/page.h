/* The sandbox's pages for people: lists, datasets, resources, organizations. Thai, without scripts.
 *
 * They show what the API shows to the same user, and are for looking only. Their one style sheet is
 * pages/style.css, at /style.css; the content policy allows nothing else. The texts are Thai whatever the
 * language of the tool: they are those of the portal that the sandbox imitates.
 */
#ifndef BANCHI_PORTAL_PAGE_H
#define BANCHI_PORTAL_PAGE_H

#include <stdbool.h>

struct answer;
struct request;

/* True where there may be a page: /, /style.css, /dataset..., /organization... */
bool page_is_at(const char *path);

/* Answers the page of `path`, or 404 where there is none. What may not be read is 404 too, as in CKAN 2.10.
 */
void page_answer(struct request *request, struct answer *answer, const char *path);

#endif
