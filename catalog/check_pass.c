#include "catalog/check_pass.h"

#include <pthread.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/meter.h"
#include "catalog/column.h"
#include "catalog/dialect.h"
#include "catalog/script_scan.h"
#include "catalog/text_memory.h"

/* A file from this size on is worth two threads. */
#define THREADS_BYTES (8 * MiB)

/* A block goes through three gates, in the order of the file: it is read, it is hashed, it is told. Between
 * them threads work on their own. */
enum gate { GATE_HASH, GATE_TELL, GATE_COUNT };

struct pass {
    struct table_run *run;
    const struct checks *checks;
    void *states[CHECKS_MOST];
    struct hash *hash; /* NULL: nobody asks for it */
    pthread_mutex_t reading, turning;
    pthread_cond_t turned;
    size_t taken;             /* blocks so far */
    size_t turns[GATE_COUNT]; /* whose turn it is */
    struct problem *problem;
    size_t seen[CODE_COUNT];
};

/* A row of which something is to be told when its block's turn has come. */
struct told_row {
    uint64_t faulty; /* a bit a column, of the first 64: its cell is not good */
    uint32_t row;
    uint32_t checks; /* a bit a check; 0: the row is in no batch */
};

struct worker {
    struct table_worker base;
    struct pass *pass;
    pthread_t thread;
    struct arena arena, brief;
    void *shares[CHECKS_MOST];
    struct column_room *columns;
    struct text_memory *texts;
    struct table_block own, *block;
    size_t sequence; /* of the block */
    struct told_row *told;
    size_t told_count, told_room;
    struct arena told_arena;
    uint64_t good[LIMIT_TABLE_COLUMNS], plain[LIMIT_TABLE_COLUMNS], sure[LIMIT_TABLE_COLUMNS];
    uint64_t known[LIMIT_TABLE_COLUMNS], telling[LIMIT_TABLE_COLUMNS];
    struct slice cells[LIMIT_TABLE_COLUMNS];
};

/* ---- gates ---- */

static void gate_wait(struct worker *worker, enum gate gate)
{
    struct pass *pass = worker->pass;
    pthread_mutex_lock(&pass->turning);
    while (pass->turns[gate] != worker->sequence)
        pthread_cond_wait(&pass->turned, &pass->turning);
    pthread_mutex_unlock(&pass->turning);
}

static void gate_leave(struct worker *worker, enum gate gate)
{
    struct pass *pass = worker->pass;
    pthread_mutex_lock(&pass->turning);
    pass->turns[gate]++;
    pthread_cond_broadcast(&pass->turned);
    pthread_mutex_unlock(&pass->turning);
}

/* ---- rows ---- */

/* Columns whose faults are kept with the row; of a wider table the row is judged again. */
#define KEPT_COLUMNS 64

static struct told_row *note(struct worker *worker, size_t row)
{
    worker->told = arena_grow(&worker->told_arena, worker->told, worker->told_count, &worker->told_room,
                              sizeof *worker->told);
    struct told_row *told = &worker->told[worker->told_count++];
    *told = (struct told_row){.row = (uint32_t)row};
    return told;
}

static struct table_batch batch_of(struct worker *worker, size_t first, size_t count)
{
    const struct table_block *block = worker->block;
    const struct block_row *rows = &block->rows[first];
    struct table_batch batch = {.bytes = block->bytes,
                                .cells = block->cells + rows->cell,
                                .columns = worker->base.run->column_count,
                                .count = count,
                                .number = block->number + first,
                                .line = block->line + first + rows->lines,
                                .good = worker->good,
                                .plain = worker->plain,
                                .sure = worker->sure,
                                .known = worker->known,
                                .rows = rows};
    return batch;
}

static void note_row(struct worker *worker, const struct table_batch *batch, const uint64_t *sets, size_t row)
{
    struct told_row *told = note(worker, (size_t)(batch->rows - worker->block->rows) + row);
    for (size_t i = 0; i < worker->pass->checks->count; i++)
        told->checks |= (uint32_t)(sets[i] >> row & 1) << i;
    for (size_t i = 0; i < batch->columns && i < KEPT_COLUMNS; i++)
        told->faulty |= (~batch->good[i] >> row & 1) << i;
}

/* What columns_judge() said of the row. That cells are written plainly, or were sure, is not kept. */
static void recall_row(struct worker *worker, const struct table_batch *batch, const struct told_row *told)
{
    struct column_sets sets = {worker->good, worker->plain, worker->sure};
    memset(worker->known, 0, batch->columns * sizeof *worker->known);
    if (batch->columns > KEPT_COLUMNS) {
        columns_judge(worker->columns, batch, &sets);
        return;
    }
    for (size_t i = 0; i < batch->columns; i++) {
        worker->good[i] = ~told->faulty >> i & 1;
        worker->plain[i] = worker->sure[i] = 0;
    }
}

/* What is taken out of cells leaves other texts than those in the file. */
static bool is_escaped(const struct table_run *run)
{
    return run->dialect != NULL && run->dialect->escape.length > 0;
}

static bool is_clean(const struct table_batch *batch)
{
    const struct block_row *first = batch->rows, *behind = batch->rows + batch->count;
    return script_scan((struct slice){batch->bytes + first->start, (size_t)(behind->start - first->start)});
}

static void judge_batch(struct worker *worker, struct table_batch *batch)
{
    const struct table_run *run = worker->base.run;
    struct column_sets sets = {worker->good, worker->plain, worker->sure};
    text_memory_recall(worker->texts, batch, worker->known);
    batch->clean = !is_escaped(run) && columns_ask_script(run, batch) && is_clean(batch);
    columns_judge(worker->columns, batch, &sets);
}

static void check_batch(struct worker *worker, size_t first, size_t count)
{
    const struct checks *checks = worker->pass->checks;
    struct table_batch batch = batch_of(worker, first, count);
    uint64_t sets[CHECKS_MOST], all = 0;
    judge_batch(worker, &batch);
    memset(worker->telling, 0, batch.columns * sizeof *worker->telling);
    for (size_t i = 0; i < checks->count; i++) {
        sets[i] =
            checks->checks[i]->batch ? checks->checks[i]->batch(&worker->base, worker->shares[i], &batch) : 0;
        all |= sets[i];
    }
    text_memory_keep(worker->texts, &batch, worker->telling);
    while (all != 0)
        note_row(worker, &batch, sets, batch_take(&all));
}

/* How many rows from this one on make a batch. */
static size_t batch_length(const struct worker *worker, size_t first)
{
    const struct table_block *block = worker->block;
    const struct block_row *rows = &block->rows[first];
    size_t left = block->row_count - first, count = 0;
    size_t most = left < BATCH_ROWS ? left : BATCH_ROWS;
    while (count < most && rows[count].count == worker->base.run->column_count &&
           rows[count].fault == TABLE_FINE && rows[count].use == ROW_DATA && rows[count].lines == rows->lines)
        count++;
    return count;
}

static void check_block(struct worker *worker, size_t first)
{
    struct table_block *block = worker->block;
    arena_reset(&worker->told_arena);
    worker->told = NULL;
    worker->told_count = worker->told_room = 0;
    if (block == &worker->own) /* the first block is somebody else's, and looked at */
        table_block_check_encoding(block);
    while (first < block->row_count) {
        size_t count = worker->base.run->header_told ? batch_length(worker, first) : 0;
        if (count > 0)
            check_batch(worker, first, count);
        else if (worker->base.run->header_told || block->rows[first].fault != TABLE_FINE)
            note(worker, first);
        first += count > 0 ? count : 1;
    }
}

static void tell_odd(struct worker *worker, size_t index)
{
    const struct checks *checks = worker->pass->checks;
    const struct block_row *from = &worker->block->rows[index];
    struct table_row row;
    if (from->use == ROW_HEADER)
        return; /* it has been told */
    table_block_row(worker->block, index, worker->cells, &row);
    bool apart = true;
    if (from->fault != TABLE_FINE)
        apart = checks->fault(&worker->base, worker->block, index, &row);
    for (size_t i = 0; apart && worker->base.run->header_told && i < checks->count; i++) {
        const struct table_check *check = checks->checks[i];
        void (*odd)(struct table_worker *, void *, const struct table_row *) =
            from->use == ROW_DATA ? check->odd : check->passed;
        if (odd != NULL)
            odd(&worker->base, worker->shares[i], &row);
    }
}

static void tell_row(struct worker *worker, const struct told_row *told)
{
    const struct checks *checks = worker->pass->checks;
    if (told->checks == 0) {
        tell_odd(worker, told->row);
        return;
    }
    struct table_batch batch = batch_of(worker, told->row, 1);
    recall_row(worker, &batch, told);
    for (size_t i = 0; i < checks->count; i++)
        if ((told->checks >> i & 1) != 0 && checks->checks[i]->row != NULL)
            checks->checks[i]->row(&worker->base, worker->shares[i], &batch, 0);
}

static void tell_block(struct worker *worker)
{
    for (size_t i = 0; i < worker->told_count; i++) {
        worker->base.told = false;
        tell_row(worker, &worker->told[i]);
        if (worker->base.told)
            arena_reset(&worker->brief);
    }
}

/* ---- threads ---- */

/* The next block; false when there is none. */
static bool take_block(struct worker *worker)
{
    struct pass *pass = worker->pass;
    struct problem problem = {0};
    pthread_mutex_lock(&pass->reading);
    bool more = table_take(pass->run->table, &worker->own, &problem);
    if (more) {
        worker->block = &worker->own;
        worker->sequence = pass->taken++;
        pass->run->rows += worker->own.row_count - worker->own.passed;
    }
    if (problem.kind != PROBLEM_NONE)
        problem_move(pass->problem, &problem);
    pthread_mutex_unlock(&pass->reading);
    if (more)
        meter_add(pass->run->meter, table_block_fresh(&worker->own).length);
    return more;
}

static void hash_block(struct worker *worker)
{
    struct pass *pass = worker->pass;
    if (pass->hash == NULL)
        return;
    gate_wait(worker, GATE_HASH);
    struct slice fresh = table_block_fresh(worker->block);
    hash_add(pass->hash, fresh.at, fresh.length);
    gate_leave(worker, GATE_HASH);
}

/* One block through all that is behind reading; its rows from `first` on. */
static void work_block(struct worker *worker, size_t first)
{
    hash_block(worker);
    check_block(worker, first);
    gate_wait(worker, GATE_TELL);
    tell_block(worker);
    gate_leave(worker, GATE_TELL);
}

static void *work(void *argument)
{
    struct worker *worker = argument;
    while (take_block(worker))
        work_block(worker, 0);
    return NULL;
}

static struct worker *worker_new(struct pass *pass, unsigned number)
{
    struct worker *worker = arena_alloc(pass->run->arena, sizeof *worker);
    *worker = (struct worker){.pass = pass};
    worker->base = (struct table_worker){.run = pass->run,
                                         .number = number,
                                         .seen = pass->seen,
                                         .arena = &worker->arena,
                                         .brief = &worker->brief,
                                         .sink = pass->run->sink,
                                         .telling = worker->telling};
    return worker;
}

/* Behind the header. */
static void worker_begin(struct worker *worker)
{
    const struct checks *checks = worker->pass->checks;
    worker->columns = columns_room(&worker->arena, worker->base.run);
    worker->texts = text_memory_make(&worker->arena, worker->base.run);
    for (size_t i = 0; i < checks->count; i++) {
        const struct table_check *check = checks->checks[i];
        void *state = worker->pass->states[i];
        worker->shares[i] = check->share ? check->share(&worker->base, state) : state;
    }
}

static void worker_free(struct worker *worker)
{
    columns_room_free(worker->columns);
    table_block_free(&worker->own);
    arena_free(&worker->arena);
    arena_free(&worker->brief);
    arena_free(&worker->told_arena);
}

/* ---- the whole ---- */

static void keep_header(struct table_run *run, const struct table_row *row)
{
    struct table_column *columns = arena_array(run->arena, row->count, sizeof *columns);
    for (size_t i = 0; i < row->count; i++)
        columns[i].name = (struct slice){slice_copy(run->arena, row->cells[i]), row->cells[i].length};
    run->columns = columns;
    run->column_count = row->count;
    columns_find(run, columns);
}

/* The row of the first block that is the header. */
static void take_header(struct worker *worker, size_t header)
{
    struct pass *pass = worker->pass;
    struct table_run *run = pass->run;
    const struct checks *checks = pass->checks;
    struct table_row row;
    table_block_row(worker->block, header, worker->cells, &row);
    keep_header(run, &row);
    run->header_faulty = worker->block->rows[header].fault != TABLE_FINE;
    run->header_told = !run->header_faulty || checks->fault(&worker->base, worker->block, header, &row);
    for (size_t i = 0; i < checks->count; i++)
        if (checks->checks[i]->header != NULL && !run->header_faulty)
            checks->checks[i]->header(&worker->base, pass->states[i], &row);
    arena_reset(&worker->brief);
}

static unsigned threads_for(const struct table_run *run)
{
    struct stat status;
    if (run->threads > 0)
        return run->threads < LIMIT_THREADS ? run->threads : LIMIT_THREADS;
    bool large =
        fstat(table_descriptor(run->table), &status) == 0 && (uint64_t)status.st_size >= THREADS_BYTES;
    return large ? 2 : 1;
}

/* The first worker, who has the first block; the others read behind it. What is above the header is seen as
 * well. */
static void run_workers(struct worker **workers, unsigned count, size_t header)
{
    unsigned started = 1;
    for (unsigned i = 0; i < count; i++)
        worker_begin(workers[i]);
    while (started < count && pthread_create(&workers[started]->thread, NULL, work, workers[started]) == 0)
        started++;
    work_block(workers[0], header == 0 ? 1 : 0);
    work(workers[0]);
    for (unsigned i = 1; i < started; i++)
        pthread_join(workers[i]->thread, NULL);
}

static void join_checks(struct pass *pass, struct worker **workers, unsigned count)
{
    const struct checks *checks = pass->checks;
    for (size_t i = 0; i < checks->count; i++)
        for (unsigned j = 0; checks->checks[i]->join != NULL && j < count; j++)
            checks->checks[i]->join(pass->run, pass->states[i], workers[j]->shares[i]);
}

static void end_checks(struct pass *pass, struct worker *first)
{
    const struct checks *checks = pass->checks;
    for (size_t i = 0; i < checks->count && pass->run->problem.kind == PROBLEM_NONE; i++)
        if (checks->checks[i]->end != NULL)
            checks->checks[i]->end(&first->base, pass->states[i]);
    pass->run->halted = pass->run->problem.kind != PROBLEM_NONE;
    if (pass->run->halted)
        problem_move(pass->problem, &pass->run->problem);
}

static void close_checks(struct pass *pass)
{
    const struct checks *checks = pass->checks;
    for (size_t i = 0; i < checks->count; i++)
        if (checks->checks[i]->close != NULL)
            checks->checks[i]->close(pass->states[i]);
}

static void run_checks(struct pass *pass)
{
    struct worker *workers[LIMIT_THREADS];
    unsigned count = threads_for(pass->run);
    for (unsigned i = 0; i < count; i++)
        workers[i] = worker_new(pass, i);
    for (size_t i = 0; i < pass->checks->count; i++)
        if (pass->checks->checks[i]->begin != NULL)
            pass->states[i] = pass->checks->checks[i]->begin(pass->run);
    struct table_block *block = workers[0]->block = table_first_block(pass->run->table);
    if (block->row_count > 0) {
        size_t header = table_block_header(block);
        pass->taken = 1;
        pass->run->rows = block->row_count - block->passed;
        if (header != SIZE_MAX)
            take_header(workers[0], header);
        run_workers(workers, count, header);
        pass->run->rows -= header != SIZE_MAX;
        join_checks(pass, workers, count);
        if (pass->run->header_told && pass->problem->kind == PROBLEM_NONE)
            end_checks(pass, workers[0]);
    }
    close_checks(pass);
    for (unsigned i = 0; i < count; i++)
        worker_free(workers[i]);
}

static void take_facts(struct table_run *run, struct hash *hash)
{
    run->bytes = table_bytes(run->table);
    if (hash != NULL)
        hash_finish(hash, run->sha256);
}

bool check_pass(struct table_run *run, const struct checks *checks, struct problem *problem)
{
    struct pass pass = {.run = run,
                        .checks = checks,
                        .hash = run->hashed ? hash_start() : NULL,
                        .reading = PTHREAD_MUTEX_INITIALIZER,
                        .turning = PTHREAD_MUTEX_INITIALIZER,
                        .turned = PTHREAD_COND_INITIALIZER,
                        .problem = problem};
    run_checks(&pass);
    take_facts(run, pass.hash);
    return problem->kind == PROBLEM_NONE;
}

bool check_pass_over(struct table_run *run, struct problem *problem)
{
    struct table_block block = {0};
    struct hash *hash = run->hashed ? hash_start() : NULL;
    const struct table_block *first = table_first_block(run->table);
    struct slice fresh = table_block_fresh(first);
    size_t rows = first->row_count - first->passed;
    if (hash != NULL)
        hash_add(hash, fresh.at, fresh.length);
    while (table_take(run->table, &block, problem)) {
        fresh = table_block_fresh(&block);
        if (hash != NULL)
            hash_add(hash, fresh.at, fresh.length);
        rows += block.row_count - block.passed;
    }
    run->rows = rows > 0 ? rows - 1 : 0;
    take_facts(run, hash);
    table_block_free(&block);
    return problem->kind == PROBLEM_NONE;
}
