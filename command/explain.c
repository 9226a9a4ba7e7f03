/* `banchi explain CODE`. */
#include <stdio.h>

#include "base/language.h"
#include "command/command.h"

static void print_example(const char *label, const char *example)
{
    if (*example)
        printf("\n%s\n    %s\n", label, example);
}

enum status command_explain(struct session *session)
{
    enum code code;
    const char *name = session->options.operands[0];
    if (!code_find(slice_of(name), &code))
        return command_wrong_use(
            _("there is no code \"%s\"; a code is a letter and three digits, as in [M103]"), name);
    const struct code_row *row = code_row(code);
    printf("%s: %s\n\n%s\n", row->name, _(row->title), _(row->explanation));
    print_example(_("Wrong:"), row->wrong);
    print_example(_("Right:"), row->right);
    printf(_("\nWhere the rule comes from: %s\n"), row->source);
    return STATUS_DONE;
}
