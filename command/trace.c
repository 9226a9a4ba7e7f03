#include "command/trace.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "base/terminal.h"

/* Milliseconds of waiting that are told. */
#define TOLD_FROM 2000

/* The path of an address, without its query. */
static struct slice path_of(const char *url)
{
    const char *host = strstr(url, "://");
    const char *path = strchr(host ? host + 3 : url, '/');
    path = path ? path : "/";
    return (struct slice){path, strcspn(path, "?")};
}

static void print(const struct request *request, const struct answer *answer, bool done)
{
    bool post = request->json.length || request->part_count || request->upload_count;
    struct slice path = path_of(request->url);
    fprintf(stderr, "%s %.*s", post ? "POST" : "GET", SLICE(path));
    for (size_t i = 0; i < request->upload_count; i++)
        fprintf(stderr, " (%s, %llu)", request->uploads[i].name,
                (unsigned long long)request->uploads[i].bytes);
    if (done && answer->delivery == DELIVERY_ANSWERED)
        fprintf(stderr, ": %d\n", answer->status);
    else
        fprintf(stderr, ": -\n");
}

static bool trace_send(struct transport *self, const struct request *request, struct arena *arena,
                       struct answer *answer, struct problem *problem)
{
    struct transport *inner = ((struct trace *)self)->inner;
    bool done = inner->send(inner, request, arena, answer, problem);
    if (((struct trace *)self)->verbose)
        print(request, answer, done);
    return done;
}

/* On a terminal a line of progress may stand there: it is written over. */
static void trace_wait(struct transport *self, unsigned milliseconds)
{
    if (milliseconds >= TOLD_FROM)
        fprintf(stderr, _("%sthe portal is not ready; asking again in %u s (Ctrl-C ends)\n"),
                terminal_is(STDERR_FILENO) ? "\r\033[K" : "", (milliseconds + 500) / 1000);
    struct transport *inner = ((struct trace *)self)->inner;
    inner->wait(inner, milliseconds);
}

void trace_begin(struct trace *trace, struct transport *inner, bool verbose)
{
    *trace = (struct trace){
        .transport = {.send = trace_send, .wait = trace_wait}, .inner = inner, .verbose = verbose};
}
