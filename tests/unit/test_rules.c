/* The rules that a schema cannot say, and datasets, through metadata/rules.h and metadata/dataset.h. */
#include "tests/unit/support.h"

#include <unistd.h>

#include "base/file.h"
#include "metadata/dataset.h"
#include "metadata/rules.h"

/* A workspace of one folder for the files of all tests, and the rules of a run. */
struct ground {
    struct arena arena;
    char *folder;
    struct rules *rules;
};

static void ground_open(struct ground *ground)
{
    *ground = (struct ground){0};
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1); /* 2023-11-14 */
    ground->folder = temporary_folder(&ground->arena);
    ground->rules = rules_start(&ground->arena, 0);
}

static void ground_close(struct ground *ground)
{
    remove_folder(ground->folder);
    arena_free(&ground->arena);
}

/* What the rules tell of a dataset in the folder "NAME". */
static void check_rules(struct ground *ground, const char *name, const char *metadata, const char *wanted)
{
    struct arena scratch = {0};
    struct finding_lines lines = finding_lines();
    struct dataset dataset = {
        .name = name, .folder = ground->folder, .metadata = {.file = "m"}, .readable = true};
    assert_true(json_read_document(&scratch, slice_of(metadata), &lines.sink, &dataset.metadata));
    struct dataset_judged judged = {.findings = finding_list(&scratch)};
    rules_check(ground->rules, &dataset, &scratch, &judged);
    dataset_check(&judged, ground->rules, &dataset, &scratch, &lines.sink);
    check_text(text_slice(&lines.text), wanted);
    text_free(&lines.text);
    arena_free(&scratch);
}

static void the_name_must_be_that_of_the_folder(void **state)
{
    (void)state;
    struct ground ground;
    ground_open(&ground);
    check_rules(&ground, "a", "{\"name\": \"a\"}", "");
    check_rules(&ground, "b", "{\"name\": \"c\"}",
                "M301 error m:1:10 name the name {value} is not that of its folder, \"b\"\n");
    check_rules(&ground, "d", "{\"name\": 1}", "");
    ground_close(&ground);
}

static void names_and_titles_are_unique_in_the_workspace(void **state)
{
    (void)state;
    struct ground ground;
    ground_open(&ground);
    char name[32], metadata[100];
    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "d%d", i);
        snprintf(metadata, sizeof metadata, "{\"title\": \"ชุดที่ %d\"}", i);
        check_rules(&ground, name, metadata, "");
    }
    check_rules(&ground, "e", "{\"title\": \"ชุดที่ 7 \"}",
                "M303 error m:1:11 title the title {value} is also that of dataset \"d7\"\n");
    check_rules(&ground, "f", "{\"name\": \"f\"}", "");
    check_rules(&ground, "g", "{\"name\": \"f\"}",
                "M301 error m:1:10 name the name {value} is not that of its folder, \"g\"\n"
                "M302 error m:1:10 name the name {value} is also that of dataset \"f\"\n");
    ground_close(&ground);
}

static void what_is_remembered_counts_without_being_judged(void **state)
{
    (void)state;
    struct ground ground;
    ground_open(&ground);
    struct dataset dataset = {.name = "a", .metadata = {.file = "m"}};
    struct finding_counter counter = finding_counter();
    json_read_document(&ground.arena, slice_of("{\"title\": \"ก\"}"), &counter.sink, &dataset.metadata);
    rules_remember(ground.rules, &dataset);
    check_rules(&ground, "b", "{\"title\": \"ก\"}",
                "M303 error m:1:11 title the title {value} is also that of dataset \"a\"\n");
    ground_close(&ground);
}

static void uploads_are_there_not_empty_and_beneath_their_folder(void **state)
{
    (void)state;
    struct ground ground;
    ground_open(&ground);
    put_file(ground.folder, "a.csv", "a\n");
    put_file(ground.folder, "empty.csv", "");
    put_file(ground.folder, "sub/b.csv", "b\n");
    assert_int_equal(symlink("/etc/passwd", file_join(&ground.arena, ground.folder, "link.csv")), 0);
    check_rules(&ground, "d",
                "{\"resources\": [{\"upload\": \"a.csv\"}, {\"upload\": \"sub/b.csv\"}, {\"upload\": 1}, 5,\n"
                "{\"upload\": \"b.csv\"},\n{\"upload\": \"empty.csv\"},\n{\"upload\": \"../a.csv\"},\n"
                "{\"upload\": \"link.csv\"},\n{\"upload\": \"sub\"},\n{\"upload\": \"/etc/passwd\"}]}",
                "M304 error m:2:12 upload the file {value} is not there\n"
                "M305 error m:3:12 upload the file {value} is empty\n"
                "M306 error m:4:12 upload the file {value} is not beneath the dataset's folder\n"
                "M306 error m:5:12 upload the file {value} is not beneath the dataset's folder\n"
                "M304 error m:6:12 upload {value} is no file that can be uploaded\n"
                "M306 error m:7:12 upload the file {value} is not beneath the dataset's folder\n");
    ground_close(&ground);
}

static void check_munged(const char *name, const char *wanted)
{
    struct arena arena = {0};
    assert_string_equal(file_name_munged(&arena, slice_of(name)), wanted);
    arena_free(&arena);
}

static void file_names_are_munged_as_ckan_does(void **state)
{
    (void)state;
    check_munged("ลูกจ้างประจำ ๒๕๖๗.csv", "-.csv");
    check_munged("ลูกจ้าง", "___");
    check_munged("My File (1).CSV", "my-file-1.csv");
    check_munged("permanent-employees_2567.csv", "permanent-employees_2567.csv");
    check_munged("a--b.csv", "a-b.csv");
    check_munged("sub/B.csv", "b.csv");
}

static void a_file_name_that_a_portal_changes_is_told(void **state)
{
    (void)state;
    struct ground ground;
    ground_open(&ground);
    put_file(ground.folder, "ปี 2567.csv", "a\n");
    put_file(ground.folder, "A.csv", "a\n");
    check_rules(&ground, "d", "{\"resources\": [{\"upload\": \"ปี 2567.csv\"},\n{\"upload\": \"A.csv\"}]}",
                "M307 error m:1:27 upload a portal would change the file name {value} to \"-2567.csv\"\n"
                "M307 error m:2:12 upload a portal would change the file name {value} to \"a.csv\"\n");
    ground_close(&ground);
}

static void a_format_fits_the_ending(void **state)
{
    (void)state;
    struct ground ground;
    ground_open(&ground);
    put_file(ground.folder, "a.csv", "a\n");
    put_file(ground.folder, "b.xlsx", "a\n");
    put_file(ground.folder, "c.zip", "a\n");
    put_file(ground.folder, "data", "a\n");
    check_rules(&ground, "d",
                "{\"resources\": [{\"upload\": \"a.csv\", \"format\": \"csv\"},\n"
                "{\"upload\": \"b.xlsx\", \"format\": \"XLS\"},\n{\"upload\": \"c.zip\", \"format\": "
                "\"Shapefile\"},\n"
                "{\"url\": \"https://example.org/a.csv\", \"format\": \"PDF\"}]}",
                "");
    check_rules(&ground, "e", "{\"resources\": [{\"upload\": \"a.csv\", \"format\": \"XLSX\"}]}",
                "M308 error m:1:46 format the format {value} does not fit the ending of the file's name\n");
    check_rules(&ground, "f", "{\"resources\": [{\"upload\": \"b.xlsx\", \"format\": \"Excel\"}]}",
                "M308 error m:1:47 format the format {value} does not fit the ending of the file's name\n");
    check_rules(&ground, "g", "{\"resources\": [{\"upload\": \"data\", \"format\": \"CSV\"}]}",
                "M308 error m:1:45 format the format {value} does not fit the ending of the file's name\n");
    ground_close(&ground);
}

static void years_of_the_buddhist_era_are_told(void **state)
{
    (void)state;
    struct ground ground;
    ground_open(&ground);
    check_rules(
        &ground, "d", "{\"last_updated_date\": \"2562-04-01\"}",
        "M309 error m:1:23 last_updated_date the year of {value} looks like one of the Buddhist Era; this "
        "item takes the Common Era\n");
    check_rules(
        &ground, "e", "{\"data_release_calendar\": \"2567-02-29\"}",
        "M309 error m:1:27 data_release_calendar the year of {value} looks like one of the Buddhist Era; "
        "this item takes the Common Era\n");
    check_rules(&ground, "f", "{\"resources\": [{\"resource_created_date\": \"2562-13-01\"}]}", "");
    check_rules(&ground, "g", "{\"first_year_of_data\": \"2562\", \"created_date\": \"2019-04-01\"}", "");
    ground_close(&ground);
}

static void what_has_happened_does_not_lie_in_the_future(void **state)
{
    (void)state;
    struct ground ground;
    ground_open(&ground);
    check_rules(&ground, "d", "{\"last_updated_date\": \"2023-11-15\"}",
                "M310 warning m:1:23 last_updated_date {value} lies in the future: it is 2023-11-15 (15 Nov "
                "2566 BE), and today is 2023-11-14 (14 Nov 2566 BE)\n");
    check_rules(&ground, "e", "{\"last_updated_date\": \"2023-11-14\"}", "");
    check_rules(&ground, "f", "{\"data_release_calendar\": \"2029-01-01\"}", "");
    ground_close(&ground);
}

static void a_file_is_given_once(void **state)
{
    (void)state;
    struct ground ground;
    ground_open(&ground);
    put_file(ground.folder, "a.csv", "a\n");
    check_rules(&ground, "d", "{\"resources\": [{\"upload\": \"a.csv\"},\n{\"upload\": \"a.csv\"}]}",
                "M311 error m:2:12 upload the file {value} is given twice in this dataset\n");
    ground_close(&ground);
}

static void tags_have_200_characters_in_all(void **state)
{
    (void)state;
    struct ground ground;
    ground_open(&ground);
    struct text metadata = {0};
    text_add(&metadata, "{\"tags\": [");
    for (int i = 0; i < 21; i++)
        text_format(&metadata, "%s\"ลูกจ้างกท%d\"", i > 0 ? "," : "", i % 10);
    text_add(&metadata, "]}");
    check_rules(
        &ground, "d", metadata.at,
        "M312 warning m:1:10 tags all tags together have 230 characters, with commas; the standard's form "
        "takes 200\n");
    text_free(&metadata);
    ground_close(&ground);
}

static void check_dictionary_name(const char *upload, const char *wanted)
{
    struct arena arena = {0};
    assert_string_equal(dictionary_name_of(&arena, slice_of(upload)), wanted);
    arena_free(&arena);
}

static void a_dictionary_is_named_after_its_table(void **state)
{
    (void)state;
    check_dictionary_name("agency.csv", "agency.dictionary.json");
    check_dictionary_name("a.b.csv", "a.b.dictionary.json");
    check_dictionary_name("sub.d/table", "sub.d/table.dictionary.json");
    check_dictionary_name(".csv", ".csv.dictionary.json");
}

static void a_dataset_answers_simple_questions(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct dataset dataset = {.metadata = {.file = "m"}};
    struct finding_counter counter = finding_counter();
    json_read_document(
        &arena,
        slice_of("{\"title\": \"ก\", \"notes\": 1, \"private\": true, \"resources\": "
                 "[{\"upload\": \"A.CSV\"}, {\"upload\": \"a.xlsx\"}, {\"url\": \"a.csv\"}, 1]}"),
        &counter.sink, &dataset.metadata);
    check_text(dataset_text(&dataset, "title"), "ก");
    assert_int_equal(dataset_text(&dataset, "notes").length, 0);
    assert_true(dataset_is_private(&dataset));
    const struct json *resources = dataset_resources(&dataset);
    assert_int_equal(resources->count, 4);
    assert_true(resource_is_table(&resources->items[0]));
    for (size_t i = 1; i < 4; i++)
        assert_false(resource_is_table(&resources->items[i]));
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_name_must_be_that_of_the_folder),
        cmocka_unit_test(names_and_titles_are_unique_in_the_workspace),
        cmocka_unit_test(what_is_remembered_counts_without_being_judged),
        cmocka_unit_test(uploads_are_there_not_empty_and_beneath_their_folder),
        cmocka_unit_test(file_names_are_munged_as_ckan_does),
        cmocka_unit_test(a_file_name_that_a_portal_changes_is_told),
        cmocka_unit_test(a_format_fits_the_ending),
        cmocka_unit_test(years_of_the_buddhist_era_are_told),
        cmocka_unit_test(what_has_happened_does_not_lie_in_the_future),
        cmocka_unit_test(a_file_is_given_once),
        cmocka_unit_test(tags_have_200_characters_in_all),
        cmocka_unit_test(a_dictionary_is_named_after_its_table),
        cmocka_unit_test(a_dataset_answers_simple_questions),
    };
    return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
