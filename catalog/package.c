#include "catalog/package.h"

#include <stdlib.h>
#include <zip.h>

#include "base/arena.h"
#include "base/late_library.h"

#define LIBZIP_FUNCTIONS(X)                                                                                  \
    X(zip_discard)                                                                                           \
    X(zip_fclose)                                                                                            \
    X(zip_fopen_index)                                                                                       \
    X(zip_fread)                                                                                             \
    X(zip_get_name)                                                                                          \
    X(zip_get_num_entries)                                                                                   \
    X(zip_open_from_source)                                                                                  \
    X(zip_source_buffer_create)                                                                              \
    X(zip_source_free)                                                                                       \
    X(zip_stat_index)

struct libzip {
    LIBZIP_FUNCTIONS(LATE_MEMBER)
};
static const char *const LIBZIP_NAMES[] = {LIBZIP_FUNCTIONS(LATE_NAME) NULL};
static const struct late_library LIBZIP = LATE_LIBRARY("libzip", "libzip.so.4", "libzip4", LIBZIP_NAMES);

struct package {
    struct libzip lib;
    zip_t *archive;
};

struct package *package_open(struct slice content, struct problem *problem)
{
    struct package *package = calloc(1, sizeof *package);
    if (package == NULL)
        memory_exhausted();
    const struct libzip *lib = &package->lib;
    zip_source_t *source = NULL;
    if (late_load(&LIBZIP, &package->lib, problem))
        source = lib->zip_source_buffer_create(content.at, content.length, 0, NULL);
    if (source != NULL)
        package->archive = lib->zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
    if (package->archive != NULL)
        return package;
    if (source != NULL)
        lib->zip_source_free(source);
    free(package);
    return NULL;
}

size_t package_count(const struct package *package)
{
    zip_int64_t count = package->lib.zip_get_num_entries(package->archive, 0);
    return count > 0 ? (size_t)count : 0;
}

const char *package_name(const struct package *package, size_t part)
{
    const char *name = package->lib.zip_get_name(package->archive, part, 0);
    return name != NULL ? name : "";
}

bool package_read(struct package *package, size_t part, size_t limit, struct arena *arena,
                  struct slice *content)
{
    zip_stat_t facts;
    const struct libzip *lib = &package->lib;
    if (lib->zip_stat_index(package->archive, part, 0, &facts) != 0 || (facts.valid & ZIP_STAT_SIZE) == 0 ||
        facts.size > limit)
        return false;
    zip_file_t *file = lib->zip_fopen_index(package->archive, part, 0);
    if (file == NULL)
        return false;
    size_t length = (size_t)facts.size;
    char *at = arena_take(arena, length + 1);
    zip_int64_t got = lib->zip_fread(file, at, length);
    bool whole = got >= 0 && (size_t)got == length;
    whole = lib->zip_fclose(file) == 0 && whole;
    at[length] = '\0';
    *content = (struct slice){at, length};
    return whole;
}

void package_close(struct package *package)
{
    if (package == NULL)
        return;
    package->lib.zip_discard(package->archive);
    free(package);
}
