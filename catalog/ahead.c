#include "catalog/ahead.h"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "catalog/check_files.h"
#include "catalog/workspace.h"
#include "metadata/portal_rules.h"
#include "metadata/profile.h"

/* What one thread works with: what it remembers of keys is its own. */
struct hand {
    struct ahead *ahead;
    struct json_names *names;
    struct privacy_document_keys *keys;
    pthread_t thread;
};

/* Datasets go round through the slots: taken in order by whoever is free, handed out in order. */
struct ahead {
    struct ahead_work work;
    int folder; /* the workspace's, open: a dataset's is found in it by its name alone; -1 when it is not */
    struct ahead_dataset *slots; /* a dataset's is its number modulo their count */
    size_t slot_count;
    size_t taken, given; /* how many so far */
    size_t bytes;        /* of the slots' arenas */
    bool stopped;
    pthread_mutex_t mutex;
    pthread_cond_t room, ready;
    struct hand hands[LIMIT_THREADS]; /* the first is the caller's */
    unsigned threads;                 /* the caller's alone */
};

/* ---- one dataset ---- */

static void judge(const struct ahead_work *work, const struct hand *hand, struct ahead_dataset *slot)
{
    const struct portal_rules *portal = work->workspace->portal;
    struct json_document *metadata = &slot->dataset.metadata;
    struct finding_sink *sink = &slot->judged.findings.sink;
    profile_check(work->profile, metadata, &slot->arena, sink);
    if (portal != NULL)
        portal_rules_check(portal, metadata, &slot->arena, sink);
    rules_check(work->rules, &slot->dataset, &slot->arena, &slot->judged);
    slot->privacy = privacy_look_metadata(work->gate, hand->keys, metadata, &slot->arena);
}

static void work_on(const struct hand *hand, struct ahead_dataset *slot)
{
    const struct ahead_work *work = &hand->ahead->work;
    if (!slot->listed.dataset)
        return;
    workspace_read_listed(work->workspace, &slot->listed, hand->names, &slot->arena, &slot->read.sink,
                          &slot->dataset);
    if (!slot->dataset.readable)
        return;
    judge(work, hand, slot);
    check_loose_files(&slot->dataset, &slot->listed, &slot->arena, &slot->loose.sink);
}

/* ---- many ---- */

/* What a large dataset took is given back before the next one. */
static void let_go(struct ahead *ahead, struct ahead_dataset *slot)
{
    if (slot->bytes <= LIMIT_AHEAD_BYTES / ahead->slot_count)
        return;
    arena_free(&slot->arena);
    ahead->bytes -= slot->bytes;
    slot->bytes = 0;
}

static struct ahead_dataset *slot_of(const struct ahead *ahead, size_t number)
{
    return &ahead->slots[number % ahead->slot_count];
}

static bool is_over(const struct ahead *ahead)
{
    return ahead->stopped || ahead->taken == ahead->work.count;
}

/* The slot of the dataset that the caller holds, the last one given, is not free yet. */
static bool has_room(const struct ahead *ahead)
{
    size_t most = ahead->slot_count;
    if (ahead->bytes > LIMIT_AHEAD_BYTES)
        most = most / LIMIT_AHEAD_DATASETS * 2;
    return ahead->taken + 1 < ahead->given + most;
}

/* The mutex is held. */
static void count_bytes(struct ahead *ahead, struct ahead_dataset *slot)
{
    size_t bytes = arena_bytes(&slot->arena);
    ahead->bytes += bytes - slot->bytes;
    slot->bytes = bytes;
}

/* Reads the next dataset that nobody has taken. The mutex is held before and after. */
static struct ahead_dataset *fetch_next(struct ahead *ahead)
{
    size_t number = ahead->taken++;
    struct ahead_dataset *slot = slot_of(ahead, number);
    let_go(ahead, slot);
    slot->ready = false;
    pthread_mutex_unlock(&ahead->mutex);
    arena_reset(&slot->arena);
    slot->read = slot->judged.findings = slot->loose = finding_list(&slot->arena);
    workspace_fetch_listed(ahead->work.workspace, ahead->folder, ahead->work.names[number], &slot->arena,
                           &slot->listed);
    pthread_mutex_lock(&ahead->mutex);
    count_bytes(ahead, slot);
    return slot;
}

/* Works on the next datasets that nobody has taken. All are read before one is judged: a processor that comes
 * back from the system's calls has forgotten how to judge, and does it half as fast. The mutex is held before
 * and after. */
static void take_next(struct ahead *ahead, const struct hand *hand)
{
    struct ahead_dataset *fetched[LIMIT_AHEAD_DATASETS / 2];
    size_t count = 0, most = sizeof fetched / sizeof *fetched;
    do
        fetched[count++] = fetch_next(ahead);
    while (count < most && !is_over(ahead) && has_room(ahead));
    for (size_t i = 0; i < count; i++) {
        pthread_mutex_unlock(&ahead->mutex);
        work_on(hand, fetched[i]);
        pthread_mutex_lock(&ahead->mutex);
        count_bytes(ahead, fetched[i]);
        fetched[i]->ready = true;
        if (fetched[i] == slot_of(ahead, ahead->given))
            pthread_cond_signal(&ahead->ready);
    }
}

static void *run(void *argument)
{
    const struct hand *hand = argument;
    struct ahead *ahead = hand->ahead;
    pthread_mutex_lock(&ahead->mutex);
    while (!is_over(ahead)) {
        if (has_room(ahead))
            take_next(ahead, hand);
        else
            pthread_cond_wait(&ahead->room, &ahead->mutex);
    }
    pthread_mutex_unlock(&ahead->mutex);
    return NULL;
}

static void hand_make(struct ahead *ahead, struct arena *arena, struct hand *hand)
{
    hand->ahead = ahead;
    hand->names = profile_names(ahead->work.profile, arena);
    hand->keys = privacy_document_keys(arena);
}

/* A thread that cannot be started is done without: the caller takes what nobody has. */
static void start_threads(struct ahead *ahead, unsigned threads, struct arena *arena)
{
    bool started = true;
    while (started && ahead->threads < threads) {
        struct hand *hand = &ahead->hands[ahead->threads];
        hand_make(ahead, arena, hand);
        started = pthread_create(&hand->thread, NULL, run, hand) == 0;
        ahead->threads += started ? 1 : 0;
    }
}

struct ahead *ahead_start(struct arena *arena, const struct ahead_work *work)
{
    struct ahead *ahead = arena_alloc(arena, sizeof *ahead);
    unsigned threads = work->threads < LIMIT_THREADS ? work->threads : LIMIT_THREADS;
    ahead->work = *work;
    ahead->folder = file_open_folder(AT_FDCWD, work->workspace->folder);
    ahead->threads = 1;
    ahead->slot_count = LIMIT_AHEAD_DATASETS * (size_t)(threads > 0 ? threads : 1);
    ahead->slots = arena_array(arena, ahead->slot_count, sizeof *ahead->slots);
    pthread_mutex_init(&ahead->mutex, NULL);
    pthread_cond_init(&ahead->room, NULL);
    pthread_cond_init(&ahead->ready, NULL);
    hand_make(ahead, arena, &ahead->hands[0]);
    start_threads(ahead, threads, arena);
    return ahead;
}

/* The mutex is held: until the slot is ready the caller takes what nobody has. */
static void wait_for(struct ahead *ahead, const struct ahead_dataset *slot)
{
    while (ahead->taken == ahead->given || !slot->ready) {
        if (!is_over(ahead) && (ahead->taken == ahead->given || has_room(ahead)))
            take_next(ahead, &ahead->hands[0]);
        else
            pthread_cond_wait(&ahead->ready, &ahead->mutex);
    }
}

struct ahead_dataset *ahead_next(struct ahead *ahead)
{
    struct ahead_dataset *slot = NULL;
    pthread_mutex_lock(&ahead->mutex);
    if (ahead->given < ahead->work.count) {
        slot = &ahead->slots[ahead->given % ahead->slot_count];
        wait_for(ahead, slot);
        ahead->given++;
        pthread_cond_signal(&ahead->room);
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
    for (unsigned i = 1; i < ahead->threads; i++)
        pthread_join(ahead->hands[i].thread, NULL);
    for (size_t i = 0; i < ahead->slot_count; i++)
        arena_free(&ahead->slots[i].arena);
    if (ahead->folder >= 0)
        close(ahead->folder);
    pthread_cond_destroy(&ahead->ready);
    pthread_cond_destroy(&ahead->room);
    pthread_mutex_destroy(&ahead->mutex);
}
