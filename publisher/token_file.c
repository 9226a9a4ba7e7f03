#include "publisher/token_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/limits.h"

#define OWN_FOLDERS 2 /* "tokens" and "banchi": ours, and never links */

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0' ? value : NULL;
}

static bool name_is_plain(const char *portal)
{
    return portal != NULL && *portal != '\0' && *portal != '.' && strchr(portal, '/') == NULL;
}

static const char *path_of(struct arena *arena, const char *portal)
{
    const char *config = variable("XDG_CONFIG_HOME");
    const char *home = variable("HOME");
    if (!name_is_plain(portal) || (config == NULL && home == NULL))
        return NULL;
    if (config == NULL)
        config = file_join(arena, home, ".config");
    return arena_format(arena, "%s/banchi/tokens/%s.json", config, portal);
}

/* ---- what may be trusted ---- */

static bool folder_is_safe(const struct stat *status)
{
    bool ours = status->st_uid == geteuid() || status->st_uid == 0;
    bool shared = (status->st_mode & (S_IWGRP | S_IWOTH)) != 0 && (status->st_mode & S_ISVTX) == 0;
    return S_ISDIR(status->st_mode) && ours && !shared;
}

/* The folders above the file, the nearest first. One that is not there yet is fine: it will be made. */
static bool folders_check(struct arena *arena, const char *path, struct problem *problem)
{
    char *folder = arena_string(arena, path);
    for (int above = 0; above <= OWN_FOLDERS; above++) {
        struct stat status;
        *strrchr(folder, '/') = '\0';
        const char *name = *folder != '\0' ? folder : "/";
        int failed = above < OWN_FOLDERS ? lstat(name, &status) : stat(name, &status);
        if (failed && errno == ENOENT)
            continue;
        if (failed)
            return problem_set_errno(problem, errno, _("\"%s\" cannot be looked at"), name);
        if (!folder_is_safe(&status))
            return problem_set(problem, PROBLEM_TOKEN,
                               _("\"%s\" must be a folder of yours, no link, in which nobody else may write, "
                                 "since a token lies in it: chmod go-w %s"),
                               name, name);
        if (*folder == '\0')
            break;
    }
    return true;
}

static bool file_is_private(const struct stat *status)
{
    return S_ISREG(status->st_mode) && (status->st_mode & 0177) == 0 && status->st_uid == geteuid();
}

static bool not_private(const char *path, struct problem *problem)
{
    return problem_set(
        problem, PROBLEM_TOKEN,
        _("\"%s\" holds a token and must be a file that is yours alone, and no link: chmod 600 "
          "it, or remove it."),
        path);
}

/* ---- reading ---- */

/* The bytes of the very file that was looked at; `text->at` is NULL where there is none. */
static bool bytes_read(struct arena *arena, const char *path, struct slice *text, struct problem *problem)
{
    struct stat status;
    *text = (struct slice){NULL, 0};
    int descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0 && errno == ENOENT)
        return true;
    if (descriptor < 0 && errno == ELOOP)
        return not_private(path, problem);
    if (descriptor < 0)
        return problem_set_errno(problem, errno, _("\"%s\" cannot be read"), path);
    bool fine = fstat(descriptor, &status) == 0 && file_is_private(&status);
    if (!fine)
        not_private(path, problem);
    char *at = arena_take(arena, LIMIT_TOKEN_FILE_BYTES);
    long got = fine ? file_read_some(descriptor, at, LIMIT_TOKEN_FILE_BYTES, path, problem) : -1;
    close(descriptor);
    if (got >= 0)
        *text = (struct slice){at, (size_t)got};
    return got >= 0;
}

bool token_file_read(struct arena *arena, const char *portal, struct token_kept *kept,
                     struct problem *problem)
{
    struct slice text;
    struct json root;
    const struct json_fault *faults;
    *kept = (struct token_kept){.path = path_of(arena, portal)};
    if (kept->path == NULL || !bytes_read(arena, kept->path, &text, problem))
        return kept->path == NULL;
    if (text.at == NULL)
        return true;
    if (!folders_check(arena, kept->path, problem))
        return false;
    bool read = json_read(arena, text, &root, &faults);
    kept->origin = read ? json_get_string(arena, &root, "origin") : NULL;
    kept->token = read ? json_get_string(arena, &root, "token") : NULL;
    if (kept->origin != NULL && kept->token != NULL && *kept->token != '\0')
        return true;
    return problem_set(problem, PROBLEM_TOKEN, _("\"%s\" must hold {\"origin\": ..., \"token\": ...}."),
                       kept->path);
}

/* ---- writing ---- */

bool token_file_may_write(struct arena *arena, const char *portal, const char *origin,
                          struct token_kept *kept, struct problem *problem)
{
    if (!token_file_read(arena, portal, kept, problem))
        return false;
    if (kept->path == NULL)
        return problem_set(problem, PROBLEM_LOCAL,
                           _("There is no place for a token: neither HOME nor XDG_CONFIG_HOME is set."));
    if (!folders_check(arena, kept->path, problem))
        return false;
    if (kept->origin != NULL && strcmp(kept->origin, origin) != 0)
        return problem_set(
            problem, PROBLEM_TOKEN,
            _("\"%s\" holds a token for %s, another portal of the same name. It is not written "
              "over: banchi logout %s takes it away."),
            kept->path, kept->origin, portal);
    kept->origin = origin;
    return true;
}

/* The folders above the file, each for the user alone. */
static bool folders_make(struct arena *arena, const char *path, struct problem *problem)
{
    char *copy = arena_string(arena, path);
    for (char *at = strchr(copy + 1, '/'); at != NULL; at = strchr(at + 1, '/')) {
        *at = '\0';
        if (mkdir(copy, 0700) != 0 && errno != EEXIST)
            return problem_set_errno(problem, errno, _("the folder %s cannot be made"), copy);
        *at = '/';
    }
    return true;
}

bool token_file_write(struct arena *arena, const struct token_kept *kept, struct problem *problem)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    json_write_begin_object(&writer);
    json_write_field(&writer, "origin", kept->origin);
    json_write_field(&writer, "token", kept->token);
    json_write_end_object(&writer);
    text_add(&out, "\n");
    /* what stands there is private, or bytes_read() has refused it: so is what takes its place */
    bool written = folders_make(arena, kept->path, problem) && folders_check(arena, kept->path, problem) &&
                   file_replace(kept->path, text_slice(&out), 0600, problem);
    explicit_bzero(out.at, out.length);
    text_free(&out);
    return written;
}

bool token_file_remove(struct arena *arena, const char *portal, bool *was_there, struct problem *problem)
{
    const char *path = path_of(arena, portal);
    *was_there = path != NULL && unlink(path) == 0;
    if (path == NULL || *was_there || errno == ENOENT || errno == ENOTDIR)
        return true;
    return problem_set_errno(problem, errno, _("\"%s\" cannot be removed"), path);
}
