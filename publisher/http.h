/* HTTP by libcurl: the one file that knows it.
 *
 * Connections are kept and used again. http and https only, TLS always verified, redirects not followed,
 * answers over LIMIT_ANSWER_BYTES refused, silence bounded. A loopback address ignores proxy variables. A
 * server may close a kept connection without saying so: the request then comes back as DELIVERY_LOST, is
 * never sent a second time behind the caller's back, and from then on each write gets a connection of its
 * own.
 */
#ifndef BANCHI_PUBLISHER_HTTP_H
#define BANCHI_PUBLISHER_HTTP_H

#include "base/problem.h"
#include "publisher/transport.h"

/* The caller closes it with http_close(). `loopback` says that no proxy is used. libcurl is loaded only now
 * (base/late_library.h): NULL with a problem where it is not there. */
struct transport *http_open(bool loopback, struct problem *problem);

/* Certificates of authorities (PEM, base/certificate.h) that are believed instead of the system's; the caller
 * keeps them. */
void http_trust(struct transport *transport, struct slice pem);

/* One for links, which lead wherever somebody wrote: it connects to addresses of the public internet alone
 * (publisher/public_address.h), looked at when the name is resolved and the connection is made, so that no
 * name and no redirect leads around it; anything else is DELIVERY_BARRED. It uses no proxy, which would
 * connect where it likes, and no connection of another transport. */
struct transport *http_open_public(struct problem *problem);

void http_close(struct transport *transport); /* NULL is fine */

#endif
