/* The sandbox's pages: what they show, to whom, and that nothing in the metadata becomes markup. */
#include "tests/unit/support.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/problem.h"
#include "portal/html.h"
#include "portal/markdown.h"
#include "portal/sandbox.h"

struct fixture {
    struct arena arena;
    struct problem problem;
    char *folder;
    struct sandbox *sandbox;
    const char *token;
};

static const char *say(struct fixture *fixture, const char *request)
{
    const char *port = strrchr(sandbox_url(fixture->sandbox), ':') + 1;
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)strtoul(port, NULL, 10))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(connection >= 0);
    assert_int_equal(connect(connection, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(send(connection, request, strlen(request), MSG_NOSIGNAL), (ssize_t)strlen(request));
    struct text answer = {0};
    char some[4096];
    ssize_t count;
    while ((count = recv(connection, some, sizeof some, 0)) > 0)
        text_add_bytes(&answer, some, (size_t)count);
    close(connection);
    const char *copy = arena_copy(&fixture->arena, answer.at, answer.length);
    text_free(&answer);
    return copy;
}

static const char *ask(struct fixture *fixture, const char *method, const char *path, const char *token)
{
    return say(fixture, arena_format(&fixture->arena,
                                     "%s %s HTTP/1.1\r\nHost: localhost\r\n%s%s%sConnection: close\r\n\r\n",
                                     method, path, token == NULL ? "" : "Authorization: ",
                                     token == NULL ? "" : token, token == NULL ? "" : "\r\n"));
}

static const char *get(struct fixture *fixture, const char *path)
{
    return ask(fixture, "GET", path, NULL);
}

static void check_status(const char *answer, int status)
{
    char wanted[32];
    snprintf(wanted, sizeof wanted, "HTTP/1.1 %d ", status);
    assert_memory_equal(answer, wanted, strlen(wanted));
}

static const char *act(struct fixture *fixture, const char *action, const char *body)
{
    const char *answer =
        say(fixture, arena_format(&fixture->arena,
                                  "POST /api/3/action/%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n"
                                  "Content-Type: application/json\r\nContent-Length: %zu\r\n"
                                  "Connection: close\r\n\r\n%s",
                                  action, fixture->token, strlen(body), body));
    if (strncmp(answer, "HTTP/1.1 200 ", 13) != 0)
        print_error("%s: %s\n", action, answer);
    check_status(answer, 200);
    return answer;
}

static void check_says(const char *answer, const char *wanted)
{
    if (strstr(answer, wanted) == NULL)
        print_error("does not say: %s\n%s\n", wanted, answer);
    assert_non_null(strstr(answer, wanted));
}

static void check_silent(const char *answer, const char *unwanted)
{
    if (strstr(answer, unwanted) != NULL)
        print_error("says: %s\n%s\n", unwanted, answer);
    assert_null(strstr(answer, unwanted));
}

/* The fields that the Thai schema needs; more go behind. */
#define NEEDED                                                                                                              \
    "\"owner_org\": \"office\", \"data_type\": \"ข้อมูลสถิติ\", \"maintainer\": \"ศูนย์\"," \
    "\"maintainer_email\": \"a@example.org\", \"tags\": [{\"name\": \"ลูกจ้าง\"}], \"objective\": "           \
    "[\"พันธกิจหน่วยงาน\"],"                                                                  \
    "\"update_frequency_unit\": \"ปี\", \"geo_coverage\": \"จังหวัด\", \"data_format\": [\"CSV\"],"       \
    "\"data_category\": \"ข้อมูลสาธารณะ\", \"license_id\": \"Open Data Common\","                 \
    "\"official_statistics\": \"False\", \"last_updated_date\": \"2019-04-01\""

#define HOSTILE "<script>alert(1)</script>\\\"' onmouseover='x"

static void fill(struct fixture *fixture)
{
    act(fixture, "organization_create", "{\"name\": \"office\", \"title\": \"สำนักงาน <b>ก.ก.</b>\"}");
    act(fixture, "package_create",
        "{\"name\": \"staff\", \"title\": \"ลูกจ้างประจำ\", \"notes\": \"# หัวข้อ\\n\\nบรรทัด **หนา**\","
        "\"data_source\": \"แหล่ง\", \"private\": false, " NEEDED ","
        "\"resources\": [{\"id\": \"11111111-1111-4111-8111-111111111111\", \"name\": \"ตาราง\", \"format\": "
        "\"CSV\", \"url\": \"\"}]}");
    act(fixture, "package_create",
        "{\"name\": \"secret\", \"title\": \"ความลับ\", \"notes\": \"n\", \"data_source\": \"s\","
        "\"private\": true, " NEEDED "}");
    act(fixture, "package_create",
        "{\"name\": \"hostile\", \"title\": \"" HOSTILE "\", \"private\": false,"
        "\"notes\": \"" HOSTILE " <img src=x onerror=y>\\n\\n[a](javascript:alert(1)) [b](JAVASCRIPT:b)"
        " [c](java&#115;cript:c) [d](data:text/html,d) <javascript:e> [f](https://example.org/?a=\\\"b)\\n\\n"
        "![g](http://example.org/g.png)\", \"data_source\": \"" HOSTILE
        "\", \"url\": \"javascript:alert(2)\"," NEEDED
        ", \"resources\": [{\"id\": \"22222222-2222-4222-8222-222222222222\", \"name\": \"" HOSTILE
        "\", \"description\": \"" HOSTILE "\", \"format\": \"<i>\", \"url\": \"javascript://alert(3)\"}]}");
    act(fixture, "datastore_create",
        "{\"resource_id\": \"11111111-1111-4111-8111-111111111111\", \"force\": true, \"fields\": ["
        "{\"id\": \"agency\", \"type\": \"text\", \"info\": {\"label\": \"หน่วยงาน\", \"notes\": \"ชื่อ "
        "<u>หน่วยงาน</u>\"}},"
        "{\"id\": \"people\", \"type\": \"int4\", \"info\": {\"label\": \"จำนวนคน\"}}],"
        "\"records\": [{\"agency\": \"<s>ก</s>\", \"people\": 7}]}");
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    assert_non_null(fixture);
    fixture->folder = temporary_folder(&fixture->arena);
    const struct sandbox_options options = {.folder = fixture->folder};
    fixture->sandbox = sandbox_start(&options, &fixture->problem);
    assert_non_null(fixture->sandbox);
    fixture->token = sandbox_token_make(&fixture->arena, fixture->folder, "test", &fixture->problem);
    assert_non_null(fixture->token);
    fill(fixture);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    sandbox_stop(fixture->sandbox);
    remove_folder(fixture->folder);
    problem_clear(&fixture->problem);
    arena_free(&fixture->arena);
    free(fixture);
    return 0;
}

static void a_dataset_is_shown_with_thai_labels(void **state)
{
    const char *page = get(*state, "/dataset/staff");
    check_status(page, 200);
    check_says(page, "<html lang=\"th\">");
    check_says(page, "<h1>ลูกจ้างประจำ");
    check_says(page, "<h3>หัวข้อ</h3>");
    check_says(page, "<strong>หนา</strong>");
    check_says(page, "<dt>ประเภทชุดข้อมูล</dt><dd>ข้อมูลสถิติ</dd>");
    check_says(page, "<dt>สถิติทางการ</dt><dd>ไม่ใช่</dd>");
    check_says(page, "<dt>สัญญาอนุญาต</dt>");
    check_says(page, "1 เมษายน 2562");
    check_says(page, "/dataset/staff/resource/11111111-1111-4111-8111-111111111111");
    check_says(page, "สำนักงาน &lt;b&gt;ก.ก.&lt;/b&gt;");
}

static void a_dataset_is_found_by_its_id_too(void **state)
{
    static const char key[] = "\"package_id\":\"";
    struct fixture *fixture = *state;
    const char *id = strstr(act(fixture, "package_show", "{\"id\": \"staff\"}"), key);
    assert_non_null(id);
    const char *path = arena_format(&fixture->arena, "/dataset/%.36s", id + strlen(key));
    check_says(get(fixture, path), "<h1>ลูกจ้างประจำ");
}

static void a_resource_shows_its_dictionary_and_rows(void **state)
{
    const char *page = get(*state, "/dataset/staff/resource/11111111-1111-4111-8111-111111111111");
    check_status(page, 200);
    check_says(page, "<th scope=\"col\">ชนิดข้อมูล</th>");
    check_says(page, "<td>จำนวนเต็ม <code>int4</code></td><td>จำนวนคน</td>");
    check_says(page, "ชื่อ &lt;u&gt;หน่วยงาน&lt;/u&gt;");
    check_says(page, "<td>&lt;s&gt;ก&lt;/s&gt;</td><td class=\"number\">7</td>");
}

static void a_resource_of_another_dataset_is_not_there(void **state)
{
    check_status(get(*state, "/dataset/hostile/resource/11111111-1111-4111-8111-111111111111"), 404);
    check_status(get(*state, "/dataset/staff/resource/none"), 404);
}

static void the_list_shows_public_datasets_only(void **state)
{
    const char *page = get(*state, "/");
    check_status(page, 200);
    check_says(page, "href=\"/dataset/staff\"");
    check_says(page, "ทั้งหมด 2 ชุดข้อมูล");
    check_silent(page, "ความลับ");
    check_silent(get(*state, "/organization/office"), "ความลับ");
    check_silent(get(*state, "/dataset?q=secret"), "/dataset/secret");
}

static void words_are_found_within_thai_text(void **state)
{
    const char *page = get(*state, "/dataset?q=%E0%B8%9B%E0%B8%A3%E0%B8%B0%E0%B8%88%E0%B8%B3"); /* ประจำ */
    check_says(page, "href=\"/dataset/staff\"");
    check_silent(page, "href=\"/dataset/hostile\"");
    check_says(get(*state, "/dataset?q=%22%3E%3Cscript%3E"), "value=\"&quot;&gt;&lt;script&gt;\"");
}

static void a_private_dataset_is_shown_to_a_token_only(void **state)
{
    struct fixture *fixture = *state;
    const char *page = get(fixture, "/dataset/secret");
    check_status(page, 404);
    check_silent(page, "ความลับ");
    page = ask(fixture, "GET", "/dataset/secret", fixture->token);
    check_status(page, 200);
    check_says(page, "ส่วนตัว</span>");
    check_says(ask(fixture, "GET", "/", fixture->token), "ทั้งหมด 3 ชุดข้อมูล");
}

static void a_deleted_dataset_is_gone(void **state)
{
    struct fixture *fixture = *state;
    act(fixture, "package_delete", "{\"id\": \"staff\"}");
    check_status(get(fixture, "/dataset/staff"), 404);
    check_status(get(fixture, "/dataset/staff/resource/11111111-1111-4111-8111-111111111111"), 404);
    check_silent(get(fixture, "/"), "ลูกจ้างประจำ");
}

static void hostile_metadata_is_harmless(void **state)
{
    static const char *const paths[] = {"/", "/dataset/hostile",
                                        "/dataset/hostile/resource/22222222-2222-4222-8222-222222222222",
                                        "/organization/office"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const char *page = get(*state, paths[i]);
        check_status(page, 200);
        check_silent(page, "<script");
        check_silent(page, "<img");
        check_silent(page, "<i>");
        check_silent(page, "<b>");
        check_silent(page, "' onmouseover='");
        check_silent(page, "href=\"j");
        check_silent(page, "href=\"J");
        check_silent(page, "href=\"data");
    }
    const char *page = get(*state, "/dataset/hostile");
    check_says(page, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onmouseover=&#39;x");
    check_says(page, "href=\"https://example.org/?a=&quot;b\"");
}

static void a_page_allows_no_scripts(void **state)
{
    const char *page = get(*state, "/dataset/staff");
    check_says(page, "X-Content-Type-Options: nosniff");
    check_says(page, "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'none'; "
                     "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    check_says(get(*state, "/style.css"), "Content-Type: text/css");
}

static void a_head_request_has_no_body(void **state)
{
    const char *head = ask(*state, "HEAD", "/dataset/staff", NULL);
    check_status(head, 200);
    assert_string_equal(strstr(head, "\r\n\r\n"), "\r\n\r\n");
    check_status(ask(*state, "HEAD", "/dataset/none", NULL), 404);
}

static void every_page_says_that_it_is_a_sandbox(void **state)
{
    static const char *const paths[] = {"/", "/dataset", "/organization", "/dataset/staff", "/dataset/none"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        check_says(get(*state, paths[i]), "พอร์ทัลนี้ใช้ทดลองบนเครื่องนี้เท่านั้น");
}

static void what_is_no_page_is_not_found(void **state)
{
    static const char *const paths[] = {"/datasets", "/organizationx", "/dataset/a/b", "/organization/none",
                                        "/favicon.ico"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        check_status(get(*state, paths[i]), 404);
    check_status(ask(*state, "DELETE", "/dataset/staff", NULL), 405);
}

static void only_three_schemes_become_links(void **state)
{
    (void)state;
    assert_true(html_url_is_safe(slice_of("http://a")));
    assert_true(html_url_is_safe(slice_of("HTTPS://a")));
    assert_true(html_url_is_safe(slice_of("mailto:a@b")));
    static const char *const others[] = {"javascript:a", " http://a", "http:a", "ftp://a", "//a", "/a", ""};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(html_url_is_safe(slice_of(others[i])));
}

static void a_text_too_long_for_markdown_is_shown_as_it_is(void **state)
{
    (void)state;
    struct text long_text = {0};
    struct text out = {0};
    text_add(&long_text, "**<b>**");
    while (long_text.length <= LIMIT_MARKDOWN_BYTES)
        text_add(&long_text, "aaaaaaaaaaaaaaaa");
    markdown_add(&out, text_slice(&long_text));
    assert_true(slice_starts(text_slice(&out), "<pre>**&lt;b&gt;**a"));
    text_free(&long_text);
    text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_dataset_is_shown_with_thai_labels, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_dataset_is_found_by_its_id_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_resource_shows_its_dictionary_and_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_resource_of_another_dataset_is_not_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_list_shows_public_datasets_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_are_found_within_thai_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_private_dataset_is_shown_to_a_token_only, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_deleted_dataset_is_gone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hostile_metadata_is_harmless, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_page_allows_no_scripts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_head_request_has_no_body, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_page_says_that_it_is_a_sandbox, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_page_is_not_found, set_up, tear_down),
        cmocka_unit_test(only_three_schemes_become_links),
        cmocka_unit_test(a_text_too_long_for_markdown_is_shown_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
