/* `banchi convert TABLE...`: tables into UTF-8. */
#include "catalog/convert.h"

#include <stdio.h>

#include "base/interrupt.h"
#include "base/language.h"
#include "command/command.h"
#include "command/report.h"

struct converted {
    const char *file; /* as typed */
    struct convert_result result;
};

struct conversion {
    struct converted *files;
    size_t count;
    bool dry;
};

static const char *const outcomes[] = {
    [CONVERT_NEEDLESS] = "unchanged", [CONVERT_DONE] = "converted", [CONVERT_REFUSED] = "refused"};

static void write_files(struct json_writer *writer, const void *members)
{
    const struct conversion *conversion = members;
    json_write_key(writer, "dry_run");
    json_write_bool(writer, conversion->dry);
    json_write_key(writer, "files");
    json_write_begin_array(writer);
    for (size_t i = 0; i < conversion->count; i++) {
        const struct converted *one = &conversion->files[i];
        const char *set = encoding_name(one->result.from);
        json_write_begin_object(writer);
        json_write_field(writer, "file", one->file);
        json_write_field(writer, "outcome", outcomes[one->result.outcome]);
        json_write_field(writer, "from", *set != '\0' ? set : NULL);
        json_write_count(writer, "confidence", one->result.confidence);
        json_write_count(writer, "bytes", one->result.bytes);
        if (one->result.outcome != CONVERT_REFUSED)
            json_write_count(writer, "bytes_after", one->result.bytes_after);
        json_write_field(writer, "original", one->result.original);
        json_write_end_object(writer);
    }
    json_write_end_array(writer);
}

static void tell(const struct converted *one, bool dry)
{
    const struct convert_result *result = &one->result;
    if (result->outcome == CONVERT_REFUSED)
        command_say(_("%s: refused, nothing was written\n"), one->file);
    else if (result->outcome == CONVERT_NEEDLESS)
        command_say(_("%s: is UTF-8 already\n"), one->file);
    else
        command_say(dry ? _("%s: would be turned from %s into UTF-8\n")
                        : _("%s: turned from %s into UTF-8\n"),
                    one->file, encoding_name(result->from));
    if (result->original != NULL)
        command_say(_("    the file as it was: %s\n"), result->original);
    fflush(stdout); /* before the findings of the next one */
}

static enum status convert_one(struct session *session, struct report *report, enum encoding from,
                               struct converted *one)
{
    struct problem problem = {0};
    enum status status = STATUS_DONE;
    const char *path = command_table_path(session, one->file, &status);
    if (path == NULL)
        return status;
    struct convert_request request = {.path = path,
                                      .file = one->file,
                                      .from = from,
                                      .dry = option_given(&session->options, OPTION_DRY_RUN),
                                      .arena = &session->run,
                                      .sink = &report->sink};
    if (!convert_table(&request, &one->result, &problem))
        return command_problem(session, &problem);
    if (!report->json)
        tell(one, request.dry);
    return STATUS_DONE;
}

enum status command_convert(struct session *session)
{
    struct options *options = &session->options;
    struct report report;
    enum encoding from = ENCODING_UNKNOWN;
    enum status status = STATUS_DONE;
    if (options->from != NULL && !encoding_find(options->from, &from))
        return command_wrong_use(
            session,
            _("--from does not take \"%s\"; it takes tis-620, windows-874, utf-16le, utf-16be, utf-8"),
            options->from);
    struct conversion conversion = {.dry = option_given(options, OPTION_DRY_RUN)};
    conversion.files = arena_array(&session->run, options->operand_count, sizeof *conversion.files);
    interrupt_hold(); /* a file that is being written is whole, or not there */
    report_begin(&report, options, stderr);
    for (size_t i = 0; i < options->operand_count && status != STATUS_LOCAL && status != STATUS_INTERRUPTED;
         i++) {
        struct converted *one = &conversion.files[conversion.count];
        one->file = options->operands[i];
        enum status here = convert_one(session, &report, from, one);
        conversion.count += here == STATUS_DONE;
        status = status_worse(status, here);
    }
    report_end_members(&report, write_files, &conversion);
    session->answered = report.json;
    return status_worse(status, report_status(&report));
}
