/* The files beneath a folder, through base/walk.h. */
#include "tests/unit/support.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/walk.h"

struct fixture {
    struct arena run;
    char *folder;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->folder = temporary_folder(&fixture->run);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    remove_folder(fixture->folder);
    arena_free(&fixture->run);
    free(fixture);
    return 0;
}

static void put_link(struct fixture *fixture, const char *name, const char *target)
{
    assert_int_equal(symlink(target, file_join(&fixture->run, fixture->folder, name)), 0);
}

/* Walks, and compares what is found, a line each, without the folder's own path. */
static void check_walk(struct fixture *fixture, const char *wanted)
{
    struct text found = {0};
    struct problem problem = {0};
    const char *path;
    struct walk *walk = walk_start(&fixture->run, fixture->folder, ".json", &problem);
    assert_non_null(walk);
    assert_int_equal(walk_prefix(walk), strlen(fixture->folder) + 1);
    for (enum walk_found kind; (kind = walk_next(walk, &path, &problem)) != WALK_END;) {
        text_format(&found, "%s%s\n", kind == WALK_UNREADABLE ? "not " : "", path + walk_prefix(walk));
        problem_clear(&problem);
    }
    assert_int_equal(walk_next(walk, &path, &problem), WALK_END);
    walk_end(walk);
    check_text(text_slice(&found), wanted);
    text_free(&found);
}

static void files_come_in_the_order_of_names_folder_by_folder(void **state)
{
    struct fixture *fixture = *state;
    static const char *const names[] = {"b.json", "a/z.json",       "a/b/c.json",      "a-b.json",
                                        "B.JSON", "x.json/y.json",  "x.json/a/b.Json", "c.txt",
                                        "cjson",  "a/b/d.json.bak", "e/f/g/none.txt"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        put_file(fixture->folder, names[i], "");
    check_walk(fixture, "B.JSON\na/b/c.json\na/z.json\na-b.json\nb.json\nx.json/a/b.Json\nx.json/y.json\n");
}

static void hidden_entries_and_backups_are_passed_over(void **state)
{
    struct fixture *fixture = *state;
    static const char *const names[] = {".a.json", ".git/a.json", ".json",
                                        "a.json~", "#a.json#",    "a/.b.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        put_file(fixture->folder, names[i], "");
    put_link(fixture, ".#c.json", "nobody@nowhere");
    check_walk(fixture, "");
}

static void links_to_folders_are_not_followed(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "a/b.json", "");
    put_link(fixture, "a/up", "..");
    put_link(fixture, "a/loop.json", ".");
    put_link(fixture, "c", "a");
    put_link(fixture, "d.json", "a/b.json");
    put_link(fixture, "itself.json", "itself.json");
    put_link(fixture, "nowhere.json", "nowhere");
    put_link(fixture, "nowhere", "gone");
    check_walk(fixture, "a/b.json\nd.json\nitself.json\nnowhere.json\n");
}

static void names_need_not_be_letters(void **state)
{
    struct fixture *fixture = *state;
    put_file(fixture->folder, "\xFF.json", "");
    put_file(fixture->folder, "\xE0\xB8\x81.json", "");
    put_file(fixture->folder, "a\nb.json", "");
    check_walk(fixture, "a\nb.json\n\xE0\xB8\x81.json\n\xFF.json\n");
}

/* More folders of that name, one in the other, than a path can hold; or goes up and removes them. */
#define DEEP (LIMIT_PATH_BYTES / 200 + 1)

static void make_deep(const char *folder, const char *name, bool remove)
{
    int before = open(".", O_RDONLY | O_DIRECTORY);
    assert_int_equal(chdir(folder), 0);
    for (size_t depth = 0; depth < DEEP; depth++)
        assert_true((remove || mkdir(name, 0755) == 0) && chdir(name) == 0);
    for (size_t depth = 0; remove && depth < DEEP; depth++)
        assert_true(chdir("..") == 0 && rmdir(name) == 0);
    assert_int_equal(fchdir(before), 0);
    close(before);
}

static void a_folder_too_deep_is_told(void **state)
{
    struct fixture *fixture = *state;
    char name[201] = {0};
    struct text wanted = {0};
    memset(name, 'n', 200);
    put_file(fixture->folder, "a.json", "");
    put_file(fixture->folder, "z.json", "");
    text_add(&wanted, "a.json\nnot ");
    while (wanted.length < LIMIT_PATH_BYTES)
        text_format(&wanted, "%s/", name);
    wanted.length--;
    text_add(&wanted, "\nz.json\n");
    make_deep(fixture->folder, name, false);
    check_walk(fixture, wanted.at);
    make_deep(fixture->folder, name, true);
    text_free(&wanted);
}

static void a_folder_that_is_not_there_is_a_problem(void **state)
{
    struct fixture *fixture = *state;
    struct problem problem = {0};
    put_file(fixture->folder, "a.json", "");
    assert_null(
        walk_start(&fixture->run, file_join(&fixture->run, fixture->folder, "gone"), ".json", &problem));
    assert_int_equal(problem.kind, PROBLEM_LOCAL);
    problem_clear(&problem);
    assert_null(
        walk_start(&fixture->run, file_join(&fixture->run, fixture->folder, "a.json"), ".json", &problem));
    assert_int_equal(problem.kind, PROBLEM_LOCAL);
    problem_clear(&problem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_come_in_the_order_of_names_folder_by_folder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hidden_entries_and_backups_are_passed_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(links_to_folders_are_not_followed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_need_not_be_letters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_folder_too_deep_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_folder_that_is_not_there_is_a_problem, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("walk", tests, NULL, NULL);
}
