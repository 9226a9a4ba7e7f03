#include "portal/download.h"

#include <ctype.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "portal/answer.h"
#include "portal/mime.h"
#include "portal/package.h"
#include "portal/request.h"
#include "portal/resource.h"
#include "portal/store.h"
#include "portal/value.h"

/* "ID/resource/RID/download[/NAME]"; the parts lie in the request's arena. */
struct address {
    const char *package;
    const char *resource;
    const char *name;
};

static bool read_address(struct request *request, const char *rest, struct address *address)
{
    static const char resource[] = "/resource/";
    static const char download[] = "/download";
    const char *second = strstr(rest, resource);
    if (second == NULL || memchr(rest, '/', (size_t)(second - rest)) != NULL)
        return false;
    const char *id = second + strlen(resource);
    const char *third = strchr(id, '/');
    if (third == NULL || strncmp(third, download, strlen(download)) != 0)
        return false;
    const char *end = third + strlen(download);
    if (*end != 0 && *end != '/')
        return false;
    address->package = arena_copy(&request->arena, rest, (size_t)(second - rest));
    address->resource = arena_copy(&request->arena, id, (size_t)(third - id));
    address->name = *end == '/' ? end + 1 : "";
    return strchr(address->name, '/') == NULL;
}

struct stored_file {
    int descriptor;
    uint64_t bytes;
    const char *tag;      /* ETag, in quotes */
    const char *modified; /* as HTTP writes it */
    time_t saved;
};

static bool open_file(struct request *request, const char *resource, struct stored_file *file)
{
    struct rows rows;
    const char *blob = NULL;
    double saved = 0;
    if (rows_open(&rows, request->session,
                  "SELECT blob, CAST(saved * 1000 AS INT) FROM file WHERE resource_id = ?", "s", resource) &&
        rows_next(&rows)) {
        blob = rows_text(&rows, &request->arena, 0);
        saved = (double)rows_number(&rows, 1) / 1000;
    }
    rows_close(&rows);
    if (blob == NULL || strspn(blob, "0123456789abcdef") != strlen(blob))
        return false;
    file->descriptor = open(arena_format(&request->arena, "%s/%s", request->portal->files, blob),
                            O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct stat status;
    if (file->descriptor < 0 || fstat(file->descriptor, &status) != 0)
        return false;
    file->bytes = (uint64_t)status.st_size;
    file->saved = (time_t)saved;
    file->tag =
        arena_format(&request->arena, "\"%.3f-%llu-%.10s\"", saved, (unsigned long long)file->bytes, blob);
    struct tm parts;
    char *date = arena_alloc(&request->arena, 40);
    gmtime_r(&file->saved, &parts);
    strftime(date, 40, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    file->modified = date;
    return true;
}

static bool is_unchanged(const struct request *request, const struct stored_file *file)
{
    if (request->if_none_match != NULL)
        return strcmp(request->if_none_match, "*") == 0 || strstr(request->if_none_match, file->tag) != NULL;
    struct tm parts;
    memset(&parts, 0, sizeof parts);
    if (request->if_modified_since == NULL ||
        strptime(request->if_modified_since, "%a, %d %b %Y %H:%M:%S GMT", &parts) == NULL)
        return false;
    return file->saved <= timegm(&parts);
}

enum range { RANGE_WHOLE, RANGE_PART, RANGE_BEYOND };

/* "bytes=FIRST-[LAST]" or "bytes=-COUNT"; anything else counts as none. */
static enum range read_range(const char *range, uint64_t bytes, uint64_t *from, uint64_t *length)
{
    *from = 0;
    *length = bytes;
    if (range == NULL || strncmp(range, "bytes=", 6) != 0 || strchr(range, ',') != NULL)
        return RANGE_WHOLE;
    const char *at = range + 6;
    char *end = NULL;
    if (*at == '-' && isdigit((unsigned char)at[1])) {
        uint64_t count = strtoull(at + 1, &end, 10);
        *from = count > bytes ? 0 : bytes - count;
        *length = bytes - *from;
        return *end != 0 ? RANGE_WHOLE : *length == 0 ? RANGE_BEYOND : RANGE_PART;
    }
    if (!isdigit((unsigned char)*at))
        return RANGE_WHOLE;
    *from = strtoull(at, &end, 10);
    if (*end != '-')
        return RANGE_WHOLE;
    uint64_t last = isdigit((unsigned char)end[1]) ? strtoull(end + 1, &end, 10) : bytes - 1;
    if (*from >= bytes || last < *from)
        return RANGE_BEYOND;
    last = last >= bytes ? bytes - 1 : last;
    *length = last - *from + 1;
    return RANGE_PART;
}

static void add_file_headers(struct request *request, struct answer *answer, const struct stored_file *file,
                             const char *name)
{
    const char *clean = name_munged(&request->arena, name);
    answer_header(answer, "Content-Disposition", arena_format(&request->arena, "inline; filename=%s", clean));
    answer_header(answer, "ETag", file->tag);
    answer_header(answer, "X-Content-Type-Options", "nosniff");
    answer_header(answer, "Content-Security-Policy", "default-src 'none'; sandbox");
}

static void send_file(struct request *request, struct answer *answer, const struct stored_file *file,
                      const char *media, const char *name)
{
    if (is_unchanged(request, file)) {
        close(file->descriptor);
        answer->status = 304;
        add_file_headers(request, answer, file, name);
        return;
    }
    enum range range = read_range(request->range, file->bytes, &answer->offset, &answer->length);
    if (range == RANGE_BEYOND) {
        close(file->descriptor);
        answer_page(answer, 416, "Requested Range Not Satisfiable");
        return;
    }
    answer->status = range == RANGE_PART ? 206 : 200;
    answer->from_file = true;
    answer->descriptor = file->descriptor;
    answer_header(answer, "Content-Type", media);
    answer_header(answer, "Last-Modified", file->modified);
    answer_header(answer, "Accept-Ranges", "bytes");
    if (range == RANGE_PART)
        answer_header(answer, "Content-Range",
                      arena_format(&request->arena, "bytes %llu-%llu/%llu",
                                   (unsigned long long)answer->offset,
                                   (unsigned long long)(answer->offset + answer->length - 1),
                                   (unsigned long long)file->bytes));
    add_file_headers(request, answer, file, name);
}

/* A header of ours never holds a line feed, whatever a link holds. */
static const char *header_text(struct request *request, const char *text)
{
    char *clean = arena_string(&request->arena, text);
    for (char *at = clean; *at != 0; at++)
        if ((unsigned char)*at < 0x20)
            *at = '_';
    return clean;
}

void download_answer(struct request *request, struct answer *answer, const char *rest)
{
    struct address address;
    bool active = false;
    const char *owner = NULL;
    if (read_address(request, rest, &address))
        owner = resource_owner(request, address.resource, &active);
    const struct package package = owner == NULL ? (struct package){0} : package_find(request, owner);
    if (owner == NULL || !active || !package_allow_read(request, &package)) {
        bool denied = request->failure.status == 403;
        answer_page(answer, denied ? 403 : 404, denied ? "Forbidden" : "Not Found");
        return;
    }
    const struct value *resource = resource_dictize(request, &package, address.resource);
    const char *url = value_get_text(resource, "url");
    struct stored_file file;
    if (!value_equals(value_get(resource, "url_type"), "upload")) {
        if (url == NULL || *url == 0)
            answer_page(answer, 404, "Not Found");
        else
            answer_redirect(answer, header_text(request, url));
    } else if (!open_file(request, address.resource, &file)) {
        answer_page(answer, 500, "Internal Server Error");
    } else {
        const char *media = value_get_text(resource, "mimetype");
        send_file(request, answer, &file,
                  media == NULL || *media == 0 ? "application/octet-stream" : header_text(request, media),
                  address.name);
    }
}
