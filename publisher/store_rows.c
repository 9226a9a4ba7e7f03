/* The rows of a table that is there and keeps its columns: only what differs is written.
 *
 * First what is new or changed is put in, then what is gone is taken out, by its `_id`: the public sees the
 * rows that stay all the time, and for a moment both the old and the new of a changed row where the table has
 * no primary key. What the portal has is read for it, so doing it again after a lost answer or a kill goes on
 * where it stopped.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/table.h"
#include "publisher/readback.h"
#include "publisher/request.h"
#include "publisher/store.h"

#define MARK_BYTES 32 /* of the hex digits of a SHA-256: 128 bits */

/* A row of mine, or its key, by its digest. */
struct mark {
    char digest[MARK_BYTES];
    uint32_t count; /* how often mine has it: rows may be alike */
    uint32_t taken; /* how many of them the portal has, or were sent to it; of a key: unused */
};

struct marks {
    struct mark *marks; /* sorted once they are all there */
    size_t count;
    size_t room;
};

struct differing {
    struct ckan *ckan;
    const struct store_table *table;
    struct arena arena; /* marks and ids */
    struct arena answer;
    struct text line;
    struct text batch;
    size_t *key; /* columns of the primary key */
    size_t key_count;
    struct marks rows;
    struct marks keys;
    const char **gone; /* ids of rows that are to be taken out */
    size_t gone_count;
    size_t gone_room;
    uint64_t offset;
    bool fits;
};

/* ---- digests ---- */

static int compare_marks(const void *a, const void *b)
{
    return memcmp(((const struct mark *)a)->digest, ((const struct mark *)b)->digest, MARK_BYTES);
}

static void mark_add(struct differing *differing, struct marks *marks)
{
    char hex[HASH_HEX_BYTES];
    hash_slice(text_slice(&differing->line), hex);
    marks->marks =
        arena_grow(&differing->arena, marks->marks, marks->count, &marks->room, sizeof *marks->marks);
    marks->marks[marks->count] = (struct mark){.count = 1};
    memcpy(marks->marks[marks->count++].digest, hex, MARK_BYTES);
}

/* Sorts, and makes one of those that are alike. */
static void marks_settle(struct marks *marks)
{
    size_t kept = 0;
    if (marks->count > 1)
        qsort(marks->marks, marks->count, sizeof *marks->marks, compare_marks);
    for (size_t i = 0; i < marks->count; i++) {
        if (kept > 0 && compare_marks(&marks->marks[kept - 1], &marks->marks[i]) == 0)
            marks->marks[kept - 1].count++;
        else
            marks->marks[kept++] = marks->marks[i];
    }
    marks->count = kept;
}

/* The one that is like the line; NULL when there is none. */
static struct mark *mark_find(struct differing *differing, struct marks *marks)
{
    char hex[HASH_HEX_BYTES];
    size_t low = 0, high = marks->count;
    hash_slice(text_slice(&differing->line), hex);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (memcmp(marks->marks[middle].digest, hex, MARK_BYTES) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < marks->count && memcmp(marks->marks[low].digest, hex, MARK_BYTES) == 0 ? &marks->marks[low]
                                                                                        : NULL;
}

/* A row of mine that is like the line and was not taken yet is taken; false when there is none. */
static bool mark_take(struct differing *differing)
{
    struct mark *mark = mark_find(differing, &differing->rows);
    bool free = mark != NULL && mark->taken < mark->count;
    if (free)
        mark->taken++;
    return free;
}

static void line_of_cells(struct differing *differing, const struct slice *cells, bool key)
{
    const struct columns *columns = differing->table->mine->columns;
    size_t count = key ? differing->key_count : columns->count;
    text_clear(&differing->line);
    for (size_t i = 0; i < count; i++) {
        size_t column = key ? differing->key[i] : i;
        cell_add_canonical(columns, column, cells[column], &differing->line);
        text_add(&differing->line, ",");
    }
}

/* `shown` is a row as a list, "_id" first. */
static void line_of_shown(struct differing *differing, const struct json *shown, bool key)
{
    const struct columns *columns = differing->table->mine->columns;
    size_t count = key ? differing->key_count : columns->count;
    text_clear(&differing->line);
    for (size_t i = 0; i < count; i++) {
        size_t column = key ? differing->key[i] : i;
        shown_add_canonical(columns->columns[column].kind, &shown->items[column + 1], &differing->line);
        text_add(&differing->line, ",");
    }
}

/* ---- mine ---- */

static bool changed_behind(const struct differing *differing, struct problem *problem)
{
    return problem_set(problem, PROBLEM_LOCAL, _("%s was changed after it was checked. Validate again."),
                       differing->table->mine->path);
}

static bool table_go_through(struct differing *differing,
                             bool (*each)(struct differing *differing, const struct slice *cells,
                                          struct problem *problem),
                             struct problem *problem)
{
    char sha256[HASH_HEX_BYTES];
    struct table_row row;
    enum table_fault fault;
    size_t line, column;
    const struct record_resource *mine = differing->table->mine;
    struct table *table = table_open(mine->path, problem);
    if (table == NULL)
        return false;
    table_set_dialect(table, mine->columns->dictionary->dialect);
    table_want_hash(table);
    bool fine = true;
    while (fine && table_next(table, &row, &fault, &line, &column, problem)) {
        if (fault != TABLE_FINE || row.count != mine->columns->count)
            fine = changed_behind(differing, problem);
        else if (!row.header)
            fine = each(differing, row.cells, problem);
    }
    if (fine && problem->kind == PROBLEM_NONE) {
        table_hash(table, sha256);
        fine = strcmp(sha256, mine->sha256) == 0 || changed_behind(differing, problem);
    }
    table_close(table);
    return fine && problem->kind == PROBLEM_NONE;
}

static bool row_mark(struct differing *differing, const struct slice *cells, struct problem *problem)
{
    (void)problem;
    line_of_cells(differing, cells, false);
    mark_add(differing, &differing->rows);
    if (differing->key_count == 0)
        return true;
    line_of_cells(differing, cells, true);
    mark_add(differing, &differing->keys);
    return true;
}

static bool mine_mark(struct differing *differing, struct problem *problem)
{
    if (!table_go_through(differing, row_mark, problem))
        return false;
    marks_settle(&differing->rows);
    marks_settle(&differing->keys);
    return true;
}

/* ---- theirs ---- */

/* A row that mine has stays; one whose key mine has is written over; the others go. */
static void shown_take(struct differing *differing, const struct json *shown)
{
    line_of_shown(differing, shown, false);
    if (mark_take(differing))
        return;
    if (differing->key_count > 0) {
        line_of_shown(differing, shown, true);
        if (mark_find(differing, &differing->keys) != NULL)
            return;
    }
    differing->gone = arena_grow(&differing->arena, differing->gone, differing->gone_count,
                                 &differing->gone_room, sizeof *differing->gone);
    differing->gone[differing->gone_count++] = slice_copy(&differing->arena, json_text(&shown->items[0]));
}

static bool page_fits(struct differing *differing, const struct json *page)
{
    const struct columns *columns = differing->table->mine->columns;
    const struct json *fields = json_get(page, "fields");
    const struct json *records = json_get(page, "records");
    bool fits = json_is(fields, JSON_ARRAY) && fields->count == columns->count + 1 &&
                slice_equals(json_text(json_get(&fields->items[0], "id")), "_id") &&
                columns_fit(columns, fields) && json_is(records, JSON_ARRAY) &&
                differing->offset + records->count <= LIMIT_DIFFERENCE_ROWS;
    for (uint32_t i = 0; fits && i < records->count; i++)
        fits = json_is(&records->items[i], JSON_ARRAY) && records->items[i].count == fields->count;
    return fits;
}

static bool theirs_compare(struct differing *differing, struct problem *problem)
{
    const char *id = differing->table->resource_id;
    for (bool more = true; more;) {
        const struct json *page;
        arena_reset(&differing->answer);
        if (!readback_page(differing->ckan, id, differing->offset, &differing->answer, &page, problem))
            return false;
        const struct json *records = json_get(page, "records");
        differing->fits = page_fits(differing, page);
        if (!differing->fits)
            return true;
        for (uint32_t i = 0; i < records->count; i++)
            shown_take(differing, &records->items[i]);
        differing->offset += records->count;
        more = readback_page_is_full(page);
    }
    return true;
}

/* ---- sending ---- */

static bool call_send(struct differing *differing, const char *action, struct slice json,
                      struct problem *problem)
{
    const struct json *result;
    struct ckan_call call = {
        .action = action, .subject = differing->table->mine->path, .write = true, .json = json};
    arena_reset(&differing->answer);
    return ckan_call(differing->ckan, &call, &differing->answer, &result, problem);
}

static bool batch_send(struct differing *differing, struct problem *problem)
{
    if (differing->batch.length == 0)
        return true;
    text_add(&differing->batch, "]}");
    bool fine = call_send(differing, "datastore_upsert", text_slice(&differing->batch), problem);
    text_clear(&differing->batch);
    return fine;
}

static bool row_send(struct differing *differing, const struct slice *cells, struct problem *problem)
{
    line_of_cells(differing, cells, false);
    if (!mark_take(differing))
        return true;
    if (differing->batch.length >= LIMIT_BATCH_BYTES && !batch_send(differing, problem))
        return false;
    if (differing->batch.length == 0)
        request_rows_head(differing->table->resource_id, differing->key_count > 0 ? "upsert" : "insert",
                          &differing->batch);
    request_row(differing->table->mine, cells, &differing->batch);
    return true;
}

static bool gone_send(struct differing *differing, struct problem *problem)
{
    for (size_t i = 0; i < differing->gone_count; i += LIMIT_DELETE_ROWS) {
        size_t left = differing->gone_count - i;
        size_t count = left < LIMIT_DELETE_ROWS ? left : LIMIT_DELETE_ROWS;
        struct slice json =
            request_rows_delete(&differing->arena, differing->table->resource_id, differing->gone + i, count);
        if (!call_send(differing, "datastore_delete", json, problem))
            return false;
    }
    return true;
}

static bool difference_send(struct differing *differing, struct problem *problem)
{
    if (!mine_mark(differing, problem) || !theirs_compare(differing, problem))
        return false;
    return !differing->fits || (table_go_through(differing, row_send, problem) &&
                                batch_send(differing, problem) && gone_send(differing, problem));
}

static void differing_end(struct differing *differing)
{
    text_free(&differing->line);
    text_free(&differing->batch);
    arena_free(&differing->answer);
    arena_free(&differing->arena);
}

bool store_rows_send(struct ckan *ckan, const struct store_table *table, bool *fits, struct problem *problem)
{
    *fits = false;
    if (table->mine->rows > LIMIT_DIFFERENCE_ROWS)
        return true;
    for (unsigned tries = 1;; tries++) {
        struct problem one = {0};
        struct differing differing = {.ckan = ckan, .table = table};
        differing.key_count =
            dictionary_key(table->mine->columns->dictionary, &differing.arena, &differing.key);
        bool fine = difference_send(&differing, &one);
        *fits = differing.fits;
        differing_end(&differing);
        if (fine)
            return true;
        if (!ckan_may_repeat(&one, tries))
            return problem_move(problem, &one);
        problem_clear(&one);
    }
}
