/* Calls sent at once: what must be kept is kept, and CKAN's lost updates are lost here too (races.json).
 *
 * Closes with "N of M agree".
 */
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/contract/site.h"

#define CALLS 6

struct call {
    const struct site *site;
    const char *action;
    char body[512];
    long status;
    pthread_t thread;
};

static struct reply post(const struct site *site, const char *action, const char *body)
{
    char url[128];
    snprintf(url, sizeof url, "%s/api/3/action/%s", site->url, action);
    const struct header headers[] = {{(char[]){"Content-Type"}, (char[]){"application/json"}},
                                     {(char[]){"Authorization"}, site->tokens[PERSON_EDITOR]}};
    const struct message message = {"POST", url, headers, 2, body, strlen(body)};
    return send_message(&message);
}

static void *run(void *self)
{
    struct call *call = self;
    struct reply reply = post(call->site, call->action, call->body);
    call->status = reply.status;
    reply_free(&reply);
    return NULL;
}

/* How many were answered with the status. */
static int at_once(struct call *calls, int count, long status)
{
    int answered = 0;
    for (int i = 0; i < count; i++)
        pthread_create(&calls[i].thread, NULL, run, &calls[i]);
    for (int i = 0; i < count; i++) {
        pthread_join(calls[i].thread, NULL);
        answered += calls[i].status == status ? 1 : 0;
    }
    return answered;
}

static json_t *show(const struct site *site, const char *name)
{
    char body[128];
    snprintf(body, sizeof body, "{\"id\": \"%s\"}", name);
    struct reply reply = site_call(site, site->tokens[PERSON_EDITOR], "package_show", body);
    json_t *dataset = json_incref(json_object_get(reply.json, "result"));
    reply_free(&reply);
    return dataset;
}

static void make(const struct site *site, const char *name)
{
    char body[256];
    snprintf(body, sizeof body, "{\"name\": \"%s\", \"owner_org\": \"stat-office\"}", name);
    struct reply reply = site_call(site, site->tokens[PERSON_EDITOR], "package_create", body);
    reply_free(&reply);
}

static const char *const FIELDS[CALLS] = {"notes", "url", "author", "maintainer", "version", "license_id"};

static int fields_kept(const struct site *site, const char *name)
{
    json_t *dataset = show(site, name);
    int kept = 0;
    for (int i = 0; i < CALLS; i++)
        kept += json_is_string(json_object_get(dataset, FIELDS[i])) ? 1 : 0;
    json_decref(dataset);
    return kept;
}

static int judge(const char *what, const char *expected, int statuses, int kept, int good)
{
    if (!good)
        printf("%s: expected %s, here %d with the status, %d kept\n", what, expected, statuses, kept);
    return good;
}

/* Calls meet by chance: on a busy machine one may be over before another begins. What needs them to meet is
 * tried again; what must hold in any case is judged every time. */
#define TRIES 20

/* True when the calls met. */
static int patches_once(const struct site *site, int number, int *good, int *kept)
{
    struct call calls[CALLS] = {0};
    char name[32];
    snprintf(name, sizeof name, "race-patch-%d", number);
    make(site, name);
    for (int i = 0; i < CALLS; i++) {
        calls[i] = (struct call){.site = site, .action = "package_patch"};
        snprintf(calls[i].body, sizeof calls[i].body, "{\"id\": \"%s\", \"%s\": \"x\"}", name, FIELDS[i]);
    }
    *good = at_once(calls, CALLS, 200);
    *kept = fields_kept(site, name);
    return *kept < CALLS;
}

static int patches(const struct site *site)
{
    int good = CALLS, kept = CALLS, met = 0;
    for (int i = 0; i < TRIES && !met && good == CALLS && kept > 0; i++)
        met = patches_once(site, i, &good, &kept);
    return judge("package_patch", "6 x 200, some fields lost", good, kept, met && good == CALLS && kept > 0);
}

static int revisions(const struct site *site)
{
    struct call calls[CALLS] = {0};
    make(site, "race-revise");
    for (int i = 0; i < CALLS; i++) {
        calls[i] = (struct call){.site = site, .action = "package_revise"};
        snprintf(calls[i].body, sizeof calls[i].body,
                 "{\"match\": {\"name\": \"race-revise\"}, \"update\": {\"%s\": \"x\"}}", FIELDS[i]);
    }
    int good = at_once(calls, CALLS, 200);
    int kept = fields_kept(site, "race-revise");
    return judge("package_revise", "6 x 200, all kept", good, kept, good == CALLS && kept == CALLS);
}

static int matched_revisions(const struct site *site)
{
    struct call calls[CALLS] = {0};
    make(site, "race-match");
    json_t *dataset = show(site, "race-match");
    for (int i = 0; i < CALLS; i++) {
        calls[i] = (struct call){.site = site, .action = "package_revise"};
        snprintf(calls[i].body, sizeof calls[i].body,
                 "{\"match\": {\"name\": \"race-match\", \"metadata_modified\": \"%s\"}, \"update\": "
                 "{\"%s\": \"x\"}}",
                 json_string_value(json_object_get(dataset, "metadata_modified")), FIELDS[i]);
    }
    json_decref(dataset);
    int good = at_once(calls, CALLS, 200);
    int kept = fields_kept(site, "race-match");
    return judge("package_revise with match", "one 200, one kept", good, kept, good == 1 && kept == 1);
}

static int resources(const struct site *site)
{
    struct call calls[CALLS] = {0};
    make(site, "race-resource");
    for (int i = 0; i < CALLS; i++) {
        calls[i] = (struct call){.site = site, .action = "resource_create"};
        snprintf(calls[i].body, sizeof calls[i].body,
                 "{\"package_id\": \"race-resource\", \"name\": \"r%d\"}", i);
    }
    int good = at_once(calls, CALLS, 200);
    json_t *dataset = show(site, "race-resource");
    int kept = (int)json_array_size(json_object_get(dataset, "resources"));
    json_decref(dataset);
    return judge("resource_create", "6 x 200, all kept", good, kept, good == CALLS && kept == CALLS);
}

/* Whoever comes too late to meet the first is told that the name is taken. */
static int one_name_once(const struct site *site, int number, int *good, int *crashed)
{
    struct call calls[4] = {0};
    int refused = 0;
    for (int i = 0; i < 4; i++) {
        calls[i] = (struct call){.site = site, .action = "package_create"};
        snprintf(calls[i].body, sizeof calls[i].body,
                 "{\"name\": \"race-name-%d\", \"owner_org\": \"stat-office\"}", number);
    }
    *good = at_once(calls, 4, 200);
    *crashed = 0;
    for (int i = 0; i < 4; i++) {
        *crashed += calls[i].status == 500 ? 1 : 0;
        refused += calls[i].status == 409 ? 1 : 0;
    }
    return *good == 1 && *crashed + refused == 3;
}

static int one_name(const struct site *site)
{
    int good = 0, crashed = 0, holds = 1;
    for (int i = 0; i < TRIES && crashed < 3 && holds; i++)
        holds = one_name_once(site, i, &good, &crashed);
    return judge("package_create of one name", "one 200, three 500", good, crashed, holds && crashed == 3);
}

int main(void)
{
    int (*const cases[])(const struct site *) = {patches, revisions, matched_revisions, resources, one_name};
    const int count = (int)(sizeof cases / sizeof *cases);
    struct site site;
    int agree = 0;
    site_open(&site, true);
    for (int i = 0; i < count; i++)
        agree += cases[i](&site);
    site_close(&site);
    printf("%d of %d agree\n", agree, count);
    return agree == count ? 0 : 1;
}
