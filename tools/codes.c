/* Prints the manual page banchi-codes(7), made of base/code.def, in the language of its one argument: th or
 * en.
 *
 * The page is never edited and never committed: the build makes it anew, so that it has every code.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "base/language.h"

static const struct {
    char letter;
    const char *title;
} groups[] = {
    {'C', N_("The workspace")}, {'D', N_("Tables and their dictionaries")},
    {'M', N_("Metadata")},      {'P', N_("Privacy")},
    {'R', N_("The portal")},
};

/* A line of text: no letter of it may mean something to the formatter. */
static void print_text(const char *text, bool running)
{
    static const struct {
        char letter;
        const char *written;
    } escapes[] = {{'\\', "\\e"},  {'`', "\\(ga"},  {'^', "\\(ha"},
                   {'~', "\\(ti"}, {'\'', "\\(aq"}, {'-', "\\-"}};
    if (*text == '.')
        printf("\\&");
    for (; *text; text++) {
        const char *written = NULL;
        if (text[0] == ' ' && running && text[-1] == '.') {
            putchar('\n'); /* a sentence begins on a line of its own */
            continue;
        }
        for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
            if (*text == escapes[i].letter)
                written = escapes[i].written;
        if (written)
            printf("%s", written);
        else
            putchar(*text);
    }
    putchar('\n');
}

static void print_line(const char *text)
{
    print_text(text, true);
}

static void print_example(const char *label, const char *example)
{
    print_line(label);
    puts(".Bd -literal -offset indent -compact");
    print_text(example, false);
    puts(".Ed");
}

static void print_code(const struct code_row *row)
{
    printf(".It Sy %s\n", row->name);
    print_line(_(row->title));
    puts(".Pp");
    print_line(_(row->explanation));
    puts(".Pp");
    print_example(_("Wrong:"), _(row->wrong));
    print_example(_("Right:"), _(row->right));
    puts(".Pp");
    char *source = NULL;
    if (asprintf(&source, _("Where the rule comes from: %s"), _(row->source)) > 0)
        print_line(source);
    free(source);
}

/* Thai is not bold: pagers take a vowel that is struck over for the letter. */
static void print_heading(const char *title)
{
    printf(".Sh %s%s\n", language_is_thai() ? "\\fR" : "", title);
}

static void print_group(char letter)
{
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (groups[i].letter == letter)
            print_heading(_(groups[i].title));
    puts(".Bl -tag -width Ds");
}

int main(int argc, char **argv)
{
    if (!language_start(argc > 1 ? argv[1] : "en"))
        return 2;
    puts(".Dd November 22, 2026\n.Dt BANCHI-CODES 7\n.Os\n.Sh NAME\n.Nm banchi-codes");
    printf(".Nd %s\n", _("what the codes of banchi\\(aqs findings mean"));
    print_heading(_("DESCRIPTION"));
    print_line(
        _("Each finding of banchi ends with its code in brackets. A code is a kind of fault; it keeps its "
          "meaning for ever. `banchi explain CODE` shows one of them."));
    char letter = '\0';
    for (enum code code = 0; code < CODE_COUNT; code++) {
        const struct code_row *row = code_row(code);
        if (row->name[0] != letter) {
            if (letter)
                puts(".El");
            letter = row->name[0];
            print_group(letter);
        }
        print_code(row);
    }
    puts(".El");
    print_heading(_("SEE ALSO"));
    puts(".Xr banchi 1 ,\n.Xr banchi-dictionary 5 ,\n.Xr banchi-metadata 5");
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
