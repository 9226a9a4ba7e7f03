#include "publisher/adopt.h"

#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "publisher/readback.h"
#include "publisher/session.h"

/* ---- which is which ---- */

static struct slice text_of(const struct json *source, const char *key)
{
    return json_text(json_get(source, key));
}

static bool format_same(struct slice a, struct slice b)
{
    return a.length == b.length && strncasecmp(a.at, b.at, a.length) == 0;
}

static struct slice field_text(const struct record_resource *mine, const char *key)
{
    const struct record_field *field = record_field(mine->fields, mine->field_count, key);
    return field != NULL ? json_text(field->value) : (struct slice){"", 0};
}

/* By name and format, of the same kind: file or link. */
static bool alike(const struct record_resource *mine, const struct record_resource *theirs)
{
    return mine->upload == theirs->upload &&
           slice_equal(field_text(mine, "name"), text_of(theirs->source, "name")) &&
           format_same(field_text(mine, "format"), text_of(theirs->source, "format"));
}

/* How many of mine that are not matched yet are like it. */
static size_t rivals(const struct work *work, const struct record_resource *theirs)
{
    size_t count = 0;
    for (size_t i = 0; i < work->mine.resource_count; i++)
        count += record_resource(&work->theirs, work->mine.resources[i].key) == NULL &&
                 alike(&work->mine.resources[i], theirs);
    return count;
}

static void candidates_find(struct work *work, const struct record_resource *mine,
                            struct adoption_resource *adopted)
{
    const struct record *theirs = &work->theirs;
    adopted->perhaps =
        arena_array(work->publisher->scratch, theirs->resource_count, sizeof *adopted->perhaps);
    for (size_t i = 0; i < theirs->resource_count; i++)
        if (!theirs->resources[i].managed && alike(mine, &theirs->resources[i]))
            adopted->perhaps[adopted->perhaps_count++] =
                (struct record_match){mine->key, theirs->resources[i].id};
}

/* True when all are settled. */
static bool resources_match(struct work *work, struct adoption *adoption)
{
    struct arena *arena = work->publisher->scratch;
    adoption->resource_count = work->mine.resource_count;
    adoption->resources = arena_array(arena, adoption->resource_count, sizeof *adoption->resources);
    for (size_t i = 0; i < adoption->resource_count; i++) {
        const struct record_resource *mine = &work->mine.resources[i];
        struct adoption_resource *adopted = &adoption->resources[i];
        const struct record_resource *theirs = record_resource(&work->theirs, mine->key);
        adopted->key = mine->key;
        adopted->id = theirs != NULL ? theirs->id : NULL;
        if (theirs != NULL)
            continue;
        candidates_find(work, mine, adopted);
        for (size_t j = 0; j < work->theirs.resource_count && adopted->perhaps_count == 1; j++)
            if (work->theirs.resources[j].id == adopted->perhaps[0].id &&
                rivals(work, &work->theirs.resources[j]) == 1)
                adopted->id = adopted->perhaps[0].id;
        adoption->asks = adoption->asks || (adopted->id == NULL && adopted->perhaps_count > 0);
    }
    return !adoption->asks;
}

/* ---- what the portal has ---- */

static bool contents_read(struct work *work, struct problem *problem)
{
    struct ckan *ckan = &work->publisher->ckan;
    for (size_t i = 0; i < work->theirs.resource_count; i++) {
        struct record_resource *theirs = &work->theirs.resources[i];
        const struct record_resource *mine =
            theirs->managed ? record_resource(&work->mine, theirs->key) : NULL;
        if (mine == NULL)
            continue;
        if (theirs->upload && !readback_file(ckan, work->theirs.id, theirs, problem))
            return false;
        theirs->table = theirs->table && mine->table;
        if (theirs->table && !readback_table(ckan, mine->columns, theirs, problem))
            return false;
    }
    return true;
}

/* Only what is ours from now on. */
static void managed_only(struct record *record)
{
    size_t kept = 0;
    for (size_t i = 0; i < record->resource_count; i++)
        if (record->resources[i].managed)
            record->resources[kept++] = record->resources[i];
    record->resource_count = kept;
}

static bool there_and_new(const struct work *work, struct problem *problem)
{
    if (work->sides.theirs == NULL)
        return problem_set(problem, PROBLEM_USAGE, _("\"%s\" is not on the portal: publish it instead."),
                           work->name);
    if (work->sides.entry != NULL)
        return problem_set(
            problem, PROBLEM_USAGE,
            _("\"%s\" was published from here before: the lock knows it, there is nothing to adopt."),
            work->name);
    return true;
}

static bool dataset_adopt(struct work *work, struct adoption *adoption, struct problem *problem)
{
    struct publisher *publisher = work->publisher;
    if (!work_read(work, problem) || !there_and_new(work, problem))
        return false;
    adoption->id = work->theirs.id;
    if (!resources_match(work, adoption))
        return true;
    publisher->match_count = 0;
    struct record_match *matches = arena_array(publisher->scratch, adoption->resource_count, sizeof *matches);
    for (size_t i = 0; i < adoption->resource_count; i++)
        if (adoption->resources[i].id != NULL)
            matches[publisher->match_count++] =
                (struct record_match){adoption->resources[i].key, adoption->resources[i].id};
    publisher->matches = matches;
    work_take(work, work->theirs.source, true);
    if (!contents_read(work, problem))
        return false;
    managed_only(&work->theirs);
    lock_put(publisher->lock, &work->theirs, &work->theirs);
    return true;
}

bool adopt_run(struct publisher *publisher, struct choice choice, const struct record_match *matches,
               size_t match_count, struct adopt_sink *sink, struct problem *problem)
{
    bool asks = false;
    for (size_t i = 0; i < choice.count; i++) {
        struct adoption adoption = {.dataset = choice.names[i]};
        arena_reset(publisher->scratch);
        struct work work = {.publisher = publisher, .name = choice.names[i]};
        publisher->matches = matches;
        publisher->match_count = match_count;
        if (!dataset_adopt(&work, &adoption, problem))
            return false;
        asks = asks || adoption.asks;
        sink->put(sink, &adoption);
    }
    return asks || lock_write(publisher->lock, true, problem);
}
