#include "catalog/convert.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/file_new.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "catalog/content.h"

#define BLOCK (64 * KiB)
/* No byte of any of these sets becomes more than three of UTF-8, two of UTF-16 become at most three. */
#define OUT_BLOCK (3 * BLOCK)

struct work {
    const struct convert_request *request;
    struct convert_result *result;
    int descriptor;
    iconv_t there, back;
    struct file_new new;
    bool writing;
    size_t line, column;    /* of the next character, from 1 */
    uint64_t refused;       /* findings put */
    uint64_t skip;          /* bytes of a mark at the beginning */
    char *in, *out, *again; /* blocks */
};

/* ---- findings ---- */

static void put(struct work *work, struct finding *finding)
{
    finding->file = work->request->file;
    work->refused++;
    finding_put(work->request->sink, finding);
}

static void put_unknown(struct work *work, const char *message, const char *hint)
{
    struct finding finding = {.code = CODE_D150, .message = message, .hint = hint};
    put(work, &finding);
}

static void put_bytes(struct work *work, const char *at, size_t count)
{
    struct text bytes = {0}, message = {0};
    for (size_t i = 0; i < count; i++)
        text_format(&bytes, i > 0 ? " %02X" : "%02X", (unsigned)(unsigned char)at[i]);
    text_format(&message, _("byte %s is no letter of %s"), bytes.at, encoding_name(work->result->from));
    struct finding finding = {
        .code = CODE_D151,
        .line = work->line,
        .column = work->column,
        .message = message.at,
        .hint = _("the file is damaged, or of another set: see what should stand there, or name the set with "
                  "--from"),
    };
    put(work, &finding);
    text_free(&message);
    text_free(&bytes);
}

static void put_end(struct work *work)
{
    struct finding finding = {.code = CODE_D151,
                              .line = work->line,
                              .column = work->column,
                              .message = _("the file ends in the middle of a letter"),
                              .hint = _("it was probably cut off: get it again from where it came from")};
    put(work, &finding);
}

/* ---- which set ---- */

static bool tally_file(struct work *work, struct encoding_tally *tally, const char **kind,
                       struct problem *problem)
{
    long got;
    bool first = true;
    while ((got = file_read_some(work->descriptor, work->in, BLOCK, work->request->path, problem)) > 0) {
        struct slice piece = {work->in, (size_t)got};
        if (first)
            *kind = content_disguised(piece);
        first = false;
        encoding_tally_add(tally, piece);
    }
    work->result->bytes = tally->bytes + tally->held_count;
    return got == 0 && lseek(work->descriptor, 0, SEEK_SET) == 0;
}

static bool is_wide(enum encoding encoding)
{
    return encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE;
}

static bool is_sure(const struct encoding_guess *guess)
{
    return guess->confidence == 100 && guess->encoding != ENCODING_UNKNOWN;
}

static void put_mixed(struct work *work, const struct encoding_guess *guess)
{
    put_unknown(work,
                arena_format(work->request->arena,
                             _("the file mixes character sets: line %llu is UTF-8, line %llu is not"),
                             (unsigned long long)guess->utf8_line, (unsigned long long)guess->foreign_line),
                _("parts of two files were put together: convert each, then join them"));
}

static void put_contradiction(struct work *work, const struct encoding_guess *guess)
{
    put_unknown(work,
                arena_format(work->request->arena, _("the file is %s, not %s"),
                             encoding_name(guess->encoding), encoding_name(work->request->from)),
                _("leave --from out"));
}

static void put_doubt(struct work *work, const struct encoding_guess *guess)
{
    const char *name = encoding_name(guess->encoding);
    const char *message = *name == '\0'
                              ? _("the file's character set is not one that banchi knows")
                              : arena_format(work->request->arena,
                                             _("the file may be %s, but too little in it says so (%u %%)"),
                                             name, guess->confidence);
    put_unknown(work, message, _("name the set with --from, or save the file again as \"CSV UTF-8\""));
}

/* Sets result->from; a refusal is put. */
static void choose_set(struct work *work, const struct encoding_guess *guess)
{
    enum encoding told = work->request->from;
    struct convert_result *result = work->result;
    bool utf8 = guess->encoding == ENCODING_UTF8 || guess->encoding == ENCODING_UTF8_MARK;
    bool named = told == ENCODING_UTF8 && utf8;
    result->from = guess->encoding;
    result->confidence = guess->confidence;
    if (guess->encoding == ENCODING_MIXED)
        put_mixed(work, guess);
    else if (told != ENCODING_UNKNOWN && told != guess->encoding && is_sure(guess) && !named)
        put_contradiction(work, guess);
    else if (told == ENCODING_UNKNOWN && (guess->encoding == ENCODING_UNKNOWN ||
                                          (guess->confidence < ENCODING_CONFIDENT && guess->undefined == 0)))
        put_doubt(work, guess);
    else if (told != ENCODING_UNKNOWN && !named) {
        result->from = told;
        result->confidence = 100;
    }
}

/* ---- piece by piece ---- */

static void count_places(struct work *work, const char *at, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (at[i] == '\n') {
            work->line++;
            work->column = 1;
        } else {
            work->column += (at[i] & 0xC0) != 0x80;
        }
    }
}

/* Whether the piece comes out of its UTF-8 as it went in. */
static bool comes_back(struct work *work, struct slice piece, struct slice utf8)
{
    char *in = (char *)(uintptr_t)utf8.at, *out = work->again;
    size_t left = utf8.length, room = BLOCK + 16;
    bool done = iconv(work->back, &in, &left, &out, &room) != (size_t)-1;
    struct slice again = {work->again, (size_t)(out - work->again)};
    return done && slice_equal(piece, again);
}

static bool piece_out(struct work *work, struct slice piece, struct slice utf8, struct problem *problem)
{
    if (!comes_back(work, piece, utf8)) {
        put_unknown(work, _("the file would not come out of its UTF-8 as it went in"),
                    _("save it again as \"CSV UTF-8\" in the program that made it"));
        return true;
    }
    count_places(work, utf8.at, utf8.length);
    work->result->bytes_after += utf8.length;
    return !work->writing || work->refused > 0 || file_new_add(&work->new, utf8, problem);
}

/* Converts what is whole of the bytes; `*taken` of them were. A byte that stands for nothing is told and
 * passed over. */
static bool block_convert(struct work *work, size_t length, size_t *taken, struct problem *problem)
{
    size_t unit = is_wide(work->result->from) ? 2 : 1;
    *taken = 0;
    while (*taken < length) {
        char *in = work->in + *taken, *out = work->out;
        size_t left = length - *taken, room = OUT_BLOCK;
        bool whole = iconv(work->there, &in, &left, &out, &room) != (size_t)-1;
        int error = errno;
        struct slice piece = {work->in + *taken, (size_t)(in - work->in) - *taken};
        struct slice utf8 = {work->out, (size_t)(out - work->out)};
        if (piece.length > 0 && !piece_out(work, piece, utf8, problem))
            return false;
        *taken = (size_t)(in - work->in);
        if (whole || error == EINVAL)
            return true;
        if (error == EILSEQ) {
            size_t bytes = left < unit ? left : unit;
            put_bytes(work, work->in + *taken, bytes);
            *taken += bytes;
            work->column++;
        }
    }
    return true;
}

static bool file_convert(struct work *work, struct problem *problem)
{
    size_t held = 0;
    long got;
    if (lseek(work->descriptor, (off_t)work->skip, SEEK_SET) < 0)
        return problem_set_errno(problem, errno, _("%s cannot be read"), work->request->path);
    while ((got = file_read_some(work->descriptor, work->in + held, BLOCK - held, work->request->path,
                                 problem)) > 0) {
        size_t length = held + (size_t)got, taken;
        if (!block_convert(work, length, &taken, problem))
            return false;
        held = length - taken;
        memmove(work->in, work->in + taken, held);
    }
    if (got == 0 && held > 0)
        put_end(work);
    return got == 0;
}

/* ---- the whole ---- */

static uint64_t mark_bytes(const struct encoding_tally *tally, enum encoding from)
{
    if (from == ENCODING_UTF8_MARK)
        return 3;
    bool little = tally->first[0] == 0xFF && tally->first[1] == 0xFE;
    bool big = tally->first[0] == 0xFE && tally->first[1] == 0xFF;
    return (from == ENCODING_UTF16LE && little) || (from == ENCODING_UTF16BE && big) ? 2 : 0;
}

/* The file at the path is still the one that was read, and nobody wrote to it since. */
static bool is_unchanged(const struct work *work, const struct stat *before)
{
    struct stat now, there;
    return fstat(work->descriptor, &now) == 0 && stat(work->request->path, &there) == 0 &&
           now.st_ino == there.st_ino && now.st_dev == there.st_dev && now.st_size == before->st_size &&
           now.st_mtim.tv_sec == before->st_mtim.tv_sec && now.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

static bool write_end(struct work *work, const struct stat *before, struct problem *problem)
{
    if (work->refused > 0) {
        file_new_abandon(&work->new);
        return true;
    }
    if (!is_unchanged(work, before)) {
        file_new_abandon(&work->new);
        return problem_set(problem, PROBLEM_LOCAL,
                           _("%s was changed while it was converted; it is left as it is"),
                           work->request->path);
    }
    if (!file_new_end(&work->new, true, problem))
        return false;
    work->result->original = work->new.aside;
    return true;
}

static const char *set_of(enum encoding encoding)
{
    return encoding == ENCODING_UTF8_MARK ? "UTF-8" : encoding_name(encoding);
}

static bool convert_known(struct work *work, struct problem *problem)
{
    struct stat before;
    work->there = iconv_open("UTF-8", set_of(work->result->from));
    work->back = iconv_open(set_of(work->result->from), "UTF-8");
    bool done =
        work->there != (iconv_t)-1 && work->back != (iconv_t)-1 && fstat(work->descriptor, &before) == 0;
    if (!done)
        problem_set_errno(problem, errno, _("the C library cannot convert %s"), set_of(work->result->from));
    if (done && !work->request->dry)
        done = work->writing =
            file_new_begin(&work->new, work->request->arena, work->request->path, 0644, problem);
    if (done && !file_convert(work, problem)) {
        if (work->writing)
            file_new_abandon(&work->new);
        done = false;
    }
    if (done && work->writing)
        done = write_end(work, &before, problem);
    if (work->there != (iconv_t)-1)
        iconv_close(work->there);
    if (work->back != (iconv_t)-1)
        iconv_close(work->back);
    return done;
}

static bool convert_open(struct work *work, struct problem *problem)
{
    struct encoding_tally tally = {0};
    const char *kind = NULL;
    struct convert_result *result = work->result;
    if (!tally_file(work, &tally, &kind, problem))
        return false;
    struct encoding_guess guess = encoding_tally_guess(&tally);
    bool wide = is_wide(guess.encoding) || is_wide(work->request->from);
    if (kind != NULL && !wide)
        put_unknown(work, arena_format(work->request->arena, _("the file is %s"), kind),
                    _("open it in the program that made it and save it as CSV UTF-8"));
    else
        choose_set(work, &guess);
    result->outcome = CONVERT_REFUSED;
    if (work->refused > 0)
        return true;
    result->outcome = CONVERT_NEEDLESS;
    result->bytes_after = result->bytes;
    if (result->from == ENCODING_UTF8)
        return true;
    work->skip = mark_bytes(&tally, result->from);
    result->bytes_after = 0;
    if (!convert_known(work, problem))
        return false;
    result->outcome = work->refused > 0 ? CONVERT_REFUSED : CONVERT_DONE;
    return true;
}

bool convert_table(const struct convert_request *request, struct convert_result *result,
                   struct problem *problem)
{
    struct work work = {.request = request, .result = result, .line = 1, .column = 1};
    char *real = realpath(request->path, NULL);
    *result = (struct convert_result){0};
    work.descriptor = file_open(real != NULL ? real : request->path, problem);
    free(real);
    if (work.descriptor < 0)
        return false;
    work.in = malloc(BLOCK);
    work.out = malloc(OUT_BLOCK);
    work.again = malloc(BLOCK + 16);
    if (work.in == NULL || work.out == NULL || work.again == NULL)
        memory_exhausted();
    bool done = convert_open(&work, problem);
    free(work.in);
    free(work.out);
    free(work.again);
    close(work.descriptor);
    return done;
}
