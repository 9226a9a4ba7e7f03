#include "publisher/store.h"

#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/meter.h"
#include "catalog/table.h"
#include "publisher/readback.h"
#include "publisher/request.h"

struct loading {
    struct ckan *ckan;
    const struct store_table *table;
    const char *action; /* of the batch being filled */
    struct text batch;
    uint64_t taken; /* bytes of the file that the batch holds, as far as the cells and what parts them tell */
    struct arena answer;
    bool created;
};

static bool delete_send(struct loading *loading, struct problem *problem)
{
    const struct json *result;
    struct ckan_call call = {.action = "datastore_delete",
                             .subject = loading->table->dataset,
                             .write = true,
                             .may_be_absent = true,
                             .json = request_table(&loading->answer, loading->table->resource_id)};
    return ckan_call(loading->ckan, &call, &loading->answer, &result, problem);
}

/* All rows go, the table stays: its columns are ours already. */
static bool rows_delete_send(struct loading *loading, struct problem *problem)
{
    const struct json *result;
    struct ckan_call call = {.action = "datastore_delete",
                             .subject = loading->table->dataset,
                             .write = true,
                             .may_be_absent = true,
                             .json = request_rows_gone(&loading->answer, loading->table->resource_id)};
    return ckan_call(loading->ckan, &call, &loading->answer, &result, problem);
}

static bool batch_send(struct loading *loading, struct problem *problem)
{
    const struct json *result;
    text_add(&loading->batch, "]}");
    struct ckan_call call = {.action = loading->action,
                             .subject = loading->table->mine->path,
                             .write = true,
                             .json = text_slice(&loading->batch)};
    arena_reset(&loading->answer);
    loading->created = true; /* perhaps: enough for taking it away again */
    if (!ckan_call(loading->ckan, &call, &loading->answer, &result, problem))
        return false;
    meter_add(loading->ckan->meter, loading->taken);
    loading->taken = 0;
    loading->action = "datastore_upsert";
    request_rows_head(loading->table->resource_id, "insert", &loading->batch);
    return true;
}

static bool rows_send(struct loading *loading, struct table *table, struct problem *problem)
{
    const struct record_resource *mine = loading->table->mine;
    struct table_row row;
    enum table_fault fault;
    size_t line, column;
    while (table_next(table, &row, &fault, &line, &column, problem)) {
        if (fault != TABLE_FINE || row.count != mine->width)
            return problem_set(problem, PROBLEM_LOCAL,
                               _("%s was changed after it was checked. Validate again."), mine->path);
        if (row.header)
            continue;
        if (loading->batch.length >= LIMIT_BATCH_BYTES && !batch_send(loading, problem))
            return false;
        request_row(mine, row.cells, &loading->batch);
        for (size_t i = 0; i < row.count; i++)
            loading->taken += row.cells[i].length + 1;
    }
    return problem->kind == PROBLEM_NONE;
}

/* The last batch goes only when the file turned out to be the checked one. */
static bool file_send(struct loading *loading, struct problem *problem)
{
    char sha256[HASH_HEX_BYTES];
    const struct record_resource *mine = loading->table->mine;
    struct table *table = table_open_descriptor(mine->descriptor, mine->path);
    table_set_dialect(table, mine->columns->dictionary->dialect);
    table_want_hash(table);
    meter_begin(loading->ckan->meter, mine->path, mine->bytes_known ? mine->bytes : 0);
    bool fine = rows_send(loading, table, problem);
    if (fine) {
        table_hash(table, sha256);
        fine = strcmp(sha256, mine->sha256) == 0 ||
               problem_set(problem, PROBLEM_LOCAL, _("%s was changed after it was checked. Validate again."),
                           mine->path);
    }
    table_close(table);
    return fine && batch_send(loading, problem);
}

/* Whether the portal's table has our columns. */
static bool table_fits(struct loading *loading, bool *fits, struct problem *problem)
{
    const struct json *fields = NULL;
    const struct store_table *table = loading->table;
    if (!readback_fields(loading->ckan, table->resource_id, &loading->answer, &fields, problem))
        return false;
    *fits = columns_fit(table->mine->columns, fields);
    return true;
}

/* The first try keeps a table that fits; after a lost answer nobody knows what is there, so it is dropped. */
static bool load_once(struct loading *loading, bool there, bool first, struct problem *problem)
{
    const struct store_table *table = loading->table;
    bool fits = false;
    if (there && first && !table_fits(loading, &fits, problem))
        return false;
    if (there && !(fits ? rows_delete_send(loading, problem) : delete_send(loading, problem)))
        return false;
    loading->action = "datastore_create";
    request_table_head(&loading->answer, table->mine->columns, table->resource_id, false, &loading->batch);
    return file_send(loading, problem);
}

bool store_table_load(struct ckan *ckan, const struct store_table *table, struct problem *problem)
{
    struct loading loading = {.ckan = ckan, .table = table};
    bool there = table->there;
    bool fine = false;
    for (unsigned tries = 1; !fine; tries++) {
        struct problem one = {0};
        fine = load_once(&loading, there, tries == 1, &one);
        there = there || loading.created;
        bool again = ckan_may_repeat(&one, tries);
        if (!fine && !again)
            problem_move(problem, &one);
        problem_clear(&one);
        if (!fine && !again)
            break;
    }
    if (!fine && loading.created) {
        struct problem unheard = {0};
        (void)delete_send(&loading, &unheard);
        problem_clear(&unheard);
    }
    text_free(&loading.batch);
    arena_free(&loading.answer);
    return fine;
}

/* Sent again when the answer is lost: it says the same. */
static bool fields_send(struct ckan *ckan, const struct store_table *table, struct slice body,
                        struct arena *arena, struct problem *problem)
{
    struct ckan_call call = {
        .action = "datastore_create", .subject = table->mine->path, .write = true, .json = body};
    for (unsigned tries = 1;; tries++) {
        const struct json *result;
        struct problem one = {0};
        if (ckan_call(ckan, &call, arena, &result, &one))
            return true;
        if (!ckan_may_repeat(&one, tries)) {
            problem_move(problem, &one);
            problem_clear(&one);
            return false;
        }
        problem_clear(&one);
    }
}

bool store_dictionary_send(struct ckan *ckan, const struct store_table *table, bool *fits,
                           struct problem *problem)
{
    struct arena local = {0};
    struct text body = {0};
    const struct json *fields = NULL;
    bool fine = *fits || readback_fields(ckan, table->resource_id, &local, &fields, problem);
    *fits = *fits || (fine && columns_fit(table->mine->columns, fields));
    if (*fits) {
        request_table_head(&local, table->mine->columns, table->resource_id, true, &body);
        fine = fields_send(ckan, table, text_slice(&body), &local, problem);
    }
    text_free(&body);
    arena_free(&local);
    return fine;
}
