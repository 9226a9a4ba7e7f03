/* Kills the publisher with SIGKILL at every request of a run in turn, before and after the portal carried it
 * out, and cuts its line likewise; starts it again, and compares the portal with what an undisturbed run
 * makes: the same datasets, resources, bytes and rows, nothing twice.
 *
 * Five runs are disturbed: one that makes a dataset; one that changes it (title, a table's rows and
 * dictionary, a file, a new resource, the order); one that loads a table of several batches; one that changes
 * most of its rows, again in several batches; and one that makes that table anew, because a column has
 * another type. How many points there are is the sandbox's own count of requests. Usage: publish BINARY
 * DATASETS [RUN...]
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/json_write.h"
#include "portal/sandbox.h"
#include "publisher/ckan.h"
#include "publisher/http.h"
#include "tests/kill/proxy.h"

#define DATASET "permanent-employees-by-sex"

struct world {
    const char *binary;
    const char *datasets;
    char work[64];
    struct arena arena;
    struct proxy proxy;
    struct sandbox *sandbox;
    const char *token;
    size_t points;
    size_t failed;
};

static void die(const char *what)
{
    fprintf(stderr, "kill-publish: %s\n", what);
    exit(2);
}

static void shell(struct world *world, const char *script)
{
    char *command = arena_format(&world->arena, "set -e; cd '%s'; %s", world->work, script);
    if (system(command) != 0)
        die(script);
}

/* ---- portal and publisher ---- */

static void portal_start(struct world *world)
{
    struct problem problem = {0};
    struct sandbox_options options = {.folder = arena_format(&world->arena, "%s/portal", world->work)};
    world->sandbox = sandbox_start(&options, &problem);
    if (world->sandbox == NULL)
        die(problem.message.at);
    world->token = sandbox_token_make(&world->arena, options.folder, "test", &problem);
    world->proxy.portal = (uint16_t)strtoul(strrchr(sandbox_url(world->sandbox), ':') + 1, NULL, 10);
}

static void portal_stop(struct world *world)
{
    sandbox_stop(world->sandbox);
    world->sandbox = NULL;
}

/* The exit status; -1 when it was killed. What it says is in "out" and "err". */
static int publish(struct world *world)
{
    pid_t publisher = fork();
    if (publisher < 0)
        die("fork");
    if (publisher == 0) {
        int out =
            open(arena_format(&world->arena, "%s/out", world->work), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        int err =
            open(arena_format(&world->arena, "%s/err", world->work), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(out, 1);
        dup2(err, 2);
        setenv("CKAN_API_TOKEN_TEST", world->token, 1);
        execl(world->binary, world->binary, "-C", arena_format(&world->arena, "%s/office", world->work),
              "publish", "--portal", "test", "--json", (char *)NULL);
        _exit(127);
    }
    int status = proxy_serve(&world->proxy, publisher);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static const struct json *said(struct world *world)
{
    struct slice text;
    struct problem problem = {0};
    const struct json_fault *faults;
    struct json *root = arena_alloc(&world->arena, sizeof *root);
    const char *path = arena_format(&world->arena, "%s/out", world->work);
    if (!file_read(&world->arena, path, 1000000, &text, &problem) ||
        !json_read(&world->arena, text, root, &faults))
        return NULL;
    return root;
}

/* ---- what the portal has ---- */

static const struct json *ask(struct world *world, const char *action, const char *json)
{
    struct problem problem = {0};
    const struct json *result = NULL;
    struct transport *http = http_open(true, &problem);
    struct ckan ckan = {.transport = http, .url = sandbox_url(world->sandbox), .token = world->token};
    struct ckan_call call = {.action = action, .subject = action, .json = slice_of(json)};
    if (!ckan_call(&ckan, &call, &world->arena, &result, &problem))
        die(problem.message.at);
    http_close(http);
    return result;
}

static void add_members(struct text *out, const struct json *object, const char *const *left_out)
{
    for (uint32_t i = 0; i < object->count; i++) {
        struct slice key = json_text(&object->members[i].key);
        bool skip = false;
        for (size_t j = 0; left_out[j] != NULL; j++)
            skip = skip || slice_equals(key, left_out[j]);
        if (skip)
            continue;
        text_format(out, "  %.*s ", SLICE(key));
        json_write_canonical(out, &object->members[i].value);
        text_add(out, "\n");
    }
}

/* Its columns but the row number, as a list in JSON; the first one in `first`. */
static char *columns_of(struct world *world, const struct json *fields, const char **first)
{
    struct text list = {0};
    for (uint32_t i = 1; json_is(fields, JSON_ARRAY) && i < fields->count; i++) {
        const char *id = json_get_string(&world->arena, &fields->items[i], "id");
        *first = i == 1 ? id : *first;
        text_format(&list, "%s\"%s\"", i == 1 ? "" : ", ", id);
    }
    char *kept = arena_copy(&world->arena, list.at, list.length);
    text_free(&list);
    return kept;
}

static void add_table(struct world *world, struct text *out, const char *id)
{
    static const char *const left_out[] = {"resource_id", "_links", NULL};
    const char *first = "";
    char *json = arena_format(&world->arena, "{\"resource_id\": \"%s\", \"limit\": 0}", id);
    const struct json *fields = json_get(ask(world, "datastore_search", json), "fields");
    const char *columns = columns_of(world, fields, &first);
    json = arena_format(&world->arena,
                        "{\"resource_id\": \"%s\", \"records_format\": \"csv\", \"fields\": [%s], "
                        "\"sort\": \"%s\", \"limit\": 32000}",
                        id, columns, first);
    add_members(out, ask(world, "datastore_search", json), left_out);
    json_write_canonical(out, fields);
}

/* All that a portal shows but what differs from run to run: ids and dates. */
static char *state(struct world *world)
{
    static const char *const of_dataset[] = {
        "id",        "metadata_created", "metadata_modified", "organization",
        "owner_org", "creator_user_id",  "resources",         "tags",
        NULL};
    static const char *const of_resource[] = {
        "id", "package_id", "created", "last_modified", "metadata_modified", "url", NULL};
    struct text out = {0};
    const struct json *names = ask(world, "package_list", "{}");
    for (uint32_t i = 0; i < names->count; i++) {
        const struct json *package =
            ask(world, "package_show",
                arena_format(&world->arena, "{\"id\": \"%.*s\"}", SLICE(json_text(&names->items[i]))));
        const struct json *resources = json_get(package, "resources");
        add_members(&out, package, of_dataset);
        for (uint32_t j = 0; j < resources->count; j++) {
            text_format(&out, " resource %u\n", j);
            add_members(&out, &resources->items[j], of_resource);
            if (json_get_true(&resources->items[j], "datastore_active"))
                add_table(world, &out, json_get_string(&world->arena, &resources->items[j], "id"));
        }
    }
    char *kept = arena_copy(&world->arena, out.at != NULL ? out.at : "", out.length);
    text_free(&out);
    return kept;
}

/* ---- one point ---- */

static void fail(struct world *world, const char *scenario, const char *what)
{
    world->failed++;
    printf("%s, %s request %zu: %s\n", scenario, blow_names[world->proxy.blow], world->proxy.at, what);
    char *command = arena_format(&world->arena, "cat '%s/out' '%s/err'", world->work, world->work);
    if (system(command) != 0)
        die("cat");
}

static void begin(struct world *world, const char *scenario)
{
    shell(world,
          arena_format(&world->arena, "rm -rf office portal; cp -R %s-office office; cp -R %s-portal portal",
                       scenario, scenario));
    portal_start(world);
}

static void undisturbed(struct world *world, const char *scenario, char **wanted, size_t *requests)
{
    world->proxy.blow = BLOW_NONE;
    begin(world, scenario);
    if (publish(world) != 0)
        die("the undisturbed run failed");
    *requests = world->proxy.requests;
    struct slice told = json_text(json_get(said(world), "requests"));
    char number[24];
    snprintf(number, sizeof number, "%zu", *requests);
    if (!slice_equals(told, number) || sandbox_requests(world->sandbox) != *requests)
        fail(world, scenario, "the counts of publisher, line and sandbox differ");
    *wanted = state(world);
    portal_stop(world);
}

static void point(struct world *world, const char *scenario, const char *wanted)
{
    size_t at = world->proxy.at;
    enum blow blow = world->proxy.blow;
    begin(world, scenario);
    int first = publish(world);
    bool killed = blow == BLOW_KILL_BEFORE || blow == BLOW_KILL_AFTER;
    if (!world->proxy.struck || (killed && first != -1) || (!killed && first != 0 && first != 5))
        fail(world, scenario, "the disturbed run ended otherwise than it should");
    world->proxy.blow = BLOW_NONE;
    int second = publish(world);
    world->proxy.blow = blow;
    world->proxy.at = at;
    if (second != 0)
        fail(world, scenario, "the publish after it failed");
    else if (strcmp(state(world), wanted) != 0)
        fail(world, scenario, "the portal has something else");
    world->proxy.blow = BLOW_NONE;
    if (second == 0 &&
        (publish(world) != 0 || !slice_equals(json_text(json_get(said(world), "writes")), "0")))
        fail(world, scenario, "there was something left to write");
    world->proxy.blow = blow;
    portal_stop(world);
    arena_reset(&world->arena);
    world->points++;
}

static void disturb(struct world *world, const char *scenario)
{
    struct arena kept = {0};
    char *state_wanted;
    size_t requests = 0;
    undisturbed(world, scenario, &state_wanted, &requests);
    const char *wanted = arena_string(&kept, state_wanted);
    for (enum blow blow = BLOW_KILL_BEFORE; blow < BLOW_COUNT; blow++)
        for (size_t at = 1; at <= requests; at++) {
            world->proxy.blow = blow;
            world->proxy.at = at;
            point(world, scenario, wanted);
        }
    printf("%s: %zu requests, by the sandbox's count; killed and cut at each, before and after: %zu points\n",
           scenario, requests, 4 * requests);
    arena_free(&kept);
}

/* ---- the runs ---- */

/* What a run leaves is what the next one begins with. */
static void base_make(struct world *world, const char *scenario, const char *next)
{
    begin(world, scenario);
    world->proxy.blow = BLOW_NONE;
    if (publish(world) != 0) {
        fail(world, scenario, "it cannot be published at all");
        exit(1);
    }
    portal_stop(world);
    shell(world, arena_format(&world->arena, "cp -R office %s-office; cp -R portal %s-portal", next, next));
}

static void offices_make(struct world *world)
{
    shell(world,
          arena_format(
              &world->arena,
              "mkdir create-office create-portal; cp '%s/catalog.json' catalog; cp -R '%s/" DATASET
              "' create-office/; printf 'first' >create-office/" DATASET
              "/notes.txt; jq '.portals.test = {url: \"http://127.0.0.1:%u\", create_organization: true}' "
              "catalog "
              ">create-office/catalog.json; jq '.resources += [{upload: \"notes.txt\", name: \"บันทึก\", "
              "description: \"บันทึก\", format: \"TXT\"}]' '%s/" DATASET
              "/metadata.json' >create-office/" DATASET "/metadata.json",
              world->datasets, world->datasets, (unsigned)world->proxy.port, world->datasets));
    base_make(world, "create", "change");
    shell(
        world,
        "cd change-office/" DATASET
        "; printf 'second' >notes.txt; printf 'more' >more.txt; jq '.title += \" (ปรับปรุง)\" | .resources |= "
        "([.[1], {upload: \"more.txt\", name: \"เพิ่ม\", description: \"เพิ่ม\", format: \"TXT\"}, .[0]])' "
        "metadata.json >new; mv new metadata.json; jq 'del(.fields[].\"banchi:sums\") | .fields[0].title = "
        "\"เพศของ"
        "ลูกจ้าง\" | .fields[0].constraints = {required: true, maxLength: 20}' " DATASET
        ".dictionary.json >new; mv new " DATASET ".dictionary.json; sed -i 's/20178/20179/; /หญิง/d' " DATASET
        ".csv; printf 'ไม่ระบุ,7,0.02\\n' >>" DATASET ".csv");
}

/* A table of 2,000 rows of a kilobyte goes in three batches (LIMIT_BATCH_BYTES). */
static void offices_with_table_make(struct world *world)
{
    shell(
        world,
        "cp -R create-office load-office; mkdir load-portal; cd load-office/" DATASET
        "; awk 'BEGIN { s = sprintf(\"%1000s\", \"\"); gsub(/ /, \"x\", s); print \"code,note\"; "
        "for (i = 1; i <= 2000; i++) print i \",\" s i }' >large.csv; "
        "jq '.resources += [{upload: \"large.csv\", name: \"ตารางใหญ่\", description: \"ตารางใหญ่\", format: "
        "\"CSV\"}]' metadata.json >new; mv new metadata.json; "
        "jq -n '{fields: [{name: \"code\", title: \"รหัส\", description: \"รหัส\", type: \"string\"}, {name: "
        "\"note\", title: \"หมายเหตุ\", description: \"หมายเหตุ\", type: \"string\"}], missingValues: [\"\"], "
        "primaryKey: [\"code\"], fieldsMatch: [\"exact\"]}' >large.dictionary.json");
    base_make(world, "load", "rows");
    shell(world, "cp -R rows-office anew-office; cp -R rows-portal anew-portal; "
                 "cd rows-office/" DATASET
                 "; sed -i '2,1900s/x,*/y/; 1990,$d' large.csv; cd ../../anew-office/" DATASET
                 "; jq '.fields[0] += {type: \"integer\", constraints: {minimum: 0, maximum: 9999}}' "
                 "large.dictionary.json >new; mv new large.dictionary.json");
}

static bool is_wanted(int argc, char **argv, const char *scenario)
{
    for (int i = 3; i < argc; i++)
        if (strcmp(argv[i], scenario) == 0)
            return true;
    return argc <= 3;
}

int main(int argc, char **argv)
{
    struct world world = {0};
    static const char *const scenarios[] = {"create", "change", "load", "rows", "anew"};
    if (argc < 3)
        die("usage: publish BINARY DATASETS [RUN...]");
    world.binary = realpath(argv[1], NULL);
    world.datasets = realpath(argv[2], NULL);
    snprintf(world.work, sizeof world.work, "/tmp/kill-publish.XXXXXX");
    if (world.binary == NULL || world.datasets == NULL || mkdtemp(world.work) == NULL ||
        !proxy_open(&world.proxy))
        die("cannot begin");
    setenv("LANG", "en", 1);
    setenv("HOME", world.work, 1);
    setenv("SOURCE_DATE_EPOCH", "1795305600", 1);
    unsetenv("CKAN_URL");
    offices_make(&world);
    offices_with_table_make(&world);
    for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
        if (is_wanted(argc, argv, scenarios[i]))
            disturb(&world, scenarios[i]);
    shell(&world, "rm -rf /tmp/\"${PWD##*/}\"");
    arena_free(&world.arena);
    printf("%zu points, %zu failed\n", world.points, world.failed);
    return world.failed == 0 ? 0 : 1;
}
