/* A portal that is a script: each request gets the next answer, and is written down.
 *
 * Nothing is sent and nothing waits. A step names the end of the address it expects; a request that does not
 * fit it, or comes when the script is at its end, fails the test.
 */
#ifndef BANCHI_TESTS_SCRIPTED_H
#define BANCHI_TESTS_SCRIPTED_H

#include "publisher/transport.h"

struct script_step {
    const char *at;   /* how the address ends: "package_show" */
    int status;       /* 0: no answer; `delivery` says how far it came */
    const char *body; /* for 200 and a body that begins with "result ", what stands behind it is wrapped as
                         CKAN does */
    const char *type; /* NULL: application/json */
    enum delivery delivery;
    long retry_after; /* 0: none */
    const char *location;
    long long date;
};

struct scripted {
    struct transport transport;
    const struct script_step *steps;
    size_t count;
    size_t next;
    struct text log; /* one line a request: "POST package_show {...}" */
    unsigned waited; /* milliseconds in all */
};

struct scripted scripted(const struct script_step *steps, size_t count);
#define SCRIPTED(steps) scripted(steps, sizeof(steps) / sizeof *(steps))

/* Fails when steps are left. */
void scripted_end(struct scripted *scripted);

#endif
