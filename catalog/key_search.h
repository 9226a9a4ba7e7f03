/* Which columns tell each row of a table from all others: looked for while the table is read once.
 *
 * Of the first rows a hash of every cell is kept; then all combinations of up to four likely columns that
 * have not repeated so far are compared, and the best of them are watched through the rest of the table, one
 * temporary file of 8 bytes a row each, without a name. At the end each is judged exactly: what is called a
 * key has no two rows alike (64-bit hashes that differ prove it; that two equal ones mislead, so that a key
 * is not proposed, has a chance of some millionths in ten million rows). Memory is bounded; a cell counts by
 * its bytes.
 */
#ifndef BANCHI_CATALOG_KEY_SEARCH_H
#define BANCHI_CATALOG_KEY_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/text.h"

struct arena;

#define KEY_COLUMNS 4        /* of one key, at most */
#define KEY_CHOICES 16       /* likely columns that are combined */
#define KEY_WATCHED 12       /* combinations watched */
#define KEY_ROWS 8192        /* compared in memory */
#define KEY_TABLE_COLUMNS 64 /* columns beyond these are in no key */

struct key {
    size_t columns[KEY_COLUMNS]; /* in rising order */
    size_t count;
};

struct key_search;

struct key_search *key_search_start(struct arena *arena, size_t columns) __attribute__((returns_nonnull));

/* Watches a key that somebody declared; false when it has too many columns, or some out of reach. */
bool key_search_watch(struct key_search *search, const struct key *key);

/* The cells of the next row. After the row number KEY_ROWS key_search_choose() must be called. */
bool key_search_add(struct key_search *search, const struct slice *cells, struct problem *problem)
    __attribute__((warn_unused_result));
bool key_search_is_full(const struct key_search *search);

/* Chooses what is watched: columns for which `likely` is true, the left ones first. */
void key_search_choose(struct key_search *search, const bool *likely);

/* Behind the last row: the smallest key all of whose columns are likely still. `key->count` is 0 when there
 * is none. */
bool key_search_find(struct key_search *search, const bool *likely, struct key *key, struct problem *problem)
    __attribute__((warn_unused_result));

/* Behind the last row: whether a key that was watched on demand is one. */
bool key_search_holds(struct key_search *search, const struct key *key, bool *holds, struct problem *problem)
    __attribute__((warn_unused_result));

void key_search_end(struct key_search *search);

#endif
