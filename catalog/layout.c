#include "catalog/layout.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json_write.h"
#include "base/language.h"
#include "catalog/document.h"

/* Passes findings on and counts them. */
struct counting_sink {
    struct finding_sink sink;
    struct finding_sink *to;
    size_t count;
};

static void count_and_put(struct finding_sink *self, const struct finding *finding)
{
    struct counting_sink *counting = (struct counting_sink *)self;
    counting->count++;
    finding_put(counting->to, finding);
}

static bool write_if_asked(struct layout *layout, const char *file, struct slice text,
                           struct problem *problem)
{
    const char *path = file_join(layout->scratch, layout->workspace->folder, file);
    if (!layout->check_only && !file_replace(path, text, 0644, problem))
        return false;
    layout->differing++;
    layout->differs(layout, file);
    return true;
}

static bool lay_out(struct layout *layout, const char *dataset, const char *name, struct problem *problem)
{
    struct arena *scratch = layout->scratch;
    const char *folder = layout->workspace->folder;
    struct counting_sink counting = {{count_and_put}, layout->sink, 0};
    struct json_document document = {.dataset = dataset,
                                     .file = dataset ? file_join(scratch, dataset, name) : name};
    layout->files++;
    document_read(scratch, dataset ? file_join(scratch, folder, dataset) : folder, name, &counting.sink,
                  &document);
    if (counting.count > 0) {
        layout->faulty++;
        return true;
    }
    struct text laid_out = {0};
    json_write_layout(&laid_out, &document.root);
    bool done = slice_equal(text_slice(&laid_out), document.text) ||
                write_if_asked(layout, document.file, text_slice(&laid_out), problem);
    text_free(&laid_out);
    return done;
}

static bool lay_out_dataset(struct layout *layout, const char *dataset, struct problem *problem)
{
    arena_reset(layout->scratch);
    char **names;
    size_t count;
    const char *folder = file_join(layout->scratch, layout->workspace->folder, dataset);
    bool done = file_list(layout->scratch, folder, &names, &count, problem);
    for (size_t i = 0; done && i < count; i++)
        if (strcmp(names[i], "metadata.json") == 0 || slice_ends(slice_of(names[i]), ".dictionary.json"))
            done = lay_out(layout, dataset, names[i], problem);
    return done;
}

bool layout_run(struct layout *layout, struct choice choice, struct problem *problem)
{
    arena_reset(layout->scratch);
    bool done = choice.count > 0 || lay_out(layout, NULL, "catalog.json", problem);
    choice = workspace_choose(layout->workspace, choice);
    for (size_t i = 0; done && i < choice.count; i++)
        done = workspace_require(layout->workspace, choice.names[i], problem) &&
               lay_out_dataset(layout, choice.names[i], problem);
    return done;
}
