#include "metadata/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/language.h"
#include "base/limits.h"
#include "metadata/batches.h"

/* Whole lines that are judged by one thread. */
struct piece {
    struct batch batch;
    struct text text;
    size_t lines; /* in it, when it was judged */
};

struct reader {
    struct batches batches;
    struct lines *lines;
    struct problem *problem;
    struct text carry; /* the beginning of a line whose end was not read yet */
    bool failed;
    size_t lines_put; /* lines of the batches that were put */
};

/* ---- judging ---- */

static void judge_line(const struct reader *reader, struct worker *worker, struct slice line, size_t number,
                       struct finding_sink *sink)
{
    struct json_document document = {.file = reader->lines->file, .first_line = number, .is_line = true};
    if (slice_trim(line).length > 0)
        batches_judge_document(worker, line, &document, sink);
}

static void judge(struct batches *self, struct worker *worker, struct batch *batch, struct finding_sink *sink)
{
    const struct reader *reader = (const struct reader *)self;
    struct piece *piece = (struct piece *)batch;
    size_t before = batch->in_turn ? reader->lines_put : 0;
    const char *at = piece->text.at, *end = at + piece->text.length;
    for (piece->lines = 0; at < end; piece->lines++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop != NULL ? stop : end;
        judge_line(reader, worker, (struct slice){at, (size_t)(stop - at)}, before + piece->lines + 1, sink);
        at = stop + 1;
    }
}

/* Those that waited know their line in the batch alone. */
static void put(struct batches *self, struct batch *batch)
{
    struct reader *reader = (struct reader *)self;
    for (size_t i = 0; i < batch->findings.count; i++)
        batch->findings.findings[i].line += reader->lines_put;
    finding_list_put(&batch->findings, self->sink);
    reader->lines_put += ((const struct piece *)batch)->lines;
}

/* ---- reading ---- */

static bool read_more(struct reader *reader, struct text *text)
{
    char *at = text_reserve(text, LIMIT_LINES_BATCH_BYTES);
    long got = file_read_some(reader->lines->descriptor, at, LIMIT_LINES_BATCH_BYTES, reader->lines->file,
                              reader->problem);
    reader->failed = got < 0;
    reader->batches.ended = got <= 0;
    text->length += got > 0 ? (size_t)got : 0;
    return got > 0;
}

/* Of a line over the limit only so much is kept that it is seen to be over it. */
static void skip_line(struct reader *reader, struct text *text)
{
    size_t kept = LIMIT_JSON_BYTES + 1;
    const char *end = NULL;
    while (end == NULL) {
        text->length = kept;
        if (!read_more(reader, text))
            return;
        end = memchr(text->at + kept, '\n', text->length - kept);
    }
    size_t rest = text->length - (size_t)(end - text->at);
    memmove(text->at + kept, end, rest);
    text->length = kept + rest;
}

static const char *last_newline(const struct text *text, size_t from)
{
    return text->length > from ? memrchr(text->at + from, '\n', text->length - from) : NULL;
}

static bool read_piece(struct batches *self, struct batch *batch)
{
    struct reader *reader = (struct reader *)self;
    struct text *text = &((struct piece *)batch)->text;
    const char *newline = NULL;
    text_clear(text);
    text_add_slice(text, text_slice(&reader->carry));
    while (newline == NULL && !reader->batches.ended) {
        size_t before = text->length;
        read_more(reader, text);
        newline = last_newline(text, before);
        if (newline == NULL && text->length > LIMIT_JSON_BYTES) {
            skip_line(reader, text);
            newline = last_newline(text, LIMIT_JSON_BYTES);
        }
    }
    text_clear(&reader->carry);
    if (newline != NULL && !reader->batches.ended) {
        size_t whole = (size_t)(newline + 1 - text->at);
        text_add_bytes(&reader->carry, newline + 1, text->length - whole);
        text->length = whole;
    }
    return text->length > 0;
}

/* ---- the whole ---- */

static void release(struct batch *batch)
{
    text_free(&((struct piece *)batch)->text);
}

bool lines_check(struct lines *lines, struct problem *problem)
{
    struct reader reader = {.batches = {.profile = lines->profile,
                                        .sink = lines->sink,
                                        .threads = lines->threads,
                                        .batch_bytes = sizeof(struct piece),
                                        .read = read_piece,
                                        .judge = judge,
                                        .put = put,
                                        .release = release},
                            .lines = lines,
                            .problem = problem};
    lines->documents = batches_judge(&reader.batches);
    text_free(&reader.carry);
    return !reader.failed;
}

bool lines_check_named(struct lines *lines, struct problem *problem)
{
    bool standard = strcmp(lines->file, "-") == 0;
    lines->descriptor = standard ? STDIN_FILENO : open(lines->file, O_RDONLY | O_CLOEXEC);
    if (lines->descriptor < 0)
        return problem_set_errno(problem, errno, _("%s cannot be opened"), lines->file);
    bool done = lines_check(lines, problem);
    if (!standard)
        close(lines->descriptor);
    return done;
}
