/* The sandbox: a CKAN-style portal on the loopback, with its own validators, so that it judges independently.
 *
 * It keeps its data in a folder (`.banchi/sandbox`): portal.sqlite, files/, portal.lock (while it runs:
 * process id and port, as JSON). At first start it holds one sysadmin and nothing else. It imitates a portal
 * with the thai-gdc-2.1 scheming schema, or a plain CKAN (`stock`). It listens on 127.0.0.1 only; the Host
 * header must be a loopback name. Only hashes of tokens are stored.
 */
#ifndef BANCHI_PORTAL_SANDBOX_H
#define BANCHI_PORTAL_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/problem.h"

struct arena;
struct sandbox;

struct sandbox_options {
    const char *folder;
    bool stock;
    bool reset;        /* empty it first */
    uint16_t port;     /* 0: an ephemeral one */
    const char *fault; /* misbehaviour on purpose, see portal/fault.h; NULL: none */
    unsigned patience; /* seconds that a client has for its request; 0: LIMIT_REQUEST_SECONDS */
};

/* Starts serving in threads of this process. NULL with a problem: the folder cannot be written, the port is
 * taken, another process serves this folder; PROBLEM_USAGE: `fault` cannot be read. */
struct sandbox *sandbox_start(const struct sandbox_options *options, struct problem *problem);

/* "http://127.0.0.1:PORT", without a slash behind it; lives as long as the sandbox. */
const char *sandbox_url(const struct sandbox *sandbox);

/* How many requests came in whole since it started. */
uint64_t sandbox_requests(const struct sandbox *sandbox);

void sandbox_stop(struct sandbox *sandbox);

/* The address of the sandbox that another process serves from `folder`, or NULL when none runs. A lock left
 * behind by a process that is gone counts as none. */
char *sandbox_running(struct arena *arena, const char *folder);

/* Makes a token of the sysadmin and stores its hash; works whether or not the sandbox runs, in this process
 * or another. The token is 64 hex digits in the arena. `name` says what it is for. */
char *sandbox_token_make(struct arena *arena, const char *folder, const char *name, struct problem *problem);

/* Forgets a token again. */
bool sandbox_token_revoke(const char *folder, const char *token, struct problem *problem);

#endif
