#include "base/file_new.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"

/* Numbers tried for the name of the file that is kept. */
#define KEPT_MOST 1000

static bool failed(struct file_new *file, struct problem *problem)
{
    problem_set_errno(problem, errno, _("%s cannot be written; what was there is unchanged"), file->path);
    file_new_abandon(file);
    return false;
}

bool file_new_begin(struct file_new *file, struct arena *arena, const char *path, unsigned mode,
                    struct problem *problem)
{
    struct stat status;
    char *real = realpath(path, NULL);
    *file = (struct file_new){.path = path, .descriptor = -1, .arena = arena};
    file->target = arena_string(arena, real != NULL ? real : path);
    free(real);
    file->beside = arena_format(arena, "%s.new.%ld", file->target, (long)getpid());
    if (stat(file->target, &status) == 0)
        mode = status.st_mode & 07777;
    unlink(file->beside);
    file->descriptor = open(file->beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file->descriptor < 0 || fchmod(file->descriptor, mode) != 0)
        return failed(file, problem);
    return true;
}

bool file_new_add(struct file_new *file, struct slice piece, struct problem *problem)
{
    while (piece.length > 0) {
        ssize_t put = write(file->descriptor, piece.at, piece.length);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return failed(file, problem);
        piece.at += put;
        piece.length -= (size_t)put;
        file->bytes += (uint64_t)put;
    }
    return true;
}

void file_new_abandon(struct file_new *file)
{
    int error = errno;
    if (file->descriptor >= 0)
        close(file->descriptor);
    file->descriptor = -1;
    unlink(file->beside);
    errno = error;
}

/* A second name for the old file, never one that is taken. A file system without links gets a move instead:
 * then there is a moment without a file at its place, but never one without the file. */
static bool keep_as(struct file_new *file, const char *name, bool *moved)
{
    *moved = false;
    if (link(file->target, name) == 0)
        return true;
    if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK)
        return false;
    int claim = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (claim < 0)
        return false;
    close(claim);
    *moved = rename(file->target, name) == 0;
    return *moved;
}

static bool keep_old(struct file_new *file, bool *moved)
{
    for (unsigned number = 1; number <= KEPT_MOST; number++) {
        const char *name = number == 1 ? arena_format(file->arena, "%s.original", file->target)
                                       : arena_format(file->arena, "%s.original.%u", file->target, number);
        if (keep_as(file, name, moved)) {
            file->aside = name;
            return true;
        }
        if (errno != EEXIST)
            return false;
    }
    return false;
}

static void keep_undo(struct file_new *file, bool moved)
{
    int error = errno;
    if (file->aside != NULL && moved)
        (void)rename(file->aside, file->target);
    else if (file->aside != NULL)
        unlink(file->aside);
    file->aside = NULL;
    errno = error;
}

/* A rename is on the disk only when its folder is. */
static void flush_folder(struct file_new *file)
{
    const char *slash = strrchr(file->target, '/');
    const char *folder =
        slash != NULL ? arena_copy(file->arena, file->target, (size_t)(slash - file->target) + 1) : ".";
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        (void)fsync(descriptor);
        close(descriptor);
    }
}

bool file_new_end(struct file_new *file, bool keep, struct problem *problem)
{
    bool moved = false;
    if (fsync(file->descriptor) != 0)
        return failed(file, problem);
    int closed = close(file->descriptor);
    file->descriptor = -1;
    if (closed != 0)
        return failed(file, problem);
    if ((keep && !keep_old(file, &moved)) || rename(file->beside, file->target) != 0) {
        keep_undo(file, moved);
        return failed(file, problem);
    }
    flush_folder(file);
    if (file->aside != NULL && !file_is_link(file->path)) /* shown as the caller named it */
        file->aside = arena_format(file->arena, "%s%s", file->path, file->aside + strlen(file->target));
    return true;
}
