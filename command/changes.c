#include "command/changes.h"

#include <stdio.h>

#include "base/language.h"
#include "base/version.h"
#include "command/remedy.h"
#include "command/report.h"

static const struct {
    char mark;
    const char *words;
} shown[] = {
    [CHANGE_UNCHANGED] = {' ', N_("unchanged")},
    [CHANGE_CREATE] = {'+', N_("create")},
    [CHANGE_UPDATE] = {'~', N_("update")},
    [CHANGE_CONFLICT] = {'!', N_("conflict: somebody changed it on the portal")},
    [CHANGE_WITHDRAW] = {'-', N_("withdraw")},
    [CHANGE_REMOVE] = {'-', N_("remove from the portal")},
};

static const char *const ways[] = {
    [WAY_MINE] = "",
    [WAY_THEIRS] = N_("changed on the portal"),
    [WAY_CONFLICT] = N_("changed on the portal and in the file"),
    [WAY_KEPT] = N_("changed on the portal, but yours is kept"),
};

/* `value` is canonical JSON; a text is shown without the quotes it has there. */
static void print_value(struct text *out, struct slice value)
{
    bool text = value.length >= 2 && value.at[0] == '"';
    if (!value.length)
        text_add(out, _("(nothing)"));
    else if (text)
        report_add_value(out, (struct slice){value.at + 1, value.length - 2});
    else
        report_add_json(out, value);
}

/* What everybody may see is said in plain words. */
static const char *visibility(const struct change_field *field)
{
    if (!slice_equals(field->key, "private"))
        return NULL;
    return slice_equals(field->to, "true") ? _("becomes private: only the organization may see it")
                                           : _("becomes public: everybody may see it");
}

static void print_field(const struct change_field *field, const char *indent, struct text *out)
{
    if (visibility(field) != NULL)
        text_format(out, "%s%s\n", indent, visibility(field));
    text_format(out, "%s%.*s: ", indent, SLICE(field->key));
    print_value(out, field->from);
    text_add(out, " → ");
    print_value(out, field->to);
    if (*ways[field->way])
        text_format(out, "  (%s)", _(ways[field->way]));
    text_add(out, "\n");
}

static void print_fields(const struct change_field *fields, size_t count, const char *indent,
                         struct text *out)
{
    for (size_t i = 0; i < count; i++)
        print_field(&fields[i], indent, out);
}

static void print_way(enum way way, struct text *out)
{
    if (*ways[way])
        text_format(out, " (%s)", _(ways[way]));
}

static void print_parts(const struct change_resource *resource, struct text *out)
{
    struct text count = {0};
    if (resource->file) {
        text_add(out, ", ");
        text_add_count(&count, resource->bytes);
        text_format(out, _("file of %s bytes"), count.at);
        print_way(resource->ways[PART_FILE], out);
    }
    if (resource->rows) {
        text_add(out, ", ");
        text_clear(&count);
        text_add_count(&count, resource->row_count);
        text_format(out, ngettext("table of %s row", "table of %s rows", (unsigned long)resource->row_count),
                    count.at);
        print_way(resource->ways[PART_ROWS], out);
    }
    if (resource->dictionary) {
        text_add(out, ", ");
        text_add(out, _("dictionary"));
        print_way(resource->ways[PART_DICTIONARY], out);
    }
    text_free(&count);
}

static void print_resource(const struct change_resource *resource, struct text *out)
{
    if (resource->action == CHANGE_UNCHANGED)
        return;
    text_format(out, "    %c %.*s: %s", shown[resource->action].mark, SLICE(resource->key),
                _(shown[resource->action].words));
    print_parts(resource, out);
    if (resource->renamed)
        text_format(out, ", %s", _("renamed, and keeps its id"));
    text_add(out, "\n");
    if (resource->action != CHANGE_CREATE)
        print_fields(resource->fields, resource->field_count, "        ", out);
}

static void add_name(struct text *out, struct slice resource, struct slice field)
{
    struct text name = {0};
    if (resource.length > 0)
        text_format(&name, "%.*s/", SLICE(resource));
    text_add_slice(&name, field);
    if (out->length > 0)
        text_add(out, " ");
    remedy_add_word(text_slice(&name), out);
    text_free(&name);
}

/* The names that --take-portal and --keep-mine take, of all that waits for such a word. */
static void add_stopping(const struct change *change, struct text *out)
{
    for (size_t i = 0; i < change->field_count; i++)
        if (way_stops(change->fields[i].way))
            add_name(out, slice_of(""), change->fields[i].key);
    for (size_t i = 0; i < change->resource_count; i++) {
        const struct change_resource *resource = &change->resources[i];
        const bool sent[] = {[PART_FILE] = resource->file,
                             [PART_ROWS] = resource->rows,
                             [PART_DICTIONARY] = resource->dictionary};
        for (size_t j = 0; j < resource->field_count; j++)
            if (way_stops(resource->fields[j].way))
                add_name(out, resource->key, resource->fields[j].key);
        for (enum part part = PART_FILE; part < PART_COUNT; part++)
            if (sent[part] && way_stops(resource->ways[part]))
                add_name(out, resource->key, slice_of(part_name(part)));
    }
}

static void print_ways_out(const struct change *change, struct text *out)
{
    struct text names = {0};
    add_stopping(change, &names);
    text_add(out, "    ");
    text_format(out,
                _("To settle it, edit the file, or name what shall be as the portal has it behind "
                  "--take-portal, what shall be as the file has it behind --keep-mine: %s"),
                names.length > 0 ? names.at : "FIELD...");
    text_add(out, "\n");
    text_free(&names);
}

void change_print(const struct change *change, struct text *out)
{
    text_format(out, "%c %s: %s\n", shown[change->action].mark, change->dataset,
                _(shown[change->action].words));
    if (change->reason)
        text_format(out, "    %s\n", change->reason);
    if (change->block_reason)
        text_format(out, "    %s\n", change->block_reason);
    if (change->renamed_from) {
        text_format(out, _("    renamed: \"%s\" on the portal becomes \"%s\", and its address changes"),
                    change->renamed_from, change->dataset);
        text_add(out, "\n");
    }
    if (change->deletes)
        text_format(out, "    %s\n", _("it is deleted on the portal; the portal's keeper can bring it back"));
    if (change->action == CHANGE_CREATE)
        text_format(out, ngettext("    %zu item\n", "    %zu items\n", change->field_count),
                    change->field_count);
    else
        print_fields(change->fields, change->field_count, "    ", out);
    for (size_t i = 0; i < change->resource_count; i++)
        print_resource(&change->resources[i], out);
    if (change->action == CHANGE_CONFLICT && change->id)
        print_ways_out(change, out);
    if (change->reorder)
        text_format(out, "    %s\n", _("resources in another order"));
}

static void write_value(struct json_writer *writer, const char *key, struct slice value)
{
    json_write_key(writer, key);
    if (value.length)
        json_write_raw(writer, value);
    else
        json_write_null(writer);
}

static void write_fields(const struct change_field *fields, size_t count, struct json_writer *writer)
{
    json_write_key(writer, "fields");
    json_write_begin_array(writer);
    for (size_t i = 0; i < count; i++) {
        json_write_begin_object(writer);
        json_write_key(writer, "field");
        json_write_slice(writer, fields[i].key);
        write_value(writer, "from", fields[i].from);
        write_value(writer, "to", fields[i].to);
        json_write_field(writer, "way", way_name(fields[i].way));
        if (way_stops(fields[i].way)) {
            json_write_key(writer, "conflict");
            json_write_bool(writer, true);
        }
        json_write_end_object(writer);
    }
    json_write_end_array(writer);
}

/* Left out where it does not apply. */
static void write_mark(struct json_writer *writer, const char *key, bool marked)
{
    if (!marked)
        return;
    json_write_key(writer, key);
    json_write_bool(writer, true);
}

static void write_resource(const struct change_resource *resource, struct json_writer *writer)
{
    json_write_begin_object(writer);
    json_write_key(writer, "file");
    json_write_slice(writer, resource->key);
    json_write_field(writer, "action", change_name(resource->action));
    json_write_field(writer, "id", resource->id);
    write_fields(resource->fields, resource->field_count, writer);
    if (resource->upload)
        json_write_count(writer, "bytes", resource->bytes);
    json_write_field(writer, "sha256", resource->sha256);
    if (resource->bytes_known)
        json_write_count(writer, "bytes_before", resource->bytes_before);
    if (resource->table)
        json_write_count(writer, "rows", resource->row_count);
    if (resource->rows_known)
        json_write_count(writer, "rows_before", resource->rows_before);
    write_mark(writer, "renamed", resource->renamed);
    write_mark(writer, "anew", resource->anew);
    static const char *const parts[] = {"send_file", "send_rows", "send_dictionary"};
    const bool sent[] = {resource->file, resource->rows, resource->dictionary};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        json_write_key(writer, parts[i]);
        json_write_bool(writer, sent[i]);
    }
    json_write_key(writer, "ways");
    json_write_begin_object(writer);
    for (enum part part = PART_FILE; part < PART_COUNT; part++)
        if (sent[part])
            json_write_field(writer, part_name(part), way_name(resource->ways[part]));
    json_write_end_object(writer);
    json_write_end_object(writer);
}

void change_write(const struct change *change, struct json_writer *writer)
{
    json_write_begin_object(writer);
    json_write_field(writer, "dataset", change->dataset);
    json_write_field(writer, "title", change->title);
    json_write_field(writer, "action", change_name(change->action));
    json_write_field(writer, "id", change->id);
    json_write_field(writer, "reason", change->reason);
    json_write_field(writer, "blocked", change->block_reason);
    json_write_field(writer, "renamed_from", change->renamed_from);
    write_mark(writer, "deletes", change->deletes);
    write_mark(writer, "reorder", change->reorder);
    write_fields(change->fields, change->field_count, writer);
    json_write_key(writer, "resources");
    json_write_begin_array(writer);
    for (size_t i = 0; i < change->resource_count; i++)
        if (change->resources[i].action != CHANGE_UNCHANGED || change->action == CHANGE_UNCHANGED)
            write_resource(&change->resources[i], writer);
    json_write_end_array(writer);
    json_write_end_object(writer);
}

void changes_begin(struct json_writer *writer, const char *portal, const char *key)
{
    json_write_begin_object(writer);
    json_write_field(writer, "banchi", BANCHI_VERSION);
    json_write_key(writer, "portal");
    json_write_string(writer, portal);
    json_write_key(writer, key);
    json_write_begin_array(writer);
}

void changes_findings(struct json_writer *writer, const struct finding_counts *found)
{
    json_write_key(writer, "findings");
    json_write_begin_object(writer);
    json_write_count(writer, "errors", found->errors);
    json_write_count(writer, "warnings", found->warnings);
    json_write_count(writer, "not_checked", found->not_checked);
    json_write_end_object(writer);
}

void changes_end(struct json_writer *writer, const struct finding_counts *found, const char *problem)
{
    if (found != NULL)
        changes_findings(writer, found);
    if (problem != NULL)
        json_write_field(writer, "problem", problem);
    json_write_end_object(writer);
    printf("%s\n", writer->out->at);
}
