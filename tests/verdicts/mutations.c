/* Makes documents that are right but for one or two values, each field with each value, and writes down what
 * the sandbox says of them, in the form of verdicts.jsonl: for `judge`, which is another implementation of
 * the same rules. Where the two differ, one of them is wrong.
 *
 * usage: mutations SCHEMA PAIRS SEED >FILE
 *
 * SCHEMA is what the portal answered to scheming_dataset_schema_show; PAIRS as many documents with two
 * mutations are made besides, by the seed.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "tests/contract/site.h"

/* A right document; %d makes name and title new each time. What a stock portal lacks it drops. */
static const char base[] =
    "{\"name\": \"mutation-%d\", \"title\": \"เอกสารทดสอบ %d\", \"owner_org\": \"stat-office\", \"private\": "
    "false,"
    " \"maintainer\": \"กลุ่มงานข้อมูล\", \"maintainer_email\": \"data@example.go.th\", \"tag_string\": "
    "\"HR,จำนวน\","
    " \"notes\": \"เอกสารทดสอบ\", \"objective\": [\"พันธกิจหน่วยงาน\"], \"update_frequency_unit\": \"ปี\","
    " \"update_frequency_interval\": \"1\", \"geo_coverage\": \"จังหวัด\", \"data_source\": \"ทะเบียน\","
    " \"data_format\": [\"CSV\"], \"data_category\": \"ข้อมูลสาธารณะ\", \"license_id\": \"Open Data Common\","
    " \"data_type\": \"ข้อมูลสถิติ\", \"last_updated_date\": \"2024-09-30\","
    " \"resources\": [{\"name\": \"ตาราง\", \"url\": \"https://data.example.go.th/a.csv\", \"format\": "
    "\"CSV\"},"
    " {\"name\": \"เอกสาร\", \"url\": \"https://data.example.go.th/b.pdf\", \"format\": \"PDF\"}]}";

/* Values as JSON. %C is the field's first choice, or a word. */
static const char *const values[] = {"null",
                                     "\"\"",
                                     "\"   \"",
                                     "\"\\t\\n\"",
                                     "\"\\u00a0\"",
                                     "\"\\u200b\"",
                                     "\"word\"",
                                     "\"ข้อความ\"",
                                     "\"a, b\"",
                                     "%C",
                                     "[%C]",
                                     "[%C, %C]",
                                     "[%C, \"no choice\"]",
                                     "[%C, \"\"]",
                                     "[%C, null]",
                                     "[%C, 1]",
                                     "[%C, true]",
                                     "[[%C]]",
                                     "[{\"a\": 1}]",
                                     "[%C, {\"a\": 1}]",
                                     "[{}]",
                                     "{\"value\": %C}",
                                     "\"อื่นๆ\"",
                                     "\"อื่น ๆ\"",
                                     "0",
                                     "1",
                                     "5",
                                     "-5",
                                     "12",
                                     "2567",
                                     "1.5",
                                     "-0.5",
                                     "0.0",
                                     "5.0",
                                     "1e3",
                                     "1e20",
                                     "99999999999999999999",
                                     "true",
                                     "false",
                                     "[]",
                                     "[\"\"]",
                                     "[\"a\"]",
                                     "[\"a\", \"b\"]",
                                     "[\"a\", 1]",
                                     "[1, 2]",
                                     "[1, 1.5]",
                                     "[true, false]",
                                     "[null]",
                                     "[\"a\", null]",
                                     "[[\"a\"], [\"b\"]]",
                                     "[[]]",
                                     "{}",
                                     "{\"a\": 1}",
                                     "{\"ก\": \"ข\"}",
                                     "\"True\"",
                                     "\"true\"",
                                     "\"ใช่\"",
                                     "\"1\"",
                                     "\" 1 \"",
                                     "\"1.0\"",
                                     "\"1,000\"",
                                     "\"๑๐\"",
                                     "\"-1\"",
                                     "\"+1\"",
                                     "\"1_000\"",
                                     "\"0x10\"",
                                     "\"1e3\"",
                                     "\"2024-01-31\"",
                                     "\"2024-1-5\"",
                                     "\"2567-01-31\"",
                                     "\"2023-02-29\"",
                                     "\"2024-02-30\"",
                                     "\"31/01/2024\"",
                                     "\"2024-01\"",
                                     "\"2024\"",
                                     "\"2024-01-31T08:30\"",
                                     "\"2024-01-31T08:30:00\"",
                                     "\"2024-01-31T08:30:00.5\"",
                                     "\"2024-01-31T08:30:00.123\"",
                                     "\"2024-01-31T08:30:00.123456\"",
                                     "\"2024-01-31T08:30:00Z\"",
                                     "\"2024-01-31T08:30:00+07:00\"",
                                     "\"2024-01-31T08\"",
                                     "\"2024-01-31T24:00\"",
                                     "\"2024-01-31T08:60\"",
                                     "\"2024-01-31 08:30:61\"",
                                     "\" 2024-01-31\"",
                                     "\"2024-01-31 \"",
                                     "\"0000-01-01\"",
                                     "\"10000-01-01\"",
                                     "\"01/02/03\"",
                                     "\"2024-W05-3\"",
                                     "\"๒๕๖๗-๐๑-๓๑\"",
                                     "\"20240131\"",
                                     "\"2024-01-31\\n\"",
                                     "\"2024/01/31x\"",
                                     "\"2024-01-31T08:30:5\"",
                                     "\"2024-01-31T08:30:05\\n\"",
                                     "\"a@b\"",
                                     "\"hr@example.go.th\"",
                                     "\"hr.@example.org\"",
                                     "\".hr@example.org\"",
                                     "\"hr..a@example.org\"",
                                     "\" hr@example.org \"",
                                     "\"hr@example.org\\n\"",
                                     "\"hr@-a.org\"",
                                     "\"hr@a-.org\"",
                                     "\"hr@a..org\"",
                                     "\"hr@a_b.org\"",
                                     "\"hr@a.org.\"",
                                     "\"hr+x@a.org\"",
                                     "\"ก@a.org\"",
                                     "\"hr@ก.org\"",
                                     "\"a@b@c\"",
                                     "\"hr @a.org\"",
                                     "\"hr@[127.0.0.1]\"",
                                     "\"https://example.org\"",
                                     "\"http://example.org:80/a\"",
                                     "\"ftp://example.org\"",
                                     "\"example.org/a.csv\"",
                                     "\"https://\"",
                                     "\"https://ก.org\"",
                                     "\"https://example.org/a b\"",
                                     "\"สถิติ\"",
                                     "\"HR,สถิติ\"",
                                     "\"a\"",
                                     "\"a,bb\"",
                                     "\"aa,,bb\"",
                                     "\",\"",
                                     "\"aa\\nbb\"",
                                     "\"100%\"",
                                     "\"\\\"hr\\\"\"",
                                     "\"ก.ก.\"",
                                     "\"ab-cd_ef\"",
                                     "\"AB\"",
                                     "\"ab cd\"",
                                     "\"new\"",
                                     "\"edit\"",
                                     "\"search\"",
                                     "\"New\"",
                                     "\"ab\\n\"",
                                     "\"ab\\n\\n\"",
                                     "\"--\"",
                                     "\"ab/cd\"",
                                     "\"a\\u0000b\"",
                                     "\"😀\"",
                                     "\"😀😀\"",
                                     "\"no-such-office\"",
                                     "\"stat-office \"",
                                     "\"STAT-OFFICE\"",
                                     "\"deleted\"",
                                     "\"draft\"",
                                     "\"dataset\"",
                                     "\"first\"",
                                     "\"abcdefg\"",
                                     "\"abcdef\"",
                                     "\"abc defgh\"",
                                     "\"upload\"",
                                     "\"csv\"",
                                     "\"text/csv\""};

#define VALUE_COUNT (sizeof values / sizeof *values)

/* Texts that are too long to be written out: a letter, and how often. */
static const struct {
    const char *letter;
    size_t count;
} repeats[] = {{"a", 70},  {"a", 71},  {"a", 100},  {"a", 101}, {"ก", 70}, {"ก", 71}, {"ก", 100},
               {"ก", 101}, {"ก", 151}, {"ก", 1001}, {"1", 18},  {"1", 19}, {"9", 19}};

#define REPEAT_COUNT (sizeof repeats / sizeof *repeats)

struct maker {
    struct site sites[2];
    json_t *schema;
    int made;
};

/* ---- paths ---- */

static json_t *step_into(json_t *at, const char *name, size_t length)
{
    char part[256];
    snprintf(part, sizeof part, "%.*s", (int)length, name);
    if (!json_is_array(at))
        return json_object_get(at, part);
    return json_array_get(at, (size_t)strtoul(part, NULL, 10));
}

/* Sets "resources.0.name"; NULL removes. */
static void path_set(json_t *root, const char *path, json_t *value)
{
    json_t *at = root;
    for (const char *dot; (dot = strchr(path, '.')) != NULL; path = dot + 1)
        at = step_into(at, path, (size_t)(dot - path));
    if (value == NULL)
        json_object_del(at, path);
    else
        json_object_set_new(at, path, value);
}

/* ---- what the portal says ---- */

static void errors_add(json_t *paths, const char *before, const json_t *errors)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)errors, key, value)
    {
        char path[300];
        snprintf(path, sizeof path, "%s%s", before, key);
        bool nested = json_is_object(json_array_get(value, 0)) && before[0] == '\0';
        for (size_t i = 0; nested && i < json_array_size(value); i++) {
            char deeper[300];
            snprintf(deeper, sizeof deeper, "%s.%zu.", key, i);
            errors_add(paths, deeper, json_array_get(value, i));
        }
        if (!nested && strcmp(key, "__type") != 0 && strcmp(key, "message") != 0 && strcmp(key, "data") != 0)
            json_array_append_new(paths, json_string(path));
    }
}

/* What was taken goes again: the next document may want its name, its title, or the id of its resource. */
static void purge(const struct site *site, const json_t *answer)
{
    char body[128];
    const char *id = json_string_value(json_object_get(json_object_get(answer, "result"), "id"));
    if (id == NULL)
        return;
    snprintf(body, sizeof body, "{\"id\": \"%s\"}", id);
    struct reply reply = site_call(site, site->tokens[PERSON_ADMIN], "dataset_purge", body);
    reply_free(&reply);
}

static void document_write(struct maker *maker, size_t number, json_t *payload, json_t *mutated,
                           const char *what)
{
    struct site *site = &maker->sites[number];
    char url[128];
    snprintf(url, sizeof url, "%s/api/3/action/package_create", site->url);
    char *text = json_dumps(payload, JSON_REAL_PRECISION(15));
    struct header headers[] = {{(char[]){"Content-Type"}, (char[]){"application/json"}},
                               {(char[]){"Authorization"}, site->tokens[PERSON_EDITOR]}};
    const struct message message = {"POST", url, headers, 2, text, strlen(text)};
    struct reply reply = send_message(&message);
    json_t *erring = json_array();
    if (reply.status == 409)
        errors_add(erring, "", json_object_get(reply.json, "error"));
    char id[16];
    snprintf(id, sizeof id, "%d", maker->made);
    json_t *line = json_pack("{s:s, s:s, s:s, s:s, s:s, s:O, s:O, s:i, s:O}", "id", id, "what", what, "group",
                             "own", "site", number == 1 ? "scheming" : "stock", "user", "editor", "mutated",
                             mutated, "payload", payload, "status", (int)reply.status, "erring", erring);
    char *out = json_dumps(line, JSON_REAL_PRECISION(15));
    puts(out);
    purge(site, reply.json);
    free(out);
    free(text);
    json_decref(line);
    json_decref(erring);
    reply_free(&reply);
}

/* ---- documents ---- */

static json_t *document_new(struct maker *maker)
{
    char text[sizeof base + 40];
    maker->made++;
    snprintf(text, sizeof text, base, maker->made, maker->made);
    return json_loads(text, 0, NULL);
}

static const char *choice_of(const struct maker *maker, const char *path)
{
    static const char *const lists[] = {"dataset_fields", "resource_fields"};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; i < 2; i++) {
        const json_t *fields = json_object_get(maker->schema, lists[i]);
        for (size_t j = 0; j < json_array_size(fields); j++) {
            const json_t *field = json_array_get(fields, j);
            const char *name = json_string_value(json_object_get(field, "field_name"));
            const json_t *choice = json_array_get(json_object_get(field, "choices"), 0);
            if (choice != NULL && strcmp(name, dot != NULL ? dot + 1 : path) == 0)
                return json_string_value(json_object_get(choice, "value"));
        }
    }
    return "word";
}

/* The n-th value for the field; NULL: the field is left out. */
static json_t *value_make(const struct maker *maker, const char *path, size_t number)
{
    struct text text = {0};
    if (number == 0)
        return NULL;
    if (--number >= VALUE_COUNT) {
        number -= VALUE_COUNT;
        text_add(&text, "\"");
        for (size_t i = 0; i < repeats[number].count; i++)
            text_add(&text, repeats[number].letter);
        text_add(&text, "\"");
    }
    for (const char *at = number < VALUE_COUNT && text.length == 0 ? values[number] : ""; *at != '\0'; at++) {
        if (at[0] != '%' || at[1] != 'C') {
            text_add_char(&text, *at);
            continue;
        }
        text_format(&text, "\"%s\"", choice_of(maker, path));
        at++;
    }
    json_t *value = json_loads(text.at, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    text_free(&text);
    return value;
}

#define NUMBERS (1 + VALUE_COUNT + REPEAT_COUNT)

static void mutate(struct maker *maker, size_t site, const char *const *paths, const size_t *numbers,
                   size_t count)
{
    json_t *document = document_new(maker);
    json_t *mutated = json_array();
    char what[300] = "";
    for (size_t i = 0; i < count; i++) {
        path_set(document, paths[i], value_make(maker, paths[i], numbers[i]));
        json_array_append_new(mutated, json_string(paths[i]));
        snprintf(what + strlen(what), sizeof what - strlen(what), "%s%s: %.60s", i > 0 ? " | " : "", paths[i],
                 numbers[i] == 0                ? "left out"
                 : numbers[i] - 1 < VALUE_COUNT ? values[numbers[i] - 1]
                                                : "a long text");
    }
    document_write(maker, site, document, mutated, what);
    json_decref(mutated);
    json_decref(document);
}

/* ---- fields ---- */

/* CKAN's own, and parts of its lists. */
static const char *const own[] = {"name",
                                  "title",
                                  "owner_org",
                                  "private",
                                  "notes",
                                  "url",
                                  "version",
                                  "author",
                                  "author_email",
                                  "maintainer",
                                  "maintainer_email",
                                  "license_id",
                                  "tag_string",
                                  "tags",
                                  "resources",
                                  "extras",
                                  "groups",
                                  "type",
                                  "state",
                                  "id",
                                  "save",
                                  "plugin_data",
                                  "no_such_field",
                                  "__junk",
                                  "relationships_as_subject",
                                  "resources.0.id",
                                  "resources.0.name",
                                  "resources.0.url",
                                  "resources.0.format",
                                  "resources.0.description",
                                  "resources.0.size",
                                  "resources.0.created",
                                  "resources.0.last_modified",
                                  "resources.0.hash",
                                  "resources.0.mimetype",
                                  "resources.0.url_type",
                                  "resources.0.package_id",
                                  "resources.0.position",
                                  "resources.0.datastore_active",
                                  "resources.0.note",
                                  "resources.0.resource_type",
                                  "resources.1.name"};

#define FIELDS_MOST 200

static size_t fields_list(const struct maker *maker, bool scheming, char fields[][80])
{
    static const char *const lists[][2] = {{"dataset_fields", ""}, {"resource_fields", "resources.0."}};
    size_t count = 0;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        snprintf(fields[count++], 80, "%s", own[i]);
    for (size_t list = 0; scheming && list < 2; list++) {
        const json_t *all = json_object_get(maker->schema, lists[list][0]);
        for (size_t i = 0; i < json_array_size(all) && count < FIELDS_MOST; i++) {
            const char *name = json_string_value(json_object_get(json_array_get(all, i), "field_name"));
            bool there = false;
            snprintf(fields[count], 80, "%s%s", lists[list][1], name);
            for (size_t j = 0; j < count; j++)
                there = there || strcmp(fields[j], fields[count]) == 0;
            count += there ? 0 : 1;
        }
    }
    return count;
}

/* Values that stand within CKAN's lists of objects. */
static void lists_mutate(struct maker *maker, size_t site)
{
    static const char *const forms[][2] = {
        {"tags", "[{\"name\": %s}]"},
        {"extras", "[{\"key\": %s, \"value\": \"x\"}]"},
        {"extras", "[{\"key\": \"k\", \"value\": %s}]"},
        {"extras", "[{\"key\": \"k\", \"value\": \"a\"}, {\"key\": %s, \"value\": \"b\"}]"},
        {"groups", "[{\"name\": %s}]"}};
    for (size_t form = 0; form < sizeof forms / sizeof *forms; form++)
        for (size_t i = 1; i <= VALUE_COUNT; i++) {
            char text[10000], what[200];
            json_t *value = value_make(maker, "", i);
            char *inner = json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
            json_t *document = document_new(maker);
            json_t *mutated = json_pack("[s]", forms[form][0]);
            snprintf(text, sizeof text, forms[form][1], inner);
            snprintf(what, sizeof what, "%s: %.150s", forms[form][0], text);
            path_set(document, forms[form][0], json_loads(text, JSON_ALLOW_NUL, NULL));
            document_write(maker, site, document, mutated, what);
            json_decref(mutated);
            json_decref(document);
            json_decref(value);
            free(inner);
        }
}

static uint32_t random_next(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static void site_mutate(struct maker *maker, size_t site, long pairs, uint64_t seed)
{
    static char fields[FIELDS_MOST + 1][80];
    size_t count = fields_list(maker, site == 1, fields);
    for (size_t i = 0; i < count; i++)
        for (size_t number = 0; number < NUMBERS; number++)
            mutate(maker, site, &(const char *){fields[i]}, &number, 1);
    lists_mutate(maker, site);
    for (long i = 0; i < pairs; i++) {
        const char *two[2];
        size_t numbers[2];
        for (size_t j = 0; j < 2; j++) {
            two[j] = fields[random_next(&seed) % count];
            numbers[j] = random_next(&seed) % NUMBERS;
        }
        bool apart = strncmp(two[0], "resources", 9) != 0 && strcmp(two[0], two[1]) != 0;
        if (apart && strcmp(two[1], "resources") != 0)
            mutate(maker, site, two, numbers, 2);
    }
}

int main(int count, char **arguments)
{
    static struct maker maker;
    json_t *answer = count < 4 ? NULL : json_load_file(arguments[1], 0, NULL);
    if (answer == NULL) {
        fprintf(stderr, "usage: mutations SCHEMA PAIRS SEED >FILE\n");
        return 2;
    }
    maker.schema = json_object_get(answer, "result");
    for (size_t site = 0; site < 2; site++) {
        site_open(&maker.sites[site], site == 0);
        site_mutate(&maker, site, strtol(arguments[2], NULL, 10), strtoull(arguments[3], NULL, 10) + site);
        site_close(&maker.sites[site]);
    }
    json_decref(answer);
    return 0;
}
