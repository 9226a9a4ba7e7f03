/* `banchi help`, and --help of every command. */
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "command/command.h"
#include "portal/fault.h"

static void help_program(struct text *out)
{
    size_t count;
    const struct command *commands = command_table(&count);
    text_add(out, _("banchi keeps an office's open data catalog as files, checks it and publishes it to a "
                    "CKAN portal.\n"));
    text_format(out, _("\nUsage: %s\n"), "banchi [-C DIR] [--lang th|en] COMMAND [...]");
    text_add(out, _("\nCommands:\n"));
    for (size_t i = 0; i < count; i++)
        text_format(out, "  %-10s  %s\n", commands[i].name, _(commands[i].summary));
    text_add(out, _("\nOptions of every command:\n"));
    options_describe(OPTIONS_COMMON | OPTION_VERSION, out);
    text_add(out, _("\nExamples:\n"));
    text_add(out, "  banchi validate\n  banchi plan\n  banchi publish\n");
    text_format(out, _("\n`%s` says more about a command; the manual is banchi(1).\n"),
                "banchi help COMMAND");
    text_add(
        out,
        _("\nExit status: 0 done; 1 error findings; 2 wrong use; 3 changes pending (--exit-code); 4 "
          "conflict; "
          "5 portal or network failed; 6 token refused; 7 privacy gate shut; 70 a bug; 74 reading or writing "
          "here failed; 130 interrupted.\n"));
}

static void help_command(const struct command *command, struct text *out)
{
    struct text usage = {0};
    text_format(&usage, "banchi %s [OPTION...]%s%s", command->name, *command->operands ? " " : "",
                command->operands);
    text_format(out, _("Usage: %s\n"), usage.at);
    text_format(out, "\n%s\n", _(command->help));
    text_free(&usage);
    text_add(out, _("\nOptions:\n"));
    options_describe(command->options | OPTIONS_COMMON, out);
    if (command->options & OPTION_FAULT)
        faults_describe(out);
    text_add(out, _("\nExamples:\n"));
    text_add(out, command->examples);
}

void command_help(const struct command *command)
{
    struct text out = {0};
    if (command)
        help_command(command, &out);
    else
        help_program(&out);
    fputs(out.at, stdout);
    text_free(&out);
}

enum status command_help_run(struct session *session)
{
    const struct command *command = NULL;
    if (session->options.operand_count) {
        command = command_find(session->options.operands[0]);
        if (!command)
            return command_wrong_use(session, _("there is no command \"%s\"; `banchi help` lists them"),
                                     session->options.operands[0]);
    }
    command_help(command);
    return STATUS_DONE;
}
