/* `banchi explain [CODE...]`. */
#include <stdio.h>

#include "base/json_write.h"
#include "base/language.h"
#include "command/command.h"

static void print_example(const char *label, const char *example)
{
    printf("\n%s\n    %s\n", label, _(example));
}

static void print_code(enum code code)
{
    const struct code_row *row = code_row(code);
    printf("%s: %s\n\n%s\n", row->name, _(row->title), _(row->explanation));
    print_example(_("Wrong:"), row->wrong);
    print_example(_("Right:"), row->right);
    printf("\n");
    printf(_("Where the rule comes from: %s"), _(row->source));
    printf("\n");
}

static void write_code(enum code code, struct json_writer *writer)
{
    const struct code_row *row = code_row(code);
    json_write_begin_object(writer);
    json_write_field(writer, "code", row->name);
    json_write_field(writer, "title", _(row->title));
    json_write_field(writer, "explanation", _(row->explanation));
    json_write_field(writer, "source", _(row->source));
    json_write_field(writer, "wrong", _(row->wrong));
    json_write_field(writer, "right", _(row->right));
    json_write_end_object(writer);
}

/* Each code that the program can print, in a line. */
static void print_all(void)
{
    for (enum code code = 0; code < CODE_COUNT; code++)
        printf("%s  %s\n", code_row(code)->name, _(code_row(code)->title));
}

static void write_codes(const enum code *codes, size_t count)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true};
    json_write_begin_object(&writer);
    json_write_key(&writer, "codes");
    json_write_begin_array(&writer);
    for (size_t i = 0; i < count; i++)
        write_code(codes[i], &writer);
    json_write_end_array(&writer);
    json_write_end_object(&writer);
    printf("%s\n", out.at);
    text_free(&out);
}

enum status command_explain(struct session *session)
{
    const struct options *options = &session->options;
    bool all = options->operand_count == 0;
    size_t count = all ? CODE_COUNT : options->operand_count;
    enum code *codes = arena_array(&session->run, count, sizeof *codes);
    for (size_t i = 0; i < count; i++) {
        codes[i] = (enum code)i;
        if (!all && !code_find(slice_of(options->operands[i]), &codes[i]))
            return command_wrong_use(_("there is no code \"%s\"; `banchi explain` lists them all"),
                                     options->operands[i]);
    }
    if (option_given(options, OPTION_JSON)) {
        write_codes(codes, count);
    } else if (all) {
        print_all();
    } else {
        for (size_t i = 0; i < count; i++) {
            printf("%s", i ? "\n" : "");
            print_code(codes[i]);
        }
    }
    return STATUS_DONE;
}
