/* `banchi show NAME`: one dataset for reading. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/utf8.h"
#include "catalog/check_privacy_files.h"
#include "catalog/dictionary.h"
#include "catalog/privacy.h"
#include "command/command.h"
#include "command/report.h"
#include "metadata/profile.h"

/* ---- what is shown of the file ---- */

static struct json masked_json(struct arena *arena, const struct json *value);

static struct json masked_text(struct arena *arena, const struct json *value)
{
    struct json copy = *value;
    struct text text = {0};
    if (!privacy_shows(json_text(value)))
        return copy;
    privacy_add_masked(&text, json_text(value));
    copy.type = JSON_STRING;
    copy.count = (uint32_t)text.length;
    copy.at = slice_copy(arena, text_slice(&text));
    text_free(&text);
    return copy;
}

static struct json masked_items(struct arena *arena, const struct json *array)
{
    struct json copy = *array;
    struct json *items = arena_array(arena, array->count, sizeof *items);
    for (uint32_t i = 0; i < array->count; i++)
        items[i] = masked_json(arena, &array->items[i]);
    copy.items = items;
    return copy;
}

/* The office's published contacts are no persons. */
static struct json masked_members(struct arena *arena, const struct json *object)
{
    struct json copy = *object;
    struct json_member *members = arena_array(arena, object->count, sizeof *members);
    for (uint32_t i = 0; i < object->count; i++) {
        const struct json_member *member = &object->members[i];
        bool contact = privacy_is_contact(json_text(&member->key));
        members[i].key = masked_text(arena, &member->key);
        members[i].value = contact ? member->value : masked_json(arena, &member->value);
    }
    copy.members = members;
    return copy;
}

/* The value with dots where it tells of a person (design, rule 7). */
static struct json masked_json(struct arena *arena, const struct json *value)
{
    switch ((enum json_type)value->type) {
    case JSON_ARRAY:
        return masked_items(arena, value);
    case JSON_OBJECT:
        return masked_members(arena, value);
    case JSON_NUMBER:
    case JSON_STRING:
        return masked_text(arena, value);
    case JSON_NULL:
    case JSON_FALSE:
    case JSON_TRUE:
        break;
    }
    return *value;
}

/* ---- as text ---- */

static void add_scalar(struct text *out, const struct json *value)
{
    struct json_writer writer = {.out = out};
    if (json_is(value, JSON_STRING))
        report_add_plain(out, json_text(value));
    else
        json_write_value(&writer, value);
}

static void add_value(struct text *out, const struct json *value)
{
    if (!json_is(value, JSON_ARRAY)) {
        add_scalar(out, value);
        return;
    }
    for (uint32_t i = 0; i < value->count; i++) {
        if (i)
            text_add(out, ", ");
        add_scalar(out, &value->items[i]);
    }
}

/* The items of the profile that the object has, in the order of the form. */
static void add_items(const struct profile *profile, const struct json *object, bool resource,
                      struct text *out)
{
    size_t count;
    const struct profile_item *items = profile_items(profile, resource, &count);
    for (size_t i = 0; i < count; i++) {
        const struct json *value = json_get(object, items[i].key);
        if (!value || strcmp(items[i].key, "$schema") == 0 || value->type == JSON_OBJECT ||
            (value->type == JSON_ARRAY && json_is(value->items, JSON_OBJECT)))
            continue;
        text_format(out, "  %s (%s): ", items[i].label, items[i].key);
        add_value(out, value);
        text_add(out, "\n");
    }
}

static void add_columns(const struct dictionary *dictionary, struct text *out)
{
    for (size_t i = 0; i < dictionary->field_count; i++) {
        const struct dictionary_field *field = &dictionary->fields[i];
        const struct slice parts[] = {field->name, field->type, field->title, field->description};
        static const char *const around[] = {"    ", " (", "): ", " - "};
        for (size_t part = 0; part < sizeof parts / sizeof *parts; part++) {
            text_add(out, around[part]);
            report_add_visible(out, parts[part]);
        }
        text_add(out, "\n");
    }
}

static void add_resource(struct session *session, const struct dataset *dataset,
                         const struct profile *profile, const struct json *resource, struct text *out)
{
    struct finding_counter ignored = finding_counter(); /* `validate` shows what is wrong with a dictionary */
    struct dictionary dictionary;
    struct slice upload = json_text(json_get(resource, "upload"));
    text_add(out, "\n");
    add_items(profile, resource, true, out);
    if (!resource_is_table(resource))
        return;
    if (dictionary_read(dataset, upload, &session->scratch, &ignored.sink, &dictionary) == DICTIONARY_READ) {
        text_format(out, "  %s\n", _("Columns:"));
        add_columns(&dictionary, out);
    }
}

static void show_text(struct session *session, const struct dataset *dataset, const struct profile *profile)
{
    struct text out = {0};
    report_add_visible(&out, slice_of(dataset->name));
    text_add(&out, "\n\n");
    add_items(profile, &dataset->metadata.root, false, &out);
    const struct json *resources = dataset_resources(dataset);
    for (uint32_t i = 0; resources && i < resources->count; i++)
        add_resource(session, dataset, profile, &resources->items[i], &out);
    fwrite(out.at, 1, out.length, stdout);
    text_free(&out);
}

static void show_json(const struct dataset *dataset)
{
    struct text out = {0};
    json_write_layout(&out, &dataset->metadata.root);
    fwrite(out.at, 1, out.length, stdout);
    text_free(&out);
}

static enum status show(struct session *session, const struct workspace *workspace, struct report *report)
{
    struct dataset dataset;
    struct problem problem = {0};
    const struct profile *profile = profile_open(&session->run, workspace->profile, &problem);
    if (!profile || !workspace_read_dataset(workspace, session->options.operands[0], &session->scratch,
                                            &report->sink, &dataset, &problem))
        return command_problem(session, &problem);
    if (!dataset.readable)
        return STATUS_FINDINGS;
    dataset.metadata.root = masked_json(&session->scratch, &dataset.metadata.root);
    session->answered = option_given(&session->options, OPTION_JSON);
    if (session->answered)
        show_json(&dataset);
    else
        show_text(session, &dataset, profile);
    return STATUS_DONE;
}

enum status command_show(struct session *session)
{
    return command_in_workspace(session, show);
}
