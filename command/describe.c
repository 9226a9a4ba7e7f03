/* `banchi describe TABLE...`: drafts data dictionaries. */
#include "catalog/describe.h"

#include <stdio.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/language.h"
#include "command/command.h"
#include "command/difference.h"
#include "command/report.h"

struct described {
    const char *file; /* as typed */
    struct describe_result result;
};

struct description {
    struct described *tables;
    size_t count;
    bool dry;
};

static const char *const outcomes[] = {[DESCRIBE_REFUSED] = "refused",
                                       [DESCRIBE_UNCHANGED] = "unchanged",
                                       [DESCRIBE_NEW] = "new",
                                       [DESCRIBE_CHANGED] = "changed"};

/* ---- JSON ---- */

static void write_raw(struct json_writer *writer, const char *key, struct slice json)
{
    if (json.length == 0)
        return;
    json_write_key(writer, key);
    json_write_raw(writer, json);
}

static void write_slice(struct json_writer *writer, const char *key, struct slice text)
{
    json_write_key(writer, key);
    json_write_slice(writer, text);
}

static void write_changes(struct json_writer *writer, const struct describe_result *result)
{
    json_write_key(writer, "changes");
    json_write_begin_array(writer);
    for (size_t i = 0; i < result->change_count; i++) {
        const struct describe_change *change = &result->changes[i];
        json_write_begin_object(writer);
        if (change->field.length > 0)
            write_slice(writer, "field", change->field);
        json_write_field(writer, "key", change->key);
        write_raw(writer, "from", change->from);
        write_raw(writer, "to", change->to);
        json_write_field(writer, "why", _(change->why));
        if (change->row > 0)
            json_write_count(writer, "row", change->row);
        json_write_end_object(writer);
    }
    json_write_end_array(writer);
    json_write_key(writer, "renames");
    json_write_begin_array(writer);
    for (size_t i = 0; i < result->rename_count; i++) {
        json_write_begin_object(writer);
        write_slice(writer, "from", result->renames[i].from);
        write_slice(writer, "to", result->renames[i].to);
        json_write_end_object(writer);
    }
    json_write_end_array(writer);
}

static void write_tables(struct json_writer *writer, const void *members)
{
    const struct description *description = members;
    json_write_key(writer, "dry_run");
    json_write_bool(writer, description->dry);
    json_write_key(writer, "tables");
    json_write_begin_array(writer);
    for (size_t i = 0; i < description->count; i++) {
        const struct described *one = &description->tables[i];
        json_write_begin_object(writer);
        json_write_field(writer, "file", one->file);
        json_write_field(writer, "outcome", outcomes[one->result.outcome]);
        json_write_field(writer, "dictionary", one->result.dictionary);
        json_write_count(writer, "rows", one->result.rows);
        json_write_count(writer, "columns", one->result.columns);
        json_write_count(writer, "rows_passed_over", one->result.passed_over);
        write_changes(writer, &one->result);
        json_write_key(writer, "header_renamed");
        json_write_bool(writer, one->result.renamed);
        json_write_field(writer, "original", one->result.original);
        json_write_end_object(writer);
    }
    json_write_end_array(writer);
}

/* ---- text ---- */

static void add_value(struct text *out, struct slice json)
{
    if (json.length == 0)
        text_add(out, _("(nothing)"));
    else
        report_add_json(out, json);
}

static void add_change(struct text *out, const struct describe_change *change)
{
    bool whole = change->from.length == 0 && change->to.length == 0;
    bool kept = slice_equal(change->from, change->to);
    text_add(out, "    ");
    if (change->field.length > 0) {
        report_add_visible(out, change->field);
        text_add(out, ": ");
    }
    text_add(out, change->key);
    if (!whole && !kept && strcmp(change->key, "field") != 0) {
        text_add(out, " ");
        add_value(out, change->from);
        text_add(out, " → ");
        add_value(out, change->to);
    }
    text_format(out, ": %s", _(change->why));
    if (change->row > 0)
        text_format(out, _(" (row %llu)"), (unsigned long long)change->row);
    text_add(out, "\n");
}

static const char *headline(enum describe_outcome outcome, bool dry)
{
    static const char *const lines[][2] = {
        [DESCRIBE_REFUSED] = {N_("%s: not described\n"), N_("%s: not described\n")},
        [DESCRIBE_UNCHANGED] = {N_("%s: agrees with the table\n"), N_("%s: agrees with the table\n")},
        [DESCRIBE_NEW] = {N_("%s: drafted\n"), N_("%s: would be drafted\n")},
        [DESCRIBE_CHANGED] = {N_("%s: changed\n"), N_("%s: would be changed\n")},
    };
    return _(lines[outcome][dry]);
}

static void add_renames(struct text *out, const struct described *one)
{
    const struct describe_result *result = &one->result;
    if (result->rename_count == 0)
        return;
    text_add(out, result->renamed ? _("    the header was renamed:\n")
                                  : _("    the header does not have the dictionary's names yet:\n"));
    for (size_t i = 0; i < result->rename_count; i++) {
        text_add(out, "        ");
        report_add_value(out, result->renames[i].from);
        text_add(out, " → ");
        report_add_visible(out, result->renames[i].to);
        text_add(out, "\n");
    }
    if (result->renamed)
        text_format(out, _("    the file as it was: %s\n"), result->original);
    else
        text_format(out, _("    rename it by `banchi describe --rename-header %s`\n"), one->file);
}

static void tell(const struct described *one, bool dry)
{
    const struct describe_result *result = &one->result;
    struct text out = {0};
    const char *subject = result->outcome == DESCRIBE_REFUSED ? one->file : result->dictionary;
    struct text shown = {0};
    report_add_visible(&shown, slice_of(subject));
    text_format(&out, headline(result->outcome, dry), shown.at != NULL ? shown.at : "");
    text_free(&shown);
    for (size_t i = 0; i < result->change_count && result->outcome != DESCRIBE_NEW; i++)
        add_change(&out, &result->changes[i]);
    if (dry)
        difference_add(&out, result->before, result->after);
    if (result->outcome != DESCRIBE_REFUSED)
        add_renames(&out, one);
    if (result->outcome == DESCRIBE_NEW && !dry)
        text_add(&out, _("    Next: write what each column means, then `banchi validate`.\n"));
    fwrite(out.at, 1, out.length, stdout);
    fflush(stdout); /* before the findings of the next one */
    text_free(&out);
}

static enum status describe_one(struct session *session, struct report *report, struct described *one)
{
    struct problem problem = {0};
    enum status status = STATUS_DONE;
    const char *path = command_table_path(session, one->file, &status);
    if (path == NULL)
        return status;
    struct describe_request request = {.path = path,
                                       .file = one->file,
                                       .keep_names = option_given(&session->options, OPTION_KEEP_NAMES),
                                       .rename = option_given(&session->options, OPTION_RENAME_HEADER),
                                       .dry = option_given(&session->options, OPTION_DRY_RUN),
                                       .arena = &session->run,
                                       .sink = &report->sink};
    if (!describe_table(&request, &one->result, &problem))
        return command_problem(session, &problem);
    if (!report->json)
        tell(one, request.dry);
    return STATUS_DONE;
}

enum status command_describe(struct session *session)
{
    struct options *options = &session->options;
    struct report report;
    enum status status = STATUS_DONE;
    if (option_given(options, OPTION_KEEP_NAMES) && option_given(options, OPTION_RENAME_HEADER))
        return command_wrong_use(session, _("--keep-names and --rename-header do not go together"));
    struct description description = {.dry = option_given(options, OPTION_DRY_RUN)};
    description.tables = arena_array(&session->run, options->operand_count, sizeof *description.tables);
    interrupt_hold(); /* a file that is being written is whole, or not there */
    report_begin(&report, options, stderr);
    for (size_t i = 0; i < options->operand_count && status != STATUS_LOCAL && status != STATUS_INTERRUPTED;
         i++) {
        struct described *one = &description.tables[description.count];
        one->file = options->operands[i];
        enum status here = describe_one(session, &report, one);
        description.count += here == STATUS_DONE;
        status = status_worse(status, here);
    }
    report_end_members(&report, write_tables, &description);
    session->answered = report.json;
    return status_worse(status, report_status(&report));
}
