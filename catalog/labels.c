#include "catalog/labels.h"

#include <string.h>

#include "base/arena.h"
#include "base/date.h"

static bool starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static const char *column_label(const struct labels *labels, const char *column)
{
    size_t at;
    if (labels->dictionary == NULL || !dictionary_find(labels->dictionary, slice_of(column), &at))
        return NULL;
    return labels->columns[at];
}

/* The item's label; NULL where the profile does not know the key. */
static const char *item_label(const struct profile *profile, const struct finding *finding, const char *parts)
{
    if (profile == NULL)
        return NULL;
    const char *label = profile_label(profile, finding->field, starts(finding->pointer, parts));
    return strcmp(label, finding->field) == 0 ? NULL : label;
}

static const char *label_of(const struct labels *labels, const struct finding *finding)
{
    if (finding->label != NULL || finding->field == NULL)
        return finding->label;
    if (finding->pointer == NULL)
        return column_label(labels, finding->field);
    if (finding->file != NULL && slice_ends(slice_of(finding->file), ".dictionary.json"))
        return item_label(labels->dictionaries, finding, "/fields/");
    return item_label(labels->metadata, finding, "/resources/");
}

/* Faults that another value mends: missing, of the wrong type, choice, form, length, range; used twice; too
 * much. */
static bool is_of_value(const struct finding *finding)
{
    static const enum code codes[] = {CODE_M101, CODE_M102, CODE_M103, CODE_M104, CODE_M105, CODE_M106,
                                      CODE_M201, CODE_M207, CODE_M208, CODE_M209, CODE_M303, CODE_M312};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (finding->code == codes[i])
            return finding->field != NULL && finding->pointer != NULL;
    return false;
}

/* The year of the Buddhist Era, of one of the Common Era. */
static bool year_mended(struct labels *labels, struct finding *finding)
{
    int year = 0;
    for (size_t i = 0; i < finding->value.length; i++) {
        if (finding->value.at[i] < '0' || finding->value.at[i] > '9')
            return false;
        year = year * 10 + (finding->value.at[i] - '0');
    }
    if (finding->value.length != 4)
        return false;
    const char *mended = arena_format(labels->arena, "%d", year + DATE_BUDDHIST_OFFSET);
    finding->remedy = (struct remedy){REMEDY_SET, slice_of(mended)};
    return true;
}

static const char *title_of(struct arena *arena, struct slice title)
{
    title = slice_trim(title);
    return title.length > 0 ? slice_copy(arena, title) : NULL;
}

static const char *dataset_title(struct labels *labels)
{
    if (labels->title == NULL && labels->dataset != NULL)
        labels->title = title_of(labels->arena, dataset_text(labels->dataset, "title"));
    return labels->title;
}

static void put(struct finding_sink *self, const struct finding *finding)
{
    struct labels *labels = (struct labels *)self;
    struct finding labelled = *finding;
    if (labelled.title == NULL)
        labelled.title = dataset_title(labels);
    labelled.label = label_of(labels, finding);
    bool mended = labelled.code == CODE_M207 && year_mended(labels, &labelled);
    if (!mended && labelled.remedy.kind == REMEDY_NONE && is_of_value(finding))
        labelled.remedy.kind = REMEDY_FILL;
    finding_put(labels->inner, &labelled);
}

struct labels labels_before(struct finding_sink *inner, struct arena *arena)
{
    return (struct labels){.sink = {put}, .inner = inner, .arena = arena};
}

void labels_dataset(struct labels *labels, const struct dataset *dataset)
{
    labels->dataset = dataset;
    labels->title = NULL;
}

/* Copied once: a table may have findings without number. */
void labels_dictionary(struct labels *labels, const struct dictionary *dictionary)
{
    labels->dictionary = dictionary;
    if (dictionary == NULL)
        return;
    labels->columns = arena_array(labels->arena, dictionary->field_count, sizeof *labels->columns);
    for (size_t i = 0; i < dictionary->field_count; i++)
        labels->columns[i] = title_of(labels->arena, dictionary->fields[i].title);
}
