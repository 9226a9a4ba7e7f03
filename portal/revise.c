#include "portal/revise.h"

#include <string.h>

#include "portal/package.h"
#include "portal/request.h"
#include "portal/value.h"

/* Parts of a path at least this long are the beginning of a resource's id, shorter ones an index. */
#define ID_LETTERS 5

/* One step of a path into a list: the index of the element, or -1. */
static long list_step(const struct value *list, struct slice part)
{
    for (size_t i = 0; i < list->count && part.length >= ID_LETTERS; i++) {
        const struct value *id = value_get(list->items[i], "id");
        if (value_is(id, VALUE_STRING) && id->text.length >= part.length &&
            memcmp(id->text.at, part.at, part.length) == 0)
            return (long)i;
    }
    const struct value number = {.type = VALUE_STRING, .text = part};
    int64_t index = 0;
    if (part.length >= ID_LETTERS || !value_to_integer(&number, &index))
        return -1;
    index = index < 0 ? index + (int64_t)list->count : index;
    return index >= 0 && index < (int64_t)list->count ? (long)index : -1;
}

static struct slice next_part(struct arena *arena, const char **path)
{
    const char *end = strstr(*path, "__");
    size_t length = end == NULL ? strlen(*path) : (size_t)(end - *path);
    struct slice part = {arena_copy(arena, *path, length), length};
    *path += end == NULL ? length : length + 2;
    return part;
}

/* Follows a path ("resources__34a12b__name"); NULL where it leads nowhere. An empty path is the value itself.
 */
static struct value *resolve(struct request *request, struct value *from, const char *path)
{
    struct value *at = from;
    while (*path != 0 && at != NULL) {
        struct slice part = next_part(&request->arena, &path);
        long index = value_is(at, VALUE_LIST) ? list_step(at, part) : -1;
        if (value_is(at, VALUE_OBJECT))
            at = value_get_slice(at, part);
        else
            at = index < 0 ? NULL : at->items[index];
    }
    return at;
}

static bool mismatch(struct request *request, const char *path)
{
    return fail_field(request, "match", "%s", path);
}

static const char *deeper(struct request *request, const char *path, const char *key)
{
    return *path == 0 ? key : arena_format(&request->arena, "%s__%s", path, key);
}

/* False with 409 naming the first part that is not as expected. */
static bool check_match(struct request *request, const struct value *have, const struct value *want,
                        const char *path)
{
    if (want->type == VALUE_OBJECT && value_is(have, VALUE_OBJECT)) {
        for (size_t i = 0; i < want->count; i++) {
            const char *key = deeper(request, path, want->members[i].key.at);
            const struct value *part = value_get_slice(have, want->members[i].key);
            if (part == NULL ? !mismatch(request, key)
                             : !check_match(request, part, want->members[i].value, key))
                return false;
        }
        return true;
    }
    if (want->type == VALUE_LIST && value_is(have, VALUE_LIST)) {
        for (size_t i = 0; i < want->count; i++) {
            const char *key = deeper(request, path, arena_format(&request->arena, "%zu", i));
            if (i >= have->count ? !mismatch(request, key)
                                 : !check_match(request, have->items[i], want->items[i], key))
                return false;
        }
        return true;
    }
    return value_same(have, want) || mismatch(request, path);
}

static bool wrong_update(struct request *request, const char *key, const char *message)
{
    return fail_field(request, key, "%s", message);
}

static bool merge(struct request *request, struct value *into, struct value *change, const char *key);

static bool merge_object(struct request *request, struct value *into, struct value *change, const char *key)
{
    if (change->type != VALUE_OBJECT)
        return wrong_update(request, key, "Expected dict");
    for (size_t i = 0; i < change->count; i++) {
        struct value *old = value_get_slice(into, change->members[i].key);
        bool nested = value_is(old, VALUE_OBJECT) || value_is(old, VALUE_LIST);
        if (nested && !merge(request, old, change->members[i].value, key))
            return false;
        if (!nested)
            value_set_slice(&request->arena, into, change->members[i].key, change->members[i].value);
    }
    return true;
}

static bool merge_list(struct request *request, struct value *into, struct value *change, const char *key)
{
    if (change->type != VALUE_LIST)
        return wrong_update(request, key, "Expected list");
    for (size_t i = 0; i < change->count; i++) {
        bool nested =
            i < into->count && (into->items[i]->type == VALUE_OBJECT || into->items[i]->type == VALUE_LIST);
        if (nested && !merge(request, into->items[i], change->items[i], key))
            return false;
        if (!nested && i < into->count)
            into->items[i] = change->items[i];
        if (i >= into->count)
            value_append(&request->arena, into, change->items[i]);
    }
    return true;
}

/* Elements are merged into those of the same key or place; what is no list or object is replaced. */
static bool merge(struct request *request, struct value *into, struct value *change, const char *key)
{
    return into->type == VALUE_OBJECT ? merge_object(request, into, change, key)
                                      : merge_list(request, into, change, key);
}

static const char *last_part(struct request *request, const char *path, const char **parent)
{
    const char *last = path;
    for (const char *at = strstr(path, "__"); at != NULL; at = strstr(at + 2, "__"))
        last = at + 2;
    size_t length = last == path ? 0 : (size_t)(last - path) - 2;
    *parent = arena_copy(&request->arena, path, length);
    return last;
}

static bool update_list(struct request *request, struct value *list, struct slice part, struct value *change,
                        const char *path)
{
    if (slice_equals(part, "extend")) {
        for (size_t i = 0; change->type == VALUE_LIST && i < change->count; i++)
            value_append(&request->arena, list, change->items[i]);
        return change->type == VALUE_LIST || wrong_update(request, path, "Expected list");
    }
    long index = list_step(list, part);
    if (index < 0)
        return wrong_update(request, path, arena_format(&request->arena, "Unmatched key %s", part.at));
    struct value *element = list->items[index];
    if (element->type == VALUE_OBJECT || element->type == VALUE_LIST)
        return merge(request, element, change, path);
    list->items[index] = change;
    return true;
}

/* "resources__34a12b" = {...}, "resources__extend" = [...], "resources__-1__upload" = a file. */
static bool update_path(struct request *request, struct value *dataset, const char *path,
                        struct value *change)
{
    const char *parent;
    const char *last = last_part(request, path, &parent);
    struct value *target = resolve(request, dataset, parent);
    if (value_is(target, VALUE_LIST))
        return update_list(request, target, slice_of(last), change, path);
    if (!value_is(target, VALUE_OBJECT))
        return wrong_update(request, path, arena_format(&request->arena, "Unmatched key %s", last));
    struct value *wrapped = value_object(&request->arena);
    value_set(&request->arena, wrapped, last, change);
    return merge_object(request, target, wrapped, path);
}

struct glob {
    bool keep;
    const char *path;
};

static void apply_globs(struct request *request, struct value *value, const struct glob *globs, size_t count);

/* The globs that go on below a key, without it. */
static void globs_under(struct request *request, const struct glob *globs, size_t count, struct slice head,
                        struct glob **inner, size_t *inner_count)
{
    *inner = arena_array(&request->arena, count, sizeof **inner);
    *inner_count = 0;
    for (size_t i = 0; i < count; i++) {
        const char *path = globs[i].path;
        struct slice part = next_part(&request->arena, &path);
        if (*path != 0 && slice_equal(part, head))
            (*inner)[(*inner_count)++] = (struct glob){globs[i].keep, path};
    }
}

static void globs_on_object(struct request *request, struct value *object, const struct glob *globs,
                            size_t count)
{
    struct value *protected = value_object(&request->arena);
    for (size_t i = 0; i < count; i++) {
        const char *path = globs[i].path;
        struct slice head = next_part(&request->arena, &path);
        struct value *member = value_get_slice(object, head);
        if (slice_equals(head, "*")) {
            for (size_t j = 0; globs[i].keep && j < object->count; j++)
                value_set_slice(&request->arena, protected, object->members[j].key, object->members[j].value);
            object->count = globs[i].keep ? object->count : 0;
        } else if (member != NULL && *path == 0 && globs[i].keep) {
            value_set_slice(&request->arena, protected, head, member);
        } else if (member != NULL && *path == 0) {
            value_remove_slice(object, head);
        }
    }
    for (size_t i = 0; i < protected->count; i++)
        value_set_slice(&request->arena, object, protected->members[i].key, protected->members[i].value);
    for (size_t i = 0; i < object->count; i++) {
        struct glob *inner;
        size_t inner_count;
        globs_under(request, globs, count, object->members[i].key, &inner, &inner_count);
        if (inner_count > 0)
            apply_globs(request, object->members[i].value, inner, inner_count);
    }
}

enum fate { FATE_OPEN, FATE_KEPT, FATE_REMOVED };

static void settle(enum fate *fate, bool keep)
{
    if (*fate == FATE_OPEN)
        *fate = keep ? FATE_KEPT : FATE_REMOVED;
}

static void globs_on_list(struct request *request, struct value *list, const struct glob *globs, size_t count)
{
    enum fate *fates = arena_array(&request->arena, list->count + 1, sizeof *fates);
    for (size_t i = 0; i < count; i++) {
        const char *path = globs[i].path;
        struct slice head = next_part(&request->arena, &path);
        long index = list_step(list, head);
        if (slice_equals(head, "*")) {
            for (size_t j = 0; j < list->count; j++)
                settle(&fates[j], globs[i].keep);
        } else if (index >= 0 && *path == 0) {
            settle(&fates[index], globs[i].keep);
        } else if (index >= 0) {
            const struct glob inner = {globs[i].keep, path};
            apply_globs(request, list->items[index], &inner, 1);
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (fates[i] != FATE_REMOVED)
            list->items[kept++] = list->items[i];
    list->count = kept;
}

/* Removes what the patterns name with "-" and no earlier one protects with "+". */
static void apply_globs(struct request *request, struct value *value, const struct glob *globs, size_t count)
{
    if (value->type == VALUE_OBJECT)
        globs_on_object(request, value, globs, count);
    else if (value->type == VALUE_LIST)
        globs_on_list(request, value, globs, count);
}

/* A list of patterns, or one string of them with commas between. */
static struct value *pattern_list(struct request *request, const struct value *sent)
{
    struct value *list = value_list(&request->arena);
    if (value_is(sent, VALUE_LIST))
        return value_copy(&request->arena, sent);
    if (!value_is(sent, VALUE_STRING))
        return list;
    if (slice_starts(sent->text, "[")) {
        struct value *read = value_read(&request->arena, sent->text, NULL);
        if (value_is(read, VALUE_LIST))
            return read;
    }
    for (const char *at = sent->text.at; *at != 0;) {
        size_t length = strcspn(at, ",");
        value_append(&request->arena, list,
                     value_slice(&request->arena, slice_trim((struct slice){at, length})));
        at += length + (at[length] == ',' ? 1 : 0);
    }
    return list;
}

static void filter(struct request *request, struct value *value, const struct value *sent)
{
    const struct value *patterns = pattern_list(request, sent);
    struct glob *globs = arena_array(&request->arena, patterns->count + 1, sizeof *globs);
    size_t count = 0;
    for (size_t i = 0; i < patterns->count; i++) {
        const char *text = value_text(patterns->items[i]);
        if (text != NULL)
            globs[count++] = (struct glob){*text == '+', text + strspn(text, "+-")};
    }
    apply_globs(request, value, globs, count);
}

/* JSON in a form's field; the text itself where it is none, the value where it is a file. */
static struct value *json_or_text(struct request *request, struct value *sent)
{
    if (!value_is(sent, VALUE_STRING) || request_upload(request, sent) != NULL)
        return sent;
    struct value *read = value_read(&request->arena, sent->text, NULL);
    return read == NULL ? sent : read;
}

static bool check_paths(struct request *request, struct value *dataset)
{
    for (size_t i = 0; i < request->parameters->count; i++) {
        const struct value_member *member = &request->parameters->members[i];
        if (!slice_starts(member->key, "match__"))
            continue;
        const char *path = member->key.at + strlen("match__");
        const struct value *have = resolve(request, dataset, path);
        if (have == NULL)
            return mismatch(request, path);
        if (value_same(have, member->value))
            continue;
        if (!check_match(request, have, json_or_text(request, member->value), path))
            return false;
    }
    return true;
}

static bool update_all(struct request *request, struct value *dataset)
{
    struct value *update = value_get(request->parameters, "update");
    if (update != NULL && !merge_object(request, dataset, json_or_text(request, update), "update"))
        return false;
    struct value *sorted = value_list(&request->arena);
    for (size_t i = 0; i < request->parameters->count; i++) {
        if (!slice_starts(request->parameters->members[i].key, "update__"))
            continue;
        struct value *item = value_object(&request->arena);
        value_set(&request->arena, item, "path",
                  value_string(&request->arena, request->parameters->members[i].key.at + strlen("update__")));
        value_set(&request->arena, item, "value", request->parameters->members[i].value);
        value_append(&request->arena, sorted, item);
    }
    /* "-" sorts before letters, but what it points to must have been added before: extend comes first */
    value_sort(sorted, "path");
    for (int extending = 1; extending >= 0; extending--)
        for (size_t i = 0; i < sorted->count; i++) {
            const char *path = value_get_text(sorted->items[i], "path");
            bool extends = slice_ends(slice_of(path), "__extend");
            struct value *change = json_or_text(request, value_get(sorted->items[i], "value"));
            if (extends == (extending == 1) && !update_path(request, dataset, path, change))
                return false;
        }
    return true;
}

static const char *asked_dataset(struct request *request)
{
    struct value *match = json_or_text(request, value_get(request->parameters, "match"));
    const struct value *asked = value_get(request->parameters, "match__id");
    asked = asked == NULL ? value_get(match, "id") : asked;
    asked = asked == NULL ? value_get(request->parameters, "match__name") : asked;
    asked = asked == NULL ? value_get(match, "name") : asked;
    if (value_is(asked, VALUE_STRING))
        return asked->text.at;
    struct value *errors = value_object(&request->arena);
    value_set(&request->arena, errors, "match__id", value_string(&request->arena, "Missing value"));
    fail_fields(request, errors);
    return NULL;
}

static bool revise(struct request *request, const struct package *package)
{
    struct value *dataset = package_dictize(request, package);
    struct value *match = json_or_text(request, value_get(request->parameters, "match"));
    if (match != NULL && !check_match(request, dataset, match, ""))
        return false;
    if (!check_paths(request, dataset))
        return false;
    if (value_get(request->parameters, "filter") != NULL)
        filter(request, dataset, value_get(request->parameters, "filter"));
    value_set(&request->arena, dataset, "id", value_string(&request->arena, package->id));
    return update_all(request, dataset) && package_allow_write(request, package) &&
           package_change(request, package, dataset);
}

struct value *package_revise(struct request *request)
{
    const char *asked = asked_dataset(request);
    if (asked == NULL)
        return NULL;
    const struct package package = package_find(request, asked);
    if (!package_allow_read(request, &package) || !revise(request, &package))
        return NULL;
    const struct package after = package_find(request, package.id);
    struct value *result = value_object(&request->arena);
    value_set(&request->arena, result, "package", package_dictize(request, &after));
    if (value_get(request->parameters, "include") != NULL)
        filter(request, result, value_get(request->parameters, "include"));
    return result;
}
