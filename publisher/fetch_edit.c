/* metadata.json, changed where it must be and nowhere else. */
#include "base/arena.h"
#include "base/json_edit.h"
#include "base/json_write.h"
#include "publisher/fetch_parts.h"

static const struct json *resource_find(const struct json *root, struct slice key)
{
    const struct json *resources = json_get(root, "resources");
    for (uint32_t i = 0; json_is(resources, JSON_ARRAY) && i < resources->count; i++) {
        const struct json *resource = &resources->items[i];
        if (slice_equal(json_text(json_get(resource, "upload")), key) ||
            slice_equal(json_text(json_get(resource, "url")), key))
            return resource;
    }
    return NULL;
}

bool fetch_edit_member(struct arena *arena, struct slice *text, struct slice resource, struct slice key,
                       struct slice value)
{
    struct json root;
    const struct json_fault *faults;
    struct text out = {0};
    const struct json *object = json_read(arena, *text, &root, &faults) ? &root : NULL;
    if (object != NULL && resource.length > 0)
        object = resource_find(&root, resource);
    if (!json_is(object, JSON_OBJECT))
        return false;
    json_edit_member(arena, *text, object, key, value, &out);
    *text = text_keep(arena, &out);
    return true;
}

/* ---- the list of resources ---- */

/* What stands around the elements of a list. */
struct spacing {
    struct slice before;
    struct slice between;
    struct slice after;
};

static struct slice part(struct slice text, size_t from, size_t to)
{
    return (struct slice){text.at + from, to - from};
}

static struct spacing spacing_of(struct slice text, const struct json *list)
{
    struct spacing spacing = {slice_of("\n    "), slice_of(",\n    "), slice_of("\n  ")};
    if (list->count > 0) {
        spacing.before = part(text, list->offset + 1, list->items[0].offset);
        spacing.after = part(text, list->items[list->count - 1].end, list->end - 1);
    }
    if (list->count > 1)
        spacing.between = part(text, list->items[0].end, list->items[1].offset);
    return spacing;
}

/* An element that stands in the text stays to the letter; a new one is laid out. */
static void element_add(struct arena *arena, struct slice text, struct slice element, struct text *out)
{
    struct json value;
    const struct json_fault *faults;
    struct text laid_out = {0};
    uintptr_t begin = (uintptr_t)text.at, at = (uintptr_t)element.at;
    bool old = at >= begin && at < begin + text.length;
    if (old || !json_read(arena, element, &value, &faults)) {
        text_add_slice(out, element);
        return;
    }
    json_write_layout(&laid_out, &value);
    struct slice lines = slice_trim(text_slice(&laid_out));
    for (size_t i = 0; i < lines.length; i++) {
        text_add_char(out, lines.at[i]);
        if (lines.at[i] == '\n')
            text_add(out, "    ");
    }
    text_free(&laid_out);
}

static struct slice list_text(struct arena *arena, struct slice text, const struct json *list,
                              const struct slice *elements, size_t count)
{
    struct text out = {0};
    struct spacing spacing = spacing_of(text, list);
    text_add_slice(&out, part(text, 0, list->offset + 1));
    for (size_t i = 0; i < count; i++) {
        text_add_slice(&out, i == 0 ? spacing.before : spacing.between);
        element_add(arena, text, elements[i], &out);
    }
    if (count > 0)
        text_add_slice(&out, spacing.after);
    text_add_slice(&out, part(text, list->end - 1, text.length));
    return text_keep(arena, &out);
}

bool fetch_edit_resources(struct arena *arena, struct slice *text, const struct slice *elements, size_t count)
{
    struct json root;
    const struct json_fault *faults;
    struct text out = {0};
    if (!json_read(arena, *text, &root, &faults) || !json_is(&root, JSON_OBJECT))
        return false;
    const struct json *list = json_get(&root, "resources");
    if (!json_is(list, JSON_ARRAY)) {
        json_edit_member(arena, *text, &root, slice_of("resources"), slice_of("[]"), &out);
        *text = text_keep(arena, &out);
        if (!json_read(arena, *text, &root, &faults))
            return false;
        list = json_get(&root, "resources");
    }
    *text = list_text(arena, *text, list, elements, count);
    return true;
}
