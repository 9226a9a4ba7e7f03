#include "publisher/readback.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "publisher/download.h"
#include "publisher/request.h"

/* In the place of digests; no digest is like these. */
#define OTHER_COLUMNS "other columns"
#define OTHER_ROWS "other rows"

/* ---- files ---- */

bool readback_file(struct ckan *ckan, const char *package_id, struct record_resource *theirs,
                   struct problem *problem)
{
    struct arena local = {0};
    struct download download = {
        .package_id = package_id, .resource_id = theirs->id, .name = theirs->key, .descriptor = -1};
    bool fine = download_file(ckan, &download, &local, problem);
    memcpy(theirs->sha256, download.sha256, sizeof theirs->sha256);
    theirs->bytes = download.bytes;
    theirs->bytes_known = fine;
    arena_free(&local);
    return fine;
}

/* ---- tables ---- */

struct table_reading {
    struct ckan *ckan;
    const struct columns *columns;
    struct record_resource *theirs;
    struct rows_digest digest;
    struct text line;
    struct arena page;
    uint64_t offset;
    bool more;
};

static bool page_ask(struct ckan *ckan, const char *resource_id, struct slice json, struct arena *arena,
                     const struct json **page, struct problem *problem)
{
    struct ckan_call ask = {
        .action = "datastore_search", .subject = resource_id, .json = json, .may_be_absent = true};
    return ckan_call(ckan, &ask, arena, page, problem);
}

/* The place of a list's first column of ours: behind "_id", where the portal shows it. */
static uint32_t first_column(const struct json *fields)
{
    bool counted = json_is(fields, JSON_ARRAY) && fields->count > 0 &&
                   slice_equals(json_text(json_get(&fields->items[0], "id")), "_id");
    return counted ? 1 : 0;
}

/* The kinds of the columns as the portal has them, one a field: a digest of rows is by the types that they
 * lie in, so that another type in our dictionary does not look like other rows on the portal. */
static const enum column_kind *kinds_shown(struct arena *arena, const struct json *fields)
{
    size_t count = json_is(fields, JSON_ARRAY) ? fields->count : 0;
    enum column_kind *kinds = arena_array(arena, count, sizeof *kinds);
    for (size_t i = 0; i < count; i++)
        kinds[i] = column_kind_shown(&fields->items[i]);
    return kinds;
}

struct shown {
    const enum column_kind *kinds;
    uint32_t first, count;
};

static void shown_row_add(struct table_reading *reading, const struct json *row, const struct shown *shown)
{
    text_clear(&reading->line);
    text_add(&reading->line, "[");
    for (uint32_t i = shown->first; json_is(row, JSON_ARRAY) && i < row->count && i < shown->count; i++) {
        text_add(&reading->line, i > shown->first ? "," : "");
        shown_add_canonical(shown->kinds[i], &row->items[i], &reading->line);
    }
    text_add(&reading->line, "]");
    rows_digest_add(&reading->digest, text_slice(&reading->line));
}

/* The portal may give fewer rows than asked for and says how many it goes up to. */
static size_t page_limit(const struct json *page)
{
    struct slice limit = json_text(json_get(page, "limit"));
    char number[21] = "";
    if (limit.length > 0 && limit.length < sizeof number)
        memcpy(number, limit.at, limit.length);
    unsigned long given = strtoul(number, NULL, 10);
    return given > 0 && given < LIMIT_PAGE_ROWS ? given : LIMIT_PAGE_ROWS;
}

/* False when the columns' names are others than ours. */
static bool page_take(struct table_reading *reading, const struct json *page)
{
    const struct json *fields = json_get(page, "fields");
    const struct json *records = json_get(page, "records");
    uint32_t count = json_is(records, JSON_ARRAY) ? records->count : 0;
    if (reading->offset == 0)
        value_digest(fields_canonical(fields, &reading->page), reading->theirs->dictionary);
    if (reading->columns != NULL && !columns_are_named(reading->columns, fields))
        return false;
    struct shown shown = {kinds_shown(&reading->page, fields), first_column(fields), fields->count};
    for (uint32_t i = 0; i < count; i++)
        shown_row_add(reading, &records->items[i], &shown);
    reading->offset += count;
    reading->more = count > 0 && count >= page_limit(page);
    return true;
}

bool readback_table(struct ckan *ckan, const struct columns *columns, struct record_resource *theirs,
                    struct problem *problem)
{
    struct table_reading reading = {.ckan = ckan, .columns = columns, .theirs = theirs, .more = true};
    const struct json *page = NULL;
    bool fine = true;
    bool fits = true;
    theirs->dictionary[0] = theirs->rows_digest[0] = '\0';
    while (fine && fits && reading.more) {
        arena_reset(&reading.page);
        struct slice json = request_page(&reading.page, theirs->id, reading.offset, LIMIT_PAGE_ROWS);
        fine = page_ask(ckan, theirs->id, json, &reading.page, &page, problem);
        fits = fine && page != NULL && page_take(&reading, page);
    }
    theirs->table_known = fine;
    theirs->rows = reading.digest.rows;
    if (fine && fits)
        rows_digest_finish(&reading.digest, theirs->rows_digest);
    else if (fine && page != NULL)
        memcpy(theirs->rows_digest, OTHER_COLUMNS, sizeof OTHER_COLUMNS);
    text_free(&reading.line);
    arena_free(&reading.page);
    return fine;
}

bool readback_page(struct ckan *ckan, const char *resource_id, uint64_t offset, struct arena *arena,
                   const struct json **page, struct problem *problem)
{
    return page_ask(ckan, resource_id, request_page(arena, resource_id, offset, LIMIT_PAGE_ROWS), arena, page,
                    problem);
}

bool readback_page_is_full(const struct json *page)
{
    const struct json *records = json_get(page, "records");
    return json_is(records, JSON_ARRAY) && records->count > 0 && records->count >= page_limit(page);
}

static uint64_t total_of(const struct json *page)
{
    char number[21] = "";
    struct slice total = json_text(json_get(page, "total"));
    if (total.length > 0 && total.length < sizeof number)
        memcpy(number, total.at, total.length);
    return strtoull(number, NULL, 10);
}

/* Rows that were not looked at are taken to be those that were published, as long as they are as many. */
static void unseen_rows(const struct json *page, struct record_resource *theirs, uint64_t rows)
{
    if (total_of(page) != rows)
        memcpy(theirs->rows_digest, OTHER_ROWS, sizeof OTHER_ROWS);
}

bool readback_glance(struct ckan *ckan, const struct columns *columns, struct record_resource *theirs,
                     uint64_t rows, struct problem *problem)
{
    struct table_reading reading = {.ckan = ckan, .columns = columns, .theirs = theirs};
    const struct json *page = NULL;
    size_t limit = rows <= LIMIT_GLANCE_ROWS ? LIMIT_GLANCE_ROWS : 0;
    bool fine = page_ask(ckan, theirs->id, request_page(&reading.page, theirs->id, 0, limit), &reading.page,
                         &page, problem);
    theirs->table = theirs->table && page != NULL;
    theirs->table_seen = fine && page != NULL;
    if (!theirs->table_seen) {
        arena_free(&reading.page);
        return fine;
    }
    bool whole = total_of(page) <= limit;
    if (!page_take(&reading, page))
        memcpy(theirs->rows_digest, OTHER_COLUMNS, sizeof OTHER_COLUMNS);
    else if (whole)
        rows_digest_finish(&reading.digest, theirs->rows_digest);
    else
        unseen_rows(page, theirs, rows);
    text_free(&reading.line);
    arena_free(&reading.page);
    return true;
}

bool readback_fields(struct ckan *ckan, const char *resource_id, struct arena *arena,
                     const struct json **fields, struct problem *problem)
{
    const struct json *page;
    if (!page_ask(ckan, resource_id, request_page(arena, resource_id, 0, 0), arena, &page, problem))
        return false;
    *fields = json_get(page, "fields");
    return true;
}
