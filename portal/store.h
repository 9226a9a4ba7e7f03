/* What the sandbox remembers: one SQLite database in its folder.
 *
 * A store has a few sessions (connections); a request takes one, works, and gives it back, so that no more
 * requests are carried out at once than there are sessions, as with the worker processes of a real portal.
 * Writing begins with session_begin(), which waits for other writers; nothing is acknowledged before
 * session_commit() has returned true, and what it acknowledged survives kill -9 and a power cut
 * (write-ahead log, synchronous=FULL). A statement that fails marks the session: see session_state().
 *
 * Statements take their values by a form, one letter each: s `const char *` (NULL is null), l `struct slice`,
 * i `long long`, v `const struct value *` as JSON text.
 */
#ifndef BANCHI_PORTAL_STORE_H
#define BANCHI_PORTAL_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"
#include "base/text.h"

struct arena;
struct value;
struct store;
struct session;
struct sqlite3_stmt;

/* Opens or makes the database of the folder; NULL with a problem. */
struct store *store_open(const char *folder, size_t sessions, struct problem *problem);
void store_close(struct store *store);

struct session *store_take(struct store *store);
void store_give(struct store *store, struct session *session);

enum session_state { SESSION_GOOD, SESSION_CONFLICT /* a uniqueness rule was hit */, SESSION_FAILED };
enum session_state session_state(const struct session *session);
bool session_is_writing(const struct session *session);
bool session_begin(struct session *session);
bool session_commit(struct session *session);
void session_rollback(struct session *session);
/* Points within a write, to which it can go back. */
void session_mark(struct session *session);
void session_back(struct session *session);

/* Carries out one statement; false when it failed. */
bool session_run(struct session *session, const char *sql, const char *form, ...);
/* How many rows the last one changed. */
long long session_changes(const struct session *session);
/* The first column of the first row; `otherwise` or NULL when there is none. */
long long session_number(struct session *session, long long otherwise, const char *sql, const char *form,
                         ...);
char *session_text(struct session *session, struct arena *arena, const char *sql, const char *form, ...);

/* Rows of a query: open, next until false, close. */
struct rows {
    struct session *session;
    struct sqlite3_stmt *statement;
};

bool rows_open(struct rows *rows, struct session *session, const char *sql, const char *form, ...);
bool rows_next(struct rows *rows);
struct slice rows_slice(const struct rows *rows, int column);              /* good until the next row */
char *rows_text(const struct rows *rows, struct arena *arena, int column); /* NULL for null */
long long rows_number(const struct rows *rows, int column);
struct value *rows_value(const struct rows *rows, struct arena *arena, int column);
/* Rebinds the values and starts anew, for one statement run many times. */
bool rows_again(struct rows *rows, const struct value *const *values, size_t count);
void rows_close(struct rows *rows);

#endif
