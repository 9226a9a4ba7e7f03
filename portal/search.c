#include "portal/search.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "portal/package.h"
#include "portal/people.h"
#include "portal/request.h"
#include "portal/site.h"
#include "portal/store.h"
#include "portal/value.h"

#define ROWS_DEFAULT 10
#define ROWS_AT_MOST 1000

/* One part of a query: [+-][field:]word. */
struct term {
    bool forbidden;
    const char *field;   /* NULL: anywhere */
    struct value *words; /* one of which must match */
};

struct terms {
    struct term *at;
    size_t count;
    size_t room;
};

/* The values of a dataset under the name that the index has for them. */
static struct value *indexed(struct request *request, const struct value *dataset, const char *field)
{
    static const char *const lists[][3] = {{"tags", "tags", "name"},
                                           {"groups", "groups", "name"},
                                           {"res_format", "resources", "format"},
                                           {"res_name", "resources", "name"},
                                           {"res_url", "resources", "url"}};
    struct arena *arena = &request->arena;
    struct value *values = value_list(arena);
    if (strcmp(field, "organization") == 0) {
        struct value *name = value_get(value_get(dataset, "organization"), "name");
        if (name != NULL)
            value_append(arena, values, name);
        return values;
    }
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const struct value *list = value_get(dataset, lists[i][1]);
        for (size_t j = 0; strcmp(lists[i][0], field) == 0 && list != NULL && j < list->count; j++)
            if (value_truthy(value_get(list->items[j], lists[i][2])))
                value_append(arena, values, value_get(list->items[j], lists[i][2]));
    }
    struct value *own = value_get(dataset, field);
    if (values->count > 0 || own == NULL || own->type == VALUE_NULL)
        return values;
    if (own->type == VALUE_LIST)
        return own;
    value_append(arena, values, value_slice(arena, value_as_text(arena, own)));
    return values;
}

static bool same_letters(struct slice a, struct slice b)
{
    return a.length == b.length && strncasecmp(a.at, b.at, a.length) == 0;
}

/* A word as a whole, or with "*" behind it its beginning. */
static bool word_matches(struct slice text, struct slice word)
{
    bool open = word.length > 0 && word.at[word.length - 1] == '*';
    size_t length = word.length - (open ? 1 : 0);
    if (open && text.length > length)
        text.length = length;
    return same_letters(text, (struct slice){word.at, length});
}

static bool text_has(struct slice text, struct slice word)
{
    size_t from = 0;
    if (word_matches(text, word))
        return true;
    if (word.length > 0 && memchr(word.at, ' ', word.length) != NULL)
        return text.length >= word.length && strcasestr(text.at, word.at) != NULL;
    for (size_t i = 0; i <= text.length; i++) {
        if (i < text.length && !isspace((unsigned char)text.at[i]))
            continue;
        if (i > from && word_matches((struct slice){text.at + from, i - from}, word))
            return true;
        from = i + 1;
    }
    return false;
}

static bool anywhere_has(const struct value *value, struct slice word)
{
    if (value->type == VALUE_STRING)
        return text_has(value->text, word);
    for (size_t i = 0; i < value->count && (value->type == VALUE_LIST || value->type == VALUE_OBJECT); i++)
        if (anywhere_has(value->type == VALUE_LIST ? value->items[i] : value->members[i].value, word))
            return true;
    return false;
}

static bool word_found(struct request *request, const struct value *dataset, const struct term *term,
                       struct slice word)
{
    if (slice_equals(word, "*") && (term->field == NULL || strcmp(term->field, "*") == 0))
        return true;
    if (term->field == NULL)
        return anywhere_has(dataset, word);
    const struct value *values = indexed(request, dataset, term->field);
    bool texts = strcmp(term->field, "title") == 0 || strcmp(term->field, "notes") == 0 ||
                 strcmp(term->field, "text") == 0;
    if (slice_equals(word, "*") || (slice_starts(word, "[") && strstr(word.at, "TO") != NULL))
        return values->count > 0;
    for (size_t i = 0; i < values->count; i++) {
        if (values->items[i]->type != VALUE_STRING)
            continue;
        if (texts ? text_has(values->items[i]->text, word) : word_matches(values->items[i]->text, word))
            return true;
    }
    return false;
}

static bool dataset_matches(struct request *request, const struct value *dataset, const struct terms *terms)
{
    for (size_t i = 0; i < terms->count; i++) {
        bool found = false;
        for (size_t j = 0; j < terms->at[i].words->count && !found; j++)
            found = word_found(request, dataset, &terms->at[i], terms->at[i].words->items[j]->text);
        if (found == terms->at[i].forbidden)
            return false;
    }
    return true;
}

static bool bad_query(struct request *request, const char *query)
{
    return fail_message(request, 409, "Search Error",
                        arena_format(&request->arena, "Search error: cannot parse '%s'", query));
}

static size_t blank_length(const char *at)
{
    return strspn(at, " \t\n");
}

/* One word, phrase or range; NULL at a fault. */
static const char *read_word(struct request *request, const char *at, struct value *words)
{
    char closing = *at == '"' ? '"' : *at == '[' ? ']' : *at == '{' ? '}' : 0;
    size_t length = strcspn(at, " \t\n)");
    if (closing != 0) {
        const char *end = strchr(at + 1, closing);
        if (end == NULL)
            return NULL;
        length = (size_t)(end - at) + 1;
    }
    bool phrase = *at == '"';
    struct text word = {0};
    for (size_t i = phrase ? 1 : 0; i < length - (phrase ? 1 : 0); i++)
        if (at[i] != '\\' || i + 1 >= length)
            text_add_char(&word, at[i]);
        else
            text_add_char(&word, at[++i]);
    if (word.length > 0)
        value_append(&request->arena, words, value_slice(&request->arena, text_slice(&word)));
    text_free(&word);
    return length == 0 ? NULL : at + length;
}

/* "(a OR b)" or one word. */
static const char *read_words(struct request *request, const char *at, struct value *words)
{
    if (*at != '(')
        return read_word(request, at, words);
    at++;
    while (true) {
        at += blank_length(at);
        if (*at == ')')
            return at + 1;
        if (*at == 0)
            return NULL;
        if (strncmp(at, "OR ", 3) == 0 || strncmp(at, "AND ", 4) == 0) {
            at += *at == 'O' ? 3 : 4;
            continue;
        }
        at = read_word(request, at, words);
        if (at == NULL)
            return NULL;
    }
}

static bool read_query(struct request *request, const char *query, struct terms *terms)
{
    const char *at = query + blank_length(query);
    while (*at != 0) {
        struct term term = {.words = value_list(&request->arena)};
        if (strncmp(at, "AND ", 4) == 0 || strncmp(at, "OR ", 3) == 0) {
            at += *at == 'O' ? 3 : 4;
            at += blank_length(at);
        }
        if (strncmp(at, "NOT ", 4) == 0) {
            term.forbidden = true;
            at += 4;
        }
        if (*at == '-' || *at == '+')
            term.forbidden = *at++ == '-' || term.forbidden;
        size_t name = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.*");
        if (at[name] == ':' && name > 0) {
            term.field = arena_copy(&request->arena, at, name);
            at += name + 1;
        }
        at = *at == 0 ? NULL : read_words(request, at, term.words);
        if (at == NULL || term.words->count == 0)
            return bad_query(request, query);
        terms->at = arena_grow(&request->arena, terms->at, terms->count, &terms->room, sizeof *terms->at);
        terms->at[terms->count++] = term;
        at += blank_length(at);
    }
    return true;
}

/* fq may be a text or a list of them. */
static bool read_filters(struct request *request, struct terms *terms)
{
    static const char *const keys[] = {"fq", "fq_list"};
    for (size_t i = 0; i < 2; i++) {
        const struct value *sent = value_get(request->parameters, keys[i]);
        if (value_is(sent, VALUE_STRING) && !read_query(request, sent->text.at, terms))
            return false;
        for (size_t j = 0; value_is(sent, VALUE_LIST) && j < sent->count; j++)
            if (value_is(sent->items[j], VALUE_STRING) &&
                !read_query(request, sent->items[j]->text.at, terms))
                return false;
    }
    return true;
}

static bool is_searched(struct request *request, const struct package *package)
{
    bool drafts = value_means_true(value_get(request->parameters, "include_drafts"));
    bool deleted = value_means_true(value_get(request->parameters, "include_deleted"));
    bool private = value_means_true(value_get(request->parameters, "include_private"));
    if (package->is_private && !(private && people_may_read(request, package->owner_org)))
        return false;
    if (strcmp(package->state, "active") == 0)
        return true;
    bool wanted = (drafts && strcmp(package->state, "draft") == 0) ||
                  (deleted && strcmp(package->state, "deleted") == 0);
    return wanted && people_may_write(request, package->owner_org);
}

/* A column to sort by; what else may be asked for leaves the default. */
static const char *order_of(struct request *request)
{
    static const char *const orders[][2] = {
        {"metadata_modified desc", "modified DESC"},
        {"metadata_modified asc", "modified"},
        {"metadata_created desc", "created DESC"},
        {"metadata_created asc", "created"},
        {"name asc", "name"},
        {"name desc", "name DESC"},
        {"title_string asc", "title"},
        {"title_string desc", "title DESC"},
        {"title asc", "title"},
        {"title desc", "title DESC"},
        {"id asc", "id"},
        {"id desc", "id DESC"},
    };
    const char *sort = value_get_text(request->parameters, "sort");
    for (size_t i = 0; sort != NULL && i < sizeof orders / sizeof *orders; i++)
        if (strncmp(sort, orders[i][0], strlen(orders[i][0])) == 0)
            return orders[i][1];
    return "modified DESC";
}

/* The name or id that every match must have, "name:x" or "id:x" with one plain word; NULL: there is none. */
static const char *only_name(const struct terms *terms)
{
    for (size_t i = 0; i < terms->count; i++) {
        const struct term *term = &terms->at[i];
        bool named =
            term->field != NULL && (strcmp(term->field, "name") == 0 || strcmp(term->field, "id") == 0);
        if (named && !term->forbidden && term->words->count == 1 &&
            strpbrk(term->words->items[0]->text.at, "*[") == NULL)
            return term->words->items[0]->text.at;
    }
    return NULL;
}

/* Rows that cannot match are left out before their documents are read: by state, privacy and name. */
static struct value *matching(struct request *request, const struct terms *terms)
{
    struct value *found = value_list(&request->arena);
    const struct value *asked = request->parameters;
    bool others = value_means_true(value_get(asked, "include_drafts")) ||
                  value_means_true(value_get(asked, "include_deleted"));
    bool private = value_means_true(value_get(asked, "include_private"));
    struct rows rows;
    const char *sql =
        arena_format(&request->arena,
                     "SELECT id FROM package WHERE (?1 OR state = 'active') AND (?2 OR private = 0)"
                     " AND (?3 IS NULL OR name = ?3 COLLATE NOCASE OR id = ?3 COLLATE NOCASE) ORDER BY %s",
                     order_of(request));
    rows_open(&rows, request->session, sql, "iis", (long long)others, (long long)private, only_name(terms));
    while (rows_next(&rows)) {
        const struct package package = package_find(request, rows_text(&rows, &request->arena, 0));
        if (package.id == NULL || !is_searched(request, &package))
            continue;
        struct value *dataset = package_dictize(request, &package);
        if (dataset_matches(request, dataset, terms))
            value_append(&request->arena, found, dataset);
    }
    rows_close(&rows);
    return found;
}

static struct value *facet_counts(struct request *request, const struct value *found, const char *field)
{
    struct value *counts = value_object(&request->arena);
    for (size_t i = 0; i < found->count; i++) {
        const struct value *values = indexed(request, found->items[i], field);
        for (size_t j = 0; j < values->count; j++) {
            if (values->items[j]->type != VALUE_STRING || values->items[j]->text.length == 0)
                continue;
            bool again = false;
            for (size_t k = 0; k < j; k++)
                again = again || value_same(values->items[k], values->items[j]);
            int64_t count = 0;
            value_to_integer(value_get_slice(counts, values->items[j]->text), &count);
            if (!again)
                value_set_slice(&request->arena, counts, values->items[j]->text,
                                value_integer(&request->arena, count + 1));
        }
    }
    return counts;
}

static const char *facet_title(struct request *request, const char *field, const char *name)
{
    bool team = strcmp(field, "organization") == 0 || strcmp(field, "groups") == 0;
    const char *title = NULL;
    if (team)
        title = session_text(request->session, &request->arena,
                             "SELECT nullif(title, '') FROM team WHERE name = ?", "s", name);
    if (strcmp(field, "license_id") == 0) {
        const struct license *license = license_find(name);
        title = license == NULL ? NULL : license->title;
    }
    return title == NULL ? name : title;
}

/* By their names for people, from the last to the first, as CKAN has them. */
static void reverse_items(struct value *items)
{
    value_sort(items, "display_name");
    for (size_t i = 0; i + 1 < items->count - i; i++) {
        struct value *item = items->items[i];
        items->items[i] = items->items[items->count - 1 - i];
        items->items[items->count - 1 - i] = item;
    }
}

static void add_facet(struct request *request, struct value *result, const struct value *found,
                      const char *field)
{
    struct arena *arena = &request->arena;
    struct value *counts = facet_counts(request, found, field);
    struct value *items = value_list(arena);
    for (size_t i = 0; i < counts->count; i++) {
        struct value *item = value_object(arena);
        const char *name = counts->members[i].key.at;
        value_set(arena, item, "name", value_string(arena, name));
        value_set(arena, item, "display_name", value_string(arena, facet_title(request, field, name)));
        value_set(arena, item, "count", counts->members[i].value);
        value_append(arena, items, item);
    }
    reverse_items(items);
    struct value *search_facet = value_object(arena);
    value_set(arena, search_facet, "title", value_string(arena, field));
    value_set(arena, search_facet, "items", items);
    value_set(arena, value_get(result, "facets"), field, counts);
    value_set(arena, value_get(result, "search_facets"), field, search_facet);
}

static void add_facets(struct request *request, struct value *result, const struct value *found)
{
    struct value *fields = value_get(request->parameters, "facet.field");
    value_set(&request->arena, result, "facets", value_object(&request->arena));
    value_set(&request->arena, result, "search_facets", value_object(&request->arena));
    if (value_is(fields, VALUE_STRING))
        fields = value_read(&request->arena, fields->text, NULL);
    for (size_t i = 0; value_is(fields, VALUE_LIST) && i < fields->count; i++)
        if (value_is(fields->items[i], VALUE_STRING))
            add_facet(request, result, found, fields->items[i]->text.at);
}

static bool natural(struct request *request, const char *key, int64_t *number)
{
    const struct value *sent = value_get(request->parameters, key);
    if (value_is_null(sent))
        return true;
    if (!value_to_integer(sent, number))
        return fail_field(request, key, "Invalid integer");
    return *number >= 0 || fail_field(request, key, "Must be a natural number");
}

struct value *package_search(struct request *request)
{
    struct arena *arena = &request->arena;
    int64_t rows = ROWS_DEFAULT;
    int64_t start = 0;
    struct terms terms = {0};
    const char *query = value_get_text(request->parameters, "q");
    if (!natural(request, "rows", &rows) || !natural(request, "start", &start))
        return NULL;
    if ((query != NULL && !read_query(request, query, &terms)) || !read_filters(request, &terms))
        return NULL;
    const struct value *found = matching(request, &terms);
    rows = rows > ROWS_AT_MOST ? ROWS_AT_MOST : rows;
    struct value *results = value_list(arena);
    for (int64_t i = start; i < start + rows && i < (int64_t)found->count; i++)
        value_append(arena, results, found->items[i]);
    struct value *result = value_object(arena);
    const char *sort = value_get_text(request->parameters, "sort");
    value_set(arena, result, "count", value_integer(arena, (int64_t)found->count));
    value_set(arena, result, "results", results);
    value_set(arena, result, "sort",
              value_string(arena, sort == NULL ? "score desc, metadata_modified desc" : sort));
    add_facets(request, result, found);
    return result;
}

struct value *package_autocomplete(struct request *request)
{
    struct arena *arena = &request->arena;
    const char *query = request_need(request, "q");
    int64_t limit = 10;
    if (query == NULL || !natural(request, "limit", &limit))
        return NULL;
    struct value *list = value_list(arena);
    struct rows rows;
    rows_open(&rows, request->session,
              "SELECT name, title FROM package WHERE state = 'active' AND private = 0"
              " AND (instr(name, ?1) > 0 OR instr(title, ?1) > 0) ORDER BY name LIMIT ?2",
              "si", query, (long long)limit);
    while (rows_next(&rows)) {
        struct value *item = value_object(arena);
        const char *name = rows_text(&rows, arena, 0);
        const char *title = rows_text(&rows, arena, 1);
        bool by_name = strstr(name, query) != NULL;
        value_set(arena, item, "name", value_string(arena, name));
        value_set(arena, item, "title", value_string(arena, title));
        value_set(arena, item, "match_field", value_string(arena, by_name ? "name" : "title"));
        value_set(arena, item, "match_displayed", value_string(arena, by_name ? name : title));
        value_append(arena, list, item);
    }
    rows_close(&rows);
    return list;
}

/* Tags that a dataset anybody may see has. */
#define USED_TAGS                                                                                            \
    "SELECT DISTINCT json_extract(value, '$.name') AS name, json_extract(value, '$.id') AS id FROM package," \
    " json_each(package.document, '$.tags') WHERE state = 'active' AND private = 0"

static struct value *tag_brief(struct request *request, const char *name, const char *id)
{
    struct value *tag = value_object(&request->arena);
    value_set(&request->arena, tag, "id", value_string(&request->arena, id));
    value_set(&request->arena, tag, "name", value_string(&request->arena, name));
    value_set(&request->arena, tag, "display_name", value_string(&request->arena, name));
    value_set(&request->arena, tag, "vocabulary_id", value_null(&request->arena));
    return tag;
}

struct value *tag_list(struct request *request)
{
    struct arena *arena = &request->arena;
    bool whole = value_means_true(value_get(request->parameters, "all_fields"));
    const char *query = value_get_text(request->parameters, "query");
    struct value *list = value_list(arena);
    struct rows rows;
    rows_open(&rows, request->session,
              "SELECT name, id FROM (" USED_TAGS ") WHERE instr(name, ?) > 0 ORDER BY name", "s",
              query == NULL ? "" : query);
    while (rows_next(&rows)) {
        const char *name = rows_text(&rows, arena, 0);
        value_append(arena, list,
                     whole ? tag_brief(request, name, rows_text(&rows, arena, 1))
                           : value_string(arena, name));
    }
    rows_close(&rows);
    return list;
}

struct value *tag_show(struct request *request)
{
    const char *asked = request_need(request, "id");
    if (asked == NULL)
        return NULL;
    struct rows rows;
    struct value *tag = NULL;
    if (rows_open(&rows, request->session,
                  "SELECT name, id FROM tag WHERE (id = ?1 OR name = ?1) AND vocabulary_id = ''", "s",
                  asked) &&
        rows_next(&rows))
        tag = tag_brief(request, rows_text(&rows, &request->arena, 0), rows_text(&rows, &request->arena, 1));
    rows_close(&rows);
    if (tag == NULL)
        fail_not_found(request, "Not found");
    return tag;
}

/* "field:part", one or a list of them, in any resource anybody may see. */
static bool resource_matches(struct request *request, const struct value *resource, const struct value *query)
{
    const char *text = value_text(query);
    const char *colon = text == NULL ? NULL : strchr(text, ':');
    if (colon == NULL)
        return fail_field(request, "query", "Must be <field>:<value> pair(s)");
    const char *field = arena_copy(&request->arena, text, (size_t)(colon - text));
    const struct value *have = value_get(resource, field);
    return value_is(have, VALUE_STRING) && strcasestr(have->text.at, colon + 1) != NULL;
}

struct value *resource_search(struct request *request)
{
    struct arena *arena = &request->arena;
    const struct value *query = value_get(request->parameters, "query");
    if (query == NULL) {
        fail_field(request, "query", "Missing value");
        return NULL;
    }
    struct value *results = value_list(arena);
    struct rows rows;
    rows_open(&rows, request->session,
              "SELECT id FROM package WHERE state = 'active' AND private = 0 ORDER BY name", "");
    while (rows_next(&rows)) {
        const struct package package = package_find(request, rows_text(&rows, arena, 0));
        const struct value *resources = value_get(package_dictize(request, &package), "resources");
        for (size_t i = 0; i < resources->count; i++) {
            bool matches = true;
            bool many = query->type == VALUE_LIST;
            for (size_t j = 0; j < (many ? query->count : 1); j++)
                matches =
                    matches && resource_matches(request, resources->items[i], many ? query->items[j] : query);
            if (matches)
                value_append(arena, results, resources->items[i]);
        }
    }
    rows_close(&rows);
    if (failed(request))
        return NULL;
    struct value *result = value_object(arena);
    value_set(arena, result, "count", value_integer(arena, (int64_t)results->count));
    value_set(arena, result, "results", results);
    return result;
}
