#include "command/report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/version.h"
#include "base/language.h"
#include "base/limits.h"
#include "base/terminal.h"
#include "base/utf8.h"
#include "catalog/privacy.h"
#include "command/masked.h"
#include "command/remedy.h"

#define VALUE_COLUMNS 60
#define FLUSH_BYTES (64 * KiB)

/* ---- values ---- */

/* Whether eight bytes are ASCII that is visible. */
static bool all_visible(const char *at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), highs = ones << 7;
    uint64_t eight;
    memcpy(&eight, at, sizeof eight);
    uint64_t low = eight - ones * 0x20; /* borrows only from bytes that are found anyway */
    uint64_t deletes = (eight ^ ones * 0x7F) - ones;
    return ((eight | low | deletes) & highs) == 0;
}

/* The end of what is surely visible: ASCII, and Thai as it stands in UTF-8. */
static const char *visible_end(const char *at, const char *end)
{
    for (;;) {
        while (end - at >= 8 && all_visible(at))
            at += 8;
        if (at < end && *at >= ' ' && *at < 0x7F)
            at++;
        else if (end - at >= 3 && (unsigned char)at[0] == 0xE0 && ((unsigned char)at[1] & 0xFE) == 0xB8 &&
                 ((unsigned char)at[2] & 0xC0) == 0x80)
            at += 3;
        else
            return at;
    }
}

void report_add_plain(struct text *out, struct slice text)
{
    const char *at = text.at, *end = text.at + text.length;
    while (at < end) {
        const char *first = at;
        at = visible_end(at, end);
        text_add_bytes(out, first, (size_t)(at - first));
        if (at == end)
            break;
        first = at;
        uint32_t code_point = utf8_next(&at, end);
        bool control = code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) ||
                       (code_point >= 0x202A && code_point <= 0x202E) ||
                       (code_point >= 0x2066 && code_point <= 0x2069);
        bool broken = code_point == 0xFFFD && at - first == 1;
        if (control || broken)
            text_add(out, code_point == '\t' ? " " : "\xEF\xBF\xBD");
        else
            text_add_bytes(out, first, (size_t)(at - first));
    }
}

void report_add_visible(struct text *out, struct slice text)
{
    struct text masked = {0};
    privacy_add_masked(&masked, text);
    report_add_plain(out, text_slice(&masked));
    text_free(&masked);
}

static void add_cut(struct text *out, struct slice value, const char *mark)
{
    struct slice cut = utf8_cut(value, VALUE_COLUMNS);
    text_add(out, mark);
    report_add_plain(out, cut);
    text_add(out, cut.length < value.length ? "…" : "");
    text_add(out, mark);
}

static void add_masked_cut(struct text *out, struct slice value, const char *mark)
{
    struct text masked = {0};
    privacy_add_masked(&masked, value);
    add_cut(out, text_slice(&masked), mark);
    text_free(&masked);
}

void report_add_value(struct text *out, struct slice value)
{
    add_masked_cut(out, value, "\"");
}

void report_add_json(struct text *out, struct slice json)
{
    add_masked_cut(out, json, "");
}

void report_add_message(struct text *out, const char *message, struct slice value)
{
    static const char marker[] = "{value}";
    for (const char *found; (found = strstr(message, marker)); message = found + sizeof marker - 1) {
        report_add_plain(out, (struct slice){message, (size_t)(found - message)});
        add_cut(out, value, "\"");
    }
    report_add_plain(out, slice_of(message));
}

struct finding report_masked(struct arena *arena, const struct finding *finding)
{
    struct privacy_subject subject = {.name = slice_of(finding->field)};
    enum privacy_kind kind;
    struct finding shown = *finding;
    shown.source = (struct slice){0};
    if (shown.value.length > 0 &&
        (privacy_shows(shown.value) || (finding->field != NULL && privacy_named(&subject, &kind))))
        shown.value = slice_of(privacy_mask(arena, finding->value));
    return shown;
}

struct slice report_shown(struct arena *arena, struct slice text)
{
    struct text shown = {0};
    bool any = false;
    if (!privacy_shows(text))
        return text;
    for (size_t at = 0; at < text.length;) {
        const char *end = memchr(text.at + at, '\n', text.length - at);
        size_t length = end != NULL ? (size_t)(end - text.at) - at : text.length - at;
        struct slice line = {text.at + at, length};
        bool shows = privacy_shows(line);
        text_add_slice(&shown, shows ? slice_of(privacy_mask(arena, line)) : line);
        any = any || shows;
        at += length + (end != NULL ? 1 : 0);
        text_add(&shown, end != NULL ? "\n" : "");
    }
    struct slice kept = text_keep(arena, &shown);
    return any ? kept : slice_of(privacy_mask(arena, text)); /* what no line shows, two together do */
}

/* ---- text ---- */

static const char *level_shown(enum level level)
{
    static const char *const names[] = {[LEVEL_ERROR] = N_("error"),
                                        [LEVEL_WARNING] = N_("warning"),
                                        [LEVEL_NOT_CHECKED] = N_("not checked")};
    return _(names[level]);
}

static const char *level_colour(enum level level)
{
    return level == LEVEL_WARNING ? "\033[1;33m" : "\033[1;31m";
}

/* The source line and a caret below the place; long lines are shown about the place only. */
static void add_source(const struct report *report, const struct finding *finding, struct text *out)
{
    struct slice line = finding->source;
    const char *at = line.at, *end = line.at + line.length;
    for (size_t i = 1; i < finding->column && at < end; i++)
        utf8_next(&at, end);
    struct slice before = {line.at, (size_t)(at - line.at)};
    size_t room = report->columns > 24 ? report->columns - 6 : 18;
    while (utf8_width(before) > room * 2 / 3) {
        const char *next = before.at;
        utf8_next(&next, at);
        before = (struct slice){next, (size_t)(at - next)};
    }
    struct slice shown = utf8_cut((struct slice){before.at, (size_t)(end - before.at)}, room);
    text_add(out, "    ");
    report_add_plain(out, shown);
    text_add(out, "\n    ");
    for (size_t i = utf8_width(before); i > 0; i--)
        text_add_char(out, ' ');
    text_add(out, report->colour ? "\033[1;32m^\033[0m\n" : "^\n");
}

static void add_place(const struct finding *finding, struct text *out)
{
    if (!finding->file)
        return;
    report_add_plain(out, slice_of(finding->file));
    if (finding->line)
        text_format(out, ":%zu", finding->line);
    if (finding->line && finding->column)
        text_format(out, ":%zu", finding->column);
    text_add(out, ": ");
}

/* Which of several resources or fields it is, is told by the way to it; of the others the name is enough. */
static void add_field(const struct finding *finding, struct text *out)
{
    if (!finding->field || !*finding->field)
        return;
    struct text path = {0};
    if (finding->pointer &&
        (strncmp(finding->pointer, "/resources/", 11) == 0 || strncmp(finding->pointer, "/fields/", 8) == 0))
        remedy_add_path(finding, &path);
    struct slice name = path.length ? text_slice(&path) : slice_of(finding->field);
    if (finding->label) {
        report_add_plain(out, slice_of(finding->label));
        text_add(out, " (");
    }
    report_add_plain(out, name);
    text_add(out, finding->label ? "): " : ": ");
    text_free(&path);
}

static void add_remedy(const struct report *report, const struct finding *finding, struct text *out)
{
    struct text command = {0};
    remedy_add_command(finding, report->folder, &command);
    if (command.length) {
        text_add(out, "    ");
        text_add(out, _("To mend it: "));
        report_add_visible(out, text_slice(&command));
        text_add(out, "\n");
    }
    text_free(&command);
}

/* The dataset's title above its first finding. */
static void add_dataset(struct report *report, const struct finding *finding, struct text *out)
{
    const char *dataset = finding->dataset ? finding->dataset : "";
    if (report->dataset && strcmp(report->dataset, dataset) == 0)
        return;
    if (report->dataset)
        text_add(out, "\n");
    free(report->dataset);
    report->dataset = strdup(dataset);
    if (!report->dataset)
        memory_exhausted();
    if (!finding->title)
        return;
    text_add(out, report->colour ? "\033[1m" : "");
    report_add_plain(out, slice_of(finding->title));
    text_add(out, report->colour ? "\033[0m" : "");
    text_add(out, " (");
    report_add_plain(out, slice_of(dataset));
    text_add(out, ")\n");
}

static void add_text(const struct report *report, const struct finding *finding, struct text *out)
{
    add_place(finding, out);
    if (report->colour)
        text_format(out, "%s%s:\033[0m ", level_colour(finding->level), level_shown(finding->level));
    else
        text_format(out, "%s: ", level_shown(finding->level));
    add_field(finding, out);
    report_add_message(out, finding->message ? finding->message : _(code_row(finding->code)->title),
                       finding->value);
    text_format(out, " [%s]\n", code_row(finding->code)->name);
    if (report->source_shown && finding->source.length && finding->line && finding->column)
        add_source(report, finding, out);
    if (finding->hint && *finding->hint) {
        text_add(out, "    ");
        report_add_message(out, finding->hint, finding->value);
        text_add(out, "\n");
    }
    add_remedy(report, finding, out);
}

static void end_code(const struct report *report, enum code code, const char *file)
{
    struct text shown = {0};
    size_t hidden = report->seen[code] - report->limit;
    text_add_count(&shown, hidden);
    fprintf(report->stream,
            ngettext("%s: %s more like this [%s] (--limit 0 shows all)\n",
                     "%s: %s more like this [%s] (--limit 0 shows all)\n", hidden),
            file, shown.at, code_row(code)->name);
    text_free(&shown);
}

/* Says how many findings of the last file were not shown. */
static void end_file(struct report *report)
{
    struct text file = {0};
    report_add_visible(&file, slice_of(report->file ? report->file : ""));
    for (size_t i = 0; i < CODE_COUNT; i++) {
        if (report->seen[i] > report->limit)
            end_code(report, (enum code)i, file.at ? file.at : "");
        report->seen[i] = 0;
    }
    text_free(&file);
    free(report->file);
    report->file = NULL;
}

static void put_text(struct report *report, const struct finding *finding)
{
    const char *file = finding->file ? finding->file : "";
    if (report->file && strcmp(report->file, file) != 0)
        end_file(report);
    if (!report->file) {
        report->file = strdup(file);
        if (!report->file)
            memory_exhausted();
    }
    if (++report->seen[finding->code] > report->limit)
        return;
    struct text out = {0};
    struct arena arena = {0};
    struct finding shown = masked_finding(&report->masked, &arena, finding, report->source_shown);
    add_dataset(report, &shown, &out);
    add_text(report, &shown, &out);
    fwrite(out.at, 1, out.length, report->stream);
    text_free(&out);
    arena_free(&arena);
}

/* ---- JSON ---- */

static void flush_json(struct report *report)
{
    fwrite(text_slice(&report->out).at, 1, report->out.length, stdout);
    text_clear(&report->out);
}

static void write_message(struct json_writer *writer, const char *key, const char *message,
                          struct slice value)
{
    if (!message || !*message)
        return;
    struct text text = {0};
    report_add_message(&text, message, value);
    json_write_field(writer, key, text.at);
    text_free(&text);
}

/* The name of a file or folder need not be UTF-8. */
static void write_name(struct json_writer *writer, const char *key, const char *name)
{
    struct slice slice = slice_of(name);
    struct text shown = {0};
    if (utf8_check(slice.at, slice.length) < slice.length) {
        report_add_plain(&shown, slice);
        name = shown.at;
    }
    json_write_field(writer, key, name);
    text_free(&shown);
}

static void write_remedy(struct json_writer *writer, const struct report *report,
                         const struct finding *finding)
{
    struct text command = {0};
    remedy_add_command(finding, report->folder, &command);
    if (command.length) {
        struct text shown = {0};
        privacy_add_masked(&shown, text_slice(&command));
        write_name(writer, "remedy", shown.at);
        text_free(&shown);
    }
    text_free(&command);
}

static void put_json(struct report *report, const struct finding *finding)
{
    struct json_writer *writer = &report->writer;
    json_write_begin_object(writer);
    json_write_field(writer, "code", code_row(finding->code)->name);
    json_write_field(writer, "level", level_name(finding->level));
    write_name(writer, "dataset", finding->dataset);
    json_write_field(writer, "title", finding->title);
    write_name(writer, "file", finding->file);
    if (finding->line)
        json_write_count(writer, "line", finding->line);
    if (finding->line && finding->column)
        json_write_count(writer, "column", finding->column);
    if (finding->row)
        json_write_count(writer, "row", finding->row);
    if (finding->column_number)
        json_write_count(writer, "column_number", finding->column_number);
    json_write_field(writer, "field", finding->field);
    json_write_field(writer, "label", finding->label);
    json_write_field(writer, "pointer", finding->pointer);
    json_write_field(writer, "keyword", finding->keyword);
    json_write_field(writer, "portal", finding->portal);
    write_message(writer, "message", finding->message ? finding->message : _(code_row(finding->code)->title),
                  finding->value);
    write_message(writer, "hint", finding->hint, finding->value);
    write_remedy(writer, report, finding);
    json_write_end_object(writer);
    if (report->out.length > FLUSH_BYTES)
        flush_json(report);
}

static void put(struct finding_sink *self, const struct finding *finding)
{
    struct report *report = (struct report *)self;
    finding_count(&report->counts, finding);
    if (!report->json) {
        put_text(report, finding);
        return;
    }
    struct arena arena = {0};
    struct finding shown = masked_finding(&report->masked, &arena, finding, report->source_shown);
    put_json(report, &shown);
    arena_free(&arena);
}

/* ---- the whole ---- */

/* What was checked: a workspace, or documents alone. */
struct extent {
    const struct check_counts *counts; /* NULL: documents alone */
    size_t documents;
};

void report_begin(struct report *report, const struct options *options, FILE *stream)
{
    *report =
        (struct report){.sink = {put},
                        .json = option_given(options, OPTION_JSON),
                        .fail_on_warning = options->fail_on_warning,
                        .folder = options->folder,
                        .stream = stream,
                        .limit = options->limit,
                        .source_shown = !option_given(options, OPTION_JSON) && terminal_is(fileno(stream)),
                        .colour = terminal_has_colour(fileno(stream)),
                        .columns = terminal_columns(fileno(stream))};
    if (!report->json)
        return;
    report->writer = (struct json_writer){.out = &report->out, .indented = true};
    json_write_begin_object(&report->writer);
    json_write_field(&report->writer, "banchi", BANCHI_VERSION);
    json_write_key(&report->writer, "findings");
    json_write_begin_array(&report->writer);
}

static void write_extent(struct json_writer *writer, const struct extent *extent)
{
    if (extent->counts == NULL) {
        json_write_count(writer, "documents", extent->documents);
        return;
    }
    json_write_count(writer, "datasets", extent->counts->datasets);
    json_write_count(writer, "tables", extent->counts->tables);
    json_write_count(writer, "rows", extent->counts->rows);
}

static void write_counts(struct report *report)
{
    struct json_writer *writer = &report->writer;
    json_write_key(writer, "counts");
    json_write_begin_object(writer);
    json_write_count(writer, "errors", report->counts.errors);
    json_write_count(writer, "warnings", report->counts.warnings);
    json_write_count(writer, "not_checked", report->counts.not_checked);
}

static void end_object(struct report *report)
{
    json_write_end_object(&report->writer);
    text_add(&report->out, "\n");
    flush_json(report);
}

static void end_json(struct report *report, const struct extent *extent, const char *problem)
{
    struct json_writer *writer = &report->writer;
    json_write_end_array(writer);
    write_counts(report);
    write_extent(writer, extent);
    json_write_end_object(writer);
    if (problem != NULL) {
        json_write_key(writer, "complete");
        json_write_bool(writer, false);
        json_write_field(writer, "problem", problem);
    }
    end_object(report);
}

static void add_count(struct text *out, size_t number, const char *one, const char *many)
{
    struct text shown = {0};
    text_add_count(&shown, number);
    text_format(out, ngettext(one, many, number), shown.at);
    text_free(&shown);
}

static void add_extent(struct text *out, const struct extent *extent)
{
    const struct check_counts *counts = extent->counts;
    if (counts == NULL) {
        add_count(out, extent->documents, "%s document", "%s documents");
        return;
    }
    add_count(out, counts->datasets, "%s dataset", "%s datasets");
    text_add(out, ", ");
    add_count(out, counts->tables, "%s table", "%s tables");
    text_add(out, ", ");
    add_count(out, counts->rows, "%s row", "%s rows");
}

static void end_text(struct report *report, const struct extent *extent)
{
    struct text out = {0};
    add_extent(&out, extent);
    text_add(&out, ": ");
    add_count(&out, report->counts.errors, "%s error", "%s errors");
    text_add(&out, ", ");
    add_count(&out, report->counts.warnings, "%s warning", "%s warnings");
    if (report->counts.not_checked) {
        text_add(&out, ", ");
        add_count(&out, report->counts.not_checked, "%s not checked", "%s not checked");
    }
    fprintf(report->stream, "%s\n", out.at);
    fflush(report->stream);
    text_free(&out);
}

void report_close(struct report *report)
{
    if (!report->json)
        end_file(report);
    free(report->dataset);
    report->dataset = NULL;
    masked_free(&report->masked);
    fflush(report->stream);
    text_free(&report->out);
}

static void end(struct report *report, const struct extent *extent, const char *problem)
{
    if (report->json)
        end_json(report, extent, problem);
    report_close(report);
    if (!report->json && problem == NULL)
        end_text(report, extent);
}

void report_end(struct report *report, const struct check_counts *counts, const char *problem)
{
    end(report, &(struct extent){.counts = counts}, problem);
}

void report_end_documents(struct report *report, size_t documents, const char *problem)
{
    end(report, &(struct extent){.documents = documents}, problem);
}

void report_end_members(struct report *report, void (*add)(struct json_writer *writer, const void *members),
                        const void *members)
{
    if (report->json) {
        json_write_end_array(&report->writer);
        report->writer.mask = privacy_add_masked;
        add(&report->writer, members);
        write_counts(report);
        json_write_end_object(&report->writer);
        end_object(report);
    }
    report_close(report);
}

enum status report_status(const struct report *report)
{
    bool wrong = report->counts.errors || report->counts.not_checked ||
                 (report->fail_on_warning && report->counts.warnings);
    return wrong ? STATUS_FINDINGS : STATUS_DONE;
}
