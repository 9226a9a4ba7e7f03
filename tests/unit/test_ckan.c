/* Every shape of answer that a portal or a server in front of it gives. */
#include "tests/unit/support.h"

#include "publisher/ckan.h"
#include "tests/support/scripted.h"

struct told {
    bool fine;
    bool absent;
    enum problem_kind kind;
    char message[2000];
    size_t requests;
    size_t writes;
    unsigned waited;
};

static struct told call(const struct script_step *steps, size_t count, bool write)
{
    struct arena arena = {0};
    struct problem problem = {0};
    const struct json *result;
    struct scripted script = scripted(steps, count);
    struct ckan ckan = {
        .transport = &script.transport, .url = "http://127.0.0.1:5000", .token = "s3cret-token"};
    struct ckan_call action = {
        .action = "package_show", .subject = "a", .write = write, .may_be_absent = !write, .guarded = write};
    struct told told = {.fine = ckan_call(&ckan, &action, &arena, &result, &problem)};
    told.absent = result == NULL;
    told.kind = problem.kind;
    told.requests = ckan.requests;
    told.writes = ckan.writes;
    told.waited = script.waited;
    snprintf(told.message, sizeof told.message, "%s", problem.message.at != NULL ? problem.message.at : "");
    scripted_end(&script);
    problem_clear(&problem);
    arena_free(&arena);
    return told;
}

static struct told told(int status, const char *body, const char *type, bool write)
{
    struct script_step step = {.at = "package_show", .status = status, .body = body, .type = type};
    return call(&step, 1, write);
}

static void check_told(struct told got, enum problem_kind kind, const char *words)
{
    assert_int_equal(got.kind, kind);
    if (strstr(got.message, words) == NULL)
        fail_msg("“%s” is not in: %s", words, got.message);
}

#define ERROR(inside) "{\"help\": \"h\", \"success\": false, \"error\": {" inside "}}"
#define HTML "<html><body>Sorry</body></html>"

static void a_success_has_a_result(void **state)
{
    (void)state;
    assert_true(told(200, "result {\"id\": \"x\"}", NULL, false).fine);
    assert_true(told(200, "result []", NULL, true).fine);
    assert_true(told(200, "result null", NULL, true).fine);
}

static void a_missing_thing_is_an_answer_where_it_may_be_missing(void **state)
{
    (void)state;
    struct told got =
        told(404, ERROR("\"__type\": \"Not Found Error\", \"message\": \"Not found\""), NULL, false);
    assert_true(got.fine && got.absent);
    check_told(told(404, ERROR("\"__type\": \"Not Found Error\", \"message\": \"Not found\""), NULL, true),
               PROBLEM_REFUSED, "Not found");
    /* the front server's own 404 says nothing of the dataset */
    check_told(told(404, HTML, "text/html", false), PROBLEM_NETWORK, "Sorry");
}

static void errors_of_fields_are_told_in_every_shape(void **state)
{
    (void)state;
    check_told(told(409, ERROR("\"title\": [\"ค่าที่ขาดหาย\"], \"__type\": \"Validation Error\""), NULL, true),
               PROBLEM_REFUSED, "title: ค่าที่ขาดหาย");
    check_told(
        told(409,
             ERROR("\"resources\": [{}, {\"name\": [\"Missing value\"]}], \"__type\": \"Validation Error\""),
             NULL, true),
        PROBLEM_REFUSED, "resources[2].name: Missing value");
    check_told(told(409, ERROR("\"match__id\": \"plain string\""), NULL, true), PROBLEM_REFUSED,
               "match__id: plain string");
    check_told(told(409, ERROR("\"records\": [\"bad\"], \"_records_row\": 3"), NULL, true), PROBLEM_REFUSED,
               "records: bad; _records_row: 3");
    check_told(told(409, ERROR("\"info\": {\"orig\": \"duplicated\", \"pgcode\": \"23505\"}"), NULL, true),
               PROBLEM_REFUSED, "info.orig: duplicated");
    check_told(told(409, ERROR("\"__type\": \"Search Error\", \"message\": \"down\""), NULL, false),
               PROBLEM_NETWORK, "down");
}

static void statuses_have_their_kinds(void **state)
{
    (void)state;
    check_told(told(403, ERROR("\"__type\": \"Authorization Error\", \"message\": \"User  not authorized\""),
                    NULL, true),
               PROBLEM_TOKEN, "User  not authorized");
    check_told(
        told(500, ERROR("\"__type\": \"Internal Server Error\", \"message\": \"Internal\""), NULL, true),
        PROBLEM_NETWORK, "Internal");
    check_told(told(400, "\"Bad request - Action name not known: package_show\"", NULL, false),
               PROBLEM_NETWORK, "Action name not known");
    check_told(told(401, HTML, "text/html", false), PROBLEM_TOKEN, "401, text/html");
    check_told(told(403, HTML, "text/html", false), PROBLEM_NETWORK, "403, text/html");
    check_told(told(413, HTML, "text/html", true), PROBLEM_REFUSED, "413");
}

static void a_page_with_200_is_no_success(void **state)
{
    (void)state;
    check_told(told(200, HTML, "text/html", false), PROBLEM_NETWORK, "Sorry");
    check_told(told(200, HTML, "text/html", true), PROBLEM_UNKNOWN, "Sorry");
    check_told(told(200, "{\"success\": true, \"result\"", NULL, true), PROBLEM_UNKNOWN, "200");
    check_told(told(200, "null", NULL, true), PROBLEM_UNKNOWN, "null");
    check_told(told(200, "{\"success\": true}", NULL, true), PROBLEM_UNKNOWN, "200");
    check_told(told(200, "", NULL, true), PROBLEM_UNKNOWN, "200");
    check_told(told(502, HTML, "text/html", true), PROBLEM_UNKNOWN, "502");
}

static void a_redirect_says_where_it_leads(void **state)
{
    struct script_step step = {.at = "package_show",
                               .status = 308,
                               .body = "",
                               .type = "text/html",
                               .location = "https://portal.example.org/x"};
    (void)state;
    check_told(call(&step, 1, true), PROBLEM_NETWORK, "https://portal.example.org/x");
}

static void a_read_is_asked_again(void **state)
{
    static const struct script_step steps[] = {
        {.at = "package_show", .delivery = DELIVERY_LOST},
        {.at = "package_show", .status = 503, .retry_after = 2, .type = "text/html"},
        {.at = "package_show", .status = 200, .body = "result {}"}};
    (void)state;
    struct told got = call(steps, 3, false);
    assert_true(got.fine);
    assert_int_equal(got.requests, 3);
    assert_int_equal(got.writes, 0);
    assert_true(got.waited >= 2000);
}

static void a_write_whose_answer_was_lost_is_unknown_and_not_repeated(void **state)
{
    static const struct script_step lost[] = {{.at = "package_show", .delivery = DELIVERY_LOST}};
    static const struct script_step slow[] = {
        {.at = "package_show", .status = 429, .retry_after = 1, .type = "text/html"},
        {.at = "package_show", .status = 200, .body = "result {}"}};
    (void)state;
    check_told(call(lost, 1, true), PROBLEM_UNKNOWN, "not known");
    struct told got = call(slow, 2, true);
    assert_true(got.fine);
    assert_int_equal(got.writes, 2);
    assert_true(got.waited >= 1000 && got.waited < 1500);
}

static void a_guarded_write_that_comes_too_late_is_a_conflict(void **state)
{
    (void)state;
    check_told(
        told(409, ERROR("\"match\": [\"metadata_modified\"], \"__type\": \"Validation Error\""), NULL, true),
        PROBLEM_CONFLICT, "Plan again");
}

static void a_portal_that_stays_silent_is_not_asked_for_ever(void **state)
{
    static const struct script_step steps[] = {{.at = "package_show", .delivery = DELIVERY_SILENT},
                                               {.at = "package_show", .delivery = DELIVERY_SILENT}};
    struct arena arena = {0};
    struct scripted script = SCRIPTED(steps);
    struct ckan ckan = {.transport = &script.transport, .url = "http://127.0.0.1:5000"};
    struct ckan_call action = {.action = "package_show", .subject = "a"};
    (void)state;
    for (int i = 0; i < 5; i++) {
        struct problem problem = {0};
        const struct json *result;
        assert_false(ckan_call(&ckan, &action, &arena, &result, &problem));
        assert_int_equal(problem.kind, PROBLEM_NETWORK);
        problem_clear(&problem);
    }
    assert_int_equal(ckan.requests, 2);
    scripted_end(&script);
    arena_free(&arena);
}

static void no_connection_is_tried_three_times(void **state)
{
    static const struct script_step steps[] = {{.at = "package_show", .delivery = DELIVERY_NOT_SENT},
                                               {.at = "package_show", .delivery = DELIVERY_NOT_SENT},
                                               {.at = "package_show", .delivery = DELIVERY_NOT_SENT}};
    (void)state;
    check_told(call(steps, 3, true), PROBLEM_NETWORK, "cannot be reached");
}

static void the_token_is_masked_and_long_words_are_cut(void **state)
{
    char body[4000];
    (void)state;
    struct told got = told(403, ERROR("\"message\": \"s3cret-token is bad, s3cret-token\""), NULL, true);
    assert_null(strstr(got.message, "s3cret"));
    assert_non_null(strstr(got.message, "*** is bad, ***"));
    memset(body, 0, sizeof body);
    for (size_t i = 0; i + 3 < 3000; i += 3)
        memcpy(body + i, "ก", 3);
    got = told(500, body, "text/html", false);
    assert_non_null(strstr(got.message, "(cut)"));
    assert_true(strlen(got.message) < 800);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_success_has_a_result),
        cmocka_unit_test(a_missing_thing_is_an_answer_where_it_may_be_missing),
        cmocka_unit_test(errors_of_fields_are_told_in_every_shape),
        cmocka_unit_test(statuses_have_their_kinds),
        cmocka_unit_test(a_page_with_200_is_no_success),
        cmocka_unit_test(a_redirect_says_where_it_leads),
        cmocka_unit_test(a_read_is_asked_again),
        cmocka_unit_test(a_write_whose_answer_was_lost_is_unknown_and_not_repeated),
        cmocka_unit_test(a_guarded_write_that_comes_too_late_is_a_conflict),
        cmocka_unit_test(a_portal_that_stays_silent_is_not_asked_for_ever),
        cmocka_unit_test(no_connection_is_tried_three_times),
        cmocka_unit_test(the_token_is_masked_and_long_words_are_cut),
    };
    return cmocka_run_group_tests_name("ckan", tests, NULL, NULL);
}
