/* `banchi schema pull` and `banchi schema show`: the rules of a portal. */
#include <stdio.h>

#include "base/language.h"
#include "base/version.h"
#include "catalog/portal_file.h"
#include "command/chosen.h"
#include "command/connection.h"
#include "command/differences.h"
#include "command/report.h"
#include "metadata/profile.h"
#include "publisher/pull.h"

/* ---- what there is to show ---- */

struct shown {
    const char *portal;
    const char *file;
    const char *url;
    const char *version;
    const char *digest;
    const struct json *answer; /* NULL: stock */
    const struct portal_schema *schema;
    size_t dataset_fields;
    size_t resource_fields;
    const struct portal_difference *differences;
    size_t difference_count;
    bool changed;
};

static size_t field_count(const struct json *answer, const char *list)
{
    const struct json *fields = json_get(answer, list);
    return json_is(fields, JSON_ARRAY) ? fields->count : 0;
}

static void shown_fill(struct shown *shown, const struct portal_file *file, const struct portal_rules *rules)
{
    shown->file = file->document.file;
    shown->url = file->url;
    shown->version = file->version;
    shown->digest = file->digest;
    shown->answer = file->answer;
    shown->schema = portal_rules_schema(rules);
    shown->dataset_fields = field_count(file->answer, "dataset_fields");
    shown->resource_fields = field_count(file->answer, "resource_fields");
}

static struct slice words_of(const struct json *words)
{
    return json_text(json_get(words, language_is_thai() ? "th" : "en"));
}

/* ---- in plain words ---- */

static void print_head(const struct shown *shown)
{
    const char *version = shown->version != NULL ? shown->version : "?";
    if (shown->answer != NULL)
        printf(_("%s: CKAN %s with a schema of %zu fields of datasets and %zu of resources\n"), shown->portal,
               version, shown->dataset_fields, shown->resource_fields);
    else
        printf(_("%s: CKAN %s without a schema of its own: CKAN's own rules hold\n"), shown->portal, version);
}

static void add_secret(const struct portal_secret *secret, struct text *out)
{
    text_add(out, "  ");
    report_add_visible(out, secret->field);
    text_add(out, ": ");
    if (secret->validator.length == 0) {
        text_add_slice(out, words_of(secret->words));
    } else {
        struct text name = {0};
        report_add_visible(&name, secret->validator);
        text_format(out, _("the validator %s, which banchi does not know"), name.at);
        text_free(&name);
    }
    text_add(out, "\n");
}

static void print_secrets(const struct shown *shown)
{
    struct text out = {0};
    if (shown->schema->secret_count > 0)
        text_format(&out, "%s\n", _("Only the portal checks this:"));
    for (size_t i = 0; i < shown->schema->secret_count; i++)
        add_secret(&shown->schema->secrets[i], &out);
    fwrite(out.length > 0 ? out.at : "", 1, out.length, stdout);
    text_free(&out);
}

static void print_differences(const struct shown *shown)
{
    struct text out = {0};
    differences_print(shown->differences, shown->difference_count, &out);
    fwrite(out.length > 0 ? out.at : "", 1, out.length, stdout);
    text_free(&out);
}

/* ---- as JSON ---- */

static void write_secrets(const struct shown *shown, struct json_writer *writer)
{
    json_write_key(writer, "only_portal");
    json_write_begin_array(writer);
    for (size_t i = 0; i < shown->schema->secret_count; i++) {
        const struct portal_secret *secret = &shown->schema->secrets[i];
        json_write_begin_object(writer);
        json_write_key(writer, "field");
        json_write_slice(writer, secret->field);
        if (secret->validator.length > 0) {
            json_write_key(writer, "validator");
            json_write_slice(writer, secret->validator);
        } else {
            json_write_key(writer, "what");
            json_write_slice(writer, words_of(secret->words));
        }
        json_write_end_object(writer);
    }
    json_write_end_array(writer);
}

static void print_json(const struct shown *shown)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true};
    json_write_begin_object(&writer);
    json_write_field(&writer, "banchi", BANCHI_VERSION);
    json_write_field(&writer, "portal", shown->portal);
    json_write_field(&writer, "file", shown->file);
    json_write_field(&writer, "url", shown->url);
    json_write_field(&writer, "ckan_version", shown->version);
    json_write_field(&writer, "digest", shown->digest);
    json_write_key(&writer, "stock");
    json_write_bool(&writer, shown->answer == NULL);
    json_write_count(&writer, "dataset_fields", shown->dataset_fields);
    json_write_count(&writer, "resource_fields", shown->resource_fields);
    json_write_key(&writer, "changed");
    json_write_bool(&writer, shown->changed);
    differences_write(shown->differences, shown->difference_count, &writer);
    write_secrets(shown, &writer);
    json_write_end_object(&writer);
    printf("%s\n", out.at);
    text_free(&out);
}

/* ---- pull ---- */

/* The answers as a file that was read would have them. */
static struct portal_file *file_of(struct arena *run, const char *portal, const struct json *root)
{
    struct portal_file *file = arena_alloc(run, sizeof *file);
    *file = (struct portal_file){.document = {.file = portal_file_name(run, portal), .root = *root},
                                 .there = true,
                                 .url = json_get_string(run, root, "url"),
                                 .version = json_get_string(run, root, "ckan_version"),
                                 .digest = json_get_string(run, root, "digest"),
                                 .extensions = json_get(root, "extensions"),
                                 .answer = json_get(json_get(root, "datasets"), "dataset")};
    return file;
}

static bool pull(struct session *session, const struct workspace *workspace, struct connection *connection,
                 struct shown *shown, struct problem *problem)
{
    struct arena *run = &session->run;
    struct finding_counter silent = finding_counter(); /* a damaged copy is what a pull mends */
    struct portal_file *before = arena_alloc(run, sizeof *before);
    struct json *root = arena_alloc(run, sizeof *root);
    struct ckan ckan = {.transport = connection->transport, .url = connection->target.address.url};
    const char *url = connection->target.embedded ? "embedded" : ckan.url; /* its port is new each time */
    *shown = (struct shown){.portal = connection->target.name};
    if (!pull_portal(&ckan, url, run, root, problem))
        return false;
    struct portal_file *file = file_of(run, shown->portal, root);
    struct portal_schema_options *options = arena_alloc(run, sizeof *options);
    *options = (struct portal_schema_options){.answer = file->answer, .extensions = file->extensions};
    const struct portal_rules *rules = portal_rules_open(run, shown->portal, options, problem);
    if (rules == NULL)
        return false;
    portal_file_read(run, workspace, shown->portal, &silent.sink, before);
    if (before->there)
        shown->differences = portal_differences(run, before->answer, file->answer, &shown->difference_count);
    shown_fill(shown, file, rules);
    return portal_file_write(run, workspace, shown->portal, root,
                             option_given(&session->options, OPTION_CHECK), &shown->changed, problem);
}

static void print_pulled(const struct session *session, const struct shown *shown)
{
    bool check = option_given(&session->options, OPTION_CHECK);
    print_head(shown);
    printf(!shown->changed ? _("%s: as it was\n")
           : check         ? _("%s: has moved\n")
                           : _("%s: written\n"),
           shown->file);
    print_differences(shown);
    print_secrets(shown);
}

static enum status pull_in_workspace(struct session *session, const struct workspace *workspace,
                                     struct report *report)
{
    struct connection connection;
    struct problem problem = {0};
    struct shown shown;
    (void)report;
    bool done = connection_reach(session, workspace, true, &connection, &problem) &&
                pull(session, workspace, &connection, &shown, &problem);
    session->answered = done && option_given(&session->options, OPTION_JSON);
    if (session->answered)
        print_json(&shown);
    else if (done)
        print_pulled(session, &shown);
    connection_close(&connection);
    if (!done)
        return command_problem(session, &problem);
    return shown.changed && option_given(&session->options, OPTION_CHECK) ? STATUS_FINDINGS : STATUS_DONE;
}

/* The one operand names the action, and no dataset. */
enum status command_schema_pull(struct session *session)
{
    session->options.operand_count = 0;
    return command_in_workspace(session, pull_in_workspace);
}

/* ---- show ---- */

static void print_fields(const struct profile *profile, bool resource)
{
    size_t count;
    const struct profile_item *items = profile_items(profile, resource, &count);
    struct text out = {0};
    for (size_t i = 0; i < count; i++) {
        text_add(&out, "  ");
        report_add_visible(&out, slice_of(items[i].label));
        text_add(&out, " (");
        report_add_visible(&out, slice_of(items[i].key));
        text_add(&out, ")");
        if (items[i].required)
            text_format(&out, ": %s", _("required"));
        text_add(&out, "\n");
    }
    fwrite(out.length > 0 ? out.at : "", 1, out.length, stdout);
    text_free(&out);
}

static bool show(struct session *session, const struct shown *shown, struct problem *problem)
{
    if (option_given(&session->options, OPTION_JSON)) {
        fwrite(shown->schema->text.at, 1, shown->schema->text.length, stdout);
        printf("\n");
        return true;
    }
    const struct profile *profile =
        profile_open_made(&session->run, shown->portal, shown->schema->text, problem);
    if (profile == NULL)
        return false;
    print_head(shown);
    printf("%s\n", _("Fields of datasets:"));
    print_fields(profile, false);
    printf("%s\n", _("Fields of resources:"));
    print_fields(profile, true);
    print_secrets(shown);
    return true;
}

static enum status show_in_workspace(struct session *session, const struct workspace *workspace,
                                     struct report *report)
{
    struct problem problem = {0};
    struct portal_file *file = arena_alloc(&session->run, sizeof *file);
    struct finding_counter silent = finding_counter();
    const char *name = chosen_portal(session, workspace);
    struct shown shown = {.portal = name};
    if (name != NULL)
        portal_file_read(&session->run, workspace, name, &report->sink, file);
    if (report->counts.errors + report->counts.not_checked > 0) /* damaged, which was told */
        return STATUS_DONE;
    if (name == NULL || !file->there)
        return command_wrong_use(session,
                                 _("the schema of \"%s\" was not pulled yet: banchi schema pull --portal %s"),
                                 name != NULL ? name : "CKAN_URL", name != NULL ? name : "NAME");
    const struct portal_rules *rules =
        portal_file_rules(&session->run, workspace, name, &silent.sink, &problem);
    if (rules == NULL)
        return command_problem(session, &problem);
    shown_fill(&shown, file, rules);
    return show(session, &shown, &problem) ? STATUS_DONE : command_problem(session, &problem);
}

enum status command_schema_show(struct session *session)
{
    session->options.operand_count = 0;
    return command_in_workspace(session, show_in_workspace);
}
