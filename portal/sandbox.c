#include "portal/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/limits.h"
#include "portal/fault.h"
#include "portal/loader.h"
#include "portal/people.h"
#include "portal/request.h"
#include "portal/server.h"
#include "portal/site.h"
#include "portal/store.h"
#include "portal/value.h"

/* As many requests are carried out at once as a small real portal has processes. */
#define SANDBOX_WORKERS 4
#define BLOB_LETTERS 32
#define LOCK_BYTES 512
#define LOCK_TRIES 20
#define LOCK_PAUSE_NANOSECONDS 50000000L

struct sandbox {
    struct portal portal;
    struct server *server;
    int lock; /* held with flock as long as it serves */
};

static char *lock_path(struct arena *arena, const char *folder)
{
    return file_join(arena, folder, "portal.lock");
}

/* A lock whose owner is gone is free again: the system lets go of it. */
static int lock_take(struct arena *arena, const char *folder, struct problem *problem)
{
    const char *path = lock_path(arena, folder);
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0) {
        problem_set_errno(problem, errno, _("the sandbox's lock %s cannot be opened"), path);
        return -1;
    }
    if (flock(lock, LOCK_EX | LOCK_NB) == 0)
        return lock;
    if (errno == EWOULDBLOCK)
        problem_set(problem, PROBLEM_LOCAL, _("another process serves the sandbox in %s; stop it first"),
                    folder);
    else
        problem_set_errno(problem, errno, _("the sandbox's lock %s cannot be taken"), path);
    close(lock);
    return -1;
}

static bool lock_write(const struct sandbox *sandbox, uint16_t port, struct problem *problem)
{
    char text[LOCK_BYTES];
    int length = snprintf(text, sizeof text, "{\"pid\": %ld, \"port\": %u, \"url\": \"%s\", \"stock\": %s}\n",
                          (long)getpid(), (unsigned)port, sandbox->portal.url,
                          sandbox->portal.stock ? "true" : "false");
    if (ftruncate(sandbox->lock, 0) == 0 && pwrite(sandbox->lock, text, (size_t)length, 0) == length)
        return true;
    return problem_set_errno(problem, errno, _("the sandbox's lock in %s cannot be written"),
                             sandbox->portal.folder);
}

static bool is_blob(const char *name)
{
    return strlen(name) == BLOB_LETTERS && strspn(name, "0123456789abcdef") == BLOB_LETTERS;
}

/* Removes the uploaded files that no row names: those of requests that were cut off; with `all`, every one.
 */
static bool sweep_files(struct portal *portal, struct session *session, bool all, struct problem *problem)
{
    char **names;
    size_t count;
    if (!file_list(&portal->arena, portal->files, &names, &count, problem))
        return false;
    for (size_t i = 0; i < count; i++) {
        bool known =
            !all && session_number(session, 1, "SELECT count(*) FROM file WHERE blob = ?", "s", names[i]) > 0;
        if (is_blob(names[i]) && !known)
            unlink(file_join(&portal->arena, portal->files, names[i]));
    }
    return true;
}

static bool remove_database(struct portal *portal, struct problem *problem)
{
    static const char *const names[] = {"portal.sqlite", "portal.sqlite-wal", "portal.sqlite-shm"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *path = file_join(&portal->arena, portal->folder, names[i]);
        if (unlink(path) != 0 && errno != ENOENT)
            return problem_set_errno(problem, errno, _("%s cannot be removed"), path);
    }
    return sweep_files(portal, NULL, true, problem);
}

static bool open_store(struct portal *portal, struct problem *problem)
{
    portal->store = store_open(portal->folder, SANDBOX_WORKERS, problem);
    if (portal->store == NULL)
        return false;
    struct session *session = store_take(portal->store);
    bool good = session_begin(session) && people_start(session, &portal->arena) && session_commit(session);
    good =
        good ? sweep_files(portal, session, false, problem)
             : problem_set(problem, PROBLEM_LOCAL, _("the sandbox in %s cannot be written"), portal->folder);
    store_give(portal->store, session);
    return good;
}

static bool make_folders(struct portal *portal, const char *folder, struct problem *problem)
{
    portal->folder = arena_string(&portal->arena, folder);
    portal->files = file_join(&portal->arena, folder, "files");
    return file_make_folder(folder, problem) && file_make_folder(portal->files, problem);
}

static void start_loader(struct portal *portal)
{
    long milliseconds = 0;
    const char *kind = faults_loader(portal->faults, &milliseconds);
    if (kind != NULL)
        portal->loader = loader_start(portal, kind, milliseconds);
}

static bool begin_serving(struct sandbox *sandbox, uint16_t port, struct problem *problem)
{
    start_loader(&sandbox->portal);
    sandbox->server = server_start(&sandbox->portal, &port, problem);
    if (sandbox->server == NULL)
        return false;
    snprintf(sandbox->portal.url, sizeof sandbox->portal.url, "http://127.0.0.1:%u", (unsigned)port);
    return lock_write(sandbox, port, problem);
}

static bool misbehave(struct portal *portal, const char *spec, struct problem *problem)
{
    if (spec != NULL)
        portal->faults = faults_read(&portal->arena, spec, problem);
    return spec == NULL || portal->faults != NULL;
}

struct sandbox *sandbox_start(const struct sandbox_options *options, struct problem *problem)
{
    struct sandbox *sandbox = calloc(1, sizeof *sandbox);
    if (sandbox == NULL)
        memory_exhausted();
    struct portal *portal = &sandbox->portal;
    sandbox->lock = -1;
    portal->stock = options->stock;
    portal->schema = options->stock ? NULL : site_schema(&portal->arena);
    portal->patience = options->patience > 0 ? options->patience : LIMIT_REQUEST_SECONDS;
    bool good = misbehave(portal, options->fault, problem) && make_folders(portal, options->folder, problem);
    if (good)
        sandbox->lock = lock_take(&portal->arena, options->folder, problem);
    good = sandbox->lock >= 0 && (!options->reset || remove_database(portal, problem)) &&
           open_store(portal, problem) && begin_serving(sandbox, options->port, problem);
    if (good)
        return sandbox;
    sandbox_stop(sandbox);
    return NULL;
}

const char *sandbox_url(const struct sandbox *sandbox)
{
    return sandbox->portal.url;
}

uint64_t sandbox_requests(const struct sandbox *sandbox)
{
    return sandbox->portal.requests;
}

void sandbox_stop(struct sandbox *sandbox)
{
    if (sandbox == NULL)
        return;
    server_stop(sandbox->server);
    loader_stop(sandbox->portal.loader);
    faults_end(sandbox->portal.faults);
    store_close(sandbox->portal.store);
    if (sandbox->lock >= 0) {
        if (ftruncate(sandbox->lock, 0) != 0)
            errno = 0; /* the lock itself is what counts */
        close(sandbox->lock);
    }
    arena_free(&sandbox->portal.arena);
    free(sandbox);
}

/* The address in the lock; NULL while its owner has not written it yet. */
static char *lock_address(struct arena *arena, int lock)
{
    char text[LOCK_BYTES];
    ssize_t length = pread(lock, text, sizeof text - 1, 0);
    if (length <= 0)
        return NULL;
    const struct value *read =
        value_read(arena, (struct slice){arena_copy(arena, text, (size_t)length), (size_t)length}, NULL);
    const char *url = value_get_text(read, "url");
    return url == NULL || strncmp(url, "http://127.0.0.1:", 17) != 0 ? NULL : arena_string(arena, url);
}

char *sandbox_running(struct arena *arena, const char *folder)
{
    const struct timespec pause = {.tv_nsec = LOCK_PAUSE_NANOSECONDS};
    int lock = open(lock_path(arena, folder), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    char *url = NULL;
    for (int i = 0; lock >= 0 && i < LOCK_TRIES && url == NULL; i++) {
        if (flock(lock, LOCK_SH | LOCK_NB) == 0)
            break; /* nobody holds it */
        url = lock_address(arena, lock);
        if (url == NULL)
            nanosleep(&pause, NULL);
    }
    if (lock >= 0)
        close(lock);
    return url;
}

/* Opens the folder's database beside whoever serves it. */
static struct store *open_beside(const char *folder, struct session **session, struct problem *problem)
{
    if (!file_make_folder(folder, problem))
        return NULL;
    struct store *store = store_open(folder, 1, problem);
    if (store != NULL)
        *session = store_take(store);
    return store;
}

char *sandbox_token_make(struct arena *arena, const char *folder, const char *name, struct problem *problem)
{
    struct session *session = NULL;
    struct store *store = open_beside(folder, &session, problem);
    if (store == NULL)
        return NULL;
    char *token = NULL;
    if (session_begin(session) && people_start(session, arena)) {
        const char *user =
            session_text(session, arena, "SELECT id FROM user WHERE sysadmin = 1 ORDER BY rowid", "");
        token = user == NULL ? NULL : token_make(session, arena, user, name);
    }
    if (token == NULL || !session_commit(session)) {
        problem_set(problem, PROBLEM_LOCAL, _("a token for the sandbox in %s cannot be stored"), folder);
        token = NULL;
    }
    store_give(store, session);
    store_close(store);
    return token;
}

bool sandbox_token_revoke(const char *folder, const char *token, struct problem *problem)
{
    struct session *session = NULL;
    struct store *store = open_beside(folder, &session, problem);
    if (store == NULL)
        return false;
    bool good = session_begin(session) && token_forget(session, token) && session_commit(session);
    if (!good)
        problem_set(problem, PROBLEM_LOCAL, _("the token of the sandbox in %s cannot be revoked"), folder);
    store_give(store, session);
    store_close(store);
    return good;
}
