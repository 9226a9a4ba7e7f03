#include "portal/select.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "portal/column.h"
#include "portal/datastore.h"
#include "portal/request.h"
#include "portal/store.h"
#include "portal/table.h"
#include "portal/value.h"

/* CKAN's ckan.datastore.search.rows_max. */
#define ROWS_AT_MOST 32000
#define ROWS_DEFAULT 100

/* Columns from this one on are ranks; PostgreSQL's rank of one word that is found once. */
#define RANK_COLUMN ((size_t)1 << 32)
#define RANK_VALUE "'0.0607927'"

static bool bad_value(struct request *request, const char *field, const char *text)
{
    return fail_field(request, field, "invalid value \"%s\"", text);
}

static void add_value(struct request *request, struct selection *selection, const struct value *value)
{
    selection->values = arena_grow(&request->arena, selection->values, selection->value_count,
                                   &selection->value_room, sizeof *selection->values);
    selection->values[selection->value_count++] = value;
}

static void begin_condition(struct selection *selection)
{
    text_add(&selection->where, selection->where.length == 0 ? " WHERE " : " AND ");
}

/* The index of a selectable column: 0 for _id, n + 1 for column n; -1 when there is none. */
static long selectable(const struct table *table, struct slice name)
{
    if (slice_equals(name, "_id"))
        return 0;
    long column = table_column(table, name);
    return column < 0 ? -1 : column + 1;
}

static void add_name(struct text *sql, size_t selected)
{
    if (selected >= RANK_COLUMN)
        text_add(sql, RANK_VALUE);
    else if (selected == 0)
        text_add(sql, "_id");
    else
        table_add_column(sql, selected - 1);
}

/* A filter's value, as the column would store it: 12 and "12" name the same int. */
static bool add_filter_value(struct request *request, struct selection *selection, size_t column,
                             const struct value *value)
{
    const struct column_type *type =
        column == 0 ? column_type_find("int4") : selection->table->columns[column - 1].type;
    struct value *stored = NULL;
    const char *message = "";
    if (column_store(&request->arena, type, value, &stored, &message) != COLUMN_GOOD)
        return fail_field(request, "query", "%s", message);
    add_value(request, selection, stored);
    return true;
}

static bool add_filter(struct request *request, struct selection *selection, struct slice name,
                       const struct value *value)
{
    long column = selectable(selection->table, name);
    if (column < 0)
        return bad_value(request, "filters", slice_copy(&request->arena, name));
    begin_condition(selection);
    if (column == 0)
        text_add(&selection->where, "CAST(_id AS TEXT)");
    else
        add_name(&selection->where, (size_t)column);
    text_add(&selection->where, " IN (");
    bool many = value->type == VALUE_LIST;
    for (size_t i = 0; i < (many ? value->count : 1); i++) {
        text_add(&selection->where, i > 0 ? ", ?" : "?");
        if (!add_filter_value(request, selection, (size_t)column, many ? value->items[i] : value))
            return false;
    }
    text_add(&selection->where, ")");
    return true;
}

static bool add_filters(struct request *request, struct selection *selection, const struct value *filters)
{
    if (value_is_null(filters))
        return true;
    if (filters->type != VALUE_OBJECT)
        return fail_field(request, "filters", "Cannot parse JSON");
    for (size_t i = 0; i < filters->count; i++)
        if (!add_filter(request, selection, filters->members[i].key, filters->members[i].value))
            return false;
    return true;
}

/* One word that must stand between blanks, in any column or in one. */
static void add_word(struct request *request, struct selection *selection, struct slice word, long column)
{
    begin_condition(selection);
    text_add(&selection->where, "(' ' || lower(");
    if (column > 0) {
        add_name(&selection->where, (size_t)column);
        text_add(&selection->where, " || ''");
    } else {
        text_add(&selection->where, "''");
        for (size_t i = 0; i < selection->table->count; i++)
            text_format(&selection->where, " || coalesce(c%zu, '') || ' '", i);
    }
    text_add(&selection->where, ") || ' ') LIKE ? ESCAPE '\\'");
    struct text pattern = {0};
    text_add(&pattern, "% ");
    for (size_t i = 0; i < word.length; i++) {
        if (strchr("%_\\", word.at[i]) != NULL && word.at[i] != 0)
            text_add_char(&pattern, '\\');
        text_add_char(&pattern, (char)tolower((unsigned char)word.at[i]));
    }
    text_add(&pattern, " %");
    add_value(request, selection, value_slice(&request->arena, text_slice(&pattern)));
    text_free(&pattern);
}

static void add_words(struct request *request, struct selection *selection, const char *text, long column)
{
    while (*text != 0) {
        size_t length = strcspn(text, " \t\n");
        if (length > 0)
            add_word(request, selection, (struct slice){text, length}, column);
        text += length + (text[length] != 0 ? 1 : 0);
    }
}

static bool add_query(struct request *request, struct selection *selection, const struct value *query)
{
    if (value_is_null(query))
        return true;
    if (query->type != VALUE_OBJECT) {
        add_words(request, selection, value_as_text(&request->arena, query).at, -1);
        return true;
    }
    for (size_t i = 0; i < query->count; i++) {
        long column = selectable(selection->table, query->members[i].key);
        if (column <= 0)
            return bad_value(request, "q", slice_copy(&request->arena, query->members[i].key));
        add_words(request, selection, value_as_text(&request->arena, query->members[i].value).at, column);
    }
    return true;
}

/* "name", "name desc", "\"a name\" asc nulls last". */
static bool add_sort(struct request *request, struct selection *selection, struct slice part)
{
    struct slice name = slice_trim(part);
    const char *order = " ASC NULLS LAST";
    struct slice whole = name;
    for (const char *const *suffix = (const char *const[]){" nulls first", " nulls last", NULL};
         *suffix != NULL; suffix++)
        if (name.length > strlen(*suffix) &&
            strncasecmp(name.at + name.length - strlen(*suffix), *suffix, strlen(*suffix)) == 0)
            name = slice_trim((struct slice){name.at, name.length - strlen(*suffix)});
    if (name.length > 5 && strncasecmp(name.at + name.length - 5, " desc", 5) == 0) {
        order = " DESC NULLS FIRST";
        name = slice_trim((struct slice){name.at, name.length - 5});
    } else if (name.length > 4 && strncasecmp(name.at + name.length - 4, " asc", 4) == 0) {
        name = slice_trim((struct slice){name.at, name.length - 4});
    }
    if (name.length > 2 && name.at[0] == '"' && name.at[name.length - 1] == '"')
        name = (struct slice){name.at + 1, name.length - 2};
    long column = selectable(selection->table, name);
    if (column < 0)
        return bad_value(request, "sort", slice_copy(&request->arena, whole));
    text_add(&selection->order, selection->order.length == 0 ? " ORDER BY " : ", ");
    add_name(&selection->order, (size_t)column);
    text_add(&selection->order, order);
    return true;
}

static struct slice next_item(struct slice *rest)
{
    const char *comma = rest->length == 0 ? NULL : memchr(rest->at, ',', rest->length);
    size_t length = comma == NULL ? rest->length : (size_t)(comma - rest->at);
    struct slice item = {rest->at, length};
    size_t used = comma == NULL ? length : length + 1;
    *rest = (struct slice){rest->at + used, rest->length - used};
    return item;
}

/* Calls for each name of a list, or of one text with commas between. */
static bool each_name(struct request *request, struct selection *selection, const struct value *names,
                      bool (*take)(struct request *, struct selection *, struct slice))
{
    if (value_is(names, VALUE_LIST)) {
        for (size_t i = 0; i < names->count; i++)
            if (!take(request, selection, value_as_text(&request->arena, names->items[i])))
                return false;
        return true;
    }
    struct slice rest = value_is_null(names) ? slice_of("") : value_as_text(&request->arena, names);
    while (rest.length > 0)
        if (!take(request, selection, next_item(&rest)))
            return false;
    return true;
}

static bool take_field(struct request *request, struct selection *selection, struct slice name)
{
    name = slice_trim(name);
    long column = selectable(selection->table, name);
    if (column < 0)
        return bad_value(request, "fields", slice_copy(&request->arena, name));
    size_t *columns = arena_array(&request->arena, selection->count + 1, sizeof *columns);
    for (size_t i = 0; i < selection->count; i++)
        columns[i] = selection->columns[i];
    columns[selection->count++] = (size_t)column;
    selection->columns = columns;
    return true;
}

/* "rank" for a text, "rank NAME" for each column of an object. */
static void name_ranks(struct request *request, struct selection *selection, const struct value *query)
{
    selection->ranks = value_list(&request->arena);
    if (value_truthy(query) && query->type != VALUE_OBJECT)
        value_append(&request->arena, selection->ranks, value_string(&request->arena, "rank"));
    for (size_t i = 0; value_is(query, VALUE_OBJECT) && i < query->count; i++)
        value_append(&request->arena, selection->ranks,
                     value_format(&request->arena, "rank %s", query->members[i].key.at));
}

static void take_all(struct request *request, struct selection *selection, const struct value *query)
{
    const size_t own = selection->table->count + 1;
    name_ranks(request, selection, query);
    selection->count = own + selection->ranks->count;
    selection->columns = arena_array(&request->arena, selection->count, sizeof *selection->columns);
    for (size_t i = 0; i < selection->count; i++)
        selection->columns[i] = i < own ? i : RANK_COLUMN + (i - own);
}

bool select_read(struct request *request, const struct table *table, const struct value *parameters,
                 struct selection *selection)
{
    *selection = (struct selection){.table = table};
    const struct value *fields = value_get(parameters, "fields");
    if (!each_name(request, selection, fields, take_field))
        return false;
    if (selection->count == 0)
        take_all(request, selection, value_get(parameters, "q"));
    selection->distinct = value_means_true(value_get(parameters, "distinct"));
    if (!add_filters(request, selection, value_get(parameters, "filters")) ||
        !add_query(request, selection, value_get(parameters, "q")) ||
        !each_name(request, selection, value_get(parameters, "sort"), add_sort))
        return false;
    if (selection->order.length == 0 && !selection->distinct)
        text_add(&selection->order, " ORDER BY _id");
    return true;
}

void select_close(struct selection *selection)
{
    text_free(&selection->where);
    text_free(&selection->order);
}

static bool open_sql(struct request *request, const struct selection *selection, struct text *sql,
                     struct rows *rows)
{
    bool good = rows_open(rows, request->session, sql->at, "") &&
                rows_again(rows, selection->values, selection->value_count);
    text_free(sql);
    return good || fail_crash(request);
}

static void add_columns(struct text *sql, const struct selection *selection)
{
    text_add(sql, selection->distinct ? "SELECT DISTINCT " : "SELECT ");
    for (size_t i = 0; i < selection->count; i++) {
        text_add(sql, i > 0 ? ", " : "");
        add_name(sql, selection->columns[i]);
    }
    text_format(sql, " FROM rows_%lld", selection->table->number);
    text_add_slice(sql, text_slice(&selection->where));
}

long long select_count(struct request *request, const struct selection *selection)
{
    struct text sql = {0};
    struct rows rows;
    text_add(&sql, "SELECT count(*) FROM (");
    add_columns(&sql, selection);
    text_add(&sql, ")");
    long long count = 0;
    if (open_sql(request, selection, &sql, &rows) && rows_next(&rows))
        count = rows_number(&rows, 0);
    rows_close(&rows);
    return count;
}

bool select_open(struct request *request, const struct selection *selection, long long limit,
                 long long offset, struct rows *rows)
{
    struct text sql = {0};
    add_columns(&sql, selection);
    text_add_slice(&sql, text_slice(&selection->order));
    text_format(&sql, " LIMIT %lld OFFSET %lld", limit, offset);
    return open_sql(request, selection, &sql, rows);
}

static const struct column_type *type_of(const struct selection *selection, size_t index)
{
    size_t column = selection->columns[index];
    if (column >= RANK_COLUMN)
        return column_type_find("float4");
    return column == 0 ? column_type_find("int4") : selection->table->columns[column - 1].type;
}

static const char *name_of(const struct selection *selection, size_t index)
{
    size_t column = selection->columns[index];
    if (column >= RANK_COLUMN)
        return value_text(selection->ranks->items[column - RANK_COLUMN]);
    return column == 0 ? "_id" : selection->table->columns[column - 1].name;
}

static struct value *cell(struct request *request, const struct selection *selection, const struct rows *rows,
                          size_t index)
{
    return column_read(&request->arena, type_of(selection, index),
                       rows_text(rows, &request->arena, (int)index));
}

static struct value *select_object(struct request *request, const struct selection *selection,
                                   const struct rows *rows)
{
    struct value *object = value_object(&request->arena);
    for (size_t i = 0; i < selection->count; i++) {
        if (strcmp(name_of(selection, i), "j") == 0)
            return cell(request, selection, rows, i); /* as CKAN's query has it (210) */
        value_set(&request->arena, object, name_of(selection, i), cell(request, selection, rows, i));
    }
    return object;
}

struct value *select_list(struct request *request, const struct selection *selection, const struct rows *rows)
{
    struct value *list = value_list(&request->arena);
    for (size_t i = 0; i < selection->count; i++)
        value_append(&request->arena, list, cell(request, selection, rows, i));
    return list;
}

void select_quote(struct slice text, char mark, struct text *out)
{
    bool quote = false;
    for (size_t i = 0; i < text.length; i++)
        quote = quote || text.at[i] == mark || strchr("\"\r\n", text.at[i]) != NULL;
    if (!quote) {
        text_add_slice(out, text);
        return;
    }
    text_add_char(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == '"')
            text_add_char(out, '"');
        text_add_char(out, text.at[i]);
    }
    text_add_char(out, '"');
}

/* As COPY writes it: an empty text is "", null is nothing. */
void select_line(struct request *request, const struct selection *selection, const struct rows *rows,
                 char mark, struct text *out)
{
    struct text printed = {0};
    for (size_t i = 0; i < selection->count; i++) {
        const char *stored = rows_text(rows, &request->arena, (int)i);
        text_clear(&printed);
        column_print(&request->arena, type_of(selection, i), stored, &printed);
        if (i > 0)
            text_add_char(out, mark);
        if (stored != NULL && printed.length == 0)
            text_add(out, "\"\"");
        else
            select_quote(text_slice(&printed), mark, out);
    }
    text_add_char(out, '\n');
    text_free(&printed);
}

struct value *select_fields(struct request *request, const struct selection *selection)
{
    struct arena *arena = &request->arena;
    struct value *fields = value_list(arena);
    for (size_t i = 0; i < selection->count; i++) {
        struct value *field = value_object(arena);
        size_t column = selection->columns[i];
        value_set(arena, field, "id", value_string(arena, name_of(selection, i)));
        bool rank = column >= RANK_COLUMN;
        value_set(arena, field, "type",
                  value_string(arena, column == 0 ? "int"
                                      : rank      ? "float"
                                                  : type_of(selection, i)->known));
        if (column > 0 && !rank && selection->table->columns[column - 1].info != NULL)
            value_set(arena, field, "info", selection->table->columns[column - 1].info);
        value_append(arena, fields, field);
    }
    return fields;
}

bool select_delete(struct request *request, const struct table *table, const struct value *filters)
{
    struct selection selection = {.table = table};
    bool good = add_filters(request, &selection, filters);
    struct text sql = {0};
    struct rows rows;
    text_format(&sql, "DELETE FROM rows_%lld", table->number);
    text_add_slice(&sql, text_slice(&selection.where));
    if (good) {
        good = open_sql(request, &selection, &sql, &rows);
        rows_next(&rows);
        rows_close(&rows);
    } else {
        text_free(&sql);
    }
    select_close(&selection);
    return good;
}

/* A parameter that is a whole number; false with 409. */
static bool whole_number(struct request *request, const char *key, bool natural, long long *number)
{
    const struct value *value = value_get(request->parameters, key);
    int64_t read = *number;
    if (value_is_null(value))
        return true;
    if (!value_to_integer(value, &read))
        return fail_field(request, key, "Invalid integer");
    if (natural && read < 0)
        return fail_field(request, key, "Must be a natural number");
    *number = read;
    return true;
}

static struct value *page_link(struct request *request, long long offset)
{
    struct text link = {0};
    size_t path = strcspn(request->address, "?");
    text_add_bytes(&link, request->address, path);
    const char *rest = request->address[path] == '?' ? request->address + path + 1 : "";
    while (*rest != 0) {
        size_t length = strcspn(rest, "&");
        if (strncmp(rest, "offset=", 7) != 0 && length > 0) {
            text_add_char(&link, memchr(link.at, '?', link.length) == NULL ? '?' : '&');
            text_add_bytes(&link, rest, length);
        }
        rest += length + (rest[length] == '&' ? 1 : 0);
    }
    if (offset >= 0)
        text_format(&link, "%coffset=%lld", memchr(link.at, '?', link.length) == NULL ? '?' : '&', offset);
    struct value *value = value_slice(&request->arena, text_slice(&link));
    text_free(&link);
    return value;
}

static struct value *links(struct request *request, long long limit, long long offset)
{
    struct value *all = value_object(&request->arena);
    value_set(&request->arena, all, "start", page_link(request, -1));
    value_set(&request->arena, all, "next", page_link(request, offset + limit));
    if (offset - limit > 0)
        value_set(&request->arena, all, "prev", page_link(request, offset - limit));
    return all;
}

static struct value *records(struct request *request, const struct selection *selection, const char *format,
                             long long limit, long long offset)
{
    struct rows rows;
    struct value *list = value_list(&request->arena);
    struct text lines = {0};
    bool csv = strcmp(format, "csv") == 0;
    bool text = csv || strcmp(format, "tsv") == 0;
    bool lists = strcmp(format, "lists") == 0;
    bool good = select_open(request, selection, limit, offset, &rows);
    while (good && rows_next(&rows)) {
        if (text)
            select_line(request, selection, &rows, csv ? ',' : '\t', &lines);
        else
            value_append(&request->arena, list,
                         lists ? select_list(request, selection, &rows)
                               : select_object(request, selection, &rows));
    }
    rows_close(&rows);
    struct value *result = text ? value_slice(&request->arena, text_slice(&lines)) : list;
    text_free(&lines);
    return result;
}

static bool known_format(struct request *request, const char *format)
{
    static const char *const formats[] = {"objects", "lists", "csv", "tsv"};
    for (size_t i = 0; i < 4; i++)
        if (strcmp(formats[i], format) == 0)
            return true;
    return fail_field(request, "records_format", "Value must be one of ['objects', 'lists', 'csv', 'tsv']");
}

/* Parameters that searching does not know are refused (unlike datastore_create's). */
static bool check_known(struct request *request)
{
    static const char *const known[] = {"resource_id",
                                        "id",
                                        "q",
                                        "plain",
                                        "filters",
                                        "language",
                                        "limit",
                                        "offset",
                                        "fields",
                                        "sort",
                                        "distinct",
                                        "include_total",
                                        "records_format",
                                        "total_estimation_threshold"};
    for (size_t i = 0; i < request->parameters->count; i++) {
        bool found = false;
        for (size_t j = 0; j < sizeof known / sizeof *known; j++)
            found = found || slice_equals(request->parameters->members[i].key, known[j]);
        if (!found)
            return bad_value(request, "__extras", request->parameters->members[i].key.at);
    }
    return true;
}

static void parse_object(struct request *request, const char *key)
{
    const struct value *sent = value_get(request->parameters, key);
    struct value *read = NULL;
    if (value_is(sent, VALUE_STRING) && slice_starts(sent->text, "{"))
        read = value_read(&request->arena, sent->text, NULL);
    if (read != NULL)
        value_set(&request->arena, request->parameters, key, read);
}

static struct value *search_table(struct request *request, const struct table *table, long long limit,
                                  long long offset)
{
    static const char *const booleans[] = {"plain", "distinct"};
    struct arena *arena = &request->arena;
    const struct value *total = value_get(request->parameters, "include_total");
    bool count = value_is_null(total) || value_means_true(total);
    const char *format = value_get_text(request->parameters, "records_format");
    format = format == NULL ? "objects" : format;
    struct selection selection;
    struct value *result = NULL;
    if (select_read(request, table, request->parameters, &selection) && known_format(request, format)) {
        result = value_copy(arena, request->parameters);
        for (size_t i = 0; i < 2; i++)
            if (value_get(result, booleans[i]) != NULL)
                value_set(arena, result, booleans[i],
                          value_bool(arena, value_means_true(value_get(result, booleans[i]))));
        value_set(arena, result, "include_total", value_bool(arena, count));
        value_set(arena, result, "limit", value_integer(arena, limit));
        if (value_get(result, "offset") != NULL)
            value_set(arena, result, "offset", value_integer(arena, offset));
        value_set(arena, result, "records_format", value_string(arena, format));
        if (value_get(result, "total_estimation_threshold") == NULL)
            value_set(arena, result, "total_estimation_threshold", value_null(arena));
        value_set(arena, result, "records", records(request, &selection, format, limit, offset));
        value_set(arena, result, "fields", select_fields(request, &selection));
        value_set(arena, result, "_links", links(request, limit, offset));
    }
    if (result != NULL && count) {
        value_set(arena, result, "total", value_integer(arena, select_count(request, &selection)));
        value_set(arena, result, "total_was_estimated", value_bool(arena, false));
    }
    select_close(&selection);
    return failed(request) ? NULL : result;
}

struct value *datastore_search(struct request *request)
{
    long long limit = ROWS_DEFAULT;
    long long offset = 0;
    if (value_get(request->parameters, "resource_id") == NULL &&
        value_get(request->parameters, "id") != NULL) {
        value_set(&request->arena, request->parameters, "resource_id", value_get(request->parameters, "id"));
        value_remove(request->parameters, "id");
    }
    const char *id = request_need(request, "resource_id");
    if (id == NULL || !whole_number(request, "limit", true, &limit) ||
        !whole_number(request, "offset", false, &offset))
        return NULL;
    parse_object(request, "filters");
    parse_object(request, "q");
    const struct table table = datastore_readable(request, id);
    if (failed(request) || !check_known(request))
        return NULL;
    return search_table(request, &table, limit > ROWS_AT_MOST ? ROWS_AT_MOST : limit,
                        offset < 0 ? 0 : offset);
}
