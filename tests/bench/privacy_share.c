/* What the privacy gate adds to the check of a table: the one pass over it with the gate and without, in
 * turn, in one process and one thread: privacy_share PAIRS WORKSPACE DATASET TABLE
 *
 * The tool itself has no way to leave the gate out; here the pass is run through its header.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "catalog/check_privacy.h"
#include "catalog/extent.h"
#include "catalog/keys.h"
#include "catalog/table_check.h"
#include "catalog/workspace.h"

#define MOST_PAIRS 99

static double cpu_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void fail(const char *what)
{
    fprintf(stderr, "privacy_share: %s\n", what);
    exit(3);
}

struct table_at {
    const struct workspace *workspace;
    struct dataset dataset;
    struct slice table;
};

/* The seconds of CPU that the pass takes. */
static double check(const struct table_at *at, bool gate)
{
    struct arena arena = {0};
    struct finding_counter silent = finding_counter();
    struct problem problem = {0};
    struct privacy_parts parts = {0};
    struct table_extent extent = {0};
    struct dictionary dictionary;
    struct references *references = references_start(at->workspace->folder);
    if (dictionary_read(&at->dataset, at->table, &arena, &silent.sink, &dictionary) != DICTIONARY_READ)
        fail("the table has no dictionary that can be read");
    dictionary_check(&dictionary, &arena, &silent.sink);
    struct keys_request request = {.dictionary = &dictionary,
                                   .dataset = &at->dataset,
                                   .table = at->table,
                                   .references = references,
                                   .arena = &arena,
                                   .sink = &silent.sink};
    double begun = cpu_now();
    struct table_run run = {.dataset = &at->dataset,
                            .path = arena_format(&arena, "%s/%s", at->dataset.folder, at->table.at),
                            .file = at->table.at,
                            .dictionary = &dictionary,
                            .keys = keys_open(&request),
                            .arena = &arena,
                            .sink = &silent.sink,
                            .threads = 1,
                            .extent = &extent,
                            .privacy = gate ? &parts : NULL};
    if (!check_table(&run, &problem))
        fail("the table cannot be read");
    double taken = cpu_now() - begun;
    dictionary_close(&dictionary);
    references_close(references);
    arena_free(&arena);
    return taken;
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *numbers, size_t count)
{
    qsort(numbers, count, sizeof *numbers, by_size);
    return numbers[count / 2];
}

static void measure(const struct table_at *at, size_t pairs)
{
    double with[MOST_PAIRS], without[MOST_PAIRS], share[MOST_PAIRS];
    check(at, true);
    for (size_t i = 0; i < pairs; i++) {
        without[i] = check(at, false);
        with[i] = check(at, true);
        share[i] = with[i] / without[i] - 1;
    }
    double added = 100 * median(share, pairs), least = 100 * share[0], most = 100 * share[pairs - 1];
    double gate = median(with, pairs), none = median(without, pairs);
    printf("%-46s cpu %8.3f s against %8.3f s: %.1f %% (%.1f to %.1f; the fastest runs: %.1f)\n",
           "what the privacy gate adds", gate, none, added, least, most, 100 * (with[0] / without[0] - 1));
}

int main(int argc, char **argv)
{
    struct arena arena = {0};
    struct finding_counter silent = finding_counter();
    struct workspace workspace;
    struct problem problem = {0};
    struct table_at at = {.workspace = &workspace};
    size_t pairs = argc == 5 ? strtoul(argv[1], NULL, 10) : 0;
    if (pairs < 1 || pairs > MOST_PAIRS)
        fail("usage: privacy_share PAIRS WORKSPACE DATASET TABLE");
    at.table = slice_of(argv[4]);
    if (!workspace_open(&arena, argv[2], &silent.sink, &workspace, &problem) ||
        !workspace_read_dataset(&workspace, argv[3], &arena, &silent.sink, &at.dataset, &problem))
        fail("the dataset cannot be read");
    measure(&at, pairs);
    arena_free(&arena);
    return 0;
}
