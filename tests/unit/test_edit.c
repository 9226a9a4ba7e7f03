/* One value changed where it stands, and nothing else. */
#include "tests/unit/support.h"

#include "base/file.h"
#include "base/limits.h"
#include "catalog/edit.h"
#include "catalog/workspace.h"

static const char CATALOG[] = "{\"banchi\": 1, \"organization\": {\"name\": \"o\", \"title\": \"t\"},\n"
                              " \"profile\": \"thai-gdc-2.1\"}\n";

struct fixture {
    struct arena run;
    char *folder;
    struct workspace workspace;
    struct problem problem;
    struct edit_result result;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct finding_counter silent = finding_counter();
    fixture->folder = temporary_folder(&fixture->run);
    put_file(fixture->folder, "catalog.json", CATALOG);
    put_file(fixture->folder, "staff/metadata.json", "{}");
    assert_true(
        workspace_open(&fixture->run, fixture->folder, &silent.sink, &fixture->workspace, &fixture->problem));
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    remove_folder(fixture->folder);
    problem_clear(&fixture->problem);
    arena_free(&fixture->run);
    free(fixture);
    return 0;
}

static bool edit(struct fixture *fixture, enum edit_kind kind, const char *path, const char *value)
{
    const char *const values[] = {value};
    struct edit_request request = {kind, "staff", path, values, value != NULL};
    return edit_run(&fixture->workspace, &request, &fixture->run, &fixture->result, &fixture->problem);
}

static void check_file(struct fixture *fixture, const char *name, const char *wanted)
{
    struct slice text;
    assert_true(file_read(&fixture->run, file_join(&fixture->run, fixture->folder, name), LIMIT_JSON_BYTES,
                          &text, &fixture->problem));
    check_text(text, wanted);
}

/* `before` becomes `after` when `value` is set at `path`. */
static void check_set(struct fixture *fixture, const char *before, const char *path, const char *value,
                      const char *after)
{
    put_file(fixture->folder, "staff/metadata.json", before);
    if (!edit(fixture, EDIT_SET, path, value))
        fail_msg("%s", fixture->problem.message.at);
    check_file(fixture, "staff/metadata.json", after);
}

static void check_refused(struct fixture *fixture, const char *before, enum edit_kind kind, const char *path,
                          const char *value)
{
    put_file(fixture->folder, "staff/metadata.json", before);
    assert_false(edit(fixture, kind, path, value));
    assert_int_equal(fixture->problem.kind, PROBLEM_USAGE);
    problem_clear(&fixture->problem);
    check_file(fixture, "staff/metadata.json", before);
}

static void a_value_is_replaced_and_the_rest_stays(void **state)
{
    check_set(*state, "{ \"title\" :\t\"a\" ,\r\n\"x\": 1.10e+2}\r\n", "title", "ข \"ค\"",
              "{ \"title\" :\t\"ข \\\"ค\\\"\" ,\r\n\"x\": 1.10e+2}\r\n");
}

static void a_value_has_the_type_that_the_profile_asks_for(void **state)
{
    check_set(*state, "{\"private\": \"ใช่\"}", "private", "true", "{\"private\": true}");
    check_set(*state, "{\"tags\": \"a\"}", "tags", "a", "{\"tags\": [\"a\"]}");
    check_set(*state, "{\"update_frequency_interval\": 1}", "update_frequency_interval", "1",
              "{\"update_frequency_interval\": \"1\"}");
    check_set(*state, "{\"resources\": [{\"format\": 1}]}", "resources/0/format", "CSV",
              "{\"resources\": [{\"format\": \"CSV\"}]}");
    check_refused(*state, "{\"private\": false}", EDIT_SET, "private", "ใช่");
}

static void where_the_profile_is_silent_the_type_stays(void **state)
{
    check_set(*state, "{\"x\": {\"n\": 1}}", "x/n", "2.50", "{\"x\": {\"n\": 2.50}}");
    check_set(*state, "{\"x\": {\"n\": true}}", "x/n", "false", "{\"x\": {\"n\": false}}");
    check_refused(*state, "{\"x\": {\"n\": 1}}", EDIT_SET, "x/n", "viele");
    check_refused(*state, "{\"x\": {\"n\": 1}}", EDIT_SET, "x", "1");
}

static void a_new_key_stands_where_the_form_has_it(void **state)
{
    check_set(*state, "{\n  \"name\": \"s\",\n  \"notes\": \"n\"\n}\n", "title", "t",
              "{\n  \"name\": \"s\",\n  \"title\": \"t\",\n  \"notes\": \"n\"\n}\n");
    check_set(*state, "{}", "title", "t", "{\"title\": \"t\"}");
    check_set(*state, "{\"a\": 1, \"b\": 2}", "zz", "t", "{\"a\": 1, \"b\": 2, \"zz\": \"t\"}");
}

static void an_element_is_replaced_or_added_at_the_end(void **state)
{
    check_set(*state, "{\"tags\": [\"a\", \"b\"]}", "tags/1", "c", "{\"tags\": [\"a\", \"c\"]}");
    check_set(*state, "{\"tags\": [\"a\", \"b\"]}", "/tags/2", "c", "{\"tags\": [\"a\", \"b\", \"c\"]}");
    check_set(*state, "{\"tags\": []}", "tags/0", "c", "{\"tags\": [\"c\"]}");
    check_refused(*state, "{\"tags\": []}", EDIT_SET, "tags/1", "c");
    check_refused(*state, "{\"tags\": []}", EDIT_SET, "tags/x", "c");
}

static void escapes_of_pointers_are_undone(void **state)
{
    check_set(*state, "{\"a/b~c\": \"x\"}", "a~1b~0c", "y", "{\"a/b~c\": \"y\"}");
}

static void check_removed(struct fixture *fixture, const char *before, const char *path, const char *after)
{
    put_file(fixture->folder, "staff/metadata.json", before);
    assert_true(edit(fixture, EDIT_REMOVE, path, NULL));
    check_file(fixture, "staff/metadata.json", after);
}

static void what_is_removed_takes_its_comma_along(void **state)
{
    check_removed(*state, "{\n  \"a\": 1,\n  \"b\": 2\n}", "a", "{\n  \"b\": 2\n}");
    check_removed(*state, "{\n  \"a\": 1,\n  \"b\": 2\n}", "b", "{\n  \"a\": 1\n}");
    check_removed(*state, "{\n  \"a\": 1\n}", "a", "{}");
    check_removed(*state, "{\"t\": [1, 2, 3]}", "t/1", "{\"t\": [1, 3]}");
    check_refused(*state, "{\"a\": 1}", EDIT_REMOVE, "b", NULL);
}

static void a_key_is_renamed_and_its_value_stays(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "staff/metadata.json", "{\"titel\": [1,  2]}");
    assert_true(edit(fixture, EDIT_RENAME, "titel", "title"));
    check_file(fixture, "staff/metadata.json", "{\"title\": [1,  2]}");
    check_refused(fixture, "{\"titel\": 1, \"title\": 2}", EDIT_RENAME, "titel", "title");
    check_refused(fixture, "{\"a\": [1]}", EDIT_RENAME, "a/0", "b");
}

static void nothing_is_written_into_what_is_no_json(void **state)
{
    check_refused(*state, "{\"a\": ", EDIT_SET, "a", "1");
    check_refused(*state, "[]", EDIT_SET, "a", "1");
}

static void only_files_of_the_workspace_are_changed(void **state)
{
    struct fixture *fixture = *state;
    const char *const value[] = {"x"};
    static const char *const targets[] = {"nobody", "../catalog.json", "/etc/passwd", "staff",
                                          "publish.lock.json"};
    put_file(fixture->folder, "publish.lock.json", "{}");
    put_file(fixture->folder, "staff/metadata.json", "{}");
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct edit_request request = {EDIT_SET, targets[i], "title", value, 1};
        bool done =
            edit_run(&fixture->workspace, &request, &fixture->run, &fixture->result, &fixture->problem);
        assert_int_equal(done, i == 3);
        problem_clear(&fixture->problem);
    }
}

static void the_catalog_and_dictionaries_can_be_changed(void **state)
{
    struct fixture *fixture = *state;
    const char *const value[] = {"integer"};
    put_file(fixture->folder, "staff/a.dictionary.json", "{\"fields\": [{\"name\": \"n\"}]}");
    struct edit_request request = {EDIT_SET, "staff/a.dictionary.json", "fields/0/type", value, 1};
    assert_true(edit_run(&fixture->workspace, &request, &fixture->run, &fixture->result, &fixture->problem));
    check_file(fixture, "staff/a.dictionary.json",
               "{\"fields\": [{\"name\": \"n\", \"type\": \"integer\"}]}");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_value_is_replaced_and_the_rest_stays),
        TEST(a_value_has_the_type_that_the_profile_asks_for),
        TEST(where_the_profile_is_silent_the_type_stays),
        TEST(a_new_key_stands_where_the_form_has_it),
        TEST(an_element_is_replaced_or_added_at_the_end),
        TEST(escapes_of_pointers_are_undone),
        TEST(what_is_removed_takes_its_comma_along),
        TEST(a_key_is_renamed_and_its_value_stays),
        TEST(nothing_is_written_into_what_is_no_json),
        TEST(only_files_of_the_workspace_are_changed),
        TEST(the_catalog_and_dictionaries_can_be_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
