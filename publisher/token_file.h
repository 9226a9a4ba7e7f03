/* The file in which a token is kept, one a portal: written by `banchi login`, read for each run, taken away
 * by `banchi logout` (design, rule 8).
 *
 *   $XDG_CONFIG_HOME/banchi/tokens/PORTAL.json, else $HOME/.config/banchi/tokens/PORTAL.json
 *   {"origin": "https://host:443", "token": "..."}
 *
 * It must be a regular file of the user's, no link, that nobody else may read or write (mode 0600 or less),
 * in folders that nobody else may write: "tokens" and "banchi", which must be no links either, and the one
 * they lie in. What is not so is never read or written to: PROBLEM_TOKEN, with what to do about it.
 */
#ifndef BANCHI_PUBLISHER_TOKEN_FILE_H
#define BANCHI_PUBLISHER_TOKEN_FILE_H

#include <stdbool.h>

#include "base/problem.h"

struct arena;

struct token_kept {
    const char *path;   /* NULL: the portal has no name that a file may have, or there is no home */
    const char *origin; /* NULL: there is no file */
    const char *token;
};

/* Reads it. PROBLEM_LOCAL: it cannot be read. */
bool token_file_read(struct arena *arena, const char *portal, struct token_kept *kept,
                     struct problem *problem) __attribute__((warn_unused_result));

/* Whether one could be written: before a person is asked for it. A token for another origin is not written
 * over. */
bool token_file_may_write(struct arena *arena, const char *portal, const char *origin,
                          struct token_kept *kept, struct problem *problem)
    __attribute__((warn_unused_result));

/* Writes it whole, mode 0600, in place of what was there; folders that are missing are made with mode 0700.
 */
bool token_file_write(struct arena *arena, const struct token_kept *kept, struct problem *problem)
    __attribute__((warn_unused_result));

/* Takes it away, and a link in its place without following it. `*was_there` tells whether there was one. */
bool token_file_remove(struct arena *arena, const char *portal, bool *was_there, struct problem *problem)
    __attribute__((warn_unused_result));

#endif
