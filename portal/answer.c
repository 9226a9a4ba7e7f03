#include "portal/answer.h"

#include "portal/request.h"
#include "portal/value.h"

void answer_header(struct answer *answer, const char *name, const char *value)
{
    if (answer->header_count < ANSWER_HEADERS_AT_MOST)
        answer->headers[answer->header_count++] = (struct answer_header){name, value};
}

void answer_free(struct answer *answer)
{
    text_free(&answer->body);
}

void answer_json(struct answer *answer, unsigned status, const struct value *document)
{
    answer->status = status;
    answer_header(answer, "Content-Type", "application/json;charset=utf-8");
    answer_header(answer, "Cache-Control", "public, max-age=0, must-revalidate");
    value_write(&answer->body, document);
}

static struct value *answer_frame(struct request *request, const char *action, bool success)
{
    struct arena *arena = &request->arena;
    struct value *frame = value_object(arena);
    value_set(arena, frame, "help",
              value_format(arena, "%s/api/3/action/help_show?name=%s", request->portal->url, action));
    value_set(arena, frame, "success", value_bool(arena, success));
    return frame;
}

void answer_result(struct request *request, struct answer *answer, const char *action,
                   const struct value *result)
{
    struct value *frame = answer_frame(request, action, true);
    value_set(&request->arena, frame, "result", value_copy(&request->arena, result));
    answer_json(answer, 200, frame);
}

void answer_failure(struct request *request, struct answer *answer, const char *action)
{
    const struct failure *failure = &request->failure;
    if (failure->type == NULL) {
        answer_json(answer, failure->status, failure->details);
        return;
    }
    struct value *frame = answer_frame(request, action, false);
    struct value *error = value_copy(&request->arena, failure->details);
    value_set(&request->arena, error, "__type", value_string(&request->arena, failure->type));
    value_set(&request->arena, frame, "error", error);
    answer_json(answer, failure->status, frame);
}

void answer_page(struct answer *answer, unsigned status, const char *title)
{
    answer->status = status;
    answer_header(answer, "Content-Type", "text/html; charset=utf-8");
    answer_header(answer, "Content-Security-Policy", "default-src 'none'; sandbox");
    answer_header(answer, "X-Content-Type-Options", "nosniff");
    text_format(
        &answer->body,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>%s</title></head>\n"
        "<body><h1>%u %s</h1></body>\n</html>\n",
        title, status, title);
}

void answer_redirect(struct answer *answer, const char *location)
{
    answer_page(answer, 302, "Redirecting...");
    answer_header(answer, "Location", location);
}
