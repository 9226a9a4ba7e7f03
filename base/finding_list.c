#include "base/finding_list.h"

#include "base/arena.h"

static const char *kept(struct arena *arena, const char *text)
{
    return text != NULL ? arena_string(arena, text) : NULL;
}

static void list_put(struct finding_sink *self, const struct finding *finding)
{
    struct finding_list *list = (struct finding_list *)self;
    list->findings =
        arena_grow(list->arena, list->findings, list->count, &list->room, sizeof *list->findings);
    struct finding *copy = &list->findings[list->count++];
    *copy = *finding;
    copy->field = kept(list->arena, finding->field);
    copy->pointer = kept(list->arena, finding->pointer);
    copy->title = kept(list->arena, finding->title);
    copy->label = kept(list->arena, finding->label);
    if (finding->remedy.value.length > 0)
        copy->remedy.value.at =
            arena_copy(list->arena, finding->remedy.value.at, finding->remedy.value.length);
    copy->message = kept(list->arena, finding->message);
    copy->hint = kept(list->arena, finding->hint);
    if (finding->value.length > 0)
        copy->value.at = arena_copy(list->arena, finding->value.at, finding->value.length);
}

struct finding_list finding_list(struct arena *arena)
{
    return (struct finding_list){.sink = {list_put}, .arena = arena};
}

void finding_list_put(const struct finding_list *list, struct finding_sink *sink)
{
    for (size_t i = 0; i < list->count; i++)
        finding_put(sink, &list->findings[i]);
}
