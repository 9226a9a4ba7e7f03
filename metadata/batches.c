#include "metadata/batches.h"

#include <pthread.h>

#include "base/limits.h"
#include "metadata/profile.h"

void batches_judge_document(struct worker *worker, struct slice text, struct json_document *document,
                            struct finding_sink *sink)
{
    arena_reset(&worker->scratch);
    worker->documents++;
    document->names = worker->names;
    if (json_read_document(&worker->scratch, text, sink, document))
        profile_check(worker->profile, document, &worker->scratch, sink);
}

static bool read_into(struct batches *batches, struct batch *batch)
{
    arena_reset(&batch->arena);
    return batches->read(batches, batch);
}

/* ---- many threads ---- */

struct pool {
    struct batches *batches;
    pthread_mutex_t reading; /* held by who reads, also for `next_read` */
    size_t next_read;        /* batches so far */
    pthread_mutex_t putting; /* holds the rest, and `waits` of the batches */
    pthread_cond_t put;
    struct batch *waiting[2 * LIMIT_THREADS]; /* judged, by number: no more than these are under way */
    size_t next_put;
    bool busy; /* one is putting */
};

/* One of the worker's batches that does not wait. */
static struct batch *free_batch(struct worker *worker)
{
    struct pool *pool = worker->pool;
    pthread_mutex_lock(&pool->putting);
    while (worker->batches[0]->waits && worker->batches[1]->waits)
        pthread_cond_wait(&pool->put, &pool->putting);
    struct batch *batch = worker->batches[worker->batches[0]->waits ? 1 : 0];
    pthread_mutex_unlock(&pool->putting);
    return batch;
}

/* NULL when nothing is left. */
static struct batch *next_batch(struct worker *worker)
{
    struct pool *pool = worker->pool;
    struct batch *batch = free_batch(worker);
    pthread_mutex_lock(&pool->reading);
    bool any = read_into(pool->batches, batch);
    batch->number = pool->next_read;
    pool->next_read += any ? 1 : 0;
    pthread_mutex_unlock(&pool->reading);
    return any ? batch : NULL;
}

static struct batch **waiting_place(struct pool *pool, size_t number)
{
    return &pool->waiting[number % (sizeof pool->waiting / sizeof *pool->waiting)];
}

/* The batch has been judged. */
static void put_in_turn(struct pool *pool, struct batch *batch)
{
    struct batch *next;
    pthread_mutex_lock(&pool->putting);
    batch->waits = true;
    *waiting_place(pool, batch->number) = batch;
    while (!pool->busy && (next = *waiting_place(pool, pool->next_put)) != NULL) {
        pool->busy = true;
        pthread_mutex_unlock(&pool->putting);
        pool->batches->put(pool->batches, next);
        pthread_mutex_lock(&pool->putting);
        *waiting_place(pool, pool->next_put++) = NULL;
        next->waits = false;
        pool->busy = false;
        pthread_cond_broadcast(&pool->put);
    }
    pthread_mutex_unlock(&pool->putting);
}

/* From this batch on; NULL: there is none. */
static void work(struct worker *worker, struct batch *batch)
{
    struct batches *batches = worker->pool->batches;
    for (; batch != NULL; batch = next_batch(worker)) {
        batch->findings = finding_list(&batch->arena);
        batches->judge(batches, worker, batch, &batch->findings.sink);
        put_in_turn(worker->pool, batch);
    }
}

static void *work_beside(void *worker)
{
    work(worker, next_batch(worker));
    return NULL;
}

/* Reading takes less time than to sleep and be woken: whoever finds another one at it looks a while first. */
static void reading_init(pthread_mutex_t *reading)
{
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ADAPTIVE_NP);
    pthread_mutex_init(reading, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

/* The first batch of the first worker has been read. */
static void judge_together(struct batches *batches, struct worker *workers, unsigned count)
{
    struct pool pool = {.batches = batches, .next_read = 1};
    pthread_t threads[LIMIT_THREADS];
    unsigned started = 0;
    reading_init(&pool.reading);
    pthread_mutex_init(&pool.putting, NULL);
    pthread_cond_init(&pool.put, NULL);
    for (unsigned i = 0; i < count; i++)
        workers[i].pool = &pool;
    while (started + 1 < count &&
           pthread_create(&threads[started], NULL, work_beside, &workers[started + 1]) == 0)
        started++;
    work(workers, workers->batches[0]);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_cond_destroy(&pool.put);
    pthread_mutex_destroy(&pool.putting);
    pthread_mutex_destroy(&pool.reading);
}

/* ---- the whole ---- */

static void judge_alone(struct batches *batches, struct worker *worker)
{
    struct batch *batch = worker->batches[0];
    batch->in_turn = true;
    do {
        batches->judge(batches, worker, batch, batches->sink);
        batches->put(batches, batch);
    } while (read_into(batches, batch));
}

static void worker_make(const struct batches *batches, struct arena *arena, struct worker *worker)
{
    worker->profile = batches->profile;
    worker->names = profile_names(batches->profile, arena);
    for (size_t i = 0; i < sizeof worker->batches / sizeof *worker->batches; i++)
        worker->batches[i] = arena_alloc(arena, batches->batch_bytes);
}

static void worker_free(const struct batches *batches, struct worker *worker)
{
    for (size_t i = 0; i < sizeof worker->batches / sizeof *worker->batches; i++) {
        if (batches->release != NULL)
            batches->release(worker->batches[i]);
        arena_free(&worker->batches[i]->arena);
    }
    arena_free(&worker->texts);
    arena_free(&worker->scratch);
}

static unsigned worker_count(const struct batches *batches)
{
    unsigned most = batches->threads < LIMIT_THREADS ? batches->threads : LIMIT_THREADS;
    return most > 1 ? most : 1;
}

size_t batches_judge(struct batches *batches)
{
    struct arena arena = {0};
    size_t documents = 0;
    unsigned count = worker_count(batches);
    struct worker *workers = arena_array(&arena, count, sizeof *workers);
    for (unsigned i = 0; i < count; i++)
        worker_make(batches, &arena, &workers[i]);
    bool any = read_into(batches, workers->batches[0]);
    if (any && (batches->ended || count == 1))
        judge_alone(batches, workers);
    else if (any)
        judge_together(batches, workers, count);
    for (unsigned i = 0; i < count; i++) {
        documents += workers[i].documents;
        worker_free(batches, &workers[i]);
    }
    arena_free(&arena);
    return documents;
}
