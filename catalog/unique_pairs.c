/* Pairs of rows put in order, compared by their keys, and told. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "catalog/unique_parts.h"

/* Keys that share a fingerprint by chance: one in 2^56 pairs does. More are those of a broken fingerprint. */
#define STRANGERS ((size_t)1000)

void pairs_open(struct pairs *pairs, size_t key, struct spill_file *file, uint64_t last_row)
{
    *pairs = (struct pairs){.key = key,
                            .file = file,
                            .held = malloc(PAIRS_HELD * sizeof *pairs->held),
                            .block = malloc(file->block_bytes),
                            .strangers = NULL};
    if (pairs->held == NULL || pairs->block == NULL)
        memory_exhausted();
    while (last_row >> pairs->shift >= SPILL_PARTS)
        pairs->shift++;
}

void pairs_close(struct pairs *pairs)
{
    if (pairs->spilled)
        spill_close(&pairs->spill);
    for (size_t i = 0; i < pairs->stranger_count; i++)
        free(pairs->strangers[i].text);
    free(pairs->strangers);
    free(pairs->held);
    free(pairs->block);
}

/* Pairs go to the spill as records of (first row, row): both below 2^40. */
static void spill_held(struct pairs *pairs)
{
    if (!pairs->spilled)
        spill_open(&pairs->spill, pairs->file);
    pairs->spilled = true;
    for (size_t i = 0; i < pairs->count; i++)
        spill_put(&pairs->spill, (unsigned)(pairs->held[i].row >> pairs->shift),
                  record_of(pairs->held[i].first, pairs->held[i].row));
    pairs->count = 0;
}

void pairs_add(struct pairs *pairs, struct pair pair)
{
    if (pairs->count == PAIRS_HELD)
        spill_held(pairs);
    pairs->held[pairs->count++] = pair;
}

/* ---- comparing ---- */

struct telling {
    struct pairs *pairs;
    struct unique_reader *reader;
    struct problem *problem;
    struct pair *some; /* sorted by row */
    size_t count;
    struct first *firsts; /* of them, sorted by row */
    size_t first_count;
    struct text texts;
};

struct first {
    uint64_t row;
    uint64_t fingerprint;
    size_t line;
    size_t from, length; /* in `texts` */
};

static int by_row(const void *a, const void *b)
{
    uint64_t left = ((const struct pair *)a)->row, right = ((const struct pair *)b)->row;
    return (left > right) - (left < right);
}

static int by_first_row(const void *a, const void *b)
{
    uint64_t left = ((const struct first *)a)->row, right = ((const struct first *)b)->row;
    return (left > right) - (left < right);
}

/* The first rows that the pairs name, each once, in rising order: so a file is read forwards. */
static void list_firsts(struct telling *telling)
{
    telling->first_count = 0;
    for (size_t i = 0; i < telling->count; i++)
        telling->firsts[i] = (struct first){.row = telling->some[i].first};
    qsort(telling->firsts, telling->count, sizeof *telling->firsts, by_first_row);
    for (size_t i = 0; i < telling->count; i++)
        if (i == 0 || telling->firsts[i].row != telling->firsts[telling->first_count - 1].row)
            telling->firsts[telling->first_count++] = telling->firsts[i];
}

/* Reads their keys. `*fits` is false when they are too much to be held. */
static bool read_firsts(struct telling *telling, bool *fits)
{
    struct unique_text read = {0};
    bool done = true;
    *fits = true;
    text_clear(&telling->texts);
    for (size_t i = 0; done && *fits && i < telling->first_count; i++) {
        struct first *first = &telling->firsts[i];
        text_clear(&read.text);
        done =
            telling->reader->read(telling->reader, telling->pairs->key, first->row, &read, telling->problem);
        *first =
            (struct first){first->row, read.fingerprint, read.line, telling->texts.length, read.text.length};
        text_add_slice(&telling->texts, text_slice(&read.text));
        *fits = telling->texts.length <= PAIRS_TEXT_BYTES || telling->count == 1;
    }
    text_free(&read.text);
    return done;
}

static void tell(struct telling *telling, const struct unique_pair *pair)
{
    telling->reader->repeats(telling->reader, pair);
}

/* A key that has the fingerprint of another: it may repeat one that had so before. */
static void meet_stranger(struct telling *telling, uint64_t first, uint64_t row,
                          const struct unique_text *read)
{
    struct pairs *pairs = telling->pairs;
    for (size_t i = 0; i < pairs->stranger_count; i++) {
        const struct stranger *known = &pairs->strangers[i];
        if (known->first != first ||
            !slice_equal((struct slice){known->text, known->length}, text_slice(&read->text)))
            continue;
        tell(telling, &(struct unique_pair){pairs->key, row, known->row, read->line, known->line});
        return;
    }
    if (pairs->stranger_count == STRANGERS)
        return;
    if (pairs->strangers == NULL)
        pairs->strangers = malloc(STRANGERS * sizeof *pairs->strangers);
    char *text = malloc(read->text.length + 1);
    if (pairs->strangers == NULL || text == NULL)
        memory_exhausted();
    if (read->text.length > 0)
        memcpy(text, read->text.at, read->text.length);
    pairs->strangers[pairs->stranger_count++] =
        (struct stranger){first, row, read->line, text, read->text.length};
}

static bool compare(struct telling *telling, const struct pair *pair, const struct unique_text *read)
{
    struct first wanted = {.row = pair->first};
    const struct first *first =
        bsearch(&wanted, telling->firsts, telling->first_count, sizeof wanted, by_first_row);
    struct slice text = {telling->texts.at + first->from, first->length};
    if (first->fingerprint != read->fingerprint)
        return problem_set(telling->problem, PROBLEM_LOCAL,
                           _("the table was changed while it was being checked"));
    if (slice_equal(text, text_slice(&read->text)))
        tell(telling,
             &(struct unique_pair){telling->pairs->key, pair->row, pair->first, read->line, first->line});
    else
        meet_stranger(telling, pair->first, pair->row, read);
    return true;
}

static bool compare_some(struct telling *telling)
{
    struct unique_text read = {0};
    bool done = true;
    for (size_t i = 0; done && i < telling->count; i++) {
        text_clear(&read.text);
        done = telling->reader->read(telling->reader, telling->pairs->key, telling->some[i].row, &read,
                                     telling->problem) &&
               compare(telling, &telling->some[i], &read);
    }
    text_free(&read.text);
    return done;
}

/* Tells the pairs held, as many at a time as their first rows' keys can be held. */
static bool tell_held(struct telling *telling)
{
    struct pairs *pairs = telling->pairs;
    bool done = true;
    qsort(pairs->held, pairs->count, sizeof *pairs->held, by_row);
    for (size_t at = 0, step = pairs->count; done && at < pairs->count;) {
        bool fits;
        telling->some = pairs->held + at;
        telling->count = step < pairs->count - at ? step : pairs->count - at;
        list_firsts(telling);
        done = read_firsts(telling, &fits);
        if (done && fits) {
            done = compare_some(telling);
            at += telling->count;
        } else {
            step = (telling->count + 1) / 2;
        }
    }
    pairs->count = 0;
    return done;
}

/* ---- pairs that were spilled: PAIRS_HELD rows at a time, of which each is in one pair at most ---- */

static bool gather(struct pairs *pairs, unsigned part, uint64_t from, struct problem *problem)
{
    struct spill_reader reader = spill_read(&pairs->spill, part, pairs->block);
    const unsigned char *records;
    size_t count;
    while ((count = spill_next(&reader, &records)) > 0) {
        for (size_t i = 0; i < count; i++) {
            struct spill_record record = spill_record_at(records, i);
            struct pair pair = {record_row(record), record_fingerprint(record)};
            if (pair.row >= from && pair.row - from < PAIRS_HELD)
                pairs->held[pairs->count++] = pair;
        }
    }
    return pairs->spill.problem.kind == PROBLEM_NONE || problem_move(problem, &pairs->spill.problem);
}

static bool tell_part(struct telling *telling, unsigned part)
{
    struct pairs *pairs = telling->pairs;
    uint64_t from = (uint64_t)part << pairs->shift, end = (uint64_t)(part + 1) << pairs->shift;
    if (pairs->spill.count[part] + pairs->spill.fill[part] == 0)
        return true;
    for (; from < end; from += PAIRS_HELD)
        if (!gather(pairs, part, from, telling->problem) || !tell_held(telling))
            return false;
    spill_give_back(&pairs->spill, part);
    return true;
}

static bool tell_spilled(struct telling *telling)
{
    bool done = true;
    spill_held(telling->pairs);
    for (unsigned part = 0; done && part < SPILL_PARTS; part++)
        done = tell_part(telling, part);
    return done;
}

bool pairs_tell(struct pairs *pairs, struct unique_reader *reader, struct problem *problem)
{
    size_t room = pairs->spilled ? PAIRS_HELD : pairs->count;
    struct telling telling = {.pairs = pairs, .reader = reader, .problem = problem};
    telling.firsts = malloc((room + 1) * sizeof *telling.firsts);
    if (telling.firsts == NULL)
        memory_exhausted();
    bool done = pairs->spilled ? tell_spilled(&telling) : tell_held(&telling);
    text_free(&telling.texts);
    free(telling.firsts);
    return done;
}
