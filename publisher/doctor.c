#include "publisher/doctor.h"

#include <stdlib.h>
#include <time.h>

#define LATENCIES 16

/* A transport around another that looks at the clock. */
struct gauge {
    struct transport transport; /* first */
    struct transport *inner;
    unsigned milliseconds[LATENCIES];
    size_t count;
    bool clock_known;
    long long clock_ahead;
};

static long long milliseconds_now(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A Date is cut to whole seconds: half of one is what it lacks in the middle. */
static void clock_compare(struct gauge *gauge, long long date, long long took)
{
    long long ahead = date * 1000 + 500 - (milliseconds_now(CLOCK_REALTIME) - took / 2);
    gauge->clock_known = true;
    gauge->clock_ahead = (ahead + (ahead < 0 ? -500 : 500)) / 1000;
}

static bool gauge_send(struct transport *self, const struct request *request, struct arena *arena,
                       struct answer *answer, struct problem *problem)
{
    struct gauge *gauge = (struct gauge *)self;
    long long start = milliseconds_now(CLOCK_MONOTONIC);
    bool done = gauge->inner->send(gauge->inner, request, arena, answer, problem);
    long long took = milliseconds_now(CLOCK_MONOTONIC) - start;
    if (!done || answer->delivery != DELIVERY_ANSWERED)
        return done;
    if (gauge->count < LATENCIES)
        gauge->milliseconds[gauge->count++] = (unsigned)took;
    if (answer->date > 0)
        clock_compare(gauge, answer->date, took);
    return done;
}

static void gauge_wait(struct transport *self, unsigned milliseconds)
{
    struct transport *inner = ((struct gauge *)self)->inner;
    inner->wait(inner, milliseconds);
}

static int by_size(const void *a, const void *b)
{
    unsigned left = *(const unsigned *)a, right = *(const unsigned *)b;
    return (left > right) - (left < right);
}

static void gauge_read(struct gauge *gauge, struct diagnosis *diagnosis)
{
    diagnosis->clock_known = gauge->clock_known;
    diagnosis->clock_ahead = gauge->clock_ahead;
    if (gauge->count == 0)
        return;
    qsort(gauge->milliseconds, gauge->count, sizeof *gauge->milliseconds, by_size);
    diagnosis->milliseconds = gauge->milliseconds[gauge->count / 2];
}

static bool organization_ask(struct ckan *ckan, const char *organization, struct arena *arena,
                             struct diagnosis *diagnosis)
{
    diagnosis->organization_there = account_capacity(&diagnosis->account, organization).length > 0;
    return diagnosis->organization_there ||
           site_organization(ckan, organization, arena, &diagnosis->organization_there, &diagnosis->problem);
}

static void ask_all(struct ckan *ckan, const char *organization, struct arena *arena,
                    struct diagnosis *diagnosis)
{
    struct problem *problem = &diagnosis->problem;
    diagnosis->reached = site_read(ckan, arena, &diagnosis->site, problem);
    if (!diagnosis->reached)
        return;
    if (ckan->token != NULL) {
        diagnosis->account_asked = account_read(ckan, true, arena, &diagnosis->account, problem);
        if (!diagnosis->account_asked)
            return;
    }
    diagnosis->organization_asked =
        organization != NULL && organization_ask(ckan, organization, arena, diagnosis);
}

void diagnosis_make(struct ckan *ckan, const char *organization, struct arena *arena,
                    struct diagnosis *diagnosis)
{
    struct gauge gauge = {.transport = {gauge_send, gauge_wait}, .inner = ckan->transport};
    *diagnosis = (struct diagnosis){0};
    ckan->transport = &gauge.transport;
    ask_all(ckan, organization, arena, diagnosis);
    ckan->transport = gauge.inner;
    gauge_read(&gauge, diagnosis);
    diagnosis->requests = ckan->requests;
}
