/* From the body and the query of a request to the parameters of an action, as CKAN reads them. */
#ifndef BANCHI_PORTAL_READ_H
#define BANCHI_PORTAL_READ_H

#include <stdbool.h>

struct request;

/* Sets request->parameters. `read_only` actions take the query too. False with a bare string and 400. */
bool read_parameters(struct request *request, bool read_only);

#endif
