#include "command/plan_notes.h"

#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "catalog/checked.h"
#include "catalog/waiver.h"
#include "catalog/workspace.h"
#include "command/changes.h"
#include "command/report.h"

/* A verdict that a waiver lets through. */
struct waived {
    const char *file;
    enum code code;
};

/* ---- findings ---- */

static void message_write(struct json_writer *writer, const char *key, const char *message,
                          struct slice value)
{
    struct text text = {0};
    if (message == NULL || *message == '\0')
        return;
    report_add_message(&text, message, value);
    json_write_field(writer, key, text.at);
    text_free(&text);
}

static void warning_write(struct json_writer *writer, const struct finding *finding)
{
    const char *title = _(code_row(finding->code)->title);
    json_write_begin_object(writer);
    json_write_field(writer, "code", code_row(finding->code)->name);
    json_write_field(writer, "dataset", finding->dataset);
    json_write_field(writer, "file", finding->file);
    if (finding->line > 0)
        json_write_count(writer, "line", finding->line);
    if (finding->line > 0 && finding->column > 0)
        json_write_count(writer, "column", finding->column);
    if (finding->row > 0)
        json_write_count(writer, "row", finding->row);
    json_write_field(writer, "field", finding->field);
    json_write_field(writer, "label", finding->label);
    message_write(writer, "message", finding->message != NULL ? finding->message : title, finding->value);
    message_write(writer, "hint", finding->hint, finding->value);
    json_write_end_object(writer);
}

static bool is_kept(struct plan_notes *notes, const struct finding *finding)
{
    const char *file = finding->file != NULL ? finding->file : "";
    if (notes->file == NULL || strcmp(notes->file, file) != 0) {
        notes->file = arena_string(notes->run, file);
        memset(notes->seen, 0, sizeof notes->seen);
    }
    return ++notes->seen[finding->code] <= notes->limit;
}

static void waived_add(struct plan_notes *notes, const struct finding *finding)
{
    notes->waived = arena_grow(notes->run, notes->waived, notes->waived_count, &notes->waived_room,
                               sizeof *notes->waived);
    notes->waived[notes->waived_count++] =
        (struct waived){arena_string(notes->run, finding->file), finding->code};
}

static void put(struct finding_sink *self, const struct finding *finding)
{
    struct plan_notes *notes = (struct plan_notes *)self;
    bool warning = finding->level == LEVEL_WARNING;
    bool tells_void = finding->code == CODE_P122 || finding->code == CODE_P123;
    if (warning && finding->file != NULL && code_shuts_gate(finding->code) && !tells_void)
        waived_add(notes, finding);
    if (warning && is_kept(notes, finding)) {
        struct arena local = {0};
        struct finding shown = report_masked(&local, finding);
        warning_write(&notes->warning_writer, &shown);
        arena_free(&local);
    }
    if (notes->behind != NULL)
        finding_put(notes->behind, finding);
}

void plan_notes_begin(struct plan_notes *notes, struct arena *run, size_t limit)
{
    *notes = (struct plan_notes){.sink = {put}, .run = run, .limit = limit};
    notes->warning_writer = (struct json_writer){.out = &notes->warnings};
    notes->file_writer = (struct json_writer){.out = &notes->files};
    json_write_begin_array(&notes->warning_writer);
    json_write_begin_array(&notes->file_writer);
}

struct finding_sink *plan_notes_before(struct plan_notes *notes, struct finding_sink *behind)
{
    notes->behind = behind;
    return &notes->sink;
}

void plan_notes_free(struct plan_notes *notes)
{
    text_free(&notes->warnings);
    text_free(&notes->files);
}

/* ---- files ---- */

static bool is_waived(const struct plan_notes *notes, const char *file)
{
    for (size_t i = 0; i < notes->waived_count; i++)
        if (strcmp(notes->waived[i].file, file) == 0)
            return true;
    return false;
}

/* `upload` false: what is said of a link, or of metadata, without a digest. */
static void file_write(struct plan_notes *notes, const char *file, const char *sha256, const char *verdict)
{
    struct json_writer *writer = &notes->file_writer;
    json_write_begin_object(writer);
    json_write_field(writer, "file", file);
    json_write_field(writer, "sha256", sha256);
    json_write_field(writer, "verdict", verdict);
    if (strcmp(verdict, "waived") == 0) {
        json_write_key(writer, "codes");
        json_write_begin_array(writer);
        for (size_t i = 0; i < notes->waived_count; i++)
            if (strcmp(notes->waived[i].file, file) == 0)
                json_write_string(writer, code_row(notes->waived[i].code)->name);
        json_write_end_array(writer);
    }
    json_write_end_object(writer);
}

static void looked_write(struct plan_notes *notes, const char *file, const char *sha256)
{
    file_write(notes, file, sha256, is_waived(notes, file) ? "waived" : "passed");
}

void plan_notes_add(struct plan_notes *notes, const struct change *change)
{
    struct arena local = {0};
    if (change->action == CHANGE_UNCHANGED)
        return;
    looked_write(notes, file_join(&local, change->dataset, "metadata.json"), NULL);
    for (size_t i = 0; i < change->resource_count; i++) {
        const struct change_resource *resource = &change->resources[i];
        const char *key = slice_copy(&local, resource->key);
        if (resource->action == CHANGE_REMOVE)
            continue;
        if (resource->upload)
            looked_write(notes, file_join(&local, change->dataset, key), resource->sha256);
        else
            file_write(notes, key, NULL, "not_looked");
    }
    arena_free(&local);
}

/* ---- the whole ---- */

static void waivers_write(const struct plan_notes *notes, const struct workspace *workspace,
                          const struct checked *checked, struct json_writer *writer)
{
    struct finding_counter silent = finding_counter(); /* what is wrong with them was told */
    struct waivers waivers;
    waivers_read(notes->run, workspace->folder, &silent.sink, &waivers);
    json_write_key(writer, "waivers");
    json_write_begin_array(writer);
    for (size_t i = 0; i < waivers.count; i++) {
        const struct waiver *waiver = &waivers.list[i];
        bool holds =
            checked_has(checked, waiver->file, waiver->sha256) &&
            waiver_find(&waivers, waiver->code, waiver->file, waiver->column, waiver->sha256) != NULL;
        if (holds)
            waiver_write_json(writer, waiver);
    }
    json_write_end_array(writer);
}

static void list_write(struct json_writer *writer, const char *key, struct json_writer *list)
{
    if (list->depth > 0)
        json_write_end_array(list);
    json_write_key(writer, key);
    json_write_raw(writer, text_slice(list->out));
}

void plan_notes_write(struct plan_notes *notes, const struct workspace *workspace,
                      const struct checked *checked, const struct finding_counts *found,
                      struct json_writer *writer)
{
    changes_findings(writer, found);
    list_write(writer, "warnings", &notes->warning_writer);
    list_write(writer, "files", &notes->file_writer);
    waivers_write(notes, workspace, checked, writer);
}
