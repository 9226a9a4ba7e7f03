#include "base/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"

/* A folder on the way: what is left of its entries. */
struct level {
    struct arena arena; /* of the entries; kept for the next folder of this depth */
    struct file_entry *entries;
    size_t count, next;
    size_t path_length; /* up to the names of its entries */
};

struct walk {
    struct arena *arena;
    struct slice ending;
    int folder;
    size_t prefix;
    struct text path;
    struct level *levels;
    size_t depth, level_count, level_room;
};

/* What the path leads to, as seen from the open folder. */
static const char *within(const struct walk *walk)
{
    return walk->path.at + walk->prefix;
}

static struct level *next_level(struct walk *walk)
{
    if (walk->depth == walk->level_count) {
        walk->levels =
            arena_grow(walk->arena, walk->levels, walk->level_count, &walk->level_room, sizeof *walk->levels);
        walk->levels[walk->level_count++] = (struct level){0};
    }
    return &walk->levels[walk->depth];
}

/* Lists the folder that `descriptor`, perhaps -1 with errno, and the path stand for. */
static bool enter(struct walk *walk, int descriptor, struct problem *problem)
{
    struct level *level = next_level(walk);
    level->next = 0;
    arena_reset(&level->arena);
    if (descriptor < 0 || !file_list_open(&level->arena, descriptor, &level->entries, &level->count))
        return problem_set_errno(problem, errno, _("the folder %s cannot be read"), walk->path.at);
    if (walk->path.at[walk->path.length - 1] != '/')
        text_add_char(&walk->path, '/');
    level->path_length = walk->path.length;
    walk->depth++;
    return true;
}

static bool enter_beneath(struct walk *walk, struct problem *problem)
{
    int descriptor = file_open_folder(walk->folder, within(walk));
    bool entered = enter(walk, descriptor, problem);
    if (descriptor >= 0)
        close(descriptor);
    return entered;
}

struct walk *walk_start(struct arena *arena, const char *folder, const char *ending, struct problem *problem)
{
    struct walk *walk = arena_alloc(arena, sizeof *walk);
    *walk = (struct walk){
        .arena = arena, .ending = slice_of(ending), .folder = file_open_folder(AT_FDCWD, folder)};
    text_add(&walk->path, folder);
    if (enter(walk, walk->folder, problem)) {
        walk->prefix = walk->path.length;
        return walk;
    }
    walk_end(walk);
    return NULL;
}

static bool ends_so(const struct walk *walk, struct slice name)
{
    struct slice ending = walk->ending;
    return name.length > ending.length &&
           strncasecmp(name.at + name.length - ending.length, ending.at, ending.length) == 0;
}

enum entry { ENTRY_OTHER, ENTRY_FILE, ENTRY_FOLDER };

/* What the listing did not tell: a link, or a file system that tells nothing. */
static enum entry look(const struct walk *walk, bool named_so)
{
    struct stat status;
    bool there = fstatat(walk->folder, within(walk), &status, AT_SYMLINK_NOFOLLOW) == 0;
    if (there && S_ISDIR(status.st_mode))
        return ENTRY_FOLDER;
    bool link = there && S_ISLNK(status.st_mode);
    if (link && fstatat(walk->folder, within(walk), &status, 0) == 0 && S_ISDIR(status.st_mode))
        return ENTRY_OTHER;
    return named_so ? ENTRY_FILE : ENTRY_OTHER;
}

/* Of the entry that the path has come to. */
static enum entry kind_of(const struct walk *walk, const struct file_entry *entry)
{
    struct slice name = slice_of(entry->name);
    if (entry->folder)
        return ENTRY_FOLDER;
    bool named_so = ends_so(walk, name);
    if (entry->regular)
        return named_so ? ENTRY_FILE : ENTRY_OTHER;
    return look(walk, named_so);
}

/* The next entry that is not hidden, at the end of the path; NULL behind the last one. */
static const struct file_entry *next_entry(struct walk *walk)
{
    while (walk->depth > 0) {
        struct level *level = &walk->levels[walk->depth - 1];
        while (level->next < level->count) {
            const struct file_entry *entry = &level->entries[level->next++];
            if (entry->name[0] == '.')
                continue;
            walk->path.length = level->path_length;
            text_add(&walk->path, entry->name);
            return entry;
        }
        walk->depth--;
    }
    return NULL;
}

enum walk_found walk_next(struct walk *walk, const char **path, struct problem *problem)
{
    const struct file_entry *entry;
    while ((entry = next_entry(walk)) != NULL) {
        enum entry kind = kind_of(walk, entry);
        *path = walk->path.at;
        if (kind == ENTRY_FILE)
            return WALK_FILE;
        if (kind == ENTRY_FOLDER && !enter_beneath(walk, problem))
            return WALK_UNREADABLE;
    }
    return WALK_END;
}

int walk_folder(const struct walk *walk)
{
    return walk->folder;
}

size_t walk_prefix(const struct walk *walk)
{
    return walk->prefix;
}

void walk_end(struct walk *walk)
{
    if (walk == NULL)
        return;
    for (size_t i = 0; i < walk->level_count; i++)
        arena_free(&walk->levels[i].arena);
    text_free(&walk->path);
    if (walk->folder >= 0)
        close(walk->folder);
}
