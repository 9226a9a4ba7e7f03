#include "base/file.h"

#include <dirent.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/interrupt.h"
#include "base/language.h"
#include "base/limits.h"

/* A path, in an open folder or from AT_FDCWD. */
struct place {
    int within;
    const char *path;
    int links; /* O_NOFOLLOW, or 0: a link at the end is followed */
};

static int tell_unopened(const struct place *place, struct problem *problem)
{
    if (errno == ELOOP && place->links == O_NOFOLLOW)
        problem_set(problem, PROBLEM_LOCAL,
                    _("%s is a symbolic link, which is not followed; put the file itself there"),
                    place->path);
    else
        problem_set_errno(problem, errno, _("%s cannot be opened"), place->path);
    return -1;
}

/* A regular file, and its size; -1 with a problem. */
static int open_sized(const struct place *place, uint64_t *size, struct problem *problem)
{
    const char *path = place->path;
    int descriptor = openat(place->within, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | place->links);
    if (descriptor < 0)
        return tell_unopened(place, problem);
    struct stat status;
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        problem_set(problem, PROBLEM_LOCAL, _("%s is not a regular file"), path);
        close(descriptor);
        return -1;
    }
    *size = (uint64_t)status.st_size;
    return descriptor;
}

int file_open(const char *path, struct problem *problem)
{
    uint64_t size;
    return open_sized(&(struct place){AT_FDCWD, path, O_NOFOLLOW}, &size, problem);
}

static long read_plainly(int descriptor, void *at, size_t bytes, const char *path, struct problem *problem)
{
    ssize_t got;
    do
        got = read(descriptor, at, bytes);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        problem_set_errno(problem, errno, _("%s cannot be read"), path);
    return (long)got;
}

/* Whoever reads for long reads piece by piece: between two pieces it can end. */
static bool may_read_on(const char *path, struct problem *problem)
{
    return !interrupt_came() ||
           problem_set(problem, PROBLEM_INTERRUPTED, _("Interrupted while reading %s."), path);
}

long file_read_some(int descriptor, void *at, size_t bytes, const char *path, struct problem *problem)
{
    return may_read_on(path, problem) ? read_plainly(descriptor, at, bytes, path, problem) : -1;
}

long file_read_at(int descriptor, void *at, size_t bytes, uint64_t offset, const char *path,
                  struct problem *problem)
{
    ssize_t got;
    if (!may_read_on(path, problem))
        return -1;
    do
        got = pread(descriptor, at, bytes, (off_t)offset);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        problem_set_errno(problem, errno, _("%s cannot be read"), path);
    return (long)got;
}

bool file_hash(const char *path, char sha256[static HASH_HEX_BYTES], uint64_t *bytes, struct problem *problem)
{
    char block[64 * 1024];
    long got;
    *bytes = 0;
    int descriptor = file_open(path, problem);
    if (descriptor < 0)
        return false;
    struct hash *hash = hash_start();
    while ((got = file_read_some(descriptor, block, sizeof block, path, problem)) > 0) {
        hash_add(hash, block, (size_t)got);
        *bytes += (uint64_t)got;
    }
    hash_finish(hash, sha256);
    close(descriptor);
    return got == 0;
}

static bool read_all(int descriptor, const char *path, size_t room, struct arena *arena, struct slice *text,
                     struct problem *problem)
{
    char *at = arena_take(arena, room + 1);
    size_t length = 0;
    while (length < room) {
        long got = read_plainly(descriptor, at + length, room - length, path, problem);
        if (got < 0)
            return false;
        if (got == 0)
            break;
        length += (size_t)got;
    }
    at[length] = '\0';
    *text = (struct slice){at, length};
    return true;
}

static bool too_large(const char *path, size_t limit, struct problem *problem)
{
    return problem_set(problem, PROBLEM_LOCAL, _("%s is larger than the limit of %zu bytes"), path, limit);
}

static bool read_place(const struct place *place, size_t limit, struct arena *arena, struct slice *text,
                       struct problem *problem)
{
    uint64_t size;
    int descriptor = open_sized(place, &size, problem);
    if (descriptor < 0)
        return false;
    bool done = size <= limit ? read_all(descriptor, place->path, (size_t)size, arena, text, problem)
                              : too_large(place->path, limit, problem);
    close(descriptor);
    return done;
}

bool file_read(struct arena *arena, const char *path, size_t limit, struct slice *text,
               struct problem *problem)
{
    return read_place(&(struct place){AT_FDCWD, path, O_NOFOLLOW}, limit, arena, text, problem);
}

bool file_read_named(struct arena *arena, const char *path, size_t limit, struct slice *text,
                     struct problem *problem)
{
    return read_place(&(struct place){AT_FDCWD, path, 0}, limit, arena, text, problem);
}

bool file_read_stream(struct arena *arena, int descriptor, const char *name, size_t limit, struct slice *text,
                      struct problem *problem)
{
    struct text whole = {0};
    char block[64 * 1024];
    long got;
    while ((got = file_read_some(descriptor, block, sizeof block, name, problem)) > 0 &&
           whole.length + (size_t)got <= limit)
        text_add_bytes(&whole, block, (size_t)got);
    bool done = got == 0 || (got > 0 && too_large(name, limit, problem));
    if (done)
        *text = text_keep(arena, &whole);
    text_free(&whole);
    return done;
}

static bool write_all(int descriptor, struct slice content)
{
    while (content.length) {
        ssize_t put = write(descriptor, content.at, content.length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        content.at += put;
        content.length -= (size_t)put;
    }
    return true;
}

static bool fill(const char *path, struct slice content, unsigned mode)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0)
        return false;
    bool done = fchmod(descriptor, mode) == 0 && write_all(descriptor, content) && fsync(descriptor) == 0;
    int error = errno;
    if (close(descriptor) != 0 && done) {
        error = errno;
        done = false;
    }
    errno = error;
    return done;
}

/* A rename is on the disk only when its folder is. */
static void flush_folder(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *folder = slash ? arena_copy(arena, path, (size_t)(slash - path) + 1) : ".";
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        (void)fsync(descriptor);
        close(descriptor);
    }
}

/* `shown` is what problems call it. */
static bool replace(const char *path, struct slice content, unsigned mode, const char *shown,
                    struct problem *problem)
{
    struct arena arena = {0};
    struct stat status;
    if (lstat(path, &status) == 0 && S_ISREG(status.st_mode))
        mode = status.st_mode & 07777;
    const char *beside = arena_format(&arena, "%s.new.%ld", path, (long)getpid());
    unlink(beside);
    bool done = fill(beside, content, mode) && rename(beside, path) == 0;
    if (!done) {
        problem_set_errno(problem, errno, _("%s cannot be written; what was there is unchanged"), shown);
        unlink(beside);
    } else {
        flush_folder(&arena, path);
    }
    arena_free(&arena);
    return done;
}

bool file_replace(const char *path, struct slice content, unsigned mode, struct problem *problem)
{
    return replace(path, content, mode, path, problem);
}

bool file_replace_named(const char *path, struct slice content, unsigned mode, struct problem *problem)
{
    char *real = realpath(path, NULL);
    bool done = replace(real != NULL ? real : path, content, mode, path, problem);
    free(real);
    return done;
}

/* Of two paths without links. */
static bool is_beneath(const char *folder, const char *path)
{
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && path[length] == '/';
}

bool file_make_folder(const char *path, struct problem *problem)
{
    struct arena arena = {0};
    char *copy = arena_string(&arena, path);
    bool done = true;
    for (char *at = copy + 1; done && *at; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        done = mkdir(copy, 0777) == 0 || errno == EEXIST;
        *at = '/';
    }
    done = done && (mkdir(copy, 0777) == 0 || errno == EEXIST);
    if (!done)
        problem_set_errno(problem, errno, _("the folder %s cannot be made"), path);
    else if (file_kind(path) != FILE_FOLDER)
        done = problem_set(problem, PROBLEM_LOCAL, _("%s is not a folder"), path);
    arena_free(&arena);
    return done;
}

bool file_make_folder_beneath(const char *folder, const char *name, struct problem *problem)
{
    struct arena arena = {0};
    const char *path = file_join(&arena, folder, name);
    if (!file_make_folder(path, problem)) {
        arena_free(&arena);
        return false;
    }
    char *root = realpath(folder, NULL);
    char *real = realpath(path, NULL);
    bool beneath = root != NULL && real != NULL && is_beneath(root, real);
    if (!beneath)
        problem_set(problem, PROBLEM_LOCAL,
                    _("%s is a link that leads out of its folder, and nothing is written there"), path);
    free(root);
    free(real);
    arena_free(&arena);
    return beneath;
}

bool file_claim_folder(const char *path, int *descriptor)
{
    *descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*descriptor < 0 || flock(*descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return true;
    close(*descriptor);
    *descriptor = -1;
    return false;
}

enum file_kind file_kind(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return FILE_ABSENT;
    if (S_ISREG(status.st_mode))
        return FILE_REGULAR;
    return S_ISDIR(status.st_mode) ? FILE_FOLDER : FILE_OTHER;
}

bool file_is_link(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
}

char *file_join(struct arena *arena, const char *folder, const char *name)
{
    size_t before = strlen(folder), behind = strlen(name);
    bool slash = before > 0 && folder[before - 1] == '/';
    char *path = arena_take(arena, before + behind + 2);
    memcpy(path, folder, before + 1);
    path[before] = '/';
    before += slash ? 0 : 1;
    memcpy(path + before, name, behind + 1);
    return path;
}

const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Whether a path written in a document can mean a file beneath: judged by its text alone. */
static bool is_plain_relative(struct slice relative)
{
    if (relative.length == 0 || relative.length >= LIMIT_PATH_BYTES || relative.at[0] == '/')
        return false;
    if (memchr(relative.at, '\0', relative.length) || memchr(relative.at, '\\', relative.length))
        return false;
    const char *end = relative.at + relative.length;
    for (const char *part = relative.at; part <= end;) {
        const char *slash = memchr(part, '/', (size_t)(end - part));
        size_t length = (size_t)((slash ? slash : end) - part);
        if (length == 0 || (length == 1 && part[0] == '.') ||
            (length == 2 && part[0] == '.' && part[1] == '.'))
            return false;
        part += length + 1;
    }
    return true;
}

/* A name without folders that is no link cannot lead out: one look at it is enough. */
static bool is_plain_file(const char *path, struct slice relative)
{
    struct stat status;
    return memchr(relative.at, '/', relative.length) == NULL && lstat(path, &status) == 0 &&
           S_ISREG(status.st_mode);
}

enum file_beneath file_find_beneath(struct arena *arena, const char *folder, struct slice relative,
                                    char **path)
{
    if (!is_plain_relative(relative))
        return FILE_BENEATH_OUTSIDE;
    char *joined = file_join(arena, folder, slice_copy(arena, relative));
    if (is_plain_file(joined, relative)) {
        *path = joined;
        return FILE_BENEATH;
    }
    char *root = realpath(folder, NULL);
    char *real = realpath(joined, NULL);
    enum file_beneath found = FILE_BENEATH_ABSENT;
    if (root && real) {
        if (!is_beneath(root, real))
            found = FILE_BENEATH_OUTSIDE;
        else
            found = file_kind(real) == FILE_REGULAR ? FILE_BENEATH : FILE_BENEATH_NOT_REGULAR;
        *path = arena_string(arena, real);
    }
    free(root);
    free(real);
    return found;
}

/* ---- folders ---- */

int file_open_folder(int within, const char *name)
{
    return openat(within, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

bool file_read_within(struct arena *arena, int folder, const char *name, size_t limit, struct slice *text)
{
    struct problem problem = {0};
    bool done = read_place(&(struct place){folder, name, O_NOFOLLOW}, limit, arena, text, &problem);
    problem_clear(&problem);
    return done;
}

/* An entry, and the sixteen bytes that its name begins with, as numbers: they mostly tell the order. */
struct sorted_entry {
    uint64_t keys[2];
    struct file_entry entry;
};

static int by_name(const void *a, const void *b)
{
    const struct sorted_entry *left = a, *right = b;
    for (int i = 0; i < 2; i++)
        if (left->keys[i] != right->keys[i])
            return left->keys[i] < right->keys[i] ? -1 : 1;
    return strcmp(left->entry.name, right->entry.name);
}

static struct sorted_entry sorted_entry(struct file_entry entry)
{
    struct sorted_entry sorted = {.entry = entry};
    memcpy(sorted.keys, entry.name, strnlen(entry.name, sizeof sorted.keys));
    for (int i = 0; i < 2; i++)
        sorted.keys[i] = be64toh(sorted.keys[i]);
    return sorted;
}

static void sort_entries(struct arena *arena, struct file_entry *entries, size_t count)
{
    struct sorted_entry *sorted = arena_array(arena, count, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = sorted_entry(entries[i]);
    qsort(sorted, count, sizeof *sorted, by_name);
    for (size_t i = 0; i < count; i++)
        entries[i] = sorted[i].entry;
}

/* Entries while they are listed. */
struct listing {
    struct arena *arena;
    struct file_entry *entries;
    size_t count, room;
};

static void entry_add(struct listing *listing, const struct dirent64 *entry)
{
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
        return;
    listing->entries = arena_grow(listing->arena, listing->entries, listing->count, &listing->room,
                                  sizeof *listing->entries);
    listing->entries[listing->count++] =
        (struct file_entry){.name = arena_string(listing->arena, entry->d_name),
                            .folder = entry->d_type == DT_DIR,
                            .regular = entry->d_type == DT_REG};
}

/* By blocks, as the system gives them: a workspace has many small folders, for each of which opendir() would
 * ask its size and take memory. */
bool file_list_open(struct arena *arena, int folder, struct file_entry **entries, size_t *count)
{
    _Alignas(struct dirent64) char block[8 * 1024];
    struct listing listing = {.arena = arena};
    ssize_t got;
    while ((got = getdents64(folder, block, sizeof block)) > 0)
        for (ssize_t at = 0; at < got;) {
            const struct dirent64 *entry = (const struct dirent64 *)(const void *)(block + at);
            entry_add(&listing, entry);
            at += entry->d_reclen;
        }
    if (listing.count > 1)
        sort_entries(arena, listing.entries, listing.count);
    *entries = listing.entries;
    *count = got == 0 ? listing.count : 0;
    return got == 0;
}

bool file_list_entries(struct arena *arena, const char *path, struct file_entry **entries, size_t *count,
                       struct problem *problem)
{
    int folder = file_open_folder(AT_FDCWD, path);
    *count = 0;
    bool done = folder >= 0 && file_list_open(arena, folder, entries, count);
    if (!done)
        problem_set_errno(problem, errno, _("the folder %s cannot be read"), path);
    if (folder >= 0)
        close(folder);
    return done;
}

bool file_list(struct arena *arena, const char *path, char ***names, size_t *count, struct problem *problem)
{
    struct file_entry *entries;
    if (!file_list_entries(arena, path, &entries, count, problem))
        return false;
    *names = arena_array(arena, *count, sizeof **names);
    for (size_t i = 0; i < *count; i++)
        (*names)[i] = entries[i].name;
    return true;
}
