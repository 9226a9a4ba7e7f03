/* `banchi status`: how fresh the datasets are, and where they are published. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/json_write.h"
#include "base/language.h"
#include "base/version.h"
#include "catalog/calendar.h"
#include "catalog/freshness.h"
#include "catalog/privacy.h"
#include "command/rows.h"
#include "command/command.h"
#include "command/report.h"
#include "publisher/published.h"

struct standing {
    struct session *session;
    const struct workspace *workspace;
    struct date today;
    struct published published;
    struct freshness *list;
    size_t count;
    size_t states[FRESHNESS_UNKNOWN + 1];
};

/* ---- reading ---- */

/* With --due only what is due within so many days, or overdue. */
static bool is_wanted(const struct standing *standing, const struct freshness *freshness)
{
    if (!option_given(&standing->session->options, OPTION_DUE))
        return true;
    return freshness->reason == NULL && freshness->days_left <= standing->session->options.due_days;
}

static bool read_one(struct standing *standing, const char *name, struct finding_sink *sink,
                     struct problem *problem)
{
    struct session *session = standing->session;
    struct dataset dataset;
    arena_reset(&session->scratch);
    if (!workspace_read_dataset(standing->workspace, name, &session->scratch, sink, &dataset, problem))
        return false;
    if (!dataset.readable)
        return true;
    struct freshness freshness = freshness_of(&dataset, standing->today, &session->run);
    if (!is_wanted(standing, &freshness))
        return true;
    standing->states[freshness.state]++;
    standing->list[standing->count++] = freshness;
    return true;
}

static bool read_all(struct standing *standing, struct finding_sink *sink, struct problem *problem)
{
    struct choice choice = workspace_choose(standing->workspace, command_choice(standing->session));
    standing->list = arena_array(&standing->session->run, choice.count, sizeof *standing->list);
    for (size_t i = 0; i < choice.count; i++)
        if (!read_one(standing, choice.names[i], sink, problem))
            return false;
    if (standing->count > 1)
        qsort(standing->list, standing->count, sizeof *standing->list, freshness_compare);
    return published_open(&standing->session->run, standing->workspace, &standing->published, problem);
}

/* ---- text ---- */

static const char *kept(struct arena *arena, struct text *text)
{
    struct text visible = {0};
    report_add_visible(&visible, text_slice(text));
    const char *copy = slice_copy(arena, text_slice(&visible));
    text_free(&visible);
    text_free(text);
    return copy;
}

static const char *date_shown(struct arena *arena, struct date date)
{
    struct text out = {0};
    date_add_both(&out, date);
    return kept(arena, &out);
}

static void add_days(struct text *out, long days, const char *one, const char *many)
{
    struct text count = {0};
    text_add_count(&count, (uint64_t)days);
    text_format(out, ngettext(one, many, (unsigned long)days), count.at);
    text_free(&count);
}

static const char *state_shown(struct arena *arena, const struct freshness *freshness)
{
    struct text out = {0};
    long days = freshness->days_left;
    if (freshness->state == FRESHNESS_NO_DATE)
        text_add(&out, _("no date"));
    else if (freshness->state == FRESHNESS_UNKNOWN)
        text_format(&out, _("cannot be told: %s"), freshness->reason);
    else if (days == 0)
        text_add(&out, _("due today"));
    else if (days > 0)
        add_days(&out, days, "in %s day", "in %s days");
    else
        add_days(&out, -days, "overdue by %s day", "overdue by %s days");
    return kept(arena, &out);
}

static const char *promise_shown(struct arena *arena, const struct freshness *freshness)
{
    struct text out = {0};
    freshness_add_promise(freshness, &out);
    return kept(arena, &out);
}

static const char *publications_shown(const struct standing *standing, const char *name)
{
    struct arena *arena = &standing->session->run;
    struct publication *list;
    struct text out = {0};
    size_t count = published_find(&standing->published, name, arena, &list);
    for (size_t i = 0; i < count; i++) {
        text_add(&out, i > 0 ? ", " : "");
        text_add_slice(&out, list[i].portal);
        text_add(&out, list[i].has_day ? " " : "");
        if (list[i].has_day)
            date_add_both(&out, list[i].day);
    }
    if (count == 0)
        text_add(&out, _("not published"));
    return kept(arena, &out);
}

enum {
    COLUMN_NAME,
    COLUMN_STATE,
    COLUMN_DUE,
    COLUMN_UPDATED,
    COLUMN_PROMISE,
    COLUMN_ACCESS,
    COLUMN_PUBLISHED,
    COLUMNS
};

static void fill_row(const struct standing *standing, const struct freshness *freshness, const char **cells)
{
    struct arena *arena = &standing->session->run;
    struct text name = {0};
    text_add(&name, freshness->name);
    cells[COLUMN_NAME] = kept(arena, &name);
    cells[COLUMN_STATE] = state_shown(arena, freshness);
    cells[COLUMN_DUE] = freshness->reason == NULL ? date_shown(arena, freshness->due) : "-";
    cells[COLUMN_UPDATED] = freshness->has_updated ? date_shown(arena, freshness->updated) : "-";
    cells[COLUMN_PROMISE] = promise_shown(arena, freshness);
    cells[COLUMN_ACCESS] = freshness->is_private ? _("private") : _("public");
    cells[COLUMN_PUBLISHED] = publications_shown(standing, freshness->name);
}

static void add_totals(const struct standing *standing, struct text *out)
{
    static const struct {
        enum freshness_state state;
        const char *words;
    } totals[] = {{FRESHNESS_OVERDUE, N_(", %s overdue")},
                  {FRESHNESS_IN_TIME, N_(", %s in time")},
                  {FRESHNESS_NO_DATE, N_(", %s without a date")},
                  {FRESHNESS_UNKNOWN, N_(", %s that cannot be told")}};
    date_add_both(out, standing->today);
    text_add(out, ": ");
    add_days(out, (long)standing->count, "%s dataset", "%s datasets");
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++) {
        struct text count = {0};
        text_add_count(&count, standing->states[totals[i].state]);
        if (standing->states[totals[i].state] > 0 || totals[i].state == FRESHNESS_OVERDUE)
            text_format(out, _(totals[i].words), count.at);
        text_free(&count);
    }
    text_add(out, "\n");
}

static void print_text(const struct standing *standing)
{
    const char *const headings[COLUMNS] = {_("Dataset"),   _("State"),  _("Next due"), _("Last update"),
                                           _("Frequency"), _("Access"), _("Published")};
    const char **cells = arena_array(&standing->session->run, standing->count * COLUMNS, sizeof *cells);
    struct text out = {0};
    for (size_t i = 0; i < standing->count; i++)
        fill_row(standing, &standing->list[i], cells + i * COLUMNS);
    struct rows table = {.count = COLUMNS,
                         .headings = headings,
                         .cells = cells,
                         .row_count = standing->count,
                         .room = rows_room(),
                         .gives = ROWS_BLOCKS};
    if (standing->count > 0)
        rows_add(&table, &out);
    add_totals(standing, &out);
    fwrite(out.at, 1, out.length, stdout);
    text_free(&out);
}

/* ---- JSON ---- */

static void write_date(struct json_writer *writer, const char *key, bool given, struct date date)
{
    struct text out = {0};
    if (!given)
        return;
    date_add(&out, date);
    json_write_field(writer, key, out.at);
    text_free(&out);
}

static void write_publications(const struct standing *standing, const char *name, struct json_writer *writer)
{
    struct publication *list;
    size_t count = published_find(&standing->published, name, &standing->session->run, &list);
    json_write_key(writer, "published");
    json_write_begin_array(writer);
    for (size_t i = 0; i < count; i++) {
        json_write_begin_object(writer);
        json_write_key(writer, "portal");
        json_write_slice(writer, list[i].portal);
        json_write_key(writer, "metadata_modified");
        json_write_slice(writer, list[i].modified);
        json_write_end_object(writer);
    }
    json_write_end_array(writer);
}

static void write_one(const struct standing *standing, const struct freshness *freshness,
                      struct json_writer *writer)
{
    json_write_begin_object(writer);
    json_write_field(writer, "name", freshness->name);
    json_write_field(writer, "title", freshness->title);
    json_write_key(writer, "private");
    json_write_bool(writer, freshness->is_private);
    json_write_field(writer, "unit", freshness->unit);
    json_write_field(writer, "interval", freshness->interval);
    write_date(writer, "updated", freshness->has_updated, freshness->updated);
    json_write_field(writer, "state", freshness_state_name(freshness->state));
    write_date(writer, "due", freshness->reason == NULL, freshness->due);
    if (freshness->state == FRESHNESS_OVERDUE)
        json_write_count(writer, "days_overdue", (uint64_t)-freshness->days_left);
    if (freshness->state == FRESHNESS_IN_TIME)
        json_write_count(writer, "days_left", (uint64_t)freshness->days_left);
    json_write_field(writer, "reason", freshness->reason);
    write_publications(standing, freshness->name, writer);
    json_write_end_object(writer);
}

static void print_json(const struct standing *standing)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true, .mask = privacy_add_masked};
    json_write_begin_object(&writer);
    json_write_field(&writer, "banchi", BANCHI_VERSION);
    write_date(&writer, "today", true, standing->today);
    json_write_key(&writer, "datasets");
    json_write_begin_array(&writer);
    for (size_t i = 0; i < standing->count; i++)
        write_one(standing, &standing->list[i], &writer);
    json_write_end_array(&writer);
    json_write_key(&writer, "counts");
    json_write_begin_object(&writer);
    json_write_count(&writer, "datasets", standing->count);
    for (enum freshness_state state = 0; state <= FRESHNESS_UNKNOWN; state++)
        json_write_count(&writer, freshness_state_name(state), standing->states[state]);
    json_write_end_object(&writer);
    json_write_end_object(&writer);
    printf("%s\n", out.at);
    text_free(&out);
}

/* ---- the command ---- */

static bool write_calendar(const struct standing *standing, struct problem *problem)
{
    const char *path = standing->session->options.calendar;
    struct text out = {0};
    if (path == NULL)
        return true;
    calendar_add(standing->workspace, standing->list, standing->count, &out);
    bool done = file_replace_named(path, text_slice(&out), 0644, problem);
    text_free(&out);
    return done;
}

static enum status show(struct session *session, const struct workspace *workspace, struct report *report)
{
    const struct options *options = &session->options;
    struct problem problem = {0};
    struct standing standing = {.session = session,
                                .workspace = workspace,
                                .today = option_given(options, OPTION_TODAY) ? options->today : date_today()};
    if (!read_all(&standing, &report->sink, &problem) || !write_calendar(&standing, &problem))
        return command_problem(session, &problem);
    session->answered = option_given(options, OPTION_JSON);
    if (session->answered)
        print_json(&standing);
    else
        print_text(&standing);
    bool late = standing.states[FRESHNESS_OVERDUE] > 0 || standing.states[FRESHNESS_UNKNOWN] > 0;
    return option_given(options, OPTION_CHECK) && late ? STATUS_FINDINGS : STATUS_DONE;
}

enum status command_freshness(struct session *session)
{
    return command_in_workspace(session, show);
}
