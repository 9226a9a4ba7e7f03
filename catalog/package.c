#include "catalog/package.h"

#include <zip.h>

#include "base/arena.h"

static zip_t *archive_of(const struct package *package)
{
    return (zip_t *)package;
}

struct package *package_open(struct slice content)
{
    zip_source_t *source = zip_source_buffer_create(content.at, content.length, 0, NULL);
    zip_t *archive = source != NULL ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL) : NULL;
    if (archive == NULL && source != NULL)
        zip_source_free(source);
    return (struct package *)archive;
}

size_t package_count(const struct package *package)
{
    zip_int64_t count = zip_get_num_entries(archive_of(package), 0);
    return count > 0 ? (size_t)count : 0;
}

const char *package_name(const struct package *package, size_t part)
{
    const char *name = zip_get_name(archive_of(package), part, 0);
    return name != NULL ? name : "";
}

bool package_read(struct package *package, size_t part, size_t limit, struct arena *arena,
                  struct slice *content)
{
    zip_stat_t facts;
    zip_t *archive = archive_of(package);
    if (zip_stat_index(archive, part, 0, &facts) != 0 || (facts.valid & ZIP_STAT_SIZE) == 0 ||
        facts.size > limit)
        return false;
    zip_file_t *file = zip_fopen_index(archive, part, 0);
    if (file == NULL)
        return false;
    size_t length = (size_t)facts.size;
    char *at = arena_take(arena, length + 1);
    zip_int64_t got = zip_fread(file, at, length);
    bool whole = got >= 0 && (size_t)got == length;
    whole = zip_fclose(file) == 0 && whole;
    at[length] = '\0';
    *content = (struct slice){at, length};
    return whole;
}

void package_close(struct package *package)
{
    if (package != NULL)
        zip_discard(archive_of(package));
}
