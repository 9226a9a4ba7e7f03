/* Profile and rules together. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/finding_list.h"
#include "metadata/rules.h"

/* A sink that keeps findings until all are there. Their texts lie in the scratch arena and the document. */
struct buffer {
    struct finding_sink sink;
    struct arena *arena;
    struct kept *kept;
    size_t count, room;
};

struct kept {
    struct finding finding;
    size_t number;
};

static void buffer_put(struct finding_sink *self, const struct finding *finding)
{
    struct buffer *buffer = (struct buffer *)self;
    buffer->kept =
        arena_grow(buffer->arena, buffer->kept, buffer->count, &buffer->room, sizeof *buffer->kept);
    buffer->kept[buffer->count] = (struct kept){*finding, buffer->count};
    buffer->count++;
}

static int kept_compare(const void *a, const void *b)
{
    const struct kept *left = a, *right = b;
    if (left->finding.line != right->finding.line)
        return left->finding.line < right->finding.line ? -1 : 1;
    if (left->finding.column != right->finding.column)
        return left->finding.column < right->finding.column ? -1 : 1;
    return left->number < right->number ? -1 : 1;
}

void dataset_check(const struct finding_list *judged, struct rules *rules, struct dataset *dataset,
                   struct arena *scratch, struct finding_sink *sink)
{
    struct buffer buffer = {.sink = {buffer_put}, .arena = scratch};
    finding_list_put(judged, &buffer.sink);
    rules_check(rules, dataset, scratch, &buffer.sink);
    if (buffer.count > 1)
        qsort(buffer.kept, buffer.count, sizeof *buffer.kept, kept_compare);
    for (size_t i = 0; i < buffer.count; i++)
        finding_put(sink, &buffer.kept[i].finding);
}
