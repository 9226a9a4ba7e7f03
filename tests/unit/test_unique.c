/* Rows of the same key: found however many there are, and only where the keys are the same. */
#include "tests/unit/support.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "catalog/fingerprint.h"
#include "catalog/unique.h"

/* A table of one key, whose value in row r is r % distinct, so that row r repeats row r % distinct. */
struct table_of_numbers {
    struct unique_reader reader;
    struct fingerprint_seed seed;
    uint64_t distinct;
    bool blind;       /* all fingerprints are the same */
    uint64_t changed; /* a row that is another when it is read again */
    uint64_t told, last_row;
    bool ordered, right;
    struct text lines; /* "row@line=first@line" of the first few */
};

static uint64_t key_of(const struct table_of_numbers *table, uint64_t row, struct text *out)
{
    text_format(out, "%llu", (unsigned long long)(row % table->distinct));
    if (table->blind)
        return 42;
    return fingerprint_add(&table->seed, fingerprint_start(&table->seed), text_slice(out));
}

static bool read_row(struct unique_reader *self, size_t key, uint64_t row, struct unique_text *into,
                     struct problem *problem)
{
    struct table_of_numbers *table = (struct table_of_numbers *)self;
    (void)key;
    (void)problem;
    into->fingerprint = key_of(table, row + (row == table->changed && row > 0), &into->text);
    into->line = (size_t)row * 2;
    return true;
}

static void repeats(struct unique_reader *self, const struct unique_pair *pair)
{
    struct table_of_numbers *table = (struct table_of_numbers *)self;
    table->ordered = table->ordered && pair->row > table->last_row;
    table->right = table->right && pair->first_row == pair->row % table->distinct &&
                   pair->line == pair->row * 2 && pair->first_line == pair->first_row * 2;
    table->last_row = pair->row;
    if (table->told++ < 4)
        text_format(&table->lines, "%llu=%llu ", (unsigned long long)pair->row,
                    (unsigned long long)pair->first_row);
}

static struct table_of_numbers table_of(uint64_t distinct)
{
    return (struct table_of_numbers){.reader = {read_row, repeats},
                                     .seed = fingerprint_seed(),
                                     .distinct = distinct,
                                     .ordered = true,
                                     .right = true};
}

static void add_rows(struct table_of_numbers *table, struct unique_batch *batch, uint64_t from, uint64_t end,
                     uint64_t step)
{
    struct text text = {0};
    for (uint64_t row = from; row < end; row += step) {
        text_clear(&text);
        unique_add(batch, key_of(table, row, &text), row);
    }
    text_free(&text);
}

static void check_told(struct table_of_numbers *table, uint64_t rows)
{
    struct problem problem = {0};
    struct unique *unique = unique_start(1);
    add_rows(table, unique_batch(unique_share(unique), 0), 0, rows, 1);
    assert_true(unique_end(unique, &table->reader, &problem));
    assert_int_equal(table->told, rows > table->distinct ? rows - table->distinct : 0);
    assert_true(table->ordered);
    assert_true(table->right);
    unique_close(unique);
    text_free(&table->lines);
}

static void a_key_that_stands_twice_is_told_with_its_first_row(void **state)
{
    (void)state;
    struct table_of_numbers table = table_of(5);
    struct problem problem = {0};
    struct unique *unique = unique_start(1);
    add_rows(&table, unique_batch(unique_share(unique), 0), 0, 8, 1);
    assert_true(unique_end(unique, &table.reader, &problem));
    check_text(text_slice(&table.lines), "5=0 6=1 7=2 ");
    unique_close(unique);
    text_free(&table.lines);
}

static void tables_of_every_size_are_counted_exactly(void **state)
{
    (void)state;
    static const struct {
        uint64_t rows, distinct;
    } sizes[] = {{0, 1},        {1, 1},      {2, 1},           {511, 600},       {512, 512},
                 {513, 512},    {600, 1},    {30000, 29999},   {30000, 30000},   {200000, 200000},
                 {200000, 100}, {300000, 1}, {400000, 200000}, {400000, 399000}, {1000000, 999999},
                 {1000000, 7},  {1024, 1000}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct table_of_numbers table = table_of(sizes[i].distinct);
        check_told(&table, sizes[i].rows);
    }
}

static void keys_that_only_share_a_fingerprint_are_not_told(void **state)
{
    (void)state;
    struct table_of_numbers table = table_of(1000);
    table.blind = true;
    check_told(&table, 900);
    /* and do not hide those that repeat */
    table = table_of(500);
    table.blind = true;
    check_told(&table, 900);
}

struct thread {
    pthread_t thread;
    struct table_of_numbers *table;
    struct unique *unique;
    uint64_t number;
};

#define THREADS 3
#define THREAD_ROWS 300000

static void *add_in_thread(void *argument)
{
    struct thread *thread = argument;
    add_rows(thread->table, unique_batch(unique_share(thread->unique), 0), thread->number, THREAD_ROWS,
             THREADS);
    return NULL;
}

static void threads_may_share_the_rows_as_they_like(void **state)
{
    (void)state;
    struct table_of_numbers table = table_of(250000);
    struct unique *unique = unique_start(1);
    struct thread threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        threads[i] = (struct thread){.table = &table, .unique = unique, .number = i};
        assert_int_equal(pthread_create(&threads[i].thread, NULL, add_in_thread, &threads[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i].thread, NULL);
    struct problem problem = {0};
    assert_true(unique_end(unique, &table.reader, &problem));
    assert_int_equal(table.told, 50000);
    assert_true(table.ordered && table.right);
    unique_close(unique);
    text_free(&table.lines);
}

static void each_key_is_looked_through_by_itself(void **state)
{
    (void)state;
    struct table_of_numbers table = table_of(20000);
    struct problem problem = {0};
    struct unique *unique = unique_start(64);
    struct unique_share *share = unique_share(unique);
    for (size_t key = 0; key < 64; key++)
        add_rows(&table, unique_batch(share, key), 0, key == 63 ? 20002 : 20000, 1);
    assert_true(unique_end(unique, &table.reader, &problem));
    check_text(text_slice(&table.lines), "20000=0 20001=1 ");
    unique_close(unique);
    text_free(&table.lines);
}

static void a_row_that_reads_otherwise_the_second_time_is_a_problem(void **state)
{
    (void)state;
    struct table_of_numbers table = table_of(100);
    struct problem problem = {0};
    struct unique *unique = unique_start(1);
    add_rows(&table, unique_batch(unique_share(unique), 0), 0, 150, 1);
    table.changed = 120;
    assert_false(unique_end(unique, &table.reader, &problem));
    assert_int_equal(problem.kind, PROBLEM_LOCAL);
    problem_clear(&problem);
    unique_close(unique);
    text_free(&table.lines);
}

static void check_fails(const char *words)
{
    struct table_of_numbers table = table_of(1000000);
    struct problem problem = {0};
    struct unique *unique = unique_start(1);
    struct unique_share *share = unique_share(unique);
    add_rows(&table, unique_batch(share, 0), 0, 400000, 1);
    assert_false(unique_end(unique, &table.reader, &problem));
    assert_int_equal(problem.kind, PROBLEM_LOCAL);
    assert_non_null(strstr(problem.message.at, words));
    problem_clear(&problem);
    unique_close(unique);
    text_free(&table.lines);
}

static void a_folder_that_takes_no_temporary_file_is_named(void **state)
{
    (void)state;
    setenv("TMPDIR", "/nowhere/at/all", 1);
    check_fails("/nowhere/at/all");
    unsetenv("TMPDIR");
}

static void a_disk_that_is_full_is_a_problem(void **state)
{
    (void)state;
    struct rlimit before, small = {1000000, RLIM_INFINITY};
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small.rlim_max = before.rlim_max;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    check_fails("TMPDIR");
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
}

/* The whole file may grow to so many bytes: were it more, the check would fail. */
static void check_fits(uint64_t rows, uint64_t distinct, rlim_t bytes)
{
    struct rlimit before, small;
    struct table_of_numbers table = table_of(distinct);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    check_told(&table, rows);
    setrlimit(RLIMIT_FSIZE, &before);
}

static void the_temporary_file_takes_at_most_16_bytes_a_row(void **state)
{
    (void)state;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    check_fits(500000, 500000, 500000 * 16);
    check_fits(500000, 1, 500000 * 16);
    check_fits(500000, 250000, 500000 * 16);
    check_fits(100000, 100000, 0);
    signal(SIGXFSZ, handler);
}

static void fingerprints_depend_on_every_byte_and_on_where_parts_end(void **state)
{
    (void)state;
    struct fingerprint_seed seed = fingerprint_seed();
    uint64_t start = fingerprint_start(&seed);
    char bytes[70];
    uint64_t seen[70 * 2];
    size_t count = 0;
    for (size_t length = 0; length < 70; length++) {
        memset(bytes, 'x', sizeof bytes);
        seen[count++] = fingerprint_add(&seed, start, (struct slice){bytes, length});
        bytes[length / 2] = 'y';
        if (length > 0)
            seen[count++] = fingerprint_add(&seed, start, (struct slice){bytes, length});
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++)
            assert_true(seen[i] != seen[j]);
    uint64_t left = fingerprint_add(&seed, fingerprint_add(&seed, start, slice_of("ab")), slice_of("c"));
    uint64_t right = fingerprint_add(&seed, fingerprint_add(&seed, start, slice_of("a")), slice_of("bc"));
    assert_true(left != right);
    struct fingerprint_seed other = fingerprint_seed();
    assert_true(fingerprint_add(&other, fingerprint_start(&other), slice_of("ab")) !=
                fingerprint_add(&seed, start, slice_of("ab")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_that_stands_twice_is_told_with_its_first_row),
        cmocka_unit_test(tables_of_every_size_are_counted_exactly),
        cmocka_unit_test(keys_that_only_share_a_fingerprint_are_not_told),
        cmocka_unit_test(threads_may_share_the_rows_as_they_like),
        cmocka_unit_test(each_key_is_looked_through_by_itself),
        cmocka_unit_test(a_row_that_reads_otherwise_the_second_time_is_a_problem),
        cmocka_unit_test(a_folder_that_takes_no_temporary_file_is_named),
        cmocka_unit_test(a_disk_that_is_full_is_a_problem),
        cmocka_unit_test(the_temporary_file_takes_at_most_16_bytes_a_row),
        cmocka_unit_test(fingerprints_depend_on_every_byte_and_on_where_parts_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
