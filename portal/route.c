#include "portal/route.h"

#include <string.h>

#include "portal/actions.h"
#include "portal/answer.h"
#include "portal/download.h"
#include "portal/dump.h"
#include "portal/page.h"
#include "portal/request.h"
#include "portal/store.h"
#include "portal/people.h"
#include "portal/value.h"

static bool is_reading(const struct request *request)
{
    return strcmp(request->method, "GET") == 0 || strcmp(request->method, "HEAD") == 0;
}

static void answer_options(struct answer *answer, const char *methods)
{
    answer->status = 200;
    answer_header(answer, "Content-Type", "text/html; charset=utf-8");
    answer_header(answer, "Allow", methods);
}

static void route_action(struct request *request, struct answer *answer, const char *rest)
{
    bool known = is_reading(request) || strcmp(request->method, "POST") == 0;
    if (*rest == 0 || strchr(rest, '/') != NULL)
        answer_page(answer, 404, "Not Found");
    else if (strcmp(request->method, "OPTIONS") == 0)
        answer_options(answer, "GET, POST, HEAD, OPTIONS");
    else if (!known)
        answer_page(answer, 405, "Method Not Allowed");
    else
        action_answer(request, answer, rest);
}

/* /api/N says which version it is. */
static void route_version(struct request *request, struct answer *answer, const char *rest)
{
    bool known = strlen(rest) <= 1 && (*rest == 0 || (*rest >= '1' && *rest <= '3'));
    if (!known) {
        answer_page(answer, 404, "Not Found");
        return;
    }
    struct value *version = value_object(&request->arena);
    value_set(&request->arena, version, "version",
              value_integer(&request->arena, *rest == 0 ? 3 : *rest - '0'));
    answer_json(answer, 200, version);
}

/* Pages and files are looked at with a session, without writing. */
static void with_session(struct request *request, struct answer *answer, const char *rest,
                         void (*look)(struct request *, struct answer *, const char *))
{
    if (!is_reading(request)) {
        answer_page(answer, 405, "Method Not Allowed");
        return;
    }
    request->session = store_take(request->portal->store);
    people_identify(request);
    look(request, answer, rest);
    store_give(request->portal->store, request->session);
    request->session = NULL;
}

static void look_at_dataset(struct request *request, struct answer *answer, const char *rest)
{
    if (strstr(rest, "/download") != NULL)
        download_answer(request, answer, rest);
    else
        page_answer(request, answer, request->path);
}

static void route_dataset(struct request *request, struct answer *answer, const char *rest)
{
    with_session(request, answer, rest, look_at_dataset);
}

static void route_dump(struct request *request, struct answer *answer, const char *rest)
{
    with_session(request, answer, rest, dump_answer);
}

struct route {
    const char *prefix;
    void (*answer)(struct request *request, struct answer *answer, const char *rest);
};

static const struct route ROUTES[] = {
    {"/api/3/action/", route_action}, {"/api/action/", route_action}, {"/api/", route_version},
    {"/datastore/dump/", route_dump}, {"/dataset/", route_dataset},
};

void route(struct request *request, struct answer *answer)
{
    for (size_t i = 0; i < sizeof ROUTES / sizeof *ROUTES; i++) {
        size_t length = strlen(ROUTES[i].prefix);
        if (strncmp(request->path, ROUTES[i].prefix, length) == 0) {
            ROUTES[i].answer(request, answer, request->path + length);
            return;
        }
    }
    if (page_is_at(request->path))
        with_session(request, answer, request->path, page_answer);
    else
        answer_page(answer, 404, "Not Found");
}
