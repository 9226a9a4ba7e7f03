/* package_revise: changes parts of a dataset, on the condition that other parts are what the caller thinks.
 */
#ifndef BANCHI_PORTAL_REVISE_H
#define BANCHI_PORTAL_REVISE_H

struct request;
struct value;

struct value *package_revise(struct request *request);

#endif
