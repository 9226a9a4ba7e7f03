/* Which datasets an organization has on the portal. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/limits.h"
#include "publisher/fetch.h"
#include "publisher/site.h"

struct listing {
    struct ckan *ckan;
    const char *organization;
    struct arena *run;
    struct arena page;
    const char **names;
    size_t count;
    size_t room;
};

static struct slice page_request(struct listing *listing, size_t start)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "fq",
                     arena_format(&listing->page, "organization:\"%s\"", listing->organization));
    json_write_field(&writer, "sort", "name asc");
    json_write_count(&writer, "rows", LIMIT_LIST_ROWS);
    json_write_count(&writer, "start", start);
    json_write_key(&writer, "include_private");
    json_write_bool(&writer, listing->ckan->token != NULL);
    json_write_end_object(&writer);
    struct slice kept = {arena_copy(&listing->page, out.at, out.length), out.length};
    text_free(&out);
    return kept;
}

static bool wrong_shape(const struct listing *listing, struct problem *problem)
{
    return problem_set(problem, PROBLEM_NETWORK,
                       _("The portal's list of the datasets of \"%s\" is not one that banchi can read."),
                       listing->organization);
}

/* Other types than datasets (harvest sources, showcases) are no concern of ours. */
static bool is_dataset(const struct json *package)
{
    struct slice type = json_text(json_get(package, "type"));
    return type.length == 0 || slice_equals(type, "dataset");
}

static bool page_take(struct listing *listing, const struct json *results, struct problem *problem)
{
    for (uint32_t i = 0; i < results->count; i++) {
        const char *name = json_get_string(listing->run, &results->items[i], "name");
        if (name == NULL)
            return wrong_shape(listing, problem);
        if (!is_dataset(&results->items[i]))
            continue;
        listing->names = arena_grow(listing->run, (void *)listing->names, listing->count, &listing->room,
                                    sizeof *listing->names);
        listing->names[listing->count++] = name;
    }
    return true;
}

/* Until a page is empty: portals may lower `rows`, and their counts may be wrong. */
static bool pages_read(struct listing *listing, struct problem *problem)
{
    for (size_t start = 0;;) {
        const struct json *answer;
        arena_reset(&listing->page);
        struct ckan_call ask = {.action = "package_search",
                                .subject = listing->organization,
                                .json = page_request(listing, start)};
        if (!ckan_call(listing->ckan, &ask, &listing->page, &answer, problem))
            return false;
        const struct json *results = json_get(answer, "results");
        struct slice total = json_text(json_get(answer, "count"));
        if (!json_is(results, JSON_ARRAY) || total.length == 0)
            return wrong_shape(listing, problem);
        if (!page_take(listing, results, problem))
            return false;
        start += results->count;
        if (results->count == 0 || start >= strtoull(slice_copy(&listing->page, total), NULL, 10))
            return true;
        if (start > LIMIT_LIST_DATASETS)
            return problem_set(
                problem, PROBLEM_NETWORK,
                _("The portal lists more than %d datasets of \"%s\", the limit. Name those that "
                  "you want."),
                LIMIT_LIST_DATASETS, listing->organization);
    }
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted, each once: a dataset that moves between two pages is told twice. */
static void names_settle(struct listing *listing)
{
    size_t kept = 0;
    if (listing->count > 1)
        qsort((void *)listing->names, listing->count, sizeof *listing->names, compare_names);
    for (size_t i = 0; i < listing->count; i++)
        if (kept == 0 || strcmp(listing->names[kept - 1], listing->names[i]) != 0)
            listing->names[kept++] = listing->names[i];
    listing->count = kept;
}

bool fetch_list(struct ckan *ckan, const char *organization, struct arena *run, const char ***names,
                size_t *count, struct problem *problem)
{
    struct listing listing = {.ckan = ckan, .organization = organization, .run = run};
    size_t plain = strspn(organization, "abcdefghijklmnopqrstuvwxyz0123456789-_");
    bool there = organization[plain] == '\0' && plain > 0;
    bool fine = !there || site_organization(ckan, organization, &listing.page, &there, problem);
    if (fine && !there)
        fine = problem_set(problem, PROBLEM_USAGE, _("The portal has no organization \"%s\"."), organization);
    fine = fine && pages_read(&listing, problem);
    names_settle(&listing);
    *names = listing.names;
    *count = listing.count;
    arena_free(&listing.page);
    return fine;
}
