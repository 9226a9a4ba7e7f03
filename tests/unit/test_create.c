/* New workspaces and datasets, and the layout of files. */
#include "tests/unit/support.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "catalog/check.h"
#include "catalog/create.h"
#include "catalog/layout.h"

struct fixture {
    struct arena run;
    struct arena scratch;
    char *folder;
    struct finding_lines findings;
    struct problem problem;
    struct workspace workspace;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->folder = temporary_folder(&fixture->run);
    fixture->findings = finding_lines();
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    remove_folder(fixture->folder);
    problem_clear(&fixture->problem);
    text_free(&fixture->findings.text);
    arena_free(&fixture->run);
    arena_free(&fixture->scratch);
    free(fixture);
    return 0;
}

static size_t make_workspace(struct fixture *fixture, const char *name, const char *title)
{
    const char **made;
    size_t count = 0;
    struct create_request request = {
        .folder = fixture->folder, .organization_name = name, .organization_title = title};
    bool done = create_workspace(&fixture->run, &request, &made, &count, &fixture->problem);
    assert_int_equal(done, fixture->problem.kind == PROBLEM_NONE);
    return count;
}

static void open_here(struct fixture *fixture)
{
    assert_true(workspace_open(&fixture->run, fixture->folder, &fixture->findings.sink, &fixture->workspace,
                               &fixture->problem));
}

static bool make_dataset(struct fixture *fixture, const char *name)
{
    struct create_dataset_request request = {.name = name};
    return create_dataset(&fixture->workspace, &request, &fixture->problem);
}

static struct slice content(struct fixture *fixture, const char *name)
{
    struct slice text = {0};
    assert_true(file_read(&fixture->run, file_join(&fixture->run, fixture->folder, name), MiB, &text,
                          &fixture->problem));
    return text;
}

static void remember_difference(struct layout *self, const char *file)
{
    struct finding_lines *lines = (struct finding_lines *)self->sink;
    text_format(&lines->text, "differs %s\n", file);
}

static struct layout lay_out(struct fixture *fixture, bool check_only)
{
    struct layout layout = {&fixture->workspace,
                            check_only,
                            &fixture->scratch,
                            &fixture->findings.sink,
                            remember_difference,
                            0,
                            0,
                            0};
    assert_true(layout_run(&layout, (struct choice){0}, &fixture->problem));
    return layout;
}

static void a_new_workspace_is_valid(void **state)
{
    struct fixture *fixture = *state;
    assert_true(make_workspace(fixture, "office", "สำนักงานทดสอบ") >= 4);
    assert_int_equal(fixture->problem.kind, PROBLEM_NONE);
    check_text(content(fixture, ".gitignore"), ".banchi/\n");
    open_here(fixture);
    check_text(text_slice(&fixture->findings.text), "");
    assert_string_equal(fixture->workspace.organization_name, "office");
    assert_string_equal(fixture->workspace.title, "บัญชีข้อมูลของสำนักงานทดสอบ");
    assert_true(workspace_portal(&fixture->workspace, "sandbox")->embedded);
    assert_int_equal(lay_out(fixture, true).differing, 0);
}

static void what_is_there_is_never_overwritten(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "catalog.json", "{}");
    put_file(fixture->folder, ".gitignore", "mine\n");
    assert_int_equal(make_workspace(fixture, "office", NULL), 0);
    assert_int_equal(fixture->problem.kind, PROBLEM_USAGE);
    problem_clear(&fixture->problem);
    assert_true(make_workspace(fixture, NULL, NULL) > 0);
    check_text(content(fixture, "catalog.json"), "{}");
    check_text(content(fixture, ".gitignore"), "mine\n");
    assert_int_equal(make_workspace(fixture, NULL, NULL), 0);
    assert_int_equal(fixture->problem.kind, PROBLEM_USAGE);
}

static void a_workspace_without_names_is_asked_for_them(void **state)
{
    struct fixture *fixture = *state;
    make_workspace(fixture, NULL, NULL);
    open_here(fixture);
    assert_int_equal(fixture->findings.counts.errors, 3);
}

static void a_new_dataset_holds_what_is_to_be_filled_in(void **state)
{
    struct fixture *fixture = *state;
    struct dataset dataset;
    put_file(
        fixture->folder, "catalog.json",
        "{\"banchi\": 1, \"title\": \"t\", \"profile\": \"thai-gdc-2.1\",\n"
        " \"organization\": {\"name\": \"office\", \"title\": \"t\"},\n"
        " \"defaults\": {\"maintainer\": \"ศูนย์\", \"license_id\": \"Open Data Common\", \"name\": \"no\",\n"
        "  \"banchi:steward\": [1.10]}}");
    open_here(fixture);
    assert_true(make_dataset(fixture, "new-one"));
    open_here(fixture);
    assert_true(workspace_read_dataset(&fixture->workspace, "new-one", &fixture->run, &fixture->findings.sink,
                                       &dataset, &fixture->problem));
    check_text(dataset_text(&dataset, "name"), "new-one");
    check_text(dataset_text(&dataset, "owner_org"), "office");
    check_text(dataset_text(&dataset, "maintainer"), "ศูนย์");
    check_text(dataset_text(&dataset, "license_id"), "Open Data Common");
    assert_true(json_is(json_get(&dataset.metadata.root, "tags"), JSON_ARRAY));
    assert_true(json_is(json_get(&dataset.metadata.root, "notes"), JSON_STRING));
    assert_non_null(strstr(content(fixture, "new-one/metadata.json").at, "\"banchi:steward\": [1.10]"));
    check_text(json_text(json_get(&dataset_resources(&dataset)->items[0], "upload")), "new-one.csv");
}

static void validate_tells_what_is_to_be_filled_in(void **state)
{
    struct fixture *fixture = *state;
    struct check_counts counts;
    make_workspace(fixture, "office", "สำนักงาน");
    open_here(fixture);
    assert_true(make_dataset(fixture, "new-one"));
    open_here(fixture);
    check_text(text_slice(&fixture->findings.text), "");
    struct check_options options = {
        .workspace = &fixture->workspace, .scratch = &fixture->scratch, .sink = &fixture->findings.sink};
    assert_true(check_workspace(&options, &counts, &fixture->problem));
    static const char *const ASKED[] = {" title ",     " notes ",      " tags ",
                                        " data_type ", " license_id ", " data_source "};
    for (size_t i = 0; i < sizeof ASKED / sizeof *ASKED; i++)
        assert_non_null(strstr(fixture->findings.text.at, ASKED[i]));
    assert_null(strstr(fixture->findings.text.at, " owner_org "));
    text_clear(&fixture->findings.text);
    assert_int_equal(lay_out(fixture, true).differing, 0);
}

static void a_bad_or_taken_name_makes_no_dataset(void **state)
{
    struct fixture *fixture = *state;
    static const char *const NAMES[] = {"", "a", "Capital", "ลูกจ้าง", "../up", "a b", "taken", "new\n"};
    make_workspace(fixture, "office", "สำนักงาน");
    put_file(fixture->folder, "taken/mine.txt", "x");
    open_here(fixture);
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        assert_false(make_dataset(fixture, NAMES[i]));
        assert_int_equal(fixture->problem.kind, PROBLEM_USAGE);
        problem_clear(&fixture->problem);
    }
    assert_int_equal(file_kind(file_join(&fixture->run, fixture->folder, "taken/metadata.json")),
                     FILE_ABSENT);
}

static void files_are_laid_out_and_keep_every_value(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "catalog.json", "{\"banchi\":1,\"z\":1.10,\"a\":[1,2]}");
    put_file(fixture->folder, "bb/metadata.json", "{\"n\":94581296.26,\n\n\"e\":1e2, \"u\":\"\\u0e01\"}");
    put_file(fixture->folder, "bb/b.dictionary.json", "{\n  \"fields\": []\n}\n");
    put_file(fixture->folder, "bb/other.json", "{ }");
    open_here(fixture);
    text_clear(&fixture->findings.text);
    struct layout checked = lay_out(fixture, true);
    assert_int_equal(checked.files, 3);
    check_text(content(fixture, "catalog.json"), "{\"banchi\":1,\"z\":1.10,\"a\":[1,2]}");
    lay_out(fixture, false);
    check_text(content(fixture, "catalog.json"), "{\n  \"banchi\": 1,\n  \"z\": 1.10,\n  \"a\": [1, 2]\n}\n");
    check_text(content(fixture, "bb/metadata.json"),
               "{\n  \"n\": 94581296.26,\n  \"e\": 1e2,\n  \"u\": \"ก\"\n}\n");
    check_text(content(fixture, "bb/other.json"), "{ }");
    assert_int_equal(lay_out(fixture, false).differing, 0);
    check_text(text_slice(&fixture->findings.text), "differs catalog.json\ndiffers bb/metadata.json\n"
                                                    "differs catalog.json\ndiffers bb/metadata.json\n");
}

static void a_file_with_faults_is_told_and_left_alone(void **state)
{
    struct fixture *fixture = *state;
    static const char REPEATED[] = "{\"a\":1,\"a\":2}";
    put_file(fixture->folder, "catalog.json", "{}");
    put_file(fixture->folder, "bb/metadata.json", REPEATED);
    put_file(fixture->folder, "bb/b.dictionary.json", "{\"fields\":");
    open_here(fixture);
    text_clear(&fixture->findings.text);
    struct layout layout = lay_out(fixture, false);
    assert_int_equal(layout.faulty, 2);
    assert_int_equal(layout.differing, 1);
    check_text(content(fixture, "bb/metadata.json"), REPEATED);
    assert_non_null(strstr(fixture->findings.text.at, "M005 error bb/metadata.json"));
    assert_non_null(strstr(fixture->findings.text.at, "M001 error bb/b.dictionary.json"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_workspace_is_valid),
        TEST(what_is_there_is_never_overwritten),
        TEST(a_workspace_without_names_is_asked_for_them),
        TEST(a_new_dataset_holds_what_is_to_be_filled_in),
        TEST(validate_tells_what_is_to_be_filled_in),
        TEST(a_bad_or_taken_name_makes_no_dataset),
        TEST(files_are_laid_out_and_keep_every_value),
        TEST(a_file_with_faults_is_told_and_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
