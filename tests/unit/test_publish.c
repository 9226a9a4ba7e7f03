/* Publishing end to end: files, HTTP, the sandbox of both kinds, reading back, and a line that fails. */
#include "tests/unit/support.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json_write.h"
#include "catalog/check.h"
#include "catalog/checked.h"
#include "portal/sandbox.h"
#include "publisher/http.h"
#include "publisher/publish.h"
#include "publisher/site.h"
#include "tests/support/faulty.h"

#define METADATA(title, rest)                                                                                                                                                         \
    "{\"name\": \"staff\", \"title\": \"" title "\", \"owner_org\": \"office\", \"private\": false,"                                                                                  \
    " \"data_type\": \"ข้อมูลสถิติ\", \"maintainer\": \"กลุ่มสถิติ\", \"maintainer_email\": \"stat@example.org\","                          \
    " \"tags\": [\"labour\", \"แรงงาน\"], \"notes\": \"ข้อมูลตัวอย่าง\", \"objective\": [\"พันธกิจหน่วยงาน\", " \
    "\"ยุทธศาสตร์ชาติ\"],"                                                                                                                                \
    " \"update_frequency_unit\": \"ปี\", \"update_frequency_interval\": \"1\", \"geo_coverage\": \"จังหวัด\","                                                      \
    " \"data_source\": \"สำรวจ\", \"data_format\": [\"CSV\"], \"data_category\": \"ข้อมูลสาธารณะ\","                                              \
    " \"license_id\": \"Open Data Common\", \"last_updated_date\": \"2024-01-31\"," rest "}"

#define STAFF                                                                                                 \
    "{\"upload\": \"staff.csv\", \"name\": \"ตาราง\", \"description\": \"d\", \"format\": \"CSV\"," \
    " \"resource_disaggregate\": [\"เพศ\"], \"resource_unit_of_measure\": \"คน\"}"
#define LINK "{\"url\": \"https://example.org/a.html\", \"name\": \"ลิงก์\", \"format\": \"HTML\"}"
#define PLAIN "{\"upload\": \"plain.txt\", \"name\": \"บันทึก\", \"format\": \"TXT\"}"

#define TABLE "agency,people,rate,open,day\nก,10,1.10,true,2024-01-31\nข,20,,false,\n"
#define TABLE_MORE                                                                                           \
    "agency,people,rate,open,day\nก,11,1.10,true,2024-01-31\nข,20,,false,\nค,30,94581296.26,true,\n"

#define DICTIONARY(title)                                                                                    \
    "{\"fields\": [{\"name\": \"agency\", \"title\": \"" title "\", \"type\": \"string\"},"                  \
    " {\"name\": \"people\", \"type\": \"integer\", \"constraints\": {\"minimum\": 0, \"maximum\": 99}},"    \
    " {\"name\": \"rate\", \"type\": \"number\"}, {\"name\": \"open\", \"type\": \"boolean\"},"              \
    " {\"name\": \"day\", \"type\": \"date\"}], \"missingValues\": [\"\"], \"primaryKey\": [\"agency\"]}"

struct world {
    struct arena run;
    struct arena scratch;
    char *folder;
    struct sandbox *sandbox;
    struct workspace workspace;
    struct target target;
    struct transport *http;
    struct faulty line;
    struct checked checked;
    struct problem problem;
    const char *const *keep;
    bool hold;         /* nothing is allowed */
    size_t keep_count; /* 0: one, where there are any */
    /* what came of the last publish */
    enum outcome_kind outcome;
    enum problem_kind because;
    char message[1000];
    struct publish_counts counts;
};

static void put_dataset(struct world *world, const char *name, const char *content)
{
    put_file(file_join(&world->run, world->folder, "staff"), name, content);
}

static void world_start(struct world *world, bool stock)
{
    struct finding_counter counter = finding_counter();
    *world = (struct world){0};
    unsetenv("CKAN_URL");
    world->folder = temporary_folder(&world->run);
    put_file(
        world->folder, "catalog.json",
        "{\"banchi\": 1, \"title\": \"t\", \"organization\": {\"name\": \"office\", \"title\": \"สำนักงาน\"},"
        " \"profile\": \"thai-gdc-2.1\", \"portals\": {\"sandbox\": {\"embedded\": true, "
        "\"create_organization\": true}}}");
    put_dataset(world, "metadata.json", METADATA("ลูกจ้าง", "\"resources\": [" STAFF "]"));
    put_dataset(world, "staff.csv", TABLE);
    put_dataset(world, "staff.dictionary.json", DICTIONARY("หน่วยงาน"));
    char *data = file_join(&world->run, world->folder, ".banchi/sandbox");
    assert_true(file_make_folder(data, &world->problem));
    struct sandbox_options options = {.folder = data, .stock = stock};
    world->sandbox = sandbox_start(&options, &world->problem);
    if (world->sandbox == NULL)
        fail_msg("%s", world->problem.message.at);
    const char *token = sandbox_token_make(&world->run, data, "test", &world->problem);
    assert_non_null(token);
    assert_true(
        workspace_open(&world->run, world->folder, &counter.sink, &world->workspace, &world->problem));
    assert_true(target_choose(&world->run, &world->workspace, "sandbox", &world->target, &world->problem));
    assert_true(
        target_bind(&world->run, &world->target, sandbox_url(world->sandbox), token, &world->problem));
    world->http = http_open(true, &world->problem);
    world->line = faulty(world->http);
}

static void world_end(struct world *world)
{
    http_close(world->http);
    sandbox_stop(world->sandbox);
    remove_folder(world->folder);
    problem_clear(&world->problem);
    arena_free(&world->scratch);
    arena_free(&world->run);
}

/* ---- publishing and planning ---- */

struct listener {
    struct publish_sink sink;
    struct world *world;
};

static void listen_put(struct publish_sink *self, const struct outcome *outcome)
{
    struct world *world = ((struct listener *)self)->world;
    world->outcome = outcome->kind;
    world->because = outcome->because;
    snprintf(world->message, sizeof world->message, "%s", outcome->problem != NULL ? outcome->problem : "");
}

/* Reads the files as `validate` does; what it finds is another test's matter. */
static void check_files(struct world *world)
{
    struct finding_counter counter = finding_counter();
    struct check_counts counts;
    world->checked = (struct checked){.arena = &world->run};
    struct check_options options = {.workspace = &world->workspace,
                                    .scratch = &world->scratch,
                                    .sink = &counter.sink,
                                    .checked = &world->checked};
    assert_true(check_workspace(&options, &counts, &world->problem));
}

static struct publisher *open_checked(struct world *world)
{
    struct publisher_options options = {.workspace = &world->workspace,
                                        .target = &world->target,
                                        .transport = &world->line.transport,
                                        .checked = &world->checked,
                                        .allow = world->hold ? 0 : ALLOW_REMOVE_RESOURCE | ALLOW_WITHDRAW,
                                        .keep = world->keep,
                                        .keep_count = world->keep == NULL      ? 0
                                                      : world->keep_count == 0 ? 1
                                                                               : world->keep_count};
    struct publisher *publisher = publisher_open(&world->run, &world->scratch, &options, &world->problem);
    if (publisher == NULL)
        fail_msg("%s", world->problem.message.at);
    return publisher;
}

static struct publisher *open_publisher(struct world *world)
{
    check_files(world);
    return open_checked(world);
}

static enum outcome_kind publish_checked(struct world *world, struct publisher *publisher)
{
    struct listener listener = {{NULL, listen_put}, world};
    if (!publish_run(publisher, (struct choice){0}, &listener.sink, &world->counts, &world->problem))
        fail_msg("%s", world->problem.message.at);
    return world->outcome;
}

static enum outcome_kind publish(struct world *world)
{
    return publish_checked(world, open_publisher(world));
}

static void check_published(struct world *world)
{
    if (publish(world) != OUTCOME_PUBLISHED)
        fail_msg("%s: %s", outcome_name(world->outcome), world->message);
}

/* A CKAN before 2.9. */
static struct faulty old_portal(struct world *world)
{
    struct faulty line = faulty(world->http);
    line.fault = FAULT_ANSWER;
    line.action = "package_revise";
    line.status = 400;
    line.type = "application/json";
    line.body = "\"Bad request - Action name not known: package_revise\"";
    return line;
}

struct watcher {
    struct plan_sink sink;
    struct text text;
};

static void watch_put(struct plan_sink *self, const struct change *change)
{
    struct text *text = &((struct watcher *)self)->text;
    text_format(text, "%s", change_name(change->action));
    for (size_t i = 0; i < change->field_count; i++)
        text_format(text, " %.*s", SLICE(change->fields[i].key));
    for (size_t i = 0; i < change->resource_count; i++)
        if (change->resources[i].action != CHANGE_UNCHANGED)
            text_format(text, " [%s %.*s%s%s%s]", change_name(change->resources[i].action),
                        SLICE(change->resources[i].key), change->resources[i].file ? " file" : "",
                        change->resources[i].rows ? " rows" : "",
                        change->resources[i].dictionary ? " dictionary" : "");
}

static void watch_ways(struct plan_sink *self, const struct change *change)
{
    struct text *text = &((struct watcher *)self)->text;
    for (size_t i = 0; i < change->field_count; i++)
        text_format(text, "%.*s %s; ", SLICE(change->fields[i].key), way_name(change->fields[i].way));
}

static void check_plan(struct world *world, const char *wanted)
{
    struct watcher watcher = {.sink = {watch_put}};
    struct plan_counts counts;
    if (!plan_run(open_publisher(world), (struct choice){0}, &watcher.sink, &counts, &world->problem))
        fail_msg("%s", world->problem.message.at);
    check_text(text_slice(&watcher.text), wanted);
    text_free(&watcher.text);
}

/* ---- the portal, asked directly ---- */

static const struct json *ask(struct world *world, const char *action, bool write, const char *json)
{
    const struct json *result;
    struct ckan ckan = {
        .transport = world->http, .url = world->target.address.url, .token = world->target.token};
    struct ckan_call call = {
        .action = action, .subject = "test", .write = write, .json = slice_of(json), .may_be_absent = !write};
    if (!ckan_call(&ckan, &call, &world->run, &result, &world->problem))
        fail_msg("%s", world->problem.message.at);
    return result;
}

static const struct json *shown(struct world *world)
{
    return ask(world, "package_show", false, "{\"id\": \"staff\"}");
}

static const struct json *shown_resource(struct world *world, uint32_t index)
{
    const struct json *resources = json_get(shown(world), "resources");
    assert_true(resources->count > index);
    return &resources->items[index];
}

/* The rows of the table, each without the number that the portal gives it: rows sent anew have new ones. */
static void check_rows(struct world *world, const char *wanted)
{
    const char *id = json_get_string(&world->run, shown_resource(world, 0), "id");
    const struct json *page =
        ask(world, "datastore_search", false,
            arena_format(&world->run, "{\"resource_id\": \"%s\", \"records_format\": \"lists\"}", id));
    const struct json *records = json_get(page, "records");
    struct text text = {0};
    text_add(&text, "[");
    for (uint32_t row = 0; row < records->count; row++) {
        text_add(&text, row > 0 ? ",[" : "[");
        for (uint32_t i = 1; i < records->items[row].count; i++) {
            text_add(&text, i > 1 ? "," : "");
            json_write_canonical(&text, &records->items[row].items[i]);
        }
        text_add(&text, "]");
    }
    text_add(&text, "]");
    check_text(text_slice(&text), wanted);
    text_free(&text);
}

#define ROWS "[[\"ก\",10,1.1,true,\"2024-01-31\"],[\"ข\",20,null,false,null]]"

/* ---- tests; each runs on both kinds of portal ---- */

static void publish_twice(bool stock)
{
    struct world world;
    struct slice first, second;
    world_start(&world, stock);
    check_plan(
        &world,
        "create name owner_org title notes maintainer maintainer_email license_id private tags data_type "
        "objective update_frequency_unit update_frequency_interval geo_coverage data_source data_format "
        "data_category last_updated_date [create staff.csv file rows dictionary]");
    check_published(&world);
    check_rows(&world, ROWS);
    assert_true(file_read(&world.run, world.target.lock_path, 1000000, &first, &world.problem));
    size_t writes = world.line.writes;
    assert_int_equal(publish(&world), OUTCOME_UNCHANGED);
    assert_int_equal(world.line.writes, writes);
    assert_int_equal(world.counts.writes, 0);
    assert_int_equal(world.counts.requests,
                     stock ? 3 : 4); /* what it is, its schema, the dataset, its table */
    assert_true(file_read(&world.run, world.target.lock_path, 1000000, &second, &world.problem));
    assert_true(slice_equal(first, second));
    check_plan(&world, "unchanged");
    world_end(&world);
}

static void a_second_publish_writes_nothing_on_a_portal_with_a_schema(void **state)
{
    (void)state;
    publish_twice(false);
}

static void a_second_publish_writes_nothing_on_a_stock_portal(void **state)
{
    (void)state;
    publish_twice(true);
}

static void changed_file(bool stock)
{
    struct world world;
    world_start(&world, stock);
    check_published(&world);
    const char *id = json_get_string(&world.run, shown_resource(&world, 0), "id");
    put_dataset(&world, "staff.csv", TABLE_MORE);
    check_plan(&world, "update [update staff.csv file rows]");
    check_published(&world);
    assert_string_equal(json_get_string(&world.run, shown_resource(&world, 0), "id"), id);
    check_rows(&world, "[[\"ก\",11,1.1,true,\"2024-01-31\"],[\"ข\",20,null,false,null],"
                       "[\"ค\",30,94581296.26,true,null]]");
    put_dataset(&world, "staff.dictionary.json", DICTIONARY("ชื่อหน่วยงาน"));
    check_plan(&world, "update [update staff.csv dictionary]");
    check_published(&world);
    assert_int_equal(world.counts.writes, 1);
    check_plan(&world, "unchanged");
    world_end(&world);
}

static void a_changed_file_keeps_the_id_of_its_resource(void **state)
{
    (void)state;
    changed_file(false);
    changed_file(true);
}

static void edited_on_the_portal(bool stock)
{
    struct world world;
    world_start(&world, stock);
    check_published(&world);
    ask(&world, "package_patch", true, "{\"id\": \"staff\", \"notes\": \"by a colleague\"}");
    check_plan(&world, "conflict notes");
    assert_int_equal(publish(&world), OUTCOME_CONFLICT);
    assert_int_equal(world.because, PROBLEM_CONFLICT);
    assert_int_equal(world.counts.writes, 0);
    check_text(json_text(json_get(shown(&world), "notes")), "by a colleague");
    /* the colleague takes it back: the portal moved, but nothing differs */
    ask(&world, "package_patch", true, "{\"id\": \"staff\", \"notes\": \"ข้อมูลตัวอย่าง\"}");
    assert_int_equal(publish(&world), OUTCOME_UNCHANGED);
    assert_int_equal(world.counts.writes, 0);
    ask(&world, "package_delete", true, "{\"id\": \"staff\"}");
    assert_int_equal(publish(&world), OUTCOME_CONFLICT);
    world_end(&world);
}

static void an_edit_on_the_portal_is_a_conflict_and_stays(void **state)
{
    (void)state;
    edited_on_the_portal(false);
    edited_on_the_portal(true);
}

/* The DataStore moves no dataset, but a plan looks into its tables. */
static void a_table_edited_on_the_portal_is_a_conflict_and_stays(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, true);
    check_published(&world);
    const char *id = json_get_string(&world.run, shown_resource(&world, 0), "id");
    ask(&world, "datastore_upsert", true,
        arena_format(&world.run,
                     "{\"resource_id\": \"%s\", \"force\": true, \"method\": \"upsert\", \"records\": "
                     "[{\"agency\": \"ก\", \"people\": 12}]}",
                     id));
    check_plan(&world, "conflict [conflict staff.csv rows]");
    assert_int_equal(publish(&world), OUTCOME_CONFLICT);
    assert_int_equal(world.counts.writes, 0);
    const char *rows[] = {"staff.csv/rows"};
    world.keep = rows;
    check_plan(&world, "update [update staff.csv rows]");
    check_published(&world);
    world.keep = NULL;
    check_rows(&world, ROWS);
    ask(&world, "datastore_create", true,
        arena_format(&world.run,
                     "{\"resource_id\": \"%s\", \"force\": true, \"fields\": [{\"id\": \"agency\", "
                     "\"info\": {\"label\": \"by a colleague\"}}]}",
                     id));
    check_plan(&world, "conflict [conflict staff.csv dictionary]");
    world_end(&world);
}

static void what_both_changed_is_told_from_what_the_portal_changed(void **state)
{
    struct world world;
    struct watcher watcher = {.sink = {watch_ways}};
    struct plan_counts counts;
    (void)state;
    world_start(&world, false);
    check_published(&world);
    ask(&world, "package_patch", true,
        "{\"id\": \"staff\", \"notes\": \"by a colleague\", \"title\": \"by a colleague\", \"author\": "
        "\"both\"}");
    put_dataset(&world, "metadata.json",
                METADATA("ใหม่", "\"author\": \"both\", \"maintainer\": \"m\", \"resources\": [" STAFF "]"));
    assert_true(plan_run(open_publisher(&world), (struct choice){0}, &watcher.sink, &counts, &world.problem));
    check_text(text_slice(&watcher.text), "title conflict; notes theirs; maintainer mine; ");
    text_free(&watcher.text);
    const char *keep[] = {"title", "notes"};
    world.keep = keep;
    world.keep_count = 2;
    check_published(&world);
    check_text(json_text(json_get(shown(&world), "title")), "ใหม่");
    check_text(json_text(json_get(shown(&world), "notes")), "ข้อมูลตัวอย่าง");
    world_end(&world);
}

#define WITHOUT_KEY(keys)                                                                                    \
    "{\"fields\": [{\"name\": \"agency\", \"type\": \"string\"},"                                            \
    " {\"name\": \"people\", \"type\": \"integer\", \"constraints\": {\"minimum\": 0, \"maximum\": 99}},"    \
    " {\"name\": \"rate\", \"type\": \"number\"}, {\"name\": \"open\", \"type\": \"boolean\"},"              \
    " {\"name\": \"day\", \"type\": \"date\"}], \"missingValues\": [\"\"]" keys "}"

/* What somebody who reads the table between two writes sees, at its fewest. */
struct reader {
    struct transport transport;
    struct world *world;
    unsigned long fewest;
};

static bool reader_send(struct transport *self, const struct request *request, struct arena *arena,
                        struct answer *answer, struct problem *problem)
{
    struct reader *reader = (struct reader *)self;
    struct world *world = reader->world;
    if (!world->http->send(world->http, request, arena, answer, problem))
        return false;
    if (!request->write || strstr(request->url, "/datastore_") == NULL)
        return true;
    const char *id = json_get_string(&world->run, shown_resource(world, 0), "id");
    const struct json *page = ask(world, "datastore_search", false,
                                  arena_format(&world->run, "{\"resource_id\": \"%s\", \"limit\": 0}", id));
    struct slice total = json_text(json_get(page, "total"));
    unsigned long rows = page == NULL ? 0 : strtoul(slice_copy(&world->run, total), NULL, 10);
    reader->fewest = rows < reader->fewest ? rows : reader->fewest;
    return true;
}

/* Of three rows one stays, one changes, one goes, and one comes; the one that stays occurs twice without a
 * key. */
static void check_rows_change(const char *dictionary, const char *more)
{
    struct world world;
    world_start(&world, true);
    put_dataset(&world, "staff.dictionary.json", dictionary);
    put_dataset(
        &world, "staff.csv",
        arena_format(&world.run, "agency,people,rate,open,day\n%sa,1,1.10,true,\nb,2,,,\nc,3,,,\n", more));
    check_published(&world);
    put_dataset(
        &world, "staff.csv",
        arena_format(&world.run, "agency,people,rate,open,day\n%sa,1,1.10,true,\nb,7,,,\nd,4,,,\n", more));
    struct reader reader = {.transport = {reader_send, NULL}, .world = &world, .fewest = 1000};
    world.line = faulty(&reader.transport);
    check_published(&world);
    assert_true(reader.fewest >= 3 && reader.fewest < 1000);
    assert_int_equal(world.counts.writes, 3); /* the file, what is new, what is gone */
    check_plan(&world, "unchanged");
    world_end(&world);
}

static void the_public_sees_rows_all_the_time_while_they_change(void **state)
{
    (void)state;
    check_rows_change(WITHOUT_KEY(", \"primaryKey\": [\"agency\"]"), "");
    check_rows_change(WITHOUT_KEY(", \"primaryKey\": [\"agency\", \"people\"]"), "");
    check_rows_change(WITHOUT_KEY(""), "a,1,1.1,true,\n");
}

static void several_resources(bool stock)
{
    struct world world;
    world_start(&world, stock);
    put_dataset(&world, "plain.txt", "hello\n");
    put_dataset(&world, "metadata.json",
                METADATA("ลูกจ้าง", "\"resources\": [" STAFF ", " LINK ", " PLAIN "]"));
    check_published(&world);
    check_text(json_text(json_get(shown_resource(&world, 1), "name")), "ลิงก์");
    put_dataset(&world, "metadata.json", METADATA("ใหม่", "\"resources\": [" PLAIN ", " STAFF "]"));
    check_plan(&world, "update title resources [remove https://example.org/a.html]");
    check_published(&world);
    check_text(json_text(json_get(shown_resource(&world, 0), "name")), "บันทึก");
    check_plan(&world, "unchanged");
    put_dataset(&world, "metadata.json", METADATA("ใหม่", "\"resources\": [" LINK ", " PLAIN ", " STAFF "]"));
    check_published(&world);
    check_text(json_text(json_get(shown_resource(&world, 0), "name")), "ลิงก์");
    assert_true(json_get_true(shown_resource(&world, 2), "datastore_active"));
    check_plan(&world, "unchanged");
    world_end(&world);
}

static void resources_are_added_removed_and_ordered(void **state)
{
    (void)state;
    several_resources(false);
    several_resources(true);
}

static void what_takes_away_is_done_only_when_it_is_allowed(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, false);
    put_dataset(&world, "plain.txt", "hello\n");
    put_dataset(&world, "metadata.json", METADATA("ลูกจ้าง", "\"resources\": [" STAFF ", " PLAIN "]"));
    check_published(&world);
    world.hold = true;
    put_dataset(&world, "metadata.json", METADATA("ใหม่", "\"resources\": [" STAFF "]"));
    assert_int_equal(publish(&world), OUTCOME_HELD);
    assert_int_equal(world.because, PROBLEM_USAGE);
    assert_int_equal(world.counts.writes, 0);
    put_dataset(&world, "metadata.json",
                METADATA("ใหม่", "\"banchi:withdrawn\": true, \"resources\": [" STAFF ", " PLAIN "]"));
    check_plan(&world, "withdraw title private");
    assert_int_equal(publish(&world), OUTCOME_HELD);
    assert_int_equal(world.counts.writes, 0);
    world.hold = false;
    check_published(&world);
    assert_true(json_get_true(shown(&world), "private"));
    assert_int_equal(publish(&world), OUTCOME_UNCHANGED);
    put_dataset(&world, "metadata.json", METADATA("ใหม่", "\"resources\": [" STAFF ", " PLAIN "]"));
    check_plan(&world, "update private");
    check_published(&world);
    assert_false(json_get_true(shown(&world), "private"));
    world_end(&world);
}

static void where_withdrawing_means_deleting_the_dataset_is_deleted(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, true);
    world.target.withdraw_deletes = true;
    put_dataset(&world, "metadata.json",
                METADATA("ลูกจ้าง", "\"banchi:withdrawn\": true, \"resources\": [" STAFF "]"));
    check_plan(&world, "unchanged"); /* it never was there */
    assert_int_equal(publish(&world), OUTCOME_UNCHANGED);
    put_dataset(&world, "metadata.json", METADATA("ลูกจ้าง", "\"resources\": [" STAFF "]"));
    check_published(&world);
    put_dataset(&world, "metadata.json",
                METADATA("ลูกจ้าง", "\"banchi:withdrawn\": true, \"resources\": [" STAFF "]"));
    check_plan(&world, "withdraw");
    check_published(&world);
    check_text(json_text(json_get(shown(&world), "state")), "deleted");
    assert_int_equal(publish(&world), OUTCOME_UNCHANGED);
    put_dataset(&world, "metadata.json", METADATA("ลูกจ้าง", "\"resources\": [" STAFF "]"));
    check_published(&world); /* and back, under the same name */
    check_text(json_text(json_get(shown(&world), "state")), "active");
    world_end(&world);
}

static void a_renamed_file_keeps_the_id_of_its_resource(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, false);
    check_published(&world);
    const char *id = json_get_string(&world.run, shown_resource(&world, 0), "id");
    put_dataset(&world, "people.csv", TABLE);
    put_dataset(&world, "people.dictionary.json", DICTIONARY("หน่วยงาน"));
    put_dataset(
        &world, "metadata.json",
        METADATA("ลูกจ้าง",
                 "\"resources\": [{\"upload\": \"people.csv\", \"banchi:renamed_from\": \"staff.csv\","
                 " \"name\": \"ตาราง\", \"description\": \"d\", \"format\": \"CSV\","
                 " \"resource_disaggregate\": [\"เพศ\"], \"resource_unit_of_measure\": \"คน\"}]"));
    check_plan(&world, "update [update people.csv file]");
    check_published(&world);
    assert_string_equal(json_get_string(&world.run, shown_resource(&world, 0), "id"), id);
    assert_true(slice_ends(json_text(json_get(shown_resource(&world, 0), "url")), "/people.csv"));
    assert_int_equal(json_get(shown(&world), "resources")->count, 1);
    check_rows(&world, ROWS);
    assert_int_equal(publish(&world), OUTCOME_UNCHANGED);
    world_end(&world);
}

static void a_file_over_the_portals_limit_is_refused_before_it_is_sent(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, false);
    world.target.most_bytes = 20;
    assert_int_equal(publish(&world), OUTCOME_REFUSED);
    assert_int_equal(world.counts.writes, 0);
    assert_non_null(strstr(world.message, "ckan.max_resource_size"));
    world_end(&world);
}

static void check_text_in(const struct json *value, const char *words)
{
    struct text text = {0};
    json_write_canonical(&text, value);
    if (strstr(text.at, words) == NULL)
        fail_msg("“%s” is not in %s", words, text.at);
    text_free(&text);
}

/* An extra, a group, a resource, and a key of ours: all of others. */
static void others_write(struct world *world, bool stock)
{
    const char *id = json_get_string(&world->run, shown(world), "id");
    const char *resource = json_get_string(&world->run, shown_resource(world, 0), "id");
    struct text extras = {0};
    const struct json *had = json_get(shown(world), "extras");
    if (had != NULL)
        json_write_canonical(&extras, had);
    else
        text_add(&extras, "[]");
    ask(world, "group_create", true, "{\"name\": \"theme\"}");
    ask(world, "package_patch", true,
        arena_format(&world->run,
                     "{\"id\": \"%s\", \"extras\": %.*s%s{\"key\": \"foreign\", \"value\": \"kept\"}],"
                     " \"groups\": [{\"name\": \"theme\"}]}",
                     id, (int)extras.length - 1, extras.at, stock ? "," : ""));
    ask(world, "resource_patch", true,
        arena_format(&world->run, "{\"id\": \"%s\", \"of_others\": {\"deep\": [1]}}", resource));
    ask(world, "resource_create", true,
        arena_format(&world->run,
                     "{\"package_id\": \"%s\", \"url\": \"https://o.example\", \"name\": \"of others\"}",
                     id));
    text_free(&extras);
}

static void others_stay(bool stock, bool old)
{
    struct world world;
    world_start(&world, stock);
    if (old)
        world.line = old_portal(&world);
    check_published(&world);
    others_write(&world, stock);
    check_plan(&world, "unchanged");
    put_dataset(&world, "plain.txt", "hello\n");
    put_dataset(&world, "staff.csv", TABLE_MORE);
    put_dataset(&world, "metadata.json",
                METADATA("ใหม่", "\"geo_coverage_other\": \"x\", \"resources\": [" PLAIN ", " STAFF "]"));
    check_published(&world);
    check_text_in(json_get(shown(&world), "extras"), "{\"key\":\"foreign\",\"value\":\"kept\"}");
    check_text_in(shown(&world), "geo_coverage_other");
    check_text_in(json_get(shown(&world), "groups"), "\"theme\"");
    check_text_in(json_get(shown(&world), "resources"), "\"of_others\":{\"deep\":[1]}");
    check_text_in(json_get(shown(&world), "resources"), "\"of others\"");
    assert_int_equal(json_get(shown(&world), "resources")->count, 3);
    check_plan(&world, "unchanged");
    world_end(&world);
}

static void what_others_have_on_the_portal_is_kept(void **state)
{
    (void)state;
    others_stay(true, false);
    others_stay(false, false);
    others_stay(true, true);
}

static void a_large_table_goes_in_batches_and_comes_back_in_pages(void **state)
{
    struct world world;
    struct text table = {0};
    (void)state;
    world_start(&world, true);
    text_add(&table, "agency,people,rate,open,day\n");
    for (int i = 0; i < 25000; i++)
        text_format(&table, "\"หน่วยงาน, ที่ %d\",%d,%d.%02d,%s,2024-01-%02d\n", i, i % 100, i, i % 100,
                    i % 2 ? "true" : "FALSE", i % 28 + 1);
    put_dataset(&world, "staff.csv", table.at);
    check_published(&world);
    assert_true(world.counts.writes > 5);
    const char *id = json_get_string(&world.run, shown_resource(&world, 0), "id");
    const struct json *page = ask(&world, "datastore_search", false,
                                  arena_format(&world.run, "{\"resource_id\": \"%s\", \"limit\": 1}", id));
    check_text(json_text(json_get(page, "total")), "25000");
    assert_int_equal(publish(&world), OUTCOME_UNCHANGED);
    text_free(&table);
    world_end(&world);
}

/* ---- a line that fails, a portal that lies ---- */

static void two_resources_of_one_file_are_not_published(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, false);
    put_dataset(&world, "metadata.json", METADATA("ลูกจ้าง", "\"resources\": [" STAFF ", " STAFF "]"));
    assert_int_equal(publish(&world), OUTCOME_FAILED);
    assert_int_equal(world.because, PROBLEM_LOCAL);
    assert_int_equal(world.counts.writes, 0);
    world_end(&world);
}

/* `content` NULL: the file is taken away. */
static void check_swapped(const char *name, const char *content)
{
    struct world world;
    struct watcher watcher = {.sink = {watch_put}};
    struct plan_counts counts;
    world_start(&world, false);
    put_dataset(&world, "metadata.json", METADATA("ลูกจ้าง", "\"resources\": [" STAFF ", " PLAIN "]"));
    put_dataset(&world, "plain.txt", "checked");
    check_files(&world);
    put_dataset(&world, name, content == NULL ? "" : content);
    if (content == NULL)
        unlink(file_join(&world.run, world.folder, arena_format(&world.run, "staff/%s", name)));
    if (publish_checked(&world, open_checked(&world)) != OUTCOME_FAILED || world.because != PROBLEM_LOCAL)
        fail_msg("%s: %s, %s", name, outcome_name(world.outcome), world.message);
    if (strstr(world.message, name) == NULL || strstr(world.message, "changed after it was checked") == NULL)
        fail_msg("%s: %s", name, world.message);
    assert_int_equal(world.counts.writes, 0);
    assert_false(plan_run(open_checked(&world), (struct choice){0}, &watcher.sink, &counts, &world.problem));
    assert_int_equal(world.problem.kind, PROBLEM_LOCAL);
    text_free(&watcher.text);
    world_end(&world);
}

static void a_file_swapped_behind_the_check_is_not_sent(void **state)
{
    (void)state;
    check_swapped("metadata.json", METADATA("อื่น", "\"resources\": [" STAFF ", " PLAIN "]"));
    check_swapped("staff.csv", TABLE_MORE);
    check_swapped("staff.dictionary.json", DICTIONARY("อื่น"));
    check_swapped("staff.dictionary.json", NULL);
    check_swapped("plain.txt", "swapped");
}

static void files_that_nobody_checked_are_not_sent(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, false);
    assert_int_equal(publish_checked(&world, open_checked(&world)), OUTCOME_FAILED);
    assert_int_equal(world.because, PROBLEM_LOCAL);
    assert_int_equal(world.counts.writes, 0);
    check_published(&world);
    world_end(&world);
}

static void check_whole(struct world *world)
{
    world->line.fault = FAULT_NONE;
    enum outcome_kind kind = publish(world);
    if (kind != OUTCOME_PUBLISHED && kind != OUTCOME_UNCHANGED)
        fail_msg("request %zu, fault %d: then %s: %s", world->line.at, world->line.fault, outcome_name(kind),
                 world->message);
    check_rows(world, ROWS);
    assert_int_equal(json_get(shown(world), "resources")->count, 1);
    assert_int_equal(publish(world), OUTCOME_UNCHANGED);
}

/* Publishes with the line dropped at the `at`-th request behind the two that open; false when there were
 * fewer. */
static bool drop_one(struct world *world, enum fault fault, size_t at)
{
    struct listener listener = {{NULL, listen_put}, world};
    struct publisher *publisher = open_publisher(world);
    world->line.fault = fault;
    world->line.seen = 0;
    world->line.at = at;
    assert_true(publish_run(publisher, (struct choice){0}, &listener.sink, &world->counts, &world->problem));
    if (world->outcome != OUTCOME_PUBLISHED)
        fail_msg("request %zu dropped (%d): %s: %s", at, fault, outcome_name(world->outcome), world->message);
    return world->line.spoiled > 0;
}

static size_t drop_each_of_a_create(enum fault fault)
{
    size_t at = 1;
    for (bool more = true; more; at++) {
        struct world world;
        world_start(&world, at % 2 == 0);
        more = drop_one(&world, fault, at);
        check_whole(&world);
        world_end(&world);
    }
    return at - 2;
}

/* Title, order, a file and its rows, the dictionary, one resource less and one more. */
static size_t drop_each_of_an_update(enum fault fault)
{
    size_t at = 1;
    for (bool more = true; more; at++) {
        struct world world;
        world_start(&world, at % 2 == 0);
        put_dataset(&world, "plain.txt", "hello\n");
        put_dataset(&world, "staff.csv", TABLE_MORE);
        put_dataset(&world, "metadata.json", METADATA("ลูกจ้าง", "\"resources\": [" PLAIN ", " STAFF "]"));
        check_published(&world);
        const char *id = json_get_string(&world.run, shown_resource(&world, 1), "id");
        put_dataset(&world, "staff.csv", TABLE);
        put_dataset(&world, "staff.dictionary.json", DICTIONARY("ชื่อหน่วยงาน"));
        put_dataset(&world, "metadata.json", METADATA("ใหม่", "\"resources\": [" STAFF ", " LINK "]"));
        more = drop_one(&world, fault, at);
        assert_string_equal(json_get_string(&world.run, shown_resource(&world, 0), "id"), id);
        check_rows(&world, ROWS);
        world.line.fault = FAULT_NONE;
        assert_int_equal(publish(&world), OUTCOME_UNCHANGED);
        assert_int_equal(json_get(shown(&world), "resources")->count, 2);
        world_end(&world);
    }
    return at - 2;
}

static void a_line_that_drops_at_any_request_does_no_harm(void **state)
{
    (void)state;
    size_t requests = drop_each_of_a_create(FAULT_BEFORE);
    assert_int_equal(requests, drop_each_of_a_create(FAULT_AFTER));
    assert_int_equal(requests, 9);
    requests = drop_each_of_an_update(FAULT_BEFORE);
    assert_int_equal(requests, drop_each_of_an_update(FAULT_AFTER));
    assert_int_equal(requests, 10);
}

/* ---- who else writes ---- */

static void colleague_edits(void *who)
{
    ask(who, "package_patch", true, "{\"id\": \"staff\", \"notes\": \"by a colleague\"}");
}

static void colleague_creates(void *who)
{
    ask(who, "package_create", true,
        "{\"name\": \"staff\", \"title\": \"of somebody else\", \"owner_org\": \"office\"}");
}

static void check_meanwhile(bool old, const char *before)
{
    struct world world;
    world_start(&world, false);
    check_published(&world);
    put_dataset(&world, "metadata.json", METADATA("ใหม่", "\"resources\": [" STAFF "]"));
    if (old)
        world.line = old_portal(&world);
    world.line.before = before;
    world.line.meanwhile = colleague_edits;
    world.line.who = &world;
    if (publish(&world) != OUTCOME_CONFLICT || world.because != PROBLEM_CONFLICT)
        fail_msg("%s: %s", outcome_name(world.outcome), world.message);
    assert_non_null(strstr(world.message, "Plan again"));
    check_text(json_text(json_get(shown(&world), "notes")), "by a colleague");
    check_text(json_text(json_get(shown(&world), "title")), "ลูกจ้าง");
    world_end(&world);
}

static void an_edit_between_reading_and_writing_is_a_conflict_and_stays(void **state)
{
    (void)state;
    check_meanwhile(false, "package_revise");
    check_meanwhile(true, "package_revise"); /* it is seen when the dataset is read again */
}

static void a_dataset_made_by_somebody_else_in_the_same_moment_is_a_conflict(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, true);
    ask(&world, "organization_create", true, "{\"name\": \"office\"}");
    world.line.before = "package_create";
    world.line.meanwhile = colleague_creates;
    world.line.who = &world;
    if (publish(&world) != OUTCOME_CONFLICT)
        fail_msg("%s: %s", outcome_name(world.outcome), world.message);
    check_text(json_text(json_get(shown(&world), "title")), "of somebody else");
    world_end(&world);
}

static void a_portal_without_package_revise_is_written_to_piece_by_piece(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, true);
    world.line = old_portal(&world);
    put_dataset(&world, "plain.txt", "hello\n");
    put_dataset(&world, "metadata.json",
                METADATA("ลูกจ้าง", "\"resources\": [" STAFF ", " LINK ", " PLAIN "]"));
    check_published(&world);
    assert_true(world.counts.weak_guard);
    put_dataset(&world, "metadata.json", METADATA("ใหม่", "\"resources\": [" PLAIN ", " STAFF "]"));
    put_dataset(&world, "staff.csv", TABLE_MORE);
    check_published(&world);
    check_plan(&world, "unchanged");
    world_end(&world);
}

static void check_spoiled(struct faulty fault, enum outcome_kind outcome, enum problem_kind because,
                          const char *words)
{
    struct world world;
    world_start(&world, false);
    fault.transport = world.line.transport;
    fault.inner = world.line.inner;
    world.line = fault;
    if (publish(&world) != outcome || world.because != because || strstr(world.message, words) == NULL)
        fail_msg("%s %d: %s", outcome_name(world.outcome), world.because, world.message);
    check_whole(&world);
    world_end(&world);
}

static void a_portal_that_shows_something_else_is_unverified(void **state)
{
    (void)state;
    check_spoiled(
        (struct faulty){.fault = FAULT_SWAP, .action = "package_show", .from = "labour", .to = "LABOUR"},
        OUTCOME_UNVERIFIED, PROBLEM_NETWORK, "tags");
    check_spoiled(
        (struct faulty){
            .fault = FAULT_SWAP, .action = "datastore_search", .from = "2024-01-31", .to = "2024-01-30"},
        OUTCOME_UNVERIFIED, PROBLEM_NETWORK, "staff.csv");
    check_spoiled(
        (struct faulty){
            .fault = FAULT_ANSWER, .action = "/staff.csv", .status = 200, .type = "text/html", .body = "<p>"},
        OUTCOME_UNVERIFIED, PROBLEM_NETWORK, "staff.csv");
}

static void what_was_sent_and_cannot_be_read_back_is_unverified(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, false);
    check_published(&world);
    put_dataset(&world, "metadata.json", METADATA("ใหม่", "\"resources\": [" STAFF "]"));
    struct listener listener = {{NULL, listen_put}, &world};
    struct publisher *publisher = open_publisher(&world);
    world.line.seen = 0;
    world.line.fault = FAULT_BEFORE;
    world.line.action = "package_show";
    world.line.at = 0;
    world.line.skip = 1; /* the plan's */
    assert_true(publish_run(publisher, (struct choice){0}, &listener.sink, &world.counts, &world.problem));
    assert_int_equal(world.outcome, OUTCOME_UNVERIFIED);
    assert_int_equal(world.because, PROBLEM_NETWORK);
    check_whole(&world);
    world_end(&world);
}

#define SORRY "<html>Sorry</html>"

static void a_refusal_or_failure_is_told_and_can_be_mended(void **state)
{
    (void)state;
    check_spoiled((struct faulty){.fault = FAULT_ANSWER,
                                  .action = "package_revise",
                                  .status = 413,
                                  .type = "text/html",
                                  .body = SORRY},
                  OUTCOME_REFUSED, PROBLEM_REFUSED, "413");
    check_spoiled((struct faulty){.fault = FAULT_ANSWER,
                                  .action = "datastore_create",
                                  .status = 500,
                                  .type = "application/json",
                                  .body = "{\"success\": false, \"error\": {\"message\": \"oops\"}}"},
                  OUTCOME_FAILED, PROBLEM_NETWORK, "oops");
    check_spoiled(
        (struct faulty){.fault = FAULT_ANSWER,
                        .action = "package_create",
                        .status = 403,
                        .type = "application/json",
                        .body = "{\"success\": false, \"error\": {\"message\": \"User  not authorized\"}}"},
        OUTCOME_FAILED, PROBLEM_TOKEN, "not authorized");
    check_spoiled(
        (struct faulty){
            .fault = FAULT_ANSWER, .writes_only = true, .status = 200, .type = "text/html", .body = SORRY},
        OUTCOME_UNKNOWN, PROBLEM_UNKNOWN, "Sorry");
}

static void a_page_in_between_or_a_busy_portal_is_got_over(void **state)
{
    (void)state;
    check_spoiled((struct faulty){.fault = FAULT_ANSWER,
                                  .action = "package_create",
                                  .times = 1,
                                  .status = 200,
                                  .type = "text/html",
                                  .body = SORRY},
                  OUTCOME_PUBLISHED, PROBLEM_NONE, "");
    check_spoiled((struct faulty){.fault = FAULT_ANSWER,
                                  .times = 2,
                                  .status = 429,
                                  .retry_after = 1,
                                  .type = "text/html",
                                  .body = SORRY,
                                  .action = "resource_create"},
                  OUTCOME_PUBLISHED, PROBLEM_NONE, "");
    check_spoiled((struct faulty){.fault = FAULT_ANSWER,
                                  .times = 1,
                                  .status = 200,
                                  .type = "application/json",
                                  .body = "{\"success\": true, \"resu",
                                  .action = "datastore_create"},
                  OUTCOME_PUBLISHED, PROBLEM_NONE, "");
}

static void a_wrong_token_writes_nothing(void **state)
{
    struct world world;
    (void)state;
    world_start(&world, false);
    const char *good = world.target.token;
    world.target.token = "0123456789";
    assert_int_equal(publish(&world), OUTCOME_FAILED);
    assert_int_equal(world.because, PROBLEM_TOKEN);
    world.target.token = good;
    check_published(&world);
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_publish_writes_nothing_on_a_portal_with_a_schema),
        cmocka_unit_test(a_second_publish_writes_nothing_on_a_stock_portal),
        cmocka_unit_test(a_changed_file_keeps_the_id_of_its_resource),
        cmocka_unit_test(an_edit_on_the_portal_is_a_conflict_and_stays),
        cmocka_unit_test(a_table_edited_on_the_portal_is_a_conflict_and_stays),
        cmocka_unit_test(what_both_changed_is_told_from_what_the_portal_changed),
        cmocka_unit_test(the_public_sees_rows_all_the_time_while_they_change),
        cmocka_unit_test(resources_are_added_removed_and_ordered),
        cmocka_unit_test(a_large_table_goes_in_batches_and_comes_back_in_pages),
        cmocka_unit_test(what_takes_away_is_done_only_when_it_is_allowed),
        cmocka_unit_test(where_withdrawing_means_deleting_the_dataset_is_deleted),
        cmocka_unit_test(a_renamed_file_keeps_the_id_of_its_resource),
        cmocka_unit_test(a_file_over_the_portals_limit_is_refused_before_it_is_sent),
        cmocka_unit_test(what_others_have_on_the_portal_is_kept),
        cmocka_unit_test(two_resources_of_one_file_are_not_published),
        cmocka_unit_test(a_file_swapped_behind_the_check_is_not_sent),
        cmocka_unit_test(files_that_nobody_checked_are_not_sent),
        cmocka_unit_test(what_was_sent_and_cannot_be_read_back_is_unverified),
        cmocka_unit_test(a_line_that_drops_at_any_request_does_no_harm),
        cmocka_unit_test(an_edit_between_reading_and_writing_is_a_conflict_and_stays),
        cmocka_unit_test(a_dataset_made_by_somebody_else_in_the_same_moment_is_a_conflict),
        cmocka_unit_test(a_portal_without_package_revise_is_written_to_piece_by_piece),
        cmocka_unit_test(a_portal_that_shows_something_else_is_unverified),
        cmocka_unit_test(a_refusal_or_failure_is_told_and_can_be_mended),
        cmocka_unit_test(a_page_in_between_or_a_busy_portal_is_got_over),
        cmocka_unit_test(a_wrong_token_writes_nothing),
    };
    return cmocka_run_group_tests_name("publish", tests, NULL, NULL);
}
