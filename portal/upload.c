#include "portal/upload.h"

#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/limits.h"
#include "portal/request.h"
#include "portal/store.h"
#include "portal/value.h"

static const char *blob_path(struct request *request, const char *blob)
{
    return arena_format(&request->arena, "%s/%s", request->portal->files, blob);
}

struct upload *upload_begin(struct request *request, const char *field, const char *file_name)
{
    char hex[33];
    random_hex(16, hex);
    request->uploads = arena_grow(&request->arena, request->uploads, request->upload_count,
                                  &request->upload_room, sizeof *request->uploads);
    struct upload *upload = &request->uploads[request->upload_count++];
    *upload = (struct upload){.field = arena_string(&request->arena, field),
                              .file_name = arena_string(&request->arena, file_name),
                              .blob = arena_string(&request->arena, hex)};
    upload->descriptor =
        open(blob_path(request, upload->blob), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    return upload->descriptor < 0 ? NULL : upload;
}

bool upload_add(struct request *request, struct upload *upload, const void *at, size_t bytes)
{
    (void)request;
    const char *from = at;
    size_t left = upload->bytes > LIMIT_UPLOAD_BYTES ? 0 : bytes;
    upload->bytes += bytes;
    while (left > 0) {
        ssize_t written = write(upload->descriptor, from, left);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        from += written;
        left -= (size_t)written;
    }
    return true;
}

bool upload_end(struct upload *upload)
{
    if (upload->descriptor < 0)
        return true;
    bool good = fsync(upload->descriptor) == 0;
    good = close(upload->descriptor) == 0 && good;
    upload->descriptor = -1;
    return good;
}

void uploads_discard(struct request *request, bool committed)
{
    for (size_t i = 0; i < request->upload_count; i++) {
        upload_end(&request->uploads[i]);
        if (!committed || !request->uploads[i].kept)
            unlink(blob_path(request, request->uploads[i].blob));
    }
    for (size_t i = 0; i < request->obsolete_count && committed; i++)
        unlink(blob_path(request, request->obsolete[i]));
}

static void blob_note_obsolete(struct request *request, const char *resource_id)
{
    const char *blob = session_text(request->session, &request->arena,
                                    "SELECT blob FROM file WHERE resource_id = ?", "s", resource_id);
    if (blob == NULL)
        return;
    request->obsolete = arena_grow(&request->arena, request->obsolete, request->obsolete_count,
                                   &request->obsolete_room, sizeof *request->obsolete);
    request->obsolete[request->obsolete_count++] = blob;
}

/* The folder's entry must be on the disk before the row that names it. */
static bool folder_flush(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0)
        close(folder);
    return good;
}

bool upload_give(struct request *request, struct upload *upload, const char *resource_id)
{
    if (upload->bytes > LIMIT_UPLOAD_BYTES)
        return fail_field(request, "upload", "File upload too large");
    if (!upload_end(upload) || !folder_flush(request->portal->files))
        return fail_crash(request);
    blob_note_obsolete(request, resource_id);
    upload->kept = true;
    upload->owner = resource_id;
    return session_run(request->session,
                       "INSERT INTO file(resource_id, blob, bytes, saved)"
                       " VALUES(?, ?, ?, (julianday('now') - 2440587.5) * 86400.0)"
                       " ON CONFLICT(resource_id) DO UPDATE SET blob = excluded.blob, bytes = excluded.bytes,"
                       " saved = excluded.saved",
                       "ssi", resource_id, upload->blob, (long long)upload->bytes) ||
           fail_crash(request);
}

void upload_clear(struct request *request, const char *resource_id)
{
    blob_note_obsolete(request, resource_id);
    session_run(request->session, "DELETE FROM file WHERE resource_id = ?", "s", resource_id);
}
