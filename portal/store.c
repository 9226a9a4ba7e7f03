#include "portal/store.h"

#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/file.h"
#include "base/language.h"
#include "base/late_library.h"
#include "portal/value.h"

#define STORE_BUSY_MILLISECONDS 20000
#define STORE_SESSIONS_AT_MOST 16

#define LIBSQLITE_FUNCTIONS(X)                                                                               \
    X(sqlite3_bind_int64)                                                                                    \
    X(sqlite3_bind_null)                                                                                     \
    X(sqlite3_bind_text)                                                                                     \
    X(sqlite3_bind_text64)                                                                                   \
    X(sqlite3_busy_timeout)                                                                                  \
    X(sqlite3_changes64)                                                                                     \
    X(sqlite3_close)                                                                                         \
    X(sqlite3_column_bytes)                                                                                  \
    X(sqlite3_column_int64)                                                                                  \
    X(sqlite3_column_text)                                                                                   \
    X(sqlite3_column_type)                                                                                   \
    X(sqlite3_create_collation)                                                                              \
    X(sqlite3_errmsg)                                                                                        \
    X(sqlite3_exec)                                                                                          \
    X(sqlite3_finalize)                                                                                      \
    X(sqlite3_open_v2)                                                                                       \
    X(sqlite3_prepare_v2)                                                                                    \
    X(sqlite3_reset)                                                                                         \
    X(sqlite3_step)

struct libsqlite {
    LIBSQLITE_FUNCTIONS(LATE_MEMBER)
};
static const char *const LIBSQLITE_NAMES[] = {LIBSQLITE_FUNCTIONS(LATE_NAME) NULL};
static const struct late_library LIBSQLITE =
    LATE_LIBRARY("libsqlite3", "libsqlite3.so.0", "libsqlite3-0", LIBSQLITE_NAMES);

struct session {
    const struct libsqlite *lib; /* the store's */
    sqlite3 *database;
    struct store *store;
    enum session_state state;
    bool writing;
    bool taken;
};

struct store {
    struct libsqlite lib;
    struct session sessions[STORE_SESSIONS_AT_MOST];
    size_t count;
    pthread_mutex_t lock; /* of `taken` */
    pthread_cond_t given;
    pthread_mutex_t writing; /* one writer of this process at a time, in turn */
};

static const char SCHEMA[] =
    "CREATE TABLE IF NOT EXISTS user(id TEXT PRIMARY KEY, name TEXT UNIQUE NOT NULL, sysadmin INT NOT NULL,"
    " fullname TEXT, email TEXT, about TEXT, created TEXT, last_active TEXT, state TEXT NOT NULL);"
    "CREATE TABLE IF NOT EXISTS token(id TEXT PRIMARY KEY, user_id TEXT NOT NULL, name TEXT NOT NULL,"
    " hash TEXT UNIQUE NOT NULL, created_at TEXT NOT NULL, last_access TEXT);"
    "CREATE TABLE IF NOT EXISTS team(id TEXT PRIMARY KEY, name TEXT UNIQUE NOT NULL, organization INT NOT "
    "NULL,"
    " title TEXT, description TEXT, image_url TEXT, created TEXT, state TEXT, extras TEXT);"
    "CREATE TABLE IF NOT EXISTS member(team_id TEXT, user_id TEXT, capacity TEXT NOT NULL,"
    " PRIMARY KEY(team_id, user_id));"
    "CREATE TABLE IF NOT EXISTS package(id TEXT PRIMARY KEY, name TEXT UNIQUE NOT NULL, owner_org TEXT,"
    " state TEXT NOT NULL, private INT NOT NULL, title TEXT, type TEXT, creator TEXT, created TEXT NOT NULL,"
    " modified TEXT NOT NULL, document TEXT NOT NULL);"
    "CREATE INDEX IF NOT EXISTS package_title ON package(title);"
    "CREATE TABLE IF NOT EXISTS resource(id TEXT PRIMARY KEY, package_id TEXT NOT NULL, position INT NOT "
    "NULL,"
    " state TEXT NOT NULL, created TEXT, modified TEXT, document TEXT NOT NULL);"
    "CREATE INDEX IF NOT EXISTS resource_package ON resource(package_id, position);"
    "CREATE TABLE IF NOT EXISTS package_team(package_id TEXT, team_id TEXT, PRIMARY KEY(package_id, "
    "team_id));"
    "CREATE TABLE IF NOT EXISTS tag(name TEXT, vocabulary_id TEXT NOT NULL DEFAULT '', id TEXT UNIQUE NOT "
    "NULL,"
    " PRIMARY KEY(name, vocabulary_id));"
    "CREATE TABLE IF NOT EXISTS file(resource_id TEXT PRIMARY KEY, blob TEXT NOT NULL, bytes INT NOT NULL,"
    " saved REAL NOT NULL);"
    "CREATE TABLE IF NOT EXISTS datastore(number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " resource_id TEXT UNIQUE NOT NULL, fields TEXT NOT NULL, keys TEXT NOT NULL);";

static int order_of(const char *text)
{
    if (strcmp(text, "-Infinity") == 0)
        return 0;
    return strcmp(text, "Infinity") == 0 ? 2 : strcmp(text, "NaN") == 0 ? 3 : 1;
}

/* PostgreSQL's order of numerics: 1.1 and 1.10 are one value, NaN comes last. */
static int compare_decimals(void *nothing, int a_length, const void *a, int b_length, const void *b)
{
    (void)nothing;
    char left[16] = "";
    char right[16] = "";
    memcpy(left, a, a_length < 15 ? (size_t)a_length : 15);
    memcpy(right, b, b_length < 15 ? (size_t)b_length : 15);
    if (order_of(left) != 1 || order_of(right) != 1)
        return order_of(left) - order_of(right);
    return decimal_compare((struct slice){a, (size_t)a_length}, (struct slice){b, (size_t)b_length});
}

static bool session_open(struct session *session, const char *path, struct problem *problem)
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    int status = session->lib->sqlite3_open_v2(path, &session->database, flags, NULL);
    if (status == SQLITE_OK) {
        session->lib->sqlite3_busy_timeout(session->database, STORE_BUSY_MILLISECONDS);
        status = session->lib->sqlite3_exec(
            session->database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;", NULL, NULL, NULL);
    }
    if (status == SQLITE_OK)
        status = session->lib->sqlite3_create_collation(session->database, "DECIMAL", SQLITE_UTF8, NULL,
                                                        compare_decimals);
    if (status == SQLITE_OK)
        return true;
    return problem_set(problem, PROBLEM_LOCAL, _("the sandbox's database %s cannot be opened: %s"), path,
                       session->lib->sqlite3_errmsg(session->database));
}

static bool store_make_tables(struct store *store, const char *path, struct problem *problem)
{
    struct session *session = &store->sessions[0];
    if (session_begin(session)) {
        session->lib->sqlite3_exec(session->database, SCHEMA, NULL, NULL, NULL);
        if (session_commit(session))
            return true;
        session_rollback(session);
    }
    return problem_set(problem, PROBLEM_LOCAL, _("the sandbox's database %s cannot be written: %s"), path,
                       session->lib->sqlite3_errmsg(session->database));
}

struct store *store_open(const char *folder, size_t sessions, struct problem *problem)
{
    struct store *store = calloc(1, sizeof *store);
    if (store == NULL)
        memory_exhausted();
    pthread_mutex_init(&store->lock, NULL);
    pthread_mutex_init(&store->writing, NULL);
    pthread_cond_init(&store->given, NULL);
    struct text path = {0};
    text_format(&path, "%s/portal.sqlite", folder);
    bool good = late_load(&LIBSQLITE, &store->lib, problem);
    while (good && store->count < sessions && store->count < STORE_SESSIONS_AT_MOST) {
        store->sessions[store->count].store = store;
        store->sessions[store->count].lib = &store->lib;
        good = session_open(&store->sessions[store->count], path.at, problem);
        store->count++;
    }
    good = good && store_make_tables(store, path.at, problem);
    text_free(&path);
    if (good)
        return store;
    store_close(store);
    return NULL;
}

void store_close(struct store *store)
{
    if (store == NULL)
        return;
    for (size_t i = 0; i < store->count; i++)
        store->lib.sqlite3_close(store->sessions[i].database);
    pthread_mutex_destroy(&store->lock);
    pthread_mutex_destroy(&store->writing);
    pthread_cond_destroy(&store->given);
    free(store);
}

static struct session *store_free_session(struct store *store)
{
    for (size_t i = 0; i < store->count; i++)
        if (!store->sessions[i].taken)
            return &store->sessions[i];
    return NULL;
}

struct session *store_take(struct store *store)
{
    struct session *session;
    pthread_mutex_lock(&store->lock);
    while ((session = store_free_session(store)) == NULL)
        pthread_cond_wait(&store->given, &store->lock);
    session->taken = true;
    session->state = SESSION_GOOD;
    pthread_mutex_unlock(&store->lock);
    return session;
}

void store_give(struct store *store, struct session *session)
{
    session_rollback(session);
    pthread_mutex_lock(&store->lock);
    session->taken = false;
    pthread_cond_signal(&store->given);
    pthread_mutex_unlock(&store->lock);
}

enum session_state session_state(const struct session *session)
{
    return session->state;
}

bool session_is_writing(const struct session *session)
{
    return session->writing;
}

static bool session_note(struct session *session, int status)
{
    if (status == SQLITE_OK || status == SQLITE_DONE || status == SQLITE_ROW)
        return true;
    if (session->state == SESSION_GOOD)
        session->state = status == SQLITE_CONSTRAINT ? SESSION_CONFLICT : SESSION_FAILED;
    return false;
}

static bool session_execute(struct session *session, const char *sql)
{
    return session_note(session, session->lib->sqlite3_exec(session->database, sql, NULL, NULL, NULL));
}

bool session_begin(struct session *session)
{
    if (session->writing)
        return true;
    pthread_mutex_lock(&session->store->writing);
    session->writing = session_execute(session, "BEGIN IMMEDIATE");
    if (!session->writing)
        pthread_mutex_unlock(&session->store->writing);
    return session->writing;
}

static void session_end(struct session *session)
{
    session->writing = false;
    pthread_mutex_unlock(&session->store->writing);
}

bool session_commit(struct session *session)
{
    if (!session->writing)
        return true;
    if (session->state != SESSION_GOOD || !session_execute(session, "COMMIT"))
        return false;
    session_end(session);
    return true;
}

void session_rollback(struct session *session)
{
    if (!session->writing)
        return;
    session->lib->sqlite3_exec(session->database, "ROLLBACK", NULL, NULL, NULL);
    session_end(session);
}

void session_mark(struct session *session)
{
    session_execute(session, "SAVEPOINT mark");
}

void session_back(struct session *session)
{
    session->state = SESSION_GOOD;
    session_execute(session, "ROLLBACK TO mark; RELEASE mark");
}

static int bind_slice(const struct rows *rows, int at, struct slice text)
{
    const char *from = text.at == NULL ? "" : text.at;
    return rows->session->lib->sqlite3_bind_text64(rows->statement, at, from, text.length, SQLITE_TRANSIENT,
                                                   SQLITE_UTF8);
}

static int bind_value(const struct rows *rows, int at, const struct value *value)
{
    struct text json = {0};
    value_write(&json, value);
    int status = bind_slice(rows, at, text_slice(&json));
    text_free(&json);
    return status;
}

static int bind_all(const struct rows *rows, const char *form, va_list list)
{
    int status = SQLITE_OK;
    for (int at = 1; *form != 0 && status == SQLITE_OK; form++, at++) {
        if (*form == 'i')
            status = rows->session->lib->sqlite3_bind_int64(rows->statement, at, va_arg(list, long long));
        else if (*form == 'l')
            status = bind_slice(rows, at, va_arg(list, struct slice));
        else if (*form == 'v')
            status = bind_value(rows, at, va_arg(list, const struct value *));
        else
            status = rows->session->lib->sqlite3_bind_text(rows->statement, at, va_arg(list, const char *),
                                                           -1, SQLITE_TRANSIENT);
    }
    return status;
}

static bool rows_prepare(struct rows *rows, struct session *session, const char *sql, const char *form,
                         va_list list)
{
    *rows = (struct rows){.session = session};
    int status = session->lib->sqlite3_prepare_v2(session->database, sql, -1, &rows->statement, NULL);
    if (status == SQLITE_OK)
        status = bind_all(rows, form, list);
    return session_note(session, status);
}

bool rows_open(struct rows *rows, struct session *session, const char *sql, const char *form, ...)
{
    va_list list;
    va_start(list, form);
    bool good = rows_prepare(rows, session, sql, form, list);
    va_end(list);
    return good;
}

bool rows_next(struct rows *rows)
{
    if (rows->session->state != SESSION_GOOD)
        return false;
    int status = rows->session->lib->sqlite3_step(rows->statement);
    session_note(rows->session, status);
    return status == SQLITE_ROW;
}

struct slice rows_slice(const struct rows *rows, int column)
{
    const char *at = (const char *)rows->session->lib->sqlite3_column_text(rows->statement, column);
    return (struct slice){at == NULL ? "" : at,
                          (size_t)rows->session->lib->sqlite3_column_bytes(rows->statement, column)};
}

static bool rows_is_null(const struct rows *rows, int column)
{
    return rows->session->lib->sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

char *rows_text(const struct rows *rows, struct arena *arena, int column)
{
    return rows_is_null(rows, column) ? NULL : slice_copy(arena, rows_slice(rows, column));
}

long long rows_number(const struct rows *rows, int column)
{
    return rows->session->lib->sqlite3_column_int64(rows->statement, column);
}

struct value *rows_value(const struct rows *rows, struct arena *arena, int column)
{
    struct slice json = rows_slice(rows, column);
    struct value *value =
        value_read(arena, (struct slice){arena_copy(arena, json.at, json.length), json.length}, NULL);
    return value == NULL ? value_null(arena) : value;
}

bool rows_again(struct rows *rows, const struct value *const *values, size_t count)
{
    int status = rows->session->lib->sqlite3_reset(rows->statement);
    for (size_t i = 0; i < count && status == SQLITE_OK; i++)
        status = values[i] == NULL || values[i]->type != VALUE_STRING
                     ? rows->session->lib->sqlite3_bind_null(rows->statement, (int)i + 1)
                     : bind_slice(rows, (int)i + 1, values[i]->text);
    return session_note(rows->session, status);
}

void rows_close(struct rows *rows)
{
    rows->session->lib->sqlite3_finalize(rows->statement);
    rows->statement = NULL;
}

bool session_run(struct session *session, const char *sql, const char *form, ...)
{
    struct rows rows;
    va_list list;
    va_start(list, form);
    if (rows_prepare(&rows, session, sql, form, list))
        rows_next(&rows);
    va_end(list);
    rows_close(&rows);
    return session->state == SESSION_GOOD;
}

long long session_changes(const struct session *session)
{
    return session->lib->sqlite3_changes64(session->database);
}

long long session_number(struct session *session, long long otherwise, const char *sql, const char *form, ...)
{
    struct rows rows;
    va_list list;
    va_start(list, form);
    long long number = otherwise;
    if (rows_prepare(&rows, session, sql, form, list) && rows_next(&rows))
        number = rows_number(&rows, 0);
    va_end(list);
    rows_close(&rows);
    return number;
}

char *session_text(struct session *session, struct arena *arena, const char *sql, const char *form, ...)
{
    struct rows rows;
    va_list list;
    va_start(list, form);
    char *text = NULL;
    if (rows_prepare(&rows, session, sql, form, list) && rows_next(&rows))
        text = rows_text(&rows, arena, 0);
    va_end(list);
    rows_close(&rows);
    return text;
}
