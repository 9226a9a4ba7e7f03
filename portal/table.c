#include "portal/table.h"

#include <string.h>

#include "base/utf8.h"
#include "portal/column.h"
#include "portal/request.h"
#include "portal/store.h"
#include "portal/value.h"

#define TABLE_NAME_BYTES 63

void table_add_column(struct text *sql, size_t index)
{
    text_format(sql, "c%zu", index);
}

/* At most 63 bytes, without half a letter. */
static const char *cut_name(struct request *request, const char *name)
{
    size_t length = strlen(name);
    if (length > TABLE_NAME_BYTES) {
        length = TABLE_NAME_BYTES;
        length = utf8_check(name, length);
    }
    return arena_copy(&request->arena, name, length);
}

struct table table_find(struct request *request, const char *resource_id)
{
    struct table table = {.resource_id = resource_id};
    struct arena *arena = &request->arena;
    struct rows rows;
    if (rows_open(&rows, request->session, "SELECT number, fields, keys FROM datastore WHERE resource_id = ?",
                  "s", resource_id) &&
        rows_next(&rows)) {
        table.number = rows_number(&rows, 0);
        const struct value *fields = rows_value(&rows, arena, 1);
        table.keys = rows_value(&rows, arena, 2);
        table.count = fields->count;
        table.columns = arena_array(arena, fields->count + 1, sizeof *table.columns);
        for (size_t i = 0; i < fields->count; i++) {
            table.columns[i].name = value_get_text(fields->items[i], "id");
            table.columns[i].type = column_type_find(value_get_text(fields->items[i], "type"));
            table.columns[i].info = value_get(fields->items[i], "info");
        }
    }
    rows_close(&rows);
    return table;
}

long table_column(const struct table *table, struct slice name)
{
    for (size_t i = 0; i < table->count; i++)
        if (slice_equals(name, table->columns[i].name))
            return (long)i;
    return -1;
}

static struct value *table_fields(struct request *request, const struct table *table)
{
    struct arena *arena = &request->arena;
    struct value *fields = value_list(arena);
    for (size_t i = 0; i < table->count; i++) {
        struct value *field = value_object(arena);
        value_set(arena, field, "id", value_string(arena, table->columns[i].name));
        value_set(arena, field, "type", value_string(arena, table->columns[i].type->known));
        if (table->columns[i].info != NULL)
            value_set(arena, field, "info", table->columns[i].info);
        value_append(arena, fields, field);
    }
    return fields;
}

static void cut_names(struct request *request, const struct table *table, size_t from)
{
    for (size_t i = from; i < table->count; i++)
        table->columns[i].name = cut_name(request, table->columns[i].name);
}

/* PostgreSQL refuses two columns of one name, also when only their cut names are the same. */
static bool names_differ(struct request *request, const struct table *table)
{
    for (size_t i = 0; i < table->count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(table->columns[i].name, table->columns[j].name) == 0)
                return fail_crash(request);
    return true;
}

static bool table_describe(struct request *request, const struct table *table)
{
    return session_run(request->session, "UPDATE datastore SET fields = ?, keys = ? WHERE number = ?", "vvi",
                       table_fields(request, table), table->keys, table->number) ||
           fail_crash(request);
}

static const char *collation(const struct column_type *type)
{
    return type->class <= COLUMN_FLOAT ? " COLLATE DECIMAL" : "";
}

static bool run_text(struct request *request, struct text *sql)
{
    bool good = session_run(request->session, sql->at, "");
    text_free(sql);
    return good || fail_crash(request);
}

bool table_make(struct request *request, struct table *table)
{
    cut_names(request, table, 0);
    if (!names_differ(request, table))
        return false;
    table->keys = value_list(&request->arena);
    if (!session_run(request->session, "INSERT INTO datastore(resource_id, fields, keys) VALUES(?, ?, '[]')",
                     "sv", table->resource_id, table_fields(request, table)))
        return fail_crash(request);
    table->number = session_number(request->session, 0, "SELECT number FROM datastore WHERE resource_id = ?",
                                   "s", table->resource_id);
    struct text sql = {0};
    text_format(&sql, "CREATE TABLE rows_%lld(_id INTEGER PRIMARY KEY AUTOINCREMENT", table->number);
    for (size_t i = 0; i < table->count; i++)
        text_format(&sql, ", c%zu TEXT%s", i, collation(table->columns[i].type));
    text_add(&sql, ")");
    return run_text(request, &sql);
}

bool table_widen(struct request *request, const struct table *table, size_t from)
{
    cut_names(request, table, from);
    if (!names_differ(request, table))
        return false;
    for (size_t i = from; i < table->count; i++) {
        struct text sql = {0};
        text_format(&sql, "ALTER TABLE rows_%lld ADD COLUMN c%zu TEXT%s", table->number, i,
                    collation(table->columns[i].type));
        if (!run_text(request, &sql))
            return false;
    }
    return table_describe(request, table);
}

static bool fail_constraint(struct request *request)
{
    struct arena *arena = &request->arena;
    struct value *errors = value_object(arena);
    struct value *messages = value_list(arena);
    struct value *info = value_object(arena);
    value_append(
        arena, messages,
        value_string(arena, "Cannot insert records or create index because of uniqueness constraint"));
    value_set(arena, info, "orig", value_string(arena, "could not create unique index"));
    value_set(arena, info, "pgcode", value_string(arena, "23505"));
    value_set(arena, errors, "constraints", messages);
    value_set(arena, errors, "info", info);
    return fail_fields(request, errors);
}

bool table_set_keys(struct request *request, struct table *table, struct value *keys)
{
    struct text sql = {0};
    text_format(&sql, "DROP INDEX IF EXISTS key_%lld", table->number);
    if (!run_text(request, &sql))
        return false;
    table->keys = keys;
    if (!table_describe(request, table) || keys->count == 0)
        return !failed(request);
    sql = (struct text){0};
    text_format(&sql, "CREATE UNIQUE INDEX key_%lld ON rows_%lld(", table->number, table->number);
    for (size_t i = 0; i < keys->count; i++) {
        text_add(&sql, i > 0 ? ", " : "");
        table_add_column(&sql, (size_t)table_column(table, keys->items[i]->text));
    }
    text_add(&sql, ")");
    bool good = session_run(request->session, sql.at, "");
    text_free(&sql);
    if (good)
        return true;
    return session_state(request->session) == SESSION_CONFLICT ? fail_constraint(request)
                                                               : fail_crash(request);
}

void table_drop(struct request *request, const char *resource_id)
{
    const struct table table = table_find(request, resource_id);
    if (table.number == 0)
        return;
    struct text sql = {0};
    text_format(&sql, "DROP TABLE rows_%lld", table.number);
    run_text(request, &sql);
    session_run(request->session, "DELETE FROM datastore WHERE number = ?", "i", table.number);
}

static bool check_record(struct request *request, const struct table *table, const struct value *record,
                         size_t row)
{
    if (record->type != VALUE_OBJECT) {
        fail_field(request, "records", "row \"%zu\" is not a json object", row);
        return false;
    }
    for (size_t i = 0; i < record->count; i++)
        if (table_column(table, record->members[i].key) < 0)
            return fail_field(request, "records", "row \"%zu\" has extra keys \"%s\"", row + 1,
                              record->members[i].key.at);
    return true;
}

/* What a bad cell becomes: an insert by datastore_upsert is a bare 500 (180), in datastore_create a message
 * (202). */
static bool fail_cell(struct request *request, enum column_fault fault, const char *message, bool creating)
{
    if (fault == COLUMN_MISMATCH)
        return fail_field(request, "records", "%s", message);
    if (fault == COLUMN_BAD && creating)
        return fail_message(request, 409, "Validation Error",
                            arena_format(&request->arena, "The data was invalid: %s", message));
    return fail_crash(request);
}

static bool insert_record(struct request *request, const struct table *table, const struct value *record,
                          struct rows *statement, bool creating)
{
    struct value **cells = arena_array(&request->arena, table->count + 1, sizeof *cells);
    for (size_t i = 0; i < table->count; i++) {
        const char *message = "";
        enum column_fault fault =
            column_store(&request->arena, table->columns[i].type, value_get(record, table->columns[i].name),
                         &cells[i], &message);
        if (fault != COLUMN_GOOD)
            return fail_cell(request, fault, message, creating);
    }
    rows_again(statement, (const struct value *const *)cells, table->count);
    rows_next(statement);
    if (session_state(request->session) == SESSION_CONFLICT)
        return fail_field(request, "records", "duplicate key value violates unique constraint");
    return session_state(request->session) == SESSION_GOOD || fail_crash(request);
}

bool table_insert(struct request *request, const struct table *table, const struct value *records,
                  bool creating)
{
    for (size_t i = 0; i < records->count; i++)
        if (!check_record(request, table, records->items[i], i))
            return false;
    struct text sql = {0};
    text_format(&sql, "INSERT INTO rows_%lld(_id", table->number);
    for (size_t i = 0; i < table->count; i++)
        text_format(&sql, ", c%zu", i);
    text_add(&sql, ") VALUES(NULL");
    for (size_t i = 0; i < table->count; i++)
        text_add(&sql, ", ?");
    text_add(&sql, ")");
    struct rows statement;
    bool good = rows_open(&statement, request->session, sql.at, "") || fail_crash(request);
    for (size_t i = 0; good && i < records->count; i++)
        good = insert_record(request, table, records->items[i], &statement, creating);
    rows_close(&statement);
    text_free(&sql);
    return good;
}

static bool fail_row(struct request *request, const char *message, size_t row)
{
    struct arena *arena = &request->arena;
    struct value *errors = value_object(arena);
    struct value *messages = value_list(arena);
    value_append(arena, messages, value_string(arena, message));
    value_set(arena, errors, "records", messages);
    value_set(arena, errors, "_records_row", value_integer(arena, (int64_t)row));
    return fail_fields(request, errors);
}

/* One record as cells: which columns were sent, and what they hold. */
struct cells {
    struct value **values;
    bool *sent;
};

static bool read_cells(struct request *request, const struct table *table, const struct value *record,
                       size_t row, struct cells *cells)
{
    if (record->type != VALUE_OBJECT) {
        fail_field(request, "records", "row \"%zu\" is not a json object", row);
        return false;
    }
    for (size_t i = 0; i < table->keys->count; i++)
        if (value_get_slice(record, table->keys->items[i]->text) == NULL) {
            fail_field(request, "key", "fields \"%s\" are missing but needed as key",
                       table->keys->items[i]->text.at);
            return false;
        }
    cells->values = arena_array(&request->arena, table->count + 1, sizeof *cells->values);
    cells->sent = arena_array(&request->arena, table->count + 1, sizeof *cells->sent);
    for (size_t i = 0; i < record->count; i++) {
        long column = table_column(table, record->members[i].key);
        const char *message = "";
        if (column < 0) {
            fail_field(request, "fields", "fields \"%s\" do not exist", record->members[i].key.at);
            return false;
        }
        cells->sent[column] = true;
        enum column_fault fault = column_store(&request->arena, table->columns[column].type,
                                               record->members[i].value, &cells->values[column], &message);
        if (fault == COLUMN_CRASH)
            fail_crash(request);
        else if (fault != COLUMN_GOOD)
            fail_row(request, message, row);
        if (fault != COLUMN_GOOD)
            return false;
    }
    return true;
}

static bool run_cells(struct request *request, const char *sql, struct value **values, size_t count)
{
    struct rows statement;
    if (rows_open(&statement, request->session, sql, "") &&
        rows_again(&statement, (const struct value *const *)values, count))
        rows_next(&statement);
    rows_close(&statement);
    return session_state(request->session) == SESSION_GOOD || fail_crash(request);
}

/* UPDATE rows_N SET c0 = ?, ... WHERE key = ? ...: only the columns that were sent. */
static bool update_row(struct request *request, const struct table *table, const struct cells *cells)
{
    struct text sql = {0};
    struct value **values = arena_array(&request->arena, table->count + table->keys->count, sizeof *values);
    size_t count = 0;
    text_format(&sql, "UPDATE rows_%lld SET ", table->number);
    for (size_t i = 0; i < table->count; i++) {
        if (!cells->sent[i])
            continue;
        text_format(&sql, "%sc%zu = ?", count > 0 ? ", " : "", i);
        values[count++] = cells->values[i];
    }
    for (size_t i = 0; i < table->keys->count; i++) {
        size_t column = (size_t)table_column(table, table->keys->items[i]->text);
        text_format(&sql, "%s c%zu = ?", i == 0 ? " WHERE" : " AND", column);
        values[count++] = cells->values[column];
    }
    bool good = run_cells(request, sql.at, values, count);
    text_free(&sql);
    return good;
}

static bool insert_cells(struct request *request, const struct table *table, const struct cells *cells)
{
    struct text sql = {0};
    text_format(&sql, "INSERT INTO rows_%lld(_id", table->number);
    for (size_t i = 0; i < table->count; i++)
        text_format(&sql, ", c%zu", i);
    text_add(&sql, ") VALUES(NULL");
    for (size_t i = 0; i < table->count; i++)
        text_add(&sql, ", ?");
    text_add(&sql, ")");
    bool good = run_cells(request, sql.at, cells->values, table->count);
    text_free(&sql);
    return good;
}

bool table_update(struct request *request, const struct table *table, const struct value *records,
                  bool may_insert)
{
    if (table->keys->count == 0)
        return fail_field(request, "table", "unique key must be passed for update/upsert");
    for (size_t i = 0; i < records->count; i++) {
        struct cells cells = {0};
        if (!read_cells(request, table, records->items[i], i, &cells) || !update_row(request, table, &cells))
            return false;
        if (session_changes(request->session) > 0)
            continue;
        if (!may_insert)
            return fail_field(request, "key", "key of row %zu not found", i);
        if (!insert_cells(request, table, &cells))
            return false;
    }
    return true;
}
