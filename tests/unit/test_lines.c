/* Metadata one document a line, through metadata/lines.h. */
#include "tests/unit/support.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
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
    };
    return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
