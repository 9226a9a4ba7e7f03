#include "catalog/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/language.h"

static const char *temporary_folder(void)
{
    const char *folder = getenv("TMPDIR");
    return folder != NULL && *folder != '\0' ? folder : "/tmp";
}

static bool fail(struct problem *problem, int error)
{
    return problem_set_errno(
        problem, error,
        _("the temporary file by which repeated keys are found cannot be kept in %s (another folder can be "
          "named in TMPDIR)"),
        temporary_folder());
}

/* Not every file system makes files without a name. */
static int make_and_unlink(const char *folder)
{
    char *path = NULL;
    if (asprintf(&path, "%s/banchi-XXXXXX", folder) < 0)
        memory_exhausted();
    int descriptor = mkostemp(path, O_CLOEXEC);
    if (descriptor >= 0)
        unlink(path);
    free(path);
    return descriptor;
}

/* The descriptor of the file, which is made by the thread that needs it first. */
static int open_file(struct spill_file *file)
{
    int descriptor = atomic_load(&file->descriptor);
    if (descriptor >= 0)
        return descriptor;
    descriptor = open(temporary_folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == ENOENT))
        descriptor = make_and_unlink(temporary_folder());
    int none = -1;
    if (descriptor >= 0 && !atomic_compare_exchange_strong(&file->descriptor, &none, descriptor)) {
        close(descriptor);
        descriptor = none;
    }
    return descriptor;
}

void spill_file_close(struct spill_file *file)
{
    if (file->descriptor >= 0)
        close(file->descriptor);
    file->descriptor = -1;
}

static unsigned char *buffer_of(const struct spill *spill, unsigned part)
{
    return spill->buffers + part * spill->file->block_bytes;
}

/* What lies between a block's records and its link is written with them. */
static void clear_gap(const struct spill *spill, unsigned part)
{
    size_t records = spill->room * SPILL_RECORD_BYTES;
    memset(buffer_of(spill, part) + records, 0, spill->file->block_bytes - SPILL_LINK_BYTES - records);
}

void spill_open(struct spill *spill, struct spill_file *file)
{
    *spill = (struct spill){.file = file, .buffers = malloc(SPILL_PARTS * file->block_bytes)};
    if (spill->buffers == NULL)
        memory_exhausted();
    spill->room = (file->block_bytes - SPILL_LINK_BYTES) / SPILL_RECORD_BYTES;
    for (unsigned i = 0; i < SPILL_PARTS; i++) {
        spill->last[i] = SPILL_NONE;
        clear_gap(spill, i);
    }
}

void spill_close(struct spill *spill)
{
    free(spill->buffers);
    problem_clear(&spill->problem);
    *spill = (struct spill){0};
}

/* ---- blocks ---- */

static unsigned char *link_of(const struct spill *spill, unsigned char *block)
{
    return block + spill->file->block_bytes - SPILL_LINK_BYTES;
}

static bool write_at(int descriptor, const unsigned char *at, size_t bytes, off_t offset)
{
    while (bytes > 0) {
        ssize_t put = pwrite(descriptor, at, bytes, offset);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        at += put;
        offset += put;
        bytes -= (size_t)put;
    }
    return true;
}

static bool read_at(struct spill *spill, unsigned char *at, size_t bytes, off_t offset)
{
    while (bytes > 0) {
        ssize_t got = pread(spill->file->descriptor, at, bytes, offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return fail(&spill->problem, got < 0 ? errno : EIO);
        at += got;
        offset += got;
        bytes -= (size_t)got;
    }
    return true;
}

static off_t place_of_link(const struct spill_file *file, uint32_t block)
{
    return (off_t)(block + UINT64_C(1)) * (off_t)file->block_bytes - (off_t)SPILL_LINK_BYTES;
}

/* A block that was given back, else a new one at the file's end. SPILL_NONE with a problem. */
static uint32_t take_block(struct spill *spill)
{
    struct spill_file *file = spill->file;
    if (file->given_back_count == 0)
        return atomic_fetch_add(&file->blocks, 1);
    uint32_t *end = &file->given_back[file->given_back_count - 1], taken = *end, link;
    if (!read_at(spill, (unsigned char *)&link, sizeof link, place_of_link(file, taken)))
        return SPILL_NONE;
    if (link == SPILL_NONE)
        file->given_back_count--;
    else
        *end = link;
    return taken;
}

void spill_write(struct spill *spill, unsigned part)
{
    unsigned char *buffer = buffer_of(spill, part);
    spill->count[part] += spill->fill[part];
    spill->fill[part] = 0;
    if (spill->problem.kind != PROBLEM_NONE)
        return;
    uint32_t block = take_block(spill);
    if (block == SPILL_NONE)
        return;
    memcpy(link_of(spill, buffer), &spill->last[part], SPILL_LINK_BYTES);
    int descriptor = open_file(spill->file);
    off_t offset = (off_t)block * (off_t)spill->file->block_bytes;
    errno = descriptor < 0 ? errno : ENOSPC; /* what a short write without a word means */
    if (descriptor < 0 || !write_at(descriptor, buffer, spill->file->block_bytes, offset))
        fail(&spill->problem, errno);
    else
        spill->last[part] = block;
}

/* ---- reading back ---- */

/* Hangs the block before those given back last. */
static bool give_block_back(struct spill *spill, uint32_t block)
{
    struct spill_file *file = spill->file;
    bool first = file->given_back_count == 0;
    uint32_t none = SPILL_NONE, *end = &file->given_back[first ? 0 : file->given_back_count - 1];
    if (!write_at(file->descriptor, (const unsigned char *)(first ? &none : end), SPILL_LINK_BYTES,
                  place_of_link(file, block)))
        return fail(&spill->problem, errno);
    *end = block;
    file->given_back_count += first;
    return true;
}

struct spill_reader spill_read(struct spill *spill, unsigned part, unsigned char *block)
{
    return (struct spill_reader){.spill = spill, .part = part, .next = spill->last[part], .block = block};
}

size_t spill_next(struct spill_reader *reader, const unsigned char **records)
{
    struct spill *spill = reader->spill;
    if (!reader->begun) {
        reader->begun = true;
        *records = buffer_of(spill, reader->part);
        if (spill->fill[reader->part] > 0)
            return spill->fill[reader->part];
    }
    if (reader->next == SPILL_NONE || spill->problem.kind != PROBLEM_NONE)
        return 0;
    size_t bytes = spill->file->block_bytes;
    uint32_t block = reader->next;
    if (!read_at(spill, reader->block, bytes, (off_t)block * (off_t)bytes))
        return 0;
    memcpy(&reader->next, link_of(spill, reader->block), SPILL_LINK_BYTES);
    if (reader->give_back && give_block_back(spill, block))
        spill->last[reader->part] = reader->next;
    *records = reader->block;
    return spill->room;
}

void spill_give_back(struct spill *spill, unsigned part)
{
    struct spill_file *file = spill->file;
    if (spill->last[part] != SPILL_NONE && file->given_back_count < SPILL_PARTS)
        file->given_back[file->given_back_count++] = spill->last[part];
    spill->last[part] = SPILL_NONE;
    spill->fill[part] = 0;
    spill->count[part] = 0;
}
