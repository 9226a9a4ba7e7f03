#include "publisher/ckan.h"

#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/interrupt.h"
#include "base/language.h"
#include "base/limits.h"
#include "catalog/privacy.h"
#include "publisher/address.h"
#include "publisher/retry.h"

/* ---- the portal's words ---- */

struct error_path {
    const struct error_path *above;
    struct slice key;
    size_t index; /* from 1; 0 for a key */
};

static void path_add(const struct error_path *path, struct text *out)
{
    if (path == NULL)
        return;
    path_add(path->above, out);
    if (path->index > 0)
        text_format(out, "[%zu]", path->index);
    else
        text_format(out, "%s%.*s", path->above != NULL ? "." : "", SLICE(path->key));
}

/* What a portal says of an error, as "field: text; field: text"; for every shape. */
static void error_add(const struct json *error, const struct error_path *path, struct text *out)
{
    if (json_is(error, JSON_OBJECT)) {
        for (uint32_t i = 0; i < error->count; i++) {
            struct error_path below = {path, json_text(&error->members[i].key), 0};
            if (!slice_equals(below.key, "__type"))
                error_add(&error->members[i].value, &below, out);
        }
    } else if (json_is(error, JSON_ARRAY)) {
        for (uint32_t i = 0; i < error->count; i++) {
            struct error_path below = {path, {"", 0}, i + 1};
            bool structured = json_is(&error->items[i], JSON_OBJECT);
            error_add(&error->items[i], structured ? &below : path, out);
        }
    } else if (error->type == JSON_STRING || error->type == JSON_NUMBER) {
        text_add(out, out->length > 0 ? "; " : "");
        path_add(path, out);
        text_format(out, "%s%.*s", path != NULL ? ": " : "", SLICE(json_text(error)));
    }
}

static size_t token_at(struct slice words, size_t from, const char *token)
{
    size_t length = token == NULL ? 0 : strlen(token);
    const char *found = length == 0 ? NULL : memmem(words.at + from, words.length - from, token, length);
    return found == NULL ? words.length : (size_t)(found - words.at);
}

/* Kept for people: the token masked, control characters blanked, cut where a character ends. */
static const char *words_shown(struct arena *arena, struct slice words, const char *token)
{
    if (privacy_shows(words)) /* a portal repeats values in its errors */
        return _("(its words are not shown: they may tell of a person)");
    struct text shown = {0};
    for (size_t at = 0; at < words.length;) {
        size_t next = token_at(words, at, token);
        text_add_bytes(&shown, words.at + at, next - at);
        if (next < words.length)
            text_add(&shown, "***");
        at = next < words.length ? next + strlen(token) : next;
    }
    size_t end = shown.length;
    if (end > LIMIT_ERROR_BODY_SHOWN) {
        end = LIMIT_ERROR_BODY_SHOWN;
        while (end > 0 && ((unsigned char)shown.at[end] & 0xC0) == 0x80)
            end--;
    }
    for (size_t i = 0; i < end; i++)
        if ((unsigned char)shown.at[i] < 0x20)
            shown.at[i] = ' ';
    char *kept = arena_format(arena, "%.*s%s", (int)end, end > 0 ? shown.at : "",
                              end < shown.length ? _(" … (cut)") : "");
    text_free(&shown);
    return kept;
}

/* ---- from an answer to a problem ---- */

enum answer_shape { SHAPE_OTHER, SHAPE_SUCCESS, SHAPE_ERROR, SHAPE_STRING };

struct reading {
    enum answer_shape shape;
    const struct json *result; /* of a success */
    const struct json *error;  /* of an error, or the bare string */
    struct slice type;         /* error.__type */
};

static struct reading answer_read(struct arena *arena, const struct answer *answer)
{
    struct reading reading = {0};
    struct json *root = arena_alloc(arena, sizeof *root);
    const struct json_fault *faults;
    if (!json_read(arena, answer->body, root, &faults))
        return reading;
    const struct json *success = json_get(root, "success");
    reading.result = json_get(root, "result");
    reading.error = json_is(root, JSON_STRING) ? root : json_get(root, "error");
    reading.type = json_text(json_get(reading.error, "__type"));
    if (json_is(root, JSON_STRING))
        reading.shape = SHAPE_STRING;
    else if (json_is(success, JSON_TRUE) && reading.result != NULL && answer->status == 200)
        reading.shape = SHAPE_SUCCESS;
    else if (json_is(success, JSON_FALSE) && reading.error != NULL && answer->status >= 400)
        reading.shape = SHAPE_ERROR;
    return reading;
}

struct answer_row {
    enum answer_shape shape;
    int from, to;     /* statuses */
    const char *type; /* of the error; NULL: any */
    enum problem_kind read;
    enum problem_kind write;
    const char *message; /* action, subject, the portal's words */
};

/* First row that fits. Where a front server answered for a write, what became of it is not known. */
static const struct answer_row answer_rows[] = {
    {SHAPE_ERROR, 403, 403, NULL, PROBLEM_TOKEN, PROBLEM_TOKEN,
     N_("The portal does not allow %s for \"%s\": the token is missing, wrong or without the right to it. It "
        "says: %s")},
    {SHAPE_ERROR, 409, 409, "Search Error", PROBLEM_NETWORK, PROBLEM_NETWORK,
     N_("%s for \"%s\" failed on the portal, in its search: %s")},
    {SHAPE_ERROR, 400, 499, NULL, PROBLEM_REFUSED, PROBLEM_REFUSED,
     N_("The portal refuses %s for \"%s\": %s")},
    {SHAPE_ERROR, 500, 599, NULL, PROBLEM_NETWORK, PROBLEM_NETWORK,
     N_("%s for \"%s\" failed on the portal: %s")},
    {SHAPE_STRING, 400, 499, NULL, PROBLEM_NETWORK, PROBLEM_NETWORK,
     N_("The portal does not understand %s for \"%s\": %s")},
    {SHAPE_OTHER, 401, 401, NULL, PROBLEM_TOKEN, PROBLEM_TOKEN,
     N_("A server in front of the portal wants a login for %s, \"%s\". It says: %s")},
    {SHAPE_OTHER, 413, 413, NULL, PROBLEM_REFUSED, PROBLEM_REFUSED,
     N_("A server in front of the portal refuses %s for \"%s\" as too large (413): make the file smaller, or "
        "ask the portal's "
        "keeper to raise the limit. It says: %s")},
    {SHAPE_OTHER, 400, 499, NULL, PROBLEM_NETWORK, PROBLEM_NETWORK,
     N_("A server in front of the portal answers %s for \"%s\" in its stead. It says: %s")},
    {SHAPE_OTHER, 0, 999, NULL, PROBLEM_NETWORK, PROBLEM_UNKNOWN,
     N_("%s for \"%s\" got an answer that is not CKAN's. It says: %s")},
};

static const struct answer_row *answer_row_find(const struct reading *reading, int status)
{
    size_t count = sizeof answer_rows / sizeof *answer_rows;
    for (size_t i = 0; i + 1 < count; i++) {
        const struct answer_row *row = &answer_rows[i];
        if (row->shape == reading->shape && status >= row->from && status <= row->to &&
            (row->type == NULL || slice_equals(reading->type, row->type)))
            return row;
    }
    return &answer_rows[count - 1];
}

/* What stands behind "?" may repeat what was sent, and tells nobody where the portal is. */
static bool redirect_refuse(const struct ckan *ckan, const struct ckan_call *call,
                            const struct answer *answer, struct problem *problem)
{
    struct arena local = {0};
    const char *to = answer->location != NULL ? answer->location : "?";
    const char *shown = words_shown(&local, (struct slice){to, strcspn(to, "?#")}, ckan->token);
    problem_set(
        problem, PROBLEM_NETWORK,
        _("%s for \"%s\": the portal sends us on to %s (%d). banchi follows no redirect, since the token "
          "would go along or be lost: put the address where the portal really is into catalog.json."),
        call->action, call->subject, answer->location != NULL ? shown : "?", answer->status);
    arena_free(&local);
    return false;
}

/* The key of CKAN's own error, never its words. A front server says it by the status. */
static bool files_too_large(const struct ckan_call *call, const struct answer *answer,
                            const struct reading *reading)
{
    bool own = answer->status == 409 && json_get(reading->error, "upload") != NULL;
    return call->upload_count > 0 && (own || answer->status == 413);
}

static bool came_too_late(const struct ckan_call *call, const struct answer *answer,
                          const struct reading *reading)
{
    return call->guarded && answer->status == 409 && json_get(reading->error, "match") != NULL;
}

static bool answer_refuse(struct ckan *ckan, const struct ckan_call *call, const struct answer *answer,
                          const struct reading *reading, struct problem *problem)
{
    struct arena local = {0};
    struct text words = {0};
    ckan->too_large = files_too_large(call, answer, reading);
    if (came_too_late(call, answer, reading))
        return problem_set(problem, PROBLEM_CONFLICT,
                           _("Somebody changed \"%s\" on the portal between reading it and writing it; "
                             "nothing was written over that. Plan again."),
                           call->subject);
    const struct answer_row *row = answer_row_find(reading, answer->status);
    if (reading->error != NULL)
        error_add(reading->error, NULL, &words);
    else
        text_format(&words, "%d, %s: %.*s", answer->status, answer->content_type,
                    SLICE(slice_trim(answer->body)));
    problem_set(problem, call->write ? row->write : row->read, _(row->message), call->action, call->subject,
                words_shown(&local, text_slice(&words), ckan->token));
    text_free(&words);
    arena_free(&local);
    return false;
}

static bool silence_refuse(const struct ckan *ckan, const struct ckan_call *call, const struct answer *answer,
                           struct problem *problem)
{
    if (answer->delivery == DELIVERY_UNTRUSTED)
        return problem_set(problem, PROBLEM_NETWORK, _("%s for \"%s\": nothing was sent to %s: %s."),
                           call->action, call->subject, ckan->url, answer->reason);
    if (answer->delivery != DELIVERY_NOT_SENT && call->write)
        return problem_set(problem, PROBLEM_UNKNOWN,
                           _("%s for \"%s\" was sent to %s, but no answer came (%s): whether it was carried "
                             "out is not known."),
                           call->action, call->subject, ckan->url, answer->reason);
    return problem_set(problem, PROBLEM_NETWORK,
                       _("%s for \"%s\": %s cannot be reached or does not answer (%s)."), call->action,
                       call->subject, ckan->url, answer->reason);
}

/* ---- sending ---- */

static unsigned chance_draw(void)
{
    char hex[5];
    random_hex(2, hex);
    unsigned chance = 0;
    for (const char *c = hex; *c != '\0'; c++)
        chance = chance * 16 + (unsigned)(*c <= '9' ? *c - '0' : *c - 'a' + 10);
    return chance % RETRY_CHANCES;
}

/* Who did not answer twice in a row is asked nothing more: a run over many datasets must not wait for each.
 */
static bool silence_bear(struct ckan *ckan, const struct answer *answer)
{
    ckan->silences = answer->delivery == DELIVERY_SILENT ? ckan->silences + 1 : 0;
    return ckan->silences < LIMIT_SILENCES;
}

static bool given_up(const struct ckan *ckan, struct answer *answer)
{
    if (ckan->silences < LIMIT_SILENCES)
        return false;
    *answer = (struct answer){.delivery = DELIVERY_NOT_SENT,
                              .reason = _("it stayed silent before, so it is not asked again in this run")};
    return true;
}

/* `answer` of the try before; zeros: there was none. */
static bool interruption_tell(const struct request *request, const struct answer *answer,
                              struct problem *problem)
{
    if (request->write && answer->delivery == DELIVERY_NOT_SENT)
        return problem_set(
            problem, PROBLEM_INTERRUPTED,
            _("Interrupted before all of it was sent: the portal has taken nothing of it. What "
              "was begun goes on when you publish again."));
    return problem_set(problem, PROBLEM_INTERRUPTED,
                       _("Interrupted, after the last answer and before the next request. What was begun "
                         "goes on when you publish again."));
}

/* Sends, and again where the policy allows it. */
static bool request_send(struct ckan *ckan, const struct request *request, struct arena *arena,
                         struct answer *answer, struct problem *problem)
{
    ckan->too_large = false;
    ckan->unknown_action = false;
    if (given_up(ckan, answer))
        return true;
    for (unsigned tries = 1;; tries++) {
        if (interrupt_came())
            return interruption_tell(request, answer, problem);
        ckan->requests++;
        ckan->writes += request->write;
        if (request->take != NULL && !request->take(request->taker, NULL, 0))
            return false;
        if (!ckan->transport->send(ckan->transport, request, arena, answer, problem))
            return false;
        long delay = retry_delay(answer, request->write, tries, chance_draw());
        if (!silence_bear(ckan, answer) || delay < 0)
            return true;
        ckan->transport->wait(ckan->transport, (unsigned)delay);
    }
}

bool ckan_may_repeat(const struct problem *problem, unsigned tries)
{
    return problem->kind == PROBLEM_UNKNOWN && tries < LIMIT_TRIES && !interrupt_came();
}

bool ckan_call(struct ckan *ckan, const struct ckan_call *call, struct arena *arena,
               const struct json **result, struct problem *problem)
{
    struct answer answer = {0};
    bool form = call->part_count + call->upload_count > 0;
    struct request request = {
        .url = arena_format(arena, "%s/api/3/action/%s", ckan->url, call->action),
        .token = ckan->token,
        .write = call->write,
        .json = form                    ? (struct slice){"", 0}
                : call->json.length > 0 ? call->json
                                        : slice_of("{}"),
        .parts = call->parts,
        .part_count = call->part_count,
        .uploads = call->uploads,
        .upload_count = call->upload_count,
        .patience = call->patience,
        .meter = ckan->meter,
    };
    *result = NULL;
    if (!request_send(ckan, &request, arena, &answer, problem))
        return false;
    if (answer.delivery != DELIVERY_ANSWERED)
        return silence_refuse(ckan, call, &answer, problem);
    if (answer.status >= 300 && answer.status < 400)
        return redirect_refuse(ckan, call, &answer, problem);
    struct reading reading = answer_read(arena, &answer);
    *result = reading.shape == SHAPE_SUCCESS ? reading.result : NULL;
    if (reading.shape == SHAPE_SUCCESS)
        return true;
    bool absent = call->may_be_absent && answer.status == 404;
    bool denied = call->may_be_denied && answer.status == 403;
    if (reading.shape == SHAPE_ERROR && (absent || denied))
        return true;
    ckan->unknown_action = reading.shape == SHAPE_STRING && answer.status == 400;
    if (call->may_be_unknown && ckan->unknown_action)
        return true;
    return answer_refuse(ckan, call, &answer, &reading, problem);
}

static const char *download_url(const struct ckan *ckan, const struct ckan_download *download,
                                struct arena *arena)
{
    struct text url = {0};
    text_format(&url, "%s/dataset/", ckan->url);
    address_add_segment(&url, slice_of(download->package_id));
    text_add(&url, "/resource/");
    address_add_segment(&url, slice_of(download->resource_id));
    text_add(&url, "/download/");
    address_add_segment(&url, download->file_name);
    char *kept = arena_copy(arena, url.at, url.length);
    text_free(&url);
    return kept;
}

bool ckan_download(struct ckan *ckan, struct ckan_download *download, struct arena *arena,
                   struct problem *problem)
{
    struct answer answer = {0};
    char *subject = slice_copy(arena, download->file_name);
    struct ckan_call call = {.action = "download", .subject = subject};
    struct request request = {
        .url = download_url(ckan, download, arena),
        .token = ckan->token,
        .take = download->take,
        .taker = download->taker,
        .time = LIMIT_DOWNLOAD_TIME,
    };
    download->media_type = "";
    download->leads_to = NULL;
    if (!request_send(ckan, &request, arena, &answer, problem))
        return false;
    if (answer.delivery != DELIVERY_ANSWERED)
        return silence_refuse(ckan, &call, &answer, problem);
    bool leads_on = answer.status >= 300 && answer.status < 400;
    if (leads_on && (!download->may_lead_on || answer.location == NULL))
        return redirect_refuse(ckan, &call, &answer, problem);
    download->leads_to = leads_on ? answer.location : NULL;
    download->media_type = answer.content_type;
    if (leads_on)
        return true;
    if (answer.status == 403) /* a page of CKAN's own, which names no reason */
        return problem_set(
            problem, PROBLEM_TOKEN,
            _("The portal does not let \"%s\" be downloaded (403): the token is missing, wrong "
              "or without the right to it."),
            subject);
    struct reading reading = {0};
    return answer.status == 200 || answer_refuse(ckan, &call, &answer, &reading, problem);
}
