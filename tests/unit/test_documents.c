/* Documents one a line and in folders, through metadata/lines.h and metadata/files.h. */
#include "tests/unit/support.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/limits.h"
#include "metadata/files.h"
#include "metadata/lines.h"
#include "metadata/profile.h"

static const char SCHEMA[] = "{\"properties\": {\"a\": {\"maximum\": 5}}, \"required\": [\"a\"]}";

struct fixture {
    struct arena run;
    char *folder;
    const struct profile *profile;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct problem problem = {0};
    struct finding_lines lines = finding_lines();
    fixture->folder = temporary_folder(&fixture->run);
    put_file(fixture->folder, "schema.json", SCHEMA);
    fixture->profile = profile_open_file(
        &fixture->run, file_join(&fixture->run, fixture->folder, "schema.json"), &lines.sink, &problem);
    text_free(&lines.text);
    *state = fixture;
    return fixture->profile == NULL;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    remove_folder(fixture->folder);
    arena_free(&fixture->run);
    free(fixture);
    return 0;
}

/* Judges a text; the findings go to `findings`. */
static size_t judge(struct fixture *fixture, struct slice text, unsigned threads,
                    struct finding_lines *findings)
{
    struct problem problem = {0};
    put_bytes(fixture->folder, "lines", text);
    struct lines lines = {
        .profile = fixture->profile, .file = "l", .threads = threads, .sink = &findings->sink};
    lines.descriptor = open(file_join(&fixture->run, fixture->folder, "lines"), O_RDONLY);
    assert_true(lines.descriptor >= 0);
    assert_true(lines_check(&lines, &problem));
    close(lines.descriptor);
    return lines.documents;
}

static void findings_stand_at_the_lines_of_the_file(void **state)
{
    struct finding_lines findings = finding_lines();
    size_t documents =
        judge(*state, slice_of("{\"a\": 7}\r\n\n  \n{\"a\": 1}\n{\"a\": \n{\"b\": 1}"), 1, &findings);
    assert_int_equal(documents, 4);
    check_text(text_slice(&findings.text), "M106 error l:1:7 a {value} is too large; at most 5 is allowed\n"
                                           "M001 error l:5:7 - not JSON: here a value: text in quotation "
                                           "marks, a number, true, false, null, [ or "
                                           "{ is expected\n"
                                           "M101 error l:6:1 a \"a\" is missing\n");
    text_free(&findings.text);
}

static void what_is_wrong_with_a_line_is_told_of_the_line(void **state)
{
    struct finding_lines findings = finding_lines();
    judge(*state, slice_of("{\"a\": 1}\n\xEF\xBB\xBF{\"a\": 1}\n{\"a\": 1}{}\n{\"a\": \"\xE0\xB8\n"), 1,
          &findings);
    check_text(
        text_slice(&findings.text),
        "M003 error l:2:1 - the line begins with a byte order mark; save the file as UTF-8 without BOM\n"
        "M001 error l:3:9 - not JSON: here the end of the document is expected\n"
        "M002 error l:4:8 - the line ends in the middle of a letter: it was cut off\n");
    text_free(&findings.text);
}

static void an_empty_file_has_no_documents(void **state)
{
    struct finding_lines findings = finding_lines();
    assert_int_equal(judge(*state, slice_of(""), 2, &findings), 0);
    assert_int_equal(judge(*state, slice_of("\n\n"), 2, &findings), 0);
    assert_int_equal(findings.text.length, 0);
    text_free(&findings.text);
}

static void any_number_of_threads_says_the_same(void **state)
{
    struct text text = {0};
    struct finding_lines one = finding_lines();
    for (int i = 0; i < 60000; i++)
        text_format(&text, "{\"a\": %d, \"n\": \"%0*d\"}\n%s", i % 97 == 0 ? 6 : 5, i % 50, i,
                    i % 31 == 0 ? "\n" : "");
    assert_int_equal(judge(*state, text_slice(&text), 1, &one), 60000);
    assert_int_equal(one.counts.errors, 619);
    for (unsigned threads = 2; threads < 6; threads++) {
        struct finding_lines many = finding_lines();
        assert_int_equal(judge(*state, text_slice(&text), threads, &many), 60000);
        check_text(text_slice(&many.text), one.text.at);
        text_free(&many.text);
    }
    text_free(&one.text);
    text_free(&text);
}

static void a_line_longer_than_a_batch_is_one_document(void **state)
{
    struct text text = {0};
    struct finding_lines findings = finding_lines();
    text_add(&text, "{\"n\": \"");
    for (size_t i = 0; i < 3 * LIMIT_LINES_BATCH_BYTES; i++)
        text_add_char(&text, 'x');
    text_add(&text, "\", \"a\": 6}\n{\"a\": 6}\n");
    assert_int_equal(judge(*state, text_slice(&text), 2, &findings), 2);
    assert_int_equal(findings.counts.errors, 2);
    text_free(&findings.text);
    text_free(&text);
}

static void a_line_over_the_limit_is_a_finding_and_the_next_is_judged(void **state)
{
    struct text text = {0};
    struct finding_lines findings = finding_lines();
    text_add(&text, "{\"a\": 1}\n");
    memset(text_reserve(&text, LIMIT_JSON_BYTES + 5), ' ', LIMIT_JSON_BYTES + 5);
    text.length += LIMIT_JSON_BYTES + 5;
    text_add(&text, "1\n{\"a\": 9}\n");
    assert_int_equal(judge(*state, text_slice(&text), 1, &findings), 3);
    check_text(text_slice(&findings.text), "M007 error l:2:1 - the line is longer than 64 MiB\n"
                                           "M106 error l:3:7 a {value} is too large; at most 5 is allowed\n");
    text_free(&findings.text);
    text_free(&text);
}

/* ---- files and folders ---- */

/* What was told of files: findings and problems in the order in which they came. */
struct told {
    struct files files;
    struct finding_lines findings;
};

static void tell(struct files *self, struct problem *problem)
{
    struct told *told = (struct told *)self;
    text_format(&told->findings.text, "%s %s\n", problem->kind == PROBLEM_USAGE ? "usage" : "local",
                problem->message.at);
    problem_clear(problem);
}

/* Judges what is named in the fixture's folder, which is the current one meanwhile. */
static struct told judge_files(struct fixture *fixture, const char *const *paths, size_t count,
                               unsigned threads)
{
    struct problem problem = {0};
    struct told told = {.findings = finding_lines()};
    int before = open(".", O_RDONLY | O_DIRECTORY);
    assert_int_equal(chdir(fixture->folder), 0);
    told.files = (struct files){.profile = fixture->profile,
                                .paths = paths,
                                .path_count = count,
                                .threads = threads,
                                .sink = &told.findings.sink,
                                .tell = tell};
    assert_true(files_check(&told.files, &problem));
    assert_int_equal(fchdir(before), 0);
    close(before);
    return told;
}

static void check_told(struct told *told, size_t documents, const char *wanted)
{
    assert_int_equal(told->files.documents, documents);
    check_text(text_slice(&told->findings.text), wanted);
    text_free(&told->findings.text);
}

static void what_is_named_comes_in_that_order(void **state)
{
    struct fixture *fixture = *state;
    const char *const paths[] = {"z.txt", "folder", "gone", "a.json", "none", "folder"};
    put_file(fixture->folder, "z.txt", "{\"a\": 6}");
    put_file(fixture->folder, "a.json", "{\"a\": 7}");
    put_file(fixture->folder, "folder/b.json", "{\"a\": 8}");
    put_file(fixture->folder, "none/b.txt", "{\"a\": 9}");
    struct told told = judge_files(fixture, paths, 6, 1);
    check_told(&told, 4,
               "M106 error z.txt:1:7 a {value} is too large; at most 5 is allowed\n"
               "M106 error folder/b.json:1:7 a {value} is too large; at most 5 is allowed\n"
               "local gone cannot be opened: No such file or directory\n"
               "M106 error a.json:1:7 a {value} is too large; at most 5 is allowed\n"
               "usage none holds no document: no file beneath it has a name that ends in .json\n"
               "M106 error folder/b.json:1:7 a {value} is too large; at most 5 is allowed\n");
}

/* Nobody knows what lies in it, so nobody says that there is no document. */
static void a_folder_that_may_not_be_read_is_told_and_the_rest_is_judged(void **state)
{
    struct fixture *fixture = *state;
    const char *const folder = "d", *const closed = "d/b", *const both[] = {"d", "d/b"};
    put_file(fixture->folder, "d/a.json", "{\"a\": 6}");
    put_file(fixture->folder, "d/b/b.json", "{\"a\": 7}");
    put_file(fixture->folder, "d/c.json", "{\"a\": 8}");
    put_file(fixture->folder, "d/d.json", "{\"a\": 9}");
    assert_int_equal(chmod(fixture->folder, 0755), 0);
    assert_int_equal(chmod(file_join(&fixture->run, fixture->folder, closed), 0), 0);
    assert_int_equal(chmod(file_join(&fixture->run, fixture->folder, "d/c.json"), 0), 0);
    become_nobody();
    struct told one = judge_files(fixture, &folder, 1, 1), two = judge_files(fixture, both, 2, 2);
    become_oneself();
    assert_int_equal(chmod(file_join(&fixture->run, fixture->folder, closed), 0755), 0);
    check_told(&one, 2,
               "M106 error d/a.json:1:7 a {value} is too large; at most 5 is allowed\n"
               "local the folder d/b cannot be read: Permission denied\n"
               "local d/c.json cannot be opened: Permission denied\n"
               "M106 error d/d.json:1:7 a {value} is too large; at most 5 is allowed\n");
    check_told(&two, 2,
               "M106 error d/a.json:1:7 a {value} is too large; at most 5 is allowed\n"
               "local the folder d/b cannot be read: Permission denied\n"
               "local d/c.json cannot be opened: Permission denied\n"
               "M106 error d/d.json:1:7 a {value} is too large; at most 5 is allowed\n"
               "local the folder d/b cannot be read: Permission denied\n");
}

static void a_link_counts_where_it_leads_beneath_the_folder(void **state)
{
    struct fixture *fixture = *state;
    const char *const path = "d";
    put_file(fixture->folder, "out.json", "{\"a\": 6}");
    put_file(fixture->folder, "d/b/a.json", "{\"a\": 7}");
    assert_int_equal(symlink("b/a.json", file_join(&fixture->run, fixture->folder, "d/in.json")), 0);
    assert_int_equal(symlink("../out.json", file_join(&fixture->run, fixture->folder, "d/out.json")), 0);
    struct told told = judge_files(fixture, &path, 1, 1);
    check_told(&told, 2,
               "M106 error d/b/a.json:1:7 a {value} is too large; at most 5 is allowed\n"
               "M106 error d/in.json:1:7 a {value} is too large; at most 5 is allowed\n"
               "local d/out.json is a symbolic link, which is not followed; put the file itself there\n");
}

/* More than a batch in number and in bytes, and folders that end with a batch. */
static void any_number_of_threads_says_the_same_of_folders(void **state)
{
    struct fixture *fixture = *state;
    const char *const paths[] = {"d", "d/07", "d/08", "gone", "d"};
    struct text large = {0};
    text_format(&large, "{\"n\": \"%0*d\", \"a\": 6}", (int)(LIMIT_FILES_BYTES / 2), 0);
    for (int i = 0; i < 20 * LIMIT_FILES_BATCH; i++) {
        bool folder = i % LIMIT_FILES_BATCH == 1;
        char *name = arena_format(&fixture->run, "d/%02d/%03d.json%s", i / LIMIT_FILES_BATCH, i,
                                  folder ? "/x.json" : "");
        put_file(fixture->folder, name, i % 50 == 0 ? large.at : i % 9 == 0 ? "{\"a\": 7}" : "{\"a\": 1}");
    }
    assert_int_equal(symlink("gone", file_join(&fixture->run, fixture->folder, "d/05/lost.json")), 0);
    struct told one = judge_files(fixture, paths, 5, 1);
    assert_int_equal(one.files.documents, 42 * LIMIT_FILES_BATCH);
    for (unsigned threads = 2; threads < 6; threads++) {
        struct told many = judge_files(fixture, paths, 5, threads);
        check_told(&many, one.files.documents, one.findings.text.at);
    }
    text_free(&one.findings.text);
    text_free(&large);
}

static void an_interruption_ends_it_and_is_a_problem(void **state)
{
    struct fixture *fixture = *state;
    struct problem problem = {0};
    const char *const path = fixture->folder;
    struct files files = {.profile = fixture->profile, .paths = &path, .path_count = 1, .tell = tell};
    sigset_t none;
    interrupt_hold();
    raise(SIGINT);
    assert_false(files_check(&files, &problem));
    signal(SIGINT, SIG_IGN); /* it waits no longer */
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGINT, SIG_DFL);
    assert_int_equal(problem.kind, PROBLEM_INTERRUPTED);
    problem_clear(&problem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(findings_stand_at_the_lines_of_the_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_wrong_with_a_line_is_told_of_the_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_file_has_no_documents, set_up, tear_down),
        cmocka_unit_test_setup_teardown(any_number_of_threads_says_the_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_line_longer_than_a_batch_is_one_document, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_line_over_the_limit_is_a_finding_and_the_next_is_judged, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_named_comes_in_that_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_folder_that_may_not_be_read_is_told_and_the_rest_is_judged, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_link_counts_where_it_leads_beneath_the_folder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(any_number_of_threads_says_the_same_of_folders, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_interruption_ends_it_and_is_a_problem, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("documents", tests, NULL, NULL);
}
