#include "portal/watch.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/arena.h"

struct watched {
    bool used;
    bool reading;
    int connection;
    time_t since;
};

struct watch {
    unsigned seconds;
    pthread_t thread;
    pthread_mutex_t mutex; /* over all below */
    pthread_cond_t news;
    bool ending;
    size_t count;
    struct watched places[];
};

static time_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

/* Only shut down here: the descriptor is the library's, which closes it after watch_close(). */
static void cut_late(struct watch *watch)
{
    for (size_t i = 0; i < watch->count; i++) {
        struct watched *place = &watch->places[i];
        if (!place->used || !place->reading || now() - place->since <= (time_t)watch->seconds)
            continue;
        shutdown(place->connection, SHUT_RDWR);
        place->reading = false;
    }
}

static void *look(void *self)
{
    struct watch *watch = self;
    pthread_mutex_lock(&watch->mutex);
    while (!watch->ending) {
        const struct timespec soon = {.tv_sec = now() + 1};
        pthread_cond_timedwait(&watch->news, &watch->mutex, &soon);
        cut_late(watch);
    }
    pthread_mutex_unlock(&watch->mutex);
    return NULL;
}

struct watch *watch_start(size_t count, unsigned seconds)
{
    pthread_condattr_t clock;
    struct watch *watch = calloc(1, sizeof *watch + count * sizeof *watch->places);
    if (watch == NULL)
        memory_exhausted();
    watch->count = count;
    watch->seconds = seconds;
    pthread_condattr_init(&clock);
    pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
    pthread_cond_init(&watch->news, &clock);
    pthread_condattr_destroy(&clock);
    pthread_mutex_init(&watch->mutex, NULL);
    if (pthread_create(&watch->thread, NULL, look, watch) != 0)
        memory_exhausted();
    return watch;
}

void watch_stop(struct watch *watch)
{
    if (watch == NULL)
        return;
    pthread_mutex_lock(&watch->mutex);
    watch->ending = true;
    pthread_cond_signal(&watch->news);
    pthread_mutex_unlock(&watch->mutex);
    pthread_join(watch->thread, NULL);
    pthread_cond_destroy(&watch->news);
    pthread_mutex_destroy(&watch->mutex);
    free(watch);
}

struct watched *watch_open(struct watch *watch, int connection)
{
    struct watched *free_place = NULL;
    pthread_mutex_lock(&watch->mutex);
    for (size_t i = 0; i < watch->count && free_place == NULL; i++)
        if (!watch->places[i].used)
            free_place = &watch->places[i];
    if (free_place != NULL)
        *free_place =
            (struct watched){.used = true, .reading = true, .connection = connection, .since = now()};
    pthread_mutex_unlock(&watch->mutex);
    return free_place;
}

static void set(struct watch *watch, struct watched *watched, bool used, bool reading)
{
    if (watched == NULL)
        return;
    pthread_mutex_lock(&watch->mutex);
    watched->used = used;
    watched->reading = reading;
    watched->since = now();
    pthread_mutex_unlock(&watch->mutex);
}

void watch_close(struct watch *watch, struct watched *watched)
{
    set(watch, watched, false, false);
}

void watch_pause(struct watch *watch, struct watched *watched)
{
    set(watch, watched, true, false);
}

void watch_resume(struct watch *watch, struct watched *watched)
{
    set(watch, watched, true, true);
}
