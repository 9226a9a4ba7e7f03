#include "portal/loader.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/limits.h"
#include "portal/datastore.h"
#include "portal/loader_csv.h"
#include "portal/package.h"
#include "portal/people.h"
#include "portal/request.h"
#include "portal/resource.h"
#include "portal/store.h"
#include "portal/value.h"

enum job_state { JOB_PENDING, JOB_COMPLETE, JOB_ERROR };

struct job {
    const char *resource; /* id */
    enum job_state state;
    struct timespec due;
    const char *updated;
    bool at_work;
    bool again; /* another file came while it was at work */
};

struct loader {
    struct portal *portal;
    const char *kind;
    long milliseconds;
    pthread_t thread;
    pthread_mutex_t mutex; /* over all below */
    pthread_cond_t news;
    bool ending;
    struct job *jobs;
    size_t count;
    size_t room;
    struct arena arena;
};

/* ---- jobs ---- */

static struct job *job_find(struct loader *loader, const char *resource)
{
    for (size_t i = 0; i < loader->count; i++)
        if (strcmp(loader->jobs[i].resource, resource) == 0)
            return &loader->jobs[i];
    return NULL;
}

static struct timespec time_after(long milliseconds)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    time.tv_sec += milliseconds / 1000;
    time.tv_nsec += milliseconds % 1000 * 1000000;
    time.tv_sec += time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

static bool is_before(struct timespec a, struct timespec b)
{
    return a.tv_sec < b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec < b.tv_nsec);
}

static void job_submit(struct loader *loader, const char *resource)
{
    struct job *job = job_find(loader, resource);
    if (job == NULL) {
        loader->jobs =
            arena_grow(&loader->arena, loader->jobs, loader->count, &loader->room, sizeof *loader->jobs);
        job = &loader->jobs[loader->count++];
        *job = (struct job){.resource = arena_string(&loader->arena, resource)};
    }
    job->state = JOB_PENDING;
    job->again = job->at_work;
    job->due = time_after(loader->milliseconds);
    job->updated = make_now(&loader->arena);
}

void loader_submit(struct loader *loader, const struct request *request)
{
    if (loader == NULL)
        return;
    pthread_mutex_lock(&loader->mutex);
    for (size_t i = 0; i < request->upload_count; i++)
        if (request->uploads[i].kept)
            job_submit(loader, request->uploads[i].owner);
    pthread_cond_signal(&loader->news);
    pthread_mutex_unlock(&loader->mutex);
}

/* ---- one table ---- */

static struct slice file_read(struct request *request, const char *resource)
{
    struct slice none = {0};
    const char *blob = session_text(request->session, &request->arena,
                                    "SELECT blob FROM file WHERE resource_id = ?", "s", resource);
    if (blob == NULL)
        return none;
    int file = open(arena_format(&request->arena, "%s/%s", request->portal->files, blob),
                    O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return none;
    char *bytes = arena_alloc(&request->arena, LIMIT_UPLOAD_BYTES + 1);
    size_t length = 0;
    for (ssize_t got; (got = read(file, bytes + length, LIMIT_UPLOAD_BYTES + 1 - length)) > 0;)
        length += (size_t)got;
    close(file);
    return (struct slice){bytes, length};
}

static const char *md5_hex(struct arena *arena, struct slice bytes)
{
    char *hex = arena_alloc(arena, MD5_HEX_BYTES);
    md5_slice(bytes, hex);
    return hex;
}

/* The keys that real loaders leave behind in a resource. */
static struct value *marks(struct request *request, const char *resource, struct slice bytes)
{
    struct arena *arena = &request->arena;
    const struct portal *portal = request->portal;
    struct value *marks = value_object(arena);
    value_set(arena, marks, "id", value_string(arena, resource));
    value_set(arena, marks, "datastore_active", value_bool(arena, true));
    value_set(arena, marks, "datastore_contains_all_records_of_source_file", value_bool(arena, true));
    value_set(arena, marks, "ckan_url", value_string(arena, portal->url));
    value_set(arena, marks, "ignore_hash", value_bool(arena, false));
    value_set(arena, marks, "original_url",
              value_format(arena, "%s/resource/%s/download", portal->url, resource));
    value_set(arena, marks, "resource_id", value_string(arena, resource));
    value_set(arena, marks, "set_url_type", value_bool(arena, false));
    value_set(arena, marks, "task_created", value_string(arena, make_now(arena)));
    if (strcmp(loader_name(portal->loader), "xloader") == 0)
        value_set(arena, marks, "hash", value_string(arena, md5_hex(arena, bytes)));
    return marks;
}

static bool is_csv(struct request *request, const char *resource)
{
    const char *format =
        session_text(request->session, &request->arena,
                     "SELECT json_extract(document, '$.format') FROM resource WHERE id = ?", "s", resource);
    return format != NULL && strcasecmp(format, "CSV") == 0;
}

static bool table_reload(struct request *request, const char *resource)
{
    const struct slice bytes = file_read(request, resource);
    struct value *table = bytes.at == NULL ? NULL : loader_read_csv(&request->arena, bytes);
    if (table == NULL || !session_begin(request->session))
        return false;
    value_set(&request->arena, table, "resource_id", value_string(&request->arena, resource));
    value_set(&request->arena, table, "force", value_bool(&request->arena, true));
    datastore_drop(request, resource);
    request->parameters = table;
    if (datastore_create(request) == NULL)
        return false;
    request->parameters = marks(request, resource, bytes);
    return resource_patch(request) != NULL;
}

static void user_take(struct request *request)
{
    request->user.sysadmin = true;
    request->user.id = session_text(request->session, &request->arena,
                                    "SELECT id FROM user WHERE sysadmin = 1 ORDER BY rowid", "");
    request->user.name = session_text(request->session, &request->arena,
                                      "SELECT name FROM user WHERE sysadmin = 1 ORDER BY rowid", "");
}

/* As a request that nobody sent. */
static enum job_state job_carry_out(struct portal *portal, const char *resource)
{
    struct request request = {.portal = portal, .method = "POST", .address = "", .path = ""};
    request.arguments = value_object(&request.arena);
    request.form = value_object(&request.arena);
    request.session = store_take(portal->store);
    user_take(&request);
    bool wanted = is_csv(&request, resource);
    bool good = !wanted || table_reload(&request, resource);
    good = good && !failed(&request) && session_state(request.session) == SESSION_GOOD;
    if (good && wanted)
        good = session_commit(request.session);
    else
        session_rollback(request.session);
    store_give(portal->store, request.session);
    arena_free(&request.arena);
    return good ? JOB_COMPLETE : JOB_ERROR;
}

/* ---- the thread ---- */

static size_t next_due(const struct loader *loader)
{
    size_t next = loader->count;
    for (size_t i = 0; i < loader->count; i++)
        if (loader->jobs[i].state == JOB_PENDING &&
            (next == loader->count || is_before(loader->jobs[i].due, loader->jobs[next].due)))
            next = i;
    return next;
}

/* `index`, not a pointer: the list may move while the mutex is free. */
static void work_on(struct loader *loader, size_t index)
{
    const char *resource = loader->jobs[index].resource;
    loader->jobs[index].at_work = true;
    pthread_mutex_unlock(&loader->mutex);
    enum job_state state = job_carry_out(loader->portal, resource);
    pthread_mutex_lock(&loader->mutex);
    struct job *job = &loader->jobs[index];
    job->at_work = false;
    if (!job->again)
        job->state = state;
    job->again = false;
    job->updated = make_now(&loader->arena);
}

static void *work(void *self)
{
    struct loader *loader = self;
    pthread_mutex_lock(&loader->mutex);
    while (!loader->ending) {
        size_t next = next_due(loader);
        if (next == loader->count)
            pthread_cond_wait(&loader->news, &loader->mutex);
        else if (is_before(time_after(0), loader->jobs[next].due))
            pthread_cond_timedwait(&loader->news, &loader->mutex, &loader->jobs[next].due);
        else
            work_on(loader, next);
    }
    pthread_mutex_unlock(&loader->mutex);
    return NULL;
}

struct loader *loader_start(struct portal *portal, const char *kind, long milliseconds)
{
    struct loader *loader = arena_alloc(&portal->arena, sizeof *loader);
    pthread_condattr_t clock;
    *loader = (struct loader){.portal = portal, .kind = kind, .milliseconds = milliseconds};
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&loader->news, &clock);
    pthread_condattr_destroy(&clock);
    pthread_mutex_init(&loader->mutex, NULL);
    if (pthread_create(&loader->thread, NULL, work, loader) != 0)
        memory_exhausted();
    return loader;
}

void loader_stop(struct loader *loader)
{
    if (loader == NULL)
        return;
    pthread_mutex_lock(&loader->mutex);
    loader->ending = true;
    pthread_cond_signal(&loader->news);
    pthread_mutex_unlock(&loader->mutex);
    pthread_join(loader->thread, NULL);
    pthread_cond_destroy(&loader->news);
    pthread_mutex_destroy(&loader->mutex);
    arena_free(&loader->arena);
}

/* ---- what it tells ---- */

const char *loader_name(const struct loader *loader)
{
    return loader->kind;
}

bool loader_answers(const struct portal *portal, const char *action)
{
    if (portal->loader == NULL)
        return false;
    size_t length = strlen(portal->loader->kind);
    return strncmp(action, portal->loader->kind, length) == 0 && strcmp(action + length, "_status") == 0;
}

static struct value *job_show(struct request *request, const struct job *job)
{
    static const char *const states[] = {"pending", "complete", "error"};
    struct arena *arena = &request->arena;
    struct value *shown = value_object(arena);
    value_set(arena, shown, "status", value_string(arena, states[job->state]));
    value_set(arena, shown, "job_id", value_string(arena, job->resource));
    value_set(arena, shown, "job_url", value_format(arena, "%s/job/%s", request->portal->url, job->resource));
    value_set(arena, shown, "last_updated", value_string(arena, job->updated));
    value_set(arena, shown, "task_info", value_null(arena));
    value_set(arena, shown, "error", value_object(arena));
    return shown;
}

struct value *loader_status(struct request *request)
{
    struct loader *loader = request->portal->loader;
    struct value *shown = NULL;
    bool active;
    if (value_get(request->parameters, "id") != NULL)
        value_set(&request->arena, request->parameters, "resource_id", value_get(request->parameters, "id"));
    const char *id = request_need(request, "resource_id");
    const char *owner = id == NULL ? NULL : resource_owner(request, id, &active);
    if (id == NULL)
        return NULL;
    const struct package package = owner == NULL ? (struct package){0} : package_find(request, owner);
    if (owner != NULL && !package_allow_write(request, &package))
        return NULL;
    pthread_mutex_lock(&loader->mutex);
    const struct job *job = job_find(loader, id);
    if (job != NULL)
        shown = job_show(request, job);
    pthread_mutex_unlock(&loader->mutex);
    if (shown == NULL)
        fail_not_found(request, "Not found");
    return shown;
}
