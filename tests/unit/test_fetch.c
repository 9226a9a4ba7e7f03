/* A portal that lies: whatever it names, nothing lands outside of the workspace, nothing half, and the exit
 * status tells. */
#include "tests/unit/support.h"

#include "base/file.h"
#include "base/language.h"
#include "publisher/fetch.h"
#include "publisher/portal_names.h"
#include "tests/support/scripted.h"

/* ---- names ---- */

static void check_file(const char *wanted, const char *format, const char *made)
{
    struct arena arena = {0};
    struct slice got = portal_file_name_make(&arena, slice_of(wanted), "staff", slice_of(format), NULL, 0);
    check_text(got, made);
    arena_free(&arena);
}

static void names_of_files_are_harmless(void **state)
{
    (void)state;
    check_file("table.csv", "CSV", "table.csv");
    check_file("../../etc/passwd", "", "passwd");
    check_file("..\\..\\boot.INI", "", "boot.ini");
    check_file("/etc/cron.d/x", "", "x");
    check_file("..", "CSV", "staff.csv");
    check_file(".", "", "staff");
    check_file("", "CSV", "staff.csv");
    check_file(".hidden", "", "staff.hidden");
    check_file("-rf.csv", "", "rf.csv");
    check_file("-.csv", "CSV", "staff.csv");
    check_file("___", "XLSX", "staff.xlsx");
    check_file("ลูกจ้าง ๒๕๖๗.csv", "CSV", "staff.csv");
    check_file("a b\tc\nd\x1b[2J.csv", "", "a-b-c-d-2j.csv");
    check_file("$(reboot).csv", "", "reboot.csv");
    check_file("a.csv\xE2\x80\xAE"
               "fdp",
               "PDF", "a.csv-fdp.pdf");
    check_file("metadata.json", "JSON", "metadata-2.json");
    check_file("METADATA.JSON", "JSON", "metadata-2.json");
    check_file("x.dictionary.json", "JSON", "x.dictionary-2.json");
    check_file("t.csv.original", "CSV", "t.csv");
    check_file("a.original", "", "a");
    check_file("table", "Web page", "table");
    check_file("table", "csv", "table.csv");
    check_file("table.tar.gz", "", "table.tar.gz");
    check_file("a..b...c.csv", "", "a.b.c.csv");
}

static void a_name_that_is_taken_gets_a_number(void **state)
{
    (void)state;
    struct arena arena = {0};
    const struct slice taken[] = {slice_of("a.csv"), slice_of("a-2.csv")};
    check_text(portal_file_name_make(&arena, slice_of("A.CSV"), "staff", slice_of(""), taken, 2), "a-3.csv");
    arena_free(&arena);
}

static void a_long_name_is_cut(void **state)
{
    (void)state;
    struct arena arena = {0};
    char longest[400];
    memset(longest, 'a', sizeof longest);
    memcpy(longest + sizeof longest - 5, ".csv", 5);
    struct slice made = portal_file_name_make(&arena, slice_of(longest), "staff", slice_of(""), NULL, 0);
    assert_true(made.length <= 100 && slice_ends(made, "aaa.csv"));
    arena_free(&arena);
}

static void names_of_datasets_are_taken_or_not(void **state)
{
    (void)state;
    assert_true(portal_name_fits(slice_of("permanent-employees_2")));
    static const char *const bad[] = {"",    "a",       "..",  "a/b", "/etc",    "A-b", "a b",
                                      "a\n", "schemas", "ก-ข", "a.b", ".banchi", "a\\b"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (portal_name_fits(slice_of(bad[i])))
            fail_msg("“%s” is let through", bad[i]);
    assert_false(portal_name_fits((struct slice){"ab\0cd", 5}));
}

/* ---- a workspace, and a portal of a script ---- */

struct world {
    struct arena run, scratch;
    char *folder;
    struct workspace workspace;
    struct target target;
    struct text told; /* one line a dataset: name, outcome, kind of problem */
    size_t requests;
    struct problem problem;
};

struct told_sink {
    struct fetch_sink sink;
    struct world *world;
};

static void put(struct fetch_sink *self, const struct fetched *fetched)
{
    struct world *world = ((struct told_sink *)self)->world;
    text_format(&world->told, "%s %s %d\n", fetched->dataset, fetch_name(fetched->kind),
                (int)fetched->because);
    if (fetched->problem != NULL)
        text_format(&world->told, "    %s\n", fetched->problem);
}

static void world_start(struct world *world)
{
    struct finding_lines lines = finding_lines();
    *world = (struct world){0};
    world->folder = temporary_folder(&world->run);
    put_file(world->folder, "inside/catalog.json",
             "{\"banchi\": 1, \"title\": \"t\", \"organization\": {\"name\": \"office\", \"title\": \"o\"}, "
             "\"profile\": \"ckan\", \"portals\": {}}");
    const char *inside = file_join(&world->run, world->folder, "inside");
    assert_true(workspace_open(&world->run, inside, &lines.sink, &world->workspace, &world->problem));
    text_free(&lines.text);
    world->target = (struct target){.name = "far",
                                    .token = "s3cret",
                                    .token_hint = "",
                                    .lock_path = file_join(&world->run, inside, "publish.lock.json"),
                                    .learnt_path = file_join(&world->run, inside, ".banchi/limits.json"),
                                    .journal_path = file_join(&world->run, inside, ".banchi/journal.json")};
    world->target.address =
        (struct address){.url = "http://127.0.0.1:5000", .origin = "http://127.0.0.1:5000", .loopback = true};
}

static void world_end(struct world *world)
{
    remove_folder(world->folder);
    text_free(&world->told);
    problem_clear(&world->problem);
    arena_free(&world->run);
    arena_free(&world->scratch);
}

/* False with world->problem as fetch_run() says. */
static bool pull(struct world *world, const struct script_step *steps, size_t count, const char *name)
{
    struct scripted script = scripted(steps, count);
    struct fetch_counts counts;
    struct told_sink sink = {.sink = {.put = put}, .world = world};
    struct fetch_options options = {.names = &name, .name_count = name != NULL, .organization = "office"};
    struct publisher_options opening = {
        .workspace = &world->workspace, .target = &world->target, .transport = &script.transport};
    struct publisher *publisher = publisher_open(&world->run, &world->scratch, &opening, &world->problem);
    bool done = publisher != NULL && fetch_run(publisher, &options, &sink.sink, &counts, &world->problem);
    scripted_end(&script);
    return done;
}
#define PULL(world, steps, name) pull(world, steps, sizeof(steps) / sizeof *(steps), name)

static bool is_there(struct world *world, const char *path)
{
    return file_kind(file_join(&world->run, world->folder, path)) != FILE_ABSENT;
}

/* Nothing but catalog.json, and what banchi keeps for itself. */
static void check_nothing_came(struct world *world)
{
    char **names;
    size_t count;
    struct problem problem = {0};
    assert_true(file_list(&world->run, world->folder, &names, &count, &problem));
    assert_int_equal(count, 1);
    assert_true(
        file_list(&world->run, file_join(&world->run, world->folder, "inside"), &names, &count, &problem));
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], "catalog.json") != 0 && strcmp(names[i], ".banchi") != 0)
            fail_msg("%s was left there", names[i]);
    if (is_there(world, "inside/.banchi/pull")) {
        assert_true(file_list(&world->run, file_join(&world->run, world->folder, "inside/.banchi/pull"),
                              &names, &count, &problem));
        assert_int_equal(count, 0);
    }
}

#define STATUS                                                                                               \
    {                                                                                                        \
        .at = "status_show", .status = 200,                                                                  \
        .body = "result {\"ckan_version\": \"2.10.1\", \"extensions\": []}"                                  \
    }
#define SHOW(json)                                                                                           \
    {                                                                                                        \
        .at = "package_show", .status = 200, .body = "result " json                                          \
    }
#define HEAD(name)                                                                                           \
    "{\"id\": \"i-" name "\", \"name\": \"" name                                                             \
    "\", \"title\": \"T\", \"metadata_modified\": \"m\", \"state\": \"active\""
#define FILE_RESOURCE(more)                                                                                  \
    "{\"id\": \"r\", \"url_type\": \"upload\", \"url\": \"http://127.0.0.1:5000/x/note.txt\", \"name\": "    \
    "\"n\"" more "}"

static void check_fails(const struct script_step *steps, size_t count, enum problem_kind kind)
{
    struct world world;
    char wanted[40];
    world_start(&world);
    assert_true(pull(&world, steps, count, "staff"));
    snprintf(wanted, sizeof wanted, "staff failed %d\n", (int)kind);
    if (!slice_starts(text_slice(&world.told), wanted))
        fail_msg("wanted %sgot %s", wanted, world.told.at);
    check_nothing_came(&world);
    assert_false(is_there(&world, "inside/publish.lock.json"));
    world_end(&world);
}

static void a_dataset_comes(void **state)
{
    (void)state;
    struct world world;
    static const struct script_step steps[] = {
        STATUS,
        SHOW(HEAD("staff") ", \"notes\": \"N\", \"resources\": [" FILE_RESOURCE("") "]}"),
        {.at = "note.txt", .status = 200, .body = "hello\n", .type = "text/plain"}};
    world_start(&world);
    assert_true(PULL(&world, steps, "staff"));
    check_text(text_slice(&world.told), "staff new 0\n");
    assert_true(is_there(&world, "inside/staff/metadata.json") && is_there(&world, "inside/staff/note.txt"));
    assert_true(is_there(&world, "inside/publish.lock.json"));
    world_end(&world);
}

static void answers_of_other_shapes_are_no_datasets(void **state)
{
    (void)state;
    static const struct script_step lies[] = {
        SHOW("[]"),
        SHOW("\"staff\""),
        SHOW("7"),
        SHOW("{}"),
        SHOW("{\"name\": \"staff\", \"id\": \"\", \"metadata_modified\": \"m\"}"),
        SHOW("{\"name\": \"staff\", \"id\": 7, \"metadata_modified\": \"m\"}"),
        SHOW("{\"name\": [\"staff\"], \"id\": \"i\", \"metadata_modified\": \"m\"}"),
        SHOW("{\"name\": \"staff\", \"id\": \"i\", \"metadata_modified\": 7}"),
        SHOW(HEAD("other") "}"),
        SHOW(HEAD("../evil") "}"),
        SHOW(HEAD("staff") ", \"resources\": {}}"),
        SHOW(HEAD("staff") ", \"resources\": [7]}"),
        SHOW(HEAD("staff") ", \"resources\": [{\"name\": \"n\"}]}"),
        SHOW(HEAD("staff") ", \"resources\": [{\"id\": 7}]}"),
        {.at = "package_show", .status = 200, .body = "<html>maintenance</html>", .type = "text/html"},
        {.at = "package_show", .status = 200, .body = "{\"success\": true"},
        {.at = "package_show", .status = 200, .body = ""},
        {.at = "package_show", .status = 302, .body = "", .location = "http://10.0.0.1/"},
        {.at = "package_show", .status = 500, .body = "{\"success\": false, \"error\": {\"__type\": \"x\"}}"},
    };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        const struct script_step steps[] = {STATUS, lies[i]};
        check_fails(steps, 2, PROBLEM_NETWORK);
    }
}

static void what_may_not_be_seen_or_is_not_there_is_told(void **state)
{
    (void)state;
    static const struct script_step hidden[] = {
        STATUS,
        {.at = "package_show",
         .status = 403,
         .body = "{\"success\": false, \"error\": {\"__type\": \"Authorization Error\"}}"}};
    static const struct script_step absent[] = {
        STATUS,
        {.at = "package_show",
         .status = 404,
         .body = "{\"success\": false, \"error\": {\"__type\": \"Not Found Error\"}}"}};
    static const struct script_step deleted[] = {
        STATUS,
        SHOW("{\"id\": \"i\", \"name\": \"staff\", \"metadata_modified\": \"m\", \"state\": \"deleted\"}")};
    check_fails(hidden, 2, PROBLEM_TOKEN);
    check_fails(absent, 2, PROBLEM_USAGE);
    check_fails(deleted, 2, PROBLEM_USAGE);
}

static void a_file_that_does_not_come_right_leaves_nothing(void **state)
{
    (void)state;
    static const struct {
        struct script_step answer;
        enum problem_kind kind;
    } rows[] = {
        {{.at = "note.txt", .status = 404, .body = "<html>", .type = "text/html"}, PROBLEM_NETWORK},
        {{.at = "note.txt", .status = 403, .body = "<html>", .type = "text/html"}, PROBLEM_TOKEN},
        {{.at = "note.txt", .status = 500, .body = "no"}, PROBLEM_NETWORK},
        {{.at = "note.txt", .status = 302, .body = "", .location = "https://elsewhere.example/x"},
         PROBLEM_NETWORK},
        {{.at = "note.txt", .status = 200, .body = "other\n", .type = "text/plain"}, PROBLEM_NETWORK},
        {{.at = "note.txt", .status = 200, .body = "<html>", .type = "text/html"}, PROBLEM_NETWORK},
        {{.at = "note.txt", .delivery = DELIVERY_SILENT}, PROBLEM_NETWORK},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct script_step steps[] = {
            STATUS,
            SHOW(HEAD("staff") ", \"resources\": [" FILE_RESOURCE(
                ", \"hash\": \"0000000000000000000000000000000000000000000000000000000000000000\"") "]}"),
            rows[i].answer};
        check_fails(steps, 3, rows[i].kind);
    }
}

/* ---- the list ---- */

#define ORGANIZATION                                                                                         \
    {                                                                                                        \
        .at = "organization_show", .status = 200, .body = "result {\"name\": \"office\"}"                    \
    }
#define PAGE(json)                                                                                           \
    {                                                                                                        \
        .at = "package_search", .status = 200, .body = "result " json                                        \
    }

static void names_that_are_paths_make_no_folders(void **state)
{
    (void)state;
    struct world world;
    static const struct script_step steps[] = {
        STATUS, ORGANIZATION,
        PAGE("{\"count\": 4, \"results\": [{\"name\": \"../evil\"}, {\"name\": \"/tmp/evil\"}, {\"name\": "
             "\"schemas\"}, {\"name\": \".banchi\"}]}")};
    world_start(&world);
    assert_true(PULL(&world, steps, NULL));
    assert_non_null(strstr(world.told.at, "../evil failed"));
    assert_non_null(strstr(world.told.at, "/tmp/evil failed"));
    assert_non_null(strstr(world.told.at, "schemas failed"));
    check_nothing_came(&world);
    world_end(&world);
}

static void the_list_is_read_page_by_page_and_each_name_once(void **state)
{
    (void)state;
    struct world world;
    static const struct script_step steps[] = {
        STATUS,
        ORGANIZATION,
        PAGE("{\"count\": 4, \"results\": [{\"name\": \"aa\"}, {\"name\": \"bb\", \"type\": \"harvest\"}]}"),
        PAGE("{\"count\": 4, \"results\": [{\"name\": \"aa\"}]}"),
        PAGE("{\"count\": 4, \"results\": []}"),
        SHOW(HEAD("aa") ", \"resources\": null}")};
    world_start(&world);
    assert_true(PULL(&world, steps, NULL));
    check_text(text_slice(&world.told), "aa new 0\n");
    world_end(&world);
}

static void a_list_that_is_none_ends_the_run(void **state)
{
    (void)state;
    static const struct script_step lies[] = {
        PAGE("[]"),
        PAGE("{\"count\": 1, \"results\": {}}"),
        PAGE("{\"results\": []}"),
        PAGE("{\"count\": 1, \"results\": [{\"name\": 7}]}"),
        {.at = "package_search",
         .status = 500,
         .body = "{\"success\": false, \"error\": {\"__type\": \"Search Error\"}}"},
        {.at = "package_search", .status = 200, .body = "<html>", .type = "text/html"},
    };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        struct world world;
        const struct script_step steps[] = {STATUS, ORGANIZATION, lies[i]};
        world_start(&world);
        assert_false(PULL(&world, steps, NULL));
        assert_int_equal(world.problem.kind, PROBLEM_NETWORK);
        check_nothing_came(&world);
        world_end(&world);
    }
}

static void one_failure_does_not_stop_the_others(void **state)
{
    (void)state;
    struct world world;
    static const struct script_step steps[] = {
        STATUS,
        ORGANIZATION,
        PAGE("{\"count\": 3, \"results\": [{\"name\": \"aa\"}, {\"name\": \"bb\"}, {\"name\": \"cc\"}]}"),
        SHOW(HEAD("aa") "}"),
        {.at = "package_show", .status = 500, .body = "{\"success\": false, \"error\": {\"__type\": \"x\"}}"},
        SHOW(HEAD("cc") "}")};
    world_start(&world);
    assert_true(PULL(&world, steps, NULL));
    assert_true(is_there(&world, "inside/aa/metadata.json") && is_there(&world, "inside/cc/metadata.json"));
    assert_false(is_there(&world, "inside/bb"));
    assert_non_null(strstr(world.told.at, "bb failed"));
    world_end(&world);
}

int main(void)
{
    language_start("en");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_files_are_harmless),
        cmocka_unit_test(a_name_that_is_taken_gets_a_number),
        cmocka_unit_test(a_long_name_is_cut),
        cmocka_unit_test(names_of_datasets_are_taken_or_not),
        cmocka_unit_test(a_dataset_comes),
        cmocka_unit_test(answers_of_other_shapes_are_no_datasets),
        cmocka_unit_test(what_may_not_be_seen_or_is_not_there_is_told),
        cmocka_unit_test(a_file_that_does_not_come_right_leaves_nothing),
        cmocka_unit_test(names_that_are_paths_make_no_folders),
        cmocka_unit_test(the_list_is_read_page_by_page_and_each_name_once),
        cmocka_unit_test(a_list_that_is_none_ends_the_run),
        cmocka_unit_test(one_failure_does_not_stop_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
