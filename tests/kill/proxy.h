/* A line that fails on demand: stands between a publisher and the portal, counts requests, and at the Nth one
 * kills the publisher (SIGKILL) or drops the line, before or after the request was carried out.
 *
 * One request a connection, one connection at a time; the bodies are small and held whole.
 */
#ifndef BANCHI_TESTS_PROXY_H
#define BANCHI_TESTS_PROXY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum blow { BLOW_NONE, BLOW_KILL_BEFORE, BLOW_KILL_AFTER, BLOW_DROP_BEFORE, BLOW_DROP_AFTER, BLOW_COUNT };

extern const char *const blow_names[BLOW_COUNT];

struct proxy {
    int listener;
    uint16_t port;   /* its own */
    uint16_t portal; /* where it leads */
    enum blow blow;
    size_t at; /* which request, from 1 */
    /* what was seen */
    size_t requests;
    size_t forwarded;
    bool struck;
};

/* Listens on a port of its own; it stays the same for all runs. */
bool proxy_open(struct proxy *proxy);

/* Serves until the publisher has ended, and returns what waitpid() said of it. */
int proxy_serve(struct proxy *proxy, pid_t publisher);

#endif
