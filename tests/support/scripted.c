#include "tests/support/scripted.h"

#include "tests/unit/support.h"

static void log_request(struct text *log, const struct request *request)
{
    bool form = request->part_count + request->upload_count > 0;
    const char *name = strrchr(request->url, '/');
    text_format(log, "%s %s%s", request->json.length > 0 || form ? "POST" : "GET", name + 1,
                request->token != NULL ? "" : " anonymous");
    if (request->json.length > 0)
        text_format(log, " %.*s", SLICE(request->json));
    for (size_t i = 0; i < request->part_count; i++)
        text_format(log, " %s=%.*s", request->parts[i].name, SLICE(request->parts[i].value));
    for (size_t i = 0; i < request->upload_count; i++)
        text_format(log, " %s=%s %s", request->uploads[i].part, request->uploads[i].name,
                    request->uploads[i].type);
    text_add(log, "\n");
}

static struct slice body_of(struct arena *arena, const struct script_step *step)
{
    if (step->body == NULL)
        return (struct slice){"", 0};
    if (strncmp(step->body, "result ", 7) != 0)
        return slice_of(step->body);
    return slice_of(
        arena_format(arena, "{\"help\": \"x\", \"success\": true, \"result\": %s}", step->body + 7));
}

static bool scripted_send(struct transport *self, const struct request *request, struct arena *arena,
                          struct answer *answer, struct problem *problem)
{
    struct scripted *scripted = (struct scripted *)self;
    (void)problem;
    log_request(&scripted->log, request);
    if (scripted->next == scripted->count)
        fail_msg("no step is left for:\n%s", scripted->log.at);
    const struct script_step *step = &scripted->steps[scripted->next++];
    if (!slice_ends(slice_of(request->url), step->at))
        fail_msg("step %zu wants %s, but %s came:\n%s", scripted->next, step->at, request->url,
                 scripted->log.at);
    *answer = (struct answer){.delivery = step->status == 0 ? step->delivery : DELIVERY_ANSWERED,
                              .reason = step->status == 0 ? "scripted" : "",
                              .status = step->status,
                              .content_type = step->type != NULL ? step->type : "application/json",
                              .date = step->date,
                              .location = step->location,
                              .retry_after = step->retry_after > 0 ? step->retry_after : -1,
                              .body = body_of(arena, step)};
    if (step->status == 200 && request->take != NULL)
        request->take(request->taker, answer->body.at, answer->body.length);
    return true;
}

static void scripted_wait(struct transport *self, unsigned milliseconds)
{
    ((struct scripted *)self)->waited += milliseconds;
}

struct scripted scripted(const struct script_step *steps, size_t count)
{
    return (struct scripted){.transport = {scripted_send, scripted_wait}, .steps = steps, .count = count};
}

void scripted_end(struct scripted *scripted)
{
    if (scripted->next != scripted->count)
        fail_msg("%zu steps are left:\n%s", scripted->count - scripted->next, scripted->log.at);
    text_free(&scripted->log);
}
