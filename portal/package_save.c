#include <string.h>

#include "portal/package.h"
#include "portal/request.h"
#include "portal/store.h"
#include "portal/upload.h"
#include "portal/validate.h"
#include "portal/value.h"

/* Lucene's longest term: a real portal's search index refuses the dataset, and nothing is stored. */
#define TITLE_BYTES 32766

/* Columns of a dataset that its document holds. */
static const char *const FIELDS[] = {"author", "author_email", "license_id", "maintainer", "maintainer_email",
                                     "notes",  "title",        "url",        "version"};

/* Columns of a resource: what becomes of one that is left out of a change. */
struct column {
    const char *name;
    bool kept;
    bool text;
    const char *empty; /* NULL: null */
};

static const struct column COLUMNS[] = {
    {"cache_last_updated", true, false, NULL},
    {"cache_url", true, true, NULL},
    {"description", false, true, NULL},
    {"format", true, true, ""},
    {"hash", true, true, ""},
    {"last_modified", true, false, NULL},
    {"mimetype", false, true, NULL},
    {"mimetype_inner", false, true, NULL},
    {"name", true, true, NULL},
    {"resource_type", false, true, NULL},
    {"size", true, false, NULL},
    {"url", false, true, ""},
    {"url_type", true, true, NULL},
};
#define COLUMN_COUNT (sizeof COLUMNS / sizeof *COLUMNS)

/* Neither columns nor kept with the resource. */
static const char *const NOT_KEPT[] = {"id", "created", "extras", "revision_timestamp"};

static bool is_column(struct slice key)
{
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        if (slice_equals(key, COLUMNS[i].name))
            return true;
    for (size_t i = 0; i < sizeof NOT_KEPT / sizeof *NOT_KEPT; i++)
        if (slice_equals(key, NOT_KEPT[i]))
            return true;
    return false;
}

static struct value *column_value(struct request *request, const struct column *column, struct value *sent,
                                  const struct value *before)
{
    if (sent != NULL && column->text)
        return column_text(request, sent);
    if (sent != NULL)
        return sent;
    struct value *old = column->kept ? value_get(before, column->name) : NULL;
    return old != NULL ? old : value_string(&request->arena, column->empty);
}

/* A file's address is made anew each time it is shown; only its last part is kept. */
static void keep_file_name(struct request *request, struct value *document)
{
    const char *url = value_get_text(document, "url");
    const char *slash = url == NULL ? NULL : strrchr(url, '/');
    if (slash != NULL && value_equals(value_get(document, "url_type"), "upload"))
        value_set(&request->arena, document, "url", value_string(&request->arena, slash + 1));
}

static struct value *resource_document(struct request *request, const struct value *sent,
                                       const struct value *before)
{
    struct value *document = value_object(&request->arena);
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        struct value *value = column_value(request, &COLUMNS[i], value_get(sent, COLUMNS[i].name), before);
        if (value == NULL)
            return NULL;
        value_set(&request->arena, document, COLUMNS[i].name, value);
    }
    for (size_t i = 0; i < sent->count; i++)
        if (!is_column(sent->members[i].key))
            value_set_slice(&request->arena, document, sent->members[i].key, sent->members[i].value);
    keep_file_name(request, document);
    return document;
}

struct resource_row {
    struct value *document;
    const char *created;
    const char *modified;
    long long position;
};

static struct resource_row resource_before(struct request *request, const char *id)
{
    struct resource_row row = {0};
    struct rows rows;
    if (id != NULL &&
        rows_open(&rows, request->session,
                  "SELECT document, created, modified, position FROM resource WHERE id = ?", "s", id)) {
        if (rows_next(&rows)) {
            row.document = rows_value(&rows, &request->arena, 0);
            row.created = rows_text(&rows, &request->arena, 1);
            row.modified = rows_text(&rows, &request->arena, 2);
            row.position = rows_number(&rows, 3);
        }
        rows_close(&rows);
    }
    return row;
}

/* The file that came with the resource, or the wish to be rid of the one it has. */
static bool settle_file(struct request *request, const struct value *sent, const char *id)
{
    for (size_t i = 0; i < request->upload_count; i++)
        if (request->uploads[i].resource == sent)
            return upload_give(request, &request->uploads[i], id);
    for (size_t i = 0; i < request->cleared_count; i++)
        if (request->cleared[i] == sent)
            upload_clear(request, id);
    return true;
}

static bool save_resource(struct request *request, const char *package_id, size_t position,
                          struct value *sent)
{
    const char *id = value_get_text(sent, "id");
    const struct resource_row before = resource_before(request, id);
    struct value *document = resource_document(request, sent, before.document);
    if (document == NULL)
        return false;
    const char *now = make_now(&request->arena);
    if (id == NULL) {
        id = make_id(&request->arena);
        value_set(&request->arena, sent, "id", value_string(&request->arena, id));
    }
    const char *created = value_get_text(sent, "created");
    if (created == NULL)
        created = before.created != NULL ? before.created : now;
    bool same = before.document != NULL && before.position == (long long)position &&
                value_same(before.document, document);
    session_run(
        request->session,
        "INSERT INTO resource(id, package_id, position, state, created, modified, document)"
        " VALUES(?, ?, ?, 'active', ?, ?, ?) ON CONFLICT(id) DO UPDATE SET package_id = excluded.package_id,"
        " position = excluded.position, state = 'active', created = excluded.created,"
        " modified = excluded.modified, document = excluded.document",
        "ssissv", id, package_id, (long long)position, created, same ? before.modified : now, document);
    return settle_file(request, sent, id);
}

static const char *tag_id(struct request *request, const char *name, const char *vocabulary)
{
    const char *where = vocabulary == NULL ? "" : vocabulary;
    session_run(request->session, "INSERT OR IGNORE INTO tag(name, vocabulary_id, id) VALUES(?, ?, ?)", "sss",
                name, where, make_id(&request->arena));
    return session_text(request->session, &request->arena,
                        "SELECT id FROM tag WHERE name = ? AND vocabulary_id = ?", "ss", name, where);
}

/* CKAN keeps whole numbers and booleans of its own text columns as they were sent, where no validator turned
 * them into text. */
static struct value *field_value(struct request *request, struct value *value)
{
    bool plain = value->type == VALUE_TRUE || value->type == VALUE_FALSE ||
                 (value->type == VALUE_NUMBER && strpbrk(value->text.at, ".e") == NULL);
    return plain ? value : column_text(request, value);
}

static struct value *package_document(struct request *request, const struct value *checked)
{
    struct arena *arena = &request->arena;
    struct value *document = value_object(arena);
    struct value *fields = value_object(arena);
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++) {
        struct value *value = value_get(checked, FIELDS[i]);
        value = value == NULL ? value_null(arena) : field_value(request, value);
        if (value == NULL)
            return NULL;
        value_set(arena, fields, FIELDS[i], value);
    }
    struct value *tags = value_get(checked, "tags");
    for (size_t i = 0; i < tags->count; i++)
        value_set(arena, tags->items[i], "id",
                  value_string(arena, tag_id(request, value_get_text(tags->items[i], "name"),
                                             value_get_text(tags->items[i], "vocabulary_id"))));
    value_set(arena, document, "fields", fields);
    value_set(arena, document, "custom", value_get(checked, "custom"));
    value_set(arena, document, "extras", value_get(checked, "extras"));
    value_set(arena, document, "tags", tags);
    return document;
}

static const char *text_or(struct request *request, const struct value *checked, const char *key,
                           const char *otherwise)
{
    const struct value *value = value_get(checked, key);
    return value_is_null(value) ? otherwise : value_as_text(&request->arena, value).at;
}

static bool may_be_stored(struct request *request, const struct value *checked)
{
    if (request->surrogate || value_holds_nul(checked))
        return fail_crash(request);
    const struct value *title = value_get(checked, "title");
    if (value_is(title, VALUE_STRING) && title->text.length > TITLE_BYTES)
        return fail_message(
            request, 500, "Search Index Error",
            "Unable to add package to search index: the title is longer than the index takes");
    return true;
}

static void save_groups(struct request *request, const char *id, const struct value *groups)
{
    session_run(request->session, "DELETE FROM package_team WHERE package_id = ?", "s", id);
    for (size_t i = 0; i < groups->count; i++)
        session_run(request->session, "INSERT OR IGNORE INTO package_team(package_id, team_id) VALUES(?, ?)",
                    "ss", id, value_text(groups->items[i]));
}

static bool save_resources(struct request *request, const char *id, const struct value *resources)
{
    session_run(request->session, "UPDATE resource SET state = 'deleted' WHERE package_id = ?", "s", id);
    for (size_t i = 0; i < resources->count; i++)
        if (!save_resource(request, id, i, resources->items[i]))
            return false;
    return true;
}

static void insert_row(struct request *request, const char *id, const struct value *checked)
{
    const char *name = text_or(request, checked, "name", "");
    session_run(request->session, "UPDATE package SET name = id WHERE name = ? AND state = 'deleted'", "s",
                name);
    const char *state = text_or(request, checked, "state", "");
    const char *now = make_now(&request->arena);
    session_run(
        request->session,
        "INSERT INTO package(id, name, owner_org, state, private, title, type, creator, created, modified,"
        " document) VALUES(?, ?, NULL, ?, 0, NULL, ?, ?, ?, ?, '{}')",
        "sssssss", id, name, *state == 0 ? "active" : state, text_or(request, checked, "type", "dataset"),
        request->user.id, now, now);
}

const char *package_save(struct request *request, const struct package *before, struct value *checked)
{
    if (!may_be_stored(request, checked))
        return NULL;
    struct value *document = package_document(request, checked);
    if (document == NULL)
        return NULL;
    const char *id = before->id;
    if (id == NULL) {
        id = text_or(request, checked, "id", make_id(&request->arena));
        insert_row(request, id, checked);
    }
    const struct value *private = value_get(checked, "private");
    bool hidden = private == NULL ? before->is_private : value_is_true(private);
    session_run(
        request->session,
        "UPDATE package SET name = coalesce(?, name), owner_org = coalesce(?, owner_org),"
        " state = coalesce(?, state), private = ?, title = ?, modified = ?, document = ? WHERE id = ?",
        "sssissvs", text_or(request, checked, "name", NULL), text_or(request, checked, "owner_org", NULL),
        before->id == NULL ? NULL : text_or(request, checked, "state", NULL), (long long)hidden,
        text_or(request, checked, "title", NULL), make_now(&request->arena), document, id);
    save_groups(request, id, value_get(checked, "groups"));
    if (!save_resources(request, id, value_get(checked, "resources")))
        return NULL;
    if (session_state(request->session) != SESSION_GOOD)
        return fail_crash(request) ? id : NULL;
    return id;
}
