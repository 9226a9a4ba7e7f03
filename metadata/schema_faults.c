/* What is wrong with schemas: gathered while they are compiled, put in the order of the files. */
#include "metadata/schema_parts.h"

#include <stdlib.h>

#include "metadata/pointer.h"

/* A file by the place of its name, which is the document's own. */
struct numbered_file {
    const char *file;
    size_t number;
};

static struct slice key_of(const char *const *file)
{
    return (struct slice){(const char *)file, sizeof *file};
}

void document_number(struct compiler *compiler, const struct json_document *document)
{
    struct numbered_file *numbered = arena_alloc(compiler->arena, sizeof *numbered);
    *numbered = (struct numbered_file){document->file, compiler->numbered_files.count};
    key_map_add(compiler->arena, &compiler->numbered_files, key_of(&numbered->file), numbered);
}

/* Which of the documents it is, in the order they were met. */
static size_t number_of(const struct compiler *compiler, const char *file)
{
    const struct numbered_file *numbered = key_map_find(&compiler->numbered_files, key_of(&file));
    return numbered != NULL ? numbered->number : 0;
}

/* A name for a value in one of the documents. */
static struct slice place_of(struct compiler *compiler, const char *file, struct slice pointer)
{
    return slice_of(arena_format(compiler->arena, "%zu%.*s", number_of(compiler, file), SLICE(pointer)));
}

/* Above the limits faults only count; one is always told. */
bool faults_are_full(const struct compiler *compiler)
{
    return compiler->faults.count >= LIMIT_SCHEMA_FAULTS ||
           (compiler->faults.count > 0 && compiler->fault_bytes > LIMIT_SCHEMA_FAULT_BYTES);
}

void fault_keep(struct compiler *compiler, const struct finding *finding)
{
    compiler->fault_count++;
    if (faults_are_full(compiler))
        return;
    compiler->fault_bytes += strlen(finding->pointer);
    if (compiler->faults.arena == NULL)
        compiler->faults = finding_list(compiler->arena);
    finding_put(&compiler->faults.sink, finding);
    key_map_add(compiler->arena, &compiler->fault_places,
                place_of(compiler, finding->file, slice_of(finding->pointer)), compiler);
}

bool fault_is_within(struct compiler *compiler, const struct finding *finding)
{
    struct slice pointer = slice_of(finding->pointer);
    for (;;) {
        if (key_map_find(&compiler->fault_places, place_of(compiler, finding->file, pointer)) != NULL)
            return true;
        if (pointer.length == 0)
            return false;
        while (pointer.at[--pointer.length] != '/')
            continue;
    }
}

struct placed {
    const struct finding *finding;
    size_t document;
};

static int placed_compare(const void *a, const void *b)
{
    const struct placed *left = a, *right = b;
    const size_t lefts[] = {left->document, left->finding->line, left->finding->column},
                 rights[] = {right->document, right->finding->line, right->finding->column};
    for (size_t i = 0; i < sizeof lefts / sizeof *lefts; i++)
        if (lefts[i] != rights[i])
            return lefts[i] < rights[i] ? -1 : 1;
    return left->finding < right->finding ? -1 : 1;
}

/* That there are more, told at the last one that is. */
static void more_put(struct finding_sink *sink, const struct finding *last)
{
    struct finding finding = {
        .code = CODE_M113,
        .level = LEVEL_NOT_CHECKED,
        .file = last->file,
        .line = last->line,
        .column = last->column,
        .pointer = last->pointer,
        .message = _(MORE_FAULTS),
    };
    finding_put(sink, &finding);
}

void faults_put(struct compiler *compiler)
{
    size_t count = compiler->faults.count;
    struct placed *placed = arena_array(compiler->arena, count, sizeof *placed);
    for (size_t i = 0; i < count; i++) {
        const struct finding *finding = &compiler->faults.findings[i];
        placed[i] = (struct placed){finding, number_of(compiler, finding->file)};
    }
    if (count > 1)
        qsort(placed, count, sizeof *placed, placed_compare);
    for (size_t i = 0; i < count; i++)
        finding_put(compiler->sink, placed[i].finding);
    if (compiler->fault_count > count)
        more_put(compiler->sink, placed[count - 1].finding);
}
