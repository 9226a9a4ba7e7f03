/* Whether an address belongs to the public internet: what a link may lead to.
 *
 * By the registries of special-purpose addresses (RFC 6890 and those that it gathers): not this machine
 * (loopback), not a private network (RFC 1918, unique local addresses), not link-local, shared, test or
 * reserved space, no multicast. Of IPv6 only global unicast; an IPv4 address inside of one (mapped, NAT64) is
 * judged as itself, and the tunnels 6to4 and Teredo are not taken.
 */
#ifndef BANCHI_PUBLISHER_PUBLIC_ADDRESS_H
#define BANCHI_PUBLISHER_PUBLIC_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/* False also for a family that is neither IPv4 nor IPv6. */
bool address_is_public(const struct sockaddr *address);

#endif
