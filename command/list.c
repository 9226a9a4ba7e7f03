/* `banchi list`: one line a dataset. */
#include <stdio.h>

#include "base/json_write.h"
#include "base/language.h"
#include "catalog/privacy.h"
#include "base/version.h"
#include "command/rows.h"
#include "command/command.h"
#include "command/report.h"

enum { COLUMN_NAME, COLUMN_TYPE, COLUMN_ACCESS, COLUMN_UPDATED, COLUMN_TITLE, COLUMN_COUNT };

struct listed {
    const char *cells[COLUMN_COUNT];
};

static void print_rows(const struct listed *rows, size_t count)
{
    struct text out = {0};
    struct rows table = {.count = COLUMN_COUNT,
                         .cells = count ? rows->cells : NULL,
                         .row_count = count,
                         .room = rows_room(),
                         .gives = COLUMN_TITLE};
    rows_add(&table, &out);
    fwrite(text_slice(&out).at, 1, out.length, stdout);
    text_free(&out);
}

static const char *visible(struct arena *arena, struct slice text)
{
    struct text shown = {0};
    report_add_visible(&shown, text);
    const char *copy = slice_copy(arena, text_slice(&shown));
    text_free(&shown);
    return copy;
}

static struct listed row_of(const struct dataset *dataset, struct arena *arena)
{
    const char *access = dataset_is_private(dataset) ? _("private") : _("public");
    if (!dataset->readable)
        access = _("unreadable");
    return (struct listed){{visible(arena, slice_of(dataset->name)),
                            visible(arena, dataset_text(dataset, "data_type")), access,
                            visible(arena, dataset_text(dataset, "last_updated_date")),
                            visible(arena, dataset_text(dataset, "title"))}};
}

static void write_row(const struct dataset *dataset, struct json_writer *writer)
{
    static const char *const keys[] = {"title", "data_type", "last_updated_date"};
    json_write_begin_object(writer);
    json_write_field(writer, "name", dataset->name);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct slice text = dataset_text(dataset, keys[i]);
        if (!text.length)
            continue;
        json_write_key(writer, keys[i]);
        json_write_slice(writer, text);
    }
    json_write_key(writer, "private");
    json_write_bool(writer, dataset_is_private(dataset));
    const struct json *resources = dataset_resources(dataset);
    json_write_count(writer, "resources", resources ? resources->count : 0);
    json_write_end_object(writer);
}

static bool read_rows(struct session *session, const struct workspace *workspace, struct finding_sink *sink,
                      struct json_writer *writer, struct problem *problem)
{
    struct listed *rows = arena_array(&session->run, workspace->dataset_count, sizeof *rows);
    for (size_t i = 0; i < workspace->dataset_count; i++) {
        struct dataset dataset;
        arena_reset(&session->scratch);
        if (!workspace_read_dataset(workspace, workspace->datasets[i], &session->scratch, sink, &dataset,
                                    problem))
            return false;
        if (writer)
            write_row(&dataset, writer);
        else
            rows[i] = row_of(&dataset, &session->run);
    }
    if (!writer)
        print_rows(rows, workspace->dataset_count);
    return true;
}

static enum status list(struct session *session, const struct workspace *workspace, struct report *report)
{
    struct problem problem = {0};
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true, .mask = privacy_add_masked};
    bool json = option_given(&session->options, OPTION_JSON);
    if (json) {
        json_write_begin_object(&writer);
        json_write_field(&writer, "banchi", BANCHI_VERSION);
        json_write_key(&writer, "datasets");
        json_write_begin_array(&writer);
    }
    if (read_rows(session, workspace, &report->sink, json ? &writer : NULL, &problem) && json) {
        json_write_end_array(&writer);
        json_write_end_object(&writer);
        printf("%s\n", out.at);
        session->answered = true;
    }
    text_free(&out);
    return command_problem(session, &problem);
}

enum status command_list(struct session *session)
{
    return command_in_workspace(session, list);
}
