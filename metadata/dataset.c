#include "metadata/dataset.h"

#include <strings.h>

#include "base/arena.h"

struct slice dataset_text(const struct dataset *dataset, const char *key)
{
    const struct json *value = json_get(&dataset->metadata.root, key);
    return json_is(value, JSON_STRING) ? json_text(value) : (struct slice){0};
}

bool dataset_is_private(const struct dataset *dataset)
{
    return json_get_true(&dataset->metadata.root, "private");
}

const struct json *dataset_resources(const struct dataset *dataset)
{
    const struct json *resources = json_get(&dataset->metadata.root, "resources");
    return json_is(resources, JSON_ARRAY) ? resources : NULL;
}

/* Where the ending of a file's name begins, with its dot; the name's end when it has none. */
static size_t ending_of(struct slice name)
{
    for (size_t i = name.length; i > 1 && name.at[i - 1] != '/'; i--)
        if (name.at[i - 1] == '.' && name.at[i - 2] != '/')
            return i - 1;
    return name.length;
}

char *dictionary_name_of(struct arena *arena, struct slice upload)
{
    return arena_format(arena, "%.*s.dictionary.json", (int)ending_of(upload), upload.at);
}

bool name_is_table(struct slice name)
{
    static const char *const endings[] = {"csv", "tsv", "tab"};
    if (name.length <= 4 || name.at[name.length - 4] != '.')
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strncasecmp(name.at + name.length - 3, endings[i], 3) == 0)
            return true;
    return false;
}

bool resource_is_table(const struct json *resource)
{
    const struct json *upload = json_get(resource, "upload");
    if (!json_is(upload, JSON_STRING))
        return false;
    return name_is_table(json_text(upload));
}
