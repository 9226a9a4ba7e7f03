/* The HTTP side: listens on the loopback, reads requests within their limits, sends answers.
 *
 * One thread a connection; how many requests are carried out at once is the store's matter. The Host header
 * must name the loopback. A body over LIMIT_REQUEST_BYTES is 413; a client that does not finish its request
 * within the portal's patience is cut off, however it
 * spends the time (portal/watch.h).
 */
#ifndef BANCHI_PORTAL_SERVER_H
#define BANCHI_PORTAL_SERVER_H

#include <stdint.h>

#include "base/problem.h"

struct portal;
struct server;

/* Takes the port (0: any) and serves; writes the port it got to `*port`. NULL with a problem. */
struct server *server_start(struct portal *portal, uint16_t *port, struct problem *problem);
/* Answers what has begun, then stops. */
void server_stop(struct server *server);

#endif
