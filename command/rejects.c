#include "command/rejects.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/privacy.h"

static const char HEADER[] = "file,row,line,column,code\n";

#define WAITING_BYTES (64 * KiB)

static void flush(struct rejects *rejects)
{
    if (rejects->problem.kind == PROBLEM_NONE)
        (void)!file_new_add(&rejects->file, text_slice(&rejects->waiting), &rejects->problem);
    text_clear(&rejects->waiting);
}

static void add_cell(struct text *out, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        text_add(out, text);
        return;
    }
    text_add_char(out, '"');
    for (; *text != '\0'; text++)
        text_add(out, *text == '"' ? "\"\"" : (char[]){*text, '\0'});
    text_add_char(out, '"');
}

/* A name that tells of a person does not stand there as it is. */
static void add_file(struct rejects *rejects, const char *file)
{
    if (!slice_equals(text_slice(&rejects->name), file)) {
        text_clear(&rejects->name);
        text_add(&rejects->name, file);
        text_clear(&rejects->shown);
        privacy_add_masked(&rejects->shown, slice_of(file));
    }
    add_cell(&rejects->waiting, rejects->shown.at);
}

static void put(struct finding_sink *self, const struct finding *finding)
{
    struct rejects *rejects = (struct rejects *)self;
    if (finding->row > 0 && finding->file != NULL) {
        struct text *out = &rejects->waiting;
        add_file(rejects, finding->file);
        text_format(out, ",%zu,%zu,", finding->row, finding->line);
        if (finding->column_number > 0)
            text_format(out, "%zu", finding->column_number);
        text_format(out, ",%s\n", code_row(finding->code)->name);
        if (out->length >= WAITING_BYTES)
            flush(rejects);
    }
    finding_put(rejects->behind, finding);
}

/* Whether the file is empty, or a list of an earlier run. */
static bool is_list(const char *path)
{
    char text[sizeof HEADER];
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t length = descriptor < 0 ? -1 : read(descriptor, text, sizeof text - 1);
    if (descriptor >= 0)
        close(descriptor);
    return length == 0 || (length > 0 && slice_starts((struct slice){text, (size_t)length}, HEADER));
}

static bool may_be_written(const char *path, struct problem *problem)
{
    enum file_kind kind = file_kind(path);
    return kind == FILE_ABSENT || (kind == FILE_REGULAR && is_list(path)) ||
           problem_set(problem, PROBLEM_USAGE,
                       _("%s is there already and is no list of rejected rows; name another file"), path);
}

bool rejects_begin(struct rejects *rejects, struct arena *arena, const char *path,
                   struct finding_sink *behind, struct problem *problem)
{
    *rejects = (struct rejects){.sink = {put}, .behind = behind};
    if (!may_be_written(path, problem) || !file_new_begin(&rejects->file, arena, path, 0644, problem))
        return false;
    text_add(&rejects->waiting, HEADER);
    return true;
}

bool rejects_end(struct rejects *rejects, bool complete, struct problem *problem)
{
    flush(rejects);
    text_free(&rejects->waiting);
    text_free(&rejects->name);
    text_free(&rejects->shown);
    if (rejects->problem.kind == PROBLEM_NONE && complete)
        return file_new_end(&rejects->file, false, problem);
    file_new_abandon(&rejects->file);
    return rejects->problem.kind == PROBLEM_NONE || problem_move(problem, &rejects->problem);
}
