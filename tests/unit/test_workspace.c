/* The workspace: found, opened, listed; and what is wrong with it. */
#include "tests/unit/support.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "catalog/workspace.h"

static const char CATALOG[] =
    "{\"banchi\": 1, \"title\": \"ทดสอบ\", \"organization\": {\"name\": \"office\", \"title\": "
    "\"สำนักงาน\"},\n"
    " \"profile\": \"thai-gdc-2.1\", \"default_portal\": \"city\",\n"
    " \"portals\": {\"sandbox\": {\"embedded\": true, \"create_organization\": true},\n"
    "  \"city\": {\"url\": \"https://portal.example.org\", \"organization\": \"there\"}}}\n";

struct fixture {
    struct arena run;
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
    put_file(fixture->folder, "catalog.json", CATALOG);
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
    free(fixture);
    return 0;
}

static void open_here(struct fixture *fixture)
{
    assert_true(workspace_open(&fixture->run, fixture->folder, &fixture->findings.sink, &fixture->workspace,
                               &fixture->problem));
}

static void the_catalog_is_laid_out(void **state)
{
    struct fixture *fixture = *state;
    const struct workspace *workspace = &fixture->workspace;
    open_here(fixture);
    assert_string_equal(workspace->title, "ทดสอบ");
    assert_string_equal(workspace->organization_name, "office");
    assert_string_equal(workspace->profile, "thai-gdc-2.1");
    assert_int_equal(workspace->portal_count, 2);
    assert_true(workspace_portal(workspace, "sandbox")->embedded);
    assert_string_equal(workspace_portal(workspace, "city")->organization, "there");
    assert_null(workspace_portal(workspace, "town"));
    assert_true(workspace->folder[0] == '/');
    check_text(text_slice(&fixture->findings.text), "");
}

static void datasets_are_the_folders_with_metadata_sorted(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "b/metadata.json", "{}");
    put_file(fixture->folder, "a/metadata.json", "{}");
    put_file(fixture->folder, "a/deeper/metadata.json", "{}");
    put_file(fixture->folder, "schemas/metadata.json", "{}");
    put_file(fixture->folder, ".banchi/metadata.json", "{}");
    put_file(fixture->folder, "tools/readme.txt", "x");
    put_file(fixture->folder, "metadata.json", "{}");
    open_here(fixture);
    assert_int_equal(fixture->workspace.dataset_count, 2);
    assert_string_equal(fixture->workspace.datasets[0], "a");
    assert_true(workspace_has(&fixture->workspace, "b"));
    assert_false(workspace_has(&fixture->workspace, "schemas"));
    check_text(text_slice(&fixture->findings.text), "");
}

static void names_that_begin_alike_are_sorted_by_all_their_bytes(void **state)
{
    static const char *const sorted[] = {"Permanent",
                                         "permanent-employees-by-age",
                                         "permanent-employees-by-agency",
                                         "permanent-employees-by-agency-2",
                                         "permanent-employs",
                                         "\u0E01",
                                         "\u0E01\u0E02"};
    size_t count = sizeof sorted / sizeof *sorted;
    struct fixture *fixture = *state;
    for (size_t i = count; i-- > 0;)
        put_file(fixture->folder, file_join(&fixture->run, sorted[i], "metadata.json"), "{}");
    open_here(fixture);
    assert_int_equal(fixture->workspace.dataset_count, count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(fixture->workspace.datasets[i], sorted[i]);
}

static void a_folder_with_data_but_no_metadata_is_told(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "a/a.csv", "x\n");
    put_file(fixture->folder, "b/b.dictionary.json", "{}");
    open_here(fixture);
    assert_int_equal(fixture->workspace.dataset_count, 0);
    assert_int_equal(fixture->findings.counts.warnings, 2);
    assert_non_null(strstr(fixture->findings.text.at, "C002 warning a:0:0"));
    assert_non_null(strstr(fixture->findings.text.at, "C002 warning b:0:0"));
}

static void links_that_lead_out_are_not_followed(void **state)
{
    struct fixture *fixture = *state;
    char *elsewhere = temporary_folder(&fixture->run);
    put_file(elsewhere, "metadata.json", "{}");
    assert_int_equal(symlink(elsewhere, file_join(&fixture->run, fixture->folder, "out")), 0);
    put_file(fixture->folder, "a/note.txt", "x");
    assert_int_equal(symlink(file_join(&fixture->run, elsewhere, "metadata.json"),
                             file_join(&fixture->run, fixture->folder, "a/metadata.json")),
                     0);
    open_here(fixture);
    assert_int_equal(fixture->workspace.dataset_count, 1);
    struct dataset dataset;
    assert_true(workspace_read_dataset(&fixture->workspace, "a", &fixture->run, &fixture->findings.sink,
                                       &dataset, &fixture->problem));
    assert_false(dataset.readable);
    check_text(
        text_slice(&fixture->findings.text),
        "C003 warning out:0:0 - this folder is a link that leads out of the workspace; it is not read\n"
        "M009 error a/metadata.json:0:0 - the file is a link that leads out of its folder, and is not "
        "read\n");
    remove_folder(elsewhere);
}

static void a_link_inside_the_workspace_is_a_dataset(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "a/metadata.json", "{}");
    assert_int_equal(symlink("a", file_join(&fixture->run, fixture->folder, "b")), 0);
    open_here(fixture);
    assert_int_equal(fixture->workspace.dataset_count, 2);
}

static void a_folder_that_may_not_be_read_is_not_passed(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "a/metadata.json", "{}");
    char *closed = file_join(&fixture->run, fixture->folder, "a");
    assert_int_equal(chmod(closed, 0), 0);
    assert_int_equal(chmod(fixture->folder, 0755), 0);
    become_nobody();
    bool open = workspace_open(&fixture->run, fixture->folder, &fixture->findings.sink, &fixture->workspace,
                               &fixture->problem);
    become_oneself();
    assert_int_equal(chmod(closed, 0755), 0);
    assert_true(open);
    assert_int_equal(fixture->workspace.dataset_count, 0);
    assert_int_equal(fixture->findings.counts.not_checked, 1);
    assert_non_null(strstr(fixture->findings.text.at, "a:0:0"));
}

static void metadata_that_is_a_dangling_link_is_an_error(void **state)
{
    struct fixture *fixture = *state;
    struct dataset dataset;
    put_file(fixture->folder, "a/a.csv", "x\n");
    assert_int_equal(symlink("gone.json", file_join(&fixture->run, fixture->folder, "a/metadata.json")), 0);
    open_here(fixture);
    assert_int_equal(fixture->workspace.dataset_count, 1);
    assert_true(workspace_read_dataset(&fixture->workspace, "a", &fixture->run, &fixture->findings.sink,
                                       &dataset, &fixture->problem));
    assert_int_equal(fixture->findings.counts.errors, 1);
}

static void a_broken_catalog_leaves_the_datasets_usable(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "catalog.json", "{\"banchi\": 1,\n");
    put_file(fixture->folder, "a/metadata.json", "{}");
    open_here(fixture);
    assert_int_equal(fixture->findings.counts.errors, 1);
    assert_non_null(strstr(fixture->findings.text.at, "M001 error catalog.json:2:1"));
    assert_string_equal(fixture->workspace.profile, "thai-gdc-2.1");
    assert_int_equal(fixture->workspace.portal_count, 0);
    assert_int_equal(fixture->workspace.dataset_count, 1);
}

static void the_catalog_is_judged_by_its_schema(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "catalog.json",
             "{\"banchi\": 1, \"titel\": \"x\", \"organization\": [], \"profile\": \"thai-gdc-9\", "
             "\"portals\": 1}\n");
    open_here(fixture);
    assert_string_equal(fixture->workspace.profile, "thai-gdc-2.1");
    const char *text = fixture->findings.text.at;
    assert_non_null(strstr(text, "M107"));
    assert_non_null(strstr(text, "M101"));
    assert_non_null(strstr(text, "M102"));
    assert_non_null(strstr(text, "M103"));
}

static void an_unknown_default_portal_is_told_with_its_place(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "catalog.json",
             "{\"banchi\": 1, \"title\": \"x\", \"organization\": {\"name\": \"of\", \"title\": \"x\"},\n"
             " \"profile\": \"thai-gdc-2.1\", \"default_portal\": \"citty\"}\n");
    open_here(fixture);
    check_text(text_slice(&fixture->findings.text),
               "C001 error catalog.json:2:47 default_portal default_portal is {value}, and no portal of that "
               "name stands "
               "in portals\n");
}

static void the_sandbox_needs_no_entry(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "catalog.json",
             "{\"banchi\": 1, \"title\": \"x\", \"organization\": {\"name\": \"of\", \"title\": \"x\"},\n"
             " \"profile\": \"thai-gdc-2.1\", \"default_portal\": \"sandbox\"}\n");
    open_here(fixture);
    check_text(text_slice(&fixture->findings.text), "");
}

static void it_is_found_from_a_folder_below(void **state)
{
    struct fixture *fixture = *state;
    char *before = getcwd(NULL, 0);
    put_file(fixture->folder, "a/b/note.txt", "x");
    assert_int_equal(chdir(file_join(&fixture->run, fixture->folder, "a/b")), 0);
    char *found = workspace_find(&fixture->run, NULL, &fixture->problem);
    assert_int_equal(chdir(before), 0);
    free(before);
    assert_non_null(found);
    assert_int_equal(file_kind(file_join(&fixture->run, found, "a/b/note.txt")), FILE_REGULAR);
    assert_string_equal(file_name(found), file_name(fixture->folder));
}

static void a_folder_that_is_named_must_be_one(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "a/note.txt", "x");
    assert_null(
        workspace_find(&fixture->run, file_join(&fixture->run, fixture->folder, "a"), &fixture->problem));
    assert_int_equal(fixture->problem.kind, PROBLEM_USAGE);
    problem_clear(&fixture->problem);
    assert_null(
        workspace_find(&fixture->run, file_join(&fixture->run, fixture->folder, "z"), &fixture->problem));
    assert_int_equal(fixture->problem.kind, PROBLEM_USAGE);
}

static void a_dataset_that_is_not_there_is_wrong_use(void **state)
{
    struct fixture *fixture = *state;
    struct dataset dataset;
    open_here(fixture);
    assert_false(workspace_read_dataset(&fixture->workspace, "../etc", &fixture->run, &fixture->findings.sink,
                                        &dataset, &fixture->problem));
    assert_int_equal(fixture->problem.kind, PROBLEM_USAGE);
}

static void metadata_over_the_limit_is_told_and_not_read(void **state)
{
    struct fixture *fixture = *state;
    struct dataset dataset;
    put_file(fixture->folder, "a/metadata.json", "{}");
    assert_int_equal(truncate(file_join(&fixture->run, fixture->folder, "a/metadata.json"), 65 * 1024 * 1024),
                     0);
    open_here(fixture);
    assert_true(workspace_read_dataset(&fixture->workspace, "a", &fixture->run, &fixture->findings.sink,
                                       &dataset, &fixture->problem));
    assert_false(dataset.readable);
    check_text(text_slice(&fixture->findings.text),
               "M007 error a/metadata.json:0:0 - the file is larger than 64 MiB\n");
}

/* What validate relies on, which looks at each folder once. */
static void presumed_datasets_are_told_when_they_are_fetched(void **state)
{
    struct fixture *fixture = *state;
    struct workspace *workspace = &fixture->workspace;
    static const bool ARE[] = {true, false, false, true}; /* a, b, c, link */
    put_file(fixture->folder, "a/metadata.json", "{}");
    put_file(fixture->folder, "b/b.csv", "x\n");
    put_file(fixture->folder, "c/readme.txt", "x");
    put_file(fixture->folder, "schemas/metadata.json", "{}");
    assert_int_equal(symlink("a", file_join(&fixture->run, fixture->folder, "link")), 0);
    assert_true(workspace_open_presuming(&fixture->run, fixture->folder, &fixture->findings.sink, workspace,
                                         &fixture->problem));
    assert_int_equal(workspace->dataset_count, 4);
    assert_true(workspace_has(workspace, "a"));
    assert_false(workspace_has(workspace, "b"));
    int within = file_open_folder(-1, workspace->folder);
    for (size_t i = 0; i < workspace->dataset_count; i++) {
        struct dataset_listed listed;
        workspace_fetch_listed(workspace, within, workspace->datasets[i], &fixture->run, &listed);
        assert_int_equal(listed.dataset, ARE[i]);
        if (!listed.dataset)
            workspace_tell_folder(workspace, listed.name, &fixture->run, &fixture->findings.sink);
    }
    close(within);
    assert_int_equal(fixture->findings.counts.warnings, 1);
    assert_non_null(strstr(fixture->findings.text.at, "C002 warning b:0:0"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_catalog_is_laid_out),
        TEST(datasets_are_the_folders_with_metadata_sorted),
        TEST(names_that_begin_alike_are_sorted_by_all_their_bytes),
        TEST(a_folder_with_data_but_no_metadata_is_told),
        TEST(presumed_datasets_are_told_when_they_are_fetched),
        TEST(links_that_lead_out_are_not_followed),
        TEST(a_link_inside_the_workspace_is_a_dataset),
        TEST(a_folder_that_may_not_be_read_is_not_passed),
        TEST(metadata_that_is_a_dangling_link_is_an_error),
        TEST(a_broken_catalog_leaves_the_datasets_usable),
        TEST(the_catalog_is_judged_by_its_schema),
        TEST(an_unknown_default_portal_is_told_with_its_place),
        TEST(the_sandbox_needs_no_entry),
        TEST(it_is_found_from_a_folder_below),
        TEST(a_folder_that_is_named_must_be_one),
        TEST(a_dataset_that_is_not_there_is_wrong_use),
        TEST(metadata_over_the_limit_is_told_and_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
