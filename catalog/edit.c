#include "catalog/edit.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json.h"
#include "base/json_edit.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/workspace.h"
#include "metadata/pointer.h"
#include "metadata/profile.h"

#define METADATA "metadata.json"

struct edit {
    const struct workspace *workspace;
    const struct edit_request *request;
    struct arena *arena;
    struct problem *problem;
    char *path;        /* of the file */
    const char *judge; /* name of the profile that judges it */
    const char *parts; /* the list whose elements have keys of their own: "resources", "fields" */
    struct json_document document;
    const struct json *holder; /* the object or list that holds the value */
    struct slice token;        /* its key, decoded, or index, in there */
    size_t place;              /* its number in there; the count of members when it is absent */
    size_t depth;              /* steps from the root to it */
    bool in_part;              /* it is a key of an element of `parts` */
};

/* ---- the file ---- */

/* A dataset's name means its metadata.json. */
static bool find_file(struct edit *edit, struct edit_result *result)
{
    const char *target = edit->request->target;
    bool dataset = workspace_has(edit->workspace, target);
    result->file = dataset ? file_join(edit->arena, target, METADATA) : arena_string(edit->arena, target);
    struct slice file = slice_of(result->file);
    edit->judge = edit->workspace->profile;
    edit->parts = "resources";
    if (slice_ends(file, ".dictionary.json")) {
        edit->judge = "dictionary";
        edit->parts = "fields";
    } else if (slice_equals(file, "catalog.json")) {
        edit->judge = "catalog";
    } else if (!slice_ends(file, "/" METADATA)) {
        return problem_set(
            edit->problem, PROBLEM_USAGE,
            _("\"%s\" is neither a dataset nor a file that `banchi set` changes: catalog.json, "
              "a metadata.json, a *.dictionary.json"),
            target);
    }
    if (file_find_beneath(edit->arena, edit->workspace->folder, file, &edit->path) != FILE_BENEATH)
        return problem_set(edit->problem, PROBLEM_USAGE, _("there is no file %s in the workspace"),
                           result->file);
    return true;
}

static bool read_file(struct edit *edit, const char *file)
{
    const struct json_fault *faults;
    if (!file_read(edit->arena, edit->path, LIMIT_JSON_BYTES, &edit->document.text, edit->problem))
        return false;
    if (!json_read(edit->arena, edit->document.text, &edit->document.root, &faults))
        return problem_set(
            edit->problem, PROBLEM_USAGE,
            _("%s is not JSON, so no value can be changed in it; `banchi validate` tells where it "
              "goes wrong"),
            file);
    return true;
}

/* ---- the way to the value ---- */

static bool index_of(struct slice token, size_t *index)
{
    *index = 0;
    for (size_t i = 0; i < token.length; i++) {
        if (token.at[i] < '0' || token.at[i] > '9' || token.length > 6)
            return false;
        *index = *index * 10 + (size_t)(token.at[i] - '0');
    }
    return token.length > 0;
}

/* ~0 and ~1 undone. */
static struct slice decoded(struct arena *arena, struct slice token)
{
    char *at = arena_copy(arena, token.at, token.length);
    size_t length = 0;
    for (size_t i = 0; i < token.length; i++) {
        bool escape =
            token.at[i] == '~' && i + 1 < token.length && (token.at[i + 1] == '0' || token.at[i + 1] == '1');
        at[length++] = !escape ? token.at[i] : token.at[i + 1] == '0' ? '~' : '/';
        i += escape ? 1 : 0;
    }
    return (struct slice){at, length};
}

static bool find_place(struct edit *edit)
{
    if (json_is(edit->holder, JSON_OBJECT)) {
        edit->token = decoded(edit->arena, edit->token);
        edit->place = json_edit_place(edit->holder, edit->token);
        return edit->token.length > 0;
    }
    return json_is(edit->holder, JSON_ARRAY) && index_of(edit->token, &edit->place) &&
           edit->place <= edit->holder->count;
}

static bool walk(struct edit *edit)
{
    const char *path = edit->request->path;
    struct slice left = slice_of(arena_format(edit->arena, "%s%s", *path == '/' ? "" : "/", path));
    struct slice first = {0};
    edit->holder = &edit->document.root;
    while (pointer_token(&left, &edit->token)) {
        if (edit->depth == 0)
            first = edit->token;
        edit->depth++;
        if (left.length == 0)
            break;
        edit->holder = pointer_step(edit->arena, edit->holder, edit->token);
        if (edit->holder == NULL)
            break;
    }
    edit->in_part = edit->depth == 3 && slice_equals(first, edit->parts);
    if (edit->holder == NULL || !find_place(edit))
        return problem_set(edit->problem, PROBLEM_USAGE, _("there is no place \"%s\" in the file"), path);
    return true;
}

static const struct json *value_there(const struct edit *edit)
{
    if (edit->place >= edit->holder->count)
        return NULL;
    return json_is(edit->holder, JSON_OBJECT) ? &edit->holder->members[edit->place].value
                                              : &edit->holder->items[edit->place];
}

static struct slice text_between(const struct edit *edit, size_t from, size_t to)
{
    return (struct slice){edit->document.text.at + from, to - from};
}

/* ---- the value ---- */

static enum profile_type type_wanted(const struct edit *edit, const struct profile *profile)
{
    size_t count;
    const struct profile_item *items = profile_items(profile, edit->in_part, &count);
    for (size_t i = 0; i < count && (edit->depth == 1 || edit->in_part); i++)
        if (slice_equals(edit->token, items[i].key) && items[i].type != PROFILE_ANY)
            return items[i].type;
    const struct json *there = value_there(edit);
    if (there == NULL)
        return PROFILE_TEXT;
    static const enum profile_type types[] = {
        [JSON_NULL] = PROFILE_TEXT,     [JSON_FALSE] = PROFILE_BOOLEAN, [JSON_TRUE] = PROFILE_BOOLEAN,
        [JSON_NUMBER] = PROFILE_NUMBER, [JSON_STRING] = PROFILE_TEXT,   [JSON_ARRAY] = PROFILE_LIST,
        [JSON_OBJECT] = PROFILE_ANY,
    };
    return types[there->type];
}

static bool is_json_number(struct arena *arena, const char *text)
{
    struct json value;
    const struct json_fault *faults;
    return json_read(arena, slice_of(text), &value, &faults) && faults == NULL &&
           json_is(&value, JSON_NUMBER);
}

static bool write_scalar(struct edit *edit, enum profile_type type, const char *value,
                         struct json_writer *writer)
{
    switch (type) {
    case PROFILE_BOOLEAN:
        if (strcmp(value, "true") != 0 && strcmp(value, "false") != 0)
            return problem_set(edit->problem, PROBLEM_USAGE, _("\"%s\" takes true or false, not \"%s\""),
                               edit->request->path, value);
        json_write_bool(writer, *value == 't');
        return true;
    case PROFILE_NUMBER:
        if (!is_json_number(edit->arena, value))
            return problem_set(edit->problem, PROBLEM_USAGE, _("\"%s\" takes a number, not \"%s\""),
                               edit->request->path, value);
        json_write_raw(writer, slice_of(value));
        return true;
    case PROFILE_ANY:
        return problem_set(edit->problem, PROBLEM_USAGE,
                           _("\"%s\" is no single value; change what is in it, as in \"%s/KEY\""),
                           edit->request->path, edit->request->path);
    default:
        json_write_string(writer, value);
        return true;
    }
}

static bool write_value(struct edit *edit, const struct profile *profile, struct text *out)
{
    const struct edit_request *request = edit->request;
    struct json_writer writer = {.out = out};
    enum profile_type type = type_wanted(edit, profile);
    if (type != PROFILE_LIST && request->count != 1)
        return problem_set(edit->problem, PROBLEM_USAGE, _("\"%s\" takes one value"), request->path);
    if (type != PROFILE_LIST)
        return write_scalar(edit, type, request->values[0], &writer);
    text_add(out, "[");
    for (size_t i = 0; i < request->count; i++) {
        struct json_writer element = {.out = out};
        text_add(out, i > 0 ? ", " : "");
        json_write_string(&element, request->values[i]);
    }
    text_add(out, "]");
    return true;
}

/* ---- its place ---- */

/* The member behind which the form has the key: the last one of those before it that are there. */
static size_t place_before(const struct edit *edit, const struct profile *profile)
{
    size_t count, last = edit->holder->count > 0 ? edit->holder->count - 1 : 0;
    const struct profile_item *items = profile_items(profile, edit->in_part, &count);
    if (edit->holder->count == 0 || !json_is(edit->holder, JSON_OBJECT) ||
        (edit->depth != 1 && !edit->in_part))
        return last;
    size_t own = 0;
    while (own < count && !slice_equals(edit->token, items[own].key))
        own++;
    size_t before = edit->holder->count;
    for (size_t i = 0; own < count && i < own; i++) {
        size_t place = json_edit_place(edit->holder, slice_of(items[i].key));
        if (place < edit->holder->count && (before == edit->holder->count || place > before))
            before = place;
    }
    return before < edit->holder->count ? before : last;
}

/* ---- the three changes ---- */

static bool absence_tell(const struct edit *edit)
{
    return problem_set(edit->problem, PROBLEM_USAGE, _("there is no \"%s\" in the file"),
                       edit->request->path);
}

static bool set_value(struct edit *edit, const struct json *there, struct edit_result *result,
                      struct text *out)
{
    struct text value = {0};
    const struct profile *profile = profile_open(edit->arena, edit->judge, edit->problem);
    bool done = profile != NULL && write_value(edit, profile, &value);
    if (done) {
        result->after = (struct slice){arena_copy(edit->arena, value.at, value.length), value.length};
        if (there != NULL)
            json_edit_splice(edit->document.text, there->offset, there->end, result->after, out);
        else
            json_edit_insert(edit->document.text, edit->holder, place_before(edit, profile), edit->token,
                             result->after, out);
    }
    text_free(&value);
    return done;
}

static bool rename_key(struct edit *edit, const struct json *there, struct edit_result *result,
                       struct text *out)
{
    struct text key = {0};
    struct json_writer writer = {.out = &key};
    if (there == NULL)
        return absence_tell(edit);
    if (!json_is(edit->holder, JSON_OBJECT))
        return problem_set(edit->problem, PROBLEM_USAGE, _("\"%s\" is no key"), edit->request->path);
    if (json_edit_place(edit->holder, slice_of(edit->request->values[0])) < edit->holder->count)
        return problem_set(edit->problem, PROBLEM_USAGE, _("there is a \"%s\" already"),
                           edit->request->values[0]);
    const struct json *old = &edit->holder->members[edit->place].key;
    json_write_string(&writer, edit->request->values[0]);
    result->before = text_between(edit, old->offset, old->end);
    result->after = (struct slice){arena_copy(edit->arena, key.at, key.length), key.length};
    text_free(&key);
    json_edit_splice(edit->document.text, old->offset, old->end, result->after, out);
    return true;
}

static bool change(struct edit *edit, struct edit_result *result, struct text *out)
{
    const struct json *there = value_there(edit);
    if (there != NULL)
        result->before = text_between(edit, there->offset, there->end);
    switch (edit->request->kind) {
    case EDIT_SET:
        return set_value(edit, there, result, out);
    case EDIT_RENAME:
        return rename_key(edit, there, result, out);
    case EDIT_REMOVE:
        if (there == NULL)
            return absence_tell(edit);
        json_edit_take_out(edit->document.text, edit->holder, edit->place, out);
        return true;
    }
    return false;
}

/* What goes out can be read again: anything else is a bug of this file. */
static bool write_file(struct edit *edit, struct slice text)
{
    struct json root;
    const struct json_fault *faults;
    if (!json_read(edit->arena, text, &root, &faults))
        return problem_set(edit->problem, PROBLEM_BUG,
                           _("the change would have made %s unreadable; it was not made"), edit->path);
    return file_replace(edit->path, text, 0644, edit->problem);
}

bool edit_run(const struct workspace *workspace, const struct edit_request *request, struct arena *arena,
              struct edit_result *result, struct problem *problem)
{
    struct edit edit = {.workspace = workspace, .request = request, .arena = arena, .problem = problem};
    struct text out = {0};
    *result = (struct edit_result){0};
    bool done = find_file(&edit, result) && read_file(&edit, result->file) && walk(&edit) &&
                change(&edit, result, &out);
    result->changed = done && !slice_equal(text_slice(&out), edit.document.text);
    if (result->changed)
        done = write_file(&edit, text_slice(&out));
    text_free(&out);
    return done;
}
