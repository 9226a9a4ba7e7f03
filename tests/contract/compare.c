#include "tests/contract/compare.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tests/contract/names.h"
#include "tests/contract/site.h"

/* Values that hang on time, chance, the machine, or what stood on the recorded site besides. */
static const char *const CHANCE[] = {
    "help",       "created",           "created_at",       "last_access", "last_active",
    "email_hash", "index_name",        "db_size",          "idx_size",    "number_created_packages",
    "token",      "metadata_modified", "metadata_created", "orig",        "rank"};

/* Inside errors: texts for people. */
struct place {
    char path[512];
    struct names *names;
    char *why;
    size_t room;
    bool in_error;
    bool in_meta; /* sizes of tables hang on the database */
};

static bool differ(const struct place *place, const char *what, const char *recorded, const char *here)
{
    snprintf(place->why, place->room, "%s%s: %s, recorded %.200s, here %.200s",
             place->path[0] == 0 ? "" : place->path, place->path[0] == 0 ? "body" : "", what, recorded, here);
    return false;
}

static struct place below(const struct place *place, const char *key)
{
    struct place inner = *place;
    snprintf(inner.path, sizeof inner.path, "%.380s/%.100s", place->path, key);
    return inner;
}

static bool is_chance(const char *key)
{
    for (size_t i = 0; i < sizeof CHANCE / sizeof *CHANCE; i++)
        if (strcmp(CHANCE[i], key) == 0)
            return true;
    return false;
}

/* Maps an id and its first eight letters, as package_revise takes them. */
static void learn_text(struct names *names, const char *recorded, const char *here)
{
    if (is_id(recorded) && is_id(here)) {
        char a[9];
        char b[9];
        snprintf(a, sizeof a, "%.8s", recorded);
        snprintf(b, sizeof b, "%.8s", here);
        names_add(names, recorded, here);
        names_add(names, a, b);
    } else if (is_time(recorded) && is_time(here)) {
        names_add(names, recorded, here);
    }
}

void answers_learn(const json_t *recorded, const json_t *here, struct names *names)
{
    const char *key;
    json_t *value;
    if (json_is_string(recorded) && json_is_string(here))
        learn_text(names, json_string_value(recorded), json_string_value(here));
    for (size_t i = 0; json_is_array(recorded) && i < json_array_size(recorded); i++)
        if (json_array_get(here, i) != NULL)
            answers_learn(json_array_get(recorded, i), json_array_get(here, i), names);
    json_object_foreach((json_t *)recorded, key, value) if (json_object_get(here, key) != NULL)
        answers_learn(value, json_object_get(here, key), names);
}

static char *dumped(const json_t *value)
{
    return json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS);
}

static bool differ_json(const struct place *place, const char *what, const json_t *recorded,
                        const json_t *here)
{
    char *a = dumped(recorded);
    char *b = here == NULL ? NULL : dumped(here);
    differ(place, what, a == NULL ? "?" : a, b == NULL ? "nothing" : b);
    free(a);
    free(b);
    return false;
}

static bool same(const struct place *place, const json_t *recorded, const json_t *here);

static bool same_object(const struct place *place, const json_t *recorded, const json_t *here)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)recorded, key, value)
    {
        struct place inner = below(place, key);
        const json_t *other = json_object_get(here, key);
        inner.in_error = place->in_error || strcmp(key, "error") == 0;
        inner.in_meta = strcmp(key, "meta") == 0;
        if (other == NULL)
            return differ_json(&inner, "key is missing", value, NULL);
        bool chance = is_chance(key) || (place->in_meta && strcmp(key, "size") == 0);
        if (!chance && !same(&inner, value, other))
            return false;
    }
    json_object_foreach((json_t *)here, key, value)
    {
        const struct place inner = below(place, key);
        if (json_object_get(recorded, key) == NULL)
            return differ_json(&inner, "key is not in the recording", json_null(), value);
    }
    return true;
}

/* An id of another kind than those that are learned: a token's. */
static bool is_random(const char *text)
{
    size_t length = strlen(text);
    return length >= 32 && !is_id(text) && strcspn(text, " ./:") == length;
}

/* "... (15 in all)" stands for the rest of a list that was cut. */
static bool is_cut(const json_t *list, size_t *whole)
{
    const char *last = json_string_value(json_array_get(list, json_array_size(list) - 1));
    int count = 0;
    bool cut = json_array_size(list) == 3 && last != NULL && sscanf(last, "... (%d in all)", &count) == 1;
    *whole = cut ? (size_t)count : json_array_size(list);
    return cut;
}

static bool same_array(const struct place *place, const json_t *recorded, const json_t *here)
{
    size_t whole;
    bool cut = is_cut(recorded, &whole);
    if (json_array_size(here) != whole)
        return differ_json(place, "length", recorded, here);
    for (size_t i = 0; i < (cut ? 2 : whole); i++) {
        char index[24];
        snprintf(index, sizeof index, "%zu", i);
        struct place inner = below(place, index);
        inner.in_error = place->in_error;
        if (!same(&inner, json_array_get(recorded, i), json_array_get(here, i)))
            return false;
    }
    return true;
}

static bool same_text(const struct place *place, const json_t *recorded, const json_t *here)
{
    const char *a = json_string_value(recorded);
    const char *b = json_string_value(here);
    bool type = strcmp(place->path, "/error/__type") == 0;
    bool sent_back = strncmp(place->path, "/error/data/", strlen("/error/data/")) == 0;
    if ((place->in_error && !type && !sent_back) || place->path[0] == 0)
        return true; /* a text for people */
    if (strcmp(strrchr(place->path, '/'), "/id") == 0 && is_random(a) && is_random(b))
        return true;
    if (is_id(a) && is_id(b)) {
        learn_text(place->names, a, b);
        return true;
    }
    if (is_time(a) && is_time(b))
        return true;
    size_t length = json_string_length(recorded);
    char *mapped = names_replace(place->names, a, &length);
    bool agree = length == json_string_length(here) && memcmp(mapped, b, length) == 0;
    free(mapped);
    return agree || differ_json(place, "text", recorded, here);
}

static bool same(const struct place *place, const json_t *recorded, const json_t *here)
{
    if (json_is_number(recorded) && json_is_number(here)) {
        double a = json_number_value(recorded);
        double b = json_number_value(here);
        return (!(a < b) && !(a > b)) || differ_json(place, "number", recorded, here);
    }
    if (json_typeof(recorded) != json_typeof(here))
        return differ_json(place, "type", recorded, here);
    if (json_is_object(recorded))
        return same_object(place, recorded, here);
    if (json_is_array(recorded))
        return same_array(place, recorded, here);
    return !json_is_string(recorded) || same_text(place, recorded, here);
}

static const char *recorded_header(const json_t *response, const char *name)
{
    const json_t *headers = json_object_get(response, "headers");
    for (size_t i = 0; i < json_array_size(headers); i++) {
        const json_t *pair = json_array_get(headers, i);
        if (strcasecmp(json_string_value(json_array_get(pair, 0)), name) == 0)
            return json_string_value(json_array_get(pair, 1));
    }
    return NULL;
}

/* Headers that must be there with the same value, and others that must only be there. */
static bool headers_agree(const json_t *response, const struct reply *reply, const struct place *place)
{
    static const struct {
        const char *name;
        bool value;
    } headers[] = {{"Content-Type", true},        {"Allow", true}, {"Location", true},
                   {"Content-Disposition", true}, {"ETag", false}, {"Last-Modified", false},
                   {"Transfer-Encoding", true}};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        const char *recorded = recorded_header(response, headers[i].name);
        const char *here = reply_header(reply, headers[i].name);
        const struct place inner = below(place, headers[i].name);
        if (recorded == NULL)
            continue;
        size_t length = strlen(recorded);
        char *mapped = names_replace(place->names, recorded, &length);
        bool agree = here != NULL && (!headers[i].value || strcmp(mapped, here) == 0);
        if (!agree)
            differ(&inner, "header", mapped, here == NULL ? "nothing" : here);
        else if (!headers[i].value)
            names_add(place->names, recorded, here);
        free(mapped);
        if (!agree)
            return false;
    }
    return true;
}

/* Pages are CKAN's own; files and dumps are compared. */
static bool texts_agree(const json_t *response, const struct reply *reply, const struct place *place)
{
    const char *type = recorded_header(response, "Content-Type");
    const char *text = json_string_value(json_object_get(response, "text"));
    if (text == NULL || (type != NULL && strncmp(type, "text/html", 9) == 0))
        return true;
    const char *here = reply->body == NULL ? "" : reply->body;
    return strcmp(text, here) == 0 || differ(place, "text", text, here);
}

bool answers_agree(const json_t *response, const struct reply *reply, struct names *names, char *why,
                   size_t room)
{
    const struct place place = {.names = names, .why = why, .room = room};
    long status = (long)json_integer_value(json_object_get(response, "status"));
    const json_t *json = json_object_get(response, "json");
    if (status != reply->status) {
        snprintf(why, room, "status: recorded %ld, here %ld %.300s", status, reply->status,
                 reply->body == NULL ? "" : reply->body);
        return false;
    }
    if (!headers_agree(response, reply, &place))
        return false;
    if (json == NULL)
        return texts_agree(response, reply, &place);
    if (reply->json == NULL)
        return differ(&place, "is no JSON", "JSON", reply->body == NULL ? "" : reply->body);
    return same(&place, json, reply->json);
}
