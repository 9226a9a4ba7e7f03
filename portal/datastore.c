#include "portal/datastore.h"

#include <string.h>

#include "base/utf8.h"
#include "portal/column.h"
#include "portal/package.h"
#include "portal/request.h"
#include "portal/resource.h"
#include "portal/select.h"
#include "portal/store.h"
#include "portal/table.h"
#include "portal/value.h"

#define FIELD_NAME_LETTERS 63

static void set_active(struct request *request, const char *resource_id, bool active)
{
    session_run(
        request->session,
        "UPDATE resource SET document = json_set(document, '$.datastore_active', json(?)) WHERE id = ?", "ss",
        active ? "true" : "false", resource_id);
}

void datastore_drop(struct request *request, const char *resource_id)
{
    table_drop(request, resource_id);
}

static bool no_table(struct request *request, const char *resource_id)
{
    return fail_not_found(
        request, arena_format(&request->arena, "Not found: Resource \"%s\" was not found.", resource_id));
}

static bool allow_write(struct request *request, const char *resource_id)
{
    bool active;
    const char *owner = resource_owner(request, resource_id, &active);
    if (owner == NULL)
        return no_table(request, resource_id);
    const struct package package = package_find(request, owner);
    return package_allow_write(request, &package);
}

/* A table of a resource that was left out of its dataset is still read by those who may write (403 for
 * others). */
struct table datastore_readable(struct request *request, const char *resource_id)
{
    const struct table none = {0};
    bool active;
    const char *owner = resource_owner(request, resource_id, &active);
    if (owner == NULL) {
        no_table(request, resource_id);
        return none;
    }
    const struct package package = package_find(request, owner);
    bool allowed = active ? package_allow_read(request, &package) : package_allow_write(request, &package);
    if (!allowed)
        return none;
    const struct table table = table_find(request, resource_id);
    if (table.number == 0)
        no_table(request, resource_id);
    return table;
}

/* Files and links are written by whoever loads them, unless `force` says otherwise. */
static bool allow_change(struct request *request, const char *resource_id)
{
    if (value_means_true(value_get(request->parameters, "force")))
        return true;
    const char *type = session_text(request->session, &request->arena,
                                    "SELECT json_extract(document, '$.url_type') FROM resource WHERE id = ?",
                                    "s", resource_id);
    if (type != NULL && strcmp(type, "datastore") == 0)
        return true;
    return fail_field(
        request, "read-only",
        "Cannot edit read-only resource. Either pass \"force=True\" or change url_type to \"datastore\"");
}

static const char *asked_resource(struct request *request)
{
    if (value_get(request->parameters, "resource_id") == NULL &&
        value_get(request->parameters, "id") != NULL) {
        value_set(&request->arena, request->parameters, "resource_id", value_get(request->parameters, "id"));
        value_remove(request->parameters, "id");
    }
    return request_need(request, "resource_id");
}

/* "a, b" or ["a", "b"] as a list; NULL where nothing was sent. */
static struct value *name_list(struct request *request, const char *key)
{
    const struct value *sent = value_get(request->parameters, key);
    struct value *list = value_list(&request->arena);
    if (value_is_null(sent))
        return NULL;
    if (sent->type == VALUE_LIST) {
        for (size_t i = 0; i < sent->count; i++)
            value_append(&request->arena, list,
                         value_slice(&request->arena, value_as_text(&request->arena, sent->items[i])));
        return list;
    }
    const char *at = value_as_text(&request->arena, sent).at;
    while (*at != 0) {
        size_t length = strcspn(at, ",");
        value_append(&request->arena, list,
                     value_slice(&request->arena, slice_trim((struct slice){at, length})));
        at += length + (at[length] == ',' ? 1 : 0);
    }
    return list;
}

/* Fields and records may come as JSON text in a form's field. */
static void parse_texts(struct request *request)
{
    static const char *const keys[] = {"fields", "records", "filters", "primary_key"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct value *sent = value_get(request->parameters, keys[i]);
        bool json =
            value_is(sent, VALUE_STRING) && (slice_starts(sent->text, "[") || slice_starts(sent->text, "{"));
        struct value *read = json ? value_read(&request->arena, sent->text, &request->surrogate) : NULL;
        if (read != NULL)
            value_set(&request->arena, request->parameters, keys[i], read);
    }
}

static bool is_objects(const struct value *list)
{
    for (size_t i = 0; list->type == VALUE_LIST && i < list->count; i++)
        if (list->items[i]->type != VALUE_OBJECT)
            return false;
    return list->type == VALUE_LIST;
}

static bool check_field_shapes(struct request *request, const struct value *fields)
{
    struct value *each = value_list(&request->arena);
    bool good = true;
    if (!is_objects(fields)) {
        struct value *details = value_object(&request->arena);
        value_set(
            &request->arena, details, "message",
            value_string(&request->arena, "Only lists of dicts can be placed against subschema ('fields',)"));
        value_set(&request->arena, details, "data", request->parameters);
        return fail(request, 400, "Integrity Error", details);
    }
    for (size_t i = 0; i < fields->count; i++) {
        struct value *errors = value_object(&request->arena);
        struct value *messages = value_list(&request->arena);
        if (!value_truthy(value_get(fields->items[i], "id"))) {
            value_append(&request->arena, messages, value_string(&request->arena, "Missing value"));
            value_set(&request->arena, errors, "id", messages);
            good = false;
        }
        value_append(&request->arena, each, errors);
    }
    struct value *errors = value_object(&request->arena);
    value_set(&request->arena, errors, "fields", each);
    return good || fail_fields(request, errors);
}

static const char *field_name(struct request *request, const struct value *field)
{
    return value_as_text(&request->arena, value_get(field, "id")).at;
}

static bool check_field(struct request *request, const struct value *field)
{
    const struct value *type = value_get(field, "type");
    const char *name = field_name(request, field);
    if (value_truthy(type) && column_type_find(value_text(type)) == NULL)
        return fail_field(request, "fields", "\"%s\" is not a valid field type",
                          value_as_text(&request->arena, type).at);
    struct slice whole = slice_of(name);
    bool good =
        *name != 0 && *name != '_' && strchr(name, '"') == NULL && slice_trim(whole).length == whole.length;
    return good || fail_field(request, "fields", "\"%s\" is not a valid field name", name);
}

static bool check_lengths(struct request *request, const struct value *fields)
{
    struct value *messages = value_list(&request->arena);
    struct value *errors = value_object(&request->arena);
    for (size_t i = 0; i < fields->count; i++) {
        const char *name = field_name(request, fields->items[i]);
        if (utf8_count(slice_of(name)) > FIELD_NAME_LETTERS)
            value_append(
                &request->arena, messages,
                value_format(&request->arena, "Column heading \"%s\" exceeds limit of 63 characters.", name));
    }
    value_set(&request->arena, errors, "fields", messages);
    return messages->count == 0 || fail_fields(request, errors);
}

static const struct value *first_record(const struct value *records)
{
    return value_is(records, VALUE_LIST) && records->count > 0 ? records->items[0] : NULL;
}

/* A field without a type gets the one that the first record's value looks like. */
static bool guess_type(struct request *request, struct value *field, const struct value *records)
{
    if (value_get(field, "type") != NULL)
        return true;
    const struct value *sample = value_get(first_record(records), field_name(request, field));
    if (sample == NULL)
        return fail_field(request, "fields", "\"%s\" type not guessable", field_name(request, field));
    value_set(&request->arena, field, "type",
              value_string(&request->arena, column_guess(&request->arena, sample)));
    return true;
}

static void put_column(struct request *request, struct table *table, const struct value *field)
{
    const struct column_type *type = column_type_find(value_get_text(field, "type"));
    struct value *info = value_get(field, "info");
    table->columns[table->count++] =
        (struct table_column){.name = field_name(request, field),
                              .type = type == NULL ? column_type_find("text") : type,
                              .info = value_truthy(info) ? info : NULL};
}

static bool has_field(struct request *request, const struct value *fields, struct slice name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (slice_equals(name, field_name(request, fields->items[i])))
            return true;
    return false;
}

/* Keys of the first record that no field names become columns too. */
static bool add_record_fields(struct request *request, struct value *fields, const struct value *records)
{
    const struct value *first = first_record(records);
    if (first == NULL)
        return true;
    if (first->type != VALUE_OBJECT)
        return fail_field(request, "records", "The first row is not a json object");
    for (size_t i = 0; i < first->count; i++) {
        if (has_field(request, fields, first->members[i].key))
            continue;
        struct value *field = value_object(&request->arena);
        value_set(&request->arena, field, "id", value_slice(&request->arena, first->members[i].key));
        value_set(&request->arena, field, "type",
                  value_string(&request->arena, column_guess(&request->arena, first->members[i].value)));
        value_append(&request->arena, fields, field);
    }
    return true;
}

static bool has_duplicates(struct request *request, const struct value *fields)
{
    for (size_t i = 0; i < fields->count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp(field_name(request, fields->items[i]), field_name(request, fields->items[j])) == 0)
                return true;
    return false;
}

static bool make_table(struct request *request, struct table *table, struct value *fields,
                       const struct value *records)
{
    for (size_t i = 0; i < fields->count; i++)
        if (!check_field(request, fields->items[i]))
            return false;
    if (!check_lengths(request, fields))
        return false;
    for (size_t i = 0; i < fields->count; i++)
        if (!guess_type(request, fields->items[i], records))
            return false;
    if (has_duplicates(request, fields))
        return fail_field(request, "field", "Duplicate column names are not supported");
    if (!add_record_fields(request, fields, records))
        return false;
    table->columns = arena_array(&request->arena, fields->count + 1, sizeof *table->columns);
    for (size_t i = 0; i < fields->count; i++)
        put_column(request, table, fields->items[i]);
    return table_make(request, table);
}

/* The columns that are there must come first and in their order; their types stay as they are. */
static bool alter_table(struct request *request, struct table *table, struct value *fields,
                        const struct value *records)
{
    const size_t before = table->count;
    for (size_t i = 0; i < fields->count; i++)
        if (!check_field(request, fields->items[i]))
            return false;
    for (size_t i = 0; i < fields->count; i++) {
        bool there = i < before;
        if (there && strcmp(field_name(request, fields->items[i]), table->columns[i].name) != 0)
            return fail_field(request, "fields", "Supplied field \"%s\" not present or in wrong order",
                              field_name(request, fields->items[i]));
        if (!there && !guess_type(request, fields->items[i], records))
            return false;
    }
    if (fields->count > 0 && !add_record_fields(request, fields, records))
        return false;
    struct table_column *columns = arena_array(&request->arena, before + fields->count + 1, sizeof *columns);
    memcpy(columns, table->columns, before * sizeof *columns);
    table->columns = columns;
    for (size_t i = 0; i < fields->count && i < before; i++)
        if (value_get(fields->items[i], "info") != NULL)
            table->columns[i].info = value_get(fields->items[i], "info");
    for (size_t i = before; i < fields->count; i++)
        if (table_column(table, slice_of(field_name(request, fields->items[i]))) < 0)
            put_column(request, table, fields->items[i]);
    return table_widen(request, table, before);
}

static bool set_keys(struct request *request, struct table *table)
{
    struct value *indexes = name_list(request, "indexes");
    struct value *keys = name_list(request, "primary_key");
    const struct value *const lists[] = {indexes, keys};
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; lists[i] != NULL && j < lists[i]->count; j++)
            if (table_column(table, lists[i]->items[j]->text) < 0)
                return fail_field(request, "index", "The field \"%s\" is not a valid column name.",
                                  lists[i]->items[j]->text.at);
    return keys == NULL || table_set_keys(request, table, keys);
}

/* What was sent, but for what is left out of the answer; unknown parameters go under __extras. */
static struct value *echo(struct request *request, const char *const *known, size_t count)
{
    struct value *result = value_object(&request->arena);
    struct value *extras = value_object(&request->arena);
    for (size_t i = 0; i < request->parameters->count; i++) {
        const struct value_member *member = &request->parameters->members[i];
        bool is_known = false;
        for (size_t j = 0; j < count; j++)
            is_known = is_known || slice_equals(member->key, known[j]);
        value_set_slice(&request->arena, is_known ? result : extras, member->key, member->value);
    }
    if (extras->count > 0)
        value_set(&request->arena, result, "__extras", extras);
    value_remove(result, "force");
    value_remove(result, "calculate_record_count");
    return result;
}

static struct value *created(struct request *request, struct value *fields)
{
    static const char *const known[] = {"resource_id", "force",       "aliases",
                                        "fields",      "primary_key", "indexes",
                                        "records",     "triggers",    "calculate_record_count",
                                        "method"};
    struct value *result = echo(request, known, sizeof known / sizeof *known);
    value_remove(result, "records");
    if (fields != NULL)
        value_set(&request->arena, result, "fields", fields);
    value_set(&request->arena, result, "method", value_string(&request->arena, "insert"));
    return result;
}

/* Without a resource_id, `resource` says what to make first. */
static const char *make_resource(struct request *request)
{
    struct value *resource = value_get(request->parameters, "resource");
    if (!value_is(resource, VALUE_OBJECT)) {
        fail_field(request, "resource_id", "resource_id or resource required");
        return NULL;
    }
    struct value *all = request->parameters;
    if (value_get(resource, "url") == NULL)
        value_set(&request->arena, resource, "url_type", value_string(&request->arena, "datastore"));
    request->parameters = resource;
    const struct value *made = resource_create(request);
    request->parameters = all;
    if (made == NULL)
        return NULL;
    value_remove(all, "resource");
    value_set(&request->arena, all, "resource_id", value_get(made, "id"));
    value_set(&request->arena, all, "force", value_bool(&request->arena, true));
    return value_get_text(made, "id");
}

/* The resource that a table is made for: an unknown one is 409 here (205). */
static const char *resource_to_fill(struct request *request)
{
    bool active;
    if (value_get(request->parameters, "resource_id") == NULL && value_get(request->parameters, "id") == NULL)
        return make_resource(request);
    const char *id = asked_resource(request);
    if (id == NULL)
        return NULL;
    if (resource_owner(request, id, &active) == NULL) {
        fail_field(request, "resource_id", "Not found: Resource");
        return NULL;
    }
    return allow_write(request, id) && allow_change(request, id) ? id : NULL;
}

static bool check_records(struct request *request, const struct value *records)
{
    if (request->surrogate)
        return fail_crash(request);
    return value_is_null(records) || records->type == VALUE_LIST ||
           fail_field(request, "records", "Records has to be a list of dicts");
}

struct value *datastore_create(struct request *request)
{
    parse_texts(request);
    struct value *fields = value_get(request->parameters, "fields");
    const struct value *records = value_get(request->parameters, "records");
    if (!value_is_null(fields) && !check_field_shapes(request, fields))
        return NULL;
    const char *id = resource_to_fill(request);
    if (id == NULL || !check_records(request, records))
        return NULL;
    bool sent_fields = !value_is_null(fields);
    fields = sent_fields ? fields : value_list(&request->arena);
    struct table table = table_find(request, id);
    bool good = table.number == 0 ? make_table(request, &table, fields, records)
                                  : alter_table(request, &table, fields, records);
    if (!good)
        return NULL;
    if (value_is(records, VALUE_LIST) && records->count > 0 && !table_insert(request, &table, records, true))
        return NULL;
    if (!set_keys(request, &table))
        return NULL;
    set_active(request, id, true);
    return created(request, sent_fields || fields->count > 0 ? fields : NULL);
}

static bool upsert(struct request *request, const char *id, const char *method)
{
    const struct value *records = value_get(request->parameters, "records");
    const struct table table = table_find(request, id);
    if (table.number == 0)
        return no_table(request, id);
    if (!check_records(request, records))
        return false;
    if (value_is_null(records) || records->count == 0)
        return true;
    if (strcmp(method, "insert") == 0)
        return table_insert(request, &table, records, false);
    return table_update(request, &table, records, strcmp(method, "upsert") == 0);
}

struct value *datastore_upsert(struct request *request)
{
    static const char *const known[] = {"resource_id", "force",   "method",
                                        "records",     "dry_run", "calculate_record_count"};
    parse_texts(request);
    const char *id = asked_resource(request);
    const struct value *sent = value_get(request->parameters, "method");
    const char *method = value_is_null(sent) ? "upsert" : value_as_text(&request->arena, sent).at;
    if (id == NULL)
        return NULL;
    if (strcmp(method, "upsert") != 0 && strcmp(method, "insert") != 0 && strcmp(method, "update") != 0) {
        fail_field(request, "method", "Value must be one of ['upsert', 'insert', 'update']");
        return NULL;
    }
    if (!allow_write(request, id) || !allow_change(request, id))
        return NULL;
    bool trial = value_means_true(value_get(request->parameters, "dry_run"));
    if (trial)
        session_mark(request->session);
    bool good = upsert(request, id, method);
    if (trial && good)
        session_back(request->session);
    return good ? echo(request, known, sizeof known / sizeof *known) : NULL;
}

static struct value *delete_from(struct request *request, bool rows_only)
{
    static const char *const known[] = {"resource_id", "filters", "force", "calculate_record_count"};
    parse_texts(request);
    const char *id = asked_resource(request);
    const struct value *filters = value_get(request->parameters, "filters");
    if (id == NULL)
        return NULL;
    if (rows_only && filters == NULL) {
        fail_field(request, "filters", "Missing value");
        return NULL;
    }
    if (!value_is_null(filters) && filters->type != VALUE_OBJECT) {
        fail_field(request, "filters", "filters must be either a dict or null.");
        return NULL;
    }
    if (!allow_write(request, id) || !allow_change(request, id))
        return NULL;
    const struct table table = table_find(request, id);
    if (table.number == 0) {
        no_table(request, id);
        return NULL;
    }
    if (filters == NULL) {
        table_drop(request, id);
        set_active(request, id, false);
    } else if (!select_delete(request, &table, filters)) {
        return NULL;
    } else if (!rows_only && !value_truthy(filters)) {
        set_active(request, id, false); /* {} deletes rows alone, and yet CKAN counts the table as gone */
    }
    return echo(request, known, sizeof known / sizeof *known);
}

struct value *datastore_delete(struct request *request)
{
    return delete_from(request, false);
}

struct value *datastore_records_delete(struct request *request)
{
    return delete_from(request, true);
}

static struct value *column_info(struct request *request, const struct table *table, size_t index)
{
    struct arena *arena = &request->arena;
    const struct table_column *column = &table->columns[index];
    struct value *info = value_object(arena);
    struct value *schema = value_object(arena);
    bool key = false;
    for (size_t i = 0; i < table->keys->count; i++)
        key = key || value_equals(table->keys->items[i], column->name);
    value_set(arena, info, "id", value_string(arena, column->name));
    value_set(arena, info, "type", value_string(arena, column->type->known));
    if (column->info != NULL)
        value_set(arena, info, "info", column->info);
    value_set(arena, schema, "native_type", value_string(arena, column->type->native));
    value_set(arena, schema, "notnull", value_bool(arena, false));
    value_set(arena, schema, "index_name",
              key ? value_format(arena, "key_%lld", table->number) : value_null(arena));
    value_set(arena, schema, "is_index", value_bool(arena, key));
    value_set(arena, schema, "uniquekey", value_bool(arena, false));
    value_set(arena, info, "schema", schema);
    return info;
}

struct value *datastore_info(struct request *request)
{
    struct arena *arena = &request->arena;
    const char *id = request_need(request, "id");
    if (id == NULL)
        return NULL;
    const struct table table = datastore_readable(request, id);
    if (failed(request))
        return NULL;
    long long count = session_number(request->session, 0,
                                     arena_format(arena, "SELECT count(*) FROM rows_%lld", table.number), "");
    struct value *meta = value_object(arena);
    value_set(arena, meta, "id", value_string(arena, id));
    value_set(arena, meta, "count", value_integer(arena, count));
    value_set(arena, meta, "table_type", value_string(arena, "BASE TABLE"));
    value_set(arena, meta, "size", value_integer(arena, 8192));
    value_set(arena, meta, "db_size", value_integer(arena, 24000000));
    value_set(arena, meta, "idx_size", value_integer(arena, 16384));
    value_set(arena, meta, "aliases", value_list(arena));
    struct value *fields = value_list(arena);
    for (size_t i = 0; i < table.count; i++)
        value_append(arena, fields, column_info(request, &table, i));
    struct value *result = value_object(arena);
    value_set(arena, result, "meta", meta);
    value_set(arena, result, "fields", fields);
    return result;
}
