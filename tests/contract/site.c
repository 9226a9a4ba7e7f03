#include "tests/contract/site.h"

#include <curl/curl.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/arena.h"
#include "portal/sandbox.h"

static void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

static void die(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fputc('\n', stderr);
    exit(2);
}

static const char *const NAMES[] = {"admin", "editor", "outsider", "anonymous"};

enum person person_of(const char *name)
{
    for (int i = 0; i < PERSON_COUNT; i++)
        if (strcmp(NAMES[i], name) == 0)
            return (enum person)i;
    return PERSON_ANONYMOUS;
}

static size_t take_body(char *data, size_t one, size_t size, void *self)
{
    struct reply *reply = self;
    reply->body = realloc(reply->body, reply->length + one * size + 1);
    if (reply->body == NULL)
        die("out of memory");
    memcpy(reply->body + reply->length, data, one * size);
    reply->length += one * size;
    reply->body[reply->length] = 0;
    return one * size;
}

static size_t take_header(char *data, size_t one, size_t size, void *self)
{
    struct reply *reply = self;
    const char *colon = memchr(data, ':', one * size);
    if (colon == NULL || reply->header_count == sizeof reply->headers / sizeof *reply->headers)
        return one * size;
    const char *value = colon + 1 + strspn(colon + 1, " ");
    size_t end = one * size;
    while (end > 0 && (data[end - 1] == '\r' || data[end - 1] == '\n'))
        end--;
    struct header *header = &reply->headers[reply->header_count++];
    header->name = strndup(data, (size_t)(colon - data));
    header->value = strndup(value, end > (size_t)(value - data) ? end - (size_t)(value - data) : 0);
    return one * size;
}

static struct curl_slist *header_list(const struct message *message)
{
    struct curl_slist *list = curl_slist_append(NULL, "Expect:");
    bool typed = false;
    for (size_t i = 0; i < message->header_count; i++) {
        char line[4096];
        snprintf(line, sizeof line, "%s: %s", message->headers[i].name, message->headers[i].value);
        list = curl_slist_append(list, line);
        typed = typed || strcasecmp(message->headers[i].name, "Content-Type") == 0;
    }
    return typed ? list : curl_slist_append(list, "Content-Type:");
}

struct reply send_message(const struct message *message)
{
    struct reply reply = {0};
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = header_list(message);
    curl_easy_setopt(curl, CURLOPT_URL, message->url);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, message->method);
    curl_easy_setopt(curl, CURLOPT_NOBODY, strcmp(message->method, "HEAD") == 0 ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reply);
    if (message->body != NULL) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, message->body);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)message->length);
    }
    CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK)
        fprintf(stderr, "%s %s: %s\n", message->method, message->url, curl_easy_strerror(code));
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    if (reply.body != NULL)
        reply.json = json_loadb(reply.body, reply.length, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    return reply;
}

const char *reply_header(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcasecmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    return NULL;
}

void reply_free(struct reply *reply)
{
    for (size_t i = 0; i < reply->header_count; i++) {
        free(reply->headers[i].name);
        free(reply->headers[i].value);
    }
    free(reply->body);
    json_decref(reply->json);
    *reply = (struct reply){0};
}

struct reply site_call(const struct site *site, const char *token, const char *action, const char *body)
{
    char url[256];
    char type[] = "application/json";
    char *secret = strdup(token);
    const struct header headers[] = {{(char[]){"Content-Type"}, type}, {(char[]){"Authorization"}, secret}};
    snprintf(url, sizeof url, "%s/api/3/action/%s", site->url, action);
    const struct message message = {"POST", url, headers, 2, body, strlen(body)};
    struct reply reply = send_message(&message);
    free(secret);
    if (reply.status != 200)
        die("%s: %ld %s", action, reply.status, reply.body == NULL ? "" : reply.body);
    return reply;
}

static void call(const struct site *site, const char *token, const char *action, const char *format,
                 const char *text)
{
    char body[512];
    snprintf(body, sizeof body, format, text);
    struct reply reply = site_call(site, token, action, body);
    reply_free(&reply);
}

static char *token_for(const struct site *site, const char *token, const char *name)
{
    char body[256];
    snprintf(body, sizeof body, "{\"user\": \"%s\", \"name\": \"live\"}", name);
    struct reply reply = site_call(site, token, "api_token_create", body);
    char *made = strdup(json_string_value(json_object_get(json_object_get(reply.json, "result"), "token")));
    reply_free(&reply);
    return made;
}

void site_open(struct site *site, bool stock)
{
    struct arena arena = {0};
    struct problem problem = {0};
    *site = (struct site){0};
    snprintf(site->folder, sizeof site->folder, "/tmp/banchi-contract-XXXXXX");
    if (mkdtemp(site->folder) == NULL)
        die("no folder for the sandbox");
    const struct sandbox_options options = {.folder = site->folder, .stock = stock};
    site->sandbox = sandbox_start(&options, &problem);
    if (site->sandbox == NULL)
        die("%s", problem.message.at);
    site->url = sandbox_url(site->sandbox);
    char *first = sandbox_token_make(&arena, site->folder, "contract", &problem);
    if (first == NULL)
        die("%s", problem.message.at);
    for (int i = 0; i < PERSON_ANONYMOUS; i++) {
        call(site, first, "user_create",
             i == PERSON_ADMIN
                 ? "{\"name\": \"%s\", \"email\": \"a@example.org\", \"password\": \"x\", \"sysadmin\": true}"
                 : "{\"name\": \"%s\", \"email\": \"a@example.org\", \"password\": \"x\"}",
             NAMES[i]);
        site->tokens[i] = token_for(site, first, NAMES[i]);
    }
    call(site, site->tokens[PERSON_ADMIN], "organization_create",
         "{\"name\": \"stat-office\", \"title\": \"สำนักงานสถิติ (ตัวอย่าง)\","
         " \"users\": [{\"name\": \"%s\", \"capacity\": \"editor\"}]}",
         "editor");
    sandbox_token_revoke(site->folder, first, &problem);
    arena_free(&arena);
}

void site_close(struct site *site)
{
    char command[128];
    sandbox_stop(site->sandbox);
    for (int i = 0; i < PERSON_COUNT; i++)
        free(site->tokens[i]);
    snprintf(command, sizeof command, "rm -rf '%s'", site->folder);
    if (system(command) != 0)
        fprintf(stderr, "%s stays\n", site->folder);
}
