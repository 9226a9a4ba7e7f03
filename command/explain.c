/* `banchi explain [CODE | KEY]...`. */
#include <stdio.h>
#include <string.h>

#include "base/json_write.h"
#include "base/language.h"
#include "base/version.h"
#include "command/command.h"
#include "command/judge.h"
#include "command/report.h"

/* What an operand means: a code, or the items of the forms that have this key. */
#define ITEMS_MOST 4

struct subject {
    bool is_code;
    enum code code;
    struct {
        const struct profile_item *item;
        const char *part; /* whose item it is, a msgid */
    } items[ITEMS_MOST];
    size_t item_count;
};

/* ---- codes ---- */

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

/* ---- items ---- */

static void print_choice(const struct json *choice)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out};
    if (json_is(choice, JSON_STRING))
        report_add_visible(&out, json_text(choice));
    else
        json_write_value(&writer, choice);
    printf("    %s\n", out.at ? out.at : "");
    text_free(&out);
}

static void print_item(const struct profile_item *item, const char *part)
{
    static const char *const types[] = {
        [PROFILE_ANY] = N_("any value"),        [PROFILE_TEXT] = N_("a text"),
        [PROFILE_LIST] = N_("a list of texts"), [PROFILE_BOOLEAN] = N_("true or false"),
        [PROFILE_NUMBER] = N_("a number"),
    };
    printf("%s (%s)\n\n", item->label, item->key);
    if (item->help)
        printf("%s\n\n", item->help);
    printf("%s; %s; %s\n", _(part), item->required ? _("mandatory") : _("optional"), _(types[item->type]));
    if (!json_is(item->choices, JSON_ARRAY))
        return;
    printf("%s\n", _("Allowed values:"));
    for (uint32_t i = 0; i < item->choices->count; i++)
        print_choice(&item->choices->items[i]);
}

static void write_item(const struct profile_item *item, struct json_writer *writer)
{
    static const char *const types[] = {NULL, "text", "list", "boolean", "number"};
    json_write_begin_object(writer);
    json_write_field(writer, "key", item->key);
    json_write_field(writer, "label", item->label);
    json_write_field(writer, "help", item->help);
    json_write_key(writer, "required");
    json_write_bool(writer, item->required);
    json_write_field(writer, "type", types[item->type]);
    if (item->choices) {
        json_write_key(writer, "choices");
        json_write_value(writer, item->choices);
    }
    json_write_end_object(writer);
}

/* Adds the form's item of that key, if it has one. */
static void find_item(struct subject *subject, const char *key, const struct profile *profile, bool of_part,
                      const char *part)
{
    size_t count;
    const struct profile_item *items = profile ? profile_items(profile, of_part, &count) : NULL;
    for (size_t i = 0; items && i < count && subject->item_count < ITEMS_MOST; i++) {
        if (strcmp(items[i].key, key) != 0)
            continue;
        subject->items[subject->item_count].item = &items[i];
        subject->items[subject->item_count++].part = part;
    }
}

/* ---- both ---- */

struct forms {
    const struct profile *metadata;
    const struct profile *dictionary;
    const struct profile *catalog;
};

static bool open_forms(struct session *session, struct forms *forms, enum status *status)
{
    struct problem problem = {0};
    struct finding_counter silent = finding_counter();
    const char *name = session->options.profile ? session->options.profile : judge_here(session);
    forms->metadata = judge_open(&session->run, name, &silent.sink, &problem);
    forms->dictionary = profile_open(&session->run, "dictionary", &problem);
    forms->catalog = profile_open(&session->run, "catalog", &problem);
    *status = command_problem(session, &problem);
    return *status == STATUS_DONE;
}

static bool find_subject(const char *name, const struct forms *forms, struct subject *subject)
{
    *subject = (struct subject){0};
    subject->is_code = code_find(slice_of(name), &subject->code);
    if (subject->is_code)
        return true;
    find_item(subject, name, forms->metadata, false, N_("item of a dataset"));
    find_item(subject, name, forms->metadata, true, N_("item of a resource"));
    find_item(subject, name, forms->dictionary, true, N_("item of a column in a dictionary"));
    find_item(subject, name, forms->catalog, false, N_("item of catalog.json"));
    return subject->item_count > 0;
}

static void print_subject(const struct subject *subject)
{
    if (subject->is_code)
        print_code(subject->code);
    for (size_t i = 0; i < subject->item_count; i++) {
        printf("%s", i ? "\n" : "");
        print_item(subject->items[i].item, subject->items[i].part);
    }
}

static void write_subjects(const struct subject *subjects, size_t count)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true};
    json_write_begin_object(&writer);
    json_write_field(&writer, "banchi", BANCHI_VERSION);
    json_write_key(&writer, "codes");
    json_write_begin_array(&writer);
    for (size_t i = 0; i < count; i++)
        if (subjects[i].is_code)
            write_code(subjects[i].code, &writer);
    json_write_end_array(&writer);
    json_write_key(&writer, "items");
    json_write_begin_array(&writer);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < subjects[i].item_count; j++)
            write_item(subjects[i].items[j].item, &writer);
    json_write_end_array(&writer);
    json_write_end_object(&writer);
    printf("%s\n", out.at);
    text_free(&out);
}

static enum status explain_all(bool json)
{
    struct subject subjects[CODE_COUNT] = {{0}};
    for (enum code code = 0; code < CODE_COUNT; code++)
        subjects[code] = (struct subject){.is_code = true, .code = code};
    if (json)
        write_subjects(subjects, CODE_COUNT);
    else
        print_all();
    return STATUS_DONE;
}

enum status command_explain(struct session *session)
{
    const struct options *options = &session->options;
    bool json = option_given(options, OPTION_JSON);
    size_t count = options->operand_count;
    struct subject *subjects = arena_array(&session->run, count, sizeof *subjects);
    struct forms forms;
    enum status status;
    if (count == 0)
        return explain_all(json);
    if (!open_forms(session, &forms, &status))
        return status;
    for (size_t i = 0; i < count; i++)
        if (!find_subject(options->operands[i], &forms, &subjects[i]))
            return command_wrong_use(
                session,
                _("there is no code and no item \"%s\"; `banchi explain` lists the codes, "
                  "`banchi show DATASET` the items of a dataset"),
                options->operands[i]);
    if (json)
        write_subjects(subjects, count);
    for (size_t i = 0; i < count && !json; i++) {
        printf("%s", i ? "\n" : "");
        print_subject(&subjects[i]);
    }
    return STATUS_DONE;
}
