/* `banchi history`: what was published when, and by whom. */
#include <stdio.h>
#include <string.h>

#include "base/json_write.h"
#include "base/language.h"
#include "base/version.h"
#include "command/command.h"
#include "command/past.h"
#include "command/report.h"

static bool concerns(const struct session *session, const struct past_event *event)
{
    const struct options *options = &session->options;
    return options->portal == NULL || strcmp(options->portal, event->portal) == 0;
}

/* ---- text ---- */

static void visible_add(struct text *out, const char *text)
{
    report_add_visible(out, slice_of(text));
}

static void who_add(struct text *out, const struct past_event *event)
{
    if (event->commit == NULL) {
        text_add(out, _("not committed yet"));
        return;
    }
    text_format(out, "%.10s  ", event->commit->id);
    if (event->oldest)
        text_add(out, _("then or before: older commits are not in this clone"));
    else
        report_add_plain(out, slice_of(event->commit->author)); /* who answers for it, as git says */
}

static void differences_add(struct text *out, struct arena *arena, const struct past_event *event)
{
    static const char signs[] = {[PAST_ADDED] = '+', [PAST_CHANGED] = '~', [PAST_REMOVED] = '-'};
    struct past_difference *list;
    size_t count = past_compare(arena, event->before, event->entry, &list);
    text_add(out, "    ");
    for (size_t i = 0; i < count; i++) {
        text_format(out, "%s%c", i > 0 ? ", " : "", signs[list[i].kind]);
        visible_add(out, list[i].name);
    }
    text_add(out, count == 0 ? _("nothing that the lock tells of") : "");
    text_add(out, "\n");
}

static void event_print(struct session *session, const struct past_event *event)
{
    struct text out = {0};
    const char *moment = event->entry != NULL    ? past_moment(&session->scratch, event)
                         : event->commit != NULL ? event->commit->date
                                                 : "";
    text_format(&out, "%-16s  ", moment);
    visible_add(&out, event->portal);
    text_add(&out, "  ");
    visible_add(&out, event->dataset);
    text_format(&out, "  %s  ",
                event->entry == NULL    ? _("forgotten")
                : event->before == NULL ? _("published first")
                                        : _("published"));
    who_add(&out, event);
    text_add(&out, "\n");
    if (event->entry != NULL && event->before != NULL)
        differences_add(&out, &session->scratch, event);
    fwrite(out.at, 1, out.length, stdout);
    text_free(&out);
    arena_reset(&session->scratch);
}

static void end_print(const struct past *past, size_t shown)
{
    if (shown == 0)
        printf("%s\n",
               _("Nothing is known to have been published to a remote portal. (What the sandbox gets is "
                 "not kept.)"));
    if (past->shallow)
        fprintf(stderr, "%s\n",
                _("This is a shallow clone: what older commits know is not here. `git fetch --unshallow` "
                  "fetches them."));
    for (size_t i = 0; i < past->unreadable_count; i++)
        fprintf(stderr, _("The lock of %.10s cannot be read and was passed over.\n"), past->unreadable[i]);
}

/* ---- JSON ---- */

static void commit_write(const struct past_event *event, struct json_writer *writer)
{
    json_write_key(writer, "commit");
    if (event->commit == NULL) {
        json_write_null(writer);
        return;
    }
    json_write_begin_object(writer);
    json_write_field(writer, "id", event->commit->id);
    json_write_field(writer, "author", event->oldest ? NULL : event->commit->author);
    json_write_field(writer, "date", event->oldest ? NULL : event->commit->date);
    json_write_field(writer, "subject", event->oldest ? NULL : event->commit->subject);
    json_write_end_object(writer);
}

static void differences_write(const struct past_event *event, struct arena *arena, struct json_writer *writer)
{
    struct past_difference *list;
    size_t count = event->entry != NULL && event->before != NULL
                       ? past_compare(arena, event->before, event->entry, &list)
                       : 0;
    json_write_key(writer, "changes");
    json_write_begin_array(writer);
    for (size_t i = 0; i < count; i++) {
        json_write_begin_object(writer);
        json_write_field(writer, "field", list[i].name);
        json_write_field(writer, "change", past_kind_name(list[i].kind));
        json_write_end_object(writer);
    }
    json_write_end_array(writer);
}

static void files_write(const struct past_event *event, struct json_writer *writer)
{
    static const char *const members[] = {"sha256", "bytes", "rows"};
    const struct json *resources = json_get(event->entry, "resources");
    json_write_key(writer, "resources");
    json_write_begin_array(writer);
    for (uint32_t i = 0; json_is(resources, JSON_OBJECT) && i < resources->count; i++) {
        json_write_begin_object(writer);
        json_write_key(writer, "file");
        json_write_slice(writer, json_text(&resources->members[i].key));
        for (size_t j = 0; j < sizeof members / sizeof *members; j++) {
            const struct json *member = json_get(&resources->members[i].value, members[j]);
            if (member == NULL)
                continue;
            json_write_key(writer, members[j]);
            json_write_value(writer, member);
        }
        json_write_end_object(writer);
    }
    json_write_end_array(writer);
}

static void event_write(struct session *session, const struct past_event *event, struct json_writer *writer)
{
    json_write_begin_object(writer);
    json_write_field(writer, "dataset", event->dataset);
    json_write_field(writer, "portal", event->portal);
    json_write_field(writer, "event", event->entry != NULL ? "published" : "forgotten");
    json_write_field(writer, "id", json_get_string(&session->scratch, event->entry, "id"));
    json_write_field(writer, "metadata_modified",
                     json_get_string(&session->scratch, event->entry, "metadata_modified"));
    commit_write(event, writer);
    differences_write(event, &session->scratch, writer);
    files_write(event, writer);
    json_write_end_object(writer);
    arena_reset(&session->scratch);
}

static void end_json(const struct past *past, struct json_writer *writer)
{
    json_write_end_array(writer);
    json_write_key(writer, "complete");
    json_write_bool(writer, !past->shallow && past->unreadable_count == 0);
    json_write_key(writer, "shallow");
    json_write_bool(writer, past->shallow);
    json_write_key(writer, "unreadable");
    json_write_begin_array(writer);
    for (size_t i = 0; i < past->unreadable_count; i++)
        json_write_string(writer, past->unreadable[i]);
    json_write_end_array(writer);
    json_write_end_object(writer);
    printf("%s\n", writer->out->at);
}

/* ---- the whole ---- */

/* The newest first. */
static size_t tell(struct session *session, const struct past *past, struct json_writer *writer)
{
    size_t told = 0;
    for (size_t i = past->count; i-- > 0;) {
        if (!concerns(session, &past->events[i]))
            continue;
        told++;
        if (writer != NULL)
            event_write(session, &past->events[i], writer);
        else
            event_print(session, &past->events[i]);
    }
    return told;
}

static void history_print(struct session *session, const struct past *past)
{
    end_print(past, tell(session, past, NULL));
}

static void history_write(struct session *session, const struct past *past)
{
    struct text out = {0};
    struct json_writer writer = {.out = &out, .indented = true};
    json_write_begin_object(&writer);
    json_write_field(&writer, "banchi", BANCHI_VERSION);
    json_write_key(&writer, "events");
    json_write_begin_array(&writer);
    tell(session, past, &writer);
    end_json(past, &writer);
    session->answered = true;
    text_free(&out);
}

enum status command_history(struct session *session)
{
    struct finding_counter silent = finding_counter();
    struct workspace workspace;
    struct problem problem = {0};
    struct past past;
    enum status status;
    const char *dataset = session->options.operand_count > 0 ? session->options.operands[0] : NULL;
    if (!command_open(session, &silent.sink, &workspace, &status))
        return status;
    if (!past_read(&session->run, workspace.folder, dataset, &past, &problem))
        return command_problem(session, &problem);
    if (dataset != NULL && past.count == 0 && !workspace_has(&workspace, dataset))
        return command_wrong_use(session,
                                 _("there is no dataset \"%s\" in %s, and none of that name was published"),
                                 dataset, workspace.folder);
    if (option_given(&session->options, OPTION_JSON))
        history_write(session, &past);
    else
        history_print(session, &past);
    return STATUS_DONE;
}
