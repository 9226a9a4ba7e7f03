/* Files from the portal into the staging folder, and from there to their places. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/limits.h"
#include "publisher/address.h"
#include "publisher/download.h"
#include "publisher/fetch_parts.h"
#include "publisher/portal_names.h"

#define FILE_MODE 0644
#define KEPT_MOST 1000

/* ---- the staging folder ---- */

/* It holds files alone. */
void fetch_staging_remove(struct fetching *fetching)
{
    char **names;
    size_t count;
    struct problem ignored = {0};
    if (file_kind(fetching->staging) == FILE_FOLDER &&
        file_list(fetching->arena, fetching->staging, &names, &count, &ignored))
        for (size_t i = 0; i < count; i++)
            unlink(file_join(fetching->arena, fetching->staging, names[i]));
    rmdir(fetching->staging);
    problem_clear(&ignored);
}

bool fetch_staging_make(struct fetching *fetching, struct problem *problem)
{
    fetch_staging_remove(fetching);
    return file_make_folder(fetching->staging, problem);
}

/* ---- one file ---- */

static void file_tell(struct fetching *fetching, const char *name, const struct download *download)
{
    struct fetched *out = fetching->out;
    out->files =
        arena_grow(fetching->arena, out->files, out->file_count, &fetching->file_room, sizeof *out->files);
    out->files[out->file_count++] = (struct fetched_file){
        .file = name, .bytes = download->bytes, .sha256 = arena_string(fetching->arena, download->sha256)};
}

static int file_begin(struct fetching *fetching, const char *name, struct problem *problem)
{
    const char *path = file_join(fetching->arena, fetching->staging, name);
    unlink(path);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
    if (file < 0)
        problem_set_errno(problem, errno, _("%s cannot be written"), path);
    return file;
}

/* On the disk before anything names it. */
static bool file_end(int file, const char *name, bool came, struct problem *problem)
{
    bool flushed = !came || fsync(file) == 0;
    int error = errno;
    flushed = close(file) == 0 && flushed;
    if (came && !flushed)
        return problem_set_errno(problem, error, _("\"%s\" was fetched, but cannot be written here"), name);
    return came;
}

static uint64_t size_told(const struct json *source)
{
    struct slice size = json_text(json_get(source, "size"));
    uint64_t number = 0;
    for (size_t i = 0; i < size.length && i < 18 && size.at[i] >= '0' && size.at[i] <= '9'; i++)
        number = number * 10 + (uint64_t)(size.at[i] - '0');
    return number;
}

static void size_compare(struct fetching *fetching, const struct fetch_item *item)
{
    uint64_t told = size_told(item->source);
    if (told > 0 && told != item->bytes)
        fetch_note(fetching, _("%.*s: the portal says %llu bytes, but serves %llu."), SLICE(item->key),
                   (unsigned long long)told, (unsigned long long)item->bytes);
}

/* By a redirect: a portal that keeps its files elsewhere. Without a token, and only where links are followed.
 */
static bool lead_on(struct fetching *fetching, struct download *download, struct problem *problem)
{
    const char *where = download->leads_to;
    struct transport *line = fetching->options->line;
    if (where == NULL)
        return true;
    if (line != NULL)
        return download_link(line, where, download, fetching->arena, problem);
    return problem_set(
        problem, PROBLEM_NETWORK,
        _("\"%.*s\": the portal does not have the file itself, but leads on to another address. "
          "With --links banchi fetches it from there, without the token."),
        SLICE(download->name));
}

bool fetch_file(struct fetching *fetching, struct fetch_item *item, struct problem *problem)
{
    const char *name = slice_copy(fetching->arena, item->key);
    const char *package_id = json_get_string(fetching->arena, fetching->package, "id");
    struct slice segment = address_last_segment(fetching->arena, json_text(json_get(item->source, "url")));
    int file = file_begin(fetching, name, problem);
    if (file < 0)
        return false;
    struct download download = {.package_id = package_id,
                                .resource_id = item->id,
                                .name = segment.length > 0 ? item->key : slice_of("file"),
                                .descriptor = file,
                                .meter = fetching->options->meter,
                                .may_lead_on = true};
    meter_begin(download.meter, file_join(fetching->arena, fetching->name, name), size_told(item->source));
    bool came = download_file(&fetching->publisher->ckan, &download, fetching->arena, problem) &&
                lead_on(fetching, &download, problem) && download_claims(item->source, &download, problem);
    if (!file_end(file, name, came, problem))
        return false;
    item->came = item->sure = true;
    item->bytes = download.bytes;
    memcpy(item->sha256, download.sha256, sizeof item->sha256);
    file_tell(fetching, name, &download);
    size_compare(fetching, item);
    return true;
}

/* ---- copies of what links lead to ---- */

static struct slice *names_taken(struct fetching *fetching, size_t *count)
{
    struct slice *taken = arena_array(fetching->arena, 2 * fetching->item_count, sizeof *taken);
    *count = 0;
    for (size_t i = 0; i < fetching->item_count; i++) {
        if (fetching->items[i].upload && fetching->items[i].key.length > 0)
            taken[(*count)++] = fetching->items[i].key;
        if (fetching->items[i].copy != NULL)
            taken[(*count)++] = slice_of(fetching->items[i].copy);
    }
    return taken;
}

static void copy_failed(struct fetching *fetching, struct problem *problem)
{
    struct fetched *out = fetching->out;
    fetch_note(fetching, "%s", problem->message.at);
    if (out->because == PROBLEM_NONE || problem->kind == PROBLEM_LOCAL)
        out->because = problem->kind;
    problem_clear(problem);
}

void fetch_copy(struct fetching *fetching, struct fetch_item *item)
{
    struct problem problem = {0};
    size_t count;
    const struct slice *taken = names_taken(fetching, &count);
    const char *url = slice_copy(fetching->arena, item->key);
    struct slice name =
        portal_file_name_make(fetching->arena, address_last_segment(fetching->arena, item->key),
                              fetching->name, json_text(json_get(item->source, "format")), taken, count);
    int file = file_begin(fetching, name.at, &problem);
    if (file < 0) {
        copy_failed(fetching, &problem);
        return;
    }
    struct download download = {.name = name, .descriptor = file, .meter = fetching->options->meter};
    meter_begin(download.meter, file_join(fetching->arena, fetching->name, name.at), 0);
    bool came = download_link(fetching->options->line, url, &download, fetching->arena, &problem) &&
                download_claims(item->source, &download, &problem);
    if (file_end(file, name.at, came, &problem)) {
        item->copy = name.at;
        file_tell(fetching, name.at, &download);
        return;
    }
    unlink(file_join(fetching->arena, fetching->staging, name.at));
    copy_failed(fetching, &problem);
}

/* ---- to its place ---- */

/* A second name for what is there, never one that is taken. */
static bool old_keep(struct fetching *fetching, const char *path)
{
    for (unsigned number = 1; number <= KEPT_MOST; number++) {
        const char *name = number == 1 ? arena_format(fetching->arena, "%s.original", path)
                                       : arena_format(fetching->arena, "%s.original.%u", path, number);
        if (link(path, name) == 0) {
            fetch_note(fetching, _("Your own %s is kept as %s."), file_name(path), file_name(name));
            return true;
        }
        if (errno != EEXIST)
            return errno == ENOENT;
    }
    return false;
}

bool fetch_file_place(struct fetching *fetching, const char *file, bool keep, struct problem *problem)
{
    const char *from = file_join(fetching->arena, fetching->staging, file);
    const char *folder = file_join(fetching->arena, fetching->publisher->workspace->folder, fetching->name);
    const char *to = file_join(fetching->arena, folder, file);
    if (keep && !old_keep(fetching, to))
        return problem_set_errno(problem, errno, _("%s cannot be kept, so it was left as it is"), to);
    if (rename(from, to) != 0)
        return problem_set_errno(problem, errno, _("%s cannot be written"), to);
    return true;
}
