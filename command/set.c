/* `banchi set`: one value of a metadata.json, a dictionary or the catalog. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "catalog/edit.h"
#include "command/command.h"
#include "command/remedy.h"
#include "command/report.h"

static void tell(const struct edit_request *request, const struct edit_result *result)
{
    struct text out = {0};
    text_format(&out, "%s: ", result->file);
    report_add_visible(&out, slice_of(request->path));
    text_add(&out, ": ");
    if (!result->changed)
        text_add(&out, _("unchanged"));
    else if (!result->after.length)
        text_add(&out, _("removed"));
    else {
        if (result->before.length) {
            report_add_json(&out, result->before);
            text_add(&out, " -> ");
        }
        report_add_json(&out, result->after);
    }
    printf("%s\n", out.at);
    text_free(&out);
}

/* Wrong use that only this command knows of; STATUS_DONE when there is none. */
static enum status check_request(struct session *session, const struct edit_request *request)
{
    const struct options *options = &session->options;
    bool set = request->kind == EDIT_SET;
    if (option_given(options, OPTION_KEY) && option_given(options, OPTION_REMOVE))
        return command_wrong_use(session, _("--key and --remove do not go together"));
    if (set && request->count == 0)
        return command_wrong_use(session, _("which value? `banchi set %s %s VALUE`, or --remove"),
                                 request->target, request->path);
    if (!set && options->operand_count > 2)
        return command_wrong_use(session, _("with --key or --remove there is no value: \"%s\""),
                                 options->operands[2]);
    for (size_t i = 0; i < request->count; i++)
        if (strcmp(request->values[i], REMEDY_BLANK) == 0)
            return command_wrong_use(session, _("please write what belongs there in the place of %s"),
                                     REMEDY_BLANK);
    return STATUS_DONE;
}

enum status command_set(struct session *session)
{
    const struct options *options = &session->options;
    struct workspace workspace;
    struct finding_counter found = finding_counter(); /* `validate` tells what is wrong with the workspace */
    struct problem problem = {0};
    struct edit_result result;
    struct edit_request request = {
        .target = options->operands[0],
        .path = options->operands[1],
        .values = (const char *const *)options->operands + 2,
        .count = options->operand_count - 2,
    };
    if (option_given(options, OPTION_REMOVE))
        request.kind = EDIT_REMOVE;
    if (option_given(options, OPTION_KEY)) {
        request.kind = EDIT_RENAME;
        request.values = &options->key;
        request.count = 1;
    }
    enum status status = check_request(session, &request);
    if (status != STATUS_DONE || !command_open(session, &found.sink, &workspace, &status))
        return status;
    if (!edit_run(&workspace, &request, &session->run, &result, &problem))
        return command_problem(session, &problem);
    tell(&request, &result);
    return STATUS_DONE;
}
