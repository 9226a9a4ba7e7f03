/* Profile, rules and the portal's own rules together. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "metadata/rules_parts.h"

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

static bool same_text(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

/* One fault, one finding: where the standard has an error already, the portal's word adds nothing. */
static bool is_said(const struct buffer *buffer, const struct finding *finding)
{
    for (size_t i = 0; finding->portal != NULL && i < buffer->count; i++) {
        const struct finding *other = &buffer->kept[i].finding;
        if (other->portal == NULL && other->level == LEVEL_ERROR &&
            same_text(other->pointer, finding->pointer) && same_text(other->field, finding->field))
            return true;
    }
    return false;
}

void dataset_check(const struct dataset_judged *judged, struct rules *rules, struct dataset *dataset,
                   struct arena *scratch, struct finding_sink *sink)
{
    struct buffer buffer = {.sink = {buffer_put}, .arena = scratch};
    finding_list_put(&judged->findings, &buffer.sink);
    rules_unique_check(rules, dataset, &judged->marks, scratch, &buffer.sink);
    if (buffer.count > 1)
        qsort(buffer.kept, buffer.count, sizeof *buffer.kept, kept_compare);
    for (size_t i = 0; i < buffer.count; i++)
        if (!is_said(&buffer, &buffer.kept[i].finding))
            finding_put(sink, &buffer.kept[i].finding);
}
