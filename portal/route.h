/* From a request that was read whole to its answer: the API, downloads, dumps, and pages, those that are not
 * there too.
 */
#ifndef BANCHI_PORTAL_ROUTE_H
#define BANCHI_PORTAL_ROUTE_H

struct answer;
struct request;

void route(struct request *request, struct answer *answer);

#endif
