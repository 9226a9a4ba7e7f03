#include "tests/support/faulty.h"

#include <string.h>

#include "base/arena.h"

static bool is_it(struct faulty *faulty, const struct request *request)
{
    faulty->seen++;
    faulty->writes += request->write;
    if (faulty->fault == FAULT_NONE || (faulty->times > 0 && faulty->spoiled >= faulty->times))
        return false;
    if (faulty->at > 0 && faulty->seen != faulty->at)
        return false;
    if (faulty->writes_only && !request->write)
        return false;
    if (faulty->action != NULL && !slice_ends(slice_of(request->url), faulty->action))
        return false;
    if (faulty->skip == 0)
        return true;
    faulty->skip--;
    return false;
}

static void swap(struct faulty *faulty, struct arena *arena, struct answer *answer)
{
    size_t length = strlen(faulty->from);
    char *body = slice_copy(arena, answer->body);
    for (char *at = body;
         (at = memmem(at, answer->body.length - (size_t)(at - body), faulty->from, length)) != NULL;
         at += length)
        memcpy(at, faulty->to, length);
    answer->body.at = body;
}

static bool faulty_send(struct transport *self, const struct request *request, struct arena *arena,
                        struct answer *answer, struct problem *problem)
{
    struct faulty *faulty = (struct faulty *)self;
    if (faulty->before != NULL && slice_ends(slice_of(request->url), faulty->before)) {
        faulty->before = NULL;
        faulty->meanwhile(faulty->who);
    }
    bool spoil = is_it(faulty, request);
    faulty->spoiled += spoil;
    bool carried_out = !spoil || faulty->fault == FAULT_AFTER || faulty->fault == FAULT_SWAP;
    if (carried_out && !faulty->inner->send(faulty->inner, request, arena, answer, problem))
        return false;
    if (!spoil)
        return true;
    if (faulty->fault == FAULT_SWAP) {
        swap(faulty, arena, answer);
        return true;
    }
    *answer = (struct answer){
        .delivery = DELIVERY_LOST, .reason = "dropped", .content_type = "", .retry_after = -1};
    if (faulty->fault != FAULT_ANSWER)
        return true;
    answer->delivery = DELIVERY_ANSWERED;
    answer->status = faulty->status;
    answer->content_type = faulty->type;
    answer->body = slice_of(faulty->body);
    answer->retry_after = faulty->retry_after > 0 ? faulty->retry_after : -1;
    return true;
}

static void faulty_wait(struct transport *self, unsigned milliseconds)
{
    ((struct faulty *)self)->waited += milliseconds;
}

struct faulty faulty(struct transport *inner)
{
    return (struct faulty){.transport = {faulty_send, faulty_wait}, .inner = inner};
}
