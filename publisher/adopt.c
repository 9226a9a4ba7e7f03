#include "publisher/adopt.h"

#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "publisher/address.h"
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

/* Not one that another file was said to be. */
static bool is_free(const struct adoption *adoption, const struct record_resource *theirs)
{
    for (size_t i = 0; i < adoption->resource_count; i++)
        if (adoption->resources[i].id != NULL && strcmp(adoption->resources[i].id, theirs->id) == 0)
            return false;
    return !theirs->managed;
}

static void candidates_find(struct work *work, const struct adoption *adoption,
                            const struct record_resource *mine, struct adoption_resource *adopted)
{
    struct arena *arena = work->publisher->scratch;
    const struct record *theirs = &work->theirs;
    adopted->perhaps = arena_array(arena, theirs->resource_count, sizeof *adopted->perhaps);
    adopted->perhaps_count = 0;
    for (size_t i = 0; i < theirs->resource_count; i++) {
        const struct json *source = theirs->resources[i].source;
        if (!alike(mine, &theirs->resources[i]) || !is_free(adoption, &theirs->resources[i]))
            continue;
        adopted->perhaps[adopted->perhaps_count++] =
            (struct adoption_candidate){.id = theirs->resources[i].id,
                                        .place = i + 1,
                                        .name = text_of(source, "name"),
                                        .file = address_last_segment(arena, text_of(source, "url")),
                                        .bytes = text_of(source, "size"),
                                        .modified = text_of(source, "last_modified")};
    }
}

/* Only one is like it, and only it is like that one. */
static bool is_unique(const struct work *work, const struct adoption_resource *adopted)
{
    for (size_t j = 0; j < work->theirs.resource_count && adopted->perhaps_count == 1; j++)
        if (work->theirs.resources[j].id == adopted->perhaps[0].id)
            return rivals(work, &work->theirs.resources[j]) == 1;
    return false;
}

/* By a person's answer; false when nobody gave one. */
static bool answer_take(struct adopt_sink *sink, const struct adoption *adoption,
                        struct adoption_resource *adopted)
{
    size_t chosen;
    if (adopted->perhaps_count == 0)
        return true;
    if (sink->choose == NULL || !sink->choose(sink, adoption, adopted, &chosen))
        return false;
    adopted->id = chosen < adopted->perhaps_count ? adopted->perhaps[chosen].id : NULL;
    adopted->perhaps_count = 0;
    return true;
}

/* True when all are settled. */
static bool resources_match(struct work *work, struct adopt_sink *sink, struct adoption *adoption)
{
    struct arena *arena = work->publisher->scratch;
    size_t count = work->mine.resource_count;
    adoption->resources = arena_array(arena, count, sizeof *adoption->resources);
    adoption->resource_count = count;
    for (size_t i = 0; i < count; i++) {
        const struct record_resource *theirs = record_resource(&work->theirs, work->mine.resources[i].key);
        adoption->resources[i].key = work->mine.resources[i].key;
        adoption->resources[i].id = theirs != NULL ? theirs->id : NULL;
    }
    for (size_t i = 0; i < count; i++) {
        struct adoption_resource *adopted = &adoption->resources[i];
        if (adopted->id != NULL)
            continue;
        candidates_find(work, adoption, &work->mine.resources[i], adopted);
        if (is_unique(work, adopted))
            adopted->id = adopted->perhaps[0].id;
        else
            adoption->asks = !answer_take(sink, adoption, adopted) || adoption->asks;
    }
    return !adoption->asks;
}

/* A word that fits nothing was meant for something. */
static bool matches_fit(const struct work *work, const struct record_match *matches, size_t count, bool *used,
                        struct problem *problem)
{
    for (size_t i = 0; i < count; i++) {
        bool mine = false, theirs = false;
        for (size_t j = 0; j < work->mine.resource_count; j++)
            mine = mine || slice_equal(work->mine.resources[j].key, matches[i].key);
        for (size_t j = 0; j < work->theirs.resource_count; j++)
            theirs = theirs || strcmp(work->theirs.resources[j].id, matches[i].id) == 0;
        used[i] = used[i] || mine;
        if (mine && !theirs)
            return problem_set(problem, PROBLEM_USAGE,
                               _("--match: the portal's \"%s\" has no resource with the id \"%s\"."),
                               work->name, matches[i].id);
    }
    return true;
}

/* ---- one dataset ---- */

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

static bool dataset_adopt(struct work *work, struct adopt_sink *sink, bool *used, struct adoption *adoption,
                          struct problem *problem)
{
    struct publisher *publisher = work->publisher;
    if (!work_read(work, problem) || !there_and_new(work, problem) ||
        !matches_fit(work, publisher->matches, publisher->match_count, used, problem))
        return false;
    adoption->id = work->theirs.id;
    if (!resources_match(work, sink, adoption))
        return true;
    publisher->match_count = 0;
    struct record_match *matches = arena_array(publisher->scratch, adoption->resource_count, sizeof *matches);
    for (size_t i = 0; i < adoption->resource_count; i++)
        if (adoption->resources[i].id != NULL)
            matches[publisher->match_count++] =
                (struct record_match){adoption->resources[i].key, adoption->resources[i].id};
    publisher->matches = matches;
    work_take(work, work->theirs.source, true);
    if (!work_contents_read(work, problem))
        return false;
    record_keep_managed(&work->theirs);
    lock_put(publisher->lock, &work->theirs, &work->theirs);
    return true;
}

bool adopt_run(struct publisher *publisher, struct choice choice, const struct record_match *matches,
               size_t match_count, struct adopt_sink *sink, struct problem *problem)
{
    bool asks = false;
    bool *used = arena_array(publisher->run, match_count, sizeof *used);
    for (size_t i = 0; i < choice.count; i++) {
        struct adoption adoption = {.dataset = choice.names[i]};
        arena_reset(publisher->scratch);
        struct work work = {.publisher = publisher, .name = choice.names[i]};
        publisher->matches = matches;
        publisher->match_count = match_count;
        if (!dataset_adopt(&work, sink, used, &adoption, problem))
            return false;
        asks = asks || adoption.asks;
        sink->put(sink, &adoption);
    }
    for (size_t i = 0; i < match_count; i++)
        if (!used[i])
            return problem_set(problem, PROBLEM_USAGE,
                               _("--match: none of these datasets has a file \"%.*s\"; nothing was adopted."),
                               SLICE(matches[i].key));
    return asks || lock_write(publisher->lock, true, problem);
}
