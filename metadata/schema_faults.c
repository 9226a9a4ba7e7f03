/* What is wrong with schemas: gathered while they are compiled, put in the order of the files. */
#include "metadata/schema_parts.h"

#include <stdlib.h>

#include "base/slice_hash.h"

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

/* A value in one of the documents: pointers may be long, and many. */
struct place {
    uint64_t document;
    uint64_t pointer;
};

static struct place place_of(const struct compiler *compiler, const char *file, struct slice pointer)
{
    static const uint64_t keys[] = {UINT64_C(0x9e3779b97f4a7c15), UINT64_C(0xff51afd7ed558ccd)};
    return (struct place){number_of(compiler, file), slice_hash_keyed(pointer, keys)};
}

static bool place_is_in(const struct key_map *places, struct place place)
{
    return key_map_find(places, (struct slice){(const char *)&place, sizeof place}) != NULL;
}

static void place_add(struct compiler *compiler, struct key_map *places, struct place place)
{
    struct place *kept = arena_alloc(compiler->arena, sizeof *kept);
    *kept = place;
    key_map_add(compiler->arena, places, (struct slice){(const char *)kept, sizeof *kept}, kept);
}

/* To the value around; false at the root. */
static bool pointer_outer(struct slice *pointer)
{
    if (pointer->length == 0)
        return false;
    while (pointer->at[--pointer->length] != '/')
        continue;
    return true;
}

/* Where one stands already those around it do as well. */
static void outer_places_add(struct compiler *compiler, const char *file, struct slice pointer)
{
    while (pointer_outer(&pointer)) {
        struct place place = place_of(compiler, file, pointer);
        if (place_is_in(&compiler->fault_outer_places, place))
            return;
        place_add(compiler, &compiler->fault_outer_places, place);
    }
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
    struct slice pointer = slice_of(finding->pointer);
    place_add(compiler, &compiler->fault_places, place_of(compiler, finding->file, pointer));
    outer_places_add(compiler, finding->file, pointer);
}

bool fault_is_within(struct compiler *compiler, const struct finding *finding)
{
    struct slice pointer = slice_of(finding->pointer);
    do
        if (place_is_in(&compiler->fault_places, place_of(compiler, finding->file, pointer)))
            return true;
    while (pointer_outer(&pointer));
    return false;
}

bool fault_is_around(struct compiler *compiler, const struct finding *finding)
{
    return place_is_in(&compiler->fault_outer_places,
                       place_of(compiler, finding->file, slice_of(finding->pointer)));
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
