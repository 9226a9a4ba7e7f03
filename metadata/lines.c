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
    size_t lines; /* in it, when it was judged */
    size_t documents;
    struct json_names *names;
    struct arena scratch; /* reset for each document */
    struct arena arena;   /* of the findings that wait */
    struct finding_list findings;
    bool judged;
};

/* ---- judging ---- */

static void judge_line(const struct lines *lines, struct batch *batch, struct slice line, size_t number,
                       struct finding_sink *sink)
{
    struct json_document document = {.file = lines->file, .first_line = number, .names = batch->names};
    if (slice_trim(line).length == 0)
        return;
    arena_reset(&batch->scratch);
    batch->documents++;
    if (json_read_document(&batch->scratch, line, sink, &document))
        profile_check(lines->profile, &document, &batch->scratch, sink);
}

/* `before`: how many lines the file has before the batch. */
static void judge(const struct lines *lines, struct batch *batch, size_t before, struct finding_sink *sink)
{
    const char *at = batch->text.at, *end = at + batch->text.length;
    for (batch->lines = 0; at < end; batch->lines++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop != NULL ? stop : end;
        judge_line(lines, batch, (struct slice){at, (size_t)(stop - at)}, before + batch->lines + 1, sink);
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

/* Batches go round: read in order, judged by whoever is free, put in order. */
struct pool {
    struct lines *lines;
    pthread_mutex_t mutex;
    pthread_cond_t read, judged;
    struct batch *batches;
    size_t batch_count;
    size_t next_read, next_judged, next_put; /* how many so far; one's batch is its number modulo the count */
    size_t lines_put;                        /* lines of the batches that were put */
    bool ended;
};

static void *work(void *argument)
{
    struct pool *pool = argument;
    pthread_mutex_lock(&pool->mutex);
    for (;;) {
        while (pool->next_judged == pool->next_read && !pool->ended)
            pthread_cond_wait(&pool->read, &pool->mutex);
        if (pool->next_judged == pool->next_read)
            break;
        struct batch *batch = &pool->batches[pool->next_judged++ % pool->batch_count];
        pthread_mutex_unlock(&pool->mutex);
        arena_reset(&batch->arena);
        batch->findings = finding_list(&batch->arena);
        judge(pool->lines, batch, 0, &batch->findings.sink);
        pthread_mutex_lock(&pool->mutex);
        batch->judged = true;
        pthread_cond_signal(&pool->judged);
    }
    pthread_mutex_unlock(&pool->mutex);
    return NULL;
}

static void put_next(struct pool *pool)
{
    struct batch *batch = &pool->batches[pool->next_put++ % pool->batch_count];
    pthread_mutex_lock(&pool->mutex);
    while (!batch->judged)
        pthread_cond_wait(&pool->judged, &pool->mutex);
    pthread_mutex_unlock(&pool->mutex);
    for (size_t i = 0; i < batch->findings.count; i++)
        batch->findings.findings[i].line += pool->lines_put;
    finding_list_put(&batch->findings, pool->lines->sink);
    pool->lines_put += batch->lines;
    batch->judged = false;
}

static void give_out(struct pool *pool, bool more)
{
    pthread_mutex_lock(&pool->mutex);
    pool->next_read += more ? 1 : 0;
    pool->ended = !more;
    pthread_cond_broadcast(&pool->read);
    pthread_mutex_unlock(&pool->mutex);
}

/* The first batch has been read. */
static void feed(struct pool *pool, struct reader *reader)
{
    bool more = true;
    while (more) {
        give_out(pool, true);
        if (pool->next_read - pool->next_put == pool->batch_count)
            put_next(pool);
        more = read_batch(reader, &pool->batches[pool->next_read % pool->batch_count]);
    }
    give_out(pool, false);
    while (pool->next_put < pool->next_read)
        put_next(pool);
}

static void judge_together(struct pool *pool, struct reader *reader)
{
    pthread_t threads[LIMIT_THREADS];
    unsigned started = 0;
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->read, NULL);
    pthread_cond_init(&pool->judged, NULL);
    while (started < pool->lines->threads && pthread_create(&threads[started], NULL, work, pool) == 0)
        started++;
    if (started == 0)
        memory_exhausted();
    feed(pool, reader);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    pthread_cond_destroy(&pool->judged);
    pthread_cond_destroy(&pool->read);
    pthread_mutex_destroy(&pool->mutex);
}

/* ---- the whole ---- */

static void judge_alone(struct lines *lines, struct reader *reader, struct batch *batch)
{
    size_t before = 0;
    do {
        judge(lines, batch, before, lines->sink);
        before += batch->lines;
    } while (read_batch(reader, batch));
}

bool lines_check(struct lines *lines, struct problem *problem)
{
    struct arena arena = {0};
    struct reader reader = {.lines = lines, .problem = problem};
    struct pool pool = {.lines = lines};
    lines->threads = lines->threads < LIMIT_THREADS ? lines->threads : LIMIT_THREADS;
    pool.batch_count = lines->threads > 1 ? 2 * (size_t)lines->threads : 1;
    pool.batches = arena_array(&arena, pool.batch_count, sizeof *pool.batches);
    for (size_t i = 0; i < pool.batch_count; i++)
        pool.batches[i].names = profile_names(lines->profile, &arena);
    bool any = read_batch(&reader, &pool.batches[0]);
    if (any && (reader.ended || pool.batch_count == 1))
        judge_alone(lines, &reader, &pool.batches[0]);
    else if (any)
        judge_together(&pool, &reader);
    lines->documents = 0;
    for (size_t i = 0; i < pool.batch_count; i++) {
        lines->documents += pool.batches[i].documents;
        text_free(&pool.batches[i].text);
        arena_free(&pool.batches[i].scratch);
        arena_free(&pool.batches[i].arena);
    }
    text_free(&reader.carry);
    arena_free(&arena);
    return !reader.failed;
}
