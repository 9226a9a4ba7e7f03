#include "metadata/lines.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/finding_list.h"
#include "base/json.h"
#include "base/limits.h"
#include "metadata/profile.h"

/* Whole lines that are judged by one thread. */
struct batch {
    struct text text;
    size_t number; /* in the order of the file */
    size_t lines;  /* in it, when it was judged */
    struct arena arena;
    struct finding_list findings;
    bool waits; /* for its turn to be put */
};

/* What a thread works with: what it has just used is at hand for its processor. */
struct worker {
    struct lines *lines;
    struct pool *pool; /* NULL: it works alone */
    struct batch batches[2];
    struct json_names *names;
    struct arena scratch; /* reset for each document */
    size_t documents;
};

/* ---- judging ---- */

static void judge_line(struct worker *worker, struct slice line, size_t number, struct finding_sink *sink)
{
    const struct lines *lines = worker->lines;
    struct json_document document = {
        .file = lines->file, .first_line = number, .is_line = true, .names = worker->names};
    if (slice_trim(line).length == 0)
        return;
    arena_reset(&worker->scratch);
    worker->documents++;
    if (json_read_document(&worker->scratch, line, sink, &document))
        profile_check(lines->profile, &document, &worker->scratch, sink);
}

/* `before`: how many lines the file has before the batch. */
static void judge(struct worker *worker, struct batch *batch, size_t before, struct finding_sink *sink)
{
    const char *at = batch->text.at, *end = at + batch->text.length;
    for (batch->lines = 0; at < end; batch->lines++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop != NULL ? stop : end;
        judge_line(worker, (struct slice){at, (size_t)(stop - at)}, before + batch->lines + 1, sink);
        at = stop + 1;
    }
}

/* ---- reading ---- */

struct reader {
    struct lines *lines;
    struct problem *problem;
    struct text carry; /* the beginning of a line whose end was not read yet */
    bool ended;
    bool failed;
};

static bool read_more(struct reader *reader, struct text *text)
{
    char *at = text_reserve(text, LIMIT_LINES_BATCH_BYTES);
    long got = file_read_some(reader->lines->descriptor, at, LIMIT_LINES_BATCH_BYTES, reader->lines->file,
                              reader->problem);
    reader->failed = got < 0;
    reader->ended = got <= 0;
    text->length += got > 0 ? (size_t)got : 0;
    return got > 0;
}

/* Of a line over the limit only so much is kept that it is seen to be over it. */
static void skip_line(struct reader *reader, struct text *text)
{
    size_t kept = LIMIT_JSON_BYTES + 1;
    const char *end = NULL;
    while (end == NULL) {
        text->length = kept;
        if (!read_more(reader, text))
            return;
        end = memchr(text->at + kept, '\n', text->length - kept);
    }
    size_t rest = text->length - (size_t)(end - text->at);
    memmove(text->at + kept, end, rest);
    text->length = kept + rest;
}

static const char *last_newline(const struct text *text, size_t from)
{
    return text->length > from ? memrchr(text->at + from, '\n', text->length - from) : NULL;
}

/* Fills the batch with whole lines; false when nothing is left. */
static bool read_batch(struct reader *reader, struct batch *batch)
{
    struct text *text = &batch->text;
    const char *newline = NULL;
    text_clear(text);
    text_add_slice(text, text_slice(&reader->carry));
    while (newline == NULL && !reader->ended) {
        size_t before = text->length;
        read_more(reader, text);
        newline = last_newline(text, before);
        if (newline == NULL && text->length > LIMIT_JSON_BYTES) {
            skip_line(reader, text);
            newline = last_newline(text, LIMIT_JSON_BYTES);
        }
    }
    text_clear(&reader->carry);
    if (newline != NULL && !reader->ended) {
        size_t whole = (size_t)(newline + 1 - text->at);
        text_add_bytes(&reader->carry, newline + 1, text->length - whole);
        text->length = whole;
    }
    return text->length > 0;
}

/* ---- many threads ---- */

/* Whoever is free reads the next batch and judges it; whoever has judged the batch whose turn it is puts it,
 * and those behind it that wait. */
struct pool {
    struct lines *lines;
    pthread_mutex_t reading; /* holds the reader and `next_read` */
    struct reader *reader;
    size_t next_read;        /* batches so far */
    pthread_mutex_t putting; /* holds the rest, and `waits` of the batches */
    pthread_cond_t put;
    struct batch *waiting[2 * LIMIT_THREADS]; /* judged, by number: no more than these are under way */
    size_t next_put;
    size_t lines_put; /* lines of the batches that were put */
    bool busy;        /* one is putting */
};

/* One of the worker's batches that does not wait. */
static struct batch *free_batch(struct worker *worker)
{
    struct pool *pool = worker->pool;
    pthread_mutex_lock(&pool->putting);
    while (worker->batches[0].waits && worker->batches[1].waits)
        pthread_cond_wait(&pool->put, &pool->putting);
    struct batch *batch = &worker->batches[worker->batches[0].waits ? 1 : 0];
    pthread_mutex_unlock(&pool->putting);
    return batch;
}

/* NULL when nothing is left. */
static struct batch *next_batch(struct worker *worker)
{
    struct pool *pool = worker->pool;
    struct batch *batch = free_batch(worker);
    pthread_mutex_lock(&pool->reading);
    bool any = read_batch(pool->reader, batch);
    batch->number = pool->next_read;
    pool->next_read += any ? 1 : 0;
    pthread_mutex_unlock(&pool->reading);
    return any ? batch : NULL;
}

static struct batch **waiting_place(struct pool *pool, size_t number)
{
    return &pool->waiting[number % (sizeof pool->waiting / sizeof *pool->waiting)];
}

static void put_batch(struct pool *pool, struct batch *batch)
{
    for (size_t i = 0; i < batch->findings.count; i++)
        batch->findings.findings[i].line += pool->lines_put;
    finding_list_put(&batch->findings, pool->lines->sink);
    pool->lines_put += batch->lines;
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
        put_batch(pool, next);
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
    for (; batch != NULL; batch = next_batch(worker)) {
        arena_reset(&batch->arena);
        batch->findings = finding_list(&batch->arena);
        judge(worker, batch, 0, &batch->findings.sink);
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
static void judge_together(struct worker *workers, struct reader *reader)
{
    struct lines *lines = workers->lines;
    struct pool pool = {.lines = lines, .reader = reader, .next_read = 1};
    pthread_t threads[LIMIT_THREADS];
    unsigned started = 0;
    reading_init(&pool.reading);
    pthread_mutex_init(&pool.putting, NULL);
    pthread_cond_init(&pool.put, NULL);
    for (unsigned i = 0; i < lines->threads; i++)
        workers[i].pool = &pool;
    while (started + 1 < lines->threads &&
           pthread_create(&threads[started], NULL, work_beside, &workers[started + 1]) == 0)
        started++;
    work(workers, workers->batches);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_cond_destroy(&pool.put);
    pthread_mutex_destroy(&pool.putting);
    pthread_mutex_destroy(&pool.reading);
}

/* ---- the whole ---- */

static void judge_alone(struct worker *worker, struct reader *reader)
{
    size_t before = 0;
    do {
        judge(worker, worker->batches, before, worker->lines->sink);
        before += worker->batches->lines;
    } while (read_batch(reader, worker->batches));
}

static void worker_free(struct worker *worker)
{
    for (size_t i = 0; i < sizeof worker->batches / sizeof *worker->batches; i++) {
        text_free(&worker->batches[i].text);
        arena_free(&worker->batches[i].arena);
    }
    arena_free(&worker->scratch);
}

bool lines_check(struct lines *lines, struct problem *problem)
{
    struct arena arena = {0};
    struct reader reader = {.lines = lines, .problem = problem};
    lines->threads = lines->threads < LIMIT_THREADS ? lines->threads : LIMIT_THREADS;
    unsigned count = lines->threads > 1 ? lines->threads : 1;
    struct worker *workers = arena_array(&arena, count, sizeof *workers);
    for (unsigned i = 0; i < count; i++) {
        workers[i].lines = lines;
        workers[i].names = profile_names(lines->profile, &arena);
    }
    bool any = read_batch(&reader, workers->batches);
    if (any && (reader.ended || count == 1))
        judge_alone(workers, &reader);
    else if (any)
        judge_together(workers, &reader);
    lines->documents = 0;
    for (unsigned i = 0; i < count; i++) {
        lines->documents += workers[i].documents;
        worker_free(&workers[i]);
    }
    text_free(&reader.carry);
    arena_free(&arena);
    return !reader.failed;
}
