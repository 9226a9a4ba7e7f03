/* Sends documents to package_create of fresh sandboxes, and compares the verdicts with those of a real CKAN.
 *
 * usage: verdicts FILE
 *
 * FILE has one document a line (verdicts.md says how). A line is printed for each that differs - accepted or
 * not, the status, the paths that the errors name - and "N of M agree" at the end.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/contract/site.h"

#define PATHS_AT_MOST 64

struct paths {
    char *at[PATHS_AT_MOST];
    size_t count;
};

static void paths_add(struct paths *paths, const char *path)
{
    for (size_t i = 0; i < paths->count; i++)
        if (strcmp(paths->at[i], path) == 0)
            return;
    if (paths->count < PATHS_AT_MOST)
        paths->at[paths->count++] = strdup(path);
}

static void paths_free(struct paths *paths)
{
    for (size_t i = 0; i < paths->count; i++)
        free(paths->at[i]);
    paths->count = 0;
}

static bool paths_has(const struct paths *paths, const char *path)
{
    for (size_t i = 0; i < paths->count; i++)
        if (strcmp(paths->at[i], path) == 0)
            return true;
    return false;
}

static void add_nested(struct paths *paths, const char *list, const json_t *errors)
{
    for (size_t i = 0; i < json_array_size(errors); i++) {
        const char *key;
        json_t *value;
        json_object_foreach(json_array_get(errors, i), key, value)
        {
            char path[256];
            snprintf(path, sizeof path, "%s.%zu.%s", list, i, key);
            paths_add(paths, path);
        }
    }
}

/* "maintainer_email", "resources.0.name", "extras.0.key"; all of tags is "tags". */
static void erring(struct paths *paths, const json_t *error)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)error, key, value)
    {
        bool nested = json_is_object(json_array_get(value, 0));
        if (strcmp(key, "__type") == 0 || strcmp(key, "message") == 0 || strcmp(key, "data") == 0)
            continue;
        if (nested)
            add_nested(paths, key, value);
        else
            paths_add(paths, key);
    }
}

static struct reply create(const struct site *site, enum person person, const json_t *payload,
                           const char *raw)
{
    char url[128];
    snprintf(url, sizeof url, "%s/api/3/action/package_create", site->url);
    char *text = raw == NULL ? json_dumps(payload, JSON_REAL_PRECISION(15)) : strdup(raw);
    struct header headers[] = {{(char[]){"Content-Type"}, (char[]){"application/json"}},
                               {(char[]){"Authorization"}, site->tokens[person]}};
    const struct message message = {"POST", url, headers, 2, text, strlen(text)};
    struct reply reply = send_message(&message);
    free(text);
    return reply;
}

static void prepare(const struct site *site, const json_t *before)
{
    for (size_t i = 0; i < json_array_size(before); i++) {
        const json_t *one = json_array_get(before, i);
        const json_t *payload = json_object_get(one, "payload");
        struct reply reply = create(site, PERSON_EDITOR, payload == NULL ? one : payload, NULL);
        const char *id = json_string_value(json_object_get(json_object_get(reply.json, "result"), "id"));
        const char *then = json_string_value(json_object_get(one, "then"));
        if (then != NULL && strcmp(then, "delete") == 0 && id != NULL) {
            char body[128];
            snprintf(body, sizeof body, "{\"id\": \"%s\"}", id);
            struct reply deleted = site_call(site, site->tokens[PERSON_EDITOR], "package_delete", body);
            reply_free(&deleted);
        }
        reply_free(&reply);
    }
}

static bool same_paths(const json_t *recorded, const struct paths *here, char *why, size_t room)
{
    size_t used = 0;
    why[0] = 0;
    for (size_t i = 0; i < json_array_size(recorded); i++) {
        const char *path = json_string_value(json_array_get(recorded, i));
        if (!paths_has(here, path) && used < room)
            used += (size_t)snprintf(why + used, room - used, " not named: %s;", path);
    }
    if (here->count != json_array_size(recorded) && used < room)
        for (size_t i = 0; i < here->count && used < room; i++)
            used += (size_t)snprintf(why + used, room - used, " named: %s;", here->at[i]);
    return why[0] == 0;
}

/* A lone surrogate cannot be held by this program's JSON: the payload is cut out of the line as it stands. */
static char *raw_payload(const char *line)
{
    const char *at = strstr(line, "\"payload\": ");
    const char *end = strstr(line, ", \"status\": ");
    if (at == NULL || end == NULL || strstr(line, "\\ud8") == NULL)
        return NULL;
    at += strlen("\"payload\": ");
    return strndup(at, (size_t)(end - at));
}

static bool judge(const struct site *site, const json_t *document, const char *raw)
{
    char why[1024] = "";
    struct paths paths = {0};
    const char *user = json_string_value(json_object_get(document, "user"));
    prepare(site, json_object_get(document, "before"));
    struct reply reply = create(site, user == NULL ? PERSON_EDITOR : person_of(user),
                                json_object_get(document, "payload"), raw);
    long status = (long)json_integer_value(json_object_get(document, "status"));
    if (reply.status == 409)
        erring(&paths, json_object_get(reply.json, "error"));
    bool agree = status == reply.status;
    if (agree && status == 409)
        agree = same_paths(json_object_get(document, "erring"), &paths, why, sizeof why);
    if (!agree)
        printf("%s %s (%s): recorded %ld, here %ld;%s\n", json_string_value(json_object_get(document, "id")),
               json_string_value(json_object_get(document, "what")),
               json_string_value(json_object_get(document, "site")), status, reply.status, why);
    paths_free(&paths);
    reply_free(&reply);
    return agree;
}

int main(int count, char **arguments)
{
    struct site sites[2];
    FILE *file = count < 2 ? NULL : fopen(arguments[1], "r");
    char *line = NULL;
    size_t room = 0;
    int judged = 0;
    int agree = 0;
    if (file == NULL) {
        fprintf(stderr, "usage: verdicts FILE\n");
        return 2;
    }
    site_open(&sites[0], true);
    site_open(&sites[1], false);
    while (getline(&line, &room, file) > 0) {
        char *raw = raw_payload(line);
        for (char *at = strstr(line, "\\ud8"); raw != NULL && at != NULL; at = strstr(at, "\\ud8"))
            memcpy(at, "\\ufffd", 6);
        json_t *document = json_loads(line, JSON_ALLOW_NUL, NULL);
        const char *name = json_string_value(json_object_get(document, "site"));
        if (name != NULL) {
            judged++;
            agree += judge(&sites[strcmp(name, "scheming") == 0 ? 1 : 0], document, raw) ? 1 : 0;
        }
        json_decref(document);
        free(raw);
    }
    free(line);
    fclose(file);
    site_close(&sites[0]);
    site_close(&sites[1]);
    printf("%d of %d agree\n", agree, judged);
    return agree == judged ? 0 : 1;
}
