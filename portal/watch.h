/* Cuts off clients that take too long over a request, whether they are silent or send a letter now and then.
 *
 * The HTTP library bounds silence only. The watch bounds the whole time from the moment a connection can send
 * a request (opened, or the last answer sent) until the request has come in whole; the answer takes as long
 * as it takes. Idle connections end in the same way.
 */
#ifndef BANCHI_PORTAL_WATCH_H
#define BANCHI_PORTAL_WATCH_H

#include <stddef.h>

struct watch;
struct watched;

/* Looks after `count` connections at most, each for `seconds` a request. */
struct watch *watch_start(size_t count, unsigned seconds);
void watch_stop(struct watch *watch); /* after the last connection has ended */

/* A connection opens and ends; NULL when there are more than `count`: it must be closed then. */
struct watched *watch_open(struct watch *watch, int connection);
void watch_close(struct watch *watch, struct watched *watched);

/* The request is whole: what follows is our time. And: the answer has gone, the next request may come. */
void watch_pause(struct watch *watch, struct watched *watched);
void watch_resume(struct watch *watch, struct watched *watched);

#endif
