/* Replays recorded exchanges of a real CKAN against fresh sandboxes, and says where the answers differ.
 *
 * usage: replay FOLDER [-v]
 *
 * Prints a line for each exchange that differs, beginning with its number and name, and closes with "N of M
 * agree". Out of scope: the front server's sites, vocabularies, JSONP, and browser login. Not started with a
 * status of 0 unless all agree.
 */
#include <dirent.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/contract/compare.h"
#include "tests/contract/names.h"
#include "tests/contract/site.h"

struct place_of_site {
    const char *name;
    bool stock;
    const char *address; /* of the recorded one */
    struct site site;
    struct names names;
    char *made_token; /* the last one that api_token_create gave */
    bool open;
};

struct bytes {
    char *at;
    size_t length;
    size_t room;
};

static void add(struct bytes *bytes, const void *at, size_t length)
{
    if (bytes->length + length + 1 > bytes->room) {
        bytes->room = (bytes->length + length + 1) * 2;
        bytes->at = realloc(bytes->at, bytes->room);
    }
    if (bytes->at == NULL)
        abort();
    memcpy(bytes->at + bytes->length, at, length);
    bytes->length += length;
    bytes->at[bytes->length] = 0;
}

static void add_text(struct bytes *bytes, const char *text)
{
    add(bytes, text, strlen(text));
}

static void add_mapped(struct bytes *bytes, const struct names *names, const char *text, size_t length)
{
    char *mapped = names_replace(names, text, &length);
    add(bytes, mapped, length);
    free(mapped);
}

static int base64_digit(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = c == 0 ? NULL : strchr(digits, c);
    return found == NULL ? -1 : (int)(found - digits);
}

static void add_base64(struct bytes *bytes, const char *text)
{
    unsigned long bits = 0;
    int count = 0;
    for (; *text != 0; text++) {
        int digit = base64_digit(*text);
        if (digit < 0)
            continue;
        bits = bits << 6 | (unsigned long)digit;
        count += 6;
        if (count >= 8) {
            count -= 8;
            const char byte = (char)(bits >> count & 0xff);
            add(bytes, &byte, 1);
        }
    }
}

static void add_file(struct bytes *bytes, const json_t *file)
{
    const json_t *text = json_object_get(file, "text");
    const char *base64 = json_string_value(json_object_get(file, "base64"));
    const char *repeat = json_string_value(json_object_get(file, "repeat"));
    json_int_t count = json_integer_value(json_object_get(file, "bytes"));
    if (text != NULL)
        add(bytes, json_string_value(text), json_string_length(text));
    else if (base64 != NULL)
        add_base64(bytes, base64);
    for (json_int_t i = 0; repeat != NULL && i < count; i += (json_int_t)strlen(repeat))
        add_text(bytes, repeat);
}

static void add_multipart(struct bytes *bytes, const struct names *names, const json_t *body,
                          const char *boundary)
{
    const char *key;
    json_t *value;
    json_object_foreach(json_object_get(body, "fields"), key, value)
    {
        add_text(bytes, "--");
        add_text(bytes, boundary);
        add_text(bytes, "\r\nContent-Disposition: form-data; name=\"");
        add_mapped(bytes, names, key, strlen(key));
        add_text(bytes, "\"\r\n\r\n");
        add_mapped(bytes, names, json_string_value(value), json_string_length(value));
        add_text(bytes, "\r\n");
    }
    json_object_foreach(json_object_get(body, "files"), key, value)
    {
        add_text(bytes, "--");
        add_text(bytes, boundary);
        add_text(bytes, "\r\nContent-Disposition: form-data; name=\"");
        add_mapped(bytes, names, key, strlen(key));
        add_text(bytes, "\"; filename=\"");
        add_text(bytes, json_string_value(json_object_get(value, "filename")));
        add_text(bytes, "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        add_file(bytes, value);
        add_text(bytes, "\r\n");
    }
    add_text(bytes, "--");
    add_text(bytes, boundary);
    add_text(bytes, "--\r\n");
}

/* "\xff" in a body of bytes stands for that byte. */
static void add_escaped(struct bytes *bytes, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned byte = 0;
        if (i + 3 < length && text[i] == '\\' && text[i + 1] == 'x' &&
            sscanf(text + i + 2, "%2x", &byte) == 1) {
            const char c = (char)byte;
            add(bytes, &c, 1);
            i += 3;
        } else {
            add(bytes, text + i, 1);
        }
    }
}

static const char *request_header(const json_t *request, const char *name)
{
    return json_string_value(json_object_get(json_object_get(request, "headers"), name));
}

static struct bytes body_of(const json_t *request, const struct names *names)
{
    struct bytes bytes = {0};
    const json_t *body = json_object_get(request, "body");
    const char *kind = json_string_value(json_object_get(request, "body_kind"));
    if (kind == NULL)
        return bytes;
    if (strcmp(kind, "json") == 0) {
        char *text = json_dumps(body, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
        add_mapped(&bytes, names, text, strlen(text));
        free(text);
    } else if (strcmp(kind, "multipart") == 0) {
        const char *type = request_header(request, "Content-Type");
        const char *boundary = type == NULL ? NULL : strstr(type, "boundary=");
        add_multipart(&bytes, names, body, boundary == NULL ? "boundary" : boundary + strlen("boundary="));
    } else if (strcmp(kind, "bytes") == 0) {
        add_escaped(&bytes, json_string_value(body), json_string_length(body));
    } else {
        add_mapped(&bytes, names, json_string_value(body), json_string_length(body));
    }
    return bytes;
}

/* TOKEN stands for the user's own, and for the one that was made where nobody is named. */
static const char *token_of(const struct place_of_site *place, enum person person)
{
    if (person != PERSON_ANONYMOUS)
        return place->site.tokens[person];
    return place->made_token != NULL ? place->made_token : place->site.tokens[PERSON_EDITOR];
}

static struct reply replay(struct place_of_site *place, const json_t *exchange)
{
    const json_t *request = json_object_get(exchange, "request");
    enum person person = person_of(json_string_value(json_object_get(exchange, "user")));
    struct header headers[16];
    size_t count = 0;
    const char *key;
    json_t *value;
    bool token_in_body = place->made_token != NULL;
    names_add(&place->names, "TOKEN", token_of(place, person));
    json_object_foreach(json_object_get(request, "headers"), key, value)
    {
        if (count == 16)
            break;
        size_t length = json_string_length(value);
        headers[count].name = strdup(key);
        headers[count++].value = names_replace(&place->names, json_string_value(value), &length);
    }
    if (token_in_body)
        names_add(&place->names, "TOKEN", place->made_token);
    struct bytes url = {0};
    const char *path = json_string_value(json_object_get(request, "path"));
    add_text(&url, place->site.url);
    add_mapped(&url, &place->names, path, strlen(path));
    struct bytes body = body_of(request, &place->names);
    const struct message message = {
        json_string_value(json_object_get(request, "method")), url.at, headers, count, body.at, body.length};
    struct reply reply = send_message(&message);
    for (size_t i = 0; i < count; i++) {
        free(headers[i].name);
        free(headers[i].value);
    }
    free(url.at);
    free(body.at);
    return reply;
}

static bool in_scope(const char *file, const json_t *exchange)
{
    const char *path = json_string_value(json_object_get(json_object_get(exchange, "request"), "path"));
    return strstr(file, "vocabulary") == NULL && strstr(path, "callback=") == NULL &&
           strstr(path, "/user/login") == NULL && strstr(path, "vocabulary") == NULL;
}

static void note_token(struct place_of_site *place, const json_t *exchange, const struct reply *reply)
{
    const char *path = json_string_value(json_object_get(json_object_get(exchange, "request"), "path"));
    const char *token = json_string_value(json_object_get(json_object_get(reply->json, "result"), "token"));
    if (strstr(path, "api_token_create") == NULL || token == NULL)
        return;
    free(place->made_token);
    place->made_token = strdup(token);
}

struct figures {
    int agree;
    int judged;
};

static void take_exchange(struct place_of_site *place, const char *file, const json_t *exchange,
                          struct figures *figures)
{
    const json_t *response = json_object_get(exchange, "response");
    bool setup = strstr(file, "-setup-") != NULL;
    char why[1024] = "";
    struct reply reply = replay(place, exchange);
    note_token(place, exchange, &reply);
    if (setup) {
        if (reply.status != json_integer_value(json_object_get(response, "status")))
            printf("%.*s: a setup is %ld: %.300s\n", (int)strcspn(file, "."), file, reply.status,
                   reply.body == NULL ? "" : reply.body);
    } else {
        bool agree = answers_agree(response, &reply, &place->names, why, sizeof why);
        figures->judged++;
        figures->agree += agree ? 1 : 0;
        if (!agree)
            printf("%.*s: %s\n", (int)strcspn(file, "."), file, why);
    }
    const json_t *json = json_object_get(response, "json");
    if (json != NULL && reply.json != NULL)
        answers_learn(json, reply.json, &place->names);
    reply_free(&reply);
}

/* The recorded stock site held a dataset before the others; its name shows in package_list. */
static void put_what_stood_there(struct place_of_site *place)
{
    if (!place->stock)
        return;
    struct reply reply = site_call(&place->site, place->site.tokens[PERSON_EDITOR], "package_create",
                                   "{\"name\": \"bkk-permanent-employees\", \"owner_org\": \"stat-office\"}");
    reply_free(&reply);
}

static void open_place(struct place_of_site *place)
{
    if (place->open)
        return;
    site_open(&place->site, place->stock);
    names_add(&place->names, place->address, place->site.url);
    put_what_stood_there(place);
    place->open = true;
}

static int only_json(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');
    return dot != NULL && strcmp(dot, ".json") == 0;
}

static void take_file(struct place_of_site *places, const char *folder, const char *file,
                      struct figures *figures)
{
    char path[4096];
    json_error_t error;
    snprintf(path, sizeof path, "%s/%s", folder, file);
    json_t *exchange = json_load_file(path, JSON_ALLOW_NUL, &error);
    const char *name = json_string_value(json_object_get(exchange, "site"));
    for (size_t i = 0; name != NULL && i < 2; i++)
        if (strcmp(places[i].name, name) == 0 && in_scope(file, exchange)) {
            open_place(&places[i]);
            take_exchange(&places[i], file, exchange, figures);
        }
    json_decref(exchange);
}

int main(int count, char **arguments)
{
    struct place_of_site places[] = {
        {.name = "plain", .stock = true, .address = "http://127.0.0.1:5000"},
        {.name = "scheming", .stock = false, .address = "http://127.0.0.1:5001"}};
    struct dirent **files;
    struct figures figures = {0};
    int found = count < 2 ? -1 : scandir(arguments[1], &files, only_json, alphasort);
    if (found < 0) {
        fprintf(stderr, "usage: replay FOLDER\n");
        return 2;
    }
    for (int i = 0; i < found; i++) {
        take_file(places, arguments[1], files[i]->d_name, &figures);
        free(files[i]);
    }
    free(files);
    for (size_t i = 0; i < 2; i++) {
        if (places[i].open)
            site_close(&places[i].site);
        names_free(&places[i].names);
        free(places[i].made_token);
    }
    printf("%d of %d agree\n", figures.agree, figures.judged);
    return figures.agree == figures.judged ? 0 : 1;
}
