/* Records, the lock, the plan and the requests: pure, on a small office. */
#include "tests/unit/support.h"

#include "base/file.h"
#include "base/json_write.h"
#include "publisher/plan.h"
#include "publisher/request.h"
#include "tests/support/office.h"

static const struct site stock = {.version = "2.10", .datastore = true};

static struct json *parse(struct arena *arena, const char *text)
{
    struct json *root = arena_alloc(arena, sizeof *root);
    const struct json_fault *faults;
    assert_true(json_read(arena, slice_of(text), root, &faults));
    return root;
}

static struct site scheming(struct arena *arena)
{
    return (struct site){
        .schema = parse(arena, "[{\"field_name\": \"data_type\"}, {\"field_name\": \"objective\"}]"),
        .datastore = true};
}

/* What the portal shows after a publish of the office, with room for what others have there. */
static const char *package(struct arena *arena, const struct record *mine, const char *dataset,
                           const char *resource, const char *others)
{
    return arena_format(
        arena,
        "{\"id\": \"p1\", \"name\": \"staff\", \"title\": \"ลูกจ้าง\", \"notes\": \"n\", \"private\": false,"
        " \"owner_org\": \"uuid\", \"organization\": {\"name\": \"office\"}, \"metadata_modified\": \"t1\","
        " \"author\": null, \"tags\": [{\"name\": \"a\", \"vocabulary_id\": null}, {\"name\": \"b\"},"
        " {\"name\": \"v\", \"vocabulary_id\": \"voc\"}], %s"
        " \"resources\": [%s{\"id\": \"r1\", \"name\": \"ตาราง\", \"format\": \"csv\", \"mimetype\": "
        "\"text/csv\","
        " \"hash\": \"%s\", \"resource_disaggregate\": [\"อื่นๆ\"], \"resource_unit_of_measure\": \"คน\","
        " \"url\": \"http://h/dataset/p1/resource/r1/download/staff.csv\", \"url_type\": \"upload\","
        " \"datastore_active\": true, \"size\": 1, \"theirs\": {\"deep\": [1]}, %s"
        " \"banchi_table\": \"{\\\"missingValues\\\":[\\\"\\\"],\\\"primaryKey\\\":[\\\"agency\\\"]}\"}]}",
        dataset, others, mine->resources[0].sha256, resource);
}

#define STOCK                                                                                                   \
    "\"extras\": [{\"key\": \"data_type\", \"value\": \"สถิติ\"}, {\"key\": \"foreign\", \"value\": " \
    "\"kept\"},"                                                                                                \
    " {\"key\": \"objective\", \"value\": \"[\\\"x\\\",\\\"y\\\"]\"}],"
#define SCHEMING                                                                                                         \
    "\"data_type\": \"สถิติ\", \"objective\": [\"x\", \"y\"], \"extras\": [{\"key\": \"foreign\", \"value\": " \
    "\"kept\"}],"

struct world {
    struct office office;
    struct record mine;
    struct record theirs;
    struct plan_sides sides;
    struct change change;
};

static void world_start(struct world *world)
{
    office_start(&world->office);
    office_mine(&world->office, &world->mine);
    world->sides = (struct plan_sides){.mine = &world->mine};
}

static void world_end(struct world *world)
{
    office_end(&world->office);
}

/* As read back: the portal has the file and the rows of mine. */
static void contents_known(struct world *world)
{
    for (size_t i = 0; i < world->theirs.resource_count; i++) {
        struct record_resource *theirs = &world->theirs.resources[i];
        const struct record_resource *mine = record_resource(&world->mine, theirs->key);
        if (mine == NULL || !theirs->managed)
            continue;
        theirs->bytes_known = theirs->table_known = true;
        memcpy(theirs->sha256, mine->sha256, sizeof mine->sha256);
        memcpy(theirs->dictionary, mine->dictionary, sizeof mine->dictionary);
        memcpy(theirs->rows_digest, mine->rows_digest, sizeof mine->rows_digest);
    }
}

static enum change_action plan(struct world *world, const char *text, const struct site *site)
{
    struct arena *arena = &world->office.scratch;
    struct record_view view = {
        .package = parse(arena, text), .site = site, .mine = &world->mine, .entry = world->sides.entry};
    record_of_package(arena, &view, &world->theirs);
    world->sides.theirs = &world->theirs;
    contents_known(world);
    plan_compare(arena, &world->sides, &world->change);
    return world->change.action;
}

static const struct change_field *changed(const struct world *world, const char *key)
{
    for (size_t i = 0; i < world->change.field_count; i++)
        if (slice_equals(world->change.fields[i].key, key))
            return &world->change.fields[i];
    return NULL;
}

/* ---- comparing ---- */

static void a_published_dataset_compares_equal_on_both_kinds_of_portal(void **state)
{
    struct world world;
    (void)state;
    world_start(&world);
    struct arena *arena = &world.office.scratch;
    struct site site = scheming(arena);
    assert_int_equal(plan(&world, package(arena, &world.mine, STOCK, "", ""), &stock), CHANGE_UNCHANGED);
    assert_int_equal(plan(&world, package(arena, &world.mine, SCHEMING, "", ""), &site), CHANGE_UNCHANGED);
    world_end(&world);
}

static void a_dataset_that_is_not_there_is_created(void **state)
{
    struct world world;
    (void)state;
    world_start(&world);
    plan_compare(&world.office.scratch, &world.sides, &world.change);
    assert_int_equal(world.change.action, CHANGE_CREATE);
    check_text(changed(&world, "objective")->to, "[\"x\",\"y\"]");
    assert_null(changed(&world, "author"));
    assert_int_equal(world.change.resources[0].action, CHANGE_CREATE);
    assert_true(world.change.resources[0].file && world.change.resources[0].rows);
    assert_int_equal(world.change.resources[0].row_count, 2);
    world_end(&world);
}

static void a_dataset_that_differs_and_was_never_published_is_a_conflict(void **state)
{
    struct world world;
    (void)state;
    world_start(&world);
    office_put(&world.office, "metadata.json",
               "{\"name\": \"staff\", \"title\": \"อื่น\", \"owner_org\": \"office\", \"tags\": [\"a\", "
               "\"b\"], \"resources\": []}");
    office_mine(&world.office, &world.mine);
    const char *text = "{\"id\": \"p1\", \"title\": \"ลูกจ้าง\", \"organization\": {\"name\": \"office\"}, "
                       "\"name\": \"staff\","
                       " \"tags\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"resources\": []}";
    assert_int_equal(plan(&world, text, &stock), CHANGE_CONFLICT);
    assert_true(way_stops(changed(&world, "title")->way));
    assert_non_null(world.change.reason);
    world_end(&world);
}

/* ---- three ways ---- */

static const struct json *publish_into_lock(struct world *world, struct lock **lock)
{
    struct arena *arena = &world->office.scratch;
    char *path = file_join(&world->office.run, world->office.folder, "publish.lock.json");
    plan(world, package(arena, &world->mine, STOCK, "", ""), &stock);
    *lock = lock_open(&world->office.run, path, "city", "https://h", &world->office.problem);
    assert_non_null(*lock);
    lock_put(*lock, &world->mine, &world->theirs);
    world->sides.entry = lock_entry(*lock, "staff");
    assert_non_null(world->sides.entry);
    return world->sides.entry;
}

static void what_mine_changed_is_an_update_and_what_theirs_changed_a_conflict(void **state)
{
    struct world world;
    struct lock *lock;
    (void)state;
    world_start(&world);
    struct arena *arena = &world.office.scratch;
    publish_into_lock(&world, &lock);
    const char *before = package(arena, &world.mine, STOCK, "", "");
    struct text after = {0}; /* the portal moved: somebody wrote notes */
    const char *notes = strstr(before, "\"notes\": \"n\"");
    text_format(&after, "%.*s\"notes\": \"edited\"%s", (int)(notes - before), before, notes + 12);
    memcpy(strstr(after.at, "\"t1\""), "\"t2\"", 4);
    assert_int_equal(plan(&world, after.at, &stock), CHANGE_CONFLICT);
    assert_true(way_stops(changed(&world, "notes")->way));
    office_put(&world.office, "metadata.json",
               "{\"name\": \"staff\", \"title\": \"ลูกจ้าง\", \"owner_org\": \"office\", \"private\": false,"
               " \"tags\": [\"b\", \"a\"], \"notes\": \"edited\", \"objective\": [\"y\", \"x\"], "
               "\"data_type\": \"ใหม่\","
               " \"resources\": [{\"upload\": \"staff.csv\", \"name\": \"ตาราง\", \"format\": \"CSV\","
               " \"resource_disaggregate\": [\"อื่นๆ\"], \"resource_unit_of_measure\": \"คน\"}]}");
    office_mine(&world.office,
                &world.mine); /* the same edit on both sides is none; data_type is mine alone */
    assert_int_equal(plan(&world, after.at, &stock), CHANGE_UPDATE);
    assert_null(changed(&world, "notes"));
    assert_false(way_stops(changed(&world, "data_type")->way));
    text_free(&after);
    world_end(&world);
}

static void a_dataset_deleted_on_the_portal_is_a_conflict(void **state)
{
    struct world world;
    struct lock *lock;
    (void)state;
    world_start(&world);
    publish_into_lock(&world, &lock);
    world.sides.theirs = NULL;
    plan_compare(&world.office.scratch, &world.sides, &world.change);
    assert_int_equal(world.change.action, CHANGE_CONFLICT);
    world_end(&world);
}

static void a_changed_file_keeps_its_resource_and_reloads_its_rows(void **state)
{
    struct world world;
    struct lock *lock;
    (void)state;
    world_start(&world);
    struct arena *arena = &world.office.scratch;
    publish_into_lock(&world, &lock);
    const char *shown = package(arena, &world.mine, STOCK, "", "");
    struct record before = world.mine;
    office_put(&world.office, "staff.csv", "agency,people,rate,open,day\nก,11,1.10,true,2024-01-31\n");
    office_mine(&world.office, &world.mine);
    struct record after = world.mine;
    world.mine = before;
    plan(&world, shown, &stock); /* theirs has what was published */
    world.mine = after;
    plan_compare(arena, &world.sides, &world.change);
    assert_int_equal(world.change.action, CHANGE_UPDATE);
    assert_int_equal(world.change.field_count, 0);
    assert_string_equal(world.change.resources[0].id, "r1");
    assert_true(world.change.resources[0].file && world.change.resources[0].rows);
    assert_false(world.change.resources[0].dictionary);
    check_text(request_patch(arena, &world.sides, &stock, &world.change), "");
    world_end(&world);
}

static void a_resource_that_files_no_longer_have_is_removed_and_those_of_others_stay(void **state)
{
    struct world world;
    struct lock *lock;
    (void)state;
    world_start(&world);
    struct arena *arena = &world.office.scratch;
    publish_into_lock(&world, &lock);
    const char *shown = package(arena, &world.mine, STOCK, "",
                                "{\"id\": \"x1\", \"url\": \"http://other\", \"name\": \"of others\"}, ");
    office_put(
        &world.office, "metadata.json",
        "{\"name\": \"staff\", \"title\": \"ลูกจ้าง\", \"owner_org\": \"office\", \"private\": false,"
        " \"tags\": [\"b\", \"a\"], \"notes\": \"n\", \"objective\": [\"y\", \"x\"], \"data_type\": \"สถิติ\","
        " \"resources\": [{\"url\": \"http://link\", \"name\": \"ลิงก์\"}]}");
    office_mine(&world.office, &world.mine);
    assert_int_equal(plan(&world, shown, &stock), CHANGE_UPDATE);
    assert_int_equal(world.change.resource_count, 2);
    assert_int_equal(world.change.resources[0].action, CHANGE_CREATE);
    assert_int_equal(world.change.resources[1].action, CHANGE_REMOVE);
    assert_string_equal(world.change.resources[1].id, "r1");
    world_end(&world);
}

/* ---- requests ---- */

static void a_create_on_a_stock_portal_puts_profile_keys_into_extras(void **state)
{
    struct world world;
    (void)state;
    world_start(&world);
    check_text(
        request_create(&world.office.scratch, &world.mine, &stock),
        "{\"name\":\"staff\",\"owner_org\":\"office\",\"title\":\"ลูกจ้าง\",\"notes\":\"n\",\"private\":false,"
        "\"tags\":[{\"name\":\"b\"},{\"name\":\"a\"}],"
        "\"extras\":[{\"key\":\"data_type\",\"value\":\"สถิติ\"},"
        "{\"key\":\"objective\",\"value\":\"[\\\"y\\\",\\\"x\\\"]\"}]}");
    world_end(&world);
}

static void a_create_on_a_scheming_portal_puts_them_at_the_top(void **state)
{
    struct world world;
    (void)state;
    world_start(&world);
    struct site site = scheming(&world.office.scratch);
    check_text(
        request_create(&world.office.scratch, &world.mine, &site),
        "{\"name\":\"staff\",\"owner_org\":\"office\",\"title\":\"ลูกจ้าง\",\"notes\":\"n\",\"private\":false,"
        "\"tags\":[{\"name\":\"b\"},{\"name\":\"a\"}],\"data_type\":\"สถิติ\",\"objective\":[\"y\",\"x\"]}");
    world_end(&world);
}

static void a_patch_sends_what_differs_and_what_others_have(void **state)
{
    struct world world;
    (void)state;
    world_start(&world);
    struct arena *arena = &world.office.scratch;
    const char *shown = package(arena, &world.mine, STOCK, "",
                                "{\"id\": \"x1\", \"url\": \"http://other\", \"name\": \"of others\"}, ");
    office_put(&world.office, "metadata.json",
               "{\"name\": \"staff\", \"title\": \"ลูกจ้าง\", \"owner_org\": \"office\", \"private\": true,"
               " \"tags\": [\"c\"], \"objective\": [], \"data_type\": \"สถิติ\","
               " \"resources\": [{\"upload\": \"staff.csv\", \"name\": \"ใหม่\", \"format\": \"CSV\","
               " \"resource_unit_of_measure\": \"คน\"}]}");
    office_mine(&world.office, &world.mine);
    world.sides.ours = true;
    plan(&world, shown, &stock);
    struct slice body = request_patch(arena, &world.sides, &stock, &world.change);
    struct json *patch = parse(arena, slice_copy(arena, body));
    assert_true(json_get_true(patch, "private"));
    struct text part = {0};
    json_write_canonical(&part, json_get(patch, "tags"));
    check_text(text_slice(&part), "[{\"name\":\"c\"},{\"name\":\"v\",\"vocabulary_id\":\"voc\"}]");
    struct revision revision;
    assert_true(request_revise(arena, &world.sides, &stock, &world.change, &revision));
    assert_int_equal(revision.upload_count, 0);
    struct json *whole = parse(arena, slice_copy(arena, revision.json));
    text_clear(&part);
    json_write_canonical(&part, json_get(whole, "match"));
    json_write_canonical(&part, json_get(whole, "filter"));
    json_write_canonical(&part, json_get(json_get(whole, "update"), "tags"));
    check_text(text_slice(&part), "{\"id\":\"p1\",\"metadata_modified\":\"t1\"}"
                                  "[\"-tags\",\"-extras\",\"-resources\"]"
                                  "[{\"name\":\"c\"},{\"name\":\"v\",\"vocabulary_id\":\"voc\"}]");
    text_clear(&part);
    json_write_canonical(&part, json_get(patch, "extras"));
    check_text(text_slice(&part),
               "[{\"key\":\"foreign\",\"value\":\"kept\"},{\"key\":\"data_type\",\"value\":\"สถิติ\"}]");
    check_text(json_text(json_get(patch, "notes")), "");
    assert_null(json_get(patch, "title"));
    const struct json *resources = json_get(patch, "resources");
    assert_int_equal(resources->count, 2);
    check_text(json_text(json_get(&resources->items[0], "name")), "of others");
    check_text(json_text(json_get(&resources->items[1], "name")), "ใหม่");
    check_text(json_text(json_get(&resources->items[1], "id")), "r1");
    assert_non_null(json_get(json_get(&resources->items[1], "theirs"), "deep"));
    assert_int_equal(json_get(&resources->items[1], "resource_disaggregate")->count, 0);
    text_free(&part);
    world_end(&world);
}

static void a_form_has_format_mimetype_and_hash_with_the_file(void **state)
{
    struct world world;
    size_t count;
    bool left_out = false;
    (void)state;
    world_start(&world);
    struct arena *arena = &world.office.scratch;
    struct form_part *parts = request_upload_again(arena, &world.mine.resources[0], "r1", &count);
    assert_int_equal(count, 4);
    assert_string_equal(parts[3].name, "hash");
    check_text(parts[3].value, world.mine.resources[0].sha256);
    check_text(parts[1].value, "CSV");
    check_text(parts[2].value, "text/csv");
    request_upload_new(arena, &world.mine.resources[0], "p1", &count, &left_out);
    assert_true(left_out); /* resource_disaggregate is a list */
    world_end(&world);
}

static void rows_and_fields_follow_the_mapping(void **state)
{
    struct world world;
    struct text out = {0};
    (void)state;
    world_start(&world);
    const struct columns *columns = world.mine.resources[0].columns;
    struct slice cells[] = {slice_of("ก"), slice_of("10"), slice_of("94581296.26"), slice_of("true"),
                            slice_of("")};
    request_rows_head("r\"1", "insert", &out);
    request_row(&world.mine.resources[0], cells, &out);
    request_row(&world.mine.resources[0], cells, &out);
    check_text(text_slice(&out),
               "{\"resource_id\":\"r\\\"1\",\"force\":true,\"method\":\"insert\",\"records\":["
               "{\"agency\":\"ก\",\"people\":10,\"rate\":\"94581296.26\",\"open\":true,\"day\":null},"
               "{\"agency\":\"ก\",\"people\":10,\"rate\":\"94581296.26\",\"open\":true,\"day\":null}");
    text_clear(&out);
    columns_add_fields(columns, &out);
    struct json *fields = parse(&world.office.scratch, out.at);
    static const char *const types[] = {"text", "int4", "numeric", "bool", "date"};
    for (uint32_t i = 0; i < 5; i++)
        check_text(json_text(json_get(&fields->items[i], "type")), types[i]);
    const struct json *info = json_get(&fields->items[1], "info");
    check_text(json_text(json_get(info, "unit")), "คน");
    assert_non_null(json_get(json_get(info, "banchi:field"), "constraints"));
    assert_true(columns_fit(columns, fields));
    check_text(columns_table_keys(columns->dictionary, &world.office.scratch),
               "{\"missingValues\":[\"\"],\"primaryKey\":[\"agency\"]}");
    text_free(&out);
    world_end(&world);
}

static void rows_have_one_digest_in_any_order(void **state)
{
    struct rows_digest one = {0}, other = {0}, third = {0};
    char a[DIGEST_HEX_BYTES], b[DIGEST_HEX_BYTES], c[DIGEST_HEX_BYTES];
    (void)state;
    rows_digest_add(&one, slice_of("[1]"));
    rows_digest_add(&one, slice_of("[2]"));
    rows_digest_add(&other, slice_of("[2]"));
    rows_digest_add(&other, slice_of("[1]"));
    rows_digest_add(&third, slice_of("[1]"));
    rows_digest_add(&third, slice_of("[1]"));
    rows_digest_finish(&one, a);
    rows_digest_finish(&other, b);
    rows_digest_finish(&third, c);
    assert_string_equal(a, b);
    assert_string_not_equal(a, c);
}

/* ---- the lock ---- */

static void the_lock_is_written_sorted_and_stays_byte_for_byte(void **state)
{
    struct world world;
    struct lock *lock;
    struct slice first, second;
    (void)state;
    world_start(&world);
    struct arena *run = &world.office.run;
    char *path = file_join(run, world.office.folder, "publish.lock.json");
    put_file(world.office.folder, "publish.lock.json",
             "{\"banchi\": 1, \"portals\": {\"zoo\": {\"datasets\": {\"x\": {\"all\": \"1\"}}, \"url\": "
             "\"https://z\"}}}");
    publish_into_lock(&world, &lock);
    assert_true(lock_write(lock, true, &world.office.problem));
    assert_true(file_read(run, path, 1000000, &first, &world.office.problem));
    assert_non_null(strstr(first.at, "\"zoo\": {\n"));
    assert_true(strstr(first.at, "\"city\"") < strstr(first.at, "\"zoo\""));
    assert_null(strstr(first.at, "ลูกจ้าง"));
    publish_into_lock(&world, &lock);
    assert_true(lock_write(lock, true, &world.office.problem));
    assert_true(file_read(run, path, 1000000, &second, &world.office.problem));
    assert_true(slice_equal(first, second));
    world_end(&world);
}

static void check_lock_refused(const char *content, const char *words)
{
    struct arena run = {0};
    struct problem problem = {0};
    char *folder = temporary_folder(&run);
    put_file(folder, "publish.lock.json", content);
    assert_null(lock_open(&run, file_join(&run, folder, "publish.lock.json"), "city", "https://h", &problem));
    assert_int_equal(problem.kind, PROBLEM_LOCAL);
    if (strstr(problem.message.at, words) == NULL)
        fail_msg("%s", problem.message.at);
    problem_clear(&problem);
    remove_folder(folder);
    arena_free(&run);
}

static void a_lock_that_cannot_be_trusted_is_an_error_and_never_no_lock(void **state)
{
    (void)state;
    check_lock_refused("{\"banchi\": 2, \"portals\": {}}", "version");
    check_lock_refused("{\"portals\": {}}", "version");
    check_lock_refused("{\"banchi\": 1,\n<<<<<<< HEAD\n", "merge marker");
    check_lock_refused("", "JSON");
    check_lock_refused("[]", "JSON");
    check_lock_refused("{\"banchi\": 1, \"banchi\": 1}", "JSON");
    check_lock_refused(
        "{\"banchi\": 1, \"portals\": {\"city\": {\"url\": \"https://other\", \"datasets\": {}}}}",
        "https://other");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_published_dataset_compares_equal_on_both_kinds_of_portal),
        cmocka_unit_test(a_dataset_that_is_not_there_is_created),
        cmocka_unit_test(a_dataset_that_differs_and_was_never_published_is_a_conflict),
        cmocka_unit_test(what_mine_changed_is_an_update_and_what_theirs_changed_a_conflict),
        cmocka_unit_test(a_dataset_deleted_on_the_portal_is_a_conflict),
        cmocka_unit_test(a_changed_file_keeps_its_resource_and_reloads_its_rows),
        cmocka_unit_test(a_resource_that_files_no_longer_have_is_removed_and_those_of_others_stay),
        cmocka_unit_test(a_create_on_a_stock_portal_puts_profile_keys_into_extras),
        cmocka_unit_test(a_create_on_a_scheming_portal_puts_them_at_the_top),
        cmocka_unit_test(a_patch_sends_what_differs_and_what_others_have),
        cmocka_unit_test(a_form_has_format_mimetype_and_hash_with_the_file),
        cmocka_unit_test(rows_and_fields_follow_the_mapping),
        cmocka_unit_test(rows_have_one_digest_in_any_order),
        cmocka_unit_test(the_lock_is_written_sorted_and_stays_byte_for_byte),
        cmocka_unit_test(a_lock_that_cannot_be_trusted_is_an_error_and_never_no_lock),
    };
    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
