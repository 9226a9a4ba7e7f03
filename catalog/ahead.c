#include "catalog/ahead.h"

#include <pthread.h>

#include "base/limits.h"
#include "catalog/workspace.h"
#include "metadata/portal_rules.h"
#include "metadata/profile.h"

/* Datasets go round through the slots: taken in order by whoever is free, handed out in order. */
struct ahead {
    struct ahead_work work;
    struct ahead_dataset *slots; /* a dataset's is its number modulo their count */
    size_t slot_count;
    size_t taken, given; /* how many so far */
    bool stopped;
    pthread_mutex_t mutex;
    pthread_cond_t room, ready;
    pthread_t threads[LIMIT_THREADS];
    unsigned started;
};

static void judge(const struct ahead_work *work, struct ahead_dataset *slot)
{
    const struct portal_rules *portal = work->workspace->portal;
    profile_check(work->profile, &slot->dataset.metadata, &slot->arena, &slot->judged.sink);
    if (portal != NULL)
        portal_rules_check(portal, &slot->dataset.metadata, &slot->arena, &slot->judged.sink);
}

static void work_on(const struct ahead_work *work, size_t number, struct ahead_dataset *slot)
{
    arena_reset(&slot->arena);
    slot->read = finding_list(&slot->arena);
    slot->judged = finding_list(&slot->arena);
    slot->dataset.metadata.names = slot->names;
    workspace_read_listed(work->workspace, work->names[number], &slot->arena, &slot->read.sink,
                          &slot->dataset);
    if (slot->dataset.readable)
        judge(work, slot);
}

/* Works on the next dataset that nobody has taken. The mutex is held before and after. */
static void take_next(struct ahead *ahead)
{
    size_t number = ahead->taken++;
    struct ahead_dataset *slot = &ahead->slots[number % ahead->slot_count];
    slot->ready = false;
    pthread_mutex_unlock(&ahead->mutex);
    work_on(&ahead->work, number, slot);
    pthread_mutex_lock(&ahead->mutex);
    slot->ready = true;
    pthread_cond_signal(&ahead->ready);
}

static bool is_over(const struct ahead *ahead)
{
    return ahead->stopped || ahead->taken == ahead->work.count;
}

/* The slot of the dataset that the caller holds, the last one given, is not free yet. */
static bool has_room(const struct ahead *ahead)
{
    return ahead->taken + 1 < ahead->given + ahead->slot_count;
}

static void *run(void *argument)
{
    struct ahead *ahead = argument;
    pthread_mutex_lock(&ahead->mutex);
    while (!is_over(ahead)) {
        if (has_room(ahead))
            take_next(ahead);
        else
            pthread_cond_wait(&ahead->room, &ahead->mutex);
    }
    pthread_mutex_unlock(&ahead->mutex);
    return NULL;
}

struct ahead *ahead_start(struct arena *arena, const struct ahead_work *work)
{
    struct ahead *ahead = arena_alloc(arena, sizeof *ahead);
    unsigned threads = work->threads < LIMIT_THREADS ? work->threads : LIMIT_THREADS;
    ahead->work = *work;
    ahead->slot_count = threads > 1 ? 2 * (size_t)threads : 1;
    ahead->slots = arena_array(arena, ahead->slot_count, sizeof *ahead->slots);
    for (size_t i = 0; i < ahead->slot_count; i++)
        ahead->slots[i].names = profile_names(work->profile, arena);
    pthread_mutex_init(&ahead->mutex, NULL);
    pthread_cond_init(&ahead->room, NULL);
    pthread_cond_init(&ahead->ready, NULL);
    /* a thread that cannot be started is done without: the caller takes what nobody has */
    while (ahead->started + 1 < threads &&
           pthread_create(&ahead->threads[ahead->started], NULL, run, ahead) == 0)
        ahead->started++;
    return ahead;
}

struct ahead_dataset *ahead_next(struct ahead *ahead)
{
    struct ahead_dataset *slot = NULL;
    pthread_mutex_lock(&ahead->mutex);
    if (ahead->given < ahead->work.count) {
        slot = &ahead->slots[ahead->given % ahead->slot_count];
        if (ahead->taken == ahead->given)
            take_next(ahead);
        while (!slot->ready)
            pthread_cond_wait(&ahead->ready, &ahead->mutex);
        ahead->given++;
        pthread_cond_broadcast(&ahead->room);
    }
    pthread_mutex_unlock(&ahead->mutex);
    return slot;
}

void ahead_stop(struct ahead *ahead)
{
    pthread_mutex_lock(&ahead->mutex);
    ahead->stopped = true;
    pthread_cond_broadcast(&ahead->room);
    pthread_mutex_unlock(&ahead->mutex);
    for (unsigned i = 0; i < ahead->started; i++)
        pthread_join(ahead->threads[i], NULL);
    for (size_t i = 0; i < ahead->slot_count; i++)
        arena_free(&ahead->slots[i].arena);
    pthread_cond_destroy(&ahead->ready);
    pthread_cond_destroy(&ahead->room);
    pthread_mutex_destroy(&ahead->mutex);
}
