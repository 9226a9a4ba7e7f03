/* The portal's resources, and what they are called here. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "publisher/address.h"
#include "publisher/fetch_parts.h"
#include "publisher/portal_names.h"

/* Names of files that are given already. */
struct names {
    struct slice *names;
    size_t count;
};

static struct slice text_of(const struct fetch_item *item, const char *key)
{
    return json_text(json_get(item->source, key));
}

static bool resources_refuse(const struct fetching *fetching, struct problem *problem)
{
    return problem_set(problem, PROBLEM_NETWORK,
                       _("The portal's answer for \"%s\" is no dataset that banchi can read."),
                       fetching->name);
}

static bool item_read(struct fetching *fetching, const struct json *source, struct fetch_item *item,
                      struct problem *problem)
{
    *item = (struct fetch_item){.source = source, .id = json_get_string(fetching->arena, source, "id")};
    if (!json_is(source, JSON_OBJECT) || item->id == NULL || *item->id == '\0')
        return resources_refuse(fetching, problem);
    item->upload = slice_equals(text_of(item, "url_type"), "upload");
    return true;
}

/* A key that the lock has is taken as it is, if it is what a file may be called. */
static bool key_from_lock(const struct fetching *fetching, const struct json *entry, struct fetch_item *item)
{
    struct slice key = lock_resource_key(entry, slice_of(item->id));
    if (!item->upload || key.length == 0)
        return false;
    struct slice made = portal_file_name_make(fetching->arena, key, "file", (struct slice){"", 0}, NULL, 0);
    if (slice_equal(made, key))
        item->key = key;
    return item->key.length > 0;
}

static void name_take(struct names *names, struct slice name)
{
    names->names[names->count++] = name;
}

static bool url_is_taken(const struct fetching *fetching, size_t before, struct slice url)
{
    for (size_t i = 0; i < before; i++)
        if (slice_equal(fetching->items[i].key, url))
            return true;
    return false;
}

static const char *label_of(const struct fetching *fetching, const struct fetch_item *item)
{
    struct slice name = text_of(item, "name");
    return name.length > 0 ? slice_copy(fetching->arena, name) : item->id;
}

static void key_of_link(struct fetching *fetching, size_t place)
{
    struct fetch_item *item = &fetching->items[place];
    struct slice url = text_of(item, "url");
    bool taken = url_is_taken(fetching, place, url);
    if (url.length > 0 && !taken)
        item->key = url;
    else if (!item->known)
        fetch_note(fetching,
                   taken ? _("The resource \"%s\" has the address of another one; it is left to the portal.")
                         : _("The resource \"%s\" has neither file nor address; it is left to the portal."),
                   label_of(fetching, item));
}

static void key_of_file(struct fetching *fetching, struct fetch_item *item, struct names *names)
{
    struct slice segment = address_last_segment(fetching->arena, text_of(item, "url"));
    item->key = portal_file_name_make(fetching->arena, segment, fetching->name, text_of(item, "format"),
                                      names->names, names->count);
    name_take(names, item->key);
}

/* What the files have keeps its key. */
static void keys_of_mine(struct fetching *fetching, const struct record *theirs, const struct record *mine)
{
    for (size_t i = 0; i < fetching->item_count; i++)
        for (size_t j = 0; j < theirs->resource_count; j++) {
            const struct record_resource *shown = &theirs->resources[j];
            if (!shown->managed || strcmp(shown->id, fetching->items[i].id) != 0)
                continue;
            fetching->items[i].known = true;
            if (record_resource(mine, shown->key) != NULL)
                fetching->items[i].key = shown->key;
        }
}

static void keys_choose(struct fetching *fetching, const struct json *entry, struct names *names)
{
    for (size_t i = 0; i < fetching->item_count; i++) {
        struct fetch_item *item = &fetching->items[i];
        if (item->known || !key_from_lock(fetching, entry, item))
            continue;
        name_take(names, item->key);
    }
    for (size_t i = 0; i < fetching->item_count; i++) {
        struct fetch_item *item = &fetching->items[i];
        if (item->known || item->key.length > 0)
            continue;
        if (item->upload)
            key_of_file(fetching, item, names);
        else
            key_of_link(fetching, i);
    }
}

bool fetch_items_make(struct fetching *fetching, const struct json *entry, const struct record *theirs,
                      const struct record *mine, struct problem *problem)
{
    const struct json *resources = json_get(fetching->package, "resources");
    bool none = resources == NULL || json_is(resources, JSON_NULL);
    if (!none && !json_is(resources, JSON_ARRAY))
        return resources_refuse(fetching, problem);
    fetching->item_count = none ? 0 : resources->count;
    fetching->items = arena_array(fetching->arena, fetching->item_count, sizeof *fetching->items);
    for (size_t i = 0; i < fetching->item_count; i++)
        if (!item_read(fetching, &resources->items[i], &fetching->items[i], problem))
            return false;
    struct names names = {0};
    size_t most = fetching->item_count + (mine != NULL ? mine->resource_count : 0);
    names.names = arena_array(fetching->arena, most, sizeof *names.names);
    for (size_t i = 0; mine != NULL && i < mine->resource_count; i++)
        name_take(&names, mine->resources[i].key);
    if (mine != NULL)
        keys_of_mine(fetching, theirs, mine);
    keys_choose(fetching, entry, &names);
    return true;
}
